"""Drawings that belong to no run are shown, and taken along as PNG, SVG and CSV, as those of a run are."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.support import made_results as made_up
from tests.support.web.html import parsed

from sekisho import Library
from sekisho.impact.economy.published import published_of
from sekisho.present.charts.chart import lacking
from sekisho.present.dependence import ranking_drawn
from sekisho.present.impact.charts import charts_of
from sekisho.present.impact.comparisons import beside_chart
from sekisho.service.dependence import DependenceRequest, ranking
from sekisho.service.workspace import Workspace

PLACES = ("/dependence", "/dependence/gallium")


def test_the_drawing_of_materials_has_what_every_chart_must_have_and_counts_what_the_table_holds(library: Library):
    ranked = ranking(DependenceRequest(), Workspace(library=library))
    chart = ranking_drawn(ranked, library, importer="JP", seller="CN")
    assert list(lacking(chart)) == []
    assert [row[0] for row in chart.rows] == [material.title for material in ranked]
    over = sum(float(str(row[2])) > 50 for row in chart.rows)
    assert f"{over} of {len(chart.rows)} materials" in chart.title
    assert all(row[4] for row in chart.rows), "each share names its source"
    assert chart.slim is not None


@pytest.mark.parametrize("place", PLACES)
def test_a_page_of_dependence_shows_its_drawing_and_gives_it_away(client: TestClient, place: str):
    page = parsed(client.get(place, headers={"accept-language": "ja"}).text)
    (figure,) = [one for one in page.all("figure") if one["class"] == "chart"]
    assert next(figure.all("img"))["src"].endswith("chart-1-ja.svg")
    assert next(figure.all("img"))["alt"]
    links = {one.text: one["href"] for one in figure.all("a")}
    assert list(links) == ["PNG", "SVG", "CSV"]
    assert client.get(links["PNG"]).content.startswith(b"\x89PNG")
    drawn = client.get(links["SVG"])
    assert drawn.headers["content-type"] == "image/svg+xml"
    ET.fromstring(drawn.content)  # noqa: S314 - drawn here
    rows = list(csv.DictReader(io.StringIO(client.get(links["CSV"]).text)))
    assert rows
    assert any("資料" in head for head in rows[0])
    slim = next(figure.all("source"))["srcset"]
    assert client.get(slim).status_code == 200


@pytest.mark.parametrize(
    "place",
    [
        "/dependence/files/all.chart-2-en.png",
        "/dependence/files/all.chart-1-fr.png",
        "/dependence/files/kryptonite.chart-1-en.svg",
        "/dependence/files/all.png",
        "/cost/outlook-2026/files/chart-1-en.png",
        "/cost/nothing/files/chart-1-en.png",
    ],
)
def test_a_drawing_that_is_none_is_not_found(client: TestClient, place: str):
    assert client.get(place).status_code == 404


def test_published_estimates_beside_a_loss_are_a_chart_with_a_row_for_each(library: Library):
    estimates = tuple(estimate for estimate in published_of(library) if estimate.percent is not None)[:2]
    result = replace(made_up.result(), published=estimates)
    chart = beside_chart([made_up.result(), result])
    assert chart is not None
    assert list(lacking(chart)) == []
    assert [row[2] for row in chart.rows] == [
        *[pytest.approx(result.percent().mean)] * 2,
        *(estimate.percent for estimate in estimates),
    ]
    assert beside_chart([made_up.result()]) is None, "where nobody published anything nothing is drawn"


@pytest.mark.parametrize("name", ["sectors", "readings"])
def test_what_is_said_of_a_drawing_writes_a_loss_as_the_drawing_does(name: str):
    """Not 4,173 in the one and 4,200 in the other."""
    chart = charts_of(made_up.result())[name]
    written = [row["range"] for layer in chart.spec["layer"] for row in layer["data"]["values"] if "range" in row]
    assert written
    assert any(text in chart.says for text in written)
