"""Who may see, write, approve and dispute which training record. Each gate is one condition for the database."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from muster.accounts.access import Extent, Reach, Visitor, reach_of, roles_with
from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.curriculum.models import Course
from muster.ledger.lines import on_day
from muster.records.enums import BatchState
from muster.records.models import Batch, Dispute, Evidence, Hold, ImportProfile, Record
from muster.roster.access import agencies_where, in_agencies, own_entries, people_in, under
from muster.roster.models import Agency, Appointment, Assignment, Person

P = Permission

READ = P.RECORDS_RECORD_READ


def own(user: Visitor) -> Q:
    """Return the condition that something is about the reader, under whichever of their merged entries."""
    return Q(person__in=own_entries([user.pk]))


def _posted(reach: Reach, column: str) -> Exists:
    """Whether a person belongs today to a unit within reach."""
    mine = Q(person=OuterRef(column)) | Q(person__same_as=OuterRef(column))
    lines = Assignment.lines.standing().filter(under(reach.unit_paths, "unit__path"), mine)
    return Exists(lines.filter(on_day(timezone.localdate())))


def _employed(reach: Reach, column: str) -> Exists:
    """Whether a person works today for an agency within reach: then the whole career is its business."""
    mine = Q(person=OuterRef(column)) | Q(person__same_as=OuterRef(column))
    lines = Appointment.lines.standing().filter(in_agencies(reach), mine)
    return Exists(lines.filter(on_day(timezone.localdate())))


def records_in(reach: Reach, user: Visitor) -> Q:
    """Return the condition that a record may be read.

    An agency reads what it wrote itself, also about those who left, and the whole career of those who work for it
    today. A unit reads the careers of those who belong to it today. Of who is protected, nothing is read where the
    person is not seen.
    """
    if reach.everywhere:
        return Q()
    found = Q(pk__in=[])
    if reach.agencies:
        found |= in_agencies(reach) | Q(_employed(reach, "person"))
    if reach.unit_paths:
        found |= Q(_posted(reach, "person"))
    if reach.own:
        found |= own(user)
    seen = Person.objects.filter(people_in(reach, user), is_protected=True).order_by().values("pk")
    return found & (Q(person__is_protected=False) | Q(person__in=seen) | Q(person__same_as__in=seen))


def records_kept_in(reach: Reach) -> Q:
    """Return the condition that a record is the agency's or unit's to write on: what another agency wrote is not."""
    if reach.everywhere:
        return Q()
    found = in_agencies(reach) if reach.agencies else Q(pk__in=[])
    for path in reach.unit_paths:
        one = Reach(unit_paths=frozenset({path}))
        found |= Q(_posted(one, "person")) & Q(agency__units__path=path)
    return found


def records_visible_to(user: Visitor, permission: Permission = READ) -> QuerySet[Record]:
    """Return the lines of records over which somebody holds a permission: to read them, or to write on them."""
    reach = reach_of(user, permission)
    condition = records_in(reach, user) if permission == READ else records_kept_in(reach)
    return Record.lines.filter(condition)


def own_records(user: Visitor, permission: Permission = P.RECORDS_RECORD_DISPUTE) -> QuerySet[Record]:
    """Return the records about the reader, for what officers do with their own: hand in, dispute."""
    if not reach_of(user, permission).own:
        return Record.lines.none()
    return Record.lines.filter(own(user))


def person_of(user: Visitor) -> Person | None:
    """Return the person behind an account, the one that is shown; None for an account without one."""
    found = Person.objects.filter(account=user.pk).select_related("same_as").first()
    return None if found is None else found.same_as or found


def employers_of(person: Person) -> QuerySet[Agency]:
    """Return the agencies that somebody works for today: those that they hand their training in to."""
    lines = Appointment.lines.standing().filter(Q(person=person) | Q(person__same_as=person))
    return Agency.objects.filter(pk__in=lines.filter(on_day(timezone.localdate())).values("agency"))


def may_write(user: Visitor, record: Record) -> bool:
    """Return whether somebody may correct a record and take it back."""
    return records_visible_to(user, P.RECORDS_RECORD_WRITE).filter(pk=record.pk).exists()


def may_verify(user: Visitor, record: Record) -> bool:
    """Return whether somebody may approve a record, but for it being their own (``actions.verification``)."""
    return records_visible_to(user, P.RECORDS_RECORD_VERIFY).filter(pk=record.pk).exists()


def may_dispute(user: Visitor, record: Record) -> bool:
    """Return whether somebody may say that a record is wrong: the person it is about."""
    return own_records(user).filter(pk=record.pk).exists()


def evidence_visible_to(user: Visitor) -> QuerySet[Evidence]:
    """Return the certificates of the records that somebody may read."""
    return Evidence.objects.filter(record__in=records_visible_to(user))


def disputes_visible_to(user: Visitor, permission: Permission = READ) -> QuerySet[Dispute]:
    """Return the disputes about records over which somebody holds a permission."""
    return Dispute.objects.filter(record__in=records_visible_to(user, permission))


def courses_of(agencies: QuerySet[Agency]) -> QuerySet[Course]:
    """Return the courses that may stand on a record of these agencies."""
    return Course.objects.filter(agency__in=agencies).select_related("agency")


# ── imports and holds belong to an agency as a whole ──────────────────────────────────────────────


def batches_visible_to(user: Visitor) -> QuerySet[Batch]:
    """Return the imports of the agencies in which somebody brings in files."""
    return Batch.objects.filter(agency__in=agencies_where(user, P.RECORDS_IMPORT_RUN))


def batches_to_confirm(user: Visitor) -> QuerySet[Batch]:
    """Return the imports with old entries that wait where somebody may be the second person."""
    agencies = agencies_where(user, P.RECORDS_RECORD_VERIFY)
    return Batch.objects.filter(agency__in=agencies, state=BatchState.WAITING)


def batches_readable_by(user: Visitor) -> QuerySet[Batch]:
    """Return the imports whose rows somebody may look at: who brings in files, and the second person while they wait."""
    mine, to_confirm = batches_visible_to(user), batches_to_confirm(user)
    return Batch.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=to_confirm.values("pk")))


def had_a_second_person(agency: Agency, user: User) -> bool:
    """Return whether anybody else was ever given a role, in the agency as a whole, with which old entries are confirmed.

    Also one that ended or has not begun: who was there once can be there again, and their power does not fall to
    whoever is left.
    """
    here = Q(agency__isnull=True) | Q(agency__in=[agency.pk, agency.commission_id or agency.pk])
    roles = roles_with(P.RECORDS_RECORD_VERIFY, Extent.THERE)
    return Grant.objects.filter(here, role__in=roles, unit__isnull=True).exclude(user=user.pk).exists()


def profiles_visible_to(user: Visitor) -> QuerySet[ImportProfile]:
    """Return the saved ways of reading files of the agencies in which somebody brings in files."""
    return ImportProfile.objects.filter(agency__in=agencies_where(user, P.RECORDS_IMPORT_RUN))


def holds_visible_to(user: Visitor, permission: Permission = P.RECORDS_HOLD_SET) -> QuerySet[Hold]:
    """Return the holds of the agencies in which somebody sets or releases them."""
    return Hold.objects.filter(agency__in=agencies_where(user, permission))
