"""Reading a rulebook: every mistake is named with file, line and key, and nothing a file holds breaks the loader.

Each file in ``broken`` begins with what must be said about it: line, key and sentence (or how the sentence begins).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.core.errors import BadRule, BadUsage, MusterError
from muster.core.rules.construct import construct
from muster.core.rules.language import Jurisdiction, Requirement, Vocabulary
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook, shipped_rulebook
from muster.core.rules.testing import Case
from muster.core.rules.yaml_lines import YamlPage, parse_yaml, read_yaml

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
Folder = Callable[..., Path]

GOOD = """\
id: xx-broken/rule
title: Eight hours a year
says: Every officer trains eight hours a year.
evidence: V
sources:
  - {cite: the test}
encoded_on: 2026-11-20
versions:
  - from: 2020-01-01
    when:
      calendar: {every: 1 year, anchored: 2020-01-01}
    what:
      hours: 8
"""
YEARLY = GOOD.replace("xx-broken/rule", "xx-broken/yearly")
ONCE = GOOD.replace("xx-broken/rule", "xx-broken/once").replace(
    "calendar: {every: 1 year, anchored: 2020-01-01}", "once: {by: 2024-12-31}"
)


def said_of(folder: Path, **more: object) -> list[str]:
    """Load a folder that cannot be loaded, and return what is said."""
    with pytest.raises(BadRule) as found:
        load_rulebook([folder], **more)  # type: ignore[arg-type]
    assert all(problem.where.file for problem in found.value.problems)
    return [str(problem) for problem in found.value.problems]


# ── broken files ───────────────────────────────────────────────────────────────────────────────


def test_the_good_file_loads(folder: Folder) -> None:
    book = load_rulebook([folder(rule=GOOD, yearly=YEARLY, once=ONCE)])
    assert sorted(book.requirements) == ["xx-broken/once", "xx-broken/rule", "xx-broken/yearly"]


@pytest.mark.parametrize("broken", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_broken_file_gets_its_sentence(broken: Path, folder: Folder) -> None:
    top = folder(yearly=YEARLY, once=ONCE)
    (top / "xx-broken" / "rule.yaml").write_bytes(broken.read_bytes())
    lines = broken.read_bytes().decode("utf-8", "replace").splitlines()
    expected = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
    found = said_of(top)
    begins = [f"rulebook/xx-broken/rule.yaml:{sentence}" for sentence in expected]
    assert [text[: len(begin)] for text, begin in zip(found, begins, strict=True)] == begins


def test_every_mistake_of_every_file_is_told_at_once(folder: Folder) -> None:
    wrong = GOOD.replace("evidence: V", "evidence: U")
    found = said_of(folder(rule=wrong, yearly=YEARLY.replace("hours: 8", "hours: -8"), once="id: ["))
    assert [text.split(":")[0] for text in found] == [
        "rulebook/xx-broken/once.yaml", "rulebook/xx-broken/rule.yaml", "rulebook/xx-broken/yearly.yaml",
    ]  # fmt: skip


# ── folders ────────────────────────────────────────────────────────────────────────────────────


def test_a_jurisdiction_needs_its_page(folder: Folder) -> None:
    top = folder(rule=GOOD)
    (top / "xx-broken" / "jurisdiction.yaml").unlink()
    assert said_of(top) == [
        f"{top / 'xx-broken'}: the folder xx-broken has no jurisdiction.yaml. "
        "It says the jurisdiction's name, its authority and whom its rules are about."
    ]


def test_a_broken_page_is_told_with_its_line(folder: Folder) -> None:
    found = said_of(folder(jurisdiction="id: xx-broken\nname: Broken\nauthorty: none\n", rule=GOOD))
    assert found[0].startswith(
        "rulebook/xx-broken/jurisdiction.yaml:3 (authorty): there is no key 'authorty' here (did you mean 'authority'?)"
    )


def test_no_folder_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRule, match=r"there is no folder .*nowhere"):
        load_rulebook([tmp_path / "nowhere"])


def test_a_later_folder_overrides_by_id_and_adds_words(folder: Folder, tmp_path: Path) -> None:
    top = folder(rule=GOOD)
    local = tmp_path / "local" / "xx-broken"
    local.mkdir(parents=True)
    changed = GOOD.replace("hours: 8", "hours: 12\n      of: {topics: falconry}")
    (local / "rule.yaml").write_text(changed)
    (local.parent / "vocabulary.yaml").write_text(
        "topics: {falconry: falconry}\nfacts: {}\ndelivery: {}\nmarks: {}\n"
    )
    whole = load_rulebook([top, local.parent])
    version = whole.requirements["xx-broken/rule"].versions[0]
    assert (version.what.hours, version.what.of.topics) == (720, ("falconry",))


def test_the_shipped_words_are_there_where_a_folder_brings_none(folder: Folder) -> None:
    wanted = GOOD.replace("hours: 8", "hours: 8\n      of: {topics: driving}")
    assert "driving" in load_rulebook([folder(rule=wanted)]).vocabulary.topics


def test_an_own_word_of_the_jurisdiction_is_known_only_there(folder: Folder) -> None:
    page = "id: xx-broken\nname: Broken\nauthority: none\ntopics: {falconry: falconry}\n"
    rule = GOOD.replace("hours: 8", "hours: 8\n      of: {topics: falconry}")
    assert (
        load_rulebook([folder(jurisdiction=page, rule=rule)]).topic_name("falconry", "xx-broken")
        == "falconry"
    )
    assert "falconry is not among the topics" in said_of(folder(rule=rule))[0]


PARAMETRIC = GOOD.replace("every: 1 year", "every: $recurrence")
PAGE = "id: xx-broken\nname: Broken\nauthority: none\nparameters: {recurrence: 2 years}\n"


def months(book: Rulebook) -> int:
    return book.requirements["xx-broken/rule"].versions[0].when.calendar.every.months


def test_a_parameter_stands_for_its_value_and_can_be_changed(folder: Folder) -> None:
    top = folder(jurisdiction=PAGE, rule=PARAMETRIC)
    assert months(load_rulebook([top])) == 24
    assert months(load_rulebook([top], parameters={"xx-broken.recurrence": "3 years"})) == 36
    assert months(load_rulebook([top], parameters={"xx-other.recurrence": "3 years"})) == 24


def test_a_parameter_that_does_not_fit_is_told_where_it_is_used(folder: Folder) -> None:
    found = said_of(folder(jurisdiction=PAGE, rule=PARAMETRIC), parameters={"xx-broken.recurrence": "often"})
    assert found == [
        "rulebook/xx-broken/rule.yaml:11 (versions.0.when.calendar.every): often is not a length of time; "
        "write it like '180 days', '18 months' or '2 years'."
    ]


# ── choosing ───────────────────────────────────────────────────────────────────────────────────


def test_only_keeps_a_jurisdiction_or_one_requirement(folder: Folder) -> None:
    book = load_rulebook([folder(rule=GOOD, yearly=YEARLY)])
    assert list(book.only(["xx-broken/rule"]).requirements) == ["xx-broken/rule"]
    assert sorted(book.only(["xx-broken"]).requirements) == ["xx-broken/rule", "xx-broken/yearly"]
    assert sorted(book.only(["xx-broken/rule"]).all_requirements) == ["xx-broken/rule", "xx-broken/yearly"]


@pytest.mark.parametrize("name", ["us-zz", "xx-broken/nothing", "xx"])
def test_what_the_rulebook_does_not_have_cannot_be_chosen(folder: Folder, name: str) -> None:
    book = load_rulebook([folder(rule=GOOD)])
    with pytest.raises(BadUsage, match=f"the rulebook has nothing called {name}") as found:
        book.only([name])
    assert "It has: xx-broken" in str(found.value)


# ── whatever a file holds ──────────────────────────────────────────────────────────────────────

SHIPPED = [
    path.read_text("utf-8")
    for name in ("us-co/annual-24", "us-il/three-year-30", "us-or/maintenance-84", "us-tx/unit-40", "us-ma/firearms")
    for path in (shipped_rulebook() / f"{name}.yaml",)
]  # fmt: skip
SPLICES = [
    "\t", "\n", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "&a ", "*a", "!x ", "|\n", ">-\n", "---\n", "? ", "$p", "%",
    "null", "true", "-1", "1e400", ".inf", ".nan", "0x10", "9" * 40, "2023-02-30", "12-31", "0", "\x00", "\ufeff", "é", "\u2028",
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A shipped rule file cut, spliced, or with lines moved about."""
    text = draw(st.sampled_from(SHIPPED))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:at] + draw(st.sampled_from(SPLICES)) + text[at:]
            case 1:
                text = text[:at] + draw(st.sampled_from(SPLICES)) + text[at + draw(st.integers(1, 12)) :]
            case 2:
                lines = text.split("\n")
                one = draw(st.integers(0, len(lines) - 1))
                other = draw(st.integers(0, len(lines) - 1))
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
            case _:
                text = text[: at or 1]
    return text


