"""The report on return, its materials, people met, and what it was worth."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.curriculum.forms.courses import TopicsField
from muster.events.actions.reports import FIELDS
from muster.events.enums import ContactVisibility
from muster.events.models import Attendee, Contact, Report, ReportFile
from muster.roster.forms import SomeOf
from muster.standards.forms.choices import DateInput

#: What somebody says with a number; asked on return and three months later.
POINTS = [
    ("1", _("1: not worth the time")),
    ("2", _("2: little that was new")),
    ("3", _("3: useful in part")),
    ("4", _("4: worth it")),
    ("5", _("5: others should go")),
]


def lines(rows: int) -> forms.Textarea:
    """Return a box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(forms.ModelForm[Report]):
    """The report on return. Nothing has to be complete until it is handed in."""

    topics = TopicsField(label=_("Topics"), help_text=_("By these it is found in the library."))
    others = SomeOf(
        Attendee.objects.none(),
        label=_("Also for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A joint report: those named here need not write one."),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        """In the order in which one tells it."""

        model = Report
        fields = FIELDS
        widgets = {
            "attended": lines(4),
            "key_points": lines(6),
            "change": lines(4),
            "conflicts": lines(3),
            "proposed_share": lines(3),
        }
        help_texts = {
            "attended": _("Sessions, with their hours."),
            "key_points": _("What those who stayed at home should know."),
            "applies_to": _("Units, shifts or kinds of calls."),
        }

    def __init__(self, *args: Any, companions: QuerySet[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others: Any = self.fields["others"]
        others.queryset = companions
        if not companions.exists():
            del self.fields["others"]

    def clean_topics(self) -> list[str]:
        """Return the topics; nothing chosen is no topic."""
        return self.cleaned_data["topics"] or []


class MaterialForm(forms.Form):
    """A hand-out, and what its owner allows."""

    file = forms.FileField(label=_("File"))
    permit = forms.ChoiceField(
        label=_("May be shared with"),
        choices=ReportFile.Permit.choices,
        help_text=_(
            "What whoever made it said. Until somebody has asked, only you and the training unit open it."
        ),
    )


class PermitForm(forms.Form):
    """What the owner of a hand-out allows, asked later."""

    permit = forms.ChoiceField(label=_("May be shared with"), choices=ReportFile.Permit.choices)


class ReportDecisionForm(forms.Form):
    """Accept a report, or say what is missing."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("accept", _("Accept")), ("return", _("Send back"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What is missing"),
        required=False,
        max_length=500,
        widget=lines(2),
        help_text=_("Needed to send it back: the author reads it."),
    )


class RatingForm(forms.Form):
    """What it was worth."""

    points = forms.TypedChoiceField(
        label=_("What was it worth?"), choices=POINTS, coerce=int, widget=forms.RadioSelect
    )
    used = forms.NullBooleanField(label=_("Used at work since"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not later:
            del self.fields["used"]


class ContactForm(forms.ModelForm[Contact]):
    """Somebody who was met."""

    topics = TopicsField(label=_("Topics"))

    class Meta:
        """Who, then who may find them."""

        model = Contact
        fields = (
            "name",
            "organisation",
            "reach",
            "how_met",
            "knows",
            "topics",
            "visibility",
            "consented_on",
            "review_on",
        )
        widgets = {"consented_on": DateInput(), "review_on": DateInput()}
        help_texts = {
            "knows": _("For example: runs a co-responder team with the county."),
            "visibility": _("Others find them only if they agreed to it."),
            "consented_on": _("The day they said yes. Empty: nobody but you sees them."),
            "review_on": _("On this day you are asked whether it still holds."),
        }

    def clean_topics(self) -> list[str]:
        """Return the topics; nothing chosen is no topic."""
        return self.cleaned_data["topics"] or []

    def clean(self) -> dict[str, Any]:
        """Refuse a consent that is still to come, and a listing without one."""
        given = super().clean() or {}
        consented = given.get("consented_on")
        if consented and consented > timezone.localdate():
            self.add_error("consented_on", _("This day is still to come."))
        if given.get("visibility") != ContactVisibility.WRITER and not consented:
            self.add_error(
                "consented_on", _("Give the day they agreed to be listed, or keep them to yourself.")
            )
        return given
