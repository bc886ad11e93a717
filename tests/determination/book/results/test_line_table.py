"""The lines of a run as a table: order of danger, sorted and filtered as asked, counted whatever place is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sekisho import Library, determine_book
from sekisho.determination.book.results import with_book
from sekisho.determination.book.results.line_table import ORDERS, LineQuery, lines_in_table, write_line_table
from sekisho.determination.book.results.lines import told_lines
from sekisho.determination.book.results.with_book import opened_once
from sekisho.determination.book.run_files import open_run
from sekisho.present.book_results.desk import line_desk
from sekisho.service.run_lines import LinesRequest, lines_of_results
from sekisho.trade.book import line_lookup
from sekisho.trade.book.intake import BookIntake

HEAD = "line,movement,departure,destination,origin,control_codes,description,exporter,end_user,end_use,value,date\n"
ROWS = (
    "A,export,CN,JP,CN,none,office chair,Suzhou Trading,Naniwa Seiki,civil,300,2026-09-02",
    "B,export,CN,JP,CN,1C902.a.4,magnet,Ningbo Magnet,三菱造船株式会社,,20,2026-09-03",
    "C,export,CN,JP,CN,3C001.a,gallium,Ningbo Magnet,Naniwa Seiki,civil,,2026-09-01",
    "D,export,CN,JP,CN,none,desk,Suzhou Trading,,civil,1000,",
)


@pytest.fixture(scope="module")
def table(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table of a small book."""
    folder = tmp_path_factory.mktemp("lines")
    book = folder / "orders.csv"
    book.write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    results = folder / "results.parquet"
    determine_book(book, library, out=results, as_of="2026-09-30")
    place = folder / "lines.parquet"
    write_line_table(results, open_run(results).card, library, place)
    assert not list(folder.glob(".*partial"))
    return place


def _names(table: Path, query: LineQuery) -> str:
    return "".join(line.line for line in lines_in_table(table, query)[1])


def test_a_book_is_read_once_for_all_that_is_made_of_its_results(
    library: Library, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    results, reads = table.with_name("results.parquet"), list[str]()
    card = open_run(results).card
    read_again = line_lookup.open_again

    def counted(*given: Any, **more: Any) -> BookIntake:  # noqa: ANN401 - whatever it takes
        reads.append("once more")
        return read_again(*given, **more)

    monkeypatch.setattr(with_book, "open_again", counted)

    def made(place: Path) -> list[str]:
        with told_lines(results, card, library) as lines:
            names = [line.line for line in lines]
        write_line_table(results, card, library, place)
        return names

    apart = made(tmp_path / "apart.parquet")
    assert len(reads) == 2
    with opened_once(results, card, library):
        assert made(tmp_path / "together.parquet") == apart
    assert len(reads) == 3
    assert lines_in_table(tmp_path / "together.parquet", LineQuery()) == lines_in_table(table, LineQuery())
    made(tmp_path / "apart.parquet")
    assert len(reads) == 5, "what was shared is closed"


def test_lines_stand_in_the_order_of_danger(table: Path):
    counts, lines = lines_in_table(table, LineQuery())
    assert lines[0].line == "B"  # a listed party goes before a listed item
    assert [line.danger for line in lines if line.danger] == sorted(line.danger for line in lines if line.danger)
    assert counts["stop"] == 1
    assert sum(counts.values()) == 4
    (first, *_) = lines
    assert first.facts["end_user"] == "三菱造船株式会社"
    assert (first.codes, first.value) == ("1C902.a.4", 20)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (LineQuery(order="amount"), "BADC"),  # what states no amount comes last
        (LineQuery(order="amount", descending=True), "DABC"),
        (LineQuery(order="day"), "CABD"),
        (LineQuery(order="line", descending=True), "DCBA"),
        (LineQuery(order="supplier", start=1, most=1), "C"),
        (LineQuery(text="naniwa"), "CA"),
        (LineQuery(text="3c001"), "C"),
        (LineQuery(text="三菱", order="line"), "B"),
        (LineQuery(headline="licence required"), ""),
        (LineQuery(text="%"), ""),
        (LineQuery(clause="cn/none#none"), ""),
    ],
)
def test_lines_are_sorted_and_filtered(table: Path, query: LineQuery, names: str):
    assert _names(table, query) == names


@pytest.mark.parametrize("order", list(ORDERS))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_every_line_once(table: Path, order: str, descending: bool):  # noqa: FBT001 - a parameter
    pages = [_names(table, LineQuery(order=order, descending=descending, start=at, most=1)) for at in range(4)]
    assert sorted(pages) == ["A", "B", "C", "D"]


def test_places_are_counted_whatever_place_is_asked_for(table: Path):
    counts, lines = lines_in_table(table, LineQuery(triage="stop"))
    assert [line.line for line in lines] == ["B"]
    assert sum(counts.values()) == 4
    counts, _ = lines_in_table(table, LineQuery(triage="stop", text="naniwa"))
    assert sum(counts.values()) == 2


def test_a_day_that_could_not_be_read_stands_as_the_book_has_it(library: Library, tmp_path: Path):
    unread = "U,export,CN,JP,CN,3C001.a,gallium,Ningbo Magnet,Naniwa Seiki,civil,1,31/02/2026"
    book, results = tmp_path / "orders.csv", tmp_path / "results.parquet"
    book.write_text(HEAD + "\n".join([unread, *ROWS]) + "\n", encoding="utf-8")
    determine_book(book, library, out=results)
    shown = lines_of_results(LinesRequest(), library, results, tmp_path / "lines.parquet")
    days = {row.line: row.day for row in line_desk(shown, "en").rows}
    assert (days["U"], days["A"]) == ("31/02/2026", "2 Sep 2026")
