"""Practices of others: suggested, then taken from step to step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.forms.courses import TopicsField
from muster.events.actions.practices import STEPS
from muster.events.enums import EvidenceGrade, PracticeState
from muster.events.forms.reports import lines
from muster.events.models import Practice
from muster.roster.models import Person
from muster.standards.forms.choices import DateInput

#: What each step is called on a button.
STEP_NAMES = {
    PracticeState.TRIAGED: _("Look into it"),
    PracticeState.PILOT: _("Try it"),
    PracticeState.ADOPTED: _("Adopt it"),
    PracticeState.DECLINED: _("Decline it"),
    PracticeState.MEASURED: _("Write down the result"),
}


class PracticeForm(forms.ModelForm[Practice]):
    """A suggestion."""

    topics = TopicsField(label=_("Topics"))

    class Meta:
        """What, who does it, what is known of it, and how one would see that it works here."""

        model = Practice
        fields = (
            "title",
            "description",
            "from_agency",
            "topics",
            "grade",
            "grade_source",
            "measure",
        )
        widgets = {"description": lines(4), "measure": lines(2)}
        help_texts = {
            "grade_source": _("A study, a report, a person: where somebody else can look it up."),
            "measure": _(
                "The question, written before the data: what would be different, by when, counted how?"
            ),
        }

    def clean_topics(self) -> list[str]:
        """Return the topics; nothing chosen is no topic."""
        return self.cleaned_data["topics"] or []


class PracticeStepForm(forms.ModelForm[Practice]):
    """The next step, and what belongs to it."""

    to = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        """Why, by whom, how it is judged, what came out."""

        model = Practice
        fields = (
            "reason",
            "owner",
            "pilot",
            "measure",
            "review_on",
            "result",
            "grade",
            "grade_source",
        )
        widgets = {
            "reason": lines(2),
            "pilot": lines(2),
            "measure": lines(2),
            "result": lines(3),
            "review_on": DateInput(),
        }
        help_texts = {
            "reason": _("Needed to adopt and to decline."),
            "owner": _("Needed to try and to adopt."),
            "measure": _(
                "The question, written before the data: what would be different, by when, counted how?"
            ),
            "review_on": _("Needed to try and to adopt: it comes back to the owner on this day."),
            "result": _("Needed where it was measured."),
        }

    field_order = ("to",)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.choices = [(step, STEP_NAMES[step]) for step in STEPS[PracticeState(self.instance.state)]]
        owner: Any = self.fields["owner"]
        owner.queryset = people
        grade: Any = self.fields["grade"]
        grade.choices = EvidenceGrade.choices
