"""Constants of a book: facts that are the same in every line, said once, which fill only what a line leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.determination.book.answers import BookAnswers, answers_met
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Unknown, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.trade.book.cells.meanings import Meanings, is_read
from sekisho.trade.book.columns import named_fact
from sekisho.trade.book.order_book import Book

LINE: Final = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A constant of a book, and what became of it.

    Parameters
    ----------
    value
        As the table of facts writes it.
    filled, otherwise
        Lines that left the fact open, and lines that say otherwise and keep what they say.
    """

    fact: FactName
    value: str
    filled: int
    otherwise: int

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"value": self.value, "filled": self.filled, "otherwise": self.otherwise}


def read_constants(given: Mapping[str, object], library: Library, *, where: str = "set") -> dict[FactName, str]:
    """Read what is said of every line of a book, in the words that a cell may hold.

    Parameters
    ----------
    where
        What errors name: the flag, or the key of a file.

    Raises
    ------
    FactError
        With everything that is wrong.
    """
    table = library.facts
    meanings = Meanings(facts=table, territory=territories_of(library).code)
    typed: dict[FactName, str] = {}
    problems: list[Problem] = []
    for name, stated in given.items():
        fact, text = FactName(named_fact(name)), _text(stated)
        fault = _fact_problem(fact, table, where) or _value_problem(fact, text, where)
        if fault is None:
            try:
                typed[fact] = _read(fact, text, table, meanings)
            except FactError as wrong:
                fault = wrong.problems[0]
                fault = Problem(where=f"{where} {fact}", what=fault.what, remedy=fault.remedy)
        if fault is not None:
            problems.append(fault)
    if problems:
        raise FactError(problems)
    return typed


def _text(stated: object) -> str:
    """Write a value as a cell does: a truth of JSON is a word there."""
    if isinstance(stated, bool):
        return "yes" if stated else "no"
    return "" if stated is None else str(stated).strip()


def _fact_problem(fact: FactName, table: FactTable, where: str) -> Problem | None:
    """Say why a name is no fact of a line that can be the same in all."""
    if fact == LINE:
        remedy = "Name what is the same in every line, such as destination=JP."
        return Problem(where=where, what="lines cannot all have one name.", remedy=remedy)
    if fact not in table:
        return Problem(where=where, what=f"unknown fact '{fact}'.", remedy=did_you_mean(fact, table.facts))
    if table[fact].of == "law":
        what = f"'{fact}' is a state of the law, and no fact of a line."
        return Problem(where=where, what=what, remedy=f"Say it with --assume {fact}=VALUE.")
    return None


def _value_problem(fact: FactName, text: str, where: str) -> Problem | None:
    if not is_blank(text) and text.lower() != "unknown":
        return None
    remedy = f"State a value; to leave it open in every line: --unknown {fact}."
    return Problem(where=f"{where} {fact}", what="a constant says nothing.", remedy=remedy)


def _read(fact: FactName, text: str, table: FactTable, meanings: Meanings) -> str:
    """Return a value as the table of facts writes it.

    Raises
    ------
    FactError
        If it is no value of the fact.
    """
    plain = text
    if is_read(table[fact]):
        meant = meanings.meant(table[fact], text)
        if meant.bad:
            remedy = meant.remedy or (
                f"Expected one of {', '.join(table[fact].choices)}." if table[fact].choices else ""
            )
            raise FactError(Problem(where=str(fact), what=meant.why, remedy=remedy))
        plain = meant.text
    if isinstance(table.parse(fact, plain), Unknown):
        raise FactError(Problem(where=str(fact), what=f"'{text}' says that it is not known.", remedy="State a value."))
    return plain


def constants_met(book: Book, constants: Mapping[FactName, str], library: Library) -> tuple[Constant, ...]:
    """Count, for each constant, the lines that it fills and those that say otherwise; `book` is not filled yet."""
    if not constants:
        return ()
    alone = BookAnswers(constants=constants)
    return tuple(
        Constant(fact=constant.fact, value=constant.value, filled=left, otherwise=others)
        for constant, left, others in answers_met(book, alone.filling, library)
    )


def constants_card(constants: Iterable[Constant]) -> dict[str, object]:
    """Return the constants as a run card keeps them; nothing if there are none."""
    entries = {str(constant.fact): constant.to_dict() for constant in constants}
    return {"constants": entries} if entries else {}
