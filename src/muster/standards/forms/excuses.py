"""Proposing a waiver or more time, and deciding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Person
from muster.standards.enums import ExceptionKind
from muster.standards.forms.choices import DateInput, requirement_choices


class ProposeForm(forms.Form):
    """Who should be excused from what, for how long, and why."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ExceptionKind.choices)
    requirement = forms.ChoiceField(label=_("Requirement"))
    start = forms.DateField(label=_("First day"), widget=DateInput())
    end = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("For more time: the day it is then due.")
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput())  # of what the reader was warned

    def __init__(self, *args: Any, people: QuerySet[Person], requirements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of models
        self.fields["requirement"].choices = requirement_choices(requirements)  # type: ignore[attr-defined]  # a choice


class DecideForm(forms.Form):
    """Granted or refused, and why."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("granted", _("Grant it")), ("refused", _("Refuse it"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Why it is decided so"), widget=forms.Textarea(attrs={"rows": 3}))


class OwnTimeForm(forms.Form):
    """More time for oneself: for what, until when, why."""

    requirement = forms.ChoiceField(label=_("Requirement"))
    end = forms.DateField(label=_("I can have it done by"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput())  # of what the reader was warned

    def __init__(self, *args: Any, requirements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirement"].choices = requirement_choices(requirements)  # type: ignore[attr-defined]  # a choice
