"""The database holds a lesson plan still from the moment it leaves its authors' desk.

A version may be written on as an idea or a draft. In every other state the triggers made here refuse a change of
its text, its objectives, blocks, assessments, references and materials, and they refuse to lead a version that was
approved once back to a state in which it could be written on. What was taught from it stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

from muster.ledger.operations import Statements

PLAN: Final = "curriculum_lessonplan"
#: What is said about a version, not in it: that may change.
ABOUT: Final = (
    "state", "owner_id", "edition", "effective", "interim_until", "next_review", "review_trigger", "release_class",
)  # fmt: skip
WRITABLE: Final = "('idea', 'draft')"
APPROVED: Final = "('approved', 'approved_interim', 'in_use', 'review', 'revised', 'retired')"

#: Table of a part -> how to find the plan that a row belongs to, and which columns may change nonetheless.
PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "curriculum_objective": ("{row}.plan_id", ()),
    "curriculum_block": ("{row}.plan_id", ()),
    "curriculum_assessment": ("{row}.plan_id", ()),
    "curriculum_reference": ("{row}.plan_id", ()),
    "curriculum_material": ("{row}.plan_id", ("rights", "release_class")),
    "curriculum_block_objectives": ("(SELECT plan_id FROM curriculum_block WHERE id = {row}.block_id)", ()),
    "curriculum_assessment_objectives": (
        "(SELECT plan_id FROM curriculum_assessment WHERE id = {row}.assessment_id)",
        (),
    ),
}
SENTENCE: Final = "This version of the lesson plan is frozen: make a new version to change it."


class FreezePlans(Statements):
    """Make the triggers. A later migration that changes one of these tables repeats this at its end: see AppendOnly."""

    def making(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        """Yield the triggers."""
        return _making(connection)

    def removing(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        """Yield what takes the triggers away."""
        return _removing(connection)

    def describe(self) -> str:
        """Return a line for ``migrate``."""
        return "Freeze lesson plans that are not drafts"


def _making(connection: BaseDatabaseWrapper) -> Iterator[str]:
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        columns = {
            table: [column.name for column in connection.introspection.get_table_description(cursor, table)]
            for table in (PLAN, *PARTS)
        }
    make = _postgres_trigger if postgres else _sqlite_trigger
    yield from make(PLAN, "UPDATE", _plan_changed(columns[PLAN], postgres))
    yield from make(PLAN, "DELETE", f"OLD.state NOT IN {WRITABLE}")
    for table, (plan_of, free) in PARTS.items():
        old, new = (_is_frozen(plan_of.format(row=row)) for row in ("OLD", "NEW"))
        changed = _differs([name for name in columns[table] if name not in free], postgres)
        yield from make(table, "INSERT", new)
        yield from make(table, "UPDATE", f"({changed}) AND ({old} OR {new})")
        yield from make(table, "DELETE", old)


def _plan_changed(columns: list[str], postgres: bool) -> str:
    text = _differs([name for name in columns if name not in ABOUT], postgres)
    thawed = f"OLD.state IN {APPROVED} AND NEW.state NOT IN {APPROVED}"
    return f"(OLD.state NOT IN {WRITABLE} AND ({text})) OR ({thawed})"


def _is_frozen(plan: str) -> str:
    return f"EXISTS (SELECT 1 FROM {PLAN} WHERE id = {plan} AND state NOT IN {WRITABLE})"  # noqa: S608 - our own names


def _differs(columns: list[str], postgres: bool) -> str:
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in columns)


def _name(table: str, deed: str) -> str:
    return f"{table}_frozen_{deed.lower()}"


def _sqlite_trigger(table: str, deed: str, when: str) -> Iterator[str]:
    yield (
        f'CREATE TRIGGER "{_name(table, deed)}" BEFORE {deed} ON "{table}" WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )


def _postgres_trigger(table: str, deed: str, when: str) -> Iterator[str]:
    """A trigger's own WHEN may not ask other tables, so the question stands in its function."""
    name = _name(table, deed)
    yield (
        f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $frozen$ BEGIN IF {when} THEN '
        f"RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{SENTENCE}'; END IF; "
        f"RETURN {'OLD' if deed == 'DELETE' else 'NEW'}; END $frozen$"
    )
    yield f'CREATE TRIGGER "{name}" BEFORE {deed} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'


def _removing(connection: BaseDatabaseWrapper) -> Iterator[str]:
    postgres = connection.vendor == "postgresql"
    for table in (PLAN, *PARTS):
        for deed in ("INSERT", "UPDATE", "DELETE"):
            name = _name(table, deed)
            yield f'DROP TRIGGER IF EXISTS "{name}"' + (f' ON "{table}"' if postgres else "")
            if postgres:
                yield f'DROP FUNCTION IF EXISTS "{name}"()'


def trigger_names() -> list[str]:
    """Return the names of all triggers that must be there; a test asks the database for them."""
    deeds: dict[str, tuple[str, ...]] = {PLAN: ("UPDATE", "DELETE")}
    return [
        _name(table, deed)
        for table in (PLAN, *PARTS)
        for deed in deeds.get(table, ("INSERT", "UPDATE", "DELETE"))
    ]
