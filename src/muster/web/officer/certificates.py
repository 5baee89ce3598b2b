"""One's own certificates: what is valid until when, and the proofs that were handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.access import reach_of
from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.records.access.records import own_records, person_of
from muster.records.models import Evidence
from muster.records.queries.records import identities
from muster.roster.enums import FactName
from muster.roster.models import Fact
from muster.roster.words import value_said
from muster.web.csv_out import csv_response
from muster.web.tables import page_of, wants_csv

P = Permission
SOON = timedelta(days=60)
NAMES = {name: FactName(name).label for name in ("certificate", "licence", "card")}


@dataclass(frozen=True)
class Certificate:
    """Something that says what somebody may do, and until when."""

    title: str
    number: str
    start: date | None
    end: date | None
    url: str = ""

    @property
    def tone(self) -> str:
        """How urgent it is."""
        today = timezone.localdate()
        if self.end is None:
            return "good"
        return "bad" if self.end < today else "warn" if self.end <= today + SOON else "good"

    @property
    def state(self) -> str:
        """How urgent it is, in words."""
        return {"bad": _("run out"), "warn": _("runs out soon"), "good": _("valid")}[self.tone]


def certificates(request: HttpRequest) -> HttpResponseBase:
    """List one's own certificates, the first to run out first, and the files that prove them."""
    person = person_of(request.user)
    if person is None or not reach_of(request.user, P.RECORDS_RECORD_READ).own:
        raise Http404
    mine: Any = own_records(request.user, P.RECORDS_RECORD_READ)
    found = [
        Certificate(r.title, "", r.completed_on, r.expires_on, reverse("officer:record", args=[r.pk]))
        for r in mine.standing().filter(
            expires_on__isnull=False, status__in=["verified", "reported", "disputed"]
        )
    ]
    facts = Fact.lines.standing().filter(identities(person), fact__in=NAMES)
    facts = facts.filter(on_day(timezone.localdate())) | facts.filter(end__isnull=False)
    found += [
        Certificate(
            f"{NAMES[f.fact]} {value_said(f.fact, f.value, f.agency.jurisdiction)}".strip(),
            f.number,
            f.start,
            f.end,
        )
        for f in facts.select_related("agency")
    ]
    found.sort(key=lambda one: (one.end is None, one.end or date.max, one.title))
    if wants_csv(request):
        header = [_("Certificate"), _("Number"), _("From"), _("Valid until"), _("State")]
        rows = ([c.title, c.number, c.start or "", c.end or "", c.state] for c in found)
        return csv_response("certificates.csv", header, rows)
    proofs = (
        Evidence.objects.filter(record__in=mine).select_related("record", "file").order_by("-added_at", "-pk")
    )
    return render(
        request, "officer/certificates.html", {"page": page_of(request, found), "proofs": proofs[:50]}
    )
