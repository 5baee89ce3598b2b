"""Two entries are one person: joined without rewriting anything, and parted again in any order."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.actions.written import write_entry
from muster.roster.models import Agency, Merge, Person

MERGE = Permission.ROSTER_PERSON_MERGE


@transaction.atomic
def merge_people(
    *, kept: Person, merged: Person, by: User, reason: str, agency: Agency | None = None
) -> Merge:
    """Show two entries as one from now on. Nothing is rewritten; ``undo_merge`` parts them again.

    The caller owes the permission in every agency that appointed either of them (``access.agencies_not_asked``).
    Raises Refused without a reason, for one entry with itself, for one that is merged already, for two accounts, and
    where only one of them is protected.
    """
    take_turn()
    _refuse_without(reason, _("Say how you know that this is one person."))
    kept.refresh_from_db()
    merged.refresh_from_db()
    _refuse_unfit(kept, merged)
    merge = Merge.objects.create(kept=kept, merged=merged, reason=reason.strip())
    _settle([merged, *merged.others.all()])
    write_entry(MERGE, merge, by, agency, reason, kept=kept.pk, merged=merged.pk)
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, reason: str, agency: Agency | None = None) -> Merge:
    """Show two entries as two people again, with what was written under each of them. Raises Refused if undone."""
    take_turn()
    _refuse_without(reason, _("Say why these are two people after all."))
    merge.refresh_from_db()
    if merge.undone_at is not None:
        raise Refused(_("This merge was undone already."))
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    _settle(Person.objects.filter(pk__in=_below(merge.merged)))
    write_entry(MERGE, merge, by, agency, reason, parted=[merge.kept_id, merge.merged_id])
    return merge


def _refuse_without(reason: str, sentence: str | Promise) -> None:
    if not reason.strip():
        raise Refused(str(sentence), field="reason")


def _refuse_unfit(kept: Person, merged: Person) -> None:
    if kept.pk == merged.pk:
        raise Refused(_("These are one entry already."))
    if kept.same_as_id or merged.same_as_id:
        raise Refused(
            _("One of these was merged already. Undo that first, or merge with the one that is shown.")
        )
    if _has_account(kept) and _has_account(merged):
        raise Refused(_("Both entries have an account. Close one of the accounts first."))
    if kept.is_protected != merged.is_protected:
        raise Refused(_("One of them is protected and the other is not. Make both alike first."))


def _has_account(person: Person) -> bool:
    """Return whether somebody may sign in as this person, under whichever of their merged entries."""
    entries = [person, *person.others.select_related("account")]
    return any(entry.account is not None and entry.account.is_active for entry in entries)


def _below(person: Person) -> list[int]:
    """Return an entry and all that were merged into it, one after another."""
    found, last = [person.pk], [person.pk]
    while last:
        last = list(
            Merge.objects.filter(kept__in=last, undone_at__isnull=True).values_list("merged", flat=True)
        )
        found += last
    return found


def _settle(people: Iterable[Person]) -> None:
    """Point each entry at the one that is shown: the end of its merges in force."""
    for person in people:
        shown = person.pk
        while (into := Merge.objects.filter(merged=shown, undone_at__isnull=True).first()) is not None:
            shown = into.kept_id
        person.same_as_id = None if shown == person.pk else shown
        person.save(update_fields=["same_as"])
