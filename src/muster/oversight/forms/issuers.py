"""Bodies, their days, their seats, and the lists they bring."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from muster.accounts.models import User
from muster.oversight.forms.recommendations import Thing
from muster.oversight.models import Issuer, Seat
from muster.roster.models import Agency
from muster.standards.forms.choices import DateInput


class IssuerForm(forms.ModelForm[Issuer]):
    """A body that recommends. ``agencies``: where one keeps the list; None where the body is there already."""

    agency = Thing(Agency.objects.none(), label=_("Department it oversees"), empty_label=None)
    reason = forms.CharField(
        label=_("Why it is changed"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        """Who it is, and within how many days it is answered."""

        model = Issuer
        fields = ("name", "kind", "acknowledge_days", "answer_days", "source")
        help_texts = {
            "answer_days": _(
                "By its charter, the ordinance or the order. New days hold for what it issues from now on."
            ),
        }

    field_order = ("agency",)

    def __init__(self, *args: Any, agencies: QuerySet[Agency] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies is None:
            del self.fields["agency"]
        else:
            del self.fields["reason"], self.fields["edition"]
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]  # a choice of models

    def _post_clean(self) -> None:
        """Leave the model's own checks to the action."""


class SeatForm(forms.ModelForm[Seat]):
    """Who speaks for a body, from when until when."""

    user = Thing(User.objects.none(), label=_("Account"))

    class Meta:
        """Who and when."""

        model = Seat
        fields = ("user", "start", "end")
        widgets = {"start": DateInput(), "end": DateInput()}

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a choice of models

    def _post_clean(self) -> None:
        """Leave the model's own checks to the action."""


class EndForm(forms.Form):
    """Why a seat ends."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ListForm(forms.Form):
    """A file with recommendations, and whose they are."""

    issuer = Thing(Issuer.objects.none(), label=_("Issued by"), empty_label=None)
    file = forms.FileField(label=_("File (CSV)"))

    def __init__(self, *args: Any, issuers: QuerySet[Issuer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]  # a choice of models
