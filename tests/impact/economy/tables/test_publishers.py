"""Workbooks and archives as publishers hand them out are recognised by their content and read to what was written."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.published_books import (
    eora_files,
    estat_rows,
    exiobase_files,
    nbs_rows,
    wiod_rows,
    write_xlsb,
    write_xlsx,
    write_zip,
)
from tests.support.raw_layouts import CODES, KNOWN, icio, proportional
from tests.support.raw_tables import oecd_cells, oecd_wide, same, table_of, write

from sekisho import Library
from sekisho.errors import TableError
from sekisho.impact.economy.identities import checks_of, column_residual, row_residual
from sekisho.impact.economy.package_folder import sector_schemes
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.publishers.exiobase_divisions import division_of
from sekisho.impact.economy.tables.recognition import read_table

WORLD = {"JP": "JPN", "CN": "CHN", "KR": "KOR"}


def world(seed: int, *, sectors: int = 4) -> InputOutputTable:
    """A closed table of three regions."""
    return table_of(seed, sectors=sectors, regions=3, closed=True)


def failing(table: InputOutputTable) -> list[str]:
    return [check.name for check in checks_of(table) if check.status == "fail"]


def with_value_added(table: InputOutputTable) -> InputOutputTable:
    """Count taxes on inputs as value added, as national tables at producers' prices do."""
    return replace(table, value_added=table.value_added + table.taxes, taxes=0 * table.taxes)


# ---------------------------------------------------------------- World Input-Output Database: "wiod-2016"


@pytest.mark.parametrize("ending", ["xlsb", "xlsx"])
def test_a_world_table_of_2016_is_read_from_either_workbook(tmp_path: Path, ending: str):
    table = world(1)
    codes = ["A01", "B", "C10-C12", "C13-C15"]
    write_book = write_xlsb if ending == "xlsb" else write_xlsx
    file = write_book(tmp_path / f"WIOT2014_Nov16_ROW.{ending}", wiod_rows(table, WORLD, codes=codes))
    read = read_table(file, known=KNOWN)
    assert same(read, table, relative=1e-12)
    assert (read.regions, read.codes, read.year) == (("JP", "CN", "KR"), tuple(codes), 2014)
    assert (read.unit, read.prices) == ("million USD", "basic")
    assert not failing(read)
    assert any("international transport" in each for each in read.assumptions)


def test_a_world_table_of_2013_has_its_final_uses_and_totals_by_number(tmp_path: Path):
    table = world(2)
    file = write_xlsx(tmp_path / "wiot11_row_apr12.xlsx", wiod_rows(table, WORLD, codes=CODES, old=True))
    read = read_table(file, known=KNOWN, stated=TableMetadata(year=2011))
    assert same(read, table, relative=1e-12)


def test_a_world_table_tells_a_word_among_its_numbers_and_a_row_without_a_column(tmp_path: Path):
    rows = wiod_rows(world(3), WORLD, codes=CODES)
    rows[7][6] = "n/a"
    rows[8][0] = "99"
    with pytest.raises(TableError) as fault:
        read_table(write_xlsx(tmp_path / "WIOT2014.xlsx", rows), known=KNOWN)
    assert "cells are no number: line 8, JPN" in str(fault.value)
    assert "a column and no row: JPN 03" in str(fault.value)
    assert "a row and no column: JPN 99" in str(fault.value)


def test_a_world_table_without_output_says_which_row_is_missing(tmp_path: Path):
    rows = [row for row in wiod_rows(world(4), WORLD, codes=CODES) if row[0] != "GO"]
    with pytest.raises(TableError, match="no row GO"):
        read_table(write_xlsx(tmp_path / "WIOT2014.xlsx", rows), known=KNOWN)


# ---------------------------------------------------------------- Japan: "jp-estat"


@pytest.mark.parametrize(("unit", "read_as"), [("100万円", "million JPY"), ("10億円", "billion JPY")])
def test_a_workbook_of_e_stat_is_read_by_the_names_of_its_totals(tmp_path: Path, unit: str, read_as: str):
    table = table_of(5)
    notes = {"注意": [["この表について"]]}
    file = write_xlsx(tmp_path / "io37.xlsx", estat_rows(table, CODES, unit=unit), before=notes)
    read = read_table(file, known=KNOWN)
    assert same(read, with_value_added(proportional(table)), relative=1e-9)
    assert (read.regions, read.unit, read.year, read.codes) == (("JP",), read_as, 2020, tuple(CODES))
    assert [sector.name for sector in read.sectors] == [f"部門{at}" for at in range(4)]
    assert not failing(read)


