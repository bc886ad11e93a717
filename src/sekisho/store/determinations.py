"""Single lines: what was asked and the bytes of the answer, kept together and compared when judged again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from sekisho.determination.core.outcome import Determination
from sekisho.errors import Problem, StoreError
from sekisho.message import message
from sekisho.store.chain import Plain
from sekisho.store.location import Store
from sekisho.store.schema_revision import reading
from sekisho.store.tables import AUDIT, DETERMINATIONS
from sekisho.store.writer import Author, writing

SHOWN: Final = 7
"""Digits of a library's hash that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDetermination:
    """A determination from a store.

    Parameters
    ----------
    stated
        What was asked: facts, date of law, readings, assumptions.
    answer
        The answer as it was given, JSON in UTF-8.
    """

    id: int
    stated: Mapping[str, object]
    answer: bytes
    library_version: str
    library_hash: str
    program: str


def keep_determination(
    store: Store, by: Author, *, stated: Mapping[str, object], answer: Determination, written: bytes, program: str
) -> int:
    """Keep a line as it was asked and the answer as it was written; returns the id."""
    columns: dict[str, Plain] = {
        "stated": json.dumps(stated, ensure_ascii=False, sort_keys=True, default=str),
        "answer": written,
        "outcome": answer.outcome,
        "as_of": answer.as_of.isoformat(),
        "library_version": answer.coverage.version,
        "library_hash": answer.coverage.hash,
        "horizon": answer.coverage.horizon.isoformat(),
        "program": program,
    }
    with writing(store, by) as clerk:
        return clerk.keep("determination kept", DETERMINATIONS, columns)


def determination_of(store: Store, number: int) -> StoredDetermination:
    """Return a determination.

    Raises
    ------
    StoreError
        If the id is none, or that of another record.
    """
    with reading(store) as connection:
        row = connection.execute(select(DETERMINATIONS).where(DETERMINATIONS.c.id == number)).one_or_none()
        if row is None:
            told = select(AUDIT.c.record, AUDIT.c.what).where(AUDIT.c.sequence == number)
            other = connection.execute(told).one_or_none()
            what = (
                message("store.no_record", "no record {number}.", number=str(number))
                if other is None
                else message(
                    "store.no_determination",
                    "record {number} is not a determination: {what}.",
                    number=str(number),
                    what=other.what,
                )
            )
            remedy = (
                message("store.repeat_run", "A run is repeated with `sekisho bulk`, as its run card says.")
                if other and other.record == "runs"
                else ""
            )
            raise StoreError(
                Problem(
                    where=str(store.name),
                    what=what,
                    remedy=remedy or message("store.audit_lists", "`sekisho audit list` lists all records."),
                )
            )
    return StoredDetermination(
        id=row.id,
        stated=json.loads(row.stated),
        answer=bytes(row.answer),
        library_version=row.library_version,
        library_hash=row.library_hash,
        program=row.program,
    )


def check_library(kept: StoredDetermination, library_hash: str, library_version: str) -> None:
    """Make sure that a line is judged again with the library that judged it.

    Raises
    ------
    StoreError
        If the library is another one; nothing can be compared then.
    """
    if kept.library_hash == library_hash:
        return
    then, now = (
        f"{version} ({hashed[:SHOWN]})"
        for version, hashed in ((kept.library_version, kept.library_hash), (library_version, library_hash))
    )
    what = message(
        "store.other_library",
        "was judged with law data {then}; this is {now}. Nothing can be compared.",
        then=then,
        now=now,
    )
    remedy = message(
        "store.name_package",
        "Name the data package of that state with --measures FOLDER, and lay the same lists over it.",
    )
    raise StoreError(Problem(where=f"record {kept.id}", what=what, remedy=remedy))


def differences(kept: StoredDetermination, again: bytes) -> list[Problem]:
    """Say in what an answer differs from the one that was kept; nothing if the bytes are the same."""
    if kept.answer == again:
        return []
    where = f"record {kept.id}"
    then, now = json.loads(kept.answer), json.loads(again)
    found = [
        Problem(
            where=f"{where}: {path}",
            what=message("store.kept_and_now", "saved as {then}, now {now}.", then=_short(before), now=_short(after)),
        )
        for path, before, after in _differ(then, now, "")
    ]
    return found or [
        Problem(
            where=where,
            what=message("store.other_bytes", "says the same in other bytes: it is written in another way now."),
        )
    ]


def _differ(then: object, now: object, path: str) -> Iterator[tuple[str, object, object]]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in (*then, *(key for key in now if key not in then)):
            yield from _differ(then.get(key), now.get(key), f"{path}.{key}" if path else str(key))
    elif then != now:
        yield path, then, now


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - what fits on a line
