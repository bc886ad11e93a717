"""Spark says of every line what DuckDB says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from tests.support.conformance import write_csv, write_parquet
from tests.support.spark_answers import rows_of, same
from tests.support.spark_runs import LINES, run
from tests.support.synthetic_law import DAYS, VALUES, Legislator, chance_of, random_line

from sekisho import Library, determine_book
from sekisho.determination.spark import determine_book_spark, engine, packing, result_files
from sekisho.errors import BookError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::ResourceWarning")]
DAY = "2026-11-24"


@pytest.mark.parametrize("as_of", [DAY, None], ids=["one day", "the day of each line"])
def test_the_example_book(
    spark: SparkSession, orders: dict[str, Path], library: Library, tmp_path: Path, as_of: str | None
):
    assert all(same(spark, book, library, tmp_path, {"as_of": as_of}) == LINES for book in orders.values())


@pytest.mark.parametrize("readings", ["narrow", "broad"])
def test_other_readings_and_facts_left_unknown(
    spark: SparkSession, orders: dict[str, Path], library: Library, tmp_path: Path, readings: str
):
    book = orders["parquet"]
    assert (
        same(spark, book, library, tmp_path, {"as_of": DAY, "readings": readings, "unknown": ["end_use", "origin"]})
        == LINES
    )


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_random_laws(spark: SparkSession, tmp_path: Path, seed: int, suffix: str):
    """Half of them with one day for all lines, half with the day of each; Parquet with lists, numbers and Booleans."""
    chance = chance_of(seed)
    library = Legislator(chance, 2).law(measures=3, clauses=3, exceptions=2)
    dated = seed % 2 == 0
    chosen = [random_line(chance, stated=chance.choice([0.3, 0.7, 1.0])) for _ in range(60)]
    if dated:
        chosen = [{**line, "date": chance.choice(DAYS).isoformat()} for line in chosen]
    columns = [*VALUES, *(["date"] if dated else [])]
    book = tmp_path / "book.csv"
    write_csv(chosen, book, columns)
    if suffix == "parquet":
        write_parquet(book, tmp_path / "book.parquet", library, columns)
        book = tmp_path / "book.parquet"
    stated = sum(any(line.get(name) for name in columns) for line in chosen)  # a row in which nothing stands is no line
    assert same(spark, book, library, tmp_path, {"as_of": None if dated else DAYS[5]}) == stated


def test_many_texts_and_many_signatures_are_joined_with_the_same_answers(
    spark: SparkSession, orders: dict[str, Path], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As if there were too many for sets in the query, for results whole, and for a copy of them on each executor."""
    monkeypatch.setattr(packing, "MOST_LITERALS", 0)
    monkeypatch.setattr(result_files, "MOST_WHOLE", 0)
    monkeypatch.setattr(result_files, "MOST_BROADCAST", 0)
    assert same(spark, orders["csv"], library, tmp_path, {"as_of": DAY}) == LINES


def parts_of(book: Path, folder: Path, kind: str) -> list[Path]:
    """The book cut into three files of unequal length."""
    folder.mkdir()
    found = []
    for number, (first, last) in enumerate(((1, 700), (701, 800), (801, LINES)), start=1):
        found.append(folder / f"part-{number}.{kind}")
        with duckdb.connect() as connection:
            read = connection.read_parquet(str(book)).filter(f"line BETWEEN {first} AND {last}").order("line")
            shown = read.project("* EXCLUDE (line)")
            (shown.write_parquet if kind == "parquet" else shown.write_csv)(str(found[-1]))
    return found


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_of_files_is_one_book_whose_rows_go_on_from_file_to_file(
    spark: SparkSession, orders: dict[str, Path], library: Library, tmp_path: Path, kind: str
):
    parts_of(orders["parquet"], tmp_path / "book", kind)
    result = determine_book_spark(spark, tmp_path / "book", library, out=tmp_path / "results", as_of=DAY)
    determine_book(orders["parquet"], library, out=tmp_path / "whole.parquet", as_of=DAY)
    assert rows_of(str(tmp_path / "results" / "*.parquet")) == rows_of(str(tmp_path / "whole.parquet"))
    assert result.card["files"] == 3
    assert result.card["book_sha256"] is None


