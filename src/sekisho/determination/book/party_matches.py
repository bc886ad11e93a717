"""The parties of a book: how many there are, who is or may be listed, and the table in which that is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from sekisho.determination.book.engine import BookEngine
from sekisho.files.formats import whole_file
from sekisho.files.formulas import TableWriter
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import is_blank
from sekisho.law.model.library import Library
from sekisho.parties.answer import Identification
from sekisho.parties.index import parties_of
from sekisho.parties.review_decisions import COLUMNS, review_rows

SHEET: Final = ("fact", "lines", *COLUMNS, "run")
"""Columns of the table: those of reviewers' decisions, role and number of lines before them, the id of the run last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyOfBook:
    """A party of a book that is or may be listed, or whom nobody can look up."""

    fact: FactName
    name: str
    lines: int
    whom: Identification


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The parties of a book.

    Parameters
    ----------
    distinct
        Distinct names, over all roles.
    zones
        Of them, how many are listed (match), may be (review), or name nobody (unknown).
    """

    distinct: int
    zones: Mapping[str, int]
    met: tuple[PartyOfBook, ...]

    def to_dict(self) -> dict[str, int]:
        """Return the counts as JSON."""
        return {"distinct": self.distinct, **self.zones}


def parties_met(book: BookEngine, library: Library) -> Parties:
    """Count the parties of a book by what the lists say of them; each distinct name once a role."""
    index = parties_of(library)
    distinct: set[str] = set()
    zones = {"match": 0, "review": 0, "unknown": 0}
    met: list[PartyOfBook] = []
    seen: set[str] = set()
    for fact, name, lines in names_of(book, library):
        distinct.add(name)
        whom = index.whom(name)
        if whom.is_clear and not whom.hits:
            continue
        met.append(PartyOfBook(fact=fact, name=name, lines=lines, whom=whom))
        if name not in seen:
            seen.add(name)
            if whom.problem or not whom.is_clear:
                zones["unknown" if whom.problem else whom.zone] += 1
    return Parties(distinct=len(distinct), zones=zones, met=tuple(met))


def names_of(book: BookEngine, library: Library) -> Iterator[tuple[FactName, str, int]]:
    """Go through the parties that a book names: role, name, and how many lines name it so."""
    for fact in library.facts.facts.values():
        for name, lines in book.counted(fact) if fact.kind == "party" else ():
            if not is_blank(name) and name != "none":
                yield fact.name, name, lines


def write_sheet(path: Path, parties: Parties, run: str) -> int:
    """Write the parties that are or may be listed, to be decided and used with --matches; returns the rows."""
    with whole_file(path) as file:
        return write_rows(file, parties, run)


def write_rows(file: TextIO, parties: Parties, run: str) -> int:
    """Write that table as CSV; returns the rows."""
    number = 0
    rows = TableWriter(file, SHEET)
    for one in parties.met:
        for row in _rows(one):
            rows.write({**row, "run": run})
            number += 1
    return number


def _rows(one: PartyOfBook) -> Iterator[dict[str, object]]:
    for row in review_rows(one.whom):
        yield {"fact": one.fact, "lines": one.lines, **row}
