"""Who may open the pages of a committee: its members, and nobody by another role."""

from __future__ import annotations

from typing import Any

from tests.cast import Cast
from tests.events.committees import committee
from tests.events.stories import ask, hand_in
from tests.web.address import Address


def members(cast: Cast) -> dict[str, Any]:
    """Rae and Ian are made members."""
    committee(cast)
    return {}


def to_score(cast: Cast) -> dict[str, Any]:
    """A request of ada that the committee scores."""
    story = committee(cast)
    return {"pk": hand_in(story, ask(story)).pk}


ADDRESSES = [
    Address("commander:committee", who="rae ian", kwargs=members),
    Address("commander:score", who="rae ian", kwargs=to_score),
]
