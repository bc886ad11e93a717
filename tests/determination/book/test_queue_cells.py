"""A line is told what its own cells point to, whatever other lines of the book say."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sekisho import Library, determine_book

PLAIN = {"departure": "CN", "destination": "KR", "origin": "CN", "control_codes": "none", "end_use": "civil"}


def points(library: Library, folder: Path, lines: Sequence[Mapping[str, str]]) -> list[str]:
    path = folder / "orders.csv"
    names = list(dict.fromkeys(name for line in lines for name in line))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["line", *names])
        writer.writeheader()
        writer.writerows({"line": number, **line} for number, line in enumerate(lines, start=1))
    determine_book(path, library, out=folder / "results.csv", as_of="2026-11-24")
    with (folder / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["points"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("end_user_kind", ("civil", "police", "government", "defence_contractor")),
        ("end_use", ("civil", "terrorism", "research", "")),
        ("control_codes", ("none", "1C905.b", "9A991", "")),
        ("special_item", ("none", "tungsten_antimony", "silver", "")),
    ],
)
def test_other_lines_say_nothing_of_a_line(fact: str, values: tuple[str, ...], library: Library, tmp_path: Path):
    """Where no clause of the day tells two values apart, one of them stands for both."""
    lines = [{**PLAIN, fact: value} for value in values]
    apart = [points(library, tmp_path, [line])[0] for line in lines]
    assert points(library, tmp_path, lines) == apart
    assert points(library, tmp_path, lines[::-1]) == apart[::-1]


def test_a_civil_user_beside_the_police_is_no_military_body(library: Library, tmp_path: Path):
    kinds = ("police", "civil", "government", "defence_contractor")
    told = points(library, tmp_path, [{**PLAIN, "end_user_kind": kind} for kind in kinds])
    assert ["military_body:end_user_kind" in one for one in told] == [True, False, False, True]
