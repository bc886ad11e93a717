"""What a result says beside its numbers: what was supposed, what a reader should know, who runs short and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.material import Material
from sekisho.impact.model import Model
from sekisho.impact.results.raw_losses import RawLosses
from sekisho.impact.results.result import FirstDay, Shortage, TradeHit
from sekisho.impact.scenario.horizon import Horizon
from sekisho.impact.scenario.scenario import LegalCut, Propagation, Scenario
from sekisho.impact.shock.shock import Shock
from sekisho.impact.shock.trade_hit import NOT_LISTED, FieldShares
from sekisho.impact.uncertainty.draws import Draws
from sekisho.law.model.term import Reading

NOT_IN_RANGE: Final = (
    "Prices, exchange rates, credit and confidence; retaliation and counter-measures; what firms did before the first "
    "day beyond the stocks on file; investment in new plants."
)


def trade_of(shock: Shock, model: Model, draws: Draws) -> tuple[TradeHit, ...]:
    """Return the mean shares of each material's trade that the clauses hit, by reading; empty if no law is asked."""
    shares = shock.shares(draws)
    if not shares:
        return ()
    return tuple(
        _hit(material, number, reading, shares, model)
        for number, material in enumerate(model.pairs.materials)
        for reading in Reading
    )


def _hit(
    material: Material,
    number: int,
    reading: Reading,
    shares: Mapping[tuple[str, str, Reading], FieldShares],
    model: Model,
) -> TradeHit:
    names = ("barred", "may_be_barred", "licensed", "may_be_licensed", "stands")
    sums = dict.fromkeys(names, 0.0)
    pairs = model.pairs
    for at in np.flatnonzero(pairs.flow_material == number):
        for form in material.forms:
            codes = form.control_codes or (NOT_LISTED,)
            weight = float(pairs.flow_share[at]) * form.share.central / len(codes)
            for code in codes:
                found = shares[code, pairs.flows[at].end_use_sector, reading]
                for name in names:
                    sums[name] += weight * float(getattr(found, name).mean())
    return TradeHit(material=str(material.id), reading=reading, **sums)


def shortages_of(found: RawLosses, model: Model, horizon: Horizon) -> tuple[Shortage, ...]:
    """Return for each sector when firms first lack a material, and when it shows in the sector's output.

    Sectors stand in the order in which they are short; those that never are in any draw are left out.
    """
    by_sector: dict[int, list[int]] = {}
    for number, (_, sector) in enumerate(model.needs):
        by_sector.setdefault(sector, []).append(number)
    told = []
    for sector, needs in by_sector.items():
        days, felt = found.short[:, needs].min(axis=1), found.felt[:, sector]
        if (days < horizon.days).any():
            earliest = needs[int(found.short[:, needs].mean(axis=0).argmin())]
            told.append(
                Shortage(
                    sector=model.table.codes[sector],
                    material=str(model.pairs.materials[model.needs[earliest][0]].id),
                    short=_days(days, horizon.days),
                    felt=_days(felt, horizon.days),
                )
            )
    return tuple(sorted(told, key=lambda one: (one.short.p50 is None, one.short.p50 or 0, -one.felt.share, one.sector)))


def _days(days: Array, never: int) -> FirstDay:
    p5, p50, p95 = (_day(days, level, never) for level in (0.05, 0.5, 0.95))
    return FirstDay(p5=p5, p50=p50, p95=p95, share=float(np.mean(days < never)))


def _day(days: Array, level: float, never: int) -> int | None:
    day = int(np.quantile(days, level, method="lower"))
    return day if day < never else None


def assumptions_of(scenario: Scenario, model: Model, postponed: float) -> tuple[str, ...]:
    """Say what was supposed, in sentences."""
    answers = scenario.answers
    spread = {
        Propagation.NONE: "No loss travels from sector to sector.",
        Propagation.UPSTREAM: "Sectors that make less order less; what they lack stops nobody else.",
        Propagation.FULL: "Losses travel upstream by orders and downstream by inputs that are critical.",
    }
    said = [
        *scenario.notes,
        _economy(model),
        *model.table.assumptions,
        spread[scenario.propagation],
        _rules(scenario),
        f"{postponed:.0%} of the final demand that is not served waits and is served later; the rest is lost.",
        *(f"Fixed: {name.replace('_', ' ')} at {value}." for name, value in scenario.fixed.items()),
    ]
    if answers.alternatives != 1.0:
        said.append(f"Other sellers deliver {answers.alternatives:g} times what the sources say.")
    if answers.thrift != 1.0:
        said.append(f"Users save {answers.thrift:g} times what the sources say.")
    return tuple(said)


def _economy(model: Model) -> str:
    table = model.table
    head = f"The economy is that of {table.year} ({table.source}), {len(table.sectors)} sectors"
    return f"{head}; shares of its value added stand for shares of GDP."


def _rules(scenario: Scenario) -> str:
    shared = str(scenario.rationing).replace("_", " ")
    head = f"Output stops when critical inputs run out ({scenario.inventory} rule)"
    return f"{head}; short goods are shared out: {shared}; of several materials, the {scenario.ceilings} counts."


def cautions_of(shock: Shock, model: Model, totals: Array, trade: Iterable[TradeHit]) -> tuple[str, ...]:
    """Return what a reader should know before using a number: three things, and more where less is known."""
    weak, whole = len(model.weak), len(model.pairs.uses) + len(model.priors) + 18 * len(model.pairs.materials)
    law = any(isinstance(cut, LegalCut) for cut in shock.scenario.cuts)
    said = [
        f"{weak} of {whole} inputs rest on judgement or on a weak source; the band is as good as they are.",
        f"Not in the range: {NOT_IN_RANGE}",
        "Readings are ways to read the words of the law; none is a forecast of what the authority will do."
        if law
        else "The cut is supposed; no clause of law was asked.",
    ]
    unknown = _without_experience(shock, trade)
    if unknown:
        said.append(
            f"Nothing on file says how licences for {', '.join(unknown)} went. They are supposed to go without delay, "
            "so what they cost is missing."
        )
    if float(totals.max(initial=0.0)) == 0.0:
        said.append("No draw loses anything within the horizon.")
    return tuple(said)


def _without_experience(shock: Shock, trade: Iterable[TradeHit]) -> tuple[str, ...]:
    """Name the materials for which a measure may require a licence, and no experience says how long one takes."""
    cuts = [cut for cut in shock.scenario.cuts if isinstance(cut, LegalCut)]
    licensed = dict.fromkeys(hit.material for hit in trade if hit.may_be_licensed > 0 or hit.licensed > 0)
    return tuple(
        name.replace("-", " ")
        for name in licensed
        if not any(shock.covering(cut.new_licences, shock.materials[name]) for cut in cuts)
    )
