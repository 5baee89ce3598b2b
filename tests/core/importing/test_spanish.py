"""What the importer says of a file and its rows, in Spanish: every sentence, filled as the English one is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from tests.core.spoken import forms_in, with_strange_gaps

from muster.core.errors import BadInput
from muster.core.errors.sentence import Sentence, as_plain, from_plain, said_in, sentence
from muster.core.importing import make_profile, plan_import
from muster.core.importing.columns import aliases
from muster.core.importing.content import REFUSED
from muster.core.importing.spanish import IMPORTING_ES
from muster.core.importing.values import HOURS_PROBLEMS, ID_PROBLEMS

#: Modules whose sentences only the command line says: folders of batches, files of profiles.
COMMAND_LINE = {"batch.py", "lock.py", "profile.py"}


def said(call: ast.Call) -> list[ast.expr]:
    """The sentences of a call: of rows, of notes, and what is wrong with a whole file."""
    match call.func:
        case ast.Name("sentence" | "Said"):
            return call.args[:1]
        case ast.Attribute(_, "set_aside" | "doubt"):
            return call.args[2:3]
        case ast.Attribute(_, "because"):
            return call.args[1:2]
        case ast.Attribute(ast.Attribute(_, "notes"), "append") | ast.Name("_nested"):
            return call.args[-1:]
        case _:
            return []


@pytest.fixture(scope="module")
def forms(root: Path) -> set[str]:
    files = [f for f in (root / "src/muster/core/importing").glob("*.py") if f.name not in COMMAND_LINE]
    kinds = {what for _, what, _ in REFUSED}
    notes = {alias.note for alias in aliases() if alias.sets and alias.note}
    return forms_in(files, said) | set(HOURS_PROBLEMS) | set(ID_PROBLEMS.values()) | kinds | notes


def test_every_sentence_of_the_importer_has_a_spanish_one_and_none_is_left_over(forms: set[str]) -> None:
    assert forms == set(IMPORTING_ES)


def test_no_sentence_is_put_together_before_it_is_said(root: Path) -> None:
    """What an f-string has filled can be said in no other language."""
    files = [f for f in (root / "src/muster/core/importing").glob("*.py") if f.name not in COMMAND_LINE]
    calls = (node for f in files for node in ast.walk(ast.parse(f.read_text("utf-8"))))
    filled = [
        ast.unparse(argument)
        for node in calls
        if isinstance(node, ast.Call)
        for argument in said(node)
        if isinstance(argument, ast.JoinedStr)
    ]
    assert filled == []


def test_spanish_sentences_have_the_gaps_of_the_english_ones() -> None:
    """Why a library could not read something is said in English by the library, so it may be left out."""
    assert with_strange_gaps(IMPORTING_ES, may_be_left_out={"why"}) == set()


def test_a_row_says_in_spanish_what_it_says_in_english(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "officer_id,course,completed_on,hours\n1,CPR,2024-13-01,4\n2,CPR,2024-05-01,two\n3,CPR,2024-05-02,0.33\n"
    )
    plan = plan_import(file, make_profile(None, target="records"))
    rows = [*plan.set_aside.rows(named=True), *plan.doubtful.rows(named=True)]
    english = [row["sentence"] for row in rows]
    spanish = [said_in(Sentence.of(row["form"], row["values"]), IMPORTING_ES) for row in rows]
    assert (english, spanish) == (
        [
            "completed_on '2024-13-01' is no day between 1900 and 2100, written month first",
            "'two' is no number of hours",
            "0.33 is no whole number of minutes and counts as 20",
        ],
        [
            "completed_on «2024-13-01» no es un día entre 1900 y 2100, escrito con el mes primero",
            "«two» no es un número de horas",
            "0.33 no es un número entero de minutos y cuenta como 20",
        ],
    )


def test_a_refused_file_is_refused_in_spanish(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("officer_id,course,completed_on\n1,CPR,03/04/2024\n")
    with pytest.raises(BadInput) as caught:
        plan_import(file, make_profile(None, target="records"))
    assert said_in(caught.value.problems[0].what, IMPORTING_ES) == (
        "no se sabe con certeza qué días son los de completed_on: 03/04/2024 podría tener primero el mes o el día, "
        "y ningún otro valor lo decide."
    )


def test_a_sentence_survives_being_kept() -> None:
    inner = sentence("{headers} and {more} more", headers="a, b", more=3)
    kept = from_plain(as_plain(sentence("Columns that are not read: {headers}.", headers=inner)))
    assert kept == "Columns that are not read: a, b and 3 more."
    assert said_in(kept, IMPORTING_ES) == "Columnas que no se leen: a, b y 3 más."
    assert from_plain(as_plain("plain")) == "plain"
