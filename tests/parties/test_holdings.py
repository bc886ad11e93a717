"""Tables of holdings are read whole or not at all, and say what is wrong with which row."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.synthetic_package import GROUPS, HOLDING_COLUMNS, HOLDINGS, write_package

from sekisho import load_measures
from sekisho.errors import LibraryError

SOUND = {"owned": "half", "owner": "e1", "share_low": "0.1", "share_high": "0.2"}


def load_with(folder: Path, *rows: dict[str, str]) -> None:
    package = write_package(folder / "package")
    with (package / "lists" / "holdings.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(HOLDING_COLUMNS), restval="")
        writer.writeheader()
        writer.writerows(rows)
    load_measures([package])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"share_low": "50"}, "50 is not a share from 0 to 1"),
        ({"share_low": "half"}, "half is not a share from 0 to 1"),
        ({"share_low": "0.3"}, "run backwards"),
        ({"from": "2026-02-30"}, "cannot read the row"),
        ({"from": "2026-02-02", "until": "2026-02-01"}, "run backwards"),
        ({"owner": "helf"}, "no party 'helf'"),
        ({"share_low": "1.1", "share_high": ""}, "1.1 is not a share"),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path: Path, wrong: dict[str, str], says: str):
    with pytest.raises(LibraryError, match=says):
        load_with(tmp_path, {**SOUND, **wrong})


def test_more_than_the_whole_on_one_day_is_a_problem_and_one_after_the_other_is_not(tmp_path: Path):
    most = {**SOUND, "share_low": "0.6", "share_high": "1"}
    with pytest.raises(LibraryError, match=r"'half' on 1 February 2026 add up to 1\.2, more than the whole"):
        load_with(tmp_path / "both", most, {**most, "owner": "e2", "from": "2026-02-01"})
    load_with(tmp_path / "in turn", {**most, "until": "2026-01-31"}, {**most, "owner": "e2", "from": "2026-02-01"})


def test_all_rows_that_cannot_be_read_are_told_at_once(tmp_path: Path):
    with pytest.raises(LibraryError) as caught:
        load_with(tmp_path, {**SOUND, "share_low": "2"}, SOUND, {**SOUND, "until": "soon"})
    assert [problem.where for problem in caught.value.problems] == ["holdings.csv:2", "holdings.csv:4"]


def test_a_blank_share_is_anything_from_nothing_to_the_whole(tmp_path: Path):
    library = load_measures([write_package(tmp_path / "package")])
    assert len(library.holdings) == len(HOLDINGS)
    assert len(library.groups) == len(GROUPS)
    blank = next(row for row in library.holdings if row.owned == "open")
    assert (blank.low, blank.high, blank.is_sourced) == (Decimal(0), Decimal(1), False)
