"""The form of an agency's own period of keeping."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class OwnPeriodForm(forms.Form):
    """How many years, and why."""

    years = forms.IntegerField(
        label=_("Years after the last day"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Longer than the law asks. Empty: as the law says."),
    )
    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("It is kept in the ledger."))
