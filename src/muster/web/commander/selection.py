"""What the money could do: advice worked out beside what was approved. It decides nothing and says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muster.accounts.permissions import Permission
from muster.core.planning.selection import Obstacle
from muster.events.access import requests_visible_to
from muster.events.enums import GRANTED
from muster.events.forms.fields import MoneyField
from muster.events.queries.asking import undecided
from muster.events.ranking import Ranked
from muster.events.selection import Advice, advised, cost_of, left_in_funds, requests_of_year
from muster.roster.access import agencies_where
from muster.roster.models import Agency
from muster.standards.access import agencies_judged_by
from muster.standards.queries import today_at
from muster.web.csv_out import csv_response
from muster.web.judging import agency_asked
from muster.web.outside.request import tone_of
from muster.web.tables import page_of, wants_csv

P = Permission
WHY_NOT: dict[Obstacle, str | Promise] = {
    Obstacle.MONEY: gettext_lazy("the money is not enough beside the others"),
    Obstacle.UNIT: gettext_lazy("its unit would have more than its share"),
    Obstacle.TWICE: gettext_lazy("somebody would go twice before others went once"),
}


class SelectionForm(forms.Form):
    """Among which requests, with how much money, how fair."""

    of = forms.ChoiceField(
        label=gettext_lazy("Choose among"),
        choices=[
            ("year", gettext_lazy("all requests of the year")),
            ("open", gettext_lazy("open requests only")),
        ],
        required=False,
    )
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100, required=False)
    money = MoneyField(
        label=gettext_lazy("Money"), required=False, help_text=gettext_lazy("Empty: what the funds have.")
    )
    beyond = forms.IntegerField(
        label=gettext_lazy("People a unit may have beyond its share"),
        min_value=0,
        max_value=1000,
        required=False,
        initial=2,
    )


@dataclass(frozen=True)
class Row:
    """A request, whether it is in the advice and why not, and what was decided."""

    ranked: Ranked
    request: Any
    cents: int
    is_advised: bool
    why_not: list[str | Promise]
    is_approved: bool
    tone: str

    @property
    def differs(self) -> bool:
        """Whether the advice is another than what was approved."""
        return self.is_advised != self.is_approved


def selection(request: HttpRequest) -> HttpResponseBase:
    """Work out which requests the money could pay for, beside what was approved."""
    agencies = agencies_where(request.user, P.EVENTS_FUND_READ) & agencies_where(
        request.user, P.EVENTS_REQUEST_READ
    )
    if not agencies.exists():
        raise Http404
    agency = agency_asked(request, agencies)
    form = SelectionForm(request.GET if "of" in request.GET else None, initial=_start(agency))
    asked = {**_start(agency), **_given(form)}
    advice = _advice(request, agency, asked)
    rows = [_row(advice, one) for one in advice.order]
    if wants_csv(request):
        return _as_csv(rows)
    context = {
        "agency": agency,
        "form": form,
        "asked": asked,
        "advice": advice,
        "page": page_of(request, rows),
        "figures": _figures(advice),
        "more": _named(advice, advice.more.added),
        "less": _named(advice, advice.more.left_out),
        "sees_standing": agencies_judged_by(request.user).filter(pk=agency.pk).exists(),
    }
    return render(request, "commander/selection.html", context)


def _start(agency: Agency) -> dict[str, Any]:
    return {"of": "year", "year": today_at(agency).year, "beyond": 2}


def _given(form: SelectionForm) -> dict[str, Any]:
    """Return what was asked for; what cannot be read is told by the form, and the usual is taken."""
    if not form.is_bound:
        return {}
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _advice(request: HttpRequest, agency: Agency, asked: dict[str, Any]) -> Advice:
    visible = requests_visible_to(request.user).filter(agency=agency)
    only_open = asked["of"] == "open"
    found = undecided(visible) if only_open else requests_of_year(visible, asked["year"])
    if "money" not in asked:
        spent = 0 if only_open else sum(each or 0 for each in _approved(found))
        asked["money"] = left_in_funds(agency) + spent
    return advised(agency, found, cents=asked["money"], beyond=asked["beyond"], only_open=only_open)


def _approved(found: Any) -> Any:
    return found.filter(state__in=GRANTED).values_list("approved_cents", flat=True)


def _row(advice: Advice, one: Ranked) -> Row:
    made = advice.requests[one.asking.request]
    return Row(
        ranked=one,
        request=made,
        cents=cost_of(made),
        is_advised=advice.is_advised(made.pk),
        why_not=[WHY_NOT[each] for each in advice.choice.obstacles.get(str(made.pk), ())],
        is_approved=made.state in GRANTED,
        tone=tone_of(made.state),
    )


def _figures(advice: Advice) -> list[tuple[str, int, int, int]]:
    """Return for advice and approval: how many requests, what they cost, whom they reach."""
    reached = {one.asking.request: one.asking.people + one.asking.reached for one in advice.order}
    approved = advice.approved
    return [
        (_("This advice"), len(advice.choice.keys), advice.choice.cents, advice.choice.reached),
        (
            _("What was approved"),
            len(approved),
            sum(cost_of(each) for each in approved),
            sum(reached[each.pk] for each in approved),
        ),
    ]


def _named(advice: Advice, keys: tuple[str, ...]) -> list[Any]:
    return [advice.requests[int(key)] for key in keys]


def _as_csv(rows: list[Row]) -> HttpResponseBase:
    header = [
        _("Place"),
        _("Event"),
        _("Who asks"),
        _("Unit"),
        _("People"),
        _("Strongest reason"),
        _("Cost in cents"),
        _("In the advice"),
        _("Why not"),
        _("State"),
    ]
    lines = (
        [
            row.ranked.place,
            row.request.event,
            row.request.requester,
            row.request.unit,
            row.ranked.asking.people,
            row.ranked.strongest.reason.label if row.ranked.strongest else "",
            row.cents,
            _("yes") if row.is_advised else _("no"),
            "; ".join(str(why) for why in row.why_not),
            row.request.get_state_display(),
        ]
        for row in rows
    )
    return csv_response("selection.csv", header, lines)
