"""The encoding of a text file, found out for files of every kind: books, answers, matches, lists, bills, mapping files.

Every encoding in which all bytes can be read is a candidate; each reading is weighed as language (see `language`). The
best is taken only if it is language by itself and clearly better than the next one that reads otherwise. Else the
file is refused, with a telling cell under each candidate. A file in two encodings is refused with a row of the other.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.language import Language, cost_of
from sekisho.files.text.encoding_readings import (
    ESCAPE_STARTS,
    ESCAPED,
    GOOD,
    SHOWN,
    TextCandidate,
    decode_cn,
    doubt,
    escaped_encoding,
    mixed,
    no_text,
    short,
)
from sekisho.message import message
from sekisho.regex import regex

EIGHT_BIT: Final = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949", "cp1252", "cp1251")
"""What a text may be in that is neither Unicode nor written with escape sequences."""
CHOICES: Final = ("utf-8", "utf-8-sig", "utf-16", *EIGHT_BIT)
"""Encodings offered to a person who names one; Shift_JIS is read as CP932, which has all of it, GBK as GB18030."""
NAMED: Final[Mapping[str, str]] = {
    "shift_jis": "cp932",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
}
"""Encodings that another one has all of."""
_FOREIGN: Final[Mapping[str, Mapping[Language, float]]] = {
    "cp932": {"zh": 4, "zh-hant": 4, "ko": 8, "ru": 8, "western": 8},
    "euc_jp": {"zh": 4, "zh-hant": 4, "ko": 8, "ru": 8, "western": 8},
    "gb18030": {"ja": 4, "zh-hant": 3, "ko": 6, "ru": 8, "western": 8},
    "big5hkscs": {"ja": 5, "zh": 3, "ko": 8, "ru": 8, "western": 8},
    "cp949": {"ja": 5, "zh": 6, "zh-hant": 5, "ru": 8, "western": 8},
    "cp1252": {"ja": 20, "zh": 20, "zh-hant": 20, "ko": 20, "ru": 20},
    "cp1251": {"ja": 20, "zh": 20, "zh-hant": 20, "ko": 20, "western": 8},
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK: Final = 1 << 22
SAMPLE: Final = 200_000
"""Bytes of lines beyond ASCII by which the language of a text is judged."""
_LINES: Final = 3_000
"""Lines that are weighed one by one, to find those in another encoding than the rest."""
_CLEARLY: Final = 6.0
"""How much better the best must be, as a natural logarithm: 400 times as likely."""
_OTHERWISE: Final = 14.0
"""How much better a line must read in another encoding to be of another one than the rest."""
_KNOWN: Final = 6.0
"""What a header that is known takes off."""
_ENOUGH: Final = 8
_RARE: Final = 20
"""Letters of several bytes that are not read as UTF-8 by chance, and how many there are for one that is broken."""
_HIGH: Final = regex(rb"[\x80-\xff]")
_ISO_2022: Final = regex(rb"\x1b\$[@AB()*]")
_BOTH: Final = regex(rb"[\x80-\xff]|\x1b\$[@AB()*]")
_FEWEST: Final = 4
"""Letters beyond ASCII by which bytes may be known for UTF-16 without a mark."""
_CONTROLS: Final = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Known = Callable[[str], int]
"""Counts the headers that are known in the beginning of a text."""


@dataclass(frozen=True, slots=True)
class FoundEncoding:
    """An encoding as Python names it, and whether all of the file can be read in it."""

    name: str
    whole: bool = True


def encoding_of(file: Path, *, known: Known = lambda _text: 0) -> FoundEncoding:
    """Find out the encoding of a text file.

    Parameters
    ----------
    known
        Counts the headers that are known in the beginning of a text; they speak for an encoding.

    Raises
    ------
    BookError
        If no encoding is clearly better than the others, or the file is in two.
    """
    with file.open("rb") as opened:
        start = opened.read(1 << 16)
    for mark, name in _MARKS:
        if start.startswith(mark):
            whole = is_whole(file, name)
            if not whole and name == "utf-8-sig":
                _check_one_encoding(file, "utf-8")
            return FoundEncoding(name, whole=whole)
    if _is_plain(file):
        return FoundEncoding("utf-8")
    _check_no_escapes(file)
    if is_whole(file, "utf-8"):
        return _seven_or_eight(file, start, known)
    if unmarked := _unmarked(file, start):
        return FoundEncoding(unmarked)
    sample = _sample(file)
    if _is_broken_utf8(sample):
        _check_one_encoding(file, "utf-8")
        return FoundEncoding("utf-8", whole=False)
    return _eight_bit(file, sample, start, known)


def _is_plain(file: Path) -> bool:
    """Tell whether a file is ASCII without a NUL, and without anything that begins other letters; most books are."""
    marks = (b"\x00", *ESCAPE_STARTS)
    with file.open("rb", buffering=0) as opened:
        blocks = iter(lambda: opened.read(_BLOCK), b"")
        return all(block.isascii() and not any(_has(block, mark) for mark in marks) for block in blocks)


def _has(block: bytes, mark: bytes) -> bool:
    """Tell whether a block holds a mark; one byte is looked for ten times as fast as two."""
    return mark[:1] in block and mark in block


def _seven_or_eight(file: Path, start: bytes, known: Known) -> FoundEncoding:
    """Judge a file that is valid UTF-8: it may be ASCII with escape sequences, or short text of other bytes."""
    sample = _sample(file)
    if not sample:
        with file.open("rb") as opened:
            blocks = iter(lambda: opened.read(_BLOCK), b"")
            escaped = any(any(map(block.__contains__, ESCAPE_STARTS)) and ESCAPED.search(block) for block in blocks)
        return FoundEncoding(escaped_encoding(file) if escaped else "utf-8")
    text = sample.decode("utf-8", "replace")
    cost, letters = cost_of(text)
    if letters < _ENOUGH and not any(ord(letter) > _TWO_BYTES for letter in text) and cost > _TWO_GOOD * letters:
        # Two bytes of the east may be one letter of two bytes in UTF-8.
        own = TextCandidate("utf-8", text, cost, letters)
        others = [each for each in _readings(sample, start, known) if is_whole(file, each.name) and each.good]
        better = [each for each in others if each.cost + _CLEARLY < own.cost]
        if better:
            raise BookError(doubt(file, [better[0], own]))
    return FoundEncoding("utf-8")


_TWO_BYTES: Final = 0x7FF
_TWO_GOOD: Final = 8.0


def _eight_bit(file: Path, sample: bytes, start: bytes, known: Known) -> FoundEncoding:
    readings = [each for each in _readings(sample, start, known) if is_whole(file, each.name)]
    if readings:
        best = readings[0]
        other = next((each for each in readings[1:] if each.text != best.text), None)
        if not best.good or (other is not None and other.cost - best.cost < _CLEARLY):
            _check_mixed(file)
            shown = [best, *(each for each in readings[1:] if each.cost - best.cost < 2 * _CLEARLY)]
            raise BookError(doubt(file, shown))
        _check_one_encoding(file, best.name)
        return FoundEncoding(best.name)
    _check_mixed(file)
    # One stray byte does not make a text another text: the encoding in which the fewest letters are broken.
    broken = sorted(
        (_weighed(name, sample.decode(name, "replace"), start, known) for name in ("utf-8", *EIGHT_BIT)),
        key=lambda each: each.cost,
    )
    best = broken[0]
    stray = best.text.count("\ufffd")
    if stray * _RARE > best.letters or broken[1].cost - best.cost < _CLEARLY:
        raise BookError(no_text(file))
    return FoundEncoding(best.name, whole=False)


def _readings(sample: bytes, start: bytes, known: Known) -> list[TextCandidate]:
    """Read a sample in every encoding in which it can be read, the best first."""
    found = []
    for name in EIGHT_BIT:
        text = _strictly(sample, name)
        if text is not None and "\x00" not in text:
            found.append(_weighed(name, text, start, known))
    return sorted(found, key=lambda each: each.cost)


def _weighed(name: str, text: str, start: bytes, known: Known) -> TextCandidate:
    cost, letters = cost_of(text, _FOREIGN.get(name))
    return TextCandidate(name, text, cost - _KNOWN * known(start.decode(name, "replace")), letters)


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeError:
        return None


def _sample(file: Path) -> bytes:
    """Gather lines with bytes beyond ASCII, from the beginning on."""
    found = bytearray()
    for _, line in _high_lines(file):
        found += line
        if len(found) >= SAMPLE:
            break
    return bytes(found)


def _high_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """Yield each line with bytes beyond ASCII, and its number from 1; what has no line breaks comes in blocks."""
    number = 0
    for lines in _whole_lines(file):
        if lines.isascii():
            number += lines.count(b"\n") or 1
            continue
        for line in io.BytesIO(lines):
            number += 1
            if not line.isascii():
                yield number, line


def _whole_lines(file: Path) -> Iterator[bytes]:
    """Yield a file in blocks that end with a line; of what has no line breaks, a whole block."""
    rest = b""
    with file.open("rb") as opened:
        while block := rest + opened.read(_BLOCK - len(rest)):
            end = block.rfind(b"\n") + 1 or len(block)
            rest = block[end:]
            yield block[:end]


def _check_no_escapes(file: Path) -> None:
    """Make sure that no escape sequences of ISO 2022 stand in a file with bytes beyond ASCII.

    Raises
    ------
    BookError
        If both stand in it.
    """
    with file.open("rb") as opened:
        blocks = iter(lambda: opened.read(_BLOCK), b"")
        high = escaped = False
        for block in blocks:
            high = high or not block.isascii()
            escaped = escaped or (b"\x1b" in block and _ISO_2022.search(block) is not None)
            if high and escaped:
                break
    if high and escaped:
        with file.open("rb") as opened:
            found = [(number, bool(_HIGH.search(line))) for number, line in enumerate(opened, 1) if _BOTH.search(line)]
        row = next(number for number, is_high in found if is_high != found[0][1] or len(found) == 1)
        raise BookError(mixed(file, row, "8 bits", "ISO-2022"))


def _check_mixed(file: Path) -> None:
    """Look whether a file that no encoding reads well has lines of UTF-8 among others, or of several others."""
    counts: dict[str, int] = {}
    for _, best in _best_of_lines(file):
        counts[best] = counts.get(best, 0) + 1
    if len(counts) > 1:
        _check_one_encoding(file, max(counts, key=lambda name: (counts[name], name == "utf-8")), fewest=1)


def _best_of_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Say in which encoding a line reads clearly best, where it does."""
    for count, (number, line) in enumerate(_high_lines(file)):
        if count >= _LINES:
            return
        if (text := _strictly(line, "utf-8")) is not None and max(map(ord, text)) > _TWO_BYTES:
            yield number, "utf-8"
            continue
        readings = _readings(line, b"", lambda _text: 0)
        if readings and readings[0].good:
            other = next((each for each in readings[1:] if each.text != readings[0].text), None)
            if other is None or other.cost - readings[0].cost >= _CLEARLY:
                yield number, readings[0].name


