"""Tables of economy data keep to their source cards."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sekisho import load_measures
from sekisho.files.yaml_nodes import read_plain
from sekisho.impact.economy.package_folder import economy_folders

TABLES = ("alternatives", "baskets", "dependence", "sources", "uses", "importer-figures", "product-mix", "sector-sizes")
FILES = [folder / f"{name}.csv" for folder in economy_folders(load_measures()) for name in TABLES]


@pytest.mark.parametrize("table", FILES, ids=lambda file: file.stem)
def test_a_table_has_a_card_with_its_licence_and_as_many_rows_as_the_card_expects(table: Path):
    card = read_plain(table.with_suffix(".source.yaml").read_text(encoding="utf-8"), name=table.name)
    assert {"publisher", "title", "url", "read", "licence", "rows_min", "rows_max"} <= set(card)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, restkey="too many"))
    assert int(str(card["rows_min"])) <= len(rows) <= int(str(card["rows_max"]))
    assert all("too many" not in row and None not in row.values() for row in rows)


@pytest.mark.parametrize("table", FILES, ids=lambda file: file.stem)
def test_rows_stand_in_order(table: Path):
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    keys = {
        "uses": (0, 3, 4, 5),
        "importer-figures": (0, 2, 3, 4),
        "product-mix": (0, 2),
        "sector-sizes": (0, 2),
        "dependence": (0, 2, 3),
        "alternatives": (0, 1),
    }.get(table.stem, (0,))
    held = [tuple(row[at] for at in keys) for row in rows]
    assert held == sorted(set(held))
