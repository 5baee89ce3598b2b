"""Forms of planning: the session itself, its days, its instructors, its rooms, and the steps it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.accounts.forms import UnitField
from muster.curriculum.models import Course, Instructor
from muster.ledger.refusals import Refused
from muster.records.actions.sessions import DayPlan, Post
from muster.records.enums import InstructorRole
from muster.records.models import Meeting, Room, Session, SessionFile, SessionInstructor
from muster.roster.models import Agency, Unit


class DateInput(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of the clock, in whole minutes."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SessionForm(forms.ModelForm[Session]):
    """What is held, for how many, and by when it is reported."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = UnitField(
        Unit.objects.none(),
        label=_("Unit"),
        required=False,
        help_text=_("Whose class it is. Empty: that of the agency as a whole."),
    )

    class Meta:
        """The days and the instructors have forms of their own."""

        model = Session
        fields = (
            "course",
            "unit",
            "title",
            "number",
            "seats",
            "needs_approval",
            "report_within_days",
            "notes",
            "clash_reason",
        )
        labels = {"course": _("Course")}
        help_texts = {
            "title": _("Only where it differs from the course."),
            "number": _("The state's number for this offering, if it gives one."),
            "seats": _("Empty: no limit. Who finds no seat left goes on the waiting list."),
            "needs_approval": _("Officers who ask for a seat wait until you approve it."),
            "report_within_days": _("Counted from the last day. Empty: nothing is reported."),
            "clash_reason": _(
                "Only where a room or an instructor is meant to be in two classes at one time."
            ),
        }
        widgets = {"notes": forms.Textarea({"rows": 3})}

    def __init__(
        self,
        *args: Any,
        courses: QuerySet[Course],
        units: QuerySet[Unit],
        may_plan_for: Callable[[Agency, Unit | None], bool],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.may_plan_for = may_plan_for
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        self.fields["unit"].queryset = units.select_related("agency")  # type: ignore[attr-defined]  # as above
        self.fields["edition"].initial = self.instance.edition if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        """Ask whoever plans for a unit alone to name it."""
        given: dict[str, Any] = super().clean() or {}
        course = given.get("course")
        if course is not None and "unit" in given and not self.may_plan_for(course.agency, given["unit"]):
            self.add_error("unit", _("You plan the sessions of your unit: choose it, or one below it."))
        return given

    def plan(self) -> dict[str, Any]:
        """Return the fields as the actions take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "edition"}


class DayForm(forms.Form):
    """One day: date, times, breaks, room."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("To"), widget=TimeInput())
    break_minutes = forms.IntegerField(
        label=_("Breaks, in minutes"), min_value=0, max_value=600, required=False
    )
    room = forms.TypedChoiceField(label=_("Room"), required=False, empty_value=None)
    topic = forms.CharField(label=_("What is on"), max_length=200, required=False)

    def __init__(self, *args: Any, rooms: Mapping[str, Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room = self.fields["room"]
        room.choices = [("", _("no room")), *rooms.items()]  # type: ignore[attr-defined]  # a choice
        room.coerce = rooms.get  # type: ignore[attr-defined]  # a choice

    def day(self, time_zone: str) -> DayPlan:
        """Return the day in moments. Raises Refused for a time that the clocks of the place skip."""
        given = self.cleaned_data
        ends_on = given["on"] + timedelta(days=given["ends"] <= given["begins"])  # a night class
        return DayPlan(
            starts_at=moment_at(given["on"], given["begins"], time_zone),
            ends_at=moment_at(ends_on, given["ends"], time_zone),
            break_minutes=given["break_minutes"] or 0,
            room=given["room"],
            topic=given["topic"],
            key=given["key"],
        )


class PostForm(forms.Form):
    """One instructor: who, as what, for how long."""

    instructor = forms.TypedChoiceField(label=_("Instructor"))
    role = forms.ChoiceField(label=_("Role"), choices=InstructorRole.choices, initial=InstructorRole.LEAD)
    minutes = forms.IntegerField(
        label=_("Minutes taught"), min_value=0, required=False, help_text=_("Empty: the whole class.")
    )
    reason = forms.CharField(label=_("Why without certification"), max_length=300, required=False)

    def __init__(self, *args: Any, instructors: Mapping[str, Instructor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instructor = self.fields["instructor"]
        instructor.choices = [("", _("choose")), *instructors.items()]  # type: ignore[attr-defined]  # a choice
        instructor.coerce = instructors.get  # type: ignore[attr-defined]  # a choice

    def post(self) -> Post:
        """Return the post as the actions take it."""
        given = self.cleaned_data
        return Post(given["instructor"], given["role"], given["minutes"], given["reason"])


DayForms = forms.formset_factory(DayForm, extra=2, can_delete=True, max_num=60, absolute_max=60)
PostForms = forms.formset_factory(PostForm, extra=2, can_delete=True, max_num=30, absolute_max=30)


def filled(rows: Any) -> list[Any]:
    """Return the forms of a valid set that say something and are not taken away."""
    return [row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]


def days_as_typed(meetings: Sequence[Meeting], time_zone: str) -> list[dict[str, Any]]:
    """Return days as a form shows them, on the clocks of the place."""
    return [
        {
            "key": meeting.pk,
            "on": Meeting.local(meeting.starts_at, time_zone).date(),
            "begins": Meeting.local(meeting.starts_at, time_zone).time(),
            "ends": Meeting.local(meeting.ends_at, time_zone).time(),
            "break_minutes": meeting.break_minutes or None,
            "room": meeting.room_id,
            "topic": meeting.topic,
        }
        for meeting in meetings
    ]


def posts_as_typed(teaching: Sequence[SessionInstructor]) -> list[dict[str, Any]]:
    """Return instructors as a form shows them."""
    return [
        {"instructor": post.instructor_id, "role": post.role, "minutes": post.minutes, "reason": post.reason}
        for post in teaching
    ]


def moment_at(on: date, clock: time, time_zone: str) -> datetime:
    """Return the moment of a day and a time of the clock. Raises Refused in the hour that the clocks skip."""
    moment = datetime.combine(on, clock, ZoneInfo(time_zone))
    if moment.astimezone(UTC).astimezone(moment.tzinfo).time() != clock:
        raise Refused(_("On that day the clocks skip this time. Choose an hour later."))
    return moment


class RoomForm(forms.ModelForm[Room]):
    """A room: name, seats, whether it is in use."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))

    class Meta:
        """The agency only while it is new."""

        model = Room
        fields = ("name", "seats", "is_active")
        help_texts = {"is_active": _("Rooms that are not in use are not offered for new sessions.")}

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["agency"]
            return
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["agency"].initial = agencies.first()
        self.order_fields(["agency", "name", "seats", "is_active"])


class MoveForm(forms.Form):
    """A step of a session that needs a reason."""

    reason = forms.CharField(label=_("Why?"), max_length=300)


class CloneForm(forms.Form):
    """The same session again, from which day on."""

    first_day = forms.DateField(
        label=_("First day"),
        widget=DateInput(),
        # the other days are counted from here, and the calendar has an end
        validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2199, 12, 31))],
    )


class ReportForm(forms.Form):
    """The day a session was reported to the state."""

    reported_on = forms.DateField(label=_("Reported on"), widget=DateInput())


class SessionFileForm(forms.Form):
    """A file of the session."""

    kind = forms.ChoiceField(label=_("What it is"), choices=SessionFile.Kind.choices)
    file = forms.FileField(
        label=_("File"), help_text=_("A scan or a photograph (PDF, JPEG, PNG), or another document.")
    )
