"""``{% load outside %}``: what the pages of outside training say in words."""

from __future__ import annotations

from django import template

from muster.core.errors import MusterError
from muster.events.models import Need
from muster.standards.rulebook import jurisdiction_name, titles_of

register = template.Library()


register.filter("jurisdiction", jurisdiction_name)


@register.filter
def serves(need: Need) -> str:
    """Say what a request serves: a requirement by its title, or its id while the rules cannot be read; else as written."""
    if not need.requirement:
        return need.text
    try:
        return titles_of().get(need.requirement, need.requirement)
    except MusterError:
        return need.requirement
