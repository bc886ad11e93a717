"""A book of Parquet files that this machine and the executors see: its row groups, read as they stand.

Spark makes a text of every cell that it reads. Parquet keeps the texts of a column once and gives cells numbers, and to
read these is a tenth of the work. Where a book cannot be read so, Spark reads it itself, with the same answers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.determination.spark.locations import has_row_groups
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.order_book import is_number

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from sekisho.determination.spark.row_groups import Packing, Part

AS_TEXT = ("VARCHAR", "DATE", "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT")
"""Types of which the text is the same to Spark and to pyarrow."""
LINES_A_TASK = 1_000_000
"""Lines that a task goes through, about. A guess. Larger: a task holds more lines at once, 60 bytes each. Smaller:
tasks start more often, and results come in more files."""
_ASKED = 2
"""Tasks that are asked whether they can read row groups. A guess. More: a run starts later. Fewer: of executors that
differ, one that cannot is found out only when it fails."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9._=-]+")
"""Names of files of which Spark's order is that of their letters, without signs that it writes otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupedBook:
    """The row groups of a book, shared out to tasks.

    Parameters
    ----------
    tasks
        The row groups of each task.
    rows
        Rows of the book.
    """

    session: SparkSession
    tasks: Sequence[Sequence[Part]]
    rows: int

    def tallied(self, columns: Sequence[str]) -> DataFrame:
        """Return the distinct texts of columns by task: the number of the column, the text, its rows, the first."""
        tasks = self.tasks
        work = _functions().tallied
        return self._done(lambda number: work(tasks[number], columns), "n int, v string, rows bigint, first bigint")

    def signatures(self, packing: Packing) -> DataFrame:
        """Return the distinct signatures by task, with lines and value."""
        tasks = self.tasks
        work = _functions().signatures
        keys = ", ".join(f"k{word} bigint" for word in range(packing["words"]))
        return self._done(lambda number: work(tasks[number], packing), f"{keys}, n bigint, value double")

    def write(self, packing: Packing, folder: Path) -> int:
        """Write the results of all lines beside the verdicts in a folder, and return their number."""
        packed, written, tasks = _functions().packed, _functions().written, self.tasks
        place, run = str(folder), uuid.uuid4().hex[:12]

        def work(number: int) -> pa.RecordBatch:
            import pyarrow as pa

            name = f"part-{number:05d}-{run}.parquet"
            lines = written(packed(tasks[number], packing), packing["words"], place, name)
            return pa.RecordBatch.from_pydict({"lines": [lines]})

        counts = self._done(work, "lines bigint").toArrow()
        return sum(counts.column("lines").to_pylist())

    def _done(self, work: Callable[[int], pa.RecordBatch], schema: str) -> DataFrame:
        """Let each task do its work."""

        def each(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
            for batch in batches:
                for number in batch.column(0).to_pylist():
                    yield work(number)

        count = len(self.tasks)
        return self.session.range(0, count, 1, count).mapInArrow(each, schema)


def write_lines(encoded: DataFrame, words: int, folder: Path) -> int:
    """Write the results of lines that Spark packed beside the verdicts in a folder, and return their number."""
    written, place, run = _functions().written, str(folder), uuid.uuid4().hex[:12]

    def work(batches: Iterable[pa.RecordBatch]) -> Iterable[pa.RecordBatch]:
        import pyarrow as pa
        from pyspark import TaskContext

        task = TaskContext.get()
        name = f"part-{task.partitionId() if task else 0:05d}-{run}.parquet"
        tables = (pa.Table.from_batches([batch]) for batch in batches)
        yield pa.RecordBatch.from_pydict({"lines": [written(tables, words, place, name)]})

    counts = encoded.mapInArrow(work, "lines bigint").toArrow()
    return sum(counts.column("lines").to_pylist())


def _functions() -> Any:  # noqa: ANN401 - a module, which is sent as it stands
    """Return the module that reads row groups, its functions to be sent to executors that know nothing of this program.

    Functions alone are sent: a module would take along all that stands in it.
    """
    from pyspark import cloudpickle

    from sekisho.determination.spark import row_groups

    cloudpickle.register_pickle_by_value(row_groups)
    return row_groups


def grouped_book(
    session: SparkSession,
    book: str,
    out: str,
    *,
    kinds: Mapping[str, str],
    columns: Columns,
    table: FactTable,
    files: int,
) -> GroupedBook | None:
    """Return the row groups of a book; None if Spark must read it: for its place, its kind, or the types of columns.

    Parameters
    ----------
    kinds
        Types of the columns of the book, as DuckDB names them.
    files
        Files of the book, as Spark counts them.
    """
    if not has_row_groups(book, out):
        return None
    place = Path(book).resolve()
    paths = [place] if place.is_file() else sorted(path for path in place.iterdir() if path.name[0] not in "._")
    if len(paths) != files or (files > 1 and not all(PLAIN_NAME.fullmatch(path.name) for path in paths)):
        return None
    numbers = {column for fact, column in columns.facts.items() if table[fact].kind == "number"}
    numbers |= {columns.value} if columns.value else set()
    texts = {column for fact, column in columns.facts.items() if table[fact].kind != "number"}
    texts |= {columns.line} if columns.line else set()
    if not all(kinds[column] in AS_TEXT for column in texts):
        return None
    if not all(kinds[column] == "VARCHAR" or is_number(kinds[column]) for column in numbers):
        return None
    parts = _parts(paths, texts | numbers)
    rows = sum(rows for _, rows in parts)
    if not rows or not reads(session, {path for (path, _, _), _ in parts}):
        return None
    return GroupedBook(session=session, tasks=_shared_out(parts, rows), rows=rows)


def reads(session: SparkSession, paths: Iterable[str]) -> bool:
    """Tell whether Python runs where Spark works, has what reads row groups, and sees the files."""
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F  # noqa: N812 - the name by which Spark's functions go everywhere

    ends = sorted(paths)
    ends = [*ends[:1], *ends[-1:]]

    def able(_number: int) -> bool:
        import importlib.util
        from pathlib import Path

        modules = all(importlib.util.find_spec(name) for name in ("numpy", "pyarrow"))
        return modules and all(Path(path).is_file() for path in ends)

    try:
        answers = session.range(0, _ASKED, 1, _ASKED).select(F.udf(able, "boolean")("id").alias("able")).toArrow()
    except PySparkException:
        return False
    return all(answers.column("able").to_pylist())


def _parts(paths: Iterable[Path], used: Iterable[str]) -> list[tuple[Part, int]]:
    """Return the row groups of files with their rows; none if some file has columns of other types than are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts: list[tuple[Part, int]] = []
    first = 1
    for path in paths:
        try:
            file = pq.ParquetFile(path)
        except (OSError, pa.ArrowException):
            return []
        with file:
            schema = file.schema_arrow
            if not all(schema.get_field_index(name) >= 0 and _is_read(schema.field(name).type) for name in used):
                return []
            for number in range(file.num_row_groups):
                rows = file.metadata.row_group(number).num_rows
                if rows:
                    parts.append(((str(path), number, first), rows))
                first += rows
    return parts


def _is_read(kind: pa.DataType) -> bool:
    import pyarrow as pa

    kinds = pa.types
    tests = (kinds.is_string, kinds.is_large_string, kinds.is_date32, kinds.is_boolean, kinds.is_signed_integer)
    return any(test(kind) for test in tests) or kinds.is_floating(kind) or kinds.is_decimal(kind)


def _shared_out(parts: Sequence[tuple[Part, int]], rows: int) -> list[list[Part]]:
    """Share row groups out to tasks of about as many lines, as they follow one another."""
    goal = rows / max(1, round(rows / LINES_A_TASK))
    tasks: list[list[Part]] = []
    before = 0
    for part, count in parts:
        place = int((before + count / 2) / goal)
        while len(tasks) <= place:
            tasks.append([])
        tasks[place].append(part)
        before += count
    return [task for task in tasks if task]
