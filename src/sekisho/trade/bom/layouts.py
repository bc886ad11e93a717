"""Layouts of others: tables of parts as open projects publish them, turned into rows of a bill of materials.

A layout is known by its columns. What a table does not state stays unknown: the seat of a brand is no origin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

Row = Mapping[str, str]
Made = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLayout:
    """A layout: the columns by which it is known, and how its rows become rows of a bill.

    Parameters
    ----------
    needs
        Columns that a table of this layout has.
    rows
        Takes the rows of the table, and gives those of the bill, each with the place of the row that it is made of.
    """

    name: str
    needs: frozenset[str]
    rows: Callable[[Sequence[Row]], Iterable[tuple[int, Made]]]


def layout_of(names: Iterable[str]) -> BillLayout | None:
    """Return the layout that a table has by its columns; None if it is none of these."""
    has = {name.strip().lower() for name in names}
    return next((layout for layout in LAYOUTS if layout.needs <= has), None)


def _assemblies(rows: Sequence[Row]) -> Iterator[tuple[int, Made]]:
    """Read tables of assemblies that open one another, with tables of alternatives under headings of their own.

    A heading "X and Y - Alternative B" stands for a choice that replaces the lines of the parent that name X or Y;
    lines for fasteners and washers are replaced only if the alternative names its own. A comment "Alternative for Z"
    makes a choice beside the line Z.
    """
    replaced = dict(_replaced(rows))
    for number, row in enumerate(rows):
        group, choice = replaced.get(number, ("", ""))
        if row.get("alternative", "").lower() == "true":
            group, choice = _heading(row), "alternative"
        yield (
            number,
            {
                "parent": row["parent"],
                "part": row.get("child_assembly", "") or _joined(row["description"]),
                "quantity": row["quantity"],
                "description": _joined(row["description"]),
                "supplier": row.get("brand", ""),
                "hs_code": row.get("hs6_guess", ""),
                "group": group,
                "choice": choice,
                "reference": row.get("table", "") if not group else "",
            },
        )


def _joined(text: str) -> str:
    return ", ".join(part.strip() for part in text.split(";") if part.strip())


def _heading(row: Row) -> str:
    return re.split(r"\s+-\s+alternative", row["table"], flags=re.IGNORECASE)[0]


_FASTENING: Final = ("fastener", "washer", "screw", "helic")


def _replaced(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Find the lines that an alternative replaces, with the group and the choice that they are."""
    headings: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.get("alternative", "").lower() == "true":
            headings.setdefault((row["parent"], _heading(row)), []).append(row)
    own = {(row["parent"], row["table"]) for row in rows}
    main = {parent: next(table for one, table in _in_order(rows) if one == parent) for parent, _ in own}
    for number, row in enumerate(rows):
        if row.get("alternative", "").lower() == "true":
            continue
        comment = re.search(r"Alternative for ([^;]+)", row.get("comments", ""))
        beside = _sibling(rows, row, comment[1].strip()) if comment else None
        if beside is not None:
            yield number, (rows[beside]["description"], row["description"])
            yield beside, (rows[beside]["description"], rows[beside]["description"])
        for (parent, heading), lines in headings.items():
            if (row["parent"], row["table"]) == (parent, main[parent]) and _is_meant(row, heading, lines):
                yield number, (heading, "standard")


def _in_order(rows: Sequence[Row]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((row["parent"], row["table"]) for row in rows))


def _sibling(rows: Sequence[Row], row: Row, description: str) -> int | None:
    alike = (
        number
        for number, other in enumerate(rows)
        if other["parent"] == row["parent"] and other["description"] == description
    )
    return next(alike, None)


def _is_meant(row: Row, heading: str, lines: Iterable[Row]) -> bool:
    """Tell whether a line is one that a choice replaces."""
    name = row["description"].partition(";")[0].lower()
    if not any(word.strip().lower() in name for word in heading.split(" and ")):
        return False
    for word in _FASTENING:
        if name.startswith(word):
            return any(line["description"].lower().startswith(word) for line in lines)
    return True


def _boards(rows: Sequence[Row]) -> Iterator[tuple[int, Made]]:
    """Read lists of the parts of circuit boards; lines that are not placed are left out.

    Boards whose names begin with the same word are the boards of one product of that name.
    """
    boards: dict[str, int] = {}
    for place, row in enumerate(rows):
        boards.setdefault(row["board"], place)
    products = list(dict.fromkeys(board.partition("-")[0] for board in boards))
    for product in products:
        own = [board for board in boards if board.partition("-")[0] == product and board != product]
        for board in own:
            yield boards[board], {"parent": product, "part": board, "quantity": "1", "made": "yes"}
    for place, row in enumerate(rows):
        if row.get("dnp", "").strip().lower() in {"y", "yes", "true", "x", "dnp", "1"}:
            continue
        number = " ".join(filter(None, (row.get("manufacturer", ""), row.get("mpn", ""))))
        yield (
            place,
            {
                "parent": row["board"],
                "part": number or f"{row['value']} ({row['board']})",
                "quantity": row["quantity"],
                "reference": row.get("reference", ""),
                "supplier": row.get("manufacturer", ""),
                "description": row.get("value", "") if not number else "",
            },
        )


def _intensities(rows: Sequence[Row]) -> Iterator[tuple[int, Made]]:
    """Read how much of each material a kilowatt hour of battery holds, by chemistry; none of it is no line."""
    seen: set[str] = set()
    for place, row in enumerate(rows):
        chemistry = row["chemistry"]
        if chemistry not in seen:
            described = f"battery cells of chemistry {chemistry}, one kWh"
            yield place, {"part": f"battery {chemistry}", "unit": "kwh", "description": described}
        seen.add(chemistry)
    for place, row in enumerate(rows):
        if re.search("[1-9]", row["kg_per_kwh"]):
            yield (
                place,
                {
                    "parent": f"battery {row['chemistry']}",
                    "part": row["material"].lower(),
                    "quantity": row["kg_per_kwh"],
                    "unit": "kg",
                    "kind": "material",
                },
            )


LAYOUTS: Final = (
    BillLayout(
        name="assemblies",
        needs=frozenset({"parent", "table", "description", "quantity", "child_assembly", "alternative"}),
        rows=_assemblies,
    ),
    BillLayout(
        name="circuit boards",
        needs=frozenset({"board", "reference", "quantity", "value", "manufacturer", "mpn"}),
        rows=_boards,
    ),
    BillLayout(
        name="material intensities",
        needs=frozenset({"material", "chemistry", "kg_per_kwh"}),
        rows=_intensities,
    ),
)
"""Layouts that are known, those with the most telling columns first."""
