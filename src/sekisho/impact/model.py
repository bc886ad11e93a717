"""Everything that a run needs, put together once: economy, materials, their pairs with sectors, and priors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from sekisho.errors import Problem, TableError
from sekisho.impact.dependence.answer import dependence_data
from sekisho.impact.dependence.data import Alternative
from sekisho.impact.economy.critical_inputs import CriticalInputs, critical_inputs
from sekisho.impact.economy.economy import Economy, economy_of
from sekisho.impact.economy.package_folder import economy_hash
from sekisho.impact.economy.reshaping import single_region
from sekisho.impact.economy.table import InputOutputTable, hash_of
from sekisho.impact.economy.tables.coverage import UNNAMED, without_country
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.materials.bridges import FROM, SchemeBridge, bridged_degrees, bridged_uses, bridges_of
from sekisho.impact.materials.country_uses import UsesBasis, resized
from sekisho.impact.materials.fading import PlantOpening, PriceThrift
from sekisho.impact.materials.figure import Array, Figure
from sekisho.impact.materials.material import FIGURES, Materials
from sekisho.impact.materials.package_materials import materials_of
from sekisho.impact.materials.parameters import Parameters, parameters_at
from sekisho.impact.materials.sector_pairs import Pairs, pairs_of
from sekisho.impact.materials.sector_sizes import sector_sizes
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.impact.uncertainty.priors import priors_of
from sekisho.law.model.library import Library
from sekisho.message import joined, message

FOLLOWS: Mapping[str, tuple[str, bool]] = {
    "dependence": ("dependence", False),
    "leakage": ("leakage", False),
    "firm_stock_days": ("firm_stock", False),
    "stock_dispersion": ("stock_dispersion", False),
    "public_stock_days": ("public_stock", False),
    "public_stock_rate": ("public_rate", False),
    "alternative_share": ("alternatives", False),
    "alternative_lag_days": ("alternatives_lag", False),
    "alternative_ramp_days": ("alternatives_lag", False),
    "recycling_share": ("recycling", False),
    "recycling_ramp_days": ("recycling", True),
    "thrift_share": ("thrift", False),
    "thrift_ramp_days": ("thrift", True),
    "price_cap": ("price_cap", False),
    "elasticity_6_months": ("thrift", False),
    "elasticity_12_months": ("thrift", False),
    "elasticity_24_months": ("thrift", False),
}
"""Figure of a material to the column of the draws that moves it, and whether it runs against that column: a draw in
which much is saved is one in which it is saved soon. What is not named stays at its centre."""

PLANNED: Final = "planned"
COUNTED: Final = ("in operation", PLANNED)
"""States in which a plant delivers, or will."""
LATEST: Final = 730.0
"""Days by which a planned plant may be late: two years, as separation plants of the last decade were. A judgement."""
BRIDGED_BY: Final = "jpn-2018"
"""Table by whose value added uses move over a bridge: that for whose sectors their shares were judged."""
NUMBERED = frozenset(column for column, _ in FOLLOWS.values())
"""Columns that a scenario may fix at a number: that of the first figure that follows them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """An economy with the materials that it needs.

    Parameters
    ----------
    inputs
        Name to hash or version of the data that it was made of.
    world
        The table of several countries that the economy is a part of; None where it is a table of its own.
    basis
        Where the uses of materials come from.
    """

    table: InputOutputTable
    economy: Economy
    materials: Materials
    pairs: Pairs
    priors: Mapping[str, Figure]
    inputs: Mapping[str, str]
    basis: UsesBasis
    plants: tuple[Alternative, ...] = ()
    world: InputOutputTable | None = None

    def parameters(
        self,
        levels: PriorLevels,
        *,
        alternatives: float = 1.0,
        thrift: float = 1.0,
        start: date | None = None,
        apart: Mapping[str, Array] | None = None,
    ) -> Parameters:
        """Return the figures of all materials in each draw, with what a scenario fixes.

        Parameters
        ----------
        alternatives, thrift
            Factors on what other sellers deliver in the end and on what users save.
        start
            First day of the horizon, from which days of plants are counted; None knows no plants.
        apart
            Figures, or `phi`, whose level of belief is not that of their column: shape (K, M), or (K, P) of phi.
        """
        quantiles = {
            name: 1.0 - levels.quantile(column) if against else levels.quantile(column)
            for name, (column, against) in FOLLOWS.items()
        }
        quantiles |= {"phi": levels.quantile("phi"), **(apart or {})}
        found = parameters_at(self.pairs, quantiles, draws=levels.draws.count)
        figures = dict(found.figures)
        firsts = {column: name for name, (column, _) in reversed(tuple(FOLLOWS.items()))}
        for column, name in firsts.items():
            number = levels.number(column)
            if number is not None and column in NUMBERED:
                figures[name] = np.full_like(figures[name], number)
        figures["alternative_share"] = np.minimum(1.0, figures["alternative_share"] * alternatives)
        figures["thrift_share"] = np.minimum(1.0, figures["thrift_share"] * thrift)
        return Parameters(
            figures=figures,
            phi=found.phi,
            plants=self._openings(levels, start) if start and levels.number("alternatives") is None else {},
            thrift=self._price_thrift(found.figures, thrift) if levels.number("thrift") is None else None,
        )

    def _openings(self, levels: PriorLevels, start: date) -> dict[int, tuple[PlantOpening, ...]]:
        """Return the plants of each material: in operation now, planned after a delay that is drawn.

        Those of a material share out what its figure says of alternatives, by the need that each may cover. One that
        is suspended, or a test, delivers nothing.
        """
        late = LATEST * levels.quantile("alternatives_lag")
        openings: dict[int, tuple[PlantOpening, ...]] = {}
        for number, material in enumerate(self.pairs.materials):
            counted = [plant for plant in self.plants if plant.material == material.id and plant.status in COUNTED]
            whole = sum(plant.central for plant in counted)
            if whole:
                openings[number] = tuple(
                    PlantOpening(
                        territory=plant.territory,
                        share=plant.central / whole,
                        day=(plant.first_day - start).days + late
                        if plant.first_day and plant.status == PLANNED
                        else late
                        if plant.status == PLANNED
                        else np.full_like(late, -np.inf),
                    )
                    for plant in counted
                )
        return openings

    @staticmethod
    def _price_thrift(figures: Mapping[str, Array], factor: float) -> PriceThrift:
        six, twelve, two_years = (figures[f"elasticity_{months}_months"] for months in (6, 12, 24))
        return PriceThrift(
            price_cap=np.maximum(1.0, figures["price_cap"]),
            elasticities=(six, twelve, two_years),
            share=np.minimum(1.0, figures["thrift_share"] * factor),
            ramp_days=figures["thrift_ramp_days"],
            factor=factor,
        )

    @property
    def needs(self) -> tuple[tuple[int, int], ...]:
        """Material and sector, by number, of everything that some sector cannot do without."""
        pairs = zip(self.pairs.material.tolist(), self.pairs.sector.tolist(), strict=True)
        return tuple(dict.fromkeys(pairs))

    @property
    def weak(self) -> tuple[str, ...]:
        """Name the inputs that rest on judgement or on a weak source."""
        named = {f"{one.id}: {name}": one.figures[name] for one in self.pairs.materials for name in FIGURES}
        named |= {f"phi of {use.material} in {use.sector}": use.phi for use in self.pairs.uses}
        named |= dict(self.priors)
        return tuple(name for name, figure in named.items() if figure.is_weak)


