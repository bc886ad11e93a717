"""How outcomes move between two sides, and the clauses that move them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.law.clause_bits import distinct_rows
from sekisho.determination.book.snapshot import VARIANTS
from sekisho.determination.core.outcome import FREE_WITH_ALERT, UNDETERMINED, Outcome

Bits = NDArray[np.bool_]
Levels = NDArray[np.int8]

KINDS: Final = ("", "came", "went", "became open", "settled", "regraded")
"""What a clause did: met where it was not, no longer met, open where it was not, open no longer, another level."""
CAME, WENT, OPENED, SETTLED, REGRADED = range(1, len(KINDS))
LEVELS: Final = tuple(outcome.level for outcome in Outcome)
BEARINGS: Final = ("applies", "may apply", "no longer")
"""How a measure bears on a line whose outcome is the same: it decides now, may apply now, or does neither any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """What clauses hold on a side: by the clauses of both sides together, those that it has not at level -1.

    Parameters
    ----------
    bits
        Met for sure, and perhaps; shape (readings, 2, clauses, lines).
    levels
        Shape (clauses,).
    """

    bits: Bits
    levels: Levels

    def of(self, chosen: NDArray[np.bool_]) -> Clauses:
        """Return the same for some of the lines."""
        return Clauses(bits=self.bits[..., chosen], levels=self.levels)

    def ends(self) -> Levels:
        """Return floor and ceiling under each reading; shape (readings, 2, lines)."""
        found: Levels = np.zeros((*self.bits.shape[:2], self.bits.shape[3]), dtype=np.int8)
        for level in np.unique(self.levels[self.levels > 0]):
            found[self.bits[:, :, self.levels == level].any(axis=2)] = level
        return found

    def values(self) -> NDArray[np.int8]:
        """Return 0 not met, 1 open, 2 met; shape (readings, clauses, lines)."""
        found: NDArray[np.int8] = self.bits.astype(np.int8).sum(axis=1, dtype=np.int8)
        return found

    def fixing(self, ends: Levels) -> Bits:
        """Mark the clauses that stand at each end; shape as `bits`."""
        marked: Bits = self.bits & (self.levels[:, None] == ends[:, :, None])
        return marked

    def raising(self, ends: Levels) -> Bits:
        """Mark the open clauses above the floor of the run's own reading; shape (clauses, lines)."""
        sure, may = self.bits[0]
        marked: Bits = may & ~sure & (self.levels[:, None] > ends[0, 0])
        return marked


