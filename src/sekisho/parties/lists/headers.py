"""Headers of party lists: which column is which, in English, Japanese and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file

_TABLE: Final = Path(__file__).with_name("headers.csv")
_IN_BRACKETS: Final = re.compile(r"[(（\[【].*?[)）\]】]")
_OF_CONCERN: Final = ("懸念区分", "typeofwmd")
"""Words that tell the column of weapons, whose header changed when conventional ones came onto the list."""

_LETTERS: Final = re.compile(r"[^\W_]+")


def folded(header: str) -> str:
    """Bring a header to the form in which headers are compared: without case, spaces and punctuation."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFKC", header).casefold()))


@cache
def _headers() -> tuple[tuple[str, str], ...]:
    """Read the table of headers: column, header."""
    return tuple((row["column"], row["header"]) for row in rows_of_file(_TABLE))


@cache
def _by_header() -> dict[str, str]:
    return {folded(header): column for column, header in _headers()}


def column_of(header: str) -> str:
    r"""Name the column of a header; empty if it is none that is known.

    A header may stand in two languages, one below the other, and with a word in brackets.

    >>> column_of("国名、地域名\nCountry or Region"), column_of("Name (as listed)"), column_of("電話番号")
    ('territory', 'name', '')
    """
    bare = _IN_BRACKETS.sub(" ", header)
    ways = (header, bare, *header.splitlines(), *bare.splitlines(), *re.split(r"[/／]", bare))
    known = _by_header()
    found = next((known[each] for way in ways if (each := folded(way)) in known), "")
    return found or ("wmd" if any(word in folded(header) for word in _OF_CONCERN) else "")


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
