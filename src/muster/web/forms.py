"""What views do with forms alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from muster.ledger.refusals import Refused
from muster.web.tables import key_of

T = TypeVar("T")


def done_with(form: Any, deed: Callable[..., T]) -> T | None:
    """Do a deed with what a posted form holds, by its names. None: the form is not valid, or the deed was refused.

    What was refused then stands on the form, beside the field it belongs to.
    """
    if not form.is_valid():
        return None
    try:
        return deed(**form.cleaned_data)
    except (Refused, ValidationError) as refused:
        put_on(form, refused)
        return None


def put_on(form: Any, refused: Refused | ValidationError) -> None:
    """Put what an action refused beside the field it belongs to."""
    if isinstance(refused, Refused):
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for field, errors in refused.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def edition_in(request: HttpRequest) -> int:
    """Return the edition that a posted form was opened with; 0, which nothing has, where it says none."""
    return key_of(request.POST.get("edition", ""))


def newer_values(form: Any, thing: Any) -> list[tuple[str, Any]]:
    """Return what a thing says by now, where a posted form was refused since somebody changed it meanwhile.

    Each of the form's fields with its label; nothing in any other case. The form then holds the newer edition, so that
    whoever has compared the two may send it once more.
    """
    if not form.is_bound or not form.non_field_errors() or not is_outdated(form, thing.edition):
        return []
    names = [name for name in form.fields if name != "edition" and hasattr(thing, name)]
    return [(str(form[name].label), getattr(thing, name)) for name in names]


def is_outdated(form: Any, edition: int) -> bool:
    """Return whether a thing was changed since a posted form was opened, and if so let the form hold its ``edition``.

    Whoever is then shown what the thing says now may put theirs in its place.
    """
    if not form.is_bound or form.data.get("edition") == str(edition):
        return False
    form.data = form.data.copy()
    form.data["edition"] = str(edition)
    return True
