"""Asking for outside training, and saying something with a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.events.actions.moves import Said
from muster.events.actions.requests import FIELDS, NeedSaid
from muster.events.enums import NeedKind, ReasonCode
from muster.events.forms.fields import MomentInput, MoneyField
from muster.events.lifecycle import Move
from muster.events.models import Request
from muster.roster.forms import SomeOf
from muster.roster.models import Person
from muster.standards.forms.choices import DateInput


class RequestForm(forms.ModelForm[Request]):
    """Everything that real request forms ask, but for the money, which has its own page.

    ``people``: those who may be named; None for somebody who asks for themselves alone. ``requirements``: pairs of a
    requirement's id and words, of what is open for those who are to go.
    """

    people = SomeOf(Person.objects.none(), label=_("Who is to go"), widget=forms.CheckboxSelectMultiple)
    requirements = forms.MultipleChoiceField(
        label=_("Which requirements it serves"), required=False, widget=forms.CheckboxSelectMultiple
    )
    need = forms.CharField(label=_("Which other need it serves"), required=False, max_length=500)

    class Meta:
        """In the order in which one thinks of it."""

        model = Request
        fields = FIELDS
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "goals": forms.Textarea(attrs={"rows": 3}),
            "sharing_plan": forms.Textarea(attrs={"rows": 3}),
            "alternatives": forms.Textarea(attrs={"rows": 2}),
            "itinerary": forms.Textarea(attrs={"rows": 2}),
            "conflicts": forms.Textarea(attrs={"rows": 2}),
            "share_by": DateInput(),
            "departs_at": MomentInput(),
            "returns_at": MomentInput(),
        }

    def __init__(
        self, *args: Any, people: QuerySet[Person] | None, requirements: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["people"]
        else:
            self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice of models
        self.fields["requirements"].choices = requirements  # type: ignore[attr-defined]  # a choice
        if not requirements:
            del self.fields["requirements"]

    def needs(self) -> list[NeedSaid]:
        """Return the needs that were named."""
        named = [NeedSaid(NeedKind.REQUIREMENT, each) for each in self.cleaned_data.get("requirements", [])]
        words = self.cleaned_data.get("need", "").strip()
        return [*named, NeedSaid(NeedKind.GAP, text=words)] if words else named

    def said(self) -> dict[str, Any]:
        """Return the fields of the request itself."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _conditions() -> forms.CharField:
    """On which conditions, said with one step or with a decision."""
    return forms.CharField(
        label=_("Conditions"), required=False, max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _override() -> forms.CharField:
    """Why the street may be short, said with one step or with a decision."""
    return forms.CharField(
        label=_("Why a shift may stay below its floor"),
        required=False,
        max_length=500,
        help_text=_("Only where not every shift is covered. The reason stays with the decision."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoveForm(forms.Form):
    """What is said with one step: only the fields that the step asks for."""

    reason_code = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *ReasonCode.choices])
    reason = forms.CharField(label=_("In words"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))
    conditions = _conditions()
    override = _override()
    cents = MoneyField(label=_("Cancellation fee"), help_text=_("Zero if there is none."))
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, move: Move, may_be_late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"edition", *move.needs}
        if move.not_own and move.target is None:
            asked |= {"conditions", "reason"}
            self.fields["reason"].required = False
        if "covered" in move.guards:
            asked.add("override")
        if "in_time" in move.guards and may_be_late:
            asked.add("override")
            self.fields["override"].label = _("Why it is handed in late")
            self.fields["override"].help_text = _(
                "Only after the deadline. The reason stays with the decision."
            )
        for name in set(self.fields) - asked:
            del self.fields[name]

    def said(self) -> Said:
        """Return what was said."""
        return Said(
            **{
                name: value
                for name, value in self.cleaned_data.items()
                if name != "edition" and value is not None
            }
        )


class DecideForm(forms.Form):
    """Every decision that is open at a stage, on one screen."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason_code = forms.ChoiceField(
        label=_("Reason"),
        required=False,
        choices=[("", "–"), *ReasonCode.choices],
        help_text=_("Needed unless you approve."),
    )
    reason = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those who asked read it."),
    )
    conditions = _conditions()
    override = _override()
    edition = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, moves: list[Move], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moves = {move.key: move for move in moves}
        choices = [(move.key, move.label) for move in moves]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]  # a choice
        if not any("covered" in move.guards for move in moves):
            del self.fields["override"]

    def move(self) -> Move:
        """Return the step that was chosen."""
        return self.moves[self.cleaned_data["decision"]]

    def said(self) -> Said:
        """Return what was said."""
        named = ("reason_code", "reason", "conditions", "override")
        return Said(**{name: self.cleaned_data[name] for name in named if name in self.cleaned_data})
