"""How allauth behaves here: accounts are given, strangers make none, second factors are not kept in the clear."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from muster.accounts.models import User

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpResponse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are given by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Return no: a stranger does not make an account."""
        return False


class OpenIDAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who comes from the agency's own sign-in is let into an account that is there, and into no other."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Return no: whoever the provider vouches for still needs an account here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link to the account of the same address, once the provider says that it verified the address."""
        verified = {given.email.strip().lower() for given in sociallogin.email_addresses if given.verified}
        _forget_claims(sociallogin)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            if getattr(request.user, "email", None) not in verified:
                _refuse(
                    request, _("That account has another address than yours, so the two were not linked.")
                )
            return
        if sociallogin.is_existing:
            return
        account = User.objects.filter(email__in=verified, is_active=True).first()
        if account is None:
            _refuse(request, _no_account(verified))
        sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        """Say it on the sign-in page instead of on a page without a way on."""
        _refuse(
            request, _("Signing in with your agency account did not work. Try again, or use your password.")
        )


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Keeps the secrets of second factors encrypted, so that a copied database alone does not hand them out."""

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's signature
        """Return the name of a passkey whose owner gives it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of what is kept."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _no_account(verified: set[str]) -> str:
    if not verified:
        return _(
            "Your agency account does not say that your address was verified, so nobody could be found by it."
        )
    return _("There is no account here for %(address)s. Ask your training office for one.") % {
        "address": ", ".join(sorted(verified))
    }


def _refuse(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    there = "socialaccount_connections" if request.user.is_authenticated else "account_login"
    answer: HttpResponse = redirect(there)
    raise ImmediateHttpResponse(answer)


def _forget_claims(sociallogin: SocialLogin) -> None:
    """Keep the provider's name for the person and nothing else of what it told."""
    sociallogin.account.extra_data = {}
    if sociallogin.account.pk:
        sociallogin.account.save(update_fields=["extra_data"])


def _cipher() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"muster second factors")
    return Fernet(urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
