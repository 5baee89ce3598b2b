"""Why an officer stands as they do, down to the single record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import pytest

from muster.core.errors import BadUsage
from muster.core.rules import Rulebook, evaluate
from muster.core.rules.explain import Amount, Explanation, Seen, explain
from muster.core.rules.explain_inputs import Input
from muster.core.rules.explain_text import explanation_lines
from muster.core.rules.language import Requirement
from muster.core.rules.testing import CaseOfficer
from muster.core.tables.cases import facts_of_cases

Explained: TypeAlias = Callable[..., tuple[Explanation, ...]]

HIRED = {"employment": "full-time", "start": "2020-01-01"}
DRIVING = {"topics": ["driving"]}


def drive(on: str | None, hours: float = 4, **more: Any) -> dict[str, Any]:
    return {"on": on, "hours": hours, "topics": ["driving"], "course": "Driving", **more}


@pytest.fixture
def explained(book: Callable[..., Rulebook]) -> Explained:
    """Explain one officer among two others, so that nobody else's records can slip in."""

    def made(
        rule: Requirement,
        records: list[dict[str, Any]],
        as_of: str = "2025-11-20",
        facts: tuple[Any, ...] = (HIRED,),
    ) -> tuple[Explanation, ...]:
        own = {"facts": list(facts), "records": records}
        other = {"facts": [HIRED], "records": [drive("2025-02-02", 40, course="Not mine")]}
        officers = [CaseOfficer.model_validate(officer) for officer in (other, own, other)]
        judgement = evaluate(facts_of_cases(officers), book(rule), date.fromisoformat(as_of))
        return explain(judgement, "case-1")

    return made


def test_the_headline_is_told_with_its_period_its_amounts_and_its_day(
    rule: Any, explained: Explained
) -> None:
    one = explained(
        rule(what={"hours": 8, "of": DRIVING}), [drive("2024-05-01", 8), drive("2025-05-01", 2.5)]
    )[0]

    assert (one.verdict, one.reason, one.headline) == ("due_soon", "time_left", True)
    assert one.says == (
        "Due soon: there is still time; 2 h 30 min of 8 h, 5 h 30 min short "
        "from 1 Jan 2025 to 31 Dec 2025; due 31 Dec 2025."
    )
    assert one.amount == Amount("minutes", 480, 150, 330, done=False)


def test_what_is_worst_comes_first_and_each_period_has_its_own_records(
    rule: Any, explained: Explained
) -> None:
    last, now = explained(
        rule(what={"hours": 8, "of": DRIVING}), [drive("2024-05-01", 6), drive("2025-05-01", 8)]
    )

    assert (last.verdict, now.verdict) == ("overdue", "met")
    assert last.says.endswith("was due 31 Dec 2024.")
    assert [seen.on for seen in last.counted] == [date(2024, 5, 1)]
    assert [seen.on for seen in now.counted] == [date(2025, 5, 1)]
    assert [(group.reason, group.count) for group in last.idle] == [("counted_elsewhere", 1)]


def test_records_that_counted_are_listed_by_day_with_what_they_gave(rule: Any, explained: Explained) -> None:
    one = explained(rule(what={"hours": 8, "of": DRIVING}), [drive("2025-06-01", 1), drive("2025-05-01", 2)])[
        -1
    ]

    assert one.counted == (
        Seen("row-3", date(2025, 5, 1), "Driving", 120, "driving"),
        Seen("row-2", date(2025, 6, 1), "Driving", 60, "driving"),
    )


def test_records_that_gave_nothing_are_grouped_with_the_nearest_misses_first(
    rule: Any, explained: Explained
) -> None:
    elsewhere = [{"on": f"2025-03-0{day}", "hours": 1, "topics": ["ethics"]} for day in range(1, 8)]
    records = [*elsewhere, drive("2025-04-01", outcome="failed"), drive("2010-01-01")]

    one = explained(rule(what={"hours": 8, "of": DRIVING}), records)[-1]

    assert [(group.reason, group.count) for group in one.idle] == [
        ("wrong_outcome", 1),
        ("outside_the_period", 1),
        ("other_subject", 7),
    ]
    assert [seen.on for seen in one.idle[-1].latest] == [date(2025, 3, day) for day in (7, 6, 5, 4, 3)]


def test_parts_are_a_tree_with_what_is_done_and_what_is_short(rule: Any, explained: Explained) -> None:
    asked = {"all": [{"part": "total", "hours": 8}, {"times": 2, "of": DRIVING}]}

    tree = explained(rule(what=asked), [drive("2025-05-01", 8)])[-1].asked

    assert [(part.says, part.amount) for part in tree.parts] == [
        ("8 h of training", Amount("minutes", 480, 480, 0, done=True)),
        ("driving, 2 times", Amount("times", 2, 1, 1, done=False)),
    ]


