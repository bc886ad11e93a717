"""Which column of a book is which fact, each with a confidence and the reason.

Every column is looked at alone (`column_guess`), then beside the others: a header that nobody else contests, goods in
words, addresses and partners; of several columns of one fact the best is taken (`rivals`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sekisho.law.model.fact_table import FactTable
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.matching.column_guess import (
    BY_RANK,
    DIFFERENT,
    FEW,
    FIT_OF,
    FIT_OF_PARTIES,
    IN_WORDS,
    SURE,
    ColumnReading,
    Guess,
    guess_of,
)
from sekisho.trade.book.matching.header_reading import HeaderReading, read_header
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.book.matching.headers import unit_of
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.matching.numbered_columns import numbered_columns
from sekisho.trade.book.matching.profiles import known_profiles
from sekisho.trade.book.matching.reasons import ColumnReason
from sekisho.trade.book.matching.rivals import one_a_fact
from sekisho.trade.book.matching.values import ColumnValues, Sample

GOODS: Final = frozenset({"description", "hs_code", "control_codes"})
"""Facts that say what goods are."""
_BUYING: Final = ("手配", "発注", "仕入", "購買", "調達", "買掛", "入荷", "采购", "进货", "purchase", "procurement")
_SELLING: Final = ("受注", "売上", "販売", "納品", "売掛", "销售", "出货", "sales")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for every column of a book, the currency of its values, and columns that are read as one."""

    guesses: tuple[Guess, ...]
    unit: str = ""
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sure(self) -> dict[str, str]:
        """Fact to column, as far as it is sure; of columns that are joined the first."""
        considered: dict[str, str] = {}
        for guess in self.guesses:
            if guess.sure:
                considered.setdefault(guess.fact, guess.column)
        return considered | {fact: columns[0] for fact, columns in self.joined.items() if fact in considered}

    @property
    def unsure(self) -> tuple[Guess, ...]:
        """What a person must decide."""
        return tuple(guess for guess in self.guesses if guess.fact and not guess.sure)


def propose(
    columns: Sequence[str],
    samples: Mapping[str, Sample],
    facts: FactTable,
    meanings: Meanings,
    *,
    profiles: Path | None = None,
    taken: Collection[str] = (),
) -> Proposal:
    """Propose a fact for each column.

    Parameters
    ----------
    samples
        For each column, its values with their counts, as text.
    taken
        Facts that have their column, or that a person leaves out.
    profiles
        Folder of the user's own profiles of systems.
    """
    known = known_profiles(columns, profiles)
    pieces = _names_in_pieces(columns, known)
    rest = {name: first for first, (_, others) in pieces.items() for name in others}
    considered = []
    for name in columns:
        if name in rest:
            continue
        values = ColumnValues(samples.get(name, {}), meanings)
        header, more = known.get(name) or (pieces[name][0] if name in pieces else read_header(name), ())
        considered.append(
            ColumnReading(name=name, header=header, values=values, guess=guess_of(name, header, values, facts, more))
        )
    considered = _addresses(_partners(_legs(_alone(considered)), columns))
    considered = _goods_in_words(considered, taken)
    settled, joined = one_a_fact(considered)
    if rest:
        guesses = {guess.column: guess for guess in settled}
        joined |= {guesses[first].fact: (first, *pieces[first][1]) for first in pieces if guesses[first].sure}
        for name, first in rest.items():
            values = ColumnValues(samples.get(name, {}), meanings)
            guesses[name] = replace(
                guesses[first],
                column=name,
                reasons=(ColumnReason("pieces", {"column": first}),),
                known=values.known,
                sample=tuple(values.stated)[:FEW],
            )
        settled = [guesses[name] for name in columns]
    value = next((guess.column for guess in settled if guess.fact == "value" and guess.sure), "")
    return Proposal(guesses=tuple(settled), unit=unit_of(value), joined=joined)


def _names_in_pieces(
    columns: Sequence[str], known: Mapping[str, object]
) -> dict[str, tuple[HeaderReading, tuple[str, ...]]]:
    """Find the names of parties that stand in several columns: of the first what its header says, and the others."""
    names = {}
    for stem, (first, *others) in numbered_columns(columns).items():
        header = read_header(stem)
        if (header.fact in PARTIES or header.kind == "partner") and known.keys().isdisjoint((first, *others)):
            names[first] = (header, tuple(others))
    return names


def _alone(considered: Sequence[ColumnReading]) -> list[ColumnReading]:
    """Believe a header that may mean the goods or their origin, where nothing else does and its values bear it out.

    Goods are told in words; a short one, or one with figures, may be the code of an article.
    """
    plain = [
        column
        for column in considered
        if column.guess.fact in _BORNE_OUT
        and column.header.rank == _MAY_MEAN
        and _says_only(column.name, _BORNE_BY[column.guess.fact])
        and column.values.share(_BORNE_OUT[column.guess.fact](column.values)) > DIFFERENT
    ]
    claimed = [column.guess.fact for column in considered]
    alone = {column.name for column in plain if claimed.count(column.guess.fact) == 1}
    return [
        replace(
            column,
            guess=replace(
                column.guess,
                confidence=BY_RANK[2],
                reasons=(ColumnReason("alone"), *column.guess.reasons[1:]),
            ),
        )
        if column.name in alone
        else column
        for column in considered
    ]


