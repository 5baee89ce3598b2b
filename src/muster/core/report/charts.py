"""The pictures of the report: bars as SVG, drawn without fetching anything, legible on a phone."""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl
import vl_convert
from lxml import etree

from muster.core.errors import visible

SVG = "http://www.w3.org/2000/svg"

# The colours are the ones report.css knows by these values, so that a dark page can repaint them.
INK, FAINT, TRACK = "#1b1b1b", "#5c5c5c", "#e3e6ea"
FIRST, SECOND, UNKNOWN = "#005ea2", "#8a6100", "#9aa1aa"

_WIDTH = 400  # units of the drawing; the page scales it to the column
_ROW = 42
_FONT = "system-ui, sans-serif"
_CONFIG = {
    "background": "transparent",
    "font": _FONT,
    "padding": 2,
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "labelFontSize": 13, "grid": False},
    "legend": {"labelColor": INK, "labelFontSize": 13},
}


def labelled_bars(rows: pl.DataFrame, title: str, desc: str, name: str) -> etree._Element:
    """Draw one bar a row with its label above it: columns ``label``, ``value``, ``whole``, ``note``.

    A column ``unknown`` is drawn after the value, in grey.
    """
    numbered = rows.with_row_index("place")
    y = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0.7, paddingOuter=0.35))
    top = max(int(rows.get_column("whole").max() or 0), 1)  # type: ignore[arg-type]
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top]))
    base = alt.Chart(numbered).encode(y=y)
    track = base.mark_bar(color=TRACK, height=12).encode(x=alt.X("whole:Q", axis=None))
    bar = base.mark_bar(color=FIRST, height=12).encode(x=x)
    parts = track + bar
    if "unknown" in rows.columns:
        after = base.transform_calculate(reach="datum.value + datum.unknown").mark_bar(
            color=UNKNOWN, height=12
        )
        parts = track + after.encode(x=alt.X("value:Q", axis=None), x2="reach:Q") + bar
    above: dict[str, Any] = {"baseline": "bottom", "dy": -9, "fontSize": 13, "font": _FONT}
    label = base.mark_text(align="left", color=INK, **above).encode(x=alt.value(0), text="label:N")
    note = base.mark_text(align="right", color=FAINT, **above).encode(x=alt.value(_WIDTH), text="note:N")
    chart = (parts + label + note).properties(width=_WIDTH, height=_ROW * rows.height)
    return _drawn(chart, title, desc, name)


def stacked_bars(
    rows: pl.DataFrame, series: tuple[str, str], title: str, desc: str, name: str
) -> etree._Element:
    """Draw two amounts end to end for each row: columns ``label``, ``first``, ``second``."""
    first, second = series
    long = rows.with_row_index("place").unpivot(
        ["first", "second"], index=["place", "label"], variable_name="part"
    )
    long = long.with_columns(part=pl.col("part").replace_strict({"first": first, "second": second}))
    labels = rows.get_column("label").to_list()
    y = alt.Y("label:N", sort=labels, axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=6))
    colour = alt.Color(
        "part:N",
        scale=alt.Scale(domain=[first, second], range=[FIRST, SECOND]),
        legend=alt.Legend(
            title=None, orient="top", direction="vertical", symbolType="square", labelLimit=_WIDTH
        ),
    )
    base = alt.Chart(long).encode(y=y)
    bars = base.mark_bar(height=13).encode(
        x=alt.X("sum(value):Q", axis=None),
        color=colour,
        order=alt.Order("part:N", sort="ascending" if first < second else "descending"),
    )
    ends = rows.with_columns(total=pl.col("first") + pl.col("second")).with_columns(
        note=pl.when(pl.col("total") > 0)
        .then(pl.concat_str("first", pl.lit(" + "), "second"))
        .otherwise(pl.lit("0"))
    )
    notes = (
        alt.Chart(ends)
        .mark_text(align="left", dx=5, color=FAINT, fontSize=12, font=_FONT)
        .encode(y=y, x="total:Q", text="note:N")
    )
    chart = (bars + notes).properties(width=_WIDTH - 130, height=25 * rows.height)
    return _drawn(chart, title, desc, name)


def _drawn(chart: alt.LayerChart, title: str, desc: str, name: str) -> etree._Element:
    drawing = {**chart.to_dict(), "config": _CONFIG}
    return _with_words(vl_convert.vegalite_to_svg(_fit(drawing)), visible(title), visible(desc), name)


def _fit(value: Any) -> Any:
    """Return a drawing whose texts an SVG can hold: over a control character the program that draws aborts."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {_fit(key): _fit(inner) for key, inner in value.items()}
        case list():
            return [_fit(inner) for inner in value]
        case _:
            return value


def _with_words(svg: str, title: str, desc: str, name: str) -> etree._Element:
    """Give the drawing a title and a description, and make it one image to who listens to the page."""
    root = etree.fromstring(svg.encode("utf-8"), etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iter():
        for key in [key for key in element.attrib if _spoken(str(key))]:
            del element.attrib[key]
    for key in ("width", "height"):
        if key in root.attrib:
            del root.attrib[key]
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", desc))):
        element = etree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = text
        root.insert(place, element)
    return root


def _spoken(key: Any) -> bool:
    return key.startswith("aria-") or key == "role"
