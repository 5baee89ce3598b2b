"""The reasons and remedies of the year's plan in words: every one that the core may give, once, for both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from muster.core.planning.year import Hindrance
from muster.curriculum.models import Course
from muster.events.money import dollars_text
from muster.events.queries.year.notes import Note
from muster.records.models import Session
from muster.records.queries.sessions import annotate_days
from muster.roster.models import Person, Unit
from muster.standards.rulebook import titles_of
from muster.web.outside.cover_words import need_text
from muster.web.templatetags.muster import written_day

#: What stands between somebody and a session, by the core's names.
HINDRANCES: Final[dict[str, str | Promise]] = {
    Hindrance.early.name: gettext_lazy("held before it can be met"),
    Hindrance.late.name: gettext_lazy("held after the due day"),
    Hindrance.busy.name: gettext_lazy("they are away then, or would lack rest"),
    Hindrance.teaches.name: gettext_lazy("they teach at that time"),
    Hindrance.elsewhere.name: gettext_lazy("they attend another session then"),
    Hindrance.taken.name: gettext_lazy("its room or instructor is wanted elsewhere"),
    Hindrance.full.name: gettext_lazy("no seat is free"),
    Hindrance.floor.name: gettext_lazy("a floor would be broken"),
    Hindrance.idle.name: gettext_lazy("it is not held"),
    Hindrance.dearer.name: gettext_lazy("it costs more, or takes more of somebody's own time"),
    Hindrance.equal.name: gettext_lazy("it costs the same"),
}
MOST_DAYS: Final = 6  # named in one sentence


@dataclass(frozen=True)
class Names:
    """What the keys in notes are called. ``titles`` of requirements are in the reader's language."""

    titles: Mapping[str, str]
    sessions: Mapping[int, str] = field(default_factory=dict)
    courses: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)

    def title(self, requirement: str) -> str:
        """Name a requirement, also one that the rulebook has no more."""
        return self.titles.get(requirement, requirement)


def names_for(others: Iterable[Note], remedies: Iterable[Note]) -> Names:
    """Look up what some notes name, in four queries at most."""
    hindered, told = list(others), list(remedies)
    sessions = {note[key] for note in hindered for key in ("session", "other") if key in note}
    sessions |= {session for note in told for session, _count in note["seats"]}
    floors = [floor for note in told for floor in note["floors"]]
    units = {note["place"] for note in (*hindered, *floors) if "place" in note}
    courses = {course for note in told for course in note["courses"]}
    people = {person for note in told for person in note["people"]}
    found = annotate_days(Session.objects.filter(pk__in=sessions)).select_related("course")
    return Names(
        titles_of(),
        {each.pk: session_text(each) for each in found},
        {each.pk: str(each) for each in Course.objects.filter(pk__in=courses)},
        {each.pk: str(each) for each in Unit.objects.filter(pk__in=units)},
        {each.pk: str(each) for each in Person.objects.filter(pk__in=people)},
    )


def session_text(session: Any) -> str:
    """Name a session with its first day, where it has one."""
    if session.first_at is None:
        return str(session)
    return _("%(session)s on %(day)s") % {"session": session, "day": written_day(session.first_at)}


def hindrance_text(note: Note, names: Names) -> str:
    """Say what stands against how many sessions, with an example."""
    told = {"why": HINDRANCES[note["why"]], "number": note["count"], "example": _example(note, names)}
    if note["count"] == 1 or not told["example"]:
        return (_("%(why)s: %(example)s") if told["example"] else _("%(why)s: %(number)d")) % told
    return _("%(why)s: %(number)d, such as %(example)s") % told


def _example(note: Note, names: Names) -> str:
    parts = [names.sessions.get(note["session"], "")]
    if "place" in note:
        parts.append(_floor_text(note, names))
    elif "cents" in note:
        parts.append(_("%(dollars)s more") % {"dollars": dollars_text(note["cents"])})
    elif "other" in note:
        parts.append(names.sessions.get(note["other"], ""))
    return ", ".join(part for part in parts if part)


