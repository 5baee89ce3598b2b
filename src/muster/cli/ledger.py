"""``muster ledger``: does the chain hold, what does an entry say, and the checkpoints that prove it to others."""

# ruff: noqa: PLC0415 what touches the database is imported inside the commands, once Django is set up

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.markup import escape
from muster.cli.screen import Screen, hand_over
from muster.cli.site import data_folder, open_site, set_up
from muster.core.errors import BadUsage, ChecksFailed, Problem

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from muster.ledger.chain import Verdict
    from muster.ledger.checkpoints import Checkpoint
    from muster.ledger.comparing import RowsVerdict
    from muster.ledger.contents import Run
    from muster.ledger.models import Entry
    from muster.ledger.queries import Place

ledger_app = typer.Typer(
    help="Look into the ledger of a site: who did what, and was any of it changed?", no_args_is_help=True
)

_NOT_COMPARED = (
    "Not compared with a checkpoint. A ledger that was cut short at its end, or rewritten with new hashes, looks "
    "whole from inside; only a checkpoint kept elsewhere shows it (--checkpoint FILE --public-key KEY)."
)
_OWN_KEY = (
    "The signatures were checked with the key of this site. Who can change this ledger may have that key as well: "
    "for proof, give the key that was published (--public-key KEY)."
)

_MOST_RUNS = 5  # of keys that are shown of a table


@ledger_app.command("verify")
def verify_ledger(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Compare with this signed checkpoint; may be given several times."),
    ] = None,
    public_key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY", help="The key that the checkpoints were published with; else this site's."
        ),
    ] = None,
) -> None:
    """Walk the whole ledger and name every entry that was changed, is missing, was moved or added.

    Then compare every row of the tables that the ledger vouches for with the newest entry that knows it, and name those
    that were changed, are gone, or stand in no entry; and lesson plans that do not say what they said when they were
    approved. Leaves with 1 when something does not hold. Without a checkpoint it cannot
    see a ledger that was cut short at its end or rewritten as a whole with new hashes.

    \b
    Examples:
      muster ledger verify
      muster ledger verify --checkpoint 2026-06.json --public-key 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
    """
    if public_key and not checkpoint:
        raise BadUsage.because(
            "key-alone", "a public key checks checkpoints, and none is named.", "Add --checkpoint FILE."
        )
    connection = open_site()
    from muster.ledger.appended import vouched_tables

    verdict, rows, problems = _looked_at(connection, _promises(checkpoint or [], public_key))
    if problems:
        _print_first(verdict, rows)
        raise ChecksFailed(problems)
    console = Screen(soft_wrap=True, highlight=False, emoji=False)
    console.print(
        f"[green]Holds[/]: {verdict.entries:,} entries, the last with the hash {verdict.last_hash}."
    )
    console.print(
        f"Every row is as its entry wrote it: {rows.rows:,} rows in {len(vouched_tables())} tables."
    )
    if verdict.compared:
        console.print(f"Agrees with the signed checkpoint of entry {', '.join(map(str, verdict.compared))}.")
    console.print(_OWN_KEY if checkpoint and not public_key else "" if checkpoint else _NOT_COMPARED)


@ledger_app.command("checkpoint")
def make_checkpoint(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to this file, else print it.")
    ] = None,
) -> None:
    """Sign what the ledger is now, to be published where nobody of this site can change it.

    The whole ledger is verified first; one that does not hold is not signed (exit code 1). The signature is Ed25519,
    with the key in the file ledger-key of MUSTER_DATA, which is made at the first use.

    \b
    Examples:
      muster ledger checkpoint --output 2026-06.json
    """
    connection = open_site()
    from django.utils import timezone

    from muster.ledger.chain import verify
    from muster.ledger.checkpoints import sign_checkpoint, site_key
    from muster.ledger.stored import stored_entries

    verdict = verify(stored_entries(connection))
    if not verdict.holds:
        raise ChecksFailed.because(
            "not-signed", "the ledger does not hold, so it is not signed.", "See muster ledger verify."
        )
    if not verdict.entries:
        raise BadUsage.because(
            "nothing-to-sign", "the ledger is empty.", "Sign it once somebody did something."
        )
    signed = sign_checkpoint(site_key(data_folder()), verdict.last_number, verdict.last_hash, timezone.now())
    hand_over(signed.file_text().encode(), output)


@ledger_app.command("adopt")
def adopt(
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept in the ledger.")],
) -> None:
    """Take rows that no entry knows into the ledger as they are now.

    Once, after the step up to a version of Muster that looks after more rows: those that were written before stand in no
    entry. What happened to them until now nobody can say; look through what verify names first. What else does not hold
    is not mended by it: that is named again, and it leaves with 1.

    \b
    Examples:
      muster ledger adopt --reason "written before entries knew their rows"
    """
    if not reason.strip():
        raise BadUsage.because("no-reason", "there is no reason given.", "Say why: --reason TEXT.")
    connection = open_site()
    from muster.ledger.adopting import adopt_rows

    adopted = adopt_rows(reason=reason.strip())
    console = Screen(soft_wrap=True, highlight=False, emoji=False)
    for table, number in adopted.items():
        console.print(f"{number:>12,} rows of {table}")
    console.print("Taken in." if adopted else "Every row stands in an entry already. Nothing was written.")
    verdict, rows, problems = _looked_at(connection, {})
    if problems:
        _print_first(verdict, rows)
        raise ChecksFailed(problems)


