"""An explanation as plain text: a tree that can be read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator

from muster.core.periods import as_day, hours_text
from muster.core.rules.explain import Amount, Explanation, Idle, Part, Seen
from muster.core.rules.explain_inputs import Input
from muster.core.rules.speech import Speech

_RAIL, _TEE, _END, _GAP = "│  ", "├─ ", "└─ ", "   "

#: A line of the tree, and the lines under it.
Branch = tuple[str, "list[Branch]"]


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return the lines of an explanation, without colours and without line breaks inside them."""
    return [*heading(explanation), *_drawn(branches(explanation), ""), explanation.note]


def heading(one: Explanation) -> tuple[str, str, str]:
    """Return what stands over the tree: rule and officer, the day asked about, the answer in a sentence."""
    say = Speech(one.language)
    officer = say("{title} ({rule}), officer {id}", title=one.title, rule=one.requirement, id=one.officer_id)
    return officer, _asked_on(one, say), one.says


def branches(explanation: Explanation) -> list[Branch]:
    """Return the tree under the first lines, for those who draw it themselves."""
    return list(_branches(explanation, Speech(explanation.language)))


def _asked_on(one: Explanation, say: Speech) -> str:
    day = say("As of {day}", day=say.day(as_day(one.as_of)))
    if one.known_at is None:
        return day
    return day + say(", as known at {moment}", moment=f"{one.known_at:%Y-%m-%d %H:%M}")


def _branches(one: Explanation, say: Speech) -> Iterator[Branch]:
    yield say("rule"), [(text, []) for text in _rule(one, say)]
    yield say("inputs"), [(_input(each), []) for each in one.inputs]
    yield say("asked"), [_part(one.asked, say)]
    if one.verdict != "not_applicable":
        counted = say("counted: {records}", records=_records(len(one.counted), say))
        yield counted, [(_seen(each, say), []) for each in one.counted]
        idle = _records(sum(group.count for group in one.idle), say)
        yield say("gave nothing here: {records}", records=idle), [_idle(group, say) for group in one.idle]
    if one.fix:
        yield say("what would mend it"), [(text, []) for text in one.fix]
    if one.verdict not in ("met", "not_applicable"):
        yield say("if not done: {consequence}", consequence=_consequence(one, say)), []


def _rule(one: Explanation, say: Speech) -> Iterator[str]:
    cited = one.cited
    # a citation that begins with its title says it already
    title = f", {cited.title}" if cited.title and not cited.cite.startswith(cited.title) else ""
    yield f"{cited.cite}{title}"
    if cited.url:
        yield cited.url
    since = say("version in force since {day}", day=say.day(as_day(one.version)))
    yield since + ("" if one.force == "required" else say("; recommended, not required"))
    yield say("evidence {code}: {says}", code=cited.evidence, says=cited.evidence_says)
    yield say("compared with the law in force: {when}", when=cited.confirmed or say("by nobody yet"))


def _input(each: Input) -> str:
    return f"{each.name}: {each.says}"


def _part(part: Part, say: Speech) -> Branch:
    return f"{part.says}{_amount(part.amount, say)}", [_part(inner, say) for inner in part.parts]


def _amount(amount: Amount | None, say: Speech) -> str:
    if amount is None:
        return ""
    write = hours_text if amount.unit == "minutes" else str
    have, need, short = (write(each) for each in (amount.credited, amount.needed, amount.short))
    if not amount.done and amount.credited >= amount.needed:
        return say(": {have}; the total of {need} is there, a part is short", have=have, need=need)
    state = say("done") if amount.done else say("not done")
    if amount.short and not amount.done:
        state = say("{short} short", short=short)
    return say(": {have} of {need}, {state}", have=have, need=need, state=state)


def _seen(seen: Seen, say: Speech) -> str:
    day = say.day(as_day(seen.on)) if seen.on else say("no date")
    worth = f", {hours_text(seen.minutes)}" if seen.minutes else ""
    how = {"counted_late": say(", late"), "counted_as_teaching": say(", as teaching")}.get(seen.reason, "")
    return f"{day}: {seen.title}{worth}{how}" + (f" [{seen.parts}]" if seen.parts else "")


def _idle(group: Idle, say: Speech) -> Branch:
    more = group.count - len(group.latest)
    listed: list[Branch] = [(_seen(each, say), []) for each in group.latest]
    if more:
        listed.append((say("and {records} more", records=_records(more, say)), []))
    return f"{_records(group.count, say)}: {group.says}", listed


def _records(count: int, say: Speech) -> str:
    return say("{number} record" if count == 1 else "{number} records", number=f"{count:,}")


def _consequence(one: Explanation, say: Speech) -> str:
    kind = say.consequence(one.consequence)
    return f"{kind}; {one.consequence_says}" if one.consequence_says else kind


def _drawn(found: list[Branch], before: str) -> Iterator[str]:
    for number, (text, inner) in enumerate(found, 1):
        last = number == len(found)
        yield f"{before}{_END if last else _TEE}{text}"
        yield from _drawn(inner, before + (_GAP if last else _RAIL))
