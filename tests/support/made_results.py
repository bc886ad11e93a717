"""Results that are made up, in milliseconds: nothing is simulated, so that what is tested is how results are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from sekisho.impact.economy.gdp_base import Anchor
from sekisho.impact.economy.table import Sector
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import band
from sekisho.impact.results.loss_bounds import LossBounds
from sekisho.impact.results.result import Bracket, FirstDay, ImpactResult, LossChannels, Shortage, TradeHit
from sekisho.impact.results.variance_shares import Spread
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import AssumedCut, OutlookBranch, Scenario
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.model.term import Reading

SCRIPT = "<script>alert('x')</script>"
FORMULA = '=HYPERLINK("http://example.test","open")'
SUM = "=1+1"
SECTORS = tuple(
    Sector(code=f"{number:02d}", name=f"Made-up sector {number}", scheme="made-up") for number in range(1, 19)
)
DRAWS = 64
_NEVER = FirstDay(p5=None, p50=None, p95=None, share=0.0)


def scenario(title: str = "A made-up ban") -> Scenario:
    """A scenario whose words may be hostile."""
    return Scenario(
        id="made-up",
        title=title,
        because=title,
        start=date(2026, 1, 6),
        months=6,
        cuts=(AssumedCut(materials=("all",), share=None, until=date(2026, 4, 5), because=FORMULA),),  # type: ignore[arg-type]
        notes=(title,),
    )


def result(
    title: str = "A made-up ban",
    *,
    readings: tuple[Reading, ...] = tuple(Reading),
    size: float = 1.0,
    spread: bool = True,
    hostile: bool = False,
) -> ImpactResult:
    """A result.

    Parameters
    ----------
    size
        Factor on all losses; 0 loses nothing.
    spread
        Whether draws differ.
    hostile
        Whether names of sectors are markup and formulas too.
    """
    horizon = Horizon(start=date(2026, 1, 6), months=6)
    random = np.random.default_rng(1)
    periods = len(horizon.labels)
    draws = random.lognormal(sigma=1.0, size=(DRAWS, 1, 1)) if spread else np.ones((DRAWS, 1, 1))
    months = np.linspace(0.0, 1.0, periods)[None, :, None]
    falling = (0.5 ** np.arange(len(SECTORS)))[None, None, :]
    one = 0.05 * size * draws * months * falling
    factor = {Reading.NARROW: 0.2, Reading.CENTRAL: 0.2, Reading.BROAD: 1.0}
    names = (SCRIPT, SUM) if hostile else ()
    sectors = tuple(
        replace(sector, name=names[number]) if number < len(names) else sector for number, sector in enumerate(SECTORS)
    )
    shares = {
        SpreadCause.READING: 0.3,
        SpreadCause.STOCKS: 0.5,
        SpreadCause.APPLICATION: 0.194,
        SpreadCause.SHARE: 0.006,
    }
    day = FirstDay(p5=7, p50=23, p95=None, share=0.9)
    return ImpactResult(
        scenario=scenario(title),
        horizon=horizon,
        reading=Reading.BROAD if Reading.BROAD in readings else readings[0],
        losses={reading: one * factor[reading] for reading in readings},
        annual=np.full(len(SECTORS), 10.0),
        sectors=sectors,
        anchor=Anchor(currency="JPY", year=2024, gdp=600.0, source="made up"),
        spread=Spread(shares=shares if spread and size else {}, columns={}, correlations={}),
        parts=LossChannels(
            direct=0.1 * size, upstream=0.05 * size, restocking=0.0, downstream=0.0, recovery=-0.01 * size
        ),
        brackets=(Bracket(name="direct", says="no sector feels another's loss", percent=0.1),),
        bounds=LossBounds(
            direct=band(np.zeros(DRAWS)),
            orders=band(np.zeros(DRAWS)),
            cascade=band(np.ones(DRAWS)),
            draws=DRAWS * len(readings),
            draws_above=0,
            first_above=None,
        ),
        trade=tuple(
            TradeHit(
                material="heavy-rare-earths",
                reading=reading,
                barred=0.1 * (number + 1),
                may_be_barred=0.2 * (number + 1),
                licensed=0.0,
                may_be_licensed=0.0,
                stands=0.5,
            )
            for number, reading in enumerate(Reading)
        )
        if len(readings) > 1
        else (),
        shortages=(
            Shortage(sector="01", material="heavy-rare-earths", short=day, felt=day),
            Shortage(sector="02", material="gallium", short=day, felt=_NEVER),
        )
        if size
        else (),
        hoarding=0.7,
        seed=1,
        kernel="numpy",
        hash="5f3a91c0" * 8,
        assumptions=(title, "The economy is made up.", "Losses travel.", "Nothing else is known."),
        cautions=("Three things are weak.", "Not in the range: prices.", "Readings are no forecasts."),
        weak=("gallium: leakage", "indium: leakage", "phi of gallium in 17", "severity"),
        inputs={"law": "2624f50" + "0" * 57, "table": "eeb247c" + "0" * 57},
    )


def outlook(title: str = "Two made-up ways on", *, hostile: bool = False) -> OutlookResult:
    """An outlook of two ways on."""
    names = (SCRIPT, SUM) if hostile else ("talks succeed", "the ban stays")
    ways = ((0.6, result(size=0.3, hostile=hostile)), (0.4, result(hostile=hostile)))
    return OutlookResult(
        scenario=replace(scenario(title), id="made-up-outlook", because="Made-up weights."),
        reading=Reading.BROAD,
        outcomes=tuple(
            (OutlookBranch(scenario=f"way-{number}", title=names[number], weight=weight, because="made up"), found)
            for number, (weight, found) in enumerate(ways)
        ),
    )
