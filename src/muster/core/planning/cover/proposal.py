"""One cover for each short shift, all at once: nobody twice, no lender below a floor.

Options are judged each by itself. Three who leave together would all be shown the same neighbour, so the answer
also says whom to ask for which shift, in order of time, the first of each list that is still there.
"""

from __future__ import annotations

from collections.abc import Sequence

from muster.core.planning.cover.case import Candidate, Scene
from muster.core.planning.cover.clock import Span
from muster.core.planning.cover.rules import Kind


def propose(
    scene: Scene, shifts: Sequence[tuple[str, Sequence[tuple[Kind, Candidate]]]]
) -> list[tuple[Kind, Candidate] | None]:
    """Choose for each shift of an officer among those who could, in the order they are offered.

    None where nobody is left. Each who goes returns one swap at most: a second might fall on the same day.
    """
    used: set[str] = set()
    chosen: list[tuple[Kind, Candidate] | None] = []
    for asker, possible in shifts:
        found = next((it for it in possible if _is_left(scene, *it, asker, used)), None)
        chosen.append(found)
        if found:
            _keep(scene, *found, asker, used)
    return chosen


def _is_left(scene: Scene, kind: Kind, candidate: Candidate, asker: str, used: set[str]) -> bool:
    if candidate.member.officer in used or (kind == "swap" and asker in used):
        return False
    given = _given_up(kind, candidate)
    return given is None or scene.is_free(candidate.member, given)


def _keep(scene: Scene, kind: Kind, candidate: Candidate, asker: str, used: set[str]) -> None:
    used.add(candidate.member.officer)
    if kind == "swap":
        used.add(asker)
    given = _given_up(kind, candidate)
    if given:
        scene.take(candidate.member, given)


def _given_up(kind: Kind, candidate: Candidate) -> Span | None:
    """Return the time somebody no longer counts where they would; a swapped shift is worked by the other."""
    if kind == "overlap":
        return candidate.span
    return candidate.gives_up if kind == "moved_day" else None
