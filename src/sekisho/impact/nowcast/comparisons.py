"""What was observed set beside a run that is there: figures of an observation file, or months of a publisher's series.

Figures of an observation file weigh the draws of the run as they weigh those of a nowcast. A series is compared alone.

A figure strays from what it measures, so the band that it is held against is of figures as they would be published.
Of a series, what a run says of a heading are shares of a normal month, and the normal month is the series' own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from sekisho.impact.economy.package_folder import alpha3_codes
from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.normal_trade import normal_imports
from sekisho.impact.nowcast.observation import Observation, ObservationKind, of_vintage
from sekisho.impact.nowcast.observation_file import observed_table, read_observations, unstated_error
from sekisho.impact.nowcast.official_series import WORLD, CountedMonth, OfficialSeries, is_series, read_series
from sekisho.impact.nowcast.particles import BRIDGE, particles_of
from sekisho.impact.nowcast.posterior import sampled_figures, usable
from sekisho.impact.nowcast.prediction import MANUFACTURING, MONTH_NOISE, Predictor, normal_name
from sekisho.impact.nowcast.reading_runs import NowcastDesk, ReadingRun
from sekisho.impact.nowcast.weighing import weigh, weighed_readings
from sekisho.impact.results.bands import band
from sekisho.impact.results.comparison import FigureComparison, ObservedComparison, WeighedLoss
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.horizon import months_later
from sekisho.impact.shock.import_flows import OTHERS
from sekisho.impact.shock.trade_flows import NORMAL_MONTHS, month_ends
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.library import Library
from sekisho.message import Text, message

FEWEST_MONTHS: Final = 12
"""Months before the first day of which a normal month is the mean at the least: one whole season. A judgement."""
POINTS: Final = "points"
"""Unit of a change of an index."""
PERCENT: Final = 100.0
"""Per cent of one."""
OBSERVATIONS: Final = "observations"
"""Layout of an observation file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedFile:
    """A file that was read, and what it is to be set beside.

    Parameters
    ----------
    as_of
        Nothing that was known later is compared; a month of a series is known once it has ended.
    seen
        Rows of an observation file, or a publisher's series.
    """

    materials: Materials
    as_of: date
    seen: tuple[Observation, ...] | OfficialSeries


def read_observed(file: Path, library: Library, materials: Materials, *, as_of: date) -> ObservedFile:
    """Read an observation file, or a series in a publisher's layout.

    Raises
    ------
    FactError
        With everything that is wrong in it.
    """
    seen: tuple[Observation, ...] | OfficialSeries
    with observed_table(file) as table:
        seen = read_series(table, alpha3_codes(library)) if is_series(table) else read_observations(table, materials)
    return ObservedFile(materials=materials, as_of=as_of, seen=seen)


def compare(result: ImpactResult, library: Library, observed: ObservedFile, name: str) -> ObservedComparison:
    """Set what was read beside a run, under the reading that heads it; nothing is run again."""
    predictor, as_of, seen = predictor_of(result, library, observed.materials), observed.as_of, observed.seen
    if not isinstance(seen, OfficialSeries):
        latest = of_vintage(seen, as_of)
        unstated = sum(not row.error_stated for row in latest)
        return ObservedComparison(
            file=name,
            as_of=as_of,
            layout=OBSERVATIONS,
            rows=tuple(_of_observations(latest, predictor, result.seed)),
            notes=(unstated_error(unstated),) if unstated else (),
        )
    compared_alone = message(
        "nowcast.series_weighs_nothing",
        "A publisher's series is compared and changes no loss; figures of an observation file weigh the runs.",
    )
    vintage = message(
        "nowcast.series_vintage",
        "The file does not say when its figures were known; they count as known on {day}.",
        day=as_of.isoformat(),
    )
    whole = message(
        "nowcast.heading_share",
        "A run knows materials: of a heading with several forms or materials it gives their common share.",
    )
    return ObservedComparison(
        file=name,
        as_of=as_of,
        layout=seen.layout,
        rows=tuple(_of_series(seen.months, predictor, result.seed, as_of)),
        notes=(*seen.notes, compared_alone, vintage, whole),
    )


