"""What a run says of a figure that may be observed: its mean in each draw, and by how much the figure may stray.

Flows are in tonnes, shares of 1, output in points of an index. A month's trade strays from its mean by itself: ships
come late, orders bunch. That is part of every prediction, and not of the model's draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.normal_trade import NormalImports
from sekisho.impact.materials.parameters import Parameters
from sekisho.impact.nowcast.observation import ObservationKind, ObservedSeries
from sekisho.impact.nowcast.particles import BRIDGE, Particles
from sekisho.impact.results.flow_bands import total_tonnes
from sekisho.impact.scenario.horizon import DAYS_A_YEAR
from sekisho.impact.shock.import_flows import ImportFlows
from sekisho.message import Text, message

MONTH_NOISE: Final = 0.2
"""Standard deviation of the logarithm of a month's imports around its mean. Measured: 0.22 for natural and 0.30 for
artificial graphite, Chinese exports to Japan by month from 2017 to May 2023 around a mean of 13 months; rounded down,
since rare earths come under many headings. Smaller makes one month prove too much; larger, nothing."""
LONG_NOISE_DAYS: Final = 30.0
"""Days over which the noise of a month holds; over longer spans it averages out."""
INDEX_NOISE: Final = 1.5
"""Points of an index of output by which it strays from what it would have been, with nothing known of the cycle."""
SHARE_NOISE: Final = 0.04
"""Standard deviation of an origin's share of a month's imports: two flows that stray by MONTH_NOISE each, at three
quarters, give 0.75 x 0.25 x 0.28 = 0.05, and less where late ships delay both."""
LICENCE_WEIGHT: Final = 20.0
"""Applications that a share of approvals stands for, where no range is stated: a guess of a few dozen a month."""
LEAST: Final = 0.005
"""Share of normal below which a flow is not told from none."""
BRIDGE_ENDS: Final = (0.5, 1.2)
"""Tonnes that one share of approvals brings: half as many, or a fifth more, than the share says."""
MANUFACTURING: Final = tuple(f"{code:02d}" for code in range(6, 23))
"""Industries of `oecd45` that an index of industrial production counts: divisions 10 to 33."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictedSeries:
    """What a run says of a series over some days, in each of its draws.

    Parameters
    ----------
    mean
        Shape (K,).
    noise
        Standard deviation by which a figure strays from it: of its logarithm if `is_log`, else in its unit.
    """

    mean: Array
    noise: float
    is_log: bool = False

    def sampled(self, rng: np.random.Generator) -> Array:
        """Return one figure a draw, with its noise; shape (K,)."""
        steps = rng.standard_normal(len(self.mean))
        if self.is_log:
            return self.mean * np.exp(self.noise * steps)
        return self.mean + self.noise * steps


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictor:
    """A run, asked for figures that may be observed.

    Parameters
    ----------
    flows
        Under one reading.
    output
        Share of the output of manufacturing that is lost in each month of the horizon, shape (K, months); None where
        the run has no output.
    labels
        Calendar months of `output`.
    parameters
        Figures of the materials in each draw; None tells of no stocks.
    """

    materials: Materials
    importer: str
    seller: str
    start: date
    normal: Mapping[tuple[str, str, str], NormalImports]
    flows: ImportFlows
    particles: Particles
    parameters: Parameters | None = None
    output: Array | None = None
    labels: tuple[str, ...] = ()

    def unfit(self, series: ObservedSeries, since: date, until: date) -> Text | None:
        """Say why nothing can be said of a series over some days; None if something can."""
        if series.importer != self.importer:
            return message("nowcast.other_importer", "it tells of another market.")
        if until < self.start:
            return message("nowcast.before_start", "it tells of days before the first day of the scenario.")
        if series.kind is ObservationKind.OUTPUT:
            months = self._months(since, until)
            if self.output is None or not months or any(name not in self.labels for name in months):
                return message("nowcast.no_output", "the run tells of no output on these days.")
            return None
        if any(name not in self.flows.months for name in self._months(max(since, self.start), until)):
            return message("nowcast.outside_horizon", "it speaks of days outside the span.")
        if series.kind not in {
            ObservationKind.FLOW,
            ObservationKind.SHARE,
            ObservationKind.LICENCE,
            ObservationKind.FIRM,
        }:
            return message("nowcast.shown_beside", "the run has no such figure; it is shown beside.")
        if series.origin not in {"", self.seller}:
            return message("nowcast.origin_unknown", "the model knows this origin only together with others.")
        if series.kind is ObservationKind.FLOW and series.unit == "t" and self._normal(series) is None:
            return message("nowcast.no_normal", "no tonnes of a normal month are on file.")
        if series.unit == "USD":
            return message("nowcast.no_prices", "no price is on file from which a value could be worked out.")
        return None

    def predicted(self, series: ObservedSeries, since: date, until: date) -> PredictedSeries:
        """Return what the run says of a series over some days, of which `unfit` says nothing."""
        match series.kind:
            case ObservationKind.OUTPUT:
                return self._output(since, until)
            case ObservationKind.FLOW:
                return self._flow(series, since, until)
            case ObservationKind.SHARE:
                seller, others = self._amounts(series.materials, since, until)
                share = seller / np.maximum(seller + others, LEAST)
                return PredictedSeries(mean=share, noise=SHARE_NOISE)
            case _:
                return PredictedSeries(mean=self.arrives(series.materials, since, until), noise=0.0)

    def approvals(self, materials: tuple[str, ...], since: date, until: date) -> Array:
        """Return the share of applications that are approved, of which arrivals tell by way of the bridge; (K,)."""
        low, high = BRIDGE_ENDS
        bridge = low + (high - low) * self.particles.extra[BRIDGE]
        return np.clip(self.arrives(materials, since, until) / bridge, LEAST, 1.0 - LEAST)

    def arrives(self, materials: tuple[str, ...], since: date, until: date) -> Array:
        """Return the share of its normal flow that the seller sends; shape (K,)."""
        seller, _ = self._amounts(materials, since, until)
        usual, _ = self._usual(materials)
        return seller / np.maximum(usual, LEAST)

    def others_arrive(self, materials: tuple[str, ...], since: date, until: date) -> Array:
        """Return the share of their normal flow that all others but the seller send; shape (K,)."""
        _, others = self._amounts(materials, since, until)
        _, usual = self._usual(materials)
        return others / np.maximum(usual, LEAST)

    def short_by(self, materials: tuple[str, ...], day: date) -> Array:
        """Return the share of firms whose stock of some material is used up on a day; shape (K,)."""
        from scipy.special import ndtr

        assert self.parameters is not None  # noqa: S101 - who holds a run against events gives them
        short = np.zeros(self.flows.draws)
        for at in self._places(materials):
            lacking = np.zeros(self.flows.draws)
            for number, name in enumerate(self.flows.months):
                first = max(date(int(name[:4]), int(name[5:]), 1), self.start)
                following = (date(int(name[:4]), int(name[5:]), 28) + timedelta(days=4)).replace(day=1)
                days = max(0, (min(day, following) - first).days)
                arrives = self.flows.seller[:, number, at] + self.flows.others[:, number, at]
                lacking += days * np.maximum(0.0, 1.0 - arrives)
            stock, spread = (self.parameters[name][:, at] for name in ("firm_stock_days", "stock_dispersion"))
            gone = ndtr((np.log(np.maximum(lacking, LEAST)) - np.log(stock)) / spread)
            short = np.maximum(short, gone)
        return short

    def level(self, series: ObservedSeries) -> Array:
        """Return the tonnes of a normal month of a series; shape (K,)."""
        normal = self._normal(series)
        assert normal is not None  # noqa: S101 - `unfit` says so before
        seller, others = self._usual(series.materials)
        whole = total_tonnes(normal, seller, self.seller, self.particles.extra.get(normal_name(normal)))
        return whole * (seller if series.origin else seller + others)

    def _flow(self, series: ObservedSeries, since: date, until: date) -> PredictedSeries:
        seller, others = self._amounts(series.materials, since, until)
        usual_seller, usual_others = self._usual(series.materials)
        part, usual = (seller, usual_seller) if series.origin else (seller + others, usual_seller + usual_others)
        days = (until - since).days + 1
        noise = MONTH_NOISE * float(np.sqrt(min(1.0, LONG_NOISE_DAYS / days)))
        scale = self.level(series) * days / (DAYS_A_YEAR / 12)
        return PredictedSeries(mean=np.maximum(part / usual, LEAST) * scale, noise=noise, is_log=True)

    def _output(self, since: date, until: date) -> PredictedSeries:
        assert self.output is not None  # noqa: S101 - `unfit` says so before
        places = [self.labels.index(name) for name in self._months(since, until)]
        return PredictedSeries(mean=-100.0 * self.output[:, places].mean(axis=1), noise=INDEX_NOISE)

    def _normal(self, series: ObservedSeries) -> NormalImports | None:
        if len(series.materials) != 1:
            return None
        return self.normal.get((series.materials[0], series.form, self.importer))

    def _places(self, materials: tuple[str, ...]) -> list[int]:
        """Number the materials that are meant, by id, by group or all."""
        meant = [
            str(material.id)
            for material in self.materials.items
            if {"all", str(material.id), material.group} & set(materials)
        ]
        return [self.flows.materials.index(name) for name in meant if name in self.flows.materials]

    def _weights(self, places: list[int]) -> Array:
        """Share of each material in the imports of those that are meant, by normal tonnes; alike where none is."""
        tonnes = []
        for at in places:
            normal = self.normal.get((self.flows.materials[at], "", self.importer))
            tonnes.append(normal.tonnes.central if normal is not None else np.nan)
        sizes: Array = np.array(tonnes)
        sizes = np.ones(len(places)) if np.isnan(sizes).any() else sizes
        found_sizes: Array = sizes / sizes.sum()
        return found_sizes

    def _usual(self, materials: tuple[str, ...]) -> tuple[Array, Array]:
        places = self._places(materials)
        seller = self.flows.dependence[:, places] @ self._weights(places)
        return seller, 1.0 - seller

    def _amounts(self, materials: tuple[str, ...], since: date, until: date) -> tuple[Array, Array]:
        """Return what the seller and all others send on some days, as shares of normal imports; each of shape (K,)."""
        places = self._places(materials)
        weights = self._weights(places)
        spans = self._spans(since, until)
        seller, others = np.zeros(self.flows.draws), np.zeros(self.flows.draws)
        usual = self._usual(materials)
        for name, days in spans.items():
            if name in self.flows.months:
                number = self.flows.months.index(name)
                seller += days * (self.flows.seller[:, number][:, places] @ weights)
                others += days * (self.flows.others[:, number][:, places] @ weights)
            else:
                seller, others = seller + days * usual[0], others + days * usual[1]
        whole = sum(spans.values())
        return seller / whole, others / whole

    def _months(self, since: date, until: date) -> list[str]:
        return list(self._spans(since, until))

    @staticmethod
    def _spans(since: date, until: date) -> dict[str, int]:
        """Calendar months of a span of days, each with its days in it."""
        spans: dict[str, int] = {}
        for number in range((until - since).days + 1):
            name = f"{since + timedelta(days=number):%Y-%m}"
            spans[name] = spans.get(name, 0) + 1
        return spans


NORMAL: Final = "normal "
"""Begins the name of what a normal month is drawn by."""


def normal_name(normal: NormalImports) -> str:
    """Name what a normal month is drawn by."""
    return f"{NORMAL}{normal.material}{' ' + normal.form if normal.form else ''}"
