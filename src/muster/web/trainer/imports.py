"""Imports on a page: hand a file in, name its columns, look, answer, try, bring in, take back."""

from __future__ import annotations

from copy import copy
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.files.actions import name_for, store
from muster.ledger.refusals import Refused
from muster.records.access.records import (
    batches_readable_by,
    batches_visible_to,
    had_a_second_person,
    profiles_visible_to,
)
from muster.records.actions.imports.accepting import (
    accept_import,
    accepted_before,
    dry_run_import,
    undo_import,
)
from muster.records.actions.imports.batches import (
    abandon_import,
    answer_questions,
    propose_columns,
    save_profile,
    set_columns,
    start_import,
)
from muster.records.enums import BatchState
from muster.records.forms.imports import AnswersForm, ColumnsForm, UploadForm, WhoForm
from muster.records.models import Batch
from muster.records.queries.imports.deciding import decide
from muster.records.queries.imports.reading import read_batch
from muster.roster.access import agencies_where
from muster.roster.forms import ReasonForm
from muster.roster.matching import How
from muster.web.csv_out import csv_response
from muster.web.forms import done_with, put_on
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, wants_csv
from muster.web.trainer.import_found import TONES, rows_of, told

P = Permission
LONGEST_ROW = 4  # digits; the form refuses more with a sentence
PEOPLE_A_PAGE = 100


def imports(request: HttpRequest) -> HttpResponseBase:
    """List the imports, and begin another with a file."""
    return _table(request) if wants_csv(request) else _list_or_begin(request)


@post_once
def _list_or_begin(request: HttpRequest) -> HttpResponse:
    agencies = agencies_where(request.user, P.RECORDS_IMPORT_RUN)
    if not agencies.exists():
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        try:
            batch = _started(request, form)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            return redirect("trainer:import_columns", batch.pk)
    found: Any = batches_visible_to(request.user).select_related("agency", "started_by")
    page = page_of(request, found)
    for batch in page.object_list:
        batch.tone = TONES[BatchState(batch.state)]
    return render(request, "trainer/imports.html", {"page": page, "form": form, "agencies": agencies})


def _table(request: HttpRequest) -> HttpResponseBase:
    if not agencies_where(request.user, P.RECORDS_IMPORT_RUN).exists():
        raise Http404
    found = batches_visible_to(request.user).select_related("agency", "started_by")
    header = [_("File"), _("What it holds"), _("State"), _("Rows"), _("Accepted"), _("Begun"), _("By")]
    rows = (
        [
            *(b.file_name, b.get_kind_display(), b.get_state_display(), b.rows, b.rows_accepted),
            b.started_at.date(),
            b.started_by,
        ]
        for b in found
    )
    return csv_response("imports.csv", header, rows)


@post_once
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column means: proposed, confirmed by a person, remembered if wanted."""
    batch = _open(request, pk)
    profiles = profiles_visible_to(request.user).filter(agency=batch.agency, kind=batch.kind)
    profile = profiles.filter(pk=number_in(request, "profile")).first()
    problem, headers, examples, proposed = "", [], {}, {}  # type: ignore[var-annotated]  # filled below
    options = {**(profile.options if profile else {}), **batch.options}
    try:
        headers, examples, proposed = propose_columns(_with_options(batch, request), profile)
    except Refused as refused:
        problem = str(refused)
    form = ColumnsForm(
        request.POST or None,
        kind=batch.kind,
        headers=headers,
        examples=examples,
        proposed=proposed,
        initial=options,
    )
    if request.method == "POST" and form.is_valid():
        try:
            columns = form.columns() or dict.fromkeys(headers, "")
            batch = set_columns(
                batch=batch, columns=columns, options={**options, **form.options()}, by=reader(request)
            )
            if form.cleaned_data["profile_name"]:
                save_profile(batch=batch, name=form.cleaned_data["profile_name"], by=reader(request))
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            return redirect("trainer:import", pk)
    context = {
        "batch": batch,
        "form": form,
        "problem": problem,
        "profiles": profiles,
        "before": accepted_before(batch),
    }
    return render(request, "trainer/import_columns.html", context)


@post_once
def import_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a look at the file found; answers post here, and the look is taken anew."""
    batch = _visible(request, pk)
    if batch.state == BatchState.PREVIEW and not batch.columns:
        return redirect("trainer:import_columns", pk)
    is_open = batch.state == BatchState.PREVIEW
    form = AnswersForm(request.POST or None, batch=batch)
    if request.method == "POST" and is_open and form.is_valid():
        try:
            answer_questions(batch=batch, by=reader(request), **form.answers())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The file was looked at anew."))
            return redirect("trainer:import", pk)
    is_alone = is_open and not had_a_second_person(batch.agency, reader(request))
    context = {**told(batch), "form": form, "is_open": is_open, "is_alone": is_alone}
    return render(request, "trainer/import.html", context)


