"""The rules in Spanish: every sentence, every title, every name, and never half a sentence."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.core.spoken import forms_in, with_strange_gaps

from muster.core.rules import Rulebook, evaluate
from muster.core.rules.credit_reasons import CREDIT_REASONS, ELSEWHERE
from muster.core.rules.explain import NOT_ADVICE, explain
from muster.core.rules.explain_text import explanation_lines
from muster.core.rules.language import Requirement, leaves_of
from muster.core.rules.language.requirement import Consequence
from muster.core.rules.spanish import (
    CONSEQUENCES_ES,
    CREDIT_REASONS_ES,
    EVIDENCE_ES,
    PROBLEMS_ES,
    REASONS_ES,
    SENTENCES_ES,
    VERDICTS_ES,
)
from muster.core.rules.spanish_steps import steps_in_spanish, translating
from muster.core.rules.speech import EVIDENCE, Speech, speech_of
from muster.core.rules.testing import CaseOfficer
from muster.core.rules.verdicts import REASONS, VERDICTS
from muster.core.rules.wording import credit_lines, duty_text, leave_text, part_name, start_text, when_text
from muster.core.tables.cases import facts_of_cases

#: Values of facts that an agency sets itself: its own id, numbers.
OWN = {"chicago-police", "cook-county-sheriff-police", "90", "any", ""}


def said(call: ast.Call) -> list[ast.expr]:
    """The sentences of ``say(...)`` and ``say.counted(...)``."""
    match call.func:
        case ast.Name("say" | "self"):
            return call.args[:1]
        case ast.Attribute(ast.Name("say" | "self"), "counted"):
            return call.args[1:3]
        case _:
            return []


@pytest.fixture(scope="module")
def forms(root: Path) -> set[str]:
    found = forms_in((root / "src/muster/core/rules").glob("*.py"), said)
    return found | {NOT_ADVICE, "with each item the officer {fact}"}  # given by name, and in another language


def test_every_sentence_of_an_explanation_has_a_spanish_one_and_none_is_left_over(forms: set[str]) -> None:
    assert forms == set(SENTENCES_ES)


def test_a_sentence_that_is_said_is_found_in_the_source(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text('x = say("one" if here else "two", by=say.counted(n, "{count} ox", "{count} oxen"))')
    assert forms_in([file], said) == {"one", "two", "{count} ox", "{count} oxen"}


def test_spanish_sentences_have_the_gaps_of_the_english_ones() -> None:
    assert with_strange_gaps(SENTENCES_ES) == set()
    assert with_strange_gaps({"{a} of {b}": "{a} de {c}"}) == {"{a} of {b}"}


def test_facts_in_strange_words_are_refused_in_spanish_too(root: Path) -> None:
    """The loader's problems with rule files are for those who write them, and stay English as the files are."""

    def told(call: ast.Call) -> list[ast.expr]:
        match call.func:
            case ast.Name("sentence"):
                return call.args[:1]
            case ast.Name("Problem"):
                return call.args[2:3]
            case _:
                return []

    assert forms_in([root / "src/muster/core/rules/fact_words.py"], told) == set(PROBLEMS_ES)
    assert with_strange_gaps(PROBLEMS_ES) == set()


def test_everything_that_has_a_code_has_a_spanish_word() -> None:
    assert set(VERDICTS_ES) == set(VERDICTS)
    assert set(REASONS_ES) == set(REASONS)
    assert set(CREDIT_REASONS_ES) == {*CREDIT_REASONS, ELSEWHERE}
    assert set(EVIDENCE_ES) == set(EVIDENCE) == set(get_args(Requirement.model_fields["evidence"].annotation))
    assert set(CONSEQUENCES_ES) == set(get_args(Consequence.model_fields["kind"].annotation))


def test_every_shipped_rule_has_a_spanish_title_and_summary(shipped: Rulebook) -> None:
    rules = shipped.requirements.values()
    assert [rule.id for rule in rules if "es" not in rule.translations] == []
    assert [rule.id for rule in rules if not rule.translations["es"].says] == []
    copied = [rule.id for rule in rules if rule.title_in("es") == rule.title]
    assert copied == []


class Asked(dict[str, str]):
    """Translations that remember what was asked for and is not there."""

    missing: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self.missing.add(key)
        return super().get(key, default)


def names_without_spanish(book: Rulebook, jurisdiction: str) -> set[str]:
    """Say everything that a jurisdiction's rules ask for, and return the names that stayed English."""
    say = speech_of(book, jurisdiction, "es")
    asked = Asked(say.names)
    asked.missing = set()
    say = replace(say, names=asked)
    page = book.jurisdictions[jurisdiction]
    for rule in book.only([jurisdiction]).requirements.values():
        for version in rule.versions:
            duty_text(version.what, say)
            when_text(version.when, say)
            start_text(version, say)
            credit_lines(version.credit, say)
            [leave_text(leave, say) for leave in version.leave]
            [part_name(leaf, say) for leaf in leaves_of(version.what)]
            say.name(version.consequence.text)
    for topic in (*book.vocabulary.topics.values(), *page.topics.values()):
        say.name(topic)
    for fact, word in {**book.vocabulary.facts, **page.facts}.items():
        say.fact(fact)
        [say.value(fact, code) for code in word.values]
    for code in (*book.vocabulary.delivery, *book.vocabulary.marks, *book.vocabulary.units):
        say.name(code)
    return asked.missing - OWN