def _distinct(columns: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the distinct columns of a table of bytes, one a row, and for each column which of them it is."""
    width = -(-len(columns) // 8) * 8
    rows = np.zeros((columns.shape[1], width), dtype=np.uint8)
    rows[:, : len(columns)] = columns.T
    found, which = distinct_rows(rows.view(np.uint64))
    return np.ascontiguousarray(found).view(np.uint8)[:, : len(columns)], which


def deeds(before: Clauses, after: Clauses, ends: tuple[Levels, Levels], lists: int = 0) -> NDArray[np.uint8]:
    """Say what each clause did to move an end, a place in `KINDS`; shape (readings, clauses, lines).

    If an end rose, those did it that fix it now; if it fell, those that fixed it before. Where no end moved, a headline
    did, by the held lists on which a party came to stand, or stands no more.

    Parameters
    ----------
    lists
        How many of the clauses, the last ones, are held lists.
    """
    one, other = ends
    rose, fell = (other > one)[:, :, None], (one > other)[:, :, None]
    fixes: Bits = (rose & after.fixing(other)) | (fell & before.fixing(one))
    did: Bits = np.any(fixes, axis=1)
    was, now = before.values(), after.values()
    if lists:
        still = (one == other).all(axis=(0, 1))
        did[:, -lists:] |= still & (was != now)[:, -lists:]
    kinds = np.select([was == now, now == 1, was == 1, now > was], [REGRADED, OPENED, SETTLED, CAME], default=WENT)
    return np.where(did, kinds, 0).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeChange:
    """One way in which lines changed.

    Parameters
    ----------
    before, after
        Floor and ceiling under each reading, in the order of `ENDS`.
    deeds
        Clause, what it did, and the readings under which it did it.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    deeds: tuple[tuple[str, str, tuple[str, ...]], ...]
    decisive: tuple[str, str]
    open: tuple[str, str]
    alert: tuple[bool, bool] = (False, False)

    def outcomes_or_alert(self) -> tuple[str, str]:
        """Return the outcome before and after, where nothing is plainly free beside a party on a held list."""
        one, other = (
            FREE_WITH_ALERT if alert and word == Outcome.FREE.level else word
            for word, alert in zip(self.outcomes(), self.alert, strict=True)
        )
        return one, other

    def outcomes(self) -> tuple[str, str]:
        """Return the outcome before and after under the run's own reading."""
        one, other = (LEVELS[ends[0]] if ends[0] == ends[1] else UNDETERMINED for ends in (self.before, self.after))
        return one, other


@dataclass(frozen=True, slots=True)
class StandingChange:
    """The held lists onto which a party of a line came, or may have come, and those which one left."""

    came: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLines:
    """How some signatures differ between two sides; all arrays of shape (signatures,).

    Parameters
    ----------
    change
        The number of the change, -1 if the outcome is the same under each reading.
    otherwise
        Whether the outcome is the same, and other clauses are decisive or open.
    listing
        The number of the change of listings, where the headline is the same and a party came to stand on a held list or
        left one; else -1.
    """

    change: NDArray[np.int32]
    otherwise: NDArray[np.bool_]
    listing: NDArray[np.int32]


@dataclass(slots=True)
class ChangeNumbering:
    """Numbers the distinct changes.

    Parameters
    ----------
    ids
        The clauses of both sides.
    readings
        What the readings of the run are called.
    lists
        How many of the ids, the last ones, are held lists: on each a party of a line stands, may stand, or does not.
    """

    ids: Sequence[str]
    readings: Sequence[str] = VARIANTS
    lists: int = 0
    rows: dict[bytes, int] = field(default_factory=dict)
    found: list[OutcomeChange] = field(default_factory=list)
    listings: list[StandingChange] = field(default_factory=list)
    bearings: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, before: Clauses, after: Clauses, lines: NDArray[np.int64]) -> ComparedLines:
        """Compare some signatures.

        Parameters
        ----------
        lines
            How many lines each of them has.
        """
        ends = before.ends(), after.ends()
        first = len(self.ids) - self.lists
        alert = [side.bits[0, 1, first:].any(axis=0) for side in (before, after)]
        free = [(end[0] == 0).all(axis=0) for end in ends]
        moved = (ends[0] != ends[1]).any(axis=(0, 1)) | (free[0] & free[1] & (alert[0] != alert[1]))
        texts: list[Bits] = [
            part
            for side, end in zip((before, after), ends, strict=True)
            for part in (side.fixing(end)[0, 0] & (end[0, 0] > 0), side.raising(end))
        ]
        for text in texts:
            text[first:] = False
        stood, stands = before.values()[0, first:], after.values()[0, first:]
        listed = ~moved & (stood != stands).any(axis=0)
        otherwise = ~moved & ((texts[0] != texts[2]) | (texts[1] != texts[3])).any(axis=0)
        self._bear([text[:, otherwise] for text in texts], lines[otherwise])
        listing = np.full(len(moved), -1, dtype=np.int32)
        listing[listed] = self._list(stood[:, listed], stands[:, listed])
        number = np.full(len(moved), -1, dtype=np.int32)
        if moved.any():
            one, other = (side.of(moved) for side in (before, after))
            here = ends[0][..., moved], ends[1][..., moved]
            count = int(moved.sum())
            did = deeds(one, other, here, self.lists)
            parts = [*(end.reshape(-1, count) for end in here), np.stack(alert)[:, moved]]
            parts.append(did.reshape(-1, count))
            rows = np.concatenate([part.astype(np.uint8) for part in (*parts, *(text[:, moved] for text in texts))])
            distinct, which = _distinct(rows)
            number[moved] = np.array([self._number(row.tobytes()) for row in distinct], dtype=np.int32)[which]
        return ComparedLines(change=number, otherwise=otherwise, listing=listing)

    def _bear(self, texts: Sequence[Bits], lines: NDArray[np.int64]) -> None:
        """Count the lines on which each measure bears now and did not, or bears no more.

        Parameters
        ----------
        texts
            Decisive and open clauses before, then after; each of shape (clauses, lines).
        """
        measures: dict[str, list[int]] = {}
        for place, name in enumerate(self.ids[: len(self.ids) - self.lists]):
            measures.setdefault(name.partition("#")[0], []).append(place)
        for measure, places in measures.items():
            decided, may_before, decides, may = (text[places].any(axis=0) for text in texts)
            bore, bears = decided | may_before, decides | may
            for bearing, mask in zip(BEARINGS, (decides & ~bore, bears & ~decides & ~bore, bore & ~bears), strict=True):
                if number := int(lines[mask].sum()):
                    self.bearings[measure, bearing] = self.bearings.get((measure, bearing), 0) + number

    def _list(self, before: NDArray[np.int8], after: NDArray[np.int8]) -> NDArray[np.int32]:
        """Number the ways in which parties came onto held lists or left them; both of shape (lists, lines)."""
        names = self.ids[len(self.ids) - self.lists :]
        numbers = np.zeros(before.shape[1], dtype=np.int32)
        for place, (stood, stands) in enumerate(zip(before.T, after.T, strict=True)):
            change = StandingChange(
                came=tuple(name for name, was, now in zip(names, stood, stands, strict=True) if now > was),
                left=tuple(name for name, was, now in zip(names, stood, stands, strict=True) if now < was),
            )
            if change not in self.listings:
                self.listings.append(change)
            numbers[place] = self.listings.index(change)
        return numbers

    def _number(self, row: bytes) -> int:
        if row not in self.rows:
            self.rows[row] = len(self.found)
            self.found.append(self._change(np.frombuffer(row, dtype=np.uint8)))
        return self.rows[row]

    def _change(self, row: NDArray[np.uint8]) -> OutcomeChange:
        width, count = 2 * len(VARIANTS), len(self.ids)
        before, after, alert, did, *texts = np.split(
            row, np.cumsum([width, width, 2, len(VARIANTS) * count, count, count, count]).tolist()
        )
        by_clause: dict[tuple[str, str], list[str]] = {}
        for reading, kinds in zip(self.readings, did.reshape(len(VARIANTS), count), strict=True):
            for name, kind in zip(self.ids, kinds, strict=True):
                if kind:
                    by_clause.setdefault((name, KINDS[kind]), []).append(reading)
        named = [";".join(name for name, mark in zip(self.ids, each, strict=True) if mark) for each in texts]
        return OutcomeChange(
            before=tuple(map(int, before)),
            after=tuple(map(int, after)),
            deeds=tuple((name, kind, tuple(dict.fromkeys(readings))) for (name, kind), readings in by_clause.items()),
            decisive=(named[0], named[2]),
            open=(named[1], named[3]),
            alert=(bool(alert[0]), bool(alert[1])),
        )
