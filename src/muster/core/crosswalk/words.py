"""Course titles as words: compared whole, never by what they happen to contain."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
#: What YAML cannot hold in one line of text: control characters, odd line ends, halves of characters.
_UNWRITABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NUMBER = re.compile(r"\d{1,2}|(?:19|20)\d\d")

#: Words that change from year to year or say nothing about the subject.
_FILLER_WORDS = """
    a an and the of for in on to with by at training trng trg course class program programme refresher
    update updates updated recert recertification part module session video series unit roll call
    introduction intro
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec present
"""
_FILLER = frozenset(_FILLER_WORDS.split())

#: Words for the form of a training: titles of one topic that differ by these only are one thing to judge.
_FORM_WORDS = """
    basic intermediate advanced beginner level phase ii iii iv online elearning webinar virtual classroom
    scenario scenarios practice practical exercise exercises instructor instructors supervisor supervisors
    annual yearly biennial mandatory hour hours hr hrs hands refreshers courses classes recurrent
"""
_FORM = frozenset(_FORM_WORDS.split())


@lru_cache(maxsize=200_000)
def normal_title(title: str) -> str:
    """Write a title in lower case with single spaces: punctuation and accents aside, the title itself.

    ``C.I.T.`` becomes ``cit`` and ``De-Escalation`` becomes ``de escalation``. Two titles are the same
    to a crosswalk when this is the same.
    """
    text = unicodedata.normalize("NFKD", title).casefold().replace("’", "'")
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.replace("'s", "s").replace("'", "").replace("&", " and ")
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    words = _NOT_WORD.sub(" ", text).split()
    # A title in another script has no words here; it is compared as it is written.
    return " ".join(words) or " ".join(writable(title).casefold().split())


def writable(text: str) -> str:
    """Put a space for every character that a line of YAML cannot hold."""
    return _UNWRITABLE.sub(" ", text)


def subject_words(title: str, *, with_form: bool = True) -> frozenset[str]:
    """Return the words that say what a title is about: without years and words like course or part.

    Without ``with_form`` words like basic, online or instructor go as well.
    """
    words = frozenset(normal_title(title).split())
    idle = _FILLER if with_form else _FILLER | _FORM
    return frozenset(word for word in words - idle if not _NUMBER.fullmatch(word)) or words


def same_word(word: str, wanted: str) -> bool:
    """Say whether a word is the wanted one, forgiving slips of the pen in long words only.

    Up to 6 letters must be exact (CIT is not CITY). From 7 letters one slip is forgiven, from 12 two; the
    first letter must always be right, and a word is never found inside another.
    """
    if word == wanted:
        return True
    if len(wanted) < 7 or not word or word[0] != wanted[0]:
        return False
    most = 2 if len(wanted) >= 12 else 1
    return abs(len(word) - len(wanted)) <= most and _distance(word, wanted, most) <= most


@lru_cache(maxsize=200_000)
def _distance(left: str, right: str, most: int) -> int:
    """Count letters added, lost, changed or swapped with a neighbour; ``most + 1`` means more."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def find_phrase(words: list[str], phrase: list[str]) -> list[str] | None:
    """Return the words of a title that are this phrase: whole, neighbouring, in order. None if not there."""
    length = len(phrase)
    for start in range(len(words) - length + 1):
        found = words[start : start + length]
        if all(map(same_word, found, phrase)):
            return found
    return None
