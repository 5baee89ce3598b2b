"""What views do with forms alike."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from muster.ledger.refusals import Refused


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
