"""Themes, and what comments are answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.community.forms.consultations import lines
from muster.community.models import Answer, Passage, Theme


class ThemeForm(forms.ModelForm[Theme]):
    """A theme, in both languages."""

    class Meta:
        """Two names."""

        model = Theme
        fields = ("title", "title_es")


class AnswerForm(forms.ModelForm[Answer]):
    """What becomes of it and why, and the passage that was changed for it."""

    after = forms.TypedChoiceField(
        label=_("What it says now"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Needed for what is accepted: the passage of the version that came out of it."),
    )

    class Meta:
        """What becomes of it, why in both languages, before and after."""

        model = Answer
        fields = ("disposition", "text", "text_es", "passage", "after", "reason")
        widgets = {"text": lines(4), "text_es": lines(4), "reason": lines(2)}
        help_texts = {"passage": _("What was asked about; leave it out where something new was added.")}

    def __init__(
        self, *args: Any, passages: QuerySet[Passage], after: list[str], published: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        before: Any = self.fields["passage"]
        before.queryset = passages
        now: Any = self.fields["after"]
        self._after = after
        now.choices = [("", "–"), *((place, _short(text)) for place, text in enumerate(after))]
        if self.instance.after in after:
            self.initial["after"] = after.index(self.instance.after)
        if not published:
            del self.fields["reason"]
        else:
            self.fields["reason"].label = _("Why you change a published answer")
            self.fields["reason"].required = True
            self.initial["reason"] = ""

    def clean_after(self) -> str:
        """Return the passage itself."""
        place = self.cleaned_data["after"]
        return "" if place is None else self._after[place]


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"
