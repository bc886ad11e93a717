"""Several goods, or several users, in one sentence of a shipment: ①…②…, 镓 锗 锑, *20 kg for Toyota, 10 kg for TDK*.

One line has one description and one end user. Goods that are listed stand in it together; of users the strictest is
taken. Whoever reads on says that each is asked apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.items.amounts import without_amount

_NUMBER: Final = regex(r"\s*(?:[①-⑳]|(?<![\w.,(])\(?(?P<number>\d{1,2})[)）])\s*")
_END: Final = regex(r"[、。，,;；\n]|[をは]|\s+(?:from|to|for|via|von|aus|nach|从|自|由)\b")
"""What ends the last of goods that are numbered."""
_BETWEEN: Final = regex(
    r"\s*(?:[,，、;；]\s*(?:and\s+|und\s+)?|\band\b|\bund\b|\s&\s|及び|以及|及|和|与|與|と)\s*(?![^(]*\))"
)
_BETWEEN_HAN: Final = regex(r"(?:\s*[,，、;；]\s*|[\s　]+|及び|以及|及|和|与|與|と)(?![^(（]*[)）])")
"""What stands between goods: nothing within brackets, which say what one thing is like."""
_ONE: Final = regex(
    r"(?i:\b(?:with|containing|of|for|from|between|made|alloys?|mixtures?|compounds?)\b)|含|入り|合金|混合|化合|の|用|的"
)
"""What tells that materials are of one thing: *alloys of aluminium and scandium*."""
_OF_EACH: Final = regex(r"\s*(?:各|each|je)(?:\s*[\d.,]+\s*\w*)?$")
_CODE: Final = regex(r"(?:HS|CAS)\b|[\d.\s-]+$")
"""A code that a description holds beside the name of the goods."""
_SEVERAL: Final = 2
"""The fewest goods, or users, that are several."""
_AMOUNT: Final = r"\d[\d.,]*\s*(?:kg|g|t|tons?|tonnes?|pcs|units?|pieces|drums?|lots?|sets?)"
_NAME_WORD: Final = r"[A-Z](?:[\w&'’-]|\.(?=\w))*(?:(?<=Co)\.|(?<=Ltd)\.|(?<=Inc)\.|(?<=Corp)\.|(?<=\b[A-Z])\.)?"
_NAME: Final = rf"(?:the\s+)?{_NAME_WORD}(?:\s+(?:of\s+)?{_NAME_WORD})*"
_SHARED_OUT: Final = regex(
    rf"[\s:,]*{_AMOUNT}\s+(?:for|to)\s+{_NAME}(?:\s*[,;]?\s*(?:and\s+)?{_AMOUNT}\s+(?:for|to)\s+{_NAME})+"
)
"""Amounts for one user each."""
_EACH: Final = regex(rf"{_AMOUNT}\s+(?:for|to)\s+(?P<who>{_NAME})")
_NAMED_BESIDE: Final = regex(
    rf"(?P<label>\b(?:[Ff]or|(?:[Ee]nd[- ]?)?[Uu]sers?(?:\s+(?:are|is)|\s*:)?|[Cc]ustomers?(?:\s+(?:are|is)|\s*:)?)\s+)"
    rf"(?P<names>{_NAME}(?:\s*,\s*{_NAME})*\s*,?\s*(?:and|&)\s+{_NAME})"
)
_NAMES_BETWEEN: Final = regex(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+")
_BESIDE: Final = (" and ", "&", ", ", "、", "，", "和", "及", "与", "與", "と", "/")
"""One of these stands between several users."""
_LABEL_HAN: Final = regex(
    r"(?P<label>(?:最終)?(?:需要者|使用者|顧客|客先|納入先|エンドユーザー?|ユーザー?)(?:は|が|[:：])\s*|(?:最终)?(?:用户|客户|使用者|使用方)(?:是|为|[:：])?\s*)"
)
_NAME_HAN: Final = regex(
    r"(?P<name>[^\s、，,。；;和及与與と/]{2,24})(?P<mark>\s*(?:[、，,/]|以及|及び|和|及|与|與|と)\s*)?"
)


@dataclass(frozen=True, slots=True)
class ListedWords:
    """Words, of whose numbered goods the first is left, and of whose users the strictest.

    Parameters
    ----------
    goods
        All goods that are numbered; empty if none are.
    others
        The users that were taken out.
    """

    rest: str
    goods: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


_FORM: Final = regex(r"\b(?:Co|Ltd|Limited|Inc|Corp|Corporation|LLC|GmbH|K\.?K)\.?$")
"""A legal form at the end of one name of two words: *Ship and Save Ltd*."""


def goods_listed(text: str, is_goods: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the goods of a description, each known by itself; none if it names one alone.

    >>> known = {"gallium", "germanium", "镓", "锗", "锑", "dysprosium", "iron"}.__contains__
    >>> (
    ...     goods_listed("gallium, germanium", known),
    ...     goods_listed("镓 锗 锑 各", known),
    ...     goods_listed("gallium wafers", known),
    ... )
    (('gallium', 'germanium'), ('镓', '锗', '锑'), ())
    >>> goods_listed("alloys of dysprosium and iron", known), goods_listed("gallium, 99.99 %", known)
    ((), ())
    """
    plain = _OF_EACH.sub("", text).strip()
    between = _BETWEEN if plain.isascii() else _BETWEEN_HAN
    if between.search(plain) is None or _ONE.search(plain) is not None:
        return ()
    texts = [piece for piece in between.split(plain) if piece.strip() and not _CODE.match(piece)]
    pieces = tuple(dict.fromkeys(without_amount(piece).strip() or piece for piece in texts))
    return pieces if len(pieces) >= _SEVERAL and all(map(is_goods, pieces)) else ()


