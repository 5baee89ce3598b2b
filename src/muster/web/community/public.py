"""What anybody reads, without an account: consultations, comments, answers, and what was changed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from muster.community.enums import ANSWERED, CHANGING, WithheldReason
from muster.community.models import Consultation
from muster.community.queries.comments import (
    about_them,
    annotate_public_counts,
    answers_by_comment,
    answers_of,
    of_theme,
    public_comments,
    screened_counts,
    withheld_by_reason,
)
from muster.community.queries.consultations import listed, not_heard, published, takes_comments
from muster.web.community.pages import dressed, dressed_answers, spoken
from muster.web.tables import number_in, page_of


@login_not_required
def community(request: HttpRequest) -> HttpResponse:
    """List what people are and were asked about."""
    page = page_of(request, listed())
    for row in page.object_list:
        dressed(row)
    return render(request, "community/community.html", {"page": page})


@login_not_required
def consultation(request: HttpRequest, word: str) -> HttpResponse:
    """Show what is asked about, paragraph by paragraph, whom it was to reach and where it stands."""
    shown = found(word)
    counts = annotate_public_counts(shown)
    passages: list[Any] = list(shown.passages.all())
    for passage in passages:
        passage.comment_count = counts.get(passage.pk, 0)
    context = {
        **_frame(shown),
        "passages": passages,
        "groups": shown.groups.all(),
        "gatherings": shown.gatherings.all(),
        "not_heard": [] if takes_comments(shown) else not_heard(shown),
        "steps": shown.steps.order_by("-pk"),
        "about": about_them(shown),
    }
    return render(request, "community/consultation.html", context)


@login_not_required
def comments(request: HttpRequest, word: str) -> HttpResponse:
    """Show the published comments, all or those on a passage or of a theme, each with its answer."""
    shown = found(word)
    rows = public_comments(shown).select_related("passage")
    if number := number_in(request, "passage"):
        rows = rows.filter(passage__number=number)
    theme = shown.themes.filter(pk=number_in(request, "theme")).first() if is_answered(shown) else None
    if theme is not None:
        rows = rows.filter(of_theme(theme.pk))
    page = page_of(request, rows)
    answers = answers_by_comment(shown, list(page.object_list)) if is_answered(shown) else {}
    for row in page.object_list:
        row.shown_answers = dressed_answers(answers.get(row.pk, ()))
    context = {
        **_frame(shown),
        "page": page,
        "passage": shown.passages.filter(number=number).first(),
        "theme": spoken(theme, "title") if theme is not None else "",
        "themes": [(each.pk, spoken(each, "title")) for each in shown.themes.all()]
        if is_answered(shown)
        else [],
    }
    return render(request, "community/comments.html", context)


@login_not_required
def changes(request: HttpRequest, word: str) -> HttpResponse:
    """Show the answers, and what was changed: before and after."""
    shown = found(word)
    answers = dressed_answers(answers_of(shown)) if is_answered(shown) else []
    quotable = set(public_comments(shown).filter(answers__isnull=False).values_list("pk", flat=True))
    for answer in answers:  # a second look may have withheld what was answered before
        answer.is_quoted = answer.comment_id in quotable
    context = {
        **_frame(shown),
        "changed": [answer for answer in answers if answer.disposition in CHANGING],
        "others": [answer for answer in answers if answer.disposition not in CHANGING],
    }
    return render(request, "community/changes.html", context)


def found(word: str) -> Any:
    """Return the consultation of a public address, dressed; 404 where nothing was opened under it."""
    return dressed(get_object_or_404(published(), word=word))


def is_answered(shown: Consultation) -> bool:
    """Return whether its answers are published."""
    return shown.state in ANSWERED


def _frame(shown: Consultation) -> dict[str, Any]:
    """Return what each of its pages shows: numbers, what was withheld and why, whether one may comment."""
    return {
        "consultation": shown,
        "counts": screened_counts(shown),
        "withheld": [(WithheldReason(code).label, number) for code, number in withheld_by_reason(shown)],
        "takes_comments": takes_comments(shown),
        "is_answered": is_answered(shown),
    }