def _floor_text(note: Note, names: Names) -> str:
    unit = names.units.get(note["place"], "")
    told = {"unit": unit, "need": need_text(note["need"]), "source": note.get("source", "")}
    return (_("%(unit)s, %(need)s (%(source)s)") if told["source"] else _("%(unit)s, %(need)s")) % told


# ── what would do ────────────────────────────────────────────────────────────────────────────────


def remedy_text(note: Note, names: Names, *, names_people: bool) -> str:
    """Say in a sentence what would do. ``names_people``: whether the reader may see who lacks what."""
    told = _REMEDIES[note["kind"]](note, names)
    if note["kind"] == "time" and names_people:
        people = [names.people.get(key, "") for key in note["people"][:MOST_DAYS]]
        told = _("%(sentence)s They are: %(people)s.") % {
            "sentence": told,
            "people": _listed(people, len(note["people"])),
        }
    if note["kind"] != "time" and note["left"]:
        reach = {"sentence": told, "meets": note["meets"], "all": note["meets"] + note["left"]}
        return _("%(sentence)s That helps %(meets)d of %(all)d.") % reach
    return told


def _sessions(note: Note, names: Names) -> str:
    days = [written_day(date.fromisoformat(day)) for day in note["days"][:MOST_DAYS]]
    told = {
        "number": len(note["days"]),
        "what": _what(note, names),
        "seats": note["seats_each"],
        "by": written_day(date.fromisoformat(note["by"])),
        "days": _listed(days, len(note["days"])),
    }
    return (
        ngettext(
            "One more session of %(what)s with %(seats)d seats by %(by)s would do, such as on %(days)s.",
            "%(number)d more sessions of %(what)s with %(seats)d seats each by %(by)s would do, such as on %(days)s.",
            told["number"],
        )
        % told
    )


def _seats(note: Note, names: Names) -> str:
    each = [
        _("%(number)d in %(session)s") % {"number": count, "session": names.sessions.get(session, "")}
        for session, count in note["seats"][:MOST_DAYS]
    ]
    told = {
        "number": sum(count for _session, count in note["seats"]),
        "what": _what(note, names),
        "where": _listed(each, len(note["seats"])),
    }
    return (
        ngettext(
            "One more seat of %(what)s would do: %(where)s.",
            "%(number)d more seats of %(what)s would do: %(where)s.",
            told["number"],
        )
        % told
    )


def _floors(note: Note, names: Names) -> str:
    each = [
        _("%(number)d of %(unit)s on %(days)s")
        % {
            "number": floor["most_away"],
            "unit": names.units.get(floor["place"], ""),
            "days": _listed(
                [written_day(date.fromisoformat(day)) for day in floor["days"][:MOST_DAYS]],
                len(floor["days"]),
            ),
        }
        for floor in note["floors"][:MOST_DAYS]
    ]
    told = {"what": _what(note, names), "where": _listed(each, len(note["floors"]))}
    return _("Letting more people go at once for %(what)s would do: %(where)s.") % told


def _time(note: Note, names: Names) -> str:
    told = {"number": note["left"], "what": _what(note, names)}
    return (
        ngettext(
            "For %(number)d person no day is left for %(what)s before it is due: only more time would do.",
            "For %(number)d people no day is left for %(what)s before it is due: only more time would do.",
            told["number"],
        )
        % told
    )


_REMEDIES: Final = {"sessions": _sessions, "seats": _seats, "floors": _floors, "time": _time}


def _what(note: Note, names: Names) -> str:
    """Name a requirement with the courses of which each would meet it."""
    courses = [names.courses[key] for key in note["courses"][:MOST_DAYS] if key in names.courses]
    title = names.title(note["requirement"])
    if not courses:
        return title
    return _("%(requirement)s (%(courses)s)") % {
        "requirement": title,
        "courses": _listed(courses, len(note["courses"])),
    }


def _listed(parts: list[str], count: int) -> str:
    """Join what is named, and say how many more there are."""
    told = ", ".join(parts)
    more = count - len(parts)
    return _("%(listed)s and %(more)d more") % {"listed": told, "more": more} if more > 0 else told
