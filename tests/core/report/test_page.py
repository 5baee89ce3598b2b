"""The report is one page that needs nothing else, says what it does not know, and lets no text become markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from lxml import html

from muster.core.errors import BadUsage
from muster.core.report import Report, charts, report_page, units_of, write_report
from muster.core.report import page as page_module
from muster.core.report.about import report_on as report_of
from muster.core.report.words import WORDS, Words
from muster.core.rules import evaluate, load_rulebook
from muster.core.tables import Facts

EVE, NEW_YEAR = date(2026, 12, 31), date(2027, 1, 1)
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;"


@pytest.fixture
def shown(report_on):
    """The page of a day, parsed."""

    def made(day=NEW_YEAR, **more):
        return html.document_fromstring(report_page(report_on(day, **more)).decode("utf-8"))

    return made


def text_of(tree, path):
    return [" ".join(found.text_content().split()) for found in tree.xpath(path)]


# ── what it says ───────────────────────────────────────────────────────────────────────────────


def test_page_has_each_section_once_and_in_order(shown):
    assert text_of(shown(), "//main/section/h2") == [
        "At a glance",
        "Share met, by requirement",
        "Due, by month",
        "Shortfall by unit",
        "Officers short, and what mends it",
        "What this report cannot tell",
        "The rules used",
    ]


def test_glance_counts_officers_and_duties(shown):
    tree = shown()
    pairs = dict(zip(text_of(tree, "//dl/div/dt"), text_of(tree, "//dl/div/dd"), strict=True))
    assert pairs == {
        "officers in the facts": "4",
        "officers bound by at least one of these rules": "3",
        "officers short of at least one duty": "1",
        "duties overdue": "1",
        "duties late, within grace": "0",
        "duties that cannot be told": "2",
    }


def test_list_gives_next_step_and_citation(shown):
    cells = text_of(shown(), "//section[@aria-labelledby='short_list']//tbody/tr/*")
    assert cells == [
        "b2",
        "Eight hours of driving a year zz/driving-8",
        "overdue",
        "31 Dec 2026",
        "4 h of driving: missing when the period closed, 31 Dec 2026",
        "Zedland Code 1",
        "b2",
        "Eight hours of driving a year zz/driving-8",
        "the period now: not yet due",
        "31 Dec 2027",
        "8 h of driving by 31 Dec 2027",
        "Zedland Code 1",
    ]


def test_list_says_that_training_now_cannot_serve_a_closed_period(shown):
    notes = text_of(shown(), "//section[@aria-labelledby='short_list']/p")
    assert "only a missing record or a waiver changes it" in " ".join(notes)


def test_nobody_short_is_said(shown):
    assert "Nobody is overdue or in grace." in text_of(
        shown(EVE), "//section[@aria-labelledby='short_list']/p"
    )


def test_list_says_when_it_is_cut(shown, monkeypatch):
    monkeypatch.setattr(page_module, "MOST_LINES", 0)
    notes = text_of(shown(), "//section[@aria-labelledby='short_list']/p")
    assert notes[-1] == "The first 0 of 2 lines. All of them: muster check with --format csv."


def test_page_says_what_cannot_be_told(shown):
    rows = text_of(shown(), "//section[@aria-labelledby='untold_title']//tbody/tr")
    assert rows == [
        "Eight hours of driving a year zz/driving-8a fact that decides is not in the records1",
        "First aid within a year of employment zz/first-aid-oncea fact that decides is not in the records1",
    ]


def test_rules_are_named_with_source_and_confirmation(shown):
    rows = text_of(shown(), "//section[@aria-labelledby='rules']//tbody/tr")
    assert rows == [
        "Eight hours of driving a year zz/driving-8the law or the authority’s own pagenot yetZedland Code 1",
        "First aid within a year of employment zz/first-aid-oncea secondary source21 Nov 2026Zedland Code 2",
    ]
    assert "The law of Zedland on everything else." in text_of(
        shown(), "//section[@aria-labelledby='rules']//li"
    )


def test_page_is_no_legal_advice_and_a_model_binds_nobody(facts):
    book = load_rulebook(only=["model/bias-free"])
    report = Report(evaluate(facts, book, EVE).standing, book, EVE, units_of(facts, EVE))
    notice = text_of(html.document_fromstring(report_page(report).decode()), "//p[@class='notice']")[0]
    assert notice.startswith("Not legal advice.")
    assert notice.endswith("being short of it breaks no law.")


def test_page_names_the_moment_of_knowledge(shown):
    tree = shown(known_at=datetime.fromisoformat("2026-12-01T12:00"))
    assert "With what was on record at 2026-12-01 12:00:00" in text_of(tree, "//header/p")


def test_page_of_no_officer_is_still_a_page(book):
    facts = Facts.from_tables(pl.DataFrame({"officer_id": []}, schema={"officer_id": pl.String}))
    report = Report(evaluate(facts, book, EVE).standing, book, EVE, units_of(facts, EVE))
    tree = html.document_fromstring(report_page(report).decode("utf-8"))
    assert text_of(tree, "//dl/div/dd") == ["0"] * 6


# ── for everyone ───────────────────────────────────────────────────────────────────────────────


def test_page_needs_no_network_and_no_script(report_on):
    text = report_page(report_on(NEW_YEAR)).decode("utf-8")
    assert re.findall(r"<(script|link|img|iframe|object|embed|base|form)\b", text) == []
    assert re.findall(r"@import|@font-face|url\(\s*['\"]?(?!#)", text) == []
    assert "default-src 'none'" in text


def test_each_picture_has_title_description_and_a_table_behind_it(shown):
    tree = shown()
    for figure in tree.xpath("//figure"):
        picture = figure[0]
        ids = picture.get("aria-labelledby").split()
        title, desc = (picture.xpath(f".//*[@id='{name}']")[0].text for name in ids)
        behind = figure.getnext()
        assert (picture.get("role"), bool(title), bool(desc)) == ("img", True, True)
        assert (behind.tag, len(behind.xpath(".//table/caption"))) == ("details", 1)
    assert len(tree.xpath("//figure")) == 3


def test_description_of_a_picture_says_its_numbers(shown):
    desc = shown().xpath("//*[@id='chart-units-desc']")[0].text
    assert (
        desc == "A bar for each unit. patrol: 1 of 2 officers short; no unit recorded: 0 of 1 officers short"
    )


def test_tables_have_caption_and_headers_with_scope(shown):
    for table in shown().xpath("//table"):
        assert len(table.xpath("./caption")) == 1
        assert {cell.get("scope") for cell in table.xpath("./thead//th")} == {"col"}
        assert {cell.get("scope") for cell in table.xpath("./tbody//th")} <= {"row"}


def test_page_has_one_h1_landmarks_and_no_id_twice(shown):
    tree = shown()
    ids = tree.xpath("//@id")
    assert [len(tree.xpath(f"//{tag}")) for tag in ("h1", "header", "nav", "main", "footer")] == [1] * 5
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//nav//a/@href")} <= set(ids)


def _luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_that_wcag_asks(theme):
    css = page_module._CSS.read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", re.findall(r":root \{([^}]*)\}", css)[theme]))
    for ink in ("ink", "faint", "link", "late"):
        assert contrast(colours[ink], colours["paper"]) >= 4.5, ink
    for ink, ground in (("ink", "notice"), ("faint", "panel"), ("ink", "panel")):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for bar in ("first", "second"):
        assert contrast(colours[bar], colours["paper"]) >= 3, bar
    assert contrast(colours["first"], colours["track"]) >= 3


def test_css_repaints_every_colour_of_the_pictures():
    css = page_module._CSS.read_text("utf-8")
    for colour in (charts.INK, charts.FAINT, charts.TRACK, charts.FIRST, charts.SECOND):
        assert f'svg [fill="{colour}"]' in css


# ── two languages ──────────────────────────────────────────────────────────────────────────────


def test_both_languages_have_the_same_words_with_the_same_gaps():
    def gaps(text):
        return sorted(re.findall(r"\{(\w+)\}", text))

    assert WORDS["en"].keys() == WORDS["es"].keys()
    assert {name for name in WORDS["en"] if gaps(WORDS["en"][name]) != gaps(WORDS["es"][name])} == set()


def test_spanish_page_speaks_spanish_and_marks_what_is_english(shown):
    tree = shown(language="es")
    assert tree.get("lang") == "es"
    assert text_of(tree, "//main/section/h2")[1] == "Proporción cumplida, por requisito"
    assert text_of(tree, "//section[@aria-labelledby='short_list']//tbody//*[@lang='en']") == [
        *("Eight hours of driving a year", "Zedland Code 1"),
        *("Eight hours of driving a year", "Zedland Code 1"),
    ]


def test_spanish_page_gives_next_steps_and_reasons_in_spanish(shown):
    tree = shown(language="es")
    steps = text_of(tree, "//section[@aria-labelledby='short_list']//tbody/tr/td[4]")
    reasons = text_of(tree, "//section[@aria-labelledby='untold_title']//tbody/tr/td[1]")
    assert steps == [
        "4 h de conducción: faltaba al cerrarse el periodo, el 31 dic 2026",
        "8 h de conducción antes del final del 31 dic 2027",
    ]
    assert set(reasons) == {"falta en los datos un hecho decisivo"}


def test_share_is_unknown_where_nobody_can_be_told(facts, book):
    tree = html.document_fromstring(report_page(report_of(evaluate(facts.only(["d4"]), book, EVE))).decode())
    rows = text_of(tree, "//section[@aria-labelledby='share']//tbody/tr/td[2]")
    assert rows == ["unknown", "unknown"]


def test_page_names_the_fact_that_is_missing_and_for_how_many(facts, book):
    tree = html.document_fromstring(report_page(report_of(evaluate(facts, book, EVE))).decode())
    reasons = text_of(tree, "//section[@aria-labelledby='untold_title']//tbody/tr/td[1]")
    assert reasons == ["a fact that decides is not in the records: employment: none on record for 1"] * 2


def test_months_are_written_in_the_language():
    assert (Words("en").day(EVE), Words("es").day(EVE)) == ("31 Dec 2026", "31 dic 2026")


# ── hostile text ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def hostile(book):
    """An officer, a unit, a course and a rule whose names are markup."""
    rule = book.requirements["zz/driving-8"]
    named = rule.model_copy(update={"title": f"Title {HOSTILE}"})
    jurisdiction = book.jurisdictions["zz"].model_copy(update={"name": f"Zedland {HOSTILE}"})
    changed = type(book)(book.vocabulary, {"zz": jurisdiction}, {"zz/driving-8": named})
    facts = Facts.from_tables(
        pl.DataFrame({"officer_id": [HOSTILE]}),
        pl.DataFrame(
            {
                "officer_id": [HOSTILE, HOSTILE],
                "fact": ["employment", "unit"],
                "value": ["full-time", HOSTILE],
                "start": [date(2020, 1, 1)] * 2,
            }
        ),
        pl.DataFrame({"course": [HOSTILE], "title": [HOSTILE], "topics": ["driving"]}),
        pl.DataFrame({"officer_id": [HOSTILE], "course": [HOSTILE], "completed_on": [EVE], "minutes": [60]}),
    )
    return Report(evaluate(facts, changed, NEW_YEAR).standing, changed, NEW_YEAR, units_of(facts, NEW_YEAR))


def test_names_that_are_markup_stay_text(hostile):
    raw = report_page(hostile).decode("utf-8")
    tree = html.document_fromstring(raw)
    assert "<script" not in raw
    assert "<img" not in raw
    assert tree.xpath("//*[@onerror]") == []
    assert text_of(tree, "//section[@aria-labelledby='short_list']//tbody//th") == [HOSTILE] * 2
    assert f"Title {HOSTILE} zz/driving-8" in text_of(
        tree, "//section[@aria-labelledby='short_list']//tbody//td"
    )
    assert HOSTILE in text_of(tree, "//section[@aria-labelledby='units']//tbody//th")


def test_names_that_are_markup_stay_text_in_pictures(hostile):
    tree = html.document_fromstring(report_page(hostile).decode("utf-8"))
    labels = " ".join(tree.xpath("//figure//*[local-name()='text']//text()"))
    assert "<script>alert(" in labels
    assert tree.xpath("//figure//script") == []


def test_control_characters_are_shown_as_their_numbers(book, facts):
    odd = facts.officers.with_columns(officer_id=pl.col("officer_id") + "\x00\x08")
    report = Report(
        evaluate(type(facts)(odd, facts.spans, facts.kinds, facts.records), book, NEW_YEAR).standing,
        book,
        NEW_YEAR,
        units_of(facts, NEW_YEAR),
    )
    tree = html.document_fromstring(report_page(report).decode("utf-8"))
    assert text_of(tree, "//section[@aria-labelledby='short_list']//tbody//th") == ["b2\\x00\\x08"] * 2


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("patrol\x00\x1b[31m", "patrol\\x00\\x1b[31m"),
        ("patrol\ufffe\uffff", "patrol\\ufffe\\uffff"),
        ("patrol\u202elortap", "patrol\\u202elortap"),
        ("patrol\x9b31m", "patrol\\x9b31m"),
    ],
)
def test_a_unit_no_picture_can_hold_is_drawn_with_its_numbers(report_on, unit, shown):
    report = report_on(NEW_YEAR)
    named = replace(report, units=report.units.with_columns(unit=pl.lit(unit)))
    tree = html.document_fromstring(report_page(named).decode("utf-8"))
    figures = tree.xpath("//section[@aria-labelledby='units']//figure//*[local-name()='text']//text()")
    assert shown in figures
    assert unit not in " ".join(tree.itertext())


def test_a_picture_has_no_half_of_a_character():
    rows = pl.DataFrame({"label": ["a"], "value": [1], "whole": [2], "note": ["1 / 2"]})
    picture = charts.labelled_bars(rows, "title \ud800", "desc \x1b", "name")
    spoken = [picture[place].text for place in (0, 1)]
    assert spoken == ["title \\ud800", "desc \\x1b"]


def test_head_says_what_was_asked_other_than_as_shipped(report_on):
    report = report_on(NEW_YEAR, overrides=("--set zz.driving-hours=4", "--crosswalk cw.yaml"))
    head = html.document_fromstring(report_page(report).decode("utf-8")).xpath("//header/p")
    said = "Asked with --set zz.driving-hours=4; --crosswalk cw.yaml"
    assert said in [line.text_content() for line in head]


def test_head_is_silent_when_nothing_was_overridden(report_on):
    assert "Asked with" not in report_page(report_on(NEW_YEAR)).decode("utf-8")


# ── on disk ────────────────────────────────────────────────────────────────────────────────────


def test_report_is_written_whole(report_on, tmp_path):
    write_report(report_on(EVE), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_bytes().endswith(b"</html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_report_that_cannot_be_written_leaves_the_older_one(report_on, tmp_path):
    target = tmp_path / "report.html"
    target.mkdir()
    (target / "older").touch()
    with pytest.raises(BadUsage, match="this is a folder"):
        write_report(report_on(EVE), target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_same_standing_gives_the_same_page(report_on):
    assert report_page(report_on(EVE)) == report_page(report_on(EVE))
