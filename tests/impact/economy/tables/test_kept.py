"""Tables of one's own from the command line: checked, kept by version, found by name, put in and out of use."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.raw_layouts import proportional
from tests.support.raw_tables import oecd_cells, oecd_long, same, table_of

from sekisho import Library
from sekisho.cli import main
from sekisho.errors import LibraryError
from sekisho.files.versions import VersionCard
from sekisho.impact.economy.tables.recognition import read_table
from sekisho.impact.economy.tables.user_tables import find_table, keep
from sekisho.impact.economy.tables.user_versions import table_names


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of tables, which is not there yet; the current folder is an empty one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "home" / "sekisho" / "tables"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


CODES = [f"{at:02d}" for at in range(1, 46)]
TABLE = table_of(3, sectors=45)


def write_table(**changes: float) -> str:
    """Write a table of the OECD's 45 industries; `c02_HFCE=9.0` adds to a cell."""
    cells = oecd_cells(TABLE, CODES)
    for cell, value in changes.items():
        row, column = cell.removeprefix("c").split("_")
        cells[row, column] += value
    return str(oecd_long(Path("iot.csv"), cells, country="FRA"))


def add(*words: str) -> Result:
    return call("data", "add", "io-table", write_table(), "--name", "mine", *words)


def test_without_replace_the_checks_are_shown_and_nothing_is_written(home: Path):
    told = add()
    assert told.exit_code == 0, told.output
    assert "mine  1 region, 45 sectors, 2018, million USD a year, basic prices" in told.output
    assert "✓ rows" in told.output
    assert "same share" in told.output
    assert "Nothing was written. --replace puts the table in use." in told.output
    assert not home.exists()


def test_a_table_is_kept_found_listed_put_out_of_use_and_removed(home: Path, library: Library):
    told = add("--replace", "--title", "Uses: 2018")
    assert told.exit_code == 0, told.output
    [version] = [each.name for each in (home / "mine").iterdir() if each.is_dir()]
    read = find_table(library, "mine", home)
    assert read.name == "mine"
    assert same(read, proportional(TABLE), relative=1e-12)
    assert same(find_table(library, "table/mine", home), read, relative=0)
    [card] = json.loads(call("data", "list", "--format", "json").output)
    assert (card["list"], card["version"], card["in_use"]) == ("table/mine", version, True)
    assert f"table/mine  {version}  in use  2018, 1 region, million USD  Uses: 2018" in call("data", "list").output
    assert "mine" in call("table").output
    assert call("table", "mine").exit_code == 0
    assert call("data", "use", "table/mine", "none").exit_code == 0
    assert "no table 'mine'" in call("table", "mine").output
    assert call("data", "use", "table/mine", version).exit_code == 0
    assert call("table", "mine").exit_code == 0
    told = call("data", "remove", "table/mine", version)
    assert "No version is in use now" in told.output
    assert table_names(home) == ["mine"]
    assert "no version" in call("data", "use", "table/mine", version).output
    assert (home / "mine" / "log.csv").read_text(encoding="utf-8").count("\n") == 5


def test_names_of_sectors_origins_and_assumptions_are_kept(home: Path, library: Library, tmp_path: Path):
    table = table_of(4, regions=2)
    table = replace(
        table, name="two", assumptions=("Made up: entirely.",), origins={"AU": 0.25 * table.imports}, rounding=0.5
    )
    file = tmp_path / "file.csv"
    file.write_text("whatever\n", encoding="utf-8")
    keep(home, table, file, VersionCard(title="", url="", read="2026-01-02", added="2026-01-03"))
    read = find_table(library, "two", home)
    assert same(read, table, relative=1e-15)
    assert read.sectors == table.sectors
    assert (read.assumptions, read.rounding, read.source) == (table.assumptions, 0.5, "made up")