def weighed_beside(
    beside: ObservedComparison, result: ImpactResult, observed: ObservedFile, desk: NowcastDesk
) -> ObservedComparison:
    """Weigh the draws of a run by the figures set beside it, as a nowcast of the same days does; by a series none.

    Parameters
    ----------
    desk
        The scenario of the result, with the settings that it was run with.

    Raises
    ------
    ConvergenceError
        If the figures cannot be reached.
    """
    if isinstance(observed.seen, OfficialSeries):
        return beside
    runs = {
        reading: ReadingRun(losses=losses, imports=result.flows[reading]) for reading, losses in result.losses.items()
    }
    weighed = weigh(desk, of_vintage(observed.seen, observed.as_of), runs)
    loss = WeighedLoss(
        figures=len(weighed.used),
        before=weighed.loss_before.band,
        after=weighed.loss_after.band,
        readings=weighed_readings(weighed.readings_before, weighed.readings_after, weighed.posteriors),
    )
    # Both go through the same figures of the same vintage in the same order.
    rows = (replace(row, chance=use.tail) for row, use in zip(beside.rows, weighed.uses(), strict=True))
    return replace(beside, rows=tuple(rows), weighed=loss)


def predictor_of(result: ImpactResult, library: Library, materials: Materials) -> Predictor:
    """Return what tells figures of a run that is there; nothing is run again."""
    drawn = draw(result.draws, result.seed)
    names = (*(normal_name(normal) for normal in normal_imports(library).values()), BRIDGE)
    return Predictor(
        materials=materials,
        importer=result.scenario.buyer,
        seller=result.scenario.supplier,
        start=result.horizon.start,
        normal=result.normal,
        flows=result.flows[result.reading],
        particles=particles_of(drawn, names),
        output=_output(result),
        labels=result.horizon.labels,
    )


def _output(result: ImpactResult) -> Array | None:
    """Share of the output of manufacturing that is lost, by month; None in other classifications."""
    places = [at for at, sector in enumerate(result.sectors) if sector.code in MANUFACTURING]
    if not places or any(sector.scheme != "oecd45" for sector in result.sectors):
        return None
    # Value added is a fixed share of a sector's output, so both fall alike.
    daily = float(result.annual[places].sum()) / 365.0
    shares: Array = result.losses[result.reading][:, :, places].sum(axis=2) / (daily * result.horizon.days_of_periods)
    return shares


