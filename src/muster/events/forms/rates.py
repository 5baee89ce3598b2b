"""Handing in travel rates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.core.travel.load import MEALS_FILE, RATES_FILE, ZIPS_FILE
from muster.roster.models import Agency


class RatesForm(forms.Form):
    """The three files that belong together, and whose they are."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"), empty_label=None)
    rates = forms.FileField(label=_("Rates by destination"), help_text=RATES_FILE)
    zips = forms.FileField(label=_("ZIP codes of the destinations"), help_text=ZIPS_FILE)
    meals = forms.FileField(label=_("How a day's meals divide"), help_text=MEALS_FILE)
    source = forms.CharField(
        label=_("Where they come from"),
        max_length=200,
        help_text=_("It stands beside every amount that is worked out, such as: GSA, fiscal year 2026."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["agency"].initial = agencies.first()
