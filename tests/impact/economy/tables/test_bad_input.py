"""A table that cannot be trusted is refused with all that is wrong, in one pass, and where."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.raw_layouts import CODES, KNOWN, MADE_UP, icio
from tests.support.raw_tables import oecd_cells, oecd_long, oecd_wide, table_of, totals, write

from sekisho import Library
from sekisho.errors import TableError
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.impact.economy.tables.writer import long_form_of

Cells = dict[tuple[str, str], float]


def refused(file: Path, **given: object) -> str:
    with pytest.raises(TableError) as fault:
        read_table(file, known=KNOWN, **given)  # type: ignore[arg-type]
    return str(fault.value)


def edited(path: Path, edit: Callable[[str], str]) -> Path:
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def test_everything_that_is_wrong_with_a_file_is_told_at_once(tmp_path: Path):
    """A cell missing, no number or stated twice, a code that lost its zero, a flow below zero, a broken row sum."""
    cells = oecd_cells(table_of(3), CODES)
    cells["01", "02"] = -9_000.0
    cells["03", "HFCE"] += 5_000.0
    del cells["02", "03"]
    file = edited(
        oecd_long(tmp_path / "iot.csv", cells),
        lambda text: text.replace("JPN,2018,04,01,", "JPN,2018,04,01,n/a ") + "JPN,2018,1,01,3.0\nJPN,2018,01,01,3.0\n",
    )
    told = refused(file)
    assert "cells are missing: 02 to 03" in told
    assert "cells are no number: line" in told
    assert "'n/a " in told
    assert "a cell is stated twice: line" in told
    assert "sector '1' has a row and no column" in told
    assert "Did you mean '01'?" in told
    assert "below zero" in told
    assert "row: uses and final use differ from output" in told


def test_a_classification_that_is_known_finds_codes_that_are_not_its_own(tmp_path: Path, library: Library):
    known = known_from(library)
    codes = [*(f"{at:02d}" for at in range(1, 45)), "54"]
    file = oecd_wide(tmp_path / "JPN2018.csv", oecd_cells(table_of(11, sectors=45), codes), codes)
    with pytest.raises(TableError) as fault:
        read_table(file, known=known)
    told = str(fault.value)
    assert "unknown sector code '54'" in told
    assert "sectors of the classification are missing: 45" in told


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_a_table_of_the_oecd_that_lies_on_its_side_is_found_out(tmp_path: Path, layout: str):
    cells = {(column, row): value for (row, column), value in oecd_cells(table_of(5), CODES).items()}
    if layout == "long":
        file = oecd_long(tmp_path / "iot.csv", cells)
    else:
        rows = [*CODES, "HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "CONS_ABR", "CONS_NONRES", "EXPO", "IMPO"]
        columns = [*CODES, "TXS_IMP_FNL", "TXS_INT_FNL", "TTL_INT_FNL", "VALU", "OUTPUT"]
        lines = ((row, *(cells.get((row, column), 0.0) for column in columns)) for row in rows)
        file = write(tmp_path / "JPN2018.csv", ("", *columns), lines)
    told = refused(file)
    assert "the table lies on its side" in told
    assert "VALU" in told
    assert "differ from output" not in told, "nothing else is wrong with it"


def test_flows_alone_on_their_side_are_found_out_by_the_sums(tmp_path: Path):
    table = table_of(5)
    cells = oecd_cells(table, CODES)
    uses = totals(table)["uses"].T
    cells |= {(row, column): uses[at, to] for at, row in enumerate(CODES) for to, column in enumerate(CODES)}
    read = read_table(oecd_long(tmp_path / "iot.csv", cells), known=KNOWN)
    from tests.support.reshaping import require_sound

    with pytest.raises(TableError, match="on their side"):
        require_sound(read)


def test_an_inter_country_table_on_its_side_or_with_holes_is_told(tmp_path: Path):
    table = table_of(13, sectors=3, regions=3, closed=True)
    names = {"JP": "JPN", "CN": "CHN", "KR": "KOR"}
    header, rows = icio(table, names, edition=2023)
    turned = [[header[at], *(row[at] for row in rows)] for at in range(1, len(header))]
    told = refused(write(tmp_path / "2020.csv", ["V1", *(str(row[0]) for row in rows)], turned))
    assert "lies on its side" in told
    rows[1][4] = ""
    rows[2][5] = "x"
    rows[4][0] = "CHN_99"
    told = refused(write(tmp_path / "2020b.csv", header, rows))
    assert "cells are empty: line 3, JPN_02 to CHN_01" in told
    assert "cells are no number: line 4, JPN_03 to CHN_02, 'x'" in told
    assert "sectors have a column and no row: CHN_02" in told
    assert "sectors have a row and no column: CHN_99" in told


def test_regions_with_other_sectors_than_the_rest_are_told(tmp_path: Path):
    header, rows = icio(table_of(13, sectors=3, regions=2, closed=True), {"JP": "JPN", "CN": "CHN"}, edition=2023)
    header = [label.replace("CHN_03", "CHN_04") for label in header]
    for row in rows:
        row[0] = str(row[0]).replace("CHN_03", "CHN_04")
    told = refused(write(tmp_path / "2020.csv", header, rows))
    assert "regions have other sectors than the rest: CHN_03; CHN_04" in told


def test_faults_of_the_long_form_are_told_with_their_lines(tmp_path: Path):
    lines = long_form_of(table_of(2)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Z"))
    lines += [
        lines[at],
        "Z,JP,0x,JP,01,5.0",
        "M,,77,JP,01,5.0",
        "Q,JP,01,JP,01,5.0",
        "Z,JP,01,JP,01",
        "F,JP,01,,OTHER,abc",
    ]
    lines = [line for line in lines if not line.startswith("V,,VALU,JP,03")]
    file = tmp_path / "mine.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = refused(file, stated=MADE_UP)
    assert f"cells are stated twice: line {len(lines) - 5}" in told
    assert "unknown sector 'JP 0x': line" in told
    assert "Did you mean 'JP 0" in told
    assert "unknown product '77'" in told
    assert "rows are of an unknown kind: line" in told
    assert "rows have another number of cells than the header (6): line" in told
    assert "cells are no number: line" in told
    assert "sectors have output and no value added (kind V): JP 03" in told


def test_year_and_unit_must_be_stated(tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text(long_form_of(table_of(2)), encoding="utf-8")
    told = refused(file)
    assert "the year of the table is not stated" in told
    assert "the unit of the table is not stated" in told
    assert "--unit" in told
    assert "'kg' is not a unit" in refused(file, stated=TableMetadata(year=2020, unit="kg"))


def test_a_card_that_cannot_be_read_is_told(tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text(long_form_of(table_of(2)), encoding="utf-8")
    card = tmp_path / "mine.source.yaml"
    card.write_text("year: two thousand\nrounding: little\n", encoding="utf-8")
    told = refused(file)
    assert "year 'two thousand' is not a number" in told
    assert "rounding 'little' is not a number" in told
    card.write_text("- a list\n", encoding="utf-8")
    assert "not a mapping" in refused(file)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("nothing.csv", b"", "the file is empty"),
        ("other.csv", b"a,b,c\n1,2,3\n", "no known layout of an input-output table"),
        ("sheet.xlsx", b"PK\x03\x04", "cannot be read as a spreadsheet"),
        ("sheet.docx", b"PK\x03\x04", "'.docx' is not a kind of table"),
        ("broken.csv.gz", b"\x1f\x8b\x08garbage", "cannot be read"),
        ("broken.parquet", b"PAR1 no", "cannot be read as Parquet"),
        ("header.csv", b"kind,from_region,from_code,to_region,to_code,value\n", "no row states the output of a sector"),
        ("quote.csv", b'iso3,year,row_code,col_code,value\nJPN,2018,"01,01,5\n', "cannot be read as CSV"),
    ],
)
def test_files_that_are_no_tables_are_told_so(tmp_path: Path, name: str, content: bytes, expected: str):
    file = tmp_path / name
    file.write_bytes(content)
    assert expected in refused(file, stated=MADE_UP)


def test_a_folder_or_no_file_is_told_so(tmp_path: Path):
    assert "is a folder" in refused(tmp_path)
    assert "no such file" in refused(tmp_path / "missing.csv")


def test_a_file_cut_off_in_the_middle_is_refused(tmp_path: Path):
    whole = gzip.compress(long_form_of(table_of(2)).encode())
    file = tmp_path / "cut.csv.gz"
    file.write_bytes(whole[: len(whole) // 2])
    assert "cannot be read" in refused(file, stated=MADE_UP)


def test_rows_of_a_wide_file_that_are_short_or_stand_twice_are_told(tmp_path: Path):
    file = oecd_wide(tmp_path / "JPN2018.csv", oecd_cells(table_of(3), CODES), CODES)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].rpartition(",")[0]
    lines.append(lines[1])
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = refused(file)
    assert "rows have another number of cells than the header (14): line 3, 13" in told
    assert "a row stands twice: line 11, TTL_01" in told
    assert "sector '02' has a column and no row" in told


def test_a_table_of_total_uses_without_imports_is_refused(tmp_path: Path):
    cells = {key: value for key, value in oecd_cells(table_of(3), CODES).items() if key[1] != "IMPO"}
    assert "no column IMPO" in refused(oecd_long(tmp_path / "iot.csv", cells))


def test_home_made_inputs_alone_are_refused(tmp_path: Path):
    file = oecd_wide(tmp_path / "JPN2018dom.csv", oecd_cells(table_of(3), CODES), CODES, head="DOM_")
    assert "the table has no imported inputs" in refused(file)


def test_a_code_that_is_none_of_the_stated_classification_is_told(tmp_path: Path, library: Library):
    file = tmp_path / "mine.csv"
    file.write_text(long_form_of(table_of(2)).replace("03", "3"), encoding="utf-8")
    with pytest.raises(TableError, match=r"unknown sector code '3'.\n  Did you mean '03'"):
        read_table(
            file, known=known_from(library), stated=TableMetadata(year=2020, unit="million USD", scheme="oecd45")
        )


def test_places_of_a_fault_beyond_the_first_are_counted(tmp_path: Path):
    cells = oecd_cells(table_of(3), CODES)
    for column in CODES:
        del cells["02", column]
    told = refused(oecd_long(tmp_path / "iot.csv", cells))
    assert "cells are missing: 02 to 01; 02 to 02; 02 to 03 and 1 more" in told
