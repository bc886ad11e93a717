"""Amounts in Chinese characters: 三百万円, 3億2,000万円, 壱千万円, 叁佰万元整.

Each is written in figures, or it is said that it can be read in two ways: people shorten amounts when they speak, and
write what they say.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from sekisho.trade.book.cells.han_numerals import DIGITS, POWERS, TENS
from sekisho.trade.book.cells.numbers import FACTORS

_FIGURES: Final = {**DIGITS, "两": "2", "兩": "2"}
_OTHERS: Final = "拾佰仟萬亿십백천만억조點圆圓"
_SAME: Final = str.maketrans(_OTHERS, "十百千万億十百千万億兆点元¥")
"""Other signs for the same: of documents, China, Korea. 圆 is the yuan of documents, 圓 money of several places."""
_SCALES: Final = {"兆": 10**12, "億": 10**8, "万": 10**4}
_GROUP: Final = 10**4
"""Scales go by ten thousands: below each stand numbers of up to four figures."""
HAN_SIGN: Final = f"[{''.join((*_FIGURES, *POWERS, *TENS, *_SCALES, *_OTHERS))}]"
"""A sign that an amount in Chinese characters has, as a pattern."""
_FIGURE: Final = f"[{''.join(_FIGURES)}]"
_RUN: Final = re.compile(
    rf"(?P<amount>(?:\d[\d,]*(?:\.\d+)?|[{''.join((*_FIGURES, *POWERS, *TENS, *_SCALES))}点])+)"
    rf"(?:元(?P<change>(?:零?(?:{_FIGURE}|\d)[角分]){{1,2}}))?"
)
"""What may be an amount, with the tenths and hundredths of a yuan that may follow it."""
_ONE_SCALE: Final = re.compile(rf"[\d.,]+(?:{'|'.join(word for word in FACTORS if not word.isascii())})")
"""A number with one scale behind it, such as 1.2億, which is read as in every language."""
_GROUPS: Final = re.compile(r"(?:([^兆億万]+)兆)?(?:([^兆億万]+)億)?(?:([^兆億万]+)万)?([^兆億万]*)")
_ARABIC: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_NAMED: Final = re.compile(
    rf"(?:({_FIGURE}|\d)?千)?(?:零?({_FIGURE}|\d)?百)?(?:零?({_FIGURE}|\d)?十)?(?:([〇零]*)({_FIGURE}|\d{{1,3}}))?"
)
"""A number below ten thousand with its thousands, hundreds and tens named."""
_FORMAL: Final = re.compile("[円元]?[也整正]")
"""Behind an amount of a document: nothing is left out of it."""


class _TwoWaysError(ValueError):
    """An amount can be read in two ways."""


def amount_in_figures(text: str, *, comma: bool = False, scaled: bool = False) -> str | None:
    """Write the amount in a text in figures where it stands in Chinese characters; None if it can be read in two ways.

    A text without such an amount comes back as it is. In two ways can be read what people shorten: 三万五 is 35,000 or
    30,005, 三億二千 is 320 million or 300,002,000, and 二三百万 is two or three million. Behind it 円 or 整 says that
    nothing was left out.

    Parameters
    ----------
    comma
        A comma is the decimal sign of the column.
    scaled
        Amounts in ten thousands and more name their scale, as they must in a column of thousands.

    Examples
    --------
    >>> [amount_in_figures(text) for text in ("約三百万円", "3億2,000万円", "叁佰万元整", "1.2億")]
    ['約3000000円', '320000000円', '3000000元整', '1.2億']
    >>> [amount_in_figures(text) for text in ("三万五", "三万五円", "三万零五", "二三百万")]
    [None, '30005円', '30005', None]
    """
    plain = "".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())
    for sign, tens in TENS.items():
        plain = plain.replace(sign, tens)
    runs = [run for run in _RUN.finditer(plain) if not run[0].isascii()]
    if len(runs) != 1 or _ONE_SCALE.fullmatch(runs[0][0]):
        return text
    (run,) = runs
    ahead, written, behind = plain[: run.start()], run["amount"], plain[run.end() :]
    formal = ahead.endswith("金") or bool(_FORMAL.match(behind))
    try:
        amount = _amount(written, exact=formal or behind[:1] == "円" or bool(run["change"]), formal=formal)
    except _TwoWaysError:
        return None
    if amount is None:
        return text
    if (comma and "," in written) or plain == "一":  # a dash looks the same
        return None
    for figure, part in re.findall(f"({_FIGURE}|\\d)([角分])", run["change"] or ""):
        amount += Decimal(_in_digits(figure)) / (10 if part == "角" else 100)
    named = scaled and any(scale in written for scale in _SCALES)
    figures = format((amount / _GROUP if named else amount).normalize(), "f")
    figures = figures.replace(".", ",") if comma else figures
    return f"{ahead}{figures}{'万' if named else ''}{'元' if run['change'] else ''}{behind}"


def _amount(text: str, *, exact: bool, formal: bool) -> Decimal | None:
    """Read an amount; None if it is none.

    Parameters
    ----------
    exact
        It is written to the last yen.
    formal
        It is written as in a document.

    Raises
    ------
    _TwoWaysError
        If it can be read in two ways.
    """
    if "点" in text:
        match = re.fullmatch(rf"({_FIGURE}+|[{_FIGURE[1:-1]}十百千]+)点({_FIGURE}+)([万億兆]?)", text)
        whole = _below(match[1], above=0, exact=True) if match else None
        if match is None or whole is None:
            return None
        return (whole + Decimal(f"0.{_in_digits(match[2])}")) * _SCALES.get(match[3], 1)
    if not formal and text in FACTORS:
        raise _TwoWaysError  # 百万円 is an amount, or the unit in which others stand
    match = _GROUPS.fullmatch(text.replace("万億", "兆"))
    if match is None or "." in text:
        return None
    total, above = Decimal(0), 0
    for written, scale in zip(match.groups(), (*_SCALES.values(), 1), strict=True):
        if not written:
            continue
        number = _below(written, above=above, exact=exact)
        if number is None:
            return None
        if above > _GROUP and scale == 1 and written[0] not in "〇零" and not exact:
            raise _TwoWaysError  # 三億二千: of ten thousands, or not
        total, above = total + number * scale, scale
    return total if above else None


def _below(text: str, *, above: int, exact: bool) -> Decimal | None:
    """Read the number before a scale, or the last one; None if it is none, or too large to stand behind another scale.

    Parameters
    ----------
    above
        The scale that stands before it; 0 if none does.
    """
    if _ARABIC.fullmatch(text):
        number = Decimal(text.replace(",", ""))
        _check_place(text, above=above, exact=exact)
        return number if not above or number < _GROUP else None
    if re.fullmatch(f"{_FIGURE}{{2,}}", text) and not (above and text[0] in "〇零"):
        digits = _in_digits(text)
        if len(digits) == 2 and "0" not in digits:  # noqa: PLR2004 - two figures
            raise _TwoWaysError  # 二三 is 23, or two or three
        return Decimal(digits) if not above or len(digits) == len(str(_GROUP)) - 1 else None
    if re.match("[1-9]{2}[千百十]", _in_digits(text)) and not text[0].isascii():
        raise _TwoWaysError  # 二三百 is two or three hundred
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    *counts, zeros, ones = match.groups()
    number, lowest = Decimal(0), above
    for name, count in zip("千百十", counts, strict=True):
        if name in text:
            lowest = POWERS[name]
            number += Decimal(_in_digits(count or "1")) * lowest
    if ones is None:
        return None if zeros else number
    last = Decimal(_in_digits(ones))
    if not zeros:
        _check_place(ones, above=lowest, exact=exact)
    return number + last if not lowest or last < lowest else None


def _check_place(ones: str, *, above: int, exact: bool) -> None:
    """Make sure that the place of a figure at the end is said: the five of 三百五 may be fifty.

    Raises
    ------
    _TwoWaysError
        If it is not.
    """
    if len(ones) == 1 and above > 10 and not exact:  # noqa: PLR2004 - behind tens stand ones
        raise _TwoWaysError


def _in_digits(text: str) -> str:
    return "".join(_FIGURES.get(sign, sign) for sign in text)
