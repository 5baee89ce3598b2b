"""Where somebody holds a permission. The apps above turn this into a WHERE clause on their own things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.accounts.models import Grant, User
from muster.accounts.permissions import Permission
from muster.accounts.places import Agency, Unit
from muster.accounts.roles import OVERSEERS, ROLES, Extent, Role, roles_with

#: Whoever asks for a page.
Visitor: TypeAlias = User | AnonymousUser

P = Permission

_OVERSEES = "commission"  # AgencyKind.COMMISSION of the roster, which stands above this floor


@dataclass(frozen=True)
class Reach:
    """Where a permission is held: ``everywhere``, in agencies as a whole, in units (by path), with one's own."""

    everywhere: bool = False
    agencies: frozenset[int] = frozenset()
    unit_paths: frozenset[str] = frozenset()
    own: bool = False

    def __bool__(self) -> bool:
        return self.of_others or self.own

    @property
    def of_others(self) -> bool:
        """Whether it goes beyond what is one's own."""
        return self.everywhere or bool(self.agencies) or bool(self.unit_paths)

    def covers(self, agency: Agency | None, unit: Unit | None = None) -> bool:
        """Return whether a place lies within: everywhere (None), an agency as a whole, or a unit of it."""
        if self.everywhere:
            return True
        if agency is None:
            return False
        if agency.pk in self.agencies or agency.commission_id in self.agencies:
            return True
        return unit is not None and any(unit.path.startswith(path) for path in self.unit_paths)


NOWHERE = Reach()


def in_force(day: date, prefix: str = "") -> Q:
    """Return the condition that a role is held on a day, of a lent one without asking for the lender's."""
    return (
        Q(**{f"{prefix}start__lte": day})
        & (Q(**{f"{prefix}end__isnull": True}) | Q(**{f"{prefix}end__gte": day}))
        & (Q(**{f"{prefix}ended_at__isnull": True}) | Q(**{f"{prefix}ended_at__date__gt": day}))
        & Q(**{f"{prefix}user__is_active": True})
    )


def holds(day: date) -> Q:
    """Return the condition that a role gives its powers on a day: a lent role only while the lender holds it."""
    return in_force(day) & (Q(delegated_from__isnull=True) | in_force(day, "delegated_from__"))


def grants_of(user: Visitor, day: date | None = None) -> QuerySet[Grant]:
    """Return the roles somebody holds on a day (None: today); a lent role only while the lender holds it."""
    if not user.is_authenticated or not user.is_active:
        return Grant.objects.none()
    found = Grant.objects.filter(holds(day or timezone.localdate()), user=user.pk)
    return found.select_related("agency", "unit", "delegated_from__user")


def grants_today(user: Visitor) -> list[Grant]:
    """Return today's roles, asked of the database once for each user object, so once a request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_grants_today"):
        user._grants_today = list(grants_of(user))
    return user._grants_today


def reach_of(user: Visitor, permission: Permission) -> Reach:
    """Return where somebody holds a permission today."""
    held = grants_today(user)
    there = [grant for grant in held if permission in ROLES[Role(grant.role)].there]
    return Reach(
        everywhere=any(grant.agency_id is None for grant in there),
        agencies=frozenset(g.agency_id for g in there if g.agency_id is not None and g.unit_id is None),
        unit_paths=frozenset(grant.unit.path for grant in there if grant.unit is not None),
        own=any(permission in ROLES[Role(grant.role)].own for grant in held),
    )


def may_anywhere(user: Visitor, permission: Permission) -> bool:
    """Return whether somebody holds a permission anywhere at all: what decides which menus they see."""
    return bool(reach_of(user, permission))


def why(user: Visitor, permission: Permission) -> list[Grant]:
    """Return the roles that give a permission today; where there is none, ``roles_with`` says which would."""
    return [
        grant
        for grant in grants_today(user)
        if permission in (ROLES[Role(grant.role)].there | ROLES[Role(grant.role)].own)
    ]


def acting_for(user: Visitor, permission: Permission, agency: Agency | None = None) -> User | None:
    """Return the lender in whose place somebody acts, when only a lent role gives them the power today.

    None when a role of their own gives it. With ``agency``, roles that do not reach it are left aside. This is what
    ``write_down(on_behalf_of=...)`` wants.
    """
    giving = [grant for grant in why(user, permission) if agency is None or _touches(grant, agency)]
    if any(grant.delegated_from is None for grant in giving):
        return None
    return next((grant.delegated_from.user for grant in giving if grant.delegated_from), None)


def answerable(user: User, permission: Permission, agency: Agency | None = None) -> frozenset[int]:
    """Return the accounts that answer for a deed: one's own, and the lender's where only a lent role gives the power.

    What nobody decides about themselves, nobody decides for the lender of their role either.
    """
    lender = acting_for(user, permission, agency)
    return frozenset({user.pk} if lender is None else {user.pk, lender.pk})


def lenders_at(
    user: Visitor, permission: Permission, agency: Agency | None, unit: Unit | None = None
) -> list[User]:
    """Return the lenders in whose place somebody acts over a thing of a unit, when only lent roles reach that far.

    Unlike ``acting_for`` it asks for the place itself: a sergeant's own role over squad A gives nothing over squad B,
    so what they do there with a lent role they do for its lender. Empty when a role of their own reaches it.
    """
    giving = [
        grant
        for grant in grants_today(user)
        if permission in ROLES[Role(grant.role)].there and _covers(grant, agency, unit)
    ]
    if not giving:
        lender = acting_for(user, permission, agency)
        return [] if lender is None else [lender]
    if any(grant.delegated_from is None for grant in giving):
        return []
    return [grant.delegated_from.user for grant in giving if grant.delegated_from]


def answerable_at(
    user: User, permission: Permission, agency: Agency | None, unit: Unit | None = None
) -> frozenset[int]:
    """Return the accounts that answer for a deed over a thing of a unit: one's own and those of ``lenders_at``."""
    return frozenset({user.pk, *(lender.pk for lender in lenders_at(user, permission, agency, unit))})


