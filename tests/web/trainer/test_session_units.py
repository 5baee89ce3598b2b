"""Sessions of a unit: who plans and sees them, and what a coordinator of that unit alone cannot reach."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_account
from tests.factories.sessions import a_course, a_day, a_room, a_seat, a_session, an_instructor
from tests.web.trainer.test_sessions import changed_plan, plan_of

from muster.accounts.permissions import Permission
from muster.accounts.roles import Role
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.access.sessions import may_close, may_plan, sessions_visible_to
from muster.records.actions.sessions import DayPlan, clone_session, plan_session
from muster.records.models import Session
from muster.roster.models import Unit

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def una(cast: Cast, client: Client) -> Client:
    """The browser of Una, coordinator of Patrol and of nothing else."""
    client.force_login(make_account(cast, "una", Role.COORDINATOR, cast.millbrook, cast.patrol))
    return client


@pytest.fixture
def tara(cast: Cast) -> Client:
    """The browser of Tara, coordinator of the agency."""
    browser = Client()
    browser.force_login(cast.user["tara"])
    return browser


def shown(client: Client, **query: Any) -> list[Session]:
    """The sessions of the list, in the order of their keys."""
    page = client.get(reverse("trainer:sessions"), query).context["page"]
    return sorted(page.object_list, key=lambda session: session.pk)


# ── who reaches what ─────────────────────────────────────────────────────────────────────────────


def test_coordinator_of_a_unit_sees_its_sessions_and_those_below_it(cast: Cast, una: Client) -> None:
    a_session(cast, a_course(cast))
    own = a_session(cast, unit=cast.patrol)
    below = a_session(cast, unit=cast.squad_b)
    a_session(cast, unit=Unit.objects.create(agency=cast.millbrook, code="D", name="Desk", path="/999/"))
    assert shown(una) == [own, below]


def test_session_of_the_agency_as_a_whole_is_no_such_page_for_her(cast: Cast, una: Client) -> None:
    session = a_session(cast, a_course(cast))
    for name in ("session", "change_session", "pick_people", "close_session"):
        assert una.get(reverse(f"trainer:{name}", args=[session.pk])).status_code == 404


def test_her_session_is_hers_to_plan_to_close_and_to_enrol_for(cast: Cast, una: Client) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_a, days=(3,))
    assert may_plan(cast.user["una"], session)
    assert may_close(cast.user["una"], session)
    picked = una.get(reverse("trainer:pick_people", args=[session.pk])).context["page"].object_list
    assert set(picked) == {cast.person["ada"], cast.person["ben"], cast.person["sam"], cast.person["ian"]}


def test_supervisor_of_a_squad_reads_its_sessions_alone(cast: Cast) -> None:
    sid = make_account(cast, "sid", Role.SUPERVISOR, cast.millbrook, cast.squad_a)
    a_session(cast, a_course(cast))
    a_session(cast, unit=cast.squad_b)
    own = a_session(cast, unit=cast.squad_a)
    assert list(sessions_visible_to(sid, Permission.RECORDS_SESSION_READ)) == [own]


def test_instructor_keeps_the_session_he_teaches_whosever_it_is(cast: Cast) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_a, teacher=an_instructor(cast))
    assert list(sessions_visible_to(cast.user["ian"])) == [session]


# ── planning ─────────────────────────────────────────────────────────────────────────────────────


def test_coordinator_of_the_agency_plans_for_a_unit_or_for_none(cast: Cast, tara: Client) -> None:
    tara.post(reverse("trainer:add_session"), plan_of(cast, course=a_course(cast).pk, unit=cast.squad_a.pk))
    session = Session.objects.get()
    assert session.unit == cast.squad_a
    assert json.loads(Entry.objects.latest("number").details)["unit"] == cast.squad_a.pk
    tara.post(reverse("trainer:change_session", args=[session.pk]), changed_plan(session, unit=""))
    session.refresh_from_db()
    assert session.unit is None


def test_coordinator_of_a_unit_plans_in_a_room_of_the_agency(cast: Cast, una: Client) -> None:
    room = a_room(cast.millbrook)
    sent = plan_of(cast, course=a_course(cast).pk, unit=cast.squad_b.pk) | {"day-0-room": room.pk}
    answer = una.post(reverse("trainer:add_session"), sent)
    session = Session.objects.get()
    assert answer.headers["Location"] == reverse("trainer:session", args=[session.pk])
    assert (session.unit, session.meetings.get().room) == (cast.squad_b, room)


def test_coordinator_of_a_unit_is_asked_for_it(cast: Cast, una: Client) -> None:
    answer = una.post(reverse("trainer:add_session"), plan_of(cast, course=a_course(cast).pk, unit=""))
    assert "You plan the sessions of your unit: choose it" in answer.content.decode()
    assert not Session.objects.exists()


def test_coordinator_of_a_unit_neither_takes_nor_gives_a_session_away(cast: Cast, una: Client) -> None:
    desk = Unit.objects.create(agency=cast.millbrook, code="D", name="Desk", path="/999/")
    una.post(reverse("trainer:add_session"), plan_of(cast, course=a_course(cast).pk, unit=desk.pk))
    assert not Session.objects.exists()
    session = a_session(cast, a_course(cast, "DE-9"), unit=cast.squad_a, days=(3,))
    for unit in ("", desk.pk):
        una.post(reverse("trainer:change_session", args=[session.pk]), changed_plan(session, unit=unit))
    session.refresh_from_db()
    assert session.unit == cast.squad_a


def test_coordinator_of_a_unit_does_not_keep_the_rooms(cast: Cast, una: Client) -> None:
    room = a_room(cast.millbrook)
    assert una.get(reverse("trainer:rooms")).status_code == 404
    assert una.get(reverse("trainer:change_room", args=[room.pk])).status_code == 404
    assert reverse("trainer:rooms") not in una.get(reverse("trainer:sessions")).content.decode()


def test_unit_of_another_agency_is_refused(cast: Cast) -> None:
    theirs = Unit.objects.create(agency=cast.oakford, code="X", name="Elsewhere", path="/998/")
    with pytest.raises(Refused, match="belongs to another agency") as refused:
        plan_session(course=a_course(cast), days=[DayPlan(*a_day(3))], by=cast.user["tara"], unit=theirs)
    assert refused.value.field == "unit"


def test_unit_that_is_no_more_is_offered_only_where_it_stands_already(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_b, days=(3,))
    Unit.objects.filter(pk=cast.squad_b.pk).update(end="2020-12-31")
    new = tara.get(reverse("trainer:add_session")).context["form"].fields["unit"].queryset
    old = (
        tara.get(reverse("trainer:change_session", args=[session.pk])).context["form"].fields["unit"].queryset
    )
    assert (cast.squad_b in new, cast.squad_b in old) == (False, True)


def test_session_held_again_stays_with_its_unit(cast: Cast) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_a)
    again = clone_session(session=session, first_day=a_day(30)[0].date(), by=cast.user["tara"])
    assert again.unit == cast.squad_a


# ── pages ────────────────────────────────────────────────────────────────────────────────────────


def test_list_is_filtered_by_unit_and_names_it(cast: Cast, tara: Client) -> None:
    a_session(cast, a_course(cast))
    mine = a_session(cast, unit=cast.squad_a)
    assert shown(tara, unit=cast.patrol.pk) == [mine]
    assert shown(tara, unit=cast.squad_a.pk) == [mine]
    assert len(shown(tara, unit="")) == 2
    out = b"".join(tara.get(reverse("trainer:sessions"), {"format": "csv"}).streaming_content).decode()
    assert out.splitlines()[0].split(",")[2] == "Unit"
    assert sorted(line.split(",")[2] for line in out.splitlines()[1:]) == ["", "Squad A"]


def test_list_with_units_costs_the_same_for_one_row_and_for_three(
    cast: Cast, tara: Client, queries_of: Counted
) -> None:
    a_session(cast, a_course(cast), unit=cast.squad_a)
    one = queries_of(lambda: tara.get(reverse("trainer:sessions")))
    a_session(cast, unit=cast.squad_b)
    a_session(cast, unit=cast.patrol)
    assert queries_of(lambda: tara.get(reverse("trainer:sessions"))) == one


def test_session_page_names_the_unit(cast: Cast, tara: Client) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_a)
    assert (
        "<dt>Unit</dt><dd>Squad A</dd>"
        in tara.get(reverse("trainer:session", args=[session.pk])).content.decode()
    )


def test_officer_of_another_squad_still_finds_an_open_session_of_a_unit(cast: Cast, client: Client) -> None:
    session = a_session(cast, a_course(cast), unit=cast.squad_b, days=(3,))
    a_seat(session, cast.person["ben"])
    client.force_login(cast.user["ada"])
    assert str(session) in client.get(reverse("officer:sessions")).content.decode()
