"""What the engine and the importer say stands in Spanish on a Spanish page: no English left, and none marked as such."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html
from tests.cast import Cast
from tests.records.bringing import RECORDS_HEADER, bring, number_of
from tests.standards.stories import DE_ESCALATION, adopt, course, record

from muster.core.importing.spanish import IMPORTING_ES
from muster.core.rules.credit_reasons import CREDIT_REASONS
from muster.core.rules.verdicts import REASONS, VERDICTS
from muster.records.actions.imports.accepting import accept_import

pytestmark = pytest.mark.django_db

#: What an English page would say of somebody's standing.
VERDICT_WORDS = {verdict.replace("_", " ").capitalize() + ":" for verdict in VERDICTS}


def read(answer: HttpResponse) -> str:
    """Return the text of a page in Spanish, after a look at its mark-up."""
    tree = html.fromstring(answer.content.decode())
    assert tree.get("lang") == "es"
    assert tree.xpath("//main//*[@lang='en']") == []
    return " ".join(" ".join(tree.xpath("//main//text()")).split())


@pytest.fixture
def spanish(cast: Cast, client: Client) -> Client:
    """A browser set to Spanish, in which nobody is signed in yet."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    return client


def test_an_explanation_is_whole_in_spanish(cast: Cast, spanish: Client) -> None:
    adopt(cast.millbrook)
    taken = course(cast.millbrook, title="Desescalada uno")
    record(cast.person["ada"], taken, date(2023, 2, 1))
    record(cast.person["ada"], course(cast.millbrook, "D-1", ["driving"], title="Curso"), date(2023, 3, 1))
    spanish.force_login(cast.user["chris"])
    text = read(spanish.get(reverse("commander:explanation", args=[cast.person["ada"].pk, DE_ESCALATION])))
    assert "Desescalada para cada agente, una y otra vez" in text
    assert "Cada agente se forma en desescalada" in text
    assert "Vencido: lo último que se hizo ha caducado" in text
    assert "desescalada, 1 vez, venció el 1 feb 2024." in text
    assert "cada año desde la última vez que se completó" in text
    assert "El modelo no obliga a nadie." in text
    english = {*VERDICT_WORDS, *REASONS.values(), *CREDIT_REASONS.values()}
    assert {words for words in english if words in text} == set()


def test_the_own_standing_of_an_officer_is_explained_in_spanish(cast: Cast, spanish: Client) -> None:
    adopt(cast.millbrook)
    record(
        cast.person["ada"], course(cast.millbrook, title="Curso"), timezone.localdate() - timedelta(days=9)
    )
    spanish.force_login(cast.user["ada"])
    text = read(spanish.get(reverse("officer:requirement", args=[DE_ESCALATION])))
    assert "Cumplido: hecho, y aún no vence de nuevo" in text
    assert {words for words in VERDICT_WORDS if words in text} == set()


def rows_in_spanish(cast: Cast) -> str:
    """A file with a row that comes in, rows set aside by the importer and by us, and doubtful ones."""
    ada, ben = number_of(cast.person["ada"]), number_of(cast.person["ben"])
    return (
        f"{RECORDS_HEADER}{ada},RCP,2026-05-31,4\n{ada},RCP,2026-13-31,4\n{ben},RCP,2026-05-31,dos\n"
        f"{ben},RCP,2026-05-30,0.33\n{ben},RCP,2031-05-31,1\n99999,RCP,2026-05-31,1\n"
    )


@pytest.mark.parametrize("accepted", [False, True], ids=["before", "after"])
def test_an_import_says_in_spanish_what_it_found(cast: Cast, spanish: Client, accepted: bool) -> None:
    batch = bring(cast, rows_in_spanish(cast))
    if accepted:
        batch = accept_import(batch=batch, by=cast.user["tara"])
    spanish.force_login(cast.user["tara"])
    text = read(spanish.get(reverse("trainer:import", args=[batch.pk])))
    aside = read(spanish.get(reverse("trainer:import_rows", args=[batch.pk, "aside"])))
    doubtful = read(spanish.get(reverse("trainer:import_rows", args=[batch.pk, "doubtful"])))
    for words in (
        "Completion Date «2026-13-31» no es un día entre 1900 y 2100, escrito con el mes primero",
        "«dos» no es un número de horas",
        "2031-05-31 aún no ha llegado",
    ):
        assert words in text
        assert words in aside
    assert "0.33 no es un número entero de minutos y cuenta como 20" in doubtful
    fixed = {form for form in IMPORTING_ES if "{" not in form and len(form) > 20}
    assert {words for words in fixed if words in text + aside + doubtful} == set()


def test_a_refused_file_says_in_spanish_what_was_found(cast: Cast, spanish: Client) -> None:
    batch = bring(cast, f"{RECORDS_HEADER}{number_of(cast.person['ada'])},RCP,2026-05-31,4\n")
    batch.columns = {}
    batch.options = {"header_row": 99}
    batch.save()
    spanish.force_login(cast.user["tara"])
    text = read(spanish.get(reverse("trainer:import_columns", args=[batch.pk])))
    assert "no hay ninguna fila 99." in text
    assert "there is no row" not in text
