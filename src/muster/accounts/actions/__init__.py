"""What changes accounts and roles.

``by`` is who does it, or None for somebody at the server's own console (``muster account``), who may do anything.
"""

from muster.accounts.actions.accounts import (
    change_profile,
    close_account,
    invite,
    open_account,
    remove_factors,
    reopen_account,
    set_password,
)
from muster.accounts.actions.delegations import delegate_role, end_delegation
from muster.accounts.actions.grants import end_role, give_role

__all__ = [
    "change_profile",
    "close_account",
    "delegate_role",
    "end_delegation",
    "end_role",
    "give_role",
    "invite",
    "open_account",
    "remove_factors",
    "reopen_account",
    "set_password",
]
