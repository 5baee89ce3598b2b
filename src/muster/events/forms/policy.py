"""The rules of an agency for outside training: a table of stages, every limit and deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.events.enums import REVIEWS, Category, RequestState
from muster.events.forms.fields import MoneyField
from muster.events.models import Policy
from muster.events.policy import Stage
from muster.standards.forms.choices import DateInput

_PLACES = [("", _("not a stage")), *((str(place), str(place)) for place in range(1, len(REVIEWS) + 1))]
#: What a stage is asked, in the order of the table.
PARTS = (
    "place",
    "over_cents",
    "over_miles",
    "overnight",
    "on_duty",
    "categories",
    "days",
    "scores",
    "criteria",
)


@dataclass(frozen=True)
class Row:
    """One stage of the table with its fields."""

    stage: RequestState
    fields: list[forms.BoundField]


class LinesField(forms.CharField):
    """Lines of text, cleaned to those that are not empty, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 2_000, "widget": forms.Textarea(attrs={"rows": 3}), **kwargs})

    def clean(self, value: Any) -> list[str]:
        """Return the lines."""
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def prepare_value(self, value: Any) -> Any:
        """Show lines as text, and what somebody wrote as they wrote it."""
        return value if isinstance(value, str) or value is None else "\n".join(value)


class PolicyForm(forms.ModelForm[Policy]):
    """All rules at once. ``stages``: those that stand in the table at first."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    flat_meal_cents = MoneyField(
        label=_("flat amount for meals a day"),
        required=False,
        help_text=_(
            "Only where meals are paid flat. It is the same on every day; meals of the fee take nothing off."
        ),
    )
    reason = forms.CharField(label=_("Why the rules change"), max_length=500)

    class Meta:
        """In the order in which one meets them."""

        model = Policy
        fields = (
            "start",
            "source",
            "lead_days",
            "most_per_event",
            "most_per_unit",
            "reopen_percent",
            "report_workdays",
            "certificate_days",
            "share_days",
            "teach_days",
            "claim_days",
            "remind_days",
            "escalate_days",
            "lodging_from_miles",
            "mileage_mills",
            "meals",
            "flat_meal_cents",
        )
        widgets = {"start": DateInput()}

    def __init__(self, *args: Any, stages: tuple[Stage, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in REVIEWS:
            place = next((n for n, each in enumerate(stages, 1) if each.stage == stage), None)
            known = next((each for each in stages if each.stage == stage), Stage(stage))
            for name, field in _fields_of(place, known).items():
                self.fields[f"{stage}-{name}"] = field

    def rows(self) -> list[Row]:
        """Return the table of stages."""
        return [Row(stage, [self[f"{stage}-{name}"] for name in PARTS]) for stage in REVIEWS]

    def rest(self) -> list[forms.BoundField]:
        """Return the fields below the table."""
        return [self[name] for name in (*self.Meta.fields, "reason")]

    def clean(self) -> dict[str, Any]:
        """Refuse two stages at one place."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for stage in REVIEWS:
            place = cleaned.get(f"{stage}-place")
            if place and place in taken:
                self.add_error(f"{stage}-place", _("Two stages stand at this place. Give each its own."))
            elif place:
                taken[place] = stage
        return cleaned

    def stages(self) -> tuple[Stage, ...]:
        """Return the stages in their order."""
        said = self.cleaned_data
        named = sorted((int(said[f"{s}-place"]), s) for s in REVIEWS if said.get(f"{s}-place"))
        return tuple(
            Stage(
                stage,
                over_cents=said[f"{stage}-over_cents"],
                over_miles=said[f"{stage}-over_miles"],
                overnight=said[f"{stage}-overnight"],
                on_duty=said[f"{stage}-on_duty"],
                categories=tuple(Category(name) for name in said[f"{stage}-categories"]),
                days=said[f"{stage}-days"],
                scores=said[f"{stage}-scores"],
                criteria=tuple(said[f"{stage}-criteria"]),
            )
            for _place, stage in named
        )

    def limits(self) -> dict[str, Any]:
        """Return the limits and deadlines."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "start"}


def _fields_of(place: int | None, known: Stage) -> dict[str, forms.Field]:
    """Return the fields of one stage."""
    return {
        "place": forms.ChoiceField(label=_("Place"), choices=_PLACES, required=False, initial=place or ""),
        "over_cents": MoneyField(label=_("only above"), required=False, initial=known.over_cents),
        "over_miles": forms.IntegerField(
            label=_("only farther than, in miles"), required=False, min_value=0, initial=known.over_miles
        ),
        "overnight": forms.BooleanField(label=_("only overnight"), required=False, initial=known.overnight),
        "on_duty": forms.BooleanField(label=_("only in working time"), required=False, initial=known.on_duty),
        "categories": forms.MultipleChoiceField(
            label=_("only for"),
            choices=Category.choices,
            required=False,
            initial=list(known.categories),
            widget=forms.CheckboxSelectMultiple,
        ),
        "days": forms.IntegerField(
            label=_("days it may wait"), required=False, min_value=1, max_value=365, initial=known.days
        ),
        "scores": forms.IntegerField(
            label=_("members of a committee who score before it approves"),
            required=False,
            min_value=1,
            max_value=20,
            initial=known.scores,
            help_text=_("Empty: no committee. Members are those who hold that role."),
        ),
        "criteria": LinesField(
            label=_("what the committee scores by"),
            required=False,
            initial=known.criteria,
            help_text=_("One criterion a line, such as: need of the unit."),
        ),
    }
