"""A page that is one form: heading, what it is about, the fields, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    heading: str,
    lede: str,
    submit: str,
    crumbs: Sequence[tuple[str, str]],
    differs: Sequence[tuple[str, Any]] = (),
    danger: bool = False,
) -> HttpResponse:
    """Show a form. ``crumbs`` are addresses with names, the last the way back; ``differs`` what it says by now."""
    context = {
        "form": form,
        "heading": heading,
        "lede": lede,
        "submit": submit,
        "crumbs": crumbs,
        "back": crumbs[-1][0],
        "differs": differs,
        "danger": danger,
    }
    return render(request, "form_page.html", context)
