"""The door through which a server such as granian calls Muster."""

from __future__ import annotations

import os

import django
from django.core.handlers.wsgi import WSGIHandler

from muster.web.storable import UTF8Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")


class Door(WSGIHandler):
    """Django's own door, with requests that cannot fall over a charset."""

    request_class = UTF8Request


django.setup(set_prefix=False)
application = Door()
