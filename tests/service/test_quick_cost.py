"""A quick cost takes few draws and says so, and no other number of draws beside."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.made_results import outlook, result

from sekisho import Library, ScenarioError
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.run_settings import RunSettings
from sekisho.service.impact import QUICK_DRAWS, ImpactRequest, impact
from sekisho.service.workspace import Workspace


@pytest.mark.parametrize("name", ["rare-earths-stop", "outlook-2026"])
def test_a_quick_answer_takes_few_draws_and_says_so_first(library: Library, monkeypatch: pytest.MonkeyPatch, name: str):
    made_up = outlook() if name.startswith("outlook") else result()
    asked: list[RunSettings] = []

    def run(_library: object, _scenario: object, _table: object, settings: RunSettings, _fresh: object) -> Any:  # noqa: ANN401 - a made-up answer
        asked.append(settings)
        return made_up

    monkeypatch.setattr("sekisho.impact.kept_runs.kept_or_run", run)
    found = impact(ImpactRequest(names=(name,), quick=True), Workspace(library=library))
    assert [settings.draws for settings in asked] == [QUICK_DRAWS]
    answers = [found] if isinstance(found, ImpactResult) else [each for _, each in found.outcomes]
    assert all(each.cautions[0].startswith("A quick answer from 64 draws") for each in answers)


def test_a_quick_answer_with_another_number_of_draws_is_refused(library: Library):
    with pytest.raises(ScenarioError, match=r"Leave --quick or --draws out"):
        impact(ImpactRequest(names=("rare-earths-stop",), quick=True, draws=256), Workspace(library=library))
