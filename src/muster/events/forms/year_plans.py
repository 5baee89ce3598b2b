"""Asking for a year's plan: for whom, between which days, and how long to search."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput
from muster.standards.queries import today_at

#: A page is waited for, so it searches for these seconds at most; ``muster events plan-year`` searches longer.
SECONDS: Final = (5, 10, 30)


class YearPlanForm(forms.Form):
    """The days of a plan, the next twelve months unless said otherwise."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    first = forms.DateField(label=_("First day"), widget=DateInput())
    last = forms.DateField(label=_("Last day"), widget=DateInput())
    seconds = forms.TypedChoiceField(
        label=_("Seconds of search, at most"),
        choices=[(each, str(each)) for each in SECONDS],
        coerce=int,
        initial=10,
        help_text=_("Reading the year and working out what would do takes some seconds more."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["agency"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - written so above
        choice.queryset = agencies
        known = list(agencies)
        if known:
            begins = today_at(known[0]) + timedelta(days=1)
            choice.initial = known[0]
            self.fields["first"].initial = begins
            self.fields["last"].initial = begins + timedelta(days=364)
        if len(known) == 1:
            choice.widget = forms.HiddenInput()
