"""Row groups of a book in Parquet, read where Spark works: texts by number, as the file holds them.

Spark sends these functions to its executors as they stand. They need numpy and pyarrow there, and nothing of this
program.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

Part = tuple[str, int, int]
"""A row group: its file, its number there, and the number of its first row in the book."""


class TextCells(TypedDict):
    """A fact told by the texts of a column: the cell of each text, of all others, and of what is left out."""

    column: str
    cells: Mapping[str, int]
    usual: int
    missing: int
    place: tuple[int, int]


class NumberCells(TypedDict):
    """A fact told by numbers: the thresholds between which they lie, and the cell of what is left out."""

    column: str
    thresholds: Sequence[float]
    missing: int
    place: tuple[int, int]


class SamePlace(TypedDict):
    """Whether two columns name one territory: the territory by number that each text means."""

    columns: tuple[str, str]
    territories: tuple[Mapping[str, int], Mapping[str, int]]
    place: tuple[int, int]


class Packing(TypedDict):
    """How lines become signatures. A place is a word and the bit in it where a cell begins."""

    line: str
    value: str
    words: int
    texts: Sequence[TextCells]
    numbers: Sequence[NumberCells]
    same: Sequence[SamePlace]
    spaces: str


class RowGroup:
    """One row group, of which each column is read once."""

    def __init__(self, part: Part, columns: Sequence[str]) -> None:
        """Read some columns; texts stay as the numbers that stand for them in the file."""
        path, number, self.first = part
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            texts = [name for name in columns if _is_text(schema.field(name).type)]
        with pq.ParquetFile(path, read_dictionary=texts) as file:
            self.table = file.read_row_group(number, columns=list(columns), use_threads=False).unify_dictionaries()
        self.rows = self.table.num_rows
        self._numbered: dict[str, tuple[list[str], NDArray[np.int64]]] = {}

    def numbered(self, column: str) -> tuple[list[str], NDArray[np.int64]]:
        """Return the texts of a column, and of each row which of them it has; what is empty has one number more."""
        if column not in self._numbered:
            cells = self.table.column(column).combine_chunks()
            if not pa.types.is_dictionary(cells.type):
                cells = cells.dictionary_encode()
            texts = cells.dictionary.cast(pa.string()).to_pylist()
            numbers = cells.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
            self._numbered[column] = texts, numbers
        return self._numbered[column]

    def numbers(self, column: str, spaces: str) -> NDArray[np.float64]:
        """Return a column as numbers, NaN where there is none."""
        cells = self.table.column(column)
        if pa.types.is_dictionary(cells.type):
            texts, places = self.numbered(column)
            return np.array([*(number_of(text, spaces) for text in texts), np.nan]).take(places)
        array = cells.combine_chunks()
        if pa.types.is_decimal(array.type):
            return _of_decimals(array)
        return np.asarray(array.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


def _of_decimals(array: pa.Array) -> NDArray[np.float64]:
    """Return the number that is nearest to each decimal; pyarrow's own cast misses it by a place."""
    if pa.types.is_decimal128(array.type) and 0 <= array.type.scale <= MOST_DIGITS:
        words = np.frombuffer(array.buffers()[1], dtype=np.int64)[2 * array.offset :][: 2 * len(array)]
        low, high = words[::2], words[1::2]
        stated = array.is_valid().to_numpy(zero_copy_only=False)
        if not (stated & ((high != low >> 63) | (low > MOST_EXACT) | (low < -MOST_EXACT))).any():
            return np.where(stated, low / 10.0**array.type.scale, np.nan)
    return np.array([np.nan if value is None else float(value) for value in array.to_pylist()], dtype=np.float64)


MOST_DIGITS, MOST_EXACT = 22, 2**53
"""Powers of ten, and whole numbers, up to which a double is exact, so that their quotient is rounded once."""


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def number_of(text: str, spaces: str) -> float:
    """Return a text as a number; NaN if it is none. As `source.number_of`, by which Spark reads it."""
    bare = re.sub(r"(?<=[0-9])_(?=[0-9])", "", text.strip(spaces))
    return float(bare) if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", bare) else float("nan")


