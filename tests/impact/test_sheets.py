"""A sheet tells what a fresh run tells, and counts only as long as everything it hangs on is as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.small_economy import figure, stop

from sekisho import Library, simulate
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult, without_draws
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.sheets import sheet_file, sheet_key
from sekisho.impact.sheets.plain_data import plain_of, result_from
from sekisho.impact.sheets.sheet_file import SheetQuestion, file_of, fits, key_of, read_sheets, ready_sheet, sheets_of
from sekisho.impact.simulation import simulate as run
from sekisho.impact.simulation import simulate_heads
from sekisho.law.model.term import Reading
from sekisho.present.impact.charts import charts_of
from sekisho.present.impact.data import impact_data, impact_rows
from sekisho.present.impact.terminal import impact_text
from sekisho.service.impact import ImpactRequest, impact
from sekisho.service.workspace import Workspace

UNSURE = replace(stop(figure(0.3, 0.6, 1.0), months=3), id="unsure")
SETTINGS = RunSettings(draws=64)


def again(result: ImpactResult) -> ImpactResult:
    """Write a result as a sheet, and read it."""
    plain = json.loads(json.dumps(plain_of(without_draws(result))))
    return result_from(plain, scenario=result.scenario, inputs=result.inputs, hash=result.hash)


def alike(one: Any, two: Any, where: str = "") -> None:  # noqa: ANN401 - JSON
    """Demand the same words and keys, and numbers to the ninth digit that counts."""
    if isinstance(one, dict):
        assert one.keys() == two.keys(), where
        for key in one:
            alike(one[key], two[key], f"{where}.{key}")
    elif isinstance(one, list | tuple):
        assert len(one) == len(two), where
        for number, parts in enumerate(zip(one, two, strict=True)):
            alike(*parts, f"{where}.{number}")
    elif isinstance(one, float):
        assert two == pytest.approx(one, rel=1e-9, abs=2e-9, nan_ok=True), where
    else:
        assert one == two, where


def told(result: ImpactResult) -> list[object]:
    return [
        impact_data(result),
        list(impact_rows(result)),
        {name: chart.rows for name, chart in charts_of(result).items()},
    ]


def test_a_sheet_tells_what_the_run_tells(library: Library, small: Model, ban: ImpactResult):
    for result in (run(UNSURE, library, small, SETTINGS), ban):
        sheet = again(result)
        assert not sheet.losses
        assert json.dumps(told(sheet), default=str) == json.dumps(told(result), default=str)
        assert sheet.by_fiscal_year(Reading.BROAD)[0][0] == result.by_fiscal_year(Reading.BROAD)[0][0]
        assert impact_text(sheet, width=100) == impact_text(result, width=100)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of economy data that has sheets."""
    (tmp_path / "sheets").mkdir()
    monkeypatch.setattr(sheet_file, "economy_folders", lambda _library: (tmp_path,))
    return tmp_path


def asked(library: Library, small: Model, scenario: Scenario = UNSURE, **more: Any) -> SheetQuestion:  # noqa: ANN401
    settings = replace(SETTINGS, **more)
    return SheetQuestion(library=library, scenario=scenario, table=small.table, settings=settings, answers=lambda _: "")


def keep(question: SheetQuestion, small: Model) -> None:
    heads = simulate_heads(question.scenario, question.library, small, question.settings, tuple(Reading))
    file = file_of(question)
    assert file is not None
    file.write_bytes(sheets_of(question, heads).written())


@pytest.mark.usefixtures("folder")
def test_a_sheet_is_served_under_each_reading_and_is_what_a_run_says(library: Library, small: Model):
    keep(asked(library, small), small)
    for reading in Reading:
        ready = ready_sheet(asked(library, small, reading=reading))
        fresh = run(UNSURE, library, small, replace(SETTINGS, reading=reading))
        assert isinstance(ready, ImpactResult)
        assert (ready.hash, ready.inputs, ready.reading) == (fresh.hash, fresh.inputs, reading)
        alike(told(ready), told(fresh))


