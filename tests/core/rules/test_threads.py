"""Work done side by side gives what it gives one by one."""

from __future__ import annotations

import threading

import pytest

from muster.core.rules.threads import side_by_side


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_answers_come_in_the_order_of_what_was_asked(threads: int) -> None:
    assert side_by_side(lambda number: number * number, range(50), threads) == [n * n for n in range(50)]


def test_two_threads_work_at_the_same_time_and_the_caller_is_one_of_them() -> None:
    both_are_here = threading.Barrier(2, timeout=10)

    def work(_: int) -> int:
        both_are_here.wait()
        return threading.get_ident()

    workers = side_by_side(work, [1, 2], 2)
    assert threading.get_ident() in workers
    assert len(set(workers)) == 2


@pytest.mark.parametrize("threads", [1, 2])
def test_an_error_in_the_work_reaches_the_caller(threads: int) -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 // number, [1, 0, 2], threads)


def test_nothing_to_do_is_no_answer() -> None:
    assert side_by_side(str, [], 2) == []
