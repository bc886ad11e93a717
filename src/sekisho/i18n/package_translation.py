"""Texts of data packages in the language of a reader: reasons, questions, duties, notes, titles, effects of lists.

A measure file says these in English. A data package may hold `translations.csv`, a text in English to the same in other
languages; a text that was changed since is not found there and is told in English. What the program says itself has an
id and stands in the catalogues (`sekisho.message`); it is told here with the texts of packages in its places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.locale import LOCALES
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import short_name
from sekisho.i18n.territories import territory_names
from sekisho.i18n.translation_tables import short_text, translations_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import Text
from sekisho.regex import regex

_ID: Final = r"(?<![\w/.])(?P<id>[a-z]{2}/\d{4}-[0-9a-z-]+)(?P<clause>#[0-9a-z-]+)?"
_MEASURE: Final = regex(_ID)
_CLAUSES: Final = regex(
    r"(?:[a-z]{2}/\d{4}-[0-9a-z-]+#[0-9a-z-]+|#[0-9a-z-]+)(?:, (?:[a-z]{2}/\d{4}-[0-9a-z-]+)?#[0-9a-z-]+)*"
)
_MEASURE_IN_SPACES: Final = regex(rf" ?{_ID} ?")
"""A measure, or a clause of it, as notes of measure files name it."""


@dataclass(frozen=True, slots=True)
class PackageTranslator:
    """Tells texts of data packages in one language, as far as they were translated, and texts with an id."""

    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """Measures by their ids, as people call them."""
    english: Mapping[str, str] = field(default_factory=dict)
    """The same in English, for notes that are told in it."""

    def __call__(self, text: str) -> str:
        """Return a text in the language, or in English."""
        if isinstance(text, Text):
            return self.translator.say(text) if text else ""  # in which language it is told nobody asks here
        return self.pair(text)[1]

    def pair(self, text: str) -> tuple[str, str]:
        """Return the language in which a text is told, and the text."""
        if not text:
            return self.language, ""
        if isinstance(text, Text):
            return self.translator.tagged(text)
        tag = self.language if text in self.texts else "en"
        return tag, self._with_names(LOCALES[tag].with_days(self.texts.get(text, text)), tag)

    def _with_names(self, text: str, tag: str) -> str:
        """Name the measures of which a note speaks by their ids; in Chinese and Japanese without spaces beside them."""
        if "/" not in text:
            return text
        if _CLAUSES.fullmatch(text):  # a list of clauses keeps which they are
            return _MEASURE.sub(lambda found: f"{self.names.get(found['id'], found['id'])}, {found['clause']}", text)
        names = self.names if tag == self.language else self.english
        ids = _MEASURE if tag == "en" else _MEASURE_IN_SPACES
        return ids.sub(lambda found: names.get(found["id"], found[0]), text)

    @property
    def translator(self) -> Translator:
        """What tells texts with an id in the language, with those of packages in their places."""
        return Translator(self.language, law=self._whole)

    def _whole(self, text: str) -> str:
        return self.texts.get(text, text)


ENGLISH = PackageTranslator()


@cached_per_library
def teller_of(library: Library, language: str) -> PackageTranslator:
    """Return what tells of a library in a language."""
    effects = {effect.in_words("en"): effect.in_words(language) for effect in library.effects}
    measures = library.measures.values()
    titles = {
        text: short_name(one, language)
        for one in measures
        for text in (one.id, short_name(one), one.instrument, one.title.get("en", ""))
    }
    translations = translations_of(library, language)
    choices = {choice for fact in library.facts.facts.values() if fact.of == "law" for choice in fact.choices}
    in_words = {choice: choice.replace("_", " ") for choice in choices}
    named = {
        choice: translations.get(words, words if language == "en" else choice) for choice, words in in_words.items()
    }
    names = territory_names(library)
    territories = {name: names[language][code] for code, name in names["en"].items()}
    rows = {measure.id: short_text(library, measure.id, "name") for measure in measures}
    english = {
        str(measure.id): row.english if (row := rows[measure.id]) else short_name(measure) for measure in measures
    }
    called = {
        str(measure.id): translations.get(row.english, row.english)
        if (row := rows[measure.id])
        else short_name(measure, language)
        for measure in measures
    }
    return PackageTranslator(language, {**territories, **titles, **effects, **named, **translations}, called, english)
