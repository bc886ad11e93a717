"""A table of a data package that lacks a column is told of by name, wherever it is read first."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sekisho import load_measures
from sekisho.classification.one import classify
from sekisho.errors import LibraryError
from sekisho.law.library import installed_folders

TABLES = ("item-words", "item-keywords", "look-alikes", "hs-hints", "hs-cn-2026", "hs-revisions", "concordance")


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_its_columns_is_named(table: str, tmp_path: Path):
    pytest.importorskip("bm25s")
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    file = package / "lists" / f"{table}.csv"
    first, _, rest = file.read_text(encoding="utf-8").partition("\n")
    file.write_text(f"{first.partition(',')[0]},other\n{rest}", encoding="utf-8")
    library = load_measures([package])
    with pytest.raises(LibraryError, match=rf"^lists/{table}\.csv: the table has no column "):
        classify("graphite", library, hs="3801", as_of=date(2026, 1, 1))
