"""The tables of translations of data packages: a text in English to the same in another language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries

SHORT_TEXTS: Final = Path("brief.csv")
"""What a data package says of its measures in a few words."""
TRANSLATIONS: Final = (Path("translations.csv"), Path("economy", "translations.csv"), SHORT_TEXTS)
"""Tables of translations in a data package: of what is said of the law, of what its economy data say, and in short."""
LOOK_ALIKES: Final = Path("lists", "look-alikes.csv")
"""Things that are taken for listed ones, in a data package."""


@cached_per_library
def translations_of(library: Library, language: str) -> dict[str, str]:
    """Read what the packages translate into a language; a later package goes before an earlier one.

    What has a name in the language in its own table, such as an entry of the control list, bears that one. Nothing is
    translated into English, in which all of it stands.
    """
    if language == "en":
        return {}
    texts: dict[str, str] = {}
    for package in library.packages:
        for name in TRANSLATIONS:
            rows = rows_of_table(package.folder / name, "en")
            texts.update((row["en"], row[language]) for row in rows if row.get(language))
    for entry in control_entries(library).values():
        if language in entry.names and entry.names.get("en"):
            texts[entry.names["en"]] = entry.names[language]
    for package in library.packages:
        for row in rows_of_table(package.folder / LOOK_ALIKES, "name_en"):
            if row.get(f"name_{language}"):
                texts[row["name_en"]] = row[f"name_{language}"]
    return texts


ShortKind = Literal[
    "name",
    "why",
    "may",
    "next",
    "papers",
    "words",
    "item",
    "headline",
    "headline_what",
    "headline_whom",
    "headline_bound",
]
"""What a short text is: the name of a measure, why a clause applies, why it may where words of the goods alone point at
it (else as why), what to do then, what an application under it needs, the name of disputed words, or that of an entry
of a list of goods; and the measure that leads the first page: what it does, with what, for whom, and who is bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """A few words of a data package on a measure, a clause or a term, in English with places in braces.

    Parameters
    ----------
    key
        Id of what it is said of; `*` stands for any letters.
    of
        Territory on which the measure lays its control, such as JP; empty if it lays it on goods.
    """

    key: str
    kind: str
    of: str
    english: str


@cached_per_library
def short_text(library: Library, name: str, kind: ShortKind) -> ShortText | None:
    """Return the short text of a measure, a clause or a term; of several that match the one with the longest key."""
    fitting = (row for row in _short_texts(library) if row.kind == kind and _fits(name, row.key))
    return max(fitting, key=lambda row: len(row.key), default=None)


def _fits(name: str, key: str) -> bool:
    """Tell whether a name is one of those that a key stands for; `fnmatch` would compile a pattern for each of them.

    >>> _fits("cn/2026-01-a#b", "cn/2026-*#b"), _fits("cn/2026-01", "cn/2026"), _fits("aa", "a*a"), _fits("a", "a*a")
    (True, False, True, False)
    """
    first, *parts = key.split("*")
    if not parts:
        return name == key
    if not name.startswith(first):
        return False
    *inner, last = parts
    place = len(first)
    for part in inner:
        at = name.find(part, place)
        if at < 0:
            return False
        place = at + len(part)
    return name.endswith(last) and len(name) - len(last) >= place


@cached_per_library
def _short_texts(library: Library) -> tuple[ShortText, ...]:
    return tuple(_short_rows(library))


def _short_rows(library: Library) -> Iterator[ShortText]:
    for package in library.packages:
        for row in rows_of_table(package.folder / SHORT_TEXTS, "key", "kind", "of", "en", "ja", "zh"):
            yield ShortText(key=row["key"], kind=row["kind"], of=row["of"], english=row["en"])
