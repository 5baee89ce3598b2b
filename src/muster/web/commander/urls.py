"""Addresses of the commander's desk."""

from django.urls import path

from muster.web.commander import urls_cover, urls_money, urls_requests, urls_who_goes, urls_year_plan
from muster.web.commander.approvals import decide, end, waiting
from muster.web.commander.due import due
from muster.web.commander.person import explanation, person
from muster.web.commander.requirement import requirement
from muster.web.commander.standing import standing, unit

app_name = "commander"
urlpatterns = [
    *urls_cover.urlpatterns,
    *urls_money.urlpatterns,
    *urls_requests.urlpatterns,
    *urls_who_goes.urlpatterns,
    *urls_year_plan.urlpatterns,
    path("standing/", standing, name="standing"),
    path("standing/unit/<int:pk>/", unit, name="unit"),
    path("standing/rule/<path:name>/", requirement, name="requirement"),
    path("standing/person/<int:pk>/", person, name="person"),
    path("standing/person/<int:pk>/<path:name>/", explanation, name="explanation"),
    path("due/", due, name="due"),
    path("approvals/", waiting, name="approvals"),
    path("approvals/<int:pk>/", decide, name="decide"),
    path("approvals/<int:pk>/end/", end, name="end"),
]
