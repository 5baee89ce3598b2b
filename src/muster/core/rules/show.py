"""A requirement as text a person can read from top to bottom, with everything its file says."""

from __future__ import annotations

from collections import Counter

from muster.core.periods import as_day, day_text
from muster.core.rules.language import Requirement, Version
from muster.core.rules.language.requirement import Report, Source
from muster.core.rules.looked_at import facts_looked_at
from muster.core.rules.rulebook import Rulebook
from muster.core.rules.speech import EVIDENCE, Speech, speech_of
from muster.core.rules.wording import (
    credit_lines,
    duty_text,
    leave_text,
    start_text,
    when_text,
    whom_text,
)

NOT_ADVICE = "Engineering reference data, not legal advice. Check the law in force before relying on it."


def show_requirement(book: Rulebook, identity: str) -> str:
    """Return the text of a requirement, without line breaks inside paragraphs. Raises BadUsage for an unknown id."""
    rule = book.only([identity]).requirements[identity]
    jurisdiction = book.jurisdiction_of(rule)
    say = speech_of(book, jurisdiction.id)
    lines = [
        rule.title,
        "=" * len(rule.title),
        f"{rule.id}, {jurisdiction.name}; authority: {jurisdiction.authority}",
        "",
    ]
    lines += [rule.says.strip(), ""]
    lines += _general(book, rule)
    for place, version in enumerate(rule.versions):
        lines += ["", *_version(rule, place, version, whom_text(jurisdiction.who, version.who, say), say)]
    lines += _listed("Sources", [_source(source) for source in rule.sources])
    lines += _listed("How unclear sentences were read", list(rule.readings))
    lines += _listed(
        "Texts that disagree", [f"{one.one} / {one.other} Used: {one.used}" for one in rule.disagreements]
    )
    lines += _listed("Reports owed", [_report(report) for report in rule.reports])
    lines += _listed("Not encoded", list(rule.not_encoded))
    return "\n".join([*lines, "", NOT_ADVICE, ""])


def show_jurisdiction(book: Rulebook, name: str) -> str:
    """Return what a jurisdiction has: its requirements, the facts they need, and what was left out.

    Raises BadUsage for a name that is not there.
    """
    mine = book.only([name])
    page = book.jurisdictions[name]
    lines = [page.name, f"Authority: {page.authority}", ""]
    lines += [f"{rule.id:<40} {rule.title}" for rule in mine.requirements.values()]
    lines += _listed("Facts this rulebook needs", _facts_needed(mine, name))
    lines += _listed("Not encoded", list(page.not_encoded))
    return "\n".join([*lines, "", *([page.note.strip()] if page.note else [])])


def _facts_needed(book: Rulebook, jurisdiction: str) -> list[str]:
    """Say which facts rules look at, those first without which nobody can tell; with how many rules look at each."""
    everyone = book.jurisdictions[jurisdiction].who
    users: Counter[str] = Counter()
    for rule in book.requirements.values():
        users.update(set().union(*(facts_looked_at(version, everyone) for version in rule.versions)))
    needed, others = [], []
    for fact, count in sorted(users.items(), key=lambda pair: (-pair[1], pair[0])):
        known = book.fact_word(fact, jurisdiction)
        rules = f"{count} rule{'s' if count != 1 else ''}"
        values = f"; one of {', '.join(known.values)}" if known and known.values else ""
        says = f"{fact} ({rules}): {known.says if known else ''}{values}"
        if known and known.everyone_has_one:
            needed.append(f"{says}. Every officer needs one: without it, cannot tell")
        else:
            others.append(f"{says}. Only where it is so")
    return [*needed, *others]


def _general(book: Rulebook, rule: Requirement) -> list[str]:
    jurisdiction = rule.id.split("/")[0]
    subjects = ", ".join(book.topic_name(code, jurisdiction) for code in rule.subjects) or "general"
    force = "recommended, not required" if rule.force == "recommended" else "required"
    lines = [f"Subjects: {subjects}", f"Force: {force}; it binds the {rule.binds}"]
    if not book.jurisdiction_of(rule).binding:
        lines[-1] = f"Force: {force} by a model that binds nobody"
    if rule.share:
        aim = " (an aim)" if rule.share.aim_only else ""
        lines.append(f"Share: at least {rule.share.at_least} % of the officers bound{aim}")
    confirmed = (
        f"{day_text(as_day(rule.confirmed.on))} by {rule.confirmed.by}" if rule.confirmed else "by nobody yet"
    )
    lines.append(
        f"Evidence: {rule.evidence}, {EVIDENCE[rule.evidence]}; encoded {day_text(as_day(rule.encoded_on))}"
    )
    return [
        *lines,
        f"Confirmed against the law in force: {confirmed}",
        f"Called due soon: {rule.due_soon} before the due day",
    ]


def _version(rule: Requirement, place: int, version: Version, bound: str, say: Speech) -> list[str]:
    until = rule.until(place)
    span = f"From {day_text(as_day(version.from_))}" + (f" to {day_text(as_day(until))}" if until else " on")
    pairs = [
        ("Who", bound),
        ("Judged", str(version.judged or "").replace("_", " ")),
        ("What", duty_text(version.what, say)),
        ("When", when_text(version.when, say)),
        ("Start", start_text(version, say)),
        *(("Credit", line) for line in credit_lines(version.credit, say)),
        *(("Leave", leave_text(leave, say)) for leave in version.leave),
        ("Grace", f"{version.grace} after the due day" if version.grace else ""),
        (
            "Late",
            f"counts for the closed period within {version.late.within} of its end" if version.late else "",
        ),
        ("If not", _consequence(version)),
        ("Cite", rule.citation(version)),
    ]
    if version.allowed_until:
        pairs.insert(4, ("Nobody late before", day_text(as_day(version.allowed_until))))
    return [f"{span}:", *(f"  {name}: {text}" for name, text in pairs if text)]


def _consequence(version: Version) -> str:
    kind = version.consequence.kind.replace("_", " ")
    return f"{kind}: {version.consequence.text}" if version.consequence.text else kind


def _listed(title: str, texts: list[str]) -> list[str]:
    return ["", f"{title}:", *(f"  - {text.strip()}" for text in texts)] if texts else []


def _source(source: Source) -> str:
    pieces = [source.cite, "" if source.cite.startswith(source.title) else source.title, source.url]
    return "; ".join(filter(None, pieces)) + (f" (read: {source.read})" if source.read else "")


def _report(report: Report) -> str:
    when = f" by {report.by}" if report.by else f" within {report.within}" if report.within else ""
    after = f" of {report.after}" if report.after else ""
    return f"{report.who}: {report.what}{when}{after}" + (f" ({report.source})" if report.source else "")
