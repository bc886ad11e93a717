"""A cell that a program wrote for another one, or read in a wrong encoding, brought back to what a person wrote.

Web forms write a blank as %20, programs write a character by its number, mail programs pack a line. All of that can be
undone without doubt. A text read in another encoding than it was written in can be undone where it can be written in
the one and read in the other; what that gives is a reading of the cell beside the cell itself.

>>> unescaped("Kitahama%20Shipbuilding%2C%20Ltd."), unescaped("U+5317 U+6D5C U+9020 U+8239")
('Kitahama Shipbuilding, Ltd.', '北浜造船')
>>> restored("北浜造船".encode().decode("latin-1"))
('北浜造船',)
"""

from __future__ import annotations

import quopri
import re
from binascii import Error
from collections.abc import Iterator
from email.header import decode_header
from functools import lru_cache
from html import unescape
from typing import Final

from sekisho.files.language import broken_letters
from sekisho.regex import regex

_ESCAPED: Final = regex(
    r"%[0-9A-Fa-f]{2}|\\[uUx]|U\+[0-9A-Fa-f]{4}|=\?|(?:=[0-9A-F]{2}){3}|;&#|[\u115f\u1160\u3164\uffa0]"
)
"""What none but an escaped cell has."""
_PERCENT: Final = regex(r"%[0-9A-Fa-f]{2}")
_NUMBERED: Final = regex(
    r"\\u([0-9A-Fa-f]{4})|\\u\{([0-9A-Fa-f]{2,6})\}|\\U([0-9A-Fa-f]{8})|\\x([0-9A-Fa-f]{2})|U\+([0-9A-Fa-f]{4,6})\b ?"
)
_ENTITIES: Final = regex(r"(?:&#[xX]?[0-9A-Fa-f]{2,6};){2,}")
"""Letters by their number as pages of the web have them; a single one is taken off with the other markup."""
_QUOTED: Final = regex(r"(?:=[0-9A-F]{2}){3,}")
_PACKED: Final = regex(r"=\?[\w-]+\?[BbQq]\?[^?]*\?=")
_BACKWARDS: Final = regex("[\u202e\u2067]([^\u202c\u2069]*)[\u202c\u2069]?")
_FILLERS: Final = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0", " "))
"""Letters of Korean that show nothing, used as blanks."""
_WESTERN: Final = regex(
    "[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+"
)
"""Letters and signs of Western Europe, of which a text of East Asia that was read so is full."""
_FEWEST: Final = 3
"""Western letters beyond ASCII of a cell that may be one of East Asia. A guess: two characters have four at least."""
_SHARE: Final = 0.4
"""Share of them among all that is no blank. A guess: in Portuguese and Turkish names it is below a quarter."""
_HALF_WIDTH: Final = regex(r"[\uff61-\uff9f]")
"""Kana of half width: every byte of another encoding looks like one, and so does a name that is written in them."""
_EASTERN: Final = regex(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff61-\uff9f]")
_KNOWN: Final = regex(r"[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e\u3000-\u3003\u300a-\u3011々\x20-\x7e]")
_KANA_OR_HAN: Final = regex(r"[\u3041-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")
_STANDARDS: Final = ("gb2312", "shift_jis", "big5", "euc_kr")
"""Encodings of the common characters of China, Japan, Taiwan and Korea: a name has those of one of them."""
_WRITTEN: Final = ("utf-8", "cp932", "gb18030", "euc_jp", "big5")
"""Encodings that programs of East Asia write."""
_READ_WESTERN: Final = ("cp1252", "cp437", "mac_roman")
_READ_EASTERN: Final = ("gb18030", "cp932", "big5", "euc_kr")
_LEADING: Final = regex("[‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ][!-~\u00a0-\u024f\u2010-\u2122]")
"""What the first byte of a character of Shift JIS is in CP1252, before another: ‘æ is 第. Quotes stand so too, but what
is read then is no text of East Asia."""
_HALF_BESIDE_LATIN: Final = regex(r"[A-Za-z][\uff61-\uff9f]{2,4}|[\uff61-\uff9f]{2,4}[A-Za-z]")
"""Kana of half width within a Latin word: Japﾃｳn."""
_MOST_LOST: Final = 0.15
"""Share of a text that may be lost on the way for it to be restored: bytes that end no character. A guess."""
_LONGEST: Final = 300
"""Letters of a cell that is restored. A guess: no party's cell of one line is longer, and each costs a dozen tries."""


