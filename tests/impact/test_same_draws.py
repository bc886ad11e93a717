"""The same seed gives the same bytes; other lengths and other policies are compared draw by draw."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.support.small_economy import LISTED, MATERIALS, USES, figure, losses, model, stop

from sekisho import Library
from sekisho.errors import ScenarioError
from sekisho.impact.materials.material import Rule
from sekisho.impact.model import Model
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario import PolicyResponse, Scenario
from sekisho.impact.simulation import simulate
from sekisho.impact.uncertainty.draws import COLUMNS, draw, middle
from sekisho.present.impact.data import impact_data, impact_rows

UNSURE = stop(figure(0.3, 0.6, 1.0), months=2)


def result(library: Library, small: Model, scenario: Scenario = UNSURE, **settings: object) -> ImpactResult:
    return simulate(scenario, library, small, RunSettings(**({"draws": 16} | settings)))  # type: ignore[arg-type]


def written(found: ImpactResult) -> bytes:
    return json.dumps([impact_data(found), list(impact_rows(found))], allow_nan=False).encode()


def test_the_same_seed_gives_the_same_bytes(library: Library, small: Model):
    one, two = result(library, small), result(library, small)
    assert written(one) == written(two)
    assert len(one.hash) == 64


@pytest.mark.parametrize("kernel", ["numpy", pytest.param("numba", marks=pytest.mark.slow)])
def test_the_number_of_threads_moves_no_byte(library: Library, small: Model, kernel: str):
    alone, shared = (result(library, small, draws=128, threads=threads, kernel=kernel) for threads in (1, 3))
    assert written(alone) == written(shared)


def test_the_hash_names_everything_that_decides_the_numbers(library: Library, small: Model):
    other_table = replace(small, inputs={"table": "another"})
    hashes = [
        result(library, small).hash,
        result(library, small, seed=2).hash,
        result(library, small, draws=32).hash,
        result(library, small, months=1).hash,
        result(library, small, assume={"ann70_after_2026_11_10": "lapsed"}).hash,
        result(library, small, replace(UNSURE, fixed={"leakage": "0.1"})).hash,
        result(library, small, replace(UNSURE, answers=PolicyResponse(thrift=0))).hash,
        result(library, small, stop(figure(0.3, 0.6, 0.9), months=2)).hash,
        result(library, other_table).hash,
    ]
    assert len(set(hashes)) == len(hashes)


def test_the_length_asked_for_and_the_length_written_are_one_question(library: Library, small: Model):
    asked, stated = result(library, small, months=1), result(library, small, replace(UNSURE, months=1))
    assert asked.hash == stated.hash
    assert written(asked) == written(stated)


def test_another_seed_gives_another_result_within_its_error(library: Library, small: Model):
    """Medians of eight seeds differ from their mean by no more than four of the errors that are told.

    The error of 64 draws is mostly less than half of their median; in a wide band it may be more for a seed or two.
    """
    many = [result(library, small, draws=64, seed=seed) for seed in range(1, 9)]
    medians = np.array([each.percent().p50 for each in many])
    errors = np.array([each.percent().error for each in many])
    assert len(set(medians)) == len(medians)
    assert (np.abs(medians - medians.mean()) <= 4 * errors).all()
    assert np.median(errors / medians) < 0.5


def test_months_in_common_are_the_same_draw_by_draw(library: Library, small: Model):
    """What the first months cost does not hang on how long one looks, once the share that waits is the same."""
    fixed = {"postponed": "0.2"}
    short = result(library, small, replace(UNSURE, months=1, fixed=fixed))
    long = result(library, small, replace(UNSURE, months=3, fixed=fixed))
    reading = short.reading
    days = short.horizon.days_of_periods
    assert days.tolist() == [26, 5]
    assert short.losses[reading][:, 0] == pytest.approx(long.losses[reading][:, 0], rel=1e-9, abs=1e-12)


def test_three_months_cost_no_more_than_six_in_any_draw_but_by_what_is_caught_up(library: Library, small: Model):
    """Both begin on the first of a month, so that months are whole: six are the three, and three more."""
    fixed = {"postponed": "0.3"}
    three, six = (
        result(library, small, replace(UNSURE, start=date(2026, 1, 1), months=months, fixed=fixed), draws=64)
        for months in (3, 6)
    )
    first, all_six = (each.losses[each.reading].sum(axis=2) for each in (three, six))
    assert first == pytest.approx(all_six[:, :3], rel=1e-9, abs=1e-12)
    caught_up = np.minimum(all_six[:, 3:], 0.0).sum(axis=1)
    assert (first.sum(axis=1) + caught_up <= all_six.sum(axis=1) + 1e-9).all()
    assert (first.sum(axis=1) <= all_six.sum(axis=1)).mean() > 0.8
    assert three.percent().mean < six.percent().mean


def test_releasing_the_public_stock_saves_in_every_draw(library: Library, small: Model):
    kept, given = (
        losses(replace(UNSURE, answers=PolicyResponse(public_release=rule)), library, small, draw(32, 1)).sum(axis=1)
        for rule in (Rule.NONE, Rule.AT_ONCE)
    )
    saved = kept - given
    assert (saved >= -1e-12).all()
    assert saved.mean() > 0.05 * kept.mean()
    # Paired: what is saved is known better than the difference of two independent means would be.
    assert saved.std() < np.sqrt(kept.var() + given.var())


def test_a_release_on_a_later_day_is_no_release_before_it(library: Library, small: Model):
    late = PolicyResponse(public_release=Rule.FROM_DAY, release_day=58)
    never, waits = (
        result(library, small, replace(UNSURE, answers=answers))
        for answers in (PolicyResponse(public_release=Rule.NONE), late)
    )
    first, second = (each.losses[each.reading][:, 0] for each in (never, waits))
    assert first == pytest.approx(second, rel=1e-9, abs=1e-12)


def test_draws_are_balanced_in_every_column():
    """Of 64 Sobol points exactly one falls into each 64th of every column."""
    drawn = draw(64, 7)
    for name in COLUMNS:
        assert np.bincount((drawn[name] * 64).astype(int), minlength=64).tolist() == [1] * 64


def test_the_middle_draw_stands_at_every_median():
    assert np.unique(middle().quantiles).tolist() == [0.5]
    assert middle().count == 1


@pytest.mark.parametrize("count", [0, -16, 15, 17, 100, 8, 131_072])
def test_other_counts_than_powers_of_two_are_refused(count: int):
    with pytest.raises(ScenarioError, match="power of two from 16 to 65,536, such as"):
        draw(count, 1)


def test_a_negative_seed_and_a_wrong_count_are_told_at_once():
    with pytest.raises(ScenarioError) as caught:
        draw(100, -1)
    assert [problem.where for problem in caught.value.problems] == ["draws", "seed"]
    assert "such as 128" in str(caught.value)


def test_materials_that_are_not_cut_move_no_draw_of_the_rest(library: Library, small: Model):
    """Columns are by kind of input, so one material more changes nothing of the others."""
    alone = model(
        library,
        uses=tuple(each for each in USES if each.material == LISTED),
        materials=replace(MATERIALS, items=MATERIALS.items[:1]),
    )
    scenario = stop(figure(0.3, 0.6, 1.0), materials=(LISTED,), months=2)
    one, two = (losses(scenario, library, each, draw(16, 9)) for each in (small, alone))
    assert one == pytest.approx(two, rel=1e-9, abs=1e-15)
