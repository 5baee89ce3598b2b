"""How requirements hang together: which wait for another, and whose hours also serve another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from muster.core.rules.language.walk import references_of
from muster.core.rules.rulebook import Rulebook

Kind = Literal["waits for", "shares hours with", "may not share with"]


@dataclass(frozen=True)
class Link:
    """``one`` waits for ``other`` to be met; or its hours also serve, or must not serve, the other."""

    one: str
    kind: Kind
    other: str
    why: str = ""


def links_of(book: Rulebook) -> tuple[Link, ...]:
    """Return the links between the requirements of a rulebook, and from them to uses that are no requirement."""
    found: dict[Link, None] = {}  # in the order written; versions repeat one another
    for rule in book.requirements.values():
        for name in references_of(rule):
            found[Link(rule.id, "waits for", name)] = None
        for version in rule.versions:
            for use in version.credit.double_use:
                kind: Kind = "shares hours with" if use.allowed else "may not share with"
                found[Link(rule.id, kind, use.with_, use.why)] = None
    return tuple(link for link in found if not _said_at_the_other_end(link, found))


def _said_at_the_other_end(link: Link, found: Collection[Link]) -> bool:
    """Whether both ends say that they share hours, and the other end says it to the one that more share with."""
    if not any((k.one, k.kind, k.other) == (link.other, link.kind, link.one) for k in found):
        return False
    sharing = {
        name: sum(k.other == name and k.kind == link.kind for k in found) for name in (link.one, link.other)
    }
    return (sharing[link.other], link.one) < (sharing[link.one], link.other)


def tree_text(book: Rulebook) -> str:
    """Draw the links as a tree, each requirement under the one it leads to; those without links come last."""
    links = links_of(book)
    below: dict[str, list[Link]] = {}
    for link in links:
        below.setdefault(link.other, []).append(link)
    linked = {end for link in links for end in (link.one, link.other)}
    roots = [
        name
        for name in dict.fromkeys(link.other for link in links)
        if name not in {link.one for link in links}
    ]
    circles = [name for name in below if name not in roots and not _reached(name, roots, below)]
    lines = [line for name in [*roots, *circles[:1]] for line in _branch(book, name, below, "", ())]
    alone = [name for name in book.requirements if name not in linked]
    if alone:
        lines += [
            *([""] if lines else []),
            "By themselves:",
            *(f"  {name}  {book.requirements[name].title}" for name in alone),
        ]
    return "\n".join(lines)


def _reached(name: str, roots: list[str], below: dict[str, list[Link]]) -> bool:
    seen, todo = set(), list(roots)
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        todo += [link.one for link in below.get(at, ())]
    return name in seen


def _branch(
    book: Rulebook, name: str, below: dict[str, list[Link]], indent: str, above: tuple[str, ...]
) -> list[str]:
    rule = book.all_requirements.get(name)
    lines = [f"{name}  {rule.title}" if rule else name] if not above else []
    inner = [] if name in above else below.get(name, [])
    for place, link in enumerate(inner):
        last = place + 1 == len(inner)
        title = book.all_requirements[link.one].title if link.one in book.all_requirements else ""
        why = f" ({link.why})" if link.why else ""
        lines.append(f"{indent}{'└─' if last else '├─'} {link.one}  {title}: {link.kind} it{why}")
        lines += _branch(book, link.one, below, indent + ("   " if last else "│  "), (*above, name))
    return lines


def dot_text(book: Rulebook) -> str:
    """Write the links in DOT, which Graphviz draws."""
    lines = ["digraph rules {", "  rankdir=LR;", "  node [shape=box];"]
    lines += [
        f"  {_quoted(name)} [tooltip={_quoted(rule.title)}];" for name, rule in book.requirements.items()
    ]
    style = {"waits for": "solid", "shares hours with": "dashed", "may not share with": "dotted"}
    for link in links_of(book):
        label = f"label={_quoted(link.kind)}, style={style[link.kind]}"
        lines.append(f"  {_quoted(link.one)} -> {_quoted(link.other)} [{label}];")
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
