"""``muster account``: what somebody at the server does when nobody can sign in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.cast import Cast
from typer.testing import CliRunner, Result

from muster.accounts.access import grants_of
from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.cli.app import app
from muster.ledger.models import Entry

pytestmark = pytest.mark.django_db

PASSWORD = "nine small boats at dusk"  # noqa: S105 - of nobody who exists
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run a command with these words."""

    def words(*given: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, ["account", *given], input=typed)

    return words


def test_first_administrator_is_made_at_the_server(cast: Cast, run: Run) -> None:
    done = run("add", "Kim@Example.org", "--role", "administrator", "--name", "Kim")
    kim = User.objects.get(email="kim@example.org")
    assert (done.exit_code, kim.name) == (0, "Kim")
    assert [(grant.role, grant.agency) for grant in grants_of(kim)] == [(Role.ADMINISTRATOR, None)]
    assert "muster account password" in done.output
    assert Entry.objects.get().actor is None


def test_one_more_role_is_given_in_an_agency(cast: Cast, run: Run) -> None:
    run("add", "ada@example.org", "--role", "author", "--agency", "or0990100", "--end", "2999-12-31")
    grant = grants_of(cast.user["ada"]).get(role=Role.AUTHOR)
    assert (grant.agency, str(grant.end)) == (cast.millbrook, "2999-12-31")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ada@example.org", "--role", "emperor"], "no role emperor"),
        (["ada@example.org", "--role", "author", "--agency", "XX"], "no agency with the ORI XX"),
        (["ada@example.org", "--role", "board"], "end of the term"),
        (["no address", "--role", "author"], "valid email"),
    ],
)
def test_what_cannot_be_done_is_said_and_not_half_done(
    words: list[str], sentence: str, cast: Cast, run: Run
) -> None:
    accounts = User.objects.count()
    failed = run("add", *words)
    assert failed.exit_code == 2
    assert sentence in failed.stderr
    assert (User.objects.count(), Entry.objects.count()) == (accounts, 0)


def test_password_is_set_and_not_shown(cast: Cast, run: Run) -> None:
    done = run("password", "ada@example.org", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert User.objects.get(pk=cast.user["ada"].pk).check_password(PASSWORD)
    assert PASSWORD not in done.output


def test_weak_password_is_refused(cast: Cast, run: Run) -> None:
    failed = run("password", "ada@example.org", typed="short\nshort\n")
    assert failed.exit_code == 2
    assert "too short" in failed.stderr


def test_account_of_nobody_is_said(cast: Cast, run: Run) -> None:
    failed = run("password", "nobody@example.org")
    assert failed.exit_code == 2
    assert "nobody has an account with the address nobody@example.org" in failed.stderr


def test_account_is_closed_with_its_reason(cast: Cast, run: Run) -> None:
    run("close", "ada@example.org", "--reason", "left")
    assert not User.objects.get(pk=cast.user["ada"].pk).is_active
    assert Entry.objects.get().reason == "left"


def test_last_administrator_is_not_closed_at_the_server_either(cast: Cast, run: Run) -> None:
    failed = run("close", "admin@example.org", "--reason", "x")
    assert failed.exit_code == 2
    assert "last administrator" in failed.stderr
