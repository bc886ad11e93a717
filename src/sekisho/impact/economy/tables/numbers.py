"""Cells as numbers and codes: what is empty or no number is a fault, never zero; codes keep their zeros."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from sekisho.errors import did_you_mean
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.message import joined, message

DO = message("table.expected_number", "Expected a number, with a point for decimals; write 0 where nothing flows.")


def number_of(text: str, faults: TableFaults, *, place: str) -> float:
    """Read a cell; a fault is noted and counts as zero, so that the other cells are looked at too.

    Thousands may be separated by commas.

    >>> faults = TableFaults("table.csv")
    >>> number_of("1,234.5", faults, place="line 2"), number_of("-", faults, place="line 3"), len(faults.found)
    (1234.5, 0.0, 1)
    """
    try:
        value = float(text)
    except ValueError:
        value = _with_commas(text)
    if math.isfinite(value):
        return value
    if text.strip():
        faults.add(
            message("table.cells_no_number", "cells are no number"),
            DO,
            place=joined((place, f"'{text.strip()}'"), "comma"),
        )
    else:
        faults.add(message("table.cells_empty", "cells are empty"), DO, place=place)
    return 0.0


def _with_commas(text: str) -> float:
    try:
        return float(text.strip().replace(",", ""))
    except ValueError:
        return math.nan


def nearest_code(code: str, known: Iterable[str]) -> str:
    """Name the code that was meant, as a sentence, or nothing: first the one that lost its zeros in a spreadsheet.

    >>> nearest_code("3", ["03", "30", "43"]), nearest_code("15t61", ["15t16", "17t18"])
    ("Did you mean '03'?", "Did you mean '15t16'?")
    """
    codes = list(known)
    with_zeros = [each for each in codes if each != code and each.lstrip("0") == code]
    return (
        message("error.did_you_mean", "Did you mean '{word}'?", word=with_zeros[0])
        if len(with_zeros) == 1
        else did_you_mean(code, codes)
    )


def tell_unknown_codes(codes: Iterable[str], naming: Mapping[str, str], faults: TableFaults, region: str = "") -> None:
    """Tell the codes of a table that its classification does not know; nothing where the classification is not known.

    Without this a sector would have no materials and no critical inputs, and nobody would see it.

    Parameters
    ----------
    naming
        Codes as the table writes them, to ours; empty if most of them are of no classification that is known.
    region
        What stands before a code where it is found; empty for none.
    """
    for code in codes:
        if naming and code not in naming:
            faults.add(
                message("table.unknown_sector", "unknown sector code '{code}'", code=code),
                nearest_code(code, naming) or message("impact.known", "Known: {known}.", known=joined(naming, "comma")),
                place=f"{region}_{code}" if region else "",
            )
