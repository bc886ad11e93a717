"""Hierarchical codes: which code lies under which entry."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from sekisho.files.package_csv import rows_of_file
from sekisho.law.model.condition import Under
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue, Truth

ENTRY = 5
"""Characters of an entry such as 1C905; shorter codes are areas of the list, longer ones lie below an entry."""
GROUP = 2
"""Length of a group such as 1C; groups hold entries by their first characters, entries hold others by dots."""


def is_at_or_below(code: str, entry: str) -> bool:
    """Tell whether a control code is an entry or lies below it.

    Entries form a tree: 1, 1C, 1C905, 1C905.a, 1C905.a.4; the empty entry is the whole scheme.

    >>> is_at_or_below("1C905.a.4", "1C905.a"), is_at_or_below("1C905", "1C9"), is_at_or_below("1C905.ab", "1C905.a")
    (True, False, False)
    """
    if len(entry) <= GROUP:
        return code.startswith(entry)
    return code == entry or code.startswith(entry + ".")


def related(code: str, entries: Sequence[str]) -> Iterator[str]:
    """Go through those of some entries that a control code lies at or below, then those that lie below it.

    Parameters
    ----------
    entries
        Each once, sorted: those below a code stand together, so that the others are not looked at.

    >>> list(related("1C905", ("", "1C", "1C904", "1C905", "1C905.a", "1C9051", "3")))
    ['', '1C', '1C905', '1C905.a']
    """
    dots = [at for at, letter in enumerate(code) if letter == "." and at > GROUP]
    for above in dict.fromkeys((*(code[:at] for at in (*range(min(GROUP, len(code)) + 1), *dots)), code)):
        at = bisect_left(entries, above)
        if at < len(entries) and entries[at] == above:
            yield above
    for entry in islice(entries, bisect_right(entries, code), None):
        if not entry.startswith(code):
            return
        if is_at_or_below(entry, code):
            yield entry


def is_under(test: Under, value: FactValue) -> Truth:
    """Judge whether some code of an item is at or below the entries of a test.

    A code that is coarser than an entry may fall under it: unknown. So may a code that the item may have. A group of
    entries such as 1C is no classification yet: if part of it is left out, it is unknown whether the item is. An entry
    such as 1C905.a is taken as given.
    """
    if not isinstance(value, Codes):
        return UNKNOWN
    outcomes = [_one(code, test) for code in value.sure]
    if any(outcome is True for outcome in outcomes):
        return True
    possible = any(outcome is not False for outcome in (*outcomes, *(_one(code, test) for code in value.maybe)))
    return UNKNOWN if possible else False


@lru_cache(maxsize=100_000)
def _one(code: str, test: Under) -> Truth:
    if _meets(code, test.without):
        return False
    if _meets(code, test.entries):
        undecided = len(code) <= GROUP and any(is_at_or_below(entry, code) for entry in test.without)
        return UNKNOWN if undecided else True
    coarser = any(is_at_or_below(entry, code) for entry in test.entries)
    return UNKNOWN if coarser else False


def _meets(code: str, entries: Iterable[str]) -> bool:
    return any(is_at_or_below(code, entry) for entry in entries)


def read_alpha3(folder: Path) -> dict[str, str]:
    """Read the territories of a data package: ISO 3166 alpha-3 code to alpha-2 code."""
    return {row["alpha3"]: row["alpha2"] for row in rows_of_file(folder / "lists" / "territories.csv") if row["alpha3"]}
