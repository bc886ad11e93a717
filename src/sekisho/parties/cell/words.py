"""Words that stand beside a name in a cell, from tables of the data package, found where they begin or end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final, Literal, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.memo import BuiltOnce
from sekisho.message import joined, message
from sekisho.parties.cell.text import CellToken, keys_of
from sekisho.parties.names.form_table import form_table

_TOWNS: Final = (("市",), ("町",), ("村",), ("区",), ("city",), ("shi",), ("ku",), ("machi",))
"""Words for the kind of a town behind its name, by their keys."""
_SHORTEST_TOWN: Final = 2
"""Letters of the shortest name of a town that is looked for without its kind."""
Keys = tuple[str, ...]
Side = Literal["begin", "end"]
_LANGUAGES: Final = ("en", "ja", "zh", "other")
_OF_IT: Final = ("'s", "の", "的", "")
"""How a territory is said to own what follows, by language."""


class WordMeaning(NamedTuple):
    """What words mean: a code, such as a territory, and the zone of a name beside them."""

    code: str = ""
    zone: str = "match"


@dataclass(slots=True)
class WordTable:
    """Rows of words with what they mean, found where they begin, or where they end."""

    rows: dict[Keys, WordMeaning] = field(default_factory=dict)
    _begin: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _end: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, written: Iterable[str], meant: WordMeaning) -> None:
        """Add spellings of one meaning; a spelling that is known keeps its first."""
        for one in written:
            keys = keys_of(one)
            if not keys or keys in self.rows:
                continue
            self.rows[keys] = meant
            for table, key in ((self._begin, keys[0]), (self._end, keys[-1])):
                table[key] = tuple(sorted({*table.get(key, ()), len(keys)}, reverse=True))

    def begins(self, keys: Keys) -> bool:
        """Tell whether keys of words begin with words of the table."""
        return any(keys[:size] in self.rows for size in self._begin.get(keys[0], ()))

    def ends(self, keys: Keys) -> bool:
        """Tell whether keys of words end with words of the table."""
        return any(keys[-size:] in self.rows for size in self._end.get(keys[-1], ()))

    def sizes_at(self, key: str) -> tuple[int, ...]:
        """Return how many words those of the table have that begin with one of a key, the most first."""
        return self._begin.get(key, ())

    def may_begin(self, key: str) -> bool:
        """Tell whether words of the table begin with one of a key."""
        return key in self._begin

    def may_end(self, key: str) -> bool:
        """Tell whether words of the table end with one of a key."""
        return key in self._end

    def at_begin(self, tokens: Sequence[CellToken], low: int, high: int) -> tuple[int, WordMeaning] | None:
        """Return how many words from a place on are in the table, the most there are, and what they mean."""
        for size in self._begin.get(tokens[low].key, ()) if low < high else ():
            found = self.rows.get(tuple([token.key for token in tokens[low : low + size]]))
            if found is not None and low + size <= high:
                return size, found
        return None

    def at_end(self, tokens: Sequence[CellToken], low: int, high: int) -> tuple[int, WordMeaning] | None:
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
    town: WordTable = field(default_factory=WordTable)
    """Places of which the table has only the name with its kind (瑞穂町): without it they are names of firms too."""
    form: WordTable = field(default_factory=WordTable)
    form_letters: set[str] = field(default_factory=set)
    """Forms of a single character, which stand in brackets."""


@BuiltOnce
def cell_words() -> CellWords:
    """Read the tables of the installed data packages, once.

    Raises
    ------
    LibraryError
        If a table lacks a column, or with every row of words whose kind or place is unknown.
    """
    tables = CellWords()
    problems: list[Problem] = []
    for number, row in _rows("cell-words.csv", "word_kind", "code", "place", "zone", *_LANGUAGES):
        spelt = [one for language in _LANGUAGES for one in _forms(row[language])]
        tables_of = _PLACES.get(row["word_kind"], {}).get(row["place"])
        if tables_of is None:
            problems.append(_unknown(row["word_kind"], row["place"], f"lists/cell-words.csv:{number}"))
            continue
        for table in tables_of(tables):
            table.add(spelt, WordMeaning(row["code"], row["zone"]))
    if problems:
        raise LibraryError(problems)
    for _, row in _rows("country-words.csv", "country", *_LANGUAGES):
        for language, ending in zip(_LANGUAGES, _OF_IT, strict=True):
            names = _forms(row[language])
            tables.country.add((*names, *(f"{name}{ending}" for name in names)), WordMeaning(row["country"]))
    for _, row in _rows("place-words.csv", "place_of", "written"):
        tables.place.add(_forms(row["written"]), WordMeaning(row["place_of"]))
    _add_towns(tables)
    forms = form_table()
    tables.form.add((" ".join(words) for words in (*forms.front, *forms.end)), WordMeaning())
    for written in forms.letters:
        keys = keys_of(written)
        if len(keys) == 1 and len(keys[0]) == 1:
            tables.form_letters.update(keys)
        else:
            tables.form.add((written,), WordMeaning())
    return tables


def _add_towns(tables: CellWords) -> None:
    """Add the places of which the table lacks the bare name, without their kind; 四日市市 is 四日市, and no 四日."""
    for keys, meant in tables.place.rows.items():
        kind = next((kind for kind in _TOWNS if len(keys) > len(kind) and keys[-len(kind) :] == kind), None)
        is_bare = any((*keys, *more) in tables.place.rows for more in _TOWNS)
        town = keys[: -len(kind)] if kind is not None and not is_bare else ()
        if sum(map(len, town)) >= _SHORTEST_TOWN and town not in tables.place.rows:
            tables.town.add((" ".join(town),), meant)


_PLACES: Final[Mapping[str, Mapping[str, Callable[[CellWords], tuple[WordTable, ...]]]]] = {
    "role": {
        "front": lambda tables: (tables.role_front,),
        "either": lambda tables: (tables.role_front, tables.role_behind),
    },
    "honorific": {
        "front": lambda tables: (tables.honorific_front,),
        "end": lambda tables: (tables.honorific_behind,),
    },
    "number": {"front": lambda tables: (tables.number,), "end": lambda tables: (tables.number,)},
    "body": {"begin": lambda tables: (tables.body_begin,), "end": lambda tables: (tables.body_end,)},
    "site": {"end": lambda tables: (tables.site,)},
    "unit": {"begin": lambda tables: (tables.unit_begin,), "end": lambda tables: (tables.unit_end,)},
    "street": {"any": lambda tables: (tables.street,)},
}
"""Tables to which words belong, by their kind and by where they stand beside a name."""


def _unknown(kind: str, place: str, where: str) -> Problem:
    if kind not in _PLACES:
        return Problem(
            where=where,
            what=message("parties.no_word_kind", "'{kind}' is not a kind of word.", kind=kind),
            remedy=message("error.expected_one_of", "Expected one of {choices}.", choices=joined(_PLACES, "comma")),
        )
    remedy = message(
        "parties.expected_place",
        "Expected one of {places} for a word of the kind {kind}.",
        places=joined(_PLACES[kind], "comma"),
        kind=kind,
    )
    return Problem(
        where=where,
        what=message("parties.no_word_place", "'{place}' is not a place of a word.", place=place),
        remedy=remedy,
    )


def _rows(name: str, *needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Go through the rows of a table of every installed data package, each with its line."""
    for folder in installed_folders():
        yield from enumerate(rows_of_table(folder / "lists" / name, *needed), start=2)


def _forms(cell: str) -> list[str]:
    return [form.strip() for form in cell.split("|") if form.strip()]
