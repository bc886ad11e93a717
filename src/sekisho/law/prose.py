"""Conditions as sentences, in English and in Chinese: one more reader of the same tree.

Negation is carried inwards (De Morgan holds in Kleene logic), so that a sentence denies a plain
statement and never a whole bracket. `phrases.csv` says how facts, values and links are worded.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final, assert_never

from sekisho.law.condition import (
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
    MeasureId,
    Not,
    Open,
    Reaches,
    TermId,
    Under,
)
from sekisho.law.fact import Fact
from sekisho.law.library import Library
from sekisho.law.measure import Measure
from sekisho.law.term import Readings, Term

LANGUAGES: Final = ("en", "zh")
NO_LIMIT: Final = 10_000
WORDS_SHOWN: Final = 60
"""A term whose words are longer is named by its id where a sentence must stay short."""

PLURAL: Final = 2
_WITH_ARTICLE = re.compile(
    r"United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles|.* (Islands|Republic)$"
)
_NAMED = re.compile(r"[a-z]{2}/\d{4}-(\d{1,3})-")


@dataclass(frozen=True, slots=True)
class Phrase:
    """How something is said, and how it is denied, in one language."""

    stated: str
    denied: str


@cache
def phrases(language: str) -> Mapping[str, Phrase]:
    """Read the table of phrases of one language; a key is its kind and what it phrases.

    A fact without a phrase is stated by its name, a value without one as it is written.
    """
    with resources.files("sekisho.law").joinpath("phrases.csv").open(encoding="utf-8") as file:
        return {
            f"{row['kind']} {row['key']}": Phrase(row[language], row[f"{language}_denied"])
            for row in csv.DictReader(file)
            if row[language]
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What a sentence needs to know beside the condition.

    Parameters
    ----------
    shown
        How many values of a long list are written out before "and N more".
    """

    language: str = "en"
    shown: int = 6
    readings: Readings | None = None
    facts: Mapping[FactName, Fact] = field(default_factory=dict)
    territories: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[TermId, Term] = field(default_factory=dict)
    measures: Mapping[MeasureId, Measure] = field(default_factory=dict)

    @property
    def at_length(self) -> bool:
        """Nothing is shortened."""
        return self.shown >= NO_LIMIT

    def link(self, key: str, *given: object, negated: bool = False) -> str:
        """Say one of the fixed phrases that hold a sentence together."""
        phrase = phrases(self.language)[f"link {key}"]
        return (phrase.denied if negated else phrase.stated).format(*given)


def speech_of(library: Library, *, language: str = "en", shown: int = 6) -> Speech:
    """Gather the names that sentences about a library need."""
    return Speech(
        language=language,
        shown=shown,
        facts=library.facts.facts,
        territories=library.code_names.get("iso/3166", {}) if language == "en" else {},
        terms=library.terms,
        measures=library.measures,
    )


def short_name(measure: Measure) -> str:
    """Name a measure in a few words: an announcement by number and year, others by title.

    Number and year stand in the id of every numbered announcement (see the measure format).
    """
    numbered = _NAMED.match(measure.id)
    if numbered and measure.kind not in {"law", "regulation"}:
        return f"Announcement No. {int(numbered[1])} of {measure.published.year}"
    return measure.title.get("en") or measure.instrument


