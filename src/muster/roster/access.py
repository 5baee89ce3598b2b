"""Who may see and change whom. Each gate is one condition, and the database applies it.

A person is seen by every agency that ever appointed them, and all of these see where they worked. What one agency
wrote down about them otherwise (units, ranks, leave, its own numbers) is seen where that agency is reached.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from muster.accounts.access import Reach, Visitor, reach_of
from muster.accounts.permissions import Permission
from muster.ledger.lines import on_day
from muster.roster.enums import PERSONAL_FACTS, IdentifierKind
from muster.roster.models import (
    Agency,
    Appointment,
    Assignment,
    Fact,
    Identifier,
    Merge,
    Person,
    TwoPeople,
    Unit,
)

P = Permission
_NOBODY = Q(pk__in=[])
#: Said where somebody decides with a lent role what its lender may not decide.
LENDERS_OWN = _(
    "It is the own matter of the one who lent you this role, and you act in their place: somebody else decides."
)
#: Said to a lender of what somebody wrote with the lent role (``accounts.deeds.lenders_then``), also after the loan.
WRITTEN_IN_YOUR_PLACE = _("It was written in your place, with the role that you lent: somebody else decides.")


# ── places ────────────────────────────────────────────────────────────────────────────────────────


def agencies_in(reach: Reach) -> Q:
    """Return the condition that an agency is reached as a whole, itself or through its commission."""
    if reach.everywhere:
        return Q()
    return Q(pk__in=reach.agencies) | Q(commission__in=reach.agencies)


def in_agencies(reach: Reach, column: str = "agency") -> Q:
    """Return the condition that a thing's agency is reached as a whole."""
    if reach.everywhere:
        return Q()
    return Q(**{f"{column}__in": reach.agencies}) | Q(**{f"{column}__commission__in": reach.agencies})


def under(paths: Iterable[str], column: str = "path") -> Q:
    """Return the condition that a unit is one of these or below one (``path`` as in ``Unit``); none: never."""
    found = _NOBODY
    for path in paths:
        found |= Q(**{f"{column}__startswith": path})
    return found


def agencies_visible_to(user: Visitor, permission: Permission = P.ROSTER_PERSON_READ) -> QuerySet[Agency]:
    """Return the agencies in which somebody holds a permission, also where only in a unit of it."""
    reach = reach_of(user, permission)
    if reach.everywhere:
        return Agency.objects.all()
    in_part = Unit.objects.filter(under(reach.unit_paths)).values("agency")
    return Agency.objects.filter(agencies_in(reach) | Q(pk__in=in_part))


def agencies_where(user: Visitor, permission: Permission) -> QuerySet[Agency]:
    """Return the agencies in which somebody holds a permission as a whole."""
    reach = reach_of(user, permission)
    if not reach.everywhere and not reach.agencies:
        return Agency.objects.none()
    return Agency.objects.filter(agencies_in(reach))


def may_in_agency(user: Visitor, permission: Permission, agency: Agency) -> bool:
    """Return whether somebody holds a permission in an agency as a whole."""
    return reach_of(user, permission).covers(agency)


def units_visible_to(user: Visitor, permission: Permission = P.ROSTER_PERSON_READ) -> QuerySet[Unit]:
    """Return the units in which somebody holds a permission."""
    reach = reach_of(user, permission)
    if reach.everywhere:
        return Unit.objects.all()
    return Unit.objects.filter(in_agencies(reach) | under(reach.unit_paths))


# ── people ────────────────────────────────────────────────────────────────────────────────────────


def shown_as(lines: QuerySet[Any]) -> QuerySet[Any]:
    """Return the keys of the people that lines are about, merged entries under the one that is shown."""
    return lines.order_by().values(shown=Coalesce("person__same_as", "person"))


