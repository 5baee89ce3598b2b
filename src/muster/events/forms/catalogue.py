"""The catalogue by hand: a provider, an event, and what is decided about one."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.forms.courses import TopicsField
from muster.curriculum.models import Course
from muster.events.actions.catalogue import FIELDS
from muster.events.forms.fields import MoneyField, WebField
from muster.events.models import Event, Provider
from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput

#: The clocks of the country; what an event has beside them is offered as well.
ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
)
MOST_FILES_MEGABYTES: Final = 20


class ProviderForm(forms.ModelForm[Provider]):
    """Who gives training."""

    class Meta:
        """In the order of the page."""

        model = Provider
        field_classes = {"website": WebField}
        fields = ("name", "kind", "state_number", "website", "contact", "notes", "is_active")
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}


class EventForm(forms.ModelForm[Event]):
    """Everything that is said of an event in one line; days, agenda, credits and seats have their own pages."""

    topics = TopicsField(label=_("Topics"), help_text=_("What it teaches, in the words of the rules."))
    tuition_cents = MoneyField(label=_("Tuition, in dollars"), required=False)
    time_zone = forms.ChoiceField(
        label=_("Clocks of the place"), required=False, help_text=_("Where it is held.")
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """In the order in which a flyer says it."""

        model = Event
        field_classes = {"website": WebField}
        fields = FIELDS
        widgets = {
            "starts_on": DateInput(),
            "ends_on": DateInput(),
            "register_by": DateInput(),
            "cancel_by": DateInput(),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "agenda": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "minutes": _("Whole minutes: two hours are 120."),
            "series": _("What it is called every year. Empty: the title without the year."),
            "region": _("Two letters, such as OR."),
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agency = agency
        providers: Any = self.fields["provider"]
        providers.queryset = Provider.objects.filter(agency=agency)
        zones: Any = self.fields["time_zone"]
        zones.choices = [("", _("as here")), *((name, name.replace("_", " ")) for name in self._zones())]
        self.fields["minutes"].required = False
        if not self.instance.pk:
            del self.fields["edition"]

    def _zones(self) -> list[str]:
        own = self.instance.time_zone
        return [*ZONES, *([own] if own and own not in ZONES and own in available_timezones() else [])]

    def clean_topics(self) -> list[str]:
        """Return the topics; nothing chosen is no topic."""
        return self.cleaned_data["topics"] or []

    def clean_tuition_cents(self) -> int:
        """Return the tuition; nothing written is none."""
        return self.cleaned_data["tuition_cents"] or 0

    def clean_minutes(self) -> int:
        """Return the length; nothing written is not known, which is kept as none."""
        return self.cleaned_data["minutes"] or 0

    def clean_region(self) -> str:
        """Return the state in capitals."""
        return str(self.cleaned_data["region"]).upper()


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why?"), max_length=500)


class CourseOfEventForm(forms.Form):
    """A code for the new course that the event becomes, or one of ours that it is already."""

    code = forms.CharField(label=_("Code of the new course"), max_length=60, required=False)
    course = forms.ModelChoiceField(
        Course.objects.none(), label=_("Or it is this course of ours"), required=False
    )

    def __init__(self, *args: Any, courses: QuerySet[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models

    def clean(self) -> dict[str, Any]:
        """Return one of the two."""
        given = super().clean() or {}
        if bool(given.get("code")) == bool(given.get("course")):
            raise forms.ValidationError(_("Give the code of a new course, or choose one of ours. Not both."))
        return given


class FlyerForm(forms.Form):
    """A flyer or an agenda as a file."""

    file = forms.FileField(label=_("File"))
