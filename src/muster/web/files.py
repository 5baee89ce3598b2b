"""Files over the wire: how they go out, and what happens to one that is too large on its way in.

There is no address for a file by its hash. A view finds the thing that the file is attached to, asks
whether the reader may see it, and calls ``sent``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from muster.files.models import Attachment
from muster.files.store import limit_in_megabytes, open_content
from muster.web.shell import too_large

log = logging.getLogger(__name__)

#: What a form may weigh beside its file.
FORM_BYTES: Final = 1024 * 1024
#: A body that is too large is read to its end up to here, so that the browser shows the answer, and is kept nowhere.
MOST_DRAINED_BYTES: Final = 1024**3
_CHUNK: Final = 256 * 1024


def sent(attachment: Attachment) -> FileResponse:
    """Return a file as a download that no browser runs. The caller has asked whether the reader may see it."""
    try:
        content = open_content(attachment.file_id)
    except FileNotFoundError:
        log.exception("The store has lost the file %s", attachment.file_id)
        raise Http404(
            _("The store has lost this file. Tell who runs this server: it must come from a backup.")
        ) from None
    answer = FileResponse(
        content, as_attachment=True, filename=attachment.name, content_type=attachment.file.media_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


class UploadLimit:
    """Middleware that answers a body which is too large before anything of it is written to disk.

    It stands before the check of forged forms, which reads the body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on; the question is asked when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Return the page that says so, or None to go on. Without a length Django reads no body at all."""
        if _length(request) <= settings.UPLOAD_LIMIT + FORM_BYTES:
            return None
        _drain(request)
        return too_large(request, limit_in_megabytes())


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _drain(request: HttpRequest) -> None:
    left = min(_length(request), MOST_DRAINED_BYTES)
    try:
        while left > 0 and (piece := request.read(min(_CHUNK, left))):
            left -= len(piece)
    except OSError:
        return  # the browser hung up; there is nobody left to answer
