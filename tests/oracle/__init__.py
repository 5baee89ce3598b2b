"""A deliberately plain judge of one officer, written from the words of the rule language alone.

It is slow, it uses dates, lists and fractions, and it shares no line with the engine: where the two
agree on thousands of random officers, both have read the language the same way.
"""

from tests.oracle.judge import judge
from tests.oracle.model import Fact, Officer, Record, Row

__all__ = ["Fact", "Officer", "Record", "Row", "judge"]
