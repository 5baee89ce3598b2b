"""People, and what was found to be one person entered twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from muster.ledger.appended import Vouched, VouchedQuerySet
from muster.ledger.lines import Line


class Person(models.Model):
    """Somebody who is trained or teaches. What is known of them, and when, stands in lines.

    The same person works for one agency after another. Where two entries turned out to be one person,
    ``same_as`` points at the one that is shown; see ``Merge``. The lines stay where they were written.
    """

    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    # an officer who must not appear anywhere outside the agency, such as one working under cover
    is_protected = models.BooleanField(_("protected"), default=False)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # the ledger names accounts, so they stay
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    same_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="others",
    )

    class Meta:
        """By family name."""

        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("family_name", "given_name", "pk")
        indexes = (models.Index(fields=("family_name", "given_name"), name="roster_person_by_name"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("pk")),
                name="roster_person_not_same_as_itself",
                violation_error_message=_("Nobody can be merged into themselves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Merge(Vouched):
    """Two entries were found to be one person: ``merged`` is shown as ``kept`` until this is undone."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=500)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = VouchedQuerySet.as_manager()

    class Meta:
        """One merge of a person in force at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("merged",),
                condition=Q(undone_at__isnull=True),
                name="roster_merge_one_in_force",
                violation_error_message=_("This entry is merged already. Undo that first."),
            ),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")),
                name="roster_merge_of_two",
                violation_error_message=_("Nobody can be merged into themselves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class TwoPeople(Line):
    """Two entries look like one person and are two: said once, so that nobody is asked again.

    ``identity`` says what was known of both then; once that changes, the pair is worth a look again.
    """

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    identity = models.CharField(max_length=64)

    class Meta:
        """A pair has one order, so that it is found whichever entry is looked at."""

        constraints = (
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="roster_twopeople_in_order",
                violation_error_message=_("Name two entries, the older one first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