def test_of_duties_by_turns_only_the_one_whose_turn_it_is_is_shown(rule: Any, explained: Explained) -> None:
    """Anchored in 2020, so 2024 is a year of the first and 2025 of the second."""
    by_turns = {"alternating": [{"hours": 1, "of": DRIVING}, {"hours": 2, "of": {"topics": ["ethics"]}}]}

    found = explained(rule(what=by_turns), [])

    assert {(one.period_start.year, part.says) for one in found for part in one.asked.parts} == {
        (2024, "1 h of driving"),
        (2025, "2 h of ethics"),
    }


def test_a_rolling_duty_in_force_shows_its_parts_done_by_the_last_completion(
    rule: Any, explained: Explained
) -> None:
    rolling = rule(when={"rolling": {"every": "2 years"}}, what={"hours": 4, "of": DRIVING})

    one = explained(rolling, [drive("2025-05-01")])[0]

    assert one.asked.amount == Amount("minutes", 240, 240, 0, done=True)
    assert [seen.minutes for seen in one.counted] == [240]


def test_the_rule_is_cited_with_its_evidence_and_who_confirmed_it(rule: Any, explained: Explained) -> None:
    source = {"cite": "Code 7", "title": "On driving", "url": "https://law.example/7"}
    file = {"sources": [source], "evidence": "S", "confirmed": {"on": "2026-01-02", "by": "A. Lawyer"}}

    cited = explained(rule(file=file), [])[0].cited

    assert (cited.cite, cited.title, cited.url) == ("Code 7", "On driving", "https://law.example/7")
    assert (cited.evidence, cited.evidence_says) == ("S", "read in a secondary source")
    assert cited.confirmed == "2 Jan 2026 by A. Lawyer"


def test_leave_that_moved_the_deadline_is_named_with_its_days(rule: Any, explained: Explained) -> None:
    leave = {"leave": "military", "start": "2025-03-01", "end": "2025-03-10"}
    extends = rule(leave=[{"of": "military", "then": "extend"}], what={"hours": 8})

    one = next(
        one for one in explained(extends, [], facts=(HIRED, leave)) if one.period_start == date(2025, 1, 1)
    )

    assert one.due == date(2026, 1, 10)
    assert Input("leave", "military (1 Mar 2025 to 10 Mar 2025); the rule says: extend") in one.inputs
    assert Input("deadline", "moved from 31 Dec 2025 to 10 Jan 2026") in one.inputs


def test_a_share_of_the_amount_and_the_day_it_counts_from_are_named(rule: Any, explained: Explained) -> None:
    start = {"from": {"first": "employment"}, "first_period": "prorated"}
    hired = {"employment": "full-time", "start": "2025-07-01"}

    one = explained(rule(start=start, what={"hours": 24}), [], facts=(hired,))[0]

    assert one.amount is not None
    assert one.amount.needed == 24 * 60 * 6 // 12
    assert Input("share owed", "6 of 12 months") in one.inputs
    assert Input("the first day of employment", "1 Jul 2025") in one.inputs


def test_late_training_and_grace_are_named_with_their_last_day(rule: Any, explained: Explained) -> None:
    one = explained(rule(grace="30 days", what={"hours": 8}), [], as_of="2025-01-15")[0]

    assert one.verdict == "in_grace"
    assert Input("late training", "still counts for this period until 30 Jan 2025") in one.inputs
    assert Input("grace", "30 days after the due day") in one.inputs


def test_a_missing_fact_is_named_as_what_would_mend_it(rule: Any, explained: Explained) -> None:
    """Employment is a word of the shared vocabulary that everyone has one of."""
    one = explained(rule(who={"is": {"employment": "full-time"}}), [], facts=())[0]

    assert (one.verdict, one.reason) == ("cannot_tell", "missing_fact")
    assert one.fix == (
        "Record the fact employment: without it nobody can tell whether, or from when, the rule binds.",
    )
    assert Input("employment", "nothing on record") in one.inputs


def test_records_that_only_need_a_topic_are_part_of_the_remedy_of_their_own_period(
    rule: Any, explained: Explained
) -> None:
    unknown = {"on": "2025-05-01", "hours": 8}

    last, now = explained(rule(what={"hours": 8, "of": DRIVING}), [unknown])

    assert last.fix == (
        "8 h of driving: missing when the period closed, 31 Dec 2024.",
        "Training now cannot serve that period: only a record that is missing, or a waiver, changes it.",
        "The period that runs now from 1 Jan 2025 to 31 Dec 2025 still needs: 8 h of driving by 31 Dec 2025.",
    )
    assert now.fix == (
        "8 h of driving by 31 Dec 2025.",
        "1 record: say what they are about (muster crosswalk), and they may count.",
    )


