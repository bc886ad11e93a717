"""A table of a data package that lacks a column is told of by name, wherever it is read first."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.support.told import check_style

from sekisho import load_measures
from sekisho.classification.classifier import classify
from sekisho.errors import LibraryError, SekishoError
from sekisho.law.loading.data_package import installed_folders
from sekisho.parties.cell import words
from sekisho.parties.cell.words import cell_words
from sekisho.trade.items.figure import read_figures, read_hints, read_wordings

TABLES = ("item-words", "item-keywords", "look-alikes", "hs-hints", "hs-cn-2026", "hs-revisions", "concordance")


def shorn(package: Path, table: str) -> None:
    """Leave a table its first column alone."""
    file = package / table
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(f"{first.partition(',')[0]},other\n{rest}", encoding="utf-8")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A data package of one's own, with all tables."""
    return Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_its_columns_is_named(table: str, made: Path):
    pytest.importorskip("opencc")
    shorn(made, f"lists/{table}.csv")
    library = load_measures([made])
    with pytest.raises(LibraryError, match=rf"^lists/{table}\.csv: the table has no column "):
        classify("graphite", library, hs="3801", as_of=date(2026, 1, 1))


@pytest.mark.parametrize("table", ["effects", "office-practice"])
def test_a_table_that_the_library_reads_is_named_if_it_lacks_a_column(table: str, made: Path):
    shorn(made, f"lists/{table}.csv")
    with pytest.raises(LibraryError, match=rf"^lists/{table}\.csv: the table has no column "):
        load_measures([made])


@pytest.mark.parametrize("table", ["figures", "texts", "hints"])
def test_a_table_of_limits_is_named_with_its_list_if_it_lacks_a_column(table: str, made: Path):
    shorn(made, f"limits/cn-dual-use/{table}.csv")
    readers = {"figures": read_figures, "texts": read_wordings, "hints": read_hints}
    with pytest.raises(LibraryError, match=rf"^cn-dual-use/{table}\.csv: the table has no column "):
        readers[table](made / "limits" / "cn-dual-use" / f"{table}.csv")


@pytest.fixture
def installed(made: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same package, as if it were the one that is installed."""
    monkeypatch.setattr(words, "installed_folders", lambda: (made,))
    cell_words.cache_clear()
    yield made
    cell_words.cache_clear()


@pytest.mark.parametrize("table", ["cell-words", "country-words", "place-words"])
def test_a_table_of_words_beside_names_is_named_if_it_lacks_a_column(table: str, installed: Path):
    shorn(installed, f"lists/{table}.csv")
    with pytest.raises(LibraryError, match=rf"^lists/{table}\.csv: the table has no column "):
        cell_words()


def test_words_of_an_unknown_kind_or_place_are_told_and_are_no_words_of_streets(installed: Path):
    file = installed / "lists" / "cell-words.csv"
    text = file.read_text(encoding="utf-8")
    line = text.count("\n")
    more = "rolle-buyer-front,rolle,buyer,front,match,purchased by,,,\nunit-any-last,unit,,last,match,wing,,,\n"
    file.write_text(text + more, encoding="utf-8")
    with pytest.raises(LibraryError) as raised:
        cell_words()
    assert [(one.where, one.what) for one in raised.value.problems] == [
        (f"lists/cell-words.csv:{line + 1}", "'rolle' is not a kind of word."),
        (f"lists/cell-words.csv:{line + 2}", "'last' is not a place of a word."),
    ]
    for problem in raised.value.problems:
        check_style(problem)
    assert "role" in raised.value.problems[0].remedy
    assert "begin, end" in raised.value.problems[1].remedy


HEADER = (
    "entry,list,name,name_zh,name_ja,aliases,weak_aliases,former_names,territory,kind,corporate_number,stock_code,lei,"
    "parent,address,listed,until,open_from,identity_confidence,confidence,source\n"
)
ROW = "a-1,xx/list,Aurora,,,,,,JP,company,,,,,,2026-01-05,,,,high,https://example.org\n"


@pytest.mark.parametrize(
    ("table", "where", "what"),
    [
        (HEADER + ROW.replace("2026-01-05", "2026/03/01"), "p.csv:2", "'listed' '2026/03/01' is not a day."),
        (HEADER + ROW + ROW, "p.csv:3", "entry 'a-1' stands in row 2 already."),
        (HEADER + ROW.replace("Aurora", ""), "p.csv:2", "entry 'a-1' has no name."),
        (HEADER.replace("aliases,weak", "weak", 1) + ROW, "p.csv", "the table has no column aliases."),
        (HEADER + "a-1,xx/list\n", "p.csv:2", "the row has fewer cells than the header has columns."),
        ((HEADER + ROW).replace(",", ";"), "lists/p.csv", "separates its cells by semicolons."),
        (HEADER + ROW.replace("Aurora", "Aur\udcffra"), "lists/p.csv", "is not UTF-8 text."),
    ],
)
def test_a_fault_of_a_table_of_parties_is_told_with_its_place(table: str, where: str, what: str, tmp_path: Path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "package.yaml").write_text("name: p\nversion: 2026.1.1\nhorizon: 2026-01-01\n", encoding="utf-8")
    (tmp_path / "lists/p.csv").write_bytes(table.encode("utf-8", "surrogateescape"))
    with pytest.raises(SekishoError) as fault:
        load_measures([tmp_path])
    assert [(problem.where, str(problem.what)) for problem in fault.value.problems] == [(where, what)]
