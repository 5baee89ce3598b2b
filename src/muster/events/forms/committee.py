"""Scoring a request as a member of a committee."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_POINTS = [
    (1, _("1, the least")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5, the most")),
]


class ScoreForm(forms.Form):
    """Points under each criterion, and what they rest on."""

    comment = forms.CharField(
        label=_("What your scores rest on"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    arrival = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {f"criterion_{n}": criterion for n, criterion in enumerate(criteria)}
        for name, criterion in self.criteria.items():
            self.fields[name] = forms.TypedChoiceField(
                label=criterion, choices=_POINTS, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*self.criteria, "comment"])

    def points(self) -> dict[str, int]:
        """Return the points by criterion."""
        return {criterion: self.cleaned_data[name] for name, criterion in self.criteria.items()}
