"""Values of several figures at once are those of each alone, to the last bit."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sekisho.impact.materials.figure import Figure, FigureConfidence, values_at

NUMBERS = st.lists(st.floats(1e-3, 1e4), min_size=3, max_size=3).map(sorted)
LEVELS = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.0, 1.0))


def _figure(points: list[float], *, is_log: bool) -> Figure:
    low, central, high = points
    return Figure(
        low=low,
        central=central,
        high=high,
        unit="days",
        source=("judgement",),
        date="2026",
        confidence=FigureConfidence.LOW,
        reason="Made up.",
        is_log=is_log,
    )


@given(st.lists(st.tuples(NUMBERS, st.booleans(), LEVELS, LEVELS), min_size=1, max_size=6))
def test_values_together_are_those_of_each_figure_alone(made: list[tuple[list[float], bool, float, float]]):
    figures = [_figure(points, is_log=is_log) for points, is_log, _, _ in made]
    levels = np.array([[first for _, _, first, _ in made], [second for _, _, _, second in made]])
    together = values_at(figures, levels)
    for column, figure in enumerate(figures):
        assert together[:, column].tolist() == figure.at(levels[:, column]).tolist()
