"""Files of a lesson plan. The bytes are stored beforehand (``muster.files.actions.store``), outside of a transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.accounts.deeds import write_deed
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.curriculum.enums import WRITABLE
from muster.curriculum.models import LessonPlan, Material
from muster.curriculum.search import write_passage
from muster.files.actions import name_for
from muster.files.models import StoredFile
from muster.ledger.refusals import Refused

P = Permission


@transaction.atomic
def add_material(
    *, plan: LessonPlan, file: StoredFile, name: str, title: str, by: User, **fields: Any
) -> Material:
    """Attach a file to a draft. Raises Refused for a version that is not a draft, or a file it has already."""
    plan = _locked(plan)
    if plan.materials.filter(file=file, replaced_by__isnull=True).exists():
        raise Refused(_("The lesson plan has a file with this very content already."), field="file")
    material = Material(
        plan=plan, file=file, name=name_for(file, name), title=title.strip(), added_by=by, **fields
    )
    material.full_clean()
    material.save()
    return _written(material, by, {"added": file.sha256})


@transaction.atomic
def replace_material(*, material: Material, file: StoredFile, name: str, by: User) -> Material:
    """Put a newer file in the place of a material of a draft; the older one stays readable.

    Raises Refused for a version that is not a draft, for the same content, and when somebody replaced it first.
    """
    plan = _locked(material.plan)
    if Material.objects.filter(replaces=material).exists():
        raise Refused(
            _("Somebody replaced this file while you were working on it. Look at the newer one first.")
        )
    if material.file_id == file.pk:
        raise Refused(_("This is the very file that is there already."), field="file")
    newer = Material(
        plan=plan,
        file=file,
        name=name_for(file, name),
        title=material.title,
        rights=material.rights,
        release_class=material.release_class,
        version=material.version + 1,
        replaces=material,
        added_by=by,
    )
    newer.full_clean()
    newer.save()
    write_passage(material)
    return _written(newer, by, {"added": file.sha256, "replaces": material.file_id})


@transaction.atomic
def describe_material(
    *, material: Material, by: User, rights: str, release_class: str, reason: str
) -> Material:
    """Say whose work a material is and who may see it, in any state of its plan. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Say why; who may see a file is a decision."), field="reason")
    material = (
        Material.objects.select_for_update(of=("self",)).select_related("plan__course").get(pk=material.pk)
    )
    was = {"rights": material.rights, "release_class": material.release_class}
    material.rights, material.release_class = rights, release_class
    material.full_clean()
    material.save(update_fields=["rights", "release_class"])
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=material,
        by=by,
        agency=material.plan.course.agency,
        reason=reason.strip(),
        details={"was": was, "is": {"rights": rights, "release_class": release_class}},
    )
    return material


@transaction.atomic
def remove_material(*, material: Material, by: User) -> LessonPlan:
    """Take a material with its older files out of a draft. The bytes stay where other versions use them."""
    plan = _locked(material.plan)
    hashes, older = [], material
    while older is not None:
        current, older = older, older.replaces  # type: ignore[assignment]  # the chain ends with None
        hashes.append(current.file_id)
        current.delete()
    plan.edition += 1
    plan.save(update_fields=["edition"])
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=plan,
        by=by,
        agency=plan.course.agency,
        details={"removed": hashes, "title": material.title},
    )
    return plan


@transaction.atomic
def note_sealed_reading(*, material: Material, by: User) -> Material:
    """Write down that somebody opened a sealed material: such readings are known afterwards."""
    write_deed(verb=P.CURRICULUM_MATERIAL_READ, subject=material, by=by, agency=material.plan.course.agency)
    return material


def _locked(plan: LessonPlan) -> LessonPlan:
    plan = LessonPlan.objects.select_for_update(of=("self",)).select_related("course").get(pk=plan.pk)
    if plan.state not in WRITABLE:
        raise Refused(_("Files of this version cannot be changed: it is not a draft. Make a new version."))
    return plan


def _written(material: Material, by: User, details: dict[str, Any]) -> Material:
    plan = material.plan
    plan.edition += 1
    plan.save(update_fields=["edition"])
    plan.authors.add(by)
    write_passage(material)
    write_deed(
        verb=P.CURRICULUM_PLAN_WRITE,
        subject=material,
        by=by,
        agency=plan.course.agency,
        details={"plan": plan.pk, "version": material.version, **details},
    )
    return material