def tallied(parts: Sequence[Part], columns: Sequence[str]) -> pa.RecordBatch:
    """Return the distinct texts of columns, by number, with the rows that hold each and the first of them."""
    tallies: list[dict[str | None, tuple[int, int]]] = [{} for _ in columns]
    for part in parts:
        group = RowGroup(part, columns)
        rows = np.arange(group.first, group.first + group.rows)[::-1]
        for column, tally in zip(columns, tallies, strict=True):
            texts, places = group.numbered(column)
            counts = np.bincount(places, minlength=len(texts) + 1)
            firsts = np.zeros(len(texts) + 1, dtype=np.int64)
            firsts[places[::-1]] = rows  # of equal places the last that is set stays: the first row
            for place in np.flatnonzero(counts).tolist():
                text = texts[place] if place < len(texts) else None
                earlier, first = tally.get(text, (0, int(firsts[place])))
                tally[text] = (earlier + int(counts[place]), first)
    cells = [
        (number, text, *rows_of_text) for number, tally in enumerate(tallies) for text, rows_of_text in tally.items()
    ]
    kinds = (pa.int32(), pa.string(), pa.int64(), pa.int64())
    arrays = [pa.array([cell[place] for cell in cells], kind) for place, kind in enumerate(kinds)]
    return pa.RecordBatch.from_arrays(arrays, ["n", "v", "rows", "first"])


def columns_of(packing: Packing) -> list[str]:
    """Return the columns that packing reads."""
    named = [
        packing["line"],
        packing["value"],
        *(cells["column"] for cells in (*packing["texts"], *packing["numbers"])),
    ]
    named += [column for pair in packing["same"] for column in pair["columns"]]
    return list(dict.fromkeys(filter(None, named)))


def packed(parts: Sequence[Part], packing: Packing) -> Iterator[pa.Table]:
    """Give of each line its number, the words of its signature, and its value; one row group after another."""
    columns = columns_of(packing)
    names = ["line", *(f"k{word}" for word in range(packing["words"])), "value"]
    for part in parts:
        group = RowGroup(part, columns)
        line, value = packing["line"], packing["value"]
        lines = group.table.column(line) if line else pa.array(np.arange(group.first, group.first + group.rows))
        if pa.types.is_dictionary(lines.type):
            lines = lines.cast(pa.string())
        worth = group.numbers(value, packing["spaces"]) if value else np.full(group.rows, np.nan)
        keys = (pa.array(key) for key in keys_of(group, packing))
        yield pa.table([lines, *keys, pa.array(worth, mask=np.isnan(worth))], names)


def keys_of(group: RowGroup, packing: Packing) -> list[NDArray[np.int64]]:
    """Return the words of the signature of cells_of row; cells_of of shape (rows,)."""
    keys = [np.zeros(group.rows, dtype=np.int64) for _ in range(packing["words"])]
    for cells_of in packing["texts"]:
        word, shift = cells_of["place"]
        texts, places = group.numbered(cells_of["column"])
        cells = [*(cells_of["cells"].get(text, cells_of["usual"]) for text in texts), cells_of["missing"]]
        keys[word] |= (np.array(cells, dtype=np.int64) << shift).take(places)
    for ladder in packing["numbers"]:
        word, shift = ladder["place"]
        numbers, bounds = group.numbers(ladder["column"], packing["spaces"]), np.array(ladder["thresholds"])
        step = np.searchsorted(bounds, numbers)
        on_bound = np.append(bounds, np.nan).take(step) == numbers
        rung = np.where(np.isnan(numbers), ladder["missing"], 2 * step + on_bound)
        keys[word] |= rung.astype(np.int64) << shift
    for pair in packing["same"]:
        word, shift = pair["place"]
        places_named = []
        for column, territories in zip(pair["columns"], pair["territories"], strict=True):
            texts, places = group.numbered(column)
            places_named.append(
                np.array([*(territories.get(text, -1) for text in texts), -1], dtype=np.int64).take(places)
            )
        keys[word] |= ((places_named[0] == places_named[1]) & (places_named[0] >= 0)).astype(np.int64) << shift
    return keys


