"""A cost asked for from Python: one call, shown, saved, and the same as on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support import made_results as made_up

import sekisho
from sekisho.errors import BookError, ScenarioError, SekishoError
from sekisho.notebook import Simulation
from sekisho.present.impact import export
from sekisho.present.impact.formats import ENDINGS
from sekisho.present.render.pdf import is_installed


@pytest.fixture(scope="module")
def asked() -> Simulation:
    return sekisho.simulate("rare-earths-stop", months=1, draws=32, kernel="numpy")


def test_one_call_asks_and_answers(asked: Simulation):
    assert asked.loss.p5 <= asked.loss.p50 <= asked.loss.p95
    assert str(asked).startswith("Expected loss (mean): ¥")
    assert "9 in 10 runs" in str(asked)
    assert len(asked.cautions) >= 3
    assert asked.to_text().startswith("Expected loss (mean): ¥")
    assert {"p5", "p50", "p95", "unit"} <= set(asked.to_rows()[0])


def test_a_table_that_was_loaded_may_be_given(asked: Simulation):
    table = sekisho.load_table("jpn-2018")
    again = sekisho.simulate("rare-earths-stop", months=1, draws=32, kernel="numpy", table=table)
    assert again.loss == asked.loss


def test_a_notebook_shows_findings_cautions_and_losses(asked: Simulation):
    shown = asked._repr_html_()
    assert "<table>" in shown
    assert asked.cautions[0] in shown
    hostile = Simulation(result=made_up.result(made_up.SCRIPT))._repr_html_()
    assert "<script" not in hostile


def test_a_notebook_shows_every_chart_where_charts_are_installed(monkeypatch: pytest.MonkeyPatch):
    one = Simulation(result=made_up.result())
    assert one._repr_html_().count("<svg ") == len(one.charts()) >= 2
    monkeypatch.setattr("sekisho.notebook.find_spec", lambda _name: None)
    assert one._repr_html_().count("<svg ") == 0


def test_a_result_is_told_in_one_line(asked: Simulation):
    assert "rare-earths-stop over" in repr(asked.result)
    assert f"{asked.loss.mean:.2f} % of GDP" in repr(asked.result)
    assert all(len(repr(each)) < 200 for each in (asked, asked.result, made_up.outlook()))


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_saved_by_the_ending_of_a_name(tmp_path: Path, ending: str):
    if ending == ".pdf" and not is_installed():
        pytest.skip("needs WeasyPrint and Pango")
    place = Simulation(result=made_up.result()).save(tmp_path / f"result{ending}")
    assert place.stat().st_size > 500
    assert [path.name for path in tmp_path.iterdir()] == [f"result{ending}"]


def test_plain_data_is_json(tmp_path: Path):
    one = Simulation(result=made_up.outlook())
    one.save(tmp_path / "outlook.json")
    held = json.loads((tmp_path / "outlook.json").read_text(encoding="utf-8"))
    assert held == json.loads(json.dumps(one.to_dict()))


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path):
    one = Simulation(result=made_up.result(readings=(sekisho.Reading.CENTRAL,)))
    with pytest.raises(ScenarioError, match=r"no chart 'trade'.*\n.*It has: path, sectors, spread"):
        one.save(tmp_path / "chart.svg", chart="trade")
    with pytest.raises(BookError, match=r"cannot write '\.doc'"):
        one.save(tmp_path / "page.doc")
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_: object, path: Path, *__: object) -> None:
        path.write_text("half", encoding="utf-8")
        message = "no room"
        raise OSError(message)

    place = tmp_path / "result.xlsx"
    place.write_text("of yesterday", encoding="utf-8")
    monkeypatch.setattr(export, "_binary", broken)
    with pytest.raises(OSError, match="no room"):
        Simulation(result=made_up.result()).save(place)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        ("result.xlsx", "of yesterday")
    ]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (sekisho.simulate, "nothing to run"),
        (lambda: sekisho.simulate("rare-earth-stop"), "Did you mean 'rare-earths-stop'"),
        (lambda: sekisho.simulate("rare-earths-stop", start="2026-13-01"), "'2026-13-01' is not a date"),
        (lambda: sekisho.simulate("rare-earths-stop", reading="brood"), "Did you mean 'broad'"),
        (lambda: sekisho.simulate("rare-earths-stop", table="jpn-1818"), "no table 'jpn-1818'"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(call: Callable[[], object], says: str):
    with pytest.raises(SekishoError, match=says):
        call()


def test_mistakes_are_told_all_at_once():
    with pytest.raises(ScenarioError) as told:
        sekisho.simulate(start="soon", reading="wide")
    assert len(told.value.problems) == 3
