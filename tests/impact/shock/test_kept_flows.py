"""Trade statistics of one's own: read with every fault at once, kept by version, in and out of use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho import Library, LibraryError, load_measures
from sekisho.cli import main
from sekisho.impact.shock.trade_flows import flow_table
from sekisho.law.loading.data_package import installed_folders

HEAD = "month,exporter,importer,hs6,value_usd,quantity_kg\n"
ROWS = "2025-11,CHN,JPN,811292,1000000,5000\n2025-12,CN,JP,811292,3000000,\n2025-12,CHN,USA,010121,7,1\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of trade statistics, which is not there yet; the current folder holds a table."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("exports.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return tmp_path / "home" / "sekisho" / "trade-flows"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def add(*words: str) -> Result:
    return call("data", "add", "trade-flows", "exports.csv", *words)


def test_what_is_counted_is_shown_and_nothing_is_written_without_replace(home: Path):
    told = add()
    assert told.exit_code == 0, told.output
    assert "exports.csv  3 flows, 2025-11 to 2025-12, 1 exporter, 2 importers" in told.output
    assert "none: named, not modelled" in told.output
    assert "gallium; germanium; indium" in told.output
    assert "1 flow has no mass." in told.output
    assert "Nothing was written. --replace puts the table in use." in told.output
    assert not home.exists()


def test_a_table_of_other_routes_says_that_a_cost_tells_nothing_of_it(home: Path):
    assert "No flow from" not in add().output
    Path("exports.csv").write_text(HEAD + ROWS.replace("JPN", "KOR").replace(",JP,", ",KR,"), encoding="utf-8")
    assert "No flow from CN to JP: a cost tells nothing of it." in add().output
    assert not home.exists()


def test_it_is_kept_listed_put_out_of_use_and_removed(home: Path):
    added = add("--title", "Exports by month", "--read", "2026-01-31", "--replace")
    assert "takes it out of use." in added.output
    (version,) = [entry.name for entry in home.iterdir() if entry.is_dir()]
    listed = call("data", "list", "--format", "json")
    (card,) = json.loads(listed.output)
    assert (card["list"], card["version"], card["title"], card["flows"]) == (
        "trade-flows",
        version,
        "Exports by month",
        "3",
    )
    assert card["in_use"]
    assert "2025-11 to 2025-12, 3 flows" in call("data", "list").output
    library = load_measures()
    table = flow_table(library, home)
    assert table is not None
    assert (table.title, table.version, len(table.flows)) == ("Exports by month", version, 3)
    assert call("data", "use", "trade-flows", "built-in").exit_code == 0
    assert flow_table(library, home) is None, "no package ships any"
    assert call("data", "use", "trade-flows", version).exit_code == 0
    assert flow_table(library, home) is not None
    assert "No version is in use now." in call("data", "remove", "trade-flows", version).output
    assert flow_table(library, home) is None


def test_every_row_that_is_wrong_is_told_with_its_line(home: Path):
    Path("exports.csv").write_text(
        f"{HEAD}2025-1,CHN,JPN,811292,1,1\n2025-01,CHN,ZZZ,8112,-1,x\n2025-02,CN,JP,811292,5,\n"
        "2025-02,CHN,JPN,811292,5,\n",
        encoding="utf-8",
    )
    told = add("--replace")
    assert told.exit_code == 1
    wrong = [line.partition(": ") for line in told.output.splitlines() if line.startswith("exports.csv:")]
    assert [place for place, _, _ in wrong] == [f"exports.csv:{line}" for line in (2, 3, 3, 3, 3, 5)]
    assert wrong[-1][2] == "has the month, route and heading of line 4."
    assert not home.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--year", "2018"), "--year: is for an io-table only"),
        (("--expect", "x"), "--expect: is for a party-list only"),
    ],
)
def test_options_of_other_data_are_refused(home: Path, words: tuple[str, ...], says: str):
    told = add(*words)
    assert told.exit_code == 1
    assert says in told.output
    assert not home.exists()


def test_a_file_that_was_changed_since_it_was_added_is_not_read(home: Path):
    add("--replace")
    (version,) = [entry for entry in home.iterdir() if entry.is_dir()]
    (version / "flows.csv").write_text(HEAD + ROWS.replace("3000000", "4000000"), encoding="utf-8")
    with pytest.raises(LibraryError, match="was changed since it was added"):
        flow_table(load_measures(), home)
    assert "broken" in call("data", "list").output


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The data package of the measures, with trade statistics of its own."""
    (shipped,) = (path for path in installed_folders() if (path / "economy").is_dir())
    shutil.copytree(shipped, tmp_path / "law", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "law" / "economy" / "trade-flows.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return tmp_path / "law"


def test_a_data_package_may_bring_some_which_the_users_own_take_the_place_of(home: Path, package: Path):
    card = package / "economy" / "trade-flows.source.yaml"
    with pytest.raises(LibraryError, match="has no title"):
        flow_table(load_measures([package]), None)
    card.write_text("title: Official exports by month\npublisher: none\n", encoding="utf-8")
    library: Library = load_measures([package])
    shipped = flow_table(library, None)
    assert shipped is not None
    assert (shipped.title, shipped.version) == ("Official exports by month", "")
    add("--title", "Mine", "--replace")
    own = flow_table(library, home)
    assert own is not None
    assert own.title == "Mine"
