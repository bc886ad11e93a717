"""Columns, wrapping and colour for a terminal; Chinese and Japanese letters are two cells wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sekisho.regex import regex

ANSI: Final = regex(r"\x1b\[[0-9;]*m")
DEFAULT_WIDTH: Final = 100


UNITS: Final = regex(r" (?=(?:%|bn|tn)(?!\w))")
"""The space before a unit."""
GLUE: Final = "\ue000"
"""Stands for such a space while lines are broken; no text holds it."""


class Ink(StrEnum):
    """Ways of writing a word; the command line takes them out where they cannot be shown."""

    BOLD = "1"
    DIM = "2"
    RED = "1;31"
    GREEN = "1;32"
    YELLOW = "1;33"
    BLUE = "1;34"


def paint(text: str, ink: Ink) -> str:
    """Write a text in a colour or weight."""
    return f"\x1b[{ink}m{text}\x1b[0m" if text else ""


def bare(text: str) -> str:
    """Take colour out of a text."""
    return ANSI.sub("", text) if "\x1b" in text else text


def cells(text: str) -> int:
    """Count the cells that a text takes on a terminal.

    >>> cells("Tokyo"), cells("東京")
    (5, 4)
    """
    letters = bare(text)
    if letters.isascii():
        return len(letters)
    return len(letters) + sum(map(_beyond_one, letters))


@lru_cache(maxsize=1 << 16)  # the letters of a language: an answer measures each some twenty times
def _beyond_one(letter: str) -> int:
    """Return how many cells more than one a letter takes: a mark that is set on another takes none."""
    return -1 if unicodedata.combining(letter) else 1 if _is_wide(letter) else 0


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in {"W", "F"}


def shortened(text: str, room: int) -> str:
    """Shorten a text to a number of cells, with a mark where something is left out.

    >>> shortened("Motor vehicles", 8), shortened("Motor", 8)
    ('Motor v…', 'Motor')
    """
    if cells(text) <= room:
        return text
    start = text
    while start and cells(start) > room - 1:
        start = start[:-1]
    return f"{start.rstrip()}…"


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a number of cells."""
    space = " " * max(0, width - cells(text))
    return space + text if right else text + space


def wrap(text: str, *, width: int, indent: str = "", hang: str | None = None, whole_words: bool = False) -> list[str]:
    """Break a text into lines; `indent` opens the first, `hang` the others.

    Chinese and Japanese may break at any letter, other scripts between words.

    Parameters
    ----------
    whole_words
        Words in katakana stay whole too, no bracket opens at the end of a line, and no number is parted from its unit.

    >>> wrap("one two three", width=8, indent="  ")
    ['  one', '  two', '  three']
    >>> wrap("書き出しました：/srv/out.csv", width=20)
    ['書き出しました：', '/srv/out.csv']
    """
    if cells(indent) + cells(text) <= width:  # most texts of an answer are short
        return [indent + " ".join(text.split())]
    if whole_words:
        text = UNITS.sub(GLUE, text)
    lines: list[str] = []
    line, lead = indent, indent
    taken = cells(line)
    for piece, space in _whole(text) if whole_words else _pieces(text):
        glue = space if line != lead else ""
        size = cells(piece)
        if line != lead and taken + len(glue) + size > width:
            lines.append(line)
            lead = indent if hang is None else hang
            line, glue = lead, ""
            taken = cells(line)
        line += glue + piece
        taken += len(glue) + size
    lines = [*lines, line] if line != lead or not lines else lines
    return [row.replace(GLUE, " ") for row in lines] if whole_words else lines


def _pieces(text: str) -> Iterable[tuple[str, str]]:
    """Cut a text where a line may break: after spaces, before each wide letter, and behind a mark of wide letters."""
    for word, space in _words(text):
        if word.isascii():
            yield word, space
            continue
        piece = ""
        glue = space
        for letter in word:
            is_whole = letter in _NEVER_FIRST or piece[-1:] in _OPENING
            if piece and not is_whole and (_is_wide(letter) or piece[-1] in _MARKS):
                yield piece, glue
                piece, glue = "", ""
            piece += letter
        yield piece, glue


def _whole(text: str) -> Iterable[tuple[str, str]]:
    """Cut a text as `_pieces` does, and behind wide letters too, but in no word in katakana and at no number's unit."""
    for word, space in _words(text):
        if word.isascii():
            yield word, space
            continue
        piece, glue = "", space
        for letter in word:
            if piece and _may_part(piece[-1], letter):
                yield piece, glue
                piece, glue = "", ""
            piece += letter
        yield piece, glue


