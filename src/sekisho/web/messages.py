"""The words of the pages in English, Japanese and Chinese, from tables.

`catalogue/phrases.csv` holds what the pages say, `catalogue/team.csv` what they say of accounts, `catalogue/facts.csv`
how facts are asked for and their choices named. What the reports say already, such as the names of outcomes, is taken
from there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

from sekisho.i18n.names import fact_names
from sekisho.law.model.fact import Fact
from sekisho.present.book_results.messages import ReportTranslator as ReportWords

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ja": "日本語", "zh": "中文"}
"""Languages of the pages, each by its own name."""
PHRASES: Final = ("phrases.csv", "team.csv")
"""Tables of what the pages say."""


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Read what the pages say, a key to its languages; `name_` and a fact is what the law calls it."""
    names = {f"name_{fact}": {**named, "key": f"name_{fact}"} for fact, named in fact_names().items()}
    return {**{row["key"]: row for name in PHRASES for row in _rows(name)}, **names}


@cache
def _facts() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(row["fact"], row["choice"]): row for row in _rows("facts.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with resources.files("sekisho.web").joinpath("catalogue", name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Translator:
    """Says things in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Return a phrase with its places filled."""
        found = phrases().get(key)
        if found is None:
            return ReportWords(self.language)(key, **values)
        return found[self.language].format(**values)

    def counted(self, noun: str, number: int) -> str:
        """Return a number with its noun.

        >>> Translator("en").counted("question", 1), Translator("zh").counted("question", 1200)
        ('1 question', '1,200个问题')
        """
        return self(f"{noun}_{'one' if number == 1 else 'other'}", n=f"{number:,}")

    def titled(self, key: str, **values: object) -> str:
        """Return a phrase with a capital letter first."""
        text = self(key, **values)
        return text[:1].upper() + text[1:]

    def has(self, key: str) -> bool:
        """Tell whether the pages have a phrase."""
        return key in phrases()

    def fact(self, name: str) -> str:
        """Name a fact in a word or two; one that has no such name, as the table of facts does.

        >>> Translator("ja").fact("end_use"), Translator("en").fact("end_use")
        ('用途', 'end use')
        """
        key = f"name_{name}"
        return self(key) if self.has(key) else str(name).replace("_", " ")

    def day(self, day: date) -> str:
        """Write a day as people of the language do.

        >>> Translator("en").day(date(2026, 2, 1)), Translator("ja").day(date(2026, 2, 1))
        ('1 February 2026', '2026年2月1日')
        """
        if self.language != "en":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {self(f'month_{day.month}')} {day.year}"

    def question(self, fact: Fact) -> str:
        """Put the question of a fact; those of the law stand in English alone."""
        row = _facts().get((fact.name, ""))
        return (row and row[self.language]) or fact.question

    def hint(self, fact: Fact) -> str:
        """Explain a question."""
        row = _facts().get((fact.name, ""))
        return row[f"hint_{self.language}"] if row else fact.help

    def choice(self, fact: Fact | str, value: str) -> str:
        """Name a choice of a fact."""
        row = _facts().get((fact if isinstance(fact, str) else fact.name, value))
        return row[self.language] if row else value.replace("_", " ")

    def choice_hint(self, fact: Fact, value: str) -> str:
        """Explain a choice of a fact."""
        row = _facts().get((fact.name, value))
        return row[f"hint_{self.language}"] if row else ""


def chosen_language(wanted: Iterable[str]) -> str:
    """Choose the first language that the pages speak; English if they speak none.

    Parameters
    ----------
    wanted
        Tags in the order of preference, such as `zh-TW`.

    >>> chosen_language(["fr-FR", "zh-TW", "en"]), chosen_language([])
    ('zh', 'en')
    """
    for tag in wanted:
        short = tag.strip().lower().partition("-")[0]
        if short in LANGUAGES:
            return short
    return "en"


def preferred(header: str) -> list[str]:
    """Return the languages that a browser asks for, the most wanted first.

    >>> preferred("en;q=0.5, ja-JP, zh;q=0.8, x;q=nonsense")
    ['ja-JP', 'zh', 'en']
    """
    found: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, more = part.partition(";")
        name, _, number = more.strip().partition("=")
        try:
            weight = float(number) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if tag.strip() and weight > 0:
            found.append((weight, tag.strip()))
    return [tag for _, tag in sorted(found, key=lambda pair: -pair[0])]
