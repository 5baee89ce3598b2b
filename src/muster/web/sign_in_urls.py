"""Addresses of signing in: those of allauth, without those that are of no use here.

Addresses are given by administrators and named in the agency's own sign-in, so nobody changes theirs; accounts are
opened by administrators; and no mail is sent yet, so nobody is promised one.
"""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import include, path


def not_here(request: HttpRequest, **_parts: str) -> NoReturn:  # noqa: ARG001 - a view's signature
    """Say that there is no such page."""
    raise Http404


urlpatterns = [
    path("email/", not_here, name="account_email"),
    path("confirm-email/", not_here, name="account_email_verification_sent"),
    path("confirm-email/<key>/", not_here, name="account_confirm_email"),
    path("login/code/confirm/", not_here, name="account_confirm_login_code"),
    path("password/reset/", not_here, name="account_reset_password"),
    path("password/reset/done/", not_here, name="account_reset_password_done"),
    path("signup/", not_here, name="account_signup"),
    path("3rdparty/signup/", not_here, name="socialaccount_signup"),
    path("social/<path:rest>", not_here, name="old_social"),
    path("", include("allauth.urls")),
]
