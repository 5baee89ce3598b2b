"""Who reads a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from muster.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


def reader(request: HttpRequest) -> User:
    """Return the account that is signed in. Pages ask for sign-in before, so there is always one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
