"""How long a standing takes, on the database of this site: ``python -m muster.standards.measuring``.

Takes the agency with the most people in service and the first ten requirements of its rules, and prints lowest,
median and highest of nine rounds after one that is not counted. ``docs/performance.md`` shows a run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from muster.roster.models import Agency

ROUNDS = 9
REQUIREMENTS = 10


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django  # noqa: PLC0415 - models can be imported only when Django is set up

    django.setup()
    for name, figures in measured():
        sys.stdout.write(f"{name:<58} {figures}\n")


def measured() -> list[tuple[str, str]]:
    """Measure, and return each task with its figures."""
    from muster.core.rules import evaluate  # noqa: PLC0415 - as above
    from muster.records.models import Record  # noqa: PLC0415
    from muster.roster.models import Person  # noqa: PLC0415
    from muster.standards.queries import entries_of, people_serving, today_at  # noqa: PLC0415
    from muster.standards.reading import facts_of  # noqa: PLC0415
    from muster.standards.standing import asked_of, explained, rules_of, standing_of  # noqa: PLC0415

    agency = largest_agency()
    today = today_at(agency)
    rules = rules_of(agency, today).book
    rules = rules.only(list(rules.requirements)[:REQUIREMENTS])
    people = people_serving(agency, today)
    asked = asked_of(agency, entries_of(people), today, rules)
    facts = facts_of(asked)
    judgement = evaluate(facts, rules, today)
    person = Person.objects.get(pk=int(facts.officers["officer_id"][0]))
    one = Person.objects.filter(pk=person.pk)
    name = next(iter(rules.requirements))
    size = f"{facts.size} people, {Record.lines.count():,} records, {len(rules.requirements)} requirements"
    return [
        (size, ""),
        ("reading the database into columns", timed(lambda: facts_of(asked))),
        ("judging", timed(lambda: evaluate(facts, rules, today))),
        ("standing of all, from the database", timed(lambda: standing_of(agency, today, rules=rules))),
        ("one explanation, of that standing", timed(lambda: explained(judgement, person, name))),
        (
            "standing of one, from the database",
            timed(lambda: standing_of(agency, today, people=one, rules=rules)),
        ),
        *officers_page(),
    ]


def largest_agency() -> Agency:
    """Return the agency that employs the most people today."""
    from muster.roster.models import Agency  # noqa: PLC0415 - as above
    from muster.standards.queries import people_serving  # noqa: PLC0415

    return max(Agency.objects.all(), key=lambda agency: people_serving(agency).count())


def officers_page() -> list[tuple[str, str]]:
    """Measure the page of an officer who has an account, with all that surrounds it; nothing where nobody has one."""
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from muster.accounts.models import Grant  # noqa: PLC0415
    from muster.accounts.roles import Role  # noqa: PLC0415

    grant = Grant.objects.filter(role=Role.OFFICER, user__person__isnull=False).select_related("user").first()
    if grant is None:
        return []
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(grant.user)
    url = reverse("officer:due")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return [(f"an officer's page, {len(queries)} queries through Django", timed(lambda: client.get(url)))]


def timed(task: Callable[[], Any]) -> str:
    """Return lowest, median and highest time of a task in milliseconds."""
    task()
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        task()
        rounds.append((perf_counter() - began) * 1000)
    return f"{min(rounds):7.1f} ms {median(rounds):7.1f} ms {max(rounds):7.1f} ms"


if __name__ == "__main__":
    main()
