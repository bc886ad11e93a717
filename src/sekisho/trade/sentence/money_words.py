"""The value of a shipment, as words say it: *USD 88,250.00*, 金额32万美元, 価格 1,200万円."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.items.amounts import UNITS

_BEFORE: Final = r"USD|JPY|CNY|RMB|EUR|GBP|HKD|SGD|KRW|TWD|CHF|(?:US|HK|NT|S|A)?[$＄]|[€£¥￥]"
_BEHIND: Final = (
    r"日元|美元|美金|欧元|港币|港元|人民币|元|円|ドル|ユーロ|USD|JPY|CNY|RMB|EUR|GBP|HKD|SGD|KRW|TWD|CHF"
    r"|yen|dollars?|euros?|[€£¥￥]"
)
_TIMES: Final = {
    "千": 1_000,
    "k": 1_000,
    "万": 10_000,
    "萬": 10_000,
    "百万": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "億": 100_000_000,
    "亿": 100_000_000,
}
_FIGURE: Final = r"\d{1,3}(?:\.\d{3})+(?=\s?(?:€|EUR|Euro))|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_GERMAN: Final = regex(r"\d{1,3}(?:\.\d{3})+")
_SCALE: Final = r"百万|[千万萬億亿]|(?:mn|[km])(?![A-Za-z])"
_LABEL: Final = (
    r"(?:(?:(?:申报|申報|合同|发票|貨|货|成交)?(?:价值|價值|金额|金額|总价|总值|价格|货值)|価格|総額|合計(?:金額)?|インボイス金額"
    r"|(?:total|invoice|declared|customs)?\s*(?:value|amount|price))\s*(?:は|为|是|is|of|[:：=])?\s*)?"
)
_MONEY: Final = regex(
    rf"(?P<lead>[\s,，、;；/／]*)(?P<unit>@\s?|(?:单价|単価|unit\s+price|每(?:{UNITS})|毎(?:{UNITS})|1(?:{UNITS}))(?:は|为|是|[:：=\s])*)?{_LABEL}(?:约|約|about|approx\.?|ca\.?|circa|etwa|rund)?\s?(?<![A-Za-z\d])"
    rf"(?:(?:{_BEFORE})\s?(?P<figure>{_FIGURE})\s?(?P<scale>{_SCALE})?(?:\s?(?:円|元))?"
    rf"|(?P<number>{_FIGURE})\s?(?P<times>{_SCALE})?\s?(?:{_BEHIND})(?![A-Za-z\u3041-\u30ff]))"
    rf"(?P<each>\s?[/／]\s?(?:{UNITS}|g|t|m|piece|pc)(?![A-Za-z])|\s?per\s+\w+|\s?(?:each|a\s?piece))?",
    re.IGNORECASE,
)

_MARKS: Final = ",，、;；。.)）"


@dataclass(frozen=True, slots=True)
class MoneyInWords:
    """Words without sums of money, and the one that is the value of the goods.

    Parameters
    ----------
    value
        A number in the currency that the words name; empty where they name no sum, a price for one piece, or several.
    """

    rest: str
    value: str = ""
    typed: str = ""


def without_money(words: str) -> MoneyInWords:
    """Part words from the sums of money in them.

    >>> without_money("germanium, USD 61,250.00, from Kunming to Tokyo")
    MoneyInWords(rest='germanium, from Kunming to Tokyo', value='61250.00', typed='USD 61,250.00')
    >>> without_money("高温合金 宁波-名古屋 金额32万美元").value, without_money("価格 1,200万円 上海発").value
    ('320000', '12000000')
    >>> without_money("gallium, USD 300/kg, USD 6,000 to Osaka").value, without_money("20 kg gallium").rest
    ('6000', '20 kg gallium')
    """
    sums = list(_MONEY.finditer(words))
    if not sums:
        return MoneyInWords(words)
    rest = words
    for match in reversed(sums):
        behind = rest[match.end() :]
        lead = match["lead"].strip(" ")[:1] or " "
        sign = lead if behind and not (behind[0].isspace() or behind[0] in _MARKS) else ""
        rest = rest[: match.start()] + sign + behind
    rest = rest.strip(" ,，、;；")
    if not rest:
        return MoneyInWords(words)
    totals = {_amount(match): match for match in sums if not (match["each"] or match["unit"])}
    if len(totals) != 1:
        return MoneyInWords(rest)
    (value, match) = next(iter(totals.items()))
    return MoneyInWords(rest, value, match[0][len(match["lead"]) :].strip())


def _amount(match: re.Match[str]) -> str:
    figure, scale = match["figure"] or match["number"], match["scale"] or match["times"] or ""
    if _GERMAN.fullmatch(figure):
        figure = figure.replace(".", "")  # 4.500 Euro
    number = Decimal(figure.replace(",", "")) * _TIMES.get(scale.casefold(), 1)
    return f"{number:f}" if not scale else f"{number.normalize():f}"
