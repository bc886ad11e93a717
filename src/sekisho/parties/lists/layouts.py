"""How party lists are laid out: recognising the layout of a file, and what is expected of each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, get_args

from sekisho.files.read_spec import HEADER_WITHIN, TextRow
from sekisho.files.text.delimited import DELIMITERS
from sekisho.parties.lists.headers import columns_of, folded
from sekisho.parties.lists.party_list import Layout
from sekisho.parties.lists.sanctions_tables import DENIED, NEEDED

LAYOUTS: Final[tuple[Layout, ...]] = get_args(Layout)

OPENSANCTIONS_COLUMNS: Final = (
    *("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones"),
    *("emails", "program_ids", "dataset", "first_seen", "last_seen", "last_change"),
)
"""Columns of `targets.simple.csv` of OpenSanctions; `program_ids` came later than the others."""

SCREENING_COLUMNS: Final = (
    *("_id", "source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice"),
    *("start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type"),
    *("gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url"),
    *("alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url"),
    "ids",
)
"""Columns of the Consolidated Screening List of the United States as CSV."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutExpectation:
    """What a file of a layout must hold.

    Parameters
    ----------
    rows_min
        Fewest parties.
    anchors
        Parties that have stood on the list for long: if the version in use has one, the next must too.
    needed
        Columns without which nothing can be read.
    """

    rows_min: int
    anchors: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


_SCREENING_ANCHORS: Final = ("Huawei Technologies Co., Ltd.", "Mahan Air", "Rosoboronexport")
EXPECTED: Final[dict[Layout, LayoutExpectation]] = {
    "own-list": LayoutExpectation(rows_min=1, needed=("name",)),
    "opensanctions-simple": LayoutExpectation(rows_min=1, needed=("id", "schema", "name", "aliases", "countries")),
    "followthemoney": LayoutExpectation(rows_min=1),
    "us-csl": LayoutExpectation(
        rows_min=5_000, anchors=_SCREENING_ANCHORS, needed=("source", "type", "name", "addresses", "alt_names")
    ),
    "us-csl-json": LayoutExpectation(rows_min=5_000, anchors=_SCREENING_ANCHORS),
    "jp-foreign-users": LayoutExpectation(
        rows_min=400,
        anchors=("Atomic Energy Organization of Iran", "Korea Tangun Trading Corporation"),
        needed=("territory", "name", "aliases"),
    ),
    "us-ofac": LayoutExpectation(rows_min=300, anchors=("Banco Nacional de Cuba", "Bank Melli Iran")),
    "us-ofac-xml": LayoutExpectation(rows_min=300, anchors=("Banco Nacional de Cuba", "Bank Melli Iran")),
    "us-denied-persons": LayoutExpectation(rows_min=300),
    "eu-sanctions": LayoutExpectation(rows_min=1_500, needed=NEEDED["eu-sanctions"]),
    "uk-sanctions": LayoutExpectation(rows_min=1_500, needed=NEEDED["uk-sanctions"]),
    "uk-sanctions-xml": LayoutExpectation(rows_min=1_500),
    "uk-ofsi": LayoutExpectation(rows_min=1_500, needed=NEEDED["uk-ofsi"]),
    "un-sanctions": LayoutExpectation(rows_min=400, anchors=("Al-Qaida",)),
}
"""What is expected of each layout; the least numbers lie well below what the lists had in 2025."""


def layout_of_text(text: str) -> Layout | None:
    """Recognise JSON: FollowTheMoney as lines or an array, or the screening list; None is something else."""
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        return None
    try:
        # Of an array its first entity, which may take many lines.
        first, _ = json.JSONDecoder().raw_decode(start.removeprefix("[").lstrip())
    except (json.JSONDecodeError, RecursionError):
        first = None
    if isinstance(first, dict) and "schema" in first and "properties" in first:
        return "followthemoney"
    return "us-csl-json"


_WITH_HEADER: Final[tuple[Layout, ...]] = (
    *("us-csl", "opensanctions-simple", "us-denied-persons", "eu-sanctions", "uk-sanctions", "uk-ofsi"),
    *("jp-foreign-users", "own-list"),
)
"""Layouts that are known by a header, in the order in which they are tried: what has few columns of its own is last."""


def header_of(rows: Sequence[TextRow], layout: Layout | None = None) -> tuple[Layout, TextRow, list[str]] | None:
    """Find the header of a table and its layout; the third is the name of each column, empty where it is not known."""
    for row in islice(rows, HEADER_WITHIN):
        for tried in (layout,) if layout else _WITH_HEADER:
            columns = _columns(row.cells, tried)
            if columns:
                return tried, row, columns
    return None


def _columns(cells: Sequence[str], layout: Layout) -> list[str]:
    if layout in {"us-csl", "opensanctions-simple"}:
        known = SCREENING_COLUMNS if layout == "us-csl" else OPENSANCTIONS_COLUMNS
        names = [cell.strip().lower() for cell in cells]
        if not is_like(names, known):
            return []
        return [name if name in known else "" for name in names]
    if layout in NEEDED or layout == "us-denied-persons":
        names = [" ".join(cell.split()).lower() for cell in cells]
        asked = DENIED if layout == "us-denied-persons" else (NEEDED[layout],)
        return names if any(set(columns) <= set(names) for columns in asked) else []
    columns = columns_of(cells)
    if layout == "jp-foreign-users":
        return columns if {"territory", "name", "aliases", "wmd"} <= set(columns) else []
    return columns if any(column.startswith("name") for column in columns) else []


def is_like(names: Iterable[str], known: Sequence[str]) -> bool:
    """Tell whether a header is that of a published list, a few columns more or less."""
    found = set(names) & set(known)
    return len(found) * 2 > len(known)


def seems_a_header(text: str) -> bool:
    """Tell whether the beginning of a file has a header that is known, whatever its separator."""
    for line in text.splitlines()[:HEADER_WITHIN]:
        for delimiter in DELIMITERS:
            cells = [cell.strip('" ') for cell in line.split(delimiter)]
            if any(columns_of([cell for cell in cells if folded(cell)])):
                return True
    return False
