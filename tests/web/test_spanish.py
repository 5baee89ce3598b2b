"""Everything that Muster says in English it also says in Spanish.

The texts are collected as ``makemessages`` would, but in plain Python: templates through Django's own
``templatize``, all of it through Babel. Texts of Django and allauth bring their own translation.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path("src/muster/web")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w*)\}")


@dataclass(frozen=True)
class Text:
    """One text to translate, and where it stands."""

    place: str
    context: str | None
    message: str | tuple[str, ...]

    @property
    def singular(self) -> str:
        return self.message if isinstance(self.message, str) else self.message[0]


def texts_of(source: str, place: str) -> Iterator[Text]:
    """Yield the texts of Python source."""
    for line, message, _comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        parts = tuple(part for part in message if part) if isinstance(message, tuple) else message
        yield Text(f"{place}:{line}", context, parts)


def template_texts(file: Path, place: str) -> Iterator[Text]:
    """Yield the texts of a template."""
    as_python = templatize(file.read_text("utf-8"), origin=str(file))
    yield from texts_of("\n".join(line.lstrip() for line in as_python.splitlines()), place)


def all_texts(root: Path) -> list[Text]:
    """Every text of Muster: in Python outside the core and the command line, and in templates."""
    package = root / "src" / "muster"
    found: list[Text] = []
    for file in sorted(package.rglob("*.py")):
        if file.relative_to(package).parts[0] not in {"core", "cli"}:
            found += texts_of(file.read_text("utf-8"), str(file.relative_to(root)))
    for file in sorted((root / WEB / "templates").rglob("*.[ht][tx][mt]*")):
        found += template_texts(file, str(file.relative_to(root)))
    return [text for text in found if text.singular]


def catalogues(root: Path) -> dict[Path, Catalog]:
    found = {}
    for file in sorted((root / WEB / "locale").glob("*/es/LC_MESSAGES/django.po")):
        with file.open("rb") as opened:
            found[file.relative_to(root)] = read_po(opened, locale="es", abort_invalid=True)
    return found


def has_spanish(text: Text, known: list[Catalog]) -> bool:
    """Whether one catalogue has the text, whole (all plural forms) and not marked as a guess."""
    for catalogue in known:
        entry = catalogue.get(text.singular, context=text.context)
        if entry is None or entry.fuzzy:
            continue
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        if all(strings) and isinstance(entry.id, str) == isinstance(text.message, str):
            return True
    return False


def places(text: str) -> list[str]:
    return sorted(match.group(0) for match in PLACE.finditer(text))


@pytest.fixture(scope="module")
def known(root: Path) -> dict[Path, Catalog]:
    return catalogues(root)


def test_collector_finds_texts_of_python_and_of_templates(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}<p class="it\'s">\n      {% translate "One" %}</p>\n'
        "  {% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}\n"
        '{% include "x.html" with submit=_("Save") %}'
    )
    found = [text.message for text in template_texts(page, "page.html")]
    found += [
        text.message for text in texts_of('label = _("Two")\nname = ngettext("%d day", "%d days", n)', "a.py")
    ]
    assert found == ["One", ("%(n)s row", "%(n)s rows"), "Save", "Two", ("%d day", "%d days")]


def test_every_text_has_a_spanish_one(root: Path, known: dict[Path, Catalog]) -> None:
    silent = [
        f"{text.place}: {text.message!r}"
        for text in all_texts(root)
        if not has_spanish(text, list(known.values()))
    ]
    assert silent == []


def test_spanish_keeps_the_places_that_are_filled_in(known: dict[Path, Catalog]) -> None:
    broken = [
        f"{file}: {entry.id!r}"
        for file, catalogue in known.items()
        for entry in catalogue
        if entry.id
        and isinstance(entry.id, str)
        and entry.string
        and places(entry.id) != places(str(entry.string))
    ]
    assert broken == []


def test_parts_agree_where_they_translate_the_same_text(known: dict[Path, Catalog]) -> None:
    """Django takes the first one it finds, so two texts for one would be a matter of luck."""
    said: dict[tuple[str, str | None], set[str]] = {}
    for catalogue in known.values():
        for entry in catalogue:
            if entry.id and entry.string:
                said.setdefault((str(entry.id), entry.context), set()).add(str(entry.string))
    assert {text: words for text, words in said.items() if len(words) > 1} == {}


def test_no_translation_is_left_over(root: Path, known: dict[Path, Catalog]) -> None:
    used = {(text.singular, text.context) for text in all_texts(root)}
    idle = [
        f"{file}: {entry.id!r}"
        for file, catalogue in known.items()
        for entry in catalogue
        if entry.id and ((entry.id if isinstance(entry.id, str) else entry.id[0]), entry.context) not in used
    ]
    assert idle == []
