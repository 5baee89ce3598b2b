"""Next steps and reasons in Spanish: whole names or none, and never half a sentence."""

from __future__ import annotations

import pytest

from muster.core.rules import load_rulebook
from muster.core.rules.spanish import REASONS_ES, TOPICS_ES, step_in_spanish
from muster.core.rules.verdicts import REASONS

TOPICS = {
    "de-escalation": "de-escalation",
    "first-aid": "first aid",
    "first-aid-cpr": "first aid and CPR",
    "arrest-control": "arrest and control, defensive tactics",
}


def test_every_reason_is_said_in_spanish():
    assert set(REASONS_ES) == set(REASONS)


def test_every_shared_topic_has_a_spanish_name():
    assert set(TOPICS_ES) == set(load_rulebook(only=["model"]).vocabulary.topics)


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
def test_step_is_written_in_spanish_and_unknown_names_stay_whole(english, spanish):
    assert step_in_spanish(english, TOPICS) == spanish
