"""Words that point to a military use: of forces, weapons, vessels and the trade in them; and words of two worlds.

A word decides nothing. It points, so that a person confirms what the goods are for. Words of two worlds, such as radar,
point where a cell says what goods are for, and nowhere else. A word beside what makes it harmless, such as a colour or
a toy, does not point.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex
from sekisho.trade.book.cells.force_units import any_unit_pattern, force_units_in

TABLE: Final = Path(__file__).with_name("defence-words.csv")
_WHOLE: Final = 1.0
"""Weight of a word that points wherever it stands."""
_USE: Final = regex(
    r"用途|使途|使用目的|使用先|搭載|適用|最終用|向け先|use\b|usage|purpose|application|project|programme?|工程|项目|件名|案件",
    re.IGNORECASE,
)
_DENIED_BEFORE: Final = regex(
    r"(?:[非不无無未](?:涉及?|用[于於]|含|[为為]|[属屬][于於]?|供)?|"
    r"\b(?:non|not?|never|without|excluding)[\s-]+(?:\w+\s+){0,2})$",
    re.IGNORECASE,
)
_DENIED_AFTER: Final = regex(
    r"[事需工備备]?(?:的|之|に|の|は|を|へ|用|途|目的|向け|関連|転用|使用|利用|当たる|該当|もの|では|で){0,5}"
    r"(?:は?ない|は?ありません|以外|除[くき外]|不可|禁止|[无無][关關係]|しない|しません)"
)
"""What denies a word directly before it, and directly behind it, with no more than particles and words of use between.

A denial of something else in the same text hides nothing: 返品不可 says that goods cannot be returned.
"""
PREFIX: Final = "defence_words:"
"""Before a word in the column of what points."""
_BEFORE: Final = 24
"""Letters before a word among which a denial of it is looked for.

They hold a denial with two words behind it, as "not for any" before "military use". A guess: with fewer, a denial is
missed; with more, a denial of something named earlier hides a word that points.
"""
_PLANES: Final = 0x30000
"""Behind the last letter that is read as another; the planes above hold none."""


@dataclass(frozen=True)
class DefenceWord:
    """A word, how surely it points, and what makes it harmless.

    Its patterns are compiled when a text has some word: for most lines that takes longer than all the rest.
    """

    word: str
    weight: float
    not_if: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """How the word is looked for."""
        return re.compile(_bounded(self.word), re.IGNORECASE)

    @cached_property
    def harmless(self) -> re.Pattern[str] | None:
        """What makes it harmless; None if nothing does."""
        return re.compile(self.not_if, re.IGNORECASE) if self.not_if else None


@cache
def _words() -> tuple[DefenceWord, ...]:
    return tuple(
        DefenceWord(word=row["word"], weight=float(row["weight"]), not_if=row["not_if"]) for row in rows_of_file(TABLE)
    )


def _bounded(word: str) -> str:
    """Let a word of Latin letters be a word of its own."""
    return rf"(?<![A-Za-z]){word}(?![A-Za-z])" if word.isascii() else word


@cache
def _any_word() -> re.Pattern[str]:
    """Return a pattern, without boundaries and in small letters, that is found in every read text that holds a word."""
    return re.compile("|".join(sorted({word.word.replace(r"\b", "").casefold() for word in _words()})))


@cache
def any_word_pattern() -> str:
    r"""Return a pattern for DuckDB that is found in every text in which `defence_words_in` finds a word.

    It is found in texts with a word as they stand, and in those with letters that are read as others: of full and half
    width, ligatures, the letters of other code pages, marks that stand behind their letter (`\p{M}`).
    """
    return rf"{_any_word().pattern}|{any_unit_pattern()}|[{_read_as_others()}\p{{M}}]"


def _read_as_others() -> str:
    """Return the letters that reading changes to others, as the ranges of a class of characters."""
    spans: list[list[int]] = []
    for place in range(_PLANES):
        if _plain(chr(place)) in {chr(place), chr(place).lower()}:
            continue
        if spans and spans[-1][1] == place - 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return "".join(rf"\x{{{first:X}}}-\x{{{last:X}}}" for first, last in spans)


@cache
def _quick() -> re.Pattern[str]:
    """Return the pattern of any word, in which a letter of a text tries those words alone that begin with it."""
    rest: dict[str, list[str]] = {}
    for word in (word.word.replace(r"\b", "").casefold() for word in _words()):
        first = word[0] if word[0].isalnum() and not _CHOICE.match(word[1:]) and "|" not in _GROUP.sub("", word) else ""
        rest.setdefault(first, []).append(word[len(first) :])
    return re.compile("|".join(f"{first}(?:{'|'.join(ends)})" for first, ends in rest.items()))


_CHOICE: Final = regex(r"[?*+{]")
"""What makes the letter before it one of several, or none."""
_GROUP: Final = regex(r"\([^()]*\)")


def _plain(text: str) -> str:
    """Return a text as words are looked for in it: one form for each letter, none of them large."""
    return unicodedata.normalize("NFKC", text).casefold()


def says_what_for(column: str) -> bool:
    """Tell whether a header asks what goods are for.

    >>> says_what_for("使途"), says_what_for("End use"), says_what_for("品名")
    (True, True, False)
    """
    return bool(_USE.search(unicodedata.normalize("NFKC", column).replace("_", " ")))


def defence_words_in(text: str, *, use: bool = False) -> tuple[str, ...]:
    """Return the words of a text that point to a military use, as they stand in it, each once.

    Parameters
    ----------
    use
        The text says what goods are for, so that words of two worlds point too.

    >>> defence_words_in("護衛艦搭載機器"), defence_words_in("Polo shirt, navy blue"), defence_words_in("for the Navy")
    (('護衛艦',), (), ('navy',))
    >>> defence_words_in("レーダー整備用"), defence_words_in("レーダー整備用", use=True)
    ((), ('レーダー',))
    >>> defence_words_in("納入先：阪神基地隊"), defence_words_in("基地局")
    (('阪神基地隊',), ())
    """
    plain = _plain(text)
    found: dict[str, None] = {}
    # Nearly no text of a book holds a word, and to look for all of them one by one takes five times as long.
    for word in _words() if _quick().search(plain) is not None else ():
        if word.weight < _WHOLE and not use:
            continue
        if word.harmless and word.harmless.search(plain):
            continue
        match = next((match for match in word.pattern.finditer(plain) if not _is_denied(plain, match)), None)
        if match is not None and not any(match[0] in other for other in found):
            found[match[0]] = None
    for unit in force_units_in(plain):
        at = plain.find(unit.name)
        if not any(unit.name in other for other in found) and not _denied_at(plain, at, at + len(unit.name)):
            found = {**{word: None for word in found if word not in unit.name}, unit.name: None}
    return tuple(found)


def _is_denied(plain: str, match: re.Match[str]) -> bool:
    """Tell whether a text denies the word where it stands, as in 軍用ではない and "not for military use"."""
    return _denied_at(plain, *match.span())


def _denied_at(plain: str, start: int, end: int) -> bool:
    before = plain[max(0, start - _BEFORE) : start]
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(plain, end))


def points_of(words: Iterable[str]) -> str:
    """Write words as the column of what points holds them.

    >>> points_of(["護衛艦", "自衛隊"])
    'defence_words:護衛艦;defence_words:自衛隊'
    """
    return ";".join(f"{PREFIX}{word.replace(';', ',')}" for word in words)
