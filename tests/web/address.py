"""What the walk over every URL knows of one: who may open it, and an example to open.

Each part of the house lists its own in ``tests/web/addresses/<part>.py`` as ``ADDRESSES``. Who may open a page is written
there by hand, from what police work asks for and not from ``roles.py``: the list is a second witness.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cast import Cast

#: Everybody with an account, also the stranger who holds no role.
ANY_ACCOUNT = "everybody who is signed in"
#: Also who is not signed in.
EVERYBODY = "everybody"
#: A page that there is not; signed out it asks for sign-in as any other does.
NOBODY = ""

ACTORS = (
    "ada",
    "ben",
    "sam",
    "chris",
    "tara",
    "dina",
    "ian",
    "rae",
    "olga",
    "vic",
    "fay",
    "scot",
    "nora",
    "posy",
    "admin",
    "stranger",
)


def nothing(cast: Cast) -> dict[str, Any]:
    """Return no parts and no values."""
    return {}


def fixed(**parts: Any) -> Callable[[Cast], dict[str, Any]]:
    """Return a factory of parts that are the same whoever plays: ``kwargs=fixed(key="x")``."""
    return lambda _cast: parts


@dataclass(frozen=True)
class Address:
    """One named URL. ``who``: names of the cast with blanks between, or one of the words above.

    ``kwargs`` gives the parts of an example and may make what it needs; ``post`` the values that outsiders post to it;
    ``gets`` is False where it is only posted to, ``gives`` False where a GET by those who may ends in 404 or an
    error of its own (a callback without its handshake).
    """

    name: str
    who: str
    kwargs: Callable[[Cast], dict[str, Any]] = nothing
    post: Callable[[Cast], dict[str, Any]] = nothing
    gets: bool = True
    gives: bool = True

    @property
    def openers(self) -> frozenset[str]:
        """The names of those who may."""
        return frozenset(ACTORS if self.who in {ANY_ACCOUNT, EVERYBODY} else self.who.split())

    @property
    def outsiders(self) -> frozenset[str]:
        """The names of those who may not."""
        return frozenset(ACTORS) - self.openers


def all_addresses() -> list[Address]:
    """Return what the files beside this one list."""
    return [address for part in all_parts().values() for address in part]


def all_parts() -> dict[str, list[Address]]:
    """Return the addresses of each part, by the name of its file."""
    files = sorted((Path(__file__).parent / "addresses").glob("*.py"))
    return {file.stem: _of(file) for file in files}


def _of(file: Path) -> list[Address]:
    spec = importlib.util.spec_from_file_location(f"addresses_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Address] = module.ADDRESSES
    return found
