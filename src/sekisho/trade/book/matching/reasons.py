"""Why a column is a fact, or is none, in words about the column: domain `column` of the catalogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.i18n.locale import LOCALES
from sekisho.i18n.messages import Translator


@dataclass(frozen=True, slots=True)
class ColumnReason:
    """One reason: its id in the catalogue, and what stands in its places."""

    key: str
    words: Mapping[str, str] = field(default_factory=dict)

    def told(self, language: str) -> str:
        """Say it; a word that is an id itself, such as what values look like, is told in the language too."""
        translate = Translator(language, ("column",))
        if not translate.has(self.key):
            return self.key.replace("_", " ")
        words = {name: translate(word) if word.startswith("looks_") else word for name, word in self.words.items()}
        return translate(self.key, **words)


def reasons_told(reasons: Sequence[ColumnReason], language: str) -> str:
    """Say several reasons in one sentence.

    >>> reasons_told([ColumnReason("rank_1"), ColumnReason("empty")], "en")
    'the header says so; empty or not known'
    """
    return LOCALES[language].join([reason.told(language) for reason in reasons], "semicolon")