def unescaped(cell: str) -> str:
    """Undo what programs did to a cell, save for markup."""
    if not _ESCAPED.search(cell):
        return cell
    text = _PACKED.sub(_unpacked, cell)
    if _PERCENT.search(text):
        text = _PERCENT_RUN.sub(lambda run: _decoded(bytes.fromhex(run[0].replace("%", ""))) or run[0], text)
        text = text.replace("+", " ") if " " not in text else text
    text = _QUOTED.sub(lambda run: _decoded(quopri.decodestring(run[0].encode())) or run[0], text)
    text = _NUMBERED.sub(_lettered, _ENTITIES.sub(lambda run: unescape(run[0]), text))
    return text.translate(_FILLERS)


_PERCENT_RUN: Final = regex(r"(?:%[0-9A-Fa-f]{2})+")
_LAST_LETTER: Final = 0x10FFFF
"""Number of the last letter of Unicode."""


def _lettered(number: re.Match[str]) -> str:
    code = int(next(filter(None, number.groups())), 16)
    return chr(code) if code <= _LAST_LETTER and not 0xD800 <= code < 0xE000 else number[0]  # noqa: PLR2004  # halves


def _unpacked(found: re.Match[str]) -> str:
    """Read a line as mail programs pack it (RFC 2047)."""
    try:
        return "".join(
            part.decode(name or "ascii", "replace") if isinstance(part, bytes) else part
            for part, name in decode_header(found[0])
        )
    except (LookupError, ValueError, Error):
        return found[0]


def _decoded(data: bytes) -> str:
    """Read bytes in the first encoding in which they are a text."""
    for name in _WRITTEN:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return ""


@lru_cache(maxsize=20_000)
def restored(cell: str) -> tuple[str, ...]:
    """Return what a cell with broken letters may be, read in its own encoding; or one whose letters are backwards."""
    if cell.isascii() or len(cell) > _LONGEST:
        return ()
    texts = [_BACKWARDS.sub(lambda run: run[1][::-1], cell)] if _BACKWARDS.search(cell) else []
    if broken_letters(cell) or _HALF_WIDTH.search(cell):
        texts += [text for reader in _readers(cell) for text in _read_anew(cell, reader)]
    elif _LEADING.search(cell):
        texts += _read_anew(cell, "cp1252")
    if _HALF_BESIDE_LATIN.search(cell):
        texts += _western(_bytes_of(cell, "cp932"))
    return tuple(dict.fromkeys(texts))


def _western(data: bytes) -> list[str]:
    """Read bytes as UTF-8, if that is what they are: *Japón* that was read as Shift JIS has kana in it."""
    try:
        return [data.decode("utf-8")] if data else []
    except UnicodeDecodeError:
        return []


def _readers(cell: str) -> tuple[str, ...]:
    """Tell in which encodings a cell may have been read wrongly; nearly no cell in any."""
    runs = [len(run) for run in _WESTERN.findall(cell)]
    if runs:
        solid = sum(not letter.isspace() for letter in cell)
        full = sum(runs) >= max(_FEWEST, _SHARE * solid) or max(runs) >= _FEWEST
        return _READ_WESTERN if full else ()
    if _HALF_WIDTH.search(cell):
        return ("cp932",)
    return _READ_EASTERN if _EASTERN.search(cell) else ()


def _writes(name: str, text: str) -> bool:
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return False
    return True


def _read_anew(cell: str, reader: str) -> Iterator[str]:
    """Go through what a cell is in other encodings, if it was read in one."""
    data = _bytes_of(cell, reader)
    if not data:
        return
    for name in _WRITTEN:
        if name == reader:
            continue
        text = data.decode(name, "replace")
        if _is_text(text):
            yield text.replace("\ufffd", "")


def _bytes_of(cell: str, reader: str) -> bytes:
    """Write a cell in an encoding; what cp1252 leaves open has its own number, and a lost letter is no byte."""
    data = bytearray()
    lost = 0
    for letter in cell:
        try:
            data += letter.encode(reader)
        except UnicodeEncodeError:
            if letter <= "\xff":
                data.append(ord(letter))
            else:
                lost += 1
    return bytes(data) if lost <= _MOST_LOST * len(cell) else b""


def _is_text(text: str) -> bool:
    """Tell whether a text may be a name of East Asia: nearly all of it known letters, in the characters of one land."""
    legible = len(_KNOWN.findall(text))
    if legible < (1 - 2 * _MOST_LOST) * len(text) or len(_KANA_OR_HAN.findall(text)) < 2:  # noqa: PLR2004  # a name
        return False
    bare = text.replace("\ufffd", "")
    return any(_writes(name, bare) for name in _STANDARDS)
