"""The register of decisions on names, where there is no store: one table that is only added to, under a lock.

A row is a decision on a name and an entry of a list: the same party, not the same, or escalated to somebody who knows.
The last row on a name and an entry counts. Nothing is deleted: whoever takes a decision back adds a row that says so.
It is a `matches.csv` like those that screening writes (see `review_decisions`), with an id a row.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import IO, Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.files.formats import keep_private
from sekisho.files.formulas import TableWriter, table_rows
from sekisho.files.package_csv import header_rows
from sekisho.files.records import write_table
from sekisho.files.text_tables import read_table
from sekisho.law.model.fact import is_blank
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ANSWERS, DecisionAnswer, MatchPolicy, digest_of
from sekisho.message import joined, message
from sekisho.parties.folding import name_key
from sekisho.parties.review_decisions import (
    COLUMNS,
    CONFIRMED,
    ESCALATED,
    NEEDED,
    REFUSED,
    UNDONE,
    has_lapsed,
    last_day,
)

REVIEW_BY: Final = "review_by"
REGISTER_COLUMNS: Final = (*COLUMNS, "id", "replaces", "evidence", REVIEW_BY)
SECOND: Final = "waits for a second person"
REFUSED_STATE: Final = "refused"
LAPSED: Final = "lapsed"
WAITS: Final = frozenset({ESCALATED, "open again", LAPSED, SECOND, REFUSED_STATE})
"""States in which somebody has to look at a decision."""
_Key = tuple[tuple[str, ...], str]
"""A name, folded, and an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One row of the register.

    Parameters
    ----------
    said
        yes, no, escalated, or undone; confirmed or refused where another person says so of the row that it replaces.
    replaces
        Id of the row on the same name and entry that counted before; empty if there was none.
    review_by
        Last day on which it holds, ISO; empty if it holds until somebody decides otherwise.
    second_by, second_on
        Who confirmed it, and when; they are no columns, but stand in a row of their own.
    """

    id: str
    name: str
    entry: str
    list: str
    said: str
    by: str
    on: str
    basis: str
    digest: str
    replaces: str = ""
    evidence: str = ""
    review_by: str = ""
    second_by: str = ""
    second_on: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the row as plain values."""
        return {
            "id": self.id,
            "name": self.name,
            "entry": self.entry,
            "list": self.list,
            "same": self.said,
            "by": self.by,
            "on": self.on,
            "basis": self.basis,
            "digest": self.digest,
            "replaces": self.replaces,
            "evidence": self.evidence,
            REVIEW_BY: self.review_by,
        }


