"""How fast Muster is: ratios to named yardsticks, measured in the same run on data made here.

``measure`` makes the data of a size once, measures it and says which goals were missed;
``write_into`` puts the tables into ``docs/performance.md``.
"""

from muster.core.bench.data import BenchData, bench_data
from muster.core.bench.findings import Findings, Goal, Table
from muster.core.bench.measuring import measure
from muster.core.bench.page import write_into
from muster.core.bench.requirements import NAMES as REQUIREMENT_NAMES
from muster.core.bench.sizes import SIZES, Size

__all__ = [
    "REQUIREMENT_NAMES",
    "SIZES",
    "BenchData",
    "Findings",
    "Goal",
    "Size",
    "Table",
    "bench_data",
    "measure",
    "write_into",
]
