"""Addresses of courses, lesson plans, their files, instructors and the search."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import courses, instructors, materials, plan_parts, plans, search

urlpatterns = [
    path("courses/", courses.courses, name="courses"),
    path("courses/add/", courses.add, name="add_course"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/change/", courses.edit, name="edit_course"),
    path("courses/<int:pk>/numbers/add/", courses.new_code, name="add_code"),
    path("courses/<int:pk>/plan/", plans.start, name="start_plan"),
    path("course-numbers/<int:pk>/correct/", courses.change_code, name="correct_code"),
    path("course-numbers/<int:pk>/take-back/", courses.remove_code, name="withdraw_code"),
    path("course-numbers/<int:pk>/history/", courses.code_history, name="code_history"),
    path("plans/", plans.plans, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/texts/", plan_parts.texts, name="plan_texts"),
    path("plans/<int:pk>/parts/<slug:part>/", plan_parts.part, name="plan_part"),
    path("plans/<int:pk>/step/<slug:key>/", plans.step, name="plan_step"),
    path("plans/<int:pk>/compare/", plans.compare, name="compare_plan"),
    path("plans/<int:pk>/copy/", plans.copy, name="copy_plan"),
    path("plans/<int:pk>/release/", plans.classify, name="classify_plan"),
    path("plans/<int:pk>/files/add/", materials.add, name="add_material"),
    path("materials/<int:pk>/", materials.send, name="download_material"),
    path("materials/<int:pk>/replace/", materials.replace, name="replace_material"),
    path("materials/<int:pk>/describe/", materials.describe, name="describe_material"),
    path("materials/<int:pk>/take-out/", materials.remove, name="remove_material"),
    path("instructors/", instructors.instructors, name="instructors"),
    path("instructors/add/", instructors.add, name="add_instructor"),
    path("instructors/<int:pk>/", instructors.instructor, name="instructor"),
    path("instructors/<int:pk>/change/", instructors.edit, name="edit_instructor"),
    path("instructors/<int:pk>/certifications/add/", instructors.new_certification, name="add_certification"),
    path("certifications/<int:pk>/correct/", instructors.change_certification, name="correct_certification"),
    path(
        "certifications/<int:pk>/take-back/", instructors.remove_certification, name="withdraw_certification"
    ),
    path("certifications/<int:pk>/history/", instructors.certification_history, name="certification_history"),
    path("search/", search.search_page, name="search"),
]
