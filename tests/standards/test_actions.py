"""Rules adopted, courses approved, people excused: what each deed does, writes down and refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, TODAY, adopt, course, excuse, record, verdict

from muster.accounts.models import Grant
from muster.accounts.roles import Role
from muster.ledger.lines import AlreadyReplaced
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster.models import Person
from muster.standards.access import may_decide
from muster.standards.actions import (
    adopt_rules,
    approve_course,
    decide_excuse,
    end_adoption,
    end_approval,
    end_excuse,
    propose_excuse,
    withdraw_adoption,
    withdraw_approval,
    withdraw_excuse,
)
from muster.standards.enums import Basis, Decision
from muster.standards.models import Adoption, CourseApproval, Excuse
from muster.standards.standing import rules_of, standing_of

NEW_YEAR = date(2026, 1, 1)


def verbs() -> list[str]:
    """Return what the ledger says was done, in order."""
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


def proposed(cast: Cast, by: str = "tara", about: str = "ada") -> Excuse:
    """Propose a waiver for somebody."""
    return propose_excuse(
        agency=cast.millbrook,
        person=cast.person[about],
        kind="waived",
        requirement=DE_ESCALATION,
        start=NEW_YEAR,
        end=date(2026, 12, 31),
        reason="Injured on duty.",
        by=cast.user[by],
    )


# ── rules ─────────────────────────────────────────────────────────────────────────────────────────


def test_adopted_rules_bind_and_stand_in_the_ledger(cast: Cast) -> None:
    adopt_rules(agency=cast.millbrook, rules="model", start=NEW_YEAR, by=cast.user["dina"])
    assert DE_ESCALATION in rules_of(cast.millbrook, TODAY).book.requirements
    assert verbs() == ["standards:rulebook:adopt"]


def test_rules_that_do_not_exist_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        adopt_rules(agency=cast.millbrook, rules="us-zz", start=NEW_YEAR, by=cast.user["dina"])
    assert refused.value.field == "rules"
    assert verbs() == []


def test_the_same_rules_are_not_adopted_twice_for_a_day(cast: Cast) -> None:
    adopt(cast.millbrook, "model", end=date(2026, 6, 30))
    with pytest.raises(Refused):
        adopt_rules(agency=cast.millbrook, rules="model", start=date(2026, 6, 30), by=cast.user["dina"])
    adopt_rules(agency=cast.millbrook, rules="model", start=date(2026, 7, 1), by=cast.user["dina"])


def test_an_adoption_ends_on_a_day_and_not_before_it_began(cast: Cast) -> None:
    line = adopt(cast.millbrook, start=NEW_YEAR)
    with pytest.raises(Refused) as refused:
        end_adoption(adoption=line, end=date(2025, 12, 31), by=cast.user["dina"], reason="Mistake.")
    assert refused.value.field == "end"
    end_adoption(adoption=line, end=date(2026, 6, 30), by=cast.user["dina"], reason="Repealed.")
    assert rules_of(cast.millbrook, date(2026, 6, 30))
    assert not rules_of(cast.millbrook, date(2026, 7, 1))


def test_the_second_to_end_an_adoption_is_told(cast: Cast) -> None:
    line = adopt(cast.millbrook, start=NEW_YEAR)
    end_adoption(adoption=line, end=date(2026, 6, 30), by=cast.user["dina"], reason="Repealed.")
    with pytest.raises(AlreadyReplaced):
        end_adoption(adoption=line, end=date(2026, 5, 31), by=cast.user["chris"], reason="Repealed.")


def test_an_adoption_taken_back_never_was(cast: Cast) -> None:
    line = adopt(cast.millbrook)
    withdraw_adoption(adoption=line, by=cast.user["dina"], reason="The wrong state.")
    assert not rules_of(cast.millbrook, TODAY)


def test_an_adoption_ends_after_it_begins(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
        Adoption.lines.create(agency=cast.millbrook, rules="model", start=TODAY, end=NEW_YEAR)


# ── courses ───────────────────────────────────────────────────────────────────────────────────────


def test_a_course_counts_from_the_moment_it_is_approved_until_that_ends(cast: Cast) -> None:
    adopt(cast.millbrook)
    ada, unsaid = cast.person["ada"], course(cast.millbrook, "X-1", topics=[])
    record(ada, unsaid, date(2026, 6, 1))
    line = approve_course(
        agency=cast.millbrook,
        course=unsaid,
        basis=Basis.AGENCY,
        topics=["de-escalation"],
        by=cast.user["tara"],
    )
    assert verdict(standing_of(cast.millbrook, TODAY), ada) == "met"
    line = end_approval(approval=line, end=date(2026, 5, 31), by=cast.user["tara"], reason="Changed.")
    assert verdict(standing_of(cast.millbrook, TODAY), ada) == "overdue"
    withdraw_approval(approval=line, by=cast.user["tara"], reason="Never right.")
    assert verbs() == ["standards:approval:write"] * 3


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "topics"),
        ({"topics": ["astrology"]}, "topics"),
        ({"marks": ["golden"]}, "marks"),
    ],
)
def test_an_approval_needs_words_of_the_rulebook(cast: Cast, asked: dict[str, list[str]], field: str) -> None:
    with pytest.raises(Refused) as refused:
        approve_course(
            agency=cast.millbrook,
            course=course(cast.millbrook),
            basis=Basis.STATE,
            by=cast.user["tara"],
            **asked,
        )
    assert refused.value.field == field
    assert not CourseApproval.lines.exists()


def test_a_course_is_not_equivalent_to_itself(cast: Cast) -> None:
    taught = course(cast.millbrook)
    with pytest.raises(Refused) as refused:
        approve_course(
            agency=cast.millbrook,
            course=taught,
            basis=Basis.EQUIVALENT,
            equivalent_to=taught,
            by=cast.user["tara"],
        )
    assert refused.value.field == "equivalent_to"


def test_an_equivalence_names_the_other_course(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="equivalent_to_what"), transaction.atomic():
        CourseApproval.lines.create(agency=cast.millbrook, course=course(cast.millbrook), basis="equivalent")


def test_an_approval_ends_after_it_begins(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
        CourseApproval.lines.create(
            agency=cast.millbrook, course=course(cast.millbrook), basis="agency", start=TODAY, end=NEW_YEAR
        )


# ── waivers ───────────────────────────────────────────────────────────────────────────────────────


def test_a_waiver_needs_two_people(cast: Cast) -> None:
    adopt(cast.millbrook)
    ada = cast.person["ada"]
    record(ada, course(cast.millbrook), date(2025, 6, 1))
    waiver = proposed(cast, by="dina")
    assert verdict(standing_of(cast.millbrook, TODAY), ada) == "overdue"
    with pytest.raises(Refused, match="You proposed this yourself"):
        decide_excuse(excuse=waiver, granted=True, note="Fine.", by=cast.user["dina"])
    decide_excuse(excuse=waiver, granted=True, note="The doctor's letter is here.", by=cast.user["chris"])
    assert verdict(standing_of(cast.millbrook, TODAY), ada) == "excused"
    assert verbs() == ["standards:waiver:propose", "standards:waiver:decide"]


def test_a_person_with_two_accounts_does_not_decide_what_they_proposed(cast: Cast) -> None:
    waiver = proposed(cast, by="tara")
    Person.objects.filter(account=cast.user["tara"]).update(
        same_as=Person.objects.get(account=cast.user["dina"])
    )
    assert not may_decide(cast.user["dina"], waiver)
    with pytest.raises(Refused, match="You proposed this yourself"):
        decide_excuse(excuse=waiver, granted=True, note="Fine.", by=cast.user["dina"])


def test_lender_does_not_decide_what_was_proposed_in_their_place_also_after_the_loan(cast: Cast) -> None:
    own = Grant.objects.get(user=cast.user["dina"])
    lent = {"user": cast.user["ben"], "role": own.role, "agency": own.agency, "start": own.start}
    loan = Grant.objects.create(delegated_from=own, end=date(9998, 1, 1), **lent)
    waiver = proposed(cast, by="ben")
    Grant.objects.filter(pk=loan.pk).update(ended_at=timezone.now())
    with pytest.raises(Refused, match="in your place"):
        decide_excuse(excuse=waiver, granted=True, note="Fine.", by=cast.user["dina"])
    assert decide_excuse(excuse=waiver, granted=True, note="Fine.", by=cast.user["chris"]).decided_by


def test_coordinator_of_a_squad_proposes_for_it_in_nobody_s_place_and_elsewhere_in_the_lender_s(
    cast: Cast,
) -> None:
    squad = {"user": cast.user["sam"], "agency": cast.millbrook, "unit": cast.squad_a, "start": NEW_YEAR}
    Grant.objects.create(role=Role.COORDINATOR, **squad)
    own = Grant.objects.get(user=cast.user["dina"])
    lent = {"user": cast.user["sam"], "role": own.role, "agency": own.agency, "start": own.start}
    Grant.objects.create(delegated_from=own, end=date(9998, 1, 1), **lent)
    proposed(cast, by="sam", about="ada")
    proposed(cast, by="sam", about="ben")
    for_whom = Entry.objects.order_by("number").values_list("on_behalf_of", flat=True)
    assert list(for_whom) == [None, cast.user["dina"].pk]


def test_nobody_decides_about_themselves_under_any_entry(cast: Cast) -> None:
    about_chris = proposed(cast, about="chris")
    with pytest.raises(Refused, match="about you"):
        decide_excuse(excuse=about_chris, granted=True, note="Fine.", by=cast.user["chris"])
    assert not may_decide(cast.user["chris"], about_chris)
    assert may_decide(cast.user["dina"], about_chris)
    double = Person.objects.create(given_name="C.", family_name="Testcase", same_as=cast.person["chris"])
    about_double = excuse(cast.millbrook, double, cast.user["tara"])
    with pytest.raises(Refused, match="about you"):
        decide_excuse(excuse=about_double, granted=True, note="Fine.", by=cast.user["chris"])


def test_a_refused_proposal_excuses_nobody(cast: Cast) -> None:
    adopt(cast.millbrook)
    record(cast.person["ada"], course(cast.millbrook), date(2025, 6, 1))
    decide_excuse(excuse=proposed(cast), granted=False, note="There is time.", by=cast.user["dina"])
    assert verdict(standing_of(cast.millbrook, TODAY), cast.person["ada"]) == "overdue"


def test_what_is_decided_is_not_decided_again(cast: Cast) -> None:
    waiver = proposed(cast)
    decide_excuse(excuse=waiver, granted=False, note="There is time.", by=cast.user["dina"])
    with pytest.raises(Refused, match="decided this already"):
        decide_excuse(excuse=waiver, granted=True, note="Yes.", by=cast.user["chris"])
    waiver.refresh_from_db()
    assert waiver.decision == Decision.REFUSED


def test_a_decision_needs_words(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        decide_excuse(excuse=proposed(cast), granted=True, note="  ", by=cast.user["dina"])
    assert refused.value.field == "note"


def test_the_same_is_not_proposed_twice(cast: Cast) -> None:
    proposed(cast)
    with pytest.raises(Refused, match="waits for a decision already"):
        proposed(cast, by="dina")


def test_a_requirement_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        propose_excuse(
            agency=cast.millbrook,
            person=cast.person["ada"],
            kind="waived",
            requirement="us-zz/nothing",
            start=NEW_YEAR,
            end=TODAY,
            reason="Because.",
            by=cast.user["tara"],
        )
    assert refused.value.field == "requirement"


def test_only_who_proposed_withdraws_and_only_while_it_waits(cast: Cast) -> None:
    waiver = proposed(cast)
    with pytest.raises(Refused, match="Only who proposed"):
        withdraw_excuse(excuse=waiver, by=cast.user["dina"])
    withdraw_excuse(excuse=waiver, by=cast.user["tara"])
    with pytest.raises(Refused, match="decided this already"):
        decide_excuse(excuse=waiver, granted=True, note="Yes.", by=cast.user["dina"])


def test_only_what_was_granted_ends_and_with_a_reason(cast: Cast) -> None:
    waiver = proposed(cast)
    with pytest.raises(Refused, match="Only what was granted"):
        end_excuse(excuse=waiver, by=cast.user["dina"], reason="Well again.")
    decide_excuse(excuse=waiver, granted=True, note="Letter seen.", by=cast.user["dina"])
    with pytest.raises(Refused) as refused:
        end_excuse(excuse=waiver, by=cast.user["chris"], reason="")
    assert refused.value.field == "reason"
    assert end_excuse(excuse=waiver, by=cast.user["chris"], reason="Well again.").decision == Decision.ENDED


def test_the_database_refuses_one_person_deciding_alone(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        excuse(cast.millbrook, cast.person["ada"], cast.user["tara"], decided_by=cast.user["tara"])


def test_the_database_refuses_days_out_of_order(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
        excuse(cast.millbrook, cast.person["ada"], cast.user["tara"], start=TODAY, end=NEW_YEAR)
