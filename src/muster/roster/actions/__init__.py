"""Writes to the roster. Each is one transaction and one ledger entry; the caller has checked permission."""

from muster.roster.actions.accounts import join_account
from muster.roster.actions.lines import appoint, assign, correct, identify, withdraw, write_fact
from muster.roster.actions.merging import merge_people, undo_merge
from muster.roster.actions.people import add_person, change_person
from muster.roster.actions.separation import separate
from muster.roster.actions.telling_apart import propose_again, tell_apart
from muster.roster.actions.units import (
    add_agency,
    add_unit,
    close_unit,
    move_unit,
    reopen_unit,
    set_late_days,
)

__all__ = [
    "add_agency",
    "add_person",
    "add_unit",
    "appoint",
    "assign",
    "change_person",
    "close_unit",
    "correct",
    "identify",
    "join_account",
    "merge_people",
    "move_unit",
    "propose_again",
    "reopen_unit",
    "separate",
    "set_late_days",
    "tell_apart",
    "undo_merge",
    "withdraw",
    "write_fact",
]
