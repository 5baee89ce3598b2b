"""Who may do what with what people bring home: their own part of a journey, sharing, materials, contacts, bulletins."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.access import Visitor, reach_of
from muster.accounts.permissions import Permission
from muster.events.access import (
    bulletins_visible_to,
    contacts_visible_to,
    employers_of,
    mine,
    practices_visible_to,
    reports_visible_to,
)
from muster.events.enums import ReportState
from muster.events.models import Attendee, Bulletin, Contact, Practice, Report, ReportFile, Share
from muster.ledger.lines import on_day
from muster.roster.access import agencies_where, in_agencies, own_entries
from muster.roster.models import Agency, Assignment, Unit

P = Permission
Permit = ReportFile.Permit


def own_attendees(user: Visitor) -> QuerySet[Attendee]:
    """Return the parts that somebody themselves has in requests: to check in, report, hand in and rate."""
    if not reach_of(user, P.EVENTS_REQUEST_WRITE).own:
        return Attendee.objects.none()
    return Attendee.objects.filter(person__in=own_entries([user.pk]))


def own_reports(user: Visitor) -> QuerySet[Report]:
    """Return the reports that somebody wrote: theirs to go on with."""
    return Report.objects.filter(author__in=own_attendees(user).values("pk"))


def reports_decided_by(user: Visitor) -> QuerySet[Report]:
    """Return the reports that somebody may accept or send back, but for being their own; drafts are nobody's yet."""
    reach = reach_of(user, P.EVENTS_REPORT_DECIDE)
    found = Report.objects.filter(in_agencies(reach, "request__agency"))
    return found.exclude(state=ReportState.DRAFT) if reach.of_others else found.none()


def own_shares(user: Visitor) -> QuerySet[Share]:
    """Return the duties to share that are somebody's to do: their own, and those of the whole of their request."""
    if not reach_of(user, P.EVENTS_REQUEST_WRITE).own:
        return Share.objects.none()
    theirs = Q(attendee__person__in=own_entries([user.pk]))
    return Share.objects.filter(theirs | (Q(attendee__isnull=True) & mine(user, "request__")))


def shares_handled_by(user: Visitor) -> QuerySet[Share]:
    """Return the duties to share that somebody confirms or waives."""
    return Share.objects.filter(request__agency__in=agencies_where(user, P.EVENTS_REPORT_DECIDE))


def materials_visible_to(user: Visitor) -> QuerySet[ReportFile]:
    """Return the hand-outs that somebody may open: those of reports they may read, as far as their owner allows.

    Nobody was asked: who brought it home, and who handles reports. Inside the agency: those it employs as well.
    """
    handled = agencies_where(user, P.EVENTS_REPORT_DECIDE)
    inside = Q(permit=Permit.OURSELVES, report__request__agency__in=employers_of(user))
    allowed = Q(permit__in=[Permit.OTHERS, Permit.ANYBODY]) | inside
    own = Q(report__author__person__in=own_entries([user.pk]))
    seen: Any = reports_visible_to(user).order_by().values("pk")
    return ReportFile.objects.filter(allowed | own | Q(report__request__agency__in=handled), report__in=seen)


# ── contacts ─────────────────────────────────────────────────────────────────────────────────────


def own_contacts(user: Visitor) -> QuerySet[Contact]:
    """Return the people whom somebody met and wrote down."""
    return contacts_visible_to(user).filter(met_by__in=own_entries([user.pk]))


def contacts_forgotten_by(user: Visitor) -> QuerySet[Contact]:
    """Return the people whom somebody may take out: those they met; the training unit also any that it sees."""
    handled = Q(agency__in=agencies_where(user, P.EVENTS_REPORT_DECIDE))
    return contacts_visible_to(user).filter(Q(met_by__in=own_entries([user.pk])) | handled)


# ── practices, bulletins ─────────────────────────────────────────────────────────────────────────


def practices_decided_by(user: Visitor) -> QuerySet[Practice]:
    """Return the practices that somebody may take a step further, but for having suggested them."""
    return practices_visible_to(user).filter(agency__in=agencies_where(user, P.EVENTS_PRACTICE_DECIDE))


def agencies_to_suggest_to(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies in which somebody may suggest a practice: those that employ them."""
    if not reach_of(user, P.EVENTS_PRACTICE_SUGGEST).own:
        return Agency.objects.none()
    return employers_of(user)


def bulletins_written_by(user: Visitor) -> QuerySet[Bulletin]:
    """Return the bulletins that somebody may change: all that the training unit handles, one's own while a draft."""
    handled = Q(agency__in=agencies_where(user, P.EVENTS_REPORT_DECIDE))
    own = Q(made_by=user.pk, published_at__isnull=True)
    return bulletins_visible_to(user).filter(handled | own)


def bulletins_published_by(user: Visitor) -> QuerySet[Bulletin]:
    """Return the bulletins that somebody may publish."""
    return bulletins_visible_to(user).filter(agency__in=agencies_where(user, P.EVENTS_REPORT_DECIDE))


def bulletins_for(user: Visitor) -> QuerySet[Bulletin]:
    """Return the published bulletins that somebody is to read: of their agency, or of a unit they belong to."""
    posts = Assignment.lines.standing().filter(
        on_day(timezone.localdate()), person__in=own_entries([user.pk])
    )
    above = {
        int(key) for path in posts.values_list("unit__path", flat=True) for key in path.strip("/").split("/")
    }
    units = Unit.objects.filter(pk__in=above)
    for_all = Q(unit__isnull=True, agency__in=employers_of(user))
    return Bulletin.objects.filter(for_all | Q(unit__in=units), published_at__isnull=False)
