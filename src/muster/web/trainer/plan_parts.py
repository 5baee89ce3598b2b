"""Writing a draft, one part a page. Rows are added, moved and taken out without a script: by buttons that post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.permissions import Permission
from muster.curriculum.access import plans_visible_to
from muster.curriculum.actions.plans import write_rows, write_texts
from muster.curriculum.content import content_of, rows_as_content, seen
from muster.curriculum.differences import row_changes, text_changes
from muster.curriculum.enums import WRITABLE
from muster.curriculum.forms.plans import MOST_ROWS, ROW_FORMS, RowSet, TextsForm, row_set
from muster.curriculum.meanwhile import EditedMeanwhile
from muster.curriculum.models import LessonPlan
from muster.ledger.refusals import Refused
from muster.web.forms import put_on
from muster.web.once import post_once

P = Permission
TITLES = {
    "texts": gettext_lazy("About the class"),
    "objectives": gettext_lazy("Objectives"),
    "blocks": gettext_lazy("Blocks"),
    "assessments": gettext_lazy("Assessments"),
    "references": gettext_lazy("References"),
}
HINTS = {
    "objectives": gettext_lazy(
        "What can somebody do afterwards that they could not do before? Task, condition, standard."
    ),
    "blocks": gettext_lazy("What happens, for how long, and how. Breaks are blocks too."),
    "assessments": gettext_lazy("How it is found out whether each objective was reached."),
    "references": gettext_lazy(
        "What the plan rests on. When one of them changes, the plan is due for a review."
    ),
}


@post_once
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the texts of a draft. Who saves second is shown the difference."""
    about = _writable(request, pk)
    first = {"seen": seen(content_of(about).texts)}
    # the form writes on what it is given, so it gets a copy
    form = TextsForm(request.POST or None, instance=LessonPlan.objects.get(pk=pk), initial=first)
    changes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            write_texts(plan=about, seen_before=form.cleaned_data["seen"], by=request.user, **form.said)  # type: ignore[arg-type]  # signed in
        except EditedMeanwhile as newer:
            changes = text_changes(newer.newer, form.said)
            form.show_again(seen(newer.newer))
            put_on(form, newer)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainer:plan", pk)
    context = {"form": form, "plan": about, "part": "texts", "titles": TITLES, "part_title": TITLES["texts"]}
    return render(request, "trainer/plan_texts.html", {**context, "changes": changes})


@post_once
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Write one part of a draft: objectives, blocks, assessments or references."""
    if part not in ROW_FORMS:
        raise Http404
    about = _writable(request, pk)
    shown = _Shown(seen(getattr(content_of(about), part)))
    if request.method != "POST":
        rows = row_set(part, about)
    elif asked := request.POST.get("do", ""):
        shown.mark = request.POST.get("seen", "")
        rows = row_set(
            part, about, initial=_rearranged(row_set(part, about, request.POST).typed(), asked, shown)
        )
    else:
        rows = row_set(part, about, request.POST)
        shown.mark = request.POST.get("seen", "")
        if rows.is_valid() and _saved(request, about, part, rows, shown):
            messages.success(request, _("Saved."))
            return redirect("trainer:plan", pk)
    context = {
        "rows": rows,
        "plan": about,
        "part": part,
        "shown": shown,
        "titles": TITLES,
        "part_title": TITLES[part],
        "hint": HINTS[part],
    }
    return render(request, "trainer/plan_part.html", context)


class _Shown:
    """What the page shows beside the rows: the mark of what was read, refusals, differences, where to go on."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.sentences: list[str] = []
        self.changes: list[Any] = []
        self.focus: int | None = None


def _saved(request: HttpRequest, plan: LessonPlan, part: str, rows: RowSet, shown: _Shown) -> bool:
    """Save the rows; where that is refused, say on the page why and return False."""
    try:
        write_rows(plan=plan, part=part, rows=rows.rows, seen_before=shown.mark, by=request.user)  # type: ignore[arg-type]  # signed in
    except EditedMeanwhile as newer:
        numbers = {objective.pk: at for at, objective in enumerate(plan.objectives.all(), start=1)}
        mine = rows_as_content(part, rows.rows, numbers)
        shown.changes = row_changes(newer.newer, mine, ROW_FORMS[part][1])
        shown.mark = seen(newer.newer)
        shown.sentences = [str(newer)]
    except Refused as refused:
        shown.sentences = [str(refused)]
    except ValidationError as invalid:
        shown.sentences = invalid.messages
    else:
        return True
    return False


def _rearranged(rows: list[dict[str, Any]], asked: str, shown: _Shown) -> list[dict[str, Any]]:
    """Return rows after what a button asked for: ``add``, ``remove-2``, ``up-2``, ``down-2`` (rows count from 0)."""
    deed, _dash, place = asked.partition("-")
    at = int(place) if place.isdecimal() and len(place) < 4 else 0
    deeds: dict[str, Callable[[], int]] = {
        "add": lambda: _put(rows, len(rows), {}) if len(rows) < MOST_ROWS else len(rows) - 1,
        "remove": lambda: _take(rows, at),
        "up": lambda: _move(rows, at, at - 1),
        "down": lambda: _move(rows, at, at + 1),
    }
    if deed in deeds:
        shown.focus = deeds[deed]()
    return rows


def _put(rows: list[dict[str, Any]], at: int, row: dict[str, Any]) -> int:
    rows.insert(at, row)
    return at


def _take(rows: list[dict[str, Any]], at: int) -> int:
    if at < len(rows):
        rows.pop(at)
    return min(at, len(rows) - 1)


def _move(rows: list[dict[str, Any]], at: int, to: int) -> int:
    if not (0 <= at < len(rows) and 0 <= to < len(rows)):
        return at
    return _put(rows, to, rows.pop(at))


def _writable(request: HttpRequest, pk: int) -> LessonPlan:
    found = plans_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).filter(state__in=WRITABLE)
    return get_object_or_404(found.select_related("course__agency"), pk=pk)
