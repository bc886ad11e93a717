"""A name brought to one form: width, case, marks, look-alike letters, and Chinese characters of three standards."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from sekisho.law.memo import Memory
from sekisho.regex import regex

_CACHE: Final = 20_000
"""Texts whose folding is remembered. A guess. Smaller, a name that comes again is folded again;
larger, a process that screens for days keeps more."""
_LETTERS: Final = str.maketrans(
    {**dict.fromkeys("'’‘`´ʼ′", ""), "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_BREAKS: Final = str.maketrans(dict.fromkeys("・･·•‧∙|｜/\\", " "))
_LONG: Final = regex(r"(?<=[\u3041-\u30ff])[-‐‑‒–—―−─ｰ一](?=[\u3041-\u30ff]|\b|$)")
"""What is typed where the long-vowel mark of kana belongs: hyphens, dashes and the Chinese character for one."""
_DASHES: Final = regex(r"[‐‑‒–—―−─]")
_LATIN_MARKS: Final = regex(r"(?<=[a-z])[\u0300-\u036f]+")
_KANA: Final = "\u30a1-\u30fa\u30fc"
_LOOKS_LIKE_KANA: Final = dict(zip("二力口工夕卜八才千干又", "ニカロエタトハオチチヌ", strict=True))
_IN_KANA: Final = regex(rf"(?<=[{_KANA}])[{''.join(_LOOKS_LIKE_KANA)}](?=[{_KANA}])")
_KANA_AMONG_HAN: Final = dict(zip("エカロニタト", "工力口二夕卜", strict=True))
_IN_HAN: Final = regex(
    rf"(?<=[\u4e00-\u9fff])[{''.join(_KANA_AMONG_HAN)}](?=[\u4e00-\u9fff業])|(?<=重)エ(?![ンアスネレコキク])"
)
"""Kana that stand for the character that they look like: 重エ業 for 重工業, but not the エ of 菱重エンジニアリング."""
_IN_PLACE_OF_LONG: Final = "一"
"""The one sign of `_LONG` that stands in a name of kana and Chinese characters alone."""
_KANA_LETTERS: Final = frozenset(_KANA_AMONG_HAN)
_LOOKING_LETTERS: Final = frozenset(_LOOKS_LIKE_KANA)
PLAIN_CJK: Final = regex(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fa5]+")
"""Kana and Chinese characters that stand for themselves in every form of Unicode, and nothing between them."""
_DIGIT_IN_WORD: Final = regex(r"(?<=[a-z]{2})[015](?=[a-z])|(?<=[a-z])[015](?=[a-z]{2})|\b[05](?=[a-z]{3})")
_DIGITS_AS_LETTERS: Final = {"0": "o", "1": "l", "5": "s"}
_FOREIGN: Final = range(0x370, 0x530)
"""Greek and Cyrillic letters."""
_FOREIGN_LETTERS: Final = regex(r"[\u0370-\u052f]")
_MIXED: Final = regex(r"\w*[\u0370-\u052f]\w*")
_HAN_BLOCKS: Final = (
    range(0x4E00, 0xA000),  # the common ones
    range(0x3400, 0x4DC0),  # extension A
    range(0xF900, 0xFB00),  # compatibility forms
    range(0x20000, 0x31350),  # extensions B to G
)
"""Blocks of Unicode with Chinese characters, the commonest first."""

SMALL_KANA: Final = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
"""Small kana are written large or small at will in names: キヤノン is read as キャノン."""
_HIRAGANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@lru_cache(maxsize=_CACHE)
def fold_text(name: str) -> str:
    """Bring a name to the form whose words are compared; spaces and punctuation stay.

    Width and compatibility forms (NFKC), case, accents of Latin letters, control and directional characters, letters of
    other alphabets that look like Latin ones, and characters that look like kana inside kana do not count.

    >>> fold_text("ＭＩＴＳＵＢＩＳＨＩ Électric　") == fold_text("Mitsubishi Electric")
    True
    """
    if name.isascii():
        text = name.casefold().translate(_BREAKS)
    elif PLAIN_CJK.fullmatch(name):
        return fold_plain_cjk(name)
    else:
        text = unicodedata.normalize("NFKC", "".join(filter(_is_kept, name))).translate(_BREAKS)
        if _FOREIGN_LETTERS.search(text):
            text = _MIXED.sub(lambda found: _as_latin(found[0]), text)
        text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text.casefold()))
        text = _LONG.sub("ー", unicodedata.normalize("NFC", text))
        text = _IN_HAN.sub(lambda found: _KANA_AMONG_HAN[found[0]], text)
        text = _DASHES.sub("-", _IN_KANA.sub(lambda found: _LOOKS_LIKE_KANA[found[0]], text))
    text = text.translate(_LETTERS)
    if "0" in text or "1" in text or "5" in text:
        text = _DIGIT_IN_WORD.sub(lambda found: _DIGITS_AS_LETTERS[found[0]], text)
    return " ".join(text.split())


def fold_plain_cjk(text: str) -> str:
    """Do the same to a text of kana and Chinese characters that stand for themselves, or to many such, a line each.

    Only kana and characters that look like each other are to be told apart, if some stand there.
    """
    if _IN_PLACE_OF_LONG in text:
        text = _LONG.sub("ー", text)
    if not _KANA_LETTERS.isdisjoint(text):
        text = _IN_HAN.sub(lambda found: _KANA_AMONG_HAN[found[0]], text)
    if not _LOOKING_LETTERS.isdisjoint(text):
        text = _IN_KANA.sub(lambda found: _LOOKS_LIKE_KANA[found[0]], text)
    return text


def _is_kept(letter: str) -> bool:
    """Drop what is not seen: control, format and unassigned characters; line ends and tabs are spaces."""
    return letter in "\n\t\r" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _as_latin(word: str) -> str:
    """Write a word with Latin letters if each of its letters looks like one; else leave it."""
    table = _look_alikes()
    latin = "".join(letter if letter.isascii() else table.get(letter, "") for letter in word)
    return latin if len(latin) == len(word) else word


@cache
def _look_alikes() -> dict[str, str]:
    """Map Greek and Cyrillic letters to the Latin letter that they look like, as Unicode's confusables have it."""
    found = dict(zip("ІіΙιӀЇї", "IiIiIIi", strict=True))  # the table of confusables has l
    try:
        from confusable_homoglyphs import confusables
    except ImportError:  # it comes with the extra `books`; without it only these are known
        return found
    for code in _FOREIGN:
        letter = chr(code)
        if not letter.isalpha() or letter in found:
            continue
        known = confusables.is_confusable(letter, greedy=True)
        twins = [twin["c"] for each in known or [] for twin in each["homoglyphs"]]
        latin_twins = [twin for twin in twins if twin.isascii() and twin.isalpha()]
        latin = next(
            (twin for twin in latin_twins if twin.isupper() == letter.isupper()), next(iter(latin_twins), None)
        )
        if latin is not None:
            found[letter] = latin
    for letter, latin in tuple(found.items()):
        found.setdefault(letter.lower(), latin.lower())
    return found


