"""The catalogue as people click it: find, ask to be told, see whom it would help; add, import, part, samples."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.events.stories import Story, ask, begin
from tests.standards.stories import adopt, course, record
from tests.web.outside.test_request import enter, fields, page

from muster.curriculum.models import Course
from muster.events.actions.catalogue import cancel_event
from muster.events.models import Event, Feed, Interest, Provider, Request

pytestmark = pytest.mark.django_db
Counted = Callable[[Callable[[], object]], int]
SCHOOL = {"title": "CIT course 2027", "kind": "class", "starts_on": "2027-05-03", "ends_on": "2027-05-07"}


def more_events(cast: Cast, number: int) -> None:
    day = timezone.localdate() + timedelta(days=20)
    provider = Provider.objects.create(agency=cast.millbrook, name=f"Academy {number}")
    for each in range(number):
        Event.objects.create(
            agency=cast.millbrook,
            title=f"Class {each}",
            provider=provider,
            starts_on=day,
            ends_on=day,
            topics=["driving"],
            region="OR",
            seats=5,
            miles=30 * each,
        )


# ── finding ──────────────────────────────────────────────────────────────────────────────────────


def test_list_asks_the_database_as_much_for_three_events_as_for_one(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    enter(client, cast, "ada")
    more_events(cast, 1)
    one = queries_of(lambda: client.get(reverse("events")))
    more_events(cast, 2)
    assert queries_of(lambda: client.get(reverse("events"))) == one


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Class 0", "Class 1", "Class 2", "De-escalation instructor school"}),
        ("topic=driving&miles=30", {"Class 0", "Class 1"}),
        ("q=school", {"De-escalation instructor school"}),
        ("kind=conference", set()),
        ("region=OR&open=1", {"Class 0", "Class 1", "Class 2"}),
        ("when=over", set()),
        ("month=1999-01", set()),
        ("month=never&miles=x&kind=x", {"Class 0", "Class 1", "Class 2", "De-escalation instructor school"}),
    ],
)
def test_filters_of_the_list_keep_what_they_say(
    cast: Cast, client: Client, asked: str, found: set[str]
) -> None:
    begin(cast)
    more_events(cast, 3)
    enter(client, cast, "ada")
    answer = client.get(f"{reverse('events')}?{asked}&format=csv")
    lines = b"".join(answer).decode().splitlines()[1:]  # type: ignore[arg-type]  # streamed
    assert {line.split(",")[0] for line in lines} == found


def test_list_with_every_filter_is_a_page(cast: Cast, client: Client) -> None:
    more_events(cast, 2)
    enter(client, cast, "ada")
    answer = client.get(reverse("events") + "?topic=driving&open=1&sort=-miles&region=OR&q=class")
    assert "Class 1" in answer.content.decode()


def test_officer_is_told_when_a_topic_is_offered(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    client.post(reverse("event_interest", args=[story.event.pk]), {"topic": "de-escalation"})
    wish = Interest.objects.get()
    assert (wish.person, wish.topic) == (cast.person["ada"], "de-escalation")
    text = page(client, "events")
    assert "What you asked to be told of" in text
    enter(client, cast, "tara")
    assert "1 person asked to be told" in page(client, "event", story.event.pk)
    assert "de-escalation" in page(client, "trainer:events_demand")
    enter(client, cast, "ada")
    client.post(reverse("interest_forget", args=[wish.pk]))
    assert not Interest.objects.exists()


def test_nobody_waits_for_what_the_event_is_not(cast: Cast, client: Client) -> None:
    story = begin(cast)
    enter(client, cast, "ada")
    answer = client.post(reverse("event_interest", args=[story.event.pk]), {"topic": "driving"})
    assert (answer.status_code, Interest.objects.count()) == (404, 0)


def test_code_of_a_room_is_shown_to_those_who_keep_the_catalogue_alone(cast: Cast, client: Client) -> None:
    story = begin(cast)
    story.event.sessions.create(title="Keynote", day=story.event.starts_on, code="SECRET7")
    enter(client, cast, "ada")
    assert "SECRET7" not in page(client, "event", story.event.pk)
    enter(client, cast, "tara")
    assert "SECRET7" in page(client, "event", story.event.pk)


def test_event_goes_into_a_calendar_at_the_hours_of_its_place(cast: Cast, client: Client) -> None:
    event = Event.objects.create(
        agency=cast.millbrook,
        title="Class; with, signs",
        starts_on="2027-05-03",
        ends_on="2027-05-03",
        time_zone="America/Chicago",
    )
    enter(client, cast, "ada")
    url = reverse("download_event_calendar", args=[event.pk])
    whole = client.get(url).content.decode()
    assert "DTSTART;VALUE=DATE:20270503\r\nDTEND;VALUE=DATE:20270504\r\n" in whole
    assert "SUMMARY:Class\\; with\\, signs" in whole
    event.days.create(day="2027-05-03", begins="08:00", ends="17:00")
    hours = client.get(url).content.decode()
    assert "DTSTART:20270503T130000Z\r\nDTEND:20270503T220000Z\r\n" in hours


def test_request_for_a_cancelled_event_says_so(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = ask(story)
    enter(client, cast, "ada")
    assert "The provider cancelled this event." not in page(client, "request", request.pk)
    cancel_event(event=story.event, by=cast.user["tara"], reason="Too few.")
    assert "The provider cancelled this event." in page(client, "request", request.pk)


# ── whom it would help ───────────────────────────────────────────────────────────────────────────


@pytest.fixture
def due(cast: Cast) -> Story:
    """De-escalation binds Millbrook, and nobody but Ada has done it."""
    adopt(cast.millbrook)
    story = begin(cast)
    assert story.event.ends_on
    record(cast.person["ada"], course(cast.millbrook), story.event.ends_on - timedelta(days=2))
    return story


def named(client: Client, story: Story) -> set[str]:
    answer = client.get(reverse("event_helps", args=[story.event.pk]) + "?format=csv")
    lines = b"".join(answer).decode().splitlines()[1:]  # type: ignore[arg-type]  # streamed
    return {line.split()[0] for line in lines}


def test_list_of_whom_it_would_help_stays_within_the_readers_reach(due: Story, client: Client) -> None:
    enter(client, due.cast, "tara")
    assert {"Ben", "Ian", "Sam"} <= named(client, due)
    assert "Ada" not in named(client, due)
    assert "Ben" in page(client, "event_helps", due.event.pk)
    enter(client, due.cast, "sam")  # supervisor of squad A, where Ben is not
    assert named(client, due) == {"Sam"}


def test_request_offers_the_requirements_that_the_event_would_meet(due: Story, client: Client) -> None:
    enter(client, due.cast, "ben")
    url = reverse("officer:request_new", args=[due.event.pk])
    assert "model/de-escalation" in client.get(url).content.decode()
    client.post(url, fields(requirements=["model/de-escalation"]))
    asked = Request.objects.get()
    assert [need.requirement for need in asked.needs.all()] == ["model/de-escalation"]
    told = page(client, "request", asked.pk)
    assert "De-escalation for every officer" in told
    assert "model/de-escalation" not in told
    enter(client, due.cast, "ada")
    assert "model/de-escalation" not in client.get(url).content.decode()


# ── by hand ──────────────────────────────────────────────────────────────────────────────────────


def test_coordinator_adds_an_event_with_days_and_makes_it_a_course(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    sent = {
        **SCHOOL,
        "topics": ["crisis-response"],
        "minutes": "2400",
        "tuition_cents": "1,250.50",
        "region": "or",
    }
    client.post(reverse("trainer:event_add"), sent)
    event = Event.objects.get()
    assert (event.tuition_cents, event.region, event.series) == (125_050, "OR", "CIT course")
    days = {
        "edition": event.edition,
        "days-TOTAL_FORMS": "2",
        "days-INITIAL_FORMS": "0",
        "days-0-day": "2027-05-03",
        "days-0-begins": "08:00",
        "days-0-ends": "17:00",
        "days-0-lunch": "on",
        "days-1-day": "",
    }
    client.post(reverse("trainer:event_part", args=[event.pk, "days"]), days)
    assert [(day.lunch, f"{day.begins:%H:%M}") for day in event.days.all()] == [(True, "08:00")]
    client.post(reverse("trainer:event_course", args=[event.pk]), {"code": "CIT-40"})
    assert Course.objects.get().topics == ["crisis-response"]
    assert "CIT course" in page(client, "event", event.pk)


@pytest.mark.parametrize("part", ["days", "agenda", "credits", "seats"])
def test_rows_that_are_refused_are_shown_again_with_the_sentence(
    cast: Cast, client: Client, part: str
) -> None:
    event = begin(cast).event
    rows = {
        "days": {"day": "1999-01-01"},
        "agenda": {"title": "Keynote", "day": "1999-01-01"},
        "credits": {"jurisdiction": "us-or", "minutes": "60"},
        "seats": {"unit": str(cast.patrol.pk), "seats": "3"},
    }[part]
    twice = 2 if part in {"credits", "seats"} else 1
    sent = {"edition": "1", f"{part}-TOTAL_FORMS": str(twice), f"{part}-INITIAL_FORMS": "0"}
    for number in range(twice):
        sent |= {f"{part}-{number}-{name}": value for name, value in rows.items()}
    enter(client, cast, "tara")
    text = client.post(reverse("trainer:event_part", args=[event.pk, part]), sent).content.decode()
    says = "named twice" if twice == 2 else "not a day of the event"
    assert says in text
    assert rows.get("title", rows.get("seats", "")) in text


def test_second_of_two_who_change_an_event_sees_what_the_first_wrote(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    client.post(reverse("trainer:event_add"), SCHOOL)
    event = Event.objects.get()
    url = reverse("trainer:event_change", args=[event.pk])
    client.post(url, {**SCHOOL, "city": "Bend", "edition": "1"})
    text = client.post(url, {**SCHOOL, "city": "Salem", "edition": "1"}).content.decode()
    assert "Somebody changed this" in text
    assert "Bend" in text
    assert "Salem" in text
    client.post(url, {**SCHOOL, "city": "Salem", "edition": "2"})
    event.refresh_from_db()
    assert event.city == "Salem"


def test_this_years_event_begins_with_what_last_years_said(cast: Cast, client: Client) -> None:
    last = begin(cast).event
    enter(client, cast, "tara")
    text = client.get(f"{reverse('trainer:event_add')}?like={last.pk}").content.decode()
    assert last.title in text
    assert str(last.starts_on) not in text


def test_flyer_is_attached_and_handed_out(cast: Cast, client: Client) -> None:
    event = begin(cast).event
    enter(client, cast, "tara")
    flyer = io.BytesIO(b"Come to our school.\n")
    flyer.name = "../flyer.txt"
    client.post(reverse("trainer:event_attach", args=[event.pk]), {"file": flyer})
    kept = event.files.get()
    assert kept.name == "flyer.txt"
    enter(client, cast, "ada")
    answer: Any = client.get(reverse("download_event_flyer", args=[event.pk, kept.pk]))
    assert b"".join(answer) == b"Come to our school.\n"


def test_list_of_providers_asks_as_much_for_three_as_for_one(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    enter(client, cast, "tara")
    more_events(cast, 1)
    one = queries_of(lambda: client.get(reverse("trainer:providers")))
    more_events(cast, 2)
    more_events(cast, 3)
    assert queries_of(lambda: client.get(reverse("trainer:providers"))) == one


# ── from elsewhere ───────────────────────────────────────────────────────────────────────────────


def upload(text: str) -> dict[str, Any]:
    table = io.BytesIO(text.encode())
    table.name = "events.csv"
    return {"file": table}


def again_in(text: str) -> str:
    """Return what the preview sends along, as a browser would read it out of the page."""
    from lxml import html  # noqa: PLC0415 - for this one

    return str(html.fromstring(text).xpath("//input[@name='text']/@value")[0])


def test_table_is_shown_first_and_then_taken_once(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    url = reverse("trainer:events_import")
    rows = 'Title,Start date,Fee\n"School, ""big""",2027-05-03,$45\nSeminar,2027-06-01,free\n'
    shown = client.post(url, upload(rows)).content.decode()
    assert "School, &quot;big&quot;" in shown
    assert not Event.objects.exists()
    for _ in range(2):
        client.post(url, {"take": "1", "text": again_in(shown)})
    assert sorted(event.title for event in Event.objects.all()) == ['School, "big"', "Seminar"]


