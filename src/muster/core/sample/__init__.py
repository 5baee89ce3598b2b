"""A believable police department, or a nation, made from a seed: no officer in it is or has a name.

``make_department`` gives plain tables in memory, ``write_csv`` puts such tables on disk,
``write_plain`` and ``write_store`` make samples of any size with flat memory.
"""

from muster.core.sample.department import SampleTables, make_department
from muster.core.sample.recipe import FEWEST_OFFICERS, MOST_OFFICERS, Recipe
from muster.core.sample.writing import Made, write_csv, write_plain, write_store

__all__ = [
    "FEWEST_OFFICERS",
    "MOST_OFFICERS",
    "Made",
    "Recipe",
    "SampleTables",
    "make_department",
    "write_csv",
    "write_plain",
    "write_store",
]
