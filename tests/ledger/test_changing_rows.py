"""Rows that may change, and on which rights and verdicts hang, are as the newest deed left them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.ledger.rows import compared, excuse, sql, written

from muster.accounts.actions import end_role, give_role
from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.curriculum.models import Course
from muster.ledger import comparing
from muster.ledger.comparing import RowKind
from muster.ledger.models import Entry
from muster.roster.actions import merge_people, undo_merge
from muster.standards.actions import decide_excuse

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(cast: Cast) -> Grant:
    """A role that was given, and the entries that vouch for it and for the cast's own."""
    return give_role(
        account=cast.user["ada"],
        role=Role.AUTHOR,
        agency=cast.millbrook,
        start=timezone.localdate(),
        by=cast.user["admin"],
    )


def ended(role: Grant, cast: Cast) -> int:
    """End it, and return the number of the entry."""
    end_role(grant=role, by=cast.user["admin"], reason="moved")
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    return entry.number


def faults() -> list[tuple[RowKind, str, Any, int | None]]:
    """What does not hold: how, in which table, which keys, after which entry."""
    return [(f.kind, f.table, f.run, f.entry) for f in compared().faults]


def test_each_deed_says_how_the_row_is_after_it(cast: Cast, role: Grant) -> None:
    assert compared().holds
    ended(role, cast)
    assert compared().holds


def test_role_that_was_ended_and_is_held_again_behind_the_ledger_s_back_is_found(
    cast: Cast, role: Grant
) -> None:
    """It is then as an older entry says; the newest is what counts."""
    number = ended(role, cast)
    sql("UPDATE accounts_grant SET ended_at = NULL WHERE id = %s", role.pk)
    assert faults() == [(RowKind.changed, "accounts_grant", (role.pk, role.pk), number)]


def test_role_that_nobody_gave_is_found(cast: Cast, role: Grant) -> None:
    sql(
        "INSERT INTO accounts_grant (user_id, role, start) SELECT user_id, 'administrator', start "
        "FROM accounts_grant WHERE id = %s",
        role.pk,
    )
    (key,) = Grant.objects.filter(role=Role.ADMINISTRATOR, user=cast.user["ada"]).values_list("pk", flat=True)
    assert faults() == [(RowKind.added, "accounts_grant", (key, key), None)]


def test_waiver_with_another_last_day_is_found_after_its_decision(cast: Cast) -> None:
    waiver = excuse(cast)
    written(cast, waiver)
    decide_excuse(excuse=waiver, granted=True, note="a letter", by=cast.user["chris"])
    assert compared().holds
    sql("UPDATE standards_excuse SET requirement = 'model/firearms' WHERE id = %s", waiver.pk)
    (fault,) = compared().faults
    assert (fault.table, fault.entry) == ("standards_excuse", 2)


def test_merge_that_was_undone_and_is_in_force_again_is_found(cast: Cast) -> None:
    people = {"kept": cast.person["ada"], "merged": cast.person["nora"]}
    cast.user["nora"].is_active = False
    cast.user["nora"].save()
    merge = merge_people(**people, by=cast.user["tara"], reason="one person")
    undo_merge(merge=merge, by=cast.user["tara"], reason="two after all")
    assert compared().holds
    sql("UPDATE roster_merge SET undone_at = NULL WHERE id = %s", merge.pk)
    assert [kind for kind, *_rest in faults()] == [RowKind.changed]


def test_course_that_is_about_more_than_anybody_said_is_found(cast: Cast) -> None:
    course = Course.objects.create(agency=cast.millbrook, code="FA", title="First aid", minutes=60, topics=[])
    written(cast, course)
    sql("UPDATE curriculum_course SET topics = %s WHERE id = %s", '["de-escalation"]', course.pk)
    assert [kind for kind, *_rest in faults()] == [RowKind.changed]


def test_many_that_are_changed_at_once_are_part_of_the_deed(cast: Cast, role: Grant) -> None:
    Grant.objects.filter(agency=cast.millbrook).update(end=timezone.localdate() + timedelta(days=90))
    assert not compared().holds
    written(cast, cast.millbrook)
    assert compared().holds


def while_looking(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Let something be done just before the roles are read, once."""
    todo, read = [deed], comparing.digests

    def reading(connection: Any, table: Any, columns: Any, runs: Any) -> Iterator[Any]:
        if table is Grant and todo:
            todo.pop()()
        return read(connection, table, columns, runs)

    monkeypatch.setattr("muster.ledger.comparing.digests", reading)


def test_deed_during_the_look_is_no_fault(cast: Cast, role: Grant, monkeypatch: pytest.MonkeyPatch) -> None:
    while_looking(monkeypatch, lambda: ended(role, cast))
    assert compared().faults == ()
    assert Entry.objects.count() == 2


def test_what_is_changed_behind_its_back_after_a_deed_during_the_look_is_one(
    cast: Cast, role: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deed() -> None:
        ended(role, cast)
        sql("UPDATE accounts_grant SET role = 'director' WHERE id = %s", role.pk)

    while_looking(monkeypatch, deed)
    assert faults() == [(RowKind.changed, "accounts_grant", (role.pk, role.pk), 2)]
