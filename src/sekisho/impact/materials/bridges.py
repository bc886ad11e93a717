"""Uses of materials in another classification: they are on file once, and move over a bridge by value added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.materials.figure import Array, Figure, FigureConfidence
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
    open
        Code there and code of `oecd45` of weights that the value added of a table decides; equal until then.
    """

    scheme: str
    weights: Mapping[str, Mapping[str, float]]
    open: frozenset[tuple[str, str]] = frozenset()

    def among(self, value_added: Mapping[str, float]) -> SchemeBridge:
        """Return the bridge to the sectors of one table, where the weights of each industry add up to 1 again.

        Parameters
        ----------
        value_added
            Of each sector of the table, in any unit; a sector that is not there has no weight.
        """
        stated: dict[str, float] = {}
        shared: dict[str, float] = {}
        for code, weights in self.weights.items():
            for part, weight in weights.items():
                if (code, part) in self.open:
                    shared[part] = shared.get(part, 0.0) + max(value_added.get(code, 0.0), 0.0)
                elif code in value_added:
                    stated[part] = stated.get(part, 0.0) + weight
        fixed = {part: self._fixed(part) for part in {part for weights in self.weights.values() for part in weights}}

        def weight_of(code: str, part: str, weight: float) -> float:
            left = 1.0 - fixed[part]
            whole = stated.get(part, 0.0) + (left if shared.get(part, 0.0) > 0 else 0.0)
            if whole <= 0:
                return 0.0
            if (code, part) not in self.open:
                return weight / whole
            return left * max(value_added[code], 0.0) / shared[part] / whole if shared[part] > 0 else 0.0

        kept = {
            code: {part: share for part, weight in weights.items() if (share := weight_of(code, part, weight)) > 0}
            for code, weights in self.weights.items()
            if code in value_added
        }
        return SchemeBridge(scheme=self.scheme, weights={code: weights for code, weights in kept.items() if weights})

    def _fixed(self, part: str) -> float:
        """Add up the weights of an industry that are stated."""
        return sum(
            weights[part] for code, weights in self.weights.items() if part in weights and (code, part) not in self.open
        )


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
            weights, blanks = _weights(file)
            sums: dict[str, float] = {}
            for shares in weights.values():
                for part, weight in shares.items():
                    sums[part] = sums.get(part, 0.0) + weight
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
            bridges[file.stem] = SchemeBridge(scheme=file.stem, weights=weights, open=blanks)
    if problems:
        raise LibraryError(problems)
    return bridges


def _weights(file: Path) -> tuple[dict[str, dict[str, float]], frozenset[tuple[str, str]]]:
    """Read the weights of a bridge; those left empty share what is left of an industry equally, and are named."""
    weights: dict[str, dict[str, float]] = {}
    blanks: dict[str, list[str]] = {}
    for row in rows_of_table(file, *_COLUMNS):
        shares = weights.setdefault(row["code"], {})
        if row["weight"]:
            shares[row[FROM]] = float(row["weight"])
        else:
            blanks.setdefault(row[FROM], []).append(row["code"])
    for part, codes in blanks.items():
        left = 1.0 - sum(shares.get(part, 0.0) for shares in weights.values())
        for code in codes:
            weights[code][part] = left / len(codes)
    return weights, frozenset((code, part) for part, codes in blanks.items() for code in codes)


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


def bridged_degrees(
    bridge: SchemeBridge, codes: Sequence[str], degrees: Array, value_added: Mapping[str, float]
) -> Array:
    """Write how inputs bind users in another classification: a sector has the mean of its industries by value added.

    Parameters
    ----------
    codes
        Sectors of the table.
    degrees
        How each industry of `oecd45` binds each, 0 to 1; shape (45, 45).
    value_added
        Of each industry of `oecd45`, in the order of the degrees.
    """
    shares = np.array(
        [[bridge.weights.get(code, {}).get(part, 0.0) for part in value_added] for code in codes]
    ) * np.array(list(value_added.values()))
    whole = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)
    moved: Array = shares @ degrees @ shares.T
    return moved


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
