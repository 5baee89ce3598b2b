"""Which lesson plans are not approved without a consultation: the rules of the agency."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.community.access import rules_visible_to
from muster.community.actions.rules import end_rule, write_rule
from muster.community.enums import Group
from muster.community.forms.rules import EndForm, RuleForm
from muster.community.queries.rules import day_at, rules_of
from muster.curriculum.topics import topic_names
from muster.roster.access import agencies_where
from muster.web.form_page import form_page
from muster.web.forms import done_with
from muster.web.judging import agency_asked
from muster.web.once import post_once
from muster.web.reader import reader
from muster.web.tables import page_of

P = Permission


def consultation_rules(request: HttpRequest) -> HttpResponse:
    """Show the rules of an agency."""
    agencies = agencies_where(request.user, P.COMMUNITY_RULE_WRITE)
    agency = agency_asked(request, agencies)
    page = page_of(request, rules_of(agency))
    today = day_at(agency)
    for row in page.object_list:
        row.topic_names = topic_names(row.topics)
        row.group_names = [Group(group).label for group in row.groups]
        row.is_past = row.end is not None and row.end < today
    context = {"agency": agency, "agencies": list(agencies.order_by("name", "pk")[:2]), "page": page}
    return render(request, "community/rules.html", context)


@post_once
def consultation_rule_new(request: HttpRequest) -> HttpResponse:
    """Write a rule, from a day on."""
    agency = agency_asked(request, agencies_where(request.user, P.COMMUNITY_RULE_WRITE))
    form = RuleForm(request.POST or None, initial={"start": day_at(agency)})
    deed = partial(write_rule, agency=agency, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The rule is written. What is open keeps the rules of its first day."))
        return redirect(f"{reverse('consultation_rules')}?agency={agency.pk}")
    return form_page(
        request,
        form,
        heading=_("Ask for a consultation"),
        lede=str(agency),
        submit=_("Write it"),
        crumbs=[(reverse("consultation_rules"), _("Consultation rules"))],
    )


@post_once
def consultation_rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule hold to a last day."""
    rule = get_object_or_404(rules_visible_to(request.user).select_related("agency"), pk=pk)
    form = EndForm(request.POST or None)
    deed = partial(end_rule, rule=rule, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('consultation_rules')}?agency={rule.agency_id}")
    return form_page(
        request,
        form,
        heading=_("End the rule"),
        lede=rule.source,
        submit=_("End it"),
        crumbs=[(reverse("consultation_rules"), _("Consultation rules"))],
    )
