"""``{% load muster %}``: minutes, days, links that keep the query, icons, the token against double posts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from muster.core.rules.language import Requirement
from muster.events.money import dollars_text
from muster.standards.rulebook import spoken
from muster.web.once import FIELD, new_token
from muster.web.verdicts import VERDICT_SIGNS, VerdictSign

register = template.Library()

MINUTES_AN_HOUR = 60


@register.filter
def minutes(value: int | None) -> str:
    """Say whole minutes as people do: 90 is ``1 h 30 min``. None is a dash."""
    if value is None:
        return "–"
    sign, (hours, rest) = "−" * (int(value) < 0), divmod(abs(int(value)), MINUTES_AN_HOUR)
    if not hours:
        return sign + _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return sign + _("%(hours)d h") % {"hours": hours}
    return sign + _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def dollars(cents: int | None) -> str:
    """Say whole cents as money: 123456 is ``$1,234.56``. None is a dash."""
    return "–" if cents is None else dollars_text(int(cents))


@register.filter
def rule_title(rule: Requirement) -> str:
    """Name a requirement in the language of the page."""
    return rule.title_in(spoken())


@register.filter
def rule_says(rule: Requirement) -> str:
    """Say in a sentence or two what a requirement asks, in the language of the page."""
    return rule.says_in(spoken())


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Say a day: ``21 Nov 2026``, with the machine's form beside it. None is a dash."""
    if not value:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _written(value, "j M Y"))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Say a moment: ``21 Nov 2026, 14:05``. None is a dash."""
    if not value:
        return "–"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), _written(local, "j M Y, H:i")
    )


def written_day(value: date) -> str:
    """Say a day inside a sentence: ``21 Nov 2026``."""
    return _written(value, "j M Y")


def _written(value: date | datetime, form: str) -> str:
    text = date_format(value, form)
    return text if get_language() == "en" else text.lower()  # "21 nov 2026": Spanish writes months small


@register.filter
def percent(value: float | None) -> str:
    """Say a share between 0 and 1 in whole percent, rounded down: 99.9 % is not yet 100 %."""
    return "–" if value is None else f"{int(value * 100)} %"


@register.simple_tag
def once() -> SafeString:
    """Put a token into a form, so that posting it twice makes one thing (``muster.web.once``)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the design system. Without a label it is decoration, and is not read out."""
    source = f"{static('built/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="usa-icon" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            label,
            source,
        )
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', source
    )


@register.simple_tag(takes_context=True)
def querystring_with(context: template.Context, **changes: Any) -> str:
    """Return this page's query with some values changed; None takes one away. ``?`` where nothing is left."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.inclusion_tag("parts/_sort_th.html", takes_context=True)
def sort_th(context: template.Context, label: str, name: str, kind: str = "") -> dict[str, Any]:
    """Write a heading cell that sorts its column by ``?sort=``; ``kind="number"`` aligns it right."""
    request: HttpRequest = context["request"]
    asked = str(request.GET.get("sort", context.get("sort", "")))
    order = {name: "ascending", f"-{name}": "descending"}.get(asked)
    query = request.GET.copy()
    query["sort"] = f"-{name}" if order == "ascending" else name
    query.pop("page", None)
    return {"label": label, "order": order, "query": "?" + query.urlencode(), "kind": kind}


@register.simple_tag
def verdict_sign(verdict: str) -> VerdictSign:
    """Return word, icon and tone of one of the eight verdicts."""
    return VERDICT_SIGNS[verdict]


@register.simple_tag
def rows_counted(number: int) -> str:
    """Say how many rows a table has."""
    return ngettext("%(number)d row", "%(number)d rows", number) % {"number": number}


# ── forms ────────────────────────────────────────────────────────────────────────────────────────

_STYLES: tuple[tuple[type, str], ...] = (
    (CheckboxSelectMultiple, "usa-checkbox__input"),
    (RadioSelect, "usa-radio__input"),
    (CheckboxInput, "usa-checkbox__input"),
    (Select, "usa-select"),
    (Textarea, "usa-textarea"),
    (FileInput, "file-input"),
)


@register.filter
def kind_of(field: BoundField) -> str:
    """Return how a field is laid out: ``choices`` (a group), ``tick`` (one box) or ``line``."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(field.field.widget, CheckboxInput) else "line"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Return whether several of a group's choices may be taken."""
    return isinstance(field.field.widget, CheckboxSelectMultiple)


@register.filter
def styled(field: BoundField) -> SafeString:
    """Write a field's input in the design system's style."""
    style = next((style for widget, style in _STYLES if isinstance(field.field.widget, widget)), "usa-input")
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{style} {given}".strip()})
