"""Why a sort of record does not fit a duty, or cannot earn under its policy."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from muster.core.rules.credit_reasons import CREDIT_CODE
from muster.core.rules.fitting import TEACHING, Eligible, kinds_fitting, rows_fitting
from muster.core.rules.language import EVERYTHING, Filter
from muster.core.rules.people import Mask
from muster.core.tables.kinds import Kinds
from muster.core.tables.rows import Rows

Codes = NDArray[np.uint8]

#: The key of a filter, and the reason where that key alone keeps a sort of record out.
SINGLE_KEYS = {
    "items": "wrong_item",
    "delivery": "wrong_delivery",
    "marks": "wrong_mark",
    "providers": "wrong_provider",
    "certified": "not_certified",
    "outcomes": "wrong_outcome",
    "units": "unit_not_converted",
    "courses": "other_course",
}
#: Where nothing but one of these is asked for, it is the subject, and a record without it is no near miss.
SUBJECTS = ("items", "marks")
#: These say that a record is about something else; whatever else is wrong with it matters to nobody.
FAR = tuple(CREDIT_CODE[name] for name in ("not_by_training", "other_subject", "other_course"))


def without(wanted: Filter, keys: tuple[str, ...]) -> Filter:
    """Return the filter with some keys struck out, wherever in it they are written."""
    refused = without(wanted.not_, keys) if wanted.not_ is not None else None
    empty: dict[str, Any] = {key: Filter.model_fields[key].default for key in keys}
    inner = {
        "all": tuple(without(part, keys) for part in wanted.all),
        "any": tuple(without(part, keys) for part in wanted.any),
        "not_": None if refused == EVERYTHING else refused,
    }
    return wanted.model_copy(update={**empty, **inner})


def why_not_fitting(asked: tuple[Filter, ...], kinds: Kinds) -> Codes:
    """Return, by sort of record, why it fits none of the filters; 0 where it fits one."""
    if not asked:
        return np.full(kinds.count, CREDIT_CODE["not_by_training"], np.uint8)
    fits = _fitting_any(asked, kinds)
    codes = np.where(fits, 0, CREDIT_CODE["other_subject"]).astype(np.uint8)
    if fits.all():
        return codes
    open_ = ~fits
    unknown = open_ & kinds.topics_unknown
    if unknown.any():
        unknown &= _fitting_any(tuple(without(wanted, ("topics",)) for wanted in asked), kinds)
        codes[unknown] = CREDIT_CODE["topic_unknown"]
        open_ &= ~unknown
    written = set().union(*(_keys(wanted) for wanted in asked))
    for key, reason in SINGLE_KEYS.items():
        if key in written:
            relaxed = (without(wanted, (key,)) for wanted in asked)
            alone = open_ & _fitting_any(
                tuple(w for w in relaxed if key not in SUBJECTS or w != EVERYTHING), kinds
            )
            codes[alone] = CREDIT_CODE[reason]
            open_ &= ~alone
    return codes


def _fitting_any(asked: tuple[Filter, ...], kinds: Kinds) -> Mask:
    fits = np.zeros(kinds.count, bool)
    for wanted in dict.fromkeys(asked):
        fits |= kinds_fitting(wanted, kinds)
    return fits


def _keys(wanted: Filter) -> set[str]:
    own = {key for key in SINGLE_KEYS if getattr(wanted, key) not in ((), None)}
    return own.union(*(_keys(part) for part in wanted.inner))


def why_not_earning(policy: Eligible, kinds: Kinds) -> Codes:
    """Return, by sort of record, why the credit policy lets it earn nothing; 0 where it does."""
    taught = kinds.has("outcome", (TEACHING,))
    codes = np.zeros(kinds.count, np.uint8)
    for reason, keeps_out in (
        ("wrong_outcome", ~policy.outcomes() & ~taught),
        ("teaching_not_credited", ~policy.outcomes() & taught),
        ("unit_not_converted", ~policy.units()),
        ("given_to_another_use", ~policy.unspent()),
        ("not_admitted", ~policy.admitted()),
    ):
        codes[keeps_out & (codes == 0)] = CREDIT_CODE[reason]
    return codes


def why_row_not_earning(policy: Eligible, rows: Rows) -> Codes:
    """Return, record by record, why the credit policy lets it earn nothing although its sort may; 0 where it does."""
    codes = np.zeros(len(rows), np.uint8)
    kept = policy.by_row(rows)
    if kept is not None:
        short = rows.minutes < policy.credit.shortest
        codes[~kept & ~short] = CREDIT_CODE["not_admitted"]
        codes[~kept & short] = CREDIT_CODE["too_short"]
    return codes


def why_row_not_fitting(asked: tuple[Filter, ...], kinds: Kinds, rows: Rows) -> Codes:
    """Return, record by record, why it fits no filter although its sort does; 0 where it fits one."""
    codes = np.zeros(len(rows), np.uint8)
    if not any(wanted.looks_at_rows for wanted in asked):
        return codes
    left = ~_rows_fitting_any(asked, kinds, rows)
    codes[left] = CREDIT_CODE["outside_the_period"]
    for key, reason in (("lasting_at_least", "too_short"), ("score_at_least", "score_too_low")):
        alone = left & _rows_fitting_any(tuple(without(wanted, (key,)) for wanted in asked), kinds, rows)
        codes[alone] = CREDIT_CODE[reason]
    return codes


def _rows_fitting_any(asked: tuple[Filter, ...], kinds: Kinds, rows: Rows) -> Mask:
    fits = np.zeros(len(rows), bool)
    for wanted in dict.fromkeys(asked):
        fits |= rows_fitting(wanted, kinds, rows)
    return fits
