"""Any source of an order book as one staged table of text: a file of any kind, a folder of them, a query.

Columns as a file types them are made into types that are read: bytes become text, instants days; others are refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sekisho.errors import BookError, Problem
from sekisho.files.database import shown_url, stage_query
from sekisho.files.documents.blocks import stage_blocks
from sekisho.files.documents.kind import DOCUMENTS, READ, FileKind, attachments_of, blocks_of, kind_of
from sekisho.files.formats import sha256_of
from sekisho.files.json_lines import JSON, stage_json
from sekisho.files.order_documents import XML, stage_document
from sekisho.files.read_spec import FEWEST, HeaderTest, ReadSpec
from sekisho.files.row_staging import FILE, LINE, OWN, ROW, WHOLE, Desk, StagedTable
from sekisho.files.row_staging import TEXT as TORN
from sekisho.files.spreadsheet import SPREADSHEETS, stage_sheets
from sekisho.files.tables import (
    PARQUET,
    check_one,
    check_unchanged,
    column_kinds,
    fingerprint_of,
    held_table,
    literal,
    quoted,
    stored_table,
    write_query,
)
from sekisho.files.text.delimited import TEXT
from sekisho.files.text.encoding import decoded_values
from sekisho.files.text.staging import stage_text
from sekisho.files.text_tables import ARCHIVES, unpacked
from sekisho.files.zones import BEIJING, zone_named, zone_of
from sekisho.message import message

if TYPE_CHECKING:
    import duckdb

KINDS: Final = (*sorted(TEXT), *sorted(PARQUET), *sorted(SPREADSHEETS), *sorted(JSON), *sorted(XML), *sorted(DOCUMENTS))
_ESCAPES: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_NOTHING_SAID: Final = "__HIVE_DEFAULT_PARTITION__"
"""What Spark and Hive name the folder of the rows that state nothing."""
EXPECTED: Final = message(
    "file.expected_kinds",
    "Expected CSV (.csv, .txt, .tsv), Excel (.xlsx, .xls, .xlsb, .ods), .parquet, JSON lines (.jsonl) or an order as "
    "XML (.xml). Documents with a table are read too (.html, .docx, .odt, .pdf, .eml). Each may be packed (.gz, .zip).",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSource:
    """Where a book is: a file or a folder, or the URL of a database with a query.

    Parameters
    ----------
    place
        Path, or URL without its password.
    sha256
        Of the file, of the names and contents of a folder, or of the rows of a query.
    """

    place: str
    name: str
    sha256: str
    staged: StagedTable


def open_source(desk: Desk, book: Path | str, folder: Path, spec: ReadSpec) -> BookSource:
    """Stage a book in `folder`.

    Raises
    ------
    BookError
        If there is no such book, or nothing in it can be read.
    """
    if spec.sql:
        staged, digest = stage_query(desk, str(book), spec.sql, folder)
        url = shown_url(str(book))
        return BookSource(place=url, name=url, sha256=digest, staged=staged)
    path = Path(book)
    before = fingerprint_of(path) if path.is_file() else None
    staged = _stage_folder(desk, path, folder, spec) if path.is_dir() else stage_file(desk, path, folder, spec)
    if before is not None:
        check_unchanged(path, before)
    digest = before.sha256 if before is not None else _sha256(path)
    staged = replace(staged, sql=held_table(desk.connection, staged.sql))
    return BookSource(place=str(path.resolve()), name=path.name, sha256=digest, staged=staged)


def _sha256(path: Path) -> str:
    if not path.is_dir():
        return sha256_of(path)
    found = hashlib.sha256()
    for file in _files(path):
        found.update(f"{file.relative_to(path)}\0{sha256_of(file)}\n".encode())
    return found.hexdigest()


def stage_file(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage one file by its ending.

    Raises
    ------
    BookError
        If it is missing or of a kind that is not read.
    """
    if not file.is_file():
        raise BookError(
            Problem(
                where=str(file),
                what=message("error.no_such_file", "no such file."),
                remedy=message("file.name_book_or_folder", "Name an order list, a file or a folder."),
            )
        )
    check_one(desk.connection, file)
    kind = file.suffix.lower()
    if kind in ARCHIVES:
        staged = stage_file(desk, _unpacked(file, folder), folder, spec)
        return replace(staged, told={**staged.told, "packing": kind.removeprefix(".")})
    if kind in PARQUET:
        return _parquet(desk, file, folder, spec)
    if kind in SPREADSHEETS or kind in DOCUMENTS or kind in XML:
        is_really = kind_of(file)  # programs call pages and texts .xls, for a spreadsheet program opens them
        if is_really in READ and (kind not in XML or is_really == FileKind.EXCEL_XML):
            tables = stage_blocks(desk, file, blocks_of(file, is_really, desk.headers, spec.encoding), folder, spec)
            staged = tables[0][1] if len(tables) == 1 else _together(desk, tables)
            attached = attachments_of(file) if is_really == FileKind.MESSAGE else []
            unread = {"attachments_not_read": ", ".join(attached)} if attached else {}
            return replace(staged, told={"kind": str(is_really), **staged.told, **unread})
        if is_really == FileKind.TEXT and kind in SPREADSHEETS:
            staged = stage_text(desk, file, folder, spec)
            return replace(staged, told={"kind": str(is_really), **staged.told})
    if kind in TEXT:
        return stage_text(desk, file, folder, spec)
    if kind in SPREADSHEETS:
        sheets = stage_sheets(desk, file, folder, spec)
        return sheets[0][1] if len(sheets) == 1 else _together(desk, sheets)
    if kind in XML:
        return stage_document(desk, file, folder)
    if kind in JSON:
        return stage_json(desk, file, folder, spec.encoding)
    raise BookError(
        Problem(
            where=str(file),
            what=message("file.no_kind_of_book", "'{ending}' is not a kind of book.", ending=file.suffix),
            remedy=EXPECTED,
        )
    )


