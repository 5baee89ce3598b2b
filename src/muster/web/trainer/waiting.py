"""What the lists of records that wait for somebody have alike."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from muster.records.actions.verification import obstacles
from muster.web.reader import reader
from muster.web.tables import ListPage, page_of

#: The orders such a list can be in.
COLUMNS = {"waiting": "known_from", "day": "completed_on", "name": "person__family_name", "title": "title"}


def page_with_obstacles(request: HttpRequest, records: Any) -> ListPage:
    """Return a page of records, each with the ``obstacle`` that keeps the reader from approving it, or None."""
    page = page_of(request, records)
    stopped = {stop.record.pk: stop.sentence for stop in obstacles(list(page.object_list), reader(request))}
    for record in page.object_list:
        record.obstacle = stopped.get(record.pk)
    return page
