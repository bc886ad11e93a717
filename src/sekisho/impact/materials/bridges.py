"""Uses of materials in another classification: they are on file once, and move over a bridge by value added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.use import Use
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import message

BRIDGES: Final = "bridges"
"""Folder of bridges, a file a classification: code, oecd45, weight, by."""
FROM: Final = "oecd45"
"""Classification in which uses are on file, and from which bridges lead."""
SLACK: Final = 1e-9
"""What weights of an industry may miss of 1: they are decimal fractions, and only binary rounding is."""
_COLUMNS: Final = ("code", FROM, "weight", "by")
_WORST: Final = tuple(reversed(FigureConfidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeBridge:
    """How the industries of `oecd45` are shared out over those of another classification.

    Parameters
    ----------
    weights
        Code there to code of `oecd45` to the share of that industry's value added that stands there.
    """

    scheme: str
    weights: Mapping[str, Mapping[str, float]]


@cached_per_library
def bridges_of(library: Library) -> Mapping[str, SchemeBridge]:
    """Read the bridges of all data packages, by the classification to which they lead.

    Raises
    ------
    LibraryError
        With every weight that is no share, and every industry whose weights do not add up to 1.
    """
    bridges: dict[str, SchemeBridge] = {}
    problems: list[Problem] = []
    for folder in economy_folders(library):
        for file in sorted((folder / BRIDGES).glob("*.csv")):
            weights: dict[str, dict[str, float]] = {}
            sums: dict[str, float] = {}
            for row in rows_of_table(file, *_COLUMNS):
                weight = float(row["weight"])
                weights.setdefault(row["code"], {})[row[FROM]] = weight
                sums[row[FROM]] = sums.get(row[FROM], 0.0) + weight
            problems += [
                Problem(
                    where=f"{BRIDGES}/{file.name}",
                    what=message(
                        "impact.bridge_sum", "weights of '{code}' add up to {total}.", code=code, total=f"{total:g}"
                    ),
                    remedy=message("impact.expected_1", "Expected 1."),
                )
                for code, total in sums.items()
                if abs(total - 1.0) > SLACK
            ]
            bridges[file.stem] = SchemeBridge(scheme=file.stem, weights=weights)
    if problems:
        raise LibraryError(problems)
    return bridges


def bridged_uses(uses: Iterable[Use], bridge: SchemeBridge, value_added: Mapping[str, float]) -> tuple[Use, ...]:
    """Write uses in another classification, so that phi times value added is kept.

    Parameters
    ----------
    value_added
        Of each industry of `oecd45`, in any unit; phi of an industry there is the mean over its parts, weighed by it.
    """
    on_file = [use for use in uses if use.scheme == FROM]
    return tuple(
        use
        for code, weights in bridge.weights.items()
        for use in _uses_of(code, weights, on_file, bridge.scheme, value_added)
    )


def _uses_of(
    code: str, weights: Mapping[str, float], uses: Sequence[Use], scheme: str, value_added: Mapping[str, float]
) -> Iterable[Use]:
    whole = sum(weight * value_added.get(part, 0.0) for part, weight in weights.items())
    alike: dict[tuple[object, ...], list[Use]] = {}
    for use in uses:
        if use.sector in weights:
            alike.setdefault((use.material, use.end_use_sector, use.purpose, use.stage), []).append(use)
    for parts in alike.values():
        shares = [weights[use.sector] * value_added.get(use.sector, 0.0) / whole if whole > 0 else 0.0 for use in parts]
        yield replace(
            parts[0],
            scheme=scheme,
            sector=code,
            phi=_mean([use.phi for use in parts], shares),
            use_share=sum(use.use_share * weights[use.sector] for use in parts),
        )


def _mean(figures: Sequence[Figure], shares: Sequence[float]) -> Figure:
    """Add figures up by shares of the whole; what is not among them counts as none."""
    low, central, high = (
        sum(share * getattr(figure, end) for share, figure in zip(shares, figures, strict=True))
        for end in ("low", "central", "high")
    )
    return replace(
        figures[0],
        low=low,
        central=central,
        high=high,
        source=tuple(dict.fromkeys(name for figure in figures for name in figure.source)),
        confidence=next(level for level in _WORST if any(figure.confidence is level for figure in figures)),
    )
