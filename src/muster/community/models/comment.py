"""What people say, whether it is shown, and how many of which people said something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.community.enums import (
    About,
    AboutAnswer,
    Channel,
    Language,
    ScreenVerdict,
    WithheldReason,
)
from muster.community.models.consultation import Consultation, Passage
from muster.ledger.appended import Appended, AppendedQuerySet
from muster.ledger.lines import Line

LONGEST = 10_000  # letters: four printed pages


class Comment(Appended):
    """Somebody's words, which nobody rewrites. Nothing here says whose they are.

    ``code_hash`` is all that is kept of the code by which the author follows it.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    # none: about the whole
    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    text = models.TextField(_("your comment"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.ENGLISH)
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    code_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = AppendedQuerySet.as_manager()

    class Meta:
        """The newest last; what staff typed in says so."""

        verbose_name = _("comment")
        ordering = ("consultation", "pk")
        indexes = (models.Index(fields=("consultation", "received_at"), name="community_comment_by_time"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(channel="web", typed_by__isnull=True)
                | (~Q(channel="web") & Q(typed_by__isnull=False)),
                name="community_comment_typed_in_says_so",
                violation_error_message=_("What did not come over this site was typed in by somebody."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="community_comment_says_something",
                violation_error_message=_("Write something first."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]


class Screening(Line):
    """Somebody looked whether a comment can be shown. A second look replaces the first, and both stay."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="screenings")
    verdict = models.CharField(_("verdict"), max_length=10, choices=ScreenVerdict)
    reason_code = models.CharField(_("why"), max_length=10, choices=WithheldReason, blank=True)

    class Meta:
        """What is withheld has a reason; there is one first look."""

        indexes = (models.Index(fields=("comment", "verdict"), name="community_screening_of"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict="published", reason_code="")
                | (Q(verdict="withheld") & ~Q(reason_code="")),
                name="community_screening_withheld_says_why",
                violation_error_message=_("Say why it is withheld; what is published needs no reason."),
            ),
            models.UniqueConstraint(
                fields=("comment",),
                condition=Q(replaces__isnull=True),
                name="community_screening_one_first_look",
                violation_error_message=_("Somebody has looked at this comment already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_verdict_display()


class Tally(models.Model):
    """How many gave an answer about themselves. Only the number is kept: no row is anybody's.

    So nothing leads from an answer to a comment or to another answer, whoever reads the database.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="tallies")
    question = models.CharField(max_length=10, choices=About)
    answer = models.CharField(max_length=15, choices=AboutAnswer)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        """One number an answer."""

        ordering = ("consultation", "question", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "question", "answer"), name="community_tally_one_per_answer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer}: {self.number}"
