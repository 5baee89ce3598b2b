"""Who may open the pages about courses, lesson plans, their files, instructors and the search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Cast
from tests.curriculum.lessons import a_course, a_draft, a_material, in_use
from tests.web.address import Address, fixed

from muster.curriculum.actions.courses import add_code
from muster.curriculum.actions.instructors import add_instructor, certify
from muster.curriculum.models import Course, Instructor

INSIDE = "tara ada ben sam chris dina ian rae olga vic fay scot posy admin"
ANYWHERE = f"{INSIDE} nora"
WRITERS = "tara dina"
OF_DRAFTS = "tara chris dina olga vic"
OF_INSTRUCTORS = "tara chris dina ian olga vic posy"


def course(cast: Cast) -> Course:
    """A course of its own for each address."""
    return a_course(cast, code=f"C{Course.objects.count() + 1}")


def a_number(cast: Cast) -> dict[str, Any]:
    """A number that a state knows a course by."""
    return {"pk": add_code(course=course(cast), jurisdiction="us-or", code="1", by=cast.user["tara"]).pk}


def draft(cast: Cast) -> dict[str, Any]:
    """A draft."""
    return {"pk": a_draft(cast, course(cast)).pk}


def used(cast: Cast) -> dict[str, Any]:
    """A lesson plan in use."""
    return {"pk": in_use(cast, a_draft(cast, course(cast))).pk}


def file_of_draft(cast: Cast) -> dict[str, Any]:
    """A file of a draft."""
    return {"pk": a_material(cast, a_draft(cast, course(cast))).pk}


def teacher(cast: Cast) -> Instructor:
    """A guest who teaches."""
    return add_instructor(agency=cast.millbrook, by=cast.user["tara"], guest_name="Zoe Guest")


def certification(cast: Cast) -> dict[str, Any]:
    """A certification of a guest."""
    line = certify(instructor=teacher(cast), title="x", by=cast.user["tara"], start=date(2025, 1, 1))
    return {"pk": line.pk}


def with_key(made: Callable[[Cast], dict[str, Any]], **more: Any) -> Callable[[Cast], dict[str, Any]]:
    """The parts of an address with something fixed beside the key."""
    return lambda cast: {**made(cast), **more}


def upload(cast: Cast) -> dict[str, Any]:
    """What handing in a file posts."""
    return {
        "file": SimpleUploadedFile("x.txt", b"words"),
        "title": "x",
        "rights": "own",
        "release_class": "public",
    }


REASON = fixed(reason="because")
COURSE = fixed(title="x", code="x", minutes=60, agency=1, seen="x")
CERTIFICATION = fixed(title="x", start="2025-01-01", reason="because")
ROWS = fixed(**{"row-TOTAL_FORMS": "0", "row-INITIAL_FORMS": "0", "seen": "x"})


def course_key(cast: Cast) -> dict[str, Any]:
    """A course."""
    return {"pk": course(cast).pk}


def teacher_key(cast: Cast) -> dict[str, Any]:
    """An instructor."""
    return {"pk": teacher(cast).pk}


ADDRESSES = [
    Address("trainer:courses", ANYWHERE),
    Address("trainer:add_course", WRITERS, post=COURSE),
    Address("trainer:course", INSIDE, course_key),
    Address("trainer:edit_course", WRITERS, course_key, COURSE),
    Address("trainer:add_code", WRITERS, course_key, fixed(jurisdiction="us-or", code="2")),
    Address("trainer:start_plan", WRITERS, course_key, fixed(goal="x")),
    Address("trainer:correct_code", WRITERS, a_number, fixed(jurisdiction="us-or", code="2", reason="x")),
    Address("trainer:withdraw_code", WRITERS, a_number, REASON),
    Address("trainer:code_history", INSIDE, a_number),
    Address("trainer:plans", ANYWHERE),
    Address("trainer:plan", INSIDE, used),
    Address("trainer:plan_texts", WRITERS, draft, fixed(goal="x", seen="x")),
    Address("trainer:plan_part", WRITERS, with_key(draft, part="blocks"), ROWS),
    Address("trainer:plan_step", WRITERS, with_key(draft, key="draft-sme_review"), fixed(note="x")),
    Address("trainer:compare_plan", OF_DRAFTS, draft),
    Address("trainer:copy_plan", WRITERS, used, fixed(change_note="x")),
    Address("trainer:classify_plan", WRITERS, used, fixed(release_class="public", reason="x")),
    Address("trainer:add_material", WRITERS, draft, upload),
    Address("trainer:download_material", OF_DRAFTS, file_of_draft),
    Address("trainer:replace_material", WRITERS, file_of_draft, upload),
    Address(
        "trainer:describe_material",
        WRITERS,
        file_of_draft,
        fixed(rights="own", release_class="public", reason="x"),
    ),
    Address("trainer:remove_material", WRITERS, file_of_draft),
    Address("trainer:instructors", OF_INSTRUCTORS),
    Address("trainer:add_instructor", WRITERS, post=fixed(agency=1, guest_name="x")),
    Address("trainer:instructor", OF_INSTRUCTORS, teacher_key),
    Address("trainer:edit_instructor", WRITERS, teacher_key, fixed(guest_name="x", seen="x")),
    Address("trainer:add_certification", WRITERS, teacher_key, CERTIFICATION),
    Address("trainer:correct_certification", WRITERS, certification, CERTIFICATION),
    Address("trainer:withdraw_certification", WRITERS, certification, REASON),
    Address("trainer:certification_history", OF_INSTRUCTORS, certification),
    Address("trainer:search", ANYWHERE),
]
