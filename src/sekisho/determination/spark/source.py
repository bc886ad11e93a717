"""Reading a book in Spark: every column of text as text, rows numbered as they stand in their files."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.determination.spark.faults import reading
from sekisho.determination.spark.locations import is_address, is_text, name_of, to_read
from sekisho.errors import BookError, Problem
from sekisho.files.formats import PARQUET
from sekisho.files.package_csv import cell_rows
from sekisho.files.text.delimited import TEXT, split_header
from sekisho.files.zones import zone_named, zone_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact_table import built_in_facts
from sekisho.message import counted, message
from sekisho.trade.book.columns import Columns, named_fact
from sekisho.trade.book.matching.headers import fact_of
from sekisho.trade.book.matching.joins import NOTHING, between, joined_name
from sekisho.trade.book.order_book import SPACES_OF_CELLS, is_number

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FILE, ID, ROW, CORRUPT = "sekisho_file", "sekisho_id", "sekisho_row", "sekisho_corrupt"
KINDS = {
    "string": "VARCHAR",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "float": "FLOAT",
    "double": "DOUBLE",
}
"""Types of Spark as DuckDB names them, where the two differ in more than case."""
FLOATS = ("FLOAT", "DOUBLE")
NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
EXPECTED = message(
    "spark.expected_kinds",
    "Save it as CSV in UTF-8 or as Parquet, or leave out --engine: DuckDB reads Excel, JSON and databases.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkBook:
    """A book in Spark.

    Parameters
    ----------
    frame
        Its lines, with their number from 1 as `sekisho_row`; text files are kept by Spark once they are parsed.
    kinds
        Type of each column of the book, as DuckDB names it.
    files
        Number of files.
    told
        Encoding, separator and row of the header of text.
    kept
        What Spark keeps of it; None if it reads the files anew each time.
    packed
        What Spark keeps of its lines once they are packed.
    """

    frame: DataFrame
    kinds: dict[str, str]
    files: int
    told: Mapping[str, str] = field(default_factory=dict)
    kept: DataFrame | None = None
    packed: list[DataFrame] = field(default_factory=list)

    def forget(self) -> None:
        """Let Spark drop what it keeps."""
        for frame in (self.kept, *self.packed):
            if frame is not None:
                frame.unpersist()


def name(column: str) -> Column:
    """Return a column by its name, whatever signs are in it."""
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    return F.col("`" + column.replace("`", "``") + "`")


def text_of(column: str, kind: str) -> Column:
    """Return a column as text; lists become codes separated by ';'."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    found = name(column)
    if kind in FLOATS:  # what is no number says nothing, as other programs write it
        found = F.when(~F.isnan(found), found)
    if kind.endswith("[]"):
        return F.when(F.size(found) == 0, "none").otherwise(F.array_join(found.cast("array<string>"), ";"))
    return found.cast("string")


