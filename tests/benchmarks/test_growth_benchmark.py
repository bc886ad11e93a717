"""Benchmark of growth: what grows faster than its bound is told, and what does not is not."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def growth(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with figures that are given and not taken."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("growth")


@pytest.mark.parametrize(("cost", "faults"), [(1.0, 0), (2.4, 0), (40.0, 1), (1600.0, 1)])
def test_only_what_grows_too_fast_fails(growth: ModuleType, monkeypatch: pytest.MonkeyPatch, cost: float, faults: int):
    monkeypatch.setattr(
        growth, "child", lambda _, __, ___, size: {"cpu_seconds": cost if size == 400 else 1.0, "peak_mib": 1.0}
    )
    rows = growth.measure("columns", (10, 400), runs=1)
    assert rows[1]["times"] == cost
    assert len(growth.too_fast(rows)) == faults


def test_every_kind_has_sizes_and_a_bound(growth: ModuleType):
    assert {*growth.KINDS} == {*growth.WHOLE} == {*growth.SMALL} == {*growth.BOUNDS}


@pytest.mark.parametrize(("cost", "faults"), [(3.0, 0), (5.0, 1)])
def test_a_line_is_held_against_a_bare_copy(
    growth: ModuleType, monkeypatch: pytest.MonkeyPatch, cost: float, faults: int
):
    """What is fixed in a run counts for nothing."""
    few, many = growth.BESIDE
    costs = {("lines", few): 9.0, ("lines", many): 9.0 + cost, ("copy", few): 0.1, ("copy", many): 0.1 + 1.0}
    monkeypatch.setattr(growth, "child", lambda _, __, kind, size: {"cpu_seconds": costs[kind, size], "peak_mib": 1.0})
    found = growth.beside_a_copy(2)
    assert found["times_a_copy"] == pytest.approx(cost)
    assert len(growth.too_dear(found)) == faults
