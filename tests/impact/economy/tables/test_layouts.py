"""Each layout in which tables are published is recognised by its content and read to the figures that were written."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.raw_layouts import CODES, KNOWN, MADE_UP, icio, proportional
from tests.support.raw_tables import (
    HOME,
    oecd_cells,
    oecd_long,
    oecd_wide,
    same,
    table_of,
    tables,
    totals,
    write,
)

from sekisho import Library
from sekisho.errors import TableError
from sekisho.impact.economy.identities import checks_of, row_residual
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.import_split import ASSUMPTION, split_imports
from sekisho.impact.economy.tables.layouts import LAYOUTS
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.recognition import layout_of, read_table
from sekisho.impact.economy.tables.table_file import open_sheet
from sekisho.impact.economy.tables.writer import long_form_of


def failing(table: InputOutputTable) -> list[str]:
    return [check.name for check in checks_of(table) if check.status == "fail"]


# ---------------------------------------------------------------- the project's own long form


@given(tables, st.sampled_from([(), ("CN",), ("CN", "AU")]))
@settings(max_examples=30)
def test_a_table_written_in_long_form_is_read_back_to_the_last_digit(table: InputOutputTable, origins: tuple[str, ...]):
    table = replace(table, origins=dict.fromkeys(origins, 0.4 * table.imports))
    read = round_trip(table)
    assert same(read, table, relative=1e-15)
    assert (read.regions, read.codes, read.year, read.unit) == (table.regions, table.codes, table.year, table.unit)


def round_trip(table: InputOutputTable) -> InputOutputTable:
    """Write a table to a file and read it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "made-up.csv"
        file.write_text(long_form_of(table), encoding="utf-8")
        assert layout_of(open_sheet(file)) == "long"
        return read_table(file, stated=MADE_UP)


def test_the_source_card_beside_a_file_says_what_the_file_does_not(tmp_path: Path):
    table = table_of(1)
    file = tmp_path / "mine.csv"
    file.write_text(long_form_of(table), encoding="utf-8")
    (tmp_path / "mine.source.yaml").write_text(
        "publisher: The ministry\ntitle: A table\nyear: 2020\nunit: million USD\nscheme: mine\nrounding: 0.5\n"
        "prices: producers'\nsectors: {'01': Mines, '02': Mills}\nassumptions: [Guessed.]\n",
        encoding="utf-8",
    )
    read = read_table(file)
    assert (read.source, read.year, read.unit) == ("The ministry, A table", 2020, "million USD")
    assert (read.prices, read.rounding, read.assumptions) == ("producers'", 0.5, ("Guessed.",))
    assert [sector.name for sector in read.sectors] == ["Mines", "Mills", "03", "04"]
    assert read_table(file, stated=TableMetadata(year=1999)).year == 1999


def test_parquet_and_packed_files_are_read_as_csv_is(tmp_path: Path):
    table = table_of(2, regions=2)
    plain = tmp_path / "a.csv"
    plain.write_text(long_form_of(table), encoding="utf-8")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    duckdb.sql(f"COPY (FROM read_csv('{plain}', all_varchar = true)) TO '{tmp_path / 'c.parquet'}'")
    read = [read_table(tmp_path / name, stated=MADE_UP) for name in ("a.csv", "b.csv.gz", "c.parquet")]
    assert all(same(each, table, relative=1e-15) for each in read)


# ---------------------------------------------------------------- OECD, national


@pytest.mark.parametrize("seed", range(5))
def test_total_uses_in_the_long_form_of_the_oecd(tmp_path: Path, seed: int):
    table = table_of(seed)
    file = oecd_long(tmp_path / "iot.csv", oecd_cells(table, CODES))
    assert layout_of(open_sheet(file)) == "oecd-long"
    read = read_table(file, known=KNOWN)
    assert same(read, proportional(table), relative=1e-12)
    assert (read.regions, read.year, read.unit, read.prices) == (("JP",), 2018, "million USD", "basic")
    assert ASSUMPTION in read.assumptions
    assert not failing(read)


