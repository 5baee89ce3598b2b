"""What a person gives so that events come in: a table, a pasted page, the address of a calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from muster.events.forms.fields import WebField
from muster.events.models import Feed, Provider
from muster.events.sources.pages import MOST_LETTERS
from muster.events.sources.table import MOST_BYTES
from muster.roster.models import Agency


class TableForm(forms.Form):
    """A table as a file, or as it was read the first time."""

    file = forms.FileField(
        label=_("Table (CSV)"), help_text=_("The first row holds the headers, such as title and start date.")
    )


class PasteForm(forms.Form):
    """The source of a web page."""

    text = forms.CharField(
        label=_("The page"),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "In the browser open the page of the event, choose View page source, copy all of it and paste it here."
        ),
    )


class AgainForm(forms.Form):
    """What was shown in a preview, sent along to be taken in; it is read once more."""

    text = forms.CharField(max_length=max(MOST_LETTERS, MOST_BYTES), strip=False, widget=forms.HiddenInput)


class FeedForm(forms.ModelForm[Feed]):
    """The address of a calendar."""

    class Meta:
        """In the order of the page."""

        model = Feed
        field_classes = {"url": WebField}
        fields = ("name", "url", "provider", "is_active")
        help_texts = {
            "url": _("As the provider gives it; it often ends in .ics. webcal:// is written https://.")
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.agency = agency
        providers: Any = self.fields["provider"]
        providers.queryset = Provider.objects.filter(agency=agency)
