"""Every chart states its finding, unit, year and source, carries its table, and refers to nothing outside itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from html.parser import HTMLParser
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from sekisho import load_measures
from sekisho.impact.dependence import dependence_of
from sekisho.present.charts.chart import Chart, ChartColumn, lacking
from sekisho.present.dependence import dependence_drawn

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from sekisho.present.charts.bands import NamedBand
from sekisho.present.charts.fan import Mark, PathPoint, path_chart
from sekisho.present.charts.revenue_at_risk import Stake, stakes_chart
from sekisho.present.charts.sectors import SHOWN, sectors_chart
from sekisho.present.charts.spread import CauseEffect, causes_chart
from sekisho.present.charts.theme import INK, KINDS, MAIN, QUIET, SHAPES
from sekisho.present.charts.trade_hit import MaterialHit, trade_hit_chart
from sekisho.present.charts.weeks import Week, weeks_chart
from sekisho.present.render.charts import html, page, png, svg

SOURCE = "Source: a made-up example."


def _dependence() -> Chart:
    library = load_measures()
    return dependence_drawn(dependence_of(library, "rare-earths"), library)


def _origins() -> Chart:
    library = load_measures()
    return dependence_drawn(dependence_of(library, "antimony"), library)


def _path() -> Chart:
    points = [
        PathPoint(
            day=date(2026, 1 + month, 1),
            p5=0.1 * month,
            p25=0.2 * month,
            p50=0.4 * month,
            p75=month,
            p95=2.5 * month,
            mean=0.5 * month,
        )
        for month in range(12)
    ]
    return path_chart(
        points,
        title="The loss grows until the year ends",
        subtitle="Loss of value added, billion JPY a month, 2026",
        source=SOURCE,
        unit="billion JPY",
        marks=[Mark(day=date(2026, 1, 6), says="ban takes effect")],
    )


def _sectors() -> Chart:
    sectors = [
        NamedBand(
            name=f"sector {number}",
            p5=number / 2,
            p25=number / 1.5,
            p50=number,
            p75=number * 1.5,
            p95=number * 2,
            mean=number,
        )
        for number in range(1, 21)
    ]
    return sectors_chart(
        sectors,
        title="Sector 20 bears a tenth of it",
        subtitle="Loss of value added, billion JPY, twelve months of 2026",
        source=SOURCE,
        unit="billion JPY",
        other=NamedBand(name="all other sectors", p5=1, p25=2, p50=3, p75=4, p95=5, mean=3),
    )


def _spread() -> Chart:
    causes = [
        CauseEffect(name="reading of the law", alone=0.4, total=0.5, error=0.1),
        CauseEffect(name="stocks", alone=0.3, total=0.47, error=0.05),
        CauseEffect(name="links", alone=0.01, total=0.03, error=0.01),
    ]
    return causes_chart(
        causes,
        title="The reading has a hand in half of the spread",
        subtitle="Share of the variance of the loss, %, 2026",
        source=SOURCE,
    )


def _trade_hit() -> Chart:
    hits = [
        MaterialHit(material="gallium", by_reading={"narrow": (5.7, 22.4), "broad": (77.1, 80.1)}),
        MaterialHit(material="antimony", by_reading={"narrow": (0.4, 13.5), "broad": (2.3, 15.1)}),
    ]
    return trade_hit_chart(
        hits,
        title="The broad reading bars most of the trade in gallium",
        subtitle="Share of exports of China to Japan, %, 2025",
        source=SOURCE,
    )


def _weeks(*, drawn: bool) -> Chart:
    levels = [(0.0, 1e5, 2e5, 3e5, 6e5), (1e5, 2e5, 4e5, 5e5, 9e5)] if drawn else [(0.0, 2e5), (1e5, 4e5)]
    weeks = [Week(number=at + 1, days=7, levels=each) for at, each in enumerate(levels)]
    return weeks_chart(
        [*weeks, Week(number=3, days=1, levels=tuple(0.5 * each for each in levels[1]))],
        title="Revenue at risk grows until the second week",
        subtitle="Revenue not made, USD a week, from 2026-09-30",
        source=SOURCE,
        unit="USD",
        written=lambda value: f"{value:,.0f}",
    )


def _stakes() -> Chart:
    stakes = [
        Stake(name="servo", outcome="licence required", revenue=1e6 / at, low=1e4, mid=2e4, high=9e4)
        for at in range(1, 21)
    ]
    return stakes_chart(
        stakes,
        title="The servo has most at risk",
        subtitle="Revenue, USD a year, and what of it is at risk in 2026",
        source=SOURCE,
        unit="USD",
        written=lambda value: f"{value:,.0f}",
    )


CHARTS: dict[str, Callable[[], Chart]] = {
    "dependence": _dependence,
    "origins": _origins,
    "path": _path,
    "sectors": _sectors,
    "spread": _spread,
    "trade hit": _trade_hit,
    "weeks of draws": partial(_weeks, drawn=True),
    "weeks supposed": partial(_weeks, drawn=False),
    "stakes": _stakes,
}


@pytest.fixture(params=CHARTS, scope="module")
def chart(request: pytest.FixtureRequest) -> Chart:
    return CHARTS[request.param]()


def test_a_chart_has_what_every_chart_must_have(chart: Chart):
    assert list(lacking(chart)) == []


def test_a_chart_names_its_finding_and_source_in_the_drawing(chart: Chart):
    drawn = ET.fromstring(svg(chart))  # noqa: S314 - drawn here
    text = " ".join("".join(drawn.itertext()).split())
    for words in (chart.title, chart.subtitle, chart.source):
        assert all(word in text for word in words.split())


def test_a_drawing_refers_to_nothing_outside_itself(chart: Chart):
    for text in (svg(chart), page(chart)):
        addresses = re.findall(r"[a-z]+://[^\s\"'<>)]+", text)
        assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == set()
        assert not re.search(r"<(script|image|foreignObject|link|iframe)\b|@import|url\(|\bsrc=|\bon\w+=", text)


def test_a_drawing_says_what_it_shows_to_those_who_cannot_see_it(chart: Chart):
    drawn = ET.fromstring(svg(chart))  # noqa: S314 - drawn here
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == f"{chart.title}. {chart.says}"


class _Cells(HTMLParser):
    """Counts the cells of the tables of a page, and gathers its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_a_page_carries_the_whole_table(chart: Chart):
    found = _Cells()
    found.feed(html(chart))
    assert found.tags.count("td") == len(chart.rows) * len(chart.columns)
    assert found.tags.count("th") == len(chart.columns)
    for column in chart.columns:
        assert column.heading in found.text
    assert len(chart.records()) == len(chart.rows)


