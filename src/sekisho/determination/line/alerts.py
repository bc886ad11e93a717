"""Hits on held lists that stand in an answer, whatever the clauses say of them.

Whoever is named on a held list, or may be, is told in every answer, and while one is, the headline is never the plain
"no licence required". A list of the PRC whose law is held as names alone and judged by no clause is unknown law: it
raises the ceiling to prohibited. Law of other states and lists of the user's own move no level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass, with_late
from sekisho.determination.core.outcome import FREE_WITH_ALERT, Determination, Outcome, Verdict
from sekisho.i18n.list_names import PartyListText, entry_name_as
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName, ListId
from sekisho.law.model.effects import ListingEffect, effect_of
from sekisho.law.model.fact import UNKNOWN, FactValue, Unknown, fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Zone
from sekisho.message import LawText, Text, joined, message
from sekisho.parties.answer import Hit
from sekisho.parties.index import PartyIndex, parties_of

ROLES: Final = tuple(map(FactName, ("exporter", "importer", "intermediate_consignee", "end_user")))
STANDS: Final = frozenset({"in_force", "paused", "unknown"})
"""States of a listing that still stands; of lists that nobody judges here, one that has not ended stands."""
PRC: Final = "cn/"
_NOT_JUDGED: Final = frozenset({"foreign", "own"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A hit on a held list.

    Parameters
    ----------
    full, name
        The entry's own name, and the name of it that was found, which may be a short one.
    effect
        What the list does; empty if nobody says.
    raises
        The law of the list is not judged here and may bar the line.
    """

    role: FactName
    entity: str
    list: ListId
    full: str
    name: str
    zone: Zone
    effect: str
    state: str
    raises: bool = False

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON."""
        plain = {"role": str(self.role), "entity": self.entity, "list": str(self.list), "zone": str(self.zone)}
        return {**plain, "effect": self.effect, "name": self.name, "state": self.state}


def alerts_of(facts: Mapping[FactName, FactValue], parties: PartyIndex, day: date) -> tuple[Alert, ...]:
    """Gather the hits of all parties of a line that stand on a day: the exporter first, of each the gravest first."""
    named = [role for role in ROLES if facts.get(role, UNKNOWN) is not UNKNOWN]
    return tuple(alert for role in named for alert in alerts_in(role, facts[role], parties, day)) if named else ()


def alerts_in(role: FactName, party: FactValue, parties: PartyIndex, day: date) -> Iterator[Alert]:
    """Go through the hits of one party that stand on a day.

    Who surely stands on a list in force is not told to be perhaps another entry of lists that do the same: neither the
    body above it, nor a unit of its own.
    """
    if isinstance(party, Unknown) or party == "none":
        return
    standing = [
        (hit, effect, state)
        for hit, effect, state in (
            (hit, effect_of(hit.list, parties.effects), parties.state(hit.entry, day))
            for hit in parties.whom(str(party)).hits
            if hit.zone != "none"
        )
        if state in STANDS or (state != "ended" and _is_elsewhere(hit.list, effect))
    ]
    surely = {effect.kind for hit, effect, state in standing if effect is not None and _counts(hit, effect, state)}
    for hit, effect, state in standing:
        if hit.zone == "match" or effect is None or not effect.encoded or effect.kind not in surely:
            yield _alert(role, hit, effect, state, parties)


def _counts(hit: Hit, effect: ListingEffect, state: str) -> bool:
    """Tell whether a hit is sure, and its listing in force and judged by clauses."""
    return hit.zone == "match" and state == "in_force" and effect.encoded


def _alert(role: FactName, hit: Hit, effect: ListingEffect | None, state: str, parties: PartyIndex) -> Alert:
    return Alert(
        role=role,
        entity=hit.entity,
        list=hit.list,
        full=hit.entry.names[0],
        name=hit.name,
        zone=hit.zone,
        effect=effect.kind if effect is not None else "",
        state=state,
        raises=not _is_elsewhere(hit.list, effect) and not _is_judged(hit.list, effect, parties),
    )


def _is_elsewhere(name: ListId, effect: ListingEffect | None) -> bool:
    """Tell whether a list is of another law than that of the PRC, or of the user's own."""
    return effect.kind in _NOT_JUDGED if effect is not None else not name.startswith(PRC)


