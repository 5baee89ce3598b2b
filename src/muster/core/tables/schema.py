"""The columns of facts, as people keep them (plain) and as the engine reads them (compact).

Plain tables are what an agency can open in a spreadsheet: one row a fact, text ids, CSV or Parquet.
Compact tables hold the same facts with officers and kinds of record as small integers, so that
hundreds of millions of rows can be scanned in seconds. ``docs/facts.md`` describes both.
"""

from __future__ import annotations

from typing import TypeAlias

import polars as pl

Columns: TypeAlias = dict[str, pl.DataType | type[pl.DataType]]

MOMENT = pl.Datetime("ms")

# ── plain ──────────────────────────────────────────────────────────────────────────────────────
# A column that is not in a file is taken as empty. Only the ids below are required.

OFFICERS: Columns = {"officer_id": pl.String}

DATED_FACTS: Columns = {
    "officer_id": pl.String,
    "fact": pl.String,  # rank, employment, certificate, leave ... see rulebook/facts.yaml
    "value": pl.String,
    "start": pl.Date,  # first day it is true; empty: since always
    "end": pl.Date,  # last day it is true; empty: still
    "recorded_at": MOMENT,  # the moment it was written down; empty: since always
    "fact_id": pl.String,
    "supersedes": pl.String,  # the fact_id of the line this one corrects
    "withdrawn": pl.Boolean,  # true: this line only takes the superseded one back
}

COURSES: Columns = {
    "course": pl.String,  # the course number or, where there is none, its title
    "title": pl.String,
    "topics": pl.String,  # codes separated by ";"; empty: the topic is not known; "none": it has none
    "delivery": pl.String,
    "provider": pl.String,
    "certified": pl.Boolean,
    "minutes": pl.Int32,  # length of the classroom version
    "marks": pl.String,
}

RECORDS: Columns = {
    "record_id": pl.String,
    "officer_id": pl.String,
    "course": pl.String,
    "completed_on": pl.Date,  # empty: it is held, but no dated cycle can use it
    "minutes": pl.Int32,  # credit in whole minutes; may be empty where a source has titles only
    "outcome": pl.String,
    "delivery": pl.String,
    "provider": pl.String,
    "item": pl.String,  # what was qualified with: handgun, shotgun ...
    "unit": pl.String,  # empty: minutes of credit; else what 60 stands for one of (semester-credit ...)
    "marks": pl.String,  # codes separated by ";", such as hands-on, form-dated
    "score": pl.Float64,  # percent
    "recorded_at": MOMENT,
    "supersedes": pl.String,
    "withdrawn": pl.Boolean,
}

PLAIN = {"officers": OFFICERS, "facts": DATED_FACTS, "courses": COURSES, "records": RECORDS}
REQUIRED = {
    "officers": ("officer_id",),
    "facts": ("officer_id", "fact"),
    "courses": ("course",),
    "records": ("officer_id", "course"),
}

# ── compact ────────────────────────────────────────────────────────────────────────────────────

COMPACT_OFFICERS: Columns = {"officer": pl.UInt32, "officer_id": pl.String}

SPANS: Columns = {
    "officer": pl.UInt32,
    "fact": pl.String,
    "value": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "known_from": MOMENT,
    "known_until": MOMENT,  # the moment a correction replaced it; empty: it still stands
}

KINDS: Columns = {  # everything about a record that many records share
    "kind": pl.UInt32,
    "course": pl.String,
    "title": pl.String,
    "topics": pl.List(pl.String),  # null: not known; []: none
    "provider": pl.String,
    "delivery": pl.String,
    "outcome": pl.String,
    "unit": pl.String,
    "item": pl.String,
    "marks": pl.List(pl.String),
    "certified": pl.Boolean,
    "course_minutes": pl.Int32,
}

COMPACT_RECORDS: Columns = {
    "record_id": pl.String,
    "officer": pl.UInt32,
    "kind": pl.UInt32,
    "completed_on": pl.Date,
    "minutes": pl.Int32,
    "score": pl.Int16,  # hundredths of a percent; null: none recorded
    "known_from": MOMENT,
    "known_until": MOMENT,
}

#: Outcomes that earn credit unless a rule says otherwise. "instructed" is the rule's own choice.
EARNING_OUTCOMES = ("attended", "completed", "passed", "equivalency")
OUTCOMES = (
    *EARNING_OUTCOMES,
    "instructed",
    "partial",
    "failed",
    "incomplete",
    "waived",
    "excused",
    "no_show",
    "registered",
    "required",
)
