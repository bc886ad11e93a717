"""A small economy with three materials, on the made-up table of the package: every law of a run holds in it too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from sekisho import Library
from sekisho.impact.economy.critical_inputs import critical_inputs
from sekisho.impact.economy.economy import economy_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.materials.country_uses import UsesBasis
from sekisho.impact.materials.figure import Array, Figure, FigureConfidence
from sekisho.impact.materials.material import (
    FIGURES,
    Experience,
    Material,
    MaterialForm,
    MaterialId,
    Materials,
    Rule,
)
from sekisho.impact.materials.sector_pairs import pairs_of
from sekisho.impact.materials.use import ChainStage, Purpose, Use
from sekisho.impact.model import Model
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.run_setup import postponed_share, switches_of
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import ALL, AssumedCut, LegalCut, Scenario
from sekisho.impact.scenario_run import ScenarioRun
from sekisho.impact.shock.shock import Shock, shock_of
from sekisho.impact.shock.trade_flows import FlowTable, TradeFlow
from sekisho.impact.uncertainty.draws import COLUMNS, Draws
from sekisho.impact.uncertainty.priors import priors_of
from sekisho.law.model.term import Reading

BAN = "cn/2026-01-japan-dual-use"
START = date(2026, 1, 6)

BANDS: dict[str, tuple[float, float, float]] = {
    "dependence": (0.5, 0.7, 0.9),
    "leakage": (0.05, 0.2, 0.5),
    "firm_stock_days": (10, 20, 60),
    "stock_dispersion": (0.3, 0.6, 0.9),
    "public_stock_days": (0, 10, 30),
    "public_stock_rate": (0.1, 0.3, 1),
    "alternative_share": (0.1, 0.3, 0.6),
    "alternative_lag_days": (10, 30, 90),
    "alternative_ramp_days": (30, 60, 120),
    "alternative_cost": (1, 2, 5),
    "recycling_share": (0, 0.02, 0.05),
    "recycling_ramp_days": (30, 90, 200),
    "thrift_share": (0.05, 0.2, 0.4),
    "thrift_ramp_days": (60, 120, 240),
    "price_cap": (2, 5, 10),
    "catch_up_rate": (0, 0.3, 1),
    "elasticity_6_months": (0.05, 0.1, 0.2),
    "elasticity_12_months": (0.1, 0.2, 0.4),
    "elasticity_24_months": (0.2, 0.4, 0.8),
}


def figure(low: float, central: float, high: float, *, is_log: bool = False) -> Figure:
    """Make a figure of no particular source."""
    return Figure(
        low=low,
        central=central,
        high=high,
        unit="made up",
        source=("judgement",),
        date="2026",
        confidence=FigureConfidence.LOW,
        reason="An example.",
        is_log=is_log,
    )


def form(name: str, hs: str, codes: tuple[str, ...], share: float = 1.0) -> MaterialForm:
    """Make a form under one heading."""
    return MaterialForm(name=name, hs=(hs,), control_codes=codes, share=figure(share, share, share))


def material(name: str, *forms: MaterialForm, group: str = "metals") -> Material:
    """Make a material with the figures of BANDS."""
    return Material(
        id=MaterialId(name),
        group=group,
        nest=name,
        names={"en": name},
        covers="all of it",
        forms=forms,
        public_rule=Rule.NONE,
        figures={name: figure(*BANDS[name], is_log=kind.is_log) for name, kind in FIGURES.items()},
        inherited=frozenset(),
    )


def experience(name: str, start: str, *materials: str) -> Experience:
    """Make an experience: nothing for one or two months, then most of it."""
    return Experience(
        id=name,
        title=name,
        start=start,
        materials=tuple(map(MaterialId, materials)),
        delay_days=figure(30, 45, 60),
        released_share=figure(0.5, 0.8, 1),
        ramp_days=figure(5, 10, 20),
    )


LISTED, PLAIN, OTHER = "listed-metal", "plain-metal", "other-metal"
"""On the seller's control list; on none, but under the customs code of the first; on the list, under a code alone."""

MATERIALS = Materials(
    importer="JP",
    seller="CN",
    frozen="2026-11-24",
    sources={},
    items=(
        material(LISTED, form("metal", "280530", ("1C905.a.1",), 0.6), form("magnet", "850511", ("1C905.a.4",), 0.4)),
        material(PLAIN, form("metal", "280530", ())),
        material(OTHER, form("metal", "811292", ("3C001.a",)), group="others"),
    ),
    experiences=(
        experience("early", "2023-08-01", LISTED, OTHER),
        experience("late", "2025-04-04", LISTED, PLAIN),
    ),
)


def use(name: str, sector: str, share: float, *, field: str = "general", phi: float = 0.3) -> Use:
    """Make a civil use of a material by a sector."""
    return Use(
        material=MaterialId(name),
        scheme="stylised",
        sector=sector,
        end_use_sector=field,
        purpose=Purpose.CIVIL,
        stage=ChainStage.FINAL,
        phi=figure(phi / 2, phi, min(1.0, 1.6 * phi)),
        use_share=share,
    )


