"""The lines of a run that a change of law touches, beside a count line by line."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho import Library, determine_book
from sekisho.cli import main
from sekisho.determination.rescreen.touched_lines import touched_lines
from sekisho.examples.orders import write_orders
from sekisho.law.dates.changes import LawChange, changed
from sekisho.present.law.changes import gathered

ROLES = ("exporter", "importer", "intermediate_consignee", "end_user")


@pytest.fixture(scope="module", params=["out.csv", "out.parquet"])
def results(request: pytest.FixtureRequest, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("touched")
    write_orders(library, lines=600, seed=7, out=folder / "orders.csv")
    determine_book(folder / "orders.csv", library, out=folder / request.param, as_of="2026-11-28")
    return folder / str(request.param)


def _plain(results: Path, library: Library, tmp_path: Path) -> list[Mapping[str, str]]:
    """Return the rows of the same run as text."""
    orders = results.with_name("orders.csv")
    determine_book(orders, library, out=tmp_path / "plain.csv", as_of="2026-11-28")
    with (tmp_path / "plain.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_touched(row: Mapping[str, str], change: LawChange, library: Library) -> bool:
    rules = row["decisive"].split(";")
    rules += row["open"].split(";") if row["triage"] != "nothing_points" else []
    if change.list:
        ids = {entry.id for entry in library.entries if entry.list == change.list and entry.names[0] in change.names}
        return any(entry in ids for role in ROLES for entry in row[f"{role}_entry"].split(";"))
    if change.scheme:
        return any(code in change.names for code in row["item_codes"].split(";"))
    if change.clause:
        return change.clause in rules
    return any(rule.partition("#")[0] == change.measure for rule in rules)


def test_every_row_of_changes_counts_the_lines_that_it_touches(results: Path, library: Library, tmp_path: Path):
    diff = changed(library, since=date(2025, 10, 1), until=date(2026, 11, 28), as_of=date(2026, 11, 28))
    groups = gathered((*diff.changes, *diff.ahead))
    rows = _plain(results, library, tmp_path)
    touched = touched_lines(results, list(groups.values()), library)
    each = [
        sum(any(_is_touched(row, change, library) for change in group) for row in rows) for group in groups.values()
    ]
    assert list(touched.each) == each
    assert sum(number > 0 for number in each) > 5, "some of every kind"
    assert touched.lines == len(rows)
    every = [change for group in groups.values() for change in group]
    assert touched.touched == sum(any(_is_touched(row, change, library) for change in every) for row in rows)
    assert touched_lines(results, [], library).touched == 0


def test_the_command_counts_them_too(results: Path):
    words = ["changed", "--since", "2026-01-01", "--as-of", "2026-11-28", "--results", str(results)]
    plain = json.loads(CliRunner().invoke(main, [*words, "--format", "json"], catch_exceptions=False).output)
    own = plain["own_lines"]
    assert own["lines"] == 600
    assert 0 < max(row["own_lines"] for row in plain["changes"]) <= own["touched"] < 600
    for more, says in (((), f"affect {own['touched']} of your 600"), (("--full",), f"affect {own['touched']} of your")):
        assert says in " ".join(CliRunner().invoke(main, [*words, *more], catch_exceptions=False).output.split())
    alone = json.loads(CliRunner().invoke(main, [*words[:-2], "--format", "json"], catch_exceptions=False).output)
    assert "own_lines" not in alone
