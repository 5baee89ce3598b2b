"""What is read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q, QuerySet

from muster.ledger.canonical import NOTHING_BEFORE, hash_of
from muster.ledger.models import Entry, kind_of


@dataclass(frozen=True)
class Place:
    """An entry between its neighbours. ``followed`` is None for the last entry: nothing holds on to it yet."""

    entry: Entry
    before: Entry | None
    after: Entry | None
    fits: bool  # its content gives its hash
    follows: bool  # it remembers the hash of the one before
    followed: bool | None  # the one after remembers its hash

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong here. It says nothing of the rest of the chain; ``muster ledger verify`` does."""
        return self.fits and self.follows and self.followed is not False


def entries_about(subject: models.Model) -> QuerySet[Entry]:
    """Return what was ever done to a thing, oldest first."""
    return Entry.objects.filter(subject_kind=kind_of(subject), subject_id=str(subject.pk))


def entries_by(user: AbstractBaseUser) -> QuerySet[Entry]:
    """Return what a person did, and what others did on their behalf, oldest first."""
    return Entry.objects.filter(Q(actor=user.pk) | Q(on_behalf_of=user.pk))


def place_of(entry: Entry) -> Place:
    """Return an entry with its neighbours and whether the links between them hold. One query; two at the end of the chain."""
    near = Entry.objects.in_bulk([entry.number - 1, entry.number + 1])
    before, after = near.get(entry.number - 1), near.get(entry.number + 1)
    expected = before.hash if before else NOTHING_BEFORE
    is_last = after is None and not Entry.objects.filter(number__gt=entry.number).exists()
    return Place(
        entry=entry,
        before=before,
        after=after,
        fits=hash_of(entry.content()) == entry.hash,
        follows=entry.previous == expected and (before is not None or entry.number == 1),
        followed=None if is_last else after is not None and after.previous == entry.hash,
    )
