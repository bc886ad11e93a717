"""What a function of Python takes: a line, names, a book, a bill, each of many kinds; or why it is none of these.

Whatever a person hands over is read, or refused by a problem that says what was expected and which function takes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BillError, BookError, FactError, LibraryError, Problem, SekishoError
from sekisho.files.frames.arrow import ArrowFrame, stage_frame, texts_of
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.assumptions import readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.machine import library_in_use
from sekisho.message import joined, message
from sekisho.trade.transaction import Line

if TYPE_CHECKING:
    from sekisho.trade.bom.bill import Bill

EXAMPLE: Final = '"gallium to Japan"'
ROWS: Final = "rows.jsonl"
"""Rows that came one by one lie in a file of this name, which is read as any other book or bill."""
_TOLD: Final = 10
"""Rows that are no rows, of which each is told; of more, nothing is learnt."""


def library_for(library: object, where: str = "library") -> Library:
    """Return the law that is meant: the one handed over; left out, what the command line takes.

    Raises
    ------
    LibraryError
        If it is no library.
    """
    if library is None:
        return library_in_use()
    if isinstance(library, Library):
        return library
    expected = message("arguments.expected_library", "Expected what `{function}` returns.", function="load_measures")
    raise refused(library, where, expected, LibraryError)


def folders_in(folders: object) -> tuple[Path, ...] | None:
    """Return the folders of measures that are meant, one or several; None for all that is installed.

    Raises
    ------
    LibraryError
        If it is no folder.
    """
    if folders is None:
        return None
    several = (folders,) if isinstance(folders, str | PathLike) else folders
    expected = message("arguments.expected_folder", "Expected a folder of measures, or a list of such folders.")
    if isinstance(several, Mapping | bytes) or not isinstance(several, Iterable) or is_frame(several):
        raise refused(folders, "folders", expected, LibraryError)
    named = tuple(several)
    if not named:
        raise refused(folders, "folders", expected, LibraryError)
    for folder in named:
        if not isinstance(folder, str | PathLike) or not str(folder):
            raise refused(folder, "folders", expected, LibraryError)
    return tuple(map(Path, named))


def day_in(day: object, where: str = "as_of") -> date | str | None:
    """Return a day as it is said; of a moment, its date.

    Raises
    ------
    FactError
        If it is no day.
    """
    if isinstance(day, datetime):
        return day.date()
    if day is None or isinstance(day, date | str):
        return day
    if is_frame(day) or not hasattr(day, "date"):
        raise refused(day, where, message("error.expected_iso_day", "Expected YYYY-MM-DD."), FactError)
    return day_in(day.date(), where)


def pairs_in(pairs: object, where: str) -> dict[str, str]:
    """Return names with their values.

    Raises
    ------
    FactError
        If it is something else.
    """
    if pairs is None:
        return {}
    if isinstance(pairs, Mapping):
        return {str(name): str(value) for name, value in pairs.items()}
    expected = message(
        "arguments.expected_pairs", "Expected a mapping, such as {example}.", example='{"NAME": "VALUE"}'
    )
    raise refused(pairs, where, expected, FactError)


def readings_in(readings: object, library: Library, where: str = "readings") -> Readings | str | None:
    """Return how disputed terms are read: one word for all, or by term.

    Raises
    ------
    FactError
        If it is something else, or names no term that is disputed.
    """
    if readings is None or isinstance(readings, str | Readings):
        return readings
    if isinstance(readings, Mapping):
        return readings_of(library, None, pairs_in(readings, where))
    expected = message("error.expected_reading", "Expected narrow, central or broad.")
    by_term = message("arguments.by_term", "Or name terms: {example}.", example='{"end-use": "broad"}')
    raise refused(readings, where, joined((expected, by_term), "sentence"), FactError)


def words_in(text: object, where: str) -> str:
    """Return a text that describes one item.

    Raises
    ------
    FactError
        If it is something else.
    """
    if isinstance(text, str):
        return text
    expected = message("arguments.expected_text", "Expected a text that describes one item.")
    several = message("arguments.one_by_one", "Call it once for each item; `determine_book` takes a whole table.")
    raise refused(text, where, joined((expected, several), "sentence"), FactError)


def line_in(line: object) -> Mapping[str, object] | str:
    """Return a line as facts by name, or as the words that state it; what holds nothing is None.

    Raises
    ------
    FactError
        If it is something else.
    """
    if isinstance(line, str) and line.strip():
        return line
    if isinstance(line, Line):
        return line.given
    if not isinstance(line, Mapping) and hasattr(line, "index") and hasattr(line, "to_dict") and not _has_columns(line):
        line = line.to_dict()  # a row of a frame
    if isinstance(line, Mapping):
        return {
            str(name): value if type(value) is str else None if _is_missing(value) else _plain(value)
            for name, value in line.items()
        }
    expected = message(
        "arguments.expected_line", "Expected words such as {example}, or facts by name.", example=EXAMPLE
    )
    book = message("arguments.use_book", "For a table of lines use `determine_book`.")
    raise refused(line, "line", joined((expected, book), "sentence"), FactError)


def names_in(names: Iterable[object], column: str) -> tuple[str, ...]:
    """Return names, one by one, in lists, or in a column of frames and of rows; what holds nothing is left out.

    Raises
    ------
    FactError
        With everything that is no name.
    BookError
        If a frame cannot be read, or has no such column.
    """
    return tuple(chain.from_iterable(_names(given, column, "names") for given in names))


def _names(given: object, column: str, where: str) -> Iterator[str]:
    frame = _frame(given)
    if isinstance(given, str):
        yield given
    elif frame is not None and _has_columns(frame):
        yield from texts_of(frame, column)
    elif isinstance(given, Mapping):
        if column not in given:
            what = message("frame.no_column", "the frame has no such column.")
            remedy = message(
                "frame.columns",
                "Its columns are: {columns}. Name one with `column`.",
                columns=", ".join(map(str, given)),
            )
            place = message("error.at_column", "{file}: column '{column}'", file=where, column=column)
            raise BookError(Problem(where=place, what=what, remedy=remedy))
        yield from _names(given[column], column, where)
    elif isinstance(given, Iterable) and not isinstance(given, bytes | Line):
        for member in given:
            if not _is_missing(member):
                yield from _names(member, column, where)
    else:
        expected = message(
            "arguments.expected_names", "Expected a name, a list of names, or a frame with a column of them."
        )
        raise refused(given, where, expected, FactError)


def scenarios_in(names: Iterable[object]) -> tuple[str, ...]:
    """Return names of measures and scenarios, and paths of scenario files, one by one or in lists.

    Raises
    ------
    FactError
        If something is none.
    """
    scenarios: list[str] = []
    for name in names:
        if isinstance(name, str | PathLike):
            scenarios.append(str(name))
        elif isinstance(name, Iterable) and not is_frame(name) and not isinstance(name, bytes | Mapping):
            scenarios += scenarios_in(name)
        else:
            expected = message(
                "arguments.expected_scenario", "Expected ids of measures, or names or files of scenarios."
            )
            raise refused(name, "names", expected, FactError)
    return tuple(scenarios)


def file_in(place: object, where: str, error: type[SekishoError] = BookError) -> Path:
    """Return the path of a file.

    Raises
    ------
    SekishoError
        If it is none: the error named.
    """
    if isinstance(place, str | PathLike) and str(place):
        return Path(place)
    raise refused(place, where, message("arguments.expected_file", "Expected the path of a file."), error)


def book_in(book: object, folder: Path) -> tuple[Path | str, bool]:
    """Return the file of a book, and whether it came from memory: then its rows were written into the folder.

    Raises
    ------
    BookError
        With everything for which it is no book.
    """
    if isinstance(book, str | PathLike) and str(book):
        return (book if isinstance(book, str) else Path(book)), False
    staged = _staged(book, folder, "book", BookError)
    if staged is not None:
        return staged, True
    expected = message(
        "arguments.expected_book",
        "Expected a file, a frame (pandas, polars, pyarrow, DuckDB), or a list of lines as mappings.",
    )
    of_a_line = message("arguments.use_line", "For one line use `determine`.")
    raise refused(book, "book", joined((expected, of_a_line), "sentence"), BookError)


def bill_in(bill: object, folder: Path) -> Path | Bill:
    """Return a bill, or its file; rows that came from memory are written into the folder.

    Raises
    ------
    BillError
        With everything for which it is no bill.
    """
    from sekisho.trade.bom.bill import Bill

    if isinstance(bill, Bill):
        return bill
    if isinstance(bill, str | PathLike) and str(bill):
        return Path(bill)
    staged = _staged(bill, folder, "bom", BillError)
    if staged is not None:
        return staged
    expected = message(
        "arguments.expected_bill",
        "Expected a file, a frame (pandas, polars, pyarrow, DuckDB), or a list of parts as mappings.",
    )
    raise refused(bill, "bom", expected, BillError)


def language_in(language: object) -> str | None:
    """Return a language in which answers are shown; None leaves it to SEKISHO_LANGUAGE.

    Raises
    ------
    FactError
        If there are no texts in it.
    """
    if language is None or (isinstance(language, str) and language in LANGUAGES):
        return language
    expected = message("error.expected_either", "Expected {choices}.", choices=joined(LANGUAGES, "or"))
    if isinstance(language, str) and language:
        what = message("error.not_one_of", "'{value}' is not one of its values.", value=language[:80])
        raise FactError(Problem(where="language", what=what, remedy=expected))
    raise refused(language, "language", expected, FactError)


def refused(value: object, where: str, remedy: str, error: type[SekishoError]) -> SekishoError:
    """Return the error that says that something is not taken, and what was expected."""
    what = message("arguments.not_taken", "{kind} is not taken here.", kind=_kind(value))
    return error(Problem(where=where, what=what, remedy=remedy))


def is_frame(value: object) -> bool:
    """Tell whether something is a frame, or a column of one."""
    return _frame(value) is not None


def _frame(value: object) -> ArrowFrame | None:
    """Return a frame, or a column of one; what is worked out late is worked out now."""
    if hasattr(value, "collect_schema") and hasattr(value, "collect"):
        value = value.collect()
    return value if isinstance(value, ArrowFrame) and not isinstance(value, type) else None


def _has_columns(value: object) -> bool:
    return hasattr(value, "columns") or hasattr(value, "column_names") or hasattr(value, "schema")


def _staged(rows: object, folder: Path, where: str, error: type[SekishoError]) -> Path | None:
    """Write a frame or rows into a file of the folder; None if it is neither."""
    frame = _frame(rows)
    if frame is not None and _has_columns(frame):
        try:
            return stage_frame(frame, folder / "frame.parquet")
        except BookError as fault:
            raise error(fault.problems) from None
    if isinstance(rows, Mapping):
        columns = list(rows.values())
        if not columns or any(
            isinstance(one, str | bytes | Mapping) or not isinstance(one, Sequence) for one in columns
        ):
            return None
        if len({len(one) for one in columns}) > 1:
            what = message("arguments.lengths", "its columns have different numbers of rows.")
            raise error(Problem(where=where, what=what, remedy=_EQUAL))
        rows = [dict(zip(map(str, rows), cells, strict=True)) for cells in zip(*columns, strict=True)]
    if frame is not None or isinstance(rows, str | bytes | PathLike | Line) or not isinstance(rows, Iterable):
        return None
    return _written(rows, folder / ROWS, where, error)


_EQUAL: Final = message("arguments.expected_equal", "Expected as many cells in each.")


def _written(rows: Iterable[object], place: Path, where: str, error: type[SekishoError]) -> Path:
    """Write rows one by one, each the facts that it states by name."""
    problems: list[Problem] = []
    count = 0
    with place.open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows, 1):
            facts = row.given if isinstance(row, Line) else row
            if isinstance(facts, Mapping):
                cells = {str(name): None if _is_missing(cell) else _plain(cell) for name, cell in facts.items()}
                file.write(json.dumps(cells, ensure_ascii=False, default=str) + "\n")
                continue
            expected = message("arguments.expected_row", "Expected a mapping of facts by name.")
            place_of = message("arguments.row", "{where}: row {number}", where=where, number=count)
            problems += refused(row, place_of, expected, error).problems
            if len(problems) == _TOLD:
                break
    if not count:
        what = message("arguments.no_rows", "it has no rows.")
        remedy = message("arguments.expected_rows", "Expected a row for each line.")
        problems.append(Problem(where=where, what=what, remedy=remedy))
    if problems:
        raise error(problems)
    return place


def _is_missing(value: object) -> bool:
    """Tell whether a cell holds nothing: None, and what pandas and numpy write in its place."""
    return type(value) is not str and (
        value is None
        or type(value).__name__ in {"NAType", "NaTType"}
        or (isinstance(value, float) and math.isnan(value))
    )


def _plain(value: object) -> object:
    """Return a cell without the types of numpy, pandas and pyarrow."""
    if type(value) is str:  # nearly all are, and the rest is asked of each of ten types
        return value
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, str | bool | int | float | date | Decimal | Mapping):
        return value
    for name in ("as_py", "item", "tolist"):
        if callable(make := getattr(value, name, None)):
            return make()
    return value


def _kind(value: object) -> str:
    """Say what was handed over; nothing of what stands in it."""
    name = type(value).__name__
    match value:
        case None:
            return message("arguments.nothing", "nothing (None)")
        case str():
            return message("arguments.text", "a text") if value else message("arguments.empty", "an empty text")
        case bool() | int() | float() | Decimal():
            return message("arguments.number", "a number ({name})", name=name)
        case PathLike():
            return message("arguments.path", "a path")
        case Mapping():
            return message("arguments.mapping", "a mapping ({name})", name=name)
        case list() | tuple() | set() | frozenset():
            return message("arguments.list", "a list ({name})", name=name)
        case _ if is_frame(value) or _has_columns(value):
            return message("arguments.frame", "a frame ({name})", name=name)
        case _:
            return message("arguments.object", "an object of the kind {name}", name=name)
