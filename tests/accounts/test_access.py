"""Where a power is held, on which days, and on whose behalf."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from tests.cast import Cast, make_grant

from muster.accounts.access import (
    Reach,
    accounts_visible_to,
    acting_for,
    grants_of,
    grants_today,
    grants_visible_to,
    may_end,
    may_give,
    may_manage,
    reach_of,
    why,
)
from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.roles import Role

pytestmark = pytest.mark.django_db

P = Permission


def lend(cast: Cast, to: str, start: date, end: date) -> Grant:
    """Lend the chief's role, without asking the rules of lending."""
    own = Grant.objects.get(user=cast.user["chris"])
    return Grant.objects.create(
        user=cast.user[to], role=own.role, agency=own.agency, start=start, end=end, delegated_from=own
    )


def fresh(user: User) -> User:
    """The same account as another request sees it."""
    return User.objects.get(pk=user.pk)


def decides(user: User) -> bool:
    """Whether somebody may decide on waivers, which of Millbrook only chief and director may."""
    return bool(reach_of(fresh(user), P.STANDARDS_WAIVER_DECIDE))


# ── days ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("first", "last", "held"), [(0, 0, True), (-1, 1, True), (1, 2, False), (-2, -1, False)]
)
def test_role_gives_its_powers_from_first_to_last_day(
    first: int, last: int, held: bool, cast: Cast, today: date
) -> None:
    days = {"start": today + timedelta(days=first), "end": today + timedelta(days=last)}
    Grant.objects.create(user=cast.user["ada"], role=Role.DIRECTOR, agency=cast.millbrook, **days)
    assert decides(cast.user["ada"]) is held


def test_role_ended_early_gives_nothing_from_that_moment(cast: Cast) -> None:
    Grant.objects.filter(user=cast.user["dina"]).update(ended_at=timezone.now())
    assert not decides(cast.user["dina"])


def test_role_ended_early_was_held_on_the_days_before(cast: Cast, yesterday: date) -> None:
    Grant.objects.filter(user=cast.user["dina"]).update(ended_at=timezone.now())
    assert [grant.role for grant in grants_of(cast.user["dina"], yesterday)] == [Role.DIRECTOR]


def test_closed_account_holds_nothing(cast: Cast) -> None:
    cast.user["dina"].is_active = False
    assert not grants_of(cast.user["dina"]).exists()


def test_who_is_signed_out_holds_nothing() -> None:
    assert reach_of(AnonymousUser(), P.RECORDS_RECORD_READ) == Reach()


