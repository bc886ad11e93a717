"""What is said of the law beside its own words, in the language of a reader: reasons, questions, duties, cautions.

A measure file says these in English. A data package may hold `translations.csv`, a text in English to the same in other
languages; a text that was changed since is not found there and is told in English. Sentences that the program itself
makes stand in `phrases.csv`, with braces where they take something in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sekisho.i18n.names import phrases, sentences
from sekisho.i18n.translation_tables import translations_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library


@dataclass(frozen=True, slots=True)
class PackageTranslator:
    """Tells texts in one language, as far as they were translated."""

    language: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """Return a text in the language, or in English."""
        return self.pair(text)[1]

    def pair(self, text: str) -> tuple[str, str]:
        """Return the language in which a text is told, and the text."""
        if self.language == "en" or not text:
            return self.language, text
        if text in self.texts:
            return self.language, self.texts[text]
        for pattern, key in _patterns():
            found = pattern.fullmatch(text)
            said = phrases(self.language).get(f"sentence {key}")
            if found is not None and said is not None:
                return self.language, said.stated.format(*map(self, found.groups()))
        return "en", text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make of the sentences of the program what finds them again, those that take nothing in first."""
    keys = sorted(sentences(), key=lambda key: ("{}" in key, -len(key)))
    return tuple((re.compile(re.escape(key).replace(r"\{\}", "(.+)"), re.DOTALL), key) for key in keys)


ENGLISH = PackageTranslator()


@cached_per_library
def teller_of(library: Library, language: str) -> PackageTranslator:
    """Return what tells of a library in a language."""
    effects = {effect.in_words("en"): effect.in_words(language) for effect in library.effects}
    return PackageTranslator(language, {**effects, **translations_of(library, language)})
