"""Translations: each ``django.po`` under ``locale/`` into the ``django.mo`` that Django reads, with Babel alone."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from muster.web.assets.stamp import content_of, is_fresh, leave

LOCALE = Path(__file__).resolve().parent.parent / "locale"


class BadTranslation(Exception):
    """A .po file that cannot be read; the text names file and line."""


def compile_messages(folder: Path = LOCALE) -> list[Path]:
    """Compile the .po files that changed since they were last compiled; return them."""
    due = []
    for source in sorted(folder.glob("*/*/LC_MESSAGES/django.po")):
        stamp = source.with_name(".stamp")
        content = content_of([source])
        if is_fresh(stamp, content) and source.with_suffix(".mo").is_file():
            continue
        _compile(source)
        leave(stamp, content)
        due.append(source)
    return due


def _compile(source: Path) -> None:
    try:
        with source.open("rb") as opened:
            catalogue = read_po(opened, locale=source.parts[-3], abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise BadTranslation(f"{source}: {error}") from error
    half_written = source.with_suffix(".mo.new")
    with half_written.open("wb") as opened:
        write_mo(opened, catalogue)
    half_written.replace(source.with_suffix(".mo"))
