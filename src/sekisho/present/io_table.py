"""An input-output table and its checks, for people and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.impact.economy.check_result import CheckResult, Status
from sekisho.impact.economy.identities import statuses
from sekisho.impact.economy.table import InputOutputTable, hash_of
from sekisho.message import Text, counted, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, pad, paint, share, table, wrap

MARKS: Final[Mapping[Status, str]] = {"pass": "✓", "warn": "!", "fail": "✗", "skipped": "-"}
INKS: Final[Mapping[Status, Ink]] = {"pass": Ink.GREEN, "warn": Ink.YELLOW, "fail": Ink.RED, "skipped": Ink.DIM}
WORDS: Final[Mapping[Status, Text]] = {
    "pass": message("table.passed", "passed"),
    "warn": message("table.with_doubt", "with a doubt"),
    "fail": message("table.failed", "failed"),
    "skipped": message("table.not_made", "not made"),
}
CHECKS: Final[Mapping[str, Text]] = {
    "year and unit": message("table.check_year", "year and unit"),
    "figures": message("table.check_figures", "figures"),
    "orientation": message("table.check_orientation", "orientation"),
    "rows": message("table.check_rows", "rows"),
    "columns": message("table.check_columns", "columns"),
    "no negative flow": message("table.check_negative", "no negative flow"),
    "value added and output": message("table.check_signs", "value added and output"),
    "sectors without output": message("table.check_idle", "sectors without output"),
    "imports by origin": message("table.check_origins", "imports by origin"),
    "productive": message("table.check_productive", "productive"),
    "value added and GDP": message("table.check_gdp", "value added and GDP"),
}
"""Names of the checks, by what data call them."""
HASH_SHOWN: Final = 7
"""Digits of the hash of a table that people are shown; as many as of a library."""
_OUTPUT: Final = message("table.output", "output")
_VALUE_ADDED: Final = message("table.value_added", "value added")
Say = Callable[[str], str]
"""Tells a text in a language."""


def table_data(read: InputOutputTable, checks: Sequence[CheckResult]) -> dict[str, object]:
    """Return a table without its flows, and its checks, as plain data; figures are in its unit."""
    return {
        "name": read.name,
        "year": read.year,
        "unit": read.unit,
        "prices": read.prices,
        "source": read.source,
        "regions": list(read.regions),
        "scheme": read.scheme,
        "output": float(read.output.sum()),
        "value_added": float(read.value_added.sum()),
        "imported_inputs": float(read.imports.sum()),
        "origins": {origin: float(each.sum()) for origin, each in read.origins.items()},
        "assumptions": list(read.assumptions),
        "hash": hash_of(read),
        "checks": [check.to_dict() for check in checks],
        "sectors": sector_rows(read),
    }


def sector_rows(read: InputOutputTable) -> list[dict[str, object]]:
    """Return the sectors of every region with their figures, in the unit of the table."""
    bought = read.flows.sum(axis=0)
    imported = read.imports.sum(axis=0)
    n = len(read.sectors)
    return [
        {
            "region": read.regions[place // n],
            "sector": read.sectors[place % n].code,
            "name": read.sectors[place % n].name,
            "output": float(read.output[place]),
            "value_added": float(read.value_added[place]),
            "inputs": float(bought[place] + imported[place]),
            "imported_inputs": float(imported[place]),
            "final": float(read.final[place]),
        }
        for place in range(len(read.output))
    ]


def table_text(
    read: InputOutputTable,
    checks: Sequence[CheckResult],
    *,
    full: bool = False,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what a table is and what its checks found."""
    inputs = float(read.flows.sum() + read.imports.sum())
    say = Translator(language).say
    head = message(
        "table.head",
        "{regions}, {sectors}, {year}, {unit} a year, {prices} prices",
        regions=counted("table.regions", "{n} region", "{n} regions", n=len(read.regions)),
        sectors=counted("table.sectors", "{n} sector", "{n} sectors", n=len(read.sectors)),
        year=str(read.year),
        unit=read.unit_text,
        prices=read.prices_text,
    )
    lines = [f"{paint(read.name, Ink.BOLD)}  {say(head)}", *wrap(read.source, width=width, indent="  ")]
    lines += _failed(checks, say, width)
    imported = message(
        "table.of_inputs",
        "{total}, {share} of inputs",
        total=f"{read.imports.sum():,.0f}",
        share=share(float(read.imports.sum()), inputs),
    )
    sums = (
        (say(_OUTPUT), f"{read.output.sum():,.0f}"),
        (say(_VALUE_ADDED), f"{read.value_added.sum():,.0f}"),
        (say(message("table.imported_inputs", "imported inputs")), say(imported)),
    )
    lines += ["", *table(sums, width=width), ""]
    found = joined(
        [
            message("table.so_many", "{n} {state}", n=number, state=WORDS[status])
            for status, number in statuses(tuple(checks))
            if number
        ],
        "comma",
    )
    lines += [
        f"{paint(say(message('table.checks', 'Checks')), Ink.BOLD)}  {say(found)}",
        *_checks(_worst_first(checks), say, width),
    ]
    if read.assumptions:
        lines += ["", paint(say(message("table.assumed", "Assumed")), Ink.BOLD)]
        for assumption in read.assumptions:
            lines += wrap(say(assumption), width=width, indent="  - ", hang="    ")
    if full:
        lines += ["", *_sectors(read, say, width)]
    table_hash = hash_of(read)[:HASH_SHOWN]
    last = (
        message("table.hash", "Table {hash}", hash=table_hash)
        if full
        else message("table.hash_more", "Table {hash}.  Sectors: --full.", hash=table_hash)
    )
    return [*lines, "", say(last)]