def test_every_name_of_the_shipped_rulebook_has_a_spanish_one(shipped: Rulebook) -> None:
    left = {name: names_without_spanish(shipped, name) for name in shipped.jurisdictions}
    assert left == {name: set() for name in shipped.jurisdictions}


def test_a_name_nobody_translated_would_be_found(shipped: Rulebook) -> None:
    bare = replace(shipped, vocabulary=shipped.vocabulary.model_copy(update={"translations": {}}))
    assert "crisis response" in names_without_spanish(bare, "model")


def test_what_nobody_translated_is_said_in_english() -> None:
    assert Speech("es").name("policing of harbours") == "policing of harbours"


def test_an_explanation_in_spanish_says_the_same_in_other_words(shipped: Rulebook) -> None:
    officer = CaseOfficer.model_validate(
        {
            "facts": [{"employment": "full-time", "start": "2020-01-01"}],
            "records": [{"on": "2024-02-01", "hours": 2, "topics": ["de-escalation"], "course": "DE-1"}],
        }
    )
    judgement = evaluate(facts_of_cases([officer]), shipped.only(["model"]), date(2026, 11, 20))
    (one,) = explain(judgement, "case-0", "model/de-escalation", "es")
    (english,) = explain(judgement, "case-0", "model/de-escalation")

    assert (one.verdict, one.due, one.amount) == (english.verdict, english.due, english.amount)
    assert one.title == "Desescalada para cada agente, una y otra vez"
    assert one.says.startswith("Vencido: lo último que se hizo ha caducado; ")
    assert one.fix[0] == "desescalada, 1 vez, venció el 1 feb 2025."
    assert one.asked.says == "desescalada, una vez"
    assert one.idle[0].says == "pertenece a una formación que ha caducado"
    assert one.consequence_says == "El modelo no obliga a nadie."
    lines = explanation_lines(one)
    assert lines[1] == "A fecha de 20 nov 2026"
    assert "│  ├─ empleo: tiempo completo (desde el 1 ene 2020)" in lines
    assert lines[-1] == "Muster no es asesoramiento jurídico."


#: Words of English that no Spanish sentence, name or citation of the shipped rulebook has.
ENGLISH = {"hours", "once", "every", "period", "due", "overdue", "missing", "since", "training", "short"}


def test_every_shipped_rule_can_be_explained_in_spanish(shipped: Rulebook) -> None:
    """For an officer with a little of everything, on a day when most rules have a period that runs."""
    facts = [
        {"employment": "full-time", "start": "2020-01-01"},
        {"certificate": "basic", "start": "2020-01-01"},
        {"discipline": "police", "start": "2020-01-01"},
        {"leave": "military", "start": "2026-03-01", "end": "2026-04-01"},
    ]
    topics = sorted(shipped.vocabulary.topics)
    records = [{"on": "2026-02-01", "hours": 2, "topics": [topic], "course": "x"} for topic in topics]
    officer = CaseOfficer.model_validate({"facts": facts, "records": records})
    judgement = evaluate(facts_of_cases([officer]), shipped, date(2026, 11, 20))

    found = explain(judgement, "case-0", None, "es")

    assert {one.requirement for one in found} == set(shipped.requirements)
    english = {
        (one.requirement, line)
        for one in found
        for line in explanation_lines(replace(one, cited=replace(one.cited, cite="", title="", url="")))
        if ENGLISH & set(line.lower().replace(",", " ").replace(";", " ").replace(".", " ").split())
    }
    assert english == set()


# ── next steps ─────────────────────────────────────────────────────────────────────────────────

NAMES = {
    "de-escalation": "desescalada",
    "first aid": "primeros auxilios",
    "first aid and CPR": "primeros auxilios y RCP",
    "arrest and control, defensive tactics": "detención y control, tácticas defensivas",
    "course x-9, score of 80 % or more": "curso x-9, nota de 80 % o más",
    "training": "formación",
}


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("4 h of de-escalation by 31 Dec 2026", "4 h de desescalada antes del final del 31 dic 2026"),
        (
            "first aid and CPR, 1 time, was due 1 Jan 2026",
            "primeros auxilios y RCP, 1 vez, venció el 1 ene 2026",
        ),
        ("first aid, 2 times", "primeros auxilios, 2 veces"),
        (
            "30 min of training; 2 h of arrest and control, defensive tactics",
            "30 min de formación; 2 h de detención y control, tácticas defensivas",
        ),
        (
            "2 h of course x-9, score of 80 % or more: missing when the period closed, 5 Aug 2025",
            "2 h de curso x-9, nota de 80 % o más: faltaba al cerrarse el periodo, el 5 ago 2025",
        ),
        ("2 h of first aid for boats", "2 h de first aid for boats"),
    ],
)
def test_step_is_written_in_spanish_and_unknown_names_stay_whole(english: str, spanish: str) -> None:
    assert translating(NAMES)(english) == spanish


def test_names_of_every_duty_are_known_to_its_steps(shipped: Rulebook) -> None:
    step = steps_in_spanish(shipped)
    assert step("tactical firearms, 1 time") == "armas de fuego tácticas, 1 vez"
    assert step("a card first-aid or first-aid-cpr in force") == "primeros auxilios en vigor"
