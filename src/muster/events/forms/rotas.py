"""Writing down shift patterns, who works them, floors, and the rules of cover."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.core.planning.cover.rules import KINDS
from muster.events.enums import CoverKind
from muster.events.forms.fields import MoneyField
from muster.events.models import CoverRules, Floor, Rota, ShiftPattern, StandIn
from muster.events.queries.street.rules import OUR_KIND
from muster.events.rotas import READY, Cycle, cycle_of
from muster.ledger.refusals import Refused
from muster.roster.enums import FactName
from muster.roster.models import Agency, Person, Unit
from muster.roster.words import value_said, words_of
from muster.standards.forms.choices import DateInput

WEEKDAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)
#: Kinds of cover that change somebody's time, and so need notice.
NOTICED = KINDS[2:]


class ClockInput(forms.TimeInput):
    """The browser's own clock, without seconds."""

    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class PatternForm(forms.Form):
    """A pattern: a ready one, or a cycle typed in with a time for each letter."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    name = forms.CharField(label=_("Name"), max_length=100)
    ready = forms.ChoiceField(
        label=_("A ready pattern"),
        required=False,
        choices=[("", _("none: I write my own")), *((key, each.name) for key, each in READY.items())],
    )
    letters = forms.CharField(
        label=_("Days of the cycle"),
        required=False,
        max_length=366,
        help_text=_(
            "A letter for each day and - for a day off: DDDD--- works four days in a week. Letters: D, E, N."
        ),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["agency"].initial = agencies.first()
        for letter in "DEN":
            begins = forms.TimeField(
                label=_("%(letter)s starts at") % {"letter": letter}, required=False, widget=ClockInput()
            )
            hours = forms.DecimalField(
                label=_("%(letter)s has hours") % {"letter": letter},
                required=False,
                min_value=0,
                max_value=24,
                decimal_places=2,
            )
            self.fields |= {f"begins_{letter}": begins, f"hours_{letter}": hours}

    def clean(self) -> dict[str, Any]:
        """Read the cycle."""
        found = super().clean() or {}
        try:
            found["cycle"] = self._cycle(found)
        except Refused as refused:
            self.add_error("letters", str(refused))
        return {name: found.get(name) for name in ("agency", "name", "cycle")}

    def _cycle(self, found: dict[str, Any]) -> Cycle:
        if found.get("ready") and not found.get("letters"):
            return READY[found["ready"]].cycle
        times: dict[str, tuple[time, int]] = {
            letter: (found[f"begins_{letter}"], int(found[f"hours_{letter}"] * 60))
            for letter in "DEN"
            if found.get(f"begins_{letter}") is not None and found.get(f"hours_{letter}")
        }
        return cycle_of(found.get("letters") or "", times)


class RotaForm(forms.ModelForm[Rota]):
    """What a unit, or one person of it, works."""

    class Meta:
        """In the order in which one thinks of it."""

        model = Rota
        fields = ("unit", "person", "pattern", "anchor", "start", "end")
        widgets = {"anchor": DateInput(), "start": DateInput(), "end": DateInput()}
        labels = {"person": _("One person only")}
        help_texts = {
            "person": _("Empty: everybody of the unit who has no line of their own."),
            "anchor": _("A day on which the cycle begins, in the past or to come."),
        }

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        people: QuerySet[Person],
        patterns: QuerySet[ShiftPattern],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", units), ("person", people), ("pattern", patterns)):
            self.fields[name].queryset = choices  # type: ignore[attr-defined]  # a choice of models


class RotaEndForm(forms.Form):
    """The last day."""

    end = forms.DateField(label=_("Last day"), widget=DateInput())


class FloorForm(forms.ModelForm[Floor]):
    """A floor of a unit."""

    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        """In the order in which one thinks of it."""

        model = Floor
        fields = (
            "unit",
            "weekdays",
            "begins",
            "ends",
            "people",
            "supervisors",
            "skill",
            "skilled",
            "source",
            "source_text",
            "start",
            "end",
        )
        widgets = {
            "begins": ClockInput(),
            "ends": ClockInput(),
            "start": DateInput(),
            "end": DateInput(),
        }
        help_texts = {
            "ends": _("Not after the beginning: on the next day."),
            "skill": _(
                "A certificate, an assignment or an instructor's certification, as the roster calls it."
            ),
            "source_text": _("The paragraph of the policy or the contract."),
        }

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of models
        self.initial["weekdays"] = list(self.instance.weekdays)

    def clean_weekdays(self) -> str:
        """Put the days together as they are kept."""
        return "".join(self.cleaned_data["weekdays"])


class FloorsFileForm(forms.Form):
    """A table of floors."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With the columns of the download; nothing is written if a row is wrong."),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["agency"].initial = agencies.first()