_VARIANTS: Final = dict(
    zip(
        "衞髙﨑硏濵舩眞內吳戶爲靑淸鄕步每強銳說脫稅閱峯舘冨邉塚曽",
        "衛高崎研浜船真内呉戸為青清郷歩毎强鋭説脱税閲峰館富辺塚曾",
        strict=True,
    )
)
"""Characters of other printings and of Korean fonts, to those that the tables of OpenCC know."""


class _HanTable(dict[int, str]):
    """Chinese characters to their common form, found as they are met."""

    def __missing__(self, code: int) -> str:
        letter = _VARIANTS.get(chr(code), chr(code))
        common = letter
        if _is_han(ord(letter)):
            japanese, traditional = _converters()
            older = japanese.convert(letter)
            # A Japanese form counts only if its older form has a simplified one: 衛 is 卫, but 研 stays 研.
            simple = traditional.convert(letter)
            by_way_of = traditional.convert(older)
            common = simple if simple != letter else by_way_of if by_way_of != older else letter
            common = common if len(common) == 1 else letter
        self[code] = common
        return common


_HAN: Final = _HanTable()


@cache
def _converters() -> tuple[_Converter, _Converter]:
    from opencc import OpenCC

    return OpenCC("jp2t"), OpenCC("t2s")


@cache
def _to_japanese() -> tuple[_Converter, _Converter]:
    from opencc import OpenCC

    return OpenCC("s2t"), OpenCC("t2jp")


def common_han(text: str) -> str:
    """Write Chinese characters in one form for Japanese, traditional and simplified ones; nothing else changes.

    >>> common_han("沖電気") == common_han("冲电气") == common_han("沖電氣")
    True
    """
    return text if text.isascii() else text.translate(_HAN)


_japanese: Memory[str, str] = Memory(_CACHE)
"""Texts as Japanese prints them, as far as they were asked for."""


def japanese_han(text: str) -> str:
    """Write Chinese characters as Japanese prints them, so that they can be read in Japanese.

    >>> japanese_han("丰田")
    '豊田'
    """
    return _japanese.get(text) or _note_japanese([text])[0]


def learn_japanese_han(texts: Iterable[str]) -> None:
    """Write many texts as Japanese prints them, all at once, so that `japanese_han` remembers them.

    A call of OpenCC takes ten times as long as a name, and no word of its tables goes over the end of a line.
    """
    new = [text for text in dict.fromkeys(texts) if text and text not in _japanese and "\n" not in text]
    if new:
        _note_japanese(new)


def _note_japanese(texts: Sequence[str]) -> list[str]:
    simplified, traditional = _to_japanese()
    written = traditional.convert(simplified.convert("\n".join(texts)))
    lines = written.split("\n") if len(texts) > 1 else [written]
    if len(_japanese) + len(texts) > _CACHE:
        _japanese.clear()
    _japanese.update(zip(texts, lines, strict=True))
    return lines


def kana_key(text: str) -> str:
    """Fold kana for comparison: katakana, large, without long-vowel marks, ヴ as ブ."""
    folded = text.translate(_HIRAGANA).translate(SMALL_KANA)
    return folded.replace("ヴ", "ブ").replace("ー", "").replace("ヰ", "イ").replace("ヱ", "エ").replace("ヲ", "オ")


def katakana(text: str) -> str:
    """Write hiragana as katakana."""
    return text.translate(_HIRAGANA)


def _is_han(code: int) -> bool:
    return any(code in block for block in _HAN_BLOCKS)


class _Converter:
    """What OpenCC gives: text to text."""

    def convert(self, text: str) -> str:
        """Convert a text."""
        raise NotImplementedError
