"""What is wrong is told as DuckDB's path tells it, and what is cut off leaves nothing that looks whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
import yaml
from tests.support.told import check_style, problem_of

from sekisho import Library, SekishoError, determine_book
from sekisho.determination.book.run_files import run_card_of
from sekisho.determination.spark import determine_book_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]
DAY = "2026-11-24"
HEADER = "movement,departure,destination,control_codes"
LINE = "export,CN,JP,1C905.a"
WRONG = {
    "values": (
        f"{HEADER},prc_content_share,value_jpy,hs_code,end_use,date",
        'export,CN,JP,1C905.a,0.5,"about twelve",850511,civil,2026-11-24',
        "expart,CN,False,10.0,1.5,1,10121,civil,2026-02-30",
        "export,CN,Nippon,9Z999,NaN,NaN,850511,militarry,2026-11-24",
    ),
    "columns and values": (f"{HEADER},orgin,value", "expart,CN,Nippon,9Z999,CN,12", f"{LINE},CN,inf"),
    "many values": (HEADER, *(f"export,CN,JP,9Z{number:03}" for number in range(50))),
    "a column twice": (f"{HEADER},Destination", f"{LINE},JP"),
    "nothing": (),
}


def told(
    spark: SparkSession, book: Path, library: Library, as_of: str | None = DAY, out: Path | None = None
) -> SekishoError:
    """What Spark's path raises; nothing is written."""
    before = set(book.parent.iterdir())
    with pytest.raises(SekishoError) as raised:
        determine_book_spark(spark, book, library, out=out or book.with_name("results"), as_of=as_of)
    assert set(book.parent.iterdir()) == before
    for problem in raised.value.problems:
        check_style(problem)
    return raised.value


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_the_words_counts_and_rows_of_the_other_path(
    spark: SparkSession, library: Library, tmp_path: Path, case: str
):
    book = tmp_path / "orders.csv"
    book.write_text("".join(f"{line}\n" for line in WRONG[case]), encoding="utf-8")
    with pytest.raises(SekishoError) as raised:
        determine_book(book, library, out=tmp_path / "results.parquet", as_of=DAY, strict=True)
    assert sorted(map(str, told(spark, book, library).problems)) == sorted(map(str, raised.value.problems))


@pytest.mark.parametrize("select", ["'inf'::DOUBLE AS prc_content_share", "1.5::DOUBLE AS prc_content_share"])
def test_numbers_of_parquet_that_are_none_are_told_the_same(
    spark: SparkSession, library: Library, tmp_path: Path, select: str
):
    book = tmp_path / "orders.parquet"
    with duckdb.connect() as connection:
        connection.sql(f"SELECT 'JP' AS destination, 'none' AS control_codes, {select}").write_parquet(str(book))
    with pytest.raises(SekishoError) as raised:
        determine_book(book, library, out=tmp_path / "results.parquet", as_of=DAY, strict=True)
    assert len(raised.value.problems) == len(told(spark, book, library).problems) == 1
    problem_of(told(spark, book, library), "prc_content_share", "1 of 1 rows")


def test_what_duckdb_would_read_or_leave_out_stops_the_run(spark: SparkSession, library: Library, tmp_path: Path):
    """The page on Spark says so of numbers in other forms, of cells that point at others, and of rows of totals."""
    book = tmp_path / "orders.csv"
    rows = ('1,JP,1C905.a,Mihon KK,"12,000円"', "2,JP,1C905.a,同上,1", "3,JP,none,Mihon KK,1", "合計,,,,12001")
    book.write_text("\n".join(("line,destination,control_codes,end_user,value_jpy", *rows)), encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "results.parquet", as_of=DAY)
    assert (result.lines, result.reading.with_gap, len(result.reading.no_lines)) == (3, 0, 1)
    for path in tmp_path.glob("results.*"):
        path.unlink()
    fault = told(spark, book, library)
    problem_of(fault, "value_jpy", "1 of 4 rows", "12,000円")
    problem_of(fault, "end_user", "row 2", "points at another cell")
    problem_of(fault, "row 4", "totals")


@pytest.mark.parametrize("odd", [f"{LINE},too many", "export,CN"])
def test_a_row_with_other_cells_than_the_header_is_told_with_its_number(
    spark: SparkSession, library: Library, tmp_path: Path, odd: str
):
    book = tmp_path / "orders.csv"
    book.write_text(f"{HEADER}\n{LINE}\n{LINE}\n{odd}\n{LINE}\n", encoding="utf-8")
    fault = told(spark, book, library)
    problem_of(fault, "row 3", f"{odd.count(',') + 1} cells and the header 4")


