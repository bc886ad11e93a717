"""Texts of the east in bytes of ASCII: ISO 2022 with its escape sequences, HZ, UTF-7. As ASCII they pass for UTF-8."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.files.language import cost_of

ESCAPED: Final = re.compile(rb"\x1b[$(.]|\x0e|~\{[\x21-\x7e]{2,}|\+[A-Za-z0-9+/]{3,}")
"""What shows that bytes of ASCII may stand for other letters."""
_ISO: Final = ("iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_kr")
_CN: Final = re.compile(rb"\x1b\$([)*+])([A-Z])|\x0e|\x0f|\x1b[NO]")
_GOOD: Final = 9.5
"""What a letter may cost on average in a text that is language; see `language`."""
_SAMPLE: Final = 1 << 20


def escaped_encoding(file: Path) -> str:
    """Name the encoding of a file in ASCII that holds escape sequences.

    Raises
    ------
    BookError
        If it has escape sequences of ISO 2022 and can be read in none of its forms.
    """
    raw = file.read_bytes()
    if b"\x1b" in raw or b"\x0e" in raw:
        for name in _ISO:
            text = _decoded(raw, name)
            if text is not None and "\x1b" not in text and "\x0e" not in text and not text.isascii():
                return name
        if decode_cn(raw):
            return "iso2022_cn"
        what = "holds escape sequences, as ISO-2022-JP, ISO-2022-KR and ISO-2022-CN do, and is in none of them."
        raise BookError(Problem(where=file.name, what=what, remedy="Save it in UTF-8."))
    for name in ("hz", "utf-7"):
        text = _decoded(raw, name)
        if text is not None and not text.isascii():
            cost, letters = cost_of(text[:_SAMPLE])
            if cost <= _GOOD * letters:
                return name
    return "utf-8"


def _decoded(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeError:
        return None


def decode_cn(raw: bytes) -> str | None:
    """Read ISO-2022-CN as far as it holds GB 2312; None if it holds other sets, or is broken."""
    found: list[str] = []
    shifted, designated, place = False, False, 0
    for mark in _CN.finditer(raw):
        if not _add(found, raw[place : mark.start()], shifted=shifted):
            return None
        place = mark.end()
        if mark[0] == b"\x0e":
            shifted = designated
            if not designated:
                return None
        elif mark[0] == b"\x0f":
            shifted = False
        elif mark[1] == b")" and mark[2] == b"A":
            designated = True
        else:
            return None
    if not designated or not _add(found, raw[place:], shifted=shifted):
        return None
    return "".join(found)


def _add(found: list[str], part: bytes, *, shifted: bool) -> bool:
    """Add letters; a shift ends with its line."""
    for number, line in enumerate(part.splitlines(keepends=True)):
        wide = shifted and number == 0
        body = line.rstrip(b"\r\n") if wide else line
        try:
            found.append(bytes(byte | 0x80 for byte in body).decode("gb2312") if wide else body.decode("ascii"))
        except UnicodeError:
            return False
        if wide:
            found.append(line[len(body) :].decode("ascii"))
    return True
