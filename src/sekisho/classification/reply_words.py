"""Words of a description that answer a question of a limit: by yes, by no, or by one of its choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.classification.negation import is_negated
from sekisho.classification.tokens import fold
from sekisho.law.model.condition import FactName
from sekisho.trade.items.parameter import Parameter


@dataclass(frozen=True, slots=True)
class Replies:
    """Words that answer a question, with their answers; how each begins, to pass over texts quickly."""

    words: re.Pattern[str]
    answers: Mapping[str, bool | str]
    first_words: frozenset[str]
    others: tuple[str, ...]

    def read(self, low: str, latin: frozenset[str]) -> bool | str | None:
        """Read the answer of a text; none where it gives two, or where what it says is negated or questioned.

        Parameters
        ----------
        latin
            Latin words of the text (see `latin_words`).
        """
        if self.first_words.isdisjoint(latin) and not any(word in low for word in self.others):
            return None
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
                spelt = "|".join(_bounded(word) for word in sorted(plain, key=len, reverse=True))
                begun = {word.split(" ")[0] for word in plain}
                first = frozenset(word for word in begun if _LATIN.fullmatch(word))
                yield parameter.name, Replies(re.compile(spelt), plain, first, tuple(sorted(begun - first)))


def replies_by_start(replies: Iterable[Replies]) -> Mapping[str, tuple[int, ...]]:
    """Return the places of replies by the first Latin word, or the first letter, of each of their words."""
    places: dict[str, list[int]] = {}
    for place, reply in enumerate(replies):
        for start in {*reply.first_words, *(word[0] for word in reply.others)}:
            places.setdefault(start, []).append(place)
    return {start: tuple(numbers) for start, numbers in places.items()}


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


_LATIN: Final = re.compile(r"[a-z0-9]+")


def _spaced(word: str) -> str:
    return _SPACES.sub(" ", word)


_SPACES: Final = re.compile(r"[\s-]+")


def _bounded(word: str) -> str:
    """Match a Latin word whole, in singular or plural, written with spaces or hyphens; others anywhere, too."""
    plain = r"[\s-]+".join(re.escape(part) for part in word.split(" "))
    if not word.isascii():
        return plain
    return rf"\b{plain}{'(?:e?s)?' if word[-1].isalpha() and len(word) > _SYMBOL else ''}\b"


_SYMBOL: Final = 3
"""Letters of a word up to which it has no plural: a symbol or an abbreviation."""
