"""How the agency decides about outside training: the rules in force, and writing new ones from a day on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.actions.policies import write_policy
from muster.events.forms.policy import PolicyForm
from muster.events.models import Policy
from muster.events.money import dollars_text
from muster.events.policy import Stage, stages_of
from muster.events.queries.policies import (
    STARTING_STAGES,
    being_decided,
    policies_of,
    policy_on,
    to_be_handed_in,
)
from muster.roster.access import agencies_where
from muster.roster.models import Agency
from muster.web.forms import done_with
from muster.web.judging import agency_asked
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


def policy(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, those that are to come, and those that were."""
    agencies = agencies_where(request.user, P.EVENTS_POLICY_WRITE)
    agency = agency_asked(request, agencies)
    today = timezone.localdate()
    current = policy_on(agency, today)
    lines = policies_of(agency)
    context = {
        "agency": agency,
        "agencies": list(agencies.order_by("name", "pk")[:2]),
        "current": current,
        "stages": [(stage, conditions_of(stage)) for stage in stages_of(current.stages)] if current else [],
        "limits": limits_of(current) if current else [],
        "coming": [line for line in lines if line.start > today],
        "past": [line for line in lines if line.start <= today and line != current],
        "versions": current.history()[:-1] if current else [],
        "being_decided": being_decided(agency),
    }
    return render(request, "commander/policy.html", context)


@post_once
def policy_change(request: HttpRequest) -> HttpResponse:
    """Write new rules from a day on, beginning with those in force or with what Muster offers."""
    agency = agency_asked(request, agencies_where(request.user, P.EVENTS_POLICY_WRITE))
    form = _form(request, agency)
    deed = partial(_written, agency, form, reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The rules are written. What is handed in already keeps its own."))
        return redirect(f"{request.path.removesuffix('change/')}?agency={agency.pk}")
    context = {
        "agency": agency,
        "form": form,
        "is_first": not policies_of(agency),
        "being_decided": being_decided(agency),
        "to_be_handed_in": to_be_handed_in(agency),
    }
    return render(request, "commander/policy_change.html", context)


def _form(request: HttpRequest, agency: Agency) -> PolicyForm:
    lines = policies_of(agency)
    latest = lines[0] if lines else Policy(agency=agency)
    begin = {
        "start": timezone.localdate(),
        "seen": max((line.pk for line in lines), default=0),
        "reason": "" if lines else _("The first rules."),
    }
    shown = Policy(**{name: getattr(latest, name) for name in PolicyForm.Meta.fields if name != "start"})
    stages = stages_of(latest.stages) if lines else STARTING_STAGES
    return PolicyForm(request.POST or None, instance=shown, initial=begin, stages=stages)


def _written(agency: Agency, form: PolicyForm, by: User, **_said: Any) -> Policy:
    said = form.cleaned_data
    return write_policy(
        agency=agency,
        start=said["start"],
        stages=form.stages(),
        by=by,
        reason=said["reason"],
        seen=said["seen"],
        **form.limits(),
    )


def conditions_of(stage: Stage) -> dict[str, Any]:
    """Return the conditions of a stage as its row shows them."""
    return {
        "label": stage.stage.label,
        "over_cents": stage.over_cents,
        "over_miles": stage.over_miles,
        "overnight": stage.overnight,
        "on_duty": stage.on_duty,
        "categories": [category.label for category in stage.categories],
        "days": stage.days,
        "scores": stage.scores,
        "criteria": stage.criteria,
        "always": not stage.is_conditional,
    }


def limits_of(line: Policy) -> list[tuple[Any, Any]]:
    """Return every limit and deadline with its name; those that are not set are left out."""
    names = [name for name in PolicyForm.Meta.fields if name not in ("start", "source")]
    labels = {field.name: field.verbose_name for field in Policy._meta.fields}
    shown = {"meals": line.get_meals_display()}
    if line.flat_meal_cents is not None:
        shown["flat_meal_cents"] = dollars_text(line.flat_meal_cents)
    pairs = [(labels[name], shown.get(name, getattr(line, name))) for name in names]
    return [(label, value) for label, value in pairs if value is not None]