def test_a_table_that_does_not_balance_is_shown_and_refused(home: Path):
    file = write_table(c02_HFCE=900.0, c01_03=-400.0)
    told = call("data", "add", "io-table", file, "--name", "mine", "--replace")
    assert told.exit_code == 1
    assert "✗ rows" in told.output
    assert "✗ no negative flow" in told.output
    assert "iot.csv, 02 Fishing and aquaculture: row: uses and final use differ from output" in told.output
    assert not home.exists()
    shown = call("table", "iot.csv")
    assert shown.exit_code == 1
    assert "✗ columns" in shown.output


def test_a_file_is_shown_without_being_kept(home: Path):
    told = call("table", write_table(), "--full")
    assert told.exit_code == 0
    assert "20      Motor vehicles and parts" in told.output
    assert not home.exists()


def test_the_table_of_japan_as_data(home: Path):
    del home
    data = json.loads(call("table", "jpn-2018", "--format", "json").output)
    assert data["value_added"] == pytest.approx(4_667_898.4)
    assert len(data["sectors"]) == 45
    assert data["sectors"][19]["name"] == "Motor vehicles and parts"
    assert {check["status"] for check in data["checks"]} == {"pass", "warn", "skipped"}
    assert call("table", "jpn-2018", "--format", "csv").output.startswith("name,status,detail,where,remedy\n")
    listed = json.loads(call("table", "--format", "json").output)
    assert {row["name"]: row["uses"] for row in listed} == {"jpn-2018": True, "stylised": False}
    (line,) = [line for line in call("table").output.splitlines() if "stylised" in line]
    assert "no cost can be asked in it" in line


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("data", "add", "io-table", "iot.csv", "--name", "jpn-2018"), "'jpn-2018' comes with a data package"),
        (("data", "add", "io-table", "iot.csv", "--name", "../up"), "'../up' cannot name a table"),
        (("data", "add", "io-table", "iot.csv", "--expect", "x"), "--expect: is for a party-list only"),
        (("data", "add", "io-table", "iot.csv", "--layout", "us-csl"), "'us-csl' is a layout of party lists"),
        (("data", "add", "party-list", "iot.csv", "--year", "2018"), "--year: is for an io-table only"),
        (("data", "add", "party-list", "iot.csv", "--layout", "oecd-long"), "'oecd-long' is a layout of tables"),
        (("data", "add", "io-table", "gone.csv"), "no such file"),
        (("data", "remove", "table/gone", "1"), "is not a saved list or table"),
        (("table", "jpn-2018", "--year", "2018"), "--year: is for a file only"),
        (("table", "gone.csv"), "no such file"),
        (("table", "jpn-2081"), "Did you mean 'jpn-2018'"),
    ],
)
def test_what_cannot_be_done_is_told(home: Path, words: tuple[str, ...], expected: str):
    write_table()
    told = call(*words)
    assert told.exit_code in {1, 2}
    assert expected in " ".join(told.output.split())
    assert not home.exists()


def test_versions_of_a_table_are_not_compared(home: Path):
    del home
    add("--replace")
    assert "versions of a table are not compared" in call("data", "diff", "table/mine").output


def test_a_kept_table_that_was_changed_is_refused(home: Path, library: Library):
    add("--replace")
    [version] = [each for each in (home / "mine").iterdir() if each.is_dir()]
    file = version / "table.csv"
    file.write_bytes(file.read_bytes() + b"Z,JP,01,JP,02,1.0\n")
    with pytest.raises(LibraryError, match="is missing or was changed"):
        find_table(library, "mine", home)
    assert "is missing or was changed" in call("table", "mine").output
    (version / "table.source.yaml").unlink()
    assert "broken" in call("data", "list").output
    assert call("data", "remove", "table/mine", version.name).exit_code == 0


def test_a_table_is_written_with_its_card_and_read_back_the_same(home: Path, library: Library):
    del home
    assert "Wrote mine.csv and mine.source.yaml." in call("table", "stylised", "-o", "mine.csv").output
    read = read_table(Path("mine.csv"))
    assert same(read, find_table(library, "stylised"), relative=0)
    assert read.sectors == find_table(library, "stylised").sectors
    assert call("table", "stylised", "-o", "mine.json").exit_code == 1
