"""The page that answers "was it worth it?", and its printed sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pypdf import PdfReader
from tests.cast import Cast
from tests.events.afterwards import an_event, been_there, brought_home, cost, rated, recorded
from tests.events.stories import Story, begin
from tests.standards.stories import adopt

from muster.events.enums import CostKind
from muster.events.models import Event

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
WORTH = "/outside/worth/"
THIS_YEAR = date(timezone.localdate().year, 1, 12)


def page(client: Client, query: str = "") -> str:
    answer = client.get(WORTH + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def enter(client: Client, cast: Cast, name: str = "chris") -> Client:
    client.force_login(cast.user[name])
    return client


def gone(story: Story, title: str, *names: str, on: date = THIS_YEAR) -> None:
    """Some people went, it cost a thousand dollars, they reached nine others and liked it."""
    request = been_there(story, an_event(story, title, on, series=title, provider="Academy"), *names)
    cost(request, CostKind.TUITION, 100_000)
    brought_home(story, request, reached=9, adopted=[f"Practice of {title}"])
    rated(request, *[4] * len(names))


def test_page_says_what_it_cost_for_each_person_reached(cast: Cast, client: Client) -> None:
    gone(begin(cast), "Crisis school", "ada")
    text = page(enter(client, cast))
    assert "$1,000.00" in text
    assert "$100.00" in text  # 1,000 for one who went and nine at home
    assert "Practice of Crisis school" in text


def test_year_provider_series_and_topic_narrow_it_down(cast: Cast, client: Client) -> None:
    story = begin(cast)
    gone(story, "Crisis school", "ada")
    gone(story, "Old school", "ben", on=THIS_YEAR.replace(year=THIS_YEAR.year - 1))
    enter(client, cast)
    assert "Practice of Old school" not in page(client)
    assert "Practice of Old school" in page(client, "?year=all")
    assert "Practice of Crisis school" not in page(client, "?year=all&series=Old school")
    assert "Practice of Old school" in page(client, f"?year={THIS_YEAR.year - 1}&topic=de-escalation")
    assert "Nobody was sent anywhere yet" in page(client, "?year=all&topic=driving")
    for basis in ("series", "provider", "topic", "year"):
        assert "$2,000.00" in page(client, f"?year=all&by={basis}")


def test_event_leads_to_what_came_of_it_once_it_has_begun(cast: Cast, client: Client) -> None:
    story = begin(cast)
    gone(story, "Crisis school", "ada")
    event = Event.objects.get(title="Crisis school")
    query = f"?agency={cast.millbrook.pk}&event={event.pk}"
    enter(client, cast)
    link = escape(WORTH + query)
    assert link in client.get(reverse("event", args=[event.pk])).content.decode()
    assert "$1,000.00" in page(client, query)
    ahead = client.get(reverse("event", args=[story.event.pk])).content.decode()
    assert "Was it worth it?" not in ahead.split("<main")[1]


def test_what_nobody_can_mean_is_answered_by_this_year(cast: Cast, client: Client) -> None:
    begin(cast)
    for query in ("?year=abc&by=x&event=x&provider=99999999999999999999", "?year=0000", "?topic=nonsense"):
        assert "Was it worth it?" in page(enter(client, cast), query)


def test_mean_of_two_ratings_is_told_nowhere(cast: Cast, client: Client) -> None:
    gone(begin(cast), "Crisis school", "ada", "ben")
    assert "4.0" not in page(enter(client, cast))


def test_mean_of_three_ratings_is_told(cast: Cast, client: Client) -> None:
    gone(begin(cast), "Crisis school", "ada", "ben", "ian")
    assert "4.0 (3 answers)" in page(enter(client, cast))


def test_how_few_people_stand_is_for_those_who_may_see_standing(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    story = begin(cast)
    request = been_there(story, an_event(story, "Crisis school", THIS_YEAR), "ada")
    recorded(story, request, THIS_YEAR, 480)
    assert "1, 1 of them in order" in page(enter(client, cast, "chris"))
    assert "of them in order" not in page(enter(client, cast, "ben"))
    for name in ("chris", "ben"):
        sheet = enter(client, cast, name).get(reverse("worth_pdf")).content
        assert "of them in order" not in PdfReader(BytesIO(sheet)).pages[0].extract_text()


def test_other_agency_sees_nothing_of_it(cast: Cast, client: Client) -> None:
    gone(begin(cast), "Crisis school", "ada")
    assert "Crisis school" not in page(enter(client, cast, "nora"), "?year=all")
    assert client.get(f"{WORTH}?agency={cast.millbrook.pk}").status_code == 404


def test_csv_has_a_row_for_each_event(cast: Cast, client: Client) -> None:
    gone(begin(cast), "=Crisis school", "ada")
    lines = enter(client, cast).get(f"{WORTH}?format=csv").getvalue().decode().splitlines()
    assert lines[1].startswith("'=Crisis school,1,100000,0,1,9,1,–,–,10000")


def test_sheet_is_printed_in_the_language_asked_for(cast: Cast, client: Client) -> None:
    gone(begin(cast), "Crisis school", "ada")
    enter(client, cast)
    for language, title in (("en", "Was it worth it?"), ("es", "¿Valió la pena?")):
        answer = client.get(reverse("worth_pdf") + f"?language={language}")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert title in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_page_costs_the_same_queries_for_one_event_and_for_three(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    story = begin(cast)
    gone(story, "Crisis school", "ada")
    enter(client, cast)
    page(client)
    first = queries_of(lambda: page(client))
    gone(story, "Second", "ben")
    gone(story, "Third", "ian")
    assert queries_of(lambda: page(client)) == first


def test_of_many_people_the_page_comes_first_and_what_it_counted_for_after(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("muster.web.outside.worth.FEW", 0)
    gone(begin(cast), "Crisis school", "ada")
    enter(client, cast)
    judged: list[object] = []
    monkeypatch.setattr("muster.web.outside.worth.helped_by_event", lambda *asked: judged.append(asked) or {})
    text = client.get(reverse("worth")).content.decode()
    assert not judged
    assert 'data-hx-get="?requirements=1"' in text
    assert 'href="?requirements=1"' in text
    text = client.get(reverse("worth"), {"requirements": "1"}).content.decode()
    assert len(judged) == 1
    assert "data-hx-get" not in text.split('id="came-of-it"')[1].split(">")[0]
    client.get(reverse("worth"), {"format": "csv"}).close()
    assert len(judged) == 2