def test_codes_that_lost_their_zeros_in_the_workbook_have_them_again(tmp_path: Path):
    codes: list[object] = [1, 6, 11, 97]
    read = read_table(write_xlsx(tmp_path / "io.xlsx", estat_rows(table_of(6), codes)), known=KNOWN)
    assert read.codes == ("01", "06", "11", "97")


def test_the_basic_table_is_added_up_to_the_small_classification(tmp_path: Path):
    """Its rows have seven digits and its columns six; four of them are common."""
    table = table_of(7)
    rows = estat_rows(table, ["0111-01", "0111-02", "0112-01", "0621-01"])
    for at, code in enumerate(("0111-011", "0111-021", "0112-011", "0621-011P"), start=3):
        rows[at][0] = code
    read = read_table(write_xlsx(tmp_path / "basic.xlsx", rows), known=KNOWN)
    assert read.codes == ("0111", "0112", "0621")
    whole = table.flows + table.imports
    both = read.flows + read.imports
    assert both[0, 0] == pytest.approx(whole[:2, :2].sum())
    assert both[1, 0] == pytest.approx(whole[2, :2].sum())
    assert read.output == pytest.approx([table.output[:2].sum(), *table.output[2:]])
    assert np.abs(row_residual(read)).max() < 1e-6
    assert np.abs(column_residual(read)).max() < 1e-6


def test_by_products_below_zero_are_sold_instead(tmp_path: Path):
    """Sector 2 "buys" -8 of product 1, which it makes by the way: it sells 8 to sector 1, and both make 8 more."""
    table = table_of(8)
    rows = estat_rows(table, CODES)
    first, second = 3, 3
    # Move the cell to -8 and let final use of product 1 and value added of sector 2 take up the difference.
    before = float(rows[first][second]) if rows[first][second] != "-" else 0.0  # type: ignore[arg-type]
    change = -8.0 - before
    names = rows[2]
    rows[first][second] = -8.0
    rows[first][names.index("国内最終需要計")] -= change  # type: ignore[operator]
    added = next(at for at, row in enumerate(rows) if row[1:2] == ["粗付加価値部門計"])
    rows[added][second] -= change  # type: ignore[operator]
    read = read_table(write_xlsx(tmp_path / "io.xlsx", rows), known=KNOWN)
    assert not failing(read)
    assert np.abs(row_residual(read)).max() < 1e-6
    assert np.abs(column_residual(read)).max() < 1e-6
    assert read.output[:2] == pytest.approx(table.output[:2] + 8.0)
    assert read.output[2:] == pytest.approx(table.output[2:])
    assert any("8.0 million JPY" in each for each in read.assumptions)


def test_a_workbook_without_its_totals_names_them(tmp_path: Path):
    rows = estat_rows(table_of(9), CODES)
    rows[2] = ["" if name in {"国内最終需要計", "国内生産額"} else name for name in rows[2]]
    with pytest.raises(TableError, match="no column 国内最終需要計 or 国内生産額"):
        read_table(write_xlsx(tmp_path / "io.xlsx", rows), known=KNOWN)


# ---------------------------------------------------------------- China: "cn-nbs-42", "cn-nbs-153"


def test_a_chinese_workbook_of_total_inputs_is_read_as_its_rows_are(tmp_path: Path):
    table = table_of(10)
    read = read_table(write_xlsx(tmp_path / "2020.xlsx", nbs_rows(table, CODES)), known=KNOWN)
    assert same(read, with_value_added(proportional(table)), relative=1e-9)
    assert (read.regions, read.unit, read.year) == (("CN",), "10 thousand CNY", 2020)
    assert read.sectors[0].name == "部门01"
    assert not failing(read)


def test_a_chinese_workbook_with_inputs_from_abroad_apart_needs_no_assumption(tmp_path: Path):
    table = table_of(11)
    read = read_table(write_xlsx(tmp_path / "2020.xlsx", nbs_rows(table, CODES, apart=True)), known=KNOWN)
    assert same(read, with_value_added(table), relative=1e-9)
    assert read.assumptions == ()


# ---------------------------------------------------------------- OECD in an archive: "oecd-icio"


def test_an_inter_country_table_is_read_inside_its_archive_and_the_year_picks_the_file(tmp_path: Path):
    table = world(12, sectors=3)
    texts = {}
    for year, factor in ((2019, 1.0), (2020, 2.0)):
        header, rows = icio(table, WORLD, edition=2023)
        scaled = [[row[0], *(factor * float(cell) for cell in row[1:])] for row in rows]  # type: ignore[arg-type]
        texts[f"{year}_SML.csv"] = write(tmp_path / "one.csv", header, scaled).read_text()
    texts["ReadMe_ICIO_small.xlsx"] = "notes"
    file = write_zip(tmp_path / "2016-2020_SML.zip", texts)
    read = read_table(file, known=KNOWN, stated=TableMetadata(year=2019))
    assert same(read, table, relative=1e-12)
    assert read.year == 2019
    twice = read_table(file, known=KNOWN, stated=TableMetadata(year=2020))
    assert twice.output == pytest.approx(2 * table.output)
    with pytest.raises(TableError, match=r"several tables are in the archive \(2019_SML\.csv, 2020_SML\.csv\)"):
        read_table(file, known=KNOWN)


