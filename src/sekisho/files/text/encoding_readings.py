"""What a file may say: its readings in several encodings, how they are told where none is clearly right, and escapes.

Texts of the east may stand in bytes of ASCII: ISO 2022 with its escape sequences, HZ, UTF-7. As ASCII they pass for
UTF-8.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.language import cost_of
from sekisho.message import message
from sekisho.regex import regex

SHOWN: Final[Mapping[str, str]] = {
    "cp932": "CP932 (Shift_JIS)",
    "euc_jp": "EUC-JP",
    "gb18030": "GB18030 (GBK)",
    "big5hkscs": "Big5",
    "cp949": "CP949 (EUC-KR)",
    "cp1252": "CP1252",
    "cp1251": "CP1251",
    "utf-8": "UTF-8",
}
"""Encodings as people name them."""
GOOD: Final = 10.5
"""What a letter may cost on average in a text that is language."""
_CELLS: Final = regex(r"[,;\t|\r\n\"]")


@dataclass(frozen=True, slots=True)
class TextCandidate:
    """What a sample of a file says in an encoding, what that costs, and how many letters beyond ASCII there are."""

    name: str
    text: str
    cost: float
    letters: int

    @property
    def good(self) -> bool:
        """Whether it is language by itself."""
        return self.letters == 0 or self.cost <= GOOD * self.letters


def doubt(file: Path, readings: Sequence[TextCandidate]) -> Problem:
    """Tell that several encodings, or none, read a file: a telling cell under each."""
    cells = _telling(readings)
    told = "; ".join(f"{SHOWN[each.name]}: '{cell}'" for each, cell in zip(readings, cells, strict=True))
    if len(readings) > 1:
        what = message("file.several_encodings", "may be in several encodings ({readings}).", readings=told)
    else:
        what = message("file.no_language", "is in no encoding that reads as language ({readings}).", readings=told)
    remedy = message("file.name_encoding", "Name the right one with --encoding NAME, or save the file in UTF-8.")
    return Problem(where=file.name, what=what, remedy=remedy)


def _telling(readings: Sequence[TextCandidate]) -> list[str]:
    """Choose the cell whose readings differ most, and give it in each."""
    split = [_CELLS.split(each.text) for each in readings]
    if len({len(cells) for cells in split}) == 1:
        costs = [[cost_of(cell)[0] for cell in cells] for cells in split]
        spread = [max(each) - min(each) if len(each) > 1 else each[0] for each in zip(*costs, strict=True)]
        place = max(range(len(spread)), key=lambda at: spread[at])
        return [short(cells[place]) for cells in split]
    return [short(next((cell for cell in cells if cell and not cell.isascii()), "")) for cells in split]


def short(cell: str) -> str:
    """Show the beginning of a cell; what cannot be printed is a question mark."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in cell.strip())
    return plain if len(plain) <= _LONGEST_SHOWN else plain[:_LONGEST_SHOWN] + "…"


_LONGEST_SHOWN: Final = 24


def mixed(file: Path, row: int, name: str, other: str) -> Problem:
    """Tell that a file is in two encodings, and where the other one begins."""
    names = " and ".join(SHOWN.get(each, each) for each in (name, other))
    what = message("file.two_encodings", "is in two encodings, from row {row} on ({names}).", row=row, names=names)
    return Problem(
        where=file.name, what=what, remedy=message("file.export_anew", "Export it anew in one encoding, best in UTF-8.")
    )


def no_text(file: Path, name: str = "") -> Problem:
    """Tell that a file is no text, or none in the encoding that was named."""
    others = "UTF-8, UTF-16, CP932 (Shift_JIS), EUC-JP, GB18030, Big5, CP949 or CP1252"
    what = message("file.not_text_in", "is not text in {names}.", names=name or others)
    return Problem(
        where=file.name,
        what=what,
        remedy=message("file.save_or_encoding", "Save it in UTF-8, or name another --encoding."),
    )


ESCAPED: Final = regex(rb"\x1b[$(.]|\x0e|~\{[\x21-\x7e]{2,}|\+[A-Za-z0-9+/]{3,}")
"""What shows that bytes of ASCII may stand for other letters."""
ESCAPE_STARTS: Final = (b"\x1b", b"\x0e", b"~{", b"+")
"""One of these begins whatever `ESCAPED` finds; bytes are looked through for them many times faster."""
_ISO: Final = ("iso2022_jp_ext", "iso2022_jp_2", "iso2022_jp_2004", "iso2022_kr")
_CN: Final = regex(rb"\x1b\$([)*+])([A-Z])|\x0e|\x0f|\x1b[NO]")
_GOOD_ESCAPED: Final = 9.5
"""What a letter may cost on average in a text that is language; stricter, as signs may chance to be escapes."""
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
        what = message(
            "file.escapes",
            "contains escape sequences, as ISO-2022-JP, ISO-2022-KR and ISO-2022-CN do, and is in none of them.",
        )
        raise BookError(Problem(where=file.name, what=what, remedy=message("file.save_utf8", "Save it in UTF-8.")))
    for name in ("hz", "utf-7"):
        text = _decoded(raw, name)
        if text is not None and not text.isascii():
            cost, letters = cost_of(text[:_SAMPLE])
            if cost <= _GOOD_ESCAPED * letters:
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