@pytest.mark.parametrize(("head", "mark"), [("TTL_", ""), ("TTL_", "D"), ("", "")])
def test_total_uses_in_the_wide_form_of_the_oecd(tmp_path: Path, head: str, mark: str):
    table = table_of(3)
    file = oecd_wide(tmp_path / "JPN2020ttl.csv", oecd_cells(table, CODES), CODES, head=head, mark=mark)
    assert layout_of(open_sheet(file)) == "oecd-wide"
    read = read_table(file, known=KNOWN)
    assert same(read, proportional(table), relative=1e-12)
    assert (read.name, read.year, read.regions, read.codes) == ("JPN2020ttl", 2020, ("JP",), tuple(CODES))


@pytest.mark.parametrize("naming", ["2021", "2023"])
def test_industries_of_either_edition_of_the_oecd_get_the_codes_of_the_scheme(
    tmp_path: Path, library: Library, naming: str
):
    known = known_from(library)
    codes = list(known.schemes["oecd45"].namings[0 if naming == "2021" else 1])
    table = table_of(11, sectors=45)
    read = read_table(oecd_wide(tmp_path / "JPN2019.csv", oecd_cells(table, codes), codes), known=known)
    assert read.codes == tuple(f"{at:02d}" for at in range(1, 46))
    assert read.sectors[19].name == "Motor vehicles and parts"
    assert same(read, proportional(table), relative=1e-12)


def test_home_made_and_imported_inputs_that_are_published_need_no_assumption(tmp_path: Path):
    table = table_of(5)
    columns = [*CODES, *HOME, "EXPO"]
    final = {name: 0.8 * part for name, part in HOME.items()} | {"EXPO": 0.2}
    rows = [
        *(
            (f"DOM_{code}", *table.flows[at], *(table.final[at] * part for part in final.values()))
            for at, code in enumerate(CODES)
        ),
        *((f"IMP_{code}", *table.imports[at], *([1.0] * len(final))) for at, code in enumerate(CODES)),
        ("TXS_INT_FNL", *table.taxes, *([0.0] * len(final))),
        ("TTL_INT_FNL", *(table.flows.sum(axis=0) + table.imports.sum(axis=0) + table.taxes), *([0.0] * len(final))),
        ("VALU", *table.value_added, *([0.0] * len(final))),
        ("OUTPUT", *table.output, *([0.0] * len(final))),
    ]
    read = read_table(write(tmp_path / "JPN2018domimp.csv", ("", *columns), rows), known=KNOWN)
    assert same(read, table, relative=1e-12)
    assert read.assumptions == ()


def test_a_file_of_several_countries_and_years_asks_which(tmp_path: Path):
    cells = oecd_cells(table_of(1), CODES)
    one = oecd_long(tmp_path / "a.csv", cells)
    two = oecd_long(tmp_path / "b.csv", cells, country="CHN", year=2015)
    both = tmp_path / "both.csv"
    both.write_text(one.read_text() + two.read_text().partition("\n")[2])
    with pytest.raises(TableError, match=r"--region and --year: CHN 2015, JPN 2018"):
        read_table(both, known=KNOWN)
    for region in ("JPN", "JP"):
        assert read_table(both, known=KNOWN, stated=TableMetadata(region=region)).year == 2018
    assert read_table(both, known=KNOWN, stated=TableMetadata(year=2015)).regions == ("CN",)
    with pytest.raises(TableError, match="no table fits"):
        read_table(both, known=KNOWN, stated=TableMetadata(year=1990))


# ---------------------------------------------------------------- splitting imports


@given(st.integers(0, 1_000), st.floats(0, 3))
def test_a_row_adds_up_after_the_split_if_it_did_before(seed: int, reexported: float):
    """Also where more is imported than used at home, since part of it is sold on."""
    table = table_of(seed)
    parts = totals(table)
    extra = reexported * table.output
    split = split_imports(
        uses=parts["uses"],
        home_final=parts["home"],
        exports=parts["exports"] + extra,
        imports=parts["imports"] + extra,
        output=table.output,
        codes=table.codes,
    )
    rows = split.domestic.sum(axis=1) + split.home_final + split.exports
    assert np.allclose(rows, table.output, rtol=1e-9)
    assert np.allclose(split.domestic + split.imported, parts["uses"])
    assert (split.shares >= 0).all()
    assert (split.shares <= 1).all()


# ---------------------------------------------------------------- OECD, between countries


