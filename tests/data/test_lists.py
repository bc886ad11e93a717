"""Lists taken from outside keep to their source cards: a broken source fails loudly."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.data_package import installed_folders

TABLES = [file for folder in installed_folders() for file in sorted(folder.glob("lists/*.csv"))]


@pytest.mark.parametrize("table", TABLES, ids=lambda file: file.stem)
def test_a_list_has_a_card_with_its_licence_and_as_many_rows_as_the_card_expects(table: Path):
    card = read_plain(table.with_suffix(".source.yaml").read_text(encoding="utf-8"), name=table.name)
    assert {"publisher", "title", "url", "read", "licence", "rows_min", "rows_max"} <= set(card)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert int(str(card["rows_min"])) <= len(rows) <= int(str(card["rows_max"]))


@pytest.mark.parametrize("table", TABLES, ids=lambda file: file.stem)
def test_a_list_is_sorted_by_its_key_without_duplicates_and_every_row_is_whole(table: Path):
    """The key is the first column, or the columns that the card names."""
    card = read_plain(table.with_suffix(".source.yaml").read_text(encoding="utf-8"), name=table.name)
    named = card.get("key")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, restkey="too many"))
    columns = [str(name) for name in named] if isinstance(named, list) else list(rows[0])[:1]
    keys = [tuple(row[name] for name in columns) for row in rows]
    assert keys == sorted(set(keys))
    assert all("too many" not in row and None not in row.values() for row in rows)
