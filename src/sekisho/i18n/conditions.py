"""Conditions as sentences, in English, Japanese and Chinese: one more reader of the same tree.

Negation is carried inwards (De Morgan holds in Kleene logic), so that a sentence denies a plain
statement and never a whole bracket.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from sekisho.dataclass import dataclass
from sekisho.i18n.list_names import list_in_english
from sekisho.i18n.names import NamingContext, role_name, short_name, term_name, value_name
from sekisho.i18n.verbs import Form, Predication, joined, state
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


def prose(condition: Condition, speech: NamingContext, *, negated: bool = False) -> Predication:
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
                return Predication(speech.link("always" if together else "never"))
            return _joined(_merged(parts), speech, together=together, negated=negated)
        case Not(part):
            return prose(part, speech, negated=not negated)
        case _:
            key = (condition.term, condition.of, negated) if isinstance(condition, Reaches) else (condition, negated)
            if key not in speech.said:
                speech.said[key] = _alone(condition, speech, negated=negated)
            return speech.said[key]


def _alone(condition: Leaf | Reaches | InForce, speech: NamingContext, *, negated: bool) -> Predication:
    """Write a test, a term or the state of a measure."""
    match condition:
        case Reaches(term, Listed() as of):
            return _anyone(_party_test(of, term), speech, together=False, negated=negated)
        case Reaches(term):
            return _stated("test.reaches", speech, negated=negated, value=term_name(term, speech))
        case InForce(measure):
            found = speech.measures.get(measure)
            name = short_name(found, speech.language) if found else str(measure)
            return _stated("test.in_force", speech, negated=negated, value=name)
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


def _stated(key: str, speech: NamingContext, *, negated: bool, **values: str) -> Predication:
    return state(speech.predicates, key, speech.language, "denied" if negated else "plain", **values)


def _joined(
    parts: Iterable[Condition | _Anyone], speech: NamingContext, *, together: bool, negated: bool
) -> Predication:
    statements: dict[str, Predication] = {}
    for part in parts:
        if isinstance(part, _Anyone):
            text = _anyone(part, speech, together=together, negated=negated)
        else:
            text = prose(part, speech, negated=negated)
            if _is_bracket(part, together=together, negated=negated):
                text = Predication(speech.link("bracket", text))
        statements.setdefault(text, text)
    if speech.language == "ja":
        return joined(list(statements.values()), together=together)
    return Predication(_listing(list(statements), speech, "and" if together else "or"))


def connected(statements: Iterable[Predication], speech: NamingContext, *, together: bool) -> Predication:
    """Join statements that are made already: all hold, or one of them does."""
    given = list(statements)
    if speech.language == "ja":
        return joined(given, together=together)
    return Predication(speech.link("and" if together else "or").join(given))


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


def _anyone(part: _Anyone, speech: NamingContext, *, together: bool, negated: bool) -> Predication:
    """Say which of several roles stands on a list, or that none of them does."""
    names = [role_name(fact, speech) for fact in part.facts]
    if negated and together and len(names) >= PLURAL:
        # Japanese denies the verb, English and Chinese the subject.
        told = _of_list(part, speech, negated=speech.language == "ja")
        return _of_subject("nobody", _listing(names, speech, "or"), told, speech)
    link = "and_names" if together and not negated else "or"
    return _of_subject("anyone", _listing(names, speech, link), _of_list(part, speech, negated=negated), speech)


def _of_subject(link: str, who: str, told: Predication, speech: NamingContext) -> Predication:
    return Predication(speech.link(link, who, told), speech.link(link, who, told.goes_on))


def _of_list(part: _Anyone, speech: NamingContext, *, negated: bool = False) -> Predication:
    """Say that a party stands on a list, or that parties on lists own it, or that the tables leave that open."""
    if part.term is not None:
        term = term_name(part.term, speech)
        return _stated("test.listed_as", speech, negated=negated, value=_list_name(part.list, speech), term=term)
    if part.owned is None:
        kind = _LISTED_BY.get(part.relations, "test.listed")
        return _stated(kind, speech, negated=negated, value=_list_name(part.list, speech))
    lists = _listing([_list_name(name, speech) for name in (part.list, *part.owned.also)], speech, "or")
    key = "test.owned_partly" if part.owned.partly else "test.owned" if part.owned.told else "test.owned_open"
    return _stated(key, speech, negated=negated, share=_percent(part.owned), value=lists)


def _list_name(name: ListId, speech: NamingContext) -> str:
    """Name a list of parties as the data packages do in the language."""
    return speech.short.get(name, name) if speech.language != "en" else list_in_english(name)


_LISTED_BY: Final = {
    frozenset({"self", "site"}): "test.listed_places",
    frozenset({"self", "site", "unit"}): "test.listed_parts",
}
"""Predicates that say what of a listed party may be named."""
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


def alternatives(reach: Reach, speech: NamingContext) -> tuple[str, ...]:
    """Write each of the ways in which one reading of a term is met, if there are several; none if there is one."""
    if reach.party is not None or not isinstance(reach.when, Any):
        return ()
    found = tuple(dict.fromkeys(prose(part, speech) for part in reach.when.parts))
    return found if len(found) >= PLURAL else ()


def _state(fact: FactName, what: str, speech: NamingContext, form: Form) -> Predication:
    """Say a fact of a value: by its own predicate, or else by its name."""
    if fact in speech.predicates:
        return state(speech.predicates, fact, speech.language, form, value=what)
    return state(speech.predicates, "test.stated", speech.language, form, fact=_subject(fact, speech), value=what)


def _measured(leaf: Between, speech: NamingContext, form: Form) -> Predication:
    """Say between which bounds a fact lies."""
    bounds = _bounds(leaf, speech)
    if leaf.fact in speech.predicates:
        return state(speech.predicates, leaf.fact, speech.language, form, value=bounds)
    subject = _subject(leaf.fact, speech)
    return state(speech.predicates, "test.measured", speech.language, form, fact=subject, value=bounds)


def _subject(fact: FactName, speech: NamingContext) -> str:
    known = speech.facts.get(fact)
    return speech.names.get(fact) or str(fact) if known is None or known.of == "law" else role_name(fact, speech)


def _statement(leaf: Leaf, speech: NamingContext, *, negated: bool) -> Predication:
    match leaf:
        case Is(fact, values):
            return _is(fact, values, speech, negated=negated)
        case Under(fact, scheme, entries, without):
            named = (
                speech.link("scheme", speech.short.get(scheme, scheme)) if "" in entries else _codes(entries, speech)
            )
            if without:
                named = speech.link("without", named, _codes(without, speech))
            return _state(fact, named, speech, "denied" if negated else "plain")
        case Between():
            return _measured(leaf, speech, "denied" if negated else "plain")
        case Listed():
            return _anyone(_party_test(leaf), speech, together=False, negated=negated)
        case Open(fact, values):
            named = _listing([value_name(fact, value, speech) for value in sorted(values)], speech, "or")
            return _stated("test.open", speech, negated=negated, fact=speech.names.get(fact) or str(fact), value=named)
        case _:
            assert_never(leaf)


def _is(fact: FactName, values: frozenset[str], speech: NamingContext, *, negated: bool) -> Predication:
    if values in ({"yes"}, {"no"}):
        yes = "yes" if speech.language == "en" else speech.link("quoted", speech.link("yes"))
        return _state(fact, yes, speech, "denied" if negated is ("yes" in values) else "plain")
    known = speech.facts.get(fact)
    order = {choice: place for place, choice in enumerate(known.choices)} if known else {}
    ordered = sorted(values, key=lambda value: (order.get(value, 0), value))
    names = [value_name(fact, value, speech) for value in ordered]
    if not negated:
        return _state(fact, _some(names, speech, speech.shown), speech, "plain")
    if speech.language == "ja" and len(names) >= PLURAL:  # the verb says that it is none of them
        return _state(fact, _some(names, speech, speech.shown, "comma"), speech, "none-of")
    return _state(fact, _some(names, speech, speech.shown), speech, "denied")


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
