"""Who gets to go, who was sent, and what the money could do: as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.events.stories import approve, ask, begin, hand_in
from tests.standards.stories import adopt, course, record

from muster.events.enums import NeedKind
from muster.events.models import Need
from muster.roster.models import Fact

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
TITLE = "De-escalation for every officer, again and again"


def page(client: Client, cast: Cast, name: str, url: str, query: str = "") -> str:
    client.force_login(cast.user[name])
    answer = client.get(reverse(f"commander:{url}") + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_row_shows_its_reasons_and_why_it_stands_where_it_does(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=400))
    record(cast.person["ben"], course(cast.millbrook, "DE-2"), timezone.localdate() - timedelta(days=10))
    story = begin(cast, in_days=5)
    gap = hand_in(story, ask(story, "ben"))
    Need.objects.create(request=gap, kind=NeedKind.GAP, text="Audit of 2026, finding 4")
    hand_in(story, ask(story, "ada"))
    text = page(client, cast, "chris", "who_goes")
    assert text.index("Ada Testcase") < text.index("Audit of 2026, finding 4")
    assert f"{TITLE} (1 person)" in text
    assert "Before the next one: its reason is stronger." in text


def test_how_somebody_stands_is_not_told_to_who_may_not_see_it(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), timezone.localdate() - timedelta(days=400))
    story = begin(cast)
    hand_in(story, ask(story, "ada"))
    assert TITLE in page(client, cast, "chris", "who_goes")
    for name in ("fay", "scot"):
        text = page(client, cast, name, "who_goes")
        assert "a requirement with a due day" in text
        assert TITLE not in text
        assert ", due" not in text


def test_supervisor_sees_the_requests_of_the_squad(cast: Cast, client: Client) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada"))
    hand_in(story, ask(story, "ben"))
    text = page(client, cast, "sam", "who_goes")
    assert "Ada Testcase" in text
    assert "Ben Testcase" not in text


def test_csv_gives_the_reasons_in_words(cast: Cast, client: Client) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada"))
    client.force_login(cast.user["chris"])
    lines = client.get("/command/who-goes/?format=csv").getvalue().decode().splitlines()
    assert "related to the job" in lines[1]


def test_list_costs_the_same_queries_for_one_request_and_for_three(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = begin(cast)
    hand_in(story, ask(story, "ada"))
    page(client, cast, "chris", "who_goes")
    first = queries_of(lambda: client.get(reverse("commander:who_goes")))
    hand_in(story, ask(story, "ben"))
    hand_in(story, ask(story, "ian"))
    assert queries_of(lambda: client.get(reverse("commander:who_goes"))) == first


def test_advice_is_shown_beside_what_was_decided_and_says_why_not(cast: Cast, client: Client) -> None:
    story = begin(cast)
    approve(story, hand_in(story, ask(story, "ada", cents=50_000)))
    hand_in(story, ask(story, "ben", "ian", cents=90_000))
    year = story.event.starts_on.year if story.event.starts_on else 0
    text = page(client, cast, "chris", "selection", f"?of=year&year={year}&money=1000&beyond=2")
    assert "Advice and never a decision" in text
    assert "the money is not enough beside the others" in text
    assert "differs" in text
    text = page(client, cast, "chris", "selection", f"?of=year&year={year}&money=1300&beyond=2")
    assert "With $1,430.00 the advice would change" in text


def test_money_that_is_none_is_told_and_the_usual_is_taken(cast: Cast, client: Client) -> None:
    begin(cast)
    text = page(client, cast, "chris", "selection", "?of=year&money=much&year=12&beyond=-1")
    assert "Please look at 3 things again" in text
    assert "With $10,000.00" in text


def test_distribution_offers_the_column_that_the_roster_lacks(cast: Cast, client: Client) -> None:
    begin(cast)
    text = page(client, cast, "chris", "distribution")
    assert "a column “gender”" in text
    assert "By rank" in text


def test_distribution_does_not_tell_of_four_people(cast: Cast, client: Client) -> None:
    begin(cast)
    for name in ("ada", "ben", "ian", "sam"):
        Fact.lines.create(person=cast.person[name], agency=cast.millbrook, fact="gender", value="Sirian")
    text = page(client, cast, "chris", "distribution")
    assert "Hidden are numbers under 5" in text
    row = text[text.index("Sirian") :].partition("</tr>")[0]
    assert row.count(">hidden<") == 2
    lines = client.get(reverse("commander:distribution") + "?format=csv").getvalue().decode().splitlines()
    assert "gender,Sirian,hidden,,hidden," in lines
