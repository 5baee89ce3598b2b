"""Form fields that several forms of outside training share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from muster.events.money import cents_of, plain_dollars


class MoneyField(forms.Field):
    """Dollars and cents as one writes them, cleaned to whole cents."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Return whole cents, None where nothing is written."""
        if value in self.empty_values:
            return None
        cents = cents_of(str(value))
        if cents is None:
            raise ValidationError(_("Write an amount in dollars, such as 1250 or 1250.50."), code="money")
        return cents

    def prepare_value(self, value: Any) -> Any:
        """Show cents as dollars, and what somebody wrote as they wrote it."""
        return plain_dollars(value) if isinstance(value, int) else value


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a time."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class WebField(forms.URLField):
    """An address on the web; one that is written without its scheme is taken for a secure one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})
