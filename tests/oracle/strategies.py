"""Random rules in families, each about one thing that the rule language can say. All of them are valid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st
from tests.oracle.crowds import RULE
from tests.oracle.rule_parts import (
    CAPS,
    CREDITS,
    LEAVES,
    LENGTHS,
    STARTS,
    calendars,
    duties,
    hours_parts,
    joined,
    lookbacks,
    maybe,
    onces,
    personals,
    single_duties,
    times_parts,
    whos,
)

from muster.core.rules.check import shape_clashes
from muster.core.rules.language import Requirement


def _period_known(version: dict[str, Any]) -> bool:
    """Whether what is counted once a period is only asked where there is one period at a time."""
    credit = version.get("credit", {})
    by_period = "repeats" in credit or credit.get("teaching") == "once_per_course"
    look = version["when"].get("lookback")
    overlapping = look and look["years"] > int(look["every"].split()[0])
    no_period = overlapping or "rolling" in version["when"] or "ever" in str(version["what"])
    return not (by_period and no_period)


def requirement(versions: Sequence[dict[str, Any]], identity: str = RULE, **more: Any) -> Requirement:
    """A valid requirement with these versions."""
    return Requirement.model_validate(
        {
            "id": identity,
            "title": "A rule",
            "says": "It says so.",
            "evidence": "V",
            "sources": [{"cite": "X 1"}],
            "encoded_on": "2026-01-01",
            "versions": [{"from": "1990-01-01", **version} for version in versions],
            **more,
        }
    )


def _version(
    when: st.SearchStrategy[Any], what: st.SearchStrategy[Any], *more: Any
) -> st.SearchStrategy[dict[str, Any]]:
    return joined(when.map(lambda w: {"when": w}), what.map(lambda w: {"what": w}), whos(), *more).filter(
        _period_known
    )


def _requirement(version: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Requirement]:
    force = maybe("force", st.sampled_from(["required", "required", "recommended"]))
    return st.tuples(version, force).map(lambda two: requirement([two[0]], **two[1])).filter(_loads)


def _loads(rule: Requirement) -> bool:
    """Whether the rulebook's own checks let the rule's shapes stand together."""
    return not any(True for version in rule.versions for _ in shape_clashes(version))


def _credit(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return joined(*parts).map(lambda credit: {"credit": credit})


_START = maybe("start", STARTS)
_GRACE = maybe("grace", st.sampled_from(["30 days", "3 months"]))


def _effect(leave: dict[str, Any]) -> str:
    """The kind of effect; a rule does not extend by so much and by nobody knows how much at once."""
    return str(leave["then"]).removesuffix("_unknown")


_LEAVES = st.lists(LEAVES, min_size=1, max_size=2, unique_by=_effect)
_LEAVE = maybe("leave", _LEAVES)
_LEAVE_NO_PERIOD = maybe(
    "leave",
    st.lists(
        # without a period there is no share of one to ask for
        LEAVES.filter(lambda leave: leave["then"] not in ("prorate", "met_in_full")),
        min_size=1,
        max_size=2,
        unique_by=_effect,
    ),
)
_ALLOWED = maybe("allowed_until", st.just("2022-03-01"))
_PRORATE = maybe("prorate", st.just("day"))


def plain_periods() -> st.SearchStrategy[Requirement]:
    """Fixed and personal periods: any duty, any condition, any credit policy."""
    return _requirement(_version(calendars() | personals(), duties(), _credit(CREDITS, CAPS)))


def starting_periods() -> st.SearchStrategy[Requirement]:
    """Periods with a first day for each officer, whole, next or prorated."""
    start = STARTS.map(lambda start: {"start": start})
    return _requirement(_version(calendars() | personals(), duties(), start, _PRORATE, _credit(CREDITS)))


def periods_with_leave() -> st.SearchStrategy[Requirement]:
    """Periods with leave, grace and transitions."""
    leave = _LEAVES.map(lambda found: {"leave": found})
    return _requirement(_version(calendars() | personals(), duties(), leave, _PRORATE, _ALLOWED, _START))


def periods_in_a_row() -> st.SearchStrategy[Requirement]:
    """Periods that lean on the one before: late training and carry-over, of plain parts."""
    part = hours_parts() | times_parts(plain=True)
    what = part | part | st.lists(part, min_size=2, max_size=2).map(lambda parts: {"all": parts})
    late = maybe(
        "late", st.sampled_from([{"within": "90 days"}, {"within": "30 days", "also_counts_in_next": True}])
    )
    carry = maybe("carry_over", st.just({"at_most": 2}))
    return _requirement(
        _version(
            calendars() | personals(),
            what,
            _GRACE,
            late,
            _START,
            _credit(carry, maybe("teaching", st.just("counts"))),
        )
    )


def alternating_periods() -> st.SearchStrategy[Requirement]:
    """Another part every period."""
    what = st.lists(single_duties(looks=False), min_size=2, max_size=3).map(
        lambda parts: {"alternating": parts}
    )
    return _requirement(_version(calendars() | personals(), what))


def yearly_lists() -> st.SearchStrategy[Requirement]:
    """Courses that change from period to period, with no list for some."""
    when = st.just({"calendar": {"every": "1 year", "anchored": "2020-01-01"}})
    lists = {f"{year}-01-01": ["c-1", "c-2"] if year % 2 else "c-3" for year in range(2020, 2024)}
    what = st.sampled_from(
        [
            {"times": 1, "of": {"courses_by_period": lists}},
            {"all": [{"hours": 2}, {"hours": 1, "of": {"all": [{"courses_by_period": lists}]}}]},
        ]
    )
    return _requirement(_version(when, what))


def yearly_on_a_named_day() -> st.SearchStrategy[Requirement]:
    """Calendar years, the condition judged on a day of each."""
    when = st.just({"calendar": {"every": "1 year", "anchored": "2020-01-01"}})
    named = st.sampled_from(["06-30", "02-29", "12-31"]).map(lambda day: {"judged": day})
    return _requirement(_version(when, single_duties(), whos(), named))


def lookback_reports() -> st.SearchStrategy[Requirement]:
    """Reports on calendar years."""
    return _requirement(_version(lookbacks(), duties(looks=False), _START, _GRACE, _credit(CREDITS, CAPS)))


def rolling_duties() -> st.SearchStrategy[Requirement]:
    """Due again so long after the last completion."""
    part = hours_parts() | times_parts()
    several = st.lists(part, min_size=2, max_size=3)
    what = part | several.map(lambda parts: {"all": parts}) | several.map(lambda parts: {"any": parts})
    first = maybe("first_within", st.just("6 months"))
    when = st.tuples(LENGTHS, first).map(lambda two: {"rolling": {"every": two[0], **two[1]}})
    return _requirement(_version(when, what, _START, _GRACE, _LEAVE_NO_PERIOD, _ALLOWED, _credit(CREDITS)))


def trailing_duties() -> st.SearchStrategy[Requirement]:
    """What was done in the time just before."""
    when = LENGTHS.map(lambda length: {"trailing": {"covers": length}})
    return _requirement(_version(when, duties(looks=False), _START, _LEAVE, _credit(CREDITS, CAPS)))


def one_time_duties() -> st.SearchStrategy[Requirement]:
    """Once."""
    return _requirement(_version(onces(), duties(looks=False), _GRACE, _ALLOWED, _credit(CREDITS, CAPS)))


def continuous_duties() -> st.SearchStrategy[Requirement]:
    """What must be held at all times."""
    what = st.sampled_from(
        [
            {"held": {"card": "any"}},
            {"held": {"certificate": "basic"}},
            {"held": {"employment": "full-time"}},
            {"all": [{"held": {"card": "any"}}, {"held": {"certificate": "basic"}}]},
            {"any": [{"held": {"card": "any"}}, {"held": {"certificate": "basic"}}]},
        ]
    )
    when = st.sampled_from([{"continuous": {}}, {"continuous": {"first_within": "90 days"}}])
    return _requirement(_version(when, what, _START, _LEAVE_NO_PERIOD, _ALLOWED))


def changing_rules() -> st.SearchStrategy[Requirement]:
    """Two versions of the same periods: more is asked from a day on, and with another condition."""
    whens = st.sampled_from(
        [
            {"calendar": {"every": "1 year", "anchored": "2020-01-01"}},
            {"rolling": {"every": "1 year"}},
            {"trailing": {"covers": "1 year"}},
        ]
    )
    change = st.sampled_from(["2022-01-01", "2022-06-15"])
    part = hours_parts() | times_parts()
    extras = joined(
        maybe("governs", st.just("periods_that_end")), maybe("earlier_completions", st.just("do_not_count"))
    )

    def two(drawn: tuple[Any, ...]) -> Requirement:
        when, day, first, second, who, extra = drawn
        own = extra if "rolling" in when else {k: v for k, v in extra.items() if k == "governs"}
        versions = [
            {"when": when, "what": first, **own},
            {"when": when, "what": second, "from": day, **who, **own},
        ]
        return requirement(versions)

    return st.tuples(whens, change, part, part, whos(), extras).map(two)


FIRST_RULE = "xx/first"


def referring_rules() -> st.SearchStrategy[tuple[Requirement, Requirement]]:
    """A one-time rule, and one that binds whoever has met it, or counts from the day it was met."""
    first = _version(onces(), hours_parts() | times_parts()).map(
        lambda version: requirement([version], FIRST_RULE)
    )
    met = {"met": FIRST_RULE}
    plain = st.just({"calendar": {"every": "1 year", "anchored": "2020-01-01"}})
    personal = st.just({"personal": {"every": "1 year", "from": met}})
    after = st.just({"once": {"within": "6 months", "after": met, "counts": "after_event"}})
    who = st.sampled_from([met, {"not": met}]).map(lambda condition: {"who": condition})
    second = _version(plain, hours_parts(), who) | _version(personal | after, hours_parts())
    return st.tuples(first, second.map(lambda version: requirement([version])))


def _loadable(
    family: Callable[[], st.SearchStrategy[Requirement]],
) -> Callable[[], st.SearchStrategy[Requirement]]:
    return lambda: family().filter(_loads)


FAMILIES = {
    family.__name__: _loadable(family)
    for family in (
        plain_periods,
        starting_periods,
        periods_with_leave,
        periods_in_a_row,
        alternating_periods,
        yearly_lists,
        yearly_on_a_named_day,
        lookback_reports,
        rolling_duties,
        trailing_duties,
        one_time_duties,
        continuous_duties,
        changing_rules,
    )
}
