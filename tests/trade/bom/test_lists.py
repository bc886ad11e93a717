"""Lists of parts as engineers have them are read as they lie: no parent, headers of design programs, untidy rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.bills import SAMPLES, bill, lines_of, read
from tests.support.spreadsheets import write_ods

from sekisho import BillError
from sekisho.trade.bom.bill import Bill

REAL = SAMPLES.parent / "real_boms"
real = pytest.mark.skipif(not (REAL / "SOURCE.md").is_file(), reason="the real bills are not at hand")


def parts_of(found: Bill) -> dict[str, float]:
    """The quantity of each part, by what a reader sees of it."""
    return {
        found.parts.labelled(part): low
        for part, low in zip(found.lines.part.tolist(), found.lines.low.tolist(), strict=True)
    }


def products_of(found: Bill) -> list[str]:
    return [found.parts.ids[place] for place in found.products.tolist()]


@real
@pytest.mark.parametrize(
    ("file", "products", "lines", "parts"),
    [("qdd.xlsx", 1, 18, 18), ("exaspim.csv", 1, 90, 90), ("fc_kicad.csv", 1, 30, 30), ("leoni.xlsx", 229, 1195, 47)],
)
def test_real_bills_are_read_as_they_are(file: str, products: int, lines: int, parts: int):
    found = read(REAL / file)
    assert (len(found.products), len(found.lines), found.different_parts) == (products, lines, parts)


@real
def test_real_rows_without_a_part_are_told_and_origins_are_split_off():
    cad, wide = read(REAL / "exaspim.csv"), read(REAL / "leoni.xlsx")
    assert [remark.what for remark in cad.remarks] == ["2 rows were set aside (9, 12): the row names no part."]
    parts = wide.lines.part
    assert (wide.parts.origin.code[parts] >= 0).sum() == 1191, "four cells say that their origin is pending"
    assert wide.parts.origin.are("CN")[parts].sum() == 3


CAD = """
ITEM NO.,PART NUMBER,DESCRIPTION,QTY.
1,frame,,1
1.1,bar_20,Aluminium bar,4
2,,,1
3,bar_20,Aluminium bar,2
"""


def test_a_running_number_is_no_part_and_may_show_what_goes_into_what(tmp_path: Path):
    found = bill(tmp_path, CAD, "rig.csv")
    ids = found.parts.ids
    assert products_of(found) == ["rig"]
    assert {
        (ids[parent], ids[part], low)
        for parent, part, low in zip(found.lines.parent, found.lines.part, found.lines.low, strict=True)
    } == {("rig", "frame", 1.0), ("frame", "bar_20", 4.0), ("rig", "bar_20", 2.0)}
    assert [remark.what for remark in found.remarks] == ["1 row was set aside (4): the row names no part."]
    with pytest.raises(BillError):
        bill(tmp_path, CAD, "rig.csv", strict=True)


def test_a_part_of_a_board_is_its_makers_number_else_its_value_with_the_footprint(tmp_path: Path):
    text = """
    "Designator";"Value";"Footprint";"MPN";"LCSC Part #";"DNP"
    "C1, C2";"100n";"0402";"";"C1525";""
    "U1";"MCU";"LQFP-48";"XX-100";"";""
    "R1-R4";"10k";"0603";"";"";""
    "J1";"Conn";"1x04";"";"";"x"
    """
    found = bill(tmp_path, text)
    assert parts_of(found) == {"100n 0402": 2, "XX-100 MCU, LQFP-48": 1, "10k 0603": 4}
    assert any("designators are counted" in text for text in found.reading)
    assert any("not placed" in text for text in found.reading)


def test_a_title_and_a_table_beside_are_told_and_left(tmp_path: Path):
    rows = [
        ["Example Gripper", "", "", "", "Checked 4/22"],
        ["Part Name", "Part Link", "Part Quantity", "", "Cost with motor"],
        ["Ring magnet", "https://example.org/a?b=1", "2", "", "40"],
        ["M3 nut", "https://example.org/c", "4", "", ""],
        ["M4 nut", "", "", "", ""],
        ["", "", "", "", "without motor"],
    ]
    file = tmp_path / "gripper.ods"
    write_ods(file, rows)
    found = read(file)
    assert products_of(found) == ["Example Gripper"]
    assert list(parts_of(found)) == ["Ring magnet", "M3 nut"]
    told = " ".join(found.reading)
    assert "after its title" in told
    assert "'Cost with motor'" in told
    assert products_of(read(file, product="Gripper 2")) == ["Gripper 2"]


WIDE = """
Producto;Item 1 - Proveedor 1;Item 1 - Proveedor 2;Item 2 - Proveedor 1
P-1;MAG-7 - CHINA;MAG-7 - PAISES BAJOS;NUT-1 - UNION EUROPEA
P-2;MAG-7 - CHINA;;NUT-1 - UNION EUROPEA
P-3;;;
"""


def test_columns_of_one_pattern_are_unfolded_and_suppliers_are_alternatives(tmp_path: Path):
    found = bill(tmp_path, WIDE)
    # What P-3 is made of nobody says: it is no part of its own, and the row is told.
    assert products_of(found) == ["P-1", "P-2"]
    assert (found.lost.rows, found.lost.first) == (1, "bom.csv, row 4")
    assert len(found.lines) == 5
    origins = {found.parts.ids[part]: found.parts.origin[part] for part in found.lines.part.tolist()}
    assert origins == {"MAG-7 (CHINA)": "CN", "MAG-7 (PAISES BAJOS)": "NL", "NUT-1": "UNION EUROPEA"}
    assert (found.lines.group >= 0).tolist().count(True) == 2, "one choice of two suppliers"


def test_a_sheet_with_a_row_a_product_says_what_it_sells(tmp_path: Path):
    text = """
    製品名,部品1,員数1,原産国1,部品2,員数2,原産国2,年間売上(千円)
    サーボA,酸化ジスプロシウム,0.4kg,中国,ベアリング 6805,2個,日本,500000
    ポンプB,超硬シール,1,中国,黒鉛ブッシュ,1,日本,"200,000"
    """
    found = bill(tmp_path, text)
    assert products_of(found) == ["サーボA", "ポンプB"]
    assert found.parts.revenue[found.products].tolist() == [500_000_000, 200_000_000]
    assert found.currency == "JPY"
    assert parts_of(found) == {"酸化ジスプロシウム": 0.4, "ベアリング 6805": 2, "超硬シール": 1, "黒鉛ブッシュ": 1}
    assert found.lost.cells == {}


def test_a_column_for_each_product_says_how_many_go_in(tmp_path: Path):
    text = """
    品番,品名,原産国,製品A,製品B
    MG-1,磁石,中国,4,
    GR-1,グリス,日本,0.02kg,0.5kg
    BR-1,ベアリング,日本,,2
    XX-9,予備,日本,,
    """
    found = bill(tmp_path, text)
    assert products_of(found) == ["製品A", "製品B"]
    assert lines_of(found) == {
        ("製品A", "MG-1"): 4,
        ("製品A", "GR-1"): 0.02,
        ("製品B", "GR-1"): 0.5,
        ("製品B", "BR-1"): 2,
    }
    # Numbers alone are no products: lengths and widths stand in columns too.
    assert products_of(bill(tmp_path, "品番,品名,長さ,幅\nMG-1,磁石,4,2\nBR-1,軸受,3,3\n", "size.csv")) == ["size"]


@pytest.mark.parametrize("repeated", [False, True])
def test_a_column_for_each_level_says_how_deep_a_part_lies(tmp_path: Path, *, repeated: bool):
    above = ("SV-100", "RT-1") if repeated else ("", "")
    text = f"""
    レベル1,レベル2,レベル3,品名,員数,原産国,年間売上(円)
    SV-100,,,サーボ,1,,500000000
    {above[0]},RT-1,,ロータ,1,日本,
    {above[0]},{above[1]},MG-1,磁石,8,中国,
    {above[0]},HS-1,,ハウジング,1,日本,
    """
    found = bill(tmp_path, text)
    assert products_of(found) == ["SV-100"]
    assert lines_of(found) == {("SV-100", "RT-1"): 1, ("RT-1", "MG-1"): 8, ("SV-100", "HS-1"): 1}
    assert found.parts.revenue[found.place("SV-100")] == 500_000_000
    assert found.currency == "JPY"


def test_tables_of_pages_are_read_without_their_links(tmp_path: Path):
    page = """
    # Rover

    | Part | Qty | Price (USD) | Price (EUR) |
    |---|--:|---|---|
    | [**Disc magnet** N42](https://example.org) | 4 | $0.50 | €0.45 |
    | Total | | $2.00 | |

    | Item | Description | Amount |
    |---|---|---|
    | 1 | Bar 6061 | 0.5 m |
    """
    found = bill(tmp_path, page, "README.md")
    assert products_of(found) == ["Rover"]
    assert parts_of(found) == {"Disc magnet N42": 4, "Bar 6061": 0.5}
    assert (found.currency, found.parts.price[found.place("Disc magnet N42")]) == ("USD", 0.5)
    euro = bill(tmp_path, page, "README.md", currency="EUR")
    assert (euro.currency, euro.parts.price[euro.place("Disc magnet N42")]) == ("EUR", 0.45)
    html = """
    <h1>ドローン</h1><table><tr><th>No.</th><th>品名</th><th>規格</th><th>数量</th><th>メーカー</th></tr>
    <tr><td>1</td><td><a href="https://example.org">磁石</a></td><td>N42SH</td><td>8</td><td>例示㈱</td></tr>
    <tr><td>2</td><td>該当なし</td><td></td><td></td><td>該当なし</td></tr>
    <tr><td colspan="3">合計</td><td>8</td><td></td></tr></table>
    """
    drone = bill(tmp_path, html, "page.html")
    assert (products_of(drone), parts_of(drone)) == (["ドローン"], {"磁石 N42SH": 8})
    assert drone.parts.supplier.texts == ("例示㈱",)
    assert [remark.what for remark in drone.remarks] == ["1 row was set aside (3): the row names no part."]


@pytest.mark.parametrize(
    ("header", "rows", "parts"),
    [
        ("Pos;Anz.;Bezeichnung;Artikel-Nr.", "10;2;Welle;4711\n20;4;Lager;4712", {"4711 Welle": 2, "4712 Lager": 4}),
        ("Nº DO ITEM;Nº DA PEÇA;DESCRIÇÃO;QTD.", "1;P-1;Painel;3\n2;P-2;Chapa;1", {"P-1 Painel": 3, "P-2 Chapa": 1}),
        ("序号,名称,规格型号,数量", "1,磁钢,N45SH,16\n合计,,,16", {"磁钢 N45SH": 16}),
        ("部品名,型番,員数,単価（円）", "磁石,MG-1,2,120\n合計,,,120", {"MG-1 磁石": 2}),
        ("Name,Number of units,Material", "Lid,2,ABS\nTotal,,< 5 kg", {"Lid ABS": 2}),
        ("Level,Item,Part Number,Qty", "0,10,TOP,1\n1,20,SUB,2\n2,30,BOLT,4", {"SUB": 2, "BOLT": 4}),
    ],
)
def test_headers_of_other_languages_and_programs_are_known_by_their_words(
    header: str, rows: str, parts: dict[str, float], tmp_path: Path
):
    assert parts_of(bill(tmp_path, f"{header}\n{rows}")) == parts


def test_one_part_of_two_makers_is_two_parts_and_of_one_maker_two_lines(tmp_path: Path):
    text = """
    Part Number,Manufacturer,Country of Origin,Qty
    A-1,Acme,Made in China,1
    A-1,Beta,ALEMANIA,2
    A-1,Acme,Made in China,3
    """
    found = bill(tmp_path, text)
    origins = {found.parts.ids[part]: found.parts.origin[part] for part in found.lines.part.tolist()}
    assert (origins, found.lines.low.tolist()) == ({"A-1": "CN", "A-1 (3)": "DE"}, [1, 2, 3])


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("Qty,Price,Weight\n1,2,3", "no column names the parts", "--map part=COLUMN"),
        ("", "no table with any row", "Expected a header"),
        ("Part,Qty\n,4\n,2", "no row names a part", "2 rows were set aside (2, 3)"),
    ],
)
def test_a_file_without_parts_says_what_it_lacks(text: str, what: str, remedy: str, tmp_path: Path):
    with pytest.raises(BillError) as fault:
        bill(tmp_path, text or " ")
    (problem,) = fault.value.problems
    assert what in problem.what
    assert remedy in problem.remedy


def test_without_quantities_each_row_counts_as_one_and_a_person_may_name_the_part(tmp_path: Path):
    found = bill(tmp_path, "Thingy,Shade,Colour\nLid,dark,red\nBase,light,blue", mapping={"part": "Thingy"})
    assert parts_of(found) == {"Lid": 1, "Base": 1}
    assert any("each row counts as one" in text for text in found.reading)


def test_a_header_of_two_rows_and_amounts_in_thousands_are_read_as_meant(tmp_path: Path):
    text = """
    部品番号,品名,数量,単価,備考
    ,,(個),(千円),
    A-100,磁石,2,3.5,
    A-200,ねじ,1,480円,
    """
    found = bill(tmp_path, text)
    values = dict(zip(found.parts.ids, found.parts.price.tolist(), strict=True))
    assert (found.currency, values["A-100"], values["A-200"]) == ("JPY", 3500.0, 480.0)
