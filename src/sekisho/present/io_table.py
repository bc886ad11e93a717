"""An input-output table and its checks, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sekisho.impact.economy.check_result import CheckResult, Status
from sekisho.impact.economy.identities import statuses
from sekisho.impact.economy.table import InputOutputTable, hash_of
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, share, table, wrap

MARKS: Final[Mapping[Status, str]] = {"pass": "✓", "warn": "!", "fail": "✗", "skipped": "-"}
INKS: Final[Mapping[Status, Ink]] = {"pass": Ink.GREEN, "warn": Ink.YELLOW, "fail": Ink.RED, "skipped": Ink.DIM}
WORDS: Final[Mapping[Status, str]] = {"pass": "passed", "warn": "with a doubt", "fail": "failed", "skipped": "not made"}
HASH_SHOWN: Final = 7


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
    read: InputOutputTable, checks: Sequence[CheckResult], *, full: bool = False, width: int = DEFAULT_WIDTH
) -> list[str]:
    """Tell what a table is and what its checks found."""
    inputs = float(read.flows.sum() + read.imports.sum())
    size = f"{count(len(read.regions), 'region')}, {count(len(read.sectors), 'sector')}"
    head = f"{size}, {read.year}, {read.unit} a year, {read.prices} prices"
    lines = [f"{paint(read.name, Ink.BOLD)}  {head}", *wrap(read.source, width=width, indent="  ")]
    sums = (
        ("output", f"{read.output.sum():,.0f}"),
        ("value added", f"{read.value_added.sum():,.0f}"),
        ("imported inputs", f"{read.imports.sum():,.0f}, {share(float(read.imports.sum()), inputs)} of inputs"),
    )
    lines += ["", *table(sums, width=width), ""]
    found = ", ".join(f"{number} {WORDS[status]}" for status, number in statuses(tuple(checks)) if number)
    lines += [f"{paint('Checks', Ink.BOLD)}  {found}", *_checks(checks, width)]
    if read.assumptions:
        lines += ["", paint("Assumed", Ink.BOLD)]
        for each in read.assumptions:
            lines += wrap(each, width=width, indent="  - ", hang="    ")
    if full:
        lines += ["", *_sectors(read, width)]
    return [*lines, "", f"Table {hash_of(read)[:HASH_SHOWN]}" + ("" if full else ".  Sectors: --full.")]


def _checks(checks: Iterable[CheckResult], width: int) -> list[str]:
    names = max(len(check.name) for check in checks)
    lines: list[str] = []
    for check in checks:
        mark = paint(MARKS[check.status], INKS[check.status])
        where = f" ({check.where})" if check.where and check.status != "skipped" else ""
        text = f"{check.detail.rstrip('.')}{where}."
        lines += wrap(text, width=width, indent=f"  {mark} {check.name:{names}}  ", hang=" " * (names + 6))
        if check.status in {"warn", "fail"} and check.remedy:
            lines += wrap(check.remedy, width=width, indent=" " * (names + 6), hang=" " * (names + 6))
    return lines


def _sectors(read: InputOutputTable, width: int) -> list[str]:
    several = len(read.regions) > 1
    head = (*(("region",) if several else ()), "sector", "name", "output", "value added", "imported")
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


def tables_text(shipped: Iterable[str], own: Mapping[str, str], *, width: int = DEFAULT_WIDTH) -> list[str]:
    """List the tables that are known by name."""
    rows = [(name, "comes with a data package") for name in shipped]
    rows += [(name, f"your own, version {version}") for name, version in own.items()]
    return table(rows, width=width) or ["No table comes with the data packages that are loaded."]
