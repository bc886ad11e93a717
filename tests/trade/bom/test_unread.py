"""A cell of a bill that cannot be read makes its own fact unknown, and is told; no part is lost."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.support.bills import bill, faults, lines_of

ROW = {
    "parent": "motor",
    "part": "magnet",
    "quantity": "2",
    "unit": "piece",
    "unit_value": "10",
    "currency": "USD",
    "origin": "CN",
    "control_codes": "1C902.a.4",
    "supplier": "三菱造船株式会社",
    "stock_days": "3",
    "description": "NdFeB N52",
}
OTHER = {**dict.fromkeys(ROW, ""), "parent": "motor", "part": "housing", "quantity": "1", "origin": "JP"}


def text_of(**more: str) -> str:
    rows = [{**ROW, **more}, OTHER]
    return "\n".join([",".join(ROW), *(",".join(row.values()) for row in rows)])


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("quantity", "約二つ"),
        ("quantity", "-2"),
        ("quantity", "0"),
        ("quantity", "99999999999"),
        ("unit", "hako"),
        ("unit_value", "別途見積"),
        ("unit_value", "-5"),
        ("currency", "XXX"),
        ("currency", ""),
        ("origin", "ぐちゃ"),
        ("control_codes", "1Z999"),
        ("stock_days", "-3"),
        ("stock_days", "およそ"),
    ],
)
def test_an_unread_cell_makes_its_fact_unknown_and_is_told(column: str, cell: str, tmp_path: Path):
    found = bill(tmp_path, text_of(**{column: cell}))
    parts, lines = found.parts, found.lines
    magnet = found.place("magnet")
    assert parts.ids == ("motor", "magnet", "housing")
    assert any("not read: row 2" in remark.what for remark in found.remarks)
    known = {
        "quantity": lines.low[0] == 2 and lines.high[0] == 2,
        "unit_value": parts.price[magnet] == 10,
        "origin": parts.origin.texts[parts.origin.code[magnet]] == "CN" if parts.origin.code[magnet] >= 0 else False,
        "control_codes": parts.facts["control_codes"].code[magnet] >= 0,  # type: ignore[index]
        "stock_days": parts.stock_days[magnet] == 3,
    }
    lost = {"unit": {"quantity", "unit_value"}, "currency": {"unit_value"}}.get(column, {column})
    assert {name for name, is_known in known.items() if not is_known} == lost
    if "quantity" in lost:
        assert (lines.low[0], lines.high[0]) == (0, math.inf)
    if "unit_value" in lost:
        assert math.isnan(parts.price[magnet])
    assert faults(tmp_path, text_of(**{column: cell}))


def test_a_bill_whose_cells_are_all_read_tells_of_none(tmp_path: Path):
    assert not [remark for remark in bill(tmp_path, text_of()).remarks if "not read" in remark.what]


def test_a_row_without_a_part_is_a_part_under_its_row_or_a_sum(tmp_path: Path):
    found = bill(tmp_path, text_of(part="") + "\n合計,,,,18,USD,,,,,\n")
    assert set(found.parts.ids) == {"motor", "bom.csv, row 2", "housing"}
    told = [remark.what for remark in found.remarks]
    assert any("row 2: the row names no part. It counts under the number of its row." in what for what in told)
    assert any("row 4: the row names no part. The row was set aside." in what for what in told)


def test_a_part_in_itself_is_no_line(tmp_path: Path):
    found = bill(tmp_path, "parent,part,quantity\nmotor,magnet,1\nmotor,motor,1\n")
    assert len(found.lines) == 1
    assert any("row 3: a part stands in itself. The row is not a line." in remark.what for remark in found.remarks)


def test_cells_of_facts_are_read_as_those_of_a_book(tmp_path: Path):
    found = bill(tmp_path, text_of(control_codes="該当なし", origin="中国"))
    codes = found.parts.facts["control_codes"]  # type: ignore[index]
    assert codes.texts[codes.code[found.place("magnet")]] == "none"
    assert not [remark for remark in found.remarks if "not read" in remark.what]


def test_a_quantity_may_hold_its_unit_and_no_other_than_that_of_the_row(tmp_path: Path):
    found = bill(
        tmp_path,
        """
        親品番,品番,員数,単位
        ,servo,,
        servo,grease,0.4kg,
        servo,oxide,250 g,g
        servo,bolt,１２本,
        servo,tape,2m,kg
        """,
    )
    lines = lines_of(found)
    assert (lines["servo", "grease"], lines["servo", "oxide"], lines["servo", "bolt"]) == (0.4, 0.25, 12)
    assert math.isnan(lines["servo", "tape"]) or lines["servo", "tape"] == 0
    assert (found.lost.cells, found.lost.first_cell) == ({"quantity": 1}, "bom.csv, row 6")
    units = {number: found.parts.unit[place] for place, number in enumerate(found.parts.ids)}
    assert (units["grease"], units["bolt"]) == ("kg", "piece")


def test_rows_of_a_layout_of_its_own_are_told_by_those_of_the_file(tmp_path: Path):
    found = bill(
        tmp_path,
        """
        Parts of the boards,,,,,
        ,,,,,
        board,reference,quantity,value,manufacturer,mpn
        rig-1,C1,1,10u,Example,AB12
        rig-2,C2,soon,10u,Example,AB13
        """,
    )
    assert found.layout == "circuit boards"
    assert found.lost.first_cell == "bom.csv, row 5"
