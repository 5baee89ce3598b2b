"""Lists that were kept elsewhere come in whole but for what is set aside, each row with its sentence."""

from __future__ import annotations

import codecs

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.cast import Cast
from tests.oversight.stories import Story, begin, issue

from muster.files.actions import store
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.oversight.actions.intake import open_batch, take_batch
from muster.oversight.listed import read_list
from muster.oversight.models import Batch, Recommendation

pytestmark = pytest.mark.django_db
HEADER = "Rec. No.,Date,Recommendation,Status,Response,Reason declined,Action plan,Owner,Target date\n"


def opened(story: Story, raw: bytes) -> Batch:
    stored = store(content=ContentFile(raw), by=story.speaker, for_import=True)
    return open_batch(issuer=story.board, by=story.speaker, stored=stored, name="old list.csv")


def taken(story: Story, raw: bytes) -> Batch:
    return take_batch(batch=opened(story, raw), by=story.speaker)


def sentences(story: Story, text: str) -> dict[int, str]:
    """What is set aside of a list, by row."""
    return {row.number: row.sentence for row in read_list((HEADER + text).encode(), story.board).set_aside}


def test_every_row_comes_in_or_is_set_aside(cast: Cast) -> None:
    story = begin(cast)
    text = "1,2026-01-05,First,open,,,,,\n2,soon,Second,open,,,,,\n\n3,2026-02-05,Third,Verified,,,,,\n"
    batch = taken(story, (HEADER + text).encode())
    assert list(Recommendation.objects.order_by("number").values_list("number", "state")) == [
        ("1", "issued"),
        ("3", "verified_implemented"),
    ]
    assert batch.taken == 2
    assert batch.set_aside == [[3, "“soon” is no day. Write it as 2027-05-03."]]


def test_looking_brings_nothing_in(cast: Cast) -> None:
    opened(begin(cast), (HEADER + "1,2026-01-05,First,,,,,,\n").encode())
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
def test_letters_come_in_as_they_were_written(cast: Cast, encoding: str) -> None:
    text = HEADER + "1,2026-01-05,Señalización del comité — año 2026,open,,,,,\n".replace("—", "-")
    taken(begin(cast), text.encode(encoding))
    assert Recommendation.objects.get().text == "Señalización del comité - año 2026"


def test_mark_of_utf_8_before_latin_1_is_not_believed(cast: Cast) -> None:
    text = HEADER + "1,2026-01-05,Señalización del comité,open,,,,,\n"
    taken(begin(cast), codecs.BOM_UTF8 + text.encode("latin-1"))
    assert Recommendation.objects.get().text == "Señalización del comité"


def test_each_doubt_has_its_sentence(cast: Cast) -> None:
    story = begin(cast)
    issue(story, "known")
    found = sentences(
        story,
        ",2026-01-05,No number,,,,,,\n"
        "2,,No day,,,,,,\n"
        "3,2099-01-05,To come,,,,,,\n"
        "4,2026-01-05,State,sleeping,,,,,\n"
        "5,2026-01-05,Without why,Rejected,No,,,,\n"
        "6,2026-01-05,Without plan,In progress,Yes,,,,\n"
        "7,2026-01-05,Fine,In progress,Yes,,Classes,Director,2027-01-01\n"
        "7,2026-01-05,Twice,,,,,,\n"
        "known,2026-01-05,There,,,,,,\n"
        "8,2026-02-30,No such day,,,,,,\n",
    )
    assert sorted(found) == [2, 3, 4, 5, 6, 7, 9, 10, 11]
    assert found[2] == "Number is missing."
    assert found[3] == "Issued on is missing."
    assert "still to come" in found[4]
    assert "“sleeping” under status" in found[5]
    assert "Say why it is declined" in found[6]
    assert "has a plan, an owner and a day" in found[7]
    assert found[9] == "Number 7 stands in row 8 already."
    assert "in the register already" in found[10]
    assert "“2026-02-30” is no day" in found[11]


def test_implemented_alone_is_the_departments_word_and_not_yet_verified(cast: Cast) -> None:
    taken(begin(cast), (HEADER + "1,2026-01-05,First,Implemented,,,,,\n").encode())
    assert Recommendation.objects.get().state == "reported_implemented"


def test_second_list_leaves_what_is_there_as_it_is(cast: Cast) -> None:
    story = begin(cast)
    taken(story, (HEADER + "1,2026-01-05,First,open,,,,,\n").encode())
    again = taken(story, (HEADER + "1,2026-01-05,Changed,closed,,,,,\n2,2026-01-05,New,,,,,,\n").encode())
    assert again.taken == 1
    assert Recommendation.objects.get(number="1").text == "First"


def test_list_is_taken_in_once_and_by_its_body_alone(cast: Cast) -> None:
    story = begin(cast)
    batch = taken(story, (HEADER + "1,2026-01-05,First,open,,,,,\n").encode())
    with pytest.raises(Refused, match="taken in already"):
        take_batch(batch=batch, by=story.speaker)
    other = opened(story, (HEADER + "2,2026-01-05,Second,closed,,,,,\n").encode())
    with pytest.raises(Refused, match="Only who speaks for"):
        take_batch(batch=other, by=cast.user["tara"])
    assert Recommendation.objects.count() == 1


def test_list_is_one_entry_and_each_row_a_line_of_history(cast: Cast) -> None:
    story = begin(cast)
    batch = opened(story, (HEADER + "1,2026-01-05,First,,,,,,\n2,2026-01-05,Second,,,,,,\n").encode())
    before = Entry.objects.count()
    take_batch(batch=batch, by=story.speaker)
    assert Entry.objects.count() == before + 1
    assert all(asked.changes.get().kind == "imported" for asked in Recommendation.objects.all())


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"title,date\nx,2026-01-05\n", "No column is headed number, text"),
        (b"number,date,recommendation\n" + b"1,2026-01-05,x\n" * 5_001, "more than 5,000 rows"),
        (b"number,date,recommendation\n\x00\x01\x02\xff\xfe\x00", "text"),
        (b"x" * 5_000_001, "larger than five megabytes"),
    ],
)
def test_what_is_no_such_list_is_refused_with_a_sentence(cast: Cast, raw: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_list(raw, begin(cast).board)
    assert refused.value.field == "file"


def test_clocks_of_old_ones_come_from_the_file_or_the_body(cast: Cast) -> None:
    text = b"number,date,recommendation,response due\n1,1/5/2026,x,2/5/2026\n2,1/25/2026,y,\n"
    rows = read_list(text, begin(cast).board).rows
    assert [str(row.asked.respond_by) for row in rows] == ["2026-02-05", "2026-03-26"]
    assert rows[0].asked.issued_on < timezone.localdate()
