"""Who uses a material: fields of use, and in each the military, the undocumented and the documented civil part.

Customs statistics know nothing of end users. A segment is a line that an exporter would fill in: documented civil use,
military use, or one of which no paper says anything, whose facts stay unknown. Of documented civil use two parts stand
apart, since readings of a clause part over them: makers that are known to supply military users, and firms of groups
with defence sales. One segment has no trade: a civil user of whom a risk is known. What the law makes of that line
says how far a licence authority has to look behind a stated civil use.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

FIELD: Final = "end_use_sector"
"""Fact that says in which field an item will be used."""

NEEDED: Final = (
    *(FIELD, "line", "low", "central", "high", "end_user_kind", "end_use"),
    *("source", "confidence", "note"),
)
CIVIL_USER: Final = "Example Civil Works"
"""Stands for a civil end user that is on no list."""

BEHIND_IT: Final[Mapping[str, str]] = {"knowledge_of_risk": "yes", "knowledge_of_barred_use": "yes"}
"""Known of a civil maker that supplies military users."""
RISKY: Final[Mapping[str, str]] = {"knowledge_of_risk": "yes", "knowledge_of_barred_use": "no"}
"""Known of a suspected civil user: a risk, and no barred use."""


class UseSort(StrEnum):
    """Sort of use within a field."""

    DOCUMENTED = "documented"
    MILITARY = "military"
    UNDOCUMENTED = "undocumented"
    SUPPLIER = "supplier"
    GROUP = "group"
    SUSPECTED = "suspected"


OF_DOCUMENTED: Final = (UseSort.SUPPLIER, UseSort.GROUP)
"""Sorts whose share is one of documented use, and not of the field's trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One sort of use in one field.

    Parameters
    ----------
    share
        Share of the field's trade, or of its documented use for OF_DOCUMENTED; that of documented use is what the
        others leave, and is not stated. None for a suspected user, who has no trade.
    facts
        Facts of the line beside its item and its route, as cells of an order book.
    """

    field: str
    sort: UseSort
    share: Figure | None
    facts: Mapping[str, str]


@cached_per_library
def segments_of(library: Library) -> tuple[Segment, ...]:
    """Return the segments of the data packages, field by field, the documented one first.

    Raises
    ------
    LibraryError
        With every row that is wrong.
    """
    fields = library.facts[FIELD].choices
    problems: list[Problem] = []
    stated: dict[tuple[str, UseSort], Segment] = {}
    for package in library.packages:
        file = package.folder / ECONOMY / "segments.csv"
        for number, row in enumerate(rows_of_table(file, *NEEDED), start=2):
            try:
                segment = _segment(row, fields)
            except ValueError as fault:
                problems.append(Problem(where=f"economy/segments.csv:{number}", what=str(fault), remedy=_EXPECTED))
                continue
            stated[segment.field, segment.sort] = segment
    for field in fields:
        outer, inner = (
            [one.share.high for sort in sorts if (one := stated.get((field, sort))) and one.share]
            for sorts in ((UseSort.MILITARY, UseSort.UNDOCUMENTED), OF_DOCUMENTED)
        )
        ends = max(outer, inner, key=sum)
        if sum(ends) > 1.0 + 1e-9:
            what = message(
                "impact.field_sum",
                "shares of '{field}' add up to {total} at their high ends.",
                field=field,
                total=f"{sum(ends):g}",
            )
            problems.append(
                Problem(
                    where="economy/segments.csv",
                    what=what,
                    remedy=message("impact.expected_at_most_1", "Expected at most 1."),
                )
            )
    if problems:
        raise LibraryError(problems)
    return tuple(segment for field in fields for segment in _of_field(field, stated))


_EXPECTED: Final = message(
    "impact.expected_segment",
    "Expected a field of 'end_use_sector', a line of 'military', 'undocumented', 'supplier' or "
    "'group', and 0 <= low <= central <= high <= 1.",
)


def _segment(row: Mapping[str, str], fields: Collection[str]) -> Segment:
    if row[FIELD] not in fields:
        raise ValueError(f"'{row[FIELD]}' is no field of use.")
    try:
        low, central, high = (float(row[name]) for name in ("low", "central", "high"))
    except ValueError:
        raise ValueError(f"a share of '{row[FIELD]}', {row['line']}, is not a number.") from None
    if not 0.0 <= low <= central <= high <= 1.0:
        raise ValueError(f"shares {low:g}, {central:g}, {high:g} of '{row[FIELD]}' are out of order or range.")
    if row["line"] not in {UseSort.MILITARY, UseSort.UNDOCUMENTED, *OF_DOCUMENTED}:
        raise ValueError(f"'{row['line']}' is no sort of use that may be stated.")
    facts = {
        FIELD: row[FIELD],
        "end_user": "unknown",
        "end_user_kind": row["end_user_kind"] or "unknown",
        "end_use": row["end_use"] or "unknown",
    }
    if row["line"] == UseSort.SUPPLIER:
        facts = {**_civil(row[FIELD]), **BEHIND_IT}
    if row["line"] == UseSort.GROUP:
        facts["end_user"] = CIVIL_USER
    if row["confidence"] not in tuple(FigureConfidence) or not row["source"]:
        raise ValueError(f"'{row[FIELD]}', {row['line']}, needs a source and a confidence.")
    share = Figure(
        low=low,
        central=central,
        high=high,
        unit="share of the field's trade",
        source=(row["source"],),
        date="",
        confidence=FigureConfidence(row["confidence"]),
        reason=row["note"],
    )
    return Segment(field=row[FIELD], sort=UseSort(row["line"]), share=share, facts=facts)


def _civil(field: str) -> dict[str, str]:
    return {FIELD: field, "end_user": CIVIL_USER, "end_user_kind": "civil", "end_use": "civil"}


def _of_field(field: str, stated: Mapping[tuple[str, UseSort], Segment]) -> Iterator[Segment]:
    yield Segment(field=field, sort=UseSort.DOCUMENTED, share=None, facts=_civil(field))
    shared = (UseSort.MILITARY, UseSort.UNDOCUMENTED, *OF_DOCUMENTED)
    yield from (stated[field, sort] for sort in shared if (field, sort) in stated)
    # The probes say how an authority reads the words, so each field has both, with or without trade of that sort.
    if (field, UseSort.SUPPLIER) not in stated:
        yield Segment(
            field=field,
            sort=UseSort.SUPPLIER,
            share=None,
            facts={**_civil(field), **BEHIND_IT},
        )
    yield Segment(field=field, sort=UseSort.SUSPECTED, share=None, facts={**_civil(field), **RISKY})