def _legs(considered: Sequence[ColumnReading]) -> list[ColumnReading]:
    """Believe *from* and *to* where both stand and hold places: one of them alone may be a day, or somebody."""
    ends = [
        column
        for column in considered
        if column.guess.fact in _ENDS
        and column.header.rank == _MAY_MEAN
        and _says_only(column.name, column.guess.fact)
        and column.values.located > DIFFERENT
    ]
    claimed = [column.guess.fact for column in considered if column.guess.fact in _ENDS]
    if sorted(claimed) != list(_ENDS) or len(ends) != len(_ENDS):
        return list(considered)
    return [
        replace(
            column,
            guess=replace(
                column.guess, confidence=BY_RANK[2], reasons=(ColumnReason("pair"), *column.guess.reasons[1:])
            ),
        )
        if column in ends
        else column
        for column in considered
    ]


def _goods_in_words(considered: Sequence[ColumnReading], taken: Collection[str]) -> list[ColumnReading]:
    """Take columns of words whose headers nobody knows for the goods, where no column names or codes these.

    A line of which nobody reads what the goods are would pass in silence.
    """
    if not GOODS.isdisjoint({*taken, *(column.guess.fact for column in considered if column.guess.sure)}):
        return list(considered)
    return [
        replace(
            column,
            header=replace(column.header, fact="description", rank=_MAY_MEAN),
            guess=replace(column.guess, fact="description", confidence=SURE, reasons=(ColumnReason(IN_WORDS),)),
        )
        if column.guess.reasons[0].key == "unknown_header"
        and column.values.share(_tells_goods(column.values)) >= FIT_OF["description"]
        and column.values.firms < FIT_OF_PARTIES
        else column
        for column in considered
    ]


def _says_only(header: str, word: str) -> bool:
    """Tell whether a header says one thing and no other; *description of payment* says two."""
    words = words_of_header(header)
    return not (words.unknown or words.who) and words.what | words.which == {word}


def _tells_goods(values: ColumnValues) -> Callable[[str], bool]:
    def tells(text: str) -> bool:
        worded = " " in text.strip() or not text.isascii() or (text.isalpha() and len(text) > _SHORT_WORD)
        return worded and any(map(str.isalpha, text)) and not values.is_territory(text)

    return tells


def _tells_origin(values: ColumnValues) -> Callable[[str], bool]:
    return values.is_territory


_BORNE_OUT: Final = {"description": _tells_goods, "origin": _tells_origin}
"""Facts that a header may mean and values bear out; a country of no known part of the way is none of them."""
_BORNE_BY: Final = {"description": "goods", "origin": "origin"}
"""The one thing that such a header says."""
_ENDS: Final = ("departure", "destination")
"""The ends of a way."""
_MAY_MEAN: Final = 3
"""Rank of a header that may mean a fact (see `header_reading`)."""
_SHORT_WORD: Final = 5
"""Letters of a word up to which it may be the code of an article. A guess: smaller, codes of letters alone are read as
goods; larger, goods of one word are left to a person."""


def _addresses(considered: Sequence[ColumnReading]) -> list[ColumnReading]:
    """Take the address of whoever receives the goods for where they go, where no column says that."""
    if any(column.guess.fact == "destination" and column.guess.sure for column in considered):
        return list(considered)
    addresses = [
        column
        for column in considered
        if not column.guess.fact and "receiver" in words_of_header(column.name).whose
        if column.values.located > DIFFERENT
    ]
    if len(addresses) != 1:
        return list(considered)
    (address,) = addresses
    reasons = (ColumnReason("receiver_address"),)
    guess = replace(address.guess, fact="destination", confidence=BY_RANK[2], reasons=reasons)
    header = replace(address.header, fact="destination")
    return [replace(address, guess=guess, header=header) if column is address else column for column in considered]


def _partners(considered: Sequence[ColumnReading], columns: Sequence[str]) -> list[ColumnReading]:
    """Tell the part of a firm whose header does not say it: in a list of purchases, it sells."""
    partners = [
        column for column in considered if column.header.kind == "partner" and column.values.words > FIT_OF_PARTIES
    ]
    if len(partners) != 1:
        return list(considered)
    headers = " ".join(columns).casefold()
    buying = any(word in headers for word in _BUYING)
    selling = any(word in headers for word in _SELLING)
    named = {column.header.fact for column in considered if column.guess.sure}
    fact = key = ""
    if buying and not selling and "exporter" not in named and "importer" in named:
        fact, key = "exporter", "partner_purchase"
    elif "importer" not in named and "exporter" in named and not buying:
        fact, key = "importer", "partner_sales"
    if not fact:
        return list(considered)
    (partner,) = partners
    guess = replace(partner.guess, fact=fact, confidence=BY_RANK[2], reasons=(ColumnReason(key),))
    settled = replace(partner, header=replace(partner.header, fact=fact), guess=guess)
    return [settled if column is partner else column for column in considered]
