"""Who may see and do what with consultations. What the public sees is in ``queries``: it needs no account."""

from __future__ import annotations

from django.db.models import QuerySet

from muster.accounts.access import Visitor
from muster.accounts.permissions import Permission
from muster.community.lifecycle import Move, moves_from
from muster.community.models import Comment, Consultation, ConsultationRule, InvitedGroup, Theme
from muster.roster.access import agencies_where, may_in_agency

P = Permission


def consultations_visible_to(
    user: Visitor, permission: Permission = P.COMMUNITY_CONSULTATION_READ
) -> QuerySet[Consultation]:
    """Return the consultations of agencies in which somebody holds a permission."""
    return Consultation.objects.filter(agency__in=agencies_where(user, permission))


def comments_visible_to(
    user: Visitor, permission: Permission = P.COMMUNITY_CONSULTATION_READ
) -> QuerySet[Comment]:
    """Return the comments, also withheld ones, on consultations over which somebody holds a permission."""
    return Comment.objects.filter(consultation__agency__in=agencies_where(user, permission))


def themes_visible_to(
    user: Visitor, permission: Permission = P.COMMUNITY_CONSULTATION_READ
) -> QuerySet[Theme]:
    """Return the themes of consultations over which somebody holds a permission."""
    return Theme.objects.filter(consultation__agency__in=agencies_where(user, permission))


def groups_visible_to(
    user: Visitor, permission: Permission = P.COMMUNITY_CONSULTATION_MANAGE
) -> QuerySet[InvitedGroup]:
    """Return the invited groups of consultations over which somebody holds a permission."""
    return InvitedGroup.objects.filter(consultation__agency__in=agencies_where(user, permission))


def rules_visible_to(
    user: Visitor, permission: Permission = P.COMMUNITY_RULE_WRITE
) -> QuerySet[ConsultationRule]:
    """Return the consultation rules, of every version, of agencies in which somebody holds a permission."""
    return ConsultationRule.lines.filter(agency__in=agencies_where(user, permission))


def may_move(user: Visitor, move: Move, consultation: Consultation) -> bool:
    """Return whether somebody holds the power for a step of a consultation as it stands."""
    return move.source == consultation.state and may_in_agency(user, move.permission, consultation.agency)


def moves_open_to(user: Visitor, consultation: Consultation) -> list[Move]:
    """Return the steps that somebody may take, whatever may still stand in their way."""
    return [move for move in moves_from(consultation.state) if may_move(user, move, consultation)]
