"""Addresses of the year's plan."""

from __future__ import annotations

from django.urls import path

from muster.web.commander import year_plan as pages

urlpatterns = [
    path("year-plan/", pages.year_plan, name="year_plan"),
    path("year-plan/make/", pages.year_plan_make, name="year_plan_make"),
    path("year-plan/<int:pk>/", pages.year_plan_shown, name="year_plan_shown"),
    path("year-plan/<int:pk>/left/", pages.year_plan_left, name="year_plan_left"),
    path("year-plan/<int:pk>/again/", pages.year_plan_again, name="year_plan_again"),
    path("year-plan/<int:pk>/take/", pages.year_plan_take, name="year_plan_take"),
    path("year-plan/<int:pk>/undo/", pages.year_plan_undo, name="year_plan_undo"),
    path("year-plan/<int:pk>/places/<int:seat>/pin/", pages.year_plan_pin, name="year_plan_pin"),
]
