"""Every address of the service: sign-in from allauth, then the pages by reader. None is served from elsewhere."""

from __future__ import annotations

from django.urls import include, path

from muster.web.first_run import first_run
from muster.web.home import home
from muster.web.start import start

urlpatterns = [
    path("", home, name="home"),
    path("begin/<slug:word>/", first_run, name="first_run"),
    path("start/", start, name="start"),
    path("", include("muster.web.shell_urls")),
    path("accounts/", include("muster.web.sign_in_urls")),
    path("department/", include("muster.web.department.urls")),
    path("", include("muster.web.department.urls_accounts")),
    path("mine/", include("muster.web.officer.urls")),
    path("training/", include("muster.web.trainer.urls")),
    path("command/", include("muster.web.commander.urls")),
    path("outside/", include("muster.web.outside.urls")),
    path("community/", include("muster.web.community.urls")),
    path("oversight/", include("muster.web.oversight.urls")),
]

handler500 = "muster.web.standstill.server_error"
