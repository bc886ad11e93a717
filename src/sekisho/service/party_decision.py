"""Whether a party of a line is the listed one, answered in place: which names wait for it, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from sekisho.determination.core.inputs import parties_of
from sekisho.errors import FactError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, digest_of


def reviews_of(library: Library, facts: Mapping[str, object]) -> list[tuple[str, ListedParty]]:
    """Return the entries to review, or decided, of the parties of a line, with the name of each."""
    index = parties_of(library)
    names = [
        str(value)
        for name, value in facts.items()
        if name in library.facts and library.facts[name].kind == "party" and str(value) not in {"none", "unknown"}
    ]
    found = [(name, hit) for name in names for hit in index.whom(name).hits]
    return [(name, hit.entry) for name, hit in found if hit.zone == "review" or hit.decision is not None]


def answers_on(
    said: Mapping[str, bool], library: Library, facts: Mapping[str, object], *, by: str, on: date, basis: str
) -> tuple[Decision, ...]:
    """Return what is said of entries as decisions on the names of a line.

    Raises
    ------
    FactError
        For each entry that no party of the line may be.
    """
    known: dict[str, list[tuple[str, ListedParty]]] = {}
    for name, entry in reviews_of(library, facts):
        known.setdefault(entry.id, []).append((name, entry))
    problems = [
        Problem(
            where=f"same.{entry}",
            what=f"no party of the line is to be compared with '{entry}'.",
            remedy=f"To review: {', '.join(known) or 'none'}.",
        )
        for entry in said
        if entry not in known
    ]
    if problems:
        raise FactError(problems)
    return tuple(
        Decision(name=name, entry=entry.id, same=same, by=by, on=on, digest=digest_of(entry), basis=basis, where="same")
        for meant, same in said.items()
        for name, entry in known[meant]
    )


def with_decisions(library: Library, made: Iterable[Decision]) -> Library:
    """Return the library with decisions that go before those it has on the same names and entries."""
    made = tuple(made)
    keys = {(one.name, one.entry) for one in made}
    before = (one for one in library.identity.decisions if (one.name, one.entry) not in keys)
    return replace(library, identity=replace(library.identity, decisions=(*before, *made)))
