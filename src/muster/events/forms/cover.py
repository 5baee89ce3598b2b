"""Choosing covers: what the buttons of the page send."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from muster.events.actions.cover import Chosen
from muster.events.enums import CoverKind
from muster.events.models import Cover, Request
from muster.standards.forms.choices import DateInput

_FURTHEST: Final = 10**11


class CoverForm(forms.Form):
    """One deed: choose (``shift`` and ``choice``), take back (``cover``), or take what is proposed (neither)."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    shift = forms.CharField(required=False, max_length=40)
    choice = forms.CharField(required=False, max_length=60)
    cover = forms.ModelChoiceField(Cover.objects.none(), required=False)

    def __init__(self, *args: Any, asked: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = asked.cover.all()  # type: ignore[attr-defined]  # a choice of models

    def clean(self) -> dict[str, Any]:
        """Put the shift and what was chosen for it together."""
        found = super().clean() or {}
        shift, choice = found.pop("shift", ""), found.pop("choice", "")
        found["chosen"] = self._chosen(shift, choice) if shift or choice else None
        return found

    def _chosen(self, shift: str, choice: str) -> Chosen:
        attendee, _slash, moment = shift.partition("/")
        kind, _colon, officer = choice.partition(":")
        numbers = [attendee, moment, officer or "0"]
        if not all(text.isascii() and text.isdecimal() for text in numbers) or kind not in CoverKind.values:
            raise ValidationError(_("Choose one of the covers on this page."), code="choice")
        if max(int(text) for text in numbers) > _FURTHEST:
            raise ValidationError(_("Choose one of the covers on this page."), code="choice")
        return Chosen(int(attendee), datetime.fromtimestamp(int(moment), UTC), kind, officer)


class AwayForm(forms.Form):
    """When somebody would be away, and for how many hours of training. Nothing is written."""

    first = forms.DateField(label=_("First day away"), widget=DateInput())
    last = forms.DateField(label=_("Last day away"), widget=DateInput())
    hours = forms.IntegerField(
        label=_("Hours of training in all"),
        required=False,
        min_value=0,
        max_value=400,
        help_text=_("Spread evenly over the days. Empty: your own shifts count as they are."),
    )
