"""Which column is which fact: proposed from headers and from values, each with a confidence and the reason.

A header in one of three languages, with values that fit, is sure. Values alone never are: a column of territories may
be where goods leave, where they go, or where they were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.book.cell_meanings import Meanings, is_read
from sekisho.trade.book.headers import Header, fact_of, unit_of
from sekisho.trade.book.vocabulary import meaning

SURE: Final = 0.8
"""Confidence from which a proposal is used without asking."""
_BY_RANK: Final = {1: 0.97, 2: 0.9, 3: 0.6}
_FIT: Final = {1: 0.5, 2: 0.7, 3: 0.7}
"""Share of the values that must fit, if a header of a rank is to be believed."""
_ONLY_VALUES: Final = 0.5
_FEW: Final = 3
_LOOKED_AT: Final = 200
"""Values, the commonest ones, by which a column is known whose header is not."""
_DIFFERENT: Final = 0.9
"""Share of the lines that must have names of their own, if a column names lines."""
_KINDS_OF_VALUES: Final = (
    ("control_codes", "codes of the control list"),
    ("date", "dates"),
    ("destination", "territories"),
    ("hs_code", "headings of the customs tariff"),
)
Sample = Mapping[str, int]
"""Values of a column, each with the number of its lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One column: the fact that it may be, how sure that is, 0 to 1, and why; `fact` is empty if it is none."""

    column: str
    fact: str
    confidence: float
    reason: str
    known: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether it is used without asking."""
        return bool(self.fact) and self.confidence >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for every column of a book, and the currency of its values."""

    guesses: tuple[Guess, ...]
    unit: str = ""

    @property
    def sure(self) -> dict[str, str]:
        """Fact to column, as far as it is sure."""
        return {guess.fact: guess.column for guess in self.guesses if guess.sure}

    @property
    def unsure(self) -> tuple[Guess, ...]:
        """What a person must decide."""
        return tuple(guess for guess in self.guesses if guess.fact and not guess.sure)


def propose(columns: Sequence[str], samples: Mapping[str, Sample], facts: FactTable, meanings: Meanings) -> Proposal:
    """Propose a fact for each column.

    Parameters
    ----------
    samples
        For each column, its values with their counts, as text.
    """
    guesses = [_guess(column, samples.get(column, {}), facts, meanings) for column in columns]
    settled = _one_a_fact(guesses)
    value = next((guess.column for guess in settled if guess.fact == "value" and guess.sure), "")
    return Proposal(guesses=tuple(settled), unit=unit_of(value))


def _guess(column: str, sample: Sample, facts: FactTable, meanings: Meanings) -> Guess:
    header = fact_of(column)
    stated = {text: count for text, count in sample.items() if not is_blank(text)}
    known = sum(stated.values()) / max(1, sum(sample.values()))
    if header is None:
        return _by_values(column, stated, facts, meanings, known)
    if header.fact == "line":
        return _line(column, stated, header, known)
    if header.fact not in facts:
        return Guess(column=column, fact="", confidence=0.0, reason="no fact of these measures", known=known)
    fit = _fit(facts[header.fact], stated, meanings)
    confidence = _BY_RANK[header.rank]
    reason = {1: "the header says so", 2: "the header usually means it"}.get(header.rank, "the header may mean it")
    if not stated:
        return Guess(column=column, fact=header.fact, confidence=confidence, reason=f"{reason}; empty", known=known)
    if fit < _FIT[header.rank]:
        confidence = min(confidence, 0.4)
        reason += f", and {1 - fit:.0%} of the values do not fit"
    elif is_read(facts[header.fact]) and facts[header.fact].kind != "party":
        reason += f"; {fit:.0%} of the values fit"
    return Guess(column=column, fact=header.fact, confidence=confidence, reason=reason, known=known)


def _fit(fact: Fact, stated: Sample, meanings: Meanings) -> float:
    """Share of the lines whose value can be read, 0 to 1."""
    if fact.kind == "number":
        fitting = sum(
            count for text, count in stated.items() if meaning("any", text) or any(letter.isdigit() for letter in text)
        )
    elif is_read(fact):
        fitting = sum(count for text, count in stated.items() if not meanings.meant(fact, text).bad)
    else:
        return 1.0
    return fitting / max(1, sum(stated.values()))


def _line(column: str, stated: Sample, header: Header, known: float) -> Guess:
    different = len(stated) / max(1, sum(stated.values()))
    if known < 1 or different < _DIFFERENT:
        reason = f"the header names lines, and {1 - different:.0%} of them share a name or have none"
        return Guess(column=column, fact="line", confidence=0.4, reason=reason, known=known)
    return Guess(
        column=column, fact="line", confidence=_BY_RANK[header.rank], reason="the header names lines", known=known
    )


def _by_values(column: str, stated: Sample, facts: FactTable, meanings: Meanings, known: float) -> Guess:
    """Say what the values look like; never sure."""
    if len(stated) >= _FEW:
        # Thousands of numbers that are no codes would take minutes, and tell no more.
        stated = dict(sorted(stated.items(), key=lambda pair: (-pair[1], pair[0]))[:_LOOKED_AT])
        for name, what in _KINDS_OF_VALUES:
            fact = facts.facts.get(FactName(name))
            if fact is not None and _fit(fact, stated, meanings) > _DIFFERENT and _looks(name, stated):
                reason = f"the values look like {what}; the header is not known"
                return Guess(column=column, fact=name, confidence=_ONLY_VALUES, reason=reason, known=known)
    return Guess(column=column, fact="", confidence=0.0, reason="the header is not known", known=known)


def _looks(name: str, stated: Iterable[str]) -> bool:
    """Tell whether values are of a kind and not only numbers that could be of any."""
    texts = [text.strip() for text in stated]
    if name == "control_codes":
        return any(len(text) > 4 and not text.isdigit() for text in texts)  # noqa: PLR2004 - 1C905
    if name == "hs_code":
        return all(len(text.replace(".", "")) in {6, 8, 10} for text in texts)
    return not all(text.isdigit() for text in texts) if name == "date" else True


def _one_a_fact(guesses: Sequence[Guess]) -> list[Guess]:
    """Let the surest column of a fact have it; two that are equally sure are both left to a person."""
    best: dict[str, list[Guess]] = {}
    for guess in guesses:
        if guess.sure:
            best.setdefault(guess.fact, []).append(guess)
    found = []
    for guess in guesses:
        rivals = [each for each in best.get(guess.fact, ()) if each is not guess]
        ahead = [each for each in rivals if each.confidence >= guess.confidence]
        if guess.sure and ahead:
            confidence, reason = 0.5, f"{guess.reason}; so may column '{ahead[0].column}'"
            found.append(
                Guess(column=guess.column, fact=guess.fact, confidence=confidence, reason=reason, known=guess.known)
            )
        else:
            found.append(guess)
    return found