def test_a_chart_is_drawn_as_png_too(chart: Chart):
    assert png(chart, scale=1).startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "Losses"}, "states no finding"),
        ({"title": "The loss grows until the year ends."}, "ends in a full stop"),
        ({"subtitle": "Loss of value added in 2026"}, "names no unit"),
        ({"subtitle": "Loss of value added, billion JPY"}, "names no year"),
        ({"source": "a made-up example"}, "does not begin with 'Source:'"),
        ({"says": " "}, "nothing says"),
        ({"rows": ()}, "the table is empty"),
        ({"rows": (("2026", 1.0),)}, "another number of cells"),
        ({"columns": (ChartColumn(name="from"),), "rows": (("2026",),)}, "no column of the table has a unit"),
        ({"draw": lambda *_: {"data": {"url": "https://example.org/data.csv"}}}, "names a remote address"),
    ],
)
def test_what_a_chart_lacks_is_found(changed: dict[str, object], said: str):
    assert any(said in each for each in lacking(replace(_path(), **changed)))  # type: ignore[arg-type] # one field each


def test_letters_with_a_meaning_in_html_stay_letters():
    odd = replace(_path(), title='Losses <of> "A & B" grow & grow', says="a < b")
    assert "<of>" not in page(odd)
    assert "Losses &lt;of&gt;" in page(odd)
    ET.fromstring(svg(odd))  # noqa: S314 - drawn here


def test_where_one_year_is_on_file_the_origins_are_drawn_with_what_is_not_named():
    text = svg(_origins())
    for words in ("Viet Nam", "27 %", "not named", "13 %"):
        assert words in text


def test_sectors_beyond_the_first_stand_in_the_table_alone():
    chart = _sectors()
    assert len(chart.rows) == 21
    assert svg(chart).count("sector 1<") == 0
    assert len({row[0] for row in chart.rows}) == 21
    assert SHOWN == 15


def test_a_week_that_is_cut_off_stands_in_the_table_and_is_not_drawn():
    """Drawn beside whole weeks, one day would look like a recovery."""
    chart = _weeks(drawn=False)
    assert [row[:2] for row in chart.rows] == [(1, 7), (2, 7), (3, 1)]
    values = str(chart.spec)
    assert "'week': 3" in values, "the second week needs its end"
    assert "'week': 4" not in values


def test_the_key_of_colours_stands_below_the_title():
    drawn = ET.fromstring(svg(_stakes()))  # noqa: S314 - drawn here
    heights: dict[str, float] = {}
    _heights(drawn, 0.0, heights)
    assert heights["The servo has most at risk"] < heights["revenue a year"]


def _heights(part: ET.Element, above: float, found: dict[str, float]) -> None:
    """Find how far down each text of a drawing stands."""
    moved = re.search(r"translate\([^,]+,([^)]+)\)", part.get("transform", ""))
    here = above + (float(moved.group(1)) if moved else 0.0)
    if part.text:
        found.setdefault(part.text, here)
    for inner in part:
        _heights(inner, here, found)


def _linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
"""Machado, Oliveira and Fernandes (2009), severity 1.0."""


def _seen(colour: str, by: tuple[tuple[float, ...], ...]) -> list[float]:
    """Lightness and two chromas as somebody with that sight has them, CIE L*a*b*."""
    seen = [min(1.0, max(0.0, sum(k * c for k, c in zip(row, _linear(colour), strict=True)))) for row in by]
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(k * c for k, c in zip(row, seen, strict=True)) for row in matrix]
    x, y, z = (
        (value / white) ** (1 / 3) if value / white > 0.008856 else 7.787 * value / white + 16 / 116
        for value, white in zip(xyz, (0.9505, 1.0, 1.089), strict=True)
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


@pytest.mark.parametrize("sight", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_kinds_can_be_told_apart_by_the_colour_blind(sight: tuple[tuple[float, ...], ...]):
    """20 units of CIE L*a*b* are a plain difference; each kind has a shape of its own besides."""
    for one, other in combinations(KINDS, 2):
        distance = sum((a - b) ** 2 for a, b in zip(_seen(one, sight), _seen(other, sight), strict=True)) ** 0.5
        assert distance > 20, (one, other, distance)
    assert len(set(SHAPES)) == len(KINDS)


def test_marks_and_text_stand_out_from_white():
    for colour, least in ((INK, 7), (QUIET, 4.5), (MAIN, 4.5), *((kind, 3) for kind in KINDS)):
        assert 1.05 / (_luminance(colour) + 0.05) >= least, colour
