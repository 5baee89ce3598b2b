"""The same work for many things at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], things: Iterable[T], threads: int) -> list[R]:
    """Do the work for each thing, begun in this order, and return the answers in the same order.

    The calling thread is one of those that work: memory it gave back serves it again, where a new
    thread has to ask the system for its own.
    """
    waiting = deque(enumerate(things))
    done: dict[int, R] = {}

    def drain() -> None:
        while True:
            try:
                place, thing = waiting.popleft()
            except IndexError:
                return
            done[place] = work(thing)

    with ThreadPoolExecutor(max(threads - 1, 1)) as helpers:  # starts no thread before there is work for it
        helping = [helpers.submit(drain) for _ in range(threads - 1)]
        try:
            drain()
        finally:
            waiting.clear()  # after an error here nobody need go on
        for helper in helping:
            helper.result()
    return [done[place] for place in sorted(done)]
