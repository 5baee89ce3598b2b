"""Commenting without an account, and what staff does with comments."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.community.enums import CHOICES, About, Channel, Language, ScreenVerdict, WithheldReason
from muster.community.forms.consultations import lines
from muster.community.models import Passage
from muster.community.models.comment import LONGEST

#: Nobody reads and types faster than this.
FASTEST_SECONDS: Final = 2
_SIGNER: Final = TimestampSigner(salt="community.comment")


class WordsForm(forms.Form):
    """The words of a comment, and their language."""

    text = forms.CharField(label=_("Your comment"), widget=lines(8), strip=True)
    language = forms.ChoiceField(
        label=_("Language of your comment"), choices=Language.choices, widget=forms.RadioSelect
    )

    def clean_text(self) -> str:
        """Return the words with lines ended alike. Refuses what is too long, and says by how much."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        if len(text) > LONGEST:
            raise ValidationError(
                _(
                    "Your comment has %(letters)d characters, and at most %(most)d can be kept. Nothing was saved yet: "
                    "shorten it, or send it as two comments."
                ),
                params={"letters": len(text), "most": LONGEST},
            )
        return text


class CommentForm(WordsForm):
    """What anybody fills in. Two fields are there for machines."""

    #: People do not see it; what fills in every field does.
    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened", _SIGNER.sign("now"))

    def clean(self) -> dict[str, Any]:
        """Refuse what a machine sent, with a sentence that lets a person go on."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.pop("website", "") or self._is_too_fast(said.pop("opened", "")):
            raise ValidationError(
                _("This looked like a machine's doing. Nothing is lost: wait a moment, and send it again.")
            )
        return said

    def _is_too_fast(self, opened: str) -> bool:
        """Return whether the form was opened a moment ago, or never."""
        try:
            _SIGNER.unsign(opened, max_age=FASTEST_SECONDS)
        except SignatureExpired:
            return False
        except BadSignature:
            return True
        return True


class TypedForm(WordsForm):
    """A comment that somebody else wrote or said, typed in by staff word by word."""

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[choice for choice in Channel.choices if choice[0] != Channel.WEB]
    )
    passage = forms.ModelChoiceField(
        Passage.objects.none(),
        label=_("About which passage"),
        required=False,
        empty_label=_("about the whole"),
    )
    field_order = ("channel", "passage")

    def __init__(self, *args: Any, passages: QuerySet[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("The comment, word by word")
        self.fields["language"].label = _("Its language")
        passage: Any = self.fields["passage"]
        passage.queryset = passages


class CodeForm(forms.Form):
    """The code by which somebody follows their comment."""

    code = forms.CharField(
        label=_("Your code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AboutForm(forms.Form):
    """What somebody says about themselves, each question by itself, all of them left out if one likes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in About:
            answers = [(answer.value, answer.label) for answer in CHOICES[question]]
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=[("", _("I would rather not say")), *answers],
                required=False,
                widget=forms.RadioSelect,
            )


class LookForm(forms.Form):
    """Whether a comment can be shown."""

    verdict = forms.ChoiceField(label=_("Verdict"), choices=ScreenVerdict.choices, widget=forms.RadioSelect)
    reason_code = forms.ChoiceField(
        label=_("If withheld, why"),
        choices=[("", "–"), *WithheldReason.choices],
        required=False,
        help_text=_(
            "What it thinks of the police is no reason. Everybody sees how many were withheld for which."
        ),
    )


class AgainForm(LookForm):
    """A second look."""

    reason = forms.CharField(label=_("Why this is looked at again"), max_length=500, widget=lines(2))
