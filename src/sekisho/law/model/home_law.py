"""Export law of the place that a shipment leaves: pointers to look up beside an answer, and never part of it.

One row a rule, in `home-law.csv` of a data package. Its rows name laws and authorities; they say of no item whether it
needs a licence there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import Problem
from sekisho.files.package_csv import checked_rows
from sekisho.message import WordsText, joined, message

_LANGUAGES: Final = ("en", "ja", "zh")
_WORDS: Final = tuple(f"{part}_{language}" for part in ("what", "note") for language in _LANGUAGES)
_COLUMNS: Final = ("home", "order", "by", "kind", *_WORDS, "source", "read")


class HomeLawKind(StrEnum):
    """What a rule is about: the export itself, or the promise that a supplier asks for."""

    EXPORT = "export"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRule:
    """One rule of a place.

    Parameters
    ----------
    home
        Territories whose rule it is.
    by_origin
        Whether it follows goods made there too, wherever they leave from.
    what, note
        Its name, and what to know of it.
    source
        Address of the text or of the authority.
    read
        Month in which the address was read, YYYY-MM; empty if it was not opened, and the rule is general knowledge.
    """

    home: tuple[str, ...]
    by_origin: bool
    kind: HomeLawKind
    what: WordsText
    note: WordsText
    source: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeLaw:
    """The rules of one place, as far as they are on file.

    Parameters
    ----------
    place
        Code of the territory.
    """

    place: str
    rules: tuple[HomeRule, ...]


def home_law_of(place: str, rules: Iterable[HomeRule]) -> HomeLaw:
    """Gather the rules of a place."""
    return HomeLaw(place=place, rules=tuple(rule for rule in rules if place in rule.home))


def homes(rules: Iterable[HomeRule]) -> tuple[str, ...]:
    """Return the territories of which a rule is on file, in the order of the table."""
    return tuple(dict.fromkeys(place for rule in rules for place in rule.home))


def homes_beside(line: Mapping[str, str], rules: Iterable[HomeRule]) -> tuple[str, ...]:
    """Return the places whose law stands beside an answer: where the line leaves from, and whose goods it carries.

    Parameters
    ----------
    line
        Codes of `departure` and `origin`, as far as they are known.
    """
    on_file = tuple(rules)
    places = [line.get("departure", "")] if line.get("departure", "") in homes(on_file) else []
    places += [line["origin"] for rule in on_file if rule.by_origin and line.get("origin", "") in rule.home]
    return tuple(dict.fromkeys(places))


def read_home_law(path: Path) -> tuple[HomeRule, ...]:
    """Read a table of rules.

    Raises
    ------
    LibraryError
        If the table lacks a column, or with every row that has no place, words, kind or source.
    """
    return checked_rows(path, _COLUMNS, _faults, _made)


def _faults(row: Mapping[str, str], where: str) -> Iterator[Problem]:
    for name in ("home", *_WORDS, "source"):
        if not row[name]:
            yield Problem(where=where, what=message("lawdata.there_is_no", "no {name}.", name=name))
    choices = (("by", ("departure", "origin")), ("kind", tuple(HomeLawKind)))
    for name, values in choices:
        if row[name] not in values:
            yield Problem(
                where=where,
                what=message("lawdata.there_is_no", "no {name}.", name=name),
                remedy=message("error.expected_either", "Expected {choices}.", choices=joined(values, "comma")),
            )


def _made(row: Mapping[str, str]) -> HomeRule:
    return HomeRule(
        home=tuple(row["home"].split(";")),
        by_origin=row["by"] == "origin",
        kind=HomeLawKind(row["kind"]),
        what=WordsText({language: row[f"what_{language}"] for language in _LANGUAGES}),
        note=WordsText({language: row[f"note_{language}"] for language in _LANGUAGES}),
        source=row["source"],
        read=row["read"],
    )
