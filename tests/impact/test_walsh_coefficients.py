"""The error of a mean over Sobol points, told by its Walsh coefficients."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.impact.materials.figure import Array
from sekisho.impact.uncertainty.draws import COLUMNS, draw
from sekisho.impact.uncertainty.sobol import sobol_points
from sekisho.impact.uncertainty.walsh_coefficients import READ, _patterns, error_of_mean, squared_coefficients

INPUTS = len(COLUMNS)


def test_squares_of_coefficients_add_up_to_the_mean_square():
    """Parseval's identity."""
    numbers = np.random.default_rng(1).normal(2.0, 1.0, 64)
    squares = squared_coefficients(numbers)
    assert squares.sum() == pytest.approx(np.square(numbers).mean())
    assert squares[0] == pytest.approx(numbers.mean() ** 2)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_step_at_a_coarse_digit_of_an_input_falls_into_its_coarse_coefficients_alone(seed: int):
    """Whatever the seed: scrambling exchanges patterns that are as coarse as each other only."""
    points = sobol_points(256, INPUTS, np.random.default_rng(seed))
    for column in (0, 1, 20, INPUTS - 1):
        for digit in range(1, READ + 1):
            steps = np.floor(points[:, column] * 2**digit) % 2
            hit = np.flatnonzero(squared_coefficients(steps - 0.5) > 1e-12)
            of_digit = _patterns(256, INPUTS).coarse[column, 2 ** (digit - 1) - 1 : 2**digit - 1]
            assert set(hit) <= set(of_digit)


def test_leading_zeros_are_those_of_the_points_before_scrambling():
    """The first input is the radical inverse of van der Corput: the code 1 is a half, 2 a quarter, 3 three quarters."""
    zeros = _patterns(256, INPUTS).zeros[0]
    assert zeros[:8].tolist() == [8, 0, 1, 0, 2, 0, 1, 0]


def of_inputs(count: int, seed: int) -> Array:
    """A smooth number that three inputs move together."""
    drawn = draw(count, seed)
    return np.asarray(np.exp(drawn["phi"] + drawn["severity"] * drawn["firm_stock"]))


@pytest.mark.parametrize("count", [256, 1024])
def test_a_smooth_number_has_an_error_near_what_other_seeds_show(count: int):
    """As of independent draws it is 20 times that and more."""
    numbers = [of_inputs(count, seed) for seed in range(40)]
    seen = float(np.std([each.mean() for each in numbers], ddof=1))
    said = float(np.mean([error_of_mean(each, INPUTS) for each in numbers]))
    alone = float(np.mean([each.std(ddof=1) for each in numbers])) / np.sqrt(count)
    assert 0.7 * seen < said < 4 * seen < alone / 4


def test_what_one_input_alone_moves_has_an_error_though_most_coefficients_are_nil():
    numbers = [draw(1024, seed)["phi"] for seed in range(40)]
    seen = float(np.std([each.mean() for each in numbers], ddof=1))
    said = float(np.mean([error_of_mean(each, INPUTS) for each in numbers]))
    assert np.median(squared_coefficients(numbers[0])) < 1e-20
    assert 0.7 * seen < said < 6 * seen


def test_independent_numbers_have_the_error_of_independent_numbers():
    numbers = [np.random.default_rng(seed).standard_normal(1024) for seed in range(20)]
    assert np.mean([error_of_mean(each, INPUTS) for each in numbers]) == pytest.approx(1 / 32, rel=0.05)


def test_numbers_that_are_alike_have_no_error_and_its_unit_is_theirs():
    numbers = of_inputs(256, 1)
    assert error_of_mean(np.full(256, 3.0), INPUTS) == 0.0
    assert error_of_mean(np.zeros(256), INPUTS) == 0.0
    assert error_of_mean(numbers * 1e-200, INPUTS) == pytest.approx(error_of_mean(numbers, INPUTS) * 1e-200)
