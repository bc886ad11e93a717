"""Where figures of the economy were read: one table for all files of a data package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.message import joined, message

SOURCES: Final = "sources.csv"
JUDGEMENT: Final = "judgement"
"""Stands among the sources of a figure for the project's own judgement; such a figure is weak."""
COLUMNS: Final = ("source", "title", "url", "read")
A_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSource:
    """Where a figure was read.

    Parameters
    ----------
    read
        Day on which it was read, YYYY-MM-DD.
    """

    id: str
    title: str
    url: str
    read: str


def read_sources(folder: Path) -> Mapping[str, FigureSource]:
    """Read the sources of a folder of economy data, by id.

    Raises
    ------
    LibraryError
        If a source stands twice, has no title, address or day, or bears the word for judgement; with all problems.
    """
    found: dict[str, FigureSource] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows_of_table(folder / SOURCES, *COLUMNS), start=2):
        one = FigureSource(id=row["source"], title=row["title"].strip(), url=row["url"], read=row["read"])
        where = f"{SOURCES}:{number}"
        if one.id in found or one.id in {"", JUDGEMENT}:
            problems.append(
                Problem(
                    where=where,
                    what=message("impact.source_twice", "source '{id}' stands twice, or is not a name.", id=one.id),
                )
            )
        if not one.title or not one.url.startswith(("http://", "https://")):
            remedy = message("impact.expected_title_address", "Expected a title, and http:// or https://.")
            problems.append(
                Problem(
                    where=where,
                    what=message("impact.source_without_title", "source '{id}' has no title or no address.", id=one.id),
                    remedy=remedy,
                )
            )
        if not A_DATE.fullmatch(one.read):
            problems.append(
                Problem(
                    where=where,
                    what=message("error.not_date", "'{value}' is not a date.", value=one.read),
                    remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
                )
            )
        found[one.id] = one
    if problems:
        raise LibraryError(problems)
    return found


def cited(cell: str) -> tuple[str, ...]:
    """Take apart the sources of a cell, which are separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def citation_faults(names: Iterable[str], known: Mapping[str, FigureSource], where: str) -> Iterable[Problem]:
    """Say which sources are not known, and that there is none."""
    given = tuple(names)
    if not given:
        yield Problem(
            where=where,
            what=message("impact.source_empty", "source is empty."),
            remedy=message(
                "impact.name_sources",
                "Name sources of {sources}, or write {judgement}.",
                sources=SOURCES,
                judgement=JUDGEMENT,
            ),
        )
    for name in given:
        if name != JUDGEMENT and name not in known:
            remedy = joined(
                (did_you_mean(name, known), message("impact.sources_stand", "Sources stand in {file}.", file=SOURCES)),
                "sentence",
            )
            yield Problem(
                where=where, what=message("impact.no_source", "no source '{name}'.", name=name), remedy=remedy
            )
