"""Comments: which are shown, which wait, which are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from muster.community.enums import CHOICES, TAKING, About, AboutAnswer, ConsultationState, ScreenVerdict
from muster.community.models import Answer, Coding, Comment, Consultation, Screening, Tally
from muster.events.small_groups import hidden_among

V = ScreenVerdict


def _looks(verdict: str | None = None) -> QuerySet[Screening]:
    """Return the looks that stand at a comment of the outer query."""
    found = Screening.lines.standing().filter(comment=OuterRef("pk"))
    return found if verdict is None else found.filter(verdict=verdict)


def filter_published(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments that anybody may read: somebody looked at them, and the look that stands says so."""
    return comments.filter(Exists(_looks(V.PUBLISHED)))


def filter_withheld(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments that are withheld."""
    return comments.filter(Exists(_looks(V.WITHHELD)))


def filter_waiting(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments that nobody has looked at."""
    return comments.filter(~Exists(Screening.lines.filter(comment=OuterRef("pk"))))


def filter_uncoded(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments without a theme."""
    return comments.filter(~Exists(Coding.objects.filter(comment=OuterRef("pk"))))


def filter_unanswered(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Keep the comments that are answered neither by themselves nor in any of their themes."""
    answers = Answer.lines.standing()
    return comments.filter(
        ~Exists(answers.filter(comment=OuterRef("pk"))),
        ~Exists(answers.filter(theme__codings__comment=OuterRef("pk"))),
    )


def annotate_look(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Add ``verdict`` and ``reason_code`` of the look that stands; None: nobody has looked."""
    return comments.annotate(
        verdict=Subquery(_looks().values("verdict")[:1]),
        reason_code=Subquery(_looks().values("reason_code")[:1]),
    )


def screened_counts(consultation: Consultation) -> dict[str, int]:
    """Return how many comments came, wait and are published, in two queries; ``withheld`` is the rest."""
    came = consultation.comments.count()
    looks = Screening.lines.standing().filter(comment__consultation=consultation)
    number = {row["verdict"]: row["n"] for row in looks.order_by().values("verdict").annotate(n=Count("pk"))}
    published, withheld = number.get(V.PUBLISHED, 0), number.get(V.WITHHELD, 0)
    return {
        "came": came,
        "published": published,
        "withheld": withheld,
        "waiting": came - published - withheld,
    }


def withheld_by_reason(consultation: Consultation) -> list[tuple[str, int]]:
    """Return how many comments are withheld for which reason. Everybody sees the numbers."""
    looks = Screening.lines.standing().filter(comment__consultation=consultation, verdict=V.WITHHELD)
    found = looks.order_by().values("reason_code").annotate(n=Count("pk"))
    return sorted((row["reason_code"], row["n"]) for row in found)


def received_within_the_hour(consultation: Consultation) -> int:
    """Return how many comments came over the site in the last hour."""
    since = timezone.now() - timedelta(hours=1)
    return consultation.comments.filter(received_at__gt=since, typed_by__isnull=True).count()


def public_comments(consultation: Consultation) -> QuerySet[Comment]:
    """Return the comments that anybody may read, the newest first."""
    return filter_published(Comment.objects.filter(consultation=consultation)).order_by("-pk")


def annotate_public_counts(consultation: Consultation) -> dict[int, int]:
    """Return how many published comments each passage has, by its key."""
    found = public_comments(consultation).order_by().filter(passage__isnull=False)
    return {row["passage"]: row["n"] for row in found.values("passage").annotate(n=Count("pk"))}


def of_theme(theme_pk: int) -> Q:
    """Return the condition that a comment was put under a theme."""
    return Q(pk__in=Coding.objects.filter(theme=theme_pk).values("comment"))


def answers_by_comment(consultation: Consultation, comments: Sequence[Comment]) -> dict[int, list[Answer]]:
    """Return the answers that stand to some comments, their own first, by their keys. Two queries."""
    themes: dict[int, list[int]] = {}
    for comment, theme in Coding.objects.filter(comment__in=comments).values_list("comment", "theme"):
        themes.setdefault(comment, []).append(theme)
    lines = answers_of(consultation).filter(Q(comment__in=comments) | Q(theme__isnull=False))
    own: dict[int, list[Answer]] = {}
    by_theme = {}
    for line in lines:
        if line.comment_id is not None:
            own[line.comment_id] = [line]
        else:
            by_theme[line.theme_id] = line
    return {
        comment.pk: own.get(comment.pk, [])
        + [by_theme[theme] for theme in sorted(themes.get(comment.pk, ())) if theme in by_theme]
        for comment in comments
    }


def answers_of(consultation: Consultation) -> QuerySet[Answer]:
    """Return the answers of a consultation as they stand, those to themes first."""
    found = Answer.lines.standing().filter(consultation=consultation)
    return found.select_related(
        "consultation", "theme", "comment__passage", "passage", "after_plan__course"
    ).order_by(F("theme__title").asc(nulls_last=True), "pk")


def about_them(consultation: Consultation) -> list[tuple[str, list[tuple[str, int | None]]]]:
    """Return who said what about themselves: question, answers with numbers. Small numbers are None.

    Nothing while comments are taken: who sees a number before and after a comment would learn whose it is.
    """
    state = ConsultationState(consultation.state)
    if state in (ConsultationState.PLANNED, ConsultationState.DROPPED, *TAKING):
        return []
    number = {
        (row.question, row.answer): row.number for row in Tally.objects.filter(consultation=consultation)
    }
    shown = []
    for question in About:
        counts = [number.get((question, answer), 0) for answer in CHOICES[question]]
        hidden = hidden_among(counts)
        if hidden is not None and any(counts):
            shown.append((str(question.label), _told(CHOICES[question], counts, hidden)))
    return shown


def _told(
    answers: Sequence[AboutAnswer], counts: Sequence[int], hidden: frozenset[int]
) -> list[tuple[str, int | None]]:
    return [
        (str(answer.label), None if place in hidden else count)
        for place, (answer, count) in enumerate(zip(answers, counts, strict=True))
    ]
