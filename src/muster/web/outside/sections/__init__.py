"""The sections of a request's page: each a template and what it needs, for whoever may see the request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from muster.accounts.models import User
from muster.events.models import Request
from muster.web.outside.sections.after import after_section
from muster.web.outside.sections.costs import costs_section
from muster.web.outside.sections.cover import cover_section
from muster.web.outside.sections.people import people_section
from muster.web.outside.sections.scores import scores_section

#: What a section's template needs; None where there is nothing to show to this reader.
Gives = Callable[[Request, User], dict[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """One section of the page."""

    template: str
    gives: Gives


#: In the order of the page.
SECTIONS: tuple[Section, ...] = (
    Section("outside/parts/_request_people.html", people_section),
    Section("outside/parts/_request_scores.html", scores_section),
    Section("outside/parts/_request_costs.html", costs_section),
    Section("outside/parts/_request_cover.html", cover_section),
    Section("outside/parts/_request_after.html", after_section),
)


def sections_of(request: Request, user: User) -> list[tuple[str, dict[str, Any]]]:
    """Return the template and the context of each section that has something to show."""
    found = [(section.template, section.gives(request, user)) for section in SECTIONS]
    return [(template, given) for template, given in found if given is not None]
