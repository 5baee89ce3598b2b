"""The error types and the shape of one problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Where:
    """A spot a person can open: a file, and in it a line, a column or a key."""

    file: str = ""
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        spot = self.file
        if self.line is not None:
            spot = f"{spot}:{self.line}" if spot else f"line {self.line}"
        return f"{spot} ({self.key})" if self.key and spot else spot or self.key


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: what, where, and what would be right."""

    code: str
    what: str
    do: str = ""
    where: Where = Where()

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.what}" + (f" {self.do}" if self.do else "")


class MusterError(Exception):
    """Something a person can mend. ``problems`` holds every one found, not just the first."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def because(cls, code: str, what: str, do: str = "", where: Where | None = None) -> MusterError:
        """Build the error for a single problem."""
        return cls(Problem(code, what, do, where or Where()))


class ChecksFailed(MusterError):
    """The work was done and the answer is no: a rule test failed, a check found something."""

    exit_code = 1


class BadUsage(MusterError):
    """The command or call was given words it cannot act on (exit code 2, as shells expect)."""

    exit_code = 2


class BadRule(MusterError):
    """A rule file, a rule test or a jurisdiction page cannot be used as it is."""

    exit_code = 3


class BadInput(MusterError):
    """A file of records, or a crosswalk, cannot be read as it is."""

    exit_code = 4


class BadFact(BadInput):
    """A fact breaks its promise: an end before its start, an officer nobody knows."""


class MissingPart(MusterError):
    """Something outside Muster is not there: an extra package, Java, a file."""

    exit_code = 5
