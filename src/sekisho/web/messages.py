"""The words of the pages in English, Japanese and Chinese, from the catalogues.

The domain `page` holds what the pages say, `report` what they share with workbooks, such as the names of outcomes,
`screen` why a name may be that of a listed party, `fact` how facts are asked for and their choices named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from starlette.requests import HTTPConnection

from sekisho.i18n.locale import LOCALES
from sekisho.i18n.messages import Translator
from sekisho.i18n.page_ways import on_page
from sekisho.law.model.fact import Fact
from sekisho.message import NumberText, day_text

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", "ja": "日本語", "zh": "中文"}
"""Languages of the pages, each by its own name."""


@dataclass(frozen=True, slots=True)
class PageTranslator(Translator):
    """Says what pages say in one language.

    >>> PageTranslator("en").counted("question", 1), PageTranslator("zh").counted("question", 1200)
    ('1 question', '1,200个问题')
    """

    domains: tuple[str, ...] = ("page", "report", "screen")

    def say(self, text: str) -> str:
        """Tell a wording in the language, with the page's own way where it names a command."""
        return super(PageTranslator, self).say(on_page(text))

    def fact(self, name: str) -> str:
        """Name a fact in a word or two; one that has no such name, as the table of facts does.

        >>> PageTranslator("ja").fact("end_use"), PageTranslator("en").fact("end_use")
        ('用途', 'end use')
        """
        return _NAMES[self.language].find(str(name)) or str(name).replace("_", " ")

    def day(self, day: date | str) -> str:
        """Write a day as people of the language do; a text that is no day, such as `open`, stays as it is.

        >>> PageTranslator("en").day(date(2026, 2, 1)), PageTranslator("ja").day("2026-02-01")
        ('1 February 2026', '2026年2月1日')
        """
        return self.say(day_text(day))

    def short_day(self, day: date | str) -> str:
        """Write a day in a table; a text that is no day stays as it is.

        >>> PageTranslator("en").short_day("2026-02-01"), PageTranslator("en").short_day("–")
        ('1 Feb 2026', '–')
        """
        told = day_text(day)
        return LOCALES[self.language].quantity("short_day", told.values) if isinstance(told, NumberText) else told

    def question(self, fact: Fact) -> str:
        """Put the question of a fact; those of the law stand in English alone."""
        return _FACTS[self.language].find(fact.name) or fact.question

    def hint(self, fact: Fact) -> str:
        """Explain a question."""
        if not _FACTS[self.language].has(fact.name):
            return fact.help
        return _FACTS[self.language].find(f"{fact.name}.hint") or ""

    def choice(self, fact: Fact | str, value: str) -> str:
        """Name a choice of a fact."""
        name = fact if isinstance(fact, str) else fact.name
        return _FACTS[self.language].find(f"{name}.{value}") or value.replace("_", " ")

    def choice_hint(self, fact: Fact, value: str) -> str:
        """Explain a choice of a fact."""
        return _FACTS[self.language].find(f"{fact.name}.{value}.hint") or ""


_NAMES: Final[Mapping[str, Translator]] = {language: Translator(language, ("name",)) for language in LANGUAGES}
_FACTS: Final[Mapping[str, Translator]] = {language: Translator(language, ("fact",)) for language in LANGUAGES}


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


def language_of(request: HTTPConnection, said: str = "") -> str:
    """Return the language of whoever asks: what the form or the address says, what was chosen before, the browser's."""
    chosen = (said or request.query_params.get("language", ""), request.cookies.get("language", ""))
    return next((tag for tag in chosen if tag in LANGUAGES), "") or chosen_language(
        preferred(request.headers.get("accept-language", ""))
    )


THEMES: Final = ("light", "dark")
"""Colours that a person may choose; without a choice the pages follow the system."""


def theme_of(request: HTTPConnection, asked: str = "") -> str:
    """Return the colours of whoever asks: what the form or the address says, or what was chosen before; else none."""
    theme = asked or request.cookies.get("theme", "")
    return theme if theme in THEMES else ""


def words_for(request: HTTPConnection) -> PageTranslator:
    """Return the words of the language of whoever asks."""
    return PageTranslator(language_of(request))


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
