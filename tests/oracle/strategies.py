"""Random rules and random officers, small in words and crowded around the days on which verdicts turn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.oracle.model import Fact, Officer, Record

from muster.core.rules.language import FactWord, Jurisdiction, Requirement, Vocabulary
from muster.core.rules.rulebook import Rulebook

RULE = "xx/rule"
TOPICS = ("ethics", "driving", "firearms", "cpr")
DELIVERY = ("classroom", "online", "range")
UNIT = "semester-credit"
MARK = "given-away"
ITEMS = ("handgun", "rifle")

#: What belongs to a course: topics (None: not known), whether certified, minutes of the classroom version.
COURSES: dict[str, tuple[tuple[str, ...] | None, bool | None, int | None]] = {
    "c-1": (("ethics",), True, 240),
    "c-2": (("ethics", "driving"), False, None),
    "c-3": (None, None, 120),
    "c-4": (("firearms",), True, 60),
}

WORDS = Vocabulary(
    topics={code: code for code in TOPICS},
    facts={
        "employment": FactWord(says="x", everyone_has_one=True),
        "rank": FactWord(says="x", order=("officer", "sergeant", "chief"), everyone_has_one=True),
        **{
            name: FactWord(says="x")
            for name in (
                *("certificate", "leave", "card", "carries", "waived", "extended"),
                *("birth-month", "clerical-share", "surname-initial"),
            )
        },
    },
    delivery={code: code for code in DELIVERY},
    marks={MARK: MARK},
    units={UNIT: UNIT},
)

YEARS = range(2018, 2027)
BOUNDARIES = ((1, 1), (1, 31), (2, 28), (3, 1), (6, 30), (7, 1), (12, 31))
KNOWN_AT = datetime(2023, 3, 1, 12)  # noqa: DTZ001 - moments have no zone in Muster


def book_of(*rules: Requirement, who: dict[str, Any] | None = None) -> Rulebook:
    """A rulebook of one jurisdiction with these rules."""
    home = Jurisdiction.model_validate(
        {"id": "xx", "name": "X", "authority": "X", **({"who": who} if who else {})}
    )
    return Rulebook(WORDS, {"xx": home}, {rule.id: rule for rule in rules})


# ── officers ───────────────────────────────────────────────────────────────────────────────────


def a_day(random: Random) -> date:
    """A day at, just before or just after a boundary, seldom any other; leap days included."""
    if random.random() < 0.15:
        return date(random.choice(YEARS), 1, 1) + timedelta(days=random.randrange(365))
    if random.random() < 0.1:
        return date(random.choice((2020, 2024)), 2, 29)
    month, day = random.choice(BOUNDARIES)
    return date(random.choice(YEARS), month, day) + timedelta(days=random.choice((-1, 0, 0, 1)))


def _moments(random: Random) -> dict[str, datetime | None]:
    """When a line was written and replaced: mostly always known and never replaced."""
    recorded = KNOWN_AT + timedelta(days=random.choice((-40, 0, 1, 400))) if random.random() < 0.2 else None
    superseded = (
        (recorded or KNOWN_AT) + timedelta(days=random.choice((0, 2, 30))) if random.random() < 0.1 else None
    )
    return {"recorded_at": recorded, "superseded_at": superseded}


def _spell(random: Random, fact: str, value: str, open_end: float = 0.5, longest: int = 900) -> Fact:
    start = a_day(random)
    end = None if random.random() < open_end else start + timedelta(days=random.randrange(longest))
    since_always = random.random() < 0.06
    return Fact(fact, value, None if since_always else start, end, **_moments(random))


def _facts(random: Random) -> list[Fact]:
    found: list[Fact] = []
    kinds: Sequence[tuple[str, Sequence[str], int, float, int]] = (
        ("employment", ("full-time", "part-time"), 2, 0.7, 1500),
        ("rank", ("officer", "sergeant", "chief"), 2, 0.7, 1500),
        ("certificate", ("basic", "advanced"), 2, 0.7, 1500),
        ("leave", ("medical", "military"), 2, 0.1, 400),
        ("card", ("first-aid",), 2, 0.2, 900),
        ("carries", ITEMS, 2, 0.6, 900),
        ("clerical-share", ("20", "90"), 1, 0.5, 900),
        ("waived", (RULE, "xx/other"), 1, 0.1, 300),
        ("extended", (RULE, "xx/other"), 1, 0.0, 500),
    )
    for fact, values, most, open_end, longest in kinds:
        count = (
            random.choice((0, *range(1, most + 1)))
            if fact not in ("waived", "extended")
            else random.random() < 0.15
        )
        found += [_spell(random, fact, random.choice(values), open_end, longest) for _ in range(count)]
    lasting = (Fact("birth-month", random.choice(("2", "7"))), Fact("surname-initial", random.choice("BMZ")))
    return [*found, *(fact for fact in lasting if random.random() < 0.8)]


def a_record(random: Random) -> Record:
    """One record, with the mess of real ones."""
    course = random.choice(tuple(COURSES))
    topics, certified, minutes = COURSES[course]
    outcome = random.choices(("completed", "attended", "failed", "instructed"), (6, 2, 1, 2))[0]
    return Record(
        course=course,
        topics=topics,
        certified=certified,
        course_minutes=minutes,
        date=None if random.random() < 0.06 else a_day(random),
        minutes=random.choice((0, 30, 60, 90, 120, 240, 481)),
        outcome=outcome,
        delivery=random.choice((*DELIVERY, None)),
        provider=random.choice(("p-1", "p-2", None)),
        item=random.choice((*ITEMS, None)),
        unit=UNIT if random.random() < 0.08 else None,
        marks=(MARK,) if random.random() < 0.1 else (),
        score=random.choice((None, 69, 70, 80)),
        **_moments(random),
    )


def an_officer(random: Random) -> Officer:
    """One officer: some facts missing, up to a dozen records, often several near one boundary."""
    records = [a_record(random) for _ in range(random.choice((0, 1, 2, 3, 4, 6, 8, 12)))]
    return Officer(tuple(_facts(random)), tuple(records))


def crowds(size: int) -> st.SearchStrategy[list[Officer]]:
    """So many officers, from one drawn number: a crowd makes the fixed cost of an evaluation worth it."""

    def crowd(seed: int) -> list[Officer]:
        random = Random(seed)
        return [an_officer(random) for _ in range(size)]

    return st.integers(0, 2**32 - 1).map(crowd)


def days() -> st.SearchStrategy[date]:
    """A day to judge on, near a boundary."""
    return st.integers(0, 2**32 - 1).map(lambda seed: a_day(Random(seed)))


# ── rules ──────────────────────────────────────────────────────────────────────────────────────


def _maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.just({}) | values.map(lambda value: {key: value})


def _joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


FILTERS = st.sampled_from(
    [
        {},
        {},
        {"topics": "ethics"},
        {"topics": ["driving", "firearms"]},
        {"courses": ["c-1", "c-3"]},
        {"delivery": "online"},
        {"not": {"delivery": "online"}},
        {"not": {"topics": "ethics"}},
        {"any": [{"topics": "ethics"}, {"providers": "p-1"}]},
        {"topics": "ethics", "all": [{"delivery": ["classroom", "range"]}]},
        {"score_at_least": 70},
        {"lasting_at_least": 1},
        {"on_or_after": "2022-01-01"},
        {"certified": True},
        {"items": "handgun"},
    ]
)
LENGTHS = st.sampled_from(["90 days", "6 months", "1 year", "2 years"])
HOURS = st.sampled_from([0.5, 1, 2, 4, 8, 12])
ANCHORS = st.sampled_from(
    [
        {"first": "employment"},
        {"first": "certificate"},
        {"first": "certificate", "values": "basic"},
        {"latest": "certificate"},
        {"latest": "rank", "values": ["sergeant", "chief"]},
        {"end_of": "leave"},
        {"record": {"topics": "firearms"}},
    ]
)
LOOKS = _maybe("looks_in", st.sampled_from(["this_or_previous", "ever"]))


def hours_parts() -> st.SearchStrategy[dict[str, Any]]:
    """Parts in hours."""
    return _joined(HOURS.map(lambda h: {"hours": h}), FILTERS.map(lambda f: {"of": f}))


def times_parts(*, plain: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Parts counted in records; plain: without spacing."""
    how = st.sampled_from(
        [
            {},
            {"apart": "90 days"},
            {"apart": "1 month"},
            {"on_different_days": True},
            {"different_courses": True},
        ]
    )
    return _joined(
        st.integers(1, 3).map(lambda n: {"times": n}),
        FILTERS.map(lambda f: {"of": f}),
        st.just({}) if plain else how,
    )


