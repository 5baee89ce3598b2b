"""What came of outside training, figure by figure, with arithmetic that can be done by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader
from tests.cast import Cast
from tests.events.afterwards import an_event, been_there, brought_home, cost, rated, recorded
from tests.events.stories import begin
from tests.standards.stories import adopt, fact

from muster.events.enums import CostKind, CostStage, RatingMoment, RequestState
from muster.events.models import Event
from muster.events.queries.credits import Helped, helped_by_event
from muster.events.queries.ratings import Rated
from muster.events.queries.worth import (
    NOTHING,
    Basis,
    Worth,
    adopted_from,
    rows_of,
    total,
    worth_by_event,
)
from muster.events.worth_sheet import Told, as_pdf

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
MAY = date(2026, 5, 4)
S = RequestState
K = CostKind


def test_figures_of_an_event_are_those_written_down(cast: Cast) -> None:
    story = begin(cast)
    event = an_event(story, "Crisis school", MAY)
    request = been_there(story, event, "ada", "ben", "ian")
    cost(request, K.TUITION, 90_000)
    cost(request, K.REIMBURSEMENT, -30_000)
    brought_home(story, request, reached=17, adopted=["Two-officer approach"])
    rated(request, 5, 4, 4)
    rated(request, 4, 3, moment=RatingMoment.THREE_MONTHS, used=True)
    found = worth_by_event(Event.objects.all())
    assert found == {
        event.pk: Worth(
            requests=1,
            people=3,
            cents=60_000,
            reports=1,
            reached=17,
            adopted=1,
            on_return=Rated(13, 3),
            later=Rated(7, 2),
            used=2,
        )
    }


def test_cost_of_each_person_reached_counts_those_who_went_and_those_taught_after() -> None:
    assert Worth(people=3, reached=17, cents=60_000).cents_each == 60_000 // (3 + 17)
    assert Worth(people=2, reached=1, cents=100).cents_each == 33
    assert Worth(people=2, reached=1, cents=200).cents_each == 67
    assert Worth(cents=5_000).cents_each is None


def test_mean_is_never_told_of_fewer_than_three_and_never_finer_than_a_half() -> None:
    assert Rated(10, 2).mean is None
    assert Rated(13, 3).mean == 4.5  # 4.33
    assert Rated(12, 3).mean == 4.0
    assert Rated(17, 4).mean == 4.5  # 4.25 is as near to 4.5


def test_use_at_work_is_never_told_of_fewer_than_five() -> None:
    assert Worth(later=Rated(16, 4), used=4).used_percent is None
    assert Worth(later=Rated(20, 5), used=3).used_percent == 60
    assert Worth(later=Rated(28, 7), used=5).used_percent == 70  # 71.4


@pytest.mark.parametrize(
    ("state", "lines", "cents", "still_open"),
    [
        # what was paid may be a part of what was approved, and may be more
        (S.ATTENDED, [("tuition", 500, "approved"), ("tuition", 450, "actual")], 500, 50),
        (S.ATTENDED, [("tuition", 500, "approved"), ("tuition", 520, "actual")], 520, 0),
        (S.ATTENDED, [("tuition", 450, "actual"), ("air", 300, "approved")], 750, 300),
        # once it is closed, what nobody paid was not spent; pay is what payroll knows
        (S.CLOSED, [("tuition", 450, "actual"), ("air", 300, "approved")], 450, 0),
        (S.CLOSED, [("tuition", 450, "actual"), ("backfill", 200, "approved")], 650, 200),
        (S.CLOSED, [("tuition", 500, "approved")], 500, 500),
        # money that is only expected back does not make a journey cheaper
        (S.ATTENDED, [("tuition", 500, "approved"), ("reimbursement", -400, "approved")], 500, 500),
        (S.ATTENDED, [("tuition", 500, "actual"), ("reimbursement", -400, "actual")], 100, 0),
        # a fee for not going is a cost; what was approved for it is not
        (S.CANCELLED, [("tuition", 500, "approved"), ("cancellation", 75, "actual")], 75, 0),
        (S.APPROVED, [("tuition", 500, "approved")], 0, 0),
        (S.ATTENDED, [("tuition", 500, "estimated")], 0, 0),
    ],
)
def test_net_cost_is_what_was_spent_and_no_more(
    cast: Cast, state: str, lines: list[tuple[str, int, str]], cents: int, still_open: int
) -> None:
    story = begin(cast)
    event = an_event(story, "Crisis school", MAY)
    request = been_there(story, event, "ada", state=state)
    for kind, amount, stage in lines:
        cost(request, kind, amount, stage)
    found = worth_by_event(Event.objects.all()).get(event.pk, NOTHING)
    assert (found.cents, found.open_cents) == (cents, still_open)


def test_events_fold_into_series_providers_topics_and_years(cast: Cast) -> None:
    story = begin(cast)
    first = an_event(story, "CIT 2025", date(2025, 5, 4), series="CIT", provider="Academy")
    second = an_event(story, "CIT 2026", MAY, series="CIT", topics=["mental-health", "de-escalation"])
    for event, name, cents in ((first, "ada", 100), (second, "ben", 250)):
        cost(been_there(story, event, name), K.TUITION, cents)
    events = Event.objects.select_related("provider")
    worths = worth_by_event(events)

    def folded(basis: str) -> list[tuple[str, int]]:
        return [(row.name, row.worth.cents) for row in rows_of(events, worths, basis)]

    assert folded(Basis.EVENT) == [("CIT 2026", 250), ("CIT 2025", 100)]
    assert folded(Basis.SERIES) == [("CIT", 350)]
    assert folded(Basis.PROVIDER) == [("", 250), ("Academy", 100)]
    assert folded(Basis.TOPIC) == [("de-escalation", 350), ("mental-health", 250)]
    assert folded(Basis.YEAR) == [("2026", 250), ("2025", 100)]
    assert total(worths.values()).people == 2


def test_requirements_are_those_to_which_the_records_gave_credit(cast: Cast) -> None:
    adopt(cast.millbrook)
    adopt(cast.millbrook, "us-or/maintenance-84")  # 84 hours in three years, for those with a certificate
    for name, value in (("discipline", "police"), ("certificate", "basic")):
        fact(cast.person["ian"], cast.millbrook, name, value, date(2025, 2, 3))
    story = begin(cast)
    event = an_event(story, "Crisis school", MAY)
    whole = been_there(story, event, "ada", "ben")
    recorded(story, whole, MAY, 8 * 60)
    short = been_there(story, an_event(story, "Half a day", MAY), "ian")
    recorded(story, short, MAY, 4 * 60)
    unrecorded = been_there(story, an_event(story, "No papers", MAY), "sam")
    found = helped_by_event(cast.millbrook, Event.objects.all())
    assert found[event.pk] == Helped(credited=2, in_order=2)
    assert found[short.event_id] == Helped(credited=2, in_order=1)
    assert unrecorded.event_id not in found


def test_figures_cost_the_same_queries_for_one_event_and_for_five(cast: Cast, queries_of: Counted) -> None:
    story = begin(cast)
    for number in range(5):
        event = an_event(story, f"School {number}", MAY)
        rated(been_there(story, event, "ada", "ben"), 4, 5)
    one = Event.objects.filter(title="School 0")
    assert queries_of(lambda: worth_by_event(one)) == 8
    assert queries_of(lambda: worth_by_event(Event.objects.all())) == 8


def test_sheet_is_one_page_in_the_language_asked_for(cast: Cast) -> None:
    story = begin(cast)
    request = been_there(story, an_event(story, "Crisis school", MAY), "ada")
    cost(request, K.TUITION, 123_456, CostStage.APPROVED)
    brought_home(story, request, reached=9, adopted=["A very long name of a practice " * 9] * 9)
    worth = total(worth_by_event(Event.objects.all()).values())
    names = [practice.title for practice in adopted_from(Event.objects.all())]
    told = Told("Millbrook Police", "2026 " * 60, worth, Helped(12, 9), names)
    for language, title in (("en", "Was it worth it?"), ("es", "¿Valió la pena?")):
        with translation.override(language):
            pages = PdfReader(BytesIO(as_pdf(told))).pages
        text = " ".join(pages[0].extract_text().split())
        assert len(pages) == 1
        assert title in text
        assert "$1,234.56" in text
        assert "Testcase" not in text  # nobody is named
