"""Adopting rules, ending and taking back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput, rule_choices


class AdoptForm(forms.Form):
    """Which rules bind which agency, from when."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=None)
    rules = forms.ChoiceField(
        label=_("Rules"), help_text=_("A whole set, or a single rule of it. The list is the rulebook's.")
    )
    start = forms.DateField(label=_("First day"), widget=DateInput())
    end = forms.DateField(
        label=_("Last day"), widget=DateInput(), required=False, help_text=_("Empty: until further notice.")
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["rules"].choices = rule_choices()  # type: ignore[attr-defined]  # a choice


class EndForm(forms.Form):
    """The last day, and why."""

    end = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=500)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