class DecisionConflictError(FactError):
    """Another decision counts on the name and the entry than the one that was seen, or none; `row` is what counts."""

    def __init__(self, name: str, entry: str, row: RegisterRow | None) -> None:
        """Keep the row that counts; None if there is none."""
        self.row = row
        what = message(
            "parties.none_to_replace",
            "no decision on '{name}' and {entry} is there to be replaced.",
            name=name,
            entry=entry,
        )
        remedy = message(
            "parties.first_decision", "Look whether both are meant; the first decision on them replaces none."
        )
        if row is not None:
            what = message(
                "parties.was_decided",
                "'{name}' and {entry} were decided by {by} on {on}: {said}.",
                name=row.name,
                entry=row.entry,
                by=row.by,
                on=row.on,
                said=row.said,
            )
            remedy = message("parties.name_replaces", "Look at it, then name it with --replaces {id}.", id=row.id)
        super().__init__(Problem(where="decision", what=what, remedy=remedy))


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """The register in one file."""

    path: Path

    def rows(self) -> list[RegisterRow]:
        """Return all rows in the order in which they came; of those that screening left open, none."""
        if not self.path.is_file():
            return []
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return [
                _row(row, number) for number, row in enumerate(table_rows(file), 2) if not is_blank(row.get("same"))
            ]

    def standing(
        self, entries: Iterable[ListedParty], policy: MatchPolicy | None = None, today: date | None = None
    ) -> list[dict[str, str]]:
        """Return the row that counts for each name and entry, the newest first, each with its state.

        The state is holds, escalated, open again (the entry changed since, or is on no list any more), lapsed (its
        last day has passed), waits for a second person, refused (that person said no) or taken back.

        Parameters
        ----------
        entries
            Entries as the lists hold them now: those that names are compared with.
        policy
            Says which answers another person has to confirm; left out, none.
        today
            Day by which a decision may have lapsed; left out, none has.
        """
        digests = {entry.id: digest_of(entry) for entry in entries}
        rows = reversed(_counting(self.rows()).values())
        return [
            {
                **row.to_dict(),
                "second_by": row.second_by,
                "second_on": row.second_on,
                "state": _state(row, digests, policy or MatchPolicy(), today),
            }
            for row in rows
        ]

    def decide(
        self,
        name: str,
        entry: ListedParty,
        answer: DecisionAnswer,
        *,
        by: str,
        on: date,
        basis: str,
        evidence: str = "",
        replaces: str | None = None,
        review_by: str = "",
    ) -> RegisterRow:
        """Add a decision; one that says the same of the same state of the entry is there already, and is returned.

        Parameters
        ----------
        review_by
            Last day on which it holds; afterwards somebody has to decide again. Empty sets none.
        replaces
            Id of the row that the deciding person saw; left out, whatever counts is replaced.

        Raises
        ------
        DecisionConflictError
            If another row counts than the one that is to be replaced, or none.
        FactError
            If nobody is named, or no basis.
        """
        by, basis, review_by = by.strip(), basis.strip(), review_by.strip()
        problems = [
            Problem(where=where, what=message("error.is_empty", "is empty."), remedy=remedy)
            for where, value, remedy in (
                ("by", by, message("parties.name_decider", "Name who decides.")),
                ("basis", basis, message("parties.say_basis", "Say on what it rests: a register, an address, a call.")),
            )
            if not value
        ]
        if review_by and (last := last_day(review_by)) != review_by:
            what = message("error.no_day", "'{value}' is not a day.", value=review_by)
            remedy = message("error.expected_iso_day", "Expected YYYY-MM-DD.")
            problems.append(Problem(where=REVIEW_BY, what=what, remedy=remedy))
        elif review_by and last < on.isoformat():
            what = message("parties.review_past", "{day} is past: the decision would count on no day.", day=review_by)
            remedy = message("parties.review_later", "Name the last day on which it is to count.")
            problems.append(Problem(where=REVIEW_BY, what=what, remedy=remedy))
        if problems:
            raise FactError(problems)
        with self._alone() as file:
            rows = self.rows()
            before = _counting(rows).get((name_key(name), entry.id))
            if replaces is not None and (before is None or before.id != replaces):
                raise DecisionConflictError(name, entry.id, before)
            digest = digest_of(entry)
            same = (ANSWERS[answer], digest, basis, review_by)
            if before is not None and (before.said, before.digest, before.basis, before.review_by) == same:
                return before
            row = RegisterRow(
                id=_next_id(rows, name, entry.id),
                name=name,
                entry=entry.id,
                list=entry.list,
                said=ANSWERS[answer],
                by=by,
                on=on.isoformat(),
                basis=basis,
                digest=digest,
                replaces=before.id if before is not None else "",
                evidence=evidence,
                review_by=review_by,
            )
            self._add(file, row, listed_name=entry.names[0])
            return row

    def undo(self, number: str, *, by: str, on: date, basis: str) -> RegisterRow:
        """Take a decision back: a row that says so.

        Raises
        ------
        FactError
            If no row has the id, it counts no more, or nobody or no basis is named.
        """
        return self._answer(number, UNDONE, by=by.strip(), on=on, basis=basis.strip())

    def second(self, number: str, *, agrees: bool, by: str, on: date, basis: str) -> RegisterRow:
        """Confirm a decision of somebody else, or refuse it, so that it is open again: a row that says so.

        Raises
        ------
        FactError
            If no row has the id, it counts no more or decides nothing, nobody or no basis is named, or it is the same
            person.
        """
        return self._answer(number, CONFIRMED if agrees else REFUSED, by=by.strip(), on=on, basis=basis.strip())

    def _answer(self, number: str, answer: str, *, by: str, on: date, basis: str) -> RegisterRow:
        """Add a row on a decision that counts: that it is taken back, confirmed or refused."""
        where = "undo" if answer == UNDONE else "second"
        with self._alone() as file:
            rows = self.rows()
            by_id = {row.id: row for row in rows}
            found = by_id.get(number)
            if found is None:
                what = message("parties.no_decision_id", "no decision has the id '{id}'.", id=number)
                raise FactError(Problem(where=where, what=what, remedy=did_you_mean(number, by_id)))
            counts = _counting(rows)[name_key(found.name), found.entry]
            if counts.id != number or counts.said in {UNDONE, REFUSED} or (answer == CONFIRMED and counts.second_by):
                raise DecisionConflictError(found.name, found.entry, counts)
            if problem := _unfit(counts, answer, by, basis):
                raise FactError(problem)
            row = RegisterRow(
                id=_next_id(rows, found.name, found.entry),
                name=found.name,
                entry=found.entry,
                list=found.list,
                said=answer,
                by=by,
                on=on.isoformat(),
                basis=basis,
                digest=found.digest,
                replaces=number,
            )
            self._add(file, row, listed_name="")
            return row

    def widen(self) -> None:
        """Give a table that screening wrote the columns of a register; one that has them, or is not there, stays."""
        if not self.path.is_file() or set(REGISTER_COLUMNS) <= set(_header(self.path)):
            return
        rows = [
            row
            for _, row in read_table(
                self.path,
                NEEDED,
                remedy=message(
                    "error.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma")
                ),
            )
        ]
        columns = dict.fromkeys((*(name for row in rows[:1] for name in row), *REGISTER_COLUMNS))
        write_table(self.path, tuple(columns), rows)

    def _with_last_days(self, file: IO[str], columns: tuple[str, ...]) -> tuple[str, ...]:
        """Give a register of an earlier version the column of last days, in its place and under its lock.

        What was there is kept beside it until the whole is written: a register is never half of one.
        """
        before = self.path.with_name(f"{self.path.name}.before")
        before.write_bytes(self.path.read_bytes())
        keep_private(before)
        wide = (*columns, REVIEW_BY)
        with before.open(encoding="utf-8-sig", newline="") as old:
            rows = list(table_rows(old))
        text = StringIO()
        TableWriter(text, wide).write_all({**row, REVIEW_BY: ""} for row in rows)
        file.truncate(0)
        file.write(text.getvalue())
        file.flush()
        before.unlink()
        return wide

    @contextmanager
    def _alone(self) -> Iterator[IO[str]]:
        """Hold the register alone, open for adding; the lock falls with the process.

        A new one has its header at once: what is refused then leaves a table without rows, and no file that nobody can
        read.
        """
        import fcntl

        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        with self.path.open("a", encoding="utf-8", newline="") as file:
            if is_new:
                keep_private(self.path)
            fcntl.flock(file, fcntl.LOCK_EX)
            if not os.fstat(file.fileno()).st_size:
                TableWriter(file, REGISTER_COLUMNS)
                file.flush()
            yield file

    def _add(self, file: IO[str], row: RegisterRow, *, listed_name: str) -> None:
        columns = _header(self.path)
        if REVIEW_BY not in columns and row.review_by and set(REGISTER_COLUMNS) - {REVIEW_BY} <= set(columns):
            columns = self._with_last_days(file, columns)
        lacking = [name for name in REGISTER_COLUMNS if name not in {*columns, REVIEW_BY}]
        if lacking:
            what = message(
                "parties.lacks_columns",
                "has no column {columns}, so it cannot be added to.",
                columns=joined(lacking, "comma"),
            )
            remedy = message(
                "parties.table_of_screening",
                "It is a table of one screening: read it with --matches, and keep decisions in the register.",
            )
            raise FactError(Problem(where=str(self.path), what=what, remedy=remedy))
        text = StringIO()
        writer = TableWriter(text, columns)
        text.truncate(text.seek(0))
        writer.write({**row.to_dict(), "listed_name": listed_name})
        # An editor may have left the last line open; a row that follows would become part of it.
        file.write(text.getvalue() if _is_closed(self.path) else f"\n{text.getvalue()}")
        file.flush()


