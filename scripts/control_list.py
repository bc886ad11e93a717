"""Compare the control list, as it is encoded, with the record file of the licence catalogue, entry by entry.

Usage: python scripts/control_list.py FILE [--all]

FILE is the knowledge base of github.com/chycici/dual-use-export-control-catalog (MIT), not held here.
A record's text begins in the middle of its entry, so three records are read together; the columns of the catalogue
interleave in it, and powers have lost their sign (1×108 is 1e8). Compared are codes, Chinese names, each bound of a
limit, alternatives against what must hold together, CAS numbers and customs codes. What the table
`limits/cn-dual-use/differences.csv` settles is passed over unless --all is given; if anything is left, it ends with 1.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import All, Any, Between, Condition, Not, Reaches
from sekisho.trade.items.control_list import ControlList, cas_numbers, control_list
from sekisho.trade.items.unit import UnitError, convert, unit_of

ROOT = Path(__file__).resolve().parents[1]
SETTLED = ROOT / "src" / "sekisho_measures" / "limits" / "cn-dual-use" / "differences.csv"
CODE = re.compile(r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*")
CUSTOMS = re.compile(r"(?<!\d)\d{10}(?!\d)")
POWER = re.compile(r"(\d+(?:\.\d+)?)\s*×\s*10(-?\d)(?=\D|$)")
NUMBER = r"\d+(?:\.\d+)?"
FIGURE = re.compile(rf"(?<![\d.])(-?{NUMBER}(?:e-?\d+)?)(?:\s*[～~]\s*({NUMBER}))?\s*([^\d\s，。；：、（）“”]{{0,8}})")
ALIKE = 0.5
"""Share of a name's pairs of characters that must stand in the text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One export record, with the words of its neighbours."""

    serial: int
    code: str
    own: str
    words: str
    customs: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between the file and the library: its kind, what is printed and what is held."""

    serial: int
    code: str
    kind: str
    printed: str
    held: str


def read_records(path: Path) -> list[Record]:
    """Read the export records in their order, each with its neighbours; pieces of one join the one before them."""
    rows: list[tuple[int, str, str, list[str]]] = []
    for each in json.loads(path.read_text(encoding="utf-8"))["records"]:
        if each["目录类型"] != "出口":
            continue
        code, text, customs = each["管制编码"], each["目录原文摘要"], list(each["参考HS编码"])
        if CODE.fullmatch(code) or not rows:
            rows.append((int(each["序号"]), code, text, customs))
        else:
            rows[-1][3].extend(customs)
            rows[-1] = (*rows[-1][:2], f"{rows[-1][2]} {text}", rows[-1][3])
    found = []
    for place, (serial, code, text, customs) in enumerate(rows):
        around = rows[max(place - 1, 0) : place + 2]
        found.append(
            Record(
                serial=serial,
                code=code,
                own=text,
                words=" ".join(one[2] for one in around),
                customs=frozenset(customs) | frozenset(CUSTOMS.findall(text)),
                near=frozenset(one[1] for one in around),
            )
        )
    return found


def figures(text: str) -> Iterator[tuple[Decimal, str]]:
    """Find the figures of a text with their units; a power of ten whose sign is lost is read as one.

    >>> [(str(number), unit) for number, unit in figures("大于等于 1.27×107 m；130～ 20000 Pa")]
    [('1.27E+7', 'm'), ('130', 'Pa'), ('20000', 'Pa')]
    """
    for low, high, written in FIGURE.findall(POWER.sub(r"\1e\2", text)):
        unit = next((known for end in range(len(written), 0, -1) if (known := unit_of(written[:end]))), "")
        yield Decimal(low), unit
        if high:
            yield Decimal(high), unit


def bounds(
    condition: Condition, items: ControlList, seen: frozenset[str] = frozenset()
) -> Iterator[tuple[Decimal, str]]:
    """Go through the bounds of a limit, each with its unit, and those of the limits that it names."""
    match condition:
        case Between(fact=fact, low=low, high=high):
            for bound in (low, high):
                if isinstance(bound, Decimal):
                    yield bound, items.parameters[fact].fact.unit
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from bounds(part, items, seen)
        case Not(part=part):
            yield from bounds(part, items, seen)
        case Reaches(term=term) if term not in seen:
            yield from bounds(items.limit(term), items, seen | {term})


def is_printed(bound: tuple[Decimal, str], printed: Iterable[tuple[Decimal, str]]) -> bool:
    """Tell whether a bound is among printed figures, in whatever unit; a unit that is not read is no difference."""
    number, unit = bound
    for other, written in printed:
        try:
            if (convert(other, written, unit) if written and unit else other) == number:
                return True
        except UnitError:
            continue
    return False


def compare(records: Iterable[Record], items: ControlList) -> Iterator[Difference]:
    """Compare each record with the entry of its code."""
    seen: set[str] = set()
    for record in records:
        item = items.items.get(record.code)
        if item is None:
            yield Difference(record.serial, record.code, "code", record.own[:60], "no such code")
            continue
        seen.add(record.code)
        yield from _compared(record, items)
    for code, item in items.items.items():
        if code not in seen and item.source.startswith("2026 licence catalogue, serial"):
            yield Difference(0, code, "code", "no record", item.name)


def _compared(record: Record, items: ControlList) -> Iterator[Difference]:
    item, limit = items.items[record.code], items.limits.get(record.code)
    plain = re.sub(r"\s", "", record.words)
    name = re.sub(r"[\s（）()“”]", "", item.names.get("zh", ""))
    pairs = {name[place : place + 2] for place in range(len(name) - 1)}
    if pairs and sum(pair in plain for pair in pairs) / len(pairs) < ALIKE:
        yield Difference(record.serial, record.code, "name", record.own[:60], name)
    if limit is not None:
        printed = list(figures(record.words))
        for bound in dict.fromkeys(bounds(limit, items)):
            if not is_printed(bound, printed):
                yield Difference(record.serial, record.code, "figure", "not printed", f"{bound[0]} {bound[1]}".strip())
        if isinstance(limit, All) and len(list(bounds(limit, items))) > 1 and "任一" in plain and "所有" not in plain:
            yield Difference(record.serial, record.code, "joined", "任一", "all of the limits")
    held = {number for code in record.near for number in _cas(code, items)}
    for number in sorted(set(cas_numbers(record.own)) - held):
        yield Difference(record.serial, record.code, "cas", number, "")
    customs = {code for near in record.near if near in items.items for code in items.items[near].customs_codes}
    for code in sorted(record.customs - customs):
        yield Difference(record.serial, record.code, "customs", code, "")


def _cas(code: str, items: ControlList) -> Iterable[str]:
    return (number for number, codes in items.by_cas.items() if code in codes)


def settled(path: Path = SETTLED) -> Mapping[tuple[str, str], str]:
    """Read what is settled: the code and the kind of a difference, and how."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["code"], row["kind"]): row["settled"] for row in csv.DictReader(file)}


def main(arguments: list[str] | None = None) -> int:
    """Print the differences that nobody has settled, or all with how they are settled; 1 if one is left."""
    parser = argparse.ArgumentParser(description="Compare the control list with the record file of the catalogue.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--all", action="store_true", help="print what is settled, too")
    given = parser.parse_args(arguments)
    known, left = settled(), 0
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("serial", "code", "kind", "printed", "held", "settled"))
    for one in compare(read_records(given.file), control_list(load_measures())):
        how = known.get((one.code, one.kind), "")
        left += not how
        if given.all or not how:
            writer.writerow((one.serial, one.code, one.kind, one.printed, one.held, how))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
