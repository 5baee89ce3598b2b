"""Whatever bytes come in, the answer is a plan in which every row has its fate, or a sentence."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from muster.core.errors import MusterError
from muster.core.importing import Profile, plan_import, write_import
from muster.core.tables import Facts

CSV = (
    b"officer_id,date,course,title,status,score,hours\n"
    b"1017,6/17/2022,B1,First aid,Passed,0.0,4.00\n"
    b"1018,5/31/2022,B2,Driving,Passed,90,3.5\n"
    b'"10,19",2/1/2021,B3,"a ""q"" b",Instructed,,24\n'
)
ROWS = [{"officer_id": "17", "date": "2022-06-07", "course": "Law", "hours": "1.5"}] * 3
HTML = b"<table><tr><th>officer_id<th>course<th>date</tr><tr><td rowspan=2>1<td>a<td>2020-01-02</tr></table>"


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["officer_id", "date", "course", "hours"], ["1", "2020-01-01", "x", 2]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


VALID = [
    CSV,
    CSV.decode().encode("utf-16"),
    gzip.compress(CSV, mtime=0),
    json.dumps(ROWS).encode(),
    HTML,
    workbook(),
]
SPLICES = [
    b'"',
    b",",
    b"\n",
    b"\t",
    b"=1+1",
    b"\0",
    b"-5",
    b"9" * 30,
    b"NaN",
    b"1e400",
    b"[[[",
    b"\xef\xbb\xbf",
    b"{",
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid file cut, overwritten, spliced or doubled in places."""
    raw = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(raw)))
        match draw(st.integers(0, 3)):
            case 0:
                del raw[at:]
            case 1:
                raw[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 2:
                raw[at:at] = draw(st.sampled_from(SPLICES))
            case _:
                raw[at:at] = raw[max(0, at - draw(st.integers(1, 200))) : at]
    return bytes(raw)


def fate(raw: bytes, profile: Profile) -> str:
    """Import it, and say what came: a sound ``plan``, or a ``sentence``. Everything else fails here."""
    with tempfile.TemporaryDirectory() as folder:
        file, town = Path(folder) / "source", Path(folder) / "town"
        file.write_bytes(raw)
        try:
            plan = plan_import(file, profile)
        except MusterError as error:
            refused = error.problems
        else:
            refused = ()
        assert all(problem.what and problem.code for problem in refused)
        if refused:
            return "sentence"
        assert plan.rows_in == plan.rows_accepted + plan.set_aside.height
        assert plan.set_aside_cells.height == plan.set_aside.height
        if plan.target == "records":
            assert plan.accepted.height == plan.rows_accepted
        if plan.rows_accepted:
            write_import(plan, town, new_officers=True)
            assert Facts.read(town).records.collect().height == plan.accepted.height
    return "plan"


@given(raw=st.binary(max_size=400))
def test_arbitrary_bytes_give_a_plan_or_a_sentence(raw: bytes) -> None:
    assert fate(raw, Profile()) in ("plan", "sentence")


@given(raw=damaged())
def test_damaged_files_give_a_plan_or_a_sentence(raw: bytes) -> None:
    assert fate(raw, Profile()) in ("plan", "sentence")


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
rows = st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=8)


@given(rows=rows)
def test_arbitrary_cells_give_every_row_a_fate(rows: list[tuple[str, ...]]) -> None:
    lines = [dict(zip(("officer_id", "date", "course", "hours"), row, strict=True)) for row in rows]
    assert fate(json.dumps(lines).encode(), Profile(date_format="mdy")) in ("plan", "sentence")
