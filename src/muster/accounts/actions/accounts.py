"""Accounts: opened, invited, closed, reopened, changed by their owner."""

from __future__ import annotations

from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import holds, may_manage
from muster.accounts.actions.rules import check, keep_an_administrator, new_grant, told
from muster.accounts.models import User
from muster.accounts.places import Agency, Unit
from muster.accounts.roles import Role
from muster.ledger.actions import take_turn, write_down
from muster.ledger.refusals import Refused


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    role: str,
    agency: Agency | None = None,
    unit: Unit | None = None,
    start: date | None = None,
    end: date | None = None,
    by: User | None,
) -> User:
    """Make an account with its first role and return it. Nobody can sign in to it before ``invite`` or a password.

    Refused when the address has an account, or ``by`` may not give roles there. One entry in the ledger.
    """
    take_turn()
    account = User(email=email.strip().lower(), name=name.strip())
    account.set_unusable_password()
    check(account)
    account.save()
    grant = new_grant(account, role, agency, unit, start, end, by)
    write_down(
        verb="accounts:user:open",
        subject=account,
        actor=by,
        agency=agency,
        details={"grant": grant.pk, **told(grant)},
    )
    return account


@transaction.atomic
def close_account(*, account: User, by: User | None, reason: str) -> User:
    """Close an account: its sessions end at once, its roles and what it lent give nothing any more.

    The password is taken away, so that an old session does not live again when the account is reopened. Refused for
    one's own account, for the last administrator, and where ``by`` may not end all of its roles.
    """
    take_turn()
    account = User.objects.get(pk=account.pk)
    _require_management(by, account)
    if not account.is_active:
        raise Refused(_("This account is closed already."))
    held = account.grants.filter(holds(timezone.localdate()))
    for grant in held.filter(role=Role.ADMINISTRATOR):
        keep_an_administrator(grant)
    account.is_active = False
    account.set_unusable_password()
    account.save()
    write_down(
        verb="accounts:user:close", subject=account, actor=by, agency=_agency_of(account), reason=reason
    )
    return account


@transaction.atomic
def reopen_account(*, account: User, by: User | None, reason: str) -> User:
    """Open a closed account again; its roles hold again where their days are not over. It needs a new password."""
    take_turn()
    account = User.objects.get(pk=account.pk)
    _require_management(by, account)
    if account.is_active:
        raise Refused(_("This account is open already."))
    account.is_active = True
    account.save()
    write_down(
        verb="accounts:user:reopen", subject=account, actor=by, agency=_agency_of(account), reason=reason
    )
    return account


@transaction.atomic
def invite(*, account: User, by: User | None) -> tuple[str, str]:
    """Return the two parts of a link with which an account's owner sets a password, once and within three days.

    Whoever holds the link becomes the owner, so it is told to nobody else and is not kept: not in the ledger either.
    """
    _require_management(by, account)
    if not account.is_active:
        raise Refused(_("This account is closed. Reopen it first."))
    write_down(verb="accounts:user:invite", subject=account, actor=by, agency=_agency_of(account))
    return user_pk_to_url_str(account), default_token_generator.make_token(account)


@transaction.atomic
def set_password(*, account: User, password: str, by: User | None) -> User:
    """Set a password, which ends all sessions of the account. Refused for one that breaks the password rules."""
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), "password") from weak
    account.set_password(password)
    account.save()
    write_down(verb="accounts:user:password", subject=account, actor=by, agency=_agency_of(account))
    return account


@transaction.atomic
def remove_factors(*, account: User, by: User | None, reason: str) -> User:
    """Take away all passkeys, apps and recovery codes of an account whose owner has lost them.

    The caller owes that it is the owner who asks. Sessions end and the password goes too, in case somebody else has
    what was lost; ``invite`` gives a new one.
    """
    _require_management(by, account)
    factors = Authenticator.objects.filter(user=account)
    kinds = sorted(str(kind) for kind in factors.values_list("type", flat=True))
    if not kinds:
        raise Refused(_("This account signs in with its password alone: there is nothing to take away."))
    factors.delete()
    account.set_unusable_password()
    account.save()
    write_down(
        verb="accounts:factor:remove",
        subject=account,
        actor=by,
        agency=_agency_of(account),
        reason=reason,
        details={"kinds": kinds},
    )
    return account


@transaction.atomic
def change_profile(*, account: User, name: str, language: str, theme: str) -> User:
    """Change one's own name, language and appearance."""
    before = {"name": account.name, "language": account.language, "theme": account.theme}
    account.name, account.language, account.theme = name.strip(), language, theme
    check(account)
    account.save()
    write_down(
        verb="accounts:user:change",
        subject=account,
        actor=account,
        agency=_agency_of(account),
        details={"before": before},
    )
    return account


def _require_management(by: User | None, account: User) -> None:
    if by is not None and not may_manage(by, account):
        raise Refused(
            _(
                "You may not change this account: it is your own, or it holds roles where you do not give them."
            )
        )


def _agency_of(account: User) -> Agency | None:
    """Return the agency to which an account belongs, for the ledger: that of its one place, else none."""
    places = {grant.agency for grant in account.grants.select_related("agency") if grant.agency}
    return places.pop() if len(places) == 1 else None
