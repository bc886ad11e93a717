"""Who tells what parties are named in the texts of a book; this room knows no lists of parties itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final

PERHAPS: Final = "party_perhaps:"
"""Before the entry of a listed party in the column of what points."""


def _none(_: str) -> tuple[str, ...]:
    return ()


def _as_asked(_: Iterable[str]) -> None:
    return


@dataclass(frozen=True, slots=True)
class PartyFinder:
    """Tells what listed parties texts name; as it stands, none.

    Parameters
    ----------
    listed
        Returns the entries of lists that a cell of a party names, or may name.
    look_up
        Finds what many cells of parties name, all at once, so that `listed` knows it: many cost less together.
    named
        Returns the entries of lists whose names stand whole in a text, such as a remark.
    beginnings
        Returns with what such names begin, in small letters.
    knows
        All that the answers hang on: two that know the same answer the same. None says nothing of that.
    """

    listed: Callable[[str], tuple[str, ...]] = _none
    look_up: Callable[[Iterable[str]], None] = _as_asked
    named: Callable[[str], tuple[str, ...]] = _none
    beginnings: Callable[[], tuple[str, ...]] = tuple
    knows: Hashable = None
