"""What is wrong with rate files, or with a place and a day asked of them, in the reader's language."""

from __future__ import annotations

from dataclasses import replace

from muster.core.errors import MusterError, Problem
from muster.core.errors.sentence import said_in
from muster.core.travel.spanish import RATES_ES
from muster.standards.rulebook import spoken


def told(error: MusterError) -> list[str]:
    """Return each problem as one sentence with its place and what to do."""
    return [str(_said(problem)) for problem in error.problems]


def _said(problem: Problem) -> Problem:
    words = RATES_ES if spoken() == "es" else {}
    return replace(problem, what=said_in(problem.what, words), do=said_in(problem.do, words))
