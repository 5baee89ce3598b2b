"""What somebody says for an estimate, and the lines that they write by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.core.travel.rates import Choice
from muster.events.actions.costs import Amount
from muster.events.enums import CostKind
from muster.events.forms.fields import MoneyField
from muster.events.models import Attendee, CostLine
from muster.events.queries.estimate_lines import Basis

#: How many empty lines the page offers each time it is shown.
EMPTY_LINES = 3


class HoursField(forms.DecimalField):
    """Hours as one writes them, 7.5, cleaned to whole minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": 10_000, "decimal_places": 2, "required": False, **kwargs}
        )

    def clean(self, value: Any) -> int:
        """Return whole minutes, zero where nothing is written."""
        hours = super().clean(value)
        return int((Decimal(hours or 0) * 60).to_integral_value())

    def prepare_value(self, value: Any) -> Any:
        """Show minutes as hours, and what somebody wrote as they wrote it."""
        return f"{Decimal(value) / 60:.2f}".rstrip("0").rstrip(".") if isinstance(value, int) else value


class ShareField(forms.DecimalField):
    """A percentage, 7.65, cleaned to hundredths of a per cent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"min_value": 0, "max_value": 400, "decimal_places": 2, "required": False, **kwargs}
        )

    def clean(self, value: Any) -> int | None:
        """Return hundredths of a per cent, None where nothing is written."""
        share = super().clean(value)
        return None if share is None else int(share * 100)

    def prepare_value(self, value: Any) -> Any:
        """Show hundredths of a per cent as a percentage, and what somebody wrote as they wrote it."""
        return f"{Decimal(value) / 100:.2f}" if isinstance(value, int) else value


class EstimateForm(forms.Form):
    """What the estimate is worked out from. The fields are those of ``Basis``."""

    destination = forms.ChoiceField(
        label=_("Where the place lies"), required=False, widget=forms.RadioSelect, choices=[]
    )
    tuition_cents = MoneyField(label=_("Tuition for each"), required=False)
    miles = forms.IntegerField(
        label=_("Miles from here, one way"), min_value=0, max_value=20_000, required=False
    )
    cars = forms.IntegerField(
        label=_("Own cars that drive there"), min_value=0, max_value=500, required=False, initial=0
    )
    hotel_cents = MoneyField(
        label=_("Price of a night without tax"),
        required=False,
        help_text=_("Empty: the rate of the night is taken."),
    )
    tax_share = ShareField(label=_("Tax on lodging, in percent"))
    hourly_cents = MoneyField(
        label=_("Hourly pay"), required=False, help_text=_("Of each who goes; empty: pay is not estimated.")
    )
    pay_minutes = HoursField(label=_("Paid hours of each"))
    overtime_minutes = HoursField(label=_("Overtime hours of each, at time and a half"))
    backfill_minutes = HoursField(
        label=_("Hours in which somebody stands in for each"),
        help_text=_("Where cover is arranged, what it costs is taken instead."),
    )
    backfill_hourly_cents = MoneyField(
        label=_("Hourly pay of who stands in"), required=False, help_text=_("Empty: the same.")
    )
    backfill_share = ShareField(label=_("Paid at so many percent of it"), initial=15_000)
    benefit_share = ShareField(
        label=_("Payroll tax, pension and so on, in percent of pay"),
        help_text=_("Finance knows the agency's own."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choice: Choice | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if choice is None:
            del self.fields["destination"]
            return
        self.fields["destination"].choices = [  # type: ignore[attr-defined]  # a choice
            (place.id, f"{place.name} ({'; '.join(place.counties) or ', '.join(place.states)})")
            for place in choice.destinations
        ]

    def basis(self) -> Basis:
        """Return what was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "edition"}
        nothing = asdict(Basis())
        return Basis(**{name: nothing[name] if value is None else value for name, value in said.items()})


class HandLineForm(forms.Form):
    """One line that a person writes: what for, for whom, how much."""

    kind = forms.ChoiceField(label=_("What for"), choices=[("", "–"), *CostKind.choices], required=False)
    attendee = forms.ChoiceField(label=_("For whom"), required=False)
    text = forms.CharField(label=_("In words"), max_length=300, required=False)
    cents = MoneyField(label=_("Amount"), required=False)

    def __init__(self, *args: Any, people: Sequence[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(attendee.pk): attendee for attendee in people}
        choices = [("", _("all together")), *((key, str(each)) for key, each in self.people.items())]
        self.fields["attendee"].choices = choices  # type: ignore[attr-defined]  # a choice

    def clean(self) -> dict[str, Any]:
        """A line with an amount says what for; one without is left out."""
        said = super().clean() or {}
        if said.get("cents") is not None and not said.get("kind"):
            self.add_error("kind", _("Say what it is for."))
        if said.get("kind") and said.get("cents") is None and "cents" not in self.errors:
            self.add_error("cents", _("Give the amount, or empty the line."))
        return said

    def amount(self) -> Amount | None:
        """Return the line, None where it is empty. What comes back is below zero; it is written as an amount."""
        said = self.cleaned_data
        if said.get("cents") is None:
            return None
        cents = -said["cents"] if said["kind"] == CostKind.REIMBURSEMENT else said["cents"]
        return Amount(said["kind"], cents, said["text"], attendee=self.people.get(said["attendee"]))


def hand_lines(data: Any, lines: Sequence[CostLine], people: Sequence[Attendee]) -> Any:
    """Return a form for each line that was written by hand, and some empty ones."""
    forms_of = forms.formset_factory(HandLineForm, extra=EMPTY_LINES, max_num=200)
    initial = [
        {"kind": line.kind, "attendee": line.attendee_id or "", "text": line.text, "cents": abs(line.cents)}
        for line in lines
    ]
    return forms_of(data, initial=initial, prefix="line", form_kwargs={"people": people})
