"""How requirements hang together, as links, as a tree and in DOT."""

from __future__ import annotations

import pytest

from muster.core.rules import load_rulebook
from muster.core.rules.graph import Link, dot_text, links_of, tree_text


@pytest.fixture(scope="module")
def shipped():
    return load_rulebook()


@pytest.fixture
def book(root):
    return load_rulebook([root / "tests" / "town" / "rulebook"])


def test_links_name_what_waits_and_what_shares(shipped, book):
    assert links_of(book) == (
        Link("zz/driving-8", "shares hours with", "zz/first-aid-once", "the course has both"),
    )
    waiting = [link for link in links_of(shipped.only(["us-tx"])) if link.kind == "waits for"]
    assert waiting == [Link("us-tx/chief-40", "waits for", "us-tx/chief-new")]


def test_hours_shared_both_ways_are_drawn_once_towards_the_hub(shipped):
    pairs = [(link.one, link.other) for link in links_of(shipped.only(["us-ca"]))]
    assert ("us-ca/psp", "us-ca/cpt") in pairs
    assert ("us-ca/cpt", "us-ca/psp") not in pairs


@pytest.mark.parametrize(
    "jurisdiction", ["model", "us-ca", "us-co", "us-fl", "us-il", "us-ma", "us-nj", "us-or", "us-tx", "us-wa"]
)
def test_tree_and_dot_have_every_requirement(shipped, jurisdiction):
    book = shipped.only([jurisdiction])
    tree, dot = tree_text(book), dot_text(book)
    assert [name for name in book.requirements if name not in tree or f'"{name}"' not in dot] == []


def test_dot_keeps_quotes_inside_labels(book):
    rule = book.requirements["zz/driving-8"].model_copy(update={"title": 'Driving "fast" \\ slow'})
    changed = type(book)(book.vocabulary, book.jurisdictions, {"zz/driving-8": rule})
    assert r'tooltip="Driving \"fast\" \\ slow"' in dot_text(changed)