def test_table_with_a_doubtful_row_takes_nothing_even_if_asked(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    url = reverse("trainer:events_import")
    rows = "Title,Start date\nSchool,2027-05-03\nSeminar,soon\n"
    shown = client.post(url, upload(rows)).content.decode()
    assert "row 3" in shown
    assert "“soon” is no day" in shown
    assert 'name="take"' not in shown
    answer = client.post(url, {"take": "1", "text": rows}).content.decode()
    assert "“soon” is no day" in answer
    assert not Event.objects.exists()


def test_file_that_is_no_table_is_a_sentence(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    text = client.post(reverse("trainer:events_import"), upload("nothing of use")).content.decode()
    assert "No column is headed" in text


def test_pasted_page_is_shown_and_taken(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    url = reverse("trainer:events_paste")
    source = (
        '<script type="application/ld+json">{"@type": "Event", "name": "Seminar", "startDate": "2027-05-03"}</script>'
        "<script>alert(1)</script>"
    )
    shown = client.post(url, {"look": "1", "text": source}).content.decode()
    assert "Seminar" in shown
    assert "<script>alert(1)" not in shown
    client.post(url, {"take": "1", "text": source})
    assert Event.objects.get().title == "Seminar"
    nothing = client.post(url, {"look": "1", "text": "just words"}).content.decode()
    assert "No event is marked in this page" in nothing


def test_calendar_inside_the_network_is_kept_with_its_trouble(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    client.post(
        reverse("trainer:feed_add"), {"name": "Ours", "url": "http://127.0.0.1:1/a.ics", "is_active": "on"}
    )
    feed = Feed.objects.get()
    assert "inside a network" in feed.trouble
    assert "inside a network" in page(client, "trainer:feeds")


def test_list_of_calendars_asks_as_much_for_three_as_for_one(
    cast: Cast, client: Client, queries_of: Counted
) -> None:
    enter(client, cast, "tara")

    def more(number: int) -> None:
        provider = Provider.objects.create(agency=cast.millbrook, name=f"P{number}")
        Feed.objects.create(
            agency=cast.millbrook, name=f"F{number}", url=f"https://{number}.example/", provider=provider
        )

    more(1)
    one = queries_of(lambda: client.get(reverse("trainer:feeds")))
    more(2)
    more(3)
    assert queries_of(lambda: client.get(reverse("trainer:feeds"))) == one


def test_samples_fill_an_empty_catalogue_and_go_again(cast: Cast, client: Client) -> None:
    enter(client, cast, "tara")
    url = reverse("trainer:events_samples")
    assert "Look at samples" in page(client, "events")
    client.post(url)
    assert Event.objects.filter(is_sample=True).count() == Event.objects.count() > 10
    assert "sample" in page(client, "events")
    client.post(url)
    assert not Event.objects.exists()


def test_samples_are_not_mixed_with_real_events(cast: Cast, client: Client) -> None:
    begin(cast)
    enter(client, cast, "tara")
    client.post(reverse("trainer:events_samples"))
    assert Event.objects.count() == 1