@post_once
def import_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask who is who, and show who would be added."""
    batch = _open(request, pk)
    today = timezone.localdate()
    try:
        matches = decide(batch, read_batch(batch, today), today).matches
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("trainer:import", pk)
    asked = [match for match in matches if match.why is not None]
    page = page_of(request, asked, PEOPLE_A_PAGE)
    form = WhoForm(request.POST or None, asked=list(page.object_list), initial=batch.answers.get("who", {}))
    if request.method == "POST" and form.is_valid():
        try:
            answer_questions(batch=batch, by=reader(request), who=form.who())
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The file was looked at anew."))
            return redirect("trainer:import", pk)
    new = [match.described for match in matches if match.how == How.NEW]
    return render(
        request,
        "trainer/import_people.html",
        {"batch": batch, "form": form, "page": page, "new": new[:500], "new_count": len(new)},
    )


@post_once
def import_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Try it (``dry``), or bring it in."""
    batch = _open(request, pk)
    if request.method != "POST":
        return redirect("trainer:import", pk)
    again = bool(request.POST.get("again"))
    try:
        if _answered(request, batch):
            messages.info(
                request,
                _("Your answers were taken, and the file was looked at anew. Look, then bring it in."),
            )
            return redirect("trainer:import", pk)
        if request.POST.get("dry"):
            tried = dry_run_import(batch=batch, by=reader(request), again=again)
            messages.info(
                request,
                _("Tried, and nothing was kept: %(accepted)d of %(rows)d rows would come in.")
                % {"accepted": tried.rows_accepted, "rows": tried.rows},
            )
        else:
            done = accept_import(batch=batch, by=reader(request), again=again, seen=request.POST.get("seen"))
            messages.success(request, _done(done) % {"accepted": done.rows_accepted, "rows": done.rows})
    except (Refused, ValidationError) as refused:
        messages.error(request, str(refused) if isinstance(refused, Refused) else " ".join(refused.messages))
    return redirect("trainer:import", pk)


def _answered(request: HttpRequest, batch: Batch) -> bool:
    """Take answers that were changed on the page and not looked at yet, or they would be lost. Raises Refused."""
    form = AnswersForm(request.POST, batch=batch)
    if "with_answers" not in request.POST or not form.has_changed():
        return False
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    answer_questions(batch=batch, by=reader(request), **form.answers())
    return True


def _done(batch: Batch) -> str:
    if batch.state == BatchState.WAITING:
        return _(
            "%(accepted)d of %(rows)d rows wait for a second person, because some are old. None counts yet."
        )
    return _("Brought in: %(accepted)d of %(rows)d rows.")


@post_once
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    batch = get_object_or_404(_batches(request), pk=pk, state=BatchState.ACCEPTED)
    form = ReasonForm(request.POST or None)
    deed = partial(undo_import, batch=batch, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Taken back. Every line of it stays in the history."))
        return redirect("trainer:import", pk)
    return render(request, "trainer/import_undo.html", {"batch": batch, "form": form})


@post_once
def import_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file aside that nobody brings in, also one that waits for a second person."""
    batch = get_object_or_404(_batches(request), pk=pk, state__in=[BatchState.PREVIEW, BatchState.WAITING])
    if request.method == "POST":
        try:
            abandon_import(batch=batch, by=reader(request))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("trainer:import", pk)
        messages.success(request, _("The file was put aside. Nothing of it counts."))
        return redirect("trainer:imports")
    return redirect("trainer:import", pk)


def import_rows(request: HttpRequest, pk: int, sort: str) -> HttpResponseBase:
    """List the rows set aside, or the doubtful ones, each with its reason; as a file to be mended and brought again."""
    batch = get_object_or_404(batches_readable_by(request.user).select_related("agency", "file"), pk=pk)
    if sort not in ("aside", "doubtful"):
        raise Http404
    try:
        headers, rows = rows_of(batch, sort)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("trainer:import", pk)
    if wants_csv(request):
        out = ([row["row"], row["reason"], row["sentence"], *row["cells"]] for row in rows)
        return csv_response(f"{sort}.csv", [_("Row"), _("Reason"), _("What was found"), *headers], out)
    context = {
        "batch": batch,
        "page": page_of(request, rows),
        "headers": headers[:8],
        "sort": sort,
        "may_open": _batches(request).filter(pk=pk).exists(),
    }
    return render(request, "trainer/import_rows.html", context)


# ── small parts ───────────────────────────────────────────────────────────────────────────────────


def _started(request: HttpRequest, form: UploadForm) -> Batch:
    upload = form.cleaned_data["file"]
    stored = store(content=upload.file, by=reader(request), for_import=True)
    return start_import(
        agency=form.cleaned_data["agency"],
        kind=form.cleaned_data["kind"],
        file=stored,
        file_name=name_for(stored, upload.name),
        by=reader(request),
    )


def _batches(request: HttpRequest) -> Any:
    return batches_visible_to(request.user).select_related(
        "agency", "file", "started_by", "accepted_by", "decided_by", "undone_by"
    )


def _visible(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(_batches(request), pk=pk)


def _open(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(_batches(request), pk=pk, state=BatchState.PREVIEW)


def _with_options(batch: Batch, request: HttpRequest) -> Batch:
    """Read the headers as the form that is posted says: from this sheet, below this row."""
    said: dict[str, Any] = {"sheet": request.POST.get("sheet", "")}
    row = request.POST.get("header_row", "")
    if row.isdecimal() and len(row) <= LONGEST_ROW:
        said["header_row"] = int(row)
    batch = copy(batch)
    batch.options = {**batch.options, **{name: value for name, value in said.items() if value != ""}}
    return batch
