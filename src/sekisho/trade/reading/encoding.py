"""The encoding of a text file, found out: by its first bytes, by strict decoding, and by the letters that come out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

EAST_ASIAN: Final = ("cp932", "gb18030")
"""What a text may be in that is not UTF-8; Shift_JIS is read as CP932, which has all of it, and GBK as GB18030."""

WESTERN: Final = "cp1252"
"""What a text in a Western European language may be in that is not UTF-8; it has all of ISO 8859-1."""

_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_LATIN: Final = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŠšŽžŒœ’“”–€§°®™")
_MOSTLY: Final = 0.9
_BLOCK: Final = 1 << 22
SAMPLE: Final = 200_000
"""Bytes by which the language of a text is judged."""
_ASCII: Final = 0x7F
_BEYOND_LATIN: Final = 0xFF
_ENOUGH: Final = 8
_RARE: Final = 20
"""Letters of several bytes that are not read as UTF-8 by chance, and how many there are for one that is broken."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(file: Path, *, seems_right: Callable[[str], bool] = bool) -> tuple[str, bool]:
    """Find out the encoding of a text file; returns it, and whether all of the file can be read in it.

    Parameters
    ----------
    seems_right
        Whether the beginning of a text is as expected, such as a header of known words. It decides between CP932
        and GB18030, in which almost any bytes can be read; else the one with more of its common characters is taken.
    """
    with file.open("rb") as opened:
        start = opened.read(SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, is_whole(file, name)
    if is_whole(file, "utf-8"):
        return "utf-8", True
    if _is_broken_utf8(start):
        return "utf-8", False
    if is_whole(file, WESTERN) and _is_western(start.decode(WESTERN, "replace")):
        return WESTERN, True
    whole = [name for name in EAST_ASIAN if is_whole(file, name)]
    if whole:
        return _likelier(start, whole, seems_right), True
    # One stray byte does not make a text another text: the encoding in which the fewest letters are broken.
    broken = {name: start.decode(name, "replace").count("\ufffd") for name in ("utf-8", *EAST_ASIAN)}
    least = min(broken.values())
    return _likelier(start, [name for name in broken if broken[name] <= least + 1], seems_right), False


def _is_broken_utf8(start: bytes) -> bool:
    """Tell whether a text is UTF-8 with a stray byte: letters of several bytes come out right, save a few."""
    text = start.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    right = sum(ord(letter) > _ASCII for letter in text) - broken
    return right >= _ENOUGH and broken * _RARE <= right


def _is_western(text: str) -> bool:
    """Tell whether the letters beyond ASCII stand by themselves within words, as in Müller and Société.

    >>> _is_western("Müller, Société Générale"), _is_western("磁石".encode("cp932").decode("cp1252", "replace"))
    (True, False)
    """
    runs = _BEYOND_ASCII.findall(text)
    return bool(runs) and sum(run in _LATIN for run in runs) >= _MOSTLY * len(runs)


def is_whole(file: Path, encoding: str) -> bool:
    """Tell whether every byte of a file can be read in an encoding; a NUL is no letter of a text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.open("rb") as opened:
        try:
            while block := opened.read(_BLOCK):
                if "\x00" in decoder.decode(block):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _likelier(start: bytes, names: list[str], seems_right: Callable[[str], bool]) -> str:
    texts = {name: start.decode(name, "ignore") for name in names}
    fitting = [name for name, text in texts.items() if seems_right(text)]
    if len(fitting) == 1:
        return fitting[0]
    return max(texts, key=lambda name: commonness(texts[name], name))


def commonness(text: str, encoding: str) -> float:
    """Share of the letters beyond Latin that are common in the language of an encoding: kana, frequent characters."""
    letters = [letter for letter in text if ord(letter) > _BEYOND_LATIN]
    return sum(_is_common(letter, encoding) for letter in letters) / len(letters) if letters else 0.0


def _is_common(letter: str, encoding: str) -> bool:
    if encoding == "cp932":
        if "ぁ" <= letter <= "ヿ" or letter in "、。・「」（）　":
            return True
        code = letter.encode("cp932", "ignore")
        return b"\x88\x9f" <= code <= b"\x98\x72"
    code = letter.encode("gb2312", "ignore")
    return b"\xb0\xa1" <= code <= b"\xd7\xf9" or letter in "、。·（）；，：　"
