"""What a column of a book may be: its header beside what stands in it, with a confidence and the reason.

A header whose words name a fact, with values that fit, is sure. Values alone are so only where they are codes of the
control list, which nothing else looks like: a column of territories may be where goods leave, where they go, or where
they were made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.regex import regex
from sekisho.trade.book.cells.meanings import OWN_WORDS, is_read
from sekisho.trade.book.matching.header_reading import OTHER_DAYS, HeaderReading
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.matching.reasons import ColumnReason, reasons_told
from sekisho.trade.book.matching.values import ColumnValues, is_amount, states_any_word, states_nothing
from sekisho.trade.items.written_codes import names_other_list, written_codes

SURE: Final = 0.8
"""Confidence from which a proposal is used without asking. Smaller, more columns are used that nobody looked at;
larger, a person is asked of headers that are plain. A guess; headers of rank 1 and 2 lie above it, and of rank 3
below."""
BY_RANK: Final = {1: 0.97, 2: 0.9, 3: 0.6}
"""Confidence of a header by its rank (see `header_reading`)."""
ONLY_VALUES: Final = 0.5
"""Confidence of a column that only its values tell: below `SURE`, so that a person is asked."""
FIT_OF: Final = {"date": 0.6, "value": 0.6, "hs_code": 0.7, "description": 0.6}
"""Share of the values that must fit, if a header that names one of these facts is to be believed."""
FIT_OF_PARTIES: Final = 0.6
"""The same for parties: share of the values that are words. A guess; cells of parties may hold numbers of customers."""
DIFFERENT: Final = 0.9
"""Share of the lines that must have names of their own, if a column names lines. A guess. Smaller, a column of
articles names lines; larger, a number that stands on two lines by mistake names none."""
FEW: Final = 3
"""Distinct values from which they tell a column. A guess: two values of any kind look like a code."""
ROUTE: Final = frozenset({"departure", "destination", "origin", "via", "end_user_territory"})
"""Facts that name a territory on the way of the goods."""
BELIEVED: Final = 2
"""Rank of a header up to which it means one fact (see `header_reading`)."""
IN_WORDS: Final = "goods_in_words"
"""Reason of a column that is taken for the goods because nothing else is."""
_OF_CONTROL: Final = regex(r"[管规規]|該非|该非|項|项|両用|两用|兩用|dual|control|listed|통제|허가", re.IGNORECASE)
"""Words of a header under which *none* says that goods are on no list."""
CODES_OF_LIST: Final = "codes_of_list"
"""Reason of a column that is known by its codes alone."""
_FIT: Final = {1: 0.5, 2: 0.7, 3: 0.7}
"""Share of the values that must fit, if a header of a rank is to be believed."""
_CONTRARY: Final = 0.1
"""Share of fitting values below which the header and the values contradict each other. A guess. Smaller, a column of
the wrong kind is used with a doubt; larger, one is set aside for odd cells."""
_DOUBTED: Final = 0.4
"""Confidence, at most, of a header that the values do not bear out."""
_KINDS_OF_VALUES: Final = (
    ("control_codes", "looks_control"),
    ("date", "looks_dates"),
    ("destination", "looks_territories"),
    ("hs_code", "looks_customs"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One column: the fact that it may be, how sure that is, 0 to 1, and why; `fact` is empty if it is none.

    Parameters
    ----------
    known
        Share of the lines in which it says something.
    sample
        Three of its values.
    """

    column: str
    fact: str
    confidence: float
    reasons: tuple[ColumnReason, ...]
    known: float = 0.0
    sample: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is used without asking."""
        return bool(self.fact) and self.confidence >= SURE

    @property
    def is_in_words(self) -> bool:
        """Whether it is taken for the goods only because no column names them."""
        return any(reason.key == IN_WORDS for reason in self.reasons)

    @property
    def other_day(self) -> str:
        """Which day other than that of shipment its header names; empty if it names none."""
        return next((reason.key for reason in self.reasons if reason.key in OTHER_DAYS), "")

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.told("en")

    def told(self, language: str) -> str:
        """Say why."""
        return reasons_told(self.reasons, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReading:
    """A column with what its header says, what stands in it, and what is made of both."""

    name: str
    header: HeaderReading
    values: ColumnValues
    guess: Guess


def guess_of(
    column: str, header: HeaderReading, values: ColumnValues, facts: FactTable, more: tuple[ColumnReason, ...]
) -> Guess:
    """Say what one column may be, by its header and its values.

    Parameters
    ----------
    more
        Reasons of a profile that knows the column, in place of the header's rank.
    """
    guess = Guess(
        column=column,
        fact="",
        confidence=0.0,
        reasons=(ColumnReason(header.reason or "unknown_header"),),
        known=values.known,
        sample=tuple(values.stated)[:FEW],
    )
    if _holds_codes_of_list(column, header, values, facts):
        reason = ColumnReason(CODES_OF_LIST, {"looks": "looks_control"})
        return replace(guess, fact="control_codes", confidence=BY_RANK[2], reasons=(reason,))
    if not header.fact:
        return _by_values(guess, values, facts) if header.reason in {"unknown_header", ""} else guess
    if header.fact == "line":
        return _line(guess, values, header)
    if header.fact not in facts:
        return replace(guess, reasons=(ColumnReason("no_fact"),))
    if header.fact == "importer" and values.stated and values.places > DIFFERENT and values.firms == 0:
        reasons = (ColumnReason("receiver_is_place"),)
        return replace(guess, fact="destination", confidence=BY_RANK[2], reasons=reasons)
    confidence, why = BY_RANK[header.rank], more or (ColumnReason(f"rank_{header.rank}"),)
    if header.kind in OTHER_DAYS:
        why = (ColumnReason(header.kind),)
    guess = replace(guess, fact=header.fact, confidence=confidence, reasons=why)
    if not values.stated:
        return replace(guess, reasons=(*why, ColumnReason("empty")))
    fit, least = _fit(facts[header.fact], header, values)
    if fit >= least:
        is_told = header.fact in FIT_OF or (is_read(facts[header.fact]) and facts[header.fact].kind != "party")
        return replace(guess, reasons=(*why, ColumnReason("fit", {"share": f"{fit:.0%}"})) if is_told else why)
    looks = values.looks
    if fit <= _CONTRARY and not _may_be_place(header, looks) and str(header.fact) not in OWN_WORDS:
        return replace(guess, fact="", confidence=0.0, reasons=(ColumnReason("contrary", {"looks": looks}),))
    misfit = ColumnReason("misfit", {"share": f"{1 - fit:.0%}"})
    return replace(guess, confidence=min(confidence, _DOUBTED), reasons=(*why, misfit))


def _holds_codes_of_list(column: str, header: HeaderReading, values: ColumnValues, facts: FactTable) -> bool:
    """Tell whether a column is one of control codes by its values, whatever its header calls it.

    Nearly each cell says codes of the list, or that there is none. Headers and cells that speak of the list of another
    country are believed, and so are headers that say something else in plain words.
    """
    fact = facts.facts.get(FactName("control_codes"))
    means_other = header.fact not in {"", "line"} and header.rank <= BELIEVED
    if fact is None or means_other or any(map(names_other_list, (column, *values.stated))):
        return False
    scheme = facts.schemes.get(fact.scheme, frozenset())
    written = [written_codes(text, scheme) for text in values.stated]
    if not any(codes.control and codes.are_all for codes in written) or not values.mostly(
        _reads(fact, values), DIFFERENT
    ):
        return False
    # Under a header that says nothing of control, "none" may be that of anything, and would free the line.
    return bool(_OF_CONTROL.search(column)) or all(
        values.meanings.meant(fact, text).text != "none" for text in values.stated
    )


def _may_be_place(header: HeaderReading, looks: str) -> bool:
    """Tell whether words where countries are due may be ports and towns, which a person can answer."""
    return header.fact in ROUTE and looks in {"looks_words", "looks_codes"}


def _fit(fact: Fact, header: HeaderReading, values: ColumnValues) -> tuple[float, float]:
    """Return the share of the lines whose value fits, and the share that must."""
    name, least = str(fact.name), _FIT[header.rank]
    if name in PARTIES:
        if values.territories > DIFFERENT and values.firms == 0:
            return 0.0, FIT_OF_PARTIES
        return values.names, FIT_OF_PARTIES
    if name == "date":
        return (0.0 if values.running else values.dates), FIT_OF[name]
    if name == "hs_code":
        return (values.customs if values.long_customs > 0 else values.customs / 2), FIT_OF[name]
    if name == "description":
        odd = values.territories > DIFFERENT or values.dates > DIFFERENT
        coded = values.codes if header.kind in {"model", "spec"} or header.rank == 1 else 0.0
        return (0.0 if odd else values.words + coded), FIT_OF[name]
    if name == "value":
        odd = values.dates > DIFFERENT and values.numbers < DIFFERENT
        return (0.0 if odd else values.share(is_amount)), FIT_OF[name]
    if fact.kind == "number":
        return values.share(lambda text: states_any_word(text) or any(letter.isdigit() for letter in text)), least
    if name in OWN_WORDS:
        # People state these in words of their own, which are read one by one, or confirmed.
        worded = 0.0 if max(values.dates, values.territories, values.firms) > FIT_OF_PARTIES else values.words
        return max(worded, _read(fact, values)), least
    if is_read(fact):
        if name in ROUTE:
            groups = values.territories_and_groups if values.territories > _CONTRARY else 0.0
            return max(groups, _read(fact, values)), least
        return _read(fact, values), least
    return 1.0, least


def _read(fact: Fact, values: ColumnValues) -> float:
    return values.share(_reads(fact, values))


def _reads(fact: Fact, values: ColumnValues) -> Callable[[str], bool]:
    return lambda text: values.meanings.reads(fact, text)


_SUMS: Final = 2
"""Rows without a name that a short book may have: its sum and a note. A guess; with more, lines lack their names."""


def _line(guess: Guess, values: ColumnValues, header: HeaderReading) -> Guess:
    stated = {text: count for text, count in values.sample.items() if not states_nothing(text)}
    different = len(stated) / max(1, sum(stated.values()))
    blank = sum(values.sample.values()) - sum(stated.values())
    is_filled = values.known >= DIFFERENT or (len(stated) > blank and blank <= _SUMS)
    if not is_filled or different < DIFFERENT:
        share = f"{max(1 - different, 1 - values.known):.0%}"
        return replace(
            guess, fact="line", confidence=_DOUBTED, reasons=(ColumnReason("lines_share", {"share": share}),)
        )
    reasons = (ColumnReason("lines"), ColumnReason("looks_different")) if header.rank > 1 else (ColumnReason("lines"),)
    return replace(guess, fact="line", confidence=BY_RANK[header.rank], reasons=reasons)


def _by_values(guess: Guess, values: ColumnValues, facts: FactTable) -> Guess:
    """Say what the values look like; never sure."""
    if len(values.stated) < FEW:
        return guess
    kinds = {"date": values.is_date, "destination": values.is_territory}
    for name, looks in _KINDS_OF_VALUES:
        fact = facts.facts.get(FactName(name))
        if (
            fact is not None
            and _looks(name, values)
            and values.mostly(kinds.get(name, _reads(fact, values)), DIFFERENT)
        ):
            reason = ColumnReason("values_only", {"looks": looks})
            return replace(guess, fact=name, confidence=ONLY_VALUES, reasons=(reason,))
    return guess


def _looks(name: str, values: ColumnValues) -> bool:
    """Tell whether values are of a kind and not only numbers that could be of any."""
    texts = [text.strip() for text in values.stated]
    if name == "control_codes":
        return any(len(text) > 4 and not text.isdigit() for text in texts)  # noqa: PLR2004 - 1C905
    if name == "hs_code":
        return all(len(text.replace(".", "")) in {6, 8, 10} for text in texts)
    return not all(text.isdigit() for text in texts) if name == "date" else True