def test_a_spreadsheet_in_a_layout_of_rows_needs_not_be_saved_as_text(tmp_path: Path):
    table = table_of(13)
    text = oecd_wide(tmp_path / "JPN2020ttl.csv", oecd_cells(table, CODES), CODES, head="TTL_").read_text()
    cells = [line.split(",") for line in text.splitlines()]
    rows: list[list[object]] = [[*cells[0]], *([row[0], *map(float, row[1:])] for row in cells[1:])]
    assert same(read_table(write_xlsx(tmp_path / "JPN2020ttl.xlsx", rows), known=KNOWN), proportional(table))


# ---------------------------------------------------------------- EXIOBASE: "exiobase-3"

INDUSTRIES = ["Cultivation of wheat", "Cattle farming", "Mining of iron ores", "Manufacture of textiles (17)"]


@pytest.mark.parametrize("coefficients", [True, False])
def test_exiobase_is_added_up_to_divisions_row_by_row(tmp_path: Path, *, coefficients: bool):
    table = world(14)
    files = exiobase_files(table, INDUSTRIES, coefficients=coefficients)
    read = read_table(write_zip(tmp_path / "IOT_2011_ixi.zip", files), known=KNOWN)
    assert (read.codes, read.regions, read.year) == (("01", "13", "17"), ("JP", "CN", "KR"), 2011)
    assert (read.unit, read.scheme) == ("million EUR", "nace1")
    assert read.flows[0, 0] == pytest.approx(table.flows[:2, :2].sum())
    assert read.flows[3, 1] == pytest.approx(table.flows[4:6, 2].sum())
    assert read.value_added.sum() == pytest.approx(table.value_added.sum())
    assert read.taxes.sum() == pytest.approx(table.taxes.sum())
    assert not failing(read)


def test_exiobase_without_its_accounts_takes_what_inputs_leave(tmp_path: Path):
    table = world(15)
    files = exiobase_files(table, INDUSTRIES, primary=False)
    read = read_table(write_zip(tmp_path / "IOT_2011_ixi.zip", files), known=KNOWN)
    assert read.value_added.sum() == pytest.approx((table.value_added + table.taxes).sum())
    assert any("what inputs leave of output" in each for each in read.assumptions)


def test_an_archive_of_exiobase_whose_rows_are_in_another_order_is_refused(tmp_path: Path):
    files = exiobase_files(world(16), INDUSTRIES)
    name = "IOT_2011_ixi/A.txt"
    body = files[name].splitlines()
    body[3], body[4] = body[4], body[3]
    with pytest.raises(TableError, match="in another order"):
        read_table(write_zip(tmp_path / "IOT_2011_ixi.zip", {**files, name: "\n".join(body) + "\n"}))
    with pytest.raises(TableError, match="unknown sector code 'Spaceships'"):
        read_table(write_zip(tmp_path / "b_2011.zip", exiobase_files(world(16), [*INDUSTRIES[:3], "Spaceships"])))


@pytest.mark.parametrize(
    ("name", "division"),
    [
        ("Mining of chemical and fertilizer minerals, production of salt, other mining and quarrying n.e.c.", "14"),
        ("N-fertiliser", "24"),
        ("Biogasoline", "24"),
        ("Motor Gasoline", "23"),
        ("Production of electricity by petroleum and other oil derivatives", "40"),
        ("Crude petroleum and services related to crude oil extraction, excluding surveying", "11"),
        ("Re-processing of secondary lead into new lead, zinc and tin", "27"),
        ("Aluminium ores and concentrates", "13"),
        ("Vegetables, fruit, nuts", "01"),
        ("products of Vegetable oils and fats", "15"),
        ("Incineration of waste: Food", "90"),
        ("Intert/metal waste for treatment: landfill", "90"),
        ("Manure (biogas treatment)", "01"),
        ("Biogas", "40"),
        ("Sea and coastal water transportation services", "61"),
        ("Retail sale of automotive fuel", "50"),
        ("Manufacture of motor vehicles, trailers and semi-trailers (34)", "34"),
        ("Additives/Blending Components", "24"),
        ("Paper and paper products", "21"),
    ],
)
def test_names_of_exiobase_lead_to_their_division(name: str, division: str):
    assert division_of(name) == division