def _any(goods: Sequence[str]) -> bool:  # noqa: ARG001 - nothing is known of them
    return True


def without_list(
    words: str,
    is_body: Callable[[str], bool],
    strictness: Callable[[str], int],
    are_goods: Callable[[Sequence[str]], bool] = _any,
) -> ListedWords:
    """Leave of goods that are numbered the first, and of users that are named beside each other the strictest.

    Parameters
    ----------
    is_body
        Tells whether words name somebody that is known, or bear a legal form.
    strictness
        Ranks somebody by the lists that name him: the more, the less may go there.
    are_goods
        Tells whether what is numbered is goods, and no points of a form.

    >>> ranks = {"TDK": 1, "三菱造船": 2, "Japan Marine United": 2}
    >>> def rank(name):
    ...     return ranks.get(name, 0)
    >>> without_list("5 kg oxide from Baotou: 2 kg for Toyota, 3 kg for TDK", ranks.__contains__, rank)
    ListedWords(rest='5 kg oxide from Baotou for TDK', goods=(), others=('Toyota',))
    >>> without_list("①鎵20kg ②軸受500個、上海から門司", ranks.__contains__, rank)
    ListedWords(rest='鎵、上海から門司', goods=('鎵', '軸受'), others=())
    >>> without_list("需要者はトヨタ、TDK、三菱造船", ranks.__contains__, rank).others
    ('トヨタ', 'TDK')
    """
    rest, goods = _without_numbers(words) if any(map(words.__contains__, "①)）")) else (words, ())
    if goods and not are_goods(goods):
        rest, goods = words, ()
    names: tuple[str, ...] = ()
    if not any(map(rest.__contains__, _BESIDE)):
        return ListedWords(rest, goods)
    if (match := _SHARED_OUT.search(rest)) is not None:
        names = tuple(piece["who"] for piece in _EACH.finditer(match[0]))
        lead, start, end = " for ", match.start(), match.end()
    elif (match := _NAMED_BESIDE.search(rest)) is not None:
        names = tuple(name for name in _NAMES_BETWEEN.split(match["names"]) if name)
        joined = len(names) == _SEVERAL and "&" in match["names"] and not is_body(names[1])  # Guidance & Propulsion
        is_one = len(names) == _SEVERAL and _FORM.search(names[1]) is not None and not is_body(names[0])
        is_one = is_one or joined
        names = names if any(map(is_body, names)) and not is_one else ()
        lead = match["label"] if match["label"].casefold().startswith("for") else "end user "
        start, end = match.start(), match.end()
    elif (match := _LABEL_HAN.search(rest)) is not None:
        names, end = _names_behind(rest, match.end(), is_body)
        lead, start = match["label"], match.start()
    if len(set(names)) < _SEVERAL:
        return ListedWords(rest, goods)
    user = max(names, key=strictness)
    others = tuple(name for name in dict.fromkeys(names) if name != user)
    return ListedWords(f"{rest[:start]}{lead}{user}{rest[end:]}".strip(), goods, others)


def _names_behind(words: str, at: int, is_body: Callable[[str], bool]) -> tuple[tuple[str, ...], int]:
    """Return the names that stand behind a label beside each other, and where the last ends; the first may be any."""
    names: list[str] = []
    end = at
    while (match := _NAME_HAN.match(words, at)) is not None and (not names or is_body(match["name"])):
        names.append(match["name"])
        end = match.end("name")
        if not match["mark"]:
            break
        at = match.end()
    return tuple(names), end


def _without_numbers(words: str) -> tuple[str, tuple[str, ...]]:
    """Leave the first of goods that are numbered; words without such stay as they are."""
    marks = list(_NUMBER.finditer(words))
    numbers = [int(mark["number"]) if mark["number"] else ord(mark[0].strip()) - ord("①") + 1 for mark in marks]
    if len(marks) < _SEVERAL or numbers != list(range(1, len(marks) + 1)):
        return words, ()
    last = marks[-1].end()
    stop = _END.search(words, last)
    ends = [mark.start() for mark in marks[1:]] + [stop.start() if stop is not None else len(words)]
    pieces = [words[mark.end() : end].strip(" ,，、;；") for mark, end in zip(marks, ends, strict=True)]
    goods = tuple(without_amount(piece).strip() or piece for piece in pieces)
    if not all(goods):
        return words, ()
    line = "\n" if "\n" in marks[0][0] else ""  # what stands on the line before belongs to no goods
    return f"{words[: marks[0].start()]}{line}{goods[0]}{words[ends[-1] :]}".strip(), goods
