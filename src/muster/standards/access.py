"""Who may see where people stand, and who may decide what about rules. Each gate is one condition in the database."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from muster.accounts.access import Visitor, answerable, reach_of
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.roster.access import (
    agencies_visible_to,
    agencies_where,
    in_agencies,
    own_accounts,
    own_entries,
    own_keys,
    people_visible_to,
    under,
    units_visible_to,
)
from muster.roster.models import Agency, Assignment, Person, Unit
from muster.standards.models import Adoption, CourseApproval, Excuse

P = Permission


def agencies_judged_by(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies in which somebody may see others' standing, also where only in a unit of it."""
    return agencies_visible_to(user, P.STANDARDS_STANDING_READ)


def units_judged_by(user: Visitor) -> QuerySet[Unit]:
    """Return the units whose standing somebody may see."""
    return units_visible_to(user, P.STANDARDS_STANDING_READ)


def people_judged_by(user: Visitor) -> QuerySet[Person]:
    """Return the people whose standing somebody may see."""
    return people_visible_to(user, P.STANDARDS_STANDING_READ)


def may_see_whole(user: Visitor, agency: Agency) -> bool:
    """Return whether somebody may see the standing of an agency as a whole, and not of a unit only."""
    return agencies_where(user, P.STANDARDS_STANDING_READ).filter(pk=agency.pk).exists()


def excuses_visible_to(user: Visitor, permission: Permission = P.STANDARDS_STANDING_READ) -> QuerySet[Excuse]:
    """Return the waivers and extensions over which somebody holds a permission."""
    reach = reach_of(user, permission)
    found = in_agencies(reach)
    if reach.unit_paths:
        posted = (
            Assignment.lines.standing()
            .filter(under(reach.unit_paths, "unit__path"), person=OuterRef("person"))
            .filter(on_day(timezone.localdate()), unit__agency=OuterRef("agency"))
        )
        found |= Q(Exists(posted))
    if reach.own:
        found |= Q(person__in=own_entries([user.pk]))
    return Excuse.objects.filter(found).select_related("agency", "person", "proposed_by", "decided_by")


def may_decide(user: Visitor, excuse: Excuse) -> bool:
    """Return whether somebody may decide: who holds the permission, neither proposed it nor is it about them."""
    if not isinstance(user, User):
        return False
    deciding = own_accounts(answerable(user, P.STANDARDS_WAIVER_DECIDE, excuse.agency))
    if excuse.proposed_by_id in deciding or excuse.person_id in own_keys(deciding):
        return False
    return excuses_visible_to(user, P.STANDARDS_WAIVER_DECIDE).filter(pk=excuse.pk).exists()


def people_to_excuse(user: Visitor) -> QuerySet[Person]:
    """Return the people for whom somebody may propose a waiver or more time."""
    return people_visible_to(user, P.STANDARDS_WAIVER_PROPOSE)


def agencies_adopting(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies for which somebody may say which rules bind them."""
    return agencies_where(user, P.STANDARDS_RULEBOOK_ADOPT)


def agencies_approving(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies for which somebody may say which course counts for what."""
    return agencies_where(user, P.STANDARDS_APPROVAL_WRITE)


def agencies_with_rules_for(user: Visitor) -> QuerySet[Agency]:
    """Return the agencies whose adopted rules somebody may read: rules are no secret to those who belong there."""
    belonging = agencies_visible_to(user, P.CURRICULUM_COURSE_READ).values("pk")
    return Agency.objects.filter(
        Q(pk__in=belonging)
        | Q(pk__in=agencies_judged_by(user).values("pk"))
        | Q(pk__in=agencies_adopting(user).values("pk"))
    )


def adoptions_to_change(user: Visitor) -> QuerySet[Adoption]:
    """Return the adoptions that somebody may end or take back."""
    return Adoption.lines.standing().filter(agency__in=agencies_adopting(user)).select_related("agency")


def approvals_to_change(user: Visitor) -> QuerySet[CourseApproval]:
    """Return the approvals of courses that somebody may end or take back."""
    lines = CourseApproval.lines.standing().filter(agency__in=agencies_approving(user))
    return lines.select_related("agency", "course", "equivalent_to")
