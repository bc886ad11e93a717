"""Run draws through an economy with the kernel of one's choice."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, Problem
from sekisho.impact.economy.economy import Economy
from sekisho.impact.engine import numpy_kernel
from sekisho.impact.engine.batch import batch_of
from sekisho.impact.engine.inputs import EngineDraws, Whole, check_draws
from sekisho.impact.engine.normalised_economy import Setting, setting_of
from sekisho.impact.engine.onset import onset_of
from sekisho.impact.engine.outputs import Paths
from sekisho.impact.engine.recorder import ChunkTally, LossRecorder
from sekisho.impact.engine.variants import Switches
from sekisho.message import joined, message


class CompiledRun(Protocol):
    """What `numba_runner.run` is; its module is imported only when it is asked for."""

    def __call__(
        self, setting: Setting, draws: EngineDraws, tally: LossRecorder, start: Whole, *, dtype: str, threads: int
    ) -> None:
        """Run all draws that do not stay normal."""


KERNELS: Final = ("numpy", "numba")
DTYPES: Final = ("float64", "float32")
CACHE: Final = 1 << 22
"""Bytes that a chunk of draws may take for its stocks."""
LEAST: Final = 32
"""Draws of a chunk at least: with fewer, products of matrices of a large table spend their time on fetching it."""


def run_engine(
    economy: Economy,
    draws: EngineDraws,
    *,
    days: int,
    switches: Switches | None = None,
    periods: Whole | None = None,
    kernel: str = "numpy",
    dtype: str = "float64",
    chunk: int | None = None,
    threads: int = 1,
    cache: Path | None = None,
) -> Paths:
    """Run K draws for T days and return what each sector loses.

    Parameters
    ----------
    days
        T, days to run; the first is day 0.
    switches
        Structural options; by default the physical rule with proportional rationing.
    periods
        Period of each day, whole numbers from 0; shape (T,). By default all days are one period.
    kernel
        `numpy`, or `numba` from the extra `all`.
    dtype
        `float64` or `float32`; sums over days are kept in float64.
    chunk
        Draws that are run together; by default as many as fit the cache.

    threads
        Threads that share the draws.
    cache
        Folder for the machine code of the kernel `numba`, so that only the first run compiles it; by default it lies
        beside the program.

    Raises
    ------
    EngineError
        If draws do not fit the economy (all faults at once), or the kernel is not installed.
    """
    switches = switches or Switches()
    periods = np.zeros(days, np.int64) if periods is None else np.asarray(periods, np.int64)
    _check_run(days, periods, kernel, dtype)
    check_draws(economy, draws, days)
    setting = setting_of(economy, switches, dtype)
    onset = onset_of(draws, days)
    pairs = 0 if draws.materials is None else len(draws.materials.pair_sector)
    tally = LossRecorder(setting, periods, draws.count, pairs)
    tally.stock_left[:] = onset.stock_left
    if kernel == "numba":
        compiled_run(cache)(setting, draws, tally, onset.day, dtype=dtype, threads=threads)
    else:
        _run_chunks(setting, draws, tally, onset.day, chunk=chunk or _fitting(setting, dtype), dtype=dtype)
    paths = tally.paths()
    paths.check_finite()
    return paths


def _run_chunks(
    setting: Setting, draws: EngineDraws, tally: LossRecorder, start: NDArray[np.int64], *, chunk: int, dtype: str
) -> None:
    """Run draws that begin at about the same time together, and those that never begin not at all."""
    days = len(tally.periods)
    order = np.argsort(start, kind="stable")
    order = order[start[order] < days]
    for begin in range(0, len(order), chunk):
        chosen = order[begin : begin + chunk]
        batch = batch_of(setting, draws, chosen, dtype)
        numpy_kernel.run(setting, batch, ChunkTally(tally, batch), start=int(start[chosen[0]]), days=days)


def compiled_run(cache: Path | None) -> CompiledRun:
    """Import the compiled kernel; its machine code is kept in a folder, by default beside the program.

    Raises
    ------
    EngineError
        If numba is not installed.
    """
    if not find_spec("numba"):
        what, remedy = (
            message("impact.no_numba", "the kernel 'numba' is not installed."),
            message("impact.install_fast", "Install it with `pip install 'sekisho[all]'`, or use 'numpy'."),
        )
        raise EngineError(Problem(where="kernel", what=what, remedy=remedy))
    if cache is not None and "sekisho.impact.engine.compilation" not in sys.modules:
        config = import_module("numba").config
        config.CACHE_DIR = str(cache)
    run: CompiledRun = import_module("sekisho.impact.engine.numba_runner").run
    return run


def _fitting(setting: Setting, dtype: str) -> int:
    row = setting.products * setting.users * np.dtype(dtype).itemsize
    return int(np.clip(CACHE // row, LEAST, 256))


def _check_run(days: int, periods: Whole, kernel: str, dtype: str) -> None:
    problems = []
    if days < 1:
        problems.append(
            Problem(
                where="days",
                what=message("impact.value_is", "is {value}.", value=str(days)),
                remedy=message("impact.expected_1_or_more", "Expected 1 or more."),
            )
        )
    if periods.shape != (days,) or (periods < 0).any():
        what = message(
            "impact.shape_and_least",
            "has the shape {shape} and the least value {least}.",
            shape=str(periods.shape),
            least=str(periods.min(initial=0)),
        )
        problems.append(
            Problem(
                where="periods",
                what=what,
                remedy=message("impact.expected_whole_numbers", "Expected {days} whole numbers from 0.", days=days),
            )
        )
    for where, given, known in (("kernel", kernel, KERNELS), ("dtype", dtype, DTYPES)):
        if given not in known:
            problems.append(
                Problem(
                    where=where,
                    what=message("impact.unknown_in_column", "unknown {column} '{code}'.", column=where, code=given),
                    remedy=message(
                        "error.expected_one_of", "Expected one of {choices}.", choices=joined(known, "comma")
                    ),
                )
            )
    if problems:
        raise EngineError(problems)
