"""Files of other systems turned into facts: read, map, look at every row, write one batch or nothing.

``plan_import`` works everything out and writes nothing; ``write_import`` writes the plan as one batch that
``undo_import`` takes back. Rows in = rows accepted + rows set aside, always.
"""

from muster.core.importing.batch import ImportReceipt, list_imports, undo_import, write_import
from muster.core.importing.plan import ImportPlan, plan_import
from muster.core.importing.profile import FactColumn, Profile, load_profile, make_profile, save_profile
from muster.core.importing.source import read_source

__all__ = [
    "FactColumn",
    "ImportPlan",
    "ImportReceipt",
    "Profile",
    "list_imports",
    "load_profile",
    "make_profile",
    "plan_import",
    "read_source",
    "save_profile",
    "undo_import",
    "write_import",
]
