"""Roles and accounts, as querysets that compose."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from muster.accounts.access import holds
from muster.accounts.models import Grant, User
from muster.ledger.models import Entry


def annotate_holds(grants: QuerySet[Grant], day: date | None = None) -> QuerySet[Grant]:
    """Add ``holds``: whether each role gives its powers on a day (None: today)."""
    there = ExpressionWrapper(holds(day or timezone.localdate()), output_field=BooleanField())
    return grants.annotate(holds=there)


def filter_state(grants: QuerySet[Grant], state: str, day: date | None = None) -> QuerySet[Grant]:
    """Keep the roles that are held (``now``), begin later (``coming``), are over (``over``), or all."""
    day = day or timezone.localdate()
    coming = Q(start__gt=day, ended_at__isnull=True)
    match state:
        case "now":
            return grants.filter(holds(day))
        case "coming":
            return grants.filter(coming)
        case "over":
            return grants.exclude(coming).exclude(pk__in=Grant.objects.filter(holds(day)).values("pk"))
        case _:
            return grants


def filter_named(grants: QuerySet[Grant], words: str) -> QuerySet[Grant]:
    """Keep the roles of people whose name or address holds every word."""
    for word in words.split():
        grants = grants.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return grants


def with_names(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    """Fetch what a row shows along with it."""
    return grants.select_related("user", "agency", "unit", "delegated_from__user")


def account_of(address: str) -> User | None:
    """Return the account of an address, or None."""
    return User.objects.filter(email=address.strip().lower()).first()


def has_factors(account: User) -> bool:
    """Return whether an account has a passkey, an app or recovery codes."""
    return bool(Authenticator.objects.filter(user=account).exists())


def passkeys_of(account: User) -> QuerySet[Authenticator]:
    """Return the passkeys and security keys of an account, the oldest first."""
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk")


def lent_by(user: User) -> QuerySet[Grant]:
    """Return what somebody lent that is not over, the next to end first."""
    return (
        with_names(Grant.objects.filter(delegated_from__user=user, ended_at__isnull=True))
        .filter(end__gte=timezone.localdate())
        .order_by("end", "pk")
    )


def entries_about(account: User, limit: int = 20) -> list[Entry]:
    """Return the newest ledger entries about an account itself: opened, invited, password, second factors."""
    about = Entry.objects.filter(subject_kind=User._meta.label_lower, subject_id=str(account.pk))
    return list(about.select_related("actor").order_by("-number")[:limit])
