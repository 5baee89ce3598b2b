"""The ledger as a page: who sees which entries, filters, the file, and an entry in the chain."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from muster.accounts.permissions import Permission
from muster.ledger.models import Entry
from muster.roster.actions import add_unit, identify
from muster.web.department.deeds import DEEDS, deed_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast: Cast) -> Cast:
    """Three deeds: Tara's and Dina's at Millbrook, the administrator's at Oakford."""
    add_unit(agency=cast.millbrook, parent=None, code="X", name="X", by=cast.user["tara"])
    identify(person=cast.person["ada"], kind="agency", value="9", agency=cast.millbrook, by=cast.user["dina"])
    add_unit(agency=cast.oakford, parent=None, code="O", name="O", by=cast.user["admin"])
    return cast


def numbers(client: Client, cast: Cast, who: str, **filters: Any) -> list[int]:
    client.force_login(cast.user[who])
    answer = client.get(reverse("ledger"), filters)
    return [entry.number for entry in answer.context["page"].object_list]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("tara", [2, 1]),
        ("olga", [2, 1]),
        ("posy", [3, 2, 1]),
        ("admin", [3, 2, 1]),
        ("nora", []),
        ("ada", []),
    ],
)
def test_each_reads_what_was_done_where_they_may(
    client: Client, written: Cast, who: str, seen: list[int]
) -> None:
    assert numbers(client, written, who) == seen


def test_officer_reads_what_they_did_themselves(client: Client, written: Cast) -> None:
    add_unit(agency=written.oakford, parent=None, code="N", name="N", by=written.user["nora"])
    assert numbers(client, written, "nora") == [4]
    assert client.get(reverse("ledger_entry", args=[4])).status_code == 200
    assert client.get(reverse("ledger_entry", args=[3])).status_code == 404


@pytest.mark.parametrize(
    ("filters", "seen"),
    [
        ({"q": "dina"}, [2]),
        ({"q": "identifier dina"}, [2]),
        ({"q": "identifier tara"}, []),
        ({"verb": "roster:unit:write"}, [3, 1]),
        ({"from": "2999-01-01"}, []),
        ({"to": "1999-01-01"}, []),
        ({"from": "1999-01-01", "to": "2999-01-01"}, [3, 2, 1]),
        ({"from": "yesterday", "to": "2026-13-45"}, [3, 2, 1]),
    ],
)
def test_filters(client: Client, written: Cast, filters: dict[str, str], seen: list[int]) -> None:
    assert numbers(client, written, "admin", **filters) == seen


def test_agency_filter(client: Client, written: Cast) -> None:
    assert numbers(client, written, "posy", agency=written.oakford.pk) == [3]


def test_list_costs_the_same_for_few_and_many(
    client: Client, written: Cast, queries_of: Callable[[Callable[[], object]], int]
) -> None:
    client.force_login(written.user["tara"])
    few = queries_of(lambda: client.get(reverse("ledger")))
    for number in range(40):
        add_unit(agency=written.millbrook, parent=None, code=f"U{number}", name="U", by=written.user["dina"])
    assert queries_of(lambda: client.get(reverse("ledger"))) == few == 6


def test_file_holds_what_the_reader_may_see(client: Client, written: Cast) -> None:
    client.force_login(written.user["tara"])
    file = b"".join(client.get(reverse("ledger"), {"format": "csv"})).decode()  # type: ignore[arg-type]  # a stream
    assert [Entry.objects.get(number=n).hash in file for n in (1, 2, 3)] == [True, True, False]


def test_entry_stands_between_its_neighbours(client: Client, written: Cast) -> None:
    client.force_login(written.user["admin"])
    answer = client.get(reverse("ledger_entry", args=[2]))
    assert answer.context["place"].holds
    page = answer.content.decode()
    for number in (1, 2, 3):
        assert Entry.objects.get(number=number).hash in page


# ── what an entry says in words ─────────────────────────────────────────────────────────────────────


def test_deed_is_told_in_words_and_its_verb_stays(client: Client, written: Cast) -> None:
    client.force_login(written.user["dina"])
    for address in (reverse("ledger"), reverse("ledger_entry", args=[2])):
        page = client.get(address).content.decode()
        assert "wrote down or corrected what is known of a person" in page
        assert (
            '<code class="wraps">roster:person:write</code>' in page
            or "<code>roster:person:write</code>" in page
        )


def test_deed_is_told_in_spanish(client: Client, written: Cast) -> None:
    client.force_login(written.user["dina"])
    page = client.get(reverse("ledger"), headers={"accept-language": "es"}).content.decode()
    assert "anotó o corrigió lo que se sabe de una persona" in page


def test_rows_that_an_entry_added_are_shown(client: Client, written: Cast) -> None:
    line = written.person["ada"].identifiers.get(value="9")
    client.force_login(written.user["dina"])
    answer = client.get(reverse("ledger_entry", args=[2]))
    assert answer.context["added"] == [("roster_identifier", str(line.pk))]
    assert "roster_identifier" in answer.content.decode()


def test_verb_of_an_older_version_is_shown_as_it_is() -> None:
    assert deed_of("roster:person:forgotten") == "roster:person:forgotten"


VERB = re.compile(r"[a-z]+:[a-z]+:[a-z]+")
WRITERS = {"write_down", "write_deed", "write_entry", "_note"}


def verbs_in(source: str) -> Iterator[str]:
    """Yield every text of the form of a verb, and every permission that an entry is written under, in Python source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
            yield node.value
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in WRITERS:
            given = [word.value for word in node.keywords if word.arg == "verb"] + node.args[:1]
            yield from (
                Permission[each.attr].value
                for each in given
                if isinstance(each, ast.Attribute) and each.attr in Permission.__members__
            )


def test_every_verb_that_code_can_write_has_words_and_no_other(root: Path) -> None:
    package = root / "src" / "muster"
    apps = (
        each
        for each in sorted(package.rglob("*.py"))
        if each.relative_to(package).parts[0] not in ("core", "web", "cli")
    )
    written = {
        verb for file in apps if file.name != "permissions.py" for verb in verbs_in(file.read_text("utf-8"))
    }
    # most are handed on through a name, so every permission to do more than read counts
    doing = {verb.value for verb in Permission if not verb.rpartition(":")[2].startswith("read")}
    assert set(DEEDS) == written | doing


def test_walk_over_the_code_sees_verbs_however_they_are_given() -> None:
    source = 'write_deed(verb=P.CURRICULUM_MATERIAL_READ)\nwrite_entry(P.ROSTER_UNIT_WRITE, 1)\nx = "a:b:c"'
    source += "\nf(verb=P.LEDGER_ENTRY_READ)"
    assert sorted(verbs_in(source)) == ["a:b:c", "curriculum:material:read", "roster:unit:write"]