def _of_observations(rows: Sequence[Observation], predictor: Predictor, seed: int) -> Iterator[FigureComparison]:
    for row, reason in usable(rows, predictor):
        unused = reason
        if row.value is None and unused is None:
            unused = message("nowcast.no_number_here", "it has no number to compare; what it reports weighs.")
        figure, unit = row.value, row.series.unit
        if row.series.kind is ObservationKind.OUTPUT:
            change = row.yearly if row.yearly is not None else row.monthly
            figure, unit = None if change is None else PERCENT * change, POINTS
            if change is None and unused is None:
                unused = message("nowcast.no_change_here", "it states no change against a year or a month before.")
        rng = np.random.default_rng([seed, 2])
        normal = None
        if unused is None and row.series.kind is ObservationKind.FLOW:
            normal = float(np.median(predictor.level(row.series)))
        yield FigureComparison(
            id=row.id,
            variable=row.variable,
            materials=row.series.materials,
            form=row.series.form,
            hs=(),
            origin=row.series.origin,
            counted_by="",
            period=row.period,
            unit=unit,
            figure=figure,
            normal=normal,
            band=None if unused is not None else band(sampled_figures(row, predictor, rng)),
            unused=unused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """A heading on a route, as one country counts it.

    Parameters
    ----------
    named
        Materials that name it.
    cells
        Month to tonnes; None where no mass was counted.
    """

    hs: str
    reporter: str
    named: tuple[str, ...]
    origin: str
    cells: Mapping[str, float | None]


def _of_series(
    months: Sequence[CountedMonth], predictor: Predictor, seed: int, as_of: date
) -> Iterator[FigureComparison]:
    """Go through the headings of a series that a material names, by origin and month.

    Publishers leave out what was not traded: a month in which a heading has rows, and none on a route, counts as none.
    """
    reported: dict[tuple[str, str], set[str]] = {}
    for month in months:
        reported.setdefault((month.hs, month.reporter), set()).add(month.month)
    counted: dict[tuple[str, str], dict[str, dict[str, float | None]]] = {}
    for month in months:
        if month.importer == predictor.importer:
            by_origin = counted.setdefault((month.hs, month.reporter), {})
            by_origin.setdefault(month.origin, {})[month.month] = month.tonnes
    for hs, reporter in sorted(counted):
        named = tuple(str(material.id) for material in predictor.materials.items if hs in material.hs)
        if not named:
            continue
        for origin, cells in _told_apart(counted[hs, reporter], predictor.seller).items():
            whole = {**dict.fromkeys(reported[hs, reporter], 0.0), **cells}
            heading = _Heading(hs=hs, reporter=reporter, named=named, origin=origin, cells=whole)
            yield from _months_of(heading, predictor, seed, as_of)


def _told_apart(
    of_origin: Mapping[str, Mapping[str, float | None]], seller: str
) -> dict[str, Mapping[str, float | None]]:
    """Return the seller's months, and those of all others together: the world less the seller, or the others' sum."""
    apart: dict[str, Mapping[str, float | None]] = {}
    own = of_origin.get(seller)
    if own is not None:
        apart[seller] = own
    if WORLD in of_origin and own is not None:
        apart[OTHERS] = {
            month: None if whole is None or own.get(month, 0.0) is None else max(0.0, whole - (own.get(month) or 0.0))
            for month, whole in of_origin[WORLD].items()
        }
        return apart
    others = [cells for origin, cells in of_origin.items() if origin not in {WORLD, seller}]
    if others:
        names = sorted({month for cells in others for month in cells})
        apart[OTHERS] = {
            month: None
            if any(cells.get(month, 0.0) is None for cells in others)
            else sum(cells.get(month) or 0.0 for cells in others)
            for month in names
        }
    return apart


def _months_of(heading: _Heading, predictor: Predictor, seed: int, as_of: date) -> Iterator[FigureComparison]:
    cells, origin = heading.cells, heading.origin
    normal, months, unused = _normal_month(cells, predictor.start)
    begins = f"{predictor.start:%Y-%m}"
    rng = np.random.default_rng([seed, 3])
    for month in sorted(cells):
        first, last = month_ends(month)
        if month < begins or last > as_of:
            continue
        figure, reason, seen_in = cells[month], unused, None
        if figure is None:
            reason = message("nowcast.no_mass", "the publisher counts no mass of it.")
        elif reason is None and month not in predictor.flows.months:
            reason = message("nowcast.outside_horizon", "it speaks of days outside the span.")
        if reason is None and normal is not None:
            asked = predictor.arrives if origin == predictor.seller else predictor.others_arrive
            share = asked(heading.named, first, last)
            # What a month strays, and what the mean of the normal months strays with it.
            noise = MONTH_NOISE * float(np.sqrt(1.0 + 1.0 / months))
            seen_in = band(normal * share * np.exp(noise * rng.standard_normal(len(share))))
        yield FigureComparison(
            id="",
            variable="",
            materials=heading.named,
            form="",
            hs=(heading.hs,),
            origin=origin,
            counted_by=heading.reporter,
            period=month,
            unit="t",
            figure=figure,
            normal=normal,
            band=seen_in,
            unused=reason,
        )


def _normal_month(cells: Mapping[str, float | None], start: date) -> tuple[float | None, int, Text | None]:
    """Return the mean of the months before a day, of how many, and why there is none."""
    since, begins = f"{months_later(start.replace(day=1), -NORMAL_MONTHS):%Y-%m}", f"{start:%Y-%m}"
    before = {month: tonnes for month, tonnes in cells.items() if since <= month < begins}
    if not before or any(tonnes is None for tonnes in before.values()):
        lacking = message("nowcast.no_mass_before", "the file counts no mass before the first day.")
        return None, 0, lacking
    first, last = min(before), max(before)
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    if months < FEWEST_MONTHS:
        few = message(
            "nowcast.few_before",
            "the file has {months} months before the first day; {fewest} tell a normal month.",
            months=months,
            fewest=FEWEST_MONTHS,
        )
        return None, months, few
    normal = sum(tonnes or 0.0 for tonnes in before.values()) / months
    if normal <= 0:
        return None, months, message("nowcast.nothing_before", "nothing came before the first day.")
    return normal, months, None
