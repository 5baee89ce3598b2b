"""Addresses of the department's own pages."""

from __future__ import annotations

from django.urls import path

from muster.web.department import duplicates, endings, joining, late_days, ledger, lines, people, units

urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/again/", duplicates.propose_again, name="propose_again"),
    path("duplicates/<int:pk>/undo/", duplicates.part_people, name="part_people"),
    path("agencies/<int:pk>/late/", late_days.late_days, name="late_days"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:number>/", ledger.ledger_entry, name="ledger_entry"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/account/", joining.join_account, name="join_account"),
    path("people/<int:pk>/change/", people.change_person, name="change_person"),
    path("people/<int:pk>/leave/", lines.separate_person, name="separate_person"),
    path("people/<int:pk>/merge/", duplicates.merge_person, name="merge_person"),
    path("people/<int:pk>/two-people/<int:other>/", duplicates.tell_apart, name="tell_apart"),
    path("people/<int:pk>/<slug:kind>/add/", lines.add_line, name="add_line"),
    path("people/<int:pk>/<slug:kind>/<int:line>/correct/", lines.correct_line, name="correct_line"),
    path("people/<int:pk>/<slug:kind>/<int:line>/withdraw/", lines.withdraw_line, name="withdraw_line"),
    path("people/<int:pk>/<slug:kind>/<int:line>/history/", lines.line_history, name="line_history"),
    path("separations/", endings.separations, name="separations"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="add_unit"),
    path("units/<int:pk>/close/", units.close_unit, name="close_unit"),
    path("units/<int:pk>/move/", units.move_unit, name="move_unit"),
]
