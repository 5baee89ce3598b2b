"""The way to a department's first standing, step by step, with what is done and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.records.models import Record
from muster.roster.access import agencies_where
from muster.roster.models import Agency, Appointment
from muster.standards.models import Adoption


@dataclass(frozen=True)
class Step:
    """One step: what it is for, where it is done, and whether it was."""

    title: str | Promise
    text: str | Promise
    url: str
    label: str | Promise
    done: bool


def start(request: HttpRequest) -> HttpResponse:
    """Show the steps from an empty agency to its first standing."""
    agency = agencies_where(request.user, Permission.RECORDS_IMPORT_RUN).first()
    if agency is None:
        raise Http404
    steps = steps_of(agency)
    following = next((step for step in steps if not step.done), None)
    return render(request, "start.html", {"agency": agency, "steps": steps, "following": following})


def steps_of(agency: Agency) -> list[Step]:
    """Return the steps for an agency. Four queries."""
    topics = list(Course.objects.filter(agency=agency, is_retired=False).values_list("topics", flat=True))
    return [
        Step(
            _("Choose the rules"),
            _("The model policy of the five subjects, and the law of your state where Muster has it."),
            reverse("trainer:rules"),
            _("See the rules in force"),
            Adoption.lines.standing().filter(agency=agency).exists(),
        ),
        Step(
            _("Bring in your people"),
            _(
                "A file with one line a person: a number, a name, the day of appointment, rank and unit. Any order."
            ),
            reverse("trainer:imports"),
            _("Bring in a roster file"),
            Appointment.lines.standing().filter(agency=agency).exists(),
        ),
        Step(
            _("Bring in their training"),
            _("A file with one line a record: the person's number, the course, the day, the hours."),
            reverse("trainer:imports"),
            _("Bring in a records file"),
            Record.lines.standing().filter(agency=agency).exists(),
        ),
        Step(
            _("Say what the courses are about"),
            _("Rules ask for topics. A course of which nobody has said any counts for none."),
            reverse("trainer:courses"),
            _("See the courses"),
            bool(topics) and None not in topics,
        ),
    ]