def number_of(column: str, kind: str) -> Column:
    """Return a column as numbers; NULL where the text is none, as DuckDB reads it."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    if is_number(kind):
        number = name(column).cast("double")
        return F.when(~F.isnan(number), number) if kind in FLOATS else number
    bare = F.btrim(text_of(column, kind), F.lit(SPACES_OF_CELLS))
    plain = F.regexp_replace(bare, r"(?<=\d)_(?=\d)", "")
    return F.when(plain.rlike(NUMBER), plain.try_cast("double"))


def open_book(session: SparkSession, book: str) -> SparkBook:
    """Read a file, a folder of files, or an address.

    Raises
    ------
    BookError
        If there is no such book, it is neither Parquet nor CSV, or a row of text has other cells than the header.
    """
    _check_kind(book)
    with reading(name_of(book)):
        return _text(session, book) if is_text(book) else _parquet(session, book)


def _check_kind(book: str) -> None:
    if is_address(book):
        return
    if not Path(book).exists():
        raise BookError(
            Problem(
                where=book,
                what=message("error.no_such_file", "no such file."),
                remedy=message("file.name_book_csv", "Name an order list, CSV or Parquet."),
            )
        )
    if problems := kind_problems(book):
        raise BookError(problems)


def kind_problems(book: str) -> list[Problem]:
    """Say what Spark does not read: a file of another kind, or a folder of files of several kinds."""
    path = Path(book)
    if is_address(book) or not path.exists():
        return []
    if path.is_file():
        if path.suffix.lower() in PARQUET | TEXT:
            return []
        return [
            Problem(
                where=book,
                what=message("spark.no_kind", "'{ending}' is not a kind of book that Spark reads.", ending=path.suffix),
                remedy=EXPECTED,
            )
        ]
    inside = sorted(each for each in path.iterdir() if not each.name.startswith((".", "_")))
    kinds = TEXT if is_text(book) else PARQUET
    odd = [each.name for each in inside if each.is_file() and each.suffix.lower() not in kinds]
    if inside and not odd:
        return []
    if not inside:
        return [
            Problem(
                where=book, what=message("file.folder_no_book", "the folder contains no order list."), remedy=EXPECTED
            )
        ]
    if len(odd) > 1:
        what = counted(
            "spark.odd_files",
            "a folder for Spark has CSV alone or Parquet alone, and here is '{file}', with {n} more.",
            "a folder for Spark has CSV alone or Parquet alone, and here is '{file}', with {n} more.",
            file=odd[0],
            n=len(odd) - 1,
        )
    else:
        what = message(
            "spark.odd_file", "a folder for Spark has CSV alone or Parquet alone, and here is '{file}'.", file=odd[0]
        )
    return [
        Problem(
            where=book,
            what=what,
            remedy=message("spark.take_these_out", "Take these out, or name a folder of files of one kind."),
        )
    ]


def _parquet(session: SparkSession, book: str) -> SparkBook:
    from pyspark.sql import functions as F  # noqa: N812 - as above

    frame, told = _typed(session.read.parquet(to_read(book)), name_of(book))
    kinds = {field.name: kind_of(field.dataType.simpleString()) for field in frame.schema.fields}
    files = len(frame.inputFiles())
    frame = frame.select(
        "*", F.col("_metadata.file_path").alias(FILE), F.col("_metadata.row_index").cast("bigint").alias(ID)
    )
    return SparkBook(frame=_numbered(session, frame, files, from_zero=True), kinds=kinds, files=files, told=told)


def _typed(frame: DataFrame, book: str) -> tuple[DataFrame, dict[str, str]]:
    """Make columns readable as `files.staging` does: instants become days, and what is not read is told.

    Raises
    ------
    BookError
        If a column that is a fact holds bytes, or has another type that is not read.
    """
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    facts = {str(fact.name) for fact in built_in_facts()} | {"line", "value"}
    told: dict[str, str] = {}
    problems: list[Problem] = []
    for column in frame.schema.fields:
        kind = column.dataType.simpleString()
        if kind == "timestamp":
            micros = F.unix_micros(name(column.name))
            rows = frame.select((micros % (_US_A_SECOND * _A_DAY)).alias("t")).where("t IS NOT NULL").distinct()
            seconds = [int(row["t"]) / _US_A_SECOND for row in rows.limit(2).collect()]
            zone = zone_of(int(second) if second == int(second) else -1 for second in seconds)
            ahead = zone_named(zone).utcoffset(_SOME_TIME.replace(tzinfo=None)) or timedelta()
            days = F.floor((micros / _US_A_SECOND + int(ahead.total_seconds())) / _A_DAY).cast("int")
            frame = frame.withColumn(column.name, F.date_from_unix_date(days))
            told[f"zone of {column.name}"] = zone
        elif kind == "binary" or _NESTED.match(kind):
            if named_fact(column.name) in facts or fact_of(column.name) is not None:
                remedy = message("file.column_as_text", "Write the column as text, numbers or dates, or leave it out.")
                what = message("file.type_unread", "its type {kind} is not read.", kind=kind)
                problems.append(
                    Problem(
                        where=message("error.at_column", "{file}: column '{column}'", file=book, column=column.name),
                        what=what,
                        remedy=remedy,
                    )
                )
            frame = frame.drop(column.name)
            told[f"left aside: {column.name}"] = kind
    if problems:
        raise BookError(problems)
    return frame, told


_NESTED = re.compile(r"struct<|map<|array<(array|struct|map|binary)|interval|variant")
_SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""The zones of midnights, and Beijing, keep one distance from UTC all year."""
_A_DAY = 86_400  # seconds
_US_A_SECOND = 1_000_000  # microseconds


def with_joined(book: SparkBook, columns: Columns, joined: Mapping[str, tuple[str, ...]]) -> tuple[SparkBook, Columns]:
    """Give each fact that stands in several columns one column with the texts of all, as DuckDB does."""
    from pyspark.sql import functions as F  # noqa: N812 - as Spark names it

    frame, kinds, facts = book.frame, dict(book.kinds), dict(columns.facts)
    for fact, parts in joined.items():
        if len(parts) < 2 or facts.get(FactName(fact)) != parts[0]:  # noqa: PLR2004 - one is no list
            continue
        texts = [F.btrim(text_of(part, kinds[part]), F.lit(SPACES_OF_CELLS)) for part in parts]
        each = [F.when(~F.lower(text).isin(*NOTHING), text) for text in texts]
        name = joined_name(parts)
        frame = frame.withColumn(name, F.nullif(F.concat_ws(between(fact), *each), F.lit("")))
        kinds[name], facts[FactName(fact)] = "VARCHAR", name
    taken = {part for parts in joined.values() for part in parts}
    unmapped = tuple(name for name in columns.unmapped if name not in taken)
    return replace(book, frame=frame, kinds=kinds), replace(columns, facts=facts, unmapped=unmapped)


