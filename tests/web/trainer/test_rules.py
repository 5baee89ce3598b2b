"""Rules in force: read, adopted, ended, taken back."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.standards.stories import DE_ESCALATION, adopt

from muster.standards.models import Adoption
from muster.standards.standing import rules_of


def test_a_director_adopts_rules(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["dina"])
    form = {"agency": cast.millbrook.pk, "rules": "us-or", "start": "2026-01-01", "end": ""}
    client.post(reverse("trainer:adopt_rules"), form)
    line = Adoption.lines.get()
    assert (line.rules, line.start, line.end, line.known_by) == (
        "us-or",
        date(2026, 1, 1),
        None,
        cast.user["dina"],
    )


def test_a_refused_adoption_is_told_beside_its_field(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook, "model")
    client.force_login(cast.user["dina"])
    form = {"agency": cast.millbrook.pk, "rules": "model", "start": "2026-01-01"}
    page = client.post(reverse("trainer:adopt_rules"), form)
    assert page.context["form"].errors == {
        "start": ["These rules bind the agency on some of these days already."]
    }


def test_who_may_not_adopt_finds_no_page(cast: Cast, client: Client) -> None:
    line = adopt(cast.millbrook)
    for name in ("tara", "ada", "nora", "stranger"):
        client.force_login(cast.user[name])
        for url in (
            reverse("trainer:adopt_rules"),
            reverse("trainer:end_adoption", args=[line.pk]),
            reverse("trainer:withdraw_adoption", args=[line.pk]),
        ):
            assert client.post(url, {"reason": "x", "end": "2026-01-01"}).status_code == 404
    assert Adoption.lines.count() == 1


def test_an_adoption_is_ended_and_taken_back(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["dina"])
    line = adopt(cast.millbrook)
    client.post(reverse("trainer:end_adoption", args=[line.pk]), {"end": "2026-06-30", "reason": "Repealed."})
    ended = Adoption.lines.standing().get()
    assert ended.end == date(2026, 6, 30)
    client.post(reverse("trainer:withdraw_adoption", args=[ended.pk]), {"reason": "Never bound us."})
    assert not Adoption.lines.standing().exists()


def test_the_page_lists_what_binds_the_agency(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook, "model")
    client.force_login(cast.user["tara"])
    page = client.get(reverse("trainer:rules"))
    listed = [rule.id for rule in page.context["requirements"]]
    assert sorted(listed) == sorted(rules_of(cast.millbrook, timezone.localdate()).book.requirements)
    five_first = ["model/procedural-justice", "model/bias-free", "model/implicit-bias-test"]
    assert sorted(listed[:3]) == sorted(five_first)
    assert set(listed[3:6]) == {"model/crisis-response", "model/de-escalation", "model/cultural-competency"}
    assert not page.context["may_adopt"]


def test_a_rule_is_text_with_its_sources(cast: Cast, client: Client) -> None:
    client.force_login(cast.user["ada"])
    text = client.get(reverse("trainer:rule", args=[DE_ESCALATION])).content.decode()
    assert "De-escalation for every officer, again and again" in text
    assert "http://www.joincampaignzero.org/train" in text
    assert client.get(reverse("trainer:rule", args=["us-zz/none"])).status_code == 404


def test_everybody_who_belongs_to_the_agency_reads_its_rules(cast: Cast, client: Client) -> None:
    adopt(cast.millbrook)
    for name in ("ada", "sam", "tara", "dina", "chris", "olga", "admin"):
        client.force_login(cast.user[name])
        page = client.get(reverse("trainer:rules"), {"agency": cast.millbrook.pk})
        assert [rule.id for rule in page.context["requirements"]] == [DE_ESCALATION]
    for name in ("nora", "stranger"):
        client.force_login(cast.user[name])
        assert client.get(reverse("trainer:rules"), {"agency": cast.millbrook.pk}).status_code == 404
