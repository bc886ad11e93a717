"""The workbook of a result: its sheets, an interval in each, and texts that stay texts."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support import made_results as made_up
from tests.support.made_results import FORMULA, SCRIPT, SUM

from sekisho.impact.economy.published import PublishedEstimate
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.results.comparison import FigureComparison, ObservedComparison
from sekisho.impact.results.house_bridge import BridgeBar, ChoiceOutcome, HouseBridge
from sekisho.impact.results.judged_input import FigureEffect, JudgedInput
from sekisho.impact.results.structure import StructuralRow
from sekisho.impact.results.total_effects import TotalEffect
from sekisho.impact.scenario.scenario import ChoiceBasis, PresetChoice
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.model.term import Reading
from sekisho.message import Text
from sekisho.present.impact.workbook import write_impact_workbook

SHEETS = [
    *("Read me", "Result", "By sector", "By month", "Readings", "Account", "Spread"),
    *("Trade hit", "Simpler models", "First days", "Assumptions", "Data"),
]


def sheet(path: Path, name: str) -> list[list[object]]:
    """One sheet, row by row."""
    return [list(row) for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()]


def records(path: Path, name: str) -> list[dict[str, object]]:
    """One sheet under its heads."""
    head, *rows = sheet(path, name)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_workbook_holds_its_sheets(workbook: Path):
    assert CalamineWorkbook.from_path(str(workbook)).sheet_names == SHEETS


@pytest.mark.parametrize("name", ["Result", "By sector", "By month", "Readings", "Data"])
def test_every_number_stands_in_its_interval(workbook: Path, name: str):
    rows = records(workbook, name)
    keys = ("p5", "p50", "p95") if name == "Data" else ("5 %", "middle run", "95 %")
    assert rows
    for row in rows:
        low, mid, high = (float(str(row[key])) for key in keys)
        assert low <= mid <= high
        assert row["unit"]


def test_nothing_is_a_formula_or_a_link(workbook: Path):
    with zipfile.ZipFile(workbook) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "<hyperlink" not in text


def test_hostile_words_come_back_as_they_were(tmp_path: Path):
    out = tmp_path / "hostile.xlsx"
    write_impact_workbook(made_up.result(FORMULA, hostile=True), out)
    assert sheet(out, "Read me")[0][0] == FORMULA
    assert {SCRIPT, SUM} < {row["name"] for row in records(out, "By sector")}


def test_the_numbers_are_those_of_the_result(tmp_path: Path):
    out, result = tmp_path / "result.xlsx", made_up.result()
    write_impact_workbook(result, out)
    rows = {(row["reading"], row["unit"]): row for row in records(out, "Readings")}
    for reading in Reading:
        band = result.percent(reading)
        row = rows[str(reading), "% of annual GDP"]
        assert row["middle run"] == pytest.approx(band.p50, abs=1e-9)
        assert row["95 %"] == pytest.approx(band.p95, abs=1e-9)
    months = [row for row in records(out, "By month") if row["reading"] == "broad" and "same days" in str(row["unit"])]
    shares = sum(float(str(row["mean"])) * float(str(row["days"])) / 365 for row in months)
    assert shares == pytest.approx(result.percent().mean, rel=1e-6)


def test_an_outlook_names_the_way_on_in_every_sheet(tmp_path: Path):
    out = tmp_path / "outlook.xlsx"
    write_impact_workbook(made_up.outlook(), out)
    for name in SHEETS[1:-1]:
        if name == "Account":  # the made-up ways have none
            continue
        assert {row["way on"] for row in records(out, name)} >= {"talks succeed", "the ban stays"}
    mixture = next(row for row in records(out, "Result") if row["way on"] == "all, by weight")
    assert mixture["error of the mean"] == ""


def test_the_same_result_gives_the_same_bytes(tmp_path: Path):
    for name in ("once.xlsx", "again.xlsx"):
        write_impact_workbook(made_up.result(), tmp_path / name)
    assert (tmp_path / "once.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_bridges_choices_what_was_observed_and_a_judged_input_have_sheets_where_there_are_any(tmp_path: Path):
    out, plain = tmp_path / "beside.xlsx", made_up.result()
    bars = dict(zip(BridgeBar, (0.1, -0.3, 0.0, 0.2, -0.05, 0.01), strict=True))
    bridge = HouseBridge(house="A house", preset="a-house", own="stop", published=0.43, ours=0.39, bars=bars, draws=32)
    choice = PresetChoice(setting="cut", rests_on=ChoiceBasis.FREE, because="Nobody says.", instead="1")
    observed = FigureComparison(
        id="one",
        variable="imports",
        materials=("heavy-rare-earths",),
        form="",
        hs=(),
        origin="CN",
        counted_by="",
        period="2026-02",
        unit="t",
        figure=3.0,
        normal=9.0,
        band=plain.percent(),
        unused=None,
    )
    kept_back = replace(observed, id="two", period="2026-03", figure=None, band=None, unused=Text("not yet known."))
    figure = Figure(
        low=0.1,
        central=0.2,
        high=0.4,
        unit="share",
        source=(),
        date="2026",
        confidence=FigureConfidence.LOW,
        reason="R.",
    )
    effect = FigureEffect(
        material="heavy-rare-earths", sector="", name="phi", figure=figure, at_low=0.1, at_high=0.5, proof=None
    )
    bands = {level: plain.percent() * factor for level, factor in (("low", 0.5), ("central", 1.0), ("high", 2.0))}
    told = replace(
        plain,
        bridges=(bridge,),
        choices=(ChoiceOutcome(choice=choice, chosen="0.495", percent=0.82),),
        observed=ObservedComparison(
            file="seen.csv", as_of=date(2026, 3, 31), layout="observations", rows=(observed, kept_back)
        ),
        why=JudgedInput(
            name="phi", share=0.3, **bands, middle=0.3, effects=(effect,), figures=1, weak=1, tested=0, draws=64
        ),
    )
    write_impact_workbook(told, out)
    extra = ["Bridges", "Choices", "Observed", "Levels of an input", "Figures of an input"]
    assert CalamineWorkbook.from_path(str(out)).sheet_names == [*SHEETS[:9], *extra, *SHEETS[9:]]
    (row,) = records(out, "Bridges")
    assert (row["house"], row["published"], row["stocks"], row["this model, middle run"]) == (
        "A house",
        0.43,
        -0.3,
        0.39,
    )
    (row,) = records(out, "Choices")
    assert (row["chosen"], row["instead"], row["would give, % of GDP"]) == ("0.495", "1", 0.82)
    first, second = records(out, "Observed")
    assert (first["observed"], first["middle run"]) == (3.0, pytest.approx(plain.percent().p50))
    assert (second["observed"], second["why"]) == ("", "not yet known.")
    assert [row["middle run"] for row in records(out, "Levels of an input")] == pytest.approx(
        [bands[level].p50 for level in ("low", "central", "high")], abs=1e-8
    )
    (row,) = records(out, "Figures of an input")
    assert (row["low"], row["high"], row["at its high, %"], row["tested by"]) == (0.1, 0.4, 0.5, "nothing")


def test_what_moves_the_loss_what_others_published_and_other_rules_have_sheets(tmp_path: Path):
    plain = made_up.result()
    estimate = PublishedEstimate(
        house="NRI",
        scenario="rare earths",
        scope="rare-earths",
        months=12,
        base="nominal",
        year="2024",
        percent=0.43,
        amount=2600.0,
        currency="JPY",
        rate=157.0,
        source="a column",
        url="",
        confidence="high",
        differs=("no_stocks",),
    )
    unstated = replace(estimate, house="Mizuho", base="not stated", percent=0.88, amount=None, currency="")
    rule = StructuralRow(name="product", loss=plain.percent() * 2.0, draws=64, is_own=False)
    effect = TotalEffect(cause=SpreadCause.STOCKS, total=0.7, error=0.1)
    whole = replace(plain, published=(estimate, unstated), structure=(rule,), effects=(effect,))
    out = tmp_path / "result.xlsx"
    write_impact_workbook(whole, out)
    first, second = records(out, "Published")
    assert (first["house"], first["of which GDP"], first["published, billions"]) == ("NRI", "nominal 2024 GDP", 2600)
    assert second["of which GDP"] == "not stated"
    assert first["this run's mean / published"] == pytest.approx(plain.percent().mean / 0.43, abs=1e-5)
    (row,) = records(out, "Model rules")
    assert (row["runs"], row["mean"]) == (64, pytest.approx(2 * plain.percent().mean, abs=1e-8))
    causes = records(out, "Spread")
    assert causes[0]["cause"] == "stocks"
    assert (causes[0]["with others, % of the variance"], causes[0]["give or take, % of the variance"]) == (70, 10)
    assert all("together" not in str(row["cause"]) for row in causes)
