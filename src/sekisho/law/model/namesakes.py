"""Firms that bear a name like that of a listed party and are another person, as the project decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.message import joined, message

NAMESAKES: Final = Path("lists", "namesakes.csv")
_COLUMNS: Final = ("entry", "name", "name_ja", "any_town", "identifiers", "why", "source", "by", "on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """A firm that is not an entry.

    Parameters
    ----------
    entry
        The listed party that it is not.
    names
        Its full names, with their legal forms.
    any_town
        Whether it stands for all firms whose names differ from its own in the town at the beginning alone, as those of
        dealers do, with a legal form or without.
    identifiers
        Its numbers, each with the word that says of which kind it is.
    """

    entry: str
    names: tuple[str, ...]
    any_town: bool
    identifiers: tuple[str, ...]
    why: str
    source: str
    by: str
    on: date


def read_namesakes(path: Path) -> Iterator[Namesake]:
    """Go through the rows of a table of namesakes; a data package need not have one.

    Raises
    ------
    LibraryError
        If a row lacks its reason or source, or its day is none.
    """
    for number, row in enumerate(rows_of_table(path, *_COLUMNS), start=2):
        where = f"{path.name}:{number}"
        lacking = [name for name in ("entry", "name", "why", "source", "by") if not row[name].strip()]
        if lacking:
            remedy = message("lawdata.decision_has", "A decision has its reason, its source and its author.")
            raise LibraryError(
                Problem(
                    where=where,
                    what=message("lawdata.are_empty", "{lacking} is empty.", lacking=joined(lacking, "comma")),
                    remedy=remedy,
                )
            )
        try:
            day = date.fromisoformat(row["on"])
        except ValueError:
            what = message("lawdata.on_no_date", "on '{value}' is not a date.", value=row["on"])
            raise LibraryError(
                Problem(where=where, what=what, remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."))
            ) from None
        yield Namesake(
            entry=row["entry"],
            names=tuple(filter(None, (row["name"], row["name_ja"]))),
            any_town=row["any_town"] == "yes",
            identifiers=tuple(filter(None, row["identifiers"].split("|"))),
            why=row["why"],
            source=row["source"],
            by=row["by"],
            on=day,
        )
