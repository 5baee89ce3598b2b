"""Writing the rules for outside training, and what becomes of what was handed in under the old ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.events.stories import ask, begin, hand_in

from muster.events.actions.policies import write_policy
from muster.events.actions.turns import ChangedMeanwhile
from muster.events.enums import RequestState
from muster.events.models import Policy
from muster.events.policy import Stage
from muster.events.queries.policies import STARTING_STAGES, policy_on
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
S = RequestState
URL = "/command/policy/"


def typed(text: str) -> dict[str, str]:
    """What the form holds when it is opened and posted as it is."""
    from lxml import html  # noqa: PLC0415

    form = next(each for each in html.fromstring(text).forms if each.fields.get("seen") is not None)
    return dict(form.form_values())


def opened(client: Client, cast: Cast, name: str = "chris") -> dict[str, str]:
    client.force_login(cast.user[name])
    return typed(client.get(f"{URL}change/").content.decode())


def test_starting_policy_is_offered_and_marked_as_such(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["chris"])
    assert "No rules yet" in client.get(URL).content.decode()
    text = client.get(f"{URL}change/").content.decode()
    assert "starting values" in text
    client.post(f"{URL}change/", typed(text))
    made = policy_on(cast.millbrook, timezone.localdate())
    assert made is not None
    assert [entry["stage"] for entry in made.stages] == [str(stage.stage) for stage in STARTING_STAGES]
    assert (made.reopen_percent, made.report_workdays, made.share_days) == (10, 10, 60)


def test_new_rules_leave_what_is_being_decided_with_its_own(cast: Cast, client: Client) -> None:
    story = begin(cast)
    request = hand_in(story, ask(story))
    form = opened(client, cast)
    assert "1 request that is being decided keeps its rules" in client.get(f"{URL}change/").content.decode()
    client.post(f"{URL}change/", form | {"training_review-place": "", "reason": "One desk less."})
    request.refresh_from_db()
    assert request.policy == story.policy
    newest = policy_on(cast.millbrook, timezone.localdate())
    assert newest is not None
    assert len(newest.stages) == 4
    assert Entry.objects.filter(verb="events:policy:write", reason="One desk less.").exists()
    assert hand_in(story, ask(story)).policy == newest


def test_two_stages_at_one_place_are_refused(cast: Cast, client: Client) -> None:
    form = opened(client, cast)
    said = form | {"training_review-place": "1"}
    assert "Two stages stand at this place" in client.post(f"{URL}change/", said).content.decode()
    assert not Policy.lines.exists()


def test_rules_by_which_nobody_might_decide_are_refused_with_what_was_typed(
    cast: Cast, client: Client
) -> None:
    form = opened(client, cast)
    form = {name: "" if name.endswith("-place") else value for name, value in form.items()}
    said = form | {"command_review-place": "1", "command_review-over_cents": "500"}
    text = client.post(f"{URL}change/", said).content.decode()
    assert "approved by nobody" in text
    assert 'value="500"' in text


def test_rules_do_not_reach_back(cast: Cast) -> None:
    story = begin(cast)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="do not reach back"):
        write_policy(
            agency=cast.millbrook,
            start=yesterday,
            stages=[Stage(S.COMMAND_REVIEW)],
            by=cast.user["chris"],
            reason="Late.",
            seen=story.policy.pk,
        )


def test_second_of_two_who_write_rules_is_told_of_the_first(cast: Cast) -> None:
    story = begin(cast)
    said = {
        "agency": cast.millbrook,
        "stages": [Stage(S.COMMAND_REVIEW)],
        "by": cast.user["chris"],
        "reason": "Short.",
        "seen": story.policy.pk,
    }
    write_policy(start=timezone.localdate(), **said)
    with pytest.raises(ChangedMeanwhile):
        write_policy(start=timezone.localdate() + timedelta(days=9), **said)


def test_rules_of_the_same_day_are_corrected_and_the_old_are_kept(cast: Cast) -> None:
    today = timezone.localdate()
    said = {"agency": cast.millbrook, "start": today, "by": cast.user["chris"], "reason": "Now."}
    first = write_policy(stages=[Stage(S.COMMAND_REVIEW)], **said)
    second = write_policy(stages=[Stage(S.SUPERVISOR_REVIEW)], seen=first.pk, **said)
    assert second.replaces == first
    assert policy_on(cast.millbrook, today) == second
    assert Policy.lines.filter(start=today).count() == 2


def test_policy_from_a_day_to_come_is_not_in_force_yet(cast: Cast) -> None:
    story = begin(cast)
    write_policy(
        agency=cast.millbrook,
        start=date(2040, 1, 1),
        stages=[Stage(S.COMMAND_REVIEW)],
        by=cast.user["chris"],
        reason="From the new year.",
        seen=story.policy.pk,
    )
    assert policy_on(cast.millbrook, timezone.localdate()) == story.policy


def test_committee_is_written_shown_and_offered_again(cast: Cast, client: Client) -> None:
    form = opened(client, cast)
    criteria = "need of the unit\n\n what comes home \nneed of the unit"
    said = form | {"training_review-scores": "2", "training_review-criteria": criteria}
    client.post(f"{URL}change/", said)
    made = policy_on(cast.millbrook, timezone.localdate())
    assert made is not None
    entry = next(each for each in made.stages if each["stage"] == "training_review")
    assert (entry["scores"], entry["criteria"]) == (2, ["need of the unit", "what comes home"])
    text = client.get(URL).content.decode()
    assert "2 members of the committee score before it approves: need of the unit, what comes home" in text
    assert opened(client, cast)["training_review-criteria"].split("\n")[-1] == "what comes home"


def test_committee_without_criteria_is_refused_with_what_was_typed(cast: Cast, client: Client) -> None:
    said = opened(client, cast) | {"training_review-scores": "2"}
    text = client.post(f"{URL}change/", said).content.decode()
    assert "A committee needs both" in text
    assert typed(text)["training_review-scores"] == "2"
    assert not Policy.lines.exists()


def test_flat_meals_are_written_in_dollars_and_shown(cast: Cast, client: Client) -> None:
    said = opened(client, cast) | {"meals": "flat", "flat_meal_cents": "55.50"}
    client.post(f"{URL}change/", said)
    made = policy_on(cast.millbrook, timezone.localdate())
    assert made is not None
    assert (made.meals, made.flat_meal_cents) == ("flat", 5_550)
    text = client.get(URL).content.decode()
    assert "$55.50" in text
    assert "a flat amount a day" in text
    assert opened(client, cast)["flat_meal_cents"] == "55.50"


@pytest.mark.parametrize(("meals", "cents"), [("flat", ""), ("per_diem", "55")])
def test_flat_amount_belongs_to_flat_meals_alone(cast: Cast, client: Client, meals: str, cents: str) -> None:
    said = opened(client, cast) | {"meals": meals, "flat_meal_cents": cents}
    text = client.post(f"{URL}change/", said).content.decode()
    assert "Give the flat amount where meals are paid flat, and only there." in text
    assert not Policy.lines.exists()


def test_work_period_is_asked_with_the_rules_of_cover_and_not_here(cast: Cast, client: Client) -> None:
    assert "work_period_days" not in opened(client, cast)