def model_of(library: Library, table: InputOutputTable, *, supplier: str = "CN", buyer: str = "JP") -> Model:
    """Put a table together with the materials and the ratings of the data packages.

    Raises
    ------
    LibraryError
        If no package has materials, or with everything in its files that does not fit the table.
    EngineError
        If the table's classification has no ratings of critical inputs, or its figures are no economy.
    TableError
        If the table is that of other countries, or in sectors for which no use of a material is on file.
    """
    world = table if len(table.regions) > 1 and buyer in table.regions else None
    table = _of_buyer(table, buyer, library)
    of_buyer = materials_of(library, importer=buyer, seller=supplier)
    materials, uses = of_buyer.materials, of_buyer.uses
    bridge = bridges_of(library).get(table.scheme)
    critical: CriticalInputs | Array = critical_inputs(library)
    sizes = dict(zip(table.codes, table.value_added.tolist(), strict=True))
    moves = bridge is not None and not any(use.scheme == table.scheme for use in uses)
    home: dict[str, float] = {}
    if moves or not materials.at_home:
        parts = shipped_table(library, BRIDGED_BY)
        home = dict(zip(parts.codes, parts.value_added.tolist(), strict=True))
    if bridge is not None and moves:
        bridge = bridge.among(sizes)
        whole = sector_sizes(library, buyer, home)
        if isinstance(critical, CriticalInputs) and table.scheme not in critical.schemes:
            critical = bridged_degrees(bridge, table.codes, critical.degrees(FROM, tuple(home)), whole)
        uses = bridged_uses(uses, bridge, whole)
        moved = message(
            "impact.uses_moved",
            "Uses of materials are on file in {scheme}; they were moved to the sectors of the table by the value added "
            "of {parts}.",
            scheme=FROM,
            parts=BRIDGED_BY,
        )
        table = replace(table, assumptions=(*table.assumptions, moved))
    schemes = sorted({use.scheme for use in uses})
    if table.scheme not in schemes:
        what = (
            message(
                "impact.scheme_without_uses",
                "its sectors are those of '{scheme}', in which no use of a material is on file.",
                scheme=table.scheme,
            )
            if table.scheme
            else message(
                "impact.sectors_without_scheme",
                "it does not say of which classification its sectors are, so no use of a material is known in them.",
            )
        )
        raise TableError(
            Problem(
                where=table.name,
                what=what,
                remedy=message(
                    "impact.expected_table_in",
                    "Expected a table in {schemes}.",
                    schemes=joined(sorted({*schemes, *bridges_of(library)}), "or"),
                ),
            )
        )
    if not materials.at_home:
        uses = resized(uses, _relative_sizes(sizes, home, bridge if moves else None))
    pairs = pairs_of(materials, uses, scheme=table.scheme, sectors=table.codes)
    return Model(
        table=table,
        economy=economy_of(table, critical),
        materials=materials,
        pairs=pairs,
        priors=priors_of(library),
        basis=of_buyer.basis,
        plants=dependence_data(library, importer=buyer, seller=supplier)[1].alternatives,
        inputs={"law": library.hash, "economy data": economy_hash(library), "table": hash_of(table)},
        world=world,
    )


def _relative_sizes(
    sizes: Mapping[str, float], home: Mapping[str, float], bridge: SchemeBridge | None
) -> Mapping[str, float]:
    """Return what part of value added each sector has, over its part where uses were judged."""
    if bridge is not None:
        home = {
            code: sum(weight * home.get(part, 0.0) for part, weight in weights.items())
            for code, weights in bridge.weights.items()
        }
    here, there = sum(sizes.values()), sum(home.values())
    return {code: sizes[code] / here / (home[code] / there) for code in sizes if home.get(code, 0.0) > 0}


def _of_buyer(table: InputOutputTable, buyer: str, library: Library) -> InputOutputTable:
    """Return the buyer's own part of a table; one that names no country stands for the buyer."""
    if table.regions == (buyer,):
        return table
    if len(table.regions) > 1 and buyer in table.regions:
        return single_region(table, buyer)
    if len(table.regions) == 1 and table.regions[0] in UNNAMED:
        stands = message("impact.table_stands", "The table names no country; it stands for {country}.", country=buyer)
        return replace(table, assumptions=(*table.assumptions, stands))
    raise TableError(without_country(table.name, table.regions, buyer, library))
