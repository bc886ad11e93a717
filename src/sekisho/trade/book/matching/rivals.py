"""Which of several columns has a fact: the best one, or several that belong together; equal ones are left to a person.

What the others lose to is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sekisho.trade.book.matching.column_guess import (
    BY_RANK,
    CODES_OF_LIST,
    DIFFERENT,
    FIT_OF_PARTIES,
    ONLY_VALUES,
    ROUTE,
    ColumnReading,
    Guess,
)
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.matching.reasons import ColumnReason

BETWEEN: Final = "intermediate_consignee"
"""The fact that a second receiving party is screened as."""
_FILLED: Final = 0.3
"""Share of the lines that must say something, if a column is joined to the description. A guess. Smaller, a column of
remarks is read as what the goods are; larger, models stated on some lines are lost."""
_EXTRA: Final = ("spec", "model", "material", "brand")


def one_a_fact(considered: Sequence[ColumnReading]) -> tuple[list[Guess], dict[str, tuple[str, ...]]]:
    """Let the best column of a fact have it, or several that belong together; equal ones are left to a person."""
    guesses = {column.name: column.guess for column in considered}
    joined: dict[str, tuple[str, ...]] = {}
    facts = dict.fromkeys(column.guess.fact for column in considered if column.guess.sure)
    for fact in facts:
        rivals = [column for column in considered if column.guess.sure and column.guess.fact == fact]
        first, *losers = sorted(rivals, key=_key)
        even = [column for column in losers if _key(column) == _key(first) and not _is_same(column, first)]
        if even and fact == "description":
            joined[fact] = (first.name, *(column.name for column in even))
            for column in even:
                reason = ColumnReason("joined", {"column": first.name})
                guesses[column.name] = replace(column.guess, reasons=(reason,))
            losers = [column for column in losers if column not in even]
        elif even:
            for column in (first, *even):
                other = even[0] if column is first else first
                tie = ColumnReason("tie", {"column": other.name})
                guesses[column.name] = replace(
                    column.guess, confidence=ONLY_VALUES, reasons=(*column.guess.reasons, tie)
                )
            losers = [column for column in losers if column not in even]
        for column in losers:
            guesses[column.name] = _lost(column, first)
        if fact == "importer":
            guesses |= _further_party(losers, guesses)
        if fact == "description":
            extra = [column.name for column in _extras(considered, first) if column not in even]
            for name in extra:
                reason = ColumnReason("joined", {"column": first.name})
                guesses[name] = replace(guesses[name], fact=fact, confidence=BY_RANK[2], reasons=(reason,))
            if extra:
                joined[fact] = (*joined.get(fact, (first.name,)), *extra)
    if "date" in facts:  # a day of shipment is stated, so that nobody need look at the others
        for name, guess in guesses.items():
            if guess.other_day:
                guesses[name] = replace(guess, fact="", confidence=0.0, reasons=(ColumnReason(guess.other_day),))
    return list(guesses.values()), joined


def _further_party(losers: Sequence[ColumnReading], guesses: Mapping[str, Guess]) -> dict[str, Guess]:
    """Let a second receiving party be screened as one between: a name that nobody looks at stops nothing."""
    if any(guess.fact == BETWEEN and guess.sure for guess in guesses.values()):
        return {}
    others = [column for column in losers if any(one.key == "other_party" for one in guesses[column.name].reasons)]
    if len(others) != 1:
        return {}  # which of several stands between is for a person to say
    (column,) = others
    reasons = (ColumnReason("party_between", guesses[column.name].reasons[0].words),)
    return {column.name: replace(guesses[column.name], fact=BETWEEN, confidence=BY_RANK[2], reasons=reasons)}


def _is_same(one: ColumnReading, other: ColumnReading) -> bool:
    """Tell whether a text stands in two columns alike; two of countries may be equal by chance."""
    named = one.header.fact in PARTIES or one.header.fact == "description"
    return named and bool(one.values.stated) and one.values.sample == other.values.sample


def _key(column: ColumnReading) -> tuple[object, ...]:
    """Order the columns of one fact: filled before empty, then as the header says."""
    values, header = column.values, column.header
    blank = 2 if not values.stated else int(values.zero)
    foreign = int(header.english) if header.fact not in ROUTE else 0
    by_values = any(reason.key == CODES_OF_LIST for reason in column.guess.reasons)
    return (blank, header.order, by_values, header.rank, foreign if header.fact == "description" else 0)


def _lost(column: ColumnReading, first: ColumnReading) -> Guess:
    """Say why a column is not used beside the one that is."""
    header, other = column.header, first.header
    words = {"column": first.name}
    key = "loses"
    if _is_same(column, first):
        key = "same"
    elif column.values.zero and not first.values.zero:
        key = "loses_zero"
    elif header.kind == "place" and other.kind != "place":
        key = "loses_place"
    elif header.kind == "month" and other.kind != "month":
        key = "loses_month"
    elif header.kind == "heading" and other.kind != "heading":
        key = "loses_heading"
    elif header.english is not other.english and header.fact in {*PARTIES, "description", *ROUTE}:
        key = "loses_english"
    elif header.fact == "value" and len(header.order) == len(other.order) > 3:  # noqa: PLR2004 - see header_reading
        same = header.order[:2] == other.order[:2]
        if header.order[1] > other.order[1] or (same and header.order[2] == other.order[2] and header.order[3]):
            key = "loses_shipment"
        elif same and header.order[2] > other.order[2]:
            key = "loses_currency"
    elif header.fact in PARTIES and not _same_words(column.name, first.name):
        reasons = (ColumnReason("other_party", words),)
        return replace(column.guess, confidence=ONLY_VALUES, reasons=reasons)
    return replace(column.guess, fact="", confidence=0.0, reasons=(ColumnReason(key, words),))


def _same_words(one: str, other: str) -> bool:
    """Tell whether two headers name the same party in two spellings: EXPORTER_NAME and EXPORTER_NAME_VN."""
    mine, theirs = words_of_header(one), words_of_header(other)
    spelled = {"english", "own", "clean"}
    return mine.who == theirs.who and mine.which - spelled == theirs.which - spelled


def _extras(considered: Sequence[ColumnReading], first: ColumnReading) -> list[ColumnReading]:
    """Find the columns that say more about the goods: specification, model, material, brand."""
    if first.header.kind == "heading":
        return []
    kinds = _EXTRA[_EXTRA.index(first.header.kind) + 1 :] if first.header.kind in _EXTRA else _EXTRA
    picked = []
    for kind in kinds:
        fitting = [
            column
            for column in considered
            if column is not first
            and column.header.kind == kind
            and column.header.fact == "description"
            and column.values.known >= _FILLED
            and column.values.words + column.values.codes * (kind in {"spec", "model"}) > FIT_OF_PARTIES
            and not column.values.dates > DIFFERENT
        ]
        picked += sorted(fitting, key=_key)[:1]
    return picked
