"""Whose account is whose: the account behind a person, through which an officer sees what is their own."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.ledger.refusals import Refused
from muster.roster.actions.written import write_entry
from muster.roster.models import Agency, Person

GIVE = Permission.ACCOUNTS_GRANT_GIVE


@transaction.atomic
def join_account(
    *, person: Person, account: User | None, by: User, agency: Agency | None, reason: str
) -> Person:
    """Say that an account is this person's; None: that none is. The person is the one shown, not a merged entry.

    Raises Refused without a reason, for one's own account, and for one that is another person's.
    """
    if not reason.strip():
        raise Refused(_("Say how you know that this account is theirs, or why it is not."), field="reason")
    take_turn()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if account is not None and account.pk == by.pk:
        raise Refused(_("Somebody else says which person you are."), field="account")
    if account is not None and Person.objects.filter(account=account).exclude(pk=person.pk).exists():
        raise Refused(_("This account is another person's. Take it from them first."), field="account")
    before = person.account_id
    person.account = account
    person.save(update_fields=["account"])
    write_entry(
        GIVE, person, by, agency, reason.strip(), account=account.pk if account else None, before=before
    )
    return person
