"""A class that could be held."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.curriculum.models import Course
from muster.records.models import Session
from muster.roster.models import Unit
from muster.standards.forms.choices import DateInput


class WhatIfForm(forms.Form):
    """A session that is planned, or a course on some day; for whom."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Planned session"),
        required=False,
        help_text=_("Its course and last day are taken, and those who have a seat."),
    )
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Or a course"), required=False)
    day = forms.DateField(label=_("Day of the class"), required=False, widget=DateInput())
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("For whom"), required=False, empty_label=_("Everybody")
    )

    def __init__(
        self,
        *args: Any,
        sessions: QuerySet[Session],
        courses: QuerySet[Course],
        units: QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a choice of models
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # a choice of models
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a choice of models

    def clean(self) -> dict[str, Any]:
        """Ask for a session, or for a course with its day."""
        given = super().clean() or {}
        if not given.get("session") and not (given.get("course") and given.get("day")):
            raise forms.ValidationError(_("Choose a session, or a course and a day."))
        return given
