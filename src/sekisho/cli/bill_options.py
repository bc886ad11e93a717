"""Options that say how a bill of materials is read, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from sekisho.cli.options import pairs
from sekisho.errors import BillError, FactError, Problem
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library

if TYPE_CHECKING:
    from sekisho.trade.bom.bill import Bill

Command = TypeVar("Command", bound=Callable[..., object])


def reading_a_bill(command: Command) -> Command:
    """Say how a bill is read: more files, columns, a sheet, currencies."""
    for option in (
        click.option(
            "--rate",
            "rates",
            multiple=True,
            metavar="CURRENCY=NUMBER",
            help="Value of one unit of a currency in that of the bill, whose own rate is 1; repeatable.",
        ),
        click.option("--strict", is_flag=True, help="Refuse the bill if a cell of it cannot be read."),
        click.option("--currency", default="", metavar="CURRENCY", help="Currency of amounts that state none."),
        click.option(
            "--sheet", default="", metavar="NAME", help="Sheet of a spreadsheet. Default: all with known headers."
        ),
        click.option(
            "--map",
            "mapping",
            multiple=True,
            metavar="COLUMN=HEADER",
            help="Which column of the file is which of a bill, if it has another name; repeatable.",
        ),
        click.option(
            "--parts",
            "more",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="A table of parts or prices beside the bill; repeatable.",
        ),
    ):
        command = option(command)
    return command


def bill_of(
    file: Path,
    library: Library,
    *,
    more: tuple[Path, ...] = (),
    mapping: tuple[str, ...] = (),
    sheet: str = "",
    currency: str = "",
    rates: tuple[str, ...] = (),
    strict: bool = False,
) -> Bill:
    """Read a bill as the options say.

    Raises
    ------
    BillError
        With everything that is wrong with the files and the options.
    """
    from sekisho.trade.bom.reader import read_bill
    from sekisho.trade.bom.values import CellError, read_currency
    from sekisho.trade.book.recipe import Recipe

    try:
        columns = pairs("map", mapping)
        numbers = _rates(pairs("rate", rates))
        known = read_currency(currency) if currency else ""
    except FactError as fault:
        raise BillError(fault.problems) from None
    except CellError as fault:
        raise BillError(Problem(where="currency", what=fault.what, remedy=fault.remedy)) from None
    return read_bill(
        file,
        *more,
        facts=library.facts,
        territory=territories_of(library).code,
        mapping=columns,
        recipe=Recipe(sheet=sheet),
        currency=known,
        rates=numbers,
        strict=strict,
    )


def _rates(given: Mapping[str, str]) -> dict[str, float]:
    from sekisho.trade.bom.values import CellError, read_currency, read_number

    found, problems = {}, []
    for name, text in given.items():
        try:
            number = read_number(text)
            found[read_currency(name)] = number
        except CellError as fault:
            problems.append(Problem(where=f"rate {name}", what=fault.what, remedy=fault.remedy))
            continue
        if number <= 0:
            remedy = "Expected the value of one unit, above 0."
            problems.append(Problem(where=f"rate {name}", what=f"'{text}' is no rate.", remedy=remedy))
    if problems:
        raise FactError(problems)
    return found
