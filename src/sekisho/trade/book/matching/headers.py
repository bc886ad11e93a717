"""Headers of order books: which column is which fact, in English, Japanese and Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.files.read_spec import HeaderTest
from sekisho.trade.book.cells.numbers import unit_in_words
from sekisho.trade.book.columns import named_fact
from sekisho.trade.book.matching.header_words import with_number_word, words_of_header

_TABLE: Final = Path(__file__).with_name("headers.csv")
_IN_BRACKETS: Final = re.compile(r"[(（\[【〔「].*?[)）\]】〕」]")
_LETTERS: Final = re.compile(r"[^\W_]+")
_STATED: Final = re.compile(r"^(?:金額|金额|単位|单位|單位)+(?=.)")
"""What stands before a unit in one word with it: 単位千円, 金額千円."""
_LONGEST: Final = 200
"""Letters of the longest header; what is longer is a text."""
_MAY_BE: Final = 3
"""Rank of headers that may be another."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header means: the fact, and how surely; 1 a word for it alone, 2 the usual word, 3 it may be another."""

    fact: str
    rank: int


def folded(header: str) -> str:
    """Bring a header to the form in which headers are compared: without case, spaces and punctuation.

    A sign for a number is a word: *Vendor #* is no vendor.
    """
    if header.isascii() and header.isalnum():
        return header.casefold()
    return "".join(_LETTERS.findall(with_number_word(unicodedata.normalize("NFKC", header)).casefold()))


@cache
def _by_header() -> dict[str, Header]:
    return {folded(row["header"]): Header(row["fact"], int(row["rank"])) for row in rows_of_file(_TABLE)}


def fact_of(header: str) -> Header | None:
    """Say which fact a header names; None if it is none that is known.

    A header may stand in two languages, and with a word in brackets.

    >>> fact_of("仕向国 / Destination"), fact_of("最终用途"), fact_of("備考")
    (Header(fact='destination', rank=2), Header(fact='end_use', rank=1), None)
    """
    if len(header) > _LONGEST:
        return None
    known = _by_header()
    found = [known[each] for way in dict.fromkeys(_ways(header)) if (each := folded(way)) in known]
    return found[0] if found else None


def fact_of_whole(header: str) -> Header | None:
    """Say which fact a header names as it stands, in one language and without brackets; None if none that is known."""
    return _by_header().get(folded(header))


def _ways(header: str) -> Iterator[str]:
    bare = _IN_BRACKETS.sub(" ", header)
    yield header
    yield bare
    for text in (header, bare):
        yield from text.splitlines()
    yield from re.split(r"[/／|]", bare)
    yield from re.split(r"(?<=[^\x00-\x7f])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[^\x00-\x7f])", bare)


def unit_of(header: str) -> str:
    """Name the unit of money that a header states; empty if it states none.

    >>> unit_of("金額（円）"), unit_of("value_usd"), unit_of("总价 RMB"), unit_of("金額"), unit_of("Amount (k USD)")
    ('JPY', 'USD', 'CNY', '', 'thousand USD')
    >>> unit_of("Umsatz T€"), unit_of("Wert in Mio. EUR"), unit_of("合計（単位：千円）"), unit_of("US$'000")
    ('thousand EUR', 'million EUR', 'thousand JPY', 'thousand USD')
    """
    text = unicodedata.normalize("NFKC", header).replace("’", "'").casefold()
    words = [part.strip() for part in re.split(r"[()\[\]【】/:：_\s,]+|(?=')", text) if part.strip()]
    return unit_in_words(_STATED.sub("", word) for word in words)


def named_by(header: str) -> str:
    """Name the fact of which a header speaks, as a whole or by its words; empty if it is none."""
    from sekisho.trade.book.matching.header_reading import read_header

    return read_header(header).fact


def is_header(cell: str) -> bool:
    """Tell whether a cell is the header of a fact: as a whole, or by words that are all known."""
    from sekisho.trade.book.matching.header_reading import read_header

    if fact_of(cell) is not None:
        return True
    reading = read_header(cell)
    return bool(reading.fact) and reading.rank < _MAY_BE and not words_of_header(cell).unknown


def book_headers(is_fact: Callable[[str], bool], columns: Mapping[str, str]) -> HeaderTest:
    """Return what a reader of files asks of the headers of an order book.

    Parameters
    ----------
    is_fact
        Whether a header is the very name of a fact.
    columns
        Fact to column, as a person named them.
    """
    date = columns.get("date", "")
    return HeaderTest(
        is_fact=is_fact,
        is_known=is_header,
        is_date=lambda header: header == date if date else "date" in {named_fact(header), named_by(header)},
        folded=folded,
        named=frozenset(columns.values()),
    )
