"""Files of lesson plans: handed in, replaced by newer ones, described, taken out, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.curriculum.access import materials_visible_to, plans_visible_to
from muster.curriculum.actions.materials import (
    add_material,
    describe_material,
    note_sealed_reading,
    remove_material,
    replace_material,
)
from muster.curriculum.enums import WRITABLE, ReleaseClass
from muster.curriculum.forms.materials import DescribeForm, FileForm, MaterialForm
from muster.curriculum.models import LessonPlan, Material
from muster.files.actions import store
from muster.files.kinds import taken
from muster.files.store import limit_in_megabytes
from muster.ledger.refusals import Refused
from muster.web.files import sent
from muster.web.forms import put_on
from muster.web.once import post_once

P = Permission


@post_once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a draft."""
    plan = _writable_plan(request, pk)
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "rights", "release_class")}
        upload = form.cleaned_data["file"]
        try:
            file = store(content=upload, by=request.user)  # type: ignore[arg-type]  # signed in
            add_material(plan=plan, file=file, name=upload.name, by=request.user, **said)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("The file is there, and its words can be searched."))
            return redirect("trainer:plan", pk)
    return render(request, "trainer/material_form.html", _context(form, plan))


@post_once
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a newer file in the place of an older one."""
    older = _writable(request, pk, drafts_only=True)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            file = store(content=upload, by=request.user)  # type: ignore[arg-type]  # signed in
            replace_material(material=older, file=file, name=upload.name, by=request.user)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Replaced. The older file stays readable below."))
            return redirect("trainer:plan", older.plan_id)
    return render(request, "trainer/material_form.html", _context(form, older.plan, older))


@post_once
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose work a file is and who may see it."""
    about = _writable(request, pk)
    form = DescribeForm(request.POST or None, instance=Material.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        try:
            describe_material(material=about, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except (Refused, ValidationError) as refused:
            put_on(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("trainer:plan", about.plan_id)
    return render(
        request, "trainer/material_describe.html", {"form": form, "material": about, "plan": about.plan}
    )


@post_once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of a draft, after asking."""
    about = _writable(request, pk, drafts_only=True)
    if request.method == "POST":
        try:
            remove_material(material=about, by=request.user)  # type: ignore[arg-type]  # signed in
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Taken out."))
        return redirect("trainer:plan", about.plan_id)
    return render(request, "trainer/material_remove.html", {"material": about, "plan": about.plan})


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file as a download. That a sealed one was opened is written down."""
    found = materials_visible_to(request.user).select_related("file", "plan__course")
    about = get_object_or_404(found, pk=pk)
    if about.release_class == ReleaseClass.SEALED:
        note_sealed_reading(material=about, by=request.user)  # type: ignore[arg-type]  # signed in
    return sent(about)  # type: ignore[return-value]  # streamed


def _writable_plan(request: HttpRequest, pk: int) -> LessonPlan:
    found = plans_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).filter(state__in=WRITABLE)
    return get_object_or_404(found.select_related("course__agency"), pk=pk)


def _writable(request: HttpRequest, pk: int, *, drafts_only: bool = False) -> Material:
    found = materials_visible_to(request.user, P.CURRICULUM_PLAN_WRITE).filter(replaced_by__isnull=True)
    if drafts_only:
        found = found.filter(plan__state__in=WRITABLE)
    return get_object_or_404(found.select_related("file", "plan__course"), pk=pk)


def _context(form: Any, plan: LessonPlan, older: Material | None = None) -> dict[str, Any]:
    return {"form": form, "plan": plan, "older": older, "limit": limit_in_megabytes(), "taken": taken()}
