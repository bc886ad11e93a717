"""Names of Latin letters in katakana: エムエイチアイ is MHI."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from typing import Final

from sekisho.parties.names.business_words import words
from sekisho.parties.names.folding import kana_key
from sekisho.regex import regex

_NAMES: Final = {
    "a": "エー|エイ",
    "b": "ビー|ビイ",
    "c": "シー|シイ",
    "d": "ディー|デー|ディ|デイー|デイ",
    "e": "イー",
    "f": "エフ",
    "g": "ジー",
    "h": "エイチ|エッチ|エツチ",
    "i": "アイ",
    "j": "ジェー|ジェイ|ジエー|ジエイ",
    "k": "ケー|ケイ",
    "l": "エル",
    "m": "エム",
    "n": "エヌ",
    "o": "オー",
    "p": "ピー",
    "q": "キュー|キユー",
    "r": "アール",
    "s": "エス",
    "t": "ティー|テー|テイー|ティ|テイ",
    "u": "ユー",
    "v": "ブイ|ヴィ|ヴイ",
    "w": "ダブリュー|ダブリュ|ダブリユー|ダブリユ",
    "x": "エックス|エツクス",
    "y": "ワイ",
    "z": "ゼット",
    "&": "アンド",
}
_LETTER_OF: Final = {name: letter for letter, names in _NAMES.items() for name in names.split("|")}
_ENDS: Final = tuple(_LETTER_OF)
_LONGEST: Final = max(map(len, _LETTER_OF))
_FEWEST: Final = 2
"""Letters that a word must spell out to be taken for letters; at its beginning one more."""
_SHORTEST_WORD: Final = 4
"""Kana of a word of the trade, the beginning of which is no letter: the ディ of ディフェンス."""
_NAME: Final = f"(?:{'|'.join(sorted(_LETTER_OF, key=len, reverse=True))})"
_TWO: Final = regex(rf"{_NAME}アンド{_NAME}")
_BESIDE: Final = regex(
    rf"(?<![a-z])([a-z]) ?アンド ?([a-z](?![a-z])|{_NAME}(?![\u30a1-\u30fc]))"
    rf"|({_NAME}) ?アンド ?([a-z])(?![a-z])"
)
"""Two letters with an *and* in katakana between them, one of them at least in Latin letters: EアンドS."""
_APART: Final = regex(rf"(?<![\u30a1-\u30fc]){_NAME}(?: {_NAME}(?![\u30a1-\u30fc]))+")
_KANA_RUN: Final = regex(r"[\u30a1-\u30fc]{6,}")


def letters_together(text: str) -> str:
    """Write letters that katakana spells out, one by one or at the beginning of a word, as Latin letters.

    >>> letters_together("アイ エイチ アイ エアロスペース"), letters_together("エムエイチアイエアロスペース")
    ('ihi エアロスペース', 'mhiエアロスペース')
    >>> letters_together("タルミeアンドs"), letters_together("タルミイーアンドs")
    ('タルミe&s', 'タルミe&s')
    """
    if "アンド" in text:
        text = _BESIDE.sub(_with_and, text)
    apart = _APART.sub(lambda found: "".join(_LETTER_OF[name] for name in found[0].split()), text)
    return _KANA_RUN.sub(lambda found: spelled_out(found[0]) or _part_spelled(found[0]), apart)


def _with_and(found: re.Match[str]) -> str:
    """Write two letters with the sign for *and* between them."""
    left, right = (letter for letter in found.groups() if letter)
    return f"{_LETTER_OF.get(left, left)}&{_LETTER_OF.get(right, right)}"


def _part_spelled(kana: str) -> str:
    """Read the letters that katakana spells out at its beginning, or else at its end, or else two with an *and*."""
    letters, rest = spelled_beginning(kana)
    if letters:
        return f"{letters}{rest}"
    word, letters = spelled_end(kana) if kana.endswith(_ENDS) else (kana, "")
    if letters or "アンド" not in kana:
        return f"{word}{letters}"
    return _TWO.sub(lambda found: spelled_out(found[0]), kana)


def spelled_beginning(kana: str) -> tuple[str, str]:
    """Read the letters that katakana spells out at its beginning, three at least; returns them and the rest.

    A letter that begins a word of the trade is none.

    >>> spelled_beginning("エムエイチアイエアロスペース"), spelled_beginning("ジェイエムユーディフェンス")
    (('mhi', 'エアロスペース'), ('jmu', 'ディフェンス'))
    """
    found: list[str] = []
    starts: list[int] = []
    place = 0
    while place < len(kana):
        size = next((size for size in range(_LONGEST, 1, -1) if kana[place : place + size] in _LETTER_OF), 0)
        if not size:
            break
        found.append(_LETTER_OF[kana[place : place + size]])
        starts.append(place)
        place += size
    fewest = _FEWEST + 1
    table = words().cjk
    if len(found) > fewest and not _begins_word(kana[place:], table) and _begins_word(kana[starts[-1] :], table):
        place = starts[-1]
        found.pop()
    return ("".join(found), kana[place:]) if len(found) >= fewest and len(kana) - place >= fewest else ("", kana)


def _begins_word(kana: str, table: Container[str]) -> bool:
    """Tell whether a word of the trade stands at the beginning, of four letters or more."""
    key = kana_key(kana)
    return any(key[:size] in table for size in range(_SHORTEST_WORD, len(key) + 1))


def spelled_end(kana: str) -> tuple[str, str]:
    """Read the letters that katakana spells out at its end, three at least or two with an *and*.

    >>> spelled_end("タルミエヌティーシー"), spelled_end("タルミイーアンドエス"), spelled_end("タルミサービス")
    (('タルミ', 'ntc'), ('タルミ', 'e&s'), ('タルミサービス', ''))
    """
    fewest = _FEWEST + 1
    for start in range(_FEWEST, len(kana) - fewest):
        letters = spelled_out(kana[start:])
        if len(letters) >= fewest:
            return kana[:start], letters
    return kana, ""


@lru_cache(maxsize=50_000)
def spelled_out(kana: str) -> str:
    """Read katakana that spells Latin letters out; empty if it is a word.

    >>> spelled_out("エムエイチアイ"), spelled_out("アイシン")
    ('mhi', '')
    """
    found: list[str] = []
    place = 0
    while place < len(kana):
        for size in range(min(_LONGEST, len(kana) - place), 1, -1):
            letter = _LETTER_OF.get(kana[place : place + size])
            if letter is not None:
                found.append(letter)
                place += size
                break
        else:
            return ""
    text = "".join(found)
    return text if len(text.replace("&", "")) >= _FEWEST else ""
