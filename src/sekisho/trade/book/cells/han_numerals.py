"""Numbers in Chinese characters, as dates write them: 二〇二六年十一月三日, 令和八年十一月三日, 貳零貳陸年."""

from __future__ import annotations

from typing import Final

from sekisho.regex import regex

DIGITS: Final = {
    figure: str(number)
    for number, figures in enumerate(
        ("〇零○", "一壱壹弌", "二弐貳贰弍", "三参參叁叄", "四肆", "五伍", "六陸陆", "七柒漆", "八捌", "九玖")
    )
    for figure in figures
}
"""Figures, those of documents too, which nobody can turn into another by a stroke."""
POWERS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS: Final = {"廿": "二十", "卄": "二十", "卅": "三十"}
_ONE: Final = f"[{''.join((*DIGITS, *POWERS, *TENS))}]"
_BEFORE_UNIT: Final = regex(rf"{_ONE}+(?=\s*[年月日号號])")
_PARTED: Final = regex(rf"(\D{{0,2}}?)({_ONE}+)[・·./-]({_ONE}+)[・·./-]({_ONE}+)")
"""A date whose parts only signs hold apart, as in vertical writing: 二〇二六・十一・三."""
_ANY: Final = regex(rf"{_ONE}\s*[年月日号號]")


def han_number(text: str) -> int | None:
    """Read a number in Chinese characters, figure by figure or with tens, hundreds and thousands; None if it is none.

    >>> han_number("二〇二六"), han_number("十一"), han_number("三十一"), han_number("廿五"), han_number("二千二十六")
    (2026, 11, 31, 25, 2026)
    """
    plain = "".join(TENS.get(sign, sign) for sign in text)
    if plain and all(sign in DIGITS for sign in plain):
        return int("".join(DIGITS[sign] for sign in plain))
    total, figure = 0, ""
    limit = max(POWERS.values()) + 1
    for sign in plain:
        if sign in DIGITS:
            if figure not in {"", "0"}:
                return None
            figure = DIGITS[sign]
        elif sign in POWERS and POWERS[sign] < limit:
            limit = POWERS[sign]
            total += (int(figure) if figure else 1) * limit
            figure = ""
        else:
            return None
    return total + int(figure or 0) if plain else None


def with_figures(text: str) -> str:
    """Write the years, months and days of a text in figures where they stand in Chinese characters.

    >>> with_figures("令和八年十一月三日"), with_figures("二〇二六年十一月上旬"), with_figures("1 May 2026")
    ('令和8年11月3日', '2026年11月上旬', '1 May 2026')
    """
    if match := _PARTED.fullmatch(text):
        numbers = [han_number(part) for part in match.groups()[1:]]
        return text if None in numbers else match[1] + ".".join(map(str, numbers))
    if not _ANY.search(text):
        return text
    return _BEFORE_UNIT.sub(lambda match: match[0] if (number := han_number(match[0])) is None else str(number), text)
