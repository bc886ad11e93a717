"""What arrives of each material in each month, by form and by where it comes from.

A run knows days of base use. Whoever counts trade wants months, forms and origins: this module turns one into the
other, with the same draws and the same balance, so that what is told of flows is what the loss was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from sekisho.impact.materials.figure import Array
from sekisho.impact.materials.origins import origins_of, replaced_share
from sekisho.impact.model import Model
from sekisho.impact.shock.shock import Shock
from sekisho.impact.uncertainty.levels import PriorLevels
from sekisho.law.model.term import Reading

ELSEWHERE: Final = ""
"""Origin of what comes from other countries that no file tells apart."""


class SupplyWay(StrEnum):
    """How a material gets to its users.

    direct: from the seller. others: from other countries, as in a normal month. through: of the seller's origin,
    passed on by a third country. alternative: from other sellers, beyond what they sent in a normal month.
    """

    DIRECT = "direct"
    OTHERS = "others"
    THROUGH = "through"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OriginArrivals:
    """What arrives of one material, in one form, from one place, in each calendar month of the horizon.

    Parameters
    ----------
    material
        Its id.
    form
        Name of the form; empty where nobody tells forms apart (all ways but `direct`).
    hs
        Headings of six digits under which it is counted; those of all forms where the form is empty.
    origin
        Country that it comes from, ISO 3166 alpha-2: the seller, the territory of an alternative, the country that
        passes it on; ELSEWHERE if no file says. The importer's own territory stands for plants at home, no import.
    normal
        What comes this way in a normal month, as a share of the material's base use in the importing country;
        shape (K,). 0 for `through` and `alternative`, which count only what comes beyond a normal month.
    arrives
        The same in each calendar month touched, as the mean over the days of the horizon in that month;
        shape (K, months). Compare with `normal`: at `normal` nothing is missing.
    """

    material: str
    form: str
    hs: tuple[str, ...]
    way: SupplyWay
    origin: str
    normal: Array
    arrives: Array


def arrivals_of(shock: Shock, model: Model, levels: PriorLevels, reading: Reading) -> Iterator[OriginArrivals]:
    """Go through what arrives by material, form, origin, month and draw, under one reading.

    Shares are of base use in the importing country: summed over forms and ways, `normal` of a material is 1 in every
    draw, and `arrives` is what its users get of imports before public stocks, scrap and thrift. For tonnes multiply
    by normal tonnes: those of the seller by `arrives / normal` of its row; those of ways that are 0 in a normal month
    by `arrives` over the seller's `normal`, times the seller's normal tonnes. Months are those of
    `shock.horizon.labels`, in their order. The draws are those of `levels`, so the same levels give the flows of the
    same draws as a loss. Cuts count when they arrive and not when they depart.

    Parameters
    ----------
    levels
        Draws with the model's priors and what the scenario fixes, as a run makes them.
    reading
        The reading under which the law was asked.
    """
    answers = shock.scenario.answers
    parameters = model.parameters(
        levels, alternatives=answers.alternatives, thrift=answers.thrift, start=shock.horizon.start
    )
    by_form = shock.form_cuts(levels, reading)
    pairs, horizon = model.pairs, shock.horizon
    origins = origins_of(pairs, parameters, shock.cut_of_forms(by_form), shock.passing(levels, reading))
    for number, material in enumerate(pairs.materials):
        of = np.flatnonzero(pairs.flow_material == number)
        dependence, start = origins.dependence[number], origins.start[:, number, None].astype(float)
        for place, (form, weight) in enumerate(zip(material.forms, shock.weights(material), strict=True)):
            cut = np.zeros((levels.draws.count, horizon.days))
            for at in of:
                cut += pairs.flow_share[at] * by_form[str(material.id), pairs.flows[at].end_use_sector][place]
            yield OriginArrivals(
                material=str(material.id),
                form=form.name,
                hs=form.hs,
                way=SupplyWay.DIRECT,
                origin=shock.scenario.supplier,
                normal=dependence * weight,
                arrives=_by_month(shock, (dependence * weight)[:, None] * (1.0 - cut)),
            )
        others = np.repeat(origins.others[number][:, None], horizon.days, axis=1)
        through = {passer.territory: passer.share for passer in shock.passers if passer.material == material.id}
        through[ELSEWHERE] = 1.0 - sum(through.values())
        rows = [(SupplyWay.OTHERS, ELSEWHERE, others)]
        rows += [
            (SupplyWay.THROUGH, origin, share * origins.of(number, origins.through))
            for origin, share in through.items()
        ]
        territories = dict.fromkeys(passer.territory for passer in parameters.plants.get(number, ()))
        for origin in territories or (ELSEWHERE,):
            instead = origins.of(number, origins.lost) * replaced_share(number, start, horizon.days, parameters, origin)
            rows.append((SupplyWay.ALTERNATIVE, origin, instead))
        for way, origin, arrivals in rows:
            yield OriginArrivals(
                material=str(material.id),
                form="",
                hs=material.hs,
                way=way,
                origin=origin,
                normal=origins.others[number] if way is SupplyWay.OTHERS else np.zeros_like(dependence),
                arrives=_by_month(shock, arrivals),
            )


def _by_month(shock: Shock, daily: Array) -> Array:
    """Return the mean over the days of each calendar month touched; from (K, T) to (K, months)."""
    periods = shock.horizon.periods
    sums = np.zeros((len(daily), len(shock.horizon.labels)))
    np.add.at(sums.T, periods, daily.T)
    return sums / shock.horizon.days_of_periods
