"""The tables of sessions and records."""

from muster.records.models.batch import Batch, ImportProfile, SetAside
from muster.records.models.hold import Hold
from muster.records.models.record import Dispute, Evidence, Record
from muster.records.models.retention import OwnPeriod
from muster.records.models.session import (
    Attendance,
    Enrolment,
    Meeting,
    Result,
    Room,
    Session,
    SessionFile,
    SessionInstructor,
)

__all__ = [
    "Attendance",
    "Batch",
    "Dispute",
    "Enrolment",
    "Evidence",
    "Hold",
    "ImportProfile",
    "Meeting",
    "OwnPeriod",
    "Record",
    "Result",
    "Room",
    "Session",
    "SessionFile",
    "SessionInstructor",
    "SetAside",
]
