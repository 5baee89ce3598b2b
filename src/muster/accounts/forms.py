"""Forms of accounts and roles: they read what was typed and hand it to an action."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
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


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey. allauth gives the field of its name no label to translate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
