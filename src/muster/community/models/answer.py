"""What comments are about, and what they are answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.community.enums import Disposition
from muster.community.models.comment import Comment
from muster.community.models.consultation import PLAIN_LETTERS, Consultation, Passage
from muster.curriculum.models import LessonPlan
from muster.ledger.lines import Line


class Theme(models.Model):
    """What several comments say, so that they can be answered together."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="themes")
    title = models.CharField(_("theme"), max_length=200)
    title_es = models.CharField(_("theme in Spanish"), max_length=200)

    class Meta:
        """Each theme once."""

        verbose_name = _("theme")
        ordering = ("consultation", "title")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "title"),
                name="community_theme_once",
                violation_error_message=_("There is a theme of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Coding(models.Model):
    """A person says that a comment is about a theme. A comment may be about several."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="codings")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("comment", "theme"), name="community_coding_once"),)

    def __str__(self) -> str:
        return f"{self.theme}"


class Answer(Line):
    """What becomes of a comment, or of all comments of a theme, and why.

    ``passage`` is what was asked about, ``after`` the same passage as the new version has it, letter by letter.
    A line: how an answer was changed stays to be seen.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    comment = models.ForeignKey(
        Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    disposition = models.CharField(_("what becomes of it"), max_length=12, choices=Disposition)
    text = models.TextField(_("why, in plain words"), max_length=PLAIN_LETTERS)
    text_es = models.TextField(_("the same in Spanish"), max_length=PLAIN_LETTERS)
    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("the passage that was changed"),
    )
    after_plan = models.ForeignKey(
        LessonPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    after = models.TextField(_("what it says now"), blank=True)

    class Meta:
        """Of a comment or of a theme; each is answered once."""

        constraints = (
            models.CheckConstraint(
                condition=Q(comment__isnull=False, theme__isnull=True)
                | Q(comment__isnull=True, theme__isnull=False),
                name="community_answer_to_one_thing",
                violation_error_message=_("An answer is to a comment or to a theme."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(text_es=""),
                name="community_answer_says_why",
                violation_error_message=_("Say why, in both languages."),
            ),
            models.CheckConstraint(
                condition=Q(after_plan__isnull=True) | ~Q(after=""),
                name="community_answer_of_a_version_shows_it",
                violation_error_message=_("Show what the new version says."),
            ),
            models.UniqueConstraint(
                fields=("comment",),
                condition=Q(replaces__isnull=True),
                name="community_answer_one_a_comment",
                violation_error_message=_("This comment is answered already."),
            ),
            models.UniqueConstraint(
                fields=("theme",),
                condition=Q(replaces__isnull=True),
                name="community_answer_one_a_theme",
                violation_error_message=_("This theme is answered already."),
            ),
        )

    def __str__(self) -> str:
        return self.get_disposition_display()
