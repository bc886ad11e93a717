"""Quantities as people write them: a number, or bounds of one, with a unit, in the unit that is asked for.

`units.csv` says how a unit is spelt in three languages; pint converts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.files.package_csv import rows_of_file
from sekisho.law.model.fact import NumberInterval
from sekisho.message import message
from sekisho.regex import regex

if TYPE_CHECKING:
    import pint

_POWER: Final = r"(?:\s?[x×*]\s?10(?:\s?\^\s?[+-]?|[+-])\d{1,3}(?!\d)|[eE][+-]?\d{1,3}(?!\d))"
NUMBER: Final = rf"[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:{_POWER})?"
"""A number as it is written: 1,234.5, 5e4, 1.27 x 10^7, 2 x 10-6; powers of ten have three digits at most.

`12 x 1000` is two lengths: a power of ten has its exponent behind `^` or a sign (superscripts are folded to `^`).
"""
SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_RAISED: Final = regex(r"(?<=10)[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def with_powers(text: str) -> str:
    """Write exponents of ten that are set above the line with `^`, before forms of letters are folded.

    >>> with_powers("2×10⁻⁶ m², 1.27x10⁷")
    '2×10^-6 m², 1.27x10^7'
    """
    return _RAISED.sub(lambda found: "^" + found[0].translate(SUPERSCRIPTS), text)


_AT_LEAST: Final = (
    ">=",
    "≥",
    "=>",
    "at least",
    "min.",
    "min",
    "not less than",
    "minimum",
    "不低于",
    "不小于",
    "至少",
    "以上",
)
_ABOVE: Final = (">", "above", "over", "more than", "greater than", "大于", "超过", "高于")
_AT_MOST: Final = (
    "<=",
    "≤",
    "=<",
    "at most",
    "max.",
    "max",
    "up to",
    "not more than",
    "maximum",
    "不大于",
    "不超过",
    "以下",
    "以内",
)
_BELOW: Final = ("<", "below", "under", "less than", "小于", "低于", "未满", "未満")
_TO: Final = r"\s*(?:to|-|–|—|~|～|至|から)\s*"


class UnitError(ValueError):
    """A quantity that cannot be read, or is in a unit of another kind."""

    def __init__(self, what: str) -> None:
        """Keep what is wrong."""
        super().__init__(what)
        self.what = what


@cache
def spellings() -> Mapping[str, str]:
    """Every spelling of a unit, and the unit that it means."""
    return {
        _plain(spelling): row["unit"]
        for row in rows_of_file(Path(__file__).with_name("units.csv"))
        for spelling in (row["unit"], *row["spellings"].split("|"))
    }


def _plain(unit: str) -> str:
    text = unicodedata.normalize("NFKC", unit).strip().replace("µ", "u").replace("μ", "u").replace("·", "·")
    return text.replace("⋅", "·").replace(" /", "/").replace("/ ", "/")


def shown(unit: str) -> str:
    """Write a unit as people do.

    >>> shown("g/cm**3"), shown("percent")
    ('g/cm3', '%')
    """
    return "%" if unit == "percent" else unit.replace("**", "")


def unit_of(text: str) -> str | None:
    """Return the unit that a spelling means; None if it is none.

    >>> unit_of("μm"), unit_of("克/立方厘米"), unit_of("bananas")
    ('um', 'g/cm**3', None)
    """
    plain = _plain(text)
    known = spellings()
    return known.get(plain) or known.get(plain.lower())


@cache
def _registry() -> pint.UnitRegistry[Decimal]:
    import pint

    registry: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
    registry.define("HRB = [rockwell_b]")
    registry.define("TeraFLOPS = [adjusted_peak_performance] = WT")
    return registry


@lru_cache(maxsize=4096)
def is_of_a_kind(unit: str, other: str) -> bool:
    """Tell whether two units measure the same thing.

    >>> is_of_a_kind("inch", "mm"), is_of_a_kind("kg", "mm")
    (True, False)
    """
    try:
        convert(Decimal(1), unit, other)
    except UnitError:
        return False
    return True


@lru_cache(maxsize=4096)
def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """Convert a number from one unit into another, exactly.

    >>> convert(Decimal(4), "inch", "mm"), convert(Decimal("0.05"), "mm", "um")
    (Decimal('101.6'), Decimal('50'))

    Raises
    ------
    UnitError
        If the two measure different things.
    """
    if unit == to:
        return value
    factor = _factor(unit, to)
    found = _converted(value, unit, to) if factor is None else value * factor
    if abs(found) >= 1e12:  # noqa: PLR2004 - digits of Decimal
        return Decimal(found)
    rounded = Decimal(found).quantize(Decimal("1e-12"))
    return rounded.normalize() + 0 if rounded != rounded.to_integral_value() else rounded.quantize(Decimal(1))


def _converted(value: Decimal, unit: str, to: str) -> Decimal:
    import pint

    try:
        return Decimal(_registry().Quantity(value, unit).to(to).magnitude)
    except (pint.errors.PintError, ValueError, AssertionError):
        raise UnitError(
            message(
                "item.other_unit",
                "'{unit}' is not a unit of what is measured in {wanted}.",
                unit=unit,
                wanted=shown(to),
            )
        ) from None


@lru_cache(maxsize=4096)
def _factor(unit: str, to: str) -> Decimal | None:
    """Return what a number in a unit is multiplied by to be in another, asked for once a pair; None if that is not all.

    >>> _factor("cm", "mm"), _factor("degC", "K")
    (Decimal('1E+1'), None)
    """
    nothing, unity, two = (_converted(Decimal(number), unit, to) for number in range(3))
    return unity if nothing == 0 and two == unity + unity else None


def number_of(text: str) -> Decimal:
    """Read a number as it is written.

    >>> number_of("1,234.5"), number_of("1.27 x 10^7"), number_of("5e4")
    (Decimal('1234.5'), Decimal('1.27E+7'), Decimal('5E+4'))
    """
    plain = text.replace(",", "").replace(" ", "")
    return Decimal(re.sub(r"[x×*]10\^?(?=[+-]?\d+$)", "e", plain))


_SIGNS: Final = {
    **dict.fromkeys(_AT_LEAST, "low"),
    **dict.fromkeys(_ABOVE, "low_open"),
    **dict.fromkeys(_AT_MOST, "high"),
    **dict.fromkeys(_BELOW, "high_open"),
}
_SIGN: Final = "|".join(re.escape(word) for word in sorted(_SIGNS, key=len, reverse=True))
_WRITTEN: Final = regex(
    rf"^\s*(?P<sign>{_SIGN})?\s*(?P<low>{NUMBER})\s*(?P<first>[^\d\s]\S*?)??(?:{_TO}(?P<high>{NUMBER}))?"
    rf"\s*(?P<unit>(?=1/|[^\d\s])(?:(?!{_TO}{NUMBER}).)+?)??\s*(?:(?<!/)(?!(?<=[a-z])[a-z])(?P<after>{_SIGN}))?\s*$",
    re.IGNORECASE,
)


def quantity(text: str, to: str) -> Decimal | NumberInterval:
    """Read a quantity, or its bounds, and return it in a unit.

    Parameters
    ----------
    to
        Unit of the result; empty for a pure number.

    >>> quantity("0.05 mm", "um")
    Decimal('50')
    >>> str(quantity(">= 99.9 %", "percent")), str(quantity("10 to 20 um", "um"))
    ('>= 99.9', '>= 10 and <= 20')
    >>> str(quantity("5 mm to 2 cm", "mm")), str(quantity("1e40 kg/m3", "g/cm**3"))
    ('>= 5 and <= 20', '1E+37')
    >>> str(quantity("25 min", "min")), str(quantity("25 h min", "min")), str(quantity("5 L/min", "L/h"))
    ('25', '>= 1500', '300')

    Raises
    ------
    UnitError
        If it is no quantity, its unit is missing, unknown, or of another kind.
    """
    found = _WRITTEN.match(unicodedata.normalize("NFKC", with_powers(text)))
    if found is None:
        if to:
            what = message(
                "item.no_number_with_unit",
                "'{value}' is not a number with a unit, such as 5 {unit}.",
                value=text,
                unit=shown(to),
            )
        else:
            what = message("error.is_no_number", "'{value}' is not a number.", value=text)
        raise UnitError(what)
    written, after = found["unit"] or found["first"] or "", found["after"] or ""
    first = found["first"] or written
    if after == "min" and to and not written:
        written, after = after, ""
    unit = _unit(written, to, text)
    low = convert(number_of(found["low"]), _unit(first, to, text) if found["high"] else unit, to)
    sign = _SIGNS.get((found["sign"] or after).lower())
    if found["high"] is not None:
        return NumberInterval(low, convert(number_of(found["high"]), unit, to))
    match sign:
        case "low" | "low_open":
            return NumberInterval(low, None, low_open=sign == "low_open")
        case "high" | "high_open":
            return NumberInterval(None, low, high_open=sign == "high_open")
        case _:
            return low


def _unit(written: str, to: str, text: str) -> str:
    if not written:
        if not to:
            return to
        raise UnitError(
            message("item.no_unit", "'{value}' has no unit; expected one such as {unit}.", value=text, unit=shown(to))
        )
    unit = unit_of(written)
    if unit is None and to and _plain(written).lower() == _plain(to).lower():
        return to
    if unit is None:
        if not to:
            raise UnitError(message("item.no_pure_number", "'{value}' is not a pure number.", value=text))
        raise UnitError(
            message(
                "item.unknown_unit",
                "'{written}' is not a unit that is known; expected one such as {unit}.",
                written=written,
                unit=shown(to),
            )
        )
    if not to:
        raise UnitError(message("item.has_unit", "'{value}' has a unit; expected a pure number.", value=text))
    return unit
