"""One training record: what it says, its history, its proofs, the disputes about it. For everybody who may read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.ledger.refusals import Refused
from muster.records.access.records import (
    evidence_visible_to,
    may_verify,
    may_write,
    own_records,
    records_visible_to,
)
from muster.records.actions.disputes import open_dispute
from muster.records.actions.verification import obstacle
from muster.records.enums import Origin, RecordStatus
from muster.records.forms.records import DisputeForm
from muster.records.models import Record
from muster.records.queries.holds import hold_over
from muster.records.queries.records import disputes_of, evidence_of, keeping_of, versions_of, with_names
from muster.web.files import sent
from muster.web.forms import put_on
from muster.web.once import post_once
from muster.web.reader import reader

S = RecordStatus


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a record as it stands, whichever of its lines the address names, with every line before."""
    asked = get_object_or_404(records_visible_to(request.user), pk=pk)
    visible = with_names(records_visible_to(request.user))
    shown = visible.filter(key=asked.key).order_by("-known_from", "-pk")[0]
    hold = hold_over(shown)
    own = own_records(request.user).filter(pk=shown.pk).exists()
    stands = not shown.withdrawn
    context = {
        "record": shown,
        "versions": versions_of(shown),
        "evidence": evidence_of(shown),
        "disputes": disputes_of(shown),
        "hold": hold,
        "keeping": keeping_of(shown, held=hold is not None),
        "own": own,
        "may_write": stands and may_write(request.user, shown),
        "may_decide": stands
        and shown.status == S.PENDING
        and may_verify(request.user, shown)
        and obstacle(shown, reader(request)) is None,
        "may_dispute": stands and own and shown.status in (S.VERIFIED, S.REPORTED),
        "may_hand_in_again": stands and own and shown.status == S.REFUSED and shown.origin == Origin.OUTSIDE,
    }
    return render(request, "officer/record.html", context)


def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out a certificate."""
    return sent(get_object_or_404(evidence_visible_to(request.user).select_related("file"), pk=pk))


@post_once
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a record about oneself is wrong."""
    shown = _own(request, pk)
    form = DisputeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_dispute(record=shown, by=reader(request), claim=form.cleaned_data["claim"])
        except Refused as refused:
            put_on(form, refused)
        else:
            messages.success(
                request, _("Your objection was handed to the training unit. Somebody answers it here.")
            )
            return redirect("officer:record", pk)
    return render(request, "officer/dispute.html", {"form": form, "record": shown})


def _own(request: HttpRequest, pk: int) -> Record:
    found = (
        own_records(request.user)
        .filter(pk=pk, withdrawn=False)
        .select_related("person__same_as", "agency")
        .first()
    )
    if found is None:
        raise Http404
    return found
