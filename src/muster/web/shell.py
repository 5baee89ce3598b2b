"""What every page shows around its content: navigation, agency, language, appearance.

To put a page into the navigation, add a line to ``DESKS``. It is shown to those who hold its permission
anywhere (None: to everybody who is signed in); whether they may see a thing on it is the page's own business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from muster import __version__
from muster.accounts.access import grants_today, reach_of
from muster.accounts.permissions import Permission

if TYPE_CHECKING:
    from muster.accounts.access import Visitor

P = Permission

THEMES = ("system", "light", "dark")
THEME_COOKIE = "muster_theme"


@dataclass(frozen=True)
class Page:
    """One line of the navigation. ``permission`` None: for everybody who is signed in.

    ``of_others``: only for those who hold the permission over more than what is their own.
    """

    label: str | Promise
    url_name: str
    permission: Permission | None = None
    of_others: bool = False


@dataclass(frozen=True)
class Desk:
    """The pages that one kind of work needs, under one name."""

    label: str | Promise
    pages: tuple[Page, ...]


DESKS: tuple[Desk, ...] = (
    Desk(
        _("My training"),
        (
            Page(_("What is due"), "officer:due", P.RECORDS_RECORD_SUBMIT),
            Page(_("My file"), "officer:file", P.RECORDS_RECORD_SUBMIT),
            Page(_("My certificates"), "officer:certificates", P.RECORDS_RECORD_SUBMIT),
            Page(_("Sessions to join"), "officer:sessions", P.RECORDS_SESSION_ENROL),
        ),
    ),
    Desk(
        _("Training desk"),
        (
            Page(_("Today"), "trainer:today", P.RECORDS_SESSION_TEACH),
            Page(_("Sessions"), "trainer:sessions", P.RECORDS_FILE_READ),
            Page(_("Timetable"), "trainer:timetable", P.RECORDS_SESSION_TEACH),
            Page(_("Records"), "trainer:records", P.RECORDS_RECORD_READ, of_others=True),
            Page(_("Records to verify"), "trainer:verify", P.RECORDS_RECORD_VERIFY),
            Page(_("Imports"), "trainer:imports", P.RECORDS_IMPORT_RUN),
            Page(_("Holds"), "trainer:holds", P.RECORDS_HOLD_SET),
            Page(_("How long records are kept"), "trainer:keeping", P.RECORDS_RECORD_VERIFY, of_others=True),
        ),
    ),
    Desk(
        _("What we teach"),
        (
            Page(_("Courses"), "trainer:courses", P.CURRICULUM_COURSE_READ),
            Page(_("Lesson plans"), "trainer:plans", P.CURRICULUM_PLAN_READ),
            Page(_("Instructors"), "trainer:instructors", P.CURRICULUM_INSTRUCTOR_READ),
            Page(_("Search"), "trainer:search", P.CURRICULUM_PLAN_READ),
        ),
    ),
    Desk(
        _("Standing"),
        (
            Page(_("By unit"), "commander:standing", P.STANDARDS_STANDING_READ, of_others=True),
            Page(_("Who is short"), "trainer:short", P.STANDARDS_STANDING_READ, of_others=True),
            Page(_("Due by month"), "commander:due", P.STANDARDS_STANDING_READ, of_others=True),
            Page(_("What if"), "trainer:what_if", P.RECORDS_SESSION_PLAN),
            Page(_("Rules"), "trainer:rules", P.CURRICULUM_COURSE_READ),
            Page(_("Course approvals"), "trainer:course_approvals", P.STANDARDS_APPROVAL_WRITE),
            Page(_("Waivers and extensions"), "trainer:excuses", P.STANDARDS_WAIVER_PROPOSE, of_others=True),
            Page(_("Approvals"), "commander:approvals", P.STANDARDS_WAIVER_DECIDE),
        ),
    ),
    Desk(
        _("Outside training"),
        (
            Page(_("Find training"), "events", P.EVENTS_EVENT_READ),
            Page(_("My requests"), "officer:requests", P.EVENTS_REQUEST_WRITE),
            Page(_("Due from me"), "officer:owed", P.EVENTS_REQUEST_WRITE),
            Page(_("Waiting for me"), "commander:inbox", P.EVENTS_REQUEST_READ, of_others=True),
            Page(_("To score"), "commander:committee", P.EVENTS_REQUEST_SCORE),
            Page(_("All requests"), "trainer:requests", P.EVENTS_REQUEST_READ, of_others=True),
            Page(_("Reports to accept"), "trainer:reports", P.EVENTS_REPORT_DECIDE),
            Page(_("Budget"), "commander:budget", P.EVENTS_FUND_READ),
            Page(_("Claims"), "commander:claims", P.EVENTS_CLAIM_DECIDE),
            Page(_("Shifts and floors"), "commander:rotas", P.EVENTS_COVER_WRITE),
            Page(_("Plan for the year"), "commander:year_plan", P.EVENTS_PLAN_WRITE),
            Page(_("Who gets to go"), "commander:who_goes", P.EVENTS_REQUEST_READ, of_others=True),
            Page(_("What we learned"), "library", P.EVENTS_REPORT_READ),
            Page(_("Bulletins"), "bulletins", P.EVENTS_REPORT_READ),
            Page(_("People we met"), "contacts", P.EVENTS_CONTACT_READ),
            Page(_("Practices"), "practices", P.EVENTS_REPORT_READ),
            Page(_("Was it worth it?"), "worth", P.EVENTS_REPORT_READ),
            Page(_("Policy"), "commander:policy", P.EVENTS_POLICY_WRITE),
        ),
    ),
    Desk(
        _("Oversight"),
        (
            Page(_("For the meeting"), "oversight_desk", P.OVERSIGHT_RECOMMENDATION_ISSUE),
            Page(_("To answer"), "recommendations_desk", P.OVERSIGHT_RECOMMENDATION_ANSWER),
            Page(_("Recommendations"), "recommendations", P.OVERSIGHT_RECOMMENDATION_READ),
            Page(_("Who recommends"), "issuers", P.OVERSIGHT_ISSUER_WRITE),
        ),
    ),
    Desk(
        _("Community"),
        (
            Page(_("Consultations"), "community_desk", P.COMMUNITY_CONSULTATION_READ),
            Page(_("Consultation rules"), "consultation_rules", P.COMMUNITY_RULE_WRITE),
            Page(_("What the public sees"), "community", P.COMMUNITY_CONSULTATION_READ),
        ),
    ),
    Desk(
        _("Department"),
        (
            Page(_("People"), "people", P.ROSTER_PERSON_READ, of_others=True),
            Page(_("Duplicates"), "duplicates", P.ROSTER_PERSON_MERGE),
            Page(_("Separations"), "separations", P.ROSTER_SEPARATION_READ),
            Page(_("Units"), "units", P.ROSTER_PERSON_READ, of_others=True),
            Page(_("Roles"), "grants", P.ACCOUNTS_GRANT_READ),
            Page(_("Ledger"), "ledger", P.LEDGER_ENTRY_READ),
        ),
    ),
)


class Link(TypedDict):
    """A line of the navigation as the template reads it."""

    label: str | Promise
    url: str
    current: bool


class DeskLink(Link):
    """A desk, and those of its pages that this reader sees."""

    pages: list[Link]


def shell(request: HttpRequest) -> dict[str, object]:
    """Return what ``page.html`` shows around the content. Costs one query, for the reader's roles."""
    return {
        "shell": {
            "desks": desks_of(request),
            "agencies": agencies_of(_reader(request)),
            "theme": theme_of(request),
            "themes": [(name, _THEME_LABELS[name]) for name in THEMES],
            "languages": settings.LANGUAGES,
            "version": __version__,
        }
    }


