"""Which inputs stop which industries when they run out: ratings with reasons, from the data packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import Scheme, economy_folders, sector_schemes
from sekisho.law.model.library import Library
from sekisho.message import joined, message

FILE: Final = "critical-inputs.csv"
COLUMNS: Final = ("scheme", "input", "user", "degree", "confidence", "reason")
CONFIDENCES: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalInput:
    """One rating: inputs that bind users, how much, and why.

    Parameters
    ----------
    scheme
        Classification of industries that gives the codes their meaning.
    degree
        1 stops the user when the input runs out, 0.5 halves its output, and so on between 0 and 1.
    confidence
        How sure the judgement is: high, medium or low.
    """

    scheme: str
    inputs: tuple[str, ...]
    users: tuple[str, ...]
    degree: float
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalInputs:
    """All ratings of a library. Of several for one pair the highest counts; a pair without one never binds."""

    ratings: tuple[CriticalInput, ...]

    @property
    def schemes(self) -> tuple[str, ...]:
        """Classifications that have ratings."""
        return tuple(sorted({rating.scheme for rating in self.ratings}))

    def degrees(self, scheme: str, codes: Sequence[str]) -> NDArray[np.float64]:
        """How each of n products binds each of n users of the same codes; shape (n, n), 0 to 1.

        Raises
        ------
        EngineError
            If the classification has no ratings.
        """
        if scheme not in self.schemes:
            known = joined(self.schemes, "comma") or message("impact.none", "none")
            remedy = message(
                "impact.rated_schemes",
                "Rated: {known}. Give ratings of your own as an array, or none with zeros.",
                known=known,
            )
            raise EngineError(
                Problem(
                    what=message(
                        "impact.no_critical_inputs",
                        "no critical inputs are rated for the classification '{scheme}'.",
                        scheme=scheme,
                    ),
                    remedy=remedy,
                )
            )
        at = {code: place for place, code in enumerate(codes)}
        degrees = np.zeros((len(codes), len(codes)))
        for rating in self.ratings:
            if rating.scheme == scheme:
                rows = [at[code] for code in rating.inputs if code in at]
                columns = [at[code] for code in rating.users if code in at]
                block = np.ix_(rows, columns)
                degrees[block] = np.maximum(degrees[block], rating.degree)
        return degrees


def critical_inputs(library: Library) -> CriticalInputs:
    """Read the ratings of all data packages.

    Raises
    ------
    LibraryError
        With every cell that is wrong: an unknown classification, code or confidence, or a degree outside 0 to 1.
    """
    schemes = sector_schemes(library)
    ratings: list[CriticalInput] = []
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for number, row in enumerate(rows_of_table(folder / FILE, *COLUMNS), start=2):
            faults = list(_faults(row, schemes, folder / FILE, number))
            problems += faults
            if not faults:
                ratings.append(_rating(row, schemes[row["scheme"]]))
    if problems:
        raise LibraryError(problems)
    return CriticalInputs(ratings=tuple(ratings))


def _rating(row: Mapping[str, str], scheme: Scheme) -> CriticalInput:
    return CriticalInput(
        scheme=row["scheme"],
        inputs=tuple(_codes(row["input"], scheme)),
        users=tuple(_codes(row["user"], scheme)),
        degree=float(row["degree"]),
        confidence=row["confidence"],
        reason=row["reason"],
    )


def _codes(cell: str, scheme: Scheme) -> Iterator[str]:
    """Spell out codes separated by blanks, and spans of the classification such as 01-34."""
    order = list(scheme.names)
    for word in cell.split():
        first, _, last = word.partition("-")
        yield from order[order.index(first) : order.index(last or first) + 1]


def _faults(row: Mapping[str, str], schemes: Mapping[str, Scheme], file: Path, number: int) -> Iterator[Problem]:
    where = f"{file.name}:{number}"
    if row["scheme"] not in schemes:
        yield Problem(
            where=where,
            what=message("impact.unknown_scheme", "unknown scheme '{value}'.", value=row["scheme"]),
            remedy=message("impact.known", "Known: {known}.", known=joined(sorted(schemes), "comma")),
        )
        return
    known = schemes[row["scheme"]].names
    for column in ("input", "user"):
        for code in row[column].replace("-", " ").split():
            if code not in known:
                yield Problem(
                    where=where,
                    what=message("impact.unknown_in_column", "unknown {column} '{code}'.", column=column, code=code),
                    remedy=did_you_mean(code, known),
                )
    if not _is_share(row["degree"]):
        yield Problem(
            where=where,
            what=message("impact.degree_is", "degree is '{value}'.", value=row["degree"]),
            remedy=message("impact.expected_number_0_1", "Expected a number from 0 to 1."),
        )
    if row["confidence"] not in CONFIDENCES:
        what, remedy = (
            message("impact.unknown_confidence", "unknown confidence '{value}'.", value=row["confidence"]),
            message("error.expected_one_of", "Expected one of {choices}.", choices=joined(CONFIDENCES, "comma")),
        )
        yield Problem(where=where, what=what, remedy=remedy)
    if not row["reason"]:
        yield Problem(
            where=where,
            what=message("impact.no_reason", "no reason."),
            remedy=message("impact.say_why", "Say in a few words why."),
        )


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