def signatures(parts: Sequence[Part], packing: Packing) -> pa.RecordBatch:
    """Return the distinct signatures of some row groups, with the lines and the value of each."""
    lines = pa.concat_tables(table.drop_columns(["line"]) for table in packed(parts, packing))
    keys = [f"k{word}" for word in range(packing["words"])]
    counted = lines.group_by(keys, use_threads=False).aggregate([([], "count_all"), ("value", "sum")])
    arrays = [
        *(counted.column(key) for key in keys),
        counted.column("count_all"),
        counted.column("value_sum").fill_null(0.0),
    ]
    return pa.RecordBatch.from_arrays([array.combine_chunks() for array in arrays], [*keys, "n", "value"])


class VerdictFiles:
    """What is known of each signature, read from the files beside the results, which many tasks share."""

    def __init__(self, folder: str, words: int) -> None:
        """Open the files of `result_files.write_verdicts`."""
        columns = _opened(Path(folder) / VERDICTS)
        self.columns = {name: columns.column(name).combine_chunks() for name in columns.column_names}
        numbers = _opened(Path(folder) / SIGNATURES)
        self.of = numbers.column("verdict").combine_chunks()
        self.words = [_Ranks(numbers.column(f"k{word}")) for word in range(words)]
        ranks = [word.of(numbers.column(f"k{place}")) for place, word in enumerate(self.words)]
        self.whole = pa.array(self._one(ranks))

    def rows(self, keys: Sequence[pa.ChunkedArray]) -> pa.Array:
        """Return which verdict each line has; shape (lines,)."""
        ranks = [word.of(key) for word, key in zip(self.words, keys, strict=True)]
        places = pc.index_in(pa.array(self._one(ranks)), value_set=self.whole)
        if places.null_count:
            message = f"{places.null_count} lines have a signature that was not decided: the book has changed."
            raise ValueError(message)
        return self.of.take(places)

    def _one(self, ranks: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        """Return one number for the ranks of all words; -1 where one of them has none."""
        whole, lost = ranks[0], ranks[0] < 0
        for word, rank in zip(self.words[1:], ranks[1:], strict=True):
            whole = whole * len(word.distinct) + rank
            lost |= rank < 0
        return np.where(lost, -1, whole)


class _Ranks:
    """Numbers of the distinct values of one word of the signatures."""

    def __init__(self, values: pa.ChunkedArray) -> None:
        self.distinct = values.unique()

    def of(self, values: pa.ChunkedArray) -> NDArray[np.int64]:
        places = pc.index_in(values, value_set=self.distinct).fill_null(-1)
        return np.asarray(places.combine_chunks().to_numpy(zero_copy_only=False), dtype=np.int64)


def _opened(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as file:
        return file.read_all()


SIGNATURES, VERDICTS = "_signatures.arrow", "_verdicts.arrow"


def written(tables: Iterable[pa.Table], words: int, folder: str, name: str) -> int:
    """Write the results of lines to a file of a folder, and return their number. The file is whole or is not there.

    Parameters
    ----------
    tables
        Lines as `packed` gives them, in as many tables as there are.
    """
    lines = 0
    partial = Path(folder) / f"_{uuid.uuid4().hex}.partial"  # the same task may run twice at once
    file: pq.ParquetWriter | None = None
    try:
        verdicts = VerdictFiles(folder, words)
        for table in _gathered(tables):
            rows = verdicts.rows([table.column(f"k{word}") for word in range(words)])
            columns = {
                column: table.column(column) if column in OF_THE_LINE else verdict.take(rows)
                for column, verdict in verdicts.columns.items()
            }
            results = pa.table(columns)
            if file is None:
                file = pq.ParquetWriter(partial, results.schema, compression="snappy", store_schema=False)
            file.write_table(results, row_group_size=results.num_rows)
            lines += results.num_rows
    finally:
        if file is not None:
            file.close()
    if file is not None:
        partial.replace(Path(folder) / name)
    return lines


def _gathered(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Give the lines of tables in groups that are large enough to be written."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(table.num_rows for table in waiting) >= LINES_A_GROUP:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)


OF_THE_LINE = ("line", "value")
LINES_A_GROUP = 250_000
"""Lines of a row group of results. A guess. Larger: tasks hold more memory, about 300 bytes a line. Smaller: the texts
of columns stand in the file more often."""