def kind_of(kind: str) -> str:
    """Return a type of Spark as DuckDB names it.

    >>> kind_of("string"), kind_of("array<string>"), kind_of("decimal(14,2)")
    ('VARCHAR', 'VARCHAR[]', 'DECIMAL(14,2)')
    """
    if kind.startswith("array<"):
        return f"{kind_of(kind.removeprefix('array<').removesuffix('>'))}[]"
    return KINDS.get(kind, kind.upper())


def _text(session: SparkSession, book: str) -> SparkBook:
    """Parse text once, and let Spark keep what it parsed: on the disks of the executors where memory is short."""
    from pyspark.sql import functions as F  # noqa: N812 - as above
    from pyspark.storagelevel import StorageLevel

    place = to_read(book)
    first = session.read.text(place).head()
    header = str(first[0]) if first else ""
    names, delimiter = split_header(io.StringIO(header.removeprefix("\ufeff")), name_of(book))
    schema = ", ".join(f"c{number} STRING" for number in range(len(names)))
    parsed = session.read.csv(
        place,
        schema=f"{schema}, {CORRUPT} STRING",
        sep=delimiter,
        header=True,
        quote='"',
        escape='"',
        multiLine=True,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=CORRUPT,
    )
    files = len(parsed.inputFiles())
    frame = parsed.select(
        *(F.col(f"c{number}").alias(name) for number, name in enumerate(names)),
        CORRUPT,
        F.col("_metadata.file_path").alias(FILE),
        F.monotonically_increasing_id().alias(ID),
    ).persist(StorageLevel.MEMORY_AND_DISK)
    source = SparkBook(
        frame=_numbered(session, frame, files, from_zero=files == 1),
        kinds=dict.fromkeys(names, "VARCHAR"),
        files=files,
        told={"encoding": "utf-8", "separator": delimiter, "header_row": "1"} if files == 1 else {},
        kept=frame,
    )
    problems = _text_problems(source.frame, names, delimiter, name_of(book))
    if problems:
        frame.unpersist()
        raise BookError(problems)
    return source


def _numbered(session: SparkSession, frame: DataFrame, files: int, *, from_zero: bool) -> DataFrame:
    """Number the rows from 1; those of several files go on in the order of the names of the files."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    if files <= 1 and from_zero:
        return frame.withColumn(ROW, F.col(ID) + 1).drop(FILE, ID)
    found = frame.groupBy(FILE).agg(F.min(ID).alias("first"), F.count("*").alias("rows")).collect()
    before, starts = 0, []
    for row in sorted(found, key=lambda row: str(row[FILE])):
        starts.append((str(row[FILE]), before + 1 - int(row["first"])))
        before += int(row["rows"])
    table = session.createDataFrame(starts, f"{FILE} STRING, sekisho_start BIGINT")
    joined = frame.join(F.broadcast(table), FILE)
    return joined.withColumn(ROW, F.col(ID) + F.col("sekisho_start")).drop(FILE, ID, "sekisho_start")


def _text_problems(frame: DataFrame, names: list[str], delimiter: str, book: str) -> list[Problem]:
    """Find rows that are no rows of the header, and text that is not UTF-8, in one pass."""
    from pyspark.sql import functions as F  # noqa: N812 - as above

    broken = F.col(CORRUPT).isNotNull()
    garbled = F.concat_ws("", *(name(column) for column in names)).contains("\ufffd")
    row = frame.agg(
        F.min(F.when(broken, F.col(ROW))).alias("broken"),
        F.min_by(CORRUPT, F.when(broken, F.col(ROW))).alias("text"),
        F.min(F.when(garbled, F.col(ROW))).alias("garbled"),
    ).collect()[0]
    problems = []
    if row["garbled"] is not None:
        what = message("spark.not_utf8", "is not UTF-8 text (first in row {row}).", row=row["garbled"])
        problems.append(
            Problem(where=book, what=what, remedy=message("file.save_csv_utf8", "Save it as CSV in UTF-8."))
        )
    if row["broken"] is not None:
        cells = len(next(cell_rows(io.StringIO(row["text"]), delimiter=delimiter), []))
        told = message(
            "file.cells_and_header",
            "the row has {cells} cells and the header {header}.",
            cells=cells,
            header=len(names),
        )
        problems.append(
            Problem(
                where=message("error.at_row", "{file}, row {row}", file=book, row=row["broken"]),
                what=told if cells != len(names) else message("file.row_unread", "the row cannot be read as CSV."),
                remedy=message(
                    "file.as_many_cells",
                    "Give every row as many cells as the header, and put text with separators in double quotes.",
                ),
            )
        )
    return problems
