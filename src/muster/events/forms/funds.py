"""Funds, which of them pays what, and what was paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.events.actions.costs import Amount
from muster.events.enums import CostKind
from muster.events.forms.fields import MoneyField
from muster.events.models import Attendee, CostLine, Fund, Request
from muster.events.money import dollars_text
from muster.events.queries.money import FundState, states_of
from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput


class FundForm(forms.ModelForm[Fund]):
    """A fund as its papers describe it."""

    cents = MoneyField(label=_("Amount"))
    allows = forms.MultipleChoiceField(
        label=_("What it may pay"),
        choices=CostKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: everything."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """In the order in which its papers say it."""

        model = Fund
        fields = (
            "name",
            "kind",
            "account",
            "start",
            "end",
            "cents",
            "allows",
            "match_percent",
            "not_supplanting",
            "notes",
        )
        widgets = {
            "start": DateInput(),
            "end": DateInput(),
            "not_supplanting": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "not_supplanting": _(
                "Grants and forfeiture money must add to the budget and not replace it: write down why this does."
            ),
            "match_percent": _("Zero if the agency owes none."),
        }

    def __init__(self, *args: Any, agencies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies is not None and len(agencies) > 1:
            self.fields["agency"] = forms.ModelChoiceField(agencies, label=_("Agency"), empty_label=None)
            self.order_fields(["agency"])


class FundChoice(forms.ModelChoiceField[Fund]):
    """One of the funds, each with what it has left."""

    states: Mapping[int, FundState] = {}

    def label_from_instance(self, fund: Any) -> str:
        """Return the name of a fund with what is left in it."""
        state = self.states.get(fund.pk)
        left = f" ({dollars_text(state.left)})" if state is not None else ""
        return f"{fund.name}{left}"


def funds_for(request: Request) -> QuerySet[Fund]:
    """Return the funds of the agency that have not ended when the journey begins, the one that ends first first."""
    funds = Fund.objects.filter(agency=request.agency)
    day = request.departs_at.date() if request.departs_at else request.made_at.date()
    return funds.filter(end__gte=day).order_by("end", "name", "pk")


class FundsForm(forms.Form):
    """Which fund pays which kind of cost. ``lines``: those that an approval would promise."""

    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Request, lines: Sequence[CostLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.cents > 0]
        funds = funds_for(asked)
        states = states_of({fund.pk: fund for fund in funds}, without=asked)
        self.initial.setdefault("edition", asked.edition)
        for kind in CostKind:
            of_kind = [line for line in self.lines if line.kind == kind]
            if not of_kind:
                continue
            field = FundChoice(funds, label=CostKind(kind).label, required=False, empty_label="–")
            field.states = states
            field.help_text = dollars_text(sum(line.cents for line in of_kind))
            field.initial = next((line.fund_id for line in of_kind if line.fund_id), None)
            self.fields[f"fund_{kind}"] = field

    def chosen(self) -> dict[int, Fund | None]:
        """Return the fund of each line, by the key of the line."""
        return {line.pk: self.cleaned_data[f"fund_{line.kind}"] for line in self.lines}


class PaidForm(forms.Form):
    """One thing that the agency paid: a booking, a bill; or a reimbursement that came."""

    kind = forms.ChoiceField(label=_("What for"), choices=CostKind.choices)
    cents = MoneyField(label=_("Amount"))
    fund = FundChoice(
        Fund.objects.none(), label=_("From which fund"), required=False, help_text=_("Pay may have none.")
    )
    day = forms.DateField(label=_("Day"), widget=DateInput())
    attendee = forms.ModelChoiceField(
        Attendee.objects.none(), label=_("For whom"), required=False, empty_label=_("all together")
    )
    text = forms.CharField(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funds = funds_for(asked)
        fund: Any = self.fields["fund"]
        fund.queryset = funds
        fund.states = states_of({each.pk: each for each in funds})
        self.fields["attendee"].queryset = asked.attendees.select_related("person")  # type: ignore[attr-defined]

    def amount(self) -> Amount:
        """Return what was paid; what came back is below zero."""
        said = self.cleaned_data
        cents = -said["cents"] if said["kind"] == CostKind.REIMBURSEMENT else said["cents"]
        return Amount(
            said["kind"], cents, said["text"], day=said["day"], attendee=said["attendee"], fund=said["fund"]
        )


def agency_of(form: forms.Form | FundForm, agencies: Sequence[Agency]) -> Agency:
    """Return the agency that a form names, or the only one there is."""
    chosen: Agency | None = form.cleaned_data.pop("agency", None)
    return chosen or agencies[0]
