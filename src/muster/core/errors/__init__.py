"""What can go wrong, as sentences a person can act on.

Every refusal in Muster is a :class:`MusterError`: a stable ``code`` for programs, a ``where`` that
finds the spot (file, line, key, row), a sentence that says what is wrong, and one that says what
to do. The command line prints them and leaves with :attr:`MusterError.exit_code`; nobody sees a
traceback unless they ask with ``--debug``.
"""

from muster.core.errors.base import (
    BadFact,
    BadInput,
    BadRule,
    BadUsage,
    ChecksFailed,
    MissingPart,
    MusterError,
    Problem,
    Where,
)
from muster.core.errors.visible import visible

__all__ = [
    "BadFact",
    "BadInput",
    "BadRule",
    "BadUsage",
    "ChecksFailed",
    "MissingPart",
    "MusterError",
    "Problem",
    "Where",
    "visible",
]
