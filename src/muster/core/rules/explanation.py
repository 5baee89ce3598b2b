"""What an explanation is made of: plain values, ready to be printed or written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from muster.core.errors.sentence import Language
from muster.core.rules.explain_inputs import Input

NOT_ADVICE = "Muster is not legal advice."


@dataclass(frozen=True)
class Amount:
    """How much is asked and there; whole minutes, times or parts, as ``unit`` says."""

    unit: str
    needed: int
    credited: int
    short: int
    done: bool


@dataclass(frozen=True)
class Part:
    """A part of the duty, and the parts it is made of. ``amount`` is None where nothing can be told."""

    says: str
    amount: Amount | None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Seen:
    """A record as an explanation lists it; ``minutes`` are those that counted toward hours."""

    record_id: str | None
    on: date | None
    title: str
    minutes: int = 0
    parts: str = ""
    reason: str = "counted"


@dataclass(frozen=True)
class Idle:
    """Records that gave nothing for the same reason: how many, and the latest of them."""

    reason: str
    says: str
    count: int
    latest: tuple[Seen, ...]


@dataclass(frozen=True)
class Cited:
    """Where the rule was read, and how surely. ``confirmed`` says who compared it with the law in force."""

    cite: str
    title: str
    url: str
    evidence: str
    evidence_says: str
    confirmed: str


@dataclass(frozen=True)
class Explanation:
    """The answer for one officer, requirement and period, with all it hangs on."""

    officer_id: str
    requirement: str
    title: str
    verdict: str
    reason: str
    says: str
    headline: bool
    current: bool
    as_of: date
    known_at: datetime | None
    period_start: date | None
    period_end: date | None
    due: date | None
    version: date
    force: str
    cited: Cited
    inputs: tuple[Input, ...]
    amount: Amount | None
    asked: Part
    counted: tuple[Seen, ...]
    idle: tuple[Idle, ...]
    fix: tuple[str, ...]
    consequence: str
    consequence_says: str
    note: str = NOT_ADVICE
    language: Language = "en"

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, ready for JSON: days and moments as text."""
        found: dict[str, Any] = _plain(asdict(self))
        return found


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case date():
            return value.isoformat()
        case _:
            return value
