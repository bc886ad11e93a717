"""Reviewers' decisions on names (`matches.csv`): kept, dated, attributable, and open again when the entry changes.

The same table goes both ways: screening writes into it what is to be reviewed, a person fills `same`, `by` and `on`,
and from then on the decision is used wherever that name and that entry meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem
from sekisho.files.formats import whole_file
from sekisho.files.formulas import TableWriter
from sekisho.files.text_tables import read_table
from sekisho.law.model.fact import is_blank
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import ANSWERS, DIGITS, Decision, digest_of
from sekisho.message import joined, message
from sekisho.parties.folding import name_key

if TYPE_CHECKING:
    from sekisho.parties.answer import Identification

COLUMNS: Final = (
    "name",
    "entry",
    "list",
    "listed_name",
    "score",
    "zone",
    "reasons",
    "same",
    "by",
    "on",
    "basis",
    "digest",
)
NEEDED: Final = ("name", "entry", "same", "by", "on", "digest")
YES: Final = frozenset({"yes", "y", "true", "1", "はい", "是"})
NO: Final = frozenset({"no", "n", "false", "0", "いいえ", "否"})
ESCALATED: Final = "escalated"
UNDONE: Final = "undone"
CONFIRMED, REFUSED = "confirmed", "refused"
"""What stands in place of an answer in a row that takes a decision back, or in which another person confirms or refuses
the decision that it names under `replaces` (see `register_file`)."""


_GONE: Final = message("parties.on_no_list", "it is on no list any more")
_CHANGED: Final = message("parties.entry_changed", "the entry was changed since")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Decisions of a table.

    Parameters
    ----------
    kept
        Those that hold.
    reopened
        Those whose entry was changed or taken off the list since, or whose last day has passed; with what changed.
    """

    kept: tuple[Decision, ...] = ()
    reopened: tuple[tuple[Decision, str], ...] = ()


def last_day(text: str) -> str:
    """Return a day as YYYY-MM-DD; empty if it is none.

    >>> last_day("2027/3/31"), last_day("soon")
    ('2027-03-31', '')
    """
    try:
        return date(*map(int, re.split(r"[-/.]", text.strip()))).isoformat()
    except (ValueError, TypeError):
        return ""


def has_lapsed(review_by: str, today: date | None) -> bool:
    """Tell whether the last day of a decision has passed; one that cannot be read has, and somebody looks at it."""
    return bool(review_by.strip()) and today is not None and last_day(review_by) < today.isoformat()


def read_decisions(path: Path, entries: Iterable[ListedParty], today: date | None = None) -> Decisions:
    """Read a table of decisions; rows in which nothing is decided are waiting, and are passed over.

    Parameters
    ----------
    today
        Day by which a decision may have lapsed; left out, none has.

    Raises
    ------
    FactError
        If a column is missing, a decided row has no person or no day, or two rows contradict each other; with all
        problems.
    BookError
        If the file is no table.
    """
    by_id = {entry.id: entry for entry in entries}
    kept: dict[tuple[tuple[str, ...], str], Decision] = {}
    reopened: list[tuple[Decision, str]] = []
    problems: list[Problem] = []
    columns = message("error.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma"))
    rows = [(where, row) for where, row in read_table(path, NEEDED, remedy=columns) if not is_blank(row["same"])]
    key_of = _keys(row for _, row in rows)
    for where, row in rows:
        decision, faults = _decision(row, where)
        problems += faults
        if decision is None:
            continue
        key = key_of(decision)
        answer = row["same"].strip().lower()
        if answer == CONFIRMED:
            if (first := kept.get(key)) is not None and first.id == row.get("replaces"):
                kept[key] = replace(first, second_by=decision.by)
            continue
        is_undone = answer in {UNDONE, REFUSED}
        if is_undone or row.get("replaces"):
            kept.pop(key, None)
            reopened = [one for one in reopened if key_of(one[0]) != key]
        if is_undone:
            continue
        before = kept.setdefault(key, decision)
        if before.answer != decision.answer:
            what = message(
                "parties.decided_otherwise",
                "'{name}' and {entry} are decided otherwise in {where}.",
                name=decision.name,
                entry=decision.entry,
                where=before.where,
            )
            problems.append(Problem(where=where, what=what, remedy=message("error.keep_one", "Keep one of the two.")))
        entry = by_id.get(decision.entry)
        if entry is None or digest_of(entry) != decision.digest:
            reopened.append((decision, _GONE if entry is None else _CHANGED))
        elif has_lapsed(review_by := row.get("review_by", ""), today):
            lapsed = message("parties.lapsed", "its last day, {day}, has passed", day=review_by)
            reopened.append((decision, lapsed))
    if problems:
        raise FactError(problems)
    open_again = {key_of(one) for one, _ in reopened}
    return Decisions(kept=tuple(one for key, one in kept.items() if key not in open_again), reopened=tuple(reopened))


