"""What each role may do, and whether with everything where it is held or only with one's own.

Roles are those of a police department and of the people who look over its shoulder. A role is held
somewhere (an agency, a unit and all below it, or everywhere) and for a time; see ``Grant``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from muster.accounts.permissions import SENTENCES, Permission

P = Permission


class Role(models.TextChoices):
    """The roles of ``docs/words.md``."""

    ACCREDITATION = "accreditation", _("accreditation manager")
    ADMINISTRATOR = "administrator", _("administrator")
    ADVISORY = "advisory", _("advisory council member")
    AUDITOR = "auditor", _("visiting auditor")
    AUTHOR = "author", _("curriculum author")
    BOARD = "board", _("oversight board member")
    COMMAND = "command", _("command")
    COMMITTEE = "committee", _("training committee member")
    COORDINATOR = "coordinator", _("training coordinator")
    CUSTODIAN = "custodian", _("records custodian")
    DIRECTOR = "director", _("training director")
    EXPERT = "expert", _("subject-matter expert")
    FINANCE = "finance", _("finance")
    INSTRUCTOR = "instructor", _("instructor")
    LEGAL = "legal", _("legal reviewer")
    OFFICER = "officer", _("officer")
    OVERSIGHT = "oversight", _("oversight analyst")
    POST = "post", _("state commission reviewer")
    SCHEDULER = "scheduler", _("scheduler")
    SUPERVISOR = "supervisor", _("supervisor")


#: A seat that somebody is appointed to for a term: the role ends with it.
COUNCIL = (Role.ADVISORY, Role.BOARD)

#: Those who look over an agency's shoulder. The agency itself does not end these roles.
OVERSEERS = (Role.AUDITOR, Role.BOARD, Role.OVERSIGHT, Role.POST)


class Extent(StrEnum):
    """How far a permission of a role reaches."""

    THERE = "there"  # all that belongs to the agency or unit where the role is held
    OWN = "own"  # what is the person's own


@dataclass(frozen=True)
class Powers:
    """What a role may do: ``there`` where it is held, ``own`` with the person's own things."""

    there: frozenset[Permission] = frozenset()
    own: frozenset[Permission] = frozenset()

    def __or__(self, other: Powers) -> Powers:
        return Powers(self.there | other.there, self.own | other.own)