# ---------------------------------------------------------------- Eora: "eora-26"


def test_eora_is_read_with_its_labels_in_the_archive_or_beside_it(tmp_path: Path):
    table = world(17)
    files = eora_files(table, WORLD)
    read = read_table(write_zip(tmp_path / "Eora26_2017_bp.zip", files), known=KNOWN)
    expected = with_value_added(table)
    assert same(read, expected, relative=1e-12)
    assert (read.regions, read.year, read.unit) == (("JP", "CN", "KR"), 2017, "thousand USD")
    assert read.codes == tuple(sector.name for sector in table.sectors)
    assert not failing(read)
    apart = tmp_path / "apart"
    apart.mkdir()
    write_zip(apart / "indices.zip", {name: text for name, text in files.items() if name.startswith("labels")})
    matrices = {name: text for name, text in files.items() if not name.startswith("labels")}
    file = write_zip(apart / "Eora26_2017_bp.zip", matrices)
    assert same(read_table(file, known=KNOWN), expected, relative=1e-12)
    (apart / "indices.zip").unlink()
    with pytest.raises(TableError, match=r"no file labels_T\.txt"):
        read_table(file, known=KNOWN)


@pytest.mark.parametrize("layout", ["eora-26", "wiod-2016"])
def test_a_sector_that_its_classification_does_not_know_is_told_with_the_nearest(
    tmp_path: Path, library: Library, layout: str
):
    """Read under its own name it would have no materials, and a loss would lack it without a word."""
    scheme = sector_schemes(library)["eora26" if layout == "eora-26" else "wiod56"]
    naming = max(({code: code for code in scheme.names}, *scheme.namings), key=len)
    names = list(dict.fromkeys({code: name for name, code in naming.items()}.values()))
    table = world(20, sectors=len(names))
    wrong = [*names[:-1], "Spaceships"]
    if layout == "eora-26":
        sectors = tuple(replace(sector, name=name) for sector, name in zip(table.sectors, wrong, strict=True))
        file = write_zip(tmp_path / "Eora26_2017_bp.zip", eora_files(replace(table, sectors=sectors), WORLD))
    else:
        file = write_xlsx(tmp_path / "WIOT2014_Nov16_ROW.xlsx", wiod_rows(table, WORLD, codes=wrong))
    with pytest.raises(TableError, match="unknown sector code 'Spaceships'"):
        read_table(file, known=known_from(library))


def test_eora_tells_by_how_much_countries_do_not_balance_and_refuses_too_much(tmp_path: Path):
    table = world(18)
    read = read_table(write_zip(tmp_path / "a_2017.zip", eora_files(table, WORLD, gap=1.1)), known=KNOWN)
    assert any("by more than 1% in 1 country (JPN)" in each for each in read.assumptions)
    assert not failing(read)
    with pytest.raises(TableError, match="5% is the bound: JPN"):
        read_table(write_zip(tmp_path / "b_2017.zip", eora_files(table, WORLD, gap=3.0)), known=KNOWN)


def test_matrices_and_labels_of_two_releases_do_not_fit(tmp_path: Path):
    files = eora_files(world(19), WORLD)
    files["labels_T.txt"] = files["labels_T.txt"].rpartition("KOR land")[0]
    with pytest.raises(TableError, match="another number of cells"):
        read_table(write_zip(tmp_path / "Eora26_2017_bp.zip", files), known=KNOWN)


# ---------------------------------------------------------------- what is none


def test_what_holds_no_table_is_told(tmp_path: Path):
    with pytest.raises(TableError, match="no input-output table is in the archive"):
        read_table(write_zip(tmp_path / "a.zip", {"notes.txt.md": "x"}))
    (tmp_path / "b.zip").write_bytes(b"PK no archive")
    with pytest.raises(TableError, match="damaged archive"):
        read_table(tmp_path / "b.zip")
    (tmp_path / "c.xlsx").write_bytes(b"no workbook")
    with pytest.raises(TableError, match="cannot be read as a spreadsheet"):
        read_table(tmp_path / "c.xlsx")
    with pytest.raises(TableError, match="no known layout"):
        read_table(write_xlsx(tmp_path / "d.xlsx", [["a", "b"], ["c", 1.0]]))
    (tmp_path / "e.pdf").write_bytes(b"x")
    with pytest.raises(TableError, match=r"\.pdf"):
        read_table(tmp_path / "e.pdf")


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path):
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("2020.csv", b"0" * (70 << 20))
    with pytest.raises(TableError, match="unpacks to more than"):
        read_table(file)