# ── roles and accounts as things that one sees and changes ───────────────────────────────────────


def grants_in(reach: Reach, prefix: str = "") -> Q:
    """Return the condition that a role is held at a place within reach."""
    if reach.everywhere:
        return Q()
    found = Q(**{f"{prefix}agency__in": reach.agencies}) | Q(
        **{f"{prefix}agency__commission__in": reach.agencies}
    )
    for path in reach.unit_paths:
        found |= Q(**{f"{prefix}unit__path__startswith": path})
    return found


def grants_visible_to(user: Visitor, permission: Permission = P.ACCOUNTS_GRANT_READ) -> QuerySet[Grant]:
    """Return the roles that others hold where somebody holds a permission."""
    reach = reach_of(user, permission)
    return Grant.objects.filter(grants_in(reach)) if reach else Grant.objects.none()


def accounts_visible_to(user: Visitor, permission: Permission = P.ACCOUNTS_GRANT_READ) -> QuerySet[User]:
    """Return the accounts that hold or held a role where somebody holds a permission."""
    reach = reach_of(user, permission)
    if reach.everywhere:
        return User.objects.all()
    return User.objects.filter(pk__in=grants_visible_to(user, permission).values("user"))


def may_give(user: Visitor, agency: Agency | None, unit: Unit | None = None) -> bool:
    """Return whether somebody may give roles at a place; None is everywhere on this server."""
    return reach_of(user, P.ACCOUNTS_GRANT_GIVE).covers(agency, unit)


def may_end(user: Visitor, grant: Grant) -> bool:
    """Return whether somebody may end a role.

    The role of an overseer is ended only from above the agency that is overseen: by the commission or by who gives
    roles everywhere. An agency does not quietly close the eyes that are on it.
    """
    reach = reach_of(user, P.ACCOUNTS_GRANT_GIVE)
    if grant.role not in OVERSEERS or grant.agency is None or grant.agency.kind == _OVERSEES:
        return reach.covers(grant.agency, grant.unit)
    return reach.everywhere or grant.agency.commission_id in reach.agencies


def may_manage(user: Visitor, account: User) -> bool:
    """Return whether somebody may close, reopen or invite an account: may end every role that it holds or will hold.

    Who could send a way in to an account with powers elsewhere would hold those powers.
    """
    if account.pk == user.pk or not may_anywhere(user, P.ACCOUNTS_GRANT_GIVE):
        return False
    today = timezone.localdate()
    ever = list(account.grants.select_related("agency", "unit"))
    standing = [
        grant for grant in ever if grant.ended_at is None and (grant.end is None or grant.end >= today)
    ]
    reach = reach_of(user, P.ACCOUNTS_GRANT_GIVE)
    if not all(may_end(user, grant) for grant in standing):
        return False
    return reach.everywhere or any(reach.covers(grant.agency, grant.unit) for grant in ever)


def _covers(grant: Grant, agency: Agency | None, unit: Unit | None) -> bool:
    if grant.unit is not None:
        return unit is not None and unit.path.startswith(grant.unit.path)
    return grant.agency_id is None or (agency is not None and _touches(grant, agency))


def _touches(grant: Grant, agency: Agency) -> bool:
    return grant.agency_id in {None, agency.pk, agency.commission_id}


__all__ = [
    "NOWHERE",
    "Extent",
    "Reach",
    "Visitor",
    "accounts_visible_to",
    "acting_for",
    "answerable",
    "answerable_at",
    "grants_in",
    "grants_of",
    "grants_today",
    "grants_visible_to",
    "holds",
    "in_force",
    "lenders_at",
    "may_anywhere",
    "may_end",
    "may_give",
    "may_manage",
    "reach_of",
    "roles_with",
    "why",
]
