"""What a waiver or more time would change, in a sentence, on every page where one is asked for or decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from muster.roster.models import Agency, Person
from muster.standards.excusing import Effect, Stand, effect_of, effect_of_excuse
from muster.standards.models import Excuse
from muster.web.templatetags.muster import written_day
from muster.web.verdicts import VERDICT_SIGNS


@dataclass(frozen=True)
class Told:
    """The sentence, and whether it is a warning that nothing changes."""

    sentence: str
    warns: bool


def told_of_excuse(excuse: Excuse) -> Told | None:
    """Say what a proposal would change; None once it is decided."""
    effect = effect_of_excuse(excuse)
    return _told(effect, excuse.person, excuse.start, excuse.end) if effect is not None else None


def told_before(
    form: forms.Form, *, agency: Agency, person: Person, kind: str, requirement: str, start: date, end: date
) -> Told:
    """Say what would change, before it is proposed. A warning stays one until the same form is sent again with it.

    The hidden field ``seen`` keeps what was warned of; other answers are another question and are warned of anew.
    """
    if start > end:
        return Told("", warns=False)  # the action refuses such days with words of its own
    effect = effect_of(agency=agency, person=person, kind=kind, requirement=requirement, start=start, end=end)
    told = _told(effect, person, start, end)
    asked = f"{person.pk} {kind} {requirement} {start} {end}"
    if told.warns and form.cleaned_data["seen"] == asked:
        return Told(told.sentence, warns=False)
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict: the form was posted
    form.data["seen"] = asked  # type: ignore[index]  # a copy can be written to
    return told


def _told(effect: Effect, person: Person, start: date, end: date) -> Told:
    if effect.first is None or effect.before is None or effect.after is None:
        return Told(_nothing(effect.now, person, start, end), warns=True)
    change = _change(effect, effect.before, effect.after, person)
    if effect.is_now:
        return Told(_("After this: %(change)s") % {"change": change}, warns=False)
    day = {"day": written_day(effect.first), "change": change}
    return Told(_("This changes nothing today. From %(day)s on: %(change)s") % day, warns=False)


def _nothing(now: Stand, person: Person, start: date, end: date) -> str:
    if now.verdict == "not_applicable":
        return _("This changes nothing today: the requirement does not bind %(person)s.") % {"person": person}
    if now.verdict == "excused":
        return _("This changes nothing today: %(person)s is excused already.") % {"person": person}
    if now.due and not start <= now.due <= end:
        due = {"day": written_day(now.due)}
        return (
            _("This changes nothing today: the requirement falls due on %(day)s, outside these days.") % due
        )
    return _("This changes nothing today: %(person)s stands as before.") % {"person": person}


def _change(effect: Effect, before: Stand, after: Stand, person: Person) -> str:
    who: dict[str, object] = {"person": person}
    if effect.excuses and effect.until:
        return _("%(person)s is excused until %(day)s.") % {**who, "day": written_day(effect.until)}
    if effect.excuses:
        return _("%(person)s is excused, and no last day is in sight.") % who
    if after.due != before.due and after.due:
        return _("it is due on %(day)s and no longer on %(before)s.") % {
            "day": written_day(after.due),
            "before": written_day(before.due) if before.due else "–",
        }
    words = {"before": VERDICT_SIGNS[before.verdict].word, "after": VERDICT_SIGNS[after.verdict].word}
    return _("%(person)s stands as %(after)s and no longer as %(before)s.") % {**who, **words}
