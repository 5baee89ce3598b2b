"""The desk of those who answer: comments looked at, typed in, put under themes, and answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.community.access import comments_visible_to, themes_visible_to
from muster.community.actions.answers import write_answer
from muster.community.actions.comments import type_comment
from muster.community.actions.screening import look_again, screen_comments
from muster.community.actions.themes import code_comments, name_theme, uncode_comments
from muster.community.enums import ANSWERED, ANSWERING
from muster.community.forms.answers import AnswerForm, ThemeForm
from muster.community.forms.comments import AgainForm, LookForm, TypedForm
from muster.community.likeness import said_often, suggestions
from muster.community.models import Answer, Comment, Theme
from muster.community.passages import paragraphs_of_plan
from muster.community.queries.comments import (
    annotate_look,
    filter_published,
    filter_uncoded,
    filter_waiting,
    filter_withheld,
    of_theme,
    public_comments,
    screened_counts,
)
from muster.roster.access import may_in_agency
from muster.web.community.commenting import handed_over
from muster.web.community.pages import crumbs_of, dressed, dressed_answers, visible
from muster.web.csv_out import csv_response
from muster.web.form_page import form_page
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import keys_of, page_of, wants_csv

P = Permission
SHOWN = {"waiting": filter_waiting, "published": filter_published, "withheld": filter_withheld}
MOST_SUGGESTED = 50
MOST_WORDS = 12


@post_once
def consultation_comments_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """List comments, those that wait first of all; who screens ticks several and decides on them at once."""
    shown = visible(request, pk)
    screens = may_in_agency(request.user, P.COMMUNITY_COMMENT_SCREEN, shown.agency)
    form = LookForm(request.POST if request.method == "POST" and screens else None)
    deed = partial(
        screen_comments,
        consultation=shown,
        comments=keys_of(request.POST.getlist("comment")),
        by=reader(request),
    )
    if form.is_bound and (number := done_with(form, deed)) is not None:
        messages.success(request, _("Looked at: %(number)d.") % {"number": number})
        return redirect(request.get_full_path())
    which = request.GET.get("show", "waiting")
    rows: QuerySet[Comment] = Comment.objects.filter(consultation=shown)
    rows = SHOWN[which](rows) if which in SHOWN else rows
    if words := request.GET.get("q", "").strip():
        rows = rows.filter(text__icontains=words[:100])
    rows = annotate_look(rows).select_related("passage", "typed_by").order_by("pk")
    if wants_csv(request):
        return _as_csv(rows)  # type: ignore[return-value]  # streamed
    context = {
        "consultation": shown,
        "page": page_of(request, rows),
        "form": form,
        "which": which if which in SHOWN else "all",
        "counts": screened_counts(shown),
        "screens": screens,
        "hidden": [("show", which)] if which in SHOWN else [],
    }
    return render(request, "community/comments_desk.html", context)


@post_once
def comment_look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a comment a second time."""
    rows = comments_visible_to(request.user, P.COMMUNITY_COMMENT_SCREEN).select_related(
        "consultation__agency", "passage"
    )
    comment = get_object_or_404(rows, pk=pk)
    form = AgainForm(request.POST or None)
    deed = partial(look_again, comment=comment, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The second look stands, and the first stays to be seen."))
        return redirect("consultation_comments_desk", comment.consultation_id)
    looks = comment.screenings.select_related("known_by").order_by("-pk")
    context = {
        "comment": comment,
        "consultation": dressed(comment.consultation),
        "form": form,
        "looks": looks,
    }
    return render(request, "community/comment_look.html", context)


@post_once
def comment_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in a comment that came otherwise, and show its code, to hand out."""
    shown = visible(request, pk, P.COMMUNITY_COMMENT_ENTER)
    form = TypedForm(request.POST or None, passages=shown.passages.all())
    deed = partial(type_comment, consultation=shown, by=reader(request))
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        return handed_over(made[1], shown)
    return form_page(
        request,
        form,
        heading=_("Type in a comment"),
        lede=_(
            "Word by word, as it was written or said, and without a name. It is shown that you typed it in."
        ),
        submit=_("Keep it"),
        crumbs=crumbs_of(shown),
    )


@post_once
def consultation_themes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show themes with their numbers and answers, comments without a theme, and words where one may begin."""
    shown = visible(request, pk)
    manages = may_in_agency(request.user, P.COMMUNITY_CONSULTATION_MANAGE, shown.agency)
    form = ThemeForm(request.POST if request.method == "POST" and manages else None)
    deed = partial(name_theme, consultation=shown, by=reader(request))
    if form.is_bound and (made := done_with(form, deed)) is not None:
        return redirect("theme", made.pk)
    answered = Answer.lines.standing().filter(theme=OuterRef("pk"))
    uncoded = filter_uncoded(public_comments(shown))
    context = {
        "consultation": shown,
        "themes": shown.themes.annotate(comment_count=Count("codings"), is_answered=Exists(answered)),
        "uncoded": uncoded.count(),
        "page": page_of(request, uncoded.select_related("passage").order_by("pk")),
        "often": said_often(uncoded.values_list("text", flat=True), MOST_WORDS) if manages else [],
        "form": form if manages else None,
        "answers": manages and shown.state in (*ANSWERING, *ANSWERED),
    }
    return render(request, "community/themes.html", context)


@post_once
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a theme: what is under it, and what may belong there, with the words that say so."""
    rows = themes_visible_to(request.user).select_related(
        "consultation__agency", "consultation__plan__course"
    )
    shown_theme = get_object_or_404(rows, pk=pk)
    shown = dressed(shown_theme.consultation)
    manages = may_in_agency(request.user, P.COMMUNITY_CONSULTATION_MANAGE, shown.agency)
    form = forms.Form(request.POST if request.method == "POST" and manages else None)
    deed = uncode_comments if "out" in request.POST else code_comments
    chosen = keys_of(request.POST.getlist("comment"))
    if form.is_bound and (
        number := done_with(form, partial(deed, theme=shown_theme, comments=chosen, by=reader(request)))
    ):
        messages.success(request, _("Sorted: %(number)d.") % {"number": number})
        return redirect("theme", pk)
    answer = (
        Answer.lines.standing()
        .filter(theme=shown_theme)
        .select_related("consultation", "passage", "theme", "after_plan__course")
    )
    context = {
        "consultation": shown,
        "theme": shown_theme,
        "form": form,
        "page": page_of(request, public_comments(shown).filter(of_theme(pk)).select_related("passage")),
        "suggested": _suggested(shown_theme) if manages else [],
        "manages": manages,
        "may_answer": manages and shown.state in (*ANSWERING, *ANSWERED),
        "answer": next(iter(dressed_answers(answer)), None),
    }
    return render(request, "community/theme.html", context)


@post_once
def theme_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer all comments of a theme."""
    rows = themes_visible_to(request.user, P.COMMUNITY_CONSULTATION_MANAGE)
    found = get_object_or_404(rows.select_related("consultation"), pk=pk)
    return _answer_page(
        request, found.consultation_id, {"theme": found}, found.title, reverse("theme", args=[pk])
    )


@post_once
def comment_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one comment by itself."""
    rows = comments_visible_to(request.user, P.COMMUNITY_CONSULTATION_MANAGE)
    found = get_object_or_404(rows.select_related("consultation"), pk=pk)
    back = reverse("consultation_themes", args=[found.consultation_id])
    return _answer_page(request, found.consultation_id, {"comment": found}, found.text, back)


def _answer_page(request: HttpRequest, key: int, to: dict[str, Any], lede: str, back: str) -> HttpResponse:
    shown = visible(request, key, P.COMMUNITY_CONSULTATION_MANAGE)
    before = Answer.lines.standing().filter(consultation=shown, **to).first()
    plan = shown.result or shown.plan
    form = AnswerForm(
        request.POST or None,
        instance=Answer.lines.get(pk=before.pk) if before is not None else None,
        passages=shown.passages.all(),
        after=list(dict.fromkeys(each.text for each in paragraphs_of_plan(plan))) if plan is not None else [],
        published=shown.state in ANSWERED,
    )
    deed = partial(write_answer, consultation=shown, by=reader(request), **to)
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The answer is written."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Answer"),
        lede=lede,
        submit=_("Save"),
        crumbs=[*crumbs_of(shown), (back, _("Back to the comments"))],
    )


def _suggested(shown_theme: Theme) -> list[dict[str, Any]]:
    """Return the comments that may belong to a theme, with the words that say so, the likest first."""
    rows = public_comments(shown_theme.consultation).order_by()
    texts = dict(rows.values_list("pk", "text"))
    coded = list(shown_theme.codings.values_list("comment", flat=True))
    near = suggestions(texts, coded, f"{shown_theme.title} {shown_theme.title_es}", MOST_SUGGESTED)
    by_key = Comment.objects.select_related("passage").in_bulk([each.key for each in near])
    return [{"comment": by_key[each.key], "words": each.words} for each in near]


def _as_csv(rows: Any) -> HttpResponseBase:
    header = [
        _("Number"),
        _("Comment"),
        _("Passage"),
        _("Language"),
        _("How it came"),
        _("Verdict"),
        _("Why"),
    ]
    cells = (
        [
            row.pk,
            row.text,
            row.passage.number if row.passage else "",
            row.get_language_display(),
            row.get_channel_display(),
            row.verdict or "",
            row.reason_code or "",
        ]
        for row in rows.iterator()
    )
    return csv_response("comments.csv", header, cells)
