"""Words of rosters for the words of the rulebook."""

from __future__ import annotations

from typing import Final

from muster.roster.enums import Employment

#: Ranks as rosters write them -> as the rules do (``rulebook/vocabulary.yaml``). Others are kept as they are.
RANK_WORDS: Final[dict[str, str]] = {
    **{
        rank: rank
        for rank in (
            *("officer", "detective", "corporal", "sergeant", "lieutenant", "captain", "commander"),
            *("deputy-chief", "chief", "sheriff"),
        )
    },
    **dict.fromkeys(
        ("police officer", "ofc", "ofc.", "patrol officer", "po", "p.o.", "deputy", "deputy sheriff"),
        "officer",
    ),
    **dict.fromkeys(("det", "det.", "inspector"), "detective"),
    **dict.fromkeys(("cpl", "cpl."), "corporal"),
    **dict.fromkeys(("sgt", "sgt.", "police sergeant"), "sergeant"),
    **dict.fromkeys(("lt", "lt.", "lieut", "police lieutenant"), "lieutenant"),
    **dict.fromkeys(("capt", "capt.", "cpt", "police captain"), "captain"),
    **dict.fromkeys(("cmdr", "cmdr.", "major", "maj", "maj."), "commander"),
    **dict.fromkeys(("deputy chief", "assistant chief", "asst. chief", "asst chief"), "deputy-chief"),
    **dict.fromkeys(("chief of police", "police chief"), "chief"),
}
EMPLOYMENT_WORDS: Final[dict[str, str]] = {
    **{kind.value: kind.value for kind in Employment},
    **dict.fromkeys(
        ("full time", "fulltime", "ft", "f/t", "full", "active", "regular"), Employment.FULL_TIME.value
    ),
    **dict.fromkeys(("part time", "parttime", "pt", "p/t", "part"), Employment.PART_TIME.value),
    **dict.fromkeys(("reserve officer", "intermittent"), Employment.RESERVE.value),
    **dict.fromkeys(("aux", "aux."), Employment.AUXILIARY.value),
    **dict.fromkeys(("non-sworn", "nonsworn", "professional staff", "civ"), Employment.CIVILIAN.value),
}
_NO: Final = frozenset({"no", "n", "false", "0", "civilian", "non-sworn", "nonsworn"})


def is_sworn(text: str | None, employment: str) -> bool:
    """Return whether a row says that somebody is sworn; where it says nothing, civilians are not."""
    if text is None:
        return employment != Employment.CIVILIAN
    return text.strip().casefold() not in _NO
