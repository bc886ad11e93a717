"""Cells of a bill of materials: numbers and their bounds, amounts of money, units, choices, materials with mass."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.errors import did_you_mean
from sekisho.files.package_csv import header_rows, rows_of_file
from sekisho.law.model.notation import span_of
from sekisho.message import joined, message
from sekisho.trade.book.cells.han_amounts import amount_in_figures
from sekisho.trade.book.cells.numbers import CURRENCY_NAMES, scaled_money

_HERE: Final = Path(__file__).parent
NOT_STATED: Final = frozenset({"", "-", "n/a", "unknown", "tbd", "不明", "未定", "未知", "待定"})
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMMA: Final = re.compile(r"[+-]?\d+,\d+|[+-]?\d{1,3}(?:\.\d{3})+,\d+")
_MATERIAL: Final = re.compile(
    r"(?P<name>.+?)[\s:=：]\s*(?P<number>\d[\d.,]*(?:\s*(?:to|\.\.)\s*\d[\d.,]*)?)\s*(?P<unit>\D+?)?"
)
_COUNTED: Final = re.compile(r"(?P<number>\d[\d.,]*)\s*(?P<unit>[^\W\d_]{1,12}[23²³]?\.?)")
"""A quantity with its unit in one cell."""
_SIGN: Final = re.compile(r"[A-Za-z]{3}|US\$|[$¥€£￥]|[円元]|ドル|米ドル|美元|日元|人民币|人民元|ユーロ|欧元")
MADE: Final = {
    **dict.fromkeys(("yes", "true", "make", "made", "in-house", "inhouse", "内作", "内製", "自制", "1"), True),
    **dict.fromkeys(("no", "false", "buy", "bought", "purchased", "外注", "購入", "外作", "外购", "采购", "0"), False),
}
SOURCING: Final = {
    **dict.fromkeys(("sole", "sole source", "独占", "唯一", "独家"), "sole"),
    **dict.fromkeys(("single", "single source", "1", "一社購買", "1社購買", "単独", "单一", "单源"), "single"),
    **dict.fromkeys(("dual", "dual source", "second source", "2", "二社購買", "2社購買", "双源", "双供"), "dual"),
    **dict.fromkeys(("multiple", "multi", "multi source", "多社購買", "複数購買", "复数", "多源"), "multiple"),
}


class CellError(ValueError):
    """A cell that cannot be read: what is wrong with it, and what was expected."""

    def __init__(self, what: str, remedy: str) -> None:
        """Keep both."""
        self.what, self.remedy = what, remedy
        super().__init__(what)


@dataclass(frozen=True, slots=True)
class QuantityUnit:
    """A unit of quantity: what it measures, and how many of the unit in which that is counted here."""

    name: str
    dimension: str
    factor: float


@cache
def _units() -> Mapping[str, QuantityUnit]:
    return {
        spelling: QuantityUnit(row["unit"], row["dimension"], float(row["factor"]))
        for row in rows_of_file(_HERE / "units.csv")
        for spelling in (row["unit"], *row["spellings"].split("|"))
    }


@cache
def base_units() -> Mapping[str, str]:
    """Return, for each thing that is measured, the unit in which it is counted here."""
    return {unit.dimension: unit.name for unit in _units().values() if unit.factor == 1 and unit.name != "set"}


@cache
def currencies() -> Mapping[str, str]:
    """Return the ISO 4217 code of each code, sign and word for a currency, in lower case; ¥ alone is none."""
    with (_HERE / "currencies.csv").open(encoding="utf-8", newline="") as file:
        codes = {row["code"].lower(): row["code"] for row in header_rows(file)}
    signs = {sign.lower(): code for code, names in CURRENCY_NAMES.items() for sign in names}
    return {**codes, **signs, "€": "EUR", "£": "GBP", "us$": "USD", "rmb": "CNY"}


def is_stated(text: str) -> bool:
    """Tell whether a cell states anything.

    >>> is_stated("Acme"), is_stated(" - "), is_stated("TBD")
    (True, False, False)
    """
    return text.strip().lower() not in NOT_STATED


def are_unstated(texts: Iterable[str]) -> Iterator[bool]:
    """Tell for each cell whether it states nothing; of a million texts none takes a step of its own in Python.

    >>> list(are_unstated(["Acme", " - ", "TBD"]))
    [False, True, True]
    """
    return map(NOT_STATED.__contains__, map(str.lower, map(str.strip, texts)))


def read_unit(text: str) -> QuantityUnit:
    """Read a unit of quantity.

    >>> read_unit("個").name, read_unit("grams").factor, read_unit("Pcs.").name
    ('piece', 0.001, 'piece')

    Raises
    ------
    CellError
        If it is none that is known.
    """
    plain = unicodedata.normalize("NFKC", text).strip().rstrip(".")
    found = _units().get(plain) or _units().get(plain.lower())
    if found is None:
        remedy = did_you_mean(plain.lower(), _units()) or message(
            "bill.expected_unit", "Expected piece, set, g, kg, mm, m, m2, ml, l or h."
        )
        raise CellError(message("bill.no_unit", "'{value}' is not a unit.", value=text), remedy)
    return found


def counted_in(text: str) -> tuple[str, QuantityUnit | None]:
    """Part a quantity from the unit behind it; None where none stands there, and the text as it is.

    >>> counted_in("0.4kg")[0], counted_in("12本")[1].name, counted_in("3 m2")[1].name, counted_in("10 to 14")
    ('0.4', 'piece', 'm2', ('10 to 14', None))
    """
    match = _COUNTED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return text, None
    try:
        return match["number"], read_unit(match["unit"])
    except CellError:
        return text, None


def read_quantity(text: str) -> tuple[float, float]:
    """Read how much, or its bounds, without the unit behind it.

    >>> read_quantity("0.4kg"), read_quantity("10 to 14")
    ((0.4, 0.4), (10.0, 14.0))

    Raises
    ------
    CellError
        If it is neither.
    """
    number, unit = counted_in(text)
    return read_bounds(text if unit is None else number)


def read_number(text: str) -> float:
    """Read one number, with thousands grouped or a decimal comma.

    >>> read_number("1,234.5"), read_number("0,5"), read_number("１２"), read_number("1.234,5")
    (1234.5, 0.5, 12.0, 1234.5)

    Raises
    ------
    CellError
        If it is no number.
    """
    try:
        value = float(text)
    except ValueError:
        plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\u00a0", "")
        if _GROUPED.fullmatch(plain):
            plain = plain.replace(",", "")
        elif _COMMA.fullmatch(plain):
            plain = plain.replace(".", "").replace(",", ".")
        try:
            value = float(plain)
        except ValueError:
            raise CellError(
                message("error.not_number", "'{value}' is not a number.", value=text),
                message("bill.number_or_empty", "Expected a number; leave the cell empty if unknown."),
            ) from None
    if not math.isfinite(value):
        raise CellError(
            message("error.not_number", "'{value}' is not a number.", value=text),
            message("bill.number_or_empty", "Expected a number; leave the cell empty if unknown."),
        )
    return value


_DAYS: Final = re.compile(
    r"(?:約|およそ|约|大约|about|approx\.?|ca\.?)?\s*(?P<number>\d[\d.,]*)\s*(?:(?P<day>days?|d|日間?|天)|"
    r"(?P<week>weeks?|wks?|週間?|周)|(?P<month>months?|[かカヶケヵ箇个個]月))\s*分?",
    re.IGNORECASE,
)
_DAYS_IN: Final = {"day": 1.0, "week": 7.0, "month": 30.0}


def read_days(text: str) -> tuple[float, float]:
    """Read a time in days, weeks or months of 30 days; a bare number is days; lower and upper bound are one.

    >>> read_days("30日"), read_days("20日分"), read_days("約2か月"), read_days("4 weeks"), read_days("30")
    ((30.0, 30.0), (20.0, 20.0), (60.0, 60.0), (28.0, 28.0), (30.0, 30.0))

    Raises
    ------
    CellError
        If it is no such time.
    """
    match = _DAYS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    number, length = (text, 1.0) if match is None else (match["number"], _DAYS_IN[str(match.lastgroup)])
    days = read_number(number) * length
    return days, days


def read_bounds(text: str) -> tuple[float, float]:
    """Read a number, or the bounds of one.

    >>> read_bounds("4"), read_bounds("10 to 14"), read_bounds(">= 2")
    ((4.0, 4.0), (10.0, 14.0), (2.0, inf))

    Raises
    ------
    CellError
        If it is neither.
    """
    span = span_of(text.strip())
    if span is None:
        value = read_number(text)
        return value, value
    low = 0.0 if span.low is None else float(span.low)
    high = math.inf if span.high is None else float(span.high)
    if low > high:
        raise CellError(
            message("error.no_number", "'{value}' contains no number.", value=text),
            message("bill.lower_first", "Give the lower bound first, such as 10 to 14."),
        )
    return low, high


def read_money(text: str) -> tuple[float, float, str]:
    """Read an amount of money or its bounds, with the currency if the cell states one.

    >>> read_money("JPY 1,200"), read_money("12.5 k€"), read_money("10 to 14")
    ((1200.0, 1200.0, 'JPY'), (12500.0, 12500.0, 'EUR'), (10.0, 14.0, ''))

    Raises
    ------
    CellError
        If it is no amount, or in a currency that is not known.
    """
    try:
        value = float(text)
    except ValueError:
        pass
    else:
        if math.isfinite(value):
            return value, value, ""
    figures = amount_in_figures(text)
    if figures is None:
        raise CellError(
            message("bill.two_amounts", "'{value}' could be two different amounts.", value=text),
            message("bill.in_figures", "Write it in figures."),
        )
    text = text if figures == text else re.sub("^金|[也整正]$", "", figures)
    if scaled := scaled_money(text):
        number, factor, code = scaled
        return read_number(number) * factor, read_number(number) * factor, code
    plain = unicodedata.normalize("NFKC", text).strip()
    signs = [sign for sign in _SIGN.findall(plain) if sign.lower() not in {"to", "and"}]
    bare = plain
    for sign in signs:
        bare = bare.replace(sign, " ")
    low, high = read_bounds(" ".join(bare.split()))
    stated = {sign for sign in signs if sign not in {"¥", "￥"}}
    if len(stated) > 1:
        raise CellError(
            message("bill.two_currencies", "'{value}' is in two currencies.", value=text),
            message("bill.one_currency", "Give one amount in one currency."),
        )
    return low, high, read_currency(stated.pop()) if stated else ""


def read_currency(text: str) -> str:
    """Read a currency.

    >>> read_currency("usd"), read_currency("円")
    ('USD', 'JPY')

    Raises
    ------
    CellError
        If it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    found = currencies().get(plain)
    if found is None:
        near = did_you_mean(plain.upper(), set(currencies().values()))
        raise CellError(
            message("bill.not_currency", "'{value}' is not a currency.", value=text),
            joined([near, message("error.expected_currency", "Expected a code of ISO 4217, such as JPY.")], "sentence"),
        )
    return found


