"""Plain data as JSON, YAML and CSV."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

import yaml

from sekisho.files.formulas import TableWriter

FORMATS: Final = ("text", "json", "csv", "yaml")
_NUMBER_TO_SOME: Final = re.compile(r"[+-]?[0-9][0-9_.]*[eE][+-]?[0-9]+")


class _Dumper(yaml.SafeDumper):
    """Quotes what other readers of YAML take for a number, such as the control code 1E001."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    quote = "'" if _NUMBER_TO_SOME.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quote)


_Dumper.add_representer(str, _text)
_Dumper.add_multi_representer(str, lambda dumper, text: _text(dumper, str(text)))


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
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100))


def as_csv(rows: Iterable[Mapping[str, object]]) -> str:
    """Write records as CSV under the keys of the first; lists are joined by semicolons, formulas are text."""
    found = [dict(row) for row in rows]
    target = io.StringIO()
    writer = TableWriter(target, list(found[0]) if found else [])
    writer.write_all({key: cell(value) for key, value in row.items()} for row in found)
    return target.getvalue()


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