def all_placed(error: MusterError, file: str) -> bool:
    """Whether it is a refusal of a rule, and every sentence says where it belongs."""
    return isinstance(error, BadRule) and all(
        problem.what and problem.where.file.startswith(file) for problem in error.problems
    )


def built_or_refused(
    shape: type[Requirement] | type[Jurisdiction] | type[Vocabulary] | type[Case], text: str
) -> bool:
    """Whether there is a value, or sentences that name the file."""
    try:
        return isinstance(construct(shape, parse_yaml(text, "rule.yaml")), shape)
    except MusterError as error:
        return all_placed(error, "rule.yaml")


@given(st.sampled_from([Requirement, Jurisdiction, Vocabulary, Case]), st.text(max_size=200))
def test_any_text_is_a_value_or_a_sentence(shape: type[Requirement], text: str) -> None:
    assert built_or_refused(shape, text)


@given(damaged())
def test_a_damaged_rule_is_a_value_or_a_sentence(text: str) -> None:
    assert built_or_refused(Requirement, text)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.dates(), st.text(max_size=8), st.sampled_from(SPLICES)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    "what",
    "when",
    "who",
    "credit",
    "leave",
    "start",
    "grace",
    "late",
    "judged",
    "from",
    "until",
    "consequence",
]
INSIDE = [
    "hours", "times", "of", "all", "any", "not", "is", "was", "held", "began", "on", "calendar", "every", "anchored", "by",
    "groups", "personal", "once", "rolling", "each_topic", "caps", "convert", "multiply", "then", "topics",
]  # fmt: skip


