"""What comes with the package: tables with their cards, classifications, GDP, and a hash that law does not share."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tests.support.raw_tables import SHARED
from tests.support.reshaping import require_sound

from sekisho import Library, load_measures
from sekisho.errors import TableError
from sekisho.files.yaml_nodes import read_plain
from sekisho.impact.economy.gdp import gdp_of, gdp_of_table, read_gdp
from sekisho.impact.economy.identities import checks_of, column_residual, row_residual
from sekisho.impact.economy.package_folder import economy_folders, economy_hash, sector_schemes
from sekisho.impact.economy.tables.package_tables import shipped_table, shipped_tables
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.proofs.lint import lint_folder

ROOT = Path(__file__).parents[4]


def test_the_shipped_tables_are_sound(library: Library):
    assert set(shipped_tables(library)) >= {"jpn-2018", "stylised"}
    for name in shipped_tables(library):
        table = shipped_table(library, name)
        require_sound(table, gdp_of_table(table, read_gdp(library)))
        assert np.abs(row_residual(table)).max() < 1e-6


def test_the_made_up_economy_balances_exactly_and_has_the_chain(library: Library):
    table = shipped_table(library, "stylised")
    assert not row_residual(table).any()
    assert not column_residual(table).any()
    assert table.codes[:3] == ("MAT", "MAG", "MOT")
    chain = ("MAT", "MAG", "MOT", "VEH")
    for seller, buyer in pairwise(chain):
        assert table.flows[table.place(seller), table.place(buyer)] > 0
    assert table.regions == ("XX",)


def test_japan_has_the_published_totals_and_names(library: Library):
    table = shipped_table(library, "jpn-2018")
    assert (table.regions, table.year, table.unit, table.scheme) == (("JP",), 2018, "million USD", "oecd45")
    assert round(table.output.sum() / 1e3) == 8_929
    assert round(table.value_added.sum() / 1e3) == 4_668
    assert table.codes == tuple(f"{at:02d}" for at in range(1, 46))
    assert table.label(19) == "20 Motor vehicles and parts"
    assert "same share" in table.assumptions[0]
    [check] = [each for each in checks_of(table, gdp_of_table(table, read_gdp(library))) if "GDP" in each.name]
    assert "92.6% of the GDP of 2018" in check.detail


@pytest.mark.skipif(not SHARED.name, reason="the published tables are not at hand")
def test_japan_is_what_its_script_makes_of_the_published_table(library: Library, tmp_path: Path):
    shipped = shipped_tables(library)["jpn-2018"]
    script, source = ROOT / "scripts" / "japan_table.py", SHARED / "oecd_iot2021" / "iot_jpn_chn.csv.gz"
    subprocess.run([sys.executable, script, source, "--out", tmp_path], check=True, capture_output=True)
    assert (tmp_path / "jpn-2018.csv").read_bytes() == shipped.read_bytes()


def test_every_file_of_economy_data_has_a_card_that_holds(library: Library):
    for folder in economy_folders(library):
        for card in sorted(folder.rglob("*.source.yaml")):
            stated = read_plain(card.read_text(encoding="utf-8"), name=card.name)
            assert {"table", "publisher", "title", "read", "licence", "carried_over"} <= stated.keys(), card.name
            date.fromisoformat(str(stated["read"]))
            file = card.parent / str(stated["table"])
            assert file.is_file(), card.name
            if "rows_min" in stated:
                with file.open(encoding="utf-8", newline="") as text:
                    rows = sum(1 for _ in csv.DictReader(text))
                assert int(str(stated["rows_min"])) <= rows <= int(str(stated["rows_max"])), card.name
        for file in (*folder.glob("tables/*.csv"), *folder.glob("schemes/*.csv"), folder / "gdp.csv"):
            assert file.with_name(f"{file.stem}.source.yaml").is_file(), file.name


def test_classifications_write_every_code_in_every_naming(library: Library):
    scheme = sector_schemes(library)["oecd45"]
    assert len(scheme.names) == 45
    assert all(len(naming) == 45 and set(naming.values()) == set(scheme.names) for naming in scheme.namings)
    assert len(sector_schemes(library)["wiod35"].names) == 35


# ---------------------------------------------------------------- economy data and law apart


@pytest.fixture
def package(tmp_path: Path, library: Library) -> Path:
    """A copy of the data package, to change."""
    return Path(shutil.copytree(library.packages[0].folder, tmp_path / "package"))


def test_economy_data_changes_its_own_hash_and_no_answer_of_law(package: Path):
    before = load_measures([package])
    of_economy = economy_hash(before)
    file = package / "economy" / "tables" / "stylised.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",60\n", ",61\n", 1), encoding="utf-8")
    after = load_measures([package])
    assert after.hash == before.hash
    assert economy_hash(after) != of_economy
    (package / "economy" / "episodes.yaml").write_text("- no: measure\n", encoding="utf-8")
    assert load_measures([package]).hash == before.hash
    measure = package / "cn" / "2010-rare-earths-to-japan.yaml"
    measure.write_text(measure.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert load_measures([package]).hash != before.hash


def test_a_byte_of_any_file_of_economy_data_changes_its_hash_and_not_that_of_law(package: Path):
    library = load_measures([package])
    seen = {economy_hash(library)}
    files = [file for file in (package / "economy").rglob("*") if file.suffix in {".csv", ".yaml"}]
    for file in files:
        file.write_bytes(file.read_bytes() + b"\n")
        seen.add(economy_hash(library))
    assert len(seen) == len(files) + 1
    assert load_measures([package]).hash == library.hash


def test_the_economy_hash_is_that_of_names_and_contents(package: Path):
    library = load_measures([package])
    before = economy_hash(library)
    assert len(before) == 64
    assert economy_hash(library) == before
    file = package / "economy" / "gdp.csv"
    body = file.read_bytes()
    file.write_bytes(body + b"\n")
    assert economy_hash(library) != before
    file.write_bytes(body)
    assert economy_hash(library) == before
    file.rename(file.with_name("gdp2.csv"))
    assert economy_hash(library) != before


def test_lint_passes_over_economy_data(package: Path):
    (package / "economy" / "priors.yaml").write_text("severity: {low: 0.5}\n", encoding="utf-8")
    assert lint_folder(package) == []


def test_a_package_without_economy_data_has_no_tables(package: Path):
    shutil.rmtree(package / "economy")
    library = load_measures([package])
    assert economy_folders(library) == ()
    with pytest.raises(TableError, match="no table 'jpn-2018'"):
        shipped_table(library, "jpn-2018")
    assert len(economy_hash(library)) == 64


def test_an_unknown_table_names_the_nearest(library: Library):
    with pytest.raises(TableError, match="Did you mean 'jpn-2018'"):
        find_table(library, "jpn-2081")
    assert find_table(library, "stylised").name == "stylised"


# ---------------------------------------------------------------- GDP


def test_gdp_of_a_year_has_a_source_and_a_confidence(library: Library):
    figures = read_gdp(library)
    japan = gdp_of(figures, "JP", "2018", currency="USD")
    assert japan.value == pytest.approx(5.0409e12, rel=1e-4)
    assert all(each.source and each.confidence in {"high", "medium", "low"} for each in figures)
    assert gdp_of(figures, "JP", "2024", currency="JPY").value == 609e12
    assert gdp_of(figures, "JP", "2024", currency="JPY", basis="real").value == 557e12
    with pytest.raises(TableError, match=r"no nominal GDP of JP for 2026 in JPY"):
        gdp_of(figures, "JP", "2026", currency="JPY")


def test_rows_of_gdp_that_cannot_be_read_are_told_at_once(package: Path):
    file = package / "economy" / "gdp.csv"
    with file.open("a", encoding="utf-8") as text:
        text.write("JP,2018X,nominal,1,million USD,s,u,high,\nJP,2018,guessed,1,million USD,s,u,high,\n")
        text.write("JP,2018,real,much,million USD,s,u,high,\nJP,2018,real,1,stone USD,s,u,high,\n")
    with pytest.raises(TableError) as fault:
        read_gdp(load_measures([package]))
    assert len(fault.value.problems) == 4
    assert "'2018X' is not a period" in str(fault.value)
