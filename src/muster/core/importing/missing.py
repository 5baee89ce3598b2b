"""The error for columns that must be there and are not: all of them at once, with what may be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from muster.core.errors import BadInput, MusterError, Where
from muster.core.errors.sentence import sentence
from muster.core.importing.columns import Alias, aliases, listed, normal
from muster.core.importing.spelling import Near, near_columns

#: Columns that may well be the same for a whole file.
_SAME_FOR_ALL = ("officer_id", "fact", "value")


def missing_columns(
    missing: Sequence[tuple[str, ...]],
    headers: tuple[str, ...],
    have: Mapping[str, str],
    target: str,
    file: str,
    *,
    has_header: bool,
) -> MusterError:
    """Build the error for columns of ours that nothing means; each is a choice of one or more names.

    ``have`` joins the columns of ours that are there to their headers.
    """
    wanted = reduce(_nor, [reduce(_or, names) for names in missing])
    if not has_header:
        options = " ".join(f"--map col{n}={names[0]}" for n, names in enumerate(missing, 1))
        return BadInput.because(
            "import-no-header-row",
            sentence(
                "the file has no header row, so nothing says which column is {columns}.", columns=wanted
            ),
            f"Name columns by position, such as {options}; there are {len(headers)}.",
            Where(file),
        )
    unread = [header for header in headers if header not in have.values()]
    near = near_columns(unread, target, have)
    asked = [_hint(names, unread, near, target) for names in missing]
    more = [hint.option for hint in near if not _is_wanted(hint.ours, missing)]
    asked += [f"Perhaps also: {', '.join(more)}."] if more else []
    return BadInput.because(
        "import-no-column-for",
        sentence(
            "no header means {columns}. The headers are: {headers}.", columns=wanted, headers=listed(headers)
        ),
        " ".join(asked),
        Where(file),
    )


def _or(one: str, other: str) -> str:
    return sentence("{one} or {other}", one=one, other=other)


def _nor(one: str, other: str) -> str:
    return sentence("{one}, nor {other}", one=one, other=other)


def _is_wanted(ours: str, missing: Sequence[tuple[str, ...]]) -> bool:
    return any(ours in names for names in missing)


def _hint(names: tuple[str, ...], headers: list[str], near: list[Near], target: str) -> str:
    """Say with which options one missing column may be named."""
    ours = names[0]
    found = [
        f'--map "{header}={ours}" ({alias.note or alias.source})'
        for header in headers
        for alias in aliases()
        if not alias.automatic and normal(alias.header) == normal(header) and _may_be(alias, ours, target)
    ]
    found += [f"{hint.option} (a near spelling)" for hint in near if hint.ours in names]
    said = " or ".join(found[:3]) or f'--map "THEIR HEADER={ours}"'
    constant = f", or --set {ours}=... if it is the same for all rows" if ours in _SAME_FOR_ALL else ""
    return f"For {' or '.join(names)} say {said}{constant}."


def _may_be(alias: Alias, ours: str, target: str) -> bool:
    same = alias.column == ours or {alias.column, ours} == {"course", "title"}
    return same and alias.table in (target, "any")