@pytest.mark.parametrize("edition", [2021, 2023])
def test_an_inter_country_table_of_the_oecd(tmp_path: Path, edition: int):
    table = table_of(13, sectors=3, regions=3, closed=True)
    header, rows = icio(table, {"JP": "JPN", "CN": "CHN", "KR": "KOR"}, edition=edition)
    file = write(tmp_path / "2020_SML.csv", header, rows)
    assert layout_of(open_sheet(file)) == "oecd-icio"
    read = read_table(file, known=KNOWN)
    assert same(read, table, relative=1e-12)
    assert (read.regions, read.year, read.assumptions) == (("JP", "CN", "KR"), 2020, ())
    assert not failing(read)


def test_parts_of_china_and_mexico_are_added_up_to_where_final_use_is(tmp_path: Path):
    """In the extended files CHN and MEX are empty but for final use, and CN1, CN2, MX1 and MX2 have none."""
    table = table_of(17, sectors=3, regions=4, closed=True)
    header, rows = icio(table, {"JP": "JPN", "CN": "CN1", "KR": "CN2", "US": "MX1"}, edition=2023)
    final = [label for label in header if label.partition("_")[2] in {"HFCE", "GFCF"}]
    renamed = {label: label.replace("CN1", "CHN").replace("MX1", "MEX") for label in final}
    kept = [at for at, label in enumerate(header) if not label.startswith(("CN2_HF", "CN2_GF"))]
    moved = [at for at, label in enumerate(header) if label.startswith(("CN2_HF", "CN2_GF"))]
    for row in rows:
        for at in moved:
            row[at - 2] = float(row[at - 2]) + float(row[at])  # type: ignore[arg-type]
    rows = [[row[at] for at in kept] for row in rows]
    header = [renamed.get(header[at], header[at]) for at in kept]
    # Empty regions, as they are published.
    empty = [f"{region}_{code}" for region in ("CHN", "MEX") for code in table.codes]
    rows = [[*row, *([0.0] * len(empty))] for row in rows]
    at = next(number for number, row in enumerate(rows) if row[0] == "TLS")
    rows[at:at] = [[label, *([0.0] * (len(header) - 1 + len(empty)))] for label in empty]
    read = read_table(write(tmp_path / "2020.csv", [*header, *empty], rows), known=KNOWN)
    assert read.regions == ("JP", "CN", "MX")
    assert not failing(read)
    assert read.output.sum() == pytest.approx(table.output.sum())
    assert read.output[3:6] == pytest.approx(table.output[3:6] + table.output[6:9])
    assert read.final[3:6] == pytest.approx(table.final[3:6] + table.final[6:9])
    assert any("CN1, CN2, MX1 were added up to CN, MX" in each for each in read.assumptions)


# ---------------------------------------------------------------- world tables of 2013


def test_a_world_table_in_long_form_says_its_own_unit(tmp_path: Path):
    table = table_of(19, regions=2, closed=True)
    text = long_form_of(table).replace(",FINAL,", ",CONS_h,").replace(",TAX,", ",VALU,")
    rows = [line for line in text.splitlines() if not line.startswith("T,")]
    file = tmp_path / "wiot_2011.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    read = read_table(file)
    assert (read.unit, read.year, read.scheme, read.rounding) == ("million USD", 2011, "wiod35", 1.0)
    assert "World Input-Output Database" in read.source
    assert np.allclose(read.flows, table.flows)


def test_a_national_table_with_imports_by_origin(tmp_path: Path):
    table = table_of(23)
    table = replace(table, value_added=table.value_added + table.taxes, taxes=np.zeros(4))
    rows: list[tuple[str, str, str, object]] = []
    for at, code in enumerate(CODES):
        rows += [("DOM", code, user, table.flows[at, column]) for column, user in enumerate(CODES)]
        rows += [("DOM", code, use, 0.2 * table.final[at]) for use in ("CONS_h", "GFCF", "EXP_Z", "EXP_F", "DISC")]
        rows += [("DOM", code, "GO", table.output[at])]
        for origin, share in (("IMP_CHN", 0.3), ("IMP_OTH", 0.7)):
            rows += [(origin, code, user, share * table.imports[at, column]) for column, user in enumerate(CODES)]
            rows += [(origin, code, "CONS_h", 5.0)]
        rows += [("VA", "VA", code, table.value_added[at]), ("GO", "GO", code, table.output[at])]
    file = write(tmp_path / "jpn_niot_2011.csv", ("origin", "row_code", "col_code", "value"), rows)
    assert layout_of(open_sheet(file)) == "wiod-national"
    read = read_table(file, known=KNOWN)
    expected = replace(table, origins={"CN": 0.3 * table.imports, "OTH": 0.7 * table.imports})
    assert same(read, expected, relative=1e-12)
    assert read.regions == ("JP",)


