"""Addresses of who is short, what a class would change, rules, approvals of courses, and exceptions."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import approvals, excuses, rules, short, what_if

urlpatterns = [
    path("short/", short.short, name="short"),
    path("short/enrol/", short.enrol, name="enrol_short"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("rules/", rules.rules, name="rules"),
    path("rules/adopt/", rules.adopt, name="adopt_rules"),
    path("rules/adopted/<int:pk>/end/", rules.end, name="end_adoption"),
    path("rules/adopted/<int:pk>/take-back/", rules.take_back, name="withdraw_adoption"),
    path("rules/text/<path:name>/", rules.rule, name="rule"),
    path("course-approvals/", approvals.approvals, name="course_approvals"),
    path("course-approvals/add/", approvals.add, name="approve_course"),
    path("course-approvals/<int:pk>/end/", approvals.end, name="end_approval"),
    path("course-approvals/<int:pk>/take-back/", approvals.take_back, name="withdraw_approval"),
    path("exceptions/", excuses.excuses, name="excuses"),
    path("exceptions/add/", excuses.propose, name="propose_excuse"),
    path("exceptions/<int:pk>/withdraw/", excuses.withdraw, name="withdraw_excuse"),
]
