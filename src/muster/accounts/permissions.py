"""Everything that somebody may or may not do, in one list.

The name is ``area:thing:action``. ``python -m muster.accounts.permissions`` writes ``docs/permissions.md``
from this list and from the roles; a test compares the two.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One power. Its docstring-like sentence stands in ``SENTENCES``."""

    ACCOUNTS_GRANT_DELEGATE = "accounts:grant:delegate"
    ACCOUNTS_GRANT_GIVE = "accounts:grant:give"
    ACCOUNTS_GRANT_READ = "accounts:grant:read"
    COMMUNITY_ANSWER_PUBLISH = "community:answer:publish"
    COMMUNITY_COMMENT_ENTER = "community:comment:enter"
    COMMUNITY_COMMENT_SCREEN = "community:comment:screen"
    COMMUNITY_CONSULTATION_MANAGE = "community:consultation:manage"
    COMMUNITY_CONSULTATION_READ = "community:consultation:read"
    COMMUNITY_RULE_WRITE = "community:rule:write"
    CURRICULUM_COURSE_READ = "curriculum:course:read"
    CURRICULUM_COURSE_WRITE = "curriculum:course:write"
    CURRICULUM_INSTRUCTOR_READ = "curriculum:instructor:read"
    CURRICULUM_INSTRUCTOR_WRITE = "curriculum:instructor:write"
    CURRICULUM_MATERIAL_READ = "curriculum:material:read"
    CURRICULUM_PLAN_APPROVE = "curriculum:plan:approve"
    CURRICULUM_PLAN_READ = "curriculum:plan:read"
    CURRICULUM_PLAN_READ_DRAFT = "curriculum:plan:read_draft"
    CURRICULUM_PLAN_REVIEW_CONTENT = "curriculum:plan:review_content"
    CURRICULUM_PLAN_REVIEW_LAW = "curriculum:plan:review_law"
    CURRICULUM_PLAN_WRITE = "curriculum:plan:write"
    EVENTS_CLAIM_DECIDE = "events:claim:decide"
    EVENTS_CONTACT_READ = "events:contact:read"
    EVENTS_COVER_WRITE = "events:cover:write"
    EVENTS_EVENT_READ = "events:event:read"
    EVENTS_EVENT_WRITE = "events:event:write"
    EVENTS_FUND_READ = "events:fund:read"
    EVENTS_FUND_WRITE = "events:fund:write"
    EVENTS_PLAN_WRITE = "events:plan:write"
    EVENTS_POLICY_WRITE = "events:policy:write"
    EVENTS_PRACTICE_DECIDE = "events:practice:decide"
    EVENTS_PRACTICE_SUGGEST = "events:practice:suggest"
    EVENTS_REPORT_DECIDE = "events:report:decide"
    EVENTS_REPORT_READ = "events:report:read"
    EVENTS_REQUEST_HANDLE = "events:request:handle"
    EVENTS_REQUEST_READ = "events:request:read"
    EVENTS_REQUEST_REVIEW_BUDGET = "events:request:review_budget"
    EVENTS_REQUEST_REVIEW_COMMAND = "events:request:review_command"
    EVENTS_REQUEST_REVIEW_STAFFING = "events:request:review_staffing"
    EVENTS_REQUEST_REVIEW_SUPERVISOR = "events:request:review_supervisor"
    EVENTS_REQUEST_REVIEW_TRAINING = "events:request:review_training"
    EVENTS_REQUEST_SCORE = "events:request:score"
    EVENTS_REQUEST_WRITE = "events:request:write"
    LEDGER_ENTRY_READ = "ledger:entry:read"
    OVERSIGHT_ISSUER_WRITE = "oversight:issuer:write"
    OVERSIGHT_RECOMMENDATION_ANSWER = "oversight:recommendation:answer"
    OVERSIGHT_RECOMMENDATION_ISSUE = "oversight:recommendation:issue"
    OVERSIGHT_RECOMMENDATION_READ = "oversight:recommendation:read"
    RECORDS_FILE_READ = "records:file:read"
    RECORDS_HOLD_RELEASE = "records:hold:release"
    RECORDS_HOLD_SET = "records:hold:set"
    RECORDS_IMPORT_RUN = "records:import:run"
    RECORDS_RECORD_DISPUTE = "records:record:dispute"
    RECORDS_RECORD_READ = "records:record:read"
    RECORDS_RECORD_SUBMIT = "records:record:submit"
    RECORDS_RECORD_VERIFY = "records:record:verify"
    RECORDS_RECORD_WRITE = "records:record:write"
    RECORDS_RETENTION_SET = "records:retention:set"
    RECORDS_SESSION_CLOSE = "records:session:close"
    RECORDS_SESSION_ENROL = "records:session:enrol"
    RECORDS_SESSION_PLAN = "records:session:plan"
    RECORDS_SESSION_READ = "records:session:read"
    RECORDS_SESSION_TEACH = "records:session:teach"
    ROSTER_AGENCY_WRITE = "roster:agency:write"
    ROSTER_PERSON_MERGE = "roster:person:merge"
    ROSTER_PERSON_READ = "roster:person:read"
    ROSTER_PERSON_WRITE = "roster:person:write"
    ROSTER_SEPARATION_READ = "roster:separation:read"
    ROSTER_UNIT_WRITE = "roster:unit:write"
    STANDARDS_APPROVAL_WRITE = "standards:approval:write"
    STANDARDS_RULEBOOK_ADOPT = "standards:rulebook:adopt"
    STANDARDS_STANDING_READ = "standards:standing:read"
    STANDARDS_WAIVER_DECIDE = "standards:waiver:decide"
    STANDARDS_WAIVER_PROPOSE = "standards:waiver:propose"


