"""Buttons beside a hit: a person says whether a name is that party, on whatever page the hit stands."""

from __future__ import annotations

from sekisho.errors import FactError, Problem
from sekisho.law.model.match_policy import DecisionAnswer
from sekisho.web.accounts.principal import Role
from sekisho.web.register import decide, second, undo
from sekisho.web.request_context import RequestContext

_ANSWERS: dict[str, DecisionAnswer] = {"same": "same", "not_same": "not_same", "escalated": "escalated"}


def take_decision(visit: RequestContext) -> None:
    """Keep what the form beside a hit says, if it was sent; the page that follows shows what came of it.

    Raises
    ------
    FactError
        If nobody or no ground is named, or the server keeps no register.
    """
    said = visit.text("decide") if visit.posted else ""
    if said not in {*_ANSWERS, "undo", "confirm", "refuse"}:
        return
    visit.person.need(Role.REVIEW)
    by, basis = visit.person.name or visit.text("decide_by"), visit.text("decide_basis")
    missing = (("decide_by", by, "decide_by"), ("decide_basis", basis, "basis_missing"))
    problems = [Problem(where=where, what=visit.words(says)) for where, value, says in missing if not value]
    if problems:
        raise FactError(problems)
    if said == "undo":
        undo(visit.settings, visit.text("decide_id"), by=by, basis=basis)
    elif said in {"confirm", "refuse"}:
        second(visit.settings, visit.text("decide_id"), agrees=said == "confirm", by=by, basis=basis)
    else:
        name, entry = visit.text("decide_name"), visit.text("decide_entry")
        until = visit.text("decide_until")
        decide(visit.settings, name, entry, _ANSWERS[said], by=by, basis=basis, review_by=until)
