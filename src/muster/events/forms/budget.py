"""The period of a budget, and what hosting a class at home would cost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.events.forms.fields import MoneyField
from muster.events.hosting import Hosting
from muster.standards.forms.choices import DateInput

#: A budget is looked at over at most so many days.
MOST_DAYS = 366 * 3


class PeriodForm(forms.Form):
    """From one day to another."""

    first = forms.DateField(label=_("From"), widget=DateInput())
    last = forms.DateField(label=_("To"), widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """In order, and not too long."""
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first."))
        elif first and last and (last - first).days > MOST_DAYS:
            self.add_error("last", _("Choose three years at most."))
        return said


class HostingForm(forms.Form):
    """Sending people, or hosting the class. Nothing is filled in: the figures are those of who asks."""

    people = forms.IntegerField(label=_("People"), min_value=1, max_value=10_000)
    each = MoneyField(
        label=_("Sending each costs"), help_text=_("Tuition, travel, lodging, meals, backfill.")
    )
    fee = MoneyField(label=_("The provider's fee for coming here"), required=False)
    room = MoneyField(label=_("Room and equipment"), required=False)
    travel = MoneyField(label=_("Travel of the instructors"), required=False)
    seat = MoneyField(label=_("Each person here costs"), required=False, help_text=_("Materials, backfill."))

    def hosting(self) -> Hosting:
        """Return what was said."""
        return Hosting(**{name: value or 0 for name, value in self.cleaned_data.items()})
