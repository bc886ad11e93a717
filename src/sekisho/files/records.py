"""Plain data as JSON, YAML and CSV, and the one writer of a table that Python holds: rows to a file of any kind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.files.formats import whole_file, whole_path
from sekisho.regex import regex

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

FORMATS: Final = ("text", "json", "csv", "yaml")
_NUMBER_TO_SOME: Final = regex(r"[+-]?[0-9][0-9_.]*[eE][+-]?[0-9]+")


@cache
def _dumper() -> Any:  # noqa: ANN401 - a class of PyYAML, which most commands do without, so it is not imported at their start
    """Return a writer of YAML that quotes what other readers take for a number, such as the control code 1E001."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """As `SafeDumper`, with such texts quoted."""

    def as_scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        quote = "'" if _NUMBER_TO_SOME.fullmatch(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quote)

    Dumper.add_representer(str, as_scalar)
    Dumper.add_multi_representer(str, lambda dumper, text: as_scalar(dumper, str(text)))
    return Dumper


def as_json(data: object) -> str:
    """Write data as JSON, in the letters of its languages."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_yaml(data: object) -> str:
    """Write data as YAML, in the order in which it stands.

    >>> print(as_yaml({"destination": "NO", "control_codes": ["1E001"]}), end="")
    destination: 'NO'
    control_codes:
    - '1E001'
    """
    import yaml

    return str(yaml.dump(data, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=100))


def as_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """Write records as CSV under the keys of the first; lists are joined by semicolons, formulas are text."""
    from sekisho.files.formulas import TableWriter  # few commands write a table

    found = [dict(row) for row in rows]
    target = io.StringIO()
    writer = TableWriter(target, list(found[0]) if found else [])
    writer.write_all({key: cell(value) for key, value in row.items()} for row in found)
    return target.getvalue()


def write_table(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, object]],
    format: str = "",
    *,
    others: bool = False,
) -> None:
    r"""Write a table whole or not at all; what a row does not state is empty.

    Parameters
    ----------
    format
        `csv`, in which no spreadsheet runs a text, `json`, `jsonl`, `xlsx` or `parquet`; left out, the ending says it.
    others
        Whether rows may have columns beside these, which are passed over.

    Raises
    ------
    ValueError
        If a row states a column that the table has not, and no others are passed over.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_table(Path(folder) / "a.csv", ("code", "note"), [{"code": "3C001", "note": "=1+1"}])
    ...     (Path(folder) / "a.csv").read_text()
    "code,note\n3C001,'=1+1\n"
    """
    picked = (_picked(row, columns, others=others) for row in rows)
    match format or path.suffix.lower().removeprefix("."):
        case "parquet" | "pq":
            with whole_path(path) as partial:
                _write_parquet(partial, columns, list(picked))
        case "xlsx":
            with whole_path(path) as partial:
                from sekisho.files.workbook import write_sheets

                write_sheets(partial, path.stem, lambda book: _fill_sheet(book, columns, picked))
        case "json":
            with whole_file(path) as file:
                file.write(as_json(list(picked)) + "\n")
        case "jsonl":
            with whole_file(path) as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in picked)
        case _:
            from sekisho.files.formulas import TableWriter  # few commands write a table

            with whole_file(path) as file:
                writer = TableWriter(file, columns)
                for row in picked:
                    writer.write_cells(cell(value) for value in row.values())


def _picked(row: Mapping[str, object], columns: Sequence[str], *, others: bool) -> dict[str, object]:
    if not others and not row.keys() <= set(columns):
        raise ValueError(f"no such columns: {sorted(row.keys() - set(columns))}")
    return {name: row.get(name) for name in columns}


def _fill_sheet(book: Workbook, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    from sekisho.files.workbook import WorksheetWriter

    sheet = WorksheetWriter(book, "Data", numbers="0.######")
    sheet.write(columns, bold=True)
    for row in rows:
        cells = (cell(row[name]) for name in columns)
        sheet.write(value if isinstance(value, int | float | str) else str(value) for value in cells)
    sheet.finish(table_from=1)


def _write_parquet(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Write columns of numbers, of yes and no, or of text, as their values are; what is empty or not stated is NULL."""
    import numpy as np

    from sekisho.files.tables import quoted, short_connection, write_query

    kinds = {name: _kind(row[name] for row in rows) for name in columns}
    values = {
        f"c{place}": np.array([_stated(row[name], kinds[name]) for row in rows], dtype=object)
        for place, name in enumerate(columns)
    }
    shown = ", ".join(f"c{place}::{kind} AS {quoted(name)}" for place, (name, kind) in enumerate(kinds.items()))
    with short_connection() as connection:
        connection.register("stated", values)
        write_query(connection, f"SELECT {shown} FROM stated", path)


def _stated(value: object, kind: str) -> object:
    return value if value is None or kind != "VARCHAR" else str(cell(value)) or None


def _kind(values: Iterable[object]) -> str:
    """Return the kind of a column from its values; None is a value of every kind."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds in ({int}, {bool}):
        return "BIGINT" if kinds == {int} else "BOOLEAN"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def cell(value: object) -> object:
    """Write a value as one cell of a table; lists are joined by semicolons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ";".join(f"{key}={cell(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | frozenset):
        return ";".join(str(cell(item)) for item in value)
    return "" if value is None else value


def written(data: object, rows: Iterable[Mapping[str, object]], format: str) -> str:
    """Write data in a format; CSV takes the rows, the others take the data."""
    match format:
        case "json":
            return as_json(data)
        case "yaml":
            return as_yaml(data).rstrip("\n")
        case _:
            return as_csv(rows).rstrip("\n")


def texts_by_name(value: object) -> dict[str, str]:
    """Return the texts that plain data hold by name, such as the card of a run; none of what is no mapping.

    >>> texts_by_name({"all": "broad"}), texts_by_name(None)
    ({'all': 'broad'}, {})
    """
    return {str(name): str(text) for name, text in value.items()} if isinstance(value, Mapping) else {}