def people_in(reach: Reach, user: Visitor) -> Q:
    """Return the condition that a person is within reach.

    An agency reaches everybody it ever appointed; a unit reaches those who belong to it today. Who is protected is
    reached by the agency that employs them, and neither by an earlier one nor through the commission.
    """
    if reach.everywhere:
        return Q()
    near = _NOBODY
    if reach.unit_paths:
        near |= Q(pk__in=_posted_today(reach))
    if reach.own:
        near |= Q(pk__in=_own(user))
    if not reach.agencies:
        return near
    appointed = Appointment.lines.standing().filter(in_agencies(reach))
    open_to_all = Q(is_protected=False) & Q(pk__in=shown_as(appointed))
    return near | open_to_all | (Q(is_protected=True) & _employed_in(reach))


def people_visible_to(user: Visitor, permission: Permission = P.ROSTER_PERSON_READ) -> QuerySet[Person]:
    """Return the people somebody holds a permission over; each person once, merged entries under the kept one."""
    return Person.objects.filter(people_in(reach_of(user, permission), user), same_as__isnull=True)


def _own(user: Visitor) -> QuerySet[Any]:
    """Return the key of the person whose account this is, under which entry they are shown."""
    return Person.objects.filter(account=user.pk).order_by().values(shown=Coalesce("same_as", "pk"))


def own_entries(accounts: Iterable[int | None]) -> QuerySet[Any]:
    """Return the keys of all entries of the people whose accounts these are: those that are shown, and the merged.

    The account may hang on any of them, so a line under one entry is about somebody who signs in under another.
    """
    theirs = Person.objects.filter(account__in=[account for account in accounts if account is not None])
    shown = theirs.order_by().values(shown=Coalesce("same_as", "pk"))
    return Person.objects.filter(Q(pk__in=shown) | Q(same_as__in=shown)).order_by().values("pk")


def own_keys(accounts: Iterable[int | None]) -> frozenset[int]:
    """Return the same as a set, for asking of many things without asking the database of each."""
    return frozenset(own_entries(accounts).values_list("pk", flat=True))


def own_accounts(accounts: Iterable[int]) -> frozenset[int]:
    """Return these accounts, and every other of the same people: a closed one under a merged entry is theirs as well.

    Where two have to stand for something, a person with two accounts is one.
    """
    given = frozenset(accounts)
    theirs = Person.objects.filter(pk__in=own_entries(given), account__isnull=False)
    return given | frozenset(theirs.values_list("account", flat=True))


def _posted_today(reach: Reach) -> QuerySet[Any]:
    lines = Assignment.lines.standing().filter(under(reach.unit_paths, "unit__path"))
    return shown_as(lines.filter(on_day(timezone.localdate())))


def _employed_in(reach: Reach) -> Q:
    """Return the condition that one of these agencies employs a person today, or did and nobody does now."""
    lines = Appointment.lines.standing()
    today = lines.filter(on_day(timezone.localdate()))
    there = today.filter(agency__in=reach.agencies)
    once = lines.filter(agency__in=reach.agencies)
    return Q(pk__in=shown_as(there)) | (Q(pk__in=shown_as(once)) & ~Q(pk__in=shown_as(today)))


# ── what is known of them ─────────────────────────────────────────────────────────────────────────


def lines_in(reach: Reach, user: Visitor, agency: str = "agency") -> Q:
    """Return the condition that a line of some agency, about a person one may see, is within reach."""
    if reach.everywhere:
        return Q()
    found = in_agencies(reach, agency) if reach.agencies else _NOBODY
    if reach.unit_paths:
        theirs = Unit.objects.filter(under(reach.unit_paths)).values("agency")
        found |= Q(**{f"{agency}__in": theirs}) & _about(_posted_today(reach))
    if reach.own:
        found |= _about(_own(user))
    return found


def assignments_visible_to(
    user: Visitor, permission: Permission = P.ROSTER_PERSON_READ
) -> QuerySet[Assignment]:
    """Return the standing lines on who belongs to which unit that somebody may see."""
    return Assignment.lines.standing().filter(lines_in(reach_of(user, permission), user, "unit__agency"))


