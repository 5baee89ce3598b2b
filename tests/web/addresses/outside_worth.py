"""Who may open the pages about what came of outside training, and about who gets to go.

What came of it is told to everybody in the house and to those who look over its shoulder; it names nobody. Who gets to
go is the business of those who read other people's requests.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.cast import Cast
from tests.events.afterwards import an_event, been_there, brought_home, cost, rated
from tests.events.stories import approve, ask, begin, hand_in
from tests.standards.stories import adopt
from tests.web.address import Address

from muster.events.models import Event

HOUSE = "chris ada ben sam tara dina ian rae olga vic fay scot nora posy admin"
#: Who reads requests of others: a supervisor those of the squad.
REQUESTS = "chris sam tara dina olga vic fay scot"
#: Who reads all of a department's; and its funds besides.
ALL = "chris tara dina olga vic fay scot"
MONEY = "chris tara dina olga vic fay"


def gone_and_asked(cast: Cast) -> dict[str, Any]:
    """Three went to something this year, one is approved, and one asks."""
    if Event.objects.filter(series="School").exists():  # by the address before
        return {}
    adopt(cast.millbrook)
    story = begin(cast, in_days=5)
    school = an_event(story, "Crisis school", timezone.localdate().replace(day=1, month=1), series="School")
    gone = been_there(story, school, "ada", "ben", "ian")
    cost(gone, "tuition", 90_000)
    brought_home(story, gone, reached=12, adopted=["Two-officer approach"])
    rated(gone, 4, 5, 3)
    approve(story, hand_in(story, ask(story, "ben")))
    hand_in(story, ask(story, "ada", "ian"))
    return {}


ADDRESSES = [
    Address("worth", HOUSE, kwargs=gone_and_asked),
    Address("worth_pdf", HOUSE),
    Address("commander:who_goes", REQUESTS, kwargs=gone_and_asked),
    Address("commander:selection", MONEY, kwargs=gone_and_asked),
    Address("commander:distribution", ALL, kwargs=gone_and_asked),
]
