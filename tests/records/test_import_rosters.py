"""Rosters brought in: people, appointments, ranks, units."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cast import HIRED, Cast
from tests.records.bringing import bring, number_of, reasons_of

from muster.records.actions.imports import accepting, batches
from muster.roster.access import facts_visible_to, may_see_line
from muster.roster.models import Appointment, Assignment, Fact, Identifier, Person, Unit

pytestmark = pytest.mark.django_db

ROSTER = (
    "Employee ID,Last Name,First Name,Hire Date,Rank,Unit\n"
    "901,Novak,Eva,2021-02-01,Sgt,Night watch\n902,Lindqvist,Per,2022-03-01,Officer,Night watch\n"
)


def test_roster_makes_people_with_appointment_rank_unit_and_number(cast: Cast) -> None:
    batch = bring(cast, ROSTER, "roster")
    assert reasons_of(batch) == {"unknown-person": 2}
    batch = batches.answer_questions(
        batch=batch, by=cast.user["tara"], make_people=True, facts_from="2024-01-01"
    )
    accepting.accept_import(batch=batch, by=cast.user["tara"])
    eva = Person.objects.get(family_name="Novak")
    assert Appointment.lines.get(person=eva).start == date(2021, 2, 1)
    assert (Fact.lines.get(person=eva).value, Fact.lines.get(person=eva).start) == (
        "sergeant",
        date(2024, 1, 1),
    )
    assert Assignment.lines.get(person=eva).unit == Unit.objects.get(
        agency=cast.millbrook, name="Night watch"
    )
    assert Identifier.lines.get(person=eva).value == "901"


def test_rank_that_no_rule_knows_is_left_out_and_said(cast: Cast) -> None:
    text = "Employee ID,Last Name,First Name,Hire Date,Rank\n901,Novak,Eva,2021-02-01,Grand Wizard\n"
    batch = batches.answer_questions(
        batch=bring(cast, text, "roster"), by=cast.user["tara"], make_people=True
    )
    assert "unknown-rank" in [one["reason"] for one in batch.findings["doubts"]]
    accepting.accept_import(batch=batch, by=cast.user["tara"])
    eva = Person.objects.get(family_name="Novak")
    assert Appointment.lines.filter(person=eva).exists()
    assert not Fact.lines.filter(person=eva).exists()


def test_roster_brought_again_adds_nothing(cast: Cast) -> None:
    batch = batches.answer_questions(
        batch=bring(cast, ROSTER, "roster"), by=cast.user["tara"], make_people=True
    )
    accepting.accept_import(batch=batch, by=cast.user["tara"])
    counts = [table.lines.count() for table in (Appointment, Assignment, Fact, Identifier)]
    again = bring(cast, ROSTER, "roster")
    assert again.findings["people"] == {"agency": 2}
    accepting.accept_import(batch=again, by=cast.user["tara"], again=True)
    assert [table.lines.count() for table in (Appointment, Assignment, Fact, Identifier)] == counts


def test_roster_ends_an_older_rank_and_undo_opens_it_again(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    batch = bring(
        cast, f"Employee ID,Name,Rank,Rank Date\n{ada},Ada Testcase,Sergeant,2024-07-01\n", "roster"
    )
    batch = accepting.accept_import(batch=batch, by=cast.user["tara"])
    ranks = Fact.lines.standing().filter(person=cast.person["ada"], fact="rank").order_by("start")
    assert [(r.value, r.start, r.end) for r in ranks] == [
        ("officer", HIRED, date(2024, 6, 30)),
        ("sergeant", date(2024, 7, 1), None),
    ]
    accepting.undo_import(batch=batch, by=cast.user["tara"], reason="Not promoted.")
    ranks = Fact.lines.standing().filter(person=cast.person["ada"], fact="rank")
    assert [(r.value, r.end) for r in ranks] == [("officer", None)]


def test_last_day_on_a_roster_ends_the_appointment(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = f"Employee ID,Name,Hire Date,Separation Date\n{ada},Ada Testcase,{HIRED},2024-07-01\n"
    accepting.accept_import(batch=bring(cast, text, "roster"), by=cast.user["tara"])
    line = Appointment.lines.standing().get(person=cast.person["ada"])
    assert (line.start, line.end) == (HIRED, date(2024, 7, 1))


def test_undo_of_a_roster_keeps_its_people_and_names_those_left_empty(cast: Cast) -> None:
    batch = batches.answer_questions(
        batch=bring(cast, ROSTER, "roster"), by=cast.user["tara"], make_people=True
    )
    batch = accepting.accept_import(batch=batch, by=cast.user["tara"])
    batch = accepting.undo_import(batch=batch, by=cast.user["tara"], reason="The wrong town.")
    eva, per = Person.objects.get(family_name="Novak"), Person.objects.get(family_name="Lindqvist")
    assert sorted(batch.findings["empty_people"]) == sorted([eva.pk, per.pk])
    assert not Appointment.lines.standing().filter(person__in=[eva, per]).exists()


def test_column_of_numbers_is_no_name_whatever_its_header(cast: Cast) -> None:
    text = 'Employee #,Officer Name,Hire Dt.\n901,"Novak, Eva",2021-02-01\n'
    assert reasons_of(bring(cast, text, "roster")) == {"unknown-person": 1}  # with a number and a whole name
    named = bring(cast, 'Employee,Hire Date\n"Novak, Eva",2021-02-01\n', "roster")
    assert named.columns["Employee"] == "name"


def test_gender_and_race_come_in_as_written_and_a_later_file_changes_them(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    first = f"Employee ID,Name,Sex,Race/Ethnicity\n{ada},Ada Testcase,F,Black\n"
    accepting.accept_import(batch=bring(cast, first, "roster"), by=cast.user["tara"])
    second = f"Employee ID,Name,Sex,Race/Ethnicity\n{ada},Ada Testcase,F,Hispanic\n"
    batch = accepting.accept_import(batch=bring(cast, second, "roster"), by=cast.user["tara"])
    told = Fact.lines.standing().filter(person=cast.person["ada"], fact__in=("gender", "race"), end=None)
    assert sorted(told.values_list("fact", "value")) == [("gender", "F"), ("race", "Hispanic")]
    accepting.undo_import(batch=batch, by=cast.user["tara"], reason="The wrong file.")
    assert Fact.lines.standing().get(person=cast.person["ada"], fact="race", end=None).value == "Black"


def test_gender_is_seen_by_the_person_and_by_who_keeps_the_roster_alone(cast: Cast) -> None:
    line = Fact.lines.create(person=cast.person["ada"], agency=cast.millbrook, fact="gender", value="F")
    seeing = {
        name
        for name, user in cast.user.items()
        if facts_visible_to(user).filter(pk=line.pk).exists() and may_see_line(user, line)
    }
    assert seeing == {"ada", "tara", "dina", "admin"}
    reached = {
        name for name, user in cast.user.items() if facts_visible_to(user).filter(fact="rank").exists()
    }
    assert {"sam", "chris", "rae"} <= reached
