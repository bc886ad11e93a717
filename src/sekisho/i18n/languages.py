"""The languages in which the law is told, and which of its words are shown to a reader of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "ja", "zh")


def for_reader(words: Mapping[str, str], language: str) -> dict[str, str]:
    """Choose of words of law what a reader sees: the original first, then the translation into the language.

    Without a translation into it, that into English stands in. Who reads the original needs none.

    >>> for_reader({"zh": "军事用户", "en": "military user", "ja": "軍事需要者"}, "ja")
    {'zh': '军事用户', 'ja': '軍事需要者'}
    """
    original = next(iter(words), "")
    translation = language if words.get(language) else "en"
    return {tag: words[tag] for tag in dict.fromkeys((original, translation)) if _is_shown(tag, words, language)}


def _is_shown(tag: str, words: Mapping[str, str], language: str) -> bool:
    original = next(iter(words), "")
    return bool(words.get(tag)) and (tag == original or language != original)


def in_language(words: Mapping[str, str], language: str) -> tuple[str, str]:
    """Choose one wording for a reader, and say in which language it is: their own, else English, else the first.

    >>> in_language({"zh": "军事用户", "en": "military user"}, "ja")
    ('en', 'military user')
    """
    for tag in (language, "en", *words):
        if words.get(tag):
            return tag, words[tag]
    return language, ""
