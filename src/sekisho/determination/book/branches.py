"""Floor and ceiling of the open lines of a book for each value of the named unknowns of the law.

Only clauses that wait for an unknown are judged again, and only for the signatures that leave them open: where no open
clause waits for a fact, learning it moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import WORD, Words, as_words, distinct_rows
from sekisho.determination.book.missing_facts import FALSE_CODE, TRUE_CODE, MissingFactFinder, OpenClause, Texts
from sekisho.determination.core.outcome import Outcome, branches_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN

Levels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unknown:
    """A named unknown of the law, its values, and those of them with which the text is not known."""

    name: FactName
    values: tuple[str, ...]
    untold: frozenset[str]


class Brancher:
    """Tells floor and ceiling for each value of the unknowns of a law, under the readings of the run."""

    def __init__(self, asker: MissingFactFinder) -> None:
        """Find the unknowns that the run does not assume."""
        self.asker, self.levels = asker, asker.law.levels
        self.unknowns = [
            _Unknown(name=name, values=values, untold=asker.law.law.untold.get(name, frozenset()))
            for name, values in asker.law.law.unknowns.items()
            if asker.law.constants.get(name, UNKNOWN) is UNKNOWN
        ]
        self._at = {int(level): as_words((self.levels == level)[:, None])[0] for level in np.unique(self.levels)}
        self._parts: list[str] = [""]

    def tell(
        self, raising: Words, clauses: Sequence[OpenClause], ends: tuple[Levels, Levels], texts: Texts
    ) -> NDArray[np.int32]:
        """Return, for each signature, the number of its text of branches.

        Parameters
        ----------
        raising, clauses
            The clauses that are unknown and would raise the outcome, as words of shape (signatures, words); and what
            they wait for.
        ends
            Floors and ceilings.
        """
        parts = np.zeros((len(raising), max(len(self.unknowns), 1)), dtype=np.uint64)
        for place, unknown in enumerate(self.unknowns):
            waiting = [clause for clause in clauses if clause.waits[:, self.asker.place[unknown.name]].any()]
            if waiting:
                where, then = self._then(unknown, raising, waiting, ends[0])
                parts[where, place] = self._told(unknown, (ends[0][where], ends[1][where]), then)
        rows, which = distinct_rows(parts)
        told = [";".join(self._parts[part] for part in row if part) for row in rows.astype(np.intp)]
        return np.array([texts.keep(text, text) for text in told], dtype=np.int32)[which]

    def _then(
        self, unknown: _Unknown, raising: Words, clauses: Iterable[OpenClause], least: Levels
    ) -> tuple[NDArray[np.intp], list[tuple[Levels, Levels]]]:
        """Return the signatures that wait for an unknown, and their floors and ceilings for each of its values.

        A clause that does not raise the outcome moves neither end. Of those that do, some stay open whatever the
        unknown is; those that wait for it are judged for each value.
        """
        rest = raising.copy()
        then = [(least.copy(), np.zeros_like(least)) for _ in unknown.values]
        waits = np.zeros(len(raising), dtype=bool)
        for clause in clauses:
            chosen = clause.waits[:, self.asker.place[unknown.name]].astype(bool)[clause.back]
            here, back = clause.where[chosen], clause.back[chosen]
            waits[here] = True
            rest[here, clause.number // WORD] &= ~np.uint64(1 << clause.number % WORD)
            level = self.levels[clause.number]
            for (floor, ceiling), judged in zip(
                then, self.asker.judge_if(clause, unknown.name, unknown.values), strict=True
            ):
                held = judged[back]
                met, possible = here[held == TRUE_CODE], here[held != FALSE_CODE]
                floor[met] = np.maximum(floor[met], level)
                ceiling[possible] = np.maximum(ceiling[possible], level)
        where = np.flatnonzero(waits)
        always = self._gravest(rest[where], least[where])
        return where, [(floor[where], np.maximum(ceiling[where], always)) for floor, ceiling in then]

    def _gravest(self, marks: Words, least: Levels) -> Levels:
        """Return the gravest level of the marked clauses of each signature, at least a given one."""
        found = least.copy()
        for level, mask in self._at.items():
            found[(marks & mask).any(axis=1)] = level
        return np.maximum(found, least)

    def _told(
        self, unknown: _Unknown, own: tuple[Levels, Levels], then: list[tuple[Levels, Levels]]
    ) -> NDArray[np.uint64]:
        """Number the texts of one unknown: one for each distinct combination of levels."""
        ends = np.stack([end for pair in (own, *then) for end in pair], axis=1)
        wide = np.zeros((len(ends), -(-ends.shape[1] // 8) * 8), dtype=np.uint8)
        wide[:, : ends.shape[1]] = ends
        rows, which = distinct_rows(wide.view(np.uint64))
        numbers = np.zeros(len(rows), dtype=np.uint64)
        for place, row in enumerate(rows.view(np.uint8)):
            levels = [Outcome(int(level)).level for level in row[: ends.shape[1]]]
            first, *pairs = zip(levels[::2], levels[1::2], strict=True)
            names = [unknown.name] * len(pairs)
            known = [
                None if value in unknown.untold else pair for value, pair in zip(unknown.values, pairs, strict=True)
            ]
            text = branches_text(first, zip(names, unknown.values, known, strict=True))
            if text and text not in self._parts:
                self._parts.append(text)
            numbers[place] = self._parts.index(text)
        return numbers[which]