def facts_visible_to(user: Visitor, permission: Permission = P.ROSTER_PERSON_READ) -> QuerySet[Fact]:
    """Return the standing facts that somebody may see; of a leave not always why, see ``may_know_why``.

    Gender and race are seen by the person and by those who keep the roster alone.
    """
    visible = Fact.lines.standing().filter(lines_in(reach_of(user, permission), user))
    writes = reach_of(user, P.ROSTER_PERSON_WRITE)
    if writes.everywhere:
        return visible
    keeps = lines_in(replace(writes, own=False), user)
    return visible.filter(~Q(fact__in=PERSONAL_FACTS) | keeps | _about(_own(user)))


def identifiers_visible_to(
    user: Visitor, permission: Permission = P.ROSTER_PERSON_READ
) -> QuerySet[Identifier]:
    """Return the standing numbers that somebody may see: the state's, and those of agencies within reach."""
    of_state = Q(kind=IdentifierKind.STATE)
    return Identifier.lines.standing().filter(of_state | lines_in(reach_of(user, permission), user))


def may_see_line(user: Visitor, line: Any) -> bool:
    """Return whether somebody who may see a person may see this line about them, in whichever version."""
    if isinstance(line, Appointment):
        return True
    if isinstance(line, Identifier) and line.kind == IdentifierKind.STATE:
        return True
    if isinstance(line, Fact) and not may_know_why(user, line):
        return False
    column = "unit__agency" if isinstance(line, Assignment) else "agency"
    visible = lines_in(reach_of(user, P.ROSTER_PERSON_READ), user, column)
    return type(line).lines.filter(visible, pk=line.pk).exists()


def may_know_why(user: Visitor, fact: Fact) -> bool:
    """Return whether somebody may know what a fact says. Why somebody is on leave may be medical, and who they are is theirs.

    Those see it who write such lines in that agency, and the person. Others see only that there is a leave.
    """
    if not (fact.is_leave or fact.is_personal) or may_in_agency(user, P.ROSTER_PERSON_WRITE, fact.agency):
        return True
    if not user.is_authenticated:
        return False
    return fact.person.account_id == user.pk or fact.person_id in own_keys([user.pk])


def _about(people: QuerySet[Any]) -> Q:
    return Q(person__in=people) | Q(person__same_as__in=people)


# ── one person, entered twice ─────────────────────────────────────────────────────────────────────


def merges_visible_to(user: Visitor) -> QuerySet[Merge]:
    """Return the merges in force of people whose entries somebody may join and part."""
    mine = people_visible_to(user, P.ROSTER_PERSON_MERGE)
    return Merge.objects.filter(Q(kept__in=mine) | Q(kept__same_as__in=mine), undone_at__isnull=True)


def told_apart_visible_to(user: Visitor) -> QuerySet[TwoPeople]:
    """Return what stands of pairs that were told apart, where somebody may join and part both entries."""
    mine = people_visible_to(user, P.ROSTER_PERSON_MERGE)
    return TwoPeople.lines.standing().filter(first__in=mine, second__in=mine)


def agencies_not_asked(user: Visitor, *people: Person) -> QuerySet[Agency]:
    """Return the agencies that appointed one of these people and where somebody may not merge.

    A merge changes what each of these agencies sees, so who merges needs the permission in all of them. Between two
    departments that is the commission, or somebody to whom both gave the role.
    """
    about = Q(person__in=people) | Q(person__same_as__in=people)
    concerned = Agency.objects.filter(pk__in=Appointment.lines.standing().filter(about).values("agency"))
    reach = reach_of(user, P.ROSTER_PERSON_MERGE)
    return (
        concerned.none()
        if reach.everywhere
        else concerned.exclude(pk__in=agencies_where(user, P.ROSTER_PERSON_MERGE))
    )
