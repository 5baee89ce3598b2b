"""Which rules bind the agency, what they say, and from when to when."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from muster.accounts.permissions import Permission
from muster.core.rules import Rulebook
from muster.core.rules.show import show_requirement
from muster.roster.access import may_in_agency
from muster.standards.access import adoptions_to_change, agencies_adopting, agencies_with_rules_for
from muster.standards.actions import adopt_rules, end_adoption, withdraw_adoption
from muster.standards.forms import AdoptForm, EndForm, ReasonForm
from muster.standards.queries import adoptions_of
from muster.standards.rulebook import named, sets_of, spoken, whole_rulebook
from muster.standards.standing import rules_of
from muster.standards.summaries import in_reading_order
from muster.web.forms import done_with
from muster.web.judging import agency_asked, day_asked, rules_readable
from muster.web.once import post_once
from muster.web.reader import reader

P = Permission


@rules_readable
def rules(request: HttpRequest) -> HttpResponse:
    """List what the agency adopted, and the requirements in force on a day."""
    agency = agency_asked(request, agencies_with_rules_for(request.user))
    asked = day_asked(request, agency)
    found = rules_of(agency, asked.as_of, asked.known_at)
    whole = whole_rulebook()
    shown = {
        "agency": agency,
        "asked": asked,
        "rules": found,
        "adoptions": [(line, _named(line.rules, whole)) for line in adoptions_of(agency)],
        "requirements": [found.book.requirements[name] for name in in_reading_order(found.book)],
        "may_adopt": may_in_agency(request.user, P.STANDARDS_RULEBOOK_ADOPT, agency),
    }
    return render(request, "trainer/rules.html", shown)


@rules_readable
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show a requirement as text, with where it was read. Rules are no secret: any of the rulebook is shown."""
    book = whole_rulebook()
    if name not in book.requirements:
        raise Http404
    text = show_requirement(book, name).split("\n", 2)[2]  # without its title, which the page has
    page = book.jurisdiction_of(book.requirements[name])
    shown = {
        "rule": book.requirements[name],
        "text": text,
        "set": named(book, page.id, page.name),
        "authority": named(book, page.id, page.authority),
    }
    return render(request, "trainer/rule.html", shown)


@rules_readable
@post_once
def adopt(request: HttpRequest) -> HttpResponse:
    """Let rules bind an agency from a day on."""
    agencies = agencies_adopting(request.user)
    if not agencies.exists():
        raise Http404
    first = {"start": timezone.localdate(), "rules": request.GET.get("rules", "")}
    form = AdoptForm(request.POST or None, agencies=agencies, initial=first)
    deed = partial(adopt_rules, by=reader(request))
    if request.method == "POST" and (line := done_with(form, deed)) is not None:
        messages.success(request, _("Adopted. Everybody is judged by these rules now."))
        return _back(line.agency_id)
    return render(request, "trainer/adopt.html", {"form": form})


@post_once
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let rules bind the agency up to a day."""
    line = get_object_or_404(adoptions_to_change(request.user), pk=pk)
    form = EndForm(request.POST or None)
    deed = partial(end_adoption, adoption=line, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("The rules bind up to that day and no longer."))
        return _back(line.agency_id)
    return render(request, "trainer/adoption_end.html", {"line": line, "form": form})


@post_once
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an adoption back that was a mistake."""
    line = get_object_or_404(adoptions_to_change(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    deed = partial(withdraw_adoption, adoption=line, by=reader(request))
    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Taken back, as if it had never been."))
        return _back(line.agency_id)
    return render(request, "trainer/adoption_take_back.html", {"line": line, "form": form})


def _back(agency: int) -> HttpResponse:
    answer = redirect("trainer:rules")
    answer.headers["Location"] += f"?agency={agency}"
    return answer


def _named(name: str, book: Rulebook) -> str:
    """Name a rule set, or a single rule; what the rulebook does not have goes by its code."""
    if name in book.requirements:
        return book.requirements[name].title_in(spoken())
    return sets_of(book).get(name, name)
