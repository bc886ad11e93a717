"""What of a bill cannot be read is said at once: short rows are read, others set aside, and the answer is not clean."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.bills import bill, faults, read

from sekisho import assess_exposure
from sekisho.cli import main

HEAD = "parent,part,quantity,unit_value,currency,origin,supplier,control_codes,stock_days,revenue"
PRODUCT = ",motor,,100,USD,,,,,1000000"
MAGNET = "motor,mag,4,2,USD,CN,Example,1C905.a.4,20"
CASE = "motor,case,1,5,USD,JP,Example,none,20,"
LONG = "motor,mag,4,2,USD,CN,Example,1C905.a.4,20,,,see note"
SAID = ("--end-use", "civil", "--end-user", "X", "--end-user-kind", "civil", "--knowledge-of-risk", "no")


def told(folder: Path, *rows: str, more: tuple[str, ...] = ()) -> str:
    place = folder / "b.csv"
    place.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    return CliRunner().invoke(main, ["exposure", str(place), *SAID, *more]).output


@pytest.mark.parametrize("ending", ["", ",", ",,", ",,,"])
@pytest.mark.parametrize("strict", [(), ("--strict",)])
def test_empty_cells_at_the_end_of_a_row_may_lack_or_be_too_many(tmp_path: Path, ending: str, strict: tuple[str, ...]):
    said = told(tmp_path, PRODUCT, MAGNET + ending, CASE, more=strict).splitlines()[0]
    assert said.startswith("motor stops, on ")
    assert "(day 20 from " in said


def test_a_short_row_of_a_product_keeps_its_revenue(tmp_path: Path):
    found = bill(tmp_path, f"{HEAD},description\n{PRODUCT}\n{MAGNET},,magnet\n{CASE},case\n")
    assert found.parts.revenue[found.place("motor")] == 1_000_000
    assert found.lost.rows == 0


def test_a_short_row_of_a_table_of_parts_is_read(tmp_path: Path):
    (tmp_path / "b.csv").write_text("parent,part,quantity\n,motor\nmotor,mag,4\n", encoding="utf-8")
    (tmp_path / "p.csv").write_text("part,origin,stock_days,description\nmag,CN,20\n", encoding="utf-8")
    answer = assess_exposure(tmp_path / "b.csv", more=[tmp_path / "p.csv"])
    assert [row.stock_days for row in answer.parts] == [20.0]


def test_a_row_that_is_too_long_is_said_first_and_the_answer_is_not_clean(tmp_path: Path):
    first, second, *_ = told(tmp_path, PRODUCT, LONG, CASE).split("\n  ")
    assert "by the rows that could be read; others may stop one" in " ".join(first.split())
    assert second.startswith("1 row of the bill could not be read and is not in this answer (first: ")
    assert "row 3" in told(tmp_path, PRODUCT, LONG, CASE)


def test_a_row_that_is_too_long_is_refused_where_all_must_be_read(tmp_path: Path):
    (fault,) = faults(tmp_path, f"{HEAD}\n{PRODUCT}\n{LONG}\n{CASE}\n", strict=True)
    assert "12 cells and the header 10" in fault


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b,x", 2),
        ("\n\na,b,x", 4),
        ('a,c,1,"two\nlines"\na,b,x', 4),
        ('a,c,1,"two\nlines, and\nthree"\na,b,x,"again\ntwo"', 5),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_rows_are_told_by_the_line_of_the_file(tmp_path: Path, text: str, row: int, ending: str):
    whole = f"parent,part,quantity,description\n{text}\na,d,1,e\n"
    (tmp_path / "b.csv").write_bytes(whole.replace("\n", ending).encode())
    found = read(tmp_path / "b.csv")
    assert f"row {row}" in str(found.remarks[0])
    assert found.lost.cells == {"quantity": 1}
    assert f"row {row}" in str(found.lost.first_cell)


def test_a_sum_and_an_empty_row_are_no_loss(tmp_path: Path):
    assert bill(tmp_path, "parent,part,quantity,revenue\na,b,1,\n,,,\n合計,,,1000\n").lost.rows == 0
    assert bill(tmp_path, "parent,part,quantity,revenue\na,b,1,\na,,3,\n").lost.rows == 1
