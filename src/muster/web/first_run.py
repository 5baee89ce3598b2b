"""The first-run page: from an empty database to the first standing.

Its address holds a word that only the console knows, so that on a server that is reachable from outside nobody
else makes the first account. The page works as long as there is no account.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from muster.accounts.founding import empower_founder, is_founded, make_founder
from muster.accounts.models import User
from muster.ledger.refusals import Refused
from muster.roster.actions import add_agency
from muster.roster.models import Agency
from muster.standards.actions import adopt_rules
from muster.standards.rulebook import sets_of, whole_rulebook
from muster.web.forms import put_on
from muster.web.once import post_once

MODEL = "model"  # the five subjects, which every new department sees beside its state's law

ZONES = (
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Arizona")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Puerto Rico and Virgin Islands")),
    ("Pacific/Guam", _("Guam and Northern Marianas")),
)


class FirstRunForm(forms.Form):
    """Who begins, for which agency, under which law."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("A password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Twelve characters or more. A sentence that only you would say is good."),
    )
    agency = forms.CharField(label=_("Name of the agency"), max_length=200)
    ori = forms.CharField(
        label=_("ORI of the agency"), max_length=9, help_text=_("Nine letters and digits, such as OR0260200.")
    )
    jurisdiction = forms.ChoiceField(
        label=_("Whose law binds it"),
        required=False,
        help_text=_("The model policy of the five subjects is shown beside it. You can change this later."),
    )

    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=ZONES, help_text=_("On whose clock a day ends.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [pair for pair in sets_of(whole_rulebook()).items() if pair[0] != MODEL]
        self.fields["jurisdiction"].choices = [("", _("None of these yet")), *states]  # type: ignore[attr-defined]  # a choice

    def clean_ori(self) -> str:
        """Write it as the FBI does."""
        ori = str(self.cleaned_data["ori"]).strip().upper()
        Agency._meta.get_field("ori").run_validators(ori)
        return ori

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is easily guessed, also by who knows the name and the address."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if password := typed.get("password"):
            founder = User(email=typed.get("email", ""), name=typed.get("name", ""))
            try:
                password_validation.validate_password(password, founder)
            except ValidationError as weak:
                self.add_error("password", weak)
        return typed


def first_run_path() -> str:
    """Return the address of the page on this site; who can read the data folder can make it."""
    return reverse("first_run", args=[_word()])


def _word() -> str:
    return salted_hmac("muster.first-run", settings.SECRET_KEY, algorithm="sha256").hexdigest()[:24]


@login_not_required
@post_once
def first_run(request: HttpRequest, word: str) -> HttpResponse:
    """Make the first account and its agency, adopt rules, and go on to the roster file."""
    if is_founded() or not constant_time_compare(word, _word()):
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _begin(form.cleaned_data)
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return redirect("start")
    return render(request, "first_run.html", {"form": form})


@transaction.atomic
def _begin(typed: dict[str, Any]) -> User:
    """Make all of it or nothing: a bad ORI leaves no account behind."""
    user = make_founder(email=typed["email"], name=typed["name"], password=typed["password"])
    agency = add_agency(
        name=typed["agency"],
        ori=typed["ori"],
        jurisdiction=typed["jurisdiction"] or "",
        time_zone=typed["time_zone"],
        by=user,
    )
    empower_founder(user=user, agency=agency)
    today = timezone.localdate()
    for rules in filter(None, (MODEL, typed["jurisdiction"])):
        adopt_rules(agency=agency, rules=rules, start=today.replace(year=today.year - 10, day=1), by=user)
    return user