USES = (
    use(LISTED, "MOT", 0.3, phi=0.4),
    use(LISTED, "VEH", 0.5, phi=0.2),
    use(LISTED, "ELE", 0.1, field="semiconductors", phi=0.1),
    use(LISTED, "MAC", 0.1, field="aerospace", phi=0.05),
    use(PLAIN, "MAC", 0.7, phi=0.15),
    use(PLAIN, "VEH", 0.3, phi=0.1),
    use(OTHER, "ELE", 1.0, field="semiconductors", phi=0.3),
)


def model(
    library: Library,
    *,
    table: InputOutputTable | None = None,
    uses: Iterable[Use] = USES,
    materials: Materials = MATERIALS,
    critical: Array | None = None,
) -> Model:
    """Put the made-up table together with the made-up materials."""
    table = table or find_table(library, "stylised")
    rated = critical_inputs(library) if critical is None else critical
    return Model(
        table=table,
        economy=economy_of(table, rated),
        materials=materials,
        pairs=pairs_of(materials, uses, scheme=table.scheme, sectors=table.codes),
        priors=priors_of(library),
        inputs={"table": table.name},
        basis=UsesBasis(country="JP", home="JP", stated=0, moved=0, alike=0, low=0),
    )


def stop(
    share: float | Figure = 1.0, *, materials: tuple[str, ...] = (ALL,), months: int = 3, **more: object
) -> Scenario:
    """Suppose that a share of the seller's flow stops."""
    part = share if isinstance(share, Figure) else figure(share, share, share)
    until, fields = more.pop("until", None), more.pop("fields", (ALL,))
    cut = AssumedCut(materials=materials, share=part, until=until, fields=fields)  # type: ignore[arg-type]
    return replace(_bare(months), cuts=(cut,), **more)  # type: ignore[arg-type]


def lawful(*measures: str, months: int = 3, start: date = START, **more: object) -> Scenario:
    """Ask what clauses bar."""
    names = ("since", "until", "new_licences", "standing_licences")
    cut = LegalCut(measures=measures or (BAN,), **{name: more.pop(name) for name in names if name in more})  # type: ignore[arg-type]
    return replace(_bare(months), start=start, cuts=(cut,), **more)  # type: ignore[arg-type]


def _bare(months: int) -> Scenario:
    return Scenario(id="made-up", title="Made up", because="a test", start=START, months=months)


def one_draw(**quantiles: float) -> Draws:
    """Make one draw with every column at its median but those that are named."""
    row = [quantiles.get(name, 0.5) for name in COLUMNS]
    return Draws(quantiles=np.array([row]), seed=0)


def counted(*rows: tuple[str, float, float | None], months: Iterable[str] = ("2025-11", "2025-12")) -> FlowTable:
    """Make trade statistics of heading, USD and tonnes, the same in each month, from China to Japan."""
    flows = [
        TradeFlow(
            month=month,
            exporter="CN",
            importer="JP",
            hs6=hs6,
            value=Decimal(str(usd)),
            tonnes=None if tonnes is None else Decimal(str(tonnes)),
        )
        for month in months
        for hs6, usd, tonnes in rows
    ]
    return FlowTable(title="made up", version="", sha256="0" * 64, flows=tuple(flows))


KEPT: list[Path] = []
"""The folder in which answers of the law are kept as long as the tests run; a fixture puts it here."""


def kept() -> Path | None:
    """Return the folder of answers, if there is one."""
    return KEPT[0] if KEPT else None


def shock(
    scenario: Scenario, library: Library, model: Model, *, trade: FlowTable | None = None, **assume: str
) -> Shock:
    """Ask the law about a scenario."""
    horizon = Horizon(start=scenario.start, months=scenario.months)
    flows = model.pairs.flows
    return shock_of(scenario, horizon, library, model.materials, flows, assume=assume, cache=kept(), trade=trade)


def losses(
    scenario: Scenario, library: Library, model: Model, draws: Draws, reading: Reading = Reading.CENTRAL
) -> Array:
    """Return the loss of each draw in per cent of annual value added, by sector; shape (K, N)."""
    runner = ScenarioRun(model=model, shock=shock(scenario, library, model), draws=draws, settings=RunSettings())
    found = runner.run(reading, switches_of(scenario, postponed_share(model, scenario, scenario.months)), draws.count)
    annual = model.economy.value_added_share * model.economy.output * 365.0
    return found.losses.sum(axis=1) / annual.sum() * 100.0  # type: ignore[no-any-return]


def loss(scenario: Scenario, library: Library, model: Model, **quantiles: float) -> float:
    """Return the loss of one draw, in per cent of annual value added."""
    return float(losses(scenario, library, model, one_draw(**quantiles)).sum())
