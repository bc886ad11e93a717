"""Conditions as sentences, in English, Japanese and Chinese: one more reader of the same tree.

Negation is carried inwards (De Morgan holds in Kleene logic), so that a sentence denies a plain
statement and never a whole bracket.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from sekisho.i18n.names import NamingContext, Phrase, fact_name, phrases, short_name, term_name, value_name
from sekisho.i18n.verbs import denied_of_several, joined
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Leaf,
    Listed,
    ListId,
    Not,
    Open,
    Owned,
    Reaches,
    TermId,
    Under,
)
from sekisho.law.model.fact import Fact
from sekisho.law.model.term import Reach

PLURAL: Final = 2
SPARED: Final = 2
"""A list that is longer than it may be by no more than this is written out all the same."""


def prose(condition: Condition, speech: NamingContext, *, negated: bool = False) -> str:
    """Write a condition, or its denial, as one sentence without a full stop.

    >>> from sekisho.law.model.condition import TermId
    >>> prose(
    ...     All((Is(FactName("destination"), frozenset({"JP"})), Not(Reaches(TermId("export"))))),
    ...     NamingContext(territories={"JP": "Japan"}),
    ... )
    'the destination is Japan and it does not fall under “export”'
    """
    match condition:
        case All(parts) | Any(parts):
            together = isinstance(condition, All) is not negated
            if not parts:
                return speech.link("always" if together else "never")
            return _joined(_merged(parts), speech, together=together, negated=negated)
        case Not(part):
            return prose(part, speech, negated=not negated)
        case Reaches(term, Listed() as of):
            return _anyone(_party_test(of, term), speech, together=False, negated=negated)
        case Reaches(term):
            return speech.link("reaches", term_name(term, speech), negated=negated)
        case InForce(measure):
            found = speech.measures.get(measure)
            name = short_name(found, speech.language) if found else str(measure)
            return speech.link("in_force", name, negated=negated)
        case Is() | Under() | Between() | Listed() | Open():
            return _statement(condition, speech, negated=negated)
        case _:
            assert_never(condition)


def sentence(condition: Condition, speech: NamingContext) -> str:
    """Write a condition as one sentence with its full stop."""
    return speech.link("sentence", prose(condition, speech))


@dataclass(frozen=True, slots=True)
class _Anyone:
    """Some of several parties meet the same test of a list: one statement in place of many."""

    facts: tuple[FactName, ...]
    list: ListId
    owned: Owned | None = None
    relations: frozenset[str] = frozenset()
    term: TermId | None = None


def _party_test(leaf: Listed, term: TermId | None = None) -> _Anyone:
    return _Anyone((leaf.fact,), leaf.list, leaf.owned, leaf.relations, term)


def _merged(parts: tuple[Condition, ...]) -> list[Condition | _Anyone]:
    """Draw tests of several parties against one list together; the rest stays in order."""
    found: list[Condition | _Anyone] = []
    for part in parts:
        last = found[-1] if found else None
        match part:
            case Listed():
                asked: _Anyone | None = _party_test(part)
            case Reaches(term, Listed() as of):
                asked = _party_test(of, term)
            case _:
                asked = None
        if asked is None:
            found.append(part)
        elif isinstance(last, _Anyone) and replace(last, facts=asked.facts) == asked:
            found[-1] = replace(last, facts=(*last.facts, *asked.facts))
        else:
            found.append(asked)
    return found


def _joined(parts: Iterable[Condition | _Anyone], speech: NamingContext, *, together: bool, negated: bool) -> str:
    texts: list[str] = []
    for part in parts:
        if isinstance(part, _Anyone):
            text = _anyone(part, speech, together=together, negated=negated)
        else:
            text = prose(part, speech, negated=negated)
            if _is_bracket(part, together=together, negated=negated):
                text = speech.link("bracket", text)
        if text not in texts:
            texts.append(text)
    if speech.language == "ja":
        return joined(texts, together=together)
    return _listing(texts, speech, "and" if together else "or")


def connected(texts: Iterable[str], speech: NamingContext, *, together: bool) -> str:
    """Join sentences that are made already: all hold, or one of them does."""
    given = list(texts)
    if speech.language == "ja":
        return joined(given, together=together)
    return speech.link("and" if together else "or").join(given)


def _is_bracket(part: Condition, *, together: bool, negated: bool) -> bool:
    """Tell whether a part joins several statements in the other way than what surrounds it."""
    while isinstance(part, Not):
        part, negated = part.part, not negated
    if not isinstance(part, All | Any) or len(_merged(part.parts)) < PLURAL:
        return False
    return (isinstance(part, All) is not negated) is not together


def _listing(texts: list[str], speech: NamingContext, link: str) -> str:
    """Join with plain commas, or with stronger ones if a text holds a list of its own."""
    if len(texts) < PLURAL:
        return "".join(texts)
    inner = speech.link("or"), speech.link("comma")
    if any(sign in text for text in texts for sign in inner):
        return speech.link(f"strong_{link.removesuffix('_names')}").join(texts)
    if link != "or":
        return speech.link(link).join(texts)
    return speech.link("comma").join(texts[:-1]) + speech.link("or") + texts[-1]


def _anyone(part: _Anyone, speech: NamingContext, *, together: bool, negated: bool) -> str:
    """Say which of several roles stands on a list, or that none of them does."""
    names = [_phrase(fact, speech).stated.format("").strip() for fact in part.facts]
    if negated and together and len(names) >= PLURAL:
        both = (_of_list(part, speech, negated=denied) for denied in (False, True))
        return speech.link("nobody", _listing(names, speech, "or"), *both)
    link = "and_names" if together and not negated else "or"
    return speech.link("anyone", _listing(names, speech, link), _of_list(part, speech, negated=negated))


def _of_list(part: _Anyone, speech: NamingContext, *, negated: bool = False) -> str:
    """Say that a party stands on a list, or that parties on lists own it, or that the tables leave that open."""
    if part.term is not None:
        return speech.link("listed_as", part.list, term_name(part.term, speech), negated=negated)
    if part.owned is None:
        return speech.link(_LISTED_BY.get(part.relations, "listed"), part.list, negated=negated)
    lists = _listing([part.list, *part.owned.also], speech, "or")
    told = "owned_partly" if part.owned.partly else "owned" if part.owned.told else "owned_open"
    return speech.link(told, _percent(part.owned), lists, negated=negated)


_LISTED_BY: Final = {frozenset({"self", "site"}): "listed_places", frozenset({"self", "site", "unit"}): "listed_parts"}
"""Links that say what of a listed party may be named."""
_REACH_BY: Final = {frozenset({"self", "site"}): "reach_places", frozenset({"self", "site", "unit"}): "reach_parts"}


def _percent(owned: Owned) -> str:
    return f"{(owned.at_least * 100).normalize():f} %"


def reach_prose(reach: Reach, speech: NamingContext) -> str:
    """Write how far one reading of a term reaches, without a full stop: on the line, or from a listed party."""
    if reach.party is None:
        return prose(reach.when, speech)
    says = speech.link(_REACH_BY.get(reach.party.relations, "reach_party"))
    if reach.party.owned is None:
        return says
    return speech.link("and_names").join((says, speech.link("reach_owned", _percent(reach.party.owned))))


def _phrase(fact: FactName, speech: NamingContext) -> Phrase:
    found = phrases(speech.language).get(f"fact {fact}")
    if found is not None:
        return found
    known = speech.facts.get(fact)
    name = fact if known is None or known.of == "law" else speech.link("the", fact_name(fact, speech))
    return Phrase(speech.link("stated", name, "{}"), speech.link("stated", name, "{}", negated=True))


def _state(fact: FactName, what: str, speech: NamingContext, *, negated: bool) -> str:
    phrase = _phrase(fact, speech)
    return (phrase.denied if negated else phrase.stated).format(what)


def _deny_each(fact: FactName, names: list[str], speech: NamingContext) -> str:
    """Deny that a fact is one of several values; Japanese says so at the end of the sentence."""
    denied = _phrase(fact, speech).denied
    if speech.language == "ja" and len(names) >= PLURAL:
        return denied_of_several(denied).format(_some(names, speech, speech.shown, "comma"))
    return denied.format(_some(names, speech, speech.shown))


def _statement(leaf: Leaf, speech: NamingContext, *, negated: bool) -> str:
    match leaf:
        case Is(fact, values):
            return _is(fact, values, speech, negated=negated)
        case Under(fact, scheme, entries, without):
            named = speech.link("scheme", scheme) if "" in entries else _codes(entries, speech)
            if without:
                named = speech.link("without", named, _codes(without, speech))
            return _state(fact, named, speech, negated=negated)
        case Between(fact):
            return _state(fact, _bounds(leaf, speech), speech, negated=negated)
        case Listed():
            return _anyone(_party_test(leaf), speech, together=False, negated=negated)
        case Open(fact, values):
            return speech.link("open", fact, _listing(sorted(values), speech, "or"), negated=negated)
        case _:
            assert_never(leaf)


def _is(fact: FactName, values: frozenset[str], speech: NamingContext, *, negated: bool) -> str:
    if values in ({"yes"}, {"no"}):
        return _state(fact, "yes", speech, negated=negated is ("yes" in values))
    known = speech.facts.get(fact)
    order = {choice: place for place, choice in enumerate(known.choices)} if known else {}
    ordered = sorted(values, key=lambda value: (order.get(value, 0), value))
    names = [value_name(fact, value, speech) for value in ordered]
    if negated:
        return _deny_each(fact, names, speech)
    return _state(fact, _some(names, speech, speech.shown), speech, negated=False)


def _codes(entries: frozenset[str], speech: NamingContext) -> str:
    return _some(sorted(entries), speech, speech.codes)


def _some(names: list[str], speech: NamingContext, shown: int, link: str = "or") -> str:
    if len(names) <= shown + SPARED:
        return _listing(names, speech, link)
    return speech.link("more", speech.link("comma").join(names[:shown]), len(names) - shown)


def _bounds(leaf: Between, speech: NamingContext) -> str:
    known = speech.facts.get(leaf.fact)
    says = []
    if leaf.low is not None:
        key = "above" if leaf.low_open else "at_least"
        says.append(_bound(key, leaf.low, known, speech))
    if leaf.high is not None:
        key = "below" if leaf.high_open else "at_most"
        says.append(_bound(key, leaf.high, known, speech))
    return speech.link("and_names").join(says)


def _bound(key: str, value: Decimal | date, known: Fact | None, speech: NamingContext) -> str:
    return speech.link(f"{key}_day" if isinstance(value, date) else key, _amount(value, known))


def _amount(value: Decimal | date, fact: Fact | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if fact is not None and fact.unit == "share 0-1":
        return f"{(value * 100).normalize():f} %"
    return f"{value:f}" + (f" {fact.unit}" if fact is not None and fact.unit else "")
