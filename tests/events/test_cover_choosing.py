"""Choosing who stands in: what is written, what the guard says then, and that nobody is booked twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.cast import Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move
from tests.events.streets import (
    ZONE,
    at,
    floor,
    idle_volunteers,
    officers,
    on_leave,
    pattern,
    stands_in,
    works,
)

from muster.events.actions.cover import Chosen, choose_cover, take_back_cover, take_proposal
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import CoverKind, RequestState
from muster.events.models import Cover, Request
from muster.events.queries.cover import cover_look, shifts_uncovered
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
S = RequestState
K = CoverKind


@pytest.fixture
def story(cast: Cast) -> Story:
    """Squad A just holds its floor; squad B works nights; Lee of B has no shifts of their own and volunteers."""
    idle_volunteers(cast, "lee", "max")
    return begin(cast)


def asked(story: Story, name: str = "ada") -> Request:
    return approve(story, hand_in(story, ask(story, name)), until=S.STAFFING_REVIEW)


def first_shift(story: Story, request: Request, kind: str, officer: str = "") -> Chosen:
    key = str(story.cast.person[officer].pk) if officer else ""
    missed = cover_look(request).shifts[0]
    return Chosen(missed.attendee.pk, missed.starts_at, kind, key)


def choose(story: Story, request: Request, kind: str, officer: str = "") -> Cover:
    request.refresh_from_db()
    chosen = first_shift(story, request, kind, officer)
    return choose_cover(request=request, chosen=chosen, by=story.cast.user["scot"], edition=request.edition)


def test_chosen_cover_closes_its_shift_and_stands_in_the_ledger(story: Story) -> None:
    request = asked(story)
    entries = Entry.objects.count()
    cover = choose(story, request, K.VOLUNTEER_OVERTIME, "lee")
    first = story.event.starts_on
    assert first is not None
    assert (cover.by, cover.unit, cover.starts_at) == (
        story.cast.person["lee"],
        story.cast.squad_a,
        at(first, 6),
    )
    assert cover.cents == 10 * 3_000 * 3 // 2
    assert [each.day for each in shifts_uncovered(request)] == [
        first + timedelta(days=1),
        first + timedelta(days=2),
    ]
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("number").verb == "events:cover:write"


def test_proposal_covers_every_shift_at_once_and_the_stage_passes_without_an_override(story: Story) -> None:
    squad_b = officers(story.cast, story.cast.squad_b, "pat")
    works(story.cast.squad_b, pattern(story.cast.millbrook, [None]), squad_b[0])
    stands_in(story.cast, "pat", volunteers=True)
    request = asked(story)
    with pytest.raises(Refused, match="3 shifts have no cover"):
        move(story, request, "staffing_review-approved", "scot")
    request.refresh_from_db()
    covers = take_proposal(request=request, by=story.cast.user["scot"], edition=request.edition)
    assert len({cover.by_id for cover in covers}) == 3
    assert move(story, request, "staffing_review-approved", "scot").state == S.BUDGET_REVIEW


def test_free_seats_are_chosen_with_the_proposal(story: Story) -> None:
    story.cast.squad_a.floors.update(people=2)
    request = asked(story)
    take_proposal(request=request, by=story.cast.user["scot"], edition=request.edition)
    assert [(each.kind, each.by, each.cents) for each in request.cover.all()] == [(K.FREE_SEAT, None, 0)] * 3


def test_nothing_is_proposed_twice(story: Story) -> None:
    story.cast.squad_a.floors.update(people=2)
    request = asked(story)
    take_proposal(request=request, by=story.cast.user["scot"], edition=request.edition)
    request.refresh_from_db()
    with pytest.raises(Refused, match="Nothing is proposed"):
        take_proposal(request=request, by=story.cast.user["scot"], edition=request.edition)


def test_nobody_stands_in_twice_at_one_time(story: Story) -> None:
    ada, sam = asked(story), asked(story, "kit")
    choose(story, ada, K.VOLUNTEER_OVERTIME, "lee")
    with pytest.raises(Refused, match="not possible any more"):
        choose(story, sam, K.VOLUNTEER_OVERTIME, "lee")
    assert choose(story, sam, K.VOLUNTEER_OVERTIME, "max").by == story.cast.person["max"]


def test_who_stands_in_elsewhere_is_short_there_when_they_want_to_go_themselves(story: Story) -> None:
    choose(story, asked(story), K.VOLUNTEER_OVERTIME, "lee")
    missed = cover_look(ask(story, "lee")).open
    assert [(each.shift.unit, each.shift.stretch.minutes) for each in missed] == [
        (str(story.cast.squad_a.pk), 600)
    ]


def test_cover_of_a_withdrawn_request_holds_nobody_any_more(story: Story) -> None:
    ada, sam = asked(story), asked(story, "kit")
    choose(story, ada, K.VOLUNTEER_OVERTIME, "lee")
    move(story, ada, f"{S.STAFFING_REVIEW}-withdrawn", "ada")
    assert choose(story, sam, K.VOLUNTEER_OVERTIME, "lee").by == story.cast.person["lee"]


def test_who_cannot_come_is_not_chosen(story: Story) -> None:
    request = asked(story)
    with pytest.raises(Refused, match="not possible any more"):
        choose(story, request, K.ORDERED_OVERTIME, "ben")  # is off at six, when the shift begins
    with pytest.raises(Refused, match="not possible any more"):
        choose(story, request, K.FREE_SEAT)
    assert not request.cover.exists()


def test_shift_has_one_cover_until_it_is_taken_back(story: Story) -> None:
    request = asked(story)
    cover = choose(story, request, K.VOLUNTEER_OVERTIME, "lee")
    with pytest.raises(Refused, match="has a cover already"):
        choose(story, request, K.VOLUNTEER_OVERTIME, "max")
    request.refresh_from_db()
    take_back_cover(cover=cover, by=story.cast.user["scot"], edition=request.edition)
    assert len(shifts_uncovered(request)) == 3
    assert choose(story, request, K.VOLUNTEER_OVERTIME, "max").by == story.cast.person["max"]


def test_second_of_two_schedulers_is_told(story: Story) -> None:
    request = asked(story)
    chosen = first_shift(story, request, K.VOLUNTEER_OVERTIME, "max")
    edition = request.edition
    choose(story, request, K.VOLUNTEER_OVERTIME, "lee")
    with pytest.raises(ChangedMeanwhile):
        choose_cover(request=request, chosen=chosen, by=story.cast.user["scot"], edition=edition)


def test_approver_who_saw_another_cover_is_told(story: Story) -> None:
    request = asked(story)
    before = request.edition
    choose(story, request, K.VOLUNTEER_OVERTIME, "lee")
    request.refresh_from_db()
    assert request.edition == before + 1


def test_cover_that_falls_ill_opens_the_shift_again(story: Story) -> None:
    request = asked(story)
    choose(story, request, K.VOLUNTEER_OVERTIME, "lee")
    first = story.event.starts_on
    assert first is not None
    on_leave(story.cast, "lee", first, kind="medical")
    look = cover_look(request)
    assert len(look.open) == 3
    assert look.shifts[0].cover_broken


def test_draft_has_no_covers(story: Story) -> None:
    request = ask(story)
    with pytest.raises(Refused, match="from the day it is handed in"):
        choose(story, request, K.VOLUNTEER_OVERTIME, "lee")


def test_nobody_arranges_the_cover_of_their_own_journey(story: Story) -> None:
    request = asked(story)
    with pytest.raises(Refused, match="your own"):
        take_proposal(request=request, by=story.cast.user["ada"], edition=request.edition)


def test_shift_that_is_not_missed_cannot_be_covered(story: Story) -> None:
    request = asked(story)
    chosen = first_shift(story, request, K.VOLUNTEER_OVERTIME, "lee")
    strange = Chosen(chosen.attendee, chosen.starts_at + timedelta(hours=1), chosen.kind, chosen.officer)
    with pytest.raises(Refused, match="not missed any more"):
        choose_cover(request=request, chosen=strange, by=story.cast.user["scot"], edition=request.edition)


def test_swap_lets_the_one_who_goes_work_the_other_shift(cast: Cast) -> None:
    officers(cast, cast.squad_a, "kit")
    in_turn = pattern(cast.millbrook, [["06:00", 600], None])
    story = begin(cast)
    first = story.event.starts_on
    assert first is not None
    works(cast.squad_a, in_turn, cast.person["ada"], anchor=first + timedelta(days=1))
    works(cast.squad_a, in_turn, cast.person["kit"], anchor=first)
    floor(cast.squad_a, 1)
    request = asked(story)
    cover = choose(story, request, K.SWAP, "kit")
    assert cover.starts_at == at(first + timedelta(days=1), 6)
    assert cover.cents == 0
    assert shifts_uncovered(request) == []
    # what Ada works in return she would miss if she went away then
    given = cover.gives_up_at
    assert given is not None
    assert given.astimezone(ZONE).date() not in {first, first + timedelta(days=2)}
    request.departs_at, request.returns_at = given, given + timedelta(hours=2)
    assert [each.starts_at for each in cover_look(_saved_apart(story, request)).shifts] == [given]


def _saved_apart(story: Story, request: Request) -> Request:
    """Return another request of Ada's for those days."""
    other = ask(story)
    other.departs_at, other.returns_at = request.departs_at, request.returns_at
    other.save()
    return other


def test_database_refuses_a_cover_by_nobody(story: Story) -> None:
    request = asked(story)
    attendee = request.attendees.get()
    with pytest.raises(IntegrityError, match="events_cover_names_somebody"), transaction.atomic():
        Cover.objects.create(
            request=request, attendee=attendee, starts_at=request.departs_at, minutes=60, kind=K.OVERLAP
        )


def test_database_refuses_a_second_cover_of_a_shift(story: Story) -> None:
    request = asked(story)
    shift = {"request": request, "attendee": request.attendees.get(), "starts_at": request.departs_at}
    Cover.objects.create(**shift, minutes=60, kind=K.FREE_SEAT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cover.objects.create(**shift, minutes=60, kind=K.FREE_SEAT)
