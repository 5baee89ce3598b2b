"""What the forms of there and back share."""

from __future__ import annotations

from typing import Any

from muster.web.form_page import form_page


def with_newer_edition(form: Any, edition: int) -> Any:
    """Return a posted form that carries the newest edition: whoever was shown the difference may decide again."""
    if form.is_bound:
        said = form.data.copy()
        said["edition"] = str(edition)
        form.data = said
    return form


__all__ = ["form_page", "with_newer_edition"]
