"""Entries of parties as JSON lines in one fixed order of fields: plain, and 150,000 of them are soon read."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, cast

from sekisho.law.model.condition import ListId
from sekisho.law.model.listed_party import Identifier, IdentifierKind, ListedParty

FORM: Final = 2
"""Number of the form that is written."""
READ: Final = frozenset({"1", "2"})
"""Forms that are read: the first had no address. What was written in another is added again from its file."""
_FIELDS: Final = 15
"""Fields of a line in the first form."""


class _Line(NamedTuple):
    """The fields of a line, in order."""

    id: str
    on_list: str
    names: list[str]
    weak_names: list[str]
    territory: str
    listed: str
    until: str
    confidence: str
    source: str
    identifiers: list[tuple[IdentifierKind, str]]
    printed: list[str]
    former_names: list[str]
    kind: str
    parent: str
    note: str
    address: str = ""


def write_lines(entries: Iterable[ListedParty]) -> bytes:
    """Write entries, one a line."""
    return b"".join(map(_written, entries))


def read_lines(body: bytes) -> list[ListedParty]:
    """Read what `write_lines` wrote; that nobody changed it is for the caller to know."""
    with _no_collection():
        rows = cast("list[list[object]]", json.loads(b"[" + b",".join(body.splitlines()) + b"]"))
        return [_entry(cast("_Line", row)) for row in rows]


def _written(entry: ListedParty) -> bytes:
    row = _Line(
        id=entry.id,
        on_list=entry.list,
        names=list(entry.names),
        weak_names=list(entry.weak_names),
        territory=entry.territory,
        listed=entry.listed.isoformat() if entry.listed else "",
        until=entry.until.isoformat() if entry.until else "",
        confidence=entry.confidence,
        source=entry.source,
        identifiers=[(each.kind, each.value) for each in entry.typed_identifiers],
        printed=list(entry.printed),
        former_names=list(entry.former_names),
        kind=entry.kind,
        parent=entry.parent,
        note=entry.note,
        address=entry.address,
    )
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _entry(row: _Line) -> ListedParty:
    (key, of_list, names, weak, territory, listed, until, sure, source, typed, printed, former, kind, parent, note) = (
        row[:_FIELDS]
    )
    return ListedParty(
        id=key,
        list=ListId(of_list),
        names=tuple(names),
        weak_names=tuple(weak),
        territory=territory,
        identifiers=tuple([value for _, value in typed]),
        listed=_day(listed),
        until=_day(until),
        open_from=None,
        confidence=sure,
        source=source,
        typed_identifiers=tuple([Identifier(kind=scheme, value=value) for scheme, value in typed]),
        printed=tuple(printed),
        former_names=tuple(former),
        kind=kind,
        parent=parent,
        note=note,
        address=row[_FIELDS] if len(row) > _FIELDS else "",
    )


@lru_cache(maxsize=100_000)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the collector of cycles rest: it would go over every new object again and again, and there are no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
