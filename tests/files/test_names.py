"""Names that somebody else chose."""

from __future__ import annotations

import pytest

from muster.files.kinds import KINDS
from muster.files.names import LONGEST, clean_name

PDF, TEXT = KINDS["application/pdf"], KINDS["text/plain"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Plan.PDF", "Plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system.ini", "system.ini.pdf"),
        ("C:\\Users\\ada\\plan.pdf", "plan.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "file.pdf"),
        ("run.exe", "run.exe.pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_bSet-Cookie_ x.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe.pdf"),
        ("Capacitación ñ.pdf", "Capacitación ñ.pdf"),
    ],
)
def test_name_is_harmless_and_ends_as_the_content_is(given: str, kept: str) -> None:
    assert clean_name(given, PDF) == kept


def test_script_that_is_plain_text_is_called_so() -> None:
    assert clean_name("start.bat", TEXT) == "start.bat.txt"


def test_long_name_is_cut_and_keeps_its_end() -> None:
    name = clean_name("x" * 500 + ".pdf", PDF)
    assert len(name) == LONGEST
    assert name.endswith("x.pdf")
