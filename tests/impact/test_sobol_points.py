"""Points, ranks and densities of our own are those of SciPy, whose module of statistics a run does not import."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from sekisho.impact.nowcast.densities import log_beta_density, log_normal_density, log_t_density
from sekisho.impact.results.variance_shares import _ranks
from sekisho.impact.uncertainty.draws import COLUMNS
from sekisho.impact.uncertainty.sobol import DIRECTIONS, sobol_points


@pytest.mark.parametrize(
    ("count", "dimensions", "seed"),
    [(1, 1, 0), (16, 2, 5), (64, 21, 1), (1_024, len(COLUMNS), (1, 2)), (4_096, len(DIRECTIONS) + 1, 7)],
)
def test_points_are_bit_for_bit_those_of_scipy(count: int, dimensions: int, seed: int | tuple[int, int]):
    ours = sobol_points(count, dimensions, np.random.default_rng(seed))
    theirs = qmc.Sobol(d=dimensions, scramble=True, rng=np.random.default_rng(seed)).random(count)
    assert np.array_equal(ours, theirs)


def test_more_dimensions_than_there_are_numbers_for_are_refused():
    with pytest.raises(ValueError, match="48 dimensions"):
        sobol_points(16, len(DIRECTIONS) + 2, np.random.default_rng(1))


def test_ranks_of_values_that_are_equal_are_their_mean():
    values = np.random.default_rng(1).integers(0, 9, 60).astype(float)
    assert np.array_equal(_ranks(values), stats.rankdata(values))


def test_densities_are_those_of_scipy():
    means, shares = np.linspace(0.2, 3.0, 9), np.linspace(0.6, 4.0, 9)
    assert log_normal_density(1.3, means, 0.4) == pytest.approx(stats.norm.logpdf(1.3, means, 0.4))
    assert log_t_density(means, 4.0) == pytest.approx(stats.t.logpdf(means, 4.0))
    assert log_beta_density(0.3, shares, means) == pytest.approx(stats.beta.logpdf(0.3, shares, means))


def test_a_run_is_drawn_and_its_spread_told_without_the_statistics_of_scipy():
    """A second of import, for points and ranks."""
    code = (
        "import sys, numpy as np\n"
        "from sekisho.impact.uncertainty.draws import draw\n"
        "from sekisho.impact.results.variance_shares import spread_of\n"
        "import sekisho.impact.simulation, sekisho.impact.nowcast.likelihood\n"
        "drawn = draw(64, 1)\n"
        "assert spread_of(drawn.quantiles[:, :1].T, drawn).correlations\n"
        "print('scipy.stats' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
