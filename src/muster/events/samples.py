"""A year of sample events of the kinds that departments know, to look around with. None of them is real.

Providers, titles, dates and prices are invented and marked as samples; only the cities are real, so that travel rates
can be tried on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.events.enums import EventKind, ProviderKind, SourceKind
from muster.events.matching import series_of
from muster.events.models import Event, EventCredit, EventDay, EventSession, EventSource, Provider
from muster.ledger.actions import take_turn
from muster.roster.models import Agency

P = Permission
K = EventKind

#: Invented, each with the word that says so in its name.
PROVIDERS: Final[dict[str, ProviderKind]] = {
    "Sample Chiefs' Association": ProviderKind.ASSOCIATION,
    "Sample State Academy": ProviderKind.STATE,
    "Sample Regional Training Center": ProviderKind.ACADEMY,
    "Sample Institute for Fair Policing": ProviderKind.ACADEMY,
    "Sample Community Mental Health Board": ProviderKind.COMMUNITY,
    "Sample Neighbour City Police": ProviderKind.AGENCY,
    "Sample Training Company": ProviderKind.COMPANY,
}


@dataclass(frozen=True)
class _Sample:
    """One sample: on which day of the year it begins, for how many days, where, what it costs in dollars."""

    title: str
    provider: str
    kind: EventKind
    day: int
    days: int
    hours: int
    dollars: int
    topics: tuple[str, ...]
    place: tuple[str, str, str, int | None] = ("", "", "", None)  # city, state, ZIP, miles
    seats: int | None = None
    lunch: bool = False
    sessions: tuple[str, ...] = ()
    summary: str = ""


_SALEM = ("Salem", "OR", "97301", 47)
_PORTLAND = ("Portland", "OR", "97204", 12)
_BOISE = ("Boise", "ID", "83702", 430)
_CHICAGO = ("Chicago", "IL", "60611", 2_120)
_SEATTLE = ("Seattle", "WA", "98101", 175)
_BEND = ("Bend", "OR", "97701", 162)
_EUGENE = ("Eugene", "OR", "97401", 110)

SAMPLES: Final = (
    _Sample(
        "Sample: 40-hour crisis intervention team course",
        "Sample Community Mental Health Board",
        K.CLASS,
        25,
        5,
        40,
        0,
        ("crisis-response", "mental-health"),
        _PORTLAND,
        24,
        lunch=True,
        summary="Five days with people who live with mental illness, families, clinicians and role-play.",
    ),
    _Sample(
        "Sample: De-escalation instructor school",
        "Sample State Academy",
        K.TRAIN_THE_TRAINER,
        46,
        3,
        24,
        450,
        ("de-escalation", "use-of-force"),
        _SALEM,
        16,
        summary="For instructors who will teach it at home; comes with a lesson plan and scenarios.",
    ),
    _Sample(
        "Sample: Procedural justice seminar",
        "Sample Institute for Fair Policing",
        K.SEMINAR,
        66,
        1,
        8,
        120,
        ("procedural-justice",),
        _PORTLAND,
        40,
        lunch=True,
    ),
    _Sample(
        "Sample: Bias-free policing for supervisors",
        "Sample Institute for Fair Policing",
        K.CLASS,
        88,
        2,
        16,
        260,
        ("bias-free", "leadership"),
        _EUGENE,
        30,
    ),
    _Sample(
        "Sample: State chiefs' spring conference",
        "Sample Chiefs' Association",
        K.CONFERENCE,
        110,
        3,
        18,
        395,
        ("leadership", "legal-update"),
        _BEND,
        lunch=True,
        sessions=(
            "Opening: what a consent decree taught us",
            "Recruiting and keeping officers",
            "Legal update of the year",
            "Wellness of officers and their families",
        ),
    ),
    _Sample(
        "Sample: Cultural competency, online with an instructor",
        "Sample Institute for Fair Policing",
        K.ONLINE_LIVE,
        124,
        1,
        4,
        60,
        ("cultural-competency",),
        seats=60,
    ),
    _Sample(
        "Sample: Co-responder team, peer visit",
        "Sample Neighbour City Police",
        K.PEER_VISIT,
        139,
        1,
        6,
        0,
        ("mental-health", "crisis-response"),
        _SEATTLE,
        4,
        summary="A shift with the team of officers and clinicians; the agreement and the forms are shared.",
    ),
    _Sample(
        "Sample: Field training officer school",
        "Sample Regional Training Center",
        K.CLASS,
        158,
        5,
        40,
        520,
        ("field-training",),
        _SALEM,
        20,
    ),
    _Sample(
        "Sample: Trauma-informed interviewing",
        "Sample Training Company",
        K.CLASS,
        181,
        2,
        16,
        340,
        ("sexual-assault", "trauma-informed"),
        _BOISE,
        30,
    ),
    _Sample(
        "Sample: Law update at one's own pace",
        "Sample Regional Training Center",
        K.SELF_PACED,
        0,
        0,
        3,
        25,
        ("legal-update",),
    ),
    _Sample(
        "Sample: Peer support for officers",
        "Sample Community Mental Health Board",
        K.SEMINAR,
        205,
        2,
        12,
        90,
        ("officer-wellness",),
        _EUGENE,
        25,
        lunch=True,
    ),
    _Sample(
        "Sample: Active threat instructor course",
        "Sample State Academy",
        K.TRAIN_THE_TRAINER,
        232,
        4,
        32,
        600,
        ("active-shooter",),
        _SALEM,
        12,
    ),
    _Sample(
        "Sample: Community partnership webinar",
        "Sample Institute for Fair Policing",
        K.ONLINE_LIVE,
        251,
        1,
        2,
        0,
        ("community-policing",),
        seats=200,
    ),
    _Sample(
        "Sample: National chiefs' conference",
        "Sample Chiefs' Association",
        K.CONFERENCE,
        287,
        4,
        22,
        575,
        ("leadership", "community-policing", "use-of-force"),
        _CHICAGO,
        sessions=(
            "Keynote: trust as a measure",
            "Duty to intervene: what works",
            "Data that communities can read",
            "Co-responder teams in small cities",
            "Early intervention systems",
            "Hosting a class at home",
        ),
    ),
    _Sample(
        "Sample: De-escalation instructor school, autumn",
        "Sample State Academy",
        K.TRAIN_THE_TRAINER,
        312,
        3,
        24,
        450,
        ("de-escalation", "use-of-force"),
        _SALEM,
        16,
    ),
)


@transaction.atomic
def add_samples(agency: Agency, first_year_day: date, by: User | None) -> list[Event]:
    """Put a year of sample events into a catalogue, the first weeks after a day. ``by`` None: Muster itself."""
    take_turn()
    providers = {
        name: Provider.objects.get_or_create(agency=agency, name=name, defaults={"kind": kind})[0]
        for name, kind in PROVIDERS.items()
    }
    made = [_made(sample, agency, providers[sample.provider], first_year_day) for sample in SAMPLES]
    write_deed(
        verb=P.EVENTS_EVENT_WRITE,
        subject=agency,
        by=by,
        agency=agency,
        reason=str(_("Samples to look around with.")),
        details={"samples": len(made)},
    )
    return made


@transaction.atomic
def remove_samples(*, agency: Agency, by: User | None) -> tuple[int, int]:
    """Take the samples away, but for those that somebody asked for; return how many went and how many stayed."""
    take_turn()
    samples = Event.objects.filter(agency=agency, is_sample=True)
    free = samples.filter(requests__isnull=True, files__isnull=True, ratings__isnull=True)
    gone = [event.pk for event in free]
    Event.objects.filter(pk__in=gone).delete()
    Provider.objects.filter(
        agency=agency, name__in=PROVIDERS, events__isnull=True, feeds__isnull=True
    ).delete()
    write_deed(
        verb=P.EVENTS_EVENT_WRITE, subject=agency, by=by, agency=agency, details={"samples_gone": len(gone)}
    )
    return len(gone), samples.count()


def _made(sample: _Sample, agency: Agency, provider: Provider, first: date) -> Event:
    starts = _weekday(first + timedelta(days=sample.day)) if sample.days else None
    ends = starts + timedelta(days=sample.days - 1) if starts else None
    city, region, zip_code, miles = sample.place
    event = Event(
        agency=agency,
        provider=provider,
        is_sample=True,
        title=sample.title,
        series=series_of(sample.title),
        kind=sample.kind,
        topics=list(sample.topics),
        summary=sample.summary,
        website="https://example.org/sample",
        minutes=sample.hours * 60,
        starts_on=starts,
        ends_on=ends,
        time_zone=_ZONES.get(region, ""),
        venue="Sample hall" if city else "",
        city=city,
        region=region,
        zip=zip_code,
        miles=miles,
        seats=sample.seats,
        register_by=starts - timedelta(days=21) if starts else None,
        cancel_by=starts - timedelta(days=14) if starts and sample.dollars else None,
        refund_rule="All but $50 until two weeks before, nothing after." if sample.dollars else "",
        tuition_cents=sample.dollars * 100,
        certification_number=f"SAMPLE-{sample.day:03}",
    )
    event.full_clean()
    event.save()
    EventSource.objects.create(event=event, kind=SourceKind.SAMPLE)
    _with_lines(event, sample)
    return event


_ZONES: Final = {"ID": "America/Boise", "IL": "America/Chicago"}


def _weekday(day: date) -> date:
    """Return the Monday of a day's week, or the week after's: training begins when people are at work."""
    return day + timedelta(days=(7 - day.weekday()) % 7)


def _with_lines(event: Event, sample: _Sample) -> None:
    """Add the days with their meals, the agenda, and what Oregon would give."""
    if event.starts_on is None:
        return
    days = [event.starts_on + timedelta(days=number) for number in range(sample.days)]
    online = sample.kind == K.ONLINE_LIVE
    ends = time(9 + sample.hours) if online else time(17)
    EventDay.objects.bulk_create(
        EventDay(event=event, day=day, begins=time(9 if online else 8), ends=ends, lunch=sample.lunch)
        for day in days
    )
    EventSession.objects.bulk_create(
        EventSession(
            event=event,
            title=title,
            day=days[number % len(days)],
            begins=time(9 + 2 * (number // len(days))),
            minutes=90,
            code=f"ROOM{number + 1}",
        )
        for number, title in enumerate(sample.sessions)
    )
    EventCredit.objects.create(
        event=event,
        jurisdiction=event.agency.jurisdiction or "us-or",
        number=event.certification_number,
        minutes=event.minutes,
    )