def test_lines_without_a_date_other_encodings_and_places_are_told(
    spark: SparkSession, library: Library, tmp_path: Path
):
    book = tmp_path / "orders.csv"
    book.write_text(f"{HEADER},date\n{LINE},2026-11-24\n{LINE},\n", encoding="utf-8")
    problem_of(told(spark, book, library, as_of=None), "without a date", "--as-of")
    problem_of(told(spark, book, library, out=tmp_path / "no" / "results"), "no folder")
    problem_of(told(spark, book, library, out=book), "overwrite")
    problem_of(told(spark, tmp_path / "gone.csv", library), "no such file")
    (tmp_path / "taken").mkdir()
    problem_of(told(spark, book, library, out=tmp_path / "taken"), "not a folder of results")
    book.write_bytes(f"{HEADER},end_user\n{LINE},日本電気\n".encode("shift_jis"))
    problem_of(told(spark, book, library), "UTF-8")
    (tmp_path / "odd.parquet").write_bytes(b"PAR1 this is no parquet file PAR1")
    problem_of(told(spark, tmp_path / "odd.parquet", library), "odd.parquet", "cannot be read")


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_if_a_rename_fails_the_older_result_and_its_card_stay_together(
    spark: SparkSession, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    book, out = tmp_path / "orders.csv", tmp_path / "results"
    book.write_text(f"{HEADER}\n{LINE}\n", encoding="utf-8")
    determine_book_spark(spark, book, library, out=out, as_of="2026-02-01")
    older = {path: path.read_bytes() for path in (*out.iterdir(), run_card_of(out))}
    replace, calls = os.replace, 0

    def failing(*args: str) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(28, "the disk is full")
        replace(*args)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="disk is full"):
        determine_book_spark(spark, book, library, out=out, as_of=DAY)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (*out.iterdir(), run_card_of(out))} == older
    assert sorted(path.name for path in tmp_path.iterdir()) == ["orders.csv", "results", "results.run.yaml"]
    determine_book_spark(spark, book, library, out=out, as_of=DAY)
    assert {path for path in out.iterdir() if path.suffix == ".parquet"}.isdisjoint(older), "a later run replaces it"


def test_at_an_address_spark_writes_to_the_place_itself_and_nothing_there_is_written_over(
    spark: SparkSession, library: Library, tmp_path: Path
):
    """As in object storage, where nothing is renamed; `file://` stands for it."""
    (tmp_path / "orders.csv").write_text(f"{HEADER}\n{LINE}\n", encoding="utf-8")
    book, out = (f"file://{tmp_path / name}" for name in ("orders.csv", "march.parquet"))
    result = determine_book_spark(spark, book, library, out=out, as_of=DAY)
    assert (result.out, result.run_card) == (out, f"file://{tmp_path / 'march.run.yaml'}")
    assert (tmp_path / "march.parquet" / "_SUCCESS").is_file()
    (card,) = (tmp_path / "march.run.yaml").glob("part-*")
    assert yaml.safe_load(card.read_text(encoding="utf-8")) == result.card
    before = {path: path.read_bytes() for path in (tmp_path / "march.parquet").iterdir()}
    with pytest.raises(SekishoError) as raised:
        determine_book_spark(spark, book, library, out=out, as_of=DAY)
    problem_of(raised.value, "march.parquet", "is there already")
    assert {path: path.read_bytes() for path in (tmp_path / "march.parquet").iterdir()} == before


def test_a_run_that_is_killed_leaves_no_result(library: Library, tmp_path: Path):
    """The part that is written lies beside, under a name that says so, and without a mark of success."""
    pytest.importorskip("pyspark")
    del library
    book, out = tmp_path / "orders.parquet", tmp_path / "results"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT 'JP' AS destination, ['1C905.a', '3A001', 'none'][i % 3 + 1] AS control_codes, "
            "repeat('x', 200) || i AS line FROM range(400000) AS t(i)"
        ).write_parquet(str(book))
    words = ["bulk", str(book), "-o", str(out), "--engine", "spark", "--spark-master", "local[1]", "--as-of", DAY]
    program = "import sys; from sekisho.cli import main; main(sys.argv[1:])"
    with subprocess.Popen([sys.executable, "-c", program, *words], stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "results.partial").exists():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.05)
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
    assert not out.exists()
    assert not run_card_of(out).exists()
    assert not (tmp_path / "results.partial" / "_SUCCESS").exists()
