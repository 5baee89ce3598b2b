"""A consultation that many take part in stays usable. ``python -m tests.community.large 10000`` measures it."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.community.stories import S, Story, open_it

from muster.community.codes import hash_of_code
from muster.community.models import Coding, Comment, Screening, Theme

pytestmark = pytest.mark.django_db
MEASURED = os.environ.get("MUSTER_COMMENTS")
MANY = int(MEASURED or 120)
LIST_SECONDS, SUGGESTIONS_SECONDS = 0.2, 10.0
LETTERS = "abcdefghijklmnoprstu"


def many_comments(story: Story) -> None:
    """Comments of twenty to sixty words, each tenth withheld, a tenth under a theme."""
    chance = random.Random(7)
    words = ["".join(chance.choices(LETTERS, k=6)) for _ in range(2_000)]
    often = [1 / rank for rank in range(3, 2_003)]  # as in any language: few words are used much, most seldom
    consultation = story.now()
    passages = list(consultation.passages.all())
    made = Comment.objects.bulk_create(
        Comment(
            consultation=consultation,
            passage=chance.choice([None, *passages]),
            text=" ".join(chance.choices(words, often, k=chance.randint(20, 60))),
            code_hash=hash_of_code(str(number)),
        )
        for number in range(MANY)
    )
    Screening.lines.bulk_create(
        Screening(
            comment=comment,
            verdict="published" if number % 10 else "withheld",
            reason_code="" if number % 10 else "spam",
            known_by=story.tara,
        )
        for number, comment in enumerate(made)
    )
    theme = Theme.objects.create(consultation=consultation, title="Consent", title_es="Consentimiento")
    Coding.objects.bulk_create(Coding(comment=each, theme=theme, by=story.tara) for each in made[1::10])


def seconds(deed: Callable[[], object]) -> float:
    """The quicker of two tries."""
    times = []
    for _ in range(2):
        began = time.perf_counter()
        deed()
        times.append(time.perf_counter() - began)
    return min(times)


def test_pages_of_a_large_consultation_come_in_time(cast: Cast, client: Client) -> None:
    story = open_it(cast)
    many_comments(story)
    story.closed()
    story.go(S.CODING)
    client.force_login(cast.user["tara"])
    key, word, theme = story.consultation.pk, story.consultation.word, Theme.objects.get().pk
    pages = {
        "comments to look at": f"{reverse('consultation_comments_desk', args=[key])}?show=all",
        "published ones, last page": f"{reverse('consultation_comments_desk', args=[key])}?show=published&page=999999",
        "desk": reverse("consultation_desk", args=[key]),
        "public text": reverse("consultation", args=[word]),
        "public comments": reverse("consultation_comments", args=[word]),
    }
    slow = {}
    for name, url in pages.items():
        assert client.get(url).status_code == 200
        slow[name] = seconds(lambda url=url: client.get(url))
    suggested = reverse("theme", args=[theme])
    assert client.get(suggested).content.count(b'id="s') > 10
    slow["suggestions"] = seconds(lambda: client.get(suggested))
    slow["themes"] = seconds(lambda: client.get(reverse("consultation_themes", args=[key])))
    if MEASURED:
        print({name: f"{took * 1000:.0f} ms" for name, took in slow.items()})  # noqa: T201 - for whoever measures
        limits = {"suggestions": SUGGESTIONS_SECONDS, "themes": SUGGESTIONS_SECONDS}
        assert {name: took for name, took in slow.items() if took > limits.get(name, LIST_SECONDS)} == {}
