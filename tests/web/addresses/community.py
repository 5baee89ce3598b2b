"""Who may open consultations: anybody what is public; the training unit runs them, command publishes, overseers read."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.community.stories import S, Story, a_plan, answer_it, open_it, plan_it
from tests.web.address import EVERYBODY, Address

from muster.community.actions.rules import write_rule
from muster.community.enums import Group

RUNS = "tara dina"
READS = "tara dina chris olga vic"
RULES = "dina chris"


def planned(cast: Cast) -> dict[str, Any]:
    """A consultation that is planned."""
    return {"pk": plan_it(cast).consultation.pk}


def opened(cast: Cast) -> dict[str, Any]:
    """A consultation that is open, with a comment."""
    return {"pk": _open(cast).consultation.pk}


def public(cast: Cast) -> dict[str, Any]:
    """The public word of the same."""
    return {"word": _open(cast).consultation.word}


def answered(cast: Cast) -> dict[str, Any]:
    """The public word of one that is answered."""
    return {"word": answer_it(_open(cast)).consultation.word}


def answered_key(cast: Cast) -> dict[str, Any]:
    """The same for its desk."""
    return {"pk": answer_it(_open(cast)).consultation.pk}


def sorting(cast: Cast) -> Story:
    """A consultation of which the comments are sorted, with one under a theme."""
    story = _open(cast)
    story.screen(*story.now().comments.all())
    story.closed()
    story.go(S.CODING)
    story.theme(*story.now().comments.all())
    return story


def a_theme(cast: Cast) -> dict[str, Any]:
    """Its theme."""
    return {"pk": sorting(cast).now().themes.get().pk}


def a_comment(cast: Cast) -> dict[str, Any]:
    """Its comment."""
    return {"pk": sorting(cast).now().comments.first().pk}


def a_group(cast: Cast) -> dict[str, Any]:
    """A group of a reach plan."""
    return {"pk": plan_it(cast).now().groups.first().pk}


def a_rule(cast: Cast) -> dict[str, Any]:
    """A rule."""
    rule = write_rule(
        agency=cast.millbrook,
        by=cast.user["dina"],
        groups=[Group.YOUTH],
        source="Order 1",
        start="2020-01-01",
    )
    return {"pk": rule.pk}


def _open(cast: Cast) -> Story:
    story = open_it(cast)
    story.say()
    story.say(passage=story.now().passages.first())
    return story


def _step(cast: Cast) -> dict[str, Any]:
    return {**planned(cast), "key": "planned-open"}


def _answers(cast: Cast) -> dict[str, Any]:
    return {"pk": sorting(cast).consultation.pk}


def _new(cast: Cast) -> dict[str, Any]:
    a_plan(cast)
    return {}


ADDRESSES = [
    Address("community", who=EVERYBODY),
    Address("consultation", who=EVERYBODY, kwargs=public),
    Address("consultation_comments", who=EVERYBODY, kwargs=answered),
    Address("consultation_answers", who=EVERYBODY, kwargs=answered),
    Address("comment_new", who=EVERYBODY, kwargs=public),
    Address("comment_sent", who=EVERYBODY, kwargs=public),
    Address("comment_about", who=EVERYBODY, kwargs=public),
    Address("comment_follow", who=EVERYBODY),
    Address("community_desk", who=READS),
    Address("consultation_desk", who=READS, kwargs=opened),
    Address("consultation_plan", who=RUNS, kwargs=_new),
    Address(
        "consultation_change", who=RUNS, kwargs=planned, post=lambda _cast: {"edition": "1", "title": "x"}
    ),
    Address("consultation_round", who=RUNS, kwargs=answered_key),
    Address("consultation_move", who=RUNS, kwargs=_step, post=lambda _cast: {"edition": "1"}),
    Address("consultation_group_new", who=RUNS, kwargs=planned),
    Address(
        "consultation_group", who=RUNS, kwargs=a_group, post=lambda _cast: {"how_invited": "x", "came": "3"}
    ),
    Address("consultation_gathering", who=RUNS, kwargs=opened),
    Address("consultation_result", who=RUNS, kwargs=_answers),
    Address("consultation_comments_desk", who=READS, kwargs=opened),
    Address("comment_type", who=RUNS, kwargs=opened, post=lambda _cast: {"text": "x", "channel": "paper"}),
    Address(
        "comment_look", who=RUNS, kwargs=a_comment, post=lambda _cast: {"verdict": "published", "reason": "x"}
    ),
    Address("comment_answer", who=RUNS, kwargs=a_comment),
    Address("consultation_themes", who=READS, kwargs=_answers),
    Address("theme", who=READS, kwargs=a_theme),
    Address("theme_answer", who=RUNS, kwargs=a_theme),
    Address("consultation_rules", who=RULES),
    Address("consultation_rule_new", who=RULES),
    Address(
        "consultation_rule_end",
        who=RULES,
        kwargs=a_rule,
        post=lambda _cast: {"end": "2040-01-01", "reason": "x"},
    ),
]