def test_an_officer_who_is_not_bound_is_told_so_without_a_list_of_records(
    rule: Any, explained: Explained
) -> None:
    one = explained(rule(who={"is": {"employment": "reserve"}}), [drive("2025-05-01")])[0]

    assert (one.verdict, one.counted, one.idle, one.fix) == ("not_applicable", (), (), ())
    assert one.says == "Not applicable: the rule does not bind this officer; due 31 Dec 2025."


def test_the_text_is_a_tree_that_ends_by_saying_what_it_is_not(rule: Any, explained: Explained) -> None:
    one = explained(rule(what={"hours": 8, "of": DRIVING}), [drive("2024-05-01", 8), drive("2025-05-01", 8)])[
        0
    ]

    lines = explanation_lines(one)

    assert lines[0] == "Made up (xx-test/rule), officer case-1"
    assert lines[1] == "As of 20 Nov 2025"
    assert "│  └─ 1 May 2025: Driving, 8 h [driving]" in lines
    assert lines[-1] == "Muster is not legal advice."


def test_an_explanation_is_plain_values_for_json(rule: Any, explained: Explained) -> None:
    one = explained(rule(what={"hours": 8, "of": DRIVING}), [drive("2025-05-01", 8)])[0]

    read = json.loads(json.dumps(one.as_dict()))

    assert read["as_of"] == "2025-11-20"
    assert read["cited"]["cite"] == "the test"
    assert read["note"] == "Muster is not legal advice."


def test_only_the_requirement_asked_for_is_explained(rule: Any, book: Callable[..., Rulebook]) -> None:
    facts = facts_of_cases([CaseOfficer.model_validate({"facts": [HIRED]})])
    judgement = evaluate(facts, book(rule("one"), rule("two")), date(2025, 11, 20))

    assert {each.requirement for each in explain(judgement, "case-0", "xx-test/two")} == {"xx-test/two"}
    assert {each.requirement for each in explain(judgement, "case-0")} == {"xx-test/one", "xx-test/two"}


@pytest.mark.parametrize(
    ("officer", "code", "says"),
    [
        ("case-9", "unknown-officer", "there is no officer case-9 in the facts. Did you mean case-0?"),
        (
            "Ann Smith",
            "officer-is-a-name",
            "Ann Smith looks like a name, and facts name officers by id only.",
        ),
        ("Smith, Ann", "officer-is-a-name", "Smith, Ann looks like a name"),
    ],
)
def test_an_officer_who_is_not_there_gets_a_sentence(
    rule: Any, book: Callable[..., Rulebook], officer: str, code: str, says: str
) -> None:
    judgement = evaluate(facts_of_cases([CaseOfficer()]), book(rule()), date(2025, 11, 20))

    with pytest.raises(BadUsage) as caught:
        explain(judgement, officer)

    assert caught.value.problems[0].code == code
    assert str(caught.value).startswith(says)


def test_every_shipped_rule_can_be_explained(shipped: Rulebook) -> None:
    """For an officer with a little of everything, on a day when most rules have a period that runs."""
    facts = [
        HIRED,
        {"certificate": "basic", "start": "2020-01-01"},
        {"discipline": "police", "start": "2020-01-01"},
    ]
    records = [
        {"on": "2026-02-01", "hours": 2, "topics": [topic]} for topic in sorted(shipped.vocabulary.topics)
    ]
    officer = CaseOfficer.model_validate(
        {"facts": facts, "records": [*records, drive(None), drive("2026-03-01")]}
    )

    found = explain(evaluate(facts_of_cases([officer]), shipped, date(2026, 11, 20)), "case-0")

    assert {one.requirement for one in found} == set(shipped.requirements)
    assert all(explanation_lines(one)[-1] == "Muster is not legal advice." for one in found)


def test_a_total_that_is_there_is_not_the_headline_when_a_part_is_short(
    rule: Any, explained: Explained
) -> None:
    whole = {"all": [{"part": "total", "hours": 14}, {"part": "driving", "hours": 2, "of": DRIVING}]}
    other = {"on": "2025-05-01", "hours": 118, "topics": ["ethics"]}

    one = explained(rule(what=whole), [other])[-1]

    assert "the total is there, and short is: driving (0 h of 2 h)" in one.says
    assert "118 h of 14 h" not in one.says
