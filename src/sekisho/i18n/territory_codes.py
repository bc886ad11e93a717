"""Territories by name: what a list of parties writes of a country, as ISO 3166 alpha-2."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import header_rows
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.regex import regex

_WORDS: Final = regex(r"\w+")
_FORMAL: Final = regex(
    r"^(?:the )?(?:(?:\w+ )?(?:islamic|arab|federal|socialist|federative|united|democratic socialist)? ?"
    r"(?:republic|kingdom|state|sultanate|commonwealth|principality|federation) of )?(?:the )?"
)
_PARTS: Final = regex(r"[\n/／()（）;；|]+|(?<=[^\x00-\x7f])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[^\x00-\u024f])")
_SMALL_WORD: Final = regex(r"[a-z]{2}")
_FORMAL_CJK: Final = regex(r"(?:・?イスラム|連邦|人民|民主|联邦|社会主義|社会主义)*(?:共和国|王国|首長国|公国)$")

_NAMED: Final = ("alpha2", "alpha3", "name", "name_en", "name_zh", "name_ja")
"""Columns that name a territory."""


@dataclass(frozen=True, slots=True)
class Territories:
    """The names of territories, folded, with their codes."""

    by_name: Mapping[str, str]
    _found: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def code(self, text: str) -> str:
        """Return the alpha-2 code of a name in any language; empty if it names none, or more than one."""
        if text not in self._found:
            codes = {self.by_name[name] for name in _ways(text) if name in self.by_name}
            whole = self.by_name.get(_folded(text), "")
            self._found[text] = whole or (codes.pop() if len(codes) == 1 else "")
        return self._found[text]

    def codes(self, text: str, *, apart: str = ";") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the codes that a cell with several names holds, and the names that are none."""
        names = [name for part in text.split(apart) if (name := part.strip())]
        found = tuple(dict.fromkeys(code for name in names if (code := self.code(name))))
        return found, tuple(name for name in names if not self.code(name))


def read_territories(folders: Iterable[Path]) -> Territories:
    """Read codes and names from the tables of data packages."""
    names: dict[str, str] = {}
    for folder in folders:
        for file in ("territories.csv", "territory-names.csv"):
            if (folder / "lists" / file).is_file():
                with (folder / "lists" / file).open(encoding="utf-8-sig", newline="") as table:
                    for row in header_rows(table):
                        names.update((_folded(name), row["alpha2"]) for key in _NAMED if (name := row.get(key)))
    return Territories(names)


def names_of_territories(library: Library) -> Iterator[tuple[str, str]]:
    """Go through the names under which territories are written beside those of the program, each with its code."""
    for package in library.packages:
        file = package.folder / "lists" / "territory-names.csv"
        if file.is_file():
            with file.open(encoding="utf-8-sig", newline="") as table:
                yield from ((row["name"], row["alpha2"]) for row in header_rows(table))


@cached_per_library
def territories_of(library: Library) -> Territories:
    """Return the names of the territories that the data packages of a library hold, read once."""
    return read_territories(package.folder for package in library.packages)


def _folded(text: str) -> str:
    return "".join(_WORDS.findall(_plain(text)))


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def _ways(text: str) -> Iterator[str]:
    """Yield the names that a cell may hold: its parts, and these without formal words."""
    parts = _PARTS.split(text)
    for part in parts:
        if len(parts) > 1 and _SMALL_WORD.fullmatch(part):
            continue  # 조립 to 일본: a word between names of another script is no code
        plain = " ".join(_plain(part).split())
        yield _folded(plain)
        yield _folded(_FORMAL.sub("", plain, count=1))
        yield _folded(_FORMAL_CJK.sub("", plain))
        name, comma, formal = plain.partition(",")
        if comma:  # as in a register: Congo, Democratic Republic of the
            yield _folded(f"{formal} {name}")
