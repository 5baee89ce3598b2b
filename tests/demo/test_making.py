"""The made-up department is whole, names nobody, and never lands on top of somebody's data."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from muster.accounts.models import Grant, User
from muster.accounts.roles import Role
from muster.core.sample import make_department
from muster.curriculum.enums import PlanState
from muster.curriculum.models import Course, LessonPlan
from muster.curriculum.proving import plan_faults
from muster.demo import make_demo
from muster.demo.names import made_up_names
from muster.events.models import YearPlan
from muster.ledger.appended import vouched_tables
from muster.ledger.chain import verify
from muster.ledger.comparing import Comparison
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.ledger.stored import stored_entries
from muster.records.enums import Origin
from muster.records.models import Attendance, Enrolment, Record, Session
from muster.roster.access import people_visible_to
from muster.roster.models import Agency, Appointment, Assignment, Fact, Person

TODAY = date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> None:
    make_demo(officers=50, records=6000, seed=3, today=TODAY)


def test_every_officer_and_every_record_of_the_sample_arrives(made: None) -> None:
    sample = make_department(50, 3, TODAY, records_per_officer=120)
    past = sample.records.filter(~sample.records["outcome"].is_in(["registered", "required"]))
    assert Person.objects.count() == sample.officers.height == 50
    assert Record.lines.exclude(origin=Origin.OUTSIDE).count() == past.height
    assert (
        Record.lines.filter(replaces__isnull=False).count()
        == past["supersedes"].is_in(past["record_id"]).sum()
    )


def test_dated_facts_become_lines_of_their_own_kind(made: None) -> None:
    facts = make_department(50, 3, TODAY, records_per_officer=120).facts
    kinds = {row["fact"]: row["len"] for row in facts.group_by("fact").len().to_dicts()}
    assert Appointment.lines.count() == kinds.pop("agency")
    assert Assignment.lines.count() == kinds.pop("unit")
    kinds.pop("employment")
    assert Fact.lines.count() == sum(kinds.values())


def test_everybody_works_for_the_demo_department_at_last(made: None) -> None:
    lines = Appointment.lines.standing().order_by("start", "pk")
    last = {line.person_id: line.agency.name for line in lines.select_related("agency")}
    assert set(last.values()) == {"Riverbend Police"}
    assert len(last) == 50


def test_each_role_has_an_account_that_can_sign_in(made: None) -> None:
    assert {grant.role for grant in Grant.objects.all()} == set(Role.values)
    assert all(user.has_usable_password() for user in User.objects.all())


def test_the_officer_sees_only_the_person_behind_the_account(made: None) -> None:
    officer = User.objects.get(email="officer@riverbend.example")
    assert [person.account for person in people_visible_to(officer)] == [officer]


def test_sessions_are_held_by_those_whose_records_name_them(made: None) -> None:
    held = Session.objects.filter(closed_at__isnull=False).first()
    assert held is not None
    seats = set(Enrolment.objects.filter(session=held).values_list("person", flat=True))
    assert seats == set(Record.lines.standing().filter(session=held).values_list("person", flat=True))
    assert Attendance.objects.filter(enrolment__session=held).count() == len(seats)


def test_lesson_plans_in_use_last_as_long_as_their_course(made: None) -> None:
    plans = LessonPlan.objects.filter(state=PlanState.IN_USE)
    assert plans.exists()
    for plan in plans:
        assert sum(block.minutes for block in plan.blocks.all()) == plan.course.minutes


def test_topics_that_nobody_confirmed_stay_unknown(made: None) -> None:
    unknown = make_department(50, 3, TODAY, records_per_officer=120).courses["topics"].is_null().sum()
    assert Course.objects.filter(topics__isnull=True).count() == unknown > 0


def test_making_it_is_in_the_ledger(made: None) -> None:
    assert Entry.objects.latest("number").verb == "demo:department:make"


def test_scheduler_has_a_plan_for_the_next_month_to_look_at(made: None) -> None:
    plan = YearPlan.objects.get()
    assert plan.made_by is not None
    assert plan.made_by.grants.get().role == Role.SCHEDULER
    assert (plan.last - plan.first).days == 29
    assert plan.seats.exists() or plan.gaps.exists()


def test_every_row_is_vouched_for_by_the_ledger(made: None) -> None:
    comparison = Comparison(connection)
    assert verify(comparison.along(stored_entries(connection))).holds
    found = comparison.verdict()
    assert found.faults == ()
    assert found.rows == sum(table._base_manager.count() for table in vouched_tables().values()) > 6000
    others = Entry.objects.exclude(verb="demo:department:make").values_list("lines", flat=True)
    # the people are of the demo, not of the first lesson plan; a sample that becomes a course brings its own course
    assert {table for lines in others if lines for table in json.loads(lines)} <= {
        "curriculum_course",
        "curriculum_coursecode",
    }


def test_every_lesson_plan_says_what_its_step_saw(made: None) -> None:
    assert LessonPlan.objects.exclude(state="draft").exists()
    assert list(plan_faults()) == []


def test_next_version_changes_one_thing_of_the_one_in_use(made: None) -> None:
    draft = LessonPlan.objects.get(version=2)
    assert draft.supersedes is not None
    before = set(draft.supersedes.blocks.values_list("title", flat=True))
    after = set(draft.blocks.values_list("title", flat=True))
    assert (before - after, len(after - before)) == (set(), 1)


def test_a_database_with_an_agency_is_left_alone() -> None:
    Agency.objects.create(ori="OR0990100", name="Somebody's own")
    with pytest.raises(Refused, match="department in this database already"):
        make_demo(officers=50, records=6000, today=TODAY)
    assert not User.objects.exists()


def test_names_differ_and_stay_the_same_for_a_seed() -> None:
    names = made_up_names(500, seed=1)
    assert len(set(names)) == 500
    assert names == made_up_names(500, seed=1)