def test_roles_are_asked_for_once_a_request(
    cast: Cast, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    user = fresh(cast.user["tara"])
    assert queries_of(lambda: [reach_of(user, permission) for permission in P]) == 1


# ── lent roles ─────────────────────────────────────────────────────────────────────────────────


def test_lent_role_gives_its_powers_within_its_days(cast: Cast, today: date) -> None:
    lend(cast, "sam", today, today)
    assert decides(cast.user["sam"])


def test_lent_role_gives_nothing_before_its_days(cast: Cast, tomorrow: date) -> None:
    lend(cast, "sam", tomorrow, tomorrow)
    assert not decides(cast.user["sam"])


def test_lent_role_gives_nothing_once_the_lender_s_account_is_closed(cast: Cast, today: date) -> None:
    lend(cast, "sam", today, today)
    User.objects.filter(pk=cast.user["chris"].pk).update(is_active=False)
    assert not decides(cast.user["sam"])


@pytest.mark.parametrize("change", [{"ended_at": True}, {"end": True}, {"start": True}])
def test_lent_role_gives_nothing_while_the_lender_does_not_hold_it(
    change: dict[str, bool], cast: Cast, today: date, yesterday: date, tomorrow: date
) -> None:
    lend(cast, "sam", today, today)
    now = {"ended_at": timezone.now(), "end": yesterday, "start": tomorrow}
    Grant.objects.filter(user=cast.user["chris"]).update(**{name: now[name] for name in change})
    assert not decides(cast.user["sam"])


def test_who_acts_in_a_lent_role_acts_for_the_lender(cast: Cast, today: date) -> None:
    lend(cast, "sam", today, today)
    assert acting_for(fresh(cast.user["sam"]), P.STANDARDS_WAIVER_DECIDE) == cast.user["chris"]


def test_who_holds_the_power_too_acts_for_nobody_else(cast: Cast, today: date) -> None:
    lend(cast, "dina", today, today)
    assert acting_for(fresh(cast.user["dina"]), P.STANDARDS_WAIVER_DECIDE) is None


def test_own_power_elsewhere_does_not_hide_the_lender(cast: Cast, today: date) -> None:
    make_grant(cast.user["sam"], Role.DIRECTOR, cast.oakford)
    lend(cast, "sam", today, today)
    sam = fresh(cast.user["sam"])
    assert acting_for(sam, P.STANDARDS_WAIVER_DECIDE, cast.millbrook) == cast.user["chris"]
    assert acting_for(sam, P.STANDARDS_WAIVER_DECIDE, cast.oakford) is None


def test_who_has_no_power_acts_for_nobody(cast: Cast) -> None:
    assert acting_for(cast.user["ben"], P.STANDARDS_WAIVER_DECIDE) is None


# ── places ─────────────────────────────────────────────────────────────────────────────────────


def test_reach_of_a_unit_is_its_path(cast: Cast) -> None:
    there = reach_of(cast.user["sam"], P.RECORDS_RECORD_READ)
    assert (there.agencies, there.unit_paths) == (frozenset(), frozenset({cast.squad_a.path}))


def test_reach_covers_what_lies_below(cast: Cast) -> None:
    patrol = Reach(unit_paths=frozenset({cast.patrol.path}))
    assert patrol.covers(cast.millbrook, cast.squad_a)
    assert not patrol.covers(cast.millbrook)
    assert not Reach(unit_paths=frozenset({cast.squad_a.path})).covers(cast.millbrook, cast.patrol)


def test_reach_of_a_commission_covers_its_agencies(cast: Cast) -> None:
    assert Reach(agencies=frozenset({cast.commission.pk})).covers(cast.oakford)


def test_nothing_but_everywhere_covers_everywhere(cast: Cast) -> None:
    assert not Reach(agencies=frozenset({cast.millbrook.pk})).covers(None)
    assert Reach(everywhere=True).covers(None)


def test_decision_names_the_roles_that_give_it(cast: Cast) -> None:
    assert [grant.role for grant in why(cast.user["dina"], P.STANDARDS_WAIVER_DECIDE)] == [Role.DIRECTOR]


def test_roles_of_another_agency_stay_hidden(cast: Cast) -> None:
    shown = {grant.user for grant in grants_visible_to(cast.user["tara"])}
    assert cast.user["ada"] in shown
    assert shown.isdisjoint({cast.user["nora"], cast.user["posy"], cast.user["admin"]})


def test_accounts_of_another_agency_stay_hidden(cast: Cast) -> None:
    shown = set(accounts_visible_to(cast.user["chris"]))
    assert cast.user["ada"] in shown
    assert shown.isdisjoint({cast.user["nora"], cast.user["stranger"], cast.user["admin"]})


# ── giving, ending, managing ───────────────────────────────────────────────────────────────────


@pytest.fixture
def clerk(cast: Cast) -> User:
    """The administrator of Millbrook alone."""
    made = User.objects.create_user("clerk@example.org", name="Clerk")
    make_grant(made, Role.ADMINISTRATOR, cast.millbrook)
    return made


def role_of(cast: Cast, name: str) -> Grant:
    """The first role of somebody."""
    return Grant.objects.select_related("agency", "unit").filter(user=cast.user[name]).earliest("pk")


def test_administrator_of_an_agency_gives_roles_there_alone(cast: Cast, clerk: User) -> None:
    assert may_give(clerk, cast.millbrook, cast.squad_a)
    assert not may_give(clerk, cast.oakford)
    assert not may_give(clerk, cast.commission)
    assert not may_give(clerk, None)


def test_coordinator_gives_no_roles(cast: Cast) -> None:
    assert not may_give(cast.user["tara"], cast.millbrook)


def test_agency_does_not_end_the_roles_of_its_overseers(cast: Cast, clerk: User) -> None:
    assert may_end(clerk, role_of(cast, "tara"))
    assert not may_end(clerk, role_of(cast, "olga"))
    assert not may_end(clerk, role_of(cast, "vic"))
    assert may_end(cast.user["admin"], role_of(cast, "olga"))


def test_commission_ends_the_roles_of_overseers_in_its_agencies(cast: Cast) -> None:
    above = User.objects.create_user("above@example.org")
    make_grant(above, Role.ADMINISTRATOR, cast.commission)
    assert may_end(above, role_of(cast, "olga"))
    assert may_end(above, role_of(cast, "posy"))


def test_account_with_a_role_elsewhere_is_not_managed_by_one_agency(cast: Cast, clerk: User) -> None:
    assert may_manage(clerk, cast.user["ada"])
    make_grant(cast.user["ada"], Role.OFFICER, cast.oakford)
    assert not may_manage(clerk, cast.user["ada"])


def test_account_with_a_role_elsewhere_that_is_over_is_managed(
    cast: Cast, clerk: User, yesterday: date
) -> None:
    make_grant(cast.user["ada"], Role.OFFICER, cast.oakford)
    Grant.objects.filter(user=cast.user["ada"], agency=cast.oakford).update(end=yesterday)
    assert may_manage(clerk, cast.user["ada"])


def test_agency_does_not_manage_who_stands_above_it_or_outside(cast: Cast, clerk: User) -> None:
    managed = {name for name, user in cast.user.items() if may_manage(clerk, user)}
    assert managed.isdisjoint({"admin", "posy", "nora", "stranger", "olga", "vic"})


def test_nobody_manages_their_own_account(cast: Cast) -> None:
    assert not may_manage(cast.user["admin"], cast.user["admin"])


def test_roles_of_today_are_the_same_list_twice(cast: Cast) -> None:
    assert grants_today(cast.user["ada"]) is grants_today(cast.user["ada"])
