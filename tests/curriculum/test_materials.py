"""Files of a lesson plan."""

from __future__ import annotations

import io

import pytest
from tests.cast import Cast
from tests.curriculum.lessons import a_draft, a_material, in_use

from muster.curriculum.actions.materials import (
    add_material,
    describe_material,
    remove_material,
    replace_material,
)
from muster.curriculum.actions.plans import new_version
from muster.curriculum.models import Material
from muster.curriculum.queries import current_materials
from muster.files.actions import store
from muster.files.models import StoredFile
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db


def stored(cast: Cast, text: str) -> StoredFile:
    return store(content=io.BytesIO(text.encode()), by=cast.user["tara"])


def test_material_has_a_harmless_name_and_its_entry_the_hash(cast: Cast) -> None:
    plan, file = a_draft(cast), stored(cast, "Notes")
    material = add_material(plan=plan, file=file, name="../../x.exe", title="Notes", by=cast.user["tara"])
    assert material.name == "x.exe.txt"
    assert file.sha256 in Entry.objects.last().details


def test_same_content_is_attached_once(cast: Cast) -> None:
    plan = a_draft(cast)
    a_material(cast, plan)
    with pytest.raises(Refused, match="already") as refused:
        a_material(cast, plan, title="Again")
    assert refused.value.field == "file"


def test_newer_file_keeps_the_older_readable(cast: Cast) -> None:
    plan = a_draft(cast)
    first = a_material(cast, plan, rights="own", release_class="public")
    second = replace_material(material=first, file=stored(cast, "Better"), name="b.txt", by=cast.user["tara"])
    assert (second.version, second.title, second.rights, second.release_class) == (
        2,
        "Handout",
        "own",
        "public",
    )
    assert list(current_materials(plan)) == [second]
    assert set(plan.materials.all()) == {first, second}


def test_second_who_replaces_is_told(cast: Cast) -> None:
    plan = a_draft(cast)
    first = a_material(cast, plan)
    replace_material(material=first, file=stored(cast, "Better"), name="b.txt", by=cast.user["dina"])
    with pytest.raises(Refused, match="Somebody replaced"):
        replace_material(material=first, file=stored(cast, "Best"), name="c.txt", by=cast.user["tara"])


def test_same_file_replaces_nothing(cast: Cast) -> None:
    first = a_material(cast, a_draft(cast), text="x")
    with pytest.raises(Refused, match="very file"):
        replace_material(material=first, file=stored(cast, "x"), name="b.txt", by=cast.user["tara"])


def test_files_of_a_version_in_use_stay(cast: Cast) -> None:
    plan = a_draft(cast)
    material = a_material(cast, plan)
    in_use(cast, plan)
    for attempt in (
        lambda: a_material(cast, plan, text="more"),
        lambda: replace_material(material=material, file=stored(cast, "y"), name="y", by=cast.user["tara"]),
        lambda: remove_material(material=material, by=cast.user["tara"]),
    ):
        with pytest.raises(Refused, match="not a draft"):
            attempt()
    assert list(plan.materials.all()) == [material]


def test_release_class_of_a_version_in_use_may_change_with_a_reason(cast: Cast) -> None:
    plan = a_draft(cast)
    material = a_material(cast, plan)
    in_use(cast, plan)
    with pytest.raises(Refused):
        describe_material(
            material=material, by=cast.user["tara"], rights="own", release_class="public", reason=""
        )
    describe_material(
        material=material, by=cast.user["tara"], rights="own", release_class="public", reason="Council asked"
    )
    material.refresh_from_db()
    assert (material.rights, material.release_class) == ("own", "public")
    assert Entry.objects.last().reason == "Council asked"


def test_material_is_taken_out_with_its_older_files_and_the_bytes_stay(cast: Cast) -> None:
    plan = a_draft(cast)
    first = a_material(cast, plan)
    second = replace_material(material=first, file=stored(cast, "Better"), name="b.txt", by=cast.user["tara"])
    remove_material(material=second, by=cast.user["tara"])
    assert not Material.objects.exists()
    assert StoredFile.objects.count() == 2


def test_new_version_begins_with_the_current_files(cast: Cast) -> None:
    plan = a_draft(cast)
    first = a_material(cast, plan)
    replace_material(material=first, file=stored(cast, "Better"), name="b.txt", by=cast.user["tara"])
    in_use(cast, plan)
    copy = new_version(plan=plan, by=cast.user["tara"], change_note="x")
    assert [(m.name, m.version, m.replaces) for m in copy.materials.all()] == [("b.txt", 2, None)]
