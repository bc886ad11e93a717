"""Write paths of BoARIO 0.7.2 on made-up tables, as figures for tests/impact/engine.

Run it in an environment of its own (`make peer-boario`); BoARIO is GPL, and nothing of the project
imports it.

    build/peer-boario/bin/python scripts/boario_reference.py tests/impact/engine/boario_reference.csv
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pymrio
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

DAYS, COLUMNS = 365, 8
TABLES = ((1, 6, 3), (2, 4, 5))
SHOWN = [*range(20), *range(20, DAYS, 15), DAYS - 1]


def made_up_table(regions: int, sectors: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return flows and final demand of the tables of tests/support/made_tables.py."""
    rng = np.random.default_rng(seed)
    size = regions * sectors
    inputs = rng.uniform(0.2, 1.0, (size, size))
    inputs *= rng.uniform(0.3, 0.6, size) / inputs.sum(axis=0)
    final = rng.uniform(1.0, 5.0, size) * 1e6
    return inputs * np.linalg.solve(np.eye(size) - inputs, final), final


def path_of(regions: int, sectors: int, seed: int) -> np.ndarray:
    """Return output over that of the first day, for a loss of 40 % of the capacity of two sectors."""
    flows, final = made_up_table(regions, sectors, seed)
    names = [f"r{number}" for number in range(regions)], [f"s{number}" for number in range(sectors)]
    places = pd.MultiIndex.from_product(names, names=["region", "sector"])
    users = pd.MultiIndex.from_product([names[0], ["fd"]], names=["region", "category"])
    used = np.zeros((regions * sectors, regions))
    for region in range(regions):
        own = slice(region * sectors, (region + 1) * sectors)
        used[own, region] = final[own]
    table = pymrio.IOSystem(
        Z=pd.DataFrame(flows, index=places, columns=places), Y=pd.DataFrame(used, index=places, columns=users)
    )
    table.calc_all()
    run = Simulation(ARIOPsiModel(table), n_temporal_units_to_sim=DAYS)
    hit = pd.Series(0.4, index=pd.MultiIndex.from_product([["r0"], ["s0", "s1"]], names=["region", "sector"]))
    run.add_event(
        event.from_series(
            hit, event_type="arbitrary", occurrence=5, duration=90, recovery_tau=30, recovery_function="linear"
        )
    )
    run.loop()
    made = np.asarray(run.production_realised, float)
    return made / made[0]


def main() -> None:
    """Write the figures."""
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "day", *(f"ratio_{place}" for place in range(COLUMNS))])
        for regions, sectors, seed in TABLES:
            path = path_of(regions, sectors, seed)
            for day in SHOWN:
                told = [repr(float(ratio)) for ratio in path[day]]
                writer.writerow([f"{regions}x{sectors}", day, *told, *[""] * (COLUMNS - len(told))])


if __name__ == "__main__":
    main()
