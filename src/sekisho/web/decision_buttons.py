"""Buttons beside a hit: a person says whether a name is that party, on whatever page the hit stands.

A page of one hit sends `decide`, `decide_name`, `decide_entry` and `decide_basis`. A desk of many is one form, so that
who decides is written once: its buttons name their row, as `not_same.3`, and its fields too, as `decide_name.3`. A
button of a group names the rows that it decides in `decide_rows.g0`; they share one ground.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.law.model.match_policy import DecisionAnswer
from sekisho.parties.folding import name_key
from sekisho.parties.index import parties_of
from sekisho.parties.register_file import SECOND, DecisionConflictError, RegisterRow
from sekisho.parties.review_decisions import ESCALATED
from sekisho.web.accounts.principal import Role
from sekisho.web.register import decide, register_in, rows_now, second, undo
from sekisho.web.request_context import RequestContext

_ANSWERS: Final[dict[str, DecisionAnswer]] = {"same": "same", "not_same": "not_same", "escalated": "escalated"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDecision:
    """What a press of a button left in the register.

    Parameters
    ----------
    button
        same, not_same, escalated, confirm, refuse or undo.
    rows
        Rows that were added, one a name.
    """

    button: str
    rows: tuple[RegisterRow, ...]


def take_decision(visit: RequestContext) -> TakenDecision | None:
    """Keep what the buttons beside hits say, if one was pressed; the page that follows shows what came of it.

    Raises
    ------
    FactError
        If nobody or no ground is named, or the server keeps no register; nothing is kept then.
    DecisionConflictError
        If somebody else decided since the page was shown; nothing is kept then either.
    """
    button, _, place = (visit.text("decide") if visit.posted else "").partition(".")
    if button not in {*_ANSWERS, "undo", "confirm", "refuse"}:
        return None
    visit.person.need(Role.REVIEW)
    at = f".{place}" if place else ""
    by, basis = visit.person.name or visit.text("decide_by"), visit.text(f"decide_basis{at}")
    missing = (("decide_by", by, "decide_by"), (f"decide_basis{at}", basis, "basis_missing"))
    problems = [Problem(where=where, what=visit.words(says)) for where, value, says in missing if not value]
    if problems:
        raise FactError(problems)
    until = visit.text(f"decide_until{at}")
    places = visit.text(f"decide_rows{at}").split() if place.startswith("g") else [place]
    if button in _ANSWERS:
        for number in places:
            ends = f".{number}" if number else ""
            said = [visit.text(f"{field}{ends}") for field in ("decide_name", "decide_entry", "decide_id")]
            _check_seen(visit, *said)
    rows = [_kept(visit, button, f".{number}" if number else "", by=by, basis=basis, until=until) for number in places]
    return TakenDecision(button=button, rows=tuple(rows))


def _kept(visit: RequestContext, button: str, at: str, *, by: str, basis: str, until: str) -> RegisterRow:
    """Keep what is said of one row of a page."""
    number = visit.text(f"decide_id{at}")
    if button == "undo":
        return undo(visit.settings, number, by=by, basis=basis)
    if button in {"confirm", "refuse"}:
        return second(visit.settings, number, agrees=button == "confirm", by=by, basis=basis)
    name, entry = visit.text(f"decide_name{at}"), visit.text(f"decide_entry{at}")
    return decide(visit.settings, name, entry, _ANSWERS[button], by=by, basis=basis, review_by=until)


def taken_says(taken: TakenDecision, visit: RequestContext) -> str:
    """Say what was kept, in the language of the page."""
    first = taken.rows[0]
    entry = parties_of(visit.library).by_id.get(first.entry)
    party = entry.name_in(visit.language) if entry is not None else first.entry
    names = " · ".join(dict.fromkeys(row.name for row in taken.rows))
    return visit.words(f"taken_{taken.button}", names=names, party=party)


def typed_in(visit: RequestContext, taken: TakenDecision | None) -> Callable[[str], str]:
    """Return what stands in a field of a desk: as it was typed, until it was kept; who decides stays."""

    def typed(field: str) -> str:
        return visit.text(field) if visit.posted and (taken is None or field == "decide_by") else ""

    return typed


def _check_seen(visit: RequestContext, name: str, entry: str, seen: str) -> None:
    """Refuse to decide over the head of somebody who decided since the page was shown.

    Raises
    ------
    DecisionConflictError
        If another person's decision counts than the one that the page showed.
    """
    by = visit.person.name or visit.text("decide_by")
    standing = (row for row in rows_now(visit.settings) if row["state"] in {"holds", ESCALATED, SECOND})
    for row in standing:
        if row["entry"] == entry and name_key(row["name"]) == name_key(name) and row["id"] != seen and row["by"] != by:
            counts = next(said for said in register_in(visit.settings).rows() if said.id == row["id"])
            raise DecisionConflictError(name, entry, counts)
