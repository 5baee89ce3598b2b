"""The report as one HTML file: no network, no script, readable on a phone, in English or Spanish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from lxml import etree

from muster import __version__
from muster.core.periods import hours_text
from muster.core.report import summary, todo
from muster.core.report.about import Report
from muster.core.report.charts import labelled_bars, stacked_bars
from muster.core.report.elements import Content, details, element, page_bytes, table
from muster.core.report.landing import land
from muster.core.rules import Rulebook
from muster.core.rules.verdicts import VERDICTS

MOST_LINES = 2_000  # of the list of officers short
MOST_UNITS = 25  # in the picture

_CSS = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_report(report: Report, path: Path) -> None:
    """Write the report, whole or not at all. Raises MissingPart when it cannot be written."""
    land(path, report_page(report))


def report_page(report: Report) -> bytes:
    """Return the page as UTF-8 HTML."""
    words = report.words
    parts = (
        ("glance", _glance),
        ("share", _share),
        *((("agencies", _agencies),) if report.shares else ()),
        ("months", _months),
        ("units", _units),
        ("short_list", _short_list),
        ("untold_title", _untold),
        ("rules", _rules),
    )
    main = element("main", id="main")
    links = element("ul")
    for name, build in parts:
        links.append(element("li", element("a", words(name), href=f"#{name}")))
        section = element("section", element("h2", words(name), id=name), aria_labelledby=name)
        for piece in build(report):
            section.append(piece)
        main.append(section)
    body = element(
        "body",
        element("a", words("skip"), class_="skip", href="#main"),
        _header(report),
        element("nav", links, aria_label=words("contents")),
        main,
        _footer(report),
    )
    return page_bytes(element("html", _head(report), body, lang=report.language))


def _head(report: Report) -> etree._Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("title", f"{report.words('title')}: {_names(report)}, {report.words.day(report.as_of)}"),
        element("style", _CSS.read_text("utf-8")),
    )


def _codes(book: Rulebook) -> list[str]:
    """Return the jurisdictions whose rules were used."""
    return list(dict.fromkeys(name.split("/")[0] for name in book.requirements))


def _names(report: Report) -> str:
    return ", ".join(_name(report, code) for code in _codes(report.book))


def _name(report: Report, code: str) -> str:
    """Name a jurisdiction; the states are called in Spanish as in English, a model is not."""
    name = report.book.jurisdictions[code].name
    return report.book.words_in(report.language, code).get(name, name)


def _header(report: Report) -> etree._Element:
    words = report.words
    header = element("header", element("h1", f"{words('title')}: ", element("span", _names(report))))
    header.append(element("p", words("as_of", day=words.day(report.as_of))))
    if report.known_at is not None:
        header.append(element("p", words("known_at", moment=f"{report.known_at:%Y-%m-%d %H:%M:%S}")))
    if report.overrides:
        header.append(element("p", words("overrides", given="; ".join(report.overrides)), class_="notice"))
    pages = [report.book.jurisdictions[code] for code in _codes(report.book)]
    models = [words("binds_nobody", name=_name(report, page.id)) for page in pages if not page.binding]
    header.append(element("p", " ".join([words("disclaimer"), *models]), class_="notice"))
    return header


def _footer(report: Report) -> etree._Element:
    words = report.words
    means = element("ul")
    for verdict in VERDICTS:
        means.append(
            element("li", element("strong", words(f"verdict_{verdict}")), f": {words(f'means_{verdict}')}")
        )
    return element(
        "footer",
        element("h2", words("verdicts")),
        means,
        element("p", words("disclaimer")),
        element("p", words("footer", version=__version__)),
    )


# ── the sections ───────────────────────────────────────────────────────────────────────────────


def _glance(report: Report) -> list[etree._Element]:
    counts = summary.totals(report.standing)
    numbers = element("dl", class_="glance")
    for name in ("officers", "officers_bound", "officers_short", "overdue", "in_grace", "untold"):
        pair = element("div", element("dt", report.words(name)), element("dd", f"{counts[name]:,}"))
        numbers.append(pair)
    return [numbers]


def _share(report: Report) -> list[etree._Element]:
    words = report.words
    rows = summary.by_requirement(report.standing, report.book)
    if not rows.height:
        return [element("p", words("no_data"))]
    drawn = rows.select(
        label=_cut("requirement"),
        value="in_order",
        unknown=pl.when(pl.col("share_of") == "recommended").then(0).otherwise(pl.col("cannot_tell")),
        whole="asked",
        note=pl.Series([_share_note(report, row) for row in rows.iter_rows(named=True)], dtype=pl.String),
    ).with_columns(value=pl.when(rows["percent"].is_not_null()).then("value").otherwise(0))
    lines = [f"{row['requirement']}: {_share_note(report, row)}" for row in rows.iter_rows(named=True)]
    picture = labelled_bars(
        _as_shares(drawn), words("share"), words("share_desc", lines="; ".join(lines)), "chart-share"
    )
    return [
        element("p", words("share_note"), class_="note"),
        element("figure", picture),
        details(words("behind_share"), _share_table(report, rows)),
    ]


def _share_note(report: Report, row: dict[str, Any]) -> str:
    """Write the share, or why there is none; those who cannot be told are named apart."""
    words = report.words
    if row["percent"] is None:
        return words(f"share_{row['share_of']}")
    unknown = f" · {words('share_unknown_too', count=row['cannot_tell'])}" if row["cannot_tell"] else ""
    return f"{row['in_order']} / {row['asked']} · {row['percent']} %{unknown}"


def _as_shares(drawn: pl.DataFrame) -> pl.DataFrame:
    """Make all bars equally long, so that a share is seen as one however many officers are asked."""
    whole = pl.col("whole")
    shares = [
        pl.when(whole > 0).then(100 * pl.col(name) / whole).otherwise(0).alias(name)
        for name in ("value", "unknown")
    ]
    return drawn.with_columns(shares).with_columns(whole=pl.lit(100))


def _agencies(report: Report) -> list[etree._Element]:
    words = report.words
    headers = [words(name) for name in ("agency", "requirement", "met_of_bound", "needed", "standing")]
    lines: list[list[Content]] = []
    for share in report.shares:
        unknown = f" ({words('share_unknown_too', count=share.unknown)})" if share.unknown else ""
        reached = {True: "reached", False: "not_reached", None: "reached_unknown"}[share.reached]
        aim = f" ({words('aim_only')})" if share.aim_only else ""
        lines.append(
            [
                share.agency,
                _named(report, share.requirement),
                f"{share.met:,} / {share.bound:,}{unknown}",
                f"{share.at_least} %",
                words(reached) + aim,
            ]
        )
    return [element("p", words("agencies_note"), class_="note"), table(words("agencies"), headers, lines)]


def _share_table(report: Report, rows: pl.DataFrame) -> etree._Element:
    words = report.words
    with_goal = rows.get_column("goal").is_not_null().any()
    headers = [words("requirement"), words("met_of_asked"), words("percent")]
    headers += [words("goal")] if with_goal else []
    headers += [words(f"verdict_{verdict}") for verdict in VERDICTS]
    lines: list[list[Content]] = []
    for row in rows.iter_rows(named=True):
        share = words(f"share_{row['share_of']}") if row["percent"] is None else f"{row['percent']} %"
        goal = [f"{row['goal']} %" if row["goal"] else "–"] if with_goal else []
        counts = [f"{row[verdict]:,}" for verdict in VERDICTS]
        name = _named(report, row["requirement"], row["binds"])
        lines.append([name, f"{row['in_order']:,} / {row['asked']:,}", share, *goal, *counts])
    return table(words("share"), headers, lines, numbers=len(headers) - 1)


def _months(report: Report) -> list[etree._Element]:
    words = report.words
    rows = summary.by_month(report.standing, report.as_of)
    later = summary.due_later(report.standing, report.as_of)
    names = [words.month(day) for day in rows.get_column("month")]
    drawn = rows.select(pl.Series("label", names), first="open", second="renew")
    lines = [words("month_line", month=m, open=o, renew=r) for m, o, r in drawn.rows()]
    picture = stacked_bars(
        drawn,
        (words("open"), words("renew")),
        words("months"),
        words("months_desc", lines="; ".join(lines)),
        "chart-months",
    )
    cells = [[name, f"{o:,}", f"{r:,}"] for name, o, r in drawn.rows()]
    behind = table(words("months"), [words("month"), words("open"), words("renew")], cells, numbers=2)
    return [
        element("p", words("months_note", later=f"{later:,}"), class_="note"),
        element("figure", picture),
        details(words("behind_months"), behind),
    ]


def _units(report: Report) -> list[etree._Element]:
    words = report.words
    rows = summary.by_unit(report.standing, report.units)
    if not report.units.height or not rows.height:
        return [element("p", words("no_units"))]
    rows = rows.with_columns(pl.col("unit").fill_null(words("no_unit")))
    pieces = [element("p", words("units_note"), class_="note")]
    shown = rows
    if rows.height > MOST_UNITS:
        most = rows.with_row_index("place").top_k(MOST_UNITS, by="officers_short").sort("place")
        shown = most.drop("place")
        pieces.append(element("p", words("units_shown", shown=MOST_UNITS, all=rows.height), class_="note"))
    drawn = shown.select(
        label=_cut("unit"),
        value="officers_short",
        whole="officers",
        note=pl.format("{} / {}", "officers_short", "officers"),
    )
    lines = [
        words("unit_line", unit=row["unit"], short=row["officers_short"], officers=row["officers"])
        for row in shown.iter_rows(named=True)
    ]
    picture = labelled_bars(drawn, words("units"), words("units_desc", lines="; ".join(lines)), "chart-units")
    return [*pieces, element("figure", picture), details(words("behind_units"), _unit_table(report, rows))]


def _cut(column: str) -> pl.Expr:
    """Shorten what would run into the number beside it; the table has it in full."""
    long = pl.col(column).str.len_chars() > 38
    return pl.when(long).then(pl.col(column).str.slice(0, 37) + "…").otherwise(pl.col(column))


def _unit_table(report: Report, rows: pl.DataFrame) -> etree._Element:
    words = report.words
    headers = [
        words(name)
        for name in ("unit", "officers_column", "officers_short_column", "duties_short", "hours_short")
    ]
    lines = [
        [unit, f"{officers:,}", f"{short:,}", f"{duties:,}", hours_text(minutes)]
        for unit, officers, short, duties, minutes in rows.rows()
    ]
    return table(words("units"), headers, lines, numbers=4)


def _short_list(report: Report) -> list[etree._Element]:
    words = report.words
    rows = todo.officers_short(report.standing)
    if not rows.height:
        return [element("p", words("nobody_short"))]
    pieces = [element("p", words("short_note"), class_="note")]
    if (rows.get_column("reason") == "closed_short").any():
        pieces.append(element("p", words("closed_note"), class_="note"))
    if rows.height > MOST_LINES:
        cut = words("short_cut", shown=f"{MOST_LINES:,}", all=f"{rows.height:,}")
        pieces.append(element("p", cut, class_="note"))
    headers = [words(name) for name in ("officer", "requirement", "verdict", "due", "next_step", "citation")]
    lines = [_short_line(report, row) for row in rows.head(MOST_LINES).iter_rows(named=True)]
    return [*pieces, table(words("short_list"), headers, lines)]


def _short_line(report: Report, row: dict[str, Any]) -> list[Content]:
    """Write a row of who is late, or what the period that runs now needs beside it."""
    words, book = report.words, report.book
    verdict = words(f"verdict_{row['verdict']}")
    step = words.step(row["next_step"], book) if row["next_step"] else words.reason(row["reason"])
    return [
        row["officer_id"],
        _named(report, row["requirement"], row["binds"]),
        element("span", verdict if row["late"] else words("now", verdict=verdict), class_=row["verdict"]),
        words.day(row["due"]) if row["due"] else words("no_day"),
        step,
        _english(report, "span", row["citation"]),
    ]


def _untold(report: Report) -> list[etree._Element]:
    words, book = report.words, report.book
    pieces: list[etree._Element] = []
    if report.topics is not None and report.topics.many:
        count, of = f"{report.topics.records:,}", f"{report.topics.of:,}"
        pieces.append(element("p", words("topics_note", count=count, of=of)))
    if not report.untold:
        return [*pieces, element("p", words("nothing_untold"))]
    lines: list[list[Content]] = []
    for each in report.untold:
        names = book.words_in(report.language, each.requirement.split("/")[0])
        named = [
            words("without_fact", fact=names.get(fact.replace("-", " "), fact), count=f"{count:,}")
            for fact, count in each.missing
        ]
        reason = words.reason(each.reason) + (f": {'; '.join(named)}" if named else "")
        lines.append([_named(report, each.requirement), reason, f"{each.officers:,}"])
    headers = [words("requirement"), words("reason"), words("officers_count")]
    return [
        *pieces,
        element("p", words("untold_note"), class_="note"),
        table(words("untold_title"), headers, lines, numbers=1),
    ]


def _rules(report: Report) -> list[etree._Element]:
    words, book = report.words, report.book
    headers = [words(name) for name in ("requirement", "evidence", "confirmed", "source")]
    lines: list[list[Content]] = []
    for rule in book.requirements.values():
        confirmed = words.day(rule.confirmed.on) if rule.confirmed else words("not_confirmed")
        sources = element("span", lang="en")
        for place, source in enumerate(rule.sources):
            link = (
                element("a", source.cite, href=source.url, rel="noreferrer")
                if source.url
                else element("span", source.cite)
            )
            link.tail = "; " if place + 1 < len(rule.sources) else None
            sources.append(link)
        lines.append([_named(report, rule.id), words(rule.evidence), confirmed, sources])
    pieces = [element("p", words("rules_note"), class_="note"), table(words("rules"), headers, lines)]
    for code in _codes(book):
        left_out = [*book.jurisdictions[code].not_encoded]
        if left_out:
            items = element("ul", *(element("li", text) for text in left_out), lang="en")
            pieces.append(details(words("not_encoded", name=_name(report, code)), items))
    return pieces


def _named(report: Report, identity: str, binds: str = "officer") -> etree._Element:
    """Name a requirement: its title, its id to look it up by, and that the agency owes it where that is so."""
    rule = report.book.requirements[identity]
    title = rule.title_in(report.language)
    shown = _english(report, "span", title) if title == rule.title else element("span", title)
    named = element("span", shown, " ", element("code", identity))
    if binds == "agency":
        named.append(element("span", f" {report.words('agency_owes')}", class_="note"))
    return named


def _english(report: Report, tag: str, text: str) -> etree._Element:
    """Mark words that are English on a page in another language: citations, and what nobody has translated."""
    return element(tag, text) if report.language == "en" else element(tag, text, lang="en")
