"""The training file of one person, or of a whole unit: as a page, as JSON, as a PDF."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.records.access.records import person_of, records_visible_to
from muster.records.forms.records import FileQuestionForm
from muster.records.printing import as_pdf
from muster.records.queries.transcript import TrainingFile, as_json, files_of, moment
from muster.roster.access import people_visible_to, units_visible_to
from muster.roster.models import Person
from muster.roster.queries import filter_in_unit
from muster.web.csv_out import csv_response, plain_name
from muster.web.reader import reader
from muster.web.tables import page_of, wants_csv

P = Permission
#: What ``known_at`` was called once; ``as_of`` was ``on``.
_KNOWN_BEFORE = ("known", "known_on")
FORMATS = {"json": "application/json", "pdf": "application/pdf"}


def file(request: HttpRequest) -> HttpResponseBase:
    """Show one's own file."""
    person = person_of(request.user)
    if person is None or not reach_of(request.user, P.RECORDS_RECORD_READ).own:
        raise Http404
    return _shown(request, person, own=True)


def file_of(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show somebody's file to those who may read it: themselves, their supervisor, the training unit, the custodian."""
    person = get_object_or_404(people_visible_to(request.user, P.RECORDS_RECORD_READ), pk=pk)
    return _shown(request, person, own=person.account_id == request.user.pk)


def unit_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the files of everybody who belongs to a unit today, each on a page of their own; or show who they are."""
    unit = get_object_or_404(units_visible_to(request.user, P.RECORDS_RECORD_READ), pk=pk)
    people: Any = filter_in_unit(people_visible_to(request.user, P.RECORDS_RECORD_READ), unit).order_by(
        "family_name", "given_name", "pk"
    )
    as_of, known_at = _question(request)
    wanted = request.GET.get("format", "")
    page = page_of(request, people)
    if wanted in FORMATS:
        # a page of people at a time: a whole department in one PDF would take all of the server's memory
        files = files_of(
            list(page.object_list),
            records_visible_to(request.user),
            as_of=as_of,
            known_at=known_at,
            reader=reader(request),
        )
        part = f"-{page.number}" if page.paginator.num_pages > 1 else ""
        return _handed_out(request, files, wanted, f"{unit.code}{part}")
    context = {
        "unit": unit,
        "page": page,
        "form": _form(as_of, request),
        "known_exact": moment(known_at),
    }
    return render(request, "officer/unit_file.html", context)


def _shown(request: HttpRequest, person: Person, *, own: bool) -> HttpResponseBase:
    as_of, known_at = _question(request)
    found = files_of(
        [person], records_visible_to(request.user), as_of=as_of, known_at=known_at, reader=reader(request)
    )[0]
    wanted = request.GET.get("format", "")
    if wanted in FORMATS:
        return _handed_out(request, [found], wanted, f"{person.family_name}-{person.given_name}")
    if wants_csv(request):
        return _csv(found)
    context = {
        "file": found,
        "person": person,
        "own": own,
        "page": page_of(request, found.records[::-1]),
        "form": _form(as_of, request),
        "known_exact": moment(known_at),
        "ranks": [line for line in found.facts if line.fact == "rank"],
    }
    return render(request, "officer/file.html", context)


def _question(request: HttpRequest) -> tuple[date, datetime]:
    """Return as of which day and as known when; what cannot be read, and what is to come, is today and now."""
    now = timezone.now()
    as_of = _date(_said(request, "as_of", "on")) or timezone.localdate()
    text = _said(request, "known_at", *_KNOWN_BEFORE)
    known = _moment(text)
    if known is None and (day := _date(text)) is not None:
        known = timezone.make_aware(datetime.combine(day, time.max))
    return as_of, min(known or now, now)


def _said(request: HttpRequest, *names: str) -> str:
    """Return what an address says under the first of these names that it has: addresses that were kept still work."""
    return next((request.GET[name] for name in names if name in request.GET), "")


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Return a moment in UTC; None for none, and for one that lies before or after all moments in UTC."""
    try:
        found = parse_datetime(text) if "T" in text else None
        if found is None or timezone.is_naive(found):
            return found and found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _form(as_of: date, request: HttpRequest) -> FileQuestionForm:
    known = _date(_said(request, "known_at", *_KNOWN_BEFORE)[:10])
    return FileQuestionForm(initial={"as_of": as_of, "known_at": known})


def _handed_out(request: HttpRequest, files: list[TrainingFile], wanted: str, name: str) -> HttpResponse:
    link = (lambda plan: _link(request, plan)) if request.GET.get("plans") else None
    content = as_json(files) if wanted == "json" else as_pdf(files, plan_link=link)
    answer = HttpResponse(content, content_type=FORMATS[wanted])
    named = plain_name(f"training-file-{name}-{_question(request)[0].isoformat()}.{wanted}")
    answer.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _link(request: HttpRequest, plan: Any) -> str:
    try:
        return request.build_absolute_uri(reverse("trainer:plan", args=[plan.pk]))
    except NoReverseMatch:
        return ""


def _csv(found: TrainingFile) -> HttpResponseBase:
    header = [
        _("Date"),
        _("Training"),
        _("Course code"),
        _("Minutes"),
        _("Outcome"),
        _("Status"),
        _("Provider"),
        _("Valid until"),
    ]
    rows = (
        [
            record.completed_on or "",
            record.title,
            record.course.code if record.course else "",
            record.minutes,
            record.get_outcome_display(),
            record.get_status_display(),
            record.provider,
            record.expires_on or "",
        ]
        for record in found.records
    )
    return csv_response("training-file.csv", header, rows)
