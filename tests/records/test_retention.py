"""How long records are kept: by law as the data has it, by the agency's own word, and whose time is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from tests.cast import Cast
from tests.factories.sessions import a_course, a_record

from muster.accounts.models import User
from muster.ledger.lines import correct_line
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.holds import set_hold
from muster.records.actions.retention import set_own_period
from muster.records.models import OwnPeriod, Record
from muster.records.queries.retention import filter_over, period_at
from muster.records.retention import keep_until, law_of, laws, over_since, period_of
from muster.roster.models import Agency, Appointment, Person


def gone(cast: Cast, name: str, years_ago: int, extra_days: int = 1) -> Person:
    """Somebody with a record whose last day was some years and a day ago."""
    person = cast.person[name]
    a_record(cast, person, a_course(cast, f"C-{name}"), date(1990, 1, 1))
    last = timezone.localdate()
    last = last.replace(year=last.year - years_ago) - timedelta(days=extra_days)
    line = Appointment.lines.standing().get(person=person)
    correct_line(line, by=cast.user["tara"], reason="left", start=date(1950, 1, 1), end=last)
    return person


def over(cast: Cast, years: int) -> list[Any]:
    """Those whose time is over, by the keys."""
    found = filter_over(
        Person.objects.filter(same_as__isnull=True), cast.millbrook, years, timezone.localdate()
    )
    return list(found.order_by("pk"))


# ── the data ─────────────────────────────────────────────────────────────────────────────────────


def test_every_law_names_its_source_and_its_mark() -> None:
    assert {code: (law.years, law.evidence) for code, law in laws().items()} == {
        "us-nj": (None, "V"),
        "us-ut": (50, "S"),
        "us-wa": (None, "V"),
    }
    assert all(source.cite and source.url for law in laws().values() for source in law.sources)


def test_mark_of_a_law_is_told_in_words_and_in_the_language_of_the_page() -> None:
    with translation.override("es"):
        spanish = {law.evidence_says for law in laws().values()}
    with translation.override("en"):
        english = {law.evidence_says for law in laws().values()}
    assert len(spanish) == len(english)
    assert not spanish & english


def test_every_law_is_told_in_spanish_too() -> None:
    assert all(law.translations["es"]["says"] for law in laws().values())


def test_place_inside_of_a_state_follows_the_state() -> None:
    assert law_of("us-ut-provo") == law_of("us-ut")
    assert law_of("") is None


@pytest.mark.parametrize(
    ("jurisdiction", "own", "years", "is_own"),
    [
        ("us-ut", None, 50, False),
        ("us-ut", 60, 60, True),
        ("us-ut", 40, 50, False),
        ("us-or", 10, 10, True),
        ("us-wa", None, None, False),
        ("", None, None, False),
    ],
)
def test_the_longer_period_holds(jurisdiction: str, own: int | None, years: int | None, is_own: bool) -> None:
    period = period_of(jurisdiction, own)
    assert (period.years, period.is_own) == (years, is_own)


@pytest.mark.parametrize("today", [date(2074, 2, 28), date(2074, 3, 1), date(2074, 3, 2), date(2076, 2, 29)])
@pytest.mark.parametrize("last", [date(2024, 2, 27), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)])
def test_days_of_the_list_are_those_of_the_record(today: date, last: date) -> None:
    until = keep_until(period_of("us-ut"), separated_on=last, serves=False).until
    assert until is not None
    assert (last < over_since(50, today)) == (until < today)


# ── the agency's own word ────────────────────────────────────────────────────────────────────────


@pytest.fixture
def rae(cast: Cast) -> User:
    """The custodian."""
    return cast.user["rae"]


@pytest.mark.django_db
def test_own_period_is_set_changed_and_given_up_with_an_entry_each(cast: Cast, rae: User) -> None:
    for years in (10, 20, None):
        set_own_period(agency=cast.millbrook, years=years, reason="council resolution 12", by=rae)
    assert period_at(cast.millbrook).years is None
    told = Entry.objects.filter(verb="records:retention:set").order_by("number")
    assert [entry.details for entry in told] == [
        '{"years":[null,10]}',
        '{"years":[10,20]}',
        '{"years":[20,null]}',
    ]
    assert {(entry.actor, entry.reason) for entry in told} == {(rae, "council resolution 12")}


@pytest.mark.django_db
def test_own_period_is_longer_than_the_law_s(cast: Cast, rae: User) -> None:
    Agency.objects.filter(pk=cast.millbrook.pk).update(jurisdiction="us-ut")
    agency = Agency.objects.get(pk=cast.millbrook.pk)
    with pytest.raises(Refused, match="asks for 50 years already") as refused:
        set_own_period(agency=agency, years=50, reason="x", by=rae)
    assert refused.value.field == "years"
    assert set_own_period(agency=agency, years=51, reason="x", by=rae).years == 51


@pytest.mark.django_db
def test_own_period_needs_a_reason(cast: Cast, rae: User) -> None:
    with pytest.raises(Refused, match="Say why"):
        set_own_period(agency=cast.millbrook, years=10, reason=" ", by=rae)
    assert not OwnPeriod.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"years": 0}, "years_possible"), ({"years": 201}, "years_possible"), ({"reason": ""}, "has_reason")],
)
def test_database_refuses_a_period_that_is_none(
    wrong: dict[str, Any], name: str, cast: Cast, rae: User
) -> None:
    values = {"agency": cast.millbrook, "years": 5, "reason": "x", "set_by": rae} | wrong
    with pytest.raises(IntegrityError, match=f"records_ownperiod_{name}"), transaction.atomic():
        OwnPeriod.objects.create(**values)


# ── whose time is over ───────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_list_holds_who_left_long_enough_ago_and_has_records_here(cast: Cast) -> None:
    ada = gone(cast, "ada", 10)
    gone(cast, "ben", 10, extra_days=0)  # to the day: kept today still
    gone(cast, "sam", 9)
    assert over(cast, 10) == [ada]
    (found,) = over(cast, 10)
    assert (found.kept, found.held) == (1, 0)
    assert found.last_day == Appointment.lines.standing().get(person=ada).end
    assert Record.lines.standing().count() == 3  # listed, and nothing more


@pytest.mark.django_db
def test_list_leaves_out_who_came_back_and_who_has_no_record_here(cast: Cast) -> None:
    ada = gone(cast, "ada", 10)
    Appointment.lines.create(person=ada, agency=cast.millbrook, start=timezone.localdate())
    line = Appointment.lines.standing().get(person=cast.person["ben"])
    correct_line(line, by=cast.user["tara"], reason="left", start=date(1950, 1, 1), end=date(1990, 1, 1))
    assert over(cast, 10) == []


@pytest.mark.django_db
def test_list_joins_entries_of_one_person(cast: Cast) -> None:
    ada = gone(cast, "ada", 10)
    ben = gone(cast, "ben", 12)
    Person.objects.filter(pk=ben.pk).update(same_as=ada)
    (found,) = over(cast, 10)
    assert (found, found.kept) == (ada, 2)
    assert found.last_day == Appointment.lines.standing().get(person=ada).end


@pytest.mark.django_db
def test_list_says_what_a_hold_keeps_all_the_same(cast: Cast) -> None:
    ada = gone(cast, "ada", 10)
    set_hold(agency=cast.millbrook, kind="legal", reason="A matter", by=cast.user["rae"], person=ada)
    (found,) = over(cast, 10)
    assert (found.kept, found.held) == (1, 1)
