"""What allauth changes of an account by itself is written into the ledger too: passwords, second factors, links."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from muster.accounts.models import User
from muster.accounts.shift import SIGNED_IN_AT
from muster.ledger.actions import write_down


@receiver(user_logged_in)
def begin_shift(request: HttpRequest, **_kwargs: Any) -> None:
    """Note when somebody signed in; ``EndOfShift`` signs them out a shift later."""
    request.session[SIGNED_IN_AT] = int(time.time())


@receiver([password_changed, password_set, password_reset])
def note_password(user: User, **_kwargs: Any) -> None:
    """Write down that an account's owner set a password."""
    _note("accounts:user:password", user)


@receiver(post_save, sender=Authenticator)
def note_factor_added(instance: Authenticator, created: bool, **_kwargs: Any) -> None:
    """Write down a new passkey, app or set of recovery codes, in the same transaction; allauth tells only after it."""
    if created:
        _note("accounts:factor:add", instance.user, kind=str(instance.type))


@receiver(authenticator_removed)
def note_factor_removed(user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Write down that a passkey or app was taken away."""
    _note("accounts:factor:remove", user, kind=str(authenticator.type))


@receiver(social_account_added)
def note_link(sociallogin: Any, **_kwargs: Any) -> None:
    """Write down that an account was linked with the agency's own sign-in."""
    _note("accounts:user:link", sociallogin.user, provider=sociallogin.account.provider)


@receiver(social_account_removed)
def note_unlink(socialaccount: Any, **_kwargs: Any) -> None:
    """Write down that such a link was taken away."""
    _note("accounts:user:unlink", socialaccount.user, provider=socialaccount.provider)


def _note(verb: str, user: User, **details: str) -> None:
    with transaction.atomic():
        write_down(verb=verb, subject=user, actor=user, details=details)
