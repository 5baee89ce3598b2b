"""The first account of a new site."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.places import Agency
from muster.accounts.roles import Role
from muster.ledger.actions import take_turn, write_down
from muster.ledger.refusals import Refused


def is_founded() -> bool:
    """Return whether there is an account already."""
    return User.objects.exists()


@transaction.atomic
def make_founder(*, email: str, name: str, password: str) -> User:
    """Make the first account, and the only one that nobody gave. Raises Refused where there is an account already."""
    take_turn()  # two people on the page at once: the second one finds an account
    if is_founded():
        raise Refused(_("This site has its first account already. Sign in instead."))
    user = User.objects.create_user(email, password, name=name)
    write_down(verb=Permission.ACCOUNTS_GRANT_GIVE, subject=user, actor=user, reason="the first account")
    return user


@transaction.atomic
def empower_founder(*, user: User, agency: Agency) -> list[Grant]:
    """Give the founder the roles that bring a department to its first standing. They give them on later."""
    today = timezone.localdate()
    grants = [
        Grant.objects.create(user=user, role=role, agency=where, start=today)
        for role, where in ((Role.ADMINISTRATOR, None), (Role.DIRECTOR, agency))
    ]
    write_down(
        verb=Permission.ACCOUNTS_GRANT_GIVE,
        subject=user,
        actor=user,
        agency=agency,
        reason="the first account",
        details={"roles": [grant.role for grant in grants]},
    )
    return grants
