"""One column of many rows: whole, picked from another when it is first looked at, or as the reader left it."""

from __future__ import annotations

from threading import Lock
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[Any]
Index: TypeAlias = NDArray[np.integer[Any]] | slice

FEW = 0.25  # of a selection: fewer are picked by themselves


class Column:
    """The values of a column as one array."""

    def __init__(self, values: Values) -> None:
        self._values = values

    @property
    def values(self) -> Values:
        """All the values."""
        return self._values

    def __len__(self) -> int:
        return len(self.values)

    def at(self, index: NDArray[np.integer[Any]]) -> Values:
        """Return the values at these positions."""
        return self.values.take(index)

    def stretch(self, piece: slice) -> Values:
        """Return the values of a stretch."""
        return self.values[piece]

    def picked(self, index: Index) -> Column:
        """Return a column of the values at these positions, or of a stretch, picked when it is looked at."""
        return Picked(self, index)

    def first(self, value: int, side: Literal["left", "right"]) -> int:
        """Return where a value would stand among rising values."""
        # a plain int would have the whole array copied to the wider type first
        return int(np.searchsorted(self.values, np.int32(value), side=side))


class Picked(Column):
    """Some values of another column, picked when somebody first looks at them."""

    def __init__(self, source: Column, index: Index) -> None:
        self._source, self._index = source, index
        self._found: Values | None = None
        self._lock = Lock()  # several rules may look at once

    @property
    def values(self) -> Values:
        """All the values."""
        with self._lock:
            if self._found is None:
                self._found = self._look_up()
            return self._found

    def _look_up(self) -> Values:
        if not isinstance(self._index, slice):
            return self._source.at(self._index)
        if isinstance(self._source, Picked) and self._source._can_spare(len(self)):
            return self._source.at(np.arange(self._index.start, self._index.stop))
        return self._source.values[self._index]

    def __len__(self) -> int:
        return self._index.stop - self._index.start if isinstance(self._index, slice) else len(self._index)

    def _can_spare(self, wanted: int) -> bool:
        """Whether so few values are wanted, before anybody looked at all, that the others need not be picked."""
        return self._found is None and wanted < FEW * len(self)

    def at(self, index: NDArray[np.integer[Any]]) -> Values:
        """Return the values at these positions."""
        if not self._can_spare(len(index)):
            return super().at(index)
        through = index + self._index.start if isinstance(self._index, slice) else self._index[index]
        return self._source.at(through)


class AsRead(Column):
    """A column in the parts the reader left it in.

    Joining them costs as much as reading them, so that waits until somebody asks for one array.
    """

    def __init__(self, parts: list[Values]) -> None:
        self._parts = parts
        self._ends = np.cumsum([len(part) for part in parts])
        self._joined: Values | None = None
        self._lock = Lock()

    @property
    def values(self) -> Values:
        """All the values."""
        with self._lock:
            if self._joined is None:
                self._joined = np.concatenate(self._parts)
            return self._joined

    def __len__(self) -> int:
        return int(self._ends[-1])

    def at(self, index: NDArray[np.integer[Any]]) -> Values:
        """Return the values at these positions."""
        found = np.empty(len(index), self._parts[0].dtype)
        if not in_order(index):
            order = index.argsort()
            found[order] = self.at(index[order])
            return found
        low = begin = 0
        for part, high in zip(self._parts, np.searchsorted(index, self._ends).tolist(), strict=True):
            # the positions are good; told to clip, NumPy writes without a copy of its own
            part.take(index[low:high] - begin, out=found[low:high], mode="clip")
            low, begin = high, begin + len(part)
        return found

    def stretch(self, piece: slice) -> Values:
        """Return the values of a stretch."""
        found = self._cut(piece)
        return found[0] if len(found) == 1 else np.concatenate(found)

    def picked(self, index: Index) -> Column:
        """Return a column of the values at these positions, or of a stretch, which stays in parts."""
        return AsRead(self._cut(index)) if isinstance(index, slice) else super().picked(index)

    def first(self, value: int, side: Literal["left", "right"]) -> int:
        """Return where a value would stand among rising values."""
        return sum(int(np.searchsorted(part, np.int32(value), side=side)) for part in self._parts)

    def rises(self) -> bool:
        """Whether no value is smaller than the one before."""
        edges = [part[[0, -1]] for part in self._parts if len(part)]
        return all(in_order(part) for part in self._parts) and (not edges or in_order(np.concatenate(edges)))

    def _cut(self, piece: slice) -> list[Values]:
        """Return the parts of a stretch, at least one."""
        first = min(int(np.searchsorted(self._ends, piece.start, side="right")), len(self._parts) - 1)
        found, begin = [], int(self._ends[first]) - len(self._parts[first])
        for part in self._parts[first:]:
            found.append(part[max(piece.start - begin, 0) : max(piece.stop - begin, 0)])
            begin += len(part)
            if begin >= piece.stop:
                break
        return found


def in_order(values: Values) -> bool:
    """Whether no value is smaller than the one before."""
    return bool((values[1:] >= values[:-1]).all())
