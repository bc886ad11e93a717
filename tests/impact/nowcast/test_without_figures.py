"""Without a figure that weighs a nowcast says what the scenario says, and says so; what chance moves is not told."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.model import Model
from sekisho.impact.nowcast.nowcast import NowcastResult, nowcast
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.scenario_reader import find_scenario
from sekisho.present.nowcast.words import first_sentence, warning_sentences
from sekisho.service.impact import observations_of
from sekisho.service.workspace import Workspace

AS_OF = date(2026, 3, 31)


@pytest.fixture(scope="module")
def unseen(library: Library, japan: Model) -> NowcastResult:
    scenario = find_scenario(library, "rare-earths-stop")
    return nowcast(scenario, library, japan, (), as_of=AS_OF, months=1, settings=RunSettings(draws=64))


def test_what_nothing_weighs_is_as_it_was_before(unseen: NowcastResult):
    before, after = unseen.loss_bands
    for name in ("p5", "p25", "p50", "p75", "p95", "mean"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), rel=1e-9), name
    assert unseen.moved == ()


def test_forecasts_that_nothing_moved_are_the_same_before_and_after(library: Library, japan: Model):
    """Exports of magnets before the first day weigh nothing, and tell which series to forecast."""
    workspace = Workspace(library=library)
    rows = [row for row in observations_of(None, workspace, japan.materials) if row.id.startswith("magnets-jp")]
    scenario = find_scenario(library, "japan-ban")
    found = nowcast(scenario, library, japan, rows, as_of=AS_OF, months=2, settings=RunSettings(draws=64))
    assert [use.unused is None for use in found.observations] == [False, False]
    assert len(found.forecasts) == 2
    for figure in found.forecasts:
        assert np.array_equal(figure.prior, figure.posterior)
    first, second = found.forecasts
    assert not np.array_equal(first.prior, second.prior), "months stray by chance of their own"


def test_chance_moves_the_mean_as_far_as_so_many_draws_do(unseen: NowcastResult):
    before, _ = unseen.loss_bands
    sized = float(np.std(unseen.loss_before.percent)) / np.sqrt(unseen.draws)
    assert 0.5 * sized < before.error_of("mean") < 2 * sized


def test_it_says_that_nothing_weighed_and_of_which_year_the_share_is(unseen: NowcastResult):
    assert "No figure that weighs was known on 31 Mar 2026" in str(warning_sentences(unseen)[0])
    assert f"of {unseen.gdp_year} GDP" in str(first_sentence(unseen))
