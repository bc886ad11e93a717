"""The words of a report in English, Japanese and Chinese, from one table."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LANGUAGES: Final = ("en", "ja", "zh")


@cache
def _table(language: str) -> Mapping[str, str]:
    with resources.files("sekisho.present.book_results").joinpath("phrases.csv").open(encoding="utf-8") as file:
        return {row["key"]: row[language] for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class ReportTranslator:
    """Says things in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its places filled.

        >>> ReportTranslator("en")("bar_nothing"), ReportTranslator("zh")("free")
        ('The book has no lines', '无需许可')
        """
        return _table(self.language)[key].format(**values)

    def counted(self, noun: str, number: int) -> str:
        """Return a number with its noun.

        >>> (
        ...     ReportTranslator("en").counted("line", 1),
        ...     ReportTranslator("en").counted("line", 2310),
        ...     ReportTranslator("ja").counted("line", 2310),
        ... )
        ('1 line', '2,310 lines', '2,310行')
        """
        return self(f"{noun}_{'one' if number == 1 else 'other'}", n=f"{number:,}")

    def titled(self, key: str, **values: object) -> str:
        """Return a phrase with a capital letter first, for the head of a column."""
        text = self(key, **values)
        return text[:1].upper() + text[1:]

    def keys(self) -> frozenset[str]:
        """Name all phrases."""
        return frozenset(_table(self.language))
