"""A cost that was worked out before is answered from what was kept, byte for byte, and never when anything changed."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.small_economy import figure, stop

from sekisho import Library
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.kept_runs import KIND, kept_or_run
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.term import Reading
from sekisho.present.impact.data import impact_data, impact_rows
from sekisho.service.impact import ImpactRequest, impact
from sekisho.service.workspace import Workspace

UNSURE = stop(figure(0.3, 0.6, 1.0), months=2)


def settings(folder: Path, **more: object) -> RunSettings:
    return RunSettings(**({"draws": 16, "cache": folder / "cache"} | more))  # type: ignore[arg-type]


def written(found: ImpactResult) -> bytes:
    return json.dumps([impact_data(found), list(impact_rows(found))], allow_nan=False).encode()


class Counted:
    """A run that counts how often it was worked out."""

    def __init__(self, library: Library, small: Model) -> None:
        self.library, self.small, self.times = library, small, 0

    def ask(self, how: RunSettings, scenario: Scenario = UNSURE) -> ImpactResult:
        def fresh() -> ImpactResult:
            self.times += 1
            return simulate(scenario, self.library, self.small, how)

        return kept_or_run(self.library, scenario, self.small.table, how, fresh)


@pytest.fixture
def counted(library: Library, small: Model) -> Counted:
    return Counted(library, small)


def kept_files(folder: Path) -> list[Path]:
    return sorted((folder / "cache").glob(f"*.{KIND}"))


def test_what_was_kept_is_the_fresh_answer_byte_for_byte(tmp_path: Path, counted: Counted):
    fresh, kept = counted.ask(settings(tmp_path)), counted.ask(settings(tmp_path))
    assert counted.times == 1
    assert written(kept) == written(fresh)
    (file,) = kept_files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_seed_reading_length_or_scenario_is_another_question(tmp_path: Path, counted: Counted):
    counted.ask(settings(tmp_path))
    others = ({"seed": 8}, {"months": 1}, {"reading": Reading.BROAD}, {"draws": 32})
    for more in others:
        counted.ask(settings(tmp_path, **more))
    counted.ask(settings(tmp_path), stop(figure(0.3, 0.6, 0.9), months=2))
    assert counted.times == 1 + len(others) + 1


def test_another_law_or_table_is_another_question(tmp_path: Path, library: Library, small: Model):
    how, runs = settings(tmp_path), []

    def run() -> str:
        runs.append(1)
        return "an answer"

    other = replace(small.table, output=small.table.output * 2.0)
    for law, table in ((library, small.table), (replace(library, hash="0" * 64), small.table), (library, other)):
        kept_or_run(law, UNSURE, table, how, run)
    assert len(runs) == 3


def test_trade_statistics_that_changed_are_another_question(tmp_path: Path, counted: Counted):
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "one.csv").write_text("a\n")
    counted.ask(settings(tmp_path, flows=flows))
    (flows / "one.csv").write_text("a,b\n")
    counted.ask(settings(tmp_path, flows=flows))
    assert counted.times == 2


@pytest.mark.parametrize("broken", [b"", b"nothing that was kept", None])
def test_a_file_that_is_broken_is_worked_out_anew(tmp_path: Path, counted: Counted, broken: bytes | None):
    fresh = counted.ask(settings(tmp_path))
    (file,) = kept_files(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] if broken is None else broken)
    assert written(counted.ask(settings(tmp_path))) == written(fresh)
    assert counted.times == 2
    assert written(counted.ask(settings(tmp_path))) == written(fresh)  # what was broken was written anew
    assert counted.times == 2


def test_nothing_is_kept_without_a_folder_or_of_draws_that_were_given(tmp_path: Path, counted: Counted):
    counted.ask(RunSettings(draws=16))
    given = settings(tmp_path, points={Reading.CENTRAL: draw(16, 7)})
    counted.ask(given)
    counted.ask(given)
    assert counted.times == 3
    assert kept_files(tmp_path) == []


def test_an_answer_that_is_too_large_is_not_kept(tmp_path: Path, counted: Counted, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sekisho.impact.kept_runs.LARGEST", 1_000)
    counted.ask(settings(tmp_path))
    assert kept_files(tmp_path) == []


def test_every_face_asks_by_the_request_that_keeps(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch):
    request = ImpactRequest(names=("rare-earths-stop",), months=1, draws=16)
    workspace = Workspace(library=library, cache=tmp_path / "cache")
    table = find_table(library, "jpn-2018")
    fresh = impact(request, workspace, table=table)
    monkeypatch.setattr("sekisho.impact.model.model_of", None)  # who works it out again falls over
    kept = impact(request, workspace, table=table)
    assert isinstance(fresh, ImpactResult)
    assert isinstance(kept, ImpactResult)
    assert written(kept) == written(fresh)