def entry_of_id(number: str, entries: Iterable[ListedParty], *, hint: str) -> ListedParty:
    """Find an entry by its id.

    Parameters
    ----------
    hint
        What tells the ids of entries, where none is near.

    Raises
    ------
    FactError
        If no list holds it; with the nearest.
    """
    known = {entry.id: entry for entry in entries}
    if number not in known:
        what = message("parties.no_entry", "no list has an entry '{entry}'.", entry=number)
        raise FactError(Problem(where="entry", what=what, remedy=did_you_mean(number, known) or hint))
    return known[number]


def _unfit(row: RegisterRow, answer: str, by: str, basis: str) -> Problem | None:
    """Say why a decision cannot be taken back, confirmed or refused by somebody; None if it can."""
    if not by or not basis:
        remedy = (
            message("parties.say_who_takes_back", "Say who takes it back, and why.")
            if answer == UNDONE
            else message("parties.say_who_confirms", "Say who confirms or refuses it, and on what ground.")
        )
        what = message("parties.by_or_basis_empty", "by or basis is empty.")
        return Problem(where="undo" if answer == UNDONE else "second", what=what, remedy=remedy)
    if answer == UNDONE:
        return None
    if row.said == ESCALATED:
        what = message("parties.nothing_to_confirm", "it is escalated: nothing is decided yet.")
        return Problem(where="second", what=what, remedy=message("parties.decide_first", "Decide it first."))
    if by.casefold() == row.by.strip().casefold():
        what = message("parties.same_person", "{by} decided it: another person has to confirm it.", by=row.by)
        return Problem(
            where="second", what=what, remedy=message("parties.ask_other", "Ask somebody else to look at it.")
        )
    return None


