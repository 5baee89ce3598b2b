"""The shared pieces: forms, verdicts, tables, and what they say to those who cannot see them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from lxml import html

from muster.core.rules.verdicts import VERDICTS
from muster.web.tables import page_of
from muster.web.templatetags import muster as tags
from muster.web.verdicts import VERDICT_SIGNS


class Certificate(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", help_text="As printed.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("m", "Monday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(label="Checked")
    scan = forms.FileField(label="Scan", required=False)


def tree(form: forms.Form) -> html.HtmlElement:
    request = RequestFactory().get("/")
    return html.fromstring(render_to_string("parts/_form.html", {"form": form, "submit": "Hand in"}, request))


# ── forms ──────────────────────────────────────────────────────────────────────────────────────


def test_form_carries_both_tokens_and_takes_files() -> None:
    form = tree(Certificate())
    assert len(form.xpath("//input[@name='csrfmiddlewaretoken']")) == 1
    assert len(form.xpath("//input[@name='once']")) == 1
    assert form.xpath("//form/@enctype") == ["multipart/form-data"]
    assert form.xpath("normalize-space(//button)") == "Hand in"


def test_every_input_has_a_label_and_every_group_a_legend() -> None:
    form = tree(Certificate())
    labelled = set(form.xpath("//label/@for"))
    shown = set(form.xpath("//input[@type!='hidden']/@id"))
    assert shown - labelled == set()
    assert [legend.text.strip() for legend in form.xpath("//legend")] == ["Kind", "Days"]


def test_only_what_may_be_left_out_says_so() -> None:
    form = tree(Certificate())
    marked = form.xpath("//*[span[@class='optional']]")
    assert [label.text.strip() for label in marked] == ["Days", "Scan"]


def test_errors_are_linked_from_the_top_and_described_at_the_field() -> None:
    form = tree(Certificate({"title": "", "kind": "z"}))
    links = form.xpath("//div[contains(@class, 'errors')]//a/@href")
    assert links == ["#id_title", "#id_kind", "#id_sure"]
    assert all(form.xpath(f"//*[@id='{link[1:]}']") for link in links)
    described = form.xpath("//input[@id='id_title']/@aria-describedby")[0].split()
    assert described == ["id_title_helptext", "id_title_error"]
    assert all(form.xpath(f"//*[@id='{name}']") for name in described)
    assert form.xpath("//input[@id='id_title']/@aria-invalid") == ["true"]
    assert form.xpath("//fieldset[@id='id_kind']/@aria-describedby") == ["id_kind_error"]


def test_focus_goes_to_the_errors_and_only_then() -> None:
    assert tree(Certificate()).xpath("//*[@autofocus]") == []
    assert len(tree(Certificate({})).xpath("//div[@role='alert'][@autofocus][@tabindex='-1']")) == 1


def test_choices_that_were_made_stay_made() -> None:
    form = tree(Certificate({"title": "<b>x</b>", "kind": "b", "days": ["m"]}))
    assert form.xpath("//input[@checked]/@id") == ["id_kind_1", "id_days_0"]
    assert form.xpath("//input[@id='id_title']/@value") == ["<b>x</b>"]


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────


def test_each_verdict_of_the_engine_has_a_sign() -> None:
    assert set(VERDICT_SIGNS) == set(VERDICTS)


def test_no_two_verdicts_share_word_or_icon() -> None:
    """Whoever does not see colours tells them apart all the same."""
    assert len({sign.word for sign in VERDICT_SIGNS.values()}) == len(VERDICTS)
    assert len({sign.icon for sign in VERDICT_SIGNS.values()}) == len(VERDICTS)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_verdict_is_shown_as_icon_and_word(verdict: str) -> None:
    shown = html.fromstring(render_to_string("parts/_verdict.html", {"verdict": verdict}))
    assert shown.xpath("normalize-space(.)") == str(VERDICT_SIGNS[verdict].word)
    assert len(shown.xpath(".//*[local-name()='svg'][@aria-hidden='true']")) == 1


# ── numbers and days ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (90, "1 h 30 min"),
        (2400, "40 h"),
        (-90, "−1 h 30 min"),
        (None, "–"),
    ],
)
def test_minutes_are_said_as_people_do(value: int | None, said: str) -> None:
    assert tags.minutes(value) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", '<time datetime="2026-11-21">21 Nov 2026</time>'),
        ("es", '<time datetime="2026-11-21">21 nov 2026</time>'),
    ],
)
def test_day_is_said_in_the_readers_language(language: str, said: str) -> None:
    with override(language):
        assert tags.day(date(2026, 11, 21)) == said


def test_moment_says_the_minute() -> None:
    said = tags.moment(datetime(2026, 11, 21, 14, 5, tzinfo=UTC))
    assert said == '<time datetime="2026-11-21T14:05+00:00">21 Nov 2026, 14:05</time>'


@pytest.mark.parametrize(("value", "said"), [(1.0, "100 %"), (0.9999, "99 %"), (0.0, "0 %"), (None, "–")])
def test_share_is_full_only_when_it_is(value: float | None, said: str) -> None:
    assert tags.percent(value) == said


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def rendered(text: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/people/?{query}")
    return Template("{% load muster %}" + text).render(Context({"request": request, **context}))


def test_query_is_kept_when_one_value_changes() -> None:
    assert rendered("{% querystring_with page=2 %}", "q=a%26b&page=1") == "?q=a%26b&amp;page=2"
    assert rendered("{% querystring_with page=None %}", "page=3") == "?"


@pytest.mark.parametrize(
    ("query", "order", "link"),
    [
        ("", [], "?sort=name"),
        ("sort=name&page=4", ["ascending"], "?sort=-name"),
        ("sort=-name", ["descending"], "?sort=name"),
    ],
)
def test_heading_sorts_and_says_how(query: str, order: list[str], link: str) -> None:
    heading = rendered("{% sort_th 'Name' 'name' %}", query)
    cell = html.fragment_fromstring(f"<table><tr>{heading}</tr></table>")
    assert cell.xpath("//th/@aria-sort") == order
    assert cell.xpath("//th/a/@href") == [link]


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("999", 3), ("0", 3), ("x", 1), ("", 1)])
def test_page_that_is_not_there_is_the_nearest(asked: str, given: int) -> None:
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, list(range(120))).number == given


def test_pages_far_away_are_left_out() -> None:
    request = RequestFactory().get("/", {"page": "10"})
    page = page_of(request, list(range(1000)))
    assert page.nearby == [1, "…", 9, 10, 11, "…", 20]
    shown = html.fromstring(render_to_string("parts/_pagination.html", {"page": page}, request))
    assert shown.xpath("//a[@aria-current='page']/text()") == ["10"]


def test_empty_place_says_what_to_do_first() -> None:
    shown = html.fromstring(
        render_to_string(
            "parts/_empty.html", {"title": "No units", "text": "Add one.", "url": "/add/", "label": "Add"}
        )
    )
    assert [link.text for link in shown.xpath(".//a[@href='/add/']")] == ["Add"]
