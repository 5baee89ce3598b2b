"""People met outside who know something. Without consent somebody is seen by whoever met them, and by nobody else."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.topics import topic_names, topics
from muster.events.access import contacts_visible_to, employers_of
from muster.events.access_home import contacts_forgotten_by, own_contacts, own_reports
from muster.events.actions.reports import forget_contact, note_contact
from muster.events.forms.reports import ContactForm
from muster.events.models import Contact
from muster.events.queries.library import filter_contacts, filter_topic
from muster.records.access.records import person_of
from muster.web.csv_out import csv_response
from muster.web.forms import done_with
from muster.web.once import post_once
from muster.web.outside.home_forms import form_page
from muster.web.reader import reader
from muster.web.tables import number_in, page_of, sorted_by, wants_csv

P = Permission
COLUMNS = {"name": "name", "organisation": "organisation", "review": "review_on"}


def contacts(request: HttpRequest) -> HttpResponseBase:
    """Search the people who were met, by word and topic; with ``due`` one's own who are to be asked again."""
    if not may_anywhere(request.user, P.EVENTS_CONTACT_READ):
        raise Http404
    today = timezone.localdate()
    due = own_contacts(request.user).filter(review_on__lte=today)
    found: Any = due if request.GET.get("due") else contacts_visible_to(request.user)
    found = filter_contacts(filter_topic(found, request.GET.get("topic", "")), request.GET.get("q", ""))
    found = sorted_by(request, found.select_related("met_by"), COLUMNS, "name")
    if wants_csv(request):
        header = [
            _("Name"),
            _("Organisation"),
            _("E-mail or telephone"),
            _("What they know or run"),
            _("Topics"),
        ]
        rows = ([c.name, c.organisation, c.reach, c.knows, ", ".join(topic_names(c.topics))] for c in found)
        return csv_response("people-we-met.csv", header, rows)
    page = page_of(request, found)
    for row in page.object_list:
        row.topic_names = topic_names(row.topics)
        row.is_due = row.review_on <= today
    context = {"page": page, "topics": topics(), "due": due.count(), "may_write": _may_write(request)}
    return render(request, "outside/contacts.html", context)


@post_once
def contact_new(request: HttpRequest) -> HttpResponse:
    """Write down somebody one met; ``?report=`` hangs them on one's report."""
    person = person_of(request.user)
    agency = employers_of(request.user).order_by("pk").first()
    if person is None or agency is None or not _may_write(request):
        raise Http404
    report = own_reports(request.user).filter(pk=number_in(request, "report")).first()
    form = ContactForm(request.POST or None, initial={"topics": report.topics if report else []})
    deed = partial(note_contact, agency=agency, met_by=person, report=report, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Written down."))
        return redirect("officer:report_write", report.author_id) if report else redirect("contacts")
    return form_page(
        request,
        form,
        heading=_("Write down somebody you met"),
        lede=_("Others find them only if they agreed to it; ask before you list anybody."),
        submit=_("Save"),
        crumbs=[(reverse("contacts"), _("People we met"))],
    )


@post_once
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody; whoever met them changes what is known, and says that it was asked again."""
    shown = get_object_or_404(contacts_visible_to(request.user).select_related("met_by", "agency"), pk=pk)
    own = own_contacts(request.user).filter(pk=pk).exists()
    form = ContactForm(request.POST or None, instance=Contact.objects.get(pk=pk)) if own else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if done_with(form, partial(note_contact, contact=shown, by=reader(request))) is not None:
            messages.success(request, _("Changed."))
            return redirect("contact", pk)
    context = {
        "contact": shown,
        "topic_names": topic_names(shown.topics),
        "form": form,
        "is_due": shown.review_on <= timezone.localdate(),
        "may_forget": contacts_forgotten_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "outside/contact.html", context)


@post_once
def contact_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of the directory at their wish."""
    shown = get_object_or_404(contacts_forgotten_by(request.user).select_related("agency"), pk=pk)
    if request.method == "POST":
        forget_contact(contact=shown, by=reader(request))
        messages.success(request, _("Forgotten. Nothing that names them is left."))
        return redirect("contacts")
    context = {"contact": shown}
    return render(request, "outside/contact_forget.html", context)


def _may_write(request: HttpRequest) -> bool:
    return may_anywhere(request.user, P.EVENTS_REQUEST_WRITE) and employers_of(request.user).exists()
