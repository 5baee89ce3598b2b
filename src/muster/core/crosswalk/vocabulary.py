"""Which phrases speak for which topic: the shipped list, or an agency's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from muster.core.crosswalk.lines import TOPIC, line_of, read_page, read_yaml
from muster.core.crosswalk.words import find_phrase, normal_title
from muster.core.errors import BadInput, BadUsage, MusterError, Where


@dataclass(frozen=True)
class TopicWords:
    """The phrases that speak for a topic and those that speak against it, as lists of words."""

    topic: str
    phrases: tuple[tuple[str, ...], ...]
    held_back_by: tuple[tuple[str, ...], ...] = ()


Vocabulary = tuple[TopicWords, ...]


@dataclass(frozen=True)
class Found:
    """A phrase found in a title: the topic, the phrase, and the words as the title writes them."""

    topic: str
    phrase: str
    written: str

    def __str__(self) -> str:
        spelling = "" if self.phrase == self.written else f" (written “{self.written}”)"
        return f"“{self.phrase}”{spelling} speaks for {self.topic}"


@lru_cache(maxsize=1)
def shipped_vocabulary() -> Vocabulary:
    """Return the list that comes with Muster."""
    with_name = files("muster.core.crosswalk").joinpath("vocabulary.yaml")
    return _vocabulary(read_yaml(with_name.read_text("utf-8"), "vocabulary.yaml"), "vocabulary.yaml")


def load_vocabulary(path: Path) -> Vocabulary:
    """Read an agency's own list. Raises BadInput naming file, line and key."""
    try:
        text = read_page(path)
    except (OSError, UnicodeError) as error:
        raise _bad(f"the vocabulary cannot be read ({error}).", Where(str(path))) from None
    return _vocabulary(read_yaml(text, str(path)), str(path))


def only_topics(vocabulary: Vocabulary, topics: Sequence[str]) -> Vocabulary:
    """Keep these topics; without any, keep all. Raises BadUsage for one the vocabulary has no phrases for."""
    missing = set(topics) - {entry.topic for entry in vocabulary}
    if missing:
        raise BadUsage.because(
            "crosswalk-no-topic",
            f"the vocabulary has no phrases for {', '.join(sorted(missing))}.",
            f"It has: {', '.join(entry.topic for entry in vocabulary)}.",
        )
    return tuple(entry for entry in vocabulary if entry.topic in topics or not topics)


def topics_in(title: str, vocabulary: Vocabulary) -> tuple[Found, ...]:
    """Find the topics a title speaks of, at most one phrase each: the longest."""
    words = normal_title(title).split()
    found = []
    for entry in vocabulary:
        if any(find_phrase(words, list(phrase)) for phrase in entry.held_back_by):
            continue
        for phrase in entry.phrases:
            written = find_phrase(words, list(phrase))
            if written:
                found.append(Found(entry.topic, " ".join(phrase), " ".join(written)))
                break
    return tuple(found)


def _vocabulary(found: Any, file: str) -> Vocabulary:
    if not isinstance(found, Mapping):
        raise _bad("a vocabulary is a list of topics, each with its phrases.", Where(file))
    return tuple(_entry(topic, found, file) for topic in found)


def _entry(topic: Any, found: Any, file: str) -> TopicWords:
    entry, where = found[topic], Where(file, line_of(found, topic), str(topic))
    if not isinstance(topic, str) or not TOPIC.fullmatch(topic):
        raise _bad("a topic is a code such as de-escalation.", where)
    if not isinstance(entry, Mapping) or "phrases" not in entry or set(entry) - {"phrases", "held-back-by"}:
        raise _bad("a topic has `phrases` and, where needed, `held-back-by`; nothing else.", where)
    phrases = _phrases(entry["phrases"], where)
    # The longest phrase is the best reason.
    return TopicWords(
        topic,
        tuple(sorted(phrases, key=len, reverse=True)),
        _phrases(entry.get("held-back-by") or [], where),
    )


def _phrases(given: Any, where: Where) -> tuple[tuple[str, ...], ...]:
    if not isinstance(given, list) or not all(isinstance(text, str) and text.strip() for text in given):
        raise _bad("phrases are a list of words in quotes or plain.", where)
    return tuple(tuple(normal_title(text).split()) for text in given)


def _bad(what: str, where: Where) -> MusterError:
    return BadInput.because("crosswalk-vocabulary", what, "", where)
