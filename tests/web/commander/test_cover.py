"""The scheduler's page of a request, and what its approvers see of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import HIRED, Cast
from tests.events.stories import Story, approve, ask, begin, hand_in, move
from tests.events.streets import pattern, squad_b_at_night, squad_of_three, stands_in, works

from muster.core.planning.cover.answer import Reason
from muster.core.planning.cover.sentences import REASONS, SENTENCES
from muster.events.enums import RequestState
from muster.events.models import Request
from muster.events.queries.cover import cover_look
from muster.roster.models import Fact
from muster.web.outside.cover_words import REASONS as OUR_REASONS
from muster.web.outside.cover_words import SUMMARIES, reason_text

pytestmark = pytest.mark.django_db
S = RequestState
Counted = Callable[[Callable[[], object]], int]


@pytest.fixture
def story(cast: Cast) -> Story:
    squad_of_three(cast)
    squad_b_at_night(cast, "lee", "max", "pat")
    idle = pattern(cast.millbrook, [None])
    for name in ("lee", "max", "pat"):
        works(cast.squad_b, idle, cast.person[name])
        stands_in(cast, name, volunteers=True, cents_an_hour=3_000)
    return begin(cast)


@pytest.fixture
def asked(story: Story) -> Request:
    return approve(story, hand_in(story, ask(story)), until=S.STAFFING_REVIEW)


def page(client: Client, story: Story, asked: Request, name: str = "scot", query: str = "") -> str:
    client.force_login(story.cast.user[name])
    answer = client.get(reverse("commander:cover", args=[asked.pk]) + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def post(client: Client, asked: Request, **fields: object) -> str:
    asked.refresh_from_db()
    data = {"edition": asked.edition, **fields}
    answer = client.post(reverse("commander:cover", args=[asked.pk]), data, follow=True)
    return answer.content.decode()


def first_key(asked: Request) -> str:
    missed = cover_look(asked).shifts[0]
    return f"{missed.attendee.pk}/{int(missed.starts_at.timestamp())}"


def test_scheduler_sees_each_shift_with_floor_ways_and_reasons(
    story: Story, asked: Request, client: Client
) -> None:
    text = page(client, story, asked)
    assert text.count("Ways to cover it") == 3
    assert "3 now, 2 then, floor 3" in text
    assert "Contract, article 9" in text
    assert "Lee Testcase" in text
    assert "$450.00" in text
    assert "20 h in a row; the most is 16 h." in text  # Ben comes off his night at six
    assert "starting values" in text


def test_scheduler_chooses_and_takes_back(story: Story, asked: Request, client: Client) -> None:
    page(client, story, asked)
    who = story.cast.person["lee"].pk
    text = post(client, asked, shift=first_key(asked), choice=f"volunteer_overtime:{who}")
    assert "Written down: volunteer overtime." in text
    assert [cover.by_id for cover in asked.cover.all()] == [who]
    text = post(client, asked, cover=asked.cover.get().pk)
    assert "The cover is taken back." in text
    assert not asked.cover.exists()


def test_proposed_cover_is_taken_with_one_button(story: Story, asked: Request, client: Client) -> None:
    page(client, story, asked)
    assert "Covers are written down for 3 shifts." in post(client, asked)
    assert "stay at or above their floor" in page(client, story, asked)


def test_approver_sees_shift_floor_cover_and_cost(story: Story, asked: Request, client: Client) -> None:
    page(client, story, asked)
    post(client, asked)
    move(story, asked, "staffing_review-approved", "scot")
    client.force_login(story.cast.user["fay"])
    text = client.get(reverse("commander:decide_request", args=[asked.pk])).content.decode()
    assert "Shifts that are missed" in text
    assert "Lee Testcase" in text
    assert "$1,350.00" in text
    assert "Arrange the cover" not in text


def test_shift_without_a_cover_is_named_to_who_decides(story: Story, asked: Request, client: Client) -> None:
    client.force_login(story.cast.user["scot"])
    text = client.get(reverse("commander:decide_request", args=[asked.pk])).content.decode()
    assert "nobody yet" in text
    assert "3 shifts have no cover" in text
    assert reverse("commander:cover", args=[asked.pk]) in text


def test_cover_leads_on_to_the_decision_who_may_make_it(story: Story, asked: Request, client: Client) -> None:
    decision = reverse("commander:decide_request", args=[asked.pk])
    assert decision in page(client, story, asked)
    approve(story, asked, until=S.BUDGET_REVIEW)
    assert decision not in page(client, story, asked)


def test_old_page_is_told_that_the_request_changed(story: Story, asked: Request, client: Client) -> None:
    page(client, story, asked)
    edition = asked.edition
    post(client, asked)
    data = {"edition": edition, "cover": asked.cover.all()[0].pk}
    text = client.post(reverse("commander:cover", args=[asked.pk]), data).content.decode()
    assert "Somebody changed this" in text
    assert asked.cover.count() == 3


@pytest.mark.parametrize(
    "strange",
    [
        {"shift": "x/y", "choice": "swap:1"},
        {"shift": "1/99999999999999999999", "choice": "swap:1"},
        {"shift": "1/2", "choice": "nap:1"},
        {"shift": "1/2", "choice": "swap:-1"},
        {"choice": "swap"},
        {"cover": "99999999"},
    ],
)
def test_made_up_choice_is_refused_with_a_sentence(
    story: Story, asked: Request, client: Client, strange: dict[str, str]
) -> None:
    page(client, story, asked)
    text = post(client, asked, **strange)
    assert "Please look at one thing again" in text
    assert not asked.cover.exists()


def test_one_who_goes_without_a_pattern_is_named(story: Story, client: Client) -> None:
    asked = hand_in(story, ask(story, "ada", "tara"))
    assert "No shift pattern is written down for Tara Testcase" in page(client, story, asked)


def test_last_who_has_a_skill_that_a_floor_asks_for_is_named(story: Story, client: Client) -> None:
    story.cast.squad_a.floors.update(skill="CIT", skilled=1)
    Fact.lines.create(
        person=story.cast.person["ada"],
        agency=story.cast.millbrook,
        fact="certificate",
        value="CIT",
        start=HIRED,
    )
    draft = ask(story)
    Request.objects.filter(pk=draft.pk).update(many_reason="The county stands in.")
    asked = hand_in(story, draft)
    assert "All but 0 of the 1 people with CIT would be away at once" in page(client, story, asked)


def test_page_asks_as_often_for_one_shift_as_for_three(
    story: Story, asked: Request, client: Client, queries_of: Counted
) -> None:
    page(client, story, asked)
    url = reverse("commander:cover", args=[asked.pk])
    three = queries_of(lambda: client.get(url))
    Request.objects.filter(pk=asked.pk).update(returns_at=asked.departs_at.replace(hour=23))  # type: ignore[union-attr]
    assert queries_of(lambda: client.get(url)) == three == 23


def test_every_sentence_of_the_core_has_its_words() -> None:
    assert set(SUMMARIES) == set(SENTENCES)
    assert set(OUR_REASONS) == set(REASONS)
    everything = dict.fromkeys(("place", "left", "floor", "need", "minutes", "needed", "most"), "1")
    everything |= dict.fromkeys(("penalty_minutes", "unit", "to", "officer"), "1") | {
        "from": "2026-01-05 06:00"
    }
    for key, ours in OUR_REASONS.items():
        assert "%" not in str(ours) % everything
        for values in (tuple(everything.items()), ()):
            if values or key != "below_floor":
                assert "%(" not in reason_text(Reason(key, values), {}, {})
    said = {"shifts": "1", "short": "1", "open": "1", "cash": "$1"}
    assert all("%(" not in str(text) % said for text in SUMMARIES.values())
