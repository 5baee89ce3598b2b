"""What each verb of the ledger says in words, after the name of whoever did it: "Tara Diaz | closed a session …"."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: A test fails for a verb that code can write and this does not know, and for one that nothing writes.
DEEDS: dict[str, Promise] = {
    "accounts:factor:add": _("added a second factor to an account"),
    "accounts:factor:remove": _("took a second factor from an account"),
    "accounts:grant:delegate": _("lent a role to somebody"),
    "accounts:grant:end": _("ended a role"),
    "accounts:grant:give": _("gave a role, or an account to a person"),
    "accounts:grant:return": _("took back or returned a lent role"),
    "accounts:user:change": _("changed the name, language or appearance of their account"),
    "accounts:user:close": _("closed an account"),
    "accounts:user:invite": _("made a link to set a password"),
    "accounts:user:link": _("linked an account with the agency's own sign-in"),
    "accounts:user:open": _("opened an account"),
    "accounts:user:password": _("set a password"),
    "accounts:user:reopen": _("opened a closed account again"),
    "accounts:user:unlink": _("unlinked an account from the agency's own sign-in"),
    "community:answer:publish": _("published the answers of a consultation"),
    "community:comment:enter": _("typed in a comment that came otherwise than over the site"),
    "community:comment:screen": _("looked whether comments can be shown"),
    "community:comment:send": _("sent a comment, without a name"),
    "community:consultation:manage": _(
        "planned or moved a consultation, sorted its comments or answered them"
    ),
    "community:rule:write": _("said which lesson plans need a consultation"),
    "curriculum:course:write": _("wrote down or changed a course"),
    "curriculum:instructor:write": _("wrote down or changed an instructor or a certification"),
    "curriculum:material:read": _("opened sealed material"),
    "curriculum:plan:approve": _("decided on a lesson plan"),
    "curriculum:plan:review_content": _("reviewed what a lesson plan teaches"),
    "curriculum:plan:review_law": _("reviewed whether a lesson plan agrees with the law"),
    "curriculum:plan:write": _("wrote on a lesson plan or its materials"),
    "demo:department:make": _("made the demo department"),
    "events:claim:decide": _("advanced money, or decided on a claim"),
    "events:cover:write": _("wrote down shifts, staffing floors or who stands in"),
    "events:event:write": _("added or changed an outside event, a provider or a calendar"),
    "events:fund:write": _("wrote down a fund, travel rates or a repayment agreement"),
    "events:plan:write": _("made, changed or took a plan for the year"),
    "events:policy:write": _("said who decides on outside training"),
    "events:practice:decide": _("decided on a practice of others"),
    "events:practice:suggest": _("suggested a practice of others"),
    "events:report:decide": _("decided on a report or on sharing at home"),
    "events:request:handle": _("took a request along: registered, booked, attended, paid"),
    "events:request:review_budget": _("decided on the budget of a request"),
    "events:request:review_command": _("decided on a request for command"),
    "events:request:review_staffing": _("decided on the staffing of a request"),
    "events:request:review_supervisor": _("decided on a request as the supervisor"),
    "events:request:review_training": _("decided on a request for the training unit"),
    "events:request:score": _("scored a request as a member of a committee"),
    "events:request:write": _("asked for outside training, reported, shared or claimed"),
    "files:file:store": _("handed in a file"),
    "ledger:rows:adopt": _("took older rows into the ledger as they were"),
    "oversight:issuer:write": _("wrote down a body that recommends, its days or its seats"),
    "oversight:recommendation:answer": _("answered or worked on a recommendation for the department"),
    "oversight:recommendation:issue": _("issued, verified or closed a recommendation, or brought in a list"),
    "records:hold:release": _("released a legal hold"),
    "records:hold:set": _("set a legal hold"),
    "records:import:run": _("worked on an import of records or people"),
    "records:record:dispute": _("said that a record is wrong"),
    "records:record:submit": _("handed in training done elsewhere"),
    "records:record:verify": _("decided on records that waited"),
    "records:record:write": _("entered or corrected a training record"),
    "records:retention:set": _("set how long records are kept"),
    "records:session:close": _("closed a session, made records of it, or reported it"),
    "records:session:enrol": _("asked for a seat in a session, or gave it up"),
    "records:session:plan": _("planned a session, its rooms or its seats"),
    "records:session:teach": _("kept the roll or the results of a session"),
    "roster:agency:write": _("wrote down or changed an agency"),
    "roster:person:merge": _("joined two entries of a person, told two people apart, or undid it"),
    "roster:person:write": _("wrote down or corrected what is known of a person"),
    "roster:unit:write": _("wrote down, moved or closed a unit"),
    "standards:approval:write": _("said which course counts for what"),
    "standards:rulebook:adopt": _("said which rules bind an agency"),
    "standards:waiver:decide": _("decided on a waiver or an extension"),
    "standards:waiver:propose": _("proposed a waiver or an extension, or took the proposal back"),
}


def deed_of(verb: str) -> str:
    """Return what somebody did, in the reader's language; the verb itself where an older version wrote it."""
    return str(DEEDS.get(verb, verb))
