"""What both sides of the screening benchmark read and answer; standard library alone, so that either can run."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ALARM = ("match", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One listed party as the benchmark has it."""

    id: str
    schema: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names, whether they are one party's, of what kind, and what sort of party."""

    left: str
    right: str
    same: bool
    kind: str
    schema: str


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_listed(path: Path) -> list[Listed]:
    """Read listed parties: `id,schema,names,weak_names`, names between upright bars."""
    return [
        Listed(id=row["id"], schema=row["schema"], names=_many(row["names"]), weak_names=_many(row["weak_names"]))
        for row in read_rows(path)
    ]


def read_names(path: Path) -> list[tuple[str, str]]:
    """Read names to screen with their schema, from a column `name` or `query`, else the first; a company by default."""
    found = []
    for row in read_rows(path):
        name = next((row[column] for column in ("name", "query") if column in row), None) or next(iter(row.values()))
        found.append((name, row.get("schema") or "Company"))
    return found


def read_pairs(path: Path) -> list[Pair]:
    """Read labelled pairs: `left,right,label`, and `kind` (or `class`) and `schema` where there are such columns."""
    return [
        Pair(
            left=row["left"],
            right=row["right"],
            same=row["label"] == "match",
            kind=row.get("kind") or row.get("class") or "",
            schema=row.get("schema") or "Company",
        )
        for row in read_rows(path)
    ]


def answer(figures: Mapping[str, object]) -> None:
    """Print the figures of one side as its last line."""
    print(json.dumps(figures, ensure_ascii=False))


def _many(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
