"""The draws of a scenario are run once: whatever is observed, and on whichever day, the same ones are weighed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sekisho import Library
from sekisho.impact.nowcast import reading_runs as module
from sekisho.impact.nowcast.nowcast import NowcastResult
from sekisho.impact.simulation import raw_losses
from sekisho.service.nowcast import NowcastRequest, nowcast
from sekisho.service.workspace import Workspace

ASKED = NowcastRequest(names=("rare-earths-stop",), as_of=date(2026, 3, 31), months=1, draws=64)


class Counted:
    """Runs of the engine under a reading, counted."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0

        def counting(*given: object) -> object:
            self.times += 1
            return raw_losses(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(module, "raw_losses", counting)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def told(found: NowcastResult) -> tuple[object, ...]:
    return (found.hash, found.loss_after.percent.tolist(), [each.posterior.tolist() for each in found.forecasts])


def test_the_same_question_is_answered_from_what_was_kept(tmp_path: Path, library: Library, counted: Counted):
    workspace = Workspace(library=library, cache=tmp_path / "cache")
    first = nowcast(ASKED, workspace)
    runs = counted.times
    assert runs > 0
    assert told(nowcast(ASKED, workspace)) == told(first)
    assert counted.times == runs


def test_another_vintage_weighs_the_same_draws_and_another_seed_other_ones(
    tmp_path: Path, library: Library, counted: Counted
):
    workspace = Workspace(library=library, cache=tmp_path / "cache")
    later, earlier = nowcast(ASKED, workspace), nowcast(replace(ASKED, as_of=date(2026, 3, 2)), workspace)
    assert counted.times == 1
    assert np.array_equal(np.sort(earlier.loss_before.percent), np.sort(later.loss_before.percent))
    assert len(earlier.observations) < len(later.observations)
    nowcast(replace(ASKED, seed=2), workspace)
    assert counted.times == 2


def test_other_law_is_another_question(tmp_path: Path, library: Library, counted: Counted):
    for law in (library, replace(library, hash="0" * 64)):
        nowcast(ASKED, Workspace(library=law, cache=tmp_path / "cache"))
    assert counted.times == 2