# ---------------------------------------------------------------- China


def test_a_chinese_table_of_total_inputs_has_imports_to_be_taken_off(tmp_path: Path):
    table = table_of(29)
    parts = totals(table)
    added = table.value_added + table.taxes
    rows: list[tuple[str, str, object]] = []
    for at, code in enumerate(CODES):
        rows += [(code, user, parts["uses"][at, column]) for column, user in enumerate(CODES)]
        rows += [(code, "FU101", 0.4 * parts["home"][at]), (code, "FU201", 0.6 * parts["home"][at])]
        rows += [(code, "EX", parts["exports"][at]), (code, "IM", parts["imports"][at]), (code, "GO", table.output[at])]
        rows += [(code, "TFU", 9e9), ("TII", code, 9e9), ("TVA", code, 9e9), ("TI", code, table.output[at])]
        rows += [("VA001", code, 0.7 * added[at]), ("VA004", code, 0.3 * added[at])]
    file = write(tmp_path / "io_2020.csv", ("row_code", "col_code", "value"), [row for row in rows if row[2]])
    assert layout_of(open_sheet(file)) == "cn-nbs-153"
    read = read_table(file, known=KNOWN)
    expected = replace(proportional(table), value_added=added, taxes=np.zeros(4))
    assert same(read, expected, relative=1e-12)
    assert (read.regions, read.unit, read.year) == (("CN",), "10 thousand CNY", 2020)


def test_a_chinese_table_with_imports_apart_is_read_as_it_is(tmp_path: Path):
    table = table_of(31)
    added = table.value_added + table.taxes
    rows: list[tuple[str, str, str, object]] = []
    for at, code in enumerate(CODES):
        for origin, array in (("Domestic", table.flows), ("Imports", table.imports)):
            rows += [(code, origin, user, array[at, column]) for column, user in enumerate(CODES)]
        rows += [(code, "Domestic", "TC", 0.9 * table.final[at]), (code, "Domestic", "EX", 0.1 * table.final[at])]
        rows += [(code, "Imports", "TC", 7.0), (code, "Domestic", "GO", table.output[at])]
        rows += [
            ("VA001", "TOT", code, added[at]),
            ("TVA", "TOT", code, added[at]),
            ("TI", "TOT", code, table.output[at]),
        ]
    file = write(tmp_path / "io_2020_42.csv", ("row_code", "origin", "col_code", "value"), rows)
    assert layout_of(open_sheet(file)) == "cn-nbs-42"
    read = read_table(file, known=KNOWN)
    assert same(read, replace(table, value_added=added, taxes=np.zeros(4)), relative=1e-12)
    assert read.assumptions == ()


# ---------------------------------------------------------------- Japan


def test_a_japanese_table_of_sectors_has_names_and_imports_below_zero(tmp_path: Path):
    table = table_of(37)
    parts = totals(table)
    rows: list[tuple[object, ...]] = []
    for at, code in enumerate(CODES):
        name = f"{code}_Sector,of {at}"
        own = ("industry", code, name)
        rows += [(*own, "industry", user, f"{user}_x", parts["uses"][at, column]) for column, user in enumerate(CODES)]
        rows += [(*own, "finaldemand", "72", "72_Consumption", parts["home"][at])]
        rows += [(*own, "export", "81", "81_Exports", parts["exports"][at])]
        rows += [(*own, "import", "84", "84_Imports", -0.9 * parts["imports"][at])]
        rows += [(*own, "import", "85", "85_Duties", -0.1 * parts["imports"][at])]
        added = table.value_added[at] + table.taxes[at]
        rows += [
            ("valueadded", "91", "91_Wages", *own, 1.2 * added),
            ("valueadded", "95", "95_Subsidies", *own, -0.2 * added),
        ]
    file = write(
        tmp_path / "io13_2011.csv",
        ("row_kind", "row_code", "row_name", "col_kind", "col_code", "col_name", "value"),
        rows,
    )
    assert layout_of(open_sheet(file)) == "jp-mic"
    read = read_table(file, known=KNOWN)
    expected = replace(proportional(table), value_added=table.value_added + table.taxes, taxes=np.zeros(4))
    assert same(read, expected, relative=1e-12)
    assert read.sectors[1].name == "Sector, of 1"
    assert (read.unit, read.regions) == ("million JPY", ("JP",))


