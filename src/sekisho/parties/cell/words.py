"""Words that stand beside a name in a cell, from tables of the data package, found where they begin or end."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from sekisho.law.library import installed_folders
from sekisho.parties.cell.text import Token, keys_of
from sekisho.parties.names.form_table import form_table

Keys = tuple[str, ...]
Side = Literal["begin", "end"]
_LANGUAGES: Final = ("en", "ja", "zh", "other")
_OF_IT: Final = ("'s", "の", "的", "")
"""How a territory is said to own what follows, by language."""


class Meant(NamedTuple):
    """What words mean: a code, such as a territory, and the zone of a name beside them."""

    code: str = ""
    zone: str = "match"


@dataclass(slots=True)
class WordTable:
    """Rows of words with what they mean, found where they begin, or where they end."""

    rows: dict[Keys, Meant] = field(default_factory=dict)
    _begin: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _end: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, written: Iterable[str], meant: Meant) -> None:
        """Add spellings of one meaning; a spelling that is known keeps its first."""
        for one in written:
            keys = keys_of(one)
            if not keys or keys in self.rows:
                continue
            self.rows[keys] = meant
            for table, key in ((self._begin, keys[0]), (self._end, keys[-1])):
                table[key] = tuple(sorted({*table.get(key, ()), len(keys)}, reverse=True))

    def at_begin(self, tokens: Sequence[Token], low: int, high: int) -> tuple[int, Meant] | None:
        """Return how many words from a place on are in the table, the most there are, and what they mean."""
        for size in self._begin.get(tokens[low].key, ()) if low < high else ():
            found = self.rows.get(tuple([token.key for token in tokens[low : low + size]]))
            if found is not None and low + size <= high:
                return size, found
        return None

    def at_end(self, tokens: Sequence[Token], low: int, high: int) -> tuple[int, Meant] | None:
        """Return how many words before a place are in the table, the most there are, and what they mean."""
        for size in self._end.get(tokens[high - 1].key, ()) if low < high else ():
            found = self.rows.get(tuple([token.key for token in tokens[high - size : high]]))
            if found is not None and high - size >= low:
                return size, found
        return None


@dataclass(frozen=True, slots=True)
class CellWords:
    """All tables."""

    role_front: WordTable = field(default_factory=WordTable)
    role_behind: WordTable = field(default_factory=WordTable)
    honorific_front: WordTable = field(default_factory=WordTable)
    honorific_behind: WordTable = field(default_factory=WordTable)
    number: WordTable = field(default_factory=WordTable)
    body_begin: WordTable = field(default_factory=WordTable)
    body_end: WordTable = field(default_factory=WordTable)
    site: WordTable = field(default_factory=WordTable)
    unit_begin: WordTable = field(default_factory=WordTable)
    unit_end: WordTable = field(default_factory=WordTable)
    street: WordTable = field(default_factory=WordTable)
    country: WordTable = field(default_factory=WordTable)
    place: WordTable = field(default_factory=WordTable)
    form: WordTable = field(default_factory=WordTable)
    form_letters: set[str] = field(default_factory=set)
    """Forms of a single character, which stand in brackets."""


@cache
def cell_words() -> CellWords:
    """Read the tables of the installed data packages, once."""
    tables = CellWords()
    for row in _rows("cell-words.csv"):
        spelt = [one for language in _LANGUAGES for one in _forms(row[language])]
        for table in _tables(tables, row["word_kind"], row["place"]):
            table.add(spelt, Meant(row["code"], row["zone"]))
    for row in _rows("country-words.csv"):
        for language, ending in zip(_LANGUAGES, _OF_IT, strict=True):
            names = _forms(row[language])
            tables.country.add((*names, *(f"{name}{ending}" for name in names)), Meant(row["country"]))
    for row in _rows("place-words.csv"):
        tables.place.add(_forms(row["written"]), Meant(row["place_of"]))
    forms = form_table()
    tables.form.add((" ".join(words) for words in (*forms.front, *forms.end)), Meant())
    for written in forms.letters:
        keys = keys_of(written)
        if len(keys) == 1 and len(keys[0]) == 1:
            tables.form_letters.update(keys)
        else:
            tables.form.add((written,), Meant())
    return tables


def _tables(tables: CellWords, kind: str, place: str) -> Iterator[WordTable]:
    match kind, place:
        case "role", _:
            yield from (tables.role_front,) if place == "front" else (tables.role_front, tables.role_behind)
        case "honorific", "front":
            yield tables.honorific_front
        case "honorific", _:
            yield tables.honorific_behind
        case "number", _:
            yield tables.number
        case "body", "begin":
            yield tables.body_begin
        case "body", _:
            yield tables.body_end
        case "site", _:
            yield tables.site
        case "unit", "begin":
            yield tables.unit_begin
        case "unit", _:
            yield tables.unit_end
        case _:
            yield tables.street


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    for folder in installed_folders():
        file = folder / Path("lists", name)
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as text:
                yield from csv.DictReader(text)


def _forms(cell: str) -> list[str]:
    return [form.strip() for form in cell.split("|") if form.strip()]
