"""What several rules ask for, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class _Answer:
    """One answer, or the lock to hold while it is worked out."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.values: list[Any] = []


class Shared:
    """Answers by question. Whoever asks first works the answer out; another thread with the same question waits.

    Answers are handed to every rule that asks, so nobody may change one.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._answers: dict[Hashable, _Answer] = {}

    def once(self, question: Hashable, work_out: Callable[[], T]) -> T:
        """Return the answer to a question; ``work_out`` is called the first time only."""
        with self._lock:
            answer = self._answers.setdefault(question, _Answer())
        with answer.lock:
            if not answer.values:
                answer.values.append(work_out())
            found: T = answer.values[0]
            return found
