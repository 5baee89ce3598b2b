"""The courses a sample is taught, and the sorts of record ("kinds") they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from muster.core.sample.recipe import Recipe
from muster.core.sample.subjects import (
    BULLETINS,
    CONFERENCES,
    FORMS,
    PAIRS,
    SUBJECTS,
    UNSORTED,
    WITHOUT_TOPIC,
    YEARLY,
)
from muster.core.tables.schema import COURSES, OUTCOMES

ITEMS = ("handgun", "shotgun", "rifle")
OUTCOME = {name: number for number, name in enumerate(OUTCOMES)}
_HOUSE, _ACADEMY, _ONLINE = "In-house training unit", "Regional academy", "Online learning exchange"
_SELDOM = ("partial", "no_show", "excused", "registered", "instructed")
_CLASS = ("completed", "attended", "passed", "failed", *_SELDOM)


@dataclass(frozen=True)
class Course:
    """One line of the course list, with what the sample uses it for."""

    use: str
    course: str
    title: str
    topics: str | None
    delivery: str
    provider: str
    minutes: int
    certified: bool = True
    marks: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Courses, and templates of records: one a course, and more for items, online forms and units.

    ``kind_of[template, outcome]`` is the kind a record gets, -1 where the two never meet;
    ``minutes`` the usual length of each template; ``uses`` which templates serve what.
    """

    courses: pl.DataFrame
    kind_keys: pl.DataFrame  # course, delivery, outcome, unit, item, marks: one row a kind, in order
    kind_of: NDArray[np.int32]
    minutes: NDArray[np.int32]
    uses: dict[str, NDArray[np.int16]]

    def only(self, use: str) -> int:
        """Return the one template that serves this use."""
        return int(self.uses[use][0])


@dataclass(frozen=True)
class _Template:
    use: str
    course: str
    minutes: int
    outcomes: tuple[str, ...]
    delivery: str | None = None
    unit: str | None = None
    item: str | None = None
    marks: str | None = None


def make_catalogue(recipe: Recipe) -> Catalogue:
    """Make the course list for the years of this recipe; the seed decides lengths and approvals."""
    courses = [
        *_fixed(),
        *_by_subject(recipe.random(1)),
        *_two_topics(),
        *_bulletins(),
        *_yearly(recipe),
        *_odd(),
    ]
    templates = [template for course in courses for template in _templates(course)]
    kind_of = np.full((len(templates), len(OUTCOMES)), -1, np.int32)
    keys: list[tuple[str | None, ...]] = []
    for number, template in enumerate(templates):
        for outcome in template.outcomes:
            kind_of[number, OUTCOME[outcome]] = len(keys)
            keys.append(
                (template.course, template.delivery, outcome, template.unit, template.item, template.marks)
            )
    return Catalogue(
        courses=_course_table(courses),
        kind_keys=pl.DataFrame(
            keys,
            schema=dict.fromkeys(("course", "delivery", "outcome", "unit", "item", "marks"), pl.String),
            orient="row",
        ),
        kind_of=kind_of,
        minutes=np.array([template.minutes for template in templates], np.int32),
        uses=_uses(templates),
    )


def _course_table(courses: list[Course]) -> pl.DataFrame:
    names = [field.name for field in fields(Course)]
    rows = [tuple(getattr(course, name) for name in names) for course in courses]
    schema = {name: COURSES.get(name, pl.String) for name in names}
    return pl.DataFrame(rows, schema=schema, orient="row").select(list(COURSES))


def _uses(templates: list[_Template]) -> dict[str, NDArray[np.int16]]:
    uses: dict[str, list[int]] = {}
    for number, template in enumerate(templates):
        uses.setdefault(template.use, []).append(number)
    return {use: np.array(numbers, np.int16) for use, numbers in uses.items()}


def _templates(course: Course) -> Iterator[_Template]:
    """Say which records a course can leave; most courses leave one sort, some several."""
    if course.use == "qualification":
        for item in ITEMS:
            for marks in ("form-dated", None):
                use = f"qualification-{item}" + ("" if marks else "-undated-form")
                shot = ("passed", "failed", "no_show")
                yield _Template(use, course.course, course.minutes, shot, item=item, marks=marks)
        return
    outcomes = _OUTCOMES_OF.get(course.use, _CLASS)
    unit = "semester-credit" if course.use == "college" else None
    yield _Template(course.use, course.course, course.minutes, outcomes, unit=unit)
    if course.use == "elective" and course.delivery == "classroom":
        yield _Template(
            "elective-online", course.course, course.minutes, ("completed", "failed"), delivery="online"
        )


