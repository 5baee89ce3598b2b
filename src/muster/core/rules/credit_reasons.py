"""Why a record counted or gave nothing: the words, and the order in which they are given."""

from __future__ import annotations

from typing import Final

#: Every reason with the sentence a person reads. Those of records that counted stand first. Of the
#: others a record gets the first that holds: what the record is, then what it is about, then when it
#: was done, then how it may be credited, then how much there is already. So the later a reason
#: stands, the nearer the record came to counting.
CREDIT_REASONS: Final = {
    "counted": "it counted",
    "counted_late": "it came after the deadline and still counted for the period that had closed",
    "counted_as_teaching": "it counted as teaching",
    # what the record is
    "replaced": "a later entry corrected it or took it back",
    "after_the_day_judged": "it is dated after the day judged",
    # what it is about
    "not_by_training": "the rule asks for a fact to be in force, and training has no say in it",
    "other_subject": "it is about something else",
    "other_course": "it is another course than those the rule names",
    # when it was done
    "undated": "it has no date, and the rule counts by dates",
    "before_the_duty_began": "it was done before the duty began",
    "outside_the_period": "it was not done in the period",
    # what is said of it
    "topic_unknown": "nobody has said what the course is about",
    "wrong_item": "it is for another item than the rule asks for",
    "wrong_delivery": "it was not given in the way the rule asks for",
    "wrong_provider": "it is from another provider than the rule asks for",
    "wrong_mark": "its marks are not those the rule asks for",
    "not_certified": "the course is not certified as the rule asks",
    # how it may be credited
    "wrong_outcome": "its outcome earns no credit",
    "teaching_not_credited": "the rule gives no credit for teaching",
    "unit_not_converted": "its amount is in a unit that the rule does not turn into hours",
    "given_to_another_use": "it was given to another use and may not be used twice",
    "not_admitted": "the rule does not admit this kind of training",
    "too_short": "it is shorter than the rule asks",
    "score_too_low": "its score is lower than the rule asks",
    "no_minutes": "its length is not recorded, and the rule counts hours",
    # how much there is already
    "repeated": "the same course, or the same day, has already been counted as often as the rule allows",
    "too_soon": "it came too soon after the one before",
    "over_the_cap": "the rule lets no more hours of this kind count in the period",
    "counted_before": "it was used up by an earlier period that was short",
    "late_not_needed": "it came after the deadline, and nothing was missing any more that it could fill",
    "ran_out": "it belongs to a completion that has run out",
    "toward_renewal": "it counts toward the next renewal; what is in force does not need it",
    "measured_against": "it is part of what the hours asked for are measured against",
}

ELSEWHERE: Final = "counted_elsewhere"

CREDIT_CODE: Final = {name: code for code, name in enumerate(CREDIT_REASONS)}
COUNTED: Final = ("counted", "counted_late", "counted_as_teaching")
