"""What several rules ask for is worked out once."""

from __future__ import annotations

from muster.core.rules.shared import Shared
from muster.core.rules.threads import side_by_side


def test_a_question_asked_again_is_not_worked_out_again() -> None:
    shared, worked_out = Shared(), []

    def answer(value: int) -> int:
        worked_out.append(value)
        return value

    answers = [shared.once(question, lambda value=value: answer(value)) for question, value in ASKED]
    assert (answers, worked_out) == ([1, 2, 1], [1, 2])


ASKED = (("first", 1), ("second", 2), ("first", 3))


def test_threads_that_ask_together_get_one_answer() -> None:
    shared, worked_out = Shared(), []

    def work_out() -> list[int]:
        worked_out.append(1)
        return [len(worked_out)]

    answers = side_by_side(lambda _: shared.once("same", work_out), range(40), 4)
    assert (len({id(answer) for answer in answers}), worked_out) == (1, [1])


def test_an_answer_may_be_none() -> None:
    shared, worked_out = Shared(), []
    for _ in range(2):
        assert shared.once("nothing", lambda: worked_out.append(1)) is None
    assert worked_out == [1]
