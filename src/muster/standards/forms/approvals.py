"""Saying what a course counts for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.roster.models import Agency
from muster.standards.enums import Basis
from muster.standards.forms.choices import DateInput, mark_choices, topic_choices


class ApproveForm(forms.Form):
    """For which topics a course counts, with which marks, or to which other course it is equivalent."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=None)
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Course"))
    basis = forms.ChoiceField(label=_("Rests on"), choices=Basis.choices)
    topics = forms.MultipleChoiceField(
        label=_("Counts for"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Added to what the course says of itself. Hold Ctrl or Cmd to choose several."),
    )
    marks = forms.MultipleChoiceField(label=_("Marks"), required=False, widget=forms.CheckboxSelectMultiple)
    equivalent_to = forms.ModelChoiceField(
        Course.objects.none(),
        label=_("Equivalent to"),
        required=False,
        help_text=_("It then counts for all that the other course counts for."),
    )
    authority = forms.CharField(label=_("Letter or decision"), max_length=200, required=False)
    start = forms.DateField(
        label=_("First day"), widget=DateInput(), required=False, help_text=_("Empty: always before.")
    )
    end = forms.DateField(
        label=_("Last day"), widget=DateInput(), required=False, help_text=_("Empty: until further notice.")
    )

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], courses: QuerySet[Course], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        self.fields["equivalent_to"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        self.fields["topics"].choices = topic_choices()  # type: ignore[attr-defined]  # a choice
        self.fields["marks"].choices = mark_choices()  # type: ignore[attr-defined]  # a choice
