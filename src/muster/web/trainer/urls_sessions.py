"""Addresses of sessions, their roll and their closing, of the timetable and the rooms."""

from __future__ import annotations

from django.urls import path

from muster.web.trainer import at_once, closing, roll, rooms, seats, sessions, timetable

urlpatterns = [
    path("rooms/", rooms.rooms, name="rooms"),
    path("rooms/add/", rooms.add, name="add_room"),
    path("rooms/<int:pk>/", rooms.change, name="change_room"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/add/", sessions.add_session, name="add_session"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/plan/", sessions.change, name="change_session"),
    path("sessions/<int:pk>/again/", sessions.clone, name="clone_session"),
    path("sessions/<int:pk>/to/<slug:to>/", sessions.move, name="move_session"),
    path("sessions/<int:pk>/close/", closing.close, name="close_session"),
    path("sessions/<int:pk>/report/", closing.report, name="report_session"),
    path("sessions/<int:pk>/files/add/", closing.add_file, name="add_session_file"),
    path("sessions/<int:pk>/files/<int:file>/", closing.send_file, name="download_session_file"),
    path("sessions/<int:pk>/people/", seats.pick, name="pick_people"),
    path("sessions/<int:pk>/seats/<int:seat>/approve/", seats.approve, name="approve_seat"),
    path("sessions/<int:pk>/seats/<int:seat>/decline/", seats.decline, name="decline_seat"),
    path("sessions/<int:pk>/seats/<int:seat>/withdraw/", seats.withdraw, name="withdraw_seat"),
    path("sessions/<int:pk>/seats/<int:seat>/days/", seats.days, name="seat_days"),
    path("sessions/<int:pk>/seats/<int:seat>/link/", roll.link, name="link_walk_in"),
    path("sessions/<int:pk>/results/", roll.results, name="results"),
    path("sessions/<int:pk>/everybody/<slug:what>/", at_once.everybody, name="everybody"),
    path("sessions/<int:pk>/undo/<uuid:step>/", at_once.undo, name="undo_step"),
    path("sessions/<int:pk>/roll/<int:meeting>/", roll.roll, name="roll"),
    path("sessions/<int:pk>/roll/<int:meeting>/door/", roll.add_at_door, name="add_at_door"),
    path("sessions/<int:pk>/roll/<int:meeting>/times/", roll.real_times, name="real_times"),
    path("sessions/<int:pk>/roll/<int:meeting>/sheet/", roll.sign_in_sheet, name="sign_in_sheet"),
    path("timetable/", timetable.timetable, name="timetable"),
]
