"""Proposals name topics with a reason, group what is alike, and never match a part of a word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from muster.core.crosswalk import (
    Crosswalk,
    Group,
    extend_crosswalk,
    judge,
    load_vocabulary,
    only_topics,
    shipped_vocabulary,
    suggest_crosswalk,
    topics_in,
)
from muster.core.errors import BadInput, BadUsage


def topics(title: str) -> set[str]:
    return {found.topic for found in topics_in(title, shipped_vocabulary())}


@pytest.mark.parametrize(
    "title",
    [
        "CARDIOPULMONARY RESUSCITATION",
        "TACTICAL AWARENESS OF EXCITED DELIRIUM SYNDROME",
        "CITYTIME USER TRAINING FOR NON-MANAGERIAL CMOS",
        "CITYWIDE ALL OUT",
        "FELICITY",
        "SOLICITATION",
    ],
)
def test_cit_is_never_found_inside_a_word(title: str) -> None:
    assert "crisis-response" not in topics(title)


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("CIT/Mental Health", "crisis-response"),
        ("C.I.T. refresher", "crisis-response"),
        ("Crisis Intervention Team", "crisis-response"),
        ("POLICING THE EMOTIONALLY DISTURBED", "crisis-response"),
        ("EDP SEMINAR", "crisis-response"),
        ("De-Escalation and Minimizing Use of Force", "de-escalation"),
        ("DEESCALATION TACTICS", "de-escalation"),
        ("Descalation for patrol", "de-escalation"),
        ("INTEGRATING COMMUNICATION, ASSESSMENT AND TACTICS (ICAT) MODULE 2", "de-escalation"),
        ("Procedural  Justice", "procedural-justice"),
        ("POLICE LEGITIMACY", "procedural-justice"),
        ("Anti Bias, Implicit Bias", "bias-free"),
        ("FAIR AND IMPARCIAL POLICING", "bias-free"),
        ("Racial Profiling", "bias-free"),
        ("Cultural Diversity", "cultural-competency"),
        ("LGBTQIA PLUS AWARENESS", "cultural-competency"),
        ("POLICING A MULTICULTURAL SOCIETY", "cultural-competency"),
        ("Firearms Qualification", "firearms"),
        ("EVOC - 8 HOUR REFRESHER", "driving"),
        ("Adult/Infant CPR/AED/First Aid", "first-aid-cpr"),
        ("DEFENSIVE TACTICS", "arrest-control"),
        ("Leadership Conference", "leadership"),
    ],
)
def test_a_title_that_names_its_subject_is_proposed_for_it(title: str, topic: str) -> None:
    assert topic in topics(title)


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("HATE CRIMES AND BIAS-RELATED INCIDENTS", "bias-free"),
        ("DRUGS THAT IMPAIR DRIVING", "driving"),
        ("MENTAL HEALTH FIRST AID COURSE", "first-aid-cpr"),
        ("HEALTH AND WELLNESS - BEHAVIORAL HEALTH", "crisis-response"),
        ("FIREARMS RESTRAINING ORDERS", "firearms"),
    ],
)
def test_a_title_about_something_else_is_held_back(title: str, topic: str) -> None:
    assert topic not in topics(title)


def test_the_reason_shows_the_words_and_a_forgiven_spelling() -> None:
    (group,) = suggest_crosswalk(["FAIR AND IMPARCIAL POLICING"]).groups
    assert group.why == "“fair and impartial” (written “fair and imparcial”) speaks for bias-free"
    assert group.status == "suggested"


def test_titles_that_differ_in_year_wording_or_punctuation_are_one_group() -> None:
    titles = [
        "2023 Implicit Bias",
        "IMPLICIT BIAS TRAINING - 2021",
        "Implicit  bias (refresher)",
        "Cultural Diversity",
    ]
    groups = suggest_crosswalk(titles).groups
    assert [set(group.titles) for group in groups] == [set(titles[:3]), {titles[3]}]
    assert "3 titles that differ" in (groups[0].why or "")


def test_titles_of_one_topic_that_differ_in_form_are_one_group() -> None:
    titles = [
        "Arrest and Control Refresher",
        "Arrest and Control: Basic Course",
        "ARREST AND CONTROL - ADVANCED 2024",
        "Arrest and Control Online",
        "Arrest and Control for Supervisors",
        "Arrest and Control: Instructor Course (40 hours)",
        "Arrest & Control Update II",
        "Handcuffing",
    ]
    groups = suggest_crosswalk(titles).groups
    assert sorted(len(group.titles) for group in groups) == [1, 7]


def test_titles_without_a_topic_are_told_apart_by_their_form() -> None:
    found = suggest_crosswalk(["Supervisor Lunch", "Instructor Lunch"], all_titles=True)
    assert len(found.groups) == 2


def test_titles_of_different_topics_are_never_one_group() -> None:
    groups = suggest_crosswalk(["Use of Force", "De-Escalation and Use of Force"]).groups
    assert [group.topics for group in groups] == [("de-escalation", "use-of-force"), ("use-of-force",)]


def test_titles_without_a_topic_are_left_out_unless_asked_for() -> None:
    assert suggest_crosswalk(["Staff Meeting"]).groups == ()
    (group,) = suggest_crosswalk(["Staff Meeting"], all_titles=True).groups
    assert (group.topics, group.why) == ((), "no word of the vocabulary speaks for a topic")


def test_each_title_stands_in_one_group_however_often_it_is_given() -> None:
    found = suggest_crosswalk(["EVOC", "evoc", " E.V.O.C. ", "EVOC"])
    assert [len(group.titles) for group in found.groups] == [1]


def test_what_a_person_judged_stays() -> None:
    first = suggest_crosswalk(["EVOC", "Implicit Bias"])
    judged = judge(first, [1], status="refused", by="A trainer", on=date(2026, 1, 2), why="no")
    again = extend_crosswalk(judged, ["EVOC", "Implicit Bias", "First Aid"])
    assert again.groups[0] == judged.groups[0]
    assert {title for group in again.groups for title in group.titles} == {
        "EVOC",
        "Implicit Bias",
        "First Aid",
    }


def test_earlier_proposals_outlive_a_folder_that_lacks_their_titles() -> None:
    again = extend_crosswalk(suggest_crosswalk(["EVOC"]), ["First Aid"])
    assert {title for group in again.groups for title in group.titles} == {"EVOC", "First Aid"}
    by_number = Crosswalk((Group(courses=("B1",), topics=("driving",)),))
    assert extend_crosswalk(by_number, []).groups == by_number.groups


def test_a_vocabulary_can_be_narrowed_to_topics() -> None:
    narrow = only_topics(shipped_vocabulary(), ["driving"])
    assert [entry.topic for entry in narrow] == ["driving"]
    with pytest.raises(BadUsage, match="no phrases for dirving"):
        only_topics(shipped_vocabulary(), ["dirving"])


def test_an_agency_may_bring_its_own_words(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.write_text("driving:\n  phrases: [Skidpad]\n  held-back-by: [repair]\n")
    own = load_vocabulary(file)
    assert [found.topic for found in topics_in("SKIDPAD 101", own)] == ["driving"]
    assert topics_in("Skidpad repair", own) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("driving:\n  words: [x]\n", 1),
        ("a:\n  phrases: [x]\nDriving School:\n  phrases: [x]\n", 3),
        ("driving:\n  phrases: x\n", 1),
    ],
)
def test_a_mistake_in_a_vocabulary_is_named_by_line(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "words.yaml"
    file.write_text(text)
    with pytest.raises(BadInput) as found:
        load_vocabulary(file)
    assert found.value.problems[0].where.line == line


def test_a_thousand_titles_take_no_time_worth_speaking_of() -> None:
    titles = [f"Course {chr(97 + n % 26)}{n} on use of force and firearms {n % 7}" for n in range(1000)]
    found = suggest_crosswalk(titles)
    assert sum(len(group.titles) for group in found.groups) == 1000