_OUTSIDER = Powers(
    there=frozenset({P.CURRICULUM_COURSE_READ, P.CURRICULUM_PLAN_READ, P.RECORDS_SESSION_READ}),
)
_ANYBODY = _OUTSIDER | Powers(
    there=frozenset(
        {
            P.CURRICULUM_MATERIAL_READ,
            P.EVENTS_EVENT_READ,
            P.EVENTS_REPORT_READ,
        }
    )
)
#: People who were met outside agreed to be found by the department, and not by those who look over its shoulder.
_COLLEAGUE = Powers(there=frozenset({P.EVENTS_CONTACT_READ}))
#: Who reads what boards, councils and auditors recommended, and what the department answered.
_RECOMMENDED = Powers(there=frozenset({P.OVERSIGHT_RECOMMENDATION_READ}))
_OFFICER = (
    _ANYBODY
    | _COLLEAGUE
    | _RECOMMENDED
    | Powers(
        own=frozenset(
            {
                P.EVENTS_PRACTICE_SUGGEST,
                P.EVENTS_REQUEST_READ,
                P.EVENTS_REQUEST_WRITE,
                P.LEDGER_ENTRY_READ,
                P.RECORDS_RECORD_DISPUTE,
                P.RECORDS_RECORD_READ,
                P.RECORDS_RECORD_SUBMIT,
                P.RECORDS_SESSION_ENROL,
                P.ROSTER_PERSON_READ,
                P.STANDARDS_STANDING_READ,
                P.STANDARDS_WAIVER_PROPOSE,
            }
        )
    )
)
_READER = _ANYBODY | Powers(
    there=frozenset({P.RECORDS_RECORD_READ, P.ROSTER_PERSON_READ, P.STANDARDS_STANDING_READ})
)
_ISSUER = _RECOMMENDED | Powers(there=frozenset({P.OVERSIGHT_RECOMMENDATION_ISSUE}))
_ANSWERING = _RECOMMENDED | Powers(there=frozenset({P.OVERSIGHT_RECOMMENDATION_ANSWER}))
_OVERSEER = (
    _READER
    | _ISSUER
    | Powers(
        there=frozenset(
            {
                P.COMMUNITY_CONSULTATION_READ,
                P.CURRICULUM_INSTRUCTOR_READ,
                P.CURRICULUM_PLAN_READ_DRAFT,
                P.EVENTS_FUND_READ,
                P.EVENTS_REQUEST_READ,
                P.LEDGER_ENTRY_READ,
                P.RECORDS_FILE_READ,
            }
        )
    )
)
_REVIEWER = _ANYBODY | Powers(there=frozenset({P.CURRICULUM_PLAN_READ_DRAFT, P.CURRICULUM_INSTRUCTOR_READ}))
_AUTHOR = _ANYBODY | Powers(
    there=frozenset({P.CURRICULUM_PLAN_READ_DRAFT, P.CURRICULUM_PLAN_WRITE, P.CURRICULUM_INSTRUCTOR_READ})
)
#: A desk that somebody else may keep for a while, see ``actions.delegate_role``.
_LENT = Powers(own=frozenset({P.ACCOUNTS_GRANT_DELEGATE}))
_COORDINATOR = (
    _READER
    | _AUTHOR
    | _COLLEAGUE
    | _ANSWERING
    | _LENT
    | Powers(
        there=frozenset(
            {
                P.ACCOUNTS_GRANT_READ,
                P.COMMUNITY_COMMENT_ENTER,
                P.COMMUNITY_COMMENT_SCREEN,
                P.COMMUNITY_CONSULTATION_MANAGE,
                P.COMMUNITY_CONSULTATION_READ,
                P.CURRICULUM_COURSE_WRITE,
                P.CURRICULUM_INSTRUCTOR_WRITE,
                P.EVENTS_EVENT_WRITE,
                P.EVENTS_FUND_READ,
                P.EVENTS_PLAN_WRITE,
                P.EVENTS_PRACTICE_DECIDE,
                P.EVENTS_REPORT_DECIDE,
                P.EVENTS_REQUEST_HANDLE,
                P.EVENTS_REQUEST_READ,
                P.EVENTS_REQUEST_REVIEW_TRAINING,
                P.EVENTS_REQUEST_WRITE,
                P.LEDGER_ENTRY_READ,
                P.RECORDS_FILE_READ,
                P.RECORDS_IMPORT_RUN,
                P.RECORDS_RECORD_VERIFY,
                P.RECORDS_RECORD_WRITE,
                P.RECORDS_SESSION_CLOSE,
                P.RECORDS_SESSION_PLAN,
                P.RECORDS_SESSION_TEACH,
                P.ROSTER_PERSON_MERGE,
                P.ROSTER_PERSON_WRITE,
                P.ROSTER_UNIT_WRITE,
                P.STANDARDS_APPROVAL_WRITE,
                P.STANDARDS_WAIVER_PROPOSE,
            }
        )
    )
)
_DIRECTOR = _COORDINATOR | Powers(
    there=frozenset(
        {
            P.COMMUNITY_ANSWER_PUBLISH,
            P.COMMUNITY_RULE_WRITE,
            P.CURRICULUM_PLAN_APPROVE,
            P.CURRICULUM_PLAN_REVIEW_CONTENT,
            P.EVENTS_POLICY_WRITE,
            P.RECORDS_RETENTION_SET,
            P.ROSTER_SEPARATION_READ,
            P.STANDARDS_RULEBOOK_ADOPT,
            P.STANDARDS_WAIVER_DECIDE,
        }
    )
)

