# ruff: noqa: E402 - one thread each, which has to be said before numpy is loaded
"""The engine beside BoARIO: CPU seconds a run of 365 days, one thread each, materials off, the same made-up tables.

BoARIO runs in an environment of its own (`make peer-boario`), in turn with the engine; the least of the runs counts.

    python benchmarks/impact_engine.py --tables 1x56 5x56 --runs 3

Memory is that of a process of its own that reads the table from a file and runs one kernel once.
"""

from __future__ import annotations

import argparse
import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"  # before numpy is loaded: one thread each

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from measuring import BUILD, save, show

from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import EngineDraws, Switches, run_engine

DAYS = 365
PEER = BUILD.parent / "peer-boario" / "bin" / "python"
KINDS = (("numpy", "float64"), ("numpy", "float32"), ("numba", "float64"), ("numba", "float32"))


def made_up_table(regions: int, sectors: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return flows, final demand and output; half of the cells are nearly empty, as in real tables."""
    rng = np.random.default_rng(seed)
    size = regions * sectors
    inputs = rng.gamma(0.5, 1.0, (size, size)) + 1e-3
    inputs *= rng.uniform(0.3, 0.65, size) / inputs.sum(axis=0)
    final = rng.gamma(0.8, 1.0, size) * 1e5 + 1e4
    output = np.linalg.solve(np.eye(size) - inputs, final)
    return inputs * output, final, output


def table_file(regions: int, sectors: int) -> Path:
    """Write the made-up table to a file, so that whoever reads it is spared the memory that making it takes."""
    file = BUILD / f"made-up-{regions}x{sectors}.npz"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        flows, final, output = made_up_table(regions, sectors)
        np.savez(file, flows=flows, final=final, output=output)
    return file


def own(regions: int, sectors: int, kernel: str, dtype: str, count: int) -> float:
    """Return CPU seconds a run of the engine."""
    with np.load(table_file(regions, sectors)) as stored:
        flows, final, output = stored["flows"], stored["final"], stored["output"]
    places = regions * sectors
    value_added_share = 1.0 - flows.sum(axis=0) / output
    flows /= DAYS
    economy = Economy(
        regions=tuple(f"r{number}" for number in range(regions)),
        sectors=tuple(f"s{number}" for number in range(sectors)),
        flows=flows,
        final=final / DAYS,
        output=output / DAYS,
        value_added_share=value_added_share,
        critical=np.ones((sectors, places)),
        unit="million XXX",
        year=2020,
    )
    rng = np.random.default_rng(2)
    lost = np.zeros((DAYS, places))
    lost[6:97, :3] = 0.3
    draws = EngineDraws(
        inventory_days=rng.uniform(20.0, 120.0, (count, sectors)),
        restoration_days=rng.uniform(20.0, 90.0, count),
        psi=rng.uniform(0.6, 0.95, count),
        overcapacity=rng.uniform(1.0, 1.3, count),
        overcapacity_days=rng.uniform(90.0, 500.0, count),
        capacity_loss=(lost, rng.uniform(0.5, 1.5, count)),
    )
    switches = Switches(inventory="psi", smoothing_days=0, rationing="by_orders")  # the peer's own rules
    begun = time.process_time()
    run_engine(economy, draws, days=DAYS, switches=switches, kernel=kernel, dtype=dtype)
    return (time.process_time() - begun) / count


def own_memory(regions: int, sectors: int, kernel: str, dtype: str, count: int) -> float:
    """Return the most memory that a process with one run of the engine takes, MiB."""
    run = f"impact_engine.own({regions}, {sectors}, {kernel!r}, {dtype!r}, {count})"
    code = f"import impact_engine, measuring; {run}; print(measuring.peak_mib())"
    done = subprocess.run(  # noqa: S603 - this script
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
        env=dict(os.environ),
    )
    return float(done.stdout.split()[-1])


PEER_RUN = """
import json, logging, sys, time, warnings
warnings.filterwarnings("ignore"); logging.disable(logging.CRITICAL)
import numpy as np, pandas as pd, pymrio
from boario import event
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation
given = json.load(open(sys.argv[1]))
m, n, days = given["regions"], given["sectors"], given["days"]
regions, sectors = [f"r{i}" for i in range(m)], [f"s{i:02}" for i in range(n)]
places = pd.MultiIndex.from_product([regions, sectors], names=["region", "sector"])
users = pd.MultiIndex.from_product([regions, ["fd"]], names=["region", "category"])
used = np.zeros((m * n, m))
for r in range(m):
    used[r * n:(r + 1) * n, r] = given["final"][r * n:(r + 1) * n]
table = pymrio.IOSystem(Z=pd.DataFrame(given["flows"], index=places, columns=places),
                        Y=pd.DataFrame(used, index=places, columns=users))
table.calc_all()
begun = time.process_time()
run = Simulation(ARIOPsiModel(table), n_temporal_units_to_sim=days)
hit = pd.Series(0.3, index=pd.MultiIndex.from_product([["r0"], sectors[:3]], names=["region", "sector"]))
run.add_event(event.from_series(hit, event_type="arbitrary", occurrence=5, duration=90, recovery_tau=30,
                                recovery_function="linear"))
run.loop()
print(time.process_time() - begun)
"""


def peer(regions: int, sectors: int, days: int) -> float:
    """Return CPU seconds of one run of BoARIO."""
    with np.load(table_file(regions, sectors)) as stored:
        flows, final = stored["flows"], stored["final"]
    file = BUILD / "peer.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        json.dumps(
            {
                "regions": regions,
                "sectors": sectors,
                "days": days,
                "flows": flows.tolist(),
                "final": final.tolist(),
            }
        )
    )
    done = subprocess.run(  # noqa: S603 - the peer's own environment, made by make
        [str(PEER), "-c", PEER_RUN, str(file)], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    return float(done.stdout.split()[-1]) * DAYS / days


def main() -> None:
    """Run both in turn and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", nargs="+", default=["1x56", "5x56"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--draws", type=int, default=512)
    parser.add_argument("--kernels", nargs="+", default=[":".join(kind) for kind in KINDS], help="KERNEL:PRECISION")
    parser.add_argument("--peer-days", type=int, default=DAYS, help="days that BoARIO runs, scaled to a year")
    options = parser.parse_args()
    rows, kinds = [], [tuple(kind.split(":")) for kind in options.kernels]
    for name in options.tables:
        regions, sectors = map(int, name.split("x"))
        count = max(4, options.draws // regions**2)
        for kernel, dtype in kinds:
            own(regions, sectors, kernel, dtype, 2)  # compiles, and warms up
        found: dict[tuple[str, str], float] = {}
        theirs = float("inf")
        for _ in range(options.runs):
            if PEER.exists():
                theirs = min(theirs, peer(regions, sectors, options.peer_days))
            for kind in kinds:
                found[kind] = min(found.get(kind, float("inf")), own(regions, sectors, *kind, count))
        rows += [
            {
                "table": name,
                "kernel": kernel,
                "precision": dtype,
                "cpu_ms_a_run": round(1e3 * seconds, 3),
                "boario_cpu_ms": round(1e3 * theirs, 1) if theirs < float("inf") else None,
                "times": round(theirs / seconds) if theirs < float("inf") else None,
                "peak_mib": round(own_memory(regions, sectors, kernel, dtype, count)),
            }
            for (kernel, dtype), seconds in found.items()
        ]
    show("CPU milliseconds a run of 365 days, one thread", rows)
    save("impact_engine", rows)


if __name__ == "__main__":
    main()
