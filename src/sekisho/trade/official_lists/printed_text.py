"""Text of an official list as it is printed: full-width letters, codes split by spaces, words wrapped over lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from sekisho.regex import regex
from sekisho.trade.items.code import GROUP

WIDE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide) not in "（），：；？！"} | {
    0x3000: " ",
    0x00A0: " ",
}
"""Full-width letters, digits and signs to narrow ones; Chinese punctuation stays."""

CODE: Final = regex(r"[0-9][A-E][0-9]{3}(?:\.(?:[a-z]{1,2}|[0-9]{1,2}))*")
_SPACED: Final = regex(
    r"[0-9]\s?[A-E]\s?[0-9]\s?[0-9]\s?[0-9](?![0-9A-Za-z])(?:\s?\.\s?(?:[a-z]{1,2}|[0-9]{1,2})(?![0-9A-Za-z]))*"
)
_CUT_CODE: Final = regex(r"(?<![0-9A-Za-z])[0-9][A-E][0-9]{0,2}$")
_MANGLED: Final = regex(r"[0-9][0-9.]*[Ee]\+?[0-9]{1,3}")
_REFERENCE: Final = regex(r"项|所|至|或|和|及|[、，。；）)/]")
"""How a line goes on if the code at its beginning is a reference in the midst of a sentence."""
_AREA_WORDS: Final = {
    "A": "系统|设备",
    "B": "测试|检测|检验|试验|生产",
    "C": "材料|物料",
    "D": "软件",
    "E": "技术",
}
"""Item type to the words with which the heading of an area of that type begins."""


def narrow(text: str) -> str:
    """Write full-width letters, digits and signs narrow, and white space as single spaces.

    >>> narrow("１Ｃ９０２．ａ　内径　≥７５mm；")
    '1C902.a 内径 ≥75mm；'
    """
    return " ".join(text.translate(WIDE).split())


def joined(parts: Iterable[str]) -> str:
    """Join what was wrapped: with a space between Latin words, without one beside Chinese.

    >>> joined(["用 1C210.a 项所管制的", "纤维，inner", "diameter"])
    '用 1C210.a 项所管制的纤维，inner diameter'
    >>> joined(["模具（0B", "901）"])
    '模具（0B901）'
    """
    found = [part for part in map(narrow, parts) if part]
    text = found[0] if found else ""
    for before, after in pairwise(found):
        latin = before[-1].isascii() and after[0].isascii() and before[-1] not in "(/-."
        in_code = _CUT_CODE.search(before) and after[0].isdigit()
        glue = " " if latin and not in_code else ""
        text += glue + after
    return text


def code_of(cell: str) -> str | None:
    """Return the control code that a cell holds and nothing else, however it is spaced or wrapped.

    >>> code_of("２Ｂ352. d .1"), code_of("1E001"), code_of("1E+01"), code_of("2B352.")
    ('2B352.d.1', '1E001', None, None)
    """
    text = re.sub(r"\s", "", narrow(cell))
    return text if CODE.fullmatch(text) else None


def is_mangled(cell: str) -> bool:
    """Tell whether a spreadsheet seems to have made a number of a code or of a customs code.

    >>> is_mangled("1.00E+001"), is_mangled("1E+01"), is_mangled("8.42E+09"), is_mangled("1E001")
    (True, True, True, False)
    """
    text = narrow(cell)
    return bool(_MANGLED.fullmatch(text)) and not CODE.fullmatch(text)


def leading_code(line: str) -> tuple[str, str] | None:
    """Return the code with which a line begins, and the rest.

    >>> leading_code("1C 902. a 金属钐"), leading_code("1C210.a 项所管制的纤维")
    (('1C902.a', '金属钐'), ('1C210.a', '项所管制的纤维'))
    """
    text = narrow(line)
    match = _SPACED.match(text)
    if match is None:
        return None
    return re.sub(r"\s", "", match.group()), text[match.end() :].lstrip()


def opening_code(line: str) -> tuple[str, str] | None:
    """Return the code that opens a line, and the rest; a line that goes on as a reference to an entry opens none.

    >>> opening_code("1C 902. a 金属钐"), opening_code("1C210.a 项所管制的纤维")
    (('1C902.a', '金属钐'), None)
    """
    found = leading_code(line)
    if found is None or _REFERENCE.match(found[1]):
        return None
    return found[0], found[1].lstrip(":：.、")


def area_of(line: str) -> tuple[str, str] | None:
    """Return the area whose heading a line is, and its name: the letter says with which word it begins.

    >>> area_of("1Ａ　系统、设备和部件"), area_of("3D打印用粉末"), area_of("1C")
    (('1A', '系统、设备和部件'), None, ('1C', ''))
    """
    match = re.fullmatch(r"([0-9])\s?([A-E])[.、]?\s*(\D.*)?", narrow(line))
    if match is None or not (match[3] is None or re.match(_AREA_WORDS[match[2]], match[3])):
        return None
    return match[1] + match[2], match[3] or ""


def list_order(code: str) -> tuple[int, str, tuple[tuple[int, str], ...]]:
    """Return the place of a code in the list: category 0 comes last, letters and numbers count up.

    >>> sorted(["0A901", "1C902.a.10", "1C902.a.9", "1C902.b"], key=list_order)
    ['1C902.a.9', '1C902.a.10', '1C902.b', '0A901']
    """
    entry, *parts = code.split(".")
    steps = tuple((int(part), "") if part.isdecimal() else (len(part), part) for part in parts)
    return int(entry[0]) or 10, entry[1:], steps


def customs_codes(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take the customs codes out of a cell, and what is none of them: eight or ten digits, wrapped or not.

    >>> customs_codes("8421299040 84212 99050"), customs_codes("38151200 10"), customs_codes("8421；见注")
    ((('8421299040', '8421299050'), ()), (('3815120010',), ()), ((), ('见注', '8421')))
    """
    codes: list[str] = []
    odd: list[str] = []
    pending = ""
    for piece in re.split(r"[\s,，;；、/|]+", narrow(cell).replace(".", "")):
        if not piece or piece in {"-", "—", "无"}:
            continue
        if not piece.isdigit():
            odd.append(piece)
            continue
        if not pending and len(piece) == 2 and codes and len(codes[-1]) == 8:  # noqa: PLR2004 - the last two of ten digits
            codes[-1] += piece
            continue
        pending += piece
        if len(pending) in {8, 10}:
            codes.append(pending)
            pending = ""
        elif len(pending) > 10:  # noqa: PLR2004 - a customs code has eight or ten digits
            odd.append(pending)
            pending = ""
    return tuple(dict.fromkeys(codes)), tuple(filter(None, (*odd, pending)))


