"""Runs over order books: kept when they start and when they end, so that one that was cut off is seen to be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, RowMapping, select

from sekisho.errors import BookError, Problem, StoreError
from sekisho.files.formats import reading_fault, sha256_of, source_sql
from sekisho.files.records import texts_by_name
from sekisho.files.tables import short_connection
from sekisho.message import message
from sekisho.store.chain import canonical, payload_of
from sekisho.store.location import Store
from sekisho.store.tables import RUN_ENDS, RUNS
from sekisho.store.writer import Author, RecordWriter, writing

EACH_LINE: Final = "the date of each line"
"""What a run card says of the date of law if the lines state their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """What a run is asked to do; two runs that agree on all of it are one run.

    Parameters
    ----------
    as_of
        Date of law; with `or each line's own`, if the lines may state theirs.
    options
        All else that the results depend on, such as how columns are mapped.
    results
        Where the results go.
    """

    book: str
    book_sha256: str
    library_version: str
    library_hash: str
    horizon: str
    as_of: str
    readings: Mapping[str, str]
    assume: Mapping[str, str]
    results: str
    engine: str
    program: str
    options: Mapping[str, object] = field(default_factory=dict)

    def to_row(self) -> dict[str, str]:
        """Return the columns of the record."""
        columns = {
            "book": self.book,
            "book_sha256": self.book_sha256,
            "library_version": self.library_version,
            "library_hash": self.library_hash,
            "horizon": self.horizon,
            "as_of": self.as_of,
            "readings": canonical(dict(self.readings)),
            "assume": canonical(dict(self.assume)),
            "options": canonical(dict(self.options)),
            "engine": self.engine,
            "program": self.program,
            "results": self.results,
        }
        return {"key": payload_of("runs", dict(columns)), **columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """What a run gave: its run card, and the file of results with its hash."""

    card: Mapping[str, object]
    results: str
    results_sha256: str


How = Literal["started", "resumed", "repeated", "kept", "kept before", "kept anew"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRun:
    """A run in the store, and what was done with it."""

    id: int
    how: How


def start_run(store: Store, by: Author, asked: RunRequest) -> StoredRun:
    """Keep that a run starts; one that was cut off is resumed, one that finished is repeated, and none is doubled."""
    row = asked.to_row()
    with writing(store, by) as clerk:
        run, state = _known(clerk.connection, row["key"])
        if run is None:
            return StoredRun(id=clerk.keep("run started", RUNS, row), how="started")
        how: How = "resumed" if state is None else "repeated"
        clerk.note(f"run {run} {how}")
        return StoredRun(id=run, how=how)


def finish_run(store: Store, by: Author, run: int, finished: RunEnd) -> StoredRun:
    """Keep what a run gave; the same bytes of the same run are kept once.

    If the run has ended with other bytes, by an earlier process or by one beside this, these are kept as a run of its
    own that names it.
    """
    with writing(store, by) as clerk:
        begun = _begun(clerk.connection, run, store)
        same = _same_results(clerk.connection, str(begun["key"]), finished)
        if same is not None:
            return StoredRun(id=same, how="kept before")
        if _end(clerk.connection, run) is None:
            _keep_end(clerk, run, "finished", finished)
            return StoredRun(id=run, how="kept")
        again = clerk.keep("run started", RUNS, {**begun, "instead_of": run})
        _keep_end(clerk, again, "finished", finished)
        return StoredRun(id=again, how="kept anew")


def abandon_run(store: Store, by: Author, run: int, reason: str) -> None:
    """Keep that a run will not be resumed.

    Raises
    ------
    StoreError
        If there is no such run, or it has ended.
    """
    with writing(store, by) as clerk:
        _begun(clerk.connection, run, store)
        ended = _end(clerk.connection, run)
        if ended is not None:
            raise StoreError(
                Problem(
                    where=str(store.name),
                    what=message("store.run_ended", "run {run} is {ended} already.", run=run, ended=ended),
                )
            )
        _keep_end(clerk, run, "abandoned", reason=reason)


def add_run(store: Store, by: Author, card: Mapping[str, object], results: Path, program: str) -> StoredRun:
    """Keep a run from its files: the end of one that was cut off after it had written them, or a run of its own.

    Raises
    ------
    BookError
        If the file does not hold what its run card says.
    """
    check_whole(card, results)
    finished = RunEnd(card=card, results=str(results.resolve()), results_sha256=sha256_of(results))
    asked = asked_of(card, str(results.resolve()), program)
    with writing(store, by) as clerk:
        found = _whose(clerk.connection, asked, finished)
        if found is not None:
            run, state = found
            if state == "finished":
                return StoredRun(id=run, how="kept before")
            _keep_end(clerk, run, "finished", finished)
            return StoredRun(id=run, how="kept")
        run = clerk.keep("run started", RUNS, asked.to_row())
        _keep_end(clerk, run, "finished", finished)
        return StoredRun(id=run, how="kept")


def asked_of(card: Mapping[str, object], results: str, program: str) -> RunRequest:
    """Return what was asked of a run, from its run card."""
    library = card["library"]
    assert isinstance(library, Mapping)  # noqa: S101 - the reader of run cards has looked
    known = {"book", "book_sha256", "library", "as_of", "readings", "assume", "engine", "lines", "by_outcome"}
    return RunRequest(
        book=str(card["book"]),
        book_sha256=str(card["book_sha256"]),
        library_version=str(library.get("version", "")),
        library_hash=str(library.get("hash", "")),
        horizon=str(library.get("horizon", "")),
        as_of=str(card.get("as_of", "")),
        readings=texts_by_name(card.get("readings")),
        assume=texts_by_name(card.get("assume")),
        results=results,
        engine=str(card.get("engine", "")),
        program=program,
        options={key: value for key, value in card.items() if key not in known},
    )


def _known(connection: Connection, key: str) -> tuple[int | None, str | None]:
    """Find a run of a key: one that has not ended, or else the last that finished."""
    rows = select(RUNS.c.id, RUN_ENDS.c.state).outerjoin(RUN_ENDS, RUN_ENDS.c.run == RUNS.c.id)
    found = connection.execute(rows.where(RUNS.c.key == key).order_by(RUNS.c.id)).all()
    fitting = [row for row in found if row.state is None] or [row for row in found if row.state == "finished"]
    return (int(fitting[-1].id), fitting[-1].state) if fitting else (None, None)


def _begun(connection: Connection, run: int, store: Store) -> RowMapping:
    found = connection.execute(select(RUNS).where(RUNS.c.id == run)).mappings().one_or_none()
    if found is None:
        remedy = message("store.status_lists", "`sekisho store status` lists the runs.")
        raise StoreError(
            Problem(where=str(store.name), what=message("store.no_run", "no run {run}.", run=str(run)), remedy=remedy)
        )
    return found


def _end(connection: Connection, run: int) -> str | None:
    return connection.execute(select(RUN_ENDS.c.state).where(RUN_ENDS.c.run == run)).scalars().one_or_none()


def _same_results(connection: Connection, key: str, finished: RunEnd) -> int | None:
    """Find a run of the same key that gave the same bytes."""
    ends = select(RUNS.c.id).join(RUN_ENDS, RUN_ENDS.c.run == RUNS.c.id)
    same = ends.where(RUNS.c.key == key, RUN_ENDS.c.results_sha256 == finished.results_sha256)
    return connection.execute(same.order_by(RUNS.c.id)).scalars().first()


def _whose(connection: Connection, asked: RunRequest, finished: RunEnd) -> tuple[int, str | None] | None:
    """Find the run that wrote a file: one that ended with these bytes, or else the last that was cut off."""
    row = asked.to_row()
    same = [RUNS.c[name] == row[name] for name in ("book_sha256", "library_hash", "readings", "assume", "results")]
    joined = select(RUNS.c.id, RUNS.c.as_of, RUN_ENDS.c.state, RUN_ENDS.c.results_sha256)
    found = connection.execute(joined.outerjoin(RUN_ENDS, RUN_ENDS.c.run == RUNS.c.id).where(*same).order_by(RUNS.c.id))
    fitting = [one for one in found if _may_be(str(one.as_of), asked.as_of)]
    ended = [one for one in fitting if one.results_sha256 == finished.results_sha256]
    cut_off = [one for one in fitting if one.state is None]
    chosen = ended or cut_off[-1:]
    return (int(chosen[0].id), chosen[0].state) if chosen else None


def _may_be(stated: str, on_card: str) -> bool:
    """Whether a date of law as it was stated may be the one that a run card tells."""
    day, comma, _ = stated.partition(",")
    return stated == on_card or (bool(comma) and on_card in {EACH_LINE, day})


def _keep_end(
    clerk: RecordWriter,
    run: int,
    state: Literal["finished", "abandoned"],
    finished: RunEnd | None = None,
    reason: str = "",
) -> None:
    columns: dict[str, int | str | None] = {"run": run, "state": state, "reason": reason or None}
    if finished is not None:
        card = finished.card
        columns |= {
            "as_of": str(card.get("as_of", "")),
            "lines": int(str(card["lines"])),
            "counts": canonical(card.get("by_outcome", {})),
            "card": json.dumps(card, ensure_ascii=False, default=str),
            "results": finished.results,
            "results_sha256": finished.results_sha256,
        }
    clerk.keep(f"run {run} {state}", RUN_ENDS, columns)


def check_whole(card: Mapping[str, object], results: Path) -> None:
    """Count the lines of a file of results by outcome, and compare them with its run card.

    Raises
    ------
    BookError
        If the file cannot be read, or holds other lines than the card says: it was cut short, or the card is another's.
    """
    import duckdb

    with short_connection() as connection:
        try:
            counted = connection.execute(
                f"SELECT outcome::VARCHAR, count(*) FROM {source_sql(results)} GROUP BY ALL"  # noqa: S608 - a path as a literal
            ).fetchall()
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, results)) from None
    found = {str(outcome): int(lines) for outcome, lines in counted}
    stated = card.get("by_outcome")
    lines = int(str(card["lines"]))
    if sum(found.values()) == lines and (not isinstance(stated, Mapping) or _same(stated, found)):
        return
    what = message(
        "store.other_counts",
        "has {n} lines ({told}); its run card says {lines} ({stated}).",
        n=sum(found.values()),
        told=_told(found),
        lines=lines,
        stated=_told(stated),
    )
    remedy = message(
        "store.cut_short", "The file was cut short or changed, or the card is of another run: run `sekisho bulk` again."
    )
    raise BookError(Problem(where=str(results), what=what, remedy=remedy))


def _same(stated: Mapping[str, object], found: Mapping[str, int]) -> bool:
    """Whether counts agree; those of a card that was read from YAML are text."""
    return {str(outcome): int(str(lines)) for outcome, lines in stated.items()} == found


def _told(counts: object) -> str:
    rows = counts.items() if isinstance(counts, Mapping) else ()
    return ", ".join(f"{outcome} {int(str(lines)):,}" for outcome, lines in sorted(rows)) or "no outcome"