def _failed(checks: Sequence[CheckResult], say: Say, width: int) -> list[str]:
    """Say above all figures that a table cannot be used, and by which checks; nothing where none fails."""
    names = [CHECKS.get(check.name, check.name) for check in checks if check.status == "fail"]
    if not names:
        return []
    sentence = counted(
        "table.cannot_be_used",
        "The table cannot be used: {n} check fails ({checks}).",
        "The table cannot be used: {n} checks fail ({checks}).",
        n=len(names),
        checks=joined(names, "comma"),
    )
    return [paint(line, Ink.RED) for line in wrap(say(sentence), width=width, indent="  ")]


def _worst_first(checks: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks that fail, then those with a doubt, then the others, each as they are made."""
    order: list[Status] = ["fail", "warn", "pass", "skipped"]
    return sorted(checks, key=lambda check: order.index(check.status))


def _checks(checks: Sequence[CheckResult], say: Say, width: int) -> list[str]:
    told = {check.name: say(CHECKS.get(check.name, check.name)) for check in checks}
    names = max(map(cells, told.values()))
    lines: list[str] = []
    for check in checks:
        mark = paint(MARKS[check.status], INKS[check.status])
        where = f" ({check.where})" if check.where and check.status != "skipped" else ""
        stop = "。" if say(check.detail).endswith("。") else "."
        text = f"{say(check.detail).rstrip('.。')}{where}{stop}"
        lines += wrap(text, width=width, indent=f"  {mark} {pad(told[check.name], names)}  ", hang=" " * (names + 6))
        if check.status in {"warn", "fail"} and check.remedy:
            lines += wrap(say(check.remedy), width=width, indent=" " * (names + 6), hang=" " * (names + 6))
    return lines


def _sectors(read: InputOutputTable, say: Say, width: int) -> list[str]:
    several = len(read.regions) > 1
    heads = (
        *((message("table.region_head", "region"),) if several else ()),
        message("table.sector", "sector"),
        message("table.name_head", "name"),
        _OUTPUT,
        _VALUE_ADDED,
        message("table.imported_head", "imported"),
    )
    head = tuple(map(say, heads))
    rows = [
        (
            *((str(row["region"]),) if several else ()),
            str(row["sector"]),
            str(row["name"]),
            f"{row['output']:,.0f}",
            f"{row['value_added']:,.0f}",
            f"{row['imported_inputs']:,.0f}",
        )
        for row in sector_rows(read)
    ]
    last = len(head)
    return table([head, *rows], right=frozenset({last - 3, last - 2, last - 1}), width=width)


def tables_text(
    shipped: Mapping[str, bool], own: Mapping[str, str], *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """List the tables that are known by name.

    Parameters
    ----------
    shipped
        Tables of data packages, each with whether a cost can be asked in it.
    """
    say = Translator(language).say
    whole = message("table.shipped", "comes with a data package")
    bare = message("table.shipped_without_uses", "comes with a data package; no cost can be asked in it")
    rows = [(name, say(whole if uses else bare)) for name, uses in shipped.items()]
    rows += [
        (name, say(message("table.own", "your own, version {version}", version=version)))
        for name, version in own.items()
    ]
    none = message("table.none_shipped", "No table comes with the data packages in use.")
    return table(rows, width=width) or [say(none)]
