"""How a language writes numbers, money, dates and lists: one record a language, made by hand.

The house writes `452 bn` and `0.36 %` where the tables of the Unicode consortium give `452B` and `0.36%`; dates, lists
and the forms of counted nouns are held against those tables by a test.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.rounded_sums import (
    BARELY,
    SYMBOLS,
    on_scale,
    places_within,
    scale_of,
    significant,
    sum_text,
    three_digits,
    two_within_error,
    ungrouped,
)
from sekisho.message import ENGLISH_MONTHS, JOINTS, Joint, NumberText
from sekisho.regex import regex

_DAY: Final = regex(
    r"`[^`\n]*`|--[a-z][a-z-]*(?:[ =]\d{4}-\d\d-\d\d)+"
    r"|(?P<day>(?<![A-Za-z0-9_'\"“「=/.-])\d{4}-\d\d-\d\d(?![A-Za-z0-9_'\"”」/-]|\.\w))"
)
"""What is typed, between backticks or behind a flag; else a day as files have it, in prose."""
SMALLEST_PERCENT: Final = 0.0005
"""Per cent below which a share is written as less than a thousandth: the third decimal would round it to nothing."""
SMALLEST_TENTH: Final = 0.05
"""Per cent below which one decimal would round a share to nothing."""
SMALLEST_SHARE: Final = 0.005
"""Share of a whole that whole per cent would round to nothing."""
ROUNDING: Final = 1e-9
"""Per cent that is nothing: what sums of floating-point numbers leave. Larger, a real loss would read 0."""
NO_MONEY: Final = 1e-6
"""Billions that are nothing, for the same reason: a thousandth of a million."""

MILLION: Final = 1e6
TEN_MILLION: Final = 1e7
"""Amount from which English writes millions: below it whole amounts are read as easily."""

ENGLISH_CURRENCIES: Final = {"JPY": "yen", "USD": "US dollars", "EUR": "euros", "CNY": "yuan"}
"""Names of currencies where no amount stands beside them: in the head of a column, or below a chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How one language writes what is not words.

    Parameters
    ----------
    joints
        What stands between two parts of a list, and before the last, for each way of joining.
    billion
        How many of its own large unit a billion is, the name of that unit, and the name of a trillion.
    day, month
        Patterns of a date and of a month, with `{year}`, `{month}`, `{day}` and `{name}` of the month in English.
    percent_sign
        What follows a number of per cent.
    currencies
        Names of currencies by their codes; written after an amount. One that has none stands before it as a code.
    myriads
        Names of 10^12, 10^8 and 10^4; none where numbers go by thousands.
    span
        Pattern of two ends of an amount.
    short_day, day_in_year
        Patterns of a day in tables and where a line is short, the second of one whose year is told; `{short}` is the
        month cut off.
    """

    language: str
    joints: Mapping[Joint, tuple[str, str]]
    billion: tuple[int, str, str]
    day: str
    month: str
    percent_sign: str = "%"
    currencies: Mapping[str, str] = field(default_factory=dict)
    myriads: tuple[str, ...] = ()
    span: str = "{low}～{high}"
    short_day: str = "{year}年{month}月{day}日"
    day_in_year: str = "{month}月{day}日"
    counted_forms: int = 1
    writers: Mapping[str, Callable[..., str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        writers = {
            "percent": percent,
            "tenth": tenth,
            "two_digits": two_digits,
            "share": self.share,
            "money": self.money,
            "sum": self.sum_of,
            "significant": significant,
            "currency": self.currency,
            "currency_name": self.currency_name,
            "currency_word": self.currency_word,
            "written": self.written,
            "axis_of_money": self.axis_of_money,
            "millions": millions,
            "amount": self.amount,
            "amount_span": self.amount_span,
            "price": self.price,
            "price_span": self.price_span,
            "scaled": self.scaled,
            "scaled_price": self.scaled_price,
            "date": self.date_text,
            "day": self.day_text,
            "short_day": self.short_day_text,
            "day_in_year": self.day_in_year_text,
            "month": self.month_text,
        }
        object.__setattr__(self, "writers", writers)

    def join(self, parts: Sequence[str], joint: Joint) -> str:
        """Join parts as the language does.

        >>> LOCALES["ja"].join(["甲", "乙", "丙"], "and"), LOCALES["en"].join(["a", "b", "c"], "or")
        ('甲、乙、丙', 'a, b or c')
        """
        between, last = self.joints[joint]
        return last.join(filter(None, (between.join(parts[:-1]), *parts[-1:])))

    def quantity(self, kind: str, values: Sequence[object]) -> str:
        """Write an amount, a share or a date by the name of what it is: a key of `writers`."""
        return self.writers[kind](*values)

    def sum_of(self, code: str, billion: float, digits: int) -> str:
        """Write a sum that is given in billions in words of size, to so many digits.

        >>> LOCALES["en"].sum_of("JPY", 329.0, 2), LOCALES["zh"].sum_of("JPY", 1702.0, 1)
        ('¥330 billion', '2万亿日元')
        """
        return sum_text(self.language, code, billion, digits, self.currencies)

    def money(self, billion: float, error: float = 0.0) -> str:
        """Write an amount that is given in billions, without its currency.

        An estimate, whose error is known, has two digits, and none beyond its error.

        >>> [LOCALES["en"].money(billion) for billion in (660.2, 7_130, 3.4, 0.02, 0, -0.02)]
        ['660 bn', '7.1 tn', '3.4 bn', '<0.1 bn', '0', '<0.1 bn']
        >>> [LOCALES["ja"].money(billion) for billion in (660.2, 7_130, 0.02)], LOCALES["zh"].money(-3.4)
        (['6,602億', '7.1兆', '2,000万'], '-34亿')
        >>> [LOCALES[language].money(417.3, 6.0) for language in LOCALES], LOCALES["en"].money(417.3, 80.0)
        (['420 bn', '4,200億', '4200亿'], '420 bn')
        """
        per, unit, trillion = self.billion
        exact, billion = billion, two_within_error(billion, error)
        size = abs(billion)
        if size < NO_MONEY:
            return "0"
        if size >= 1_000:  # noqa: PLR2004 - a trillion
            places = 0 if size >= 10_000 else 1  # noqa: PLR2004 - as below
            return f"{_rounded_once(exact, billion, 1_000 / 10**places) / 1_000:,.{places}f}{trillion}"
        units = billion * per
        size *= per
        if size >= 10:  # noqa: PLR2004 - above ten a decimal says nothing
            return self._unit(f"{_rounded_once(exact * per, units, 1):,.0f}{unit}")
        if size >= 0.05:  # noqa: PLR2004 - what one decimal would round to nothing
            if size < 1 and self.myriads:  # one decimal of 億 would be one digit
                return self._unit(f"{two_digits(units * 10**4)}{self.myriads[-1]}")
            return f"{_rounded_once(exact * per, units, 0.1):.1f}{unit}"
        return f"<0.1{unit}"

    def _unit(self, text: str) -> str:
        """Write a number and its unit of size as the language groups them."""
        return ungrouped(text) if self.language == "zh" else text

    def share(self, part: float) -> str:
        """Write a share of a whole in whole per cent.

        >>> [LOCALES["en"].share(part) for part in (0.456, 0.001, 0.0, 1.0)], LOCALES["ja"].share(0.456)
        (['46 %', '<1 %', '0 %', '100 %'], '46%')
        """
        return f"<1{self.percent_sign}" if 0 < part < SMALLEST_SHARE else f"{100 * part:.0f}{self.percent_sign}"

    def currency(self, code: str, billion: float, error: float = 0.0) -> str:
        """Write an amount that is given in billions, with its currency.

        >>> LOCALES["en"].currency("JPY", 2_200), LOCALES["ja"].currency("JPY", 2_200), LOCALES["zh"].currency("XYZ", 3)
        ('¥2.2 tn', '2.2兆円', 'XYZ 30亿')
        """
        return self.written(code, self.money(billion, error))

    def written(self, code: str, amount: str) -> str:
        """Write an amount that is written already with its currency: its sign or code before it, or its name behind.

        >>> [LOCALES[language].written("JPY", "151") for language in LOCALES], LOCALES["en"].written("USD", "<0.1 bn")
        (['¥151', '151円', '151日元'], 'USD <0.1 bn')
        """
        if (name := self.currencies.get(code)) is not None:
            return f"{amount}{name}"
        return f"{SYMBOLS[code]}{amount}" if code in SYMBOLS and not self.myriads else f"{code} {amount}".strip()

    def currency_name(self, code: str) -> str:
        """Name a currency; its code where it has no name."""
        return self.currencies.get(code, code)

    def currency_word(self, code: str) -> str:
        """Name a currency where no amount stands beside it, as in a head; in English too by a word.

        >>> [LOCALES[language].currency_word("JPY") for language in LOCALES], LOCALES["en"].currency_word("XYZ")
        (['yen', '円', '日元'], 'XYZ')
        """
        return self.currencies.get(code) or ("" if self.myriads else ENGLISH_CURRENCIES.get(code, "")) or code

    def amount(self, value: float) -> str:
        """Write an amount, shortened from ten million on; in East Asia from ten thousand on.

        Three digits that count stand at least, since of two an amount may lose a tenth.

        >>> [LOCALES["en"].amount(value) for value in (1234.4, 85_000, 12_500_000, 41_000_000)]
        ['1,234', '85,000', '12.5 m', '41 m']
        >>> [LOCALES["ja"].amount(value) for value in (1234.4, 85_000, 125_000, 41_000_000, 99_999_999)]
        ['1,234', '8.5万', '12.5万', '4,100万', '1億']
        >>> LOCALES["zh"].amount(2_350_000_000), LOCALES["zh"].amount(125_000_000)
        ('23.5亿', '1.25亿')
        """
        if not self.myriads:
            return f"{three_digits(value / MILLION)} m" if abs(value) >= TEN_MILLION else three_digits(value, 0)
        for power, name in zip((12, 8, 4), self.myriads, strict=True):
            if abs(value) >= 10**power * BARELY:
                return self._unit(f"{three_digits(value / 10**power)}{name}")
        return three_digits(value, 0)

    def price(self, code: str, value: float) -> str:
        """Write an amount in whole units of a currency, shortened where it is large; without a currency, the number.

        >>> (
        ...     LOCALES["en"].price("JPY", 6_207_217_400),
        ...     LOCALES["en"].price("JPY", 20_594_100),
        ...     LOCALES["en"].price("", 9),
        ... )
        ('¥6.2 bn', '¥20.6 m', '9')
        >>> (
        ...     LOCALES["ja"].price("JPY", 6_207_217_400),
        ...     LOCALES["zh"].price("CNY", 20_594_100),
        ...     LOCALES["ja"].price("", 9),
        ... )
        ('62.1億円', '2059万元', '9')
        """
        name = self.currencies.get(code)
        if name is None:
            billions = abs(value) >= MILLION * 1_000
            text = f"{value / MILLION / 1_000:,.1f} bn" if billions and not self.myriads else self.amount(value)
            return self.written(code, text)
        return self.amount(value) + ("元" if code == "CNY" and self.language == "zh" else name)

    def amount_span(self, low: float, high: float) -> str:
        """Write the bounds of an amount, in English on one scale, that of the upper.

        >>> LOCALES["en"].amount_span(9_880_526, 83e6), LOCALES["ja"].amount_span(9_880_526, 83e6)
        ('9.9 to 83 m', '988万～8,300万')
        """
        first, last = self.amount(low), self.amount(high)
        if not self.myriads and last.endswith(" m") and first not in {"0", last}:
            first = f"{low / MILLION:,.1f}" if low < TEN_MILLION else first.removesuffix(" m")
        return first if first == last else self.span.format(low=first, high=last)

    def price_span(self, code: str, low: float, high: float) -> str:
        """Write the bounds of an amount with its currency, told once.

        >>> LOCALES["en"].price_span("USD", 71_233, 1_726_027), LOCALES["en"].price_span("JPY", 9_880_526, 83e6)
        ('USD 71,233 to 1,726,027', '¥9.9 to 83 m')
        >>> LOCALES["ja"].price_span("JPY", 4.4e8, 6.7e9), LOCALES["zh"].price_span("CNY", 5e7, 5e7)
        ('4.4億～67億円', '5000万元')
        """
        first, last = self.price(code, low), self.price(code, high)
        if first == last or not code:
            return first if first == last else self.amount_span(low, high)
        if code not in self.currencies:
            large = last.endswith(" bn")
            return self.span.format(low=first, high=last) if large else self.written(code, self.amount_span(low, high))
        return self.span.format(low=self.amount(low), high=last)

    def scaled(self, value: float, most: float) -> str:
        """Write an amount on the scale of the greatest beside it, as a column has one.

        >>> (
        ...     LOCALES["en"].scaled(9_820_686, 57e6),
        ...     LOCALES["en"].scaled(71_232.9, 2e6),
        ...     LOCALES["ja"].scaled(71_232.9, 2e6),
        ... )
        ('9.82 m', '71,233', '7.12万')
        """
        size, name = scale_of(most, self.myriads)
        return self._unit(f"{on_scale(value, size)}{name if value else ''}")

    def scaled_price(self, code: str, low: float, high: float, most: float) -> str:
        """Write an amount or its bounds with the currency on the scale of the greatest beside it.

        >>> [LOCALES["en"].scaled_price("USD", low, high, 48.3e6) for low, high in ((3.65e6, 48.3e6), (33_466, 33_466))]
        ['USD 3.65 to 48.3 m', 'USD 0.03 m']
        >>> LOCALES["ja"].scaled_price("JPY", 2e7, 4.8e8, 6e8), LOCALES["zh"].scaled_price("", 12, 9_000, 9_000)
        ('0.2～4.8億円', '12至9,000')
        """
        size, name = scale_of(most, self.myriads)
        first, last = (self._unit(f"{on_scale(value, size)}{name}").removesuffix(name) for value in (low, high))
        text = f"{first if first == last else self.span.format(low=first, high=last)}{name if high else ''}"
        return self.written(code, text) if code else text

    def axis_of_money(self) -> str:
        """Return the Vega expression that labels an axis of amounts: 2 m, 1.5 bn, 3 tn; in East Asia by 万, 億, 兆."""
        if not self.myriads:
            size = "replace(replace(replace(format(datum.value, '~s'), 'M', ' m'), 'G', ' bn'), 'T', ' tn')"
            return f"datum.value < 1 ? format(datum.value, '~r') : {size}"
        form = "~r" if self.language == "zh" else ",~r"
        sizes = (
            f"datum.value >= {10**power} ? format(datum.value / {10**power}, '{form}') + '{name}' : "
            for power, name in zip((12, 8, 4), self.myriads, strict=True)
        )
        return "".join(sizes) + "format(datum.value, ',~r')"

    def date_text(self, day: date) -> str:
        """Write a day as tables do.

        >>> LOCALES["en"].date_text(date(2026, 2, 1)), LOCALES["ja"].date_text(date(2026, 2, 1))
        ('1 Feb 2026', '2026年2月1日')
        """
        return self._short(self.short_day, day)

    def day_text(self, day: date) -> str:
        """Write a day as people of the language do.

        >>> LOCALES["en"].day_text(date(2026, 2, 1)), LOCALES["ja"].day_text(date(2026, 2, 1))
        ('1 February 2026', '2026年2月1日')
        """
        return self.day.format(year=day.year, month=day.month, day=day.day, name=ENGLISH_MONTHS[day.month - 1])

    def with_days(self, text: str) -> str:
        """Write the days of a text as people do that stand in it as files have them.

        Notes of law hold days so. What is quoted, typed or named by one stays: in quotation marks, anywhere in a
        command, behind a flag or an equals sign, in the name of a file.

        >>> LOCALES["en"].with_days("rules before 2024-12-01; `--as-of 2024-12-01`, '2024-12-01', run-2024-12-01.csv")
        "rules before 1 December 2024; `--as-of 2024-12-01`, '2024-12-01', run-2024-12-01.csv"
        >>> LOCALES["ja"].with_days("2024-12-01：--compare 2024-12-01 2025-12-01、`sekisho data use us 2024-12-01`")
        '2024年12月1日：--compare 2024-12-01 2025-12-01、`sekisho data use us 2024-12-01`'
        """
        return _DAY.sub(self._written, text) if "-" in text else text

    def _written(self, found: re.Match[str]) -> str:
        if found["day"] is None:
            return found[0]
        try:
            return self.day_text(date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    def short_day_text(self, day: date) -> str:
        """Write a day where a line is short.

        >>> LOCALES["en"].short_day_text(date(2026, 2, 1)), LOCALES["ja"].short_day_text(date(2026, 2, 1))
        ('1 Feb 2026', '2026年2月1日')
        """
        return self._short(self.short_day, day)

    def day_in_year_text(self, day: date) -> str:
        """Write a day of a year that is told already.

        >>> LOCALES["en"].day_in_year_text(date(2026, 2, 1)), LOCALES["ja"].day_in_year_text(date(2026, 2, 1))
        ('1 Feb', '2月1日')
        """
        return self._short(self.day_in_year, day)

    def _short(self, pattern: str, day: date) -> str:
        return pattern.format(year=day.year, month=day.month, day=day.day, short=ENGLISH_MONTHS[day.month - 1][:3])

    def month_text(self, year: int, month: int) -> str:
        """Write a month.

        >>> LOCALES["en"].month_text(2026, 3), LOCALES["zh"].month_text(2026, 3)
        ('March 2026', '2026年3月')
        """
        return self.month.format(year=year, month=month, name=ENGLISH_MONTHS[month - 1])


def percent(number: float, error: float = 0.0) -> str:
    """Write a number of per cent without its sign, with as many places as it needs, and none beyond its error.

    >>> percent(1.284), percent(0.1234), percent(0.00123), percent(0.0001), percent(0.0), percent(-0.02)
    ('1.28', '0.123', '0.001', '<0.001', '0', '-0.020')
    >>> percent(0.2795, 0.0153), percent(1.284, 0.2), percent(0.002, 0.02)
    ('0.28', '1.3', '<0.01')
    """
    size = abs(number)
    if size < ROUNDING:
        return "0"
    if size < SMALLEST_PERCENT:
        return "<0.001"
    places = places_within(3 if size < 1 else 2, error)
    if size < 0.5 * 10.0**-places:
        return f"<{10.0**-places:.{places}f}"
    return f"{number:.{places}f}"


def tenth(number: float) -> str:
    """Write a number of per cent without its sign, with one decimal.

    >>> tenth(5.53), tenth(0.02), tenth(0.0), tenth(-0.3)
    ('5.5', '<0.1', '0', '-0.3')
    """
    size = abs(number)
    if size < ROUNDING:
        return "0"
    if size < SMALLEST_TENTH:
        return "<0.1"
    return f"{number:.1f}"


def two_digits(number: float) -> str:
    """Write a number of any size by its first two digits: more than a wide band bears out.

    >>> two_digits(103_400.0), two_digits(28.6), two_digits(-0.0123), two_digits(0.0), two_digits(0.00002)
    ('100,000', '29', '-0.012', '0', '<0.001')
    """
    size = abs(number)
    if size < ROUNDING:
        return "0"
    if size < SMALLEST_PERCENT:
        return "<0.001"
    places = 1 - math.floor(math.log10(size))
    return f"{round(number, places):,.{max(0, places)}f}"


def millions(amount: float) -> str:
    """Write an amount in millions with one decimal.

    >>> millions(1_234_567_000.0), millions(0.0)
    ('1,234.6', '0')
    """
    return f"{amount / 1_000_000:,.1f}" if amount else "0"


def quantity(kind: str, *values: object) -> NumberText:
    """Make a quantity that every language writes anew.

    Parameters
    ----------
    kind
        What it is: percent, tenth, share, money or currency (in billions), currency_name, currency_word, date, day or
        month.

    >>> quantity("money", 452.0), quantity("day", date(2026, 2, 1))
    ('452 bn', '1 February 2026')
    """
    return NumberText(LOCALES["en"].quantity(kind, values), kind, values)


_EAST_ASIAN: Final[Mapping[Joint, tuple[str, str]]] = {
    "and": ("、", "、"),
    "or": ("、", "または"),
    "comma": ("、", "、"),
    "semicolon": ("；", "；"),
    "sentence": ("", ""),
    "colon": ("：", "："),
}

LOCALES: Final[Mapping[str, Locale]] = {
    "en": Locale(
        language="en",
        joints=JOINTS,
        billion=(1, " bn", " tn"),
        day="{day} {name} {year}",
        month="{name} {year}",
        percent_sign=" %",
        span="{low} to {high}",
        short_day="{day} {short} {year}",
        day_in_year="{day} {short}",
        counted_forms=2,
    ),
    "ja": Locale(
        language="ja",
        joints=_EAST_ASIAN,
        billion=(10, "億", "兆"),
        day="{year}年{month}月{day}日",
        month="{year}年{month}月",
        myriads=("兆", "億", "万"),
        currencies={"JPY": "円", "USD": "米ドル", "EUR": "ユーロ", "CNY": "人民元"},
    ),
    "zh": Locale(
        language="zh",
        joints={**_EAST_ASIAN, "and": ("、", "和"), "or": ("、", "或")},
        billion=(10, "亿", "万亿"),
        day="{year}年{month}月{day}日",
        month="{year}年{month}月",
        span="{low}至{high}",
        myriads=("万亿", "亿", "万"),
        currencies={"JPY": "日元", "USD": "美元", "EUR": "欧元", "CNY": "人民币"},
    ),
}
"""The languages of the program."""


def _rounded_once(exact: float, rounded: float, step: float) -> float:
    """Return a number as it is, unless it was rounded to coarser steps than those in which it is written.

    Rounded twice, 0.1502 would first be 0.15 and then 0.1, where the same number stands as 0.2 elsewhere.

    >>> _rounded_once(0.1502, 0.15, 0.1), _rounded_once(417.3, 420.0, 1)
    (0.1502, 420.0)
    """
    return exact if abs(rounded - exact) < step / 2 else rounded
