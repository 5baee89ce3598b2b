"""The core's answers about cover in words: every key it may give, once, for both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.core.planning.cover.answer import Reason, Summary
from muster.core.planning.cover.floors import OFFICERS, SUPERVISORS, skill_in
from muster.core.planning.cover.together import TooMany
from muster.events.money import dollars_text
from muster.web.templatetags.muster import minutes

#: The keys of ``core.planning.cover.sentences.SENTENCES``.
SUMMARIES: Final[dict[str, str | Promise]] = {
    "no_shift": _("No shift is affected."),
    "free_seats": _("All affected shifts (%(shifts)s) stay at or above their floor as things are arranged."),
    "can_be_covered": _(
        "%(short)s of %(shifts)s affected shifts need a cover; each can have one, for about %(cash)s in all."
    ),
    "can_be_covered_unpriced": _(
        "%(short)s of %(shifts)s affected shifts need a cover; each can have one. What it costs cannot be told: the "
        "pay of somebody is not written down."
    ),
    "cannot_be_covered": _(
        "%(short)s of %(shifts)s affected shifts need a cover; for %(open)s of them nobody is left when each person "
        "stands in once."
    ),
}

#: The keys of ``core.planning.cover.sentences.REASONS``.
REASONS: Final[dict[str, str | Promise]] = {
    "below_floor": _("%(place)s would have %(left)s of %(floor)s (%(need)s) from %(from)s."),
    "nobody": _("There is nobody of this kind."),
    "on_duty": _("Works at that time."),
    "away": _("Is away at that time."),
    "rest_before": _("%(minutes)s of rest before; %(needed)s are needed."),
    "rest_after": _("%(minutes)s of rest after; %(needed)s are needed."),
    "too_long": _("%(minutes)s in a row; the most is %(most)s."),
    "notice": _("%(minutes)s of notice; %(needed)s are needed."),
    "late_notice": _("%(minutes)s of notice instead of %(needed)s: %(penalty_minutes)s of pay on top."),
    "brings_not": _("Does not count for %(need)s at %(place)s."),
    "not_lent": _("%(unit)s does not lend people to %(to)s."),
    "counted_already": _("Counts at %(place)s already."),
    "unit_needs_them": _("%(unit)s would fall below its own floor."),
    "next_to_leave": _("The day off lies next to leave."),
    "no_day_to_move": _("No own shift of the same work period can be had off instead."),
    "no_shift_to_swap": _("No own shift that the other could work."),
    "cannot_return": _("%(officer)s could not stand in for them."),
    "both_agree": _("Both must want it of their own accord; else the hours count (29 CFR 553.31)."),
    "training_day_moved": _("Their training day is moved."),
}

_MINUTES: Final = frozenset({"minutes", "needed", "most", "penalty_minutes"})
_UNITS: Final = frozenset({"place", "unit", "to"})


def summary_text(summary: Summary) -> str:
    """Say in one sentence how the street fares."""
    values = dict(summary.values)
    if "cents" in values:
        values["cash"] = dollars_text(int(values["cents"]))
    return str(SUMMARIES[summary.key]) % values


def reason_text(reason: Reason, people: Mapping[str, str], units: Mapping[str, str]) -> str:
    """Say why something is not possible, or what to know of it, with the names that the keys stand for."""
    if not reason.values and reason.key in _SHORT:
        return str(_SHORT[reason.key])
    return str(REASONS[reason.key]) % {
        name: _value(name, value, people, units) for name, value in reason.values
    }


#: Of people who are listed by reason, the figures are left out.
_SHORT: Final[dict[str, str | Promise]] = {
    "late_notice": _("Late notice costs pay on top."),
    "rest_before": _("Too little rest before."),
    "rest_after": _("Too little rest after."),
    "too_long": _("Too long in a row."),
    "notice": _("Too little notice."),
    "brings_not": _("Does not count for what is missing."),
    "not_lent": _("The unit does not lend people."),
    "counted_already": _("Counts there already."),
    "unit_needs_them": _("The own unit would fall below its floor."),
    "cannot_return": _("Who goes could not stand in for them."),
}


def _value(name: str, value: str, people: Mapping[str, str], units: Mapping[str, str]) -> str:
    if name in _MINUTES:
        return minutes(int(value))
    if name in _UNITS:
        return units.get(value, value)
    if name == "officer":
        return people.get(value, value)
    if name == "need":
        return need_text(value)
    if name == "from":
        return date_format(datetime.fromisoformat(value), "j M, H:i")
    return value


def need_text(need: str) -> str:
    """Name what a floor asks for."""
    if need == OFFICERS:
        return str(_("people"))
    if need == SUPERVISORS:
        return str(_("supervisors"))
    return skill_in(need) or need


def too_many_text(found: TooMany, units: Mapping[str, str]) -> str:
    """Say which limit on how many are away at once would be broken, and when."""
    values = {
        "away": found.away,
        "of": found.of,
        "may_be": found.may_be,
        "when": date_format(found.at, "j M, H:i"),
        "name": units.get(found.name, found.name),
    }
    if found.kind == "team":
        return str(_TEAM) % values
    return str(_SKILL) % {**values, "left": found.of - found.away}


_TEAM: Final = _(
    "%(away)d of the %(of)d people of %(name)s would be away at once on %(when)s; the policy allows %(may_be)d."
)
_SKILL: Final = _(
    "All but %(left)d of the %(of)d people with %(name)s would be away at once on %(when)s; one should always be here."
)
