"""Commenting without a name: what is kept, what is refused, and what stays apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from tests.cast import Cast
from tests.community.stories import CONSENT, S, answer_it, open_it

from muster.accounts.models import User
from muster.community.actions.comments import send_comment, tell_about, type_comment
from muster.community.actions.rules import write_rule
from muster.community.actions.screening import look_again, screen_comments
from muster.community.actions.themes import code_comments, name_theme, uncode_comments
from muster.community.codes import LETTERS, code_for, hash_of_code, new_code
from muster.community.models import Coding, Comment, Screening, Tally
from muster.community.models.comment import LONGEST
from muster.community.queries.comments import about_them, public_comments, screened_counts, withheld_by_reason
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused

pytestmark = pytest.mark.django_db
FORM = "the word of a form"


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────


def test_comment_keeps_its_words_and_nothing_of_its_author(cast: Cast) -> None:
    story = open_it(cast)
    made, code = send_comment(consultation=story.now(), text=CONSENT)
    kept = Comment.objects.filter(pk=made.pk).values().get()
    assert kept == {
        "id": made.pk,
        "consultation_id": story.consultation.pk,
        "passage_id": None,
        "text": CONSENT,
        "language": "en",
        "channel": "web",
        "received_at": made.received_at,
        "typed_by_id": None,
        "code_hash": hash_of_code(code),
    }
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.actor, entry.subject_id) == ("community:comment:send", None, str(made.pk))
    assert code not in entry.details + entry.lines
    assert "consent" not in entry.details


def test_comment_is_never_rewritten_or_taken_away(cast: Cast) -> None:
    comment = open_it(cast).say()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(text="Something milder.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).delete()


def test_code_is_long_enough_and_read_however_it_is_typed() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert {letter for code in codes for letter in code.replace("-", "")} <= set(LETTERS)
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    assert hash_of_code("0123-4567-89AB-CDEF") == hash_of_code(" o i23 4567 89ab cdef ")


def test_code_of_a_form_is_not_worked_out_from_its_token_alone() -> None:
    here = code_for(FORM)
    with override_settings(SECRET_KEY=settings.SECRET_KEY[::-1]):
        assert code_for(FORM) != here


def test_form_that_is_sent_twice_makes_one_comment_with_one_code(cast: Cast) -> None:
    story = open_it(cast)
    first = send_comment(consultation=story.now(), text=CONSENT, token=FORM)
    again = send_comment(consultation=story.now(), text=CONSENT, token=FORM)
    assert first == again
    assert Comment.objects.count() == 1


def test_other_words_in_the_same_form_are_another_comment(cast: Cast) -> None:
    story = open_it(cast)
    _first, code = send_comment(consultation=story.now(), text=CONSENT, token=FORM)
    _second, other = send_comment(consultation=story.now(), text="And be polite.", token=FORM)
    assert Comment.objects.count() == 2
    assert code != other


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("days", "taken"), [(0, True), (29, True), (30, False)])
def test_comments_are_taken_to_the_end_of_the_last_day(days: int, taken: bool, cast: Cast) -> None:
    story = open_it(cast)
    story.later(days)
    if taken:
        assert story.say().pk
    else:
        with pytest.raises(Refused, match="not taken any more"):
            story.say()


def test_comment_of_a_million_letters_is_refused_with_its_length(cast: Cast) -> None:
    with pytest.raises(Refused, match=f"1000000 characters, and at most {LONGEST}"):
        open_it(cast).say("x" * 1_000_000)


def test_comment_of_blanks_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Write something"):
        open_it(cast).say(" \n ")


def test_passage_of_another_consultation_is_refused(cast: Cast) -> None:
    story = open_it(cast)
    other = open_it(cast, plan=story.plan)
    with pytest.raises(Refused, match="another consultation"):
        story.say(passage=other.now().passages.first())


def test_flood_is_asked_to_wait_and_goes_on_an_hour_later(cast: Cast) -> None:
    write_rule(
        agency=cast.millbrook,
        by=cast.user["dina"],
        most_an_hour=2,
        days_open=1,
        source="x",
        start="2020-01-01",
    )
    story = open_it(cast)
    story.say("one")
    story.say("two")
    with pytest.raises(Refused, match="More than 2 comments"):
        story.say("three")
    typed(story.tara, story)  # what staff types in is no flood
    story.days += timedelta(minutes=61)
    assert story.say("three").pk


def typed(by: User, story: object) -> Comment:
    """Type in a comment that came on paper."""
    comment, _code = type_comment(consultation=story.now(), text="By letter.", channel="paper", by=by)  # type: ignore[attr-defined]
    return comment


def test_typed_comment_says_who_typed_it(cast: Cast) -> None:
    story = open_it(cast)
    assert typed(story.tara, story).typed_by == story.tara


def test_comment_is_not_typed_in_as_if_it_came_over_the_site(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="how it came"):
        type_comment(consultation=story.now(), text="x", channel="web", by=story.tara)


def test_comments_are_typed_in_until_it_is_closed(cast: Cast) -> None:
    story = open_it(cast)
    story.later(40)
    typed(story.tara, story)
    story.closed()
    with pytest.raises(Refused, match="before it is closed"):
        typed(story.tara, story)


# ── screening ────────────────────────────────────────────────────────────────────────────────────


def test_comment_is_public_only_after_somebody_looked(cast: Cast) -> None:
    story = open_it(cast)
    shown, hidden, _waiting = story.say("a"), story.say("b"), story.say("c")
    story.screen(shown)
    story.screen(hidden, verdict="withheld", code="threat")
    assert list(public_comments(story.now())) == [shown]
    assert screened_counts(story.now()) == {"came": 3, "published": 1, "withheld": 1, "waiting": 1}
    assert withheld_by_reason(story.now()) == [("threat", 1)]


def test_withholding_says_why(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="why it is withheld"):
        story.screen(story.say(), verdict="withheld")


def test_what_was_looked_at_is_not_looked_at_first_again(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    with pytest.raises(Refused, match="nobody has looked at yet"):
        story.screen(comment, verdict="withheld", code="threat")


def test_comments_of_another_consultation_are_left_alone(cast: Cast) -> None:
    story = open_it(cast)
    other = open_it(cast, plan=story.plan)
    with pytest.raises(Refused, match="Choose comments"):
        screen_comments(
            consultation=story.now(), comments=[other.say().pk], verdict="published", by=story.tara
        )


def test_second_look_is_somebody_elses_and_leaves_the_first_to_be_seen(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment, verdict="withheld", code="slur")
    with pytest.raises(Refused, match="Somebody else takes the second look"):
        look_again(comment=comment, verdict="published", reason="Fair.", by=story.tara)
    look_again(comment=comment, verdict="published", reason="It says more.", by=cast.user["dina"])
    assert list(public_comments(story.now())) == [comment]
    assert list(Screening.lines.order_by("pk").values_list("verdict", "reason")) == [
        ("withheld", ""),
        ("published", "It says more."),
    ]


def test_one_deed_looks_at_many_comments(cast: Cast) -> None:
    story = open_it(cast)
    comments = [story.say(str(number)) for number in range(3)]
    before = Entry.objects.count()
    story.screen(*comments)
    assert Entry.objects.count() == before + 1


# ── themes ───────────────────────────────────────────────────────────────────────────────────────


def test_withheld_comment_comes_under_no_theme(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment, verdict="withheld", code="spam")
    story.closed()
    theme = name_theme(consultation=story.now(), title="x", title_es="x", by=story.tara)
    with pytest.raises(Refused, match="Choose published comments"):
        code_comments(theme=theme, comments=[comment.pk], by=story.tara)


def test_comments_are_not_sorted_while_they_come(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="after it is closed"):
        name_theme(consultation=story.now(), title="x", title_es="x", by=story.tara)


def test_sorting_is_undone_until_it_is_answered(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    story.screen(comment)
    story.closed()
    story.go(S.CODING)
    theme = story.theme(comment)
    assert uncode_comments(theme=theme, comments=[comment.pk], by=story.tara) == 1
    assert not Coding.objects.exists()
    code_comments(theme=theme, comments=[comment.pk], by=story.tara)
    story.answer(theme=theme)
    story.go(S.RESPONSES_DRAFTED)
    story.go(S.RESPONSES_PUBLISHED, "dina")
    with pytest.raises(Refused, match="stays together"):
        uncode_comments(theme=theme, comments=[comment.pk], by=story.tara)


# ── who they are, apart from what they said ──────────────────────────────────────────────────────


def test_what_somebody_says_of_themselves_is_a_number_that_leads_nowhere(cast: Cast) -> None:
    story = open_it(cast)
    story.say()
    entries = Entry.objects.count()
    tell_about(consultation=story.now(), answers={"age": "to_29", "stopped": "never", "race": ""})
    told = Tally.objects.filter(number__gt=0)
    assert set(told.values_list("question", "answer", "number")) == {
        ("age", "to_29", 1),
        ("stopped", "never", 1),
    }
    assert Entry.objects.count() == entries, "an entry beside the comment's would say whose answer it is"
    columns = {column.name for column in columns_of("community_tally")}
    assert columns == {"id", "consultation_id", "question", "answer", "number"}


def columns_of(table: str) -> list[object]:
    """The columns that a table has in the database."""
    with connection.cursor() as cursor:
        return list(connection.introspection.get_table_description(cursor, table))


def test_no_row_comes_with_an_answer_and_none_tells_when_it_was_given(cast: Cast) -> None:
    story = open_it(cast)
    rows = list(Tally.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(5):
        story.say(str(number))
        tell_about(consultation=story.now(), answers={"age": "to_29"})
    assert list(Tally.objects.order_by("pk").values_list("pk", flat=True)) == rows
    assert Tally.objects.get(answer="to_29").number == 5


def test_nobody_answers_more_often_than_people_comment(cast: Cast) -> None:
    story = open_it(cast)
    with pytest.raises(Refused, match="Comment first"):
        tell_about(consultation=story.now(), answers={"age": "to_29"})
    assert not Tally.objects.filter(number__gt=0).exists()


def test_answer_of_another_question_is_not_counted(cast: Cast) -> None:
    story = open_it(cast)
    story.say()
    assert tell_about(consultation=story.now(), answers={"age": "never"}) == 0


def test_numbers_are_shown_when_no_more_comments_come_and_small_ones_never(cast: Cast) -> None:
    story = open_it(cast)
    for number in range(13):
        story.say(str(number))
        age = "to_29" if number < 6 else "to_64" if number < 12 else "under_18"
        tell_about(consultation=story.now(), answers={"age": age})
    assert about_them(story.now()) == []
    story.closed()
    ((_question, answers),) = about_them(story.now())
    shown = dict(answers)
    assert shown["under 18"] is None
    assert shown["65 or older"] is None
    assert 1 not in shown.values()


def test_answered_consultation_is_still_what_it_was(cast: Cast) -> None:
    story = open_it(cast)
    comment = story.say()
    answer_it(story)
    comment.refresh_from_db()
    assert comment.text == CONSENT