class StandInForm(forms.ModelForm[StandIn]):
    """What counts of one person when somebody is looked for."""

    overtime_hours = forms.IntegerField(
        label=_("Overtime so far, in hours"), min_value=0, max_value=10_000, required=False
    )
    cents_an_hour = MoneyField(
        label=_("Pay an hour"), required=False, help_text=_("Only for estimates. Empty: no figure is shown.")
    )

    class Meta:
        """All but the person."""

        model = StandIn
        fields = ("volunteers", "is_relief", "cents_an_hour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["overtime_hours"].initial = self.instance.overtime_minutes // 60

    def filled(self) -> StandIn:
        """Return the line as it was filled in, not yet saved."""
        self.instance.overtime_minutes = (self.cleaned_data.get("overtime_hours") or 0) * 60
        return self.instance


class CoverRulesForm(forms.ModelForm[CoverRules]):
    """The rules of cover from a day on. Hours and days, as contracts write them."""

    supervisor_ranks = forms.MultipleChoiceField(
        label=_("Ranks of supervisors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rest_hours = forms.DecimalField(
        label=_("Least rest, in hours"), min_value=0, max_value=48, decimal_places=2
    )
    longest_hours = forms.DecimalField(
        label=_("Most work in a row, in hours"), min_value=1, max_value=48, decimal_places=2
    )

    class Meta:
        """In the order in which one thinks of it."""

        model = CoverRules
        fields = (
            "start",
            "source",
            "work_period_days",
            "work_period_start",
            "overtime_from",
            "overtime_percent",
            "benefits_percent",
            "order_by",
            "protect_leave",
            "lends",
        )
        widgets = {"start": DateInput(), "work_period_start": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shared, _own = words_of(self.instance.agency)
        self.fields["supervisor_ranks"].choices = [  # type: ignore[attr-defined]  # a choice
            (rank, value_said(FactName.RANK, rank)) for rank in shared[FactName.RANK].values
        ]
        self.initial["supervisor_ranks"] = self.instance.supervisor_ranks
        self.fields["rest_hours"].initial = self.instance.least_rest_minutes / 60
        self.fields["longest_hours"].initial = self.instance.longest_minutes / 60
        for kind in NOTICED:
            minutes, penalty = self.instance.notice.get(kind) or (0, None)
            label = CoverKind(OUR_KIND[kind]).label
            self.fields |= {
                f"notice_{kind}": forms.IntegerField(
                    label=_("Notice in hours: %(kind)s") % {"kind": label},
                    min_value=0,
                    max_value=2_000,
                    initial=minutes // 60,
                ),
                f"penalty_{kind}": forms.IntegerField(
                    label=_("Pay for late notice in hours: %(kind)s") % {"kind": label},
                    help_text=_("Empty: later it is not allowed."),
                    required=False,
                    min_value=0,
                    max_value=100,
                    initial=None if penalty is None else penalty // 60,
                ),
            }

    def said(self) -> dict[str, Any]:
        """Return the fields of the line."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        found["least_rest_minutes"] = int(self.cleaned_data["rest_hours"] * 60)
        found["longest_minutes"] = int(self.cleaned_data["longest_hours"] * 60)
        found["notice"] = {
            kind: [hours * 60, None if penalty is None else penalty * 60]
            for kind in NOTICED
            if (hours := self.cleaned_data[f"notice_{kind}"])
            for penalty in [self.cleaned_data.get(f"penalty_{kind}")]
        }
        found["supervisor_ranks"] = self.cleaned_data["supervisor_ranks"]
        return found
