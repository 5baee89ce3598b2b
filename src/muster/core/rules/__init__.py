"""Rules: load, check, evaluate, explain.

>>> book = load_rulebook(only=["us-co"])                              # doctest: +SKIP
>>> judgement = evaluate(Facts.read(folder), book, date(2026, 11, 20))  # doctest: +SKIP
>>> judgement.standing.filter(verdict="overdue")                      # doctest: +SKIP
"""

from muster.core.rules.evaluate import Judgement, evaluate, evaluate_in_parts
from muster.core.rules.load import load_rulebook
from muster.core.rules.rulebook import Rulebook

__all__ = ["Judgement", "Rulebook", "evaluate", "evaluate_in_parts", "load_rulebook"]