_OUTCOMES_OF = {
    "bulletin": ("attended", "completed", "instructed", "no_show"),
    "college": ("completed", "equivalency"),
    "marker": ("completed", "waived", "incomplete"),
    "academy": ("passed", "failed", "incomplete"),
    "elective-online": ("completed", "passed", "failed", "partial"),
}


def _fixed() -> Iterator[Course]:
    yield Course("academy", "BAS-100", "Basic Police Academy", "basic", "classroom", _ACADEMY, 640 * 60)
    yield Course(
        "field-training", "FTP-100", "Field Training Program", "field-training", "scenario", _HOUSE, 480 * 60
    )
    yield Course(
        "qualification",
        "FQ-100",
        "Firearms Qualification",
        "firearms",
        "range",
        "County range",
        90,
        marks="hands-on",
    )
    yield Course(
        "first-aid",
        "FA-100",
        "First Aid, CPR and AED",
        "first-aid-cpr",
        "classroom",
        "Fire and rescue",
        240,
        marks="hands-on",
    )
    yield Course(
        "leadership", "LD-100", "First-Line Supervisor Update", "leadership", "classroom", _ACADEMY, 480
    )
    yield Course(
        "college", "COL-100", "College Credit in Criminal Justice", "none", "classroom", "State college", 180
    )
    yield Course("marker", "CYCLEMARK", "Maintenance Cycle Marker", "none", "classroom", "State board", 0)


def _by_subject(random: np.random.Generator) -> Iterator[Course]:
    """Give every subject its forms: a yearly refresher, a basic course, practice, online and the like."""
    for topic, (code, name) in SUBJECTS.items():
        for number, form in enumerate(FORMS):
            yield Course(
                use=f"refresher-{topic}" if form.use == "refresher" else form.use,
                course=f"{code}-{100 + 10 * number}",
                title=form.title.format(name),
                topics=topic,
                delivery=form.delivery,
                provider=_ONLINE
                if form.delivery == "online"
                else _HOUSE
                if form.use == "refresher"
                else _ACADEMY,
                minutes=int(random.choice(form.minutes)),
                certified=form.use == "refresher" or bool(random.random() < 0.85),
                marks="hands-on" if form.delivery in ("range", "scenario") else None,
            )


def _two_topics() -> Iterator[Course]:
    for number, (title, topics) in enumerate(PAIRS):
        yield Course("elective", f"TWO-{100 + number}", title, topics, "classroom", _ACADEMY, 240)
    for number, (title, topics) in enumerate(CONFERENCES):
        provider = "Chiefs' association"
        yield Course(
            "conference", f"CON-{100 + number}", title, topics, "classroom", provider, 240, number % 3 > 0
        )


def _bulletins() -> Iterator[Course]:
    for number, (title, topic) in enumerate(BULLETINS):
        yield Course(
            "bulletin", f"RC-{100 + number}", f"Roll Call: {title}", topic, "roll-call", _HOUSE, 20, False
        )


def _yearly(recipe: Recipe) -> Iterator[Course]:
    """Give each year courses of its own: last year's legal update does not stand in for this year's."""
    for year in recipe.calendar_years:
        for code, title, topic, minutes in YEARLY:
            yield Course(
                f"{code}-{year}", f"{code}-{year}", f"{title} {year}", topic, "classroom", _HOUSE, minutes
            )


def _odd() -> Iterator[Course]:
    """Courses nobody has sorted yet (topics not known) and courses that train no subject at all."""
    for number, title in enumerate(UNSORTED):
        # where there is no course number the title is all there is
        course = title if number % 2 else f"OLD-{100 + number}"
        yield Course("elective", course, title, None, "classroom", "Former system", 120, False)
    for number, title in enumerate(WITHOUT_TOPIC):
        yield Course("elective", f"ADM-{100 + number}", title, "none", "classroom", _HOUSE, 60, False)
