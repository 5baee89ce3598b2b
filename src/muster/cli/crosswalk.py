"""``muster crosswalk``: course titles become topics, and a person confirms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from muster.core.crosswalk import (
    CourseChanges,
    Crosswalk,
    CrosswalkStatus,
    Group,
    crosswalk_status,
    extend_crosswalk,
    judge,
    known_courses,
    load_crosswalk,
    load_vocabulary,
    only_topics,
    plan_courses,
    read_titles,
    save_crosswalk,
    shipped_vocabulary,
    write_courses,
)
from muster.core.errors import BadUsage, ChecksFailed

crosswalk_app = typer.Typer(
    help="Join course titles to topics: propose, confirm, apply.", no_args_is_help=True
)

_File = Annotated[Path, typer.Argument(help="The crosswalk file (YAML).")]
_Source = Annotated[Path, typer.Argument(help="A folder of facts, or a list of titles (CSV, or one a line).")]
_Output = Annotated[Path, typer.Option("-o", "--output", help="The crosswalk file to write or add to.")]
_Vocabulary = Annotated[Path | None, typer.Option(help="Your own phrases by topic instead of those shipped.")]
_OnlyTopic = Annotated[list[str] | None, typer.Option(help="Propose this topic only; may be repeated.")]
_AllTitles = Annotated[
    bool, typer.Option("--all", help="Also titles that speak for no topic, or whose topics are known.")
]
_CountedIn = Annotated[Path | None, typer.Argument(help="The folder, or list of titles, to count in.")]
_Strict = Annotated[bool, typer.Option("--strict", help="Leave with 1 while proposals are unconfirmed.")]
_UNSEEN_SHOWN = 15
_CHANGES_SHOWN = 12


@crosswalk_app.command("suggest")
def suggest(
    source: _Source,
    output: _Output = Path("crosswalk.yaml"),
    vocabulary: _Vocabulary = None,
    topic: _OnlyTopic = None,
    all_titles: _AllTitles = False,
) -> None:
    """Propose groups of titles and their topics, each with the words that speak for it.

    Matches whole words, known variants and slips of the pen in long words; never a part of a word: CIT does
    not catch RESUSCITATION. What a person confirmed or refused in the file stays as it is. Courses whose
    topics the folder's courses.csv knows are left out.

    Example: muster crosswalk suggest town -o town/crosswalk.yaml
    """
    words = only_topics(load_vocabulary(vocabulary) if vocabulary else shipped_vocabulary(), topic or [])
    titles = read_titles(source)
    before = load_crosswalk(output) if output.exists() else Crosswalk()
    known = frozenset() if all_titles else known_courses(source)
    asked = titles.filter(~pl.col("course").is_in(list(known)))
    names = asked.select(pl.coalesce("title", "course"))["title"].to_list()
    found = extend_crosswalk(before, names, words, all_titles=all_titles)
    save_crosswalk(found, output)
    judged = len(found.settled())
    typer.echo(
        f"{len(set(names)):,} titles: {len(found.groups) - judged} groups proposed, {judged} judged before "
        f"and kept. Written to {output}."
    )
    left_out = titles.height - asked.height
    if left_out:
        typer.echo(
            f"Left out: {left_out:,} courses whose topics courses.csv knows (--all proposes for them)."
        )
    typer.echo(f"Next: read it, then muster crosswalk confirm {output} --help")


@crosswalk_app.command("status")
def status(
    file: _File,
    source: _CountedIn = None,
    strict: _Strict = False,
) -> None:
    """Say how many titles and records are confirmed, suggested, refused, known or unseen.

    Known are those whose topics the folder's courses.csv has from elsewhere.

    Example: muster crosswalk status town/crosswalk.yaml town
    """
    crosswalk = load_crosswalk(file)
    found = (
        crosswalk_status(crosswalk, read_titles(source), known_courses(source))
        if source
        else crosswalk_status(crosswalk)
    )
    console = Console(soft_wrap=True, highlight=False)
    _print_status(found, console, records=source is not None)
    _print_groups([(n, g) for n, g in enumerate(crosswalk.groups, 1) if g.status == "suggested"], console)
    open_groups = sum(group.status == "suggested" for group in crosswalk.groups)
    if strict and open_groups:
        raise ChecksFailed.because(
            "crosswalk-open",
            f"{open_groups} groups are not confirmed.",
            "See muster crosswalk confirm --help.",
        )


@crosswalk_app.command("confirm")
def confirm(
    file: _File,
    by: Annotated[str, typer.Option(help="Who judges.")],
    group: Annotated[
        list[int] | None, typer.Option(help="The number of a group, as status prints it.")
    ] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Every suggested group with this topic.")] = None,
    topics: Annotated[
        str | None,
        typer.Option(help="Give these topics instead, with commas; none: the titles have no topic."),
    ] = None,
    refuse: Annotated[
        bool, typer.Option("--refuse", help="Refuse the proposal instead of confirming it.")
    ] = False,
    why: Annotated[str | None, typer.Option(help="The reason, in a sentence.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; without it, today.")
    ] = None,
) -> None:
    """Confirm or refuse proposals, by number or by topic.

    Example: muster crosswalk confirm town/crosswalk.yaml --group 3 --group 7 --by "Sgt. Training"
    """
    crosswalk = load_crosswalk(file)
    numbers = _numbers(crosswalk, group or [], topic or [])
    chosen: Literal["confirmed", "refused"] = "refused" if refuse else "confirmed"
    given = (
        None if topics is None else [t.strip() for t in topics.split(",") if t.strip() not in ("", "none")]
    )
    day = (on or datetime.now().astimezone()).date()
    judged = judge(crosswalk, numbers, status=chosen, by=by, on=day, topics=given, why=why)
    save_crosswalk(judged, file)
    typer.echo(f"{chosen.capitalize()} {len(numbers)} groups in {file}.")


@crosswalk_app.command("apply")
def apply(
    file: _File,
    folder: Annotated[Path, typer.Argument(help="The folder of facts whose courses.csv gets the topics.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put confirmed topics in place of those known, and drop refused."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change and write nothing.")
    ] = False,
) -> None:
    """Add the confirmed topics to a folder's courses.csv, which checks read.

    Topics that stand there stay, unless --replace. Titles that are only suggested, or not in the
    crosswalk, give none: not known, which is not the same as having no topic.

    Example: muster crosswalk apply town/crosswalk.yaml town --dry-run
    """
    work = plan_courses if dry_run else write_courses
    changes = work(folder, load_crosswalk(file), read_titles(folder), replace=replace)
    _print_changes(changes, "Would write" if dry_run else "Wrote", folder / "courses.csv")


def _print_changes(changes: CourseChanges, done: str, file: Path) -> None:
    before, after = changes.known
    changed = changes.changed
    typer.echo(
        f"{done} {file}: {changes.after.height:,} courses; the topics of {after:,} are known "
        f"({before:,} before); {changed.height:,} change."
    )
    for course, title, old, new in changed.head(_CHANGES_SHOWN).rows():
        named = course if title in (None, course) else f"{course} {title}"
        typer.echo(f"  {named}: {old or 'not known'} -> {new or 'not known'}")
    if changed.height > _CHANGES_SHOWN:
        typer.echo(f"  and {changed.height - _CHANGES_SHOWN:,} more")


def _numbers(crosswalk: Crosswalk, numbers: list[int], topics: list[str]) -> set[int]:
    wrong = [number for number in numbers if not 1 <= number <= len(crosswalk.groups)]
    if wrong:
        raise BadUsage.because(
            "crosswalk-no-group",
            f"there is no group {wrong[0]}.",
            f"Groups are numbered 1 to {len(crosswalk.groups)}.",
        )
    by_topic = {number for topic in topics for number in _suggested_with(crosswalk, topic)}
    if not numbers and not by_topic:
        raise BadUsage.because(
            "crosswalk-no-group", "no group was named.", "Say --group NUMBER or --topic CODE."
        )
    return set(numbers) | by_topic


def _suggested_with(crosswalk: Crosswalk, topic: str) -> set[int]:
    """Find the suggested groups with a topic. Raises BadUsage where there is none: a slip confirms nothing."""
    waiting = [(n, group) for n, group in enumerate(crosswalk.groups, 1) if group.status == "suggested"]
    found = {number for number, group in waiting if topic in group.topics}
    if not found:
        there = sorted({code for _, group in waiting for code in group.topics})
        raise BadUsage.because(
            "crosswalk-no-group",
            f"no suggested group has the topic {topic}; topics are: {', '.join(there) or 'none'}.",
            "Say --group NUMBER or --topic CODE.",
        )
    return found


def _print_status(found: CrosswalkStatus, console: Console, *, records: bool) -> None:
    table = Table(
        "status", "titles", "share", *(("records", "share") if records else ()), box=None, pad_edge=False
    )
    for line in found.table.rows(named=True):
        more = (f"{line['records']:,}", f"{line['records_share']} %") if records else ()
        table.add_row(line["status"], f"{line['titles']:,}", f"{line['titles_share']} %", *more)
    console.print(table)
    if found.unseen.height:
        console.print(f"Unseen, most records first ({found.unseen.height:,} titles):")
        for title, count in found.unseen.head(_UNSEEN_SHOWN).rows():
            console.print(f"  {count:>7,}  {escape(title)}")


def _print_groups(groups: list[tuple[int, Group]], console: Console) -> None:
    if groups:
        console.print("Suggested, waiting for a person:")
    for number, group in groups:
        console.print(f"  {number:>4}  {', '.join(group.topics) or 'no topic'}: {escape(group.why or '')}")
        for name in group.names:
            console.print(f"        {escape(name)}")
