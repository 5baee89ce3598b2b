"""Writes to the store. Who may attach a file to what is the business of the thing it is attached to."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from muster.accounts.models import User
from muster.files.kinds import KINDS
from muster.files.models import StoredFile
from muster.files.names import clean_name
from muster.files.reading import words_of
from muster.files.store import Stream, path_of, place
from muster.ledger.actions import write_down


def store(
    *, content: Stream, by: User | None, limit: int | None = None, for_import: bool = False
) -> StoredFile:
    """Keep a content; the same content twice is one file. ``limit`` in bytes, None: the operator's.

    With ``for_import`` it takes also what is only read and never attached (old workbooks, tables in web pages).

    Call it outside of a transaction: it reads and writes for as long as the file is large, and a database with one
    writer must not wait for that. Its entry in the ledger says who handed the content in; the action that attaches the
    file makes one of its own, which names the hash. A file that nothing is attached to is seen by nobody. Raises
    Refused with the field ``file``.
    """
    placed = place(content, limit, for_import=for_import)
    known = StoredFile.objects.filter(pk=placed.sha256).first()
    if known is not None:
        return known
    text = words_of(path_of(placed.sha256), placed.kind.media_type)
    stored = StoredFile(
        sha256=placed.sha256, size=placed.size, media_type=placed.kind.media_type, text=text, added_by=by
    )
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
            write_down(verb="files:file:store", subject=stored, actor=by)
    except IntegrityError:  # somebody handed in the same content at the same moment
        return StoredFile.objects.get(pk=placed.sha256)
    return stored


def name_for(stored: StoredFile, name: str) -> str:
    """Return the name under which a stored file is attached: ``name`` made harmless, ending as the content is."""
    return clean_name(name, KINDS.get(stored.media_type))
