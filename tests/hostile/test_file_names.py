"""A file is read under its own name, beside others whose names it would match as a pattern."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.support import plain

from sekisho import Library, determine_book
from sekisho.determination.book.results.columns import stored_row
from sekisho.determination.book.results.counts import tally_results
from sekisho.determination.book.results.lines import told_lines
from sekisho.determination.book.run_files import open_run, read_card
from sekisho.determination.book.snapshot import kept_of, opened
from sekisho.determination.rescreen.watch import lines_moved
from sekisho.determination.spark.locations import to_read
from sekisho.files.tables import write_query
from sekisho.files.text_tables import read_table
from sekisho.i18n.territory_codes import territories_of
from sekisho.impact.economy.tables.table_file import open_sheet
from sekisho.parties.lists.reader import read_party_list
from sekisho.trade.bom.reader import read_bill


def csv_book(rows: plain.Rows, place: Path) -> None:
    place.write_text(plain.csv_text(rows), encoding="utf-8")


def json_book(rows: plain.Rows, place: Path) -> None:
    place.write_text("".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def parquet_book(rows: plain.Rows, place: Path) -> None:
    plain.parquet(rows, place)


def folder_book(rows: plain.Rows, place: Path) -> None:
    place.mkdir()
    for number, row in enumerate(rows):
        csv_book([row], place / f"part[{number}].csv")


WRITERS: dict[str, Callable[[plain.Rows, Path], None]] = {
    ".csv": csv_book,
    ".jsonl": json_book,
    ".parquet": parquet_book,
    "": folder_book,
}
NAMES = {
    "orders[1]": "orders1",
    "or*": "orders",
    "orders?": "orders1",
    "{orders,decoy}": "orders",
    "it's": "its",
    "a\nb": "ab",
    "k=v": "k",
}


@pytest.mark.parametrize(("name", "ending"), plain.crossing(NAMES, WRITERS))
def test_the_named_book_is_read_and_no_other(name: str, ending: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / f"{name}{ending}"
    WRITERS[ending](plain.ROWS, book)
    WRITERS[ending](plain.DECOYS, tmp_path / f"{NAMES[name]}{ending}")
    if name == "orders[1]" and ending:
        found = plain.answer(book, library, tmp_path)
        assert plain.same_levels(found)
        card = read_card(tmp_path / "results.csv")
        assert card["book_sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    assert sorted(plain.seen(book, library).parties()) == sorted([plain.UNLISTED, plain.LISTED])


def test_folders_of_a_book_in_parts_say_what_no_column_says(library: Library, tmp_path: Path) -> None:
    for end_user, line in ((plain.UNLISTED, "L1"), (plain.LISTED, "L2")):
        folder = tmp_path / "book" / f"end_user={end_user}" / "line=L%39"
        folder.mkdir(parents=True)
        row = {name: text for name, text in plain.row(line, "").items() if name != "end_user"}
        plain.parquet([row], folder / "part.parquet")
    found = plain.answer(tmp_path / "book", library, tmp_path)
    assert plain.same_levels(found)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_results_are_read_under_their_own_name(ending: str, library: Library, tmp_path: Path) -> None:
    """Beside results whose name a pattern would take for theirs, every reader reads its own."""
    books = {"res[1]": plain.ROWS, "res1": plain.DECOYS}
    for name, rows in books.items():
        book = tmp_path / f"{name} book.csv"
        csv_book(rows, book)
        determine_book(book, library, out=tmp_path / f"{name}{ending}", as_of=plain.DAY, keep=True)
    results = tmp_path / f"res[1]{ending}"
    assert stored_row(results, "L2")["floor"] == "prohibited_save_special"
    run = open_run(results)
    tally = tally_results(results, run.card, library)
    assert [amount.lines for amount in tally.by_headline().values() if amount.lines] == [1, 1]
    with told_lines(results, run.card, library, most=1_000) as lines:
        assert next(lines).line == "L2"
    with opened(kept_of(results), memory_limit="1GB") as kept:
        assert kept.path == kept_of(results)
    if ending == ".parquet":
        assert lines_moved(tmp_path / "res1.parquet", results).changed == 1


def test_a_bill_is_read_under_its_own_name(library: Library, tmp_path: Path) -> None:
    for name, maker in (("bom[1]", plain.LISTED), ("bom1", plain.UNLISTED)):
        text = f"parent,part,quantity,supplier\n,product,1,\nproduct,magnet,2,{maker}\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = read_bill(tmp_path / "bom[1].csv", facts=library.facts, territory=territories_of(library).code)
    assert plain.LISTED in str(found)


@pytest.mark.parametrize("name", ["tmp[1]", "t*p", "t?p", "{a,b}", "it's", 'a"b', "a b", "a;b", "a\nb", "a=b"])
def test_temporary_files_may_lie_anywhere(
    name: str, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / name
    for folder in (place, tmp_path / "tmp1", tmp_path / "txp"):
        folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    book = tmp_path / "book.csv"
    book.write_bytes(plain.csv_text().encode("euc_jp"))
    assert plain.seen(book, library).parties() == [plain.UNLISTED, plain.LISTED]


def test_lists_and_tables_of_names_are_read_under_their_own_name(library: Library, tmp_path: Path) -> None:
    for name, party in (("list[1]", plain.LISTED), ("list1", plain.UNLISTED)):
        (tmp_path / f"{name}.csv").write_text(f"name\n{party}\n", encoding="utf-8")
    own = read_party_list(tmp_path / "list[1].csv", "mine", territories_of(library))
    assert own.entries[0].names == (plain.LISTED,)
    [(_, row)] = read_table(tmp_path / "list[1].csv", ("name",), remedy="")
    assert row["name"] == plain.LISTED
    with duckdb.connect() as connection:
        for name, number in (("io[1]", 1), ("io1", 2)):
            write_query(connection, f"SELECT {number} AS a", tmp_path / f"{name}.parquet")
    assert list(open_sheet(tmp_path / "io[1].parquet").read()) == [(2, ("1",))]


def test_spark_is_told_names_and_no_patterns() -> None:
    assert to_read("/books/or*[1]{a,b}?") == "file:///books/or\\*\\[1\\]\\{a,b\\}\\?"
