"""The questions of a bulletin: read and checked, and as people write them in a box of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from muster.ledger.refusals import Refused

MOST_QUESTIONS: Final = 10
FEWEST_ANSWERS: Final = 2
RIGHT: Final = "*"


@dataclass(frozen=True)
class Question:
    """One question with its answers; ``right`` is the place of the right one, from 0."""

    question: str
    answers: tuple[str, ...]
    right: int

    def as_written(self) -> dict[str, Any]:
        """Return it as the bulletin keeps it."""
        return {"question": self.question, "answers": list(self.answers), "right": self.right}


def questions_of(written: Any) -> tuple[Question, ...]:
    """Read the questions of a bulletin. Raises Refused where one has no words, too few answers or no right one."""
    if not isinstance(written, list) or len(written) > MOST_QUESTIONS:
        raise Refused(_("A bulletin has at most ten questions."), field="questions")
    return tuple(_question_of(entry) for entry in written)


def _question_of(entry: Any) -> Question:
    entry = entry if isinstance(entry, dict) else {}
    words, answers, right = entry.get("question"), entry.get("answers"), entry.get("right")
    if not isinstance(words, str) or not words.strip() or not isinstance(answers, list):
        raise Refused(_("A question needs its words, and its answers below."), field="questions")
    said = tuple(str(answer).strip() for answer in answers)
    if len(said) < FEWEST_ANSWERS or not all(said):
        raise Refused(_("A question needs at least two answers."), field="questions")
    if type(right) is not int or not 0 <= right < len(said):
        raise Refused(
            _("Mark the one right answer of each question with a star before it."), field="questions"
        )
    return Question(words.strip(), said, right)


def questions_in(text: str) -> list[dict[str, Any]]:
    """Read what somebody wrote: the question, its answers each on a line below, a star before the right one.

    An empty line ends a question. Raises Refused where one is not complete.
    """
    blocks = [block.strip().splitlines() for block in text.replace("\r", "").split("\n\n") if block.strip()]
    written = [_block_of([line.strip() for line in lines if line.strip()]) for lines in blocks]
    return [question.as_written() for question in questions_of(written)]


def _block_of(lines: Sequence[str]) -> dict[str, Any]:
    answers = lines[1:]
    marked = [place for place, line in enumerate(answers) if line.startswith(RIGHT)]
    return {
        "question": lines[0],
        "answers": [line.removeprefix(RIGHT).strip() for line in answers],
        "right": marked[0] if len(marked) == 1 else None,
    }


def as_text(written: Any) -> str:
    """Return questions as people write them: the opposite of ``questions_in``."""
    return "\n\n".join(
        "\n".join(
            [question.question]
            + [
                f"{RIGHT if place == question.right else ''}{answer}"
                for place, answer in enumerate(question.answers)
            ]
        )
        for question in questions_of(written)
    )
