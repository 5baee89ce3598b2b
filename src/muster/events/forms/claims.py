"""Claiming expenses, deciding about them, paying them; agreements to pay back."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.core.money import divided
from muster.events.actions.claims import NOT_SPENT
from muster.events.enums import CostKind
from muster.events.forms.fields import MoneyField
from muster.events.forms.funds import FundChoice, funds_for
from muster.events.models import Claim, ClaimLine, Request
from muster.events.money import cents_of, dollars_text
from muster.events.queries.money import states_of
from muster.standards.forms.choices import DateInput

#: A phone offers its camera for these, and its files.
RECEIPT_KINDS = "image/*,application/pdf"
MOST_MONTHS = 240


class ExpenseForm(forms.Form):
    """One expense, with its receipt or the reason for having none."""

    kind = forms.ChoiceField(
        label=_("What for"), choices=[(kind, kind.label) for kind in CostKind if kind not in NOT_SPENT]
    )
    day = forms.DateField(label=_("Day"), widget=DateInput())
    cents = MoneyField(label=_("Amount"))
    text = forms.CharField(label=_("In words"), max_length=300, required=False)
    receipt = forms.FileField(
        label=_("Receipt"),
        required=False,
        widget=forms.FileInput(attrs={"accept": RECEIPT_KINDS}),
        help_text=_("A photo or a PDF. On a phone you can take the photo now."),
    )
    no_receipt_reason = forms.CharField(label=_("Why there is no receipt"), max_length=300, required=False)
    by_agency = forms.BooleanField(
        label=_("The agency paid it directly, such as with its card"), required=False
    )


class ReceiptForm(forms.Form):
    """The receipt of an expense that is written down already."""

    file = forms.FileField(label=_("Receipt"), widget=forms.FileInput(attrs={"accept": RECEIPT_KINDS}))


class AdvanceForm(forms.Form):
    """Money given before somebody leaves."""

    cents = MoneyField(label=_("Amount"))

    def clean_cents(self) -> int:
        """Nothing is no advance."""
        cents: int = self.cleaned_data["cents"]
        if not cents:
            raise ValidationError(_("Give an amount above zero."))
        return cents


class ReviewForm(forms.Form):
    """How much of each expense is allowed, and why less; or what is missing.

    ``most``: of some expenses (by key) what lies within the policy, which is proposed.
    """

    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=500,
        help_text=_("Needed to send the claim back."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, lines: Sequence[ClaimLine], most: Mapping[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            within = most.get(line.pk, line.cents)
            self.fields[f"allowed_{line.pk}"] = MoneyField(
                label=_("Allowed of %(amount)s") % {"amount": dollars_text(line.cents)}, initial=within
            )
            self.fields[f"cut_{line.pk}"] = forms.CharField(
                label=_("Why less is allowed"),
                required=False,
                max_length=300,
                initial=_("The policy gives no more for meals on this day.") if within < line.cents else "",
            )

    def clean(self) -> dict[str, Any]:
        """Never more is allowed than was claimed, and less only with a reason."""
        said = super().clean() or {}
        for line in self.lines:
            allowed = said.get(f"allowed_{line.pk}")
            if allowed is None:
                continue
            if allowed > line.cents:
                self.add_error(f"allowed_{line.pk}", _("No more can be allowed than was claimed."))
            elif allowed < line.cents and not said.get(f"cut_{line.pk}"):
                self.add_error(f"cut_{line.pk}", _("Say why less is allowed."))
        return said

    def rows(self) -> list[dict[str, Any]]:
        """Return each expense with its two fields."""
        return [
            {"line": line, "allowed": self[f"allowed_{line.pk}"], "cut": self[f"cut_{line.pk}"]}
            for line in self.lines
        ]

    def allowed(self) -> dict[int, tuple[int, str]]:
        """Return what is allowed of each expense, by its key, and why less."""
        said = self.cleaned_data
        return {
            line.pk: (
                said[f"allowed_{line.pk}"],
                said[f"cut_{line.pk}"] if said[f"allowed_{line.pk}"] < line.cents else "",
            )
            for line in self.lines
        }


class PayForm(forms.Form):
    """The day of payment, and the fund for each kind of cost."""

    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput())

    def __init__(self, *args: Any, claim: Claim, asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = timezone.localdate()
        approved = {line.kind: line.fund_id for line in asked.costs.filter(stage="approved") if line.fund_id}
        funds = funds_for(asked)
        states = states_of({fund.pk: fund for fund in funds})
        kinds = {line.kind for line in claim.lines.all() if line.allowed_cents}
        for kind in CostKind:
            if kind in kinds:
                field = FundChoice(funds, label=kind.label, required=funds.exists(), empty_label="–")
                field.states = states
                field.initial = approved.get(kind)
                self.fields[f"fund_{kind}"] = field

    def funds(self) -> dict[str, Any]:
        """Return the fund of each kind."""
        return {
            name.removeprefix("fund_"): fund
            for name, fund in self.cleaned_data.items()
            if name.startswith("fund_")
        }


class RepaymentForm(forms.Form):
    """An agreement to pay back, as it was signed: equal steps by the month, or its own schedule."""

    cents = MoneyField(label=_("Amount"))
    start = forms.DateField(label=_("Runs from"), widget=DateInput())
    months = forms.IntegerField(
        label=_("Months after which nothing is owed"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=_("What is owed then falls by the same amount each month."),
    )
    schedule = forms.CharField(
        label=_("Or the agreement's own schedule"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "A line for each step: the day and what is owed from then on, such as 2027-07-01 800.00."
        ),
    )
    file = forms.FileField(label=_("The signed agreement"), required=False)
    legal_note = forms.CharField(
        label=_("What a lawyer said"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two ways to say the schedule."""
        said = super().clean() or {}
        if bool(said.get("months")) == bool((said.get("schedule") or "").strip()):
            self.add_error("months", _("Give the months, or the schedule, and not both."))
        return said

    def clean_schedule(self) -> str:
        """Each line is a day and an amount."""
        text: str = self.cleaned_data["schedule"]
        for line in filter(str.strip, text.splitlines()):
            if _step(line) is None:
                raise ValidationError(
                    _("%(line)s is no step. Write the day and the amount: 2027-07-01 800.00"),
                    params={"line": line},
                )
        return text

    def steps(self) -> list[tuple[date, int]]:
        """Return from which day how much is still owed."""
        said = self.cleaned_data
        if said.get("months"):
            return equal_steps(said["cents"], said["start"], said["months"])
        lines = (_step(line) for line in said["schedule"].splitlines() if line.strip())
        return [step for step in lines if step is not None]


def equal_steps(cents: int, start: date, months: int) -> list[tuple[date, int]]:
    """Return a schedule that falls each month by the same amount, to the cent, until nothing is owed."""
    found, owed = [], cents
    for n, part in enumerate(divided(cents, [1] * months), 1):
        owed -= part
        found.append((_months_after(start, n), owed))
    return found


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _step(line: str) -> tuple[date, int] | None:
    day, _blank, amount = line.strip().partition(" ")
    cents = cents_of(amount)
    try:
        return None if cents is None else (date.fromisoformat(day), cents)
    except ValueError:
        return None
