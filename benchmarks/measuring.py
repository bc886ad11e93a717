# ruff: noqa: S603 - a folder of scripts: they read the clock, print, and start themselves
"""Measuring: the machine, medians, child processes, and figures as a table and as JSON."""

from __future__ import annotations

import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "benchmarks"
PACKAGES = ("duckdb", "numpy", "PyYAML", "zen-engine")


def machine() -> dict[str, object]:
    """Say on what the figures were taken."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{name: found for name in PACKAGES if (found := _version(name))},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def peak_mib() -> float:
    """Return the greatest memory that this process held so far, MiB.

    `getrusage` would do, but a process inherits its parent's peak there.
    """
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def cpu_seconds() -> float:
    """Return the processor seconds of this process and of its children that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


class TreeMemory:
    """Watches the memory of this process and its children together, pages that they share counted once (PSS)."""

    def __init__(self, every_seconds: float = 0.5) -> None:
        """Look as often as this."""
        self.peak_mib = 0.0
        self._every = every_seconds
        self._done = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._watcher.join()

    def _watch(self) -> None:
        while True:
            self.peak_mib = max(self.peak_mib, sum(map(_proportional_mib, _family(os.getpid()))))
            if self._done.wait(self._every):
                return


def _family(process: int) -> list[int]:
    found = [process]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, children.read_text(encoding="ascii").split())
            except OSError:
                continue  # it ended meanwhile
    return found


def _proportional_mib(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0  # it ended meanwhile
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def child(script: str, *arguments: object, python: str | Path = sys.executable) -> dict[str, Any]:
    """Run a script of this folder in a process of its own; its last line of output is its result as JSON."""
    command = [str(python), str(Path(script).resolve()), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}.")
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, dict)  # noqa: S101 - children of this folder print an object
    return found


def median(values: Iterable[float]) -> float:
    """Return the middle value, so that one slow or one lucky run moves nothing."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


class Stopwatch:
    """Adds up the seconds of named stages, on the clock and of all threads; a stage inside another counts apart."""

    def __init__(self) -> None:
        """Start with no stage."""
        self.seconds: dict[str, float] = {}
        self.cpu: dict[str, float] = {}
        self._inner: list[tuple[float, float]] = []

    def watch(self, module: str, function: str, stage: str) -> None:
        """Count every call of a function of a module under a stage; say so if there is no such function."""
        holder: Any = importlib.import_module(module)
        names = function.split(".")
        for name in names[:-1]:
            holder = getattr(holder, name)
        called = getattr(holder, names[-1], None)
        if called is None:
            print(f"stage '{stage}' is not told apart: {module} has no {function}.", file=sys.stderr)
            return
        setattr(holder, names[-1], self._timed(called, stage))

    def _timed(self, called: Callable[..., object], stage: str) -> Callable[..., object]:
        def timed(*args: object, **kwargs: object) -> object:
            self._inner.append((0.0, 0.0))
            start, busy = time.perf_counter(), time.process_time()
            try:
                return called(*args, **kwargs)
            finally:
                spent, used = time.perf_counter() - start, time.process_time() - busy
                within = self._inner.pop()
                self.seconds[stage] = self.seconds.get(stage, 0.0) + spent - within[0]
                self.cpu[stage] = self.cpu.get(stage, 0.0) + used - within[1]
                if self._inner:
                    outer = self._inner[-1]
                    self._inner[-1] = (outer[0] + spent, outer[1] + used)

        return timed


def show(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a table: numbers to the right, with thousands apart."""
    print(f"\n{title}")
    if not rows:
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = [names, *([_text(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(row[place]) for row in texts) for place in range(len(names))]
    left = [isinstance(rows[0].get(name), str) for name in names]
    for row in texts:
        cells = zip(row, widths, left, strict=True)
        print("  ".join(cell.ljust(width) if is_left else cell.rjust(width) for cell, width, is_left in cells).rstrip())


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"  # noqa: PLR2004 - three figures
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def save(name: str, figures: object) -> Path:
    """Write figures and the machine to `build/benchmarks/NAME.json`."""
    BUILD.mkdir(parents=True, exist_ok=True)
    path = BUILD / f"{name}.json"
    path.write_text(json.dumps({"machine": machine(), "figures": figures}, indent=1) + "\n", encoding="utf-8")
    print(f"\n{path}")
    print("  ".join(f"{key} {value}" for key, value in machine().items()))
    return path
