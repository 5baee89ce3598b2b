"""Who may open the pages about what people bring home: their own part, reports, sharing, people met, practices."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cast import Cast
from tests.events.homecoming import accepted, at_event, back_home, handed_in, part_of
from tests.standards.stories import course
from tests.web.address import EVERYBODY, Address

from muster.events.actions.bulletins import bulletin_from_report, publish_bulletin
from muster.events.actions.practices import suggest_practice
from muster.events.actions.reports import add_material, decide_report, note_contact
from muster.events.actions.shares import do_share, prove_share
from muster.events.enums import ContactVisibility
from muster.events.models import ReportFile
from muster.files.actions import store

READERS = "ada ben sam chris tara dina ian rae olga vic fay scot nora posy admin"
MILLBROOK = "ada ben sam chris tara dina ian rae olga vic fay scot posy admin"
COLLEAGUES = "ada ben sam chris tara dina ian nora"  # who find people that were met; those who oversee do not
OFFICERS = "ada ben sam tara ian nora"
TRAINING = "tara dina"


def on_the_way(cast: Cast) -> dict[str, Any]:
    """Ada's part, while she is there."""
    return {"attendee": part_of(at_event(cast)[1], cast).pk}


def at_home(cast: Cast) -> dict[str, Any]:
    """Ada's part, once she is back."""
    return {"attendee": part_of(back_home(cast)[1], cast).pk}


def with_draft(cast: Cast) -> dict[str, Any]:
    """Ada's part, with a report that is handed in and was sent back."""
    _story, request = back_home(cast)
    report = handed_in(request, cast)
    decide_report(report=report, accept=False, answer="Which sessions?", by=cast.user["dina"])
    return {"attendee": report.author_id}


def report(cast: Cast) -> dict[str, Any]:
    """A report of Ada's that was accepted."""
    return {"pk": accepted(cast).pk}


def hand_out(cast: Cast) -> ReportFile:
    """A hand-out of Ada's that those inside the agency may open."""
    _story, request = back_home(cast)
    made = handed_in(request, cast)
    file = store(content=ContentFile(b"slides"), by=cast.user["ada"])
    added = add_material(
        report=made, file=file, name="slides.txt", permit=ReportFile.Permit.OURSELVES, by=cast.user["ada"]
    )
    decide_report(report=made, accept=True, by=cast.user["dina"])
    return added


def file_of_report(cast: Cast) -> dict[str, Any]:
    """The hand-out, by its report."""
    made = hand_out(cast)
    return {"pk": made.report_id, "file": made.pk}


def share(cast: Cast) -> dict[str, Any]:
    """Ada's duty to share."""
    return {"pk": accepted(cast).request.shares.get().pk}


def proof(cast: Cast) -> dict[str, Any]:
    """The proof of Ada's sharing."""
    duty = accepted(cast).request.shares.get()
    do_share(share=duty, done_on=timezone.localdate(), people_reached=3, by=cast.user["ada"])
    file = store(content=ContentFile(b"signed by all"), by=cast.user["ada"])
    return {
        "pk": duty.pk,
        "file": prove_share(share=duty, file=file, name="sheet.txt", by=cast.user["ada"]).pk,
    }


def bulletin(cast: Cast) -> dict[str, Any]:
    """A bulletin that is published."""
    made = bulletin_from_report(report=accepted(cast), by=cast.user["ada"])
    return {"pk": publish_bulletin(bulletin=made, edition=made.edition, by=cast.user["tara"]).pk}


def draft(cast: Cast) -> dict[str, Any]:
    """A bulletin that Ada writes."""
    return {"pk": bulletin_from_report(report=accepted(cast), by=cast.user["ada"]).pk}


def contact(cast: Cast) -> dict[str, Any]:
    """Somebody whom Ada met, who agreed to be found."""
    made = note_contact(
        by=cast.user["ada"],
        agency=cast.millbrook,
        met_by=cast.person["ada"],
        name="Somebody Elsewhere",
        visibility=ContactVisibility.AGENCY,
        consented_on=timezone.localdate(),
        review_on=timezone.localdate(),
    )
    return {"pk": made.pk}


def secret(cast: Cast) -> dict[str, Any]:
    """Somebody whom Ada met, who was not asked."""
    made = note_contact(
        by=cast.user["ada"],
        agency=cast.millbrook,
        met_by=cast.person["ada"],
        name="Somebody Elsewhere",
        review_on=timezone.localdate(),
    )
    return {"pk": made.pk}


def practice(cast: Cast) -> dict[str, Any]:
    """A practice that Ada suggested."""
    made = suggest_practice(
        agency=cast.millbrook, suggested_by=cast.person["ada"], title="Second car", by=cast.user["ada"]
    )
    return {"pk": made.pk}


def lesson(cast: Cast) -> dict[str, Any]:
    """A report, and a course that it could be taught in."""
    course(cast.millbrook)
    return report(cast)


ADDRESSES = [
    Address("officer:check_in_worker", who=EVERYBODY),
    Address("officer:check_in", who="ada", kwargs=on_the_way),
    Address("officer:check_in_send", who="ada", kwargs=on_the_way),
    Address("officer:check_in_pdf", who="ada", kwargs=on_the_way),
    Address("officer:certificate", who="ada", kwargs=at_home),
    Address("officer:report_write", who="ada", kwargs=at_home),
    Address("officer:material_add", who="ada", kwargs=with_draft),
    Address("officer:material_permit", who="ada", kwargs=lambda cast: {"pk": hand_out(cast).pk}),
    Address("officer:rate", who="ada", kwargs=at_home),
    Address("officer:share", who="ada", kwargs=share),
    Address("officer:share_plan", who="ada", kwargs=lambda cast: {"pk": accepted(cast).request_id}),
    Address("trainer:reports", who=TRAINING),
    Address("trainer:shares", who=TRAINING),
    Address("trainer:share_decide", who=TRAINING, kwargs=share),
    Address("trainer:share_file", who=TRAINING, kwargs=proof),
    Address("library", who=READERS),
    Address("report", who=MILLBROOK, kwargs=report),
    Address("report_file", who="ada ben sam chris tara dina ian", kwargs=file_of_report),
    Address("report_bulletin", who="ada tara dina", kwargs=report, gets=False),
    Address("report_lesson", who=TRAINING, kwargs=lesson),
    Address("bulletins", who=READERS),
    Address("bulletin_new", who=TRAINING),
    Address("bulletin", who=MILLBROOK, kwargs=bulletin),
    Address("bulletin_edit", who="ada tara dina", kwargs=draft),
    Address("bulletin_publish", who=TRAINING, kwargs=draft, gets=False),
    Address("contacts", who=COLLEAGUES),
    Address("contact_new", who=f"{OFFICERS} dina"),
    Address("contact", who="ada ben sam chris tara dina ian", kwargs=contact),
    Address("contact_forget", who="ada", kwargs=secret),
    Address("practices", who=READERS),
    Address("practice", who=MILLBROOK, kwargs=practice),
    Address("practice_new", who=OFFICERS),
]
