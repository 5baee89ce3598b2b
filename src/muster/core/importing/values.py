"""Single values: ids, hours, scores, outcome words. Each reader takes a distinct text and says what it is."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from muster.core.periods import parse_hours
from muster.core.tables.schema import OUTCOMES

#: Words of other systems for our outcomes. A profile adds to them or overrides them.
OUTCOME_WORDS = {
    **{outcome: outcome for outcome in OUTCOMES},
    "complete": "completed",
    "done": "completed",
    "pass": "passed",
    "present": "attended",
    "instructor": "instructed",
    "taught": "instructed",
    "fail": "failed",
    "not completed": "incomplete",
    "in progress": "incomplete",
    "not met": "incomplete",
    "enrolled": "registered",
    "scheduled": "registered",
    "assigned": "required",
    "waiver": "waived",
    "exempt": "excused",
    "no show": "no_show",
    "absent": "no_show",
    "equivalent": "equivalency",
}

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::00)?")
_UNIT = re.compile(r"\s*(?:h|hr|hrs|hours?)\.?$", re.IGNORECASE)
_MINUTE_UNIT = re.compile(r"\s*(?:m|min|mins|minutes?)\.?$", re.IGNORECASE)
_FORMULA_START = ("=", "+", "@", "\t", "\r")
_MOST_MINUTES = 10_000 * 60


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run this text instead of showing it."""
    return text.startswith(_FORMULA_START)


def neutral(text: str) -> str:
    """Write text so that a spreadsheet shows it: an apostrophe before what would run."""
    return f"'{text}" if is_formula(text) or (text.startswith("-") and not _is_number(text)) else text


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


#: Why something cannot be an officer's id, with the form of the sentence.
ID_PROBLEMS = {
    "formula-id": "the officer id '{id}' is a formula",
    "id-is-a-name": "the officer id '{id}' looks like a person's name",
    "id-too-long": "the officer id is longer than 100 letters",
}


def id_problem(text: str) -> str | None:
    """Return the reason (of ``ID_PROBLEMS``) why this cannot be an officer's id, or None."""
    if is_formula(text):
        return "formula-id"
    has_digit = any(letter.isdigit() for letter in text)
    if not has_digit and ("," in text or " " in text) and any(letter.isalpha() for letter in text):
        return "id-is-a-name"
    if len(text) > 100:
        return "id-too-long"
    return None


#: Why hours or minutes cannot be read as they are: the form of the sentence, and its reason.
HOURS_PROBLEMS = {
    "'{text}' is no number of hours": "unreadable-hours",
    "'{text}' is no number of minutes": "unreadable-hours",
    "'{text}' is no number": "unreadable-hours",
    "{text} is below zero": "negative-hours",
    "{text} is more than a career holds": "unreadable-hours",
    "{text} is no whole number of minutes and counts as {minutes}": "rounded-hours",
}


def read_minutes(text: str, *, hours: bool) -> tuple[int | None, str]:
    """Read hours (or minutes) as whole minutes: the minutes, and what is wrong (a key of ``HOURS_PROBLEMS``) or "".

    Minutes that had to be rounded are accepted and doubtful; no minutes means set aside.
    """
    clock = _CLOCK.fullmatch(text)
    if clock and hours:
        return int(clock[1]) * 60 + int(clock[2]), ""
    number = (_UNIT if hours else _MINUTE_UNIT).sub("", text).replace(",", "")
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return None, f"'{{text}}' is no number of {'hours' if hours else 'minutes'}"
    if not exact.is_finite():
        return None, "'{text}' is no number"
    if exact < 0:
        return None, "{text} is below zero"
    if exact > _MOST_MINUTES / (60 if hours else 1):
        return None, "{text} is more than a career holds"
    if hours:
        try:
            return parse_hours(exact), ""
        except ValueError:
            exact *= 60
    minutes = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    if minutes == exact:
        return minutes, ""
    return minutes, "{text} is no whole number of minutes and counts as {minutes}"


def read_score(text: str, *, zero_is_none: bool) -> tuple[float | None, bool]:
    """Read a score in percent: the score, and whether the text could be read. 0 may mean none."""
    try:
        score = Decimal(text.removesuffix("%").strip())
    except InvalidOperation:
        return None, False
    if not score.is_finite() or not 0 <= score <= 300:
        return None, False
    return (None, True) if zero_is_none and score == 0 else (float(score), True)


def outcome_of(text: str, words: dict[str, str]) -> str | None:
    """Return our outcome for a word of the source, or None when nobody said what it means."""
    key = _word(text)
    own = {_word(word): outcome for word, outcome in words.items()}
    return own.get(key) or OUTCOME_WORDS.get(key) or OUTCOME_WORDS.get(key.replace(" ", "_"))


def _word(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split())
