"""Who may open the pages of sessions: the training desk's, and an officer's own."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tests.cast import Cast
from tests.factories.sessions import a_room, a_seat, a_session, an_instructor
from tests.web.address import Address

from muster.curriculum.models import Instructor
from muster.files.actions import store
from muster.records.models import Session, SessionFile

PLANNERS = "tara dina"
#: Ian teaches the session of the example.
TEACHERS = "tara dina ian"
#: Who reads course files: the commission's reviewer and all who look after the records or over a shoulder.
FILE_READERS = f"{TEACHERS} chris rae olga vic posy"
OFFICERS = "ada ben sam tara ian nora"
MILLBROOK_OFFICERS = "ada ben sam tara ian"


def _session(cast: Cast, **fields: Any) -> Session:
    teacher = Instructor.objects.filter(agency=cast.millbrook).first() or an_instructor(cast)
    return a_session(cast, teacher=teacher, **fields)


def a_class(cast: Cast) -> dict[str, Any]:
    """Yesterday's class, open, taught by Ian."""
    return {"pk": _session(cast).pk}


def a_class_to_open(cast: Cast) -> dict[str, Any]:
    """A class that is planned, and the step that opens it."""
    return {"pk": _session(cast, days=(3,), state="planned").pk, "to": "open"}


def a_held_class(cast: Cast) -> dict[str, Any]:
    """A class that is over and has no records yet."""
    return {"pk": _session(cast, state="held").pk}


def a_closed_class(cast: Cast) -> dict[str, Any]:
    """A class that has its records and is not reported."""
    return {"pk": _session(cast, state="closed", closed_at=timezone.now()).pk}


def a_roll(cast: Cast) -> dict[str, Any]:
    """The roll of yesterday's class, with Ada on it."""
    session = _session(cast)
    a_seat(session, cast.person["ada"])
    return {"pk": session.pk, "meeting": session.meetings.get().pk}


def ada_s_seat(cast: Cast) -> dict[str, Any]:
    """Ada's seat in yesterday's class."""
    session = _session(cast)
    return {"pk": session.pk, "seat": a_seat(session, cast.person["ada"]).pk}


def ada_s_request(cast: Cast) -> dict[str, Any]:
    """The seat that Ada asks for."""
    session = _session(cast)
    return {"pk": session.pk, "seat": a_seat(session, cast.person["ada"], "requested").pk}


def a_walk_in(cast: Cast) -> dict[str, Any]:
    """Somebody who came without a seat."""
    session = _session(cast)
    return {"pk": session.pk, "seat": session.enrolments.create(walk_in_name="Pat").pk}


def a_sheet(cast: Cast) -> dict[str, Any]:
    """The signed sheet of yesterday's class."""
    session = _session(cast)
    stored = store(content=io.BytesIO(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"), by=None)
    file = SessionFile.objects.create(session=session, file=stored, name="sheet.pdf", kind="sign_in")
    return {"pk": session.pk, "file": file.pk}


def a_place(cast: Cast) -> dict[str, Any]:
    """A room of Millbrook."""
    return {"pk": a_room(cast.millbrook).pk}


def the_room(cast: Cast) -> dict[str, Any]:
    """What adding a room posts."""
    return {"agency": cast.millbrook.pk, "name": "Range", "is_active": "on"}


def ada_s_own_seat(cast: Cast) -> dict[str, Any]:
    """The session in which Ada has a seat."""
    return {"pk": ada_s_seat(cast)["pk"]}


def ada_chosen(cast: Cast) -> dict[str, Any]:
    """What enrolling Ada posts."""
    return {"people": [cast.person["ada"].pk]}


def ada_at_the_door(cast: Cast) -> dict[str, Any]:
    """What adding somebody at the door posts."""
    return {"name": "Pat"}


ADDRESSES = [
    Address("trainer:rooms", PLANNERS),
    Address("trainer:add_room", PLANNERS, post=the_room),
    Address("trainer:change_room", PLANNERS, a_place, the_room),
    # the list and the timetable hold only what the reader may see, so nobody is turned away who may read or teach at all
    Address("trainer:sessions", FILE_READERS),
    Address("trainer:timetable", TEACHERS),
    Address("trainer:add_session", PLANNERS),
    Address("trainer:session", FILE_READERS, a_class),
    Address("trainer:change_session", PLANNERS, a_class),
    Address("trainer:clone_session", PLANNERS, a_class, lambda _cast: {"first_day": "2030-01-07"}),
    Address("trainer:move_session", PLANNERS, a_class_to_open),
    Address("trainer:close_session", PLANNERS, a_held_class, lambda _cast: {"no_plan_reason": "None."}),
    Address("trainer:report_session", PLANNERS, a_closed_class, lambda _cast: {"reported_on": "2026-01-01"}),
    Address("trainer:add_session_file", TEACHERS, a_class),
    Address("trainer:download_session_file", FILE_READERS, a_sheet),
    Address("trainer:pick_people", PLANNERS, a_class, ada_chosen),
    Address("trainer:approve_seat", PLANNERS, ada_s_request, gets=False),
    Address("trainer:decline_seat", PLANNERS, ada_s_request, lambda _cast: {"answer": "No."}),
    Address("trainer:withdraw_seat", PLANNERS, ada_s_seat, gets=False),
    Address("trainer:seat_days", PLANNERS, ada_s_seat),
    Address("trainer:link_walk_in", TEACHERS, a_walk_in),
    Address("trainer:results", FILE_READERS, a_class),
    Address("trainer:roll", FILE_READERS, a_roll, lambda _cast: {"rest": "present"}),
    Address("trainer:everybody", TEACHERS, lambda cast: {**a_class(cast), "what": "attended"}),
    Address("trainer:undo_step", TEACHERS, lambda cast: {**a_class(cast), "step": uuid4()}),
    Address("trainer:add_at_door", TEACHERS, a_roll, ada_at_the_door, gets=False),
    Address("trainer:real_times", TEACHERS, a_roll, gets=False),
    Address("trainer:sign_in_sheet", TEACHERS, a_roll),
    Address("officer:sessions", OFFICERS),
    Address("officer:session", MILLBROOK_OFFICERS, a_class),
    Address("officer:download_session_calendar", MILLBROOK_OFFICERS, a_class),
    Address("officer:ask_for_seat", MILLBROOK_OFFICERS, a_class, gets=False),
    Address("officer:give_back_seat", "ada", ada_s_own_seat, gets=False),
    Address("officer:answer_invitation", "ada", ada_s_own_seat, gets=False),
]