def read_made(text: str) -> bool:
    """Read whether the firm makes a part itself.

    >>> read_made("Buy"), read_made("内製")
    (False, True)

    Raises
    ------
    CellError
        If it says neither.
    """
    found = MADE.get(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        raise CellError(
            message("error.no_answer", "'{value}' is not an answer.", value=text),
            message("bill.make_or_buy", "Expected yes or no, or make or buy."),
        )
    return found


def read_sourcing(text: str) -> str:
    """Read from how many sources a part comes.

    >>> read_sourcing("Sole source"), read_sourcing("二社購買")
    ('sole', 'dual')

    Raises
    ------
    CellError
        If it is none of the four words.
    """
    found = SOURCING.get(unicodedata.normalize("NFKC", text).strip().lower().replace("-", " ").replace("_", " "))
    if found is None:
        raise CellError(
            message("bill.no_sourcing", "'{value}' is not a way of sourcing.", value=text),
            message("bill.expected_sourcing", "Expected sole, single, dual or multiple."),
        )
    return found


def read_kind(text: str) -> bool:
    """Read whether something is a material.

    Raises
    ------
    CellError
        If it is neither a part nor a material.
    """
    plain = text.strip().lower()
    if plain not in {"part", "material"}:
        raise CellError(
            message("bill.no_kind", "'{value}' is not a kind.", value=text),
            message("bill.part_or_material", "Expected part or material."),
        )
    return plain == "material"


@dataclass(frozen=True, slots=True)
class ContainedMaterial:
    """A material that a unit of a part holds, with the bounds of its mass in kg."""

    name: str
    low: float
    high: float


def read_materials(text: str) -> tuple[ContainedMaterial, ...]:
    """Read what a unit of a part holds.

    >>> [(one.name, one.low) for one in read_materials("neodymium 12 g; dysprosium: 0.4 g")]
    [('neodymium', 0.012), ('dysprosium', 0.0004)]

    Raises
    ------
    CellError
        If a material is without mass, or the mass is in no unit of mass.
    """
    found = []
    expected = message("bill.expected_materials", "Expected such as neodymium 12 g; dysprosium 0.4 g.")
    for part in re.split(r"[;；\n]", unicodedata.normalize("NFKC", text)):
        if not part.strip():
            continue
        match = _MATERIAL.fullmatch(part.strip())
        if match is None:
            raise CellError(
                message("bill.no_material", "'{value}' is not a material with its mass.", value=part.strip()), expected
            )
        if match["unit"] is None:
            raise CellError(
                message("bill.no_unit_of_mass", "'{value}' has no unit of mass.", value=part.strip()), expected
            )
        unit = read_unit(match["unit"])
        if unit.dimension != "mass":
            raise CellError(
                message(
                    "bill.no_mass", "'{value}' is in {unit}, which is not a mass.", value=part.strip(), unit=unit.name
                ),
                expected,
            )
        low, high = read_bounds(match["number"])
        found.append(ContainedMaterial(match["name"].strip(), low * unit.factor, high * unit.factor))
    return tuple(found)