@given(st.sampled_from(KEYS), st.lists(st.sampled_from(INSIDE), max_size=4), VALUES)
def test_any_value_at_any_key_is_a_value_or_a_sentence(key: str, path: list[str], value: object) -> None:
    for step in reversed(path):
        value = {step: value}
    page = parse_yaml(GOOD, "rule.yaml")
    page.value["versions"][0][key] = value
    try:
        fine = bool(construct(Requirement, page).versions)
    except BadRule as error:
        fine = all(problem.where.line for problem in error.problems)
    assert fine


@given(damaged())
def test_a_damaged_file_in_a_folder_leaves_only_sentences(text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        own = Path(name) / "us-co"
        own.mkdir()
        (own / "jurisdiction.yaml").write_text(
            (shipped_rulebook() / "us-co" / "jurisdiction.yaml").read_text("utf-8")
        )
        (own / "annual-24.yaml").write_text(text, "utf-8", errors="surrogatepass")
        try:
            fine = set(load_rulebook([Path(name)]).requirements) <= {"us-co/annual-24"}
        except MusterError as error:
            fine = all_placed(error, Path(name).name)
    assert fine


def test_a_page_that_was_read_can_be_built_again() -> None:
    page = read_yaml(shipped_rulebook() / "us-co" / "annual-24.yaml")
    assert construct(Requirement, YamlPage("again", page.value, page.lines)).id == "us-co/annual-24"