def _is_judged(name: ListId, effect: ListingEffect | None, parties: PartyIndex) -> bool:
    """Tell whether clauses judge a list: as its effect says, or because one asks for it."""
    if effect is not None:
        return effect.encoded
    return name in parties.measures or name in parties.clauses


def alerted(verdict: Verdict, alerts: Iterable[Alert]) -> Verdict:
    """Let hits that stand go into a verdict: law that is not judged raises the ceiling, and none is plainly free."""
    given = tuple(alerts)
    if not given:
        return verdict
    ceiling = Outcome.PROHIBITED if any(alert.raises for alert in given) else verdict.ceiling
    return replace(verdict, ceiling=ceiling, alert=True)


def with_alerts(answer: Determination, facts: Mapping[FactName, FactValue], library: Library) -> Determination:
    """Let the hits on held lists of all parties go into an answer, under every reading and in every branch."""
    alerts = alerts_of(facts, parties_of(library), law_on(library, answer.as_of).day)
    if not alerts:
        return answer
    late = {
        "by_reading": lambda: {name: alerted(verdict, alerts) for name, verdict in answer.by_reading.items()},
        "branches": lambda: tuple(
            replace(branch, verdict=alerted(branch.verdict, alerts)) for branch in answer.branches
        ),
        "cautions": lambda: (*alert_cautions(alerts, library), *answer.cautions),
        "alerts": lambda: tuple(alert.to_dict() for alert in alerts),
    }
    return with_late(answer, late, verdict=alerted(answer.verdict, alerts))


def spoken(answer: Determination) -> Mapping[str, str] | None:
    """Return the hit that the headline says: of lists that clauses judge the outcome speaks, unless it is free."""
    if answer.verdict.headline == FREE_WITH_ALERT:
        return answer.alerts[0]
    return next((one for one in answer.alerts if one["effect"] in _NOT_JUDGED), None)


def alert_cautions(alerts: Iterable[Alert], library: Library) -> Iterator[str]:
    """Say of each hit on which list the party is, or may be, and what that does."""
    for alert in alerts:
        effect = effect_of(alert.list, library.effects)
        sentences: list[str] = [_listing(alert, library), _RESTS.get(alert.state, "")]
        if effect is not None:
            sentences.append(LawText(effect.in_words("en")))
            if effect.kind == "individual_licence" and alert.role not in _OF_WHOM_IT_SPEAKS:
                sentences.append(_ANOTHER_ROLE)
        if alert.raises:
            sentences.append(_UP_TO_PROHIBITED)
        yield joined(sentences, "sentence")


def _listing(alert: Alert, library: Library) -> Text:
    """Say that a party is on a list, or may be."""
    role, listing = fact_label(alert.role), PartyListText(alert.list)
    name = entry_name_as(parties_of(library).by_id.get(alert.entity), alert.full)
    if alert.zone == "match":
        return message("caution.listed", "{role}: is on {listing} as “{name}”.", role=role, listing=listing, name=name)
    return message(
        "caution.may_be_listed", "{role}: may be on {listing} as “{name}”.", role=role, listing=listing, name=name
    )


_OF_WHOM_IT_SPEAKS: Final = frozenset({"importer", "end_user"})
"""Whom Art. 26 of Decree 792 names; a watch-listed body in another role asks for no licence of its own."""
_ANOTHER_ROLE: Final = message(
    "caution.another_role",
    "The list is of importers and end users, and here it is neither: find out whether that is true.",
)
_UP_TO_PROHIBITED: Final = message(
    "caution.up_to_prohibited", "This law is on file and not judged here, so the answer may be up to prohibited."
)
_RESTS: Final = {
    "paused": message("caution.list_paused", "What the list bars is paused on the day."),
    "unknown": message("caution.list_unknown", "Whether the listing applies on the day is not known."),
}