def _unpacked(file: Path, folder: Path) -> Path:
    """Unpack a file into a folder of its own name, so that what is told of the table names the file."""
    own = folder / "unpacked"
    own.mkdir()
    place = unpacked(file, own, KINDS)
    return place.rename(own / f"{file.name}{place.suffix}")


def _parquet(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Read Parquet where it lies; only bytes that are text in another encoding than UTF-8 need staging."""
    kinds = column_kinds(desk.connection, stored_table(file))
    typed = typed_columns(
        desk.connection,
        stored_table(file, row=ROW),
        kinds,
        where=file.name,
        needed=desk.headers.needed,
        zone=spec.zone,
    )
    sql = typed.sql
    if typed.joins:
        out = folder / "book.parquet"
        write_query(desk.connection, f"SELECT * FROM {typed.sql} ORDER BY {ROW}", out)
        sql = stored_table(out)
    return StagedTable(sql=sql, names=typed.names, told=typed.told)


def stamp_of(book: Path | str) -> tuple[tuple[str, int, int], ...]:
    """Return what shows that a file, or one of a folder, was written anew: name, size and time; nothing for a query."""
    path = Path(book)
    files = _files(path) if path.is_dir() else [path] if path.is_file() else []
    return tuple((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files)


def _files(folder: Path) -> list[Path]:
    """List the files of a folder that may be books, in the order of their names; hidden ones and locks are none.

    A document beside a table is, as a rule, the same order printed: it is read only in a folder of documents.
    """
    files = _of_kinds(folder, {*KINDS, *ARCHIVES})
    return [file for file in files if file.suffix.lower() not in DOCUMENTS] or files


def _of_kinds(folder: Path, kinds: Collection[str]) -> list[Path]:
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and file.suffix.lower() in kinds and not file.name.startswith((".", "~$"))
    )


def _stage_folder(desk: Desk, path: Path, folder: Path, spec: ReadSpec) -> StagedTable:
    """Stage every file of a folder, and put them one below the other by the names of their columns."""
    files = _files(path)
    if not files:
        raise BookError(
            Problem(
                where=str(path),
                what=message("file.folder_no_book", "the folder contains no order list."),
                remedy=EXPECTED,
            )
        )
    parts: list[tuple[str, StagedTable]] = []
    problems: list[Problem] = []
    prose = [str(file.relative_to(path)) for file in _of_kinds(path, DOCUMENTS) if file not in files]
    for number, file in enumerate(files):
        own = folder / f"part{number}"
        own.mkdir()
        try:
            staged = stage_file(desk, file, own, spec)
            if file.suffix.lower() == ".txt" and not _has_header(desk, staged):
                prose.append(str(file.relative_to(path)))
                continue
            parts.append((str(file.relative_to(path)), _with_folders(staged, file.relative_to(path))))
        except BookError as fault:
            problems += fault.problems
    if problems:
        raise BookError(problems)
    if not parts:
        raise BookError(
            Problem(
                where=str(path),
                what=message("file.folder_no_book", "the folder contains no order list."),
                remedy=EXPECTED,
            )
        )
    found = _together(desk, parts)
    return replace(found, told={**found.told, "files_not_read": ", ".join(prose)}) if prose else found


def _has_header(desk: Desk, staged: StagedTable) -> bool:
    """Tell whether a text has a header that is known; prose has none, and is no book."""
    needed = sum(map(desk.headers.needed, staged.names))
    return needed >= FEWEST or bool(desk.headers.named & set(staged.names))


def _with_folders(part: StagedTable, place: Path) -> StagedTable:
    """Add what the folders of a book written in parts say, as `destination=JP`; a column of the file goes before."""
    taken = {name.lower() for name in part.names}
    stated = (each.partition("=") for each in place.parts[:-1])
    said = {_unescaped(name): _unescaped(value) for name, mark, value in stated if mark}
    new = {name: value for name, value in said.items() if name.lower() not in taken}
    if not new:
        return part
    columns = ", ".join(f"{_said(value)} AS {quoted(name)}" for name, value in new.items())
    return replace(part, sql=f"(SELECT *, {columns} FROM {part.sql})", names=(*part.names, *new))


def _unescaped(text: str) -> str:
    """Undo how Spark writes signs that no name of a folder may hold."""
    return _ESCAPES.sub(lambda found: bytes.fromhex(found[0].replace("%", "")).decode("utf-8", "replace"), text)


def _said(value: str) -> str:
    return "NULL::VARCHAR" if value == _NOTHING_SAID else f"{literal(value)}::VARCHAR"


def _under_one_name(parts: Sequence[tuple[str, StagedTable]], headers: HeaderTest) -> list[tuple[str, StagedTable]]:
    """Give a column the name of the one that says the same in an earlier file: *Item* stands under *Description*.

    Of two columns of one fact one would be read, and the goods of the other file by nobody.
    """
    name_of: dict[str, str] = {}
    renamed = []
    for file, part in parts:
        meanings = [(headers.meaning(name), name) for name in part.names]
        surest = {
            word: min(rank for (other, rank), _ in meanings if other == word) for (word, _), _ in meanings if word
        }
        of_part = {word: [name for key, name in meanings if key == (word, rank)] for word, rank in surest.items()}
        new = {
            names[0]: name_of[word]
            for word, names in of_part.items()
            if len(names) == 1 and word in name_of and name_of[word] not in part.names
        }
        for word, names in of_part.items():
            if len(names) == 1:
                name_of.setdefault(word, new.get(names[0], names[0]))
        renamed.append((file, _renamed(part, new)))
    return renamed


def _renamed(part: StagedTable, new: Mapping[str, str]) -> StagedTable:
    """Give columns of a table other names, and tell which."""
    if not new:
        return part
    changes = ", ".join(f"{quoted(name)} AS {quoted(other)}" for name, other in new.items())
    return replace(
        part,
        sql=f"(SELECT * RENAME ({changes}) FROM {part.sql})",
        names=tuple(new.get(name, name) for name in part.names),
        told={**part.told, "read_under": ", ".join(f"{name} = {other}" for name, other in new.items())},
    )


def _together(desk: Desk, parts: Sequence[tuple[str, StagedTable]]) -> StagedTable:
    parts = _under_one_name(parts, desk.headers)
    names = list(dict.fromkeys(name for _, part in parts for name in part.names))
    head = [name for name in dict.fromkeys(name for _, part in parts for name in part.head) if name not in names]
    selects = []
    kinds_of = [column_kinds(desk.connection, part.sql) for _, part in parts]
    torn = [name for name in (TORN, WHOLE) if any(name in kinds for kinds in kinds_of)]
    for (file, part), kinds in zip(parts, kinds_of, strict=True):
        columns = [
            (_text(name, kinds[name]) if name in kinds else "NULL::VARCHAR") + f" AS {quoted(name)}"
            for name in (*names, *head, *torn)
        ]
        where = f"{literal(file + ', ')} || {FILE}" if FILE in kinds else literal(file)
        own = f"{ROW}, {where} AS {FILE}, {where} || ':' || {ROW} AS {LINE}"
        selects.append(f"SELECT {own}, {', '.join(columns)} FROM {part.sql}")
    bad = [
        replace(row, file=file, cells=_placed(row.cells, part, names), placed=list(part.names) != names)
        for file, part in parts
        for row in part.bad
    ]
    told = {f"{key} of {file}": value for file, part in parts for key, value in part.told.items()}
    return StagedTable(sql=f"({' UNION ALL '.join(selects)})", names=tuple(names), bad=bad, told=told, head=tuple(head))


def _placed(cells: Sequence[str], part: StagedTable, names: Sequence[str]) -> tuple[str, ...]:
    """Put the cells of a bad row under the columns of the whole folder; those over the width of its file come last."""
    if list(part.names) == list(names):
        return tuple(cells)
    stated = dict(zip(part.names, cells, strict=False))
    return (*(stated.get(name, "") for name in names), *cells[len(part.names) :])


def _text(name: str, kind: str) -> str:
    column = quoted(name)
    if kind.endswith("[]"):
        return f"CASE WHEN len({column}) = 0 THEN 'none' ELSE array_to_string({column}, ';') END"
    return column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"


def own_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Leave out the columns that the reader added."""
    return tuple(name for name in names if name not in OWN and not name.startswith("sekisho "))


BYTES: Final = "BLOB"
INSTANT: Final = "TIMESTAMP WITH TIME ZONE"
_HANDLED: Final = re.compile(
    r"VARCHAR|JSON|ENUM\(.*\)|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|DATE"
    r"|TIMESTAMP(_S|_MS|_NS)?|TIME|UUID|\"NULL\"|(VARCHAR|U?(SMALL|BIG)INT|U?INTEGER)\[\]",
    re.DOTALL,
)
"""Types that are read as they are: text, numbers, days, and lists of codes."""
_OFFSET: Final = re.compile(r"UTC([+-])(\d{2}):(\d{2})")
_US_A_DAY: Final = 86_400_000_000


@dataclass(slots=True, kw_only=True)
class TypedColumns:
    """A table whose columns are all of types that are read.

    Parameters
    ----------
    sql
        What stands behind FROM.
    joins
        Tables of texts that the SQL needs; it has to be written out before the connection goes on.
    told
        What was converted, and what was left aside, by column.
    """

    sql: str
    names: tuple[str, ...]
    joins: int = 0
    told: dict[str, str] = field(default_factory=dict)


def typed_columns(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    kinds: Mapping[str, str],
    *,
    where: str,
    needed: Callable[[str], bool],
    zone: str = "",
) -> TypedColumns:
    """Make the columns of a table readable.

    Parameters
    ----------
    source
        SQL that reads the table.
    kinds
        Column to type.
    needed
        Tells whether a column is a fact. One that is none is left aside if it cannot be read; one that is must be.
    zone
        Zone in which instants are days; left out, that of Beijing, or of the midnights that a column shows.

    Raises
    ------
    BookError
        If a column that is needed has another type, or bytes that are no text.
    """
    replaced: list[str] = []
    joins: list[str] = []
    found = TypedColumns(sql=source, names=tuple(kinds))
    left: list[str] = []
    problems: list[Problem] = []
    for name, kind in kinds.items():
        if kind == INSTANT:
            named = zone or _zone_of(connection, source, name)
            replaced.append(f"{_day_sql(name, named)} AS {quoted(name)}")
            found.told[f"zone of {name}"] = named
        elif kind == BYTES:
            try:
                text, join, encoding = _text_sql(connection, source, name, where=where, number=len(joins))
            except BookError as fault:
                problems += fault.problems if needed(name) else []
                left += [] if needed(name) else [name]
                continue
            replaced.append(f"{text} AS {quoted(name)}")
            joins += [join] if join else []
            found.told[f"encoding of {name}"] = encoding
        elif not _HANDLED.fullmatch(kind):
            if needed(name):
                remedy = message("file.column_as_text", "Write the column as text, numbers or dates, or leave it out.")
                problems.append(
                    Problem(
                        where=message("error.at_column", "{file}: column '{column}'", file=where, column=name),
                        what=message("file.type_unread", "its type {kind} is not read.", kind=kind),
                        remedy=remedy,
                    )
                )
            left.append(name)
    if problems:
        raise BookError(problems)
    for name in left:
        found.told[f"left aside: {name}"] = kinds[name]
    found.names = tuple(name for name in kinds if name not in left)
    if replaced or left:
        without = f" EXCLUDE ({', '.join(map(quoted, left))})" if left else ""
        instead = f" REPLACE ({', '.join(replaced)})" if replaced else ""
        found.sql = f"(SELECT book.*{without}{instead} FROM {source} AS book {' '.join(joins)})"
        found.joins = len(joins)
    return found


def _zone_of(connection: duckdb.DuckDBPyConnection, source: str, name: str) -> str:
    rows = connection.execute(
        f"SELECT DISTINCT epoch_us({quoted(name)}) % {_US_A_DAY} FROM {source} WHERE {quoted(name)} IS NOT NULL LIMIT 2"
    ).fetchall()
    seconds = [value // 1_000_000 if value % 1_000_000 == 0 else -1 for (value,) in rows]
    return zone_of(seconds)


def _day_sql(name: str, zone: str) -> str:
    """Return SQL that gives the day of an instant in a zone, whatever the zone of the session is."""
    zone_named(zone)
    column = f"book.{quoted(name)}"
    fixed = _OFFSET.fullmatch("UTC+08:00" if zone == BEIJING else zone)
    if fixed is None:
        return f"CAST({column} AT TIME ZONE {literal(zone)} AS DATE)"
    minutes = (int(fixed[2]) * 60 + int(fixed[3])) * (-1 if fixed[1] == "-" else 1)
    return f"CAST(make_timestamp(epoch_us({column}) + {minutes}::BIGINT * 60000000) AS DATE)"


def _text_sql(
    connection: duckdb.DuckDBPyConnection, source: str, name: str, *, where: str, number: int
) -> tuple[str, str, str]:
    """Return SQL that gives bytes as text, the join that it needs, and the encoding that was found out."""
    column = f"book.{quoted(name)}"
    rows = connection.execute(
        f"SELECT DISTINCT {quoted(name)} FROM {source} WHERE {quoted(name)} IS NOT NULL"
    ).fetchall()
    values = [bytes(value) for (value,) in rows]
    texts, encoding = decoded_values(
        values, where=message("error.at_column", "{file}: column '{column}'", file=where, column=name)
    )
    if encoding == "utf-8":
        return f"decode({column})", "", encoding
    table = f"texts_{number}"
    columns: Mapping[str, Sequence[str]] = {"h": [value.hex().upper() for value in values], "t": texts}
    connection.register("decoded", {key: np.array(list(each), dtype=object) for key, each in columns.items()})
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT h::VARCHAR AS h, t::VARCHAR AS t FROM decoded")
    connection.unregister("decoded")
    return f"{table}.t", f"LEFT JOIN {table} ON hex({column}) = {table}.h", encoding
