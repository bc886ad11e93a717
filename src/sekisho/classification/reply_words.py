"""Words of a description that answer a question of a limit: by yes, by no, or by one of its choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sekisho.classification.negation import is_negated
from sekisho.classification.tokens import fold
from sekisho.law.model.condition import FactName
from sekisho.regex import regex
from sekisho.trade.items.parameter import Parameter


@dataclass(frozen=True)
class Replies:
    """Words that answer a question, with their answers."""

    answers: Mapping[str, bool | str]

    @cached_property
    def words(self) -> re.Pattern[str]:
        """The words as a pattern, made when the first text may hold one: of some hundred questions a text asks few."""
        return re.compile(_any_of(sorted(self.answers, key=len, reverse=True)))

    def read(self, low: str) -> bool | str | None:
        """Read the answer of a text; none where it gives two, or where what it says is negated or questioned."""
        said = {
            self.answer(match[0])
            for match in self.words.finditer(low)
            if not is_negated(low, match.start(), match.end())
        }
        return said.pop() if len(said) == 1 else None

    def answer(self, written: str) -> bool | str:
        """Return what a word that was found answers, in singular or plural."""
        plain = _spaced(written)
        return next(self.answers[word] for word in (plain, plain[:-1], plain[:-2]) if word in self.answers)


def replies_of(parameters: Mapping[FactName, Parameter]) -> Iterable[tuple[FactName, Replies]]:
    """Gather words that answer; of yes and no together the longer word counts (not twisted), and both say nothing."""
    for parameter in parameters.values():
        either: dict[str, bool | str] = {**dict.fromkeys(parameter.no, False), **dict.fromkeys(parameter.yes, True)}
        choices: list[dict[str, bool | str]] = [dict.fromkeys(words, one) for one, words in parameter.says.items()]
        for told in (either, *choices):
            if told:
                plain = {_spaced(fold(word).lower()): answer for word, answer in told.items()}
                yield parameter.name, Replies(plain)


class ReplyFinder:
    """Finds the questions that a text may answer in one pass over its words: of some hundred it answers few."""

    def __init__(self, replies: Iterable[Replies]) -> None:
        """Note of each word by what it is found: its Latin words, or the first letters."""
        self._by_word: dict[str, list[tuple[frozenset[str], int]]] = {}
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        for place, reply in enumerate(replies):
            for word in reply.answers:
                first, *others = word.split(" ")
                if _LATIN.fullmatch(first):
                    latin = frozenset(other for other in others if _LATIN.fullmatch(other))
                    self._by_word.setdefault(first, []).append((latin, place))
                else:
                    self._by_start.setdefault(first[:2], []).append((first, place))

    def places(self, low: str) -> list[int]:
        """Return the places of the replies of which a text holds all words of one, in order."""
        latin = latin_words(low)
        found = {
            place for word in self._by_word.keys() & latin for others, place in self._by_word[word] if others <= latin
        }
        starts = {*low, *(low[at : at + 2] for at in range(len(low)))}
        for start in self._by_start.keys() & starts:
            found.update(place for word, place in self._by_start[start] if word in low)
        return sorted(found)


def latin_words(low: str) -> frozenset[str]:
    """Return the Latin words of a text, as written and in the singular.

    >>> sorted(latin_words("sterilisable in-place, boxes"))
    ['box', 'boxe', 'boxes', 'in', 'place', 'sterilisable']
    """
    words = _LATIN.findall(low)
    plurals = [word for word in words if word.endswith("s")]
    return frozenset(
        (*words, *(word[:-1] for word in plurals), *(word[:-2] for word in plurals if word.endswith("es")))
    )


_LATIN: Final = regex(r"[a-z0-9]+")


def _spaced(word: str) -> str:
    return _SPACES.sub(" ", word)


_SPACES: Final = regex(r"[\s-]+")


def _any_of(words: Iterable[str]) -> str:
    """Match a Latin word whole, in singular or plural, written with spaces or hyphens; others anywhere, too.

    Words that begin with one letter stand together, so that each letter of a text tries those alone.
    """
    ends: dict[str, list[str]] = {}
    for word in words:
        plain = r"[\s-]+".join(re.escape(part) for part in word[1:].split(" "))
        plural = "(?:e?s)?" if word[-1].isalpha() and len(word) > _SYMBOL else ""
        start, end = (r"\b", rf"{plural}\b") if word.isascii() else ("", "")
        ends.setdefault(start + re.escape(word[0]), []).append(plain + end)
    return "|".join(f"{start}(?:{'|'.join(rest)})" for start, rest in ends.items())


_SYMBOL: Final = 3
"""Letters of a word up to which it has no plural: a symbol or an abbreviation."""