@ledger_app.command("show")
def show_entry(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="The number of an entry.")],
) -> None:
    """Print one entry and its place in the chain.

    Leaves with 1 when it does not fit its hash or its neighbours.

    \b
    Examples:
      muster ledger show 1
    """
    open_site()
    from muster.ledger.models import Entry
    from muster.ledger.queries import place_of

    entry = Entry.objects.filter(number=number).first() if abs(number) < 2**63 else None
    if entry is None:
        raise BadUsage.because("no-entry", f"there is no entry {number}.", "They are numbered from 1.")
    place = place_of(entry)
    _print_place(place)
    if not place.holds:
        raise ChecksFailed.because(
            "does-not-hold", f"entry {number} does not hold.", "See muster ledger verify."
        )


@ledger_app.command("key")
def show_key() -> None:
    """Print the public key that checks this site's checkpoints, making the pair of keys if there is none yet.

    Publish it once, where it can be found without this server. The private half stays in the file ledger-key of
    MUSTER_DATA; keep it in the backup.

    \b
    Examples:
      muster ledger key
    """
    set_up()
    from muster.ledger.checkpoints import public_key_text, site_key

    typer.echo(public_key_text(site_key(data_folder())))


def _looked_at(
    connection: BaseDatabaseWrapper, promised: dict[int, str]
) -> tuple[Verdict, RowsVerdict, list[Problem]]:
    """Look at the chain, the rows, the lesson plans, the triggers and the file, and return all that does not hold."""
    from muster.curriculum.proving import plan_faults
    from muster.ledger.appended import appended_tables
    from muster.ledger.chain import verify
    from muster.ledger.comparing import Comparison
    from muster.ledger.guards import TABLE, database_problems
    from muster.ledger.stored import stored_entries

    comparison = Comparison(connection)
    verdict = verify(comparison.along(stored_entries(connection)), promised)
    rows = comparison.verdict()
    problems = [Problem(fault.kind.value, fault.sentence) for fault in verdict.faults]
    problems += [Problem(fault.kind.value, fault.sentence) for fault in rows.faults]
    problems += [Problem("plan changed", sentence) for sentence in plan_faults()]
    unguarded = database_problems(connection, [TABLE, *appended_tables()])
    return verdict, rows, problems + [Problem("unguarded", sentence) for sentence in unguarded]


def _promises(files: list[Path], public_key: str | None) -> dict[int, str]:
    """Return the hashes that checkpoints promise. Raises ChecksFailed for one that was not signed with the key."""
    from muster.ledger.checkpoints import (
        check_public_key,
        check_signature,
        public_key_text,
        read_checkpoint,
        site_key,
    )

    if not files:
        return {}
    key = check_public_key(public_key) if public_key else public_key_text(site_key(data_folder()))
    promised: dict[int, Checkpoint] = {}
    for file in files:
        found = read_checkpoint(file)
        check_signature(found, key, str(file))
        other = promised.setdefault(found.number, found)
        if other.hash != found.hash:
            raise ChecksFailed.because(
                "two-histories",
                f"two checkpoints of entry {found.number} name different hashes: two histories were signed.",
                "One ledger was shown to some people and another to others, or one was put back from a backup.",
            )
    return {number: found.hash for number, found in promised.items()}


def _print_first(verdict: Verdict, rows: RowsVerdict) -> None:
    console = Screen(soft_wrap=True, highlight=False, emoji=False)
    total = len(verdict.faults) + verdict.more_faults
    if verdict.faults:
        console.print(
            f"[bold red]Does not hold[/]: {total:,} places in {verdict.entries:,} entries, "
            f"the first at entry {verdict.faults[0].number}."
        )
    if rows.faults:
        total = len(rows.faults) + rows.more_faults
        console.print(
            f"[bold red]Does not hold[/]: {total:,} places in the {rows.rows:,} rows that were compared."
        )


def _rows_added(entry: Entry) -> str:
    """Return which rows an entry says it added, in few words: ``roster_fact 7, records_record 1 to 500``."""
    from muster.ledger.vouching import rows_in

    try:
        return ", ".join(f"{table} {_keys(runs)}" for table, runs in rows_in(entry.lines).items())
    except ValueError:
        return "cannot be read"


def _keys(runs: list[Run]) -> str:
    said = [str(first) if first == last else f"{first} to {last}" for first, last in runs[:_MOST_RUNS]]
    return " and ".join([*said, f"{len(runs) - _MOST_RUNS:,} more"] if len(runs) > _MOST_RUNS else said)


def _print_place(place: Place) -> None:
    console = Screen(soft_wrap=True, highlight=False, emoji=False)
    rows = dict(place.entry.content()) | {"lines": _rows_added(place.entry), "hash": place.entry.hash}
    for name, value in rows.items():
        console.print(f"{name:<13} {escape(str('' if value is None else value))}")
    links = {
        "its content gives its hash": place.fits,
        "it remembers the hash of the entry before": place.follows,
        "the entry after remembers its hash": place.followed,
    }
    for says, holds in links.items():
        mark = "[dim]last[/]" if holds is None else "[green]yes[/]" if holds else "[bold red]NO[/]"
        console.print(f"{mark}  {says}")
