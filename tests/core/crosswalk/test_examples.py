"""The crosswalks kept as examples: loaded, judged by somebody, and in step with the proposals."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.core.crosswalk import (
    Crosswalk,
    crosswalk_status,
    load_crosswalk,
    read_titles,
    shipped_vocabulary,
    topics_in,
)

FIVE = {"procedural-justice", "bias-free", "crisis-response", "de-escalation", "cultural-competency"}
NAMES = ("nypd", "oregon", "chicago")


def example(root: Path, name: str) -> Crosswalk:
    return load_crosswalk(root / "docs" / "examples" / name / "crosswalk.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_every_group_is_judged(root: Path, name: str) -> None:
    groups = example(root, name).groups
    assert {group.by for group in groups} == {"the Muster maintainers"}
    assert len(example(root, name).settled()) == len(groups)


@pytest.mark.parametrize("name", NAMES)
def test_every_confirmed_topic_is_one_the_words_speak_for(root: Path, name: str) -> None:
    for group in example(root, name).groups:
        if group.status == "confirmed":
            for title in group.titles:
                assert set(group.topics) <= {f.topic for f in topics_in(title, shipped_vocabulary())}, title


def test_nypd_titles_that_only_contain_the_letters_are_not_confirmed(root: Path) -> None:
    confirmed = [t for g in example(root, "nypd").groups if g.status == "confirmed" for t in g.titles]
    words = ("RESUSCITATION", "EXCITED", "CITYTIME", "HATE CRIMES", "QUIZ")
    assert [title for title in confirmed if any(word in title for word in words)] == []
    assert {t for g in example(root, "nypd").groups for t in g.topics} == FIVE


def test_nypd_crosswalk_covers_the_titles_it_names(shared: Path, root: Path) -> None:
    titles = read_titles(shared / "data" / "nypd_training" / "course_names.csv")
    counted = (
        crosswalk_status(example(root, "nypd"), titles).table.select("status", "titles", "records").rows()
    )
    listed = {
        s: sum(len(g.titles) for g in example(root, "nypd").groups if g.status == s)
        for s in ("confirmed", "refused")
    }
    found = {status: count for status, count, _ in counted}
    assert (found["confirmed"], found["refused"]) == (listed["confirmed"], listed["refused"])
    assert sum(found.values()) == 951
    assert sum(records for *_, records in counted) == 91_029