def _keys(rows: Iterable[Mapping[str, str]]) -> Callable[[Decision], tuple[tuple[str, ...], str]]:
    """Return what tells whether two decisions are on one name and entry.

    Names are folded only where an entry has several: to fold one takes the table of legal forms, and a line on which
    nobody is screened needs none.
    """
    spelt: dict[str, set[str]] = {}
    for row in rows:
        spelt.setdefault(row["entry"].strip(), set()).add(row["name"])
    several = {entry for entry, names in spelt.items() if len(names) > 1}
    return lambda one: (name_key(one.name) if one.entry in several else (one.name,), one.entry)


def _decision(row: Mapping[str, str], where: str) -> tuple[Decision | None, list[Problem]]:
    problems = []
    said = row["same"].strip().lower()
    if said not in YES | NO | {ESCALATED, UNDONE, CONFIRMED, REFUSED}:
        what = message("error.no_answer", "'{value}' is not an answer.", value=row["same"])
        problems.append(
            Problem(
                where=f"{where}: same",
                what=what,
                remedy=message("parties.expected_decision", "Expected yes, no or escalated."),
            )
        )
    problems += [
        Problem(where=f"{where}: {column}", what=message("error.is_empty", "is empty."), remedy=remedy)
        for column, remedy in (
            ("name", message("parties.keep_name", "Keep the name as it was screened.")),
            ("entry", message("parties.keep_entry", "Keep the id of the entry, such as jp-ecl-a05.")),
            ("by", message("error.name_who_decided", "Name who decided.")),
            ("digest", message("parties.keep_digest", "Keep what screening wrote: it tells when the entry changes.")),
        )
        if is_blank(row[column])
    ]
    try:
        on = date(*map(int, re.split(r"[-/.]", row["on"].strip())))
    except (ValueError, TypeError):
        problems.append(
            Problem(
                where=f"{where}: on",
                what=message("error.no_day", "'{value}' is not a day.", value=row["on"]),
                remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
            )
        )
    if problems:
        return None, problems
    decision = Decision(
        name=row["name"],
        entry=row["entry"].strip(),
        same=said in YES,
        escalated=said == ESCALATED,
        id=row.get("id", "") or "",
        by=row["by"].strip(),
        on=on,
        digest=row["digest"].strip(),
        basis=row.get("basis", "").strip(),
        where=where,
    )
    return decision, []


def write_reviews(path: Path, found: Iterable[Identification]) -> int:
    """Write what is to be reviewed into a table, each name and entry once; returns the number of rows.

    The table is written beside its place and moved there when it is whole.
    """
    seen: set[tuple[str, str]] = set()
    with whole_file(path) as file:
        rows = TableWriter(file, COLUMNS)
        for one in found:
            for row in review_rows(one):
                key = one.query, str(row.get("entry", ""))
                if key not in seen:
                    seen.add(key)
                    rows.write(row)
    return len(seen)


def review_rows(found: Identification) -> Iterator[dict[str, object]]:
    """Go through the rows of a name: why it names nobody, and each entry at review or match, or that was decided."""
    if found.problem:
        yield {"name": found.query, "zone": "review", "reasons": found.problem}
    for hit in found.hits:
        decision = hit.decision
        if hit.zone == "none" and decision is None:
            continue
        yield {
            "name": found.query,
            "entry": hit.entity,
            "list": hit.list,
            "listed_name": hit.name,
            "score": "" if hit.score is None else round(hit.score, DIGITS),
            "zone": hit.zone,
            "reasons": "; ".join(map(str, hit.reasons)),
            "same": "" if decision is None else ANSWERS[decision.answer],
            "by": "" if decision is None else decision.by,
            "on": "" if decision is None else decision.on.isoformat(),
            "basis": "" if decision is None else decision.basis,
            "digest": hit.digest,
        }