GOODS_USE = {
    # Two industries make three goods; industry b buys scrap below zero, which is a by-product that it sells.
    ("dom", "ore"): {"a": 10.0, "b": 30.0, "hhco": 60.0},
    ("dom", "tin"): {"a": 20.0, "b": 50.0, "hhco": 100.0, "expo": 30.0},
    ("dom", "cup"): {"a": 5.0, "b": -4.0, "hhco": 49.0},
    ("imp", "ore"): {"a": 8.0, "b": 2.0, "impo": -10.0},
    ("imp", "tin"): {"b": 6.0, "hhco": 4.0, "impo": -10.0},
    ("imp", "cup"): {},
    ("dom", "epin"): {"a": 60.0, "b": 20.0},
    ("dom", "opse"): {"a": 7.0, "b": 136.0},
}
GOODS_MAKE = {"ore": {"a": 100.0}, "tin": {"b": 200.0}, "cup": {"a": 10.0, "b": 40.0}}
USE_HEADER = ("row_code", "origin", "col_code", "value")


def write_goods(folder: Path) -> Path:
    columns = ("a", "b", "hhco", "expo", "impo")
    use = [
        (good, origin, column, cells.get(column, 0.0))
        for (origin, good), cells in GOODS_USE.items()
        for column in (columns if good in GOODS_MAKE else columns[:2])
    ]
    make = [(good, industry, value) for good, cells in GOODS_MAKE.items() for industry, value in cells.items()]
    write(folder / "make_2011.csv", ("row_code", "col_code", "value"), make)
    return write(folder / "use_2011_dom_imp.csv", USE_HEADER, use)


def test_goods_by_industries_become_industries_by_industries_with_the_make_table(tmp_path: Path):
    file = write_goods(tmp_path)
    assert layout_of(open_sheet(file)) == "jp-mic-goods"
    read = read_table(file, known=KNOWN)
    # Cups are made by a (10) and b (40 and the 4 of scrap): a sells 10/54 of each use of cups.
    part = 10 / 54
    assert read.codes == ("a", "b")
    assert read.output == pytest.approx([110, 244])
    assert read.flows == pytest.approx(np.array([[10 + 5 * part, 30], [20 + 5 * (1 - part), 50]]))
    assert read.imports == pytest.approx(np.array([[8, 2], [0, 6]]))
    assert read.final == pytest.approx([60 + 49 * part, 130 + 49 * (1 - part)])
    assert read.value_added == pytest.approx([67, 156])
    assert np.abs(row_residual(read)).max() < 1e-9
    assert not failing(read)
    assert any("4.0 billion JPY" in each for each in read.assumptions)


def test_a_use_table_without_its_make_table_says_what_to_put_beside_it(tmp_path: Path):
    file = write_goods(tmp_path)
    (tmp_path / "make_2011.csv").unlink()
    with pytest.raises(TableError, match=r"Put the make table beside it as make_2011\.csv"):
        read_table(file)


def test_a_make_table_alone_is_told_as_one_and_not_as_a_table_of_china(tmp_path: Path):
    """Its three columns have the names of those of a Chinese table of total inputs; its codes are others."""
    write_goods(tmp_path)
    with pytest.raises(TableError, match="seems to be a make table") as fault:
        read_table(tmp_path / "make_2011.csv", known=KNOWN)
    assert "China" not in str(fault.value)
    assert "use table" in str(fault.value)


def test_every_layout_has_a_test_here_and_a_line_in_the_reference():
    here = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    page = (Path(__file__).parents[4] / "docs" / "reference" / "table-formats.md").read_text(encoding="utf-8")
    assert [layout for layout in LAYOUTS if f'"{layout}"' not in here or f"`{layout}`" not in page] == []