P = Permission


def _(sentence: str) -> str:
    """Mark a sentence for translation; a page translates it when it shows it."""
    return sentence


SENTENCES: dict[Permission, str] = {
    P.ACCOUNTS_GRANT_DELEGATE: _("Lend one's own role to somebody, from one day to another."),
    P.ACCOUNTS_GRANT_GIVE: _("Give and end roles."),
    P.ACCOUNTS_GRANT_READ: _("See who holds which role, where and for how long."),
    P.COMMUNITY_ANSWER_PUBLISH: _("Publish what a consultation is answered, drafted by somebody else."),
    P.COMMUNITY_COMMENT_ENTER: _("Type in comments that came on paper, by telephone or at a gathering."),
    P.COMMUNITY_COMMENT_SCREEN: _("Publish comments, or withhold them for a reason that everybody sees."),
    P.COMMUNITY_CONSULTATION_MANAGE: _(
        "Plan a consultation, open and close it, sort comments and answer them."
    ),
    P.COMMUNITY_CONSULTATION_READ: _("See consultations that are planned, and comments that are withheld."),
    P.COMMUNITY_RULE_WRITE: _("Say which lesson plans are not approved without a consultation."),
    P.CURRICULUM_COURSE_READ: _("See the courses."),
    P.CURRICULUM_COURSE_WRITE: _("Add courses and change their codes, topics and credit."),
    P.CURRICULUM_INSTRUCTOR_READ: _("See instructors, what they may teach and until when."),
    P.CURRICULUM_INSTRUCTOR_WRITE: _("Write down instructors and their certifications."),
    P.CURRICULUM_MATERIAL_READ: _("Open lesson plans and materials that stay inside the agency."),
    P.CURRICULUM_PLAN_APPROVE: _("Decide on lesson plans that somebody else wrote, and put them in use."),
    P.CURRICULUM_PLAN_READ: _("Read lesson plans that are or were in use."),
    P.CURRICULUM_PLAN_READ_DRAFT: _("Read lesson plans that are still being written."),
    P.CURRICULUM_PLAN_REVIEW_CONTENT: _("Say whether what a lesson plan teaches is sound, or send it back."),
    P.CURRICULUM_PLAN_REVIEW_LAW: _("Say whether a lesson plan agrees with the law, or send it back."),
    P.CURRICULUM_PLAN_WRITE: _("Write lesson plans and add materials."),
    P.EVENTS_CLAIM_DECIDE: _("Review and pay expense claims for outside training."),
    P.EVENTS_CONTACT_READ: _("Find people met outside who agreed to be found."),
    P.EVENTS_COVER_WRITE: _("Write down shifts, staffing floors and who stands in for whom."),
    P.EVENTS_EVENT_READ: _("See outside events and who gives them."),
    P.EVENTS_EVENT_WRITE: _("Add outside events, providers and calendars, and change them."),
    P.EVENTS_FUND_READ: _("See funds, and what is planned, promised and spent."),
    P.EVENTS_FUND_WRITE: _("Add funds and load travel rates."),
    P.EVENTS_PLAN_WRITE: _("Plan who attends which session over a year, and see such plans."),
    P.EVENTS_POLICY_WRITE: _(
        "Say who decides on outside training, in which order, with which limits and deadlines."
    ),
    P.EVENTS_PRACTICE_DECIDE: _("Decide whether a practice of others is tried and adopted."),
    P.EVENTS_PRACTICE_SUGGEST: _("Suggest a practice of others."),
    P.EVENTS_REPORT_DECIDE: _("Accept reports on return, and confirm or waive sharing."),
    P.EVENTS_REPORT_READ: _("Read accepted reports and published bulletins."),
    P.EVENTS_REQUEST_HANDLE: _("Register those who go, book, and write down whether they went."),
    P.EVENTS_REQUEST_READ: _("See requests for outside training, with cost and decisions."),
    P.EVENTS_REQUEST_REVIEW_BUDGET: _("Decide at the budget stage of a request."),
    P.EVENTS_REQUEST_REVIEW_COMMAND: _("Decide at the command stage of a request."),
    P.EVENTS_REQUEST_REVIEW_STAFFING: _("Decide at the staffing stage of a request."),
    P.EVENTS_REQUEST_REVIEW_SUPERVISOR: _("Decide at the supervisor's stage of a request."),
    P.EVENTS_REQUEST_REVIEW_TRAINING: _("Decide at the training unit's stage of a request."),
    P.EVENTS_REQUEST_SCORE: _("Score a request as a member of a committee, before its stage decides."),
    P.EVENTS_REQUEST_WRITE: _("Ask for outside training, and report and claim afterwards."),
    P.LEDGER_ENTRY_READ: _("Read the ledger: who did what, to what, when and why."),
    P.OVERSIGHT_ISSUER_WRITE: _(
        "Keep the list of bodies that recommend, the days they give for an answer, and who speaks for them."
    ),
    P.OVERSIGHT_RECOMMENDATION_ANSWER: _(
        "Acknowledge and answer recommendations for the department, and report what was done."
    ),
    P.OVERSIGHT_RECOMMENDATION_ISSUE: _(
        "Issue, verify and close recommendations in the name of a body in which one has a seat."
    ),
    P.OVERSIGHT_RECOMMENDATION_READ: _("Read recommendations, the answers to them and their history."),
    P.RECORDS_FILE_READ: _(
        "Read the course file of a session: roll, results, uploaded files, and what is missing."
    ),
    P.RECORDS_HOLD_RELEASE: _("Release a legal hold that somebody else set."),
    P.RECORDS_HOLD_SET: _("Set a legal hold, which stops corrections of what it covers."),
    P.RECORDS_IMPORT_RUN: _("Bring in records from files, and undo such a batch."),
    P.RECORDS_RECORD_DISPUTE: _("Say that a record is wrong."),
    P.RECORDS_RECORD_READ: _("Read training records."),
    P.RECORDS_RECORD_SUBMIT: _("Hand in training done elsewhere, with its certificate."),
    P.RECORDS_RECORD_VERIFY: _(
        "Approve or refuse records that wait, and be the second person for late entries."
    ),
    P.RECORDS_RECORD_WRITE: _("Enter and correct training records."),
    P.RECORDS_RETENTION_SET: _(
        "Set how long an agency keeps its records, where that is longer than the law asks."
    ),
    P.RECORDS_SESSION_CLOSE: _("Close a session, which makes its records."),
    P.RECORDS_SESSION_ENROL: _("Ask for a seat in a session."),
    P.RECORDS_SESSION_PLAN: _("Plan sessions and enrol people."),
    P.RECORDS_SESSION_READ: _("See sessions and who is enrolled."),
    P.RECORDS_SESSION_TEACH: _("Keep the roll and enter results of a session."),
    P.ROSTER_AGENCY_WRITE: _("Add agencies and change what is known of them."),
    P.ROSTER_PERSON_MERGE: _("Join two entries of one person, or tell two people apart, and undo it."),
    P.ROSTER_PERSON_READ: _("See people: appointments, ranks, units, certificates, leave."),
    P.ROSTER_PERSON_WRITE: _("Add people, and append or correct what is known of them."),
    P.ROSTER_SEPARATION_READ: _(
        "List who left an agency and whose certificate or licence was ended, and why."
    ),
    P.ROSTER_UNIT_WRITE: _("Add units and move them in the tree."),
    P.STANDARDS_APPROVAL_WRITE: _("Say which course counts for what, and what is equivalent."),
    P.STANDARDS_RULEBOOK_ADOPT: _("Say which rules bind an agency, from which day."),
    P.STANDARDS_STANDING_READ: _("See who meets which requirement, and why."),
    P.STANDARDS_WAIVER_DECIDE: _("Decide on waivers and extensions that somebody else proposed."),
    P.STANDARDS_WAIVER_PROPOSE: _("Propose a waiver or an extension."),
}


def main() -> None:
    """Print ``docs/permissions.md``."""
    from muster.accounts.roles import permissions_page  # noqa: PLC0415 - roles stand above this list

    print(permissions_page(), end="")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
