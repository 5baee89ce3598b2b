"""Rooms: added, changed, taken out of use. A room stays as long as a class was held in it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.actions import take_turn
from muster.records.models import Room
from muster.roster.models import Agency


@transaction.atomic
def add_room(*, agency: Agency, by: User, **fields: Any) -> Room:
    """Add a room of an agency. Raises ValidationError for a name the agency has already."""
    take_turn()
    room = Room(agency=agency, **fields)
    return _write(room, by, {"name": room.name})


@transaction.atomic
def change_room(*, room: Room, by: User, **fields: Any) -> Room:
    """Change name, seats or whether a room is in use; sessions planned there stay. Raises ValidationError."""
    take_turn()
    for name, value in fields.items():
        setattr(room, name, value)
    return _write(room, by, {name: str(value) for name, value in fields.items()})


def _write(room: Room, by: User, details: dict[str, Any]) -> Room:
    room.full_clean()
    room.save()
    write_deed(verb=Permission.RECORDS_SESSION_PLAN, subject=room, by=by, agency=room.agency, details=details)
    return room
