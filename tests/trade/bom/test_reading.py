"""A bill of materials is read from files as firms have them: names, units, money, alternatives, and several files."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter
from tests.support.bills import LIBRARY, bill, lines_of, read

from sekisho.law.model.condition import FactName
from sekisho.trade.bom.bill import Bill
from sekisho.trade.bom.columns import bom_columns, column_of

MOTOR = """
parent,part,quantity,unit,unit_value,currency,origin,supplier,control_codes,sourcing,stock_days,lead_days,revenue
,motor,,,250,USD,,,,,,,2000000
motor,rotor,1,piece,90,USD,,,,,,,
rotor,magnet,8,piece,6.5,USD,JP,Mihon Magnets,1C905.a.4,sole,30,180,
magnet,dysprosium metal,0.4,g,0.35,USD,CN,,1C905.a.1,,,,
motor,housing,1,,12,USD,CN,Acme,none,dual,20,30,
motor,screw M3,12,piece,0.02,USD,DE,Fixit,none,multiple,90,14,
"""


def part(found: Bill, name: str) -> int:
    return found.place(name)


def test_a_bill_says_what_goes_into_what_and_describes_each_part(tmp_path: Path):
    found = bill(tmp_path, MOTOR)
    assert lines_of(found) == {
        ("motor", "rotor"): 1,
        ("rotor", "magnet"): 8,
        ("magnet", "dysprosium metal"): pytest.approx(0.0004),
        ("motor", "housing"): 1,
        ("motor", "screw M3"): 12,
    }
    assert [found.parts.ids[place] for place in found.products] == ["motor"]
    assert (found.currency, found.structure.depth) == ("USD", 3)
    magnet, metal = part(found, "magnet"), part(found, "dysprosium metal")
    assert (found.parts.origin[magnet], found.parts.supplier[magnet]) == ("JP", "Mihon Magnets")
    assert (found.parts.sourcing[magnet], found.parts.stock_days[magnet]) == ("sole", 30)
    assert found.parts.facts[FactName("control_codes")][magnet] == "1C905.a.4"
    assert (found.parts.unit[metal], found.parts.price[metal]) == ("kg", pytest.approx(350))
    assert found.parts.revenue[part(found, "motor")] == 2_000_000


def test_what_has_lines_and_no_supplier_is_made_and_the_rest_is_bought(tmp_path: Path):
    found = bill(tmp_path, MOTOR)
    made = {found.parts.ids[place] for place in np.flatnonzero(found.is_made).tolist()}
    assert made == {"motor", "rotor"}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("品番", "part"),
        ("親品番", "parent"),
        ("員数", "quantity"),
        ("単価（円）", "unit_value"),
        ("unit_price_usd", "unit_value"),
        ("Unit Price (USD)", "unit_value"),
        ("物料编码", "part"),
        ("用量", "quantity"),
        ("供应商", "supplier"),
        ("原産国", "origin"),
        ("Country of Origin", "origin"),
        ("该当编号", ""),
        ("HS code", "hs_code"),
        ("管制编码", "control_codes"),
        ("prc_content_share", ""),
        ("在庫日数", "stock_days"),
    ],
)
def test_headers_are_known_in_three_languages(header: str, column: str):
    assert column_of(header, LIBRARY.facts) == column


def test_no_header_names_two_columns():
    headers = [header.casefold() for column in bom_columns() for header in {*column.headers, column.name}]
    assert sorted(headers) == sorted(set(headers))


def test_a_japanese_spreadsheet_with_a_title_above_reads_the_same(tmp_path: Path):
    rows = [
        ["部品構成表"],
        [],
        ["親品番", "品番", "員数", "単位", "単価（円）", "原産国", "仕入先", "調達区分"],
        ["モータ", "磁石", "8", "個", "1,200", "日本", "見本磁石", "一社購買"],
        ["モータ", "ねじ", "12", "本", "3", "中国", "", ""],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    file = tmp_path / "bom.csv"
    file.write_bytes(text.encode("cp932"))
    found = read(file)
    magnet = part(found, "磁石")
    assert (found.currency, found.parts.price[magnet], found.parts.origin[magnet]) == ("JPY", 1200, "JP")
    assert found.parts.sourcing[magnet] == "single"
    assert lines_of(found)["モータ", "ねじ"] == 12


def test_a_workbook_with_sheets_of_lines_and_of_parts_is_one_bill(tmp_path: Path):
    file = tmp_path / "bom.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheets: dict[str, list[list[object]]] = {
            "Cover": [["Bill of materials of Example Works"]],
            "Structure": [["Parent", "Part", "Qty"], ["M1", "0010", 2], ["M1", "0011", 1]],
            "Parts": [["Part", "Unit price (EUR)", "Origin"], ["0010", 12.5, "China"], ["M1", 99, "DE"]],
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    found = read(file)
    assert lines_of(found) == {("M1", "0010"): 2, ("M1", "0011"): 1}
    assert (found.currency, found.parts.price[part(found, "0010")]) == ("EUR", 12.5)
    assert found.parts.origin[part(found, "0010")] == "CN"


def test_json_with_lines_and_parts_and_a_table_of_prices_beside_it(tmp_path: Path):
    document = {
        "lines": [{"parent": "M1", "part": "magnet", "quantity": 8}],
        "parts": [{"part": "magnet", "origin": "CN", "control_codes": [], "materials": {"neodymium": "2 g"}}],
        "products": [{"part": "M1", "revenue": 1000000, "currency": "JPY"}],
    }
    file, prices = tmp_path / "bom.json", tmp_path / "prices.csv"
    file.write_text(json.dumps(document), encoding="utf-8")
    prices.write_text("part,unit_value_jpy\nmagnet,650\n", encoding="utf-8")
    found = read(file, prices)
    magnet, metal = part(found, "magnet"), part(found, "neodymium")
    assert found.parts.facts[FactName("control_codes")][magnet] == "none"
    assert (found.parts.price[magnet], found.parts.revenue[part(found, "M1")]) == (650, 1_000_000)
    assert (bool(found.parts.material[metal]), lines_of(found)["magnet", "neodymium"]) == (True, 0.002)
    assert not found.has_lines[magnet]


def test_an_indented_list_says_the_parent_by_its_level(tmp_path: Path):
    found = bill(
        tmp_path,
        """
        level,part,quantity
        0,motor,
        1,rotor,1
        2,magnet,8
        2,shaft,1
        1,housing,1
        0,pump,
        1,housing,2
        """,
    )
    assert lines_of(found) == {
        ("motor", "rotor"): 1,
        ("rotor", "magnet"): 8,
        ("rotor", "shaft"): 1,
        ("motor", "housing"): 1,
        ("pump", "housing"): 2,
    }
    assert [found.parts.ids[place] for place in found.products] == ["motor", "pump"]


def test_amounts_in_other_currencies_are_converted_at_stated_rates(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value,currency
    ,motor,,30000,JPY
    motor,magnet,8,6.5,USD
    motor,housing,1,"€ 12,50",
    """
    found = bill(tmp_path, text, rates={"JPY": 1, "USD": 150, "EUR": 160})
    prices = {name: found.parts.price[part(found, name)] for name in ("motor", "magnet", "housing")}
    assert prices == {"motor": 30000, "magnet": pytest.approx(975), "housing": pytest.approx(2000)}


