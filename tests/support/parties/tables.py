"""The labelled names on which the comparison of parties is judged, as read from the tables beside this module."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.files.yaml_nodes import ProblemCollector, compose

FOLDER: Final = Path(__file__).parents[2] / "parties"
PAIRS: Final = FOLDER / "pairs.csv"
VARIANTS: Final = FOLDER / "variants.csv"
UNRELATED: Final = FOLDER / "unrelated.csv"
ODD_NAMES: Final = FOLDER / "odd_names.yaml"
KNOWN_FAULTS: Final = FOLDER / "known_faults.csv"

TIERS: Final = ("strong", "medium", "weak")
MATCH_CLASSES: Final = frozenset(
    {
        *("scripts_ja_en", "scripts_zh_en", "scripts_ja_zh", "traditional", "width_symbol", "kana", "romanisation"),
        *("legal_forms", "order", "typos", "homoglyphs", "spacing_punctuation", "translation", "former_names"),
        *("short_forms", "abbreviations", "division_branch"),
    }
)
NONMATCH_CLASSES: Final = frozenset(
    {
        *("lookalikes", "siblings", "parents", "homophones", "generic_or_place", "same_words_other_order"),
        "unrelated",
    }
)
CROSS_SCRIPT: Final = frozenset({"scripts_ja_en", "scripts_zh_en", "scripts_ja_zh", "translation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two names, and whether they are names of one party."""

    left: str
    right: str
    is_match: bool
    tier: str
    group: str
    """Its class in the table."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A listed party as it may stand in an order book."""

    query: str
    entity: str
    tier: str
    group: str
    note: str
    findable: str
    """`notice`: from the names that the notice prints; `all`: only from all known names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A party that stands on no list."""

    name: str
    script: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OddName:
    """A cell that is not, or not only, the name of a party."""

    name: str
    expect: str
    """`result`, `refusal` or `unknown`; the file says what they mean."""
    meets: str
    """Entry that has to be among the hits; may be blank."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFault:
    """An answer that is wrong, is known to be, and waits: removed from the table once it is right."""

    table: str
    """`pair`, `cell` or `variant`."""
    name: str
    other: str
    """The other name of a pair; of a cell and a variant the entry."""
    why: str


def read_rows(file: Path) -> list[dict[str, str]]:
    """Read the rows of a table as they stand there."""
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, strict=True))


def read_pairs() -> tuple[Pair, ...]:
    """Read the labelled pairs."""
    return tuple(
        Pair(
            left=row["left"],
            right=row["right"],
            is_match=row["label"] == "match",
            tier=row["tier"],
            group=row["class"],
            note=row["note"],
        )
        for row in read_rows(PAIRS)
    )


def read_variants() -> tuple[Variant, ...]:
    """Read the variants of the names of listed parties."""
    return tuple(
        Variant(
            query=row["query"],
            entity=row["entity"],
            tier=row["tier"],
            group=row["class"],
            note=row["note"],
            findable=row["findable"],
        )
        for row in read_rows(VARIANTS)
    )


def read_strangers() -> tuple[Stranger, ...]:
    """Read the names of parties that stand on no list."""
    return tuple(Stranger(name=row["name"], script=row["script"], note=row["note"]) for row in read_rows(UNRELATED))


def read_known_faults(table: str) -> frozenset[tuple[str, str]]:
    """Read the known faults of one table: name and other, each row with its reason."""
    faults = [KnownFault(**row) for row in read_rows(KNOWN_FAULTS)]
    assert all(fault.why for fault in faults), "A known fault without a reason is a hidden one."
    return frozenset((fault.name, fault.other) for fault in faults if fault.table == table)


def read_odd_rows() -> list[Mapping[str, object]]:
    """Read the odd cells as they stand in the file, every scalar as text."""
    faults = ProblemCollector(ODD_NAMES.name)
    root = compose(ODD_NAMES.read_text(encoding="utf-8"), faults)
    assert root is not None, faults.found
    assert not faults.found, faults.found
    rows = root.plain()
    assert isinstance(rows, list), f"{ODD_NAMES.name} is not a list of names."
    return rows


def read_odd_names() -> tuple[OddName, ...]:
    """Read the odd cells, each as it arrives."""
    return tuple(
        OddName(
            name=_cell(row) * int(str(row.get("times", "1"))),
            expect=str(row.get("expect", "")),
            meets=str(row.get("meets", "")),
            why=str(row.get("why", "")),
        )
        for row in read_odd_rows()
    )


def _cell(row: Mapping[str, object]) -> str:
    return str(json.loads(str(row["json"]))) if "json" in row else str(row["name"])


def is_latin(name: str) -> bool:
    """Tell whether a name is written without Chinese characters, kana and hangul."""
    return not any("\u1100" <= char <= "\u11ff" or "\u2e80" <= char <= "\ud7ff" for char in name)
