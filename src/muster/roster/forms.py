"""Forms of the roster: they read what was typed and hand it to an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.roster import words
from muster.roster.enums import Separation
from muster.roster.models import Agency, Appointment, Assignment, Fact, Identifier, Person, Unit
from muster.roster.queries import filter_open, in_tree_order


class Day(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class SomeOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's class takes none
    """Several of the things offered. A key that no database holds names none of them; Django would ask the database."""

    def clean(self, value: Any) -> Any:
        """Refuse such a key in the words that Django has for what is no key at all."""
        longest = len(str(BigIntegerField.MAX_BIGINT)) - 1
        for key in value if isinstance(value, list | tuple) else ():
            if len(str(key)) > longest:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], params={"pk": str(key)[:longest]}
                )
        return super().clean(value)


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit, shown at its place in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        """Indent a unit as deep as it lies, with what no browser strips."""
        return "\u2003" * obj.depth + f"{obj.name} ({obj.code})"


class PersonForm(forms.ModelForm[Person]):
    """Somebody new, with their first appointment."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Agency"))
    start = forms.DateField(label=_("First day"), widget=Day())
    employment = Appointment._meta.get_field("employment").formfield()
    sworn = forms.BooleanField(label=_("Sworn"), required=False, initial=True)
    number = forms.CharField(label=_("Agency id"), required=False, max_length=60)
    state_id = forms.CharField(
        label=_("State id"),
        required=False,
        max_length=60,
        help_text=_("Who worked for another agency is found by it, so that their history stays one."),
    )

    class Meta:
        """The person's own fields come first."""

        model = Person
        fields = ("given_name", "family_name")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_agency(self, agencies)


class KnownPersonForm(PersonForm):
    """The same, when the state id turned out to be somebody's: is it this person?"""

    same = forms.BooleanField(label=_("Yes, this is the same person. Appoint them here too."), required=False)