def test_a_price_may_be_known_by_its_bounds_or_by_those_of_its_lots(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value,unit_value_low,unit_value_high
    motor,magnet,8 to 10,10 to 14,,
    motor,housing,1,12,11,15
    motor,screw,12,,,
    motor,paint,,3,,
    """
    found = bill(tmp_path, text, currency="USD")
    at = {name: part(found, name) for name in ("magnet", "housing", "screw")}
    bounds = {name: (found.parts.price_low[place], found.parts.price_high[place]) for name, place in at.items()}
    assert bounds["magnet"] == (10, 14)
    assert bounds["housing"] == (11, 15)
    assert all(math.isnan(bound) for bound in bounds["screw"])
    assert math.isnan(found.parts.price[at["magnet"]])
    assert found.parts.price[at["housing"]] == 12
    assert found.lines.low.tolist() == [8, 1, 12, 0]
    assert found.lines.high.tolist() == [10, 1, 12, math.inf]
    assert any("no quantity is stated of" in remark.what for remark in found.remarks)


def test_units_of_one_kind_are_one_quantity(tmp_path: Path):
    text = """
    parent,part,quantity,unit,unit_value_usd
    a,dysprosium,2,g,0.3
    b,dysprosium,0.5,kg,300
    c,dysprosium,100,mg,
    """
    found = bill(tmp_path, text)
    assert found.lines.low.tolist() == pytest.approx([0.002, 0.5, 0.0001])
    assert found.parts.price[part(found, "dysprosium")] == pytest.approx(300)


def test_alternatives_of_two_parents_are_two_groups_though_they_have_one_name(tmp_path: Path):
    text = """
    parent,part,quantity,group,choice
    a,x,1,encoder,
    a,y,1,encoder,
    b,x,1,encoder,kit
    b,y,2,encoder,parts
    b,z,1,encoder,parts
    """
    found = bill(tmp_path, text)
    groups = found.lines.group.tolist()
    assert groups[0] == groups[1] != groups[2] == groups[3] == groups[4]
    choices = found.lines.choice.tolist()
    assert choices[0] != choices[1]
    assert choices[3] == choices[4] != choices[2]


def test_what_is_odd_without_being_wrong_is_a_remark(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value_usd
    ,motor,,10
    motor,magnet,8,6
    ,spare,,1
    """
    remarks = [str(remark) for remark in bill(tmp_path, text).remarks]
    assert any("'motor' is priced at 10.00 USD, and its parts cost at least 48.00" in remark for remark in remarks)
    assert any("nothing needs 'spare'" in remark for remark in remarks)
