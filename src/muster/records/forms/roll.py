"""Forms of the roll, the results and closing. A row is a form of its own, so that each can be sent alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Assessment, LessonPlan
from muster.records.actions.roll import RollMark
from muster.records.enums import RESULTS, Presence
from muster.records.forms.sessions import TimeInput
from muster.records.models import Result
from muster.records.queries.roll import ResultRow, RollRow
from muster.roster.models import Person


class RollRowForm(forms.Form):
    """What the roll says of one person on one day."""

    presence = forms.ChoiceField(
        label=_("Mark"), choices=Presence.choices, required=False, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(label=_("Minutes there"), min_value=0, max_value=1440, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, row: RollRow, **kwargs: Any) -> None:
        mark = row.mark
        told = {"presence": mark.presence, "minutes": mark.minutes, "reason": mark.reason} if mark else {}
        super().__init__(*args, **(kwargs | {"prefix": f"seat{row.seat.pk}", "initial": told}))
        self.row = row

    @property
    def is_partial(self) -> bool:
        """Whether minutes and reason are to be seen."""
        return self["presence"].value() not in (None, "", Presence.PRESENT, Presence.NO_SHOW)

    def mark(self) -> RollMark | None:
        """Return the mark, None where nobody made one."""
        given = self.cleaned_data
        return RollMark(given["presence"], given["minutes"], given["reason"]) if given["presence"] else None


class WalkInForm(forms.Form):
    """Somebody who came without a seat: one of our people, or a name."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("One of our people"), required=False, empty_label=_("somebody else")
    )
    name = forms.CharField(label=_("Or the name"), max_length=200, required=False)
    agency_name = forms.CharField(label=_("Agency"), max_length=200, required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models


class LinkForm(forms.Form):
    """Which of our people a walk-in was."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models


class RealTimesForm(forms.Form):
    """When a day really began and ended."""

    began = forms.TimeField(label=_("Really began"), widget=TimeInput(), required=False)
    finished = forms.TimeField(label=_("Really ended"), widget=TimeInput(), required=False)


class ResultForm(forms.Form):
    """One person's result in one assessment: a new attempt, or one that is corrected."""

    attempt = forms.TypedChoiceField(label=_("Attempt"), coerce=int, required=False, empty_value=None)
    outcome = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", "–"), *((o.value, o.label) for o in RESULTS)]
    )
    score = forms.DecimalField(
        label=_("Percent"), min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, row: ResultRow, assessment: Assessment | None, **kwargs: Any) -> None:
        self.row, self.assessment = row, assessment
        self.attempts: list[Result] = row.attempts.get(assessment.pk if assessment else None, [])
        prefix = f"seat{row.seat.pk}-{assessment.pk if assessment else 0}"
        super().__init__(*args, **(kwargs | {"prefix": prefix}))
        next_one = len(self.attempts) + 1
        most = assessment.attempts if assessment else next_one
        choices = [(str(done.attempt), _("correct attempt %d") % done.attempt) for done in self.attempts]
        if next_one <= most:
            choices.insert(0, (str(next_one), _("attempt %d") % next_one))
        self.fields["attempt"].choices = choices  # type: ignore[attr-defined]  # a choice

    @property
    def says_something(self) -> bool:
        """Whether a result was entered."""
        return bool(self.cleaned_data.get("outcome")) or self.cleaned_data.get("score") is not None


class CloseForm(forms.Form):
    """What closing asks for. Fields that this session does not need are taken out."""

    absent_rest = forms.BooleanField(label=_("Everybody without a mark did not come"), required=False)
    plan = forms.ModelChoiceField(LessonPlan.objects.none(), label=_("Lesson plan that was taught"))
    no_plan_reason = forms.CharField(
        label=_("Why was it held without a lesson plan in force?"), max_length=300
    )

    def __init__(
        self, *args: Any, plans: list[LessonPlan], gaps: int, pinned: LessonPlan | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not gaps:
            del self.fields["absent_rest"]
        if plans:
            del self.fields["no_plan_reason"]
            found = LessonPlan.objects.filter(pk__in=[plan.pk for plan in plans]).select_related("course")
            self.fields["plan"].queryset = found  # type: ignore[attr-defined]  # a choice of models
            self.fields["plan"].initial = pinned if pinned in plans else plans[0]
        else:
            del self.fields["plan"]


class SeatAnswerForm(forms.Form):
    """Why a seat is declined."""

    answer = forms.CharField(label=_("Why?"), max_length=300)


class AskForm(forms.Form):
    """A word with the request for a seat."""

    note = forms.CharField(label=_("A word to the training office"), max_length=300, required=False)
