"""``muster account``: open and close accounts and set passwords at the server itself, for when nobody can sign in."""

# ruff: noqa: PLC0415 what touches the database is imported inside the commands, once Django is set up

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from muster.cli.site import open_site
from muster.core.errors import BadUsage, visible

if TYPE_CHECKING:
    from muster.accounts.models import User
    from muster.roster.models import Agency

account_app = typer.Typer(
    help="Open and close accounts and set passwords, at the server itself.", no_args_is_help=True
)

_Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The e-mail address of the account.")]
_Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept in the ledger.")]


@account_app.command("add")
def add_account(
    email: _Email,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="Such as administrator, or coordinator.")
    ],
    agency: Annotated[
        str | None,
        typer.Option("--agency", metavar="ORI", help="Where; without it, everywhere on this server."),
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="The name of a new account.")] = "",
    end: Annotated[
        datetime | None,
        typer.Option(
            "--end", metavar="DAY", formats=["%Y-%m-%d"], help="The last day of the role, as 2026-12-31."
        ),
    ] = None,
) -> None:
    """Open an account with a role, or give one more role to an account that is there.

    Nobody can sign in to a new account before it has a password: set one with `muster account password EMAIL`, or
    make a link for it on the page of the account.

    \b
    Examples:
      muster account add kim@example.gov --role administrator --name "Kim Doe"
      muster account add lee@example.gov --role coordinator --agency OR0990100
    """
    open_site()
    from muster.accounts.actions import give_role, open_account
    from muster.accounts.queries import account_of

    given = {
        "role": _role(role),
        "agency": agency_named(agency) if agency is not None else None,
        "end": end.date() if end else None,
        "by": None,
    }
    known = account_of(email)
    if known is None:
        _obeyed(open_account, email=email, name=name, **given)
        typer.echo(f"The account {visible(email)} is open. Now: muster account password {visible(email)}")
    else:
        _obeyed(give_role, account=known, **given)
        typer.echo(f"{visible(email)} holds one role more.")


@account_app.command("password")
def set_account_password(email: _Email) -> None:
    """Set the password of an account, which signs it out everywhere. It is asked for twice and not shown.

    \b
    Examples:
      muster account password kim@example.gov
    """
    open_site()
    from muster.accounts.actions import set_password

    account = _account(email)
    password = typer.prompt("New password", hide_input=True, confirmation_prompt=True)
    _obeyed(set_password, account=account, password=password, by=None)
    typer.echo("The password is set.")


@account_app.command("close")
def close_an_account(email: _Email, reason: _Reason) -> None:
    """Close an account: it is signed out at once, and its roles give nothing any more.

    \b
    Examples:
      muster account close kim@example.gov --reason "left the department"
    """
    open_site()
    from muster.accounts.actions import close_account

    _obeyed(close_account, account=_account(email), by=None, reason=reason)
    typer.echo(f"The account {visible(email)} is closed.")


def _account(email: str) -> User:
    from muster.accounts.queries import account_of

    found = account_of(email)
    if found is None:
        raise BadUsage.because(
            "no-account", f"nobody has an account with the address {visible(email)}.", "Is it spelled right?"
        )
    return found


def _role(text: str) -> str:
    from muster.accounts.roles import Role

    if text not in Role.values:
        raise BadUsage.because(
            "no-role", f"there is no role {visible(text)}.", f"The roles: {', '.join(sorted(Role.values))}."
        )
    return text


def agency_named(ori: str) -> Agency:
    """Return the agency with an ORI. Raises BadUsage, with those that there are, where there is none."""
    from muster.roster.models import Agency

    found = Agency.objects.filter(ori=ori.strip().upper()).first()
    if found is None:
        known = ", ".join(Agency.objects.order_by("ori").values_list("ori", flat=True)[:10]) or "none yet"
        raise BadUsage.because(
            "no-agency", f"there is no agency with the ORI {visible(ori)}.", f"There are: {known}."
        )
    return found


def _obeyed(action: Callable[..., Any], **given: Any) -> None:
    """Do it, or say why the rules of the house do not allow it."""
    from muster.ledger.refusals import Refused

    try:
        action(**given)
    except Refused as refused:
        raise BadUsage.because("refused", str(refused)) from refused
