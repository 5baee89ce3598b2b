"""``muster serve`` and ``muster demo``: the pages on this machine, empty or with a made-up department."""

# ruff: noqa: PLC0415 what touches the database is imported inside the commands, once Django is set up

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path
from typing import Annotated

import typer

from muster.cli.screen import Screen
from muster.cli.site import database_answering, set_up
from muster.core.errors import BadUsage, MissingPart, Where

FIVE_SUBJECTS = tuple(
    f"model/{subject}"
    for subject in (
        "procedural-justice",
        "bias-free",
        "crisis-response",
        "de-escalation",
        "cultural-competency",
    )
)
DEMO_DATA = ".muster/demo"
DEMO_MARK = "demo"  # a file that says that nothing in its folder is real
ON_PORT = Annotated[int, typer.Option(min=1, max=65535, help="The door on this machine.")]


def serve(
    port: ON_PORT = 8000,
    host: Annotated[
        str, typer.Option(help="The address to listen on; another one than this machine's own needs a proxy.")
    ] = "127.0.0.1",
) -> None:
    """Bring the database up to date and serve the pages until Ctrl-C.

    The first account is made with `muster account add`, or on the first-run page, whose address is printed when
    there is no account yet. Settings are environment variables: docs/operators/settings.md.

    \b
    Examples:
      muster serve
      MUSTER_DATABASE=postgresql://muster@localhost/muster muster serve --port 8080
    """
    prepare()
    _say_first_run(port)
    _start(host, port)


def demo(
    port: ON_PORT = 8000,
    officers: Annotated[int, typer.Option(min=50, max=5000, help="How many officers.")] = 500,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the pages when the department is there.")
    ] = True,
) -> None:
    """Make a department that does not exist, with an account for each role, and serve its pages.

    It lies in a data folder of its own, .muster/demo, and is made once; a second run only serves it.
    Delete the folder to begin anew.

    \b
    Examples:
      muster demo
      muster demo --port 8001
    """
    if os.environ.get("MUSTER_DATABASE"):
        raise BadUsage.because(
            "demo-elsewhere",
            "MUSTER_DATABASE names a database, and the demo wants one of its own.",
            "Run it without MUSTER_DATABASE.",
        )
    _mark_demo(Path(os.environ.setdefault("MUSTER_DATA", DEMO_DATA)))
    prepare()
    console = Screen(soft_wrap=True, highlight=False, emoji=False)
    _make_once(officers, console)
    _say_standing(console)
    _say_accounts(console, port)
    if serving:
        _start("127.0.0.1", port)


def _mark_demo(folder: Path) -> None:
    """Make the folder one of a demo. Raises BadUsage for one with a site in it: no made-up people among real ones."""
    mark = folder / DEMO_MARK
    is_ours = mark.exists() or folder == Path(DEMO_DATA)
    if not is_ours and folder.is_dir() and any(folder.iterdir()):
        raise BadUsage.because(
            "demo-elsewhere",
            "the folder that MUSTER_DATA names holds something that is no demo.",
            "Run it without MUSTER_DATA, or with a folder that is not there yet.",
            Where(str(folder)),
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text("This folder holds a department that does not exist. Delete it to begin anew.\n")


def prepare() -> None:
    """Bring the database and the styles of the pages up to date. Raises MissingPart where the styles were not built.

    What the site writes from here on is its owner's alone to read, also in a folder that is open to others.
    """
    os.umask(0o077)
    set_up()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if not (Path(settings.STATICFILES_DIRS[0]) / "built" / "muster.css").is_file():
        raise MissingPart.because(
            "no-styles",
            "the styles of the pages have not been built.",
            "In a checkout: make assets. A released package has them inside.",
        )
    with database_answering():
        call_command("migrate", interactive=False, verbosity=0)
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).chmod(0o600)
        call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _make_once(officers: int, console: Screen) -> None:
    from muster.demo import make_demo
    from muster.roster.models import Agency

    if Agency.objects.exists():
        return
    from django.utils import timezone

    with console.status("Making a department that does not exist …") as status:
        made = make_demo(
            officers=officers,
            records=officers * 200,
            today=timezone.localdate(),
            say=lambda part: status.update(f"Making a department that does not exist: {part} …"),
        )
    console.print(
        f"Made: {made.officers:,} officers, {made.records:,} training records, {made.sessions:,} sessions, "
        f"{made.requests:,} requests for outside training."
    )


def _say_standing(console: Screen) -> None:
    """Print who is short of the five subjects, and why one of them is."""
    import polars as pl
    from django.utils import timezone

    from muster.cli.check_text import print_check
    from muster.core.report import Report
    from muster.core.rules.explain_text import explanation_lines
    from muster.demo.people import AGENCIES
    from muster.roster.models import Agency, Person
    from muster.standards.rulebook import whole_rulebook
    from muster.standards.standing import explained, standing_of

    rules = whole_rulebook().only(FIVE_SUBJECTS)
    judged = standing_of(Agency.objects.get(name=AGENCIES[0]), timezone.localdate(), rules=rules)
    units = pl.DataFrame(schema={"officer_id": pl.String, "unit": pl.String})
    print_check(console, Report(judged.standing, rules, judged.as_of, units), 3)
    late = judged.standing.filter(pl.col("verdict").cast(pl.String) == "overdue").head(1)
    for officer, requirement in late.select("officer_id", "requirement").iter_rows():
        console.print()
        for one in explained(judged, Person.objects.get(pk=officer), str(requirement))[:1]:
            console.print("\n".join(explanation_lines(one)), markup=False)
    console.print()


def _say_accounts(console: Screen, port: int) -> None:
    from muster.accounts.models import Grant
    from muster.demo.accounts import PASSWORD

    console.print(f"An account for each role; the password of all is  {PASSWORD}")
    for grant in Grant.objects.filter(user__email__endswith="@riverbend.example").select_related("user"):
        if grant.user.email.startswith(f"{grant.role}@"):
            console.print(f"  {grant.user.email:<42} {grant.get_role_display()}")
    console.print(f"Begin as coordinator@riverbend.example on http://localhost:{port}")


def _say_first_run(port: int) -> None:
    from muster.accounts.models import User

    if not User.objects.exists():
        typer.echo(f"There is no account yet. Begin here: http://localhost:{port}{_first_run_address()}")


def _first_run_address() -> str:
    from muster.web.first_run import first_run_path

    return first_run_path()


def _start(host: str, port: int) -> None:
    """Serve until Ctrl-C. One process: SQLite has one writer at a time, and threads are enough for a department.

    That process is started anew and not forked: `muster demo` has judged by then, and a forked copy of Polars waits
    for threads that stayed in the parent, so that every page with a verdict would hang.
    """
    from granian.constants import Interfaces
    from granian.server import Server

    multiprocessing.set_start_method("spawn", force=True)
    typer.echo(f"Muster serves http://localhost:{port} until you press Ctrl-C.")
    Server(
        "muster.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()