class JoinAccountForm(forms.Form):
    """Whose account is whose."""

    account = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Account"),
        required=False,
        empty_label=_("none"),
        help_text=_("With it they see what is due for them, their own file and their sessions."),
    )
    reason = forms.CharField(
        label=_("How do you know?"), max_length=500, help_text=_("The reason stays in the history.")
    )

    def __init__(self, *args: Any, accounts: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # a choice of models


class ChangePersonForm(forms.ModelForm[Person]):
    """Another name, or protection. Remembers what was there when it was opened."""

    seen_given_name = forms.CharField(widget=forms.HiddenInput(), required=False, strip=False)
    seen_family_name = forms.CharField(widget=forms.HiddenInput(), required=False, strip=False)
    seen_is_protected = forms.BooleanField(widget=forms.HiddenInput(), required=False)
    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("The reason stays in the history."))

    class Meta:
        """What a person is beside their lines."""

        model = Person
        fields = ("given_name", "family_name", "is_protected")
        help_texts = {
            "is_protected": _(
                "Somebody working under cover, for example: seen by the agency that employs them, "
                "by no other agency and not by the commission."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[f"seen_{name}"].initial = getattr(self.instance, name)

    @property
    def seen(self) -> tuple[str, str, bool]:
        """What the person was when the form was opened."""
        typed = self.cleaned_data
        return typed["seen_given_name"], typed["seen_family_name"], typed["seen_is_protected"]

    @property
    def changes(self) -> dict[str, Any]:
        """What they shall be."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LineForm(forms.ModelForm[Any]):
    """A line of the roster, new or as a correction of an older one, which needs a reason."""

    suggestions: Mapping[str, str] = MappingProxyType({})  # values to offer, each with what it is a value of

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            choose_agency(self, agencies)
        if "unit" in self.fields:
            choose_unit(self, "unit", agencies, self.instance.unit_id)
        if correcting:
            self.fields["reason"] = forms.CharField(
                label=_("Why is this corrected?"),
                max_length=500,
                help_text=_("The old entry stays in the history, with this reason beside the new one."),
            )

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed otherwise than it stood, without the reason."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class AppointmentForm(LineForm):
    """Works for an agency."""

    start = forms.DateField(label=_("First day"), widget=Day())

    class Meta:
        """Where, how, how long, and why it ended."""

        model = Appointment
        fields = ("agency", "employment", "sworn", "start", "end", "separation")
        widgets = {"end": Day()}


class AssignmentForm(LineForm):
    """Belongs to a unit."""

    unit = UnitChoice(Unit.objects.none(), label=_("Unit"))
    start = forms.DateField(label=_("First day"), widget=Day())

    class Meta:
        """Where and how long."""

        model = Assignment
        fields = ("unit", "start", "end")
        widgets = {"end": Day()}
        help_texts = {
            "end": _("Left open, this is a move: what they belonged to until then ends the day before."),
        }


class FactForm(LineForm):
    """Any other dated fact. Values are words of the rulebook; those it knows are suggested."""

    fact = forms.ChoiceField(label=_("What"))

    class Meta:
        """What, its value, how long."""

        model = Fact
        fields = ("agency", "fact", "value", "number", "start", "end", "ending")
        widgets = {"start": Day(), "end": Day(), "value": forms.TextInput(attrs={"list": "known-values"})}
        help_texts = {
            "value": _("A word of the rulebook, such as sergeant, medical or first-aid."),
            "ending": _("For a certificate or licence that did not simply run out."),
        }

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, agencies=agencies, **kwargs)
        known = one_each(agencies)
        self.fields["fact"].choices = names_with(words.names_of(known), self.instance.fact)  # type: ignore[attr-defined]  # a choice
        self.suggestions = words.values_of(known)


class IdentifierForm(LineForm):
    """A number somebody is known by."""

    class Meta:
        """Whose number, and which."""

        model = Identifier
        fields = ("kind", "agency", "value")


class SeparationForm(forms.Form):
    """Somebody leaves an agency: when and why."""

    end = forms.DateField(label=_("Last day"), widget=Day())
    separation = forms.ChoiceField(label=_("Why did they leave?"), choices=[("", "—"), *Separation.choices])
    reason = forms.CharField(
        label=_("Remark"), max_length=500, required=False, help_text=_("It stays in the history.")
    )


class ReasonForm(forms.Form):
    """Why something is taken back or undone."""

    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("The reason stays in the history."))


class LateDaysForm(forms.Form):
    """After how many days an entry is late."""

    days = forms.IntegerField(
        label=_("Late after how many days?"),
        min_value=1,
        max_value=365,
        help_text=_("1 to 365; 30 at first."),
    )
    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("The reason stays in the history."))


class MergeForm(forms.Form):
    """How somebody knows that two entries are one person."""

    reason = forms.CharField(
        label=_("How do you know that this is one person?"),
        max_length=500,
        help_text=_("A paper that you saw, or whom you asked."),
    )


class TellApartForm(forms.Form):
    """How somebody knows that two entries are two people."""

    reason = forms.CharField(
        label=_("How do you know that these are two people?"),
        max_length=500,
        help_text=_("A paper that you saw, or whom you asked."),
    )


class UnitForm(forms.ModelForm[Unit]):
    """A unit at its place in the tree."""

    parent = UnitChoice(
        Unit.objects.none(), label=_("Part of"), required=False, empty_label=_("the agency itself")
    )

    class Meta:
        """Code, name, and what it is part of."""

        model = Unit
        fields = ("agency", "parent", "code", "name")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_agency(self, agencies)
        choose_unit(self, "parent", agencies)


class MoveUnitForm(ReasonForm):
    """Where a unit goes."""

    parent = UnitChoice(
        Unit.objects.none(), label=_("Part of"), required=False, empty_label=_("the agency itself")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_unit(self, "parent", Agency.objects.filter(pk=unit.agency_id), unit.parent_id, without=unit)
        self.fields["parent"].initial = unit.parent_id
        self.order_fields(["parent", "reason"])


class CloseUnitForm(ReasonForm):
    """The last day of a unit."""

    end = forms.DateField(label=_("Last day"), widget=Day())
    field_order = ("end", "reason")


# ── what forms do alike ───────────────────────────────────────────────────────────────────────────


def choose_agency(form: Any, agencies: QuerySet[Agency]) -> None:
    """Let a form choose among these agencies; where there is one, it is chosen."""
    form.fields["agency"].queryset = agencies
    if len(agencies) == 1:
        form.fields["agency"].initial = agencies[0].pk


def choose_unit(
    form: Any, name: str, agencies: QuerySet[Agency], also: int | None = None, without: Unit | None = None
) -> None:
    """Let a form choose among the units of these agencies that are open, and the one it stands at."""
    units = Unit.objects.filter(agency__in=agencies)
    if without is not None:
        units = units.exclude(path__startswith=without.path)
    field = form.fields[name]
    field.queryset = units.filter(pk__in=[also]) | filter_open(units) if also else filter_open(units)
    shown = in_tree_order(field.queryset.select_related("agency"))
    by_agency: dict[str, list[tuple[int, str]]] = {}
    for unit in shown:
        by_agency.setdefault(str(unit.agency), []).append((unit.pk, field.label_from_instance(unit)))
    choices: list[Any] = [*by_agency.items()] if len(by_agency) > 1 else [*chain(*by_agency.values())]
    field.choices = [("", field.empty_label or "—"), *choices]


def one_each(agencies: Iterable[Agency]) -> list[Agency]:
    """Return one agency of each jurisdiction: the others have the same words."""
    return list({agency.jurisdiction: agency for agency in agencies}.values())


def names_with(names: Iterable[tuple[str, str]], also: str) -> list[tuple[str, str]]:
    """Return choices with one more where a line holds what is not (any more) among them."""
    known = list(names)
    return known if not also or also in dict(known) else [*known, (also, also)]