def single_duties(*, looks: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """One counted part."""
    counted = _joined(hours_parts() | times_parts(), LOOKS if looks else st.just({}))
    others = st.sampled_from(
        [
            {"hours_at_most": 2},
            {"hours_at_most": 2, "of": {"delivery": "online"}},
            {"held": {"card": "any"}},
            {"held": {"employment": "full-time"}},
            {"for_each": "carries"},
            {"for_each": "carries", "times": 2, "of": {"score_at_least": 70}},
            {"ratio": {"topics": "ethics"}, "to": {"topics": "driving"}, "at_least": "3/2"},
            {"each_topic": ["ethics", "driving"]},
            {"each_topic": ["ethics", "firearms"], "hours": 1, "of": {"delivery": "classroom"}},
        ]
    )
    return counted | counted | others


def duties(*, looks: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """A part, or a small tree of them."""
    one = single_duties(looks=looks)
    several = st.lists(one, min_size=2, max_size=3)
    return (
        one
        | one
        | several.map(lambda parts: {"all": parts})
        | st.tuples(hours_parts(), one).map(lambda two: {"all": [{**two[0], "part": "total"}, two[1]]})
        | several.map(lambda parts: {"any": parts})
        | several.map(lambda parts: {"at_least": 2, "of_these": parts})
        | st.lists(hours_parts(), min_size=2, max_size=3).map(lambda parts: {"separately": parts})
    )


def whos() -> st.SearchStrategy[dict[str, Any]]:
    """Conditions, most often none."""
    simple = st.sampled_from(
        [
            {"is": {"employment": "full-time"}},
            {"is": {"rank": {"at_least": "sergeant"}}},
            {"is": {"certificate": True}},
            {"was": {"rank": "sergeant"}},
            {"is": {"clerical-share": {"below": 90}}},
            {"began": "certificate", "on": {"on_or_after": "2020-07-01"}},
            {"began": "employment", "values": "full-time", "on": {"before": "2022-01-01"}},
            {"served": "employment", "at_least": "1 year"},
            {"served": "rank", "values": "sergeant", "less_than": "6 months"},
        ]
    )
    tree = (
        simple
        | simple.map(lambda c: {"not": c})
        | st.lists(simple, min_size=2, max_size=2).map(lambda c: {"any": c})
    )
    tree = tree | st.lists(tree, min_size=2, max_size=2).map(lambda c: {"all": c})
    judged = st.sampled_from(["period_end", "period_start", "any_day", "as_of"])
    return st.just({}) | st.just({}) | _joined(tree.map(lambda c: {"who": c}), _maybe("judged", judged))


LEAVES = st.sampled_from(
    [
        {"then": "extend"},
        {"of": "medical", "longer_than": "90 days", "then": "extend"},
        {"then": "extend", "by": "3 months", "lasting": "30 days"},
        {"of": "military", "then": "extend_unknown"},
        {"then": "prorate"},
        {"then": "suspend"},
        {"then": "met_in_full", "in_period": "180 days"},
        {"then": "owed_on_return"},
    ]
)


def calendars() -> st.SearchStrategy[dict[str, Any]]:
    """Fixed periods."""
    groups = {"by": "surname-initial", "groups": {"A-H": "2020-01-01", "M": "2021-07-01"}}
    anchors = st.sampled_from(["2020-01-01", "2020-01-01", "2021-07-01", "2019-02-28", groups])
    return st.tuples(st.sampled_from(["6 months", "1 year", "2 years"]), anchors).map(
        lambda two: {"calendar": {"every": two[0], "anchored": two[1]}}
    )


def personals() -> st.SearchStrategy[dict[str, Any]]:
    """Periods from a day in the officer's life."""
    how = st.sampled_from(
        [
            {},
            {},
            {"start_on": {"day": "01-01", "back_if_by": "06-30"}},
            {"end_on_or_after": "06-30"},
            {"end_in_month_of": "birth-month"},
            {"ends_after": "3 years"},
        ]
    )
    return st.tuples(st.sampled_from(["1 year", "2 years"]), ANCHORS, how).map(
        lambda three: {"personal": {"every": three[0], "from": three[1], **three[2]}}
    )


def lookbacks() -> st.SearchStrategy[dict[str, Any]]:
    """Calendar years before a report."""
    return st.tuples(
        st.integers(1, 3), st.sampled_from(["1 year", "2 years"]), st.sampled_from(["01-31", "06-30"])
    ).map(
        lambda t: {"lookback": {"years": t[0], "every": t[1], "reported_by": t[2], "anchored": "2020-01-31"}}
    )


def onces() -> st.SearchStrategy[dict[str, Any]]:
    """One-time duties."""
    after = st.tuples(LENGTHS, ANCHORS).map(lambda two: {"within": two[0], "after": two[1]})
    by = st.sampled_from(["2022-06-30", "2024-01-01"]).map(lambda day: {"by": day})
    both = _joined(after, by, _maybe("take", st.sampled_from(["later", "earlier"])))
    counts = _maybe("counts", st.just("after_event"))
    return (by | _joined(after, counts) | _joined(both, counts)).map(lambda once: {"once": once})


STARTS = st.tuples(
    ANCHORS, st.sampled_from(["whole", "next", "prorated"]), st.sampled_from(["count", "do_not_count"])
).map(lambda three: {"from": three[0], "first_period": three[1], "earlier_records": three[2]})

CREDITS = _joined(
    _maybe("counts", st.sampled_from([{"not": {"providers": "p-2"}}, {"outcomes": ["completed", "failed"]}])),
    _maybe("teaching", st.sampled_from(["counts", "once_per_course"])),
    _maybe("shortest", st.just(1)),
    _maybe(
        "convert",
        st.sampled_from(
            [
                [{"of": {"units": UNIT}, "multiply": "40/3"}],
                [{"of": {"delivery": "online"}, "multiply": 0.5}, {"of": {}, "multiply": 2}],
                [{"of": {"delivery": "online"}, "use_course_length": True}],
            ]
        ),
    ),
    _maybe("double_use", st.just([{"with": "pay", "allowed": False, "mark": MARK}])),
)
CAPS = _joined(
    _maybe(
        "caps",
        st.sampled_from(
            [
                [{"of": {"delivery": "online"}, "hours": 2}],
                [{"of": {"delivery": "online"}, "hours": 2}, {"of": {"topics": "ethics"}, "hours": 3}],
            ]
        ),
    ),
    _maybe(
        "repeats",
        st.sampled_from(
            [
                {"at_most": 1},
                {"at_most": 2, "same": "course_and_provider"},
                {"at_most": 1, "of": {"delivery": "online"}},
            ]
        ),
    ),
)


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
    return _joined(when.map(lambda w: {"when": w}), what.map(lambda w: {"what": w}), whos(), *more).filter(
        _period_known
    )


def _requirement(version: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Requirement]:
    force = _maybe("force", st.sampled_from(["required", "required", "recommended"]))
    return st.tuples(version, force).map(lambda two: requirement([two[0]], **two[1]))


def _credit(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return _joined(*parts).map(lambda credit: {"credit": credit})


_START = _maybe("start", STARTS)
_GRACE = _maybe("grace", st.sampled_from(["30 days", "3 months"]))


def _effect(leave: dict[str, Any]) -> str:
    """The kind of effect; a rule does not extend by so much and by nobody knows how much at once."""
    return str(leave["then"]).removesuffix("_unknown")


_LEAVES = st.lists(LEAVES, min_size=1, max_size=2, unique_by=_effect)
_LEAVE = _maybe("leave", _LEAVES)
_LEAVE_NO_PERIOD = _maybe(
    "leave",
    st.lists(
        # without a period there is no share of one to ask for
        LEAVES.filter(lambda leave: leave["then"] not in ("prorate", "met_in_full")),
        min_size=1,
        max_size=2,
        unique_by=_effect,
    ),
)
_ALLOWED = _maybe("allowed_until", st.just("2022-03-01"))
_PRORATE = _maybe("prorate", st.just("day"))


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
    return _requirement(_version(calendars() | personals(), duties(), leave, _PRORATE, _ALLOWED))


def periods_in_a_row() -> st.SearchStrategy[Requirement]:
    """Periods that lean on the one before: late training and carry-over, of plain parts."""
    part = hours_parts() | times_parts(plain=True)
    what = part | part | st.lists(part, min_size=2, max_size=2).map(lambda parts: {"all": parts})
    late = _maybe(
        "late", st.sampled_from([{"within": "90 days"}, {"within": "30 days", "also_counts_in_next": True}])
    )
    carry = _maybe("carry_over", st.just({"at_most": 2}))
    return _requirement(
        _version(
            calendars() | personals(),
            what,
            _GRACE,
            late,
            _START,
            _credit(carry, _maybe("teaching", st.just("counts"))),
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
    first = _maybe("first_within", st.just("6 months"))
    when = st.tuples(LENGTHS, first).map(lambda two: {"rolling": {"every": two[0], **two[1]}})
    return _requirement(_version(when, what, _START, _GRACE, _LEAVE_NO_PERIOD, _ALLOWED, _credit(CREDITS)))


def rolling_single_events() -> st.SearchStrategy[Requirement]:
    """Due again so long after the last record that fits."""
    when = LENGTHS.map(lambda length: {"rolling": {"every": length}})
    what = FILTERS.map(lambda rule: {"times": 1, "of": rule})
    return _requirement(_version(when, what, _START, _credit(CREDITS)))


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
        [{"held": {"card": "any"}}, {"held": {"certificate": "basic"}}, {"held": {"employment": "full-time"}}]
    )
    when = st.sampled_from([{"continuous": {}}, {"continuous": {"first_within": "90 days"}}])
    return _requirement(_version(when, what, _START, _LEAVE_NO_PERIOD))


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
    extras = _joined(
        _maybe("governs", st.just("periods_that_end")), _maybe("earlier_completions", st.just("do_not_count"))
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


FAMILIES = {
    family.__name__: family
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
