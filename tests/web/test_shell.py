"""The frame of every page: who sees which desk, language, appearance, what the error pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse
from tests.cast import Cast

from muster.web import shell
from muster.web.shell import Desk, Page

P = shell.P


@pytest.fixture
def request_of(rf: RequestFactory, cast: Cast):
    """A request as somebody of the cast sends it; None is a visitor who is not signed in."""

    def made(name: str | None, path: str = "/", **cookies: str) -> HttpRequest:
        request = rf.get(path)
        request.user = cast.user[name] if name else AnonymousUser()
        request.COOKIES.update(cookies)
        return request

    return made


@pytest.fixture
def three_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A navigation of known pages: for everybody, for trainers, and one that nobody has built."""
    desks = (
        Desk("Mine", (Page("Start", "home"), Page("Safety", "mfa_index"))),
        Desk("Training", (Page("Verify", "account_logout", P.RECORDS_RECORD_VERIFY),)),
        Desk("Later", (Page("Not built", "nowhere:at-all"),)),
    )
    monkeypatch.setattr(shell, "DESKS", desks)


# ── navigation ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "labels"),
    [(None, []), ("stranger", ["Mine"]), ("ada", ["Mine"]), ("tara", ["Mine", "Training"])],
)
def test_navigation_shows_what_the_readers_roles_open(request_of, three_desks, name, labels) -> None:
    assert [desk["label"] for desk in shell.desks_of(request_of(name))] == labels


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Start"]),
        ("/accounts/2fa/", ["Safety"]),
        ("/accounts/2fa/totp/activate/", ["Safety"]),
        ("/x/", []),
    ],
)
def test_navigation_marks_the_nearest_page_and_no_other(request_of, three_desks, path, current) -> None:
    desks = shell.desks_of(request_of("tara", path))
    assert [page["label"] for desk in desks for page in desk["pages"] if page["current"]] == current


def test_every_line_of_the_navigation_leads_somewhere() -> None:
    nowhere = []
    for page in (page for desk in shell.DESKS for page in desk.pages):
        try:
            reverse(page.url_name)
        except NoReverseMatch:
            nowhere.append(page.url_name)
    assert nowhere == []


@pytest.mark.django_db
def test_frame_costs_one_query(request_of, queries_of) -> None:
    request = request_of("tara")
    assert queries_of(lambda: [shell.shell(request), shell.shell(request)]) == 1


@pytest.mark.django_db
def test_frame_names_the_agency_of_the_readers_roles(cast: Cast) -> None:
    assert shell.agencies_of(cast.user["tara"]) == ["Millbrook Police"]
    assert shell.agencies_of(cast.user["stranger"]) == []


# ── language and appearance ────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_language_is_kept_and_the_reader_stays_on_the_page(client: Client) -> None:
    login = reverse("account_login")
    answer = client.post(reverse("shell:language"), {"language": "es", "next": login})
    assert (answer.status_code, answer.headers["Location"]) == (302, login)
    page = client.get(login).content.decode()
    assert '<html lang="es"' in page
    assert "Iniciar sesión" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere",
    ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "", "\\\\elsewhere"],
)
def test_way_back_never_leaves_this_server(client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("shell:theme"), {"theme": "dark", "next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_appearance_is_kept_in_the_browser(client: Client) -> None:
    client.post(reverse("shell:theme"), {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "field", "cookie"),
    [("language", "language", "django_language"), ("theme", "theme", "muster_theme")],
)
def test_unknown_choice_is_not_kept(client: Client, url: str, field: str, cookie: str) -> None:
    client.post(reverse(f"shell:{url}"), {field: '"><script>'})
    client.get(reverse(f"shell:{url}"), {field: "es"})
    assert cookie not in client.cookies


@pytest.mark.django_db
def test_appearance_that_a_cookie_makes_up_is_the_devices(request_of) -> None:
    assert shell.theme_of(request_of("ada", muster_theme='dark" onload="x')) == "system"


# ── pages ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_page_has_one_heading_a_way_past_the_frame_and_the_caution(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert page.count("<h1") == 1
    assert page.index('class="usa-skipnav" href="#content"') < page.index("<header")
    assert '<main id="content"' in page
    assert "Muster is not legal advice" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_sign_in_pages_say_nothing_inline_that_the_policy_forbids(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    runs = [
        tag
        for tag in re.findall(r"<script[^>]*>", page)
        if "src=" not in tag and "application/json" not in tag
    ]
    assert runs == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["mfa_index", "account_change_password", "account_logout", "account_reauthenticate"]
)
def test_account_pages_stand_in_the_frame(client: Client, cast: Cast, name: str) -> None:
    client.force_login(cast.user["ada"])
    page = client.get(reverse(name), follow=True).content.decode()
    assert page.count("<h1") == 1
    assert 'class="band"' in page


@pytest.mark.django_db
def test_missing_page_is_a_sentence_in_the_frame(client: Client, cast: Cast) -> None:
    client.force_login(cast.user["ada"])
    answer = client.get("/there/is/no/such/page/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.django_db
def test_forged_form_is_a_sentence_in_the_frame(cast: Cast) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("shell:theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form is no longer good" in answer.content.decode()


@pytest.mark.parametrize("code", ["400", "500"])
def test_page_of_last_resort_needs_no_database(code: str) -> None:
    page = render_to_string(f"{code}.html")
    assert page.count("<h1") == 1
    assert "built/muster.css" in page


@pytest.mark.django_db
def test_too_large_says_how_much_is_taken(request_of) -> None:
    answer = shell.too_large(request_of("ada"), 50)
    assert answer.status_code == 413
    assert "up to 50 MB" in answer.content.decode()


# ── the style sheet's manners ──────────────────────────────────────────────────────────────────


def colours(text: str, mixin: str) -> set[str]:
    body = re.search(rf"@mixin {mixin} \{{(.*?)\n\}}", text, re.DOTALL)
    assert body
    return set(re.findall(r"(--[\w-]+):", body.group(1)))


def test_every_colour_is_there_for_light_and_for_dark(root: Path) -> None:
    tokens = (root / "src/muster/web/assets/scss/_tokens.scss").read_text("utf-8")
    assert colours(tokens, "light") == colours(tokens, "dark")


def test_colours_stand_in_the_tokens_and_nowhere_else(root: Path) -> None:
    """The band and paper are the exceptions: one is dark on every page, the other white."""
    loose = [
        f"{name}:{number}: {line.strip()}"
        for name in ("_components.scss", "_pieces.scss")
        for number, line in enumerate(
            (root / "src/muster/web/assets/scss" / name).read_text("utf-8").splitlines(), 1
        )
        if re.search(r"#[0-9a-fA-F]{3,6}\b(?!-)", line) and "#{" not in line and "picture" not in line
        if "background: #fff;" not in line  # behind a QR code, which has to be dark on light
    ]
    assert loose == []


@pytest.mark.django_db
@override_settings(LANGUAGE_CODE="en")
def test_frame_offers_the_other_language_by_its_own_name(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert re.search(r'name="language" value="es" lang="es">Español<', page)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "first_page_of"), [("tara", "trainer:today"), ("admin", "grants")])
def test_a_day_begins_where_the_work_is(cast: Cast, client: Client, name: str, first_page_of: str) -> None:
    client.force_login(cast.user[name])
    assert client.get(reverse("home"))["Location"] == reverse(first_page_of)


@pytest.mark.django_db
def test_signing_in_promises_no_mail_that_nobody_sends(client: Client) -> None:
    assert reverse("account_reset_password") not in client.get(reverse("account_login")).content.decode()
