"""Forms of accounts and roles: they read what was typed and hand it to an action."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, ClassVar, Final

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import Grant, User
from muster.accounts.places import Agency, Unit
from muster.accounts.queries import account_of
from muster.accounts.roles import Role


def _places(name: str) -> QuerySet[Any]:
    """Return no agencies or units, of the right kind: which ones may be chosen is told by the page."""
    model = Grant._meta.get_field(name).related_model
    return model._default_manager.none()  # type: ignore[union-attr]  # a foreign key has one


class Day(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes no argument when it runs
    """A unit, with its agency behind it and its place in the tree before it."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the words of one choice."""
        return f"{'– ' * obj.depth}{obj.name} · {obj.agency}"


class GrantForm(forms.Form):
    """Who gets which role, where and for how long; an account is opened for who has none."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("For a new account. Who has one keeps their name."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", "---------"), *Role.choices])
    agency = forms.ModelChoiceField(_places("agency"), label=_("Agency"))
    unit = UnitField(
        _places("unit"), label=_("Unit"), required=False, help_text=_("Empty: in the agency as a whole.")
    )
    start = forms.DateField(label=_("First day"), widget=Day())
    end = forms.DateField(
        label=_("Last day"),
        widget=Day(),
        required=False,
        help_text=_("For a seat on a council or board: the end of the term. Else empty where there is none."),
    )

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        units: QuerySet[Unit],
        everywhere: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["agency"]
        chosen.queryset = agencies  # type: ignore[attr-defined]  # a choice of models
        self.fields["unit"].queryset = units.select_related("agency")  # type: ignore[attr-defined]  # as above
        self.fields["start"].initial = timezone.localdate
        if everywhere:
            chosen.required = False
            chosen.help_text = _("Empty: everywhere on this server.")
        elif len(agencies) == 1:
            chosen.initial = agencies[0]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where an account will be opened."""
        given: dict[str, Any] = super().clean() or {}
        self.account = account_of(given.get("email", ""))
        if self.account is None and not given.get("name") and "email" in given:
            self.add_error("name", _("Nobody has an account with this address yet: a new one needs a name."))
        return given


class EndForm(forms.Form):
    """When a role ends, and why."""

    last_day = forms.DateField(
        label=_("Last day"), widget=Day(), required=False, help_text=_("Empty: the role ends at once.")
    )
    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("It is kept in the ledger."))


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("It is kept in the ledger."))


class LendForm(forms.Form):
    """To whom one's own role is lent, where, and from which day to which."""

    email = forms.EmailField(
        label=_("E-mail address of a colleague"),
        max_length=254,
        help_text=_("Somebody who holds a role in the same agency."),
    )
    unit = UnitField(
        _places("unit"),
        label=_("Only in this unit"),
        required=False,
        help_text=_("Empty: where you hold it."),
    )
    start = forms.DateField(label=_("First day"), widget=Day())
    end = forms.DateField(label=_("Last day"), widget=Day())
    reason = forms.CharField(label=_("Why?"), max_length=500, help_text=_("It is kept in the ledger."))

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.select_related("agency")  # type: ignore[attr-defined]  # as above
        self.fields["start"].initial = timezone.localdate

    def clean_email(self) -> str:
        """Find the colleague's account."""
        address: str = self.cleaned_data["email"]
        self.borrower = account_of(address)
        if self.borrower is None:
            raise forms.ValidationError(_("Nobody has an account with this address. Is it spelled right?"))
        return address


class ProfileForm(forms.ModelForm[User]):
    """One's own name, language and appearance."""

    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("as my browser")), *settings.LANGUAGES]
    )

    class Meta:
        """What is one's own business. The address is the agency's."""

        model = User
        fields: ClassVar = ("name", "language", "theme")


# ── passkeys ─────────────────────────────────────────────────────────────────────────────────────

_NAME_LENGTH: Final = 60

#: What allauth and the library below it raise over an answer that no authenticator gave, besides what they say in words.
_NOT_AN_ANSWER = (
    ArithmeticError,
    AttributeError,
    InvalidSignature,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


class _Decoder(json.JSONDecoder):
    """Calls every text that cannot be read an error of JSON: also numbers and nestings beyond what Python takes."""

    def decode(self, s: str, *args: Any) -> Any:
        """Return what a text says. Raises JSONDecodeError."""
        try:
            return super().decode(s, *args)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError("not to be read", s, 0) from error


class CredentialField(forms.JSONField):
    """What an authenticator answered, as the browser's script writes it into the form."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, decoder=_Decoder)
        nothing = _(
            "Your passkey gave no answer. Try again, and touch it or type its code when you are asked."
        )
        self.error_messages |= {"required": nothing, "invalid": nothing}

    def to_python(self, value: Any) -> Any:
        """Return the answer. Raises ValidationError for anything else than an object of JSON."""
        read = super().to_python(value)
        if read is not None and not isinstance(read, dict):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return read


class _PasskeyForm(forms.Form):
    """Puts a sentence in the place of what goes wrong when an authenticator's answer is checked."""

    _refusal = _(
        "This passkey is not known here, or its answer came too late. Try again, or sign in another way."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField()

    def _checked(self, check: Callable[[], Any]) -> Any:
        try:
            return check()
        except forms.ValidationError as refused:
            if refused.code == "too_many_login_attempts":
                raise
            raise forms.ValidationError(self._refusal) from refused
        except _NOT_AN_ANSWER as error:
            raise forms.ValidationError(self._refusal) from error


class _AnswerForm(_PasskeyForm):
    """A passkey that is shown to be in somebody's hand."""

    def clean_credential(self) -> Any:
        """Return the passkey that was used."""
        return self._checked(super().clean_credential)  # type: ignore[misc]  # allauth's class comes after this one


class SignInPasskeyForm(_AnswerForm, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey in the place of a password."""


class SecondPasskeyForm(_AnswerForm, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey after the password."""


class ConfirmPasskeyForm(_AnswerForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey before something that asks for it once more."""


class AddPasskeyForm(_PasskeyForm, AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey. It signs in alone unless its owner says otherwise."""

    _refusal = _(
        "This passkey could not be added: its answer was not understood, or came too late. Try again."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"),
            max_length=_NAME_LENGTH,
            required=False,  # allauth gives it one: a key that made its answer already must not be sent back
            help_text=_("So that you know it again, such as: my phone."),
        )
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it alone, without the password")
        alone.help_text = _(
            "It asks for your finger, your face or its code then. Not every security key can do that."
        )
        alone.initial = True

    def clean(self) -> dict[str, Any]:
        """Check what the authenticator answered."""
        given: dict[str, Any] = self._checked(super().clean)
        return given


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=_NAME_LENGTH)
