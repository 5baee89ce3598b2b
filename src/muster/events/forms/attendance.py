"""At the event and back: checking in from a phone, and the certificate."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from muster.events.models import EventSession
from muster.records.forms.records import HoursField
from muster.standards.forms.choices import DateInput

#: What phones make photographs as; an iPhone turns its own kind into the first of these.
PICTURES: Final = ("image/jpeg", "image/png", "image/webp")


class CheckInForm(forms.Form):
    """One check-in: which session, and what proves it."""

    session = forms.TypedChoiceField(
        label=_("Session"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Or what it was"), required=False, max_length=300)
    code = forms.CharField(
        label=_("Code shown in the room"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    photo = forms.FileField(
        label=_("Or a photograph"),
        required=False,
        help_text=_("Of your badge or of the board in the room. No other people, please."),
        widget=forms.FileInput(attrs={"accept": ",".join(PICTURES), "capture": "environment"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sessions: list[tuple[EventSession, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sessions = {session.pk: session for session, _label in sessions}
        choice: Any = self.fields["session"]
        choice.choices = [*((session.pk, label) for session, label in sessions), ("", _("something else"))]
        self.fields["key"].initial = uuid.uuid4
        if not sessions:
            del self.fields["session"]

    def clean_photo(self) -> Any:
        """Refuse what says of itself that it is no picture; the store looks into it later."""
        photo = self.cleaned_data.get("photo")
        if photo is not None and photo.content_type not in PICTURES:
            raise ValidationError(
                _("This is not a photograph. Take one with your phone (JPEG, PNG or WebP).")
            )
        return photo

    def chosen(self) -> EventSession | None:
        """Return the session that was chosen, None for something else."""
        key = self.cleaned_data.get("session")
        return self.sessions.get(key) if key else None


class CertificateForm(forms.Form):
    """The certificate of an event, and what it says."""

    file = forms.FileField(
        label=_("Certificate"), help_text=_("PDF or a picture. What the file really is counts, not its name.")
    )
    completed_on = forms.DateField(label=_("Completed on"), widget=DateInput())
    minutes = HoursField(label=_("Hours on it"), help_text=_("Such as 24, 7.5 or 7:30."))