@pytest.mark.usefixtures("folder")
def test_another_question_finds_no_sheet(library: Library, small: Model):
    keep(asked(library, small), small)
    others: list[dict[str, Any]] = [{"seed": 2}, {"draws": 32}, {"months": 2}, {"assume": {"a": "b"}}]
    assert all(ready_sheet(asked(library, small, **more)) is None for more in others)
    assert ready_sheet(asked(library, small, replace(UNSURE, title="Another"))) is None
    assert ready_sheet(asked(library, replace_table(small))) is None
    assert ready_sheet(asked(library, small, months=3)) is not None


def replace_table(small: Model) -> Model:
    return replace(small, table=replace(small.table, output=small.table.output * 2.0))


def test_a_sheet_counts_only_while_everything_is_as_it_was(
    library: Library, small: Model, monkeypatch: pytest.MonkeyPatch
):
    question = asked(library, small)
    key = key_of(question)
    assert fits(key, question)
    assert not fits(replace(key, data="0"), question)
    assert fits(replace(key, files="0"), question), "a comment changed, and the program means the same"
    assert not fits(replace(key, files="0", meaning="0"), question)
    lawful = replace(key, law="0" * 64, answers="the same")
    assert not fits(lawful, question)
    assert fits(lawful, replace(question, answers=lambda _: "the same")), "other law that answers alike"
    monkeypatch.setattr(sheet_key, "economy_folders", lambda _library: ())
    assert not fits(key, question)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("broken", [b"", b"nothing", None])
def test_a_broken_file_is_as_if_it_were_not_there(library: Library, small: Model, broken: bytes | None):
    keep(asked(library, small), small)
    file = file_of(asked(library, small))
    assert file is not None
    file.write_bytes(file.read_bytes()[:-9] if broken is None else broken)
    assert read_sheets(file) is None
    assert ready_sheet(asked(library, small)) is None


def test_who_says_how_to_compute_or_has_own_statistics_gets_a_run(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    said = []
    monkeypatch.setattr(sheet_file, "ready_sheet", lambda _question: said.append("ready"))
    monkeypatch.setattr("sekisho.impact.kept_runs.kept_or_run", lambda *_: said.append("run"))
    workspace = Workspace(library=library, home=tmp_path)
    impact(ImpactRequest(names=("nri-2025",)), workspace)
    assert said == ["ready", "run"], "a sheet that is not there"
    said.clear()
    impact(ImpactRequest(names=("nri-2025",)), workspace, shipped=False)
    impact(ImpactRequest(names=("nri-2025",), kernel="numpy"), workspace)
    (tmp_path / "trade-flows").mkdir()
    (tmp_path / "trade-flows" / "own.csv").write_text("")
    impact(ImpactRequest(names=("nri-2025",)), workspace)
    assert said == ["run"] * 3


@pytest.mark.parametrize("name", ["nri-2025", "japan-ban"])
def test_a_shipped_sheet_is_what_a_fresh_run_says(library: Library, name: str):
    ready, fresh = simulate(name, law=library), simulate(name, law=library, shipped=False)
    assert isinstance(ready.result, ImpactResult)
    assert isinstance(fresh.result, ImpactResult)
    assert not ready.result.losses
    alike({**ready.to_dict(), "kernel": "", "hash": ""}, {**fresh.to_dict(), "kernel": "", "hash": ""})
    alike(ready.to_rows(), [{**row, "hash": ready.result.hash} for row in fresh.to_rows()])
    assert np.allclose(ready.result.totals(), fresh.result.totals(), rtol=1e-9)


def test_an_outlook_is_put_together_of_the_sheets_of_its_ways(library: Library):
    result = simulate("outlook-2026", law=library).result
    assert all(not each.losses for _, each in result.outcomes)  # type: ignore[union-attr]
