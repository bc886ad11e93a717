"""The desk of a screening: a row a name, the gravest first, each with what it may be, side by side, and who decided.

A name that was asked many times, however it is spelt, is one row: one decision holds for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import short_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ANSWERS, Decision
from sekisho.law.model.measure import MeasureState
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.parties.answer import Hit, Identification
from sekisho.parties.folding import name_key
from sekisho.parties.listings import ListingOnDay, listing_of
from sekisho.parties.name_pair import field_pairs
from sekisho.present.hit_signs import NOT_FOUND, sign_of, sign_of_all
from sekisho.present.names.group import (
    GROUP_STEP,
    ListedRelative,
    group_head,
    listed_relatives,
    more_on,
    place_step,
)
from sekisho.present.names.pair import PairRow, pair_rows
from sekisho.present.party_queue import ANSWERS as ANSWER_WORDS
from sekisho.present.party_queue import STATES as QUEUE_STATES
from sekisho.present.screening import STATES, reason_words, zone_text

NEAR, LIKE = 0.95, 0.88
"""Scores from which a name is called nearly the same, and very similar. A guess: the words help to read the number, and
decide nothing; the number stands beside them."""
_GRAVITY: Final = {"■": 0, "▲": 1, "◆": 2, NOT_FOUND: 3}
_FEW_REASONS: Final = 3
"""Reasons that stand in the row itself; all of them stand beside the two names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HitOnDesk:
    """A listed party that a name is, may be, or is not, beside the name.

    Parameters
    ----------
    party, listed, effect
        Its name; by what and since when it is listed; what that does.
    likeness, reasons
        The score in words, and why.
    needs
        What a person can do (see `Hit.needs`); empty is nothing.
    decided
        What was decided, by whom and when; empty if nobody did.
    """

    hit: Hit
    sign: str
    party: str
    listed: str
    effect: str
    likeness: str
    reasons: tuple[str, ...]
    pairs: tuple[PairRow, ...]
    needs: str
    decided: str

    @property
    def decision(self) -> str:
        """The id of the decision that counts; empty if there is none."""
        return self.hit.decision.id if self.hit.decision is not None else ""

    @property
    def basis(self) -> str:
        """On what it rests."""
        return self.hit.decision.basis if self.hit.decision is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeOnDesk:
    """A firm that stands near a name: a listed company of its group, or the head of that group.

    Parameters
    ----------
    sign, list
        What its list does, and which that is; empty for the head.
    """

    party: str
    name: str
    sign: str = ""
    list: str = ""

    @property
    def has_page(self) -> bool:
        """Whether its id is one that an address may hold."""
        return "/" not in self.party


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """A name as the screening desk shows it, with the entry that it most likely is.

    Parameters
    ----------
    place
        Where it stands among the names asked for, from 0.
    times, spellings
        How often it was asked, and how else it was written.
    verdict
        Listed, possible match, not found, or why it cannot be screened.
    lead
        The hit that is told in the row; None if there is none.
    others
        Further hits.
    why
        Why it may be the party, in a few words.
    firms
        Firms that it is or may be part of; the name of each leads to more on it.
    group, group_head, steps
        The companies of their group that are listed, the words that open them, and what to do.
    """

    place: int
    name: str
    times: int
    spellings: tuple[str, ...]
    sign: str
    zone: str
    verdict: str
    lead: HitOnDesk | None
    others: tuple[HitOnDesk, ...]
    why: str
    firms: tuple[RelativeOnDesk, ...]
    group: tuple[RelativeOnDesk, ...]
    group_head: str
    steps: tuple[str, ...]
    found: Identification

    @property
    def waits(self) -> bool:
        """Tell whether a person has to say something of it."""
        hits = [self.lead, *self.others] if self.lead is not None else []
        return any(hit.needs in {"decide", "second"} for hit in hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDesk:
    """All names asked for, the gravest first, under a title that counts them."""

    title: str
    rows: tuple[NameRow, ...]


def name_desk(
    found: Sequence[Identification],
    library: Library,
    day: date,
    *,
    language: str,
    territory: str = "",
    identifiers: Sequence[str] = (),
) -> NameDesk:
    """Tell names and what the lists say of them, the gravest first.

    Parameters
    ----------
    territory, identifiers
        Seat and numbers that were stated with the names.
    """
    words = Translator(language, ("report",), teller_of(library, language))
    same: dict[tuple[str, ...], list[tuple[int, Identification]]] = {}
    for place, each in enumerate(found):
        same.setdefault((*name_key(each.query), each.zone, each.problem), []).append((place, each))

    def on_desk(hit: Hit, answer: Identification) -> HitOnDesk:
        pairs = field_pairs(answer.query, hit.entry, territory=territory, identifiers=identifiers, read=answer.read)
        return _on_desk(hit, pair_rows(pairs, library, words), library, day, words)

    def near(answer: Identification) -> tuple[ListedRelative, ...]:
        return listed_relatives(answer, library, day)

    rows = [_name_row(asked, words, on_desk, near) for asked in same.values()]
    return NameDesk(title=words.say(_desk_title(found)), rows=tuple(sorted(rows, key=_order)))


def _order(row: NameRow) -> tuple[int, bool, int]:
    """Return by what rows are ordered; what a person ruled out stays where it was decided."""
    is_decided = row.lead is not None and row.lead.hit.decision is not None
    gravity = _GRAVITY.get(row.sign, 2)
    return min(gravity, _GRAVITY["◆"]) if is_decided else gravity, row.lead is None, row.place


def _desk_title(found: Sequence[Identification]) -> Text:
    zones = Counter("unknown" if each.is_unread else each.zone for each in found)
    parts = [
        counted("screen.desk_listed", "{n} listed", "{n} listed", n=zones["match"]),
        counted("screen.desk_perhaps", "{n} possible match", "{n} possible matches", n=zones["review"]),
        counted("screen.desk_not_found", "{n} not found", "{n} not found", n=zones["none"]),
    ]
    if zones["unknown"]:
        parts.append(counted("screen.desk_nobody", "{n} names nobody", "{n} name nobody", n=zones["unknown"]))
    return joined([counted("screen.names", "{n} name", "{n} names", n=len(found)), joined(parts, "comma")], "colon")


def _name_row(
    asked: Sequence[tuple[int, Identification]],
    words: Translator,
    on_desk: Callable[[Hit, Identification], HitOnDesk],
    near: Callable[[Identification], tuple[ListedRelative, ...]],
) -> NameRow:
    place, found = asked[0]
    group = near(found)
    steps = (place_step(found), GROUP_STEP if group else None)
    hits = sorted(found.hits, key=lambda hit: _rank(hit, found))
    shown = [on_desk(hit, found) for hit in hits]
    lead = shown[0] if shown else None
    why = joined([reason_words(reason) for reason in hits[0].reasons[:_FEW_REASONS]], "semicolon") if hits else ""
    return NameRow(
        place=place,
        name=found.query,
        times=len(asked),
        spellings=tuple(dict.fromkeys(each.query for _, each in asked if each.query != found.query)),
        sign=sign_of_all(found),
        zone=found.zone,
        verdict=words.say(_verdict(found, hits)),
        lead=lead,
        others=tuple(shown[1:]),
        why=words.say(why),
        firms=tuple(RelativeOnDesk(party=body.party, name=words.say(more_on(body))) for body in found.known),
        group=tuple(
            RelativeOnDesk(
                party=relative.entry.id,
                name=relative.name_in(words.language),
                sign=relative.sign,
                list=words.say(relative.list_name),
            )
            for relative in group
        ),
        group_head=words.say(group_head(group)) if group and found.hits else "",
        steps=tuple(words.say(step) for step in steps if step is not None),
        found=found,
    )


def _rank(hit: Hit, found: Identification) -> tuple[bool, bool, int, float]:
    """Return by what the hits of a name are ordered: those that make its zone, then what a person said of."""
    return (
        hit.zone != found.zone,
        hit.decision is None and hit.zone == "none",
        _GRAVITY.get(sign_of(hit), 2),
        -(hit.score or 2.0),
    )


def _verdict(found: Identification, hits: Sequence[Hit]) -> Text:
    decision = hits[0].decision if hits else None
    if found.is_unread:
        return found.problem if isinstance(found.problem, Text) else LawText(found.problem)
    if decision is not None and decision.pending:
        return QUEUE_STATES["second_person"]
    if decision is not None and decision.escalated:
        return QUEUE_STATES["escalated"]
    if found.zone == "match":
        return message("screen.desk_is_listed", "Listed")
    if found.zone == "review":
        return message("screen.desk_may_be", "Possible match: decide")
    return zone_text(found)


def _on_desk(hit: Hit, pairs: Sequence[PairRow], library: Library, day: date, words: Translator) -> HitOnDesk:
    effect = effect_of(hit.list, library.effects)
    listing = listing_of(hit.entry, library, day)
    return HitOnDesk(
        hit=hit,
        sign=sign_of(hit),
        party=hit.entry.name_in(words.language),
        listed=words.say(_since(hit, listing, words.language)),
        effect=(effect.in_words(words.language) or effect.in_words("en")) if effect is not None else "",
        likeness=words.say(_likeness(hit)),
        reasons=tuple(words.say(reason_words(reason)) for reason in hit.reasons if reason.kind != "decided"),
        pairs=tuple(pairs),
        needs=hit.needs,
        decided=words.say(decided_text(hit.decision)) if hit.decision is not None else "",
    )


def decided_text(decision: Decision) -> Text:
    """Say what was decided, by whom and when."""
    answer = ANSWER_WORDS.get(ANSWERS[decision.answer], QUEUE_STATES["escalated"])
    parts = [answer, Text(decision.by), quantity("short_day", decision.on)]
    if decision.second_by:
        parts.append(message("queue.seconded", "confirmed by {by}", by=decision.second_by))
    return joined(parts, "comma")


def _since(hit: Hit, listing: ListingOnDay, language: str) -> Text:
    """Say by which announcement an entry stands on its list, since when, and its state unless that is in force."""
    by: Text = Text(short_name(listing.measure, language)) if listing.measure else PartyListText(hit.entry.list)
    parts = [by]
    if listing.listed:
        day = quantity("short_day", listing.listed)
        parts.append(message("screen.desk_since", "listed {day}", day=day))
    if listing.state is not MeasureState.IN_FORCE:
        parts.append(STATES[listing.state])
    return joined(parts, "comma")


def _likeness(hit: Hit) -> Text:
    """Say a score in words, with the number behind it."""
    if hit.score is None or hit.score >= 1:
        return message("screen.like_same", "the same name")
    score = f"{hit.score:.2f}"
    if hit.score >= NEAR:
        return message("screen.like_near", "nearly the same ({score})", score=score)
    if hit.score >= LIKE:
        return message("screen.like_very", "very similar ({score})", score=score)
    return message("screen.like_some", "similar ({score})", score=score)
