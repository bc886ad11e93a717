"""The text of a cell: markup taken off, in one width, and cut into words, each with a key that is compared."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.parties.names.folding import common_han, fold_text, kana_key, katakana
from sekisho.regex import regex

_TAG_BREAK: Final = regex(r"<\s*/?\s*(?:br|p|div|li|tr|td)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = regex(r"</?[a-zA-Z][^<>]*>")
_BREAKS: Final = regex(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|_x000[dDaA]_|(?<!\\)\\[rn](?![a-z])")
_ENTITY: Final = regex(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});?")
_CJK: Final = "\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff々〆\U00020000-\U0003134f"
_TOKEN: Final = regex(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’`´][^\W\d_{_CJK}]+)*")
_NO_LETTER: Final = regex(r"[\W_]+")
_BARE: Final = regex(r"[A-Za-z0-9 .,()'-]*")
"""A text in which nothing is markup and no sign stands for another letter."""
_SILENT: Final = regex(r"\b(?:and|the)\b")
_SAID_NOTHING: Final = frozenset({"and", "the"})
"""Words that names are written with and without."""


class CellToken(NamedTuple):
    """A word of a cell, or one character of kana or Chinese: where it stands, and the key by which it is compared.

    Parameters
    ----------
    key
        Folded. What is not compared, such as *and*, is no word here; a long-vowel mark belongs to the kana before it.
    """

    key: str
    start: int
    end: int
    is_word: bool


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell, cut into words.

    Parameters
    ----------
    plain
        In one width, without markup; what parted lines parts them still.
    """

    plain: str
    tokens: tuple[CellToken, ...]

    def gap(self, at: int) -> str:
        """Return what stands before the word at a place; behind the last one, for the place after it."""
        start = self.tokens[at - 1].end if at else 0
        end = self.tokens[at].start if at < len(self.tokens) else len(self.plain)
        return self.plain[start:end]

    def written(self, low: int, high: int) -> str:
        """Return words as they are written."""
        return self.plain[self.tokens[low].start : self.tokens[high - 1].end] if low < high else ""


@lru_cache(maxsize=20_000)
def read_text(cell: str) -> CellText:
    """Take the markup off a cell and cut it into words.

    >>> [token.key for token in read_text("KITAHAMA SHIPBUILDING CO&#46;, LTD&#10;2-1 UMI-CHO").tokens]
    ['kitahama', 'shipbuilding', 'co', 'ltd', '2', '1', 'umi', 'cho']
    >>> read_text("ﾀﾙﾐ　株式会社").plain
    'タルミ 株式会社'
    """
    text = cell
    if "&" in text:
        for _ in range(2):
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if "<" in text:
        text = _TAG.sub(" ", _TAG_BREAK.sub("\n", text))
    text = _BREAKS.sub("\n", text)
    plain = text if text.isascii() else "".join(map(_seen, unicodedata.normalize("NFKC", text)))
    return CellText(plain, tuple(_tokens(plain)))


def _seen(letter: str) -> str:
    """Leave out what is not seen; keep what parts words and lines."""
    kind = unicodedata.category(letter)
    return letter if letter == "\n" else " " if kind in {"Zs", "Cc"} else "" if kind in {"Cf", "Cs", "Co"} else letter


def _tokens(plain: str) -> Iterator[CellToken]:
    """Cut a text into words; a word without a key belongs to the one before it if nothing parts them."""
    last: CellToken | None = None
    for found in _TOKEN.finditer(plain):
        word = found[0]
        start, end = found.span()
        key = _key(word)
        if key:
            if last is not None:
                yield last
            last = CellToken(key, start, end, not _is_cjk(word[0]))
        elif last is not None and last.end == start:
            last = CellToken(last.key, last.start, end, last.is_word)
    if last is not None:
        yield last


def _is_cjk(letter: str) -> bool:
    return "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" or letter in "々〆" or letter >= "\uf900"


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    if _is_cjk(word[0]):
        return common_han(kana_key(katakana(word)))
    folded = _american(fold_text(word))
    key = "".join(letter for letter in folded if letter.isalnum())
    return "" if key in _SAID_NOTHING else key


def key_of_plain(word: str) -> str:
    """Return the key of a word of small Latin letters.

    >>> key_of_plain("centre"), key_of_plain("the")
    ('center', '')
    """
    return "" if word in _SAID_NOTHING else _american(word)


def _american(folded: str) -> str:
    """Write words of names that are spelt in two ways in one of them.

    >>> _american("defence centre")
    'defense center'
    """
    return folded.replace("defence", "defense").replace("centre", "center")


@lru_cache(maxsize=20_000)
def keys_of(name: str) -> tuple[str, ...]:
    """Return the keys of the words of a name."""
    if name.isascii() and _BARE.fullmatch(name):
        return tuple(filter(None, map(_key, _TOKEN.findall(name))))
    return tuple([token.key for token in read_text(name).tokens])


def words_in(name: str) -> int:
    """Count the words of a name: Latin ones that a blank parts, and one for all characters of kana and Chinese."""
    text = read_text(name)
    latin = [at for at, token in enumerate(text.tokens) if token.is_word]
    joined = sum(
        1
        for one, other in pairwise(latin)
        if other == one + 1 and not any(letter.isspace() for letter in text.gap(other))
    )
    return len(latin) - joined + any(not token.is_word for token in text.tokens)


def letters_of(cell: str) -> str:
    """Return the letters of a cell as one word, close to what its words make together; cheap.

    >>> letters_of("Sea & Land Co., Ltd.")
    'sealandcoltd'
    """
    if not cell.isprintable() or "&" in cell or "<" in cell:
        return "".join([token.key for token in read_text(cell).tokens])
    folded = _SILENT.sub("", _american(fold_text(cell)))
    if not folded.isascii():
        folded = common_han(kana_key(katakana(folded)))
    return _NO_LETTER.sub("", folded)
