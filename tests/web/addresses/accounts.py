"""Who may open the pages about roles and accounts, and those of signing in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.cast import Cast
from tests.web.address import ANY_ACCOUNT, EVERYBODY, NOBODY, Address, fixed

from muster.accounts.models import Grant
from muster.accounts.roles import Role

#: A new role for the outsider's own account and another's, as a post would ask for it.
REASON = {"reason": "because"}


def ada(cast: Cast) -> dict[str, Any]:
    """Ada's account."""
    return {"pk": cast.user["ada"].pk}


def ada_s_role(cast: Cast) -> dict[str, Any]:
    """The role of officer that Ada holds."""
    return {"pk": Grant.objects.get(user=cast.user["ada"]).pk}


def closed_ada(cast: Cast) -> dict[str, Any]:
    """Ada's account, closed. Of the others only who may open it again can do anything with it."""
    return {"pk": cast.user["ada"].pk}


def chief_s_role(cast: Cast) -> dict[str, Any]:
    """The chief's role, which the chief may lend."""
    return {"pk": Grant.objects.get(user=cast.user["chris"], role=Role.COMMAND).pk}


def lent_by_chief(cast: Cast) -> dict[str, Any]:
    """The chief's role, lent to Dina."""
    own, today = Grant.objects.get(user=cast.user["chris"], role=Role.COMMAND), timezone.localdate()
    lent = Grant.objects.create(
        user=cast.user["dina"],
        role=Role.COMMAND,
        agency=own.agency,
        start=today,
        end=today,
        delegated_from=own,
    )
    return {"pk": lent.pk}


def a_role_for_ada(cast: Cast) -> dict[str, Any]:
    """What giving Ada another role posts."""
    return {
        "email": cast.user["ada"].email,
        "role": Role.DIRECTOR,
        "agency": cast.millbrook.pk,
        "start": timezone.localdate().isoformat(),
    }


def a_loan(cast: Cast) -> dict[str, Any]:
    """What lending to Ada posts."""
    today = timezone.localdate().isoformat()
    return {"email": cast.user["ada"].email, "start": today, "end": today, **REASON}


def because(cast: Cast) -> dict[str, Any]:
    """A reason, which is all that is asked for."""
    return REASON


ADDRESSES = [
    # roles: the training office and the chief see them, the administrator gives them
    Address("grants", who="tara dina chris admin"),
    Address("give_role", who="admin", post=a_role_for_ada),
    Address("end_role", who="admin", kwargs=ada_s_role, post=because),
    Address("account", who="tara dina chris admin", kwargs=ada),
    Address("invite_account", who="admin", kwargs=ada, gets=False),
    Address("remove_factors", who="admin", kwargs=ada, post=because),
    Address("close_account", who="admin", kwargs=ada, post=because),
    Address("reopen_account", who="admin", kwargs=closed_ada, post=because),
    # one's own
    Address("my_account", who=ANY_ACCOUNT),
    Address("lend_role", who="chris", kwargs=chief_s_role, post=a_loan),
    Address("return_role", who="chris dina", kwargs=lent_by_chief, post=because),
    # signing in
    Address("account_login", who=EVERYBODY),
    Address("account_logout", who=EVERYBODY),
    Address("account_inactive", who=EVERYBODY),
    Address("account_reauthenticate", who=ANY_ACCOUNT, gives=False),
    Address("account_change_password", who=ANY_ACCOUNT),
    Address("account_set_password", who=ANY_ACCOUNT),
    Address(
        "account_reset_password_from_key",
        who=EVERYBODY,
        kwargs=fixed(uidb36="1", key="no-such-key"),
    ),
    Address("account_reset_password_from_key_done", who=EVERYBODY),
    Address("mfa_index", who=ANY_ACCOUNT),
    Address("mfa_authenticate", who=EVERYBODY),
    Address("mfa_reauthenticate", who=ANY_ACCOUNT, gives=False),
    Address("mfa_activate_totp", who=ANY_ACCOUNT),
    Address("mfa_deactivate_totp", who=ANY_ACCOUNT, gives=False),
    Address("mfa_view_recovery_codes", who=ANY_ACCOUNT, gives=False),
    Address("mfa_generate_recovery_codes", who=ANY_ACCOUNT, gives=False),
    Address("mfa_download_recovery_codes", who=ANY_ACCOUNT, gives=False),
    Address("mfa_list_webauthn", who=ANY_ACCOUNT),
    Address("mfa_add_webauthn", who=ANY_ACCOUNT),
    Address("mfa_reauthenticate_webauthn", who=ANY_ACCOUNT, gives=False),
    Address("mfa_remove_webauthn", who=NOBODY, kwargs=fixed(pk=1)),
    Address("mfa_edit_webauthn", who=NOBODY, kwargs=fixed(pk=1)),
    Address("mfa_login_webauthn", who=EVERYBODY),
    Address("socialaccount_login_cancelled", who=EVERYBODY),
    Address("socialaccount_login_error", who=EVERYBODY, gives=False),
    Address("socialaccount_connections", who=ANY_ACCOUNT),
    Address("openid_connect_login", who=EVERYBODY, kwargs=fixed(provider_id="x"), gives=False),
    Address("openid_connect_callback", who=EVERYBODY, kwargs=fixed(provider_id="x"), gives=False),
    # what allauth has and Muster does not
    Address("account_email", who=NOBODY),
    Address("account_email_verification_sent", who=NOBODY),
    Address("account_confirm_email", who=NOBODY, kwargs=fixed(key="x")),
    Address("account_confirm_login_code", who=NOBODY),
    Address("account_reset_password", who=NOBODY),
    Address("account_reset_password_done", who=NOBODY),
    Address("account_signup", who=NOBODY),
    Address("socialaccount_signup", who=NOBODY),
    Address("old_social", who=NOBODY, kwargs=fixed(rest="signup/")),
    # the frame of every page
    Address("home", who=ANY_ACCOUNT),
    Address("shell:language", who=EVERYBODY),
    Address("shell:theme", who=EVERYBODY),
]
