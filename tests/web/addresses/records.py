"""Who may open the pages about records, files of people, approvals, holds and imports."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from tests.cast import Cast
from tests.records.bringing import RECORDS_HEADER, bring, brought_in, number_of
from tests.web.address import Address

from muster.files.actions import store
from muster.records.actions.disputes import open_dispute
from muster.records.actions.holds import set_hold
from muster.records.actions.imports.accepting import accept_import
from muster.records.enums import Origin, RecordStatus
from muster.records.models import Evidence, Record

READERS = "sam tara dina chris rae olga vic posy"  # of the records of Squad A: its sergeant, and those over the agency
OFFICERS = "ada ben sam tara ian nora"
TRAINING = "tara dina"
VERIFIERS = "tara dina rae"


def ada_s_record(cast: Cast, **fields: Any) -> dict[str, int]:
    """A verified record about Ada."""
    said = {"status": RecordStatus.VERIFIED, "origin": Origin.ENTERED, **fields}
    made = Record.lines.create(
        agency=cast.millbrook,
        person=cast.person["ada"],
        title="First aid",
        completed_on=date(2024, 5, 31),
        minutes=240,
        **said,
    )
    return {"pk": made.pk}


def waiting(cast: Cast) -> dict[str, int]:
    """A record of Ada's that waits."""
    return ada_s_record(cast, status=RecordStatus.PENDING, origin=Origin.OUTSIDE)


def one_waits(cast: Cast) -> dict[str, Any]:
    """No part of the address; a record of Ada's waits."""
    waiting(cast)
    return {}


def the_one_that_waits(_cast: Cast) -> dict[str, Any]:
    """What approving it would post."""
    return {"records": Record.lines.get().pk, "seen": ""}


def refused(cast: Cast) -> dict[str, int]:
    """A record that Ada handed in and that was refused."""
    return ada_s_record(cast, status=RecordStatus.REFUSED, origin=Origin.OUTSIDE)


def certificate(cast: Cast) -> dict[str, int]:
    """A certificate of Ada's."""
    stored = store(content=io.BytesIO(b"%PDF-1.7 a certificate"), by=cast.user["ada"])
    record = Record.lines.get(pk=waiting(cast)["pk"])
    return {"pk": Evidence.objects.create(record=record, file=stored, name="card.pdf").pk}


def dispute(cast: Cast) -> dict[str, int]:
    """Ada's objection to a record."""
    record = Record.lines.get(pk=ada_s_record(cast)["pk"])
    return {"pk": open_dispute(record=record, by=cast.user["ada"], claim="It was eight hours.").pk}


def agency(cast: Cast) -> dict[str, int]:
    """The department."""
    return {"pk": cast.millbrook.pk}


def hold(cast: Cast) -> dict[str, int]:
    """A hold over everything, set by the chief, so that the custodian may release it."""
    return {"pk": set_hold(agency=cast.millbrook, kind="legal", reason="A matter", by=cast.user["chris"]).pk}


def batch(cast: Cast) -> dict[str, int]:
    """An import that is being looked at."""
    return {"pk": bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n").pk}


def held_back(cast: Cast) -> dict[str, int]:
    """An import with an old record, which waits for a second person; too wide for a phone."""
    header = RECORDS_HEADER.replace("Hours", "Hours,Academy or provider,Wherever it was")
    text = f"{header}{number_of(cast.person['ada'])},De-escalation,2024-05-31,4,Northern Academy,Millbrook\n"
    return {"pk": accept_import(batch=bring(cast, text), by=cast.user["tara"]).pk}


def accepted(cast: Cast) -> dict[str, int]:
    """An import that was brought in."""
    text = f"{RECORDS_HEADER}{number_of(cast.person['ada'])},CPR,2024-05-31,4\n"
    return {"pk": brought_in(cast, bring(cast, text)).pk}


def ada(cast: Cast) -> dict[str, int]:
    """Ada."""
    return {"pk": cast.person["ada"].pk}


def squad_a(cast: Cast) -> dict[str, int]:
    """Ada's squad."""
    return {"pk": cast.squad_a.pk}


def because(_cast: Cast) -> dict[str, str]:
    """A reason."""
    return {"reason": "because", "claim": "It is wrong.", "answer": "It is right.", "decision": "stands"}


ADDRESSES = [
    Address("officer:file", who=OFFICERS),
    Address("officer:file_of", who=f"ada {READERS}", kwargs=ada),
    Address("officer:unit_file", who=READERS, kwargs=squad_a),
    Address("officer:record", who=f"ada {READERS}", kwargs=ada_s_record),
    Address("officer:dispute", who="ada", kwargs=ada_s_record, post=because),
    Address("officer:hand_in_again", who="ada", kwargs=refused, post=because),
    Address("officer:evidence", who=f"ada {READERS}", kwargs=certificate),
    Address("officer:outside", who=OFFICERS),
    Address("officer:certificates", who=OFFICERS),
    Address("trainer:records", who=READERS),
    Address("trainer:add_record", who=TRAINING),
    Address("trainer:correct_record", who=TRAINING, kwargs=ada_s_record, post=because),
    Address("trainer:withdraw_record", who=TRAINING, kwargs=ada_s_record, post=because),
    Address("trainer:verify", who=VERIFIERS),
    Address("trainer:verify_many", who=VERIFIERS, kwargs=one_waits, post=the_one_that_waits),
    Address("trainer:late", who=VERIFIERS),
    Address(
        "trainer:import_confirm", who=VERIFIERS, kwargs=held_back, post=lambda _cast: {"decision": "confirm"}
    ),
    Address("trainer:decide", who=VERIFIERS, kwargs=waiting, post=lambda _cast: {"decision": "verify"}),
    Address("trainer:disputes", who=TRAINING),
    Address("trainer:answer_dispute", who=TRAINING, kwargs=dispute, post=because),
    Address("trainer:keeping", who=f"{TRAINING} rae"),
    Address("trainer:own_period", who="dina rae", kwargs=agency, post=because),
    Address("trainer:holds", who="rae"),
    Address("trainer:add_hold", who="rae", post=because),
    Address("trainer:hold", who="rae", kwargs=hold, post=because),
    Address("trainer:imports", who=TRAINING),
    Address("trainer:import", who=TRAINING, kwargs=batch, post=lambda _cast: {"leave_known": ""}),
    Address("trainer:import_columns", who=TRAINING, kwargs=batch),
    Address("trainer:import_people", who=TRAINING, kwargs=batch),
    Address("trainer:import_accept", who=TRAINING, kwargs=batch),
    Address("trainer:import_undo", who=TRAINING, kwargs=accepted, post=because),
    Address("trainer:import_abandon", who=TRAINING, kwargs=batch),
    Address("trainer:import_rows", who=TRAINING, kwargs=lambda cast: {**batch(cast), "sort": "aside"}),
]
