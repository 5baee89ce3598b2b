"""Proposals: titles that seem to be one subject, the topics their words speak for, and the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from muster.core.crosswalk.book import Crosswalk, Group
from muster.core.crosswalk.vocabulary import Found, Vocabulary, shipped_vocabulary, topics_in
from muster.core.crosswalk.words import normal_title, same_word, subject_words

#: Titles that speak for the same topics are one group when their subject words agree at least this far.
ALIKE = 0.7


@dataclass(frozen=True)
class _Title:
    text: str
    words: frozenset[str]
    found: tuple[Found, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(found.topic for found in self.found)


def suggest_crosswalk(
    titles: Iterable[str], vocabulary: Vocabulary | None = None, *, all_titles: bool = False
) -> Crosswalk:
    """Propose groups of titles with topics and a reason; nothing is confirmed.

    Titles are one group when they speak for the same topics and differ only in year, wording, form (basic,
    online, instructor), spacing, punctuation or spelling. Titles that speak for no topic are left out unless ``all_titles``.
    """
    vocabulary = shipped_vocabulary() if vocabulary is None else vocabulary
    distinct = {normal_title(title): title for title in reversed(list(titles)) if normal_title(title)}
    read = [_read(title, vocabulary) for title in sorted(distinct.values())]
    by_topics: dict[tuple[str, ...], list[_Title]] = {}
    for title in read:
        if title.found or all_titles:
            by_topics.setdefault(title.topics, []).append(title)
    ordered = sorted(by_topics.items(), key=lambda item: (not item[0], item[0]))
    return Crosswalk(tuple(_group(alike) for _, same in ordered for alike in _groups_of(same)))


def extend_crosswalk(
    crosswalk: Crosswalk,
    titles: Iterable[str],
    vocabulary: Vocabulary | None = None,
    *,
    all_titles: bool = False,
) -> Crosswalk:
    """Propose groups for titles nobody has judged yet; what a person confirmed or refused stays as it is."""
    kept = crosswalk.settled()
    judged = {normal_title(title) for group in kept for title in group.titles}
    open_titles = [title for title in titles if normal_title(title) not in judged]
    # Proposals of an earlier run stay on the table even when this folder does not hold their titles.
    earlier = [t for g in crosswalk.groups if g.status == "suggested" for t in g.titles]
    by_number = tuple(g for g in crosswalk.groups if g.status == "suggested" and not g.titles)
    proposed = suggest_crosswalk([*open_titles, *earlier], vocabulary, all_titles=all_titles)
    return Crosswalk((*kept, *by_number, *proposed.groups))


def _read(title: str, vocabulary: Vocabulary) -> _Title:
    found = topics_in(title, vocabulary)
    # Basic and advanced are one subject only where the topic says which; else they may be all there is.
    return _Title(title, subject_words(title, with_form=not found), found)


def _groups_of(titles: list[_Title]) -> list[list[_Title]]:
    """Put titles together that are alike to the first of a group, in one pass."""
    groups: list[list[_Title]] = []
    by_words: dict[frozenset[str], list[_Title]] = {}
    for title in titles:
        same = by_words.get(title.words) or _alike(title, groups)
        if same is None:
            same = []
            groups.append(same)
        same.append(title)
        by_words.setdefault(title.words, same)
    return groups


def _alike(title: _Title, groups: list[list[_Title]]) -> list[_Title] | None:
    for group in groups:
        first = group[0].words
        shorter, longer = sorted((len(first), len(title.words)))
        # Words in common can be no more than the shorter one has.
        if shorter < ALIKE * longer:
            continue
        common = sum(
            1 for word in title.words if word in first or any(same_word(word, other) for other in first)
        )
        if common >= ALIKE * (len(first) + len(title.words) - common):
            return group
    return None


def _group(titles: list[_Title]) -> Group:
    first = titles[0]
    reasons = dict.fromkeys(str(found) for title in titles for found in title.found)
    # One reason a topic is enough; a spelling that needed forgiving is always told.
    told = [reason for reason in reasons if "written" in reason]
    plain: dict[str, str] = {}
    for reason in reasons:
        plain.setdefault(reason.rsplit(" ", 1)[-1], reason)
    why = "; ".join(dict.fromkeys([*plain.values(), *told])) or "no word of the vocabulary speaks for a topic"
    if len(titles) > 1:
        why += f"; {len(titles)} titles that differ in year, wording or spelling"
    return Group(titles=tuple(title.text for title in titles), topics=first.topics, why=why)
