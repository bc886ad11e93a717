"""How a bill of materials is read: more files, columns, a sheet, currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from sekisho.errors import BillError, FactError, Problem
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.request import Ask

if TYPE_CHECKING:
    from sekisho.trade.bom.bill import Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class BillReading:
    """What says how the file of a bill is read."""

    more: Annotated[
        tuple[Path, ...],
        Ask("A table of parts or prices beside the bill.", flag="--parts", metavar="FILE"),
    ] = ()
    mapping: Annotated[
        Mapping[str, str],
        Ask(
            "Which column of the file is which of a bill, if it has another name.",
            flag="--map",
            metavar="COLUMN=HEADER",
        ),
    ] = field(default_factory=dict)
    product: Annotated[
        str,
        Ask("What a list of parts without parents is a list of.", left_out="its title, or the file", metavar="NAME"),
    ] = ""
    sheet: Annotated[str, Ask("Sheet of a spreadsheet.", left_out="all with known headers", metavar="NAME")] = ""
    currency: Annotated[str, Ask("Currency of amounts that state none; ISO 4217.", metavar="CURRENCY")] = ""
    strict: Annotated[bool, Ask("Refuse the bill if a cell of it cannot be read.")] = False
    rates: Annotated[
        Mapping[str, str],
        Ask(
            "Value of one unit of a currency in that of the bill, whose own rate is 1.",
            flag="--rate",
            metavar="CURRENCY=NUMBER",
        ),
    ] = field(default_factory=dict)


def read_bill_file(file: Path, reading: BillReading, library: Library) -> Bill:
    """Read a bill as is said.

    Raises
    ------
    BillError
        With everything that is wrong with the files, the currency and the rates.
    """
    from sekisho.trade.bom.reader import read_bill
    from sekisho.trade.bom.values import CellError, read_currency
    from sekisho.trade.book.recipe import Recipe

    try:
        rates = _rates(reading.rates)
        currency = read_currency(reading.currency) if reading.currency else ""
    except FactError as fault:
        raise BillError(fault.problems) from None
    except CellError as fault:
        raise BillError(Problem(where="currency", what=fault.what, remedy=fault.remedy)) from None
    return read_bill(
        file,
        *reading.more,
        facts=library.facts,
        territory=territories_of(library).code,
        mapping=reading.mapping,
        recipe=Recipe(sheet=reading.sheet),
        currency=currency,
        rates=rates,
        strict=reading.strict,
        product=reading.product,
    )


def currency_code(text: str) -> str:
    """Return the code of a currency that is stated by its code, a sign or a name; else the text as it stands."""
    from sekisho.trade.bom.values import CellError, read_currency

    try:
        return read_currency(text) if text else ""
    except CellError:
        return text


def _rates(given: Mapping[str, str]) -> dict[str, float]:
    from sekisho.trade.bom.values import CellError, read_currency, read_number

    rates, problems = {}, []
    for name, text in given.items():
        try:
            number = read_number(text)
            rates[read_currency(name)] = number
        except CellError as fault:
            problems.append(
                Problem(where=message("bill.rate", "rate {name}", name=name), what=fault.what, remedy=fault.remedy)
            )
            continue
        if number <= 0:
            remedy = message("bill.expected_rate", "Expected the value of one unit, above 0.")
            problems.append(
                Problem(
                    where=message("bill.rate", "rate {name}", name=name),
                    what=message("bill.no_rate", "'{value}' is not a rate.", value=text),
                    remedy=remedy,
                )
            )
    if problems:
        raise FactError(problems)
    return rates
