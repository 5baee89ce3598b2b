"""Who may ask for outside training, and who sees a request.

A draft is its author's alone. What is handed in is seen by those who decide, handle or oversee, and by whose own it is.
"""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from tests.cast import Cast
from tests.events.stories import ask, begin, hand_in
from tests.web.address import Address

from muster.events.actions.requests import attach_to_request
from muster.files.actions import store

ASKING = "ada ben sam tara dina ian"
SEEING = "ada sam tara dina chris fay scot olga vic"


def event(cast: Cast) -> dict[str, Any]:
    return {"pk": begin(cast).event.pk}


def draft(cast: Cast) -> dict[str, Any]:
    return {"pk": ask(begin(cast)).pk}


def waiting(cast: Cast) -> dict[str, Any]:
    story = begin(cast)
    return {"pk": hand_in(story, ask(story)).pk}


def step(cast: Cast) -> dict[str, Any]:
    return {**draft(cast), "key": "draft-submitted"}


def flyer(cast: Cast) -> dict[str, Any]:
    story = begin(cast)
    request, ada = hand_in(story, ask(story)), cast.user["ada"]
    stored = store(content=ContentFile(b"%PDF-1.4\n%%EOF\n"), by=ada)
    made = attach_to_request(request=request, file=stored, name="flyer.pdf", by=ada)
    return {"pk": request.pk, "file": made.pk}


ADDRESSES = [
    Address("officer:requests", who=f"{ASKING} nora"),
    Address("officer:request_new", who=ASKING, kwargs=event),
    Address("officer:request_edit", who="ada", kwargs=draft),
    Address("officer:request_attach", who="ada tara dina", kwargs=waiting),
    Address("request", who=SEEING, kwargs=waiting),
    Address("request_file", who=SEEING, kwargs=flyer),
    Address("request_move", who="ada", kwargs=step),
]
