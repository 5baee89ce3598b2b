"""Which record gave how much to which requirement, and for each that gave nothing, why.

A judgement is retraced requirement by requirement, for all records at once. Most records are about
something else and are told apart by their sort alone; only what is left is followed through windows,
repeats, caps and late days (``retrace``, ``allotment``). The reasons stand in ``credit_reasons``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from muster.core.rules.credit_reasons import COUNTED, CREDIT_REASONS
from muster.core.rules.judge import Judged
from muster.core.rules.retrace import Retrace, Stage
from muster.core.tables.credit import Given, credit_frame, read_lines
from muster.core.tables.kinds import Kinds
from muster.core.tables.output import Frame

if TYPE_CHECKING:
    from muster.core.rules.evaluate import Judgement

_IS_COUNTED = np.array([name in COUNTED for name in CREDIT_REASONS])


def credit_table(judgement: Judgement) -> Frame:
    """Return the table of credit: a row for each officer a duty may bind, requirement and record.

    A record has two rows for a requirement when it counted in both periods shown. ``minutes`` are the
    whole minutes that count toward hours (0 where only times are asked for); of a duty of one part in
    hours they add up to ``credited`` in the standing, less what was carried over. Rows stand by
    requirement, then officer, then day. Lines written after ``known_at`` are left out.
    """
    kinds = Kinds(judgement.facts.kinds)
    stage = Stage(judgement, kinds, read_lines(judgement.facts, kinds, judgement.known_at))
    traces: dict[str, list[Judged]] = {}
    for trace in judgement.traces:
        if trace.requirement.id in judgement.rulebook.requirements:
            traces.setdefault(trace.requirement.id, []).insert(0, trace)
    given = {name: _of_requirement(stage, found) for name, found in traces.items()}
    return credit_frame(
        stage.lines,
        given,
        tuple(judgement.rulebook.requirements),
        tuple(CREDIT_REASONS),
        _IS_COUNTED,
        stage.texts,
    )


def _of_requirement(stage: Stage, traces: list[Judged]) -> Given:
    """Retrace the versions of one requirement, the newest first, into one list."""
    pieces = [Retrace(stage, trace).given() for trace in traces]
    found = pieces[0] if len(pieces) == 1 else _merged(pieces, len(stage.lines))
    return found.take(np.argsort(found.line, kind="stable"))


def _merged(pieces: list[Given], lines: int) -> Given:
    """Keep what counted; of a line that nowhere counted, the row of the version whose period holds its day."""
    ranks = [np.where(_IS_COUNTED[piece.reason], 3, np.where(piece.inside, 2, 1)) for piece in pieces]
    best = np.zeros(lines, np.int64)
    for piece, rank in zip(pieces, ranks, strict=True):
        best[piece.line] = np.maximum(best[piece.line], rank)
    kept = []
    for piece, rank in zip(pieces, ranks, strict=True):
        kept.append(piece.take(np.flatnonzero(rank == best[piece.line])))
        best[kept[-1].line[~_IS_COUNTED[kept[-1].reason]]] = 4  # spoken for
    return Given.joined(kept)


__all__ = ["COUNTED", "CREDIT_REASONS", "credit_table"]