def _may_part(last: str, letter: str) -> bool:
    """Tell whether a line may break between two letters."""
    if letter in _NEVER_FIRST or last in _OPENING or (_is_katakana(last) and _is_katakana(letter)):
        return False
    if last in _MYRIADS and letter in _OF_MYRIADS:
        return False
    return _is_wide(last) or (_is_wide(letter) and not last.isdigit())


def _is_katakana(letter: str) -> bool:
    return "\u30a0" <= letter <= "\u30ff"


_OPENING: Final = frozenset("（「『【〔〈《“‘([")
"""Behind which no line ends: what is opened stands with what it opens."""
_NEVER_FIRST: Final = frozenset("，。、；：．）】」』〕〉》”’)]！？…・ー々％ぁぃぅぇぉっゃゅょァィゥェォッャュョヶ")
"""With which no line begins: marks, closing brackets, small kana and what repeats or lengthens the letter before."""
_MYRIADS: Final = frozenset("万億亿兆")
_OF_MYRIADS: Final = _MYRIADS | frozenset("円日元")
"""What belongs to the number before it: 2万亿日元, 3億円."""
_MARKS: Final = frozenset("，。、；：！？")
"""Behind which a line breaks even before Latin letters, so that a long path takes no syllable with it."""


def _words(text: str) -> Iterable[tuple[str, str]]:
    for number, word in enumerate(text.split()):
        yield word, " " if number else ""


def table(
    rows: Iterable[Sequence[str]],
    *,
    indent: str = "  ",
    right: frozenset[int] = frozenset(),
    gap: str = "  ",
    width: int = 0,
) -> list[str]:
    """Lay rows out in columns.

    Parameters
    ----------
    right
        Columns that are set flush right.
    width
        Cells of a whole line, to which the last column is wrapped; 0 leaves lines as they are.
    """
    found = [tuple(row) for row in rows]
    if not found:
        return []
    widths = [max(cells(row[at]) for row in found) for at in range(len(found[0]))]
    lines: list[str] = []
    for row in found:
        head = indent + "".join(pad(cell, widths[at], right=at in right) + gap for at, cell in enumerate(row[:-1]))
        last = len(row) - 1
        if not width or last in right:
            lines.append((head + pad(row[-1], widths[last], right=last in right)).rstrip())
            continue
        hang = " " * cells(head)
        room = max(width, cells(head) + 24)
        lines += [line.rstrip() for line in wrap(row[-1], width=room, indent=head, hang=hang)]
    return lines


def heading(parts: Iterable[str], *, width: int, indent: str = "  ") -> list[str]:
    """Set a name and what goes with it side by side, and what does not fit below.

    >>> heading(["#list-licence", "Art. 3", "licence required"], width=26)
    ['  #list-licence  Art. 3', '    licence required']
    """
    lines: list[str] = []
    for part in filter(None, parts):
        if lines and cells(f"{lines[-1]}  {part}") <= width:
            lines[-1] += f"  {part}"
        else:
            lines += wrap(part, width=width, indent=indent + "  " if lines else indent, hang=indent + "  ")
    return lines


def amount(value: float) -> str:
    """Write a number with thousands separated, shortened to millions from ten million on.

    >>> amount(1234.4), amount(41_000_000), amount(2_904_000_000)
    ('1,234', '41 m', '2,904 m')
    """
    if abs(value) >= _TEN_MILLION:
        return f"{value / 1e6:,.0f} m"
    return f"{value:,.0f}"


_TEN_MILLION: Final = 10_000_000


def share(part: float, whole: float) -> str:
    """Write a share in percent with one decimal; what would round to nothing shows as less.

    >>> share(1, 3), share(1, 100_000), share(0, 5)
    ('33.3%', '<0.1%', '0.0%')
    """
    percent = 100 * part / whole if whole else 0.0
    return "<0.1%" if 0 < percent < _SMALLEST else f"{percent:.1f}%"


_SMALLEST: Final = 0.05


def count(number: int, noun: str, plural: str = "") -> str:
    """Write a number with its noun.

    >>> count(1, "line"), count(2310, "line"), count(2, "party", "parties")
    ('1 line', '2,310 lines', '2 parties')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def headed(title: str, rows: Sequence[Sequence[str]], right: frozenset[int]) -> list[str]:
    """Set rows as a table without a head of its own, a title above the first column of names."""
    first, *rest = table([(title, *([""] * (len(rows[0]) - 1))), *rows], right=right, gap="   ")[1:]
    column = cells(first) - cells(first.lstrip())
    return [paint(title, Ink.BOLD) + pad("", column - cells(title)) + first.lstrip(), *rest]


def indented(text: str, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Break an entry of a list into lines, two spaces in."""
    return [f"  {line}" for line in wrap(text, width=width - 2, hang="  ")]