def desks_of(request: HttpRequest) -> list[DeskLink]:
    """Return the desks with at least one page that this reader may open."""
    reader = _reader(request)
    shown = [
        (desk, [(page, url) for page in desk.pages if (url := _address_for(reader, page))]) for desk in DESKS
    ]
    here = _nearest(request.path, [url for _desk, pages in shown for _page, url in pages])
    return [
        {
            "label": desk.label,
            "url": pages[0][1],
            "current": any(url == here for _page, url in pages),
            "pages": [{"label": page.label, "url": url, "current": url == here} for page, url in pages],
        }
        for desk, pages in shown
        if pages
    ]


def agencies_of(user: Visitor) -> list[str]:
    """Return the names of the agencies in which somebody holds a role today."""
    return sorted({str(grant.agency) for grant in grants_today(user) if grant.agency})


def theme_of(request: HttpRequest) -> str:
    """Return what this browser was told to look like; ``system`` follows the device."""
    chosen = request.COOKIES.get(THEME_COOKIE) or getattr(_reader(request), "theme", "system")
    return chosen if chosen in THEMES else "system"


def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the appearance that was chosen, in this browser, and go back to the page."""
    answer = HttpResponseRedirect(way_back(request))
    theme = request.POST.get("theme", "")
    if request.method == "POST" and theme in THEMES:
        _keep(answer, THEME_COOKIE, theme)
    return answer


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, in this browser, and go back to the page."""
    answer = HttpResponseRedirect(way_back(request))
    language = request.POST.get("language", "")
    if request.method == "POST" and language in dict(settings.LANGUAGES):
        _keep(answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer


def way_back(request: HttpRequest) -> str:
    """Return the page that ``next`` names, if it is one of ours, or else the first page."""
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else "/"


def too_large(request: HttpRequest, limit_megabytes: int) -> HttpResponse:
    """Say that a file is too large: a page with status 413."""
    return render(request, "413.html", {"limit": limit_megabytes}, status=413)


_THEME_LABELS = {"system": _("As my device"), "light": _("Light"), "dark": _("Dark")}


def _reader(request: HttpRequest) -> Visitor:
    """Return who asks; an error page may come before that is known."""
    return getattr(request, "user", None) or AnonymousUser()


def _address_for(reader: Visitor, page: Page) -> str | None:
    """Return where a page is, or None if this reader does not see it in the navigation."""
    if not reader.is_authenticated:
        return None
    if page.permission is not None:
        reach = reach_of(reader, page.permission)
        if not (reach.of_others if page.of_others else reach):
            return None
    try:
        return reverse(page.url_name)
    except NoReverseMatch:
        return None  # not built yet; tests/web/test_shell.py names those that are not


def _nearest(path: str, urls: list[str]) -> str | None:
    """Return the address under which a path lies, the longest one where there are several."""
    return max(
        (url for url in urls if path == url or (path.startswith(url) and url != "/")), key=len, default=None
    )


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=365 * 24 * 60 * 60,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