def prose(condition: Condition, speech: Speech, *, negated: bool = False) -> str:
    """Write a condition, or its denial, as one sentence without a full stop.

    >>> prose(
    ...     All((Is(FactName("destination"), frozenset({"JP"})), Not(Reaches(TermId("export"))))),
    ...     Speech(territories={"JP": "Japan"}),
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
        case Reaches(term):
            return speech.link("reaches", term_name(term, speech), negated=negated)
        case InForce(measure):
            found = speech.measures.get(measure)
            name = short_name(found) if found else str(measure)
            return speech.link("in_force", name, negated=negated)
        case Is() | Under() | Between() | Listed() | Open():
            return _statement(condition, speech, negated=negated)
        case _:
            assert_never(condition)


def term_name(term: TermId, speech: Speech) -> str:
    """Quote the words of a term, with the reading under which a disputed one is taken."""
    found = speech.terms.get(term)
    if found is None:
        return f"“{term}”"
    words = found.words.get(speech.language) or found.words.get("en") or str(term)
    quoted = f"“{words if len(words) <= WORDS_SHOWN or found.disputed or speech.at_length else term}”"
    if found.disputed and speech.readings is not None:
        return speech.link("reading", quoted, speech.readings.of(term))
    return quoted


@dataclass(frozen=True, slots=True)
class _Anyone:
    """Some of several parties stand on the same list: one statement in place of many."""

    facts: tuple[FactName, ...]
    list: ListId


def _merged(parts: tuple[Condition, ...]) -> list[Condition | _Anyone]:
    """Draw tests of several parties against one list together; the rest stays in order."""
    found: list[Condition | _Anyone] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Listed) and isinstance(last, _Anyone) and last.list == part.list:
            found[-1] = _Anyone((*last.facts, part.fact), part.list)
        elif isinstance(part, Listed):
            found.append(_Anyone((part.fact,), part.list))
        else:
            found.append(part)
    return found


def _joined(parts: Iterable[Condition | _Anyone], speech: Speech, *, together: bool, negated: bool) -> str:
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
    return _listing(texts, speech, "and" if together else "or")


def _is_bracket(part: Condition, *, together: bool, negated: bool) -> bool:
    """Tell whether a part joins several statements in the other way than what surrounds it."""
    while isinstance(part, Not):
        part, negated = part.part, not negated
    if not isinstance(part, All | Any) or len(_merged(part.parts)) < PLURAL:
        return False
    return (isinstance(part, All) is not negated) is not together


def _listing(texts: list[str], speech: Speech, link: str) -> str:
    """Join with plain commas, or with stronger ones if a text holds a list of its own."""
    if len(texts) < PLURAL:
        return "".join(texts)
    inner = speech.link("or"), speech.link("comma")
    if any(sign in text for text in texts for sign in inner):
        return speech.link(f"strong_{link}").join(texts)
    if link == "and":
        return speech.link("and").join(texts)
    return speech.link("comma").join(texts[:-1]) + speech.link("or") + texts[-1]


def _anyone(part: _Anyone, speech: Speech, *, together: bool, negated: bool) -> str:
    """Say which of several roles stands on a list, or that none of them does."""
    names = [_phrase(fact, speech).stated.format("").strip() for fact in part.facts]
    space = " " if speech.language == "en" else ""
    if negated and together and len(names) >= PLURAL:
        nobody = speech.link("nobody", _listing(names, speech, "or"))
        return f"{nobody}{space}{speech.link('listed', part.list)}"
    link = "and" if together and not negated else "or"
    return f"{_listing(names, speech, link)}{space}{speech.link('listed', part.list, negated=negated)}"


def _phrase(fact: FactName, speech: Speech) -> Phrase:
    found = phrases(speech.language).get(f"fact {fact}")
    if found is not None:
        return found
    known = speech.facts.get(fact)
    name = fact if known is None or known.of == "law" else f"the {fact.replace('_', ' ')}"
    return Phrase(speech.link("stated", name, "{}"), speech.link("stated", name, "{}", negated=True))


def _state(fact: FactName, what: str, speech: Speech, *, negated: bool) -> str:
    phrase = _phrase(fact, speech)
    return (phrase.denied if negated else phrase.stated).format(what)


def _statement(leaf: Leaf, speech: Speech, *, negated: bool) -> str:
    match leaf:
        case Is(fact, values):
            return _is(fact, values, speech, negated=negated)
        case Under(fact, scheme, entries, without):
            named = speech.link("scheme", scheme) if "" in entries else _some(entries, speech)
            if without:
                named = speech.link("without", named, _some(without, speech))
            return _state(fact, named, speech, negated=negated)
        case Between(fact):
            return _state(fact, _bounds(leaf, speech), speech, negated=negated)
        case Listed(fact, on_list):
            return _anyone(_Anyone((fact,), on_list), speech, together=False, negated=negated)
        case Open(fact, values):
            return speech.link("open", fact, _listing(sorted(values), speech, "or"), negated=negated)
        case _:
            assert_never(leaf)


def _is(fact: FactName, values: frozenset[str], speech: Speech, *, negated: bool) -> str:
    if values in ({"yes"}, {"no"}):
        return _state(fact, "yes", speech, negated=negated is ("yes" in values))
    known = speech.facts.get(fact)
    order = {choice: place for place, choice in enumerate(known.choices)} if known else {}
    ordered = sorted(values, key=lambda value: (order.get(value, 0), value))
    names = [value_name(fact, value, speech) for value in ordered]
    return _state(fact, _some(names, speech), speech, negated=negated)


def value_name(fact: FactName, value: str, speech: Speech) -> str:
    """Say one value of a fact: a territory by name, a choice in words."""
    known = speech.facts.get(fact)
    if value in speech.territories and (known is None or known.kind == "territory"):
        name = speech.territories[value]
        return f"the {name}" if _WITH_ARTICLE.match(name) else name
    if known is not None and known.of == "law":
        return value
    phrase = phrases(speech.language).get(f"value {fact} {value}")
    return phrase.stated if phrase else value.replace("_", " ")


def _some(names: Iterable[str], speech: Speech) -> str:
    found = sorted(names) if isinstance(names, frozenset) else list(names)
    if len(found) > speech.shown + 1:
        found = [*found[: speech.shown], speech.link("more", len(found) - speech.shown)]
    return _listing(found, speech, "or")


def _bounds(leaf: Between, speech: Speech) -> str:
    known = speech.facts.get(leaf.fact)
    says = []
    if leaf.low is not None:
        key = "above" if leaf.low_open else "at_least"
        says.append(speech.link(key, _amount(leaf.low, known)))
    if leaf.high is not None:
        key = "below" if leaf.high_open else "at_most"
        says.append(speech.link(key, _amount(leaf.high, known)))
    return speech.link("and").join(says)


def _amount(value: Decimal | date, fact: Fact | None) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if fact is not None and fact.unit == "share 0-1":
        return f"{(value * 100).normalize():f} %"
    return f"{value:f}" + (f" {fact.unit}" if fact is not None and fact.unit else "")
