"""Two runs side by side: what moved between them is what the two results say of the same lines."""

from __future__ import annotations

from pathlib import Path

import pytest

import sekisho
from sekisho.determination.rescreen.run_pair import run_pair
from sekisho.errors import BookError
from sekisho.present.book_results.run_pair import moved_rows, run_pair_data, run_pair_text

HEAD = "line,movement,departure,destination,origin,control_codes,end_user\n"
LISTED = "三菱造船株式会社"
FIRST = (
    HEAD + f"A,export,CN,JP,CN,3C001.a,{LISTED}\nB,export,CN,JP,CN,none,Naniwa Seiki\nC,export,CN,JP,CN,none,Tokai\n"
)
LATER = (
    HEAD
    + f"B,export,CN,JP,CN,none,Naniwa Seiki\nA,export,CN,JP,CN,none,Naniwa Seiki\nD,export,CN,JP,CN,none,{LISTED}\n"
)


@pytest.fixture(scope="module")
def runs(library: sekisho.Library, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Results of a book before the lists of 2026, of the same after them, and of a later book after them."""
    folder = tmp_path_factory.mktemp("runs")
    made = []
    for name, text, day in (
        ("before", FIRST, "2025-12-31"),
        ("after", FIRST, "2026-09-30"),
        ("later", LATER, "2026-09-30"),
    ):
        book = folder / f"{name}.csv"
        book.write_text(text, encoding="utf-8")
        made.append(sekisho.determine_book(book, library, out=folder / f"{name}.parquet", as_of=day).out)
    return made[0], made[1], made[2]


def test_a_line_whose_user_was_listed_between_two_days_became_graver(runs: tuple[Path, Path, Path]):
    pair = sekisho.compare_runs(runs[0], runs[1])
    assert pair.ways == {"graver": 1}
    (moved,) = pair.moved
    assert (moved.line, moved.places[1], moved.headlines[1]) == ("A", "stop", "prohibited")
    assert pair.both == 3
    assert pair.alone == (0, 0)
    assert pair.at_places[1]["stop"] == pair.at_places[0].get("stop", 0) + 1


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "is on the control list (Announcement 11 of 2026)"),
        ("ja", "規制リスト（公告2026年第11号）に掲載されています"),
        ("zh", "名单"),
    ],
)
def test_why_a_line_moved_is_said_in_the_language_of_the_reader_and_not_of_the_run(
    runs: tuple[Path, Path, Path], library: sekisho.Library, tmp_path: Path, language: str, why: str
):
    """A run keeps what points as data; its own column of reasons stays in the language in which it was made."""
    book = tmp_path / "after.csv"
    book.write_text(FIRST, encoding="utf-8")
    japanese = sekisho.determine_book(book, library, out=tmp_path / "ja.parquet", as_of="2026-09-30", language="ja").out
    pair = run_pair(runs[0], japanese)
    (row,), (moved,) = moved_rows(pair, library, language), run_pair_data(pair, library, language)["moved"]
    assert why in row["why"]
    assert (row["why"], row["ask"]) == (moved["why"], moved["ask"])
    assert row["ask"]
    if language == "en":
        assert row["why"].isascii()


def test_the_other_way_round_it_became_less_grave(runs: tuple[Path, Path, Path]):
    pair = run_pair(runs[1], runs[0])
    assert pair.ways == {"lighter": 1}
    assert pair.moved[0].places[0] == "stop"


def test_a_later_book_is_held_beside_it_by_the_names_of_lines(runs: tuple[Path, Path, Path]):
    pair = run_pair(runs[1], runs[2])
    assert pair.both == 2
    assert pair.alone == (1, 1)
    assert [(line.line, line.way) for line in pair.moved] == [("A", "lighter")]


def test_a_run_beside_itself_moves_nothing(runs: tuple[Path, Path, Path], library: sekisho.Library):
    pair = run_pair(runs[1], runs[1])
    assert (pair.ways, pair.moved) == ({}, ())
    assert "3行のうち、位置が変わった行はありません。" in run_pair_text(pair, library, "ja", 78)[0]
    assert not any(line.startswith("≠") for line in run_pair_text(pair, library, "en", 78))


def test_lines_of_one_name_are_held_beside_each_other_in_order(library: sekisho.Library, tmp_path: Path):
    book = tmp_path / "twice.csv"
    book.write_text(HEAD + f"A,export,CN,JP,CN,none,{LISTED}\nA,export,CN,JP,CN,none,Naniwa\n", encoding="utf-8")
    results = sekisho.determine_book(book, library, out=tmp_path / "twice.parquet", as_of="2026-09-30").out
    pair = run_pair(results, results)
    assert (pair.both, pair.ways) == (2, {})


def test_what_is_no_result_of_a_run_is_refused(runs: tuple[Path, Path, Path], tmp_path: Path):
    with pytest.raises(BookError, match="nothing"):
        run_pair(runs[0], tmp_path / "nothing.parquet")
