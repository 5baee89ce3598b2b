"""A chosen cover put into the street, so that the question can be asked again: does it hold now?"""

from __future__ import annotations

from dataclasses import replace

from muster.core.errors import BadUsage
from muster.core.planning.cover.answer import AffectedShift, Option
from muster.core.planning.cover.clock import Stretch
from muster.core.planning.cover.street import Absence, ExtraDuty, Street


def arranged(street: Street, shift: AffectedShift, option: Option) -> Street:
    """Return the street with an option in place: who stands in, the day they have off instead, the swap.

    Raises BadUsage for an option that is not possible.
    """
    if not option.possible:
        what = f"this cover ({option.kind}) is not possible: {option.reasons[0].key}."
        raise BadUsage.because("cover-not-possible", what, "Choose a possible one.")
    if option.kind == "free_seats":
        return street
    if any(note.key == "training_day_moved" for note in option.notes):
        return _class_moved(street, option.officer, option.stretch)
    extras = [ExtraDuty(option.officer, option.stretch, shift.unit)]
    absences = []
    if option.gives_up:
        absences.append(Absence(option.officer, option.gives_up, "day_moved"))
    if option.gives_up and option.kind == "swap":
        extras.append(ExtraDuty(shift.officer, option.gives_up, option.unit))
    return replace(street, extras=(*street.extras, *extras), absences=(*street.absences, *absences))


def _class_moved(street: Street, officer: str, stretch: Stretch) -> Street:
    """Take the in-house class out of the way; on which day it is held instead, the scheduler decides."""
    kept = tuple(
        absence
        for absence in street.absences
        if absence.officer != officer
        or not absence.movable
        or absence.stretch.end <= stretch.start
        or stretch.end <= absence.stretch.start
    )
    return replace(street, absences=kept)
