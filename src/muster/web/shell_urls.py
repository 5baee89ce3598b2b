"""Addresses of what the frame of every page offers."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from muster.web.shell import choose_language, choose_theme

app_name = "shell"
urlpatterns = [
    path("language/", login_not_required(choose_language), name="language"),
    path("appearance/", login_not_required(choose_theme), name="theme"),
]
