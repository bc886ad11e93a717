"""The chain of an audit trail: what is hashed, in which form, and whether entries and records fit each other.

An entry names one record by its hash and the entry before by that entry's hash. Whoever changes, removes or reorders
anything breaks the chain from there on. This module reads no database, so that an export is checked by itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

from sekisho.errors import Problem
from sekisho.message import message

Plain = int | str | bytes | float | None
"""A cell of a database as its driver returns it."""
BEFORE_ALL: Final = "0" * 64
"""What the first entry names as the hash before it."""
SHOWN: Final = 12
"""Digits of a hash that are shown in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEntry:
    """One entry of an audit trail.

    Parameters
    ----------
    sequence
        Place in the trail, from 1, without gaps; the record that it tells of has this number as its id.
    time
        When, in UTC, as ISO 8601.
    record
        Table of the record; empty if the entry tells of none.
    payload
        Hash of the record.
    previous
        Hash of the entry before.
    hash
        Hash of all the rest of this entry.
    """

    sequence: int
    time: str
    who: str
    what: str
    record: str
    payload: str
    previous: str
    hash: str = ""

    def sealed(self) -> TrailEntry:
        """Return the entry with the hash that belongs to it."""
        return replace(self, hash=_digest({key: value for key, value in asdict(self).items() if key != "hash"}))

    def to_dict(self) -> dict[str, int | str]:
        """Return the entry as plain data."""
        return asdict(self)


COLUMNS: Final = tuple(field.name for field in fields(TrailEntry))


def canonical(value: object) -> str:
    r"""Write data in the one form that is hashed: JSON, keys in order, no spaces, ASCII.

    >>> canonical({"b": "三", "a": b"x"})
    '{"a":{"utf-8":"x"},"b":"\\u4e09"}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_bytes)


def _bytes(value: object) -> dict[str, str]:
    """Write bytes as the text that they are; what is no text stays apart from every text."""
    if not isinstance(value, bytes):
        message = f"{type(value).__name__} is no cell of a record"
        raise TypeError(message)
    return {"utf-8": value.decode("utf-8", "surrogateescape")}


def payload_of(record: str, columns: Mapping[str, Plain] | None) -> str:
    """Return the hash of a record: its table and all its columns."""
    return _digest({"record": record, "columns": None if columns is None else dict(columns)})


def _digest(value: object) -> str:
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


NO_RECORD: Final = payload_of("", None)
"""What an entry without a record names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What checking a trail found.

    Parameters
    ----------
    head
        Hash of the last entry; whoever notes it down can tell later that nothing was cut off since.
    faults
        Everything that does not fit, in the order of the trail; empty if all fits.
    """

    entries: int
    records: int
    head: str
    faults: tuple[Problem, ...]


def check(
    entries: Iterable[TrailEntry], payloads: Mapping[tuple[str, int], str], *, where: str, head: str = ""
) -> Checked:
    """Walk a trail, and compare every entry with its own hash, with the entry before, and with its record.

    Parameters
    ----------
    payloads
        Hash of every record that is there, by table and id.
    head
        Hash, or its beginning, of an entry noted down before; the trail must still hold that entry.
    """
    faults: list[Problem] = []
    expected, previous, number = 1, BEFORE_ALL, 0
    found, told = not head, set[tuple[str, int]]()
    for entry in entries:
        number += 1
        faults += [Problem(where=where, what=what, remedy=remedy) for what, remedy in _wrong(entry, expected, previous)]
        if entry.record:
            told.add((entry.record, entry.sequence))
        faults += [Problem(where=where, what=what) for what in _record_wrong(entry, payloads)]
        found = found or str(entry.hash).startswith(head)
        expected, previous = entry.sequence + 1, entry.hash
    for table, record in sorted(set(payloads) - told):
        what = message(
            "store.record_without_entry",
            "record {record} of '{table}' has no entry in the audit trail.",
            record=str(record),
            table=table,
        )
        faults.append(
            Problem(
                where=where,
                what=what,
                remedy=message("store.put_by_other", "It was put there by another program, or its entry is gone."),
            )
        )
    if not found:
        what = message("store.no_such_hash", "no entry has the hash {head} that was noted down.", head=head[:SHOWN])
        faults.append(
            Problem(
                where=where,
                what=what,
                remedy=message("store.cut_off", "Entries were cut off, or the whole trail was written anew."),
            )
        )
    last = previous if number else ""
    return Checked(entries=number, records=len(payloads), head=last, faults=tuple(faults))


def _wrong(entry: TrailEntry, expected: int, previous: str) -> Iterator[tuple[str, str]]:
    """Say what of an entry fits neither itself nor the entry before."""
    place = entry.sequence
    if place > expected:
        gone = f"entry {expected} is" if place == expected + 1 else f"entries {expected} to {place - 1} are"
        yield f"{gone} missing.", "The entries that follow were written after them."
    elif place < expected:
        yield f"entry {place} stands after entry {expected - 1}.", "The entries are out of order, or one is doubled."
    if entry.sealed().hash != entry.hash:
        yield f"entry {place} ({_shown(entry)}) was changed: it does not fit its hash.", ""
    elif place == expected and entry.previous != previous:
        yield (
            f"entry {place} ({_shown(entry)}) does not follow the entry before it.",
            "That entry was changed or replaced.",
        )


def _shown(entry: TrailEntry) -> str:
    """Say what an entry tells, even if its text was tampered with."""
    return str(entry.what).encode("utf-8", "backslashreplace").decode("utf-8")


def _record_wrong(entry: TrailEntry, payloads: Mapping[tuple[str, int], str]) -> Iterator[str]:
    """Say whether the record of an entry is gone or another."""
    if not entry.record:
        if entry.payload != NO_RECORD:
            yield f"entry {entry.sequence} ({_shown(entry)}) names a hash but no record."
        return
    payload = payloads.get((entry.record, entry.sequence))
    if payload is None:
        yield f"the record of entry {entry.sequence} ({_shown(entry)}) is missing from '{entry.record}'."
    elif payload != entry.payload:
        yield f"record {entry.sequence} of '{entry.record}' ({_shown(entry)}) was changed: it does not fit its hash."
