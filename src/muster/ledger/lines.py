"""Lines: facts that are appended and never changed.

A line says what is true of the world, on which days (the model's own columns), and when it was
written down (``known_from``). A correction is a new line that names the one it ``replaces``; a line
that is ``withdrawn`` only takes the replaced one back. So every past moment can be asked again:
what did we know then? The database refuses to update or delete a line (``triggers.AppendOnly``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, Self, TypeVar, cast

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.ledger.appended import Appended, AppendedQuerySet
from muster.ledger.refusals import Refused

L = TypeVar("L", bound="Line")


class LineQuerySet(AppendedQuerySet[L], Generic[L]):
    """Lines, and which of them stand."""

    def standing(self, known_at: datetime | None = None) -> Self:
        """Keep the lines in force at a moment (None: now): written by then, not replaced by then."""
        later = self.model._base_manager.filter(replaces=OuterRef("pk"))
        lines = self.filter(withdrawn=False)
        if known_at is not None:
            later = later.filter(known_from__lte=known_at)
            lines = lines.filter(known_from__lte=known_at)
        return lines.filter(~Exists(later))


class Line(Appended):
    """One fact, written once."""

    known_from = models.DateTimeField(_("written down"), default=timezone.now, editable=False)
    known_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,  # who wrote a fact is part of the fact
        null=True,  # an import run by the system has no person behind it
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    # one to one: a line is replaced once, so that two people never correct it in two directions
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    withdrawn = models.BooleanField(_("taken back"), default=False, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    lines = LineQuerySet.as_manager()

    class Meta:
        """Abstract: each fact has its own table."""

        abstract = True

    def history(self) -> list[Self]:
        """Return every version of this fact, the oldest first, from whichever of them is asked."""
        first = self
        while first.replaces is not None:
            first = cast("Self", first.replaces)
        versions = [first]
        while (following := type(self)._base_manager.filter(replaces=versions[-1]).first()) is not None:
            versions.append(following)
        return versions


class AlreadyReplaced(Refused):
    """Somebody else corrected the line first. ``newer`` is what it says now."""

    def __init__(self, newer: Line) -> None:
        super().__init__(
            _(
                "Somebody corrected this entry while you were working on it. Nothing of yours was saved. "
                "Look at what it says now, and correct that if it is still wrong."
            )
        )
        self.newer = newer


#: What a correction does not carry over from the line it replaces.
_OWN = {"id", "known_from", "known_by", "replaces", "withdrawn", "reason"}


def correct_line(line: L, *, by: Any, reason: str, **changes: Any) -> L:
    """Append a line that replaces ``line``, the same but for ``changes``. The caller writes the ledger entry.

    Raises Refused without a reason, and AlreadyReplaced when the line is not the newest of its fact.
    """
    if not reason.strip():
        raise Refused(_("Say why this is corrected; the reason stays beside the correction."), field="reason")
    carried = {f.attname: getattr(line, f.attname) for f in line._meta.concrete_fields if f.name not in _OWN}
    following = type(line)(**carried, known_by=by, replaces=line, reason=reason.strip())
    for name, value in changes.items():
        setattr(following, name, value)
    following.full_clean(exclude=["replaces", "known_by"], validate_unique=False)
    return _appended(line, following)


def withdraw_line(line: L, *, by: Any, reason: str) -> L:
    """Append a line that takes ``line`` back, as if it had never been written. See ``correct_line``."""
    if not reason.strip():
        raise Refused(_("Say why this is taken back; the reason stays in the history."), field="reason")
    carried = {f.attname: getattr(line, f.attname) for f in line._meta.concrete_fields if f.name not in _OWN}
    return _appended(
        line, type(line)(**carried, known_by=by, replaces=line, withdrawn=True, reason=reason.strip())
    )


def _appended(line: L, following: L) -> L:
    try:
        with transaction.atomic():
            following.save(force_insert=True)
    except IntegrityError:
        newer = type(line)._base_manager.filter(replaces=line).first()
        if newer is None:
            raise
        raise AlreadyReplaced(line.history()[-1]) from None
    return following


def overlapping(start: str = "start", end: str = "end", *, low: Any, high: Any) -> Q:
    """Return the condition that a spell of days has a day in common with ``low`` to ``high``, both included."""
    begins = Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": high})
    ends = Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": low})
    return begins & ends


def on_day(day: Any, prefix: str = "") -> Q:
    """Return the condition that a spell (columns ``start`` and ``end``, behind a prefix) holds on a day."""
    return overlapping(f"{prefix}start", f"{prefix}end", low=day, high=day)
