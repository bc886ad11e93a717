"""The workbook of a result: its sheets, an interval in each, and texts that stay texts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support import made_results as made_up
from tests.support.made_results import FORMULA, SCRIPT, SUM

from sekisho.law.model.term import Reading
from sekisho.present.impact.workbook import write_impact_workbook

SHEETS = [
    *("Read me", "Result", "By sector", "By month", "Readings", "Account", "Spread"),
    *("Trade hit", "First days", "Assumptions", "Data"),
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
    middle = "p50" if name == "Data" else "median"
    assert rows
    for row in rows:
        low, mid, high = (float(str(row[key])) for key in ("p5", middle, "p95"))
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
        assert row["median"] == pytest.approx(band.p50, abs=1e-9)
        assert row["p95"] == pytest.approx(band.p95, abs=1e-9)
    months = [row for row in records(out, "By month") if row["reading"] == "broad" and "same days" in str(row["unit"])]
    shares = sum(float(str(row["mean"])) * float(str(row["days"])) / 365 for row in months)
    assert shares == pytest.approx(result.percent().mean, rel=1e-6)


def test_an_outlook_names_the_way_on_in_every_sheet(tmp_path: Path):
    out = tmp_path / "outlook.xlsx"
    write_impact_workbook(made_up.outlook(), out)
    for name in SHEETS[1:-1]:
        assert {row["way on"] for row in records(out, name)} >= {"talks succeed", "the ban stays"}
    mixture = next(row for row in records(out, "Result") if row["way on"] == "all, by weight")
    assert mixture["error of the median"] == ""


def test_the_same_result_gives_the_same_bytes(tmp_path: Path):
    for name in ("once.xlsx", "again.xlsx"):
        write_impact_workbook(made_up.result(), tmp_path / name)
    assert (tmp_path / "once.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()
