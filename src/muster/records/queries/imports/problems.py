"""What the importer says, for a page: sentences in the reader's language, without places on this server's disk."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from muster.core.errors import MusterError
from muster.core.errors.sentence import Sentence, said_in
from muster.core.importing.spanish import IMPORTING_ES
from muster.ledger.refusals import Refused

#: What is wrong with a whole file, and what to do, by the importer's code. The second is the form's field for it.
_OF_FILES: Final[dict[str, tuple[str | Promise, str | None]]] = {
    "import-which-sheet": (_("The file holds several tables. Say which one is meant."), "sheet"),
    "import-no-sheet": (_("There is no table of this name in the file."), "sheet"),
    "import-ambiguous-date": (
        _("The days in this file can be read in two ways. Say whether the month or the day comes first."),
        "date_format",
    ),
    "import-date-format": (_("The days are not written in this way."), "date_format"),
    "import-ambiguous-column": (_("Two columns of the file mean the same. Choose one of them."), None),
    "import-mapped-twice": (_("Two columns of the file mean the same. Choose one of them."), None),
    "import-no-column-for": (
        _("A column is missing: say which one holds the number of the person, and which one the course."),
        None,
    ),
    "import-no-header-row": (
        _("The row with the headers was not found. Say in which row they stand."),
        "header_row",
    ),
    "import-unread-outcome": (
        _(
            "A column that is not read says how the training ended. Take it as the outcome, "
            "or say that it is left out on purpose."
        ),
        None,
    ),
    "import-empty": (_("The file holds no rows. Export it again."), None),
    "import-damaged": (_("The file is damaged. Download or export it again."), None),
    "import-zip-bomb": (
        _("The workbook unpacks to far more than a list of training is. It was not read."),
        None,
    ),
    "import-too-large": (_("The file is too large to be read at once. Split it by year."), None),
    "import-too-wide": (_("The table has far more columns than a list of training. Export fewer."), None),
    "import-not-a-table": (_("This is not a table. Save the sheet as .xlsx or CSV and bring that."), None),
    "import-binary": (_("This is not a table. Save the sheet as .xlsx or CSV and bring that."), None),
    "import-nested": (_("The file holds tables inside of tables. Export it as CSV."), None),
    "import-encoding": (_("The letters of this text cannot be told. Save it as UTF-8 and bring that."), None),
    "import-quotes": (_("The quotation marks of this file do not close. Export it again."), None),
    "import-json": (_("The JSON is not a list of rows. Export it as CSV."), None),
    "import-html": (_("No table was found on this page. Export it as CSV."), None),
}

#: Why a row was set aside, or is doubtful, by the importer's code or ours.
OF_ROWS: Final[dict[str, str | Promise]] = {
    # set aside
    "blank-row": _("the row is empty"),
    "repeated-header": _("the row repeats the header"),
    "too-many-cells": _("the row has more cells than there are columns"),
    "no-officer-id": _("no number says who it is about"),
    "id-is-a-name": _("the number is a name"),
    "formula-id": _("the number is a formula"),
    "id-too-long": _("the number is too long"),
    "no-course": _("no course is named"),
    "unreadable-date": _("a day cannot be read"),
    "ends-before-start": _("it ends before it begins"),
    "negative-hours": _("the hours are below zero"),
    "unreadable-hours": _("the hours cannot be read"),
    "no-outcome": _("the outcome is empty"),
    "unknown-outcome": _("nobody said what this outcome means"),
    "formula-value": _("the value is a formula"),
    "other-agency": _("the row belongs to another agency"),
    "unknown-person": _("nobody here has this number"),
    "no-number": _("nobody is known by this name and day, and nobody is made on a name alone"),
    "not-confirmed": _("nobody has confirmed who this is"),
    "not-this-person": _("somebody said that this is none of us"),
    "not-a-record": _("it is a sign-up or a duty, not training that was done"),
    "to-come": _("the day is still to come"),
    "score-too-high": _("the score is above 100 percent"),
    "too-long": _("a text is longer than can be kept"),
    "cannot-be-stored": _("a text holds a character that cannot be stored"),
    "here-already": _("the same is recorded already"),
    # doubtful
    "no-date": _("there is no day"),
    "future-date": _("the day is still to come"),
    "over-24-hours": _("more than 24 hours on one day"),
    "zero-hours": _("no hours"),
    "identical-row": _("the same as an earlier row"),
    "same-day-again": _("the same person, day and course as an earlier row"),
    "rounded-hours": _("the hours are rounded to whole minutes"),
    "unreadable-score": _("the score cannot be read"),
    "formula-text": _("a text begins like a formula"),
    "id-without-digit": _("the number holds no digit"),
    "short-row": _("the row has fewer cells than there are columns"),
    "unread-outcome": _("a column that is not read says otherwise"),
    "unknown-word": _("a word that the rules do not know"),
    "unknown-rank": _("a rank that the rules do not know is left out"),
    "unknown-delivery": _("nobody knows this way of giving a course"),
    "unreadable-expiry": _("the last day it is valid cannot be read"),
    "no-rank": _("there is no rank"),
    "no-unit": _("there is no unit"),
    "no-gender": _("there is no gender"),
    "no-race": _("there is no race"),
    "no-employment": _("the employment is empty"),
    "number-taken": _("a number is somebody else's"),
}


def refusal(error: MusterError) -> Refused:
    """Return the importer's refusal of a whole file for a page: our sentence, and its own words on what it found."""
    problem = error.problems[0]
    sentence, field = _OF_FILES.get(problem.code, (_("The file cannot be read."), None))
    found = in_words(problem.what)[:600]
    return Refused(_("%(sentence)s (%(found)s)") % {"sentence": sentence, "found": found}, field)


def in_words(text: str) -> str:
    """Say what was found in the reader's language: the importer's own sentences by its table, ours as all texts are."""
    form = text.template if isinstance(text, Sentence) else text
    if get_language() == "es" and form in IMPORTING_ES:
        return said_in(text, IMPORTING_ES)
    return said_in(text, {form: gettext(form)}) if form else ""


def reason_label(code: str) -> str:
    """Return why a row was set aside or is doubtful, in the reader's language."""
    return str(OF_ROWS.get(code, code.replace("-", " ")))
