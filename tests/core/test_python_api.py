"""docs/python-api.md runs from top to bottom and prints what it says."""

from __future__ import annotations

import contextlib
import io
import re

import pytest


def blocks(root):
    """Each block of Python with the lines its last comments promise."""
    text = (root / "docs" / "python-api.md").read_text("utf-8")
    return re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def promised(block):
    """The printed lines: comments at the left edge."""
    return [line.removeprefix("# ") for line in block.splitlines() if line.startswith("# ")]


def test_page_prints_what_it_promises(root):
    names: dict[str, object] = {}
    for block in blocks(root):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, "docs/python-api.md", "exec"), names)  # noqa: S102 - our own page
        if promised(block):
            assert printed.getvalue().splitlines() == promised(block)


@pytest.mark.parametrize(
    "name", ["evaluate", "load_rulebook", "Facts", "Report", "compare_rules", "what_if_plan"]
)
def test_page_shows_each_way_in(root, name):
    assert any(re.search(rf"\b{name}\b", block) for block in blocks(root))
