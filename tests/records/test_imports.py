"""Files brought in: matched, looked at, accepted whole or not at all, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.cast import HIRED, Cast
from tests.records.bringing import RECORDS_HEADER, bring, brought_in, looked_at, number_of, reasons_of

from muster.curriculum.models import Course
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.records.actions.holds import set_hold
from muster.records.actions.imports import accepting, batches, confirming
from muster.records.actions.records import correct_record
from muster.records.enums import BatchState, RecordStatus
from muster.records.models import Batch, Record
from muster.roster.models import Appointment, Identifier, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_rows(cast: Cast) -> str:
    """A records file about Ada and Ben."""
    ada, ben = number_of(cast.person["ada"]), number_of(cast.person["ben"])
    return RECORDS_HEADER + f"{ada},First aid,2024-05-31,4\n{ben},First aid,2024-06-01,1.5\n"


# ── records ────────────────────────────────────────────────────────────────────────────────────


def test_rows_come_in_with_their_own_dates_and_count(cast: Cast, two_rows: str) -> None:
    brought_in(cast, bring(cast, two_rows))
    lines = Record.lines.standing().order_by("row")
    assert [(r.person, r.completed_on, r.minutes, r.status, r.row) for r in lines] == [
        (cast.person["ada"], date(2024, 5, 31), 240, RecordStatus.VERIFIED, 2),
        (cast.person["ben"], date(2024, 6, 1), 90, RecordStatus.VERIFIED, 3),
    ]


def test_import_is_one_entry_in_the_ledger_that_names_the_file(cast: Cast, two_rows: str) -> None:
    today = str(timezone.localdate())
    batch = bring(cast, two_rows.replace("2024-05-31", today).replace("2024-06-01", today))
    before = Entry.objects.count()
    accepting.accept_import(batch=batch, by=cast.user["tara"])
    assert Entry.objects.count() == before + 1
    told = Entry.objects.order_by("number").last().told
    assert (told["sha256"], told["rows"], told["accepted"]) == (batch.file_id, 2, 2)


def test_rows_in_are_rows_accepted_and_rows_set_aside(cast: Cast, two_rows: str) -> None:
    text = two_rows + "0000,First aid,2024-06-02,1\n=1+1,First aid,2024-06-02,1\n,First aid,2024-06-02,1\n"
    batch = brought_in(cast, bring(cast, text))
    assert (batch.rows, batch.rows_accepted, batch.set_aside.count()) == (5, 2, 3)
    assert [row.reason.split(":")[0] for row in batch.set_aside.all()] == [
        "unknown-person",
        "formula-id",
        "no-officer-id",
    ]
    assert batch.set_aside.first().content["Course Title"] == "First aid"


def test_first_roster_of_an_agency_adds_its_people(cast: Cast) -> None:
    text = "Employee ID,First Name,Last Name,Hire Date\n0101,Kim,Newcomer,2026-03-02\n"
    first = bring(cast, text, "roster", agency=cast.commission)
    assert (first.findings["people"]["new"], reasons_of(first)) == (1, {})
    later = bring(cast, text.replace("0101", "0102"), "roster")
    assert sum(reasons_of(later).values()) == 1


def test_a_new_person_is_never_made_unasked(cast: Cast) -> None:
    text = "Employee ID,Last Name,First Name,Course,Date,Hours\n77,Novak,Eva,First aid,2024-05-31,1\n"
    batch = bring(cast, text)
    assert (reasons_of(batch), batch.findings["people"]) == ({"unknown-person": 1}, {"new": 1})
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], make_people=True)
    brought_in(cast, batch)
    eva = Person.objects.get(family_name="Novak")
    assert Identifier.lines.get(person=eva).value == "77"
    assert Appointment.lines.filter(person=eva, agency=cast.millbrook).count() == 1
    assert Record.lines.get(person=eva).title == "First aid"


def test_a_name_alone_makes_nobody_even_when_asked(cast: Cast) -> None:
    batch = bring(cast, "Officer Name,Course,Date,Hours\nEva Novak,First aid,2024-05-31,1\n")
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], make_people=True)
    assert reasons_of(batch) == {"no-number": 1}
    with pytest.raises(Refused, match="No row"):
        accepting.accept_import(batch=batch, by=cast.user["tara"])
    assert not Person.objects.filter(family_name="Novak").exists()


def test_name_and_first_day_are_a_question_that_a_person_answers(cast: Cast) -> None:
    text = f'Name,Hire Date,Course,Date,Hours\n"Testcase, Ada",{HIRED},First aid,2024-05-31,1\n'
    batch = bring(cast, text)
    assert (batch.findings["asked"], reasons_of(batch)) == (1, {"not-confirmed": 1})
    (key,) = [one.key for one in _reading(batch).people]
    answers = {key: str(cast.person["ada"].pk)}
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], who=answers)
    brought_in(cast, batch)
    assert Record.lines.get().person == cast.person["ada"]


def test_an_answer_names_only_somebody_who_was_asked_about(cast: Cast) -> None:
    batch = bring(cast, f"Name,Hire Date,Course,Date,Hours\nAda Testcase,{HIRED},First aid,2024-05-31,1\n")
    (key,) = [one.key for one in _reading(batch).people]
    batch = batches.answer_questions(
        batch=batch, by=cast.user["tara"], who={key: str(cast.person["nora"].pk)}
    )
    assert reasons_of(batch) == {"not-confirmed": 1}


def test_number_of_somebody_with_another_name_is_a_question(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    batch = bring(cast, f"Employee ID,Name,Course,Date,Hours\n{ada},Zoltan Quux,First aid,2024-05-31,1\n")
    assert reasons_of(batch) == {"not-confirmed": 1}


def test_rows_of_another_agency_are_set_aside(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = (
        "ORI,Employee ID,Course,Date,Hours\n"
        f"{cast.millbrook.ori},{ada},First aid,2024-05-31,1\n{cast.oakford.ori},{ada},First aid,2024-05-31,1\n"
    )
    batch = bring(cast, text)
    assert (reasons_of(batch), batch.rows_accepted) == ({"other-agency": 1}, 1)


def test_file_of_another_agency_is_refused_whole(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    with pytest.raises(Refused, match="Nothing of it was taken"):
        bring(cast, f"ORI,Employee ID,Course,Date,Hours\n{cast.oakford.ori},{ada},First aid,2024-05-31,1\n")


def test_people_of_another_agency_are_not_found_by_their_number_there(cast: Cast) -> None:
    nora = number_of(cast.person["nora"])
    batch = bring(cast, f"Employee ID,Course,Date,Hours\n{nora},First aid,2024-05-31,1\n")
    assert reasons_of(batch) == {"unknown-person": 1}


def test_state_id_of_somebody_elsewhere_is_a_question(cast: Cast) -> None:
    Identifier.lines.create(person=cast.person["nora"], kind="state", value="55501")
    batch = bring(cast, "DPSST,Course,Date,Hours\n55501,First aid,2024-05-31,1\n")
    assert reasons_of(batch) == {"not-confirmed": 1}


def test_registrations_future_days_and_scores_above_100_are_no_records(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = (
        "Employee ID,Course,Date,Hours,Status,Score\n"
        f"{ada},First aid,2024-05-31,1,registered,\n{ada},First aid,2999-05-31,1,completed,\n"
        f"{ada},First aid,2024-05-31,1,passed,104\n{ada},First aid,2024-05-31,1,passed,93.5\n"
    )
    batch = bring(cast, text)
    assert reasons_of(batch) == {"not-a-record": 1, "unreadable-date": 1, "score-too-high": 1}
    brought_in(cast, batch)
    assert str(Record.lines.get().score) == "93.50"


def test_own_rows_of_who_brings_the_file_wait_for_somebody_else(cast: Cast) -> None:
    tara = number_of(cast.person["tara"])
    day = timezone.localdate() - timedelta(days=3)
    batch = bring(cast, f"{RECORDS_HEADER}{tara},First aid,{day},4\n")
    accepting.accept_import(batch=batch, by=cast.user["tara"])
    assert Record.lines.get().status == RecordStatus.PENDING


def test_last_day_it_is_valid_comes_with_the_record(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = f"Employee ID,Course,Date,Hours,Expires\n{ada},CPR,2024-05-31,4,2026-05-31\n"
    brought_in(cast, bring(cast, text))
    assert Record.lines.get().expires_on == date(2026, 5, 31)


def test_unknown_words_for_outcomes_are_asked_and_explained(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    batch = bring(cast, f"Employee ID,Course,Date,Hours,Status\n{ada},CPR,2024-05-31,4,Gehört\n")
    assert (reasons_of(batch), batch.findings["outcomes"]) == ({"unknown-outcome": 1}, ["Gehört"])
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], outcomes={"Gehört": "attended"})
    assert (batch.rows_accepted, batch.findings["outcomes"]) == (1, [])


def test_days_that_can_be_read_two_ways_are_asked(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = f"{RECORDS_HEADER}{ada},CPR,03/04/2024,4\n"
    with pytest.raises(Refused, match="month or the day") as refused:
        bring(cast, text)
    assert refused.value.field == "date_format"
    assert bring(cast, text, date_format="dmy").rows_accepted == 1


def test_courses_are_joined_by_code_or_title_and_made_only_when_asked(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = f"Employee ID,Course Number,Course Title,Date,Hours\n{ada},FA-1,First aid,2024-05-31,4\n"
    batch = bring(cast, text)
    assert batch.findings["courses"]["new"] == 1
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], make_courses=True)
    brought_in(cast, batch)
    course = Record.lines.get().course
    assert (course.code, course.title, course.minutes, course.topics) == ("FA-1", "First aid", 240, None)
    later = bring(cast, f"Employee ID,Course,Date,Hours\n{ada},fa-1,2024-06-01,4\n")
    brought_in(cast, later)
    assert Record.lines.filter(course=course).count() == 2


@pytest.mark.parametrize(("said", "made"), [({}, 1), ({"make_courses": False}, 0)])
def test_first_file_of_an_agency_brings_its_courses_unless_that_is_refused(
    cast: Cast, said: dict[str, bool], made: int
) -> None:
    text = f"{RECORDS_HEADER}{number_of(cast.person['ada'])},First aid,2024-05-31,4\n"
    batch = batches.answer_questions(batch=bring(cast, text), by=cast.user["tara"], **said)
    brought_in(cast, batch)
    assert Course.objects.count() == made
    assert Record.lines.exclude(course=None).count() == made


def test_once_there_are_courses_unknown_ones_are_not_made_unasked(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    brought_in(cast, bring(cast, f"{RECORDS_HEADER}{ada},First aid,2024-05-31,4\n"))
    brought_in(cast, bring(cast, f"{RECORDS_HEADER}{ada},1st aid,2024-06-01,4\n"))
    assert Course.objects.get().title == "First aid"


def test_what_is_recorded_already_is_left_out_as_often_as_it_is_recorded(cast: Cast, two_rows: str) -> None:
    brought_in(cast, bring(cast, two_rows))
    ada = number_of(cast.person["ada"])
    twice = f"{two_rows}{ada},First aid,2024-05-31,4\n{ada},Driving,2024-07-01,8\n"
    batch = bring(cast, twice)
    assert (reasons_of(batch), batch.rows_accepted) == ({"here-already": 2}, 2)
    batch = batches.answer_questions(batch=batch, by=cast.user["tara"], leave_known=False)
    assert batch.rows_accepted == 4


def test_same_file_twice_is_refused_unless_it_is_meant(cast: Cast, two_rows: str) -> None:
    brought_in(cast, bring(cast, two_rows))
    second = batches.answer_questions(batch=bring(cast, two_rows), by=cast.user["tara"], leave_known=False)
    with pytest.raises(Refused, match="brought in on") as refused:
        accepting.accept_import(batch=second, by=cast.user["tara"])
    assert refused.value.field == "again"
    brought_in(cast, second, again=True)
    assert Record.lines.count() == 4


def test_accepting_twice_brings_it_in_once(cast: Cast, two_rows: str) -> None:
    batch = bring(cast, two_rows)
    brought_in(cast, batch)
    with pytest.raises(Refused, match="not being looked at"):
        accepting.accept_import(batch=batch, by=cast.user["tara"])
    assert Record.lines.count() == 2


def test_answers_changed_meanwhile_stop_the_accepting(cast: Cast, two_rows: str) -> None:
    batch = bring(cast, two_rows)
    batches.answer_questions(batch=batch, by=cast.user["dina"], leave_known=False)
    with pytest.raises(Refused, match="changed the answers"):
        accepting.accept_import(batch=batch, by=cast.user["tara"])


def test_dry_run_says_what_would_come_in_and_keeps_nothing(cast: Cast, two_rows: str) -> None:
    batch = bring(cast, two_rows)
    entries = Entry.objects.count()
    would = accepting.dry_run_import(batch=batch, by=cast.user["tara"])
    assert (would.rows_accepted, Record.lines.count(), Entry.objects.count()) == (2, 0, entries)
    assert Batch.objects.get(pk=batch.pk).state == BatchState.PREVIEW


def test_import_that_breaks_off_leaves_nothing(cast: Cast, two_rows: str, monkeypatch) -> None:
    batch = bring(cast, two_rows)

    def break_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(accepting, "_set_aside", break_off)
    batch = accepting.accept_import(batch=batch, by=cast.user["tara"])
    with pytest.raises(KeyboardInterrupt):
        confirming.confirm_import(batch=batch, by=cast.user["dina"])
    assert Record.lines.count() == 0
    assert Batch.objects.get(pk=batch.pk).state == BatchState.WAITING


# ── undoing ────────────────────────────────────────────────────────────────────────────────────


def test_undo_takes_back_every_line_also_one_corrected_since(cast: Cast, two_rows: str) -> None:
    batch = brought_in(cast, bring(cast, two_rows))
    correct_record(record=Record.lines.get(row=2), by=cast.user["tara"], reason="Half a day.", minutes=120)
    batch = accepting.undo_import(batch=batch, by=cast.user["tara"], reason="The wrong year.")
    assert Record.lines.standing().count() == 0
    assert Record.lines.filter(withdrawn=True, reason="The wrong year.").count() == 2
    assert (batch.state, batch.undone_by) == (BatchState.UNDONE, cast.user["tara"])


def test_undone_file_may_come_again(cast: Cast, two_rows: str) -> None:
    batch = brought_in(cast, bring(cast, two_rows))
    accepting.undo_import(batch=batch, by=cast.user["tara"], reason="The wrong year.")
    brought_in(cast, bring(cast, two_rows))
    assert Record.lines.standing().count() == 2


def test_undo_is_refused_under_a_hold_and_names_it(cast: Cast, two_rows: str) -> None:
    batch = brought_in(cast, bring(cast, two_rows))
    set_hold(
        agency=cast.millbrook,
        kind="legal",
        reason="Doe v. Millbrook",
        person=cast.person["ben"],
        by=cast.user["rae"],
    )
    with pytest.raises(Refused, match="Doe v"):
        accepting.undo_import(batch=batch, by=cast.user["tara"], reason="The wrong year.")
    assert Record.lines.standing().count() == 2


def test_two_spellings_of_one_number_make_one_person(cast: Cast) -> None:
    text = (
        "Employee ID,Name,Course,Date,Hours\n77,Eva Novak,CPR,2024-05-31,1\n77,Eva M Novak,CPR,2024-06-01,1\n"
    )
    batch = batches.answer_questions(batch=bring(cast, text), by=cast.user["tara"], make_people=True)
    brought_in(cast, batch)
    assert Person.objects.filter(family_name="Novak").count() == 1
    assert Record.lines.count() == 2


def test_saved_way_of_reading_is_proposed_for_the_next_file(cast: Cast) -> None:
    ada = number_of(cast.person["ada"])
    text = f"Nr,What,When\n{ada},CPR,2024-05-31\n"
    mine = {"Nr": "agency_id", "What": "title", "When": "completed_on"}
    batch = bring(cast, text, columns=mine)
    profile = batches.save_profile(batch=batch, name="Old system", by=cast.user["tara"])
    Batch.objects.filter(pk=batch.pk).update(columns={})
    batch.refresh_from_db()
    assert batches.propose_columns(batch, profile)[2] == mine


def test_two_columns_cannot_mean_the_same(cast: Cast, two_rows: str) -> None:
    with pytest.raises(Refused, match="Two columns"):
        bring(cast, two_rows, columns={"Course Title": "hours"})


def _reading(batch: Batch):
    from muster.records.queries.imports.reading import read_batch  # noqa: PLC0415

    return read_batch(batch, date(2026, 1, 1))


def test_columns_can_be_named_anew_after_a_look(cast: Cast, two_rows: str) -> None:
    batch = bring(cast, two_rows)
    batch = looked_at(cast, batch, columns={"Hours": ""})
    brought_in(cast, batch)
    assert {r.minutes for r in Record.lines.all()} == {0}
