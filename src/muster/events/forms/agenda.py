"""What belongs to an event line by line. Each row says one line; rows left empty say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from muster.events.actions.agenda import CreditSaid, DaySaid, SeatsSaid, SessionSaid
from muster.roster.models import Unit
from muster.standards.forms.choices import DateInput

MOST_ROWS: Final = 120


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RowForm(forms.Form):
    """One row of several."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Clean what is written; a row in which nothing is left says nothing, whatever stood there before."""
        if self.is_bound and not self._says_something():
            self._errors = ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()

    def _says_something(self) -> bool:
        shown = (name for name, field in self.fields.items() if not field.widget.is_hidden)
        return any(self.data.get(self.add_prefix(name)) for name in shown if name != "DELETE")

    def line(self) -> Any:
        """Return what the row says, as the action takes it."""
        raise NotImplementedError

    def given(self) -> dict[str, Any]:
        """Return what was filled in, without the tick that takes a row away."""
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}


class DayRow(RowForm):
    """One day: its hours and the meals that the fee pays for."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    ends = forms.TimeField(label=_("To"), required=False, widget=TimeInput())
    breakfast = forms.BooleanField(label=_("Breakfast is included"), required=False)
    lunch = forms.BooleanField(label=_("Lunch is included"), required=False)
    dinner = forms.BooleanField(label=_("Dinner is included"), required=False)

    def line(self) -> DaySaid:
        """Return the day."""
        return DaySaid(**self.given())


class SessionRow(RowForm):
    """One talk or workshop, and the code that its room shows."""

    title = forms.CharField(label=_("Title"), max_length=300)
    day = forms.DateField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=24 * 60, required=False)
    code = forms.CharField(label=_("Code shown in the room"), max_length=20, required=False)
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def line(self) -> SessionSaid:
        """Return the session."""
        given = self.given()
        return SessionSaid(**{**given, "minutes": given["minutes"] or 0})


class CreditRow(RowForm):
    """What a jurisdiction gives."""

    jurisdiction = forms.CharField(
        label=_("Jurisdiction"), max_length=20, help_text=_("As in the rulebook: us-tx for Texas.")
    )
    number = forms.CharField(label=_("Number there"), max_length=60, required=False)
    minutes = forms.IntegerField(label=_("Credit there, in minutes"), min_value=0, max_value=1_000_000)

    def line(self) -> CreditSaid:
        """Return the credit."""
        given = self.given()
        return CreditSaid(**{**given, "jurisdiction": given["jurisdiction"].strip().lower()})


class SeatsRow(RowForm):
    """Seats kept for a unit."""

    unit = forms.TypedChoiceField(label=_("Unit"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, units: Mapping[str, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        unit.choices = [("", _("choose")), *((key, each.name) for key, each in units.items())]  # type: ignore[attr-defined]  # a choice
        unit.coerce = units.get  # type: ignore[attr-defined]  # a choice

    def line(self) -> SeatsSaid:
        """Return the seats."""
        return SeatsSaid(**self.given())


def rows_of(form: type[RowForm]) -> Any:
    """Return the class of a set of such rows, with two empty ones at its end."""
    return forms.formset_factory(form, extra=2, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def lines_of(rows: Any) -> list[Any]:
    """Return what the rows of a valid set say, without those that are empty or taken away."""
    return [row.line() for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
