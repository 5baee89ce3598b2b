"""What the pages of consultations do alike: words in the reader's language, states, the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.community.access import consultations_visible_to
from muster.community.enums import ConsultationState, Disposition
from muster.community.models import Answer, Consultation
from muster.community.queries.consultations import clock_of
from muster.curriculum.differences import words_marked

P = Permission
S = ConsultationState
TONES = {
    S.PLANNED: "wait",
    S.DROPPED: "off",
    S.OPEN: "good",
    S.EXTENDED: "good",
    S.CLOSED: "wait",
    S.CODING: "wait",
    S.RESPONSES_DRAFTED: "wait",
    S.RESPONSES_PUBLISHED: "info",
    S.SECOND_ROUND: "info",
    S.DONE: "off",
}
ANSWER_TONES = {
    Disposition.ACCEPTED: "good",
    Disposition.PARTLY: "good",
    Disposition.DECLINED: "bad",
    Disposition.COVERED: "info",
    Disposition.OUT_OF_SCOPE: "off",
    Disposition.STUDY: "wait",
}


def spoken(thing: Any, name: str) -> str:
    """Return a text of a thing in the language of the page; in English where there is no Spanish."""
    spanish = getattr(thing, f"{name}_es") if (get_language() or "").startswith("es") else ""
    return str(spanish or getattr(thing, name))


def dressed(consultation: Consultation) -> Any:
    """Add what a page shows of a consultation: its words, how its state looks, its clock."""
    shown: Any = consultation
    shown.said_title = spoken(consultation, "title")
    shown.said_summary = spoken(consultation, "summary")
    shown.said_questions = [line for line in spoken(consultation, "questions").splitlines() if line.strip()]
    shown.tone = TONES[S(consultation.state)]
    shown.clock = clock_of(consultation)
    return shown


def dressed_answers(answers: Iterable[Answer]) -> list[Any]:
    """Add to answers their words, how they look, and what was changed, word by word."""
    found: list[Any] = []
    for answer in answers:
        shown: Any = answer
        shown.said = spoken(answer, "text")
        shown.said_theme = spoken(answer.theme, "title") if answer.theme is not None else ""
        shown.tone = ANSWER_TONES[Disposition(answer.disposition)]
        answered_at = answer.consultation.answered_at
        shown.is_corrected = answered_at is not None and answer.known_from > answered_at
        before = answer.passage.text if answer.passage is not None else ""
        shown.pieces = words_marked(before, answer.after) if answer.after else ()
        found.append(shown)
    return found


def visible(request: HttpRequest, pk: int, permission: Permission = P.COMMUNITY_CONSULTATION_READ) -> Any:
    """Return a consultation over which the reader holds a permission, dressed; 404 for others."""
    rows = consultations_visible_to(request.user, permission)
    return dressed(get_object_or_404(rows.select_related("agency", "plan__course", "result__course"), pk=pk))


def crumbs_of(shown: Any) -> list[tuple[str, str]]:
    """Return the way to the desk of a consultation that is dressed."""
    desk = (reverse("community_desk"), _("Consultations"))
    return [desk, (reverse("consultation_desk", args=[shown.pk]), shown.said_title)]