def _counting(rows: Iterable[RegisterRow]) -> dict[_Key, RegisterRow]:
    """Return the row that counts for each name and entry, the oldest first; one that was taken back counts as such.

    A row in which another person confirms a decision is told with that decision, and does not take its place.
    """
    found: dict[_Key, RegisterRow] = {}
    for row in rows:
        key = name_key(row.name), row.entry
        before = found.pop(key, None)  # a key that is only set again keeps its old place
        if row.said == CONFIRMED:
            if before is not None:
                is_of_it = before.id == row.replaces
                found[key] = replace(before, second_by=row.by, second_on=row.on) if is_of_it else before
            continue
        found[key] = row
    return found


def _state(row: RegisterRow, digests: Mapping[str, str], policy: MatchPolicy, today: date | None) -> str:
    if row.said == UNDONE:
        return "taken back"
    if row.said == REFUSED:
        return REFUSED_STATE
    if digests.get(row.entry) != row.digest:
        return "open again"
    if has_lapsed(row.review_by, today):
        return LAPSED
    if row.said == ESCALATED:
        return ESCALATED
    answer: DecisionAnswer = "same" if row.said == ANSWERS["same"] else "not_same"
    return SECOND if policy.needs_second(answer) and not row.second_by else "holds"


def _next_id(rows: list[RegisterRow], name: str, entry: str) -> str:
    """Return an id that no row has: the place in the register, and what it is about."""
    content = f"{len(rows)}\0{name}\0{entry}".encode()
    return f"d{hashlib.sha256(content).hexdigest()[:9]}"


def _is_closed(path: Path) -> bool:
    """Tell whether the last line of a file that is not empty has its end."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) in {b"\n", b"\r"}


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(header_rows(file).fieldnames or ())


def _row(row: Mapping[str, str], number: int) -> RegisterRow:
    return RegisterRow(
        id=row.get("id") or f"row {number}",
        name=row["name"],
        entry=row["entry"],
        list=row.get("list", ""),
        said=row["same"].strip().lower(),
        by=row["by"],
        on=row["on"],
        basis=row.get("basis", ""),
        digest=row["digest"],
        replaces=row.get("replaces", ""),
        evidence=row.get("evidence", ""),
        review_by=row.get(REVIEW_BY, ""),
    )
