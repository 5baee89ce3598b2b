"""The search: courses, lesson plans and the text of their files on one page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from muster.accounts.access import may_anywhere
from muster.accounts.permissions import Permission
from muster.curriculum.search import search

MOST = 50


def search_page(request: HttpRequest) -> HttpResponse:
    """Show in which courses, lesson plans and files the words occur."""
    if not may_anywhere(request.user, Permission.CURRICULUM_COURSE_READ):
        raise Http404
    words = request.GET.get("q", "").strip()[:200]
    found = search(request.user, words, MOST, with_old=bool(request.GET.get("old")))
    return render(request, "trainer/search.html", {"words": words, "found": found, "most": MOST})
