"""How charts look: colours that the colour-blind can tell apart, one typeface, few lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import altair as alt

from sekisho.i18n.locale import quantity

INK: Final = "#1a1a1a"
QUIET: Final = "#4a4a4a"
FAINT: Final = "#c8c8c8"
GRID: Final = "#e6e6e6"
MAIN: Final = "#1f6296"
"""Blue for what a chart is about."""
WIDE: Final = "#c9dcea"
NARROW: Final = "#8db7d3"
"""Tints of the same blue for wide and narrow intervals, opaque, so that they print alike."""
KINDS: Final = ("#1f6296", "#e0600b", "#388c54", "#cc7aa0", "#594700", "#2f2f2f")
"""For kinds that must be told apart: blue, vermilion, green, rose, brown, black. They differ in lightness as much as
in hue, so that those who see no red or no green tell them apart; a test measures it. Each is 3 to 1 against white."""
SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "triangle-down", "cross")
"""A shape beside each colour."""

PERCENT: Final = "format(100 * datum.value, '.0f') + ' %'"
"""Expression that labels an axis of shares as they are written in text."""

FONT: Final = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_LATIN: Final = "'Liberation Sans', Arial, sans-serif"
JAPANESE: Final = f"'Noto Sans CJK JP', 'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', Meiryo, {_LATIN}"
CHINESE: Final = f"'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', {_LATIN}"
"""Typefaces of drawings with Japanese and Chinese words."""
WIDTH: Final = 640
SLIM: Final = 250
"""Room for marks on a page as wide as a phone."""
TITLE: Final = 17
TEXT: Final = 12
SMALL: Final = 11

CONFIG: Final[dict[str, Any]] = {
    "background": "#ffffff",
    "font": FONT,
    "padding": {"left": 8, "right": 12, "top": 8, "bottom": 8},
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "grid": True,
        "gridColor": GRID,
        "labelColor": QUIET,
        "labelFontSize": TEXT,
        "labelPadding": 6,
        "tickColor": FAINT,
        "ticks": False,
        "title": None,
    },
    "axisX": {"grid": False, "ticks": True, "tickSize": 4},
    "legend": {
        "labelColor": INK,
        "labelFontSize": TEXT,
        "labelLimit": 320,
        "orient": "top",
        "symbolSize": 90,
        "symbolStrokeWidth": 0,
        "title": None,
        "columnPadding": 18,
        "rowPadding": 4,
        "offset": 14,
    },
    "title": {
        "anchor": "start",
        "color": INK,
        "fontSize": TITLE,
        "fontWeight": 700,
        "frame": "bounds",
        "lineHeight": 22,
        "offset": 14,
        "subtitleColor": QUIET,
        "subtitleFontSize": 13,
        "subtitleLineHeight": 17,
        "subtitlePadding": 6,
    },
}


def drawn_from(rows: Iterable[Mapping[str, object]]) -> alt.Chart:
    """Begin a drawing of rows, which stand inline in its specification."""
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call] # Altair's own lack


def money_axis(tell: Callable[[str], str]) -> str:
    """Return the expression that labels an axis of amounts in a language: 500k, 2 m, 1.5 bn."""
    return tell(quantity("axis_of_money"))


def keyed(base: alt.Chart, name: str, colours: Mapping[str, str]) -> alt.Chart:
    """Give all marks of a layer one colour, and its name a place in the legend.

    Parameters
    ----------
    name
        One of the names in `colours`, which are those of the legend in its order.
    """
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return base.transform_calculate(key=f"'{name}'").encode(color=alt.Color("key:N", scale=scale))
