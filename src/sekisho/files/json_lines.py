"""JSON: documents in which no key may stand twice, and lines of one object each, read as a table.

A key that stands twice says two things; most readers take the last, some the first, and none tells. Of a table the keys
are the columns; values stay as they are written, and lists become codes separated by ';'.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import BookError, Problem
from sekisho.files.row_staging import ROW, BadRow, Desk, StagedTable, told_apart
from sekisho.files.tables import literal, quoted, stored_table, text_lines, write_query
from sekisho.files.text.encoding import FoundEncoding, encoding_of, is_whole, named_encoding, utf8_copy
from sekisho.message import message

if TYPE_CHECKING:
    import duckdb


class KeyTwiceError(ValueError):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def problem(self, where: str) -> Problem:
        """Say it of a file."""
        what = message("file.key_twice", "the key '{key}' stands twice.", key=self.key)
        return Problem(where=where, what=what, remedy=message("file.key_once", "Write each key once."))


def load_json(text: str, **more: Callable[[str], Any]) -> Any:  # noqa: ANN401 - JSON is of any kind
    """Read JSON; more arguments are those of `json.loads`.

    Raises
    ------
    KeyTwiceError
        If an object has a key twice.
    json.JSONDecodeError
        If it is no JSON.

    Examples
    --------
    >>> load_json('{"a": 1}')
    {'a': 1}
    """
    return json.loads(text, object_pairs_hook=_once, **more)  # type: ignore[arg-type] # parse_float and the like


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise KeyTwiceError(key)
        found[key] = value
    return found


JSON: Final = frozenset({".jsonl", ".ndjson", ".json"})
_UTF8: Final = frozenset({"utf-8", "utf-8-sig"})
_SHOWN: Final = 20
_LONGEST: Final = 1 << 24


def stage_json(desk: Desk, file: Path, folder: Path, encoding: str = "") -> StagedTable:
    """Stage a file of JSON lines as Parquet in `folder`; lines that are no object are kept apart.

    Raises
    ------
    BookError
        If it is not UTF-8, or holds no object at all.
    """
    name = named_encoding(encoding) if encoding else ""
    found = FoundEncoding(name, whole=is_whole(file, name)) if name else encoding_of(file)
    if not found.whole:
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.not_utf8", "is not UTF-8 text."),
                remedy=message("file.json_utf8", "JSON lines are written in UTF-8."),
            )
        )
    source_file = file if found.name in _UTF8 else utf8_copy(file, found.name, folder / "utf8.jsonl")
    lines, connection = folder / "lines.parquet", desk.connection
    text = "ltrim(line, chr(65279))"
    numbered = (
        f"SELECT row_number() OVER () AS {ROW}, {text} AS line, coalesce(json_valid({text}) AND "
        f"json_type(CASE WHEN json_valid({text}) THEN {text} END) = 'OBJECT', false) AS fit "
        f"FROM {text_lines(source_file, longest=_LONGEST)}"
    )
    write_query(connection, numbered, lines)
    source = stored_table(lines)
    _check_once(connection, source, file.name)
    keys = connection.execute(
        f"SELECT key FROM (SELECT unnest(json_keys(line)) AS key, {ROW} FROM {source} WHERE fit) "
        f"GROUP BY key ORDER BY min({ROW}), key"
    ).fetchall()
    if not keys:
        remedy = message("file.one_object_a_line", 'Expected one object a line, such as {{"destination": "JP"}}.')
        raise BookError(
            Problem(where=file.name, what=message("file.no_json_lines", "contains no JSON lines."), remedy=remedy)
        )
    paths = [str(key) for (key,) in keys]
    names = told_apart([path.strip() for path in paths], where=file.name, is_fact=desk.headers.is_fact)
    columns = ", ".join(f"{_value(path)} AS {quoted(name)}" for path, name in zip(paths, names, strict=True))
    out = folder / "book.parquet"
    write_query(connection, f"SELECT {ROW}, {columns} FROM {source} WHERE fit", out)
    bad = connection.execute(f"SELECT {ROW}, line FROM {source} WHERE NOT fit ORDER BY {ROW}").fetchall()
    refused = [
        BadRow(row=row, reason=message("file.no_json_object", "is not a JSON object."), cells=(line,))
        for row, line in bad
    ]
    lines.unlink()
    return StagedTable(sql=stored_table(out), names=tuple(names), bad=refused, told={"encoding": found.name})


def _check_once(connection: duckdb.DuckDBPyConnection, source: str, where: str) -> None:
    """Make sure that no object has a key twice: which of the two values counts, nobody can say.

    Raises
    ------
    BookError
        With the lines that have one.
    """
    rows = connection.execute(
        f"SELECT {ROW}, list_filter(list_distinct(keys), lambda key: len(list_filter(keys, lambda k: k = key)) > 1) "
        f"FROM (SELECT {ROW}, json_keys(line) AS keys FROM {source} WHERE fit) "
        f"WHERE len(keys) <> len(list_distinct(keys)) ORDER BY {ROW} LIMIT {_SHOWN + 1}"
    ).fetchall()
    remedy = message("file.key_once", "Write each key once.")
    problems = [
        Problem(
            where=message("error.at_line", "{file}, line {line}", file=where, line=row),
            what=message("file.key_twice", "the key '{key}' stands twice.", key=twice[0]),
            remedy=remedy,
        )
        for row, twice in rows[:_SHOWN]
    ]
    if len(rows) > _SHOWN:
        problems.append(
            Problem(where=where, what=message("file.more_keys_twice", "more lines have a key twice."), remedy=remedy)
        )
    if problems:
        raise BookError(problems)


def _value(key: str) -> str:
    """Return SQL that gives a value as text; a list becomes codes, an empty list none, an empty text unknown."""
    pointer = "/" + key.replace("~", "~0").replace("/", "~1")
    path = literal(pointer)
    listed = f"json_extract_string(line, {path})"
    parts = f"list_transform(from_json(json_extract(line, {path}), '[\"VARCHAR\"]'), lambda part: part)"
    return (
        f"nullif(CASE WHEN json_type(line, {path}) = 'ARRAY' THEN CASE WHEN json_array_length(line, {path}) = 0 "
        f"THEN 'none' ELSE array_to_string({parts}, ';') END ELSE {listed} END, '')"
    )
