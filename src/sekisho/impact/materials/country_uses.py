"""Uses of materials in a country: those that are judged for it, else those on file, moved by what its makers make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.product_mix import FILE, ProductMix
from sekisho.impact.materials.use import ChainStage, Use
from sekisho.message import Text, message

OTHERS: Final = "other-products"
"""The mix of products of which no share is on file."""
_WORST: Final = tuple(reversed(FigureConfidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class MixComparison:
    """What products are of a sector's output in a country and in the one in which uses were judged."""

    mix: ProductMix
    here: Figure
    there: Figure
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsesBasis:
    """Where the uses of a country come from.

    Parameters
    ----------
    country, home
        The country, and the one for which the uses on file were judged.
    stated, moved, alike
        How many are judged for the country itself, moved by a figure of it, and taken as in `home` with a wider band.
    low
        How many of all are of low confidence.
    mixes
        The products by which they were moved.
    names
        What the country and the one at home are called in a sentence.
    """

    country: str
    home: str
    stated: int
    moved: int
    alike: int
    low: int
    mixes: tuple[MixComparison, ...] = ()
    names: tuple[Text, Text] = (Text(""), Text(""))

    @property
    def count(self) -> int:
        """How many uses there are."""
        return self.stated + self.moved + self.alike


def uses_of_country(
    uses: Iterable[Use], mixes: Mapping[str, ProductMix], country: str, home: str
) -> tuple[tuple[Use, ...], UsesBasis]:
    """Return the uses of materials in a country, and where they come from.

    A use that names the country takes the place of the one that names none. At `home`, those that name none stand as
    they are; elsewhere their phi are multiplied by what the products are of the output there over what they are at
    home, end by end, up to 1, and their shares of the national use by the same ratio, to add up to 1 again.

    Raises
    ------
    LibraryError
        If a mix has no figure of the country, or of `home`.
    """
    on_file = tuple(uses)
    own = {_key(use): use for use in on_file if use.country == country}
    common = [use for use in on_file if not use.country and _key(use) not in own]
    if country == home:
        chosen = tuple(use for use in on_file if use.country in {"", country} and own.get(_key(use), use) is use)
        low = sum(use.phi.confidence is FigureConfidence.LOW for use in chosen)
        return chosen, UsesBasis(country=country, home=home, stated=len(chosen), moved=0, alike=0, low=low)
    names = sorted({use.mix for use in common})
    lacking = [
        Problem(
            where=FILE,
            what=message("impact.mix_without", "no share of '{mix}' in {country}.", mix=name, country=place),
            remedy=message("impact.mix_add_row", "Add a row for the country: without it no use can be moved there."),
        )
        for name in names
        for place in (country, home)
        if name not in mixes or place not in mixes[name].shares
    ]
    if lacking:
        raise LibraryError(lacking)
    moved = [_moved(use, mixes[use.mix].shares[country], mixes[use.mix].shares[home]) for use in common]
    chosen = _shares_of_one((*own.values(), *moved))
    alike = sum(use.mix == OTHERS for use in common)
    return chosen, UsesBasis(
        country=country,
        home=home,
        stated=len(own),
        moved=len(common) - alike,
        alike=alike,
        low=sum(use.phi.confidence is FigureConfidence.LOW for use in chosen),
        mixes=tuple(
            MixComparison(
                mix=mixes[name],
                here=mixes[name].shares[country],
                there=mixes[name].shares[home],
                uses=sum(use.mix == name for use in common),
            )
            for name in names
        ),
    )


def resized(uses: Iterable[Use], sizes: Mapping[str, float]) -> tuple[Use, ...]:
    """Return uses whose shares of the national use follow the size of their sectors.

    Parameters
    ----------
    sizes
        Sector to its part of a country's value added over that part at home.
    """
    return _shares_of_one(replace(use, use_share=use.use_share * sizes.get(use.sector, 1.0)) for use in uses)


def _key(use: Use) -> tuple[str, str, str, str, str]:
    return (use.material, use.scheme, use.sector, use.end_use_sector, use.purpose)


def _moved(use: Use, here: Figure, there: Figure) -> Use:
    """Move a use from home, where the products are `there` of the output, to where they are `here`."""
    ratios = [end / there.central if there.central > 0 else 1.0 for end in (here.low, here.central, here.high)]
    low, central, high = (
        min(1.0, end * ratio) for end, ratio in zip((use.phi.low, use.phi.central, use.phi.high), ratios, strict=True)
    )
    phi = replace(
        use.phi,
        low=low,
        central=central,
        high=high,
        source=tuple(dict.fromkeys((*use.phi.source, *here.source))),
        confidence=next(level for level in _WORST if level in {use.phi.confidence, here.confidence}),
    )
    return replace(use, phi=phi, use_share=use.use_share * ratios[1])


def _shares_of_one(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Return uses whose shares add up to 1 again over the final uses of each material."""
    moved = tuple(uses)
    sums: dict[tuple[str, str], float] = {}
    for use in moved:
        if use.stage is ChainStage.FINAL:
            sums[use.material, use.scheme] = sums.get((use.material, use.scheme), 0.0) + use.use_share
    return tuple(
        replace(use, use_share=use.use_share / whole)
        if use.stage is ChainStage.FINAL and (whole := sums[use.material, use.scheme]) > 0
        else use
        for use in moved
    )
