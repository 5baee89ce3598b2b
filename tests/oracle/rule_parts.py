"""Random pieces of rules: filters, duties, conditions, periods, credit. Dicts, as a rule file has them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.oracle.crowds import MARK, UNIT


def maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The key with a value, or nothing."""
    return st.just({}) | values.map(lambda value: {key: value})


def joined(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """One mapping out of several."""
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
LOOKS = maybe("looks_in", st.sampled_from(["this_or_previous", "ever"]))


def hours_parts() -> st.SearchStrategy[dict[str, Any]]:
    """Parts in hours."""
    return joined(HOURS.map(lambda h: {"hours": h}), FILTERS.map(lambda f: {"of": f}))


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
    return joined(
        st.integers(1, 3).map(lambda n: {"times": n}),
        FILTERS.map(lambda f: {"of": f}),
        st.just({}) if plain else how,
    )


def single_duties(*, looks: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """One counted part."""
    counted = joined(hours_parts() | times_parts(), LOOKS if looks else st.just({}))
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
    return st.just({}) | st.just({}) | joined(tree.map(lambda c: {"who": c}), maybe("judged", judged))


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
    both = joined(after, by, maybe("take", st.sampled_from(["later", "earlier"])))
    counts = maybe("counts", st.just("after_event"))
    return (by | joined(after, counts) | joined(both, counts)).map(lambda once: {"once": once})


STARTS = st.tuples(
    ANCHORS, st.sampled_from(["whole", "next", "prorated"]), st.sampled_from(["count", "do_not_count"])
).map(lambda three: {"from": three[0], "first_period": three[1], "earlier_records": three[2]})

CREDITS = joined(
    maybe("counts", st.sampled_from([{"not": {"providers": "p-2"}}, {"outcomes": ["completed", "failed"]}])),
    maybe("teaching", st.sampled_from(["counts", "once_per_course"])),
    maybe("shortest", st.just(1)),
    maybe(
        "convert",
        st.sampled_from(
            [
                [{"of": {"units": UNIT}, "multiply": "40/3"}],
                [{"of": {"delivery": "online"}, "multiply": 0.5}, {"of": {}, "multiply": 2}],
                [{"of": {"delivery": "online"}, "use_course_length": True}],
            ]
        ),
    ),
    maybe("double_use", st.just([{"with": "pay", "allowed": False, "mark": MARK}])),
)
CAPS = joined(
    maybe(
        "caps",
        st.sampled_from(
            [
                [{"of": {"delivery": "online"}, "hours": 2}],
                [{"of": {"delivery": "online"}, "hours": 2}, {"of": {"topics": "ethics"}, "hours": 3}],
            ]
        ),
    ),
    maybe(
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
