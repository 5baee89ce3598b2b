"""``{% load roster %}``: what is written down of people, in words."""

from __future__ import annotations

from django import template

from muster.roster.models import Fact
from muster.roster.words import fact_said, value_said

register = template.Library()


@register.filter
def rank(code: str | None) -> str:
    """Say a rank by the words that all rules share; nothing where there is none."""
    return value_said("rank", code) if code else ""


@register.filter
def said(line: Fact) -> str:
    """Say the value of a fact by the words of the agency that wrote it down."""
    return value_said(line.fact, line.value, line.agency.jurisdiction)


@register.filter
def fact_name(line: Fact) -> str:
    """Say what a fact is."""
    return fact_said(line.fact, line.agency.jurisdiction)
