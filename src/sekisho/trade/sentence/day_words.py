"""The day on which goods leave, as a sentence of a shipment says it: *on 2026-03-01*, 2026年3月1日に, 于2026年3月1日.

A day that bounds others (before, since, まで, 以后), that of a contract or a licence, one without its year, and one of
several are not that on which goods leave: they are parted from the words too, and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.fact import DaySpan
from sekisho.regex import regex
from sekisho.trade.book.cells.dates import MONTH_OF, MONTHS_A_YEAR, read_day

_MONTH: Final = "|".join(sorted(map(re.escape, MONTH_OF), key=len, reverse=True))
_NTH: Final = r"(?:st|nd|rd|th|\.)?"
_SHORT_MONTH: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|dez|okt|mai"
_CLEAR_MONTH: Final = (
    r"jan(?:uary|uar)?|feb(?:ruary|ruar)?|(?-i:March|März)|apr(?:il)?|(?-i:May|Mai)|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?"
    r"|nov(?:ember)?|de[cz](?:ember)?"
)
"""Months by names that stand for little else."""
_DAY: Final = (
    r"(?:(?:令和|平成|民国|民國)\s*(?:元|\d{1,3})|\d{4})\s*[年년]\s*\d{1,2}\s*[月월](?:\s*\d{1,2}\s*[日号號일])?"
    r"|(?<!\d)\d{1,2}月\d{1,2}日[(（](?:19|20)\d\d年?[)）]"
    r"|(?<![\w.,/-])(?:(?:19|20)\d\d(?P<first>[-/.])\d{1,2}(?P=first)\d{1,2}|\d{1,2}(?P<last>[-/.])\d{1,2}(?P=last)(?:19|20)\d\d"
    rf"|\d{{1,2}}{_NTH}[\s-]+(?:of\s+)?(?:{_MONTH})\.?,?[\s-]+(?:19|20)\d\d|(?:{_MONTH})\.?\s+\d{{1,2}}{_NTH},?\s+(?:19|20)\d\d"
    rf"|\d{{1,2}}\.\d{{1,2}}\.\d\d(?=[\s,;)]|$)|\d{{1,2}}(?P<dash>-?)(?:{_SHORT_MONTH})(?P=dash)(?:20)?\d\d"
    rf"|(?:{_MONTH})\.?,?\s+(?:19|20)\d\d)(?![\w/-]|[.,]\d)"
)
_PART: Final = "上旬|中旬|下旬|初旬|初め|半ば|末|底|初|中(?=に|、|$)"
_NO_YEAR: Final = (
    r"(?<![\d年])(?<![年]\s)\d{1,2}[月월]\s?\d{1,2}[日号號일]|\bon\s+the\s+\d{1,2}(?:st|nd|rd|th)\b(?!\s+[a-z])"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?=\s*$)"
    rf"|(?<=on\s)(?:\d{{1,2}}{_NTH}\s+(?:{_MONTH})|(?:{_MONTH})\s+\d{{1,2}}{_NTH})(?![\w/-])"
    rf"|(?<![\w.,/-])(?:\d{{1,2}}{_NTH}[\s-]?(?:{_CLEAR_MONTH})|(?:{_CLEAR_MONTH})\.?\s\d{{1,2}}{_NTH})\b(?![\w/-]|[.,]\d|\s*(?:%|[kK]g|pcs))"
    rf"|\b(?:early|mid|late|end(?:\s+of)?|beginning\s+of|anfang|mitte|ende)[\s-](?:{_CLEAR_MONTH})\b"
    rf"|(?:(?<=\bin\s)|(?<=\bim\s)|(?<=\bby\s)|(?<=\bbis\s)|(?<=\bsince\s)|(?<=\bafter\s)|(?<=\bbefore\s)|(?<=\bduring\s))"
    rf"(?:{_CLEAR_MONTH})\b(?![\w-]|\.?,?\s*\d)|(?<=\bfor\s)(?:{_CLEAR_MONTH})(?=\s+(?:shipment|delivery|departure|sailing))"
    r"|(?<![\d年月/])(?<!第)(?:1[0-2]|[1-9])月(?:份|中旬|頃|ごろ)?(?=[に、，,。のからま出発船装运発交\s]|$)"
    r"|\b(?:in\s+)?(?:Q[1-4]|(?:first|second|third|fourth)\s+quarter)\b(?:\s+(?:of\s+)?\d{4})?|第?[一二三四1-4]季度|第[1-4一二三四]四半期"
    r"|\b(?:next|this|coming|early\s+next|late\s+next|nächste[nrs]?|diese[nrs]?)\s+(?:week|month|year|quarter|woche|monat|jahr)\b"
    r"|\b(?:(?:the\s+)?end\s+of\s+(?:the|this|next)\s+(?:month|year|week)|tomorrow|monatsende|morgen)\b"
    r"|\b(?:ETD|ETA)\s*[:：]?\s*\d{1,2}[/.-]\d{1,2}(?![\d/.-])"
    r"|(?:出荷|発送|船積み?)(?:予定)?[:：\s]\s*\d{1,2}/\d{1,2}(?![\d/])|(?<![\d/])\d{1,2}/\d{1,2}(?=(?:出荷|船積み?|発送|[発出積着]|頃|ごろ)(?:予定)?)"
    rf"|(?<![\d年])\d{{1,2}}月(?:{_PART})"
    rf"|(?:来年|明年|今年|本年|次年|翌年|去年|昨年|前年|上年|一昨年)の?\s?\d{{1,2}}月(?:\d{{1,2}}[日号號]|份|{_PART})?"
    rf"|(?<!\d)(?:19|20)\d\d年度?(?:底|末|初め?|中|内|の?(?:上|下)半年|上期|下期|(?:第?[一二三四1-4]季度)|の?[春夏秋冬])?(?!\s*(?:\d|第|の?公告|令))"
    r"|(?:上上?个?月|上上?個?月|上上?周|上上?星期|昨天|前天|先々?月|先々?週|一?昨日|上季度|前四半期|去年|昨年|上年|前年|一昨年)"
    r"|\b(?:last|previous|past)\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week|month|year|quarter)\b|\byesterday\b|\bgestern\b"
    r"|\b(?:letzte|vergangene|vorige)[nrsm]?\s+(?:woche|monat|jahr|quartal)\b"
    r"|\b(?:in|during|by|(?:early|late|mid|end\s+of|anfang|ende|mitte))[\s-](?:19|20)\d\d\b(?![-/.\d])"
    rf"|(?:再来月|来月|今月|当月|翌月|年末|月末|来年|下下个月|下个?月|本月|这个?月|月底|年底)(?:(?:{_PART})|の?\d{{1,2}}(?:日|号|號))?"
    r"|\b(?:next|this|coming)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bon\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|[月火水木金土日]曜日?|(?:下?周|星期|礼拜)[一二三四五六日天](?!期)"
    r"|来週|今週|再来週|明日|明後日|下周|下星期|本周|明天|后天"
    rf"|(?:다음\s?달|이번\s?달|내달|다음\s?주|이번\s?주|내년|올해|연말|월말|내일|모레)(?:\s?(?:초|중순|말|하순|\d{{1,2}}[월일](?:\s?\d{{1,2}}일)?))?"
    r"|[월화수목금토일]요일|(?<![\d년])(?<!년\s)\d{1,2}월\s?(?:초|중순|말|하순)"
)
_DAYS: Final = regex(rf"(?P<day>{_DAY})|(?P<short>{_NO_YEAR})", re.IGNORECASE)
_LEAD: Final = regex(
    r"(?:(?:\b(?:to\s+be\s+)?(?:shipp(?:ed|ing)|ships?|shipments?|leav(?:es|ing)|export(?:ed)?|sail(?:s|ing)|depart(?:s|ing|ure)?"
    r"|deliver(?:y|ed)|dated?|etd|as\s+of|lieferung|versand(?:datum)?|on|in|am|im|den|vom)\b\s*[:=]?\s*)+"
    r"|(?:出荷|発送|船積み?|輸出|納|納品|出口|发货|發貨|装运|裝運|出运|出運|启运|啟運|交货|交貨|通关|通關)?(?:予定)?"
    r"(?:日期|日|期)(?:予定)?(?:は|が|是|为|為)?[:：]?\s*|[于於在])$",
    re.IGNORECASE,
)
"""Words before a day that say no more than that it is one on which goods leave."""
_BOUND: Final = regex(
    r"\b(?:before|after|until|till|since|by|from|prior\s+to|later\s+than|between|bis|ab|seit|vor|nach)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BOUND_BEHIND: Final = regex(
    r"\s*(?:から|より前|まで(?:に|の)?|以前|以降|以後|以后|以來|以来|之前|之后|之後|前(?=に|の|、|$)|後(?=に|の|、|$)|起|至(?=\s*\d)|-(?=\s*\d)|\s(?:to|until|or|and)(?=\s+\S*\d))"
)
_OTHER_DEED: Final = regex(
    r"(?:\b(?:contracts?|signed|ordered|orders?|agreements?|purchase|issued|listed|licen[cs]ed?|invoiced?|vertrag|bestellt)\b"
    r"|契約|発注|注文|受注|許可|签订|簽訂|签约|合同|下单|下單|订购|批准|许可证)(?:[^,，、;；。\n.?!？！]|\.(?=\S))*$",
    re.IGNORECASE,
)
"""What stands before the day of another deed than the leaving of goods."""
_TRAIL: Final = regex(
    r"(?:\s*(?:에(?=\s|$)|에\s?(?:선적|출하|발송)(?=\s|$)|に(?=\s|、|[^\u3041-\u3096]|$)|付け?で?|発(?!送)|[積着](?=[\s、，,]|$)|(?:出荷|発送|船積み?)(?:予定)?(?:で|の)?|予定で?|出运|出運|发货|装运))?[\s,，、;；]*"
)


_KOREAN_SIGNS: Final = str.maketrans("년월일", "年月日")
_YEAR_BEHIND: Final = regex(r"(\d{1,2}月\d{1,2}日)[(（](\d{4})年?[)）]")
"""A day whose year stands behind it: 1月8日（2026年）."""
_FIGURES: Final = regex(r"(\d{1,2})[/.-](\d{1,2})$")
_SOON: Final = timedelta(days=92)
"""How far ahead a day without its year is looked for."""
_EMPTY_BRACKETS: Final = regex(r"[(（]\s*[)）]|\s+(?=[?？]$)")


@dataclass(frozen=True, slots=True)
class DayInWords:
    """Words, the day of leaving parted from them.

    Parameters
    ----------
    rest
        The words without any day; as they were, if nothing else is in them.
    day
        As ISO 8601 writes a day or a month; empty if none is said.
    typed
        That day as it was typed.
    strange
        Days that were parted off and are not that on which goods leave, as they were typed.
    short
        The day of leaving without its year, where that alone is said: it is among `strange`, too.
    """

    rest: str
    day: str = ""
    typed: str = ""
    strange: str = ""
    short: str = ""

    @property
    def read_apart(self) -> tuple[str, ...]:
        """Days as they were typed."""
        return (self.typed, self.short, *self.strange.split(", "))

    def next_day(self, today: date) -> date | None:
        """Return the day that a day without its year is within the next three months; None where it is none.

        >>> (
        ...     DayInWords("", short="12月20日").next_day(date(2026, 12, 1)),
        ...     DayInWords("", short="28 Nov").next_day(date(2026, 12, 1)),
        ... )
        (datetime.date(2026, 12, 20), None)
        """
        if not self.short:
            return None
        days = (read_day(text).day for year in (today.year, today.year + 1) for text in _with_year(self.short, year))
        near = today + _SOON
        return next((day for day in days if isinstance(day, date) and today <= day <= near), None)


def _with_year(short: str, year: int) -> Iterator[str]:
    """Write a day with a year: 12月20日, *20 Dec*, and 12/20 in the one order that is possible."""
    if figures := _FIGURES.search(short):
        first, last = int(figures[1]), int(figures[2])
        orders = {(month, day) for month, day in ((first, last), (last, first)) if month <= MONTHS_A_YEAR < day}
        yield from (f"{year}-{month:02}-{day:02}" for month, day in orders)
    elif short.isascii():
        yield f"{short} {year}"
    else:
        yield f"{year}年{short.translate(_KOREAN_SIGNS)}"


def without_day(words: str) -> DayInWords:
    """Part words from the day on which goods leave.

    >>> without_day("gallium from Shanghai to JAXA on 2026-05-01")
    DayInWords(rest='gallium from Shanghai to JAXA', day='2026-05-01', typed='2026-05-01', strange='', short='')
    >>> (
    ...     without_day("ガリウムを2026年5月1日に中国から日本へ").rest,
    ...     without_day("ガリウムを2026年5月1日に中国から日本へ").day,
    ... )
    ('ガリウムを中国から日本へ', '2026-05-01')
    >>> (
    ...     without_day("gallium to Japan, shipped in May 2026").day,
    ...     without_day("gallium to Japan, contract of 2026-05-01"),
    ... )
    ('2026-05', DayInWords(rest='gallium to Japan', day='', typed='', strange='contract of 2026-05-01', short=''))
    >>> without_day("gallium to Japan after 2026-05-01").strange, without_day("gallium to Japan 03/04/2026").strange
    ('after 2026-05-01', '03/04/2026')
    """
    pieces = list(_pieces(words))
    leaving = {piece.day for piece in pieces if piece.day}
    day = leaving.pop() if len(leaving) == 1 else ""
    rest = words
    for piece in reversed(pieces):
        rest = _joined(rest[: piece.start], rest[piece.start : piece.end], rest[piece.end :])
    rest = _EMPTY_BRACKETS.sub("", rest).strip()
    if not pieces or not rest:
        return DayInWords(words)
    typed = next((piece.typed for piece in pieces if day and piece.day == day), "")
    strange = ", ".join(piece.typed for piece in pieces if not day or piece.day != day)
    short = pieces[0].typed if len(pieces) == 1 and pieces[0].is_short else ""
    return DayInWords(rest, day, typed, strange, short)


def _pieces(words: str) -> Iterator[_Piece]:
    """Go through the days in words; of a span between two days, neither is that of leaving."""
    spans = False
    for match in _DAYS.finditer(words):
        piece = _Piece.of(words, match)
        yield replace(piece, day="") if spans else piece
        spans = piece.is_open


@dataclass(frozen=True, slots=True)
class _Piece:
    """A day in words, with what stands beside it.

    Parameters
    ----------
    day
        Empty if it is not one on which goods leave.
    is_open
        Whether it begins a span that another day ends.
    is_short
        Whether it is a day of a month, without its year, that could be that of leaving.
    """

    start: int
    end: int
    typed: str
    day: str
    is_open: bool = False
    is_short: bool = False

    @classmethod
    def of(cls, words: str, match: re.Match[str]) -> _Piece:
        """Read what stands around a day."""
        before, behind = words[: match.start()], words[match.end() :]
        bound, bounded, deed = _BOUND.search(before), _BOUND_BEHIND.match(behind), _OTHER_DEED.search(before)
        start = min([found.start() for found in (bound, deed) if found], default=match.start())
        end = match.end() + (bounded.end() if bounded else 0)
        typed = words[start:end].strip()
        day = "" if bound or bounded or deed or match["short"] else _iso(match["day"])
        lead = _LEAD.search(words[:start])
        trail = _TRAIL.match(words[end:])
        is_open = bounded is not None and _DAYS.match(behind[bounded.end() :].lstrip()) is not None
        is_short = bool(match["short"]) and not (bound or bounded or deed)
        return cls(lead.start() if lead else start, end + (trail.end() if trail else 0), typed, day, is_open, is_short)


def _iso(text: str) -> str:
    """Write a day or a whole month as ISO 8601 does; empty if it cannot be told."""
    text = text.translate(_KOREAN_SIGNS)
    if year_behind := _YEAR_BEHIND.fullmatch(text):
        text = f"{year_behind[2]}年{year_behind[1]}"
    day = read_day(text, "dmy" if "." in text else "").day
    if isinstance(day, DaySpan):
        return day.first.isoformat()[: len("2026-05")]
    return day.isoformat() if day is not None else ""


def _joined(before: str, day: str, behind: str) -> str:
    """Put together what a day parted; what parted it from either is said once: Japan on 2026-05-01, civil."""
    left, right = before.rstrip(_PARTS), behind.lstrip(_PARTS)
    if not left or not right:
        return left + right
    apart = before[len(left) :] + day[len(day.rstrip(_PARTS)) :]
    sign = next((letter for letter in apart if not letter.isspace()), "")
    return left + sign + (" " if sign.isascii() and (apart or right[0].isascii()) else "") + right


_PARTS: Final = " ,，、;；"
"""What parts a day from what stands beside it."""
