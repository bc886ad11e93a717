"""Random lines of an order book, written to a file."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import duckdb

from sekisho.determination.book.results.columns import results_sql

DAY: Final = "2026-11-27"

VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "movement": ("export", "export", "export", "re_export", ""),
    "departure": ("CN", "CN", "CN", "JP", "VN", ""),
    "destination": ("JP", "JP", "JP", "KR", "US", "unknown"),
    "origin": ("CN", "CN", "JP", ""),
    "control_codes": ("none", "none", "1C905.a", "3C001.a", "1C117.d.1", "?3C001.a", ""),
    "end_user": ("Example Headlamp KK", "Nowhere Works", "航空自衛隊", "三菱重工航空エンジン株式会社", "unknown"),
    "end_user_kind": ("", "", "civil", "military", "unknown"),
    "end_use": ("", "", "civil", "military", "stock", "unknown"),
    "end_use_sector": ("", "", "general", "shipbuilding"),
    "knowledge_of_risk": ("", "", "no", "yes"),
    "end_user_territory": ("", "", "JP", "unknown"),
    "special_use": ("", "none", "unknown"),
    "importer": ("", "Example Trading KK", "unknown"),
    "description": ("pump", "magnet assembly", "護衛艦用ポンプ", "軸受"),
    "hs_code": ("", "8505110010", "841370"),
    "value": ("100", "2500", ""),
}

WORDS: Final = "護衛艦"


def random_lines(seed: int, number: int) -> list[dict[str, str]]:
    """Make up lines that leave much open."""
    chance = random.Random(seed)
    return [
        {"line": str(place + 1), **{name: chance.choice(values) for name, values in VALUES.items()}}
        for place in range(number)
    ]


def write_lines(lines: list[dict[str, str]], place: Path) -> Path:
    """Write lines as a book."""
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return place


def rows_of(out: Path) -> list[dict[str, str]]:
    """Return the results of a run, in the order of the book."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * EXCLUDE (sekisho_row) FROM {results_sql(connection, out)}")
        names = [one[0] for one in found.description or ()]
        return [
            dict(zip(names, ("" if one is None else str(one) for one in row), strict=True)) for row in found.fetchall()
        ]
