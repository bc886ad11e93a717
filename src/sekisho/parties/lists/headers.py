"""Headers of party lists: which column is which, as a whole in three languages, else by the words of order lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.trade.book.matching.header_words import HeaderWords, with_number_word, words_of_header

_TABLE: Final = Path(__file__).with_name("headers.csv")
_IN_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_OF_CONCERN: Final = ("懸念区分", "typeofwmd")
"""Words that tell the column of weapons, whose header changed when conventional ones came onto the list."""

_PARTIES: Final = frozenset({"exporter", "importer", "end_user", "intermediate", "partner"})
"""Whom a list of parties names; who carries goods, or fills in a form, is not screened by a name alone."""
_BESIDE_NAME: Final = frozenset({"sold", "billed", "end", "english", "own"})
"""What a header says beside that it is a name: to whom something is sold, or in which letters it stands."""
_LETTERS: Final = re.compile(r"[^\W_]+")


def folded(header: str) -> str:
    """Bring a header to the form in which headers are compared: without case, spaces and punctuation."""
    return "".join(_LETTERS.findall(with_number_word(unicodedata.normalize("NFKC", header)).casefold()))


@cache
def _headers() -> tuple[tuple[str, str], ...]:
    """Read the table of headers: column, header."""
    return tuple((row["column"], row["header"]) for row in rows_of_file(_TABLE))


@cache
def _by_header() -> dict[str, str]:
    return {folded(header): column for column, header in _headers()}


def column_of(header: str) -> str:
    r"""Name the column of a header; empty if it is none that is known.

    A header may stand in two languages, one below the other, and with a word in brackets. One that is not known as a
    whole is understood by its words, as that of an order list: customer masters come from the same systems.

    >>> column_of("国名、地域名\nCountry or Region"), column_of("Name (as listed)"), column_of("電話番号")
    ('territory', 'name', '')
    >>> column_of("Firmenname"), column_of("거래처명"), column_of("Vendor #"), column_of("Pays")
    ('name', 'name', '', 'territory')
    """
    bare = _IN_BRACKETS.sub(" ", header)
    ways = (header, bare, *header.splitlines(), *bare.splitlines(), *re.split(r"[/／]", bare))
    known = _by_header()
    found = next((known[each] for way in ways if (each := folded(way)) in known), "")
    return found or (
        "wmd" if any(word in folded(header) for word in _OF_CONCERN) else _by_words(words_of_header(header))
    )


def _by_words(words: HeaderWords) -> str:
    """Name the column of a header by its words: of a name, or of a seat."""
    if words.veto or words.unknown or words.who - _PARTIES or words.which - _BESIDE_NAME:
        return ""
    if words.what == {"country"}:
        return "territory"
    return "name" if (words.who and words.what <= {"name"}) or words.what == {"name"} else ""


def columns_of(cells: Sequence[str]) -> list[str]:
    """Name the columns of a header row; an empty name is a header that is not known or is empty."""
    return [column_of(cell) for cell in cells]


def known_headers(columns: Iterable[str]) -> str:
    """Name a few headers of each column, for an error."""
    found = []
    for column in columns:
        own = [header for each, header in _headers() if each == column]
        others = [header for header in own if not header.isascii()]
        found.append("/".join(dict.fromkeys([own[0], *others[:1], *others[-1:]])))
    return ", ".join(found)
