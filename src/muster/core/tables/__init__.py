"""The one place that knows the column library: the shape of facts, and the one pass over records."""

from muster.core.tables.facts import Facts
from muster.core.tables.plain import conform, read_plain

__all__ = ["Facts", "conform", "read_plain"]
