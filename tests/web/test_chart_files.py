"""Charts of a run speak the language of whoever reads the page, and are drawn when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.support import made_results as made_up

from sekisho import Library
from sekisho.i18n.package_translation import teller_of
from sekisho.message import LawText
from sekisho.present.impact.charts import charts_of
from sekisho.web.pages.article import chart_file, draw


@dataclass
class Folder:
    """What a job is to its charts: a folder of files."""

    out: Path

    def file(self, name: str) -> Path | None:
        path = self.out / name
        return path if path.is_file() else None


@pytest.fixture(scope="module")
def run(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = tmp_path_factory.mktemp("charts")
    tellers = {tag: teller_of(library, tag).translator for tag in ("en", "ja", "zh")}
    draw([charts_of(made_up.result())["readings"]], folder, tellers, "ja")
    return Folder(folder)


def test_charts_of_whoever_asked_are_drawn_at_once_and_others_when_they_are_read(run: Folder):
    drawn = sorted(path.name for path in run.out.glob("chart-*.svg"))
    assert drawn == ["chart-1-ja-slim.svg", "chart-1-ja.svg"]
    english = chart_file(run, "chart-1-en.svg")  # type: ignore[arg-type]
    assert english is not None
    assert "broad reading" in english.read_text(encoding="utf-8")
    japanese = chart_file(run, "chart-1-ja.svg")  # type: ignore[arg-type]
    assert japanese is not None
    assert "広義の解釈" in japanese.read_text(encoding="utf-8") or "広義" in japanese.read_text(encoding="utf-8")


def test_a_chart_is_taken_along_with_its_title_and_as_a_picture(run: Folder):
    whole = chart_file(run, "chart-1-en-whole.svg")  # type: ignore[arg-type]
    assert whole is not None
    assert "Mean loss on the" in whole.read_text(encoding="utf-8").replace("\u00a0", " ")
    picture = chart_file(run, "chart-1-en.png")  # type: ignore[arg-type]
    assert picture is not None
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert not list(run.out.glob("*.png.*")), "nothing half written is left"


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_chart_names_its_scenario_in_words_and_not_by_its_id(language: str, library: Library):
    made = made_up.result()
    result = replace(made, scenario=replace(made.scenario, id="quiet-sea"))
    say = teller_of(library, language).translator.say
    title = say(LawText(result.scenario.title))
    for name, chart in charts_of(result).items():
        source = say(chart.source)
        assert title in source, name
        assert result.scenario.id not in source, name


@pytest.mark.parametrize("name", ["chart-2-en.svg", "chart-1-fr.svg", "chart-1.svg", "../x.svg", "charts-en.json"])
def test_nothing_else_is_given_away(run: Folder, name: str):
    assert chart_file(run, name) is None  # type: ignore[arg-type]