def parent_of(code: str) -> str:
    """Return the code directly above: 1C902 above 1C902.a, 1C above 1C902, 1 above 1C."""
    head, dot, _ = code.rpartition(".")
    if dot:
        return head
    return code[:GROUP] if len(code) > GROUP else code[: len(code) - 1]


def figures(text: str) -> frozenset[str]:
    """Return the figures that a text states; numbers of sub-items, of entries and of announcements are none.

    >>> sorted(figures("a. 内径 75～400 mm；用 1C210.a 项的纤维；1. 长度大于1 000.0mm"))
    ['1000', '400', '75']
    """
    bare = _SPACED.sub(" ", narrow(text))
    bare = re.sub(r"(?:^|(?<=[\s：；。:;,，、]))[0-9]{1,2}[.．、)）](?![0-9])", " ", bare)
    bare = re.sub(r"(?<=[A-Za-z])[0-9]+", " ", bare)
    bare = re.sub(r"(?<=[0-9])[ ,](?=[0-9]{3}(?![0-9]))", "", bare)
    return frozenset(_number(match.group()) for match in re.finditer(r"[0-9]+(?:\.[0-9]+)?", bare))


def stated(text: str, name: str) -> frozenset[str]:
    """Return the figures that a text states beside those of the name: the limits.

    >>> sorted(stated("镭-226制品，活度不小于0.37GBq", "镭-226"))
    ['0.37']
    """
    return figures(text) - figures(name)


def _number(text: str) -> str:
    whole, dot, part = text.partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}{dot if part else ''}{part}"


def bare_name(text: str) -> str:
    """Return a name without spaces and punctuation, for comparison.

    >>> bare_name("管状 复合结构（预浸件）") == bare_name("管状复合结构(预浸件)")
    True
    """
    return "".join(letter for letter in narrow(text).lower() if letter.isalnum())


def shared_letters(one: str, other: str) -> int:
    """Count the Chinese letters that two names share."""
    return len({letter for letter in one if letter >= "\u4e00"} & {letter for letter in other if letter >= "\u4e00"})
