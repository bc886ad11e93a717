"""Reads who needs which material, and checks it against materials and sectors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import A_DATE, citation_faults, cited
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import FigureKind, MaterialId, Materials, unknown_material
from sekisho.impact.materials.reader import band_faults
from sekisho.impact.materials.use import ChainStage, Purpose, Use
from sekisho.message import joined, message

Word = TypeVar("Word", bound=StrEnum)

COLUMNS: Final = (
    "material",
    "scheme",
    "country",
    "sector",
    "end_use_sector",
    "purpose",
    "stage",
    "mix",
    "phi_low",
    "phi_central",
    "phi_high",
    "use_share",
    "reason",
    "source",
    "date",
    "confidence",
)
OPTIONAL: Final = frozenset({"country", "mix"})
"""Columns that a table may lack: its uses are then those of every country, and cannot move from one to another."""
PHI: Final = FigureKind("share of the sector's output", "that cannot ship if the material is entirely missing", 1.0)
SLACK: Final = 1e-6
"""What a sum of shares may miss of 1 in a table of uses. A guess at how such tables are rounded."""


def read_uses(
    file: Path,
    materials: Materials,
    *,
    sectors: Mapping[str, Collection[str]],
    end_use_sectors: Collection[str],
    mixes: Collection[str] | None = None,
) -> tuple[Use, ...]:
    """Read the uses of materials by sectors.

    Parameters
    ----------
    sectors
        Scheme to its codes; a scheme that is not here is not checked.
    end_use_sectors
        Values of the fact `end_use_sector`.
    mixes
        Ids of the product mixes on file; None checks none.

    Raises
    ------
    LibraryError
        With everything that is wrong: unknown materials, sectors, product mixes and words, numbers out of order
        or bounds, missing sources, uses that stand twice, phi of one sector above 1, shares of a material's use that do
        not sum to 1, and materials without any use.
    """
    if not file.is_file():
        raise LibraryError(
            Problem(where=file.name, what=message("impact.uses_missing", "the table of uses is missing."))
        )
    problems: list[Problem] = []
    uses = []
    for number, row in enumerate(rows_of_table(file, *(name for name in COLUMNS if name not in OPTIONAL)), start=2):
        where = f"{file.name}:{number}"
        problems += _row_faults(row, where, materials, sectors, end_use_sectors)
        problems += _mix_faults(row, where, mixes)
        uses.append(_use(row))
    problems += _table_faults(uses, file.name, materials)
    if problems:
        raise LibraryError(problems)
    return tuple(uses)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _word(cell: str, kind: type[Word], default: Word) -> Word:
    return kind(cell) if cell in set(kind) else default


def _use(row: Mapping[str, str]) -> Use:
    return Use(
        material=MaterialId(row["material"]),
        scheme=row["scheme"],
        sector=row["sector"],
        end_use_sector=row["end_use_sector"],
        purpose=_word(row["purpose"], Purpose, Purpose.CIVIL),
        stage=_word(row["stage"], ChainStage, ChainStage.FINAL),
        phi=Figure(
            low=_number(row["phi_low"]),
            central=_number(row["phi_central"]),
            high=_number(row["phi_high"]),
            unit=PHI.unit,
            source=cited(row["source"]),
            date=row["date"],
            confidence=_word(row["confidence"], FigureConfidence, FigureConfidence.LOW),
            reason=row["reason"],
        ),
        use_share=_number(row["use_share"]),
        country=row.get("country", ""),
        mix=row.get("mix", ""),
    )


def _mix_faults(row: Mapping[str, str], where: str, mixes: Collection[str] | None) -> Iterator[Problem]:
    """Say where a use names no product mix by which it can be moved; one that names its country needs none."""
    mix = row.get("mix", "")
    if mixes is None or row.get("country") or mix in mixes:
        return
    what = message("impact.unknown_in_column", "unknown {column} '{code}'.", column="mix", code=mix)
    remedy = message("error.expected_either", "Expected {choices}.", choices=joined(sorted(mixes), "comma"))
    yield Problem(where=where, what=what, remedy=did_you_mean(mix, mixes) or remedy)


def _row_faults(
    row: Mapping[str, str],
    where: str,
    materials: Materials,
    sectors: Mapping[str, Collection[str]],
    end_use_sectors: Collection[str],
) -> Iterator[Problem]:
    if row["material"] not in materials.ids:
        yield unknown_material(row["material"], materials.items, where=f"{where}: material")
    known = sectors.get(row["scheme"])
    if known is not None and row["sector"] not in known:
        what = message(
            "impact.no_sector_of", "'{sector}' is not a sector of {scheme}.", sector=row["sector"], scheme=row["scheme"]
        )
        yield Problem(
            where=where,
            what=what,
            remedy=message(
                "impact.expected_sectors_text",
                "Expected {known} ... as text.",
                known=joined(sorted(known)[:3], "comma"),
            ),
        )
    for column, allowed in (
        ("end_use_sector", end_use_sectors),
        ("purpose", [*Purpose]),
        ("stage", [*ChainStage]),
        ("confidence", [*FigureConfidence]),
    ):
        if row[column] not in allowed:
            what = message("impact.unknown_in_column", "unknown {column} '{code}'.", column=column, code=row[column])
            yield Problem(
                where=where,
                what=what,
                remedy=message(
                    "error.expected_either", "Expected {choices}.", choices=joined(sorted(allowed), "comma")
                ),
            )
    phi = (_number(row["phi_low"]), _number(row["phi_central"]), _number(row["phi_high"]))
    for fault in band_faults(phi, PHI):
        yield Problem(
            where=where,
            what=message("impact.phi_fault", "phi: {what}", what=fault),
            remedy=message("impact.it_is_a", "It is a {unit}.", unit=PHI.unit),
        )
    share = _number(row["use_share"])
    if not 0 <= share <= 1:
        yield Problem(
            where=where,
            what=message("impact.use_share_no_share", "'use_share' '{value}' is not a share.", value=row["use_share"]),
            remedy=message("impact.expected_0_1", "Expected 0 to 1."),
        )
    if row["stage"] == ChainStage.UPSTREAM and share:
        what = message("impact.upstream_use_share", "an upstream use has a 'use_share'.")
        yield Problem(
            where=where, what=what, remedy=message("impact.write_0", "Write 0: the material is counted where it ends.")
        )
    yield from citation_faults(cited(row["source"]), materials.sources, where)
    if not row["reason"].strip():
        yield Problem(
            where=where,
            what=message("impact.reason_empty", "reason is empty."),
            remedy=message("impact.phi_has_reason", "Every phi has a reason and a source."),
        )
    if not A_DATE.fullmatch(row["date"]):
        what = message("error.not_date", "'{value}' is not a date.", value=row["date"])
        yield Problem(
            where=where, what=what, remedy=message("impact.expected_some_day", "Expected YYYY, YYYY-MM or YYYY-MM-DD.")
        )


def _table_faults(uses: list[Use], where: str, materials: Materials) -> Iterator[Problem]:
    keys = Counter(
        (
            use.material,
            use.scheme,
            *((use.country,) if use.country else ()),
            use.sector,
            use.end_use_sector,
            use.purpose,
        )
        for use in uses
    )
    for key, times in keys.items():
        if times > 1:
            yield Problem(
                where=where,
                what=message("impact.key_times", "{key} stands {times} times.", key=joined(key, "comma"), times=times),
                remedy=message("impact.join_rows", "Join the rows."),
            )
    phi: dict[tuple[str, str, str], float] = defaultdict(float)
    shares: dict[tuple[str, str], float] = defaultdict(float)
    # Those of one country take the place of some that name none, and their shares are set anew: none of them adds up.
    for use in (use for use in uses if not use.country):
        phi[use.material, use.scheme, use.sector] += use.phi.high
        shares[use.material, use.scheme] += use.use_share
    for (material, _, sector), total in phi.items():
        if total > 1 + SLACK:
            what = message(
                "impact.phi_sum",
                "{material}: phi of sector {sector} sum to {total} at the high end.",
                material=material,
                sector=sector,
                total=f"{total:g}",
            )
            yield Problem(
                where=where,
                what=what,
                remedy=message(
                    "impact.uses_do_not_overlap", "Uses of one material in one sector do not overlap: at most 1."
                ),
            )
    for (material, scheme), total in shares.items():
        if not abs(total - 1) <= SLACK:
            what = message(
                "impact.use_share_sum",
                "{material}: 'use_share' of {scheme} sums to {total}.",
                material=material,
                scheme=scheme,
                total=f"{total:g}",
            )
            yield Problem(
                where=where,
                what=what,
                remedy=message("impact.final_uses_sum_1", "Shares of the final uses of a material sum to 1."),
            )
    for name in materials.ids:
        if not any(material == name for material, _ in shares):
            what = message("impact.no_phi", "{name}: no phi for any sector.", name=name)
            yield Problem(
                where=where, what=what, remedy=message("impact.add_use", "Add a use, or take the material out.")
            )
