"""Instructors and their certifications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.forms.courses import TopicsField
from muster.curriculum.forms.seen import SeenForm
from muster.curriculum.models import Instructor, InstructorCertification
from muster.roster.forms import Day
from muster.roster.models import Agency, Person


class NewInstructorForm(forms.ModelForm[Instructor]):
    """Somebody who is to teach: one of the people, or a guest."""

    class Meta:
        """In the order of the page."""

        model = Instructor
        fields = ("agency", "person", "guest_name", "organisation", "biography")
        labels = {"agency": _("Agency"), "person": _("One of our people")}
        help_texts = {"guest_name": _("For somebody from outside, in place of one of our people.")}

    def __init__(
        self, *args: Any, agencies: QuerySet[Agency], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        agency_field: Any = self.fields["agency"]
        agency_field.queryset = agencies
        if len(agencies) == 1:
            agency_field.initial = agencies[0]
        person_field: Any = self.fields["person"]
        person_field.queryset = people


class InstructorForm(SeenForm, forms.ModelForm[Instructor]):
    """What is said of an instructor. Who it is does not change."""

    class Meta:
        """In the order of the page."""

        model = Instructor
        fields = ("guest_name", "organisation", "biography", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.person_id:
            del self.fields["guest_name"]


class CertificationForm(forms.ModelForm[InstructorCertification]):
    """Proof that somebody may teach; as a correction it needs a reason."""

    topics = TopicsField(label=_("Topics it covers"), help_text=_("Choose none when it covers any topic."))

    class Meta:
        """In the order of the page."""

        model = InstructorCertification
        fields = ("title", "number", "issuer", "start", "end", "topics")
        widgets = {"start": Day(), "end": Day()}

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("Why is this corrected?"), max_length=500)

    def clean_topics(self) -> list[str]:
        """Return the topics; none: any."""
        chosen: list[str] | None = self.cleaned_data["topics"]
        return chosen or []
