"""The first account of a new site."""

from __future__ import annotations

import pytest

from muster.accounts.access import reach_of
from muster.accounts.founding import empower_founder, is_founded, make_founder
from muster.accounts.models import User
from muster.accounts.permissions import Permission
from muster.ledger.models import Entry
from muster.ledger.refusals import Refused
from muster.roster.models import Agency

pytestmark = pytest.mark.django_db

WORDS = "nine grey herons"


def founder() -> User:
    return make_founder(email="Pat@Example.org", name="Pat", password=WORDS)


def test_founder_can_sign_in_and_gave_themselves_the_account() -> None:
    assert not is_founded()
    pat = founder()
    assert is_founded()
    assert (pat.email, pat.check_password(WORDS)) == ("pat@example.org", True)
    assert [(entry.actor, entry.subject_id) for entry in Entry.objects.all()] == [(pat, str(pat.pk))]


def test_founder_has_no_power_before_there_is_an_agency() -> None:
    pat = founder()
    assert not any(reach_of(pat, permission) for permission in Permission)


def test_nobody_founds_a_site_twice() -> None:
    founder()
    with pytest.raises(Refused, match="Sign in instead"):
        make_founder(email="eve@example.org", name="Eve", password=WORDS)
    assert User.objects.count() == 1


def test_closed_account_still_counts() -> None:
    """Or who closes the last account would open the door to anybody with an old address of the page."""
    User.objects.filter(pk=founder().pk).update(is_active=False)
    assert is_founded()


def test_founder_gives_roles_everywhere_and_directs_the_agency() -> None:
    pat = founder()
    agency = Agency.objects.create(ori="OR0990100", name="Millbrook Police")
    empower_founder(user=pat, agency=agency)
    assert reach_of(pat, Permission.ACCOUNTS_GRANT_GIVE).everywhere
    assert reach_of(pat, Permission.RECORDS_IMPORT_RUN).agencies == {agency.pk}
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.agency_id, "administrator" in entry.details, "director" in entry.details) == (
        agency.pk,
        True,
        True,
    )