def _check_one_encoding(file: Path, name: str, *, fewest: int = 0) -> None:
    """Make sure that no lines read in another encoding alone, or so much better that they are of another one.

    One line of another encoding in a text of UTF-8 is broken there, and is set aside with the reason; in others it
    would be read wrongly in silence, so that one is enough.

    Raises
    ------
    BookError
        If there are such lines, with the row of the first.
    """
    fewest = fewest or (2 if name == "utf-8" else 1)
    found, other = 0, ""
    for count, (number, line) in enumerate(_high_lines(file)):
        if count >= _LINES and name != "utf-8":
            break
        own = _strictly(line, name)
        if own is not None and name == "utf-8":
            continue
        better = _reads_otherwise(line, own, name)
        if better:
            found, other = found + 1, other or better
            if found >= fewest:
                raise BookError(mixed(file, _first_row(file, name, other) or number, name, other))


def _first_row(file: Path, name: str, other: str) -> int:
    """Return the first row that reads in another encoding better than in that of the rest; 0 if there is none."""
    for number, line in _high_lines(file):
        own, theirs = _strictly(line, name), _strictly(line, other)
        if theirs is None or theirs == own:
            continue
        cost = cost_of(theirs, _FOREIGN.get(other))[0]
        if own is None or cost + _CLEARLY / 2 < cost_of(own, _FOREIGN.get(name))[0]:
            return number
    return 0