def test_odd_cells_of_text_are_read_as_duckdb_reads_them(spark: SparkSession, library: Library, tmp_path: Path):
    """Quotes, separators and line ends in cells, spaces of several kinds, words for unknown, a byte order mark, rows
    in which nothing stands."""
    book = tmp_path / "book.csv"
    book.write_text(
        "\ufeffline;control codes;destination;departure;end_user;value_jpy\r\n"
        'a;1C905.a;JP;CN;"Mihon; KK";12\r\n'
        'b;"1C905.a;3A001";jp;CN;"two\nlines ""quoted""";\u00a01_000\r\n'
        "c; none ; JP;JP;n/a;unknown\r\n"
        "d;;NO;no;-;1e3\r\n"
        'e;"";;;"";.5\r\n'
        ";;\u3000;-;;\r\n"
        "f;none;JP;CN;-;TBD\r\n",
        encoding="utf-8",
        newline="",
    )
    # Spark drops the mark itself, and tells no marks of decimals, so that the cards differ in how the text was read.
    other = determine_book(book, library, out=tmp_path / "by-duckdb.parquet", as_of=DAY)
    found = determine_book_spark(spark, book, library, out=tmp_path / "by-spark", as_of=DAY)
    assert rows_of(str(tmp_path / "by-spark" / "*.parquet")) == rows_of(str(tmp_path / "by-duckdb.parquet"))
    assert sum((found.value_by_headline or {}).values()) == 12 + 1000 + 1000 + 0.5
    assert found.value_by_headline == other.value_by_headline
    assert [one.row for one in found.reading.no_lines] == [6]
    assert found.reading.no_lines == other.reading.no_lines


def test_a_book_without_goods_days_with_times_and_codes_of_another_list_are_read_as_duckdb_reads_them(
    spark: SparkSession, library: Library, tmp_path: Path
):
    """A code of the American list names no Chinese control, and an instant is a day where its zone has midnight."""
    books = {
        "bare": ("movement,departure", "export,CN", "transit,CN"),
        "eccn": ("ECCN,仕向国,departure,date", "3A001,JP,CN,2026-02-23T16:30:00Z", "EAR99,JP,CN,2026-02-23T23:30:00Z"),
        "days": ("control_codes,destination,date", "1C905.a,JP,2026-02-22T16:00:00Z", "none,NO,2026-02-23T16:00:00Z"),
    }
    for name, rows in books.items():
        (tmp_path / name).mkdir()
        book = tmp_path / name / "orders.csv"
        book.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        assert same(spark, book, library, tmp_path / name, {} if "date" in rows[0] else {"as_of": DAY}) == 2, name


def test_what_is_no_number_in_parquet_says_nothing(spark: SparkSession, library: Library, tmp_path: Path):
    """Other programs write NaN where they have none; DuckDB reads it as an empty cell."""
    book = tmp_path / "orders.parquet"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT 'JP' AS destination, ['1C905.a', 'none'][i] AS control_codes, "
            "['NaN'::DOUBLE, 0.5][i] AS prc_content_share, ['NaN'::FLOAT, 2.5][i] AS value_jpy FROM range(1, 3) AS t(i)"
        ).write_parquet(str(book))
    assert same(spark, book, library, tmp_path, {"as_of": DAY}) == 2


def test_headers_and_cells_in_three_languages_are_read_as_duckdb_reads_them(
    spark: SparkSession, library: Library, tmp_path: Path
):
    """What is not known is unknown, and no party of that name; a name that may be listed goes to the sheet."""
    near = "Mitsubishi Heavy Industries Maritime System"
    header = "行番号,該非判定,仕向国,積出国,需要者,end_use,date,value_jpy"
    rows = (
        f"1,1C905.a,日本,中国,{near},civil,2026/11/24,12",
        "2,1c905a,Japan,China,未定,民用,24.11.2026,1e3",
        "3,none,JP,CN,mitsubishi heavy industries,military,2026-11-24,.5",
        "4,unknown,日本,CN,TBD,不明,2026-11-24,",
    )
    book = tmp_path / "orders.csv"
    book.write_text("".join(f"{line}\n" for line in (header, *rows)), encoding="utf-8")
    mapping = {"control_codes": "該非判定"}
    assert same(spark, book, library, tmp_path, {"mapping": mapping}) == len(rows)
    assert near in (tmp_path / "by-spark.matches.csv").read_text(encoding="utf-8")
    answer = run("explain", str(tmp_path / "by-spark"), "--line", "2")
    assert "The stored row says the same." in answer, answer


def test_more_values_or_signatures_than_fit_are_told_before_they_are_fetched(
    spark: SparkSession, orders: dict[str, Path], library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("MOST_SIGNATURES", "MOST_VALUES"):
        monkeypatch.setattr(engine, name, 20)
        with pytest.raises(BookError, match=r"more than 20 .*--unknown|more than 20 (?s:.*)--unknown"):
            determine_book_spark(spark, orders["parquet"], library, out=tmp_path / "results", as_of=DAY)
    assert list(tmp_path.iterdir()) == []
