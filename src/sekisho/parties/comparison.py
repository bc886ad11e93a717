"""What the comparison of names is asked, and what it finds: values that need no library of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Zone
from sekisho.parties.reason import CellPiece, Reason, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A party asked for.

    Parameters
    ----------
    territory
        ISO 3166 alpha-2 code of its seat, if known: a second signal for short names.
    identifiers
        Corporate number, LEI and others; they decide.
    """

    name: str
    territory: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """An entry that a name is like, as the comparison finds it; no answer (see `answer.Hit`).

    Parameters
    ----------
    name
        The name of the entry that was found.
    score
        0 to 1.
    """

    entry: ListedParty
    name: str
    score: float
    zone: Zone
    reasons: tuple[Reason, ...]
    relation: Relation = "self"
    pieces: tuple[CellPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What the lists say of a name.

    Parameters
    ----------
    zone
        The gravest zone of the hits; review too if the field names nobody or cannot be one name.
    problem
        Why nothing could be compared, and what to do; empty if it was.
    """

    query: str
    zone: Zone
    hits: tuple[Resemblance, ...] = ()
    problem: str = ""
    read: tuple[CellPiece, ...] = ()


class NameLookup(Protocol):
    """Where names are looked up by what is like them: `screening.indices.Indices`, where what it needs is installed."""

    def holding(self, name: str, shortest: int | None = None) -> Iterator[tuple[int, str]]:
        """Go through the listed names that hold a name whole, each with the number of its entry."""


class NameComparison(Protocol):
    """Whatever compares names with lists part by part: `screening.screener.Screener`, where it is installed."""

    def screen(self, asked: Query | str, *, least: float | None = None) -> Screening:
        """Compare a party with all entries."""

    def standing_in(self, text: str) -> tuple[Resemblance, ...]:
        """Return the listed names that stand whole in a text that is no cell of a party."""

    def screen_all(
        self, asked: Iterable[Query | str], *, workers: int = 1, least: float | None = None
    ) -> Iterator[Screening]:
        """Compare parties one after another, in order."""