def _reads_otherwise(line: bytes, own: str | None, name: str) -> str:
    """Name the encoding in which a line reads so much better that it is of that one; empty if there is none."""
    mine = cost_of(own, _FOREIGN.get(name)) if own is not None else None
    poor = mine is None or mine[0] > (GOOD - 1) * mine[1]
    utf8 = _strictly(line, "utf-8") if name != "utf-8" else None
    if utf8 is not None and max(map(ord, utf8)) > _TWO_BYTES:
        theirs = cost_of(utf8)
        if mine is None or theirs[0] + _CLEARLY < mine[0]:
            return "utf-8"
    if not poor:
        return ""
    readings = [each for each in _readings(line, b"", lambda _text: 0) if each.name != name]
    if not readings or not readings[0].good or readings[0].text == own:
        return ""
    return readings[0].name if mine is None or readings[0].cost + _OTHERWISE < mine[0] else ""


def _is_broken_utf8(sample: bytes) -> bool:
    """Tell whether a text is UTF-8 with a stray byte: letters of several bytes come out right, save a few."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    right = sum(letter > "\x7f" for letter in text) - broken
    return right >= _ENOUGH and broken * _RARE <= right


def _unmarked(file: Path, start: bytes) -> str:
    """Name UTF-16 or UTF-32 without a mark by its zero bytes: nearly all of them stand at the same places."""
    zeros = [start[place::4].count(0) for place in range(4)]
    if sum(zeros) < max(2, len(start) // 500):
        return ""
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    names = []
    if min(zeros[2], zeros[3]) > _RARE // 2 * zeros[0]:
        names.append("utf-32-le")
    if min(zeros[0], zeros[1]) > _RARE // 2 * zeros[3]:
        names.append("utf-32-be")
    if odd >= _RARE // 2 * even:
        names.append("utf-16-le")
    if even >= _RARE // 2 * odd:
        names.append("utf-16-be")
    for name in names:
        if is_whole(file, name):
            text = start[: len(start) // 4 * 4].decode(name, "ignore")
            cost, letters = cost_of(text)
            if "\n" in text and (not letters or cost <= GOOD * letters):
                return name
    return ""


def is_whole(file: Path, encoding: str, *, nul: bool = False) -> bool:
    """Tell whether every byte of a file can be read in an encoding; a NUL is no letter of a text, unless it may be."""
    if encoding == "iso2022_cn":
        return decode_cn(file.read_bytes()) is not None
    decoder = codecs.getincrementaldecoder(encoding)()
    with file.open("rb") as opened:
        try:
            while block := opened.read(_BLOCK):
                if "\x00" in decoder.decode(block) and not nul:
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def named_encoding(name: str) -> str:
    """Return an encoding that a person named as Python names it, or the one that has all of it.

    Raises
    ------
    BookError
        If there is no such encoding.
    """
    plain = name.strip().lower().replace("_", "-")
    if plain in {"iso-2022-cn", "iso2022-cn"}:
        return "iso2022_cn"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        remedy = message(
            "file.known_encodings",
            "Expected utf-8, cp932, euc-jp, gb18030, big5, cp949, utf-16 or another name that Python knows.",
        )
        raise BookError(
            Problem(
                where="encoding",
                what=message("file.no_encoding", "'{name}' is not an encoding.", name=name),
                remedy=remedy,
            )
        ) from None
    return NAMED.get(found, found)


def utf8_copy(file: Path, encoding: str, out: Path) -> Path:
    """Write a copy of a text file in UTF-8 without a mark, block by block; what cannot be read becomes U+FFFD."""
    with out.open("w", encoding="utf-8", newline="", errors="replace") as target:
        if encoding == "iso2022_cn":
            target.write(decode_cn(file.read_bytes()) or "")
            return out
        with file.open(encoding=encoding, errors="replace", newline="") as source:
            first = True
            while block := source.read(_BLOCK):
                target.write(block.removeprefix("\ufeff") if first else block)
                first = False
    return out


def text_of_file(file: Path, encoding: str = "", *, known: Known = lambda _text: 0) -> tuple[str, str]:
    """Read a whole text file; returns the text without a mark, and its encoding.

    Raises
    ------
    BookError
        If it cannot be read in the encoding that is named, or none is clearly right.
    """
    name = named_encoding(encoding) if encoding else ""
    found = FoundEncoding(name, whole=is_whole(file, name)) if name else encoding_of(file, known=known)
    if not found.whole:
        raise BookError(no_text(file, name))
    raw = file.read_bytes()
    text = decode_cn(raw) if found.name == "iso2022_cn" else raw.decode(found.name)
    return (text or "").removeprefix("\ufeff"), found.name


def decoded_values(values: Sequence[bytes], *, where: str) -> tuple[list[str], str]:
    """Read the distinct values of a column of bytes; returns the texts in their order, and the encoding of all.

    Raises
    ------
    BookError
        If no encoding is clearly right.
    """
    readings = []
    for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", *EIGHT_BIT):
        texts = [_strictly(value, name) for value in values]
        whole = [text for text in texts if text is not None and not _CONTROLS.search(text)]
        if len(whole) == len(values) and (name != "utf-16" or all(value[:2] in _UTF16 for value in values)):
            cost, letters = cost_of("\n".join(whole), _FOREIGN.get(name))
            if name.startswith("utf-16-") and letters < _FEWEST:
                continue
            readings.append((TextCandidate(name, "\n".join(whole), cost, letters), whole))
    utf8 = next((each for each in readings if each[0].name == "utf-8"), None)
    if utf8 and (utf8[0].good or not utf8[0].letters) and not any(b"\x1b" in value for value in values):
        return utf8[1], "utf-8"
    escaped = _escaped_values(values) if utf8 else None
    if escaped:
        return escaped
    readings.sort(key=lambda each: each[0].cost)
    best = readings[0] if readings else None
    other = next((each for each in readings[1:] if best and each[1] != best[1]), None)
    if best is None or not best[0].good or (other and other[0].cost - best[0].cost < _CLEARLY):
        remedy = message("file.column_as_utf8", "Write the column as text in UTF-8.")
        cells = "; ".join(f"{SHOWN.get(each.name, each.name)}: '{short(each.text)}'" for each, _ in readings[:4])
        what = (
            message("file.several_texts", "its bytes may be several texts ({cells}).", cells=cells)
            if cells
            else message("file.bytes_no_text", "its bytes are not text.")
        )
        raise BookError(Problem(where=where, what=what, remedy=remedy))
    return best[1], best[0].name


def _escaped_values(values: Sequence[bytes]) -> tuple[list[str], str] | None:
    for name in ("iso2022_jp_ext", "iso2022_kr"):
        texts = [_strictly(value, name) for value in values]
        whole = [text for text in texts if text is not None and "\x1b" not in text]
        if len(whole) == len(values):
            return whole, name
    return None