ROLES: dict[Role, Powers] = {
    Role.ACCREDITATION: _READER | Powers(there=frozenset({P.LEDGER_ENTRY_READ, P.RECORDS_FILE_READ})),
    Role.ADMINISTRATOR: _ANYBODY
    | Powers(
        there=frozenset(
            {
                P.ACCOUNTS_GRANT_GIVE,
                P.ACCOUNTS_GRANT_READ,
                P.EVENTS_COVER_WRITE,
                P.EVENTS_POLICY_WRITE,
                P.LEDGER_ENTRY_READ,
                P.OVERSIGHT_ISSUER_WRITE,
                P.ROSTER_AGENCY_WRITE,
                P.ROSTER_PERSON_READ,
                P.ROSTER_PERSON_WRITE,
                P.ROSTER_UNIT_WRITE,
                P.STANDARDS_RULEBOOK_ADOPT,
            }
        )
    ),
    Role.ADVISORY: _ISSUER | Powers(there=frozenset({P.CURRICULUM_COURSE_READ, P.CURRICULUM_PLAN_READ})),
    Role.AUDITOR: _OVERSEER,
    Role.AUTHOR: _AUTHOR,
    Role.BOARD: _OUTSIDER | _ISSUER,
    Role.COMMAND: _READER
    | _COLLEAGUE
    | _ANSWERING
    | _LENT
    | Powers(
        there=frozenset(
            {
                P.ACCOUNTS_GRANT_READ,
                P.COMMUNITY_ANSWER_PUBLISH,
                P.COMMUNITY_CONSULTATION_READ,
                P.COMMUNITY_RULE_WRITE,
                P.CURRICULUM_PLAN_APPROVE,
                P.CURRICULUM_PLAN_READ_DRAFT,
                P.CURRICULUM_INSTRUCTOR_READ,
                P.EVENTS_FUND_READ,
                P.EVENTS_PLAN_WRITE,
                P.EVENTS_POLICY_WRITE,
                P.EVENTS_PRACTICE_DECIDE,
                P.EVENTS_REQUEST_READ,
                P.EVENTS_REQUEST_REVIEW_COMMAND,
                P.LEDGER_ENTRY_READ,
                P.RECORDS_FILE_READ,
                P.ROSTER_SEPARATION_READ,
                P.STANDARDS_RULEBOOK_ADOPT,
                P.STANDARDS_WAIVER_DECIDE,
            }
        )
    ),
    Role.COMMITTEE: _ANYBODY | Powers(there=frozenset({P.EVENTS_REQUEST_SCORE})),
    Role.COORDINATOR: _COORDINATOR,
    Role.CUSTODIAN: _READER
    | _LENT
    | Powers(
        there=frozenset(
            {
                P.LEDGER_ENTRY_READ,
                P.RECORDS_FILE_READ,
                P.RECORDS_HOLD_RELEASE,
                P.RECORDS_HOLD_SET,
                P.RECORDS_RECORD_VERIFY,
                P.RECORDS_RETENTION_SET,
                P.ROSTER_PERSON_MERGE,
                P.ROSTER_SEPARATION_READ,
            }
        )
    ),
    Role.DIRECTOR: _DIRECTOR,
    Role.EXPERT: _REVIEWER | Powers(there=frozenset({P.CURRICULUM_PLAN_REVIEW_CONTENT})),
    Role.FINANCE: _ANYBODY
    | _LENT
    | Powers(
        there=frozenset(
            {
                P.EVENTS_CLAIM_DECIDE,
                P.EVENTS_FUND_READ,
                P.EVENTS_FUND_WRITE,
                P.EVENTS_REQUEST_READ,
                P.EVENTS_REQUEST_REVIEW_BUDGET,
            }
        )
    ),
    Role.INSTRUCTOR: _ANYBODY
    | _COLLEAGUE
    | Powers(
        there=frozenset({P.CURRICULUM_INSTRUCTOR_READ}),
        own=frozenset({P.RECORDS_FILE_READ, P.RECORDS_SESSION_TEACH}),
    ),
    Role.LEGAL: _REVIEWER | Powers(there=frozenset({P.CURRICULUM_PLAN_REVIEW_LAW})),
    Role.OFFICER: _OFFICER,
    Role.OVERSIGHT: _OVERSEER | Powers(there=frozenset({P.OVERSIGHT_ISSUER_WRITE})),
    Role.POST: _READER
    | Powers(
        there=frozenset(
            {P.CURRICULUM_INSTRUCTOR_READ, P.LEDGER_ENTRY_READ, P.RECORDS_FILE_READ, P.ROSTER_SEPARATION_READ}
        )
    ),
    Role.SCHEDULER: _ANYBODY
    | _LENT
    | Powers(
        there=frozenset(
            {
                P.EVENTS_COVER_WRITE,
                P.EVENTS_PLAN_WRITE,
                P.EVENTS_REQUEST_READ,
                P.EVENTS_REQUEST_REVIEW_STAFFING,
                P.ROSTER_PERSON_READ,
            }
        )
    ),
    Role.SUPERVISOR: _READER
    | _COLLEAGUE
    | _RECOMMENDED
    | _LENT
    | Powers(there=frozenset({P.EVENTS_REQUEST_READ, P.EVENTS_REQUEST_REVIEW_SUPERVISOR})),
}


def may_be_lent(role: str) -> bool:
    """Return whether who holds a role may let somebody else act in it for a time."""
    return P.ACCOUNTS_GRANT_DELEGATE in ROLES[Role(role)].own


def roles_with(permission: Permission, extent: Extent) -> list[Role]:
    """Return the roles that hold a permission to an extent."""
    return [role for role, powers in ROLES.items() if permission in getattr(powers, extent.value)]


def permissions_page() -> str:
    """Return the text of ``docs/permissions.md``."""
    head = (
        "# Permissions\n\n"
        "Everything that somebody may or may not do, and the roles that may. A role is held in an agency, in a unit and\n"
        "all below it, or everywhere, from one day to another. *Own* means only with what is one's own. Who may not\n"
        "see a thing is told that there is no such thing.\n\n"
        "Written by `python -m muster.accounts.permissions`; a test fails when this page and the code differ.\n\n"
        "| permission | what it allows | roles |\n|---|---|---|\n"
    )
    return head + "".join(
        f"| `{permission}` | {SENTENCES[permission]} | {_holders(permission)} |\n"
        for permission in Permission
    )


def _holders(permission: Permission) -> str:
    there = [str(role) for role in roles_with(permission, Extent.THERE)]
    own = [f"{role} (own)" for role in roles_with(permission, Extent.OWN)]
    return ", ".join(there + own)
