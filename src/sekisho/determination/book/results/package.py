"""`OUT.datapackage.json`: results described by the public standard of data packages, for whoever reads them elsewhere.

The descriptor names the results, their columns with types and meaning, and the law by which they were worked out
(Data Package 2.0, https://datapackage.org/standard/data-package/). It is made from `RESULT_COLUMNS` and the run card,
says nothing of the machine and nothing of the clock, and is a file of the run like the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.results.columns import RESULT_COLUMNS, VERSION, ColumnKind, ResultColumn
from sekisho.errors import BookError, Problem
from sekisho.files.formats import sha256_of
from sekisho.files.tables import PARQUET
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.message import day_text, message

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
OWN: Final = "sekisho"
"""Entry of a descriptor that holds the run; one without it describes data of somebody else."""
_STATED: Final = (VERSION, "as_of", "readings", "assume", "library", "engine", "book_sha256")
"""What a descriptor repeats of the run card: the law, and nothing of the place where it was worked out."""
_TYPES: Final[Mapping[ColumnKind, str]] = {
    ColumnKind.NAME: "string",
    ColumnKind.TEXT: "string",
    ColumnKind.WORD: "string",
    ColumnKind.LEVEL: "string",
    ColumnKind.WHOLE: "integer",
    ColumnKind.NUMBER: "number",
    ColumnKind.DATE: "date",
    ColumnKind.LIST: "list",
    ColumnKind.JSON: "array",
}
"""Field types of the standard."""


def package_of(out: Path) -> Path:
    """Return the place of the descriptor of a results file."""
    return out.with_suffix(".datapackage.json")


def run_of_package(place: Path) -> str | None:
    """Return the id of the run that a descriptor describes; None if it is none of this program's."""
    try:
        stated = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    own = stated.get(OWN) if isinstance(stated, dict) else None
    return str(own.get("run", "")) if isinstance(own, dict) else None


def check_package_place(out: Path) -> None:
    """Make sure that a descriptor beside results would not overwrite one of somebody else.

    Raises
    ------
    BookError
        If it would.
    """
    place = package_of(out)
    if place.exists() and run_of_package(place) is None:
        raise BookError(
            Problem(
                where=str(place),
                what=message("run.foreign_package", "is there already, and does not describe results of sekisho."),
                remedy=message("run.move_package", "Move it away, or name other results."),
            )
        )


def write_package(
    place: Path, tables: Sequence[Path], card: Mapping[str, object], library: Library, *, language: str = "en"
) -> None:
    """Write the descriptor of results, which may lie there in several formats.

    Parameters
    ----------
    tables
        The results, beside the descriptor.
    language
        Of titles and descriptions.
    """
    words = Translator(language)
    whole = {
        "$schema": PROFILE,
        "name": _name_of(tables[0]),
        "title": words.say(message("results.title", "Results of an order list")),
        "description": words.say(
            message(
                "results.about",
                "One row for each line of an order list, with its outcome under the law data named in the sources.",
            )
        ),
        "sources": [
            {
                "title": words.say(
                    message(
                        "results.law",
                        "Law data {name}, version {version}, sources read to {horizon}",
                        name=package.name,
                        version=package.version,
                        horizon=day_text(package.horizon),
                    )
                ),
                "version": package.version,
                **({"licence": package.licence} if package.licence else {}),
            }
            for package in library.packages
        ],
        OWN: {"run": card.get("run"), **{name: card[name] for name in _STATED if name in card}},
        "resources": [_resource(table, card, words) for table in tables],
    }
    place.write_text(_text_of(whole), encoding="utf-8")


def package_under(place: Path, stem: str) -> str:
    """Return a descriptor whose data are named after a stem, for whoever takes them along under such names."""
    whole = json.loads(place.read_text(encoding="utf-8"))
    for resource in whole["resources"]:
        resource["path"] = f"{stem}.{resource['path']}"
    return _text_of(whole)


def _text_of(whole: Mapping[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Path, card: Mapping[str, object], words: Translator) -> dict[str, Any]:
    kind = "parquet" if table.suffix in PARQUET else "csv"
    as_text: dict[str, Any] = {
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "header": True},
    }
    typed = {"mediatype": "application/vnd.apache.parquet"}
    return {
        "name": _name_of(table) + ("" if kind == "csv" else f"-{kind}"),
        "type": "table",
        "path": table.name,
        "format": kind,
        **(as_text if kind == "csv" else typed),
        "bytes": table.stat().st_size,
        "hash": f"sha256:{sha256_of(table)}",
        "rows": card.get("lines"),
        "schema": {
            "missingValues": [""],
            "fields": [_field(column, card, words) for column in RESULT_COLUMNS],
        },
    }


def _field(column: ResultColumn, card: Mapping[str, object], words: Translator) -> dict[str, Any]:
    unit = str(card.get("unit") or "") if column.kind is ColumnKind.NUMBER else ""
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        **({"delimiter": ";", "itemType": "string"} if column.kind is ColumnKind.LIST else {}),
        "description": words.say(column.meaning),
        **({"unit": unit} if unit else {}),
        **({"constraints": {"enum": list(column.words)}} if column.words else {}),
    }


def _name_of(table: Path) -> str:
    """Name data as the standard asks for: small letters, digits and `.`, `_`, `-`; `results` if nothing is left."""
    return re.sub(r"[^a-z0-9._-]+", "-", table.stem.lower()).strip("-._") or "results"
