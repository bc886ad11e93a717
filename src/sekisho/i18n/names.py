"""How things are called in sentences: facts, values, terms and measures, in English, Japanese and Chinese.

The catalogues `name`, `value` and `link` say how facts, values and what joins them are worded.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.i18n.territories import territory_names
from sekisho.i18n.translation_tables import short_text, translations_of
from sekisho.i18n.verbs import TABLE, Predicates, Predication, own_predicates, read_predicates
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, MeasureId, TermId
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Readings, Term
from sekisho.message import LawText, Message, NameText, Text, message

NO_LIMIT: Final = 10_000
WORDS_SHOWN: Final = 60
"""A defined term whose words are longer is named by its id where a sentence must stay short."""

_WITH_ARTICLE = re.compile(
    r"United |Netherlands|Philippines|Bahamas|Gambia|Maldives|Comoros|Seychelles|.* (Islands|Republic)$"
)
_NAMED = re.compile(r"[a-z]{2}/\d{4}-(\d{1,3})-")
_ANNOUNCED = re.compile(r"公告|告示|\bannouncement\b", re.IGNORECASE)
"""How the official number of an announcement calls it, in Chinese, Japanese and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingContext:
    """What a sentence needs to know beside the condition.

    Parameters
    ----------
    shown
        How many values of a long list are written out before "N more".
    codes
        The same for control codes, of which a list may hold hundreds.
    words
        Letters up to which the words of a defined term are quoted; a longer one is named by its id.
    short
        What stands for the id of a term in a language other than English.
    names
        What facts, choices of facts as `FACT.CHOICE` and terms are called in the language where no catalogue and no
        measure names them: parameters and codes of a list of goods.
    """

    language: str = "en"
    shown: int = 6
    codes: int = 6
    words: int = WORDS_SHOWN
    readings: Readings | None = None
    facts: Mapping[FactName, Fact] = field(default_factory=dict)
    territories: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[TermId, Term] = field(default_factory=dict)
    measures: Mapping[MeasureId, Measure] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    predicates: Predicates = field(default_factory=own_predicates)
    said: dict[Hashable, Predication] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Tests and terms that were said, by whether they are denied: many clauses share them."""

    @property
    def at_length(self) -> bool:
        """Nothing is shortened."""
        return self.shown >= NO_LIMIT

    def link(self, key: str, *given: object) -> str:
        """Say one of the fixed phrases that hold a sentence together."""
        return _LINKS[self.language](key).format(*given)


_LINKS: Final = {language: Translator(language, ("link",)) for language in LANGUAGES}


def speech_of(library: Library, *, language: str = "en", shown: int = 6) -> NamingContext:
    """Gather the names that sentences about a library need; without a limit nothing is shortened."""
    return NamingContext(
        language=language,
        shown=shown,
        codes=shown,
        words=NO_LIMIT if shown >= NO_LIMIT else WORDS_SHOWN,
        facts=library.facts.facts,
        territories=_territories(library, language),
        terms=library.terms,
        measures=library.measures,
        short=_short_names(library, language),
        names=_unknown_names(library, language),
        predicates=_predicates(library),
    )


@cached_per_library
def _unknown_names(library: Library, language: str) -> Mapping[str, str]:
    """Return what the data packages call the named unknowns of the law, in one language."""
    texts = translations_of(library, language)
    named = ((fact.name, short_text(library, fact.name, "name")) for fact in library.facts.facts.values())
    return {name: texts.get(row.english, row.english) for name, row in named if row is not None}


@cached_per_library
def _short_names(library: Library, language: str) -> Mapping[str, str]:
    """Return what the data packages call a term, a list or a scheme of codes in a few words, by its id."""
    texts = translations_of(library, language)
    ids = (*library.terms, *library.code_names)
    named = ((name, short_text(library, name, "name")) for name in ids)
    return {name: texts.get(row.english, row.english) for name, row in named if row is not None} | texts


def unknown_text(name: FactName, library: Library) -> Text:
    """Name a named unknown of the law as its data package does; by its id where it has no name there."""
    row = short_text(library, name, "name")
    return LawText(row.english if row is not None else name)


@cached_per_library
def _predicates(library: Library) -> Predicates:
    """Return what states each fact; a package that adds facts may bring predicates of its own."""
    files = [package.folder / TABLE for package in library.packages]
    found = dict(own_predicates())
    for file in files:
        if file.is_file():
            found |= read_predicates(file)
    return found


@cached_per_library
def _territories(library: Library, language: str) -> Mapping[str, str]:
    """Return the names of territories in one language; those that have none there are named in English."""
    return {**library.code_names.get("iso/3166", {}), **territory_names(library)[language]}


def short_name(measure: Measure, language: str = "en") -> str:
    """Name a measure in a few words: an announcement by number and year, others by title.

    Number and year stand in the id of every numbered announcement (see the measure format).
    """
    numbered = _number_of(measure)
    if numbered:
        return Translator(language).say(announcement_text(numbered, measure))
    return measure.title.get(language) or measure.title.get("en") or measure.instrument


def is_announcement(measure: Measure) -> bool:
    """Tell whether a measure is a numbered announcement, which is named by its number and year."""
    return bool(_number_of(measure))


def _number_of(measure: Measure) -> str:
    """Return the number of an announcement, as its official number says it is one; a decree has its title."""
    numbered = _NAMED.match(measure.id)
    called = measure.kind not in {"law", "regulation"} and _ANNOUNCED.search(measure.instrument)
    return numbered[1] if numbered and called else ""


def fact_name(fact: FactName, speech: NamingContext) -> str:
    """Name a fact in a word or two; one that has no such name, as the table of facts does."""
    return Translator(speech.language).find(f"name.{fact}") or speech.names.get(fact) or fact.replace("_", " ")


def role_name(fact: FactName, speech: NamingContext) -> str:
    """Name a fact as the subject of a sentence: `the end user`."""
    role = ROLES.get(fact)
    return Translator(speech.language).say(role) if role else speech.link("the", fact_name(fact, speech))


ROLES: Final[Mapping[str, Text]] = {
    "exporter": message("check.the_exporter", "the exporter"),
    "importer": message("check.the_importer", "the importer"),
    "intermediate_consignee": message("check.the_intermediate_consignee", "the intermediate consignee"),
    "end_user": message("check.the_end_user", "the end user"),
}
"""Parties of a line, as a sentence names them."""


def term_name(term: TermId, speech: NamingContext) -> str:
    """Quote the words of a term, with the reading under which a disputed one is taken."""
    found = speech.terms.get(term)
    if found is None:
        return speech.link("quoted", term)
    words = speech.names.get(term) or found.words.get(speech.language) or found.words.get("en") or str(term)
    short = speech.short.get(term, term)
    quoted = speech.link("quoted", words if len(words) <= speech.words or found.disputed else short)
    if found.disputed and speech.readings is not None:
        return speech.link("reading", quoted, Translator(speech.language).say(speech.readings.of(term).words))
    return quoted


def territory_text(code: str, library: Library) -> Text:
    """Name a territory in a sentence; in English with its article, if it has one.

    >>> from sekisho.law.loading.library import load_measures
    >>> territory_text("US", load_measures())
    'the United States'
    """
    bare = library.code_names.get("iso/3166", {}).get(code, code)
    names = {language: of_all[code] for language, of_all in territory_names(library).items() if code in of_all}
    name = NameText({**names, "en": bare})  # a problem is told without the texts of a library
    return message("territory.with_article", "the {name}", name=name) if _WITH_ARTICLE.match(bare) else name


def value_name(fact: FactName, value: str, speech: NamingContext) -> str:
    """Say one value of a fact: a territory by name, a choice in words."""
    known = speech.facts.get(fact)
    if value in speech.territories and (known is None or known.kind == "territory"):
        name = speech.territories[value]
        return f"the {name}" if speech.language == "en" and _WITH_ARTICLE.match(name) else name
    if known is not None and known.of == "law":
        told = speech.short.get(value.replace("_", " ")) if speech.language != "en" else None
        return speech.link("quoted", told) if told else value.replace("_", " ")
    if known is not None and known.kind == "choice" and "|" in value:  # one of these, and nobody knows which
        return speech.link("or").join(value_name(fact, part, speech) for part in value.split("|"))
    found = Translator(speech.language).find(f"value.{fact}.{value}") or speech.names.get(f"{fact}.{value}")
    return found or value.replace("_", " ")


def value_phrase(fact: FactName, value: str) -> Text:
    """Name a value of a fact in every language, in words: `defence contractor`."""
    key = f"value.{fact}.{value}"
    return Message(key, Translator("en").find(key) or value.replace("_", " "), {})


def goods_name(fact: FactName, value: str) -> Text:
    """Name goods as reasons do: `helium`, `an unlisted civil drone`."""
    if value != "yes":
        return value_phrase(fact, value)
    key = f"name.{fact}"
    return Message(key, Translator("en").find(key) or value.replace("_", " "), {})


def level_text(level: str, english: str = "") -> Text:
    """Name a level of outcome, or `undetermined`, as it is told in passing.

    >>> level_text("case_by_case"), level_text("free", "FREE")
    ('licence, case by case', 'FREE')
    """
    key = f"level.{level}"
    return Message(key, english or Translator("en").find(key) or level.replace("_", " "), {})


def measure_text(measure: Measure) -> Text:
    """Name a measure in a few words, in every language: see `short_name`."""
    numbered = _number_of(measure)
    if numbered:
        return announcement_text(numbered, measure)
    return LawText(measure.title.get("en") or measure.instrument)


def announcement_text(number: str, measure: Measure) -> Text:
    """Name a numbered announcement by number and year."""
    return message(
        "law.announcement",
        "Announcement No. {number} of {year}",
        number=str(int(number)),
        year=str(measure.published.year),
    )


def act_text(measure: Measure) -> Text:
    """Name the act of a measure as a sentence cites it: `Announcement 11 of 2026`; a law by its title."""
    numbered = _number_of(measure)
    if numbered:
        return message(
            "brief.act",
            "Announcement {number} of {year}",
            number=str(int(numbered)),
            year=str(measure.published.year),
        )
    return LawText(measure.title.get("en") or measure.instrument)


def plain_name(measure: Measure, library: Library) -> Text:
    """Name a measure as people do: `the Japan ban of 6 January 2026`; by its act where the data package has no name."""
    row = short_text(library, measure.id, "name")
    return LawText(row.english) if row else act_text(measure)
