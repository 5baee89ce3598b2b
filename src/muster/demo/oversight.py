"""Twenty recommendations of a board, an auditor and a council in the demo, in all states, with the way they went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from muster.accounts.models import User
from muster.accounts.roles import Role
from muster.curriculum.models import Course
from muster.demo.people import People
from muster.files.models import StoredFile
from muster.files.store import place
from muster.oversight.enums import WORKING, ChangeKind, IssuerKind, Priority, RecommendationState, Side
from muster.oversight.lifecycle import moves_from
from muster.oversight.models import (
    Change,
    Issuer,
    Link,
    Milestone,
    Recommendation,
    RecommendationFile,
    Seat,
)

S = RecommendationState

#: By which states each state was reached.
TO_WORK: Final = (S.ISSUED, S.ACKNOWLEDGED, S.RESPONSE_DUE, S.ACCEPTED, S.IN_PROGRESS)
REPORTED: Final = (*TO_WORK, S.REPORTED_IMPLEMENTED)
DECLINED: Final = (S.ISSUED, S.ACKNOWLEDGED, S.DECLINED)


@dataclass(frozen=True)
class Asked:
    """One recommendation of the demo: whose, what, how long ago, and which way it went."""

    body: int
    title: str
    text: str
    kind: str
    days_ago: int
    way: tuple[S, ...]
    priority: int = Priority.MEDIUM


#: (name, kind, role of who speaks for it, days to acknowledge, days to answer)
BODIES: Final = (
    ("Riverbend Police Oversight Board", IssuerKind.BOARD, Role.BOARD, 10, 60),
    ("City Auditor of Riverbend", IssuerKind.AUDITOR, Role.AUDITOR, 5, 30),
    ("Community Training Council", IssuerKind.COUNCIL, Role.ADVISORY, 10, 60),
)
HIGH, LOW = Priority.HIGH, Priority.LOW
RECOMMENDATIONS: Final = (
    Asked(0, "Scenarios in every de-escalation class", "Replace half of the lecture by scenarios with actors.",
          "training", 400, (*REPORTED, S.VERIFIED_IMPLEMENTED, S.CLOSED), HIGH),
    Asked(0, "Supervisors first", "Train supervisors in crisis response before their squads.",
          "training", 380, (*REPORTED, S.VERIFIED_IMPLEMENTED)),
    Asked(0, "Publish the training calendar", "Put the year's calendar where residents find it.",
          "practice", 350, (*REPORTED, S.VERIFIED_PARTIAL)),
    Asked(0, "Keep the signed sheets", "Attach the signed sign-in sheet to every class file.",
          "records", 330, (*REPORTED, S.NOT_IMPLEMENTED), HIGH),
    Asked(0, "Let residents observe", "Open two classes a year to observers of the board.",
          "practice", 300, (*DECLINED, S.CLOSED), LOW),
    Asked(0, "Pay co-instructors", "Pay people with lived experience who teach with us.",
          "policy", 170, (S.ISSUED, S.ACKNOWLEDGED, S.RESPONSE_DUE, S.PARTLY)),
    Asked(0, "Refresh bias-free policing every year", "Teach it yearly, not every third year.",
          "training", 200, TO_WORK, HIGH),
    Asked(0, "Test what was learned", "Give each class the same test before and after.",
          "training", 150, REPORTED),
    Asked(0, "Fewer no-shows", "Say why people do not come, and what is done about it.",
          "supervision", 75, (S.ISSUED, S.ACKNOWLEDGED, S.RESPONSE_DUE)),
    Asked(0, "A plain page on hours", "Show residents how many hours are trained in which subject.",
          "records", 4, (S.ISSUED,), LOW),
    Asked(1, "Instructors' certificates", "Check before each class that the instructor's certificate is valid.",
          "records", 260, (*REPORTED, S.VERIFIED_IMPLEMENTED, S.CLOSED), HIGH),
    Asked(1, "Old lesson plans", "Review every lesson plan older than three years.",
          "training", 240, TO_WORK),
    Asked(1, "Late entries", "Enter records within ten days of the class.",
          "records", 120, (*REPORTED, S.VERIFIED_PARTIAL, S.IN_PROGRESS)),
    Asked(1, "Range ammunition", "Count ammunition by class, not by month.",
          "equipment", 90, DECLINED, LOW),
    Asked(1, "Two people for waivers", "Let nobody propose and grant the same waiver.",
          "policy", 40, (S.ISSUED, S.ACKNOWLEDGED), HIGH),
    Asked(1, "Cost of outside training", "Report the cost per person reached.",
          "records", 20, (S.ISSUED,)),
    Asked(2, "Youth voices", "Let young people rewrite the scenarios about stops.",
          "training", 220, REPORTED, HIGH),
    Asked(2, "Interpreters", "Teach how to work with interpreters, with interpreters.",
          "training", 160, (S.ISSUED, S.ACKNOWLEDGED, S.RESPONSE_DUE, S.ACCEPTED)),
    Asked(2, "Say it in Spanish", "Offer every public page about training in Spanish.",
          "practice", 110, (*TO_WORK, S.NOT_IMPLEMENTED, S.CLOSED)),
    Asked(2, "Families of those killed", "Ask families how they want to be heard in the curriculum.",
          "practice", 30, (S.ISSUED, S.ACKNOWLEDGED)),
)  # fmt: skip
WORDS: Final[dict[S, str]] = {
    S.ACKNOWLEDGED: "Received; the training director looks into it.",
    S.RESPONSE_DUE: "",
    S.ACCEPTED: "We agree and will do it.",
    S.PARTLY: "Teaching hours are paid; preparation is not yet in the budget.",
    S.DECLINED: "The contract binds us until next year; we raise it in the talks.",
    S.IN_PROGRESS: "The first step is under way.",
    S.REPORTED_IMPLEMENTED: "Done; the file shows it.",
    S.VERIFIED_IMPLEMENTED: "We drew twelve class files, and all twelve hold it.",
    S.VERIFIED_PARTIAL: "Seven of twelve hold it.",
    S.NOT_IMPLEMENTED: "Two of twelve hold it.",
    S.CLOSED: "Nothing more to ask.",
}
PROOF: Final = b"What was done, made up for the demo.\n"


def make_oversight(people: People, users: dict[Role, User], today: date) -> int:
    """Write them with their history, straight into the tables. Returns how many there are."""
    since = today - timedelta(days=500)
    bodies = []
    for name, kind, role, acknowledge, answer in BODIES:
        body = Issuer.objects.create(
            agency=people.agency,
            name=name,
            kind=kind,
            acknowledge_days=acknowledge,
            answer_days=answer,
            source="City code 3.21 (made up)",
        )
        Seat.objects.create(issuer=body, user=users[role], start=since, given_by=users[Role.ADMINISTRATOR])
        bodies.append((body, users[role]))
    for number, asked in enumerate(RECOMMENDATIONS, 1):
        body, speaker = bodies[asked.body]
        made = _make(asked, number, body, today)
        _tell(made, asked, speaker, users[Role.DIRECTOR], today)
        _hang_on(made, asked, users[Role.DIRECTOR], today)
    return len(RECOMMENDATIONS)


def _make(asked: Asked, number: int, body: Issuer, today: date) -> Recommendation:
    issued = today - timedelta(days=asked.days_ago)
    worked = set(asked.way) & set(WORKING)
    answered = next((state for state in asked.way if state in (S.ACCEPTED, S.PARTLY, S.DECLINED)), None)
    return Recommendation.objects.create(
        issuer=body,
        number=f"{issued.year}-{number:02}",
        title=asked.title,
        issued_on=issued,
        text=asked.text,
        rationale="Heard in three public meetings.",
        kind=asked.kind,
        priority=asked.priority,
        addressed_to="Training director",
        state=asked.way[-1],
        acknowledge_by=issued + timedelta(days=body.acknowledge_days),
        respond_by=issued + timedelta(days=body.answer_days),
        response=WORDS[answered] if answered else "",
        decline_reason=WORDS[answered] if answered in (S.PARTLY, S.DECLINED) else "",
        plan="Change the lesson plan, teach both squads, look at twelve class files." if worked else "",
        owner="Training director" if worked or S.RESPONSE_DUE in asked.way else "",
        finish_by=issued + timedelta(days=180) if worked else None,
    )


def _tell(made: Recommendation, asked: Asked, speaker: User, director: User, today: date) -> None:
    """Write the history: its steps spread evenly between the day of issue and today."""
    zone = ZoneInfo(made.issuer.agency.time_zone)

    def at(place: int) -> datetime:
        day = made.issued_on + timedelta(days=asked.days_ago * place // (len(asked.way) + 1))
        return min(datetime.combine(day, time(10), zone), datetime.combine(today, time(9), zone))

    Change.objects.create(
        recommendation=made,
        kind=ChangeKind.ISSUED,
        side=Side.ISSUER,
        state=S.ISSUED,
        to=S.ISSUED,
        words=made.title,
        by=speaker,
        at=at(0),
    )
    for number, (state, to) in enumerate(pairwise(asked.way), 1):
        side = next(move.side for move in moves_from(state) if move.target == to)
        Change.objects.create(
            recommendation=made,
            kind=ChangeKind.STEP,
            side=side,
            state=state,
            to=to,
            words=WORDS[to],
            by=speaker if side == Side.ISSUER else director,
            at=at(number),
        )


def _hang_on(made: Recommendation, asked: Asked, director: User, today: date) -> None:
    """Attach proof, set a milestone, link a course."""
    if S.REPORTED_IMPLEMENTED in asked.way:
        RecommendationFile.objects.create(
            recommendation=made,
            file=_proof(director),
            name="proof.txt",
            side=Side.DEPARTMENT,
            note="What was done",
            added_by=director,
        )
    if made.state == S.IN_PROGRESS:
        Milestone.objects.create(
            recommendation=made, title="Both squads taught", due_on=today + timedelta(days=30)
        )
    course = Course.objects.filter(agency=made.issuer.agency).order_by("pk").first()
    if asked.kind == "training" and course is not None:
        Link.objects.create(recommendation=made, course=course)


def _proof(director: User) -> StoredFile:
    """Keep the file that shows it, once; the demo's own entry vouches for it."""
    placed = place(ContentFile(PROOF))
    kept, _new = StoredFile.objects.get_or_create(
        sha256=placed.sha256,
        defaults={"size": placed.size, "media_type": placed.kind.media_type, "added_by": director},
    )
    return kept
