"""An explanation as plain text: a tree that can be read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from muster.core.periods import as_day, day_text, hours_text
from muster.core.rules.explain import Amount, Explanation, Idle, Part, Seen
from muster.core.rules.explain_inputs import Input

_RAIL, _TEE, _END, _GAP = "│  ", "├─ ", "└─ ", "   "

#: A line of the tree, and the lines under it.
Branch = tuple[str, "list[Branch]"]


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return the lines of an explanation, without colours and without line breaks inside them."""
    return [*heading(explanation), *_drawn(branches(explanation), ""), explanation.note]


def heading(one: Explanation) -> tuple[str, str, str]:
    """Return what stands over the tree: rule and officer, the day asked about, the answer in a sentence."""
    return f"{one.title} ({one.requirement}), officer {one.officer_id}", _asked_on(one), one.says


def branches(explanation: Explanation) -> list[Branch]:
    """Return the tree under the first lines, for those who draw it themselves."""
    return list(_branches(explanation))


def _asked_on(one: Explanation) -> str:
    known = f", as known at {one.known_at:%Y-%m-%d %H:%M}" if one.known_at else ""
    return f"As of {day_text(as_day(one.as_of))}{known}"


def _branches(one: Explanation) -> Iterator[Branch]:
    yield "rule", [(text, []) for text in _rule(one)]
    yield "inputs", [(_input(each), []) for each in one.inputs]
    yield "asked", [_part(one.asked)]
    if one.verdict != "not_applicable":
        yield f"counted: {_records(len(one.counted))}", [(_seen(each), []) for each in one.counted]
        idle = sum(group.count for group in one.idle)
        yield f"gave nothing here: {_records(idle)}", [_idle(group) for group in one.idle]
    if one.fix:
        yield "what would mend it", [(text, []) for text in one.fix]
    if one.verdict not in ("met", "not_applicable"):
        yield f"if not done: {_consequence(one)}", []


def _rule(one: Explanation) -> Iterator[str]:
    cited = one.cited
    # a citation that begins with its title says it already
    title = f", {cited.title}" if cited.title and not cited.cite.startswith(cited.title) else ""
    yield f"{cited.cite}{title}"
    if cited.url:
        yield cited.url
    force = "" if one.force == "required" else f"; {one.force}, not required"
    yield f"version in force since {day_text(as_day(one.version))}{force}"
    yield f"evidence {cited.evidence}: {cited.evidence_says}"
    yield f"compared with the law in force: {cited.confirmed or 'by nobody yet'}"


def _input(each: Input) -> str:
    return f"{each.name.replace('-', ' ')}: {each.says}"


def _part(part: Part) -> Branch:
    return f"{part.says}{_amount(part.amount)}", [_part(inner) for inner in part.parts]


def _amount(amount: Amount | None) -> str:
    if amount is None:
        return ""
    if amount.unit == "minutes":
        have, need, short = (hours_text(each) for each in (amount.credited, amount.needed, amount.short))
    else:
        have, need, short = (str(each) for each in (amount.credited, amount.needed, amount.short))
    if not amount.done and amount.credited >= amount.needed:
        return f": {have}; the total of {need} is there, a part is short"
    state = "done" if amount.done else f"{short} short" if amount.short else "not done"
    return f": {have} of {need}, {state}"


def _seen(seen: Seen) -> str:
    day = day_text(as_day(seen.on)) if seen.on else "no date"
    worth = f", {hours_text(seen.minutes)}" if seen.minutes else ""
    how = {"counted_late": ", late", "counted_as_teaching": ", as teaching"}.get(seen.reason, "")
    return f"{day}: {seen.title}{worth}{how}" + (f" [{seen.parts}]" if seen.parts else "")


def _idle(group: Idle) -> Branch:
    more = group.count - len(group.latest)
    listed: list[Branch] = [(_seen(each), []) for each in group.latest]
    if more:
        listed.append((f"and {_records(more)} more", []))
    return f"{_records(group.count)}: {group.says}", listed


def _records(count: int) -> str:
    return f"{count:,} record{'s' if count != 1 else ''}"


def _consequence(one: Explanation) -> str:
    unsaid = {"none": "nothing follows", "not_found": "the source that was read does not say"}
    kind = unsaid.get(one.consequence, one.consequence.replace("_", " "))
    return f"{kind}; {one.consequence_says}" if one.consequence_says else kind


def _drawn(found: list[Branch], before: str) -> Iterator[str]:
    for number, (text, inner) in enumerate(found, 1):
        last = number == len(found)
        yield f"{before}{_END if last else _TEE}{text}"
        yield from _drawn(inner, before + (_GAP if last else _RAIL))
