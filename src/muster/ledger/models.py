"""The one table of the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def kind_of(thing: models.Model) -> str:
    """Return what the ledger calls things of this kind: ``roster.person``."""
    return (thing._meta.concrete_model or type(thing))._meta.label_lower


class EntryManager(models.Manager["Entry"]):
    """Entries without what they say of rows, which is long after an import; it is read when it is asked for."""

    def get_queryset(self) -> models.QuerySet[Entry]:
        """Leave the long column out."""
        return super().get_queryset().defer("lines")


class Entry(models.Model):
    """One thing that somebody did. Made by ``actions.write_down`` alone; the database refuses to change it.

    ``hash`` is the SHA-256 of all other columns in canonical JSON, ``previous`` the hash of the entry before. An entry
    whose deed added no append-only rows has no ``lines``, and its hash knows of none.
    """

    number = models.BigIntegerField(
        _("number"), primary_key=True, help_text=_("1, 2, 3 and so on, without gaps.")
    )
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        # an account that has done anything is closed, never deleted: the ledger must be able to name it
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty when Muster itself did it."),
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # as for the actor
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on behalf of"),
    )
    verb = models.CharField(_("what"), max_length=100)
    subject_kind = models.CharField(_("kind of thing"), max_length=100)
    subject_id = models.CharField(_("which one"), max_length=64)
    # no foreign key: the ledger lies under roster, and its first table must not wait for roster's
    agency_id = models.BigIntegerField(_("agency"), null=True, blank=True, db_index=True)
    reason = models.TextField(_("why"), blank=True)
    details = models.TextField(_("details"), default="{}", help_text=_("Canonical JSON."))
    previous = models.CharField(_("hash of the entry before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    lines = models.TextField(
        _("rows added"), default="", blank=True, help_text=_("Canonical JSON; see vouching.")
    )

    objects = EntryManager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ("number",)
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="ledger_entry_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(number__gte=1),
                name="ledger_entry_counts_from_one",
                violation_error_message=_("Entries of the ledger are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(on_behalf_of__isnull=True) | models.Q(actor__isnull=False),
                name="ledger_entry_delegate_is_named",
                violation_error_message=_("Who acts on behalf of somebody must be named."),
            ),
            models.UniqueConstraint(
                fields=("hash",),
                name="ledger_entry_one_hash",
                violation_error_message=_("Two entries of the ledger cannot have the same hash."),
            ),
            models.UniqueConstraint(
                fields=("previous",),
                name="ledger_entry_no_fork",
                violation_error_message=_("Another entry follows that one already: the chain has no forks."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    @property
    def told(self) -> Any:
        """The details as Python objects."""
        return json.loads(self.details)

    def content(self) -> dict[str, object]:
        """Return everything that the hash is taken over, by the names it is taken under."""
        content = {
            "number": self.number,
            "at": self.at,
            "actor": self.actor_id,
            "on_behalf_of": self.on_behalf_of_id,
            "verb": self.verb,
            "subject_kind": self.subject_kind,
            "subject_id": self.subject_id,
            "agency": self.agency_id,
            "reason": self.reason,
            "details": self.details,
            "previous": self.previous,
        }
        return {**content, "lines": self.lines} if self.lines else content
