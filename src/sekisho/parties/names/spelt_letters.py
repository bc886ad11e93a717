"""Names of Latin letters in katakana: エムエイチアイ is MHI."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_NAMES: Final = {
    "a": "エー|エイ",
    "b": "ビー|ビイ",
    "c": "シー|シイ",
    "d": "ディー|デー|ディ|デイー",
    "e": "イー",
    "f": "エフ",
    "g": "ジー",
    "h": "エイチ|エッチ",
    "i": "アイ",
    "j": "ジェー|ジェイ",
    "k": "ケー|ケイ",
    "l": "エル",
    "m": "エム",
    "n": "エヌ",
    "o": "オー",
    "p": "ピー",
    "q": "キュー",
    "r": "アール",
    "s": "エス",
    "t": "ティー|テー|テイー|ティ",
    "u": "ユー",
    "v": "ブイ|ヴィ",
    "w": "ダブリュー|ダブリュ",
    "x": "エックス",
    "y": "ワイ",
    "z": "ゼット",
    "&": "アンド",
}
_LETTER_OF: Final = {name: letter for letter, names in _NAMES.items() for name in names.split("|")}
_LONGEST: Final = max(map(len, _LETTER_OF))
_FEWEST: Final = 2
"""Letters that a word must spell out to be taken for letters; at its beginning one more."""
_NAME: Final = f"(?:{'|'.join(sorted(_LETTER_OF, key=len, reverse=True))})"
_APART: Final = re.compile(rf"(?<![\u30a1-\u30fc]){_NAME}(?: {_NAME}(?![\u30a1-\u30fc]))+")
_KANA_RUN: Final = re.compile(r"[\u30a1-\u30fc]{6,}")


def letters_together(text: str) -> str:
    """Write letters that katakana spells out, one by one or at the beginning of a word, as Latin letters.

    >>> letters_together("アイ エイチ アイ エアロスペース"), letters_together("エムエイチアイエアロスペース")
    ('ihi エアロスペース', 'mhiエアロスペース')
    """
    apart = _APART.sub(lambda found: "".join(_LETTER_OF[name] for name in found[0].split()), text)
    return _KANA_RUN.sub(lambda found: spelled_out(found[0]) or "".join(spelled_beginning(found[0])), apart)


def spelled_beginning(kana: str) -> tuple[str, str]:
    """Read the letters that katakana spells out at its beginning, three at least; returns them and the rest.

    >>> spelled_beginning("エムエイチアイエアロスペース")
    ('mhi', 'エアロスペース')
    """
    found: list[str] = []
    place = 0
    while place < len(kana):
        size = next((size for size in range(_LONGEST, 1, -1) if kana[place : place + size] in _LETTER_OF), 0)
        if not size:
            break
        found.append(_LETTER_OF[kana[place : place + size]])
        place += size
    fewest = _FEWEST + 1
    return ("".join(found), kana[place:]) if len(found) >= fewest and len(kana) - place >= fewest else ("", kana)


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
