"""What people decided of names, and how it goes before what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, Identity, Zone, digest_of
from sekisho.parties.answer import SEVERITY, Hit
from sekisho.parties.folding import name_key
from sekisho.parties.reason import Reason


@dataclass(frozen=True)
class Register:
    """What people decided of names and entries, as far as it holds: the entry is as it was then.

    Parameters
    ----------
    decisions
        The newest last; of two on one name and entry the last counts.
    """

    decisions: tuple[Decision, ...] = ()

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, ...], Mapping[str, Decision]]:
        """The decisions by folded name and legal form: what was decided of an Inc. says nothing of a GmbH."""
        by_name: dict[tuple[str, ...], dict[str, Decision]] = {}
        for decision in self.decisions:
            by_name.setdefault(name_key(decision.name), {})[decision.entry] = decision
        return by_name

    def of(self, name: str) -> Mapping[str, Decision]:
        """Return what was decided of a name, by entry; names are folded when the first one is asked for."""
        return self._by_name.get(name_key(name), {}) if self.decisions else {}


def register_of(identity: Identity, entries: Iterable[ListedParty]) -> Register:
    """Return the decisions that hold: those whose entry is as it was when it was decided.

    One that another person has to confirm, and has not, is marked so.
    """
    if not identity.decisions:
        return Register()
    states = {entry.id: digest_of(entry) for entry in entries}
    return Register(
        tuple(
            replace(decision, pending=identity.policy.needs_second(decision.answer) and not decision.second_by)
            for decision in identity.decisions
            if states.get(decision.entry) == decision.digest
        )
    )


def by_decisions(hits: Sequence[Hit], decisions: Mapping[str, Decision], *, below: bool) -> tuple[Hit, ...]:
    """Let what people decided go before what was found, the gravest first; what they ruled out stays in sight.

    Parameters
    ----------
    decisions
        Of the name, by entry.
    below
        Whether hits below review are kept too.
    """
    settled = [_as_decided(hit, decisions[hit.entry.id]) if hit.entry.id in decisions else hit for hit in hits]
    shown = (hit for hit in settled if below or hit.zone != "none" or hit.decision or hit.relation == "namesake")
    return tuple(sorted(shown, key=_gravity))


def _gravity(hit: Hit) -> tuple[int, bool, float, str]:
    """Return by what hits are ordered: the gravest zone first, and in it what was escalated."""
    waits = hit.decision is not None and hit.decision.escalated
    return -SEVERITY[hit.zone], not waits, -(hit.score if hit.score is not None else 1.0), hit.entry.id


def _as_decided(hit: Hit, decision: Decision) -> Hit:
    awaited = ", not yet confirmed by a second person" if decision.pending else ""
    who = f"by {decision.by} on {decision.on.isoformat()}{awaited}"
    reasons = (*hit.reasons, Reason(kind="decided", asked=who, listed=decision.basis), *_without_effect(hit, decision))
    zone: Zone = "match" if decision.same and not decision.escalated else "none"
    if decision.escalated or decision.pending:  # until somebody else answers, what was found stands, and is looked at
        zone = "match" if hit.zone == "match" else "review"
    elif any(reason.kind in VOID for reason in reasons):
        zone = hit.zone
    return replace(hit, zone=zone, decision=decision, reasons=reasons)


VOID: Final = frozenset({"number_stands", "basis_lacks"})
"""Kinds of reasons for which a decision that a name is another party does not count."""


def _without_effect(hit: Hit, decision: Decision) -> tuple[Reason, ...]:
    """Say why a decision that an equal name is another party does not count; nothing if it does.

    A number is that of one legal person, and a name that is equal is cleared by no word without a ground.
    """
    if decision.answer != "not_same" or hit.zone != "match":
        return ()
    number = hit.number
    if number:
        return (Reason(kind="number_stands", asked=number),)
    return () if decision.basis.strip() else (Reason(kind="basis_lacks", asked=hit.name),)
