"""How a scenario is run: what may be asked of a run, and which settings are out of range."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

from sekisho.errors import Problem, ScenarioError
from sekisho.impact.defaults import DRAWS, SEED
from sekisho.impact.scenario.horizon import LONGEST
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.uncertainty.draws import Draws, faults_of_draws
from sekisho.law.model.term import Reading
from sekisho.message import message

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How a scenario is run.

    Parameters
    ----------
    months, start
        Length of the horizon, and its first day; None takes the scenario's.
    reading
        The reading that heads the result.
    assume
        Values of named unknowns of the law.
    as_of
        Day by which figures of GDP must have been out; None takes all that are on file.
    threads
        Threads that share the draws; their number moves no figure.
    cache
        Folder in which answers of the law are kept between runs.
    flows
        The user's folder of trade statistics; None knows only what data packages have.
    points
        Reading to draws that are run in place of those of the seed, as observations leave them.
    """

    months: int | None = None
    start: date | None = None
    reading: Reading = Reading.CENTRAL
    draws: int = DRAWS
    seed: int = SEED
    kernel: str = "numpy"
    threads: int = 1
    assume: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    cache: Path | None = None
    flows: Path | None = None
    points: Mapping[Reading, Draws] = field(default_factory=dict)
    progress: Progress | None = None


def faults_of(settings: RunSettings) -> list[Problem]:
    """Tell which settings are out of range."""
    found = faults_of_draws(settings.draws, settings.seed)
    if settings.months is not None and not 1 <= settings.months <= LONGEST:
        what, remedy = (
            message("impact.no_horizon", "a span of {months} months cannot be run.", months=settings.months),
            message("impact.expected_1_to", "Expected 1 to {longest}.", longest=LONGEST),
        )
        found.append(Problem(where="months", what=what, remedy=remedy))
    return found


def as_asked(scenario: Scenario, settings: RunSettings) -> Scenario:
    """Return a scenario with the first day and the length that are asked for.

    Raises
    ------
    ScenarioError
        With all settings that are out of range.
    """
    problems = faults_of(settings)
    if problems:
        raise ScenarioError(problems)
    months = scenario.months if settings.months is None else settings.months
    return replace(scenario, start=settings.start or scenario.start, months=months)


def stamp_of(scenario: Scenario, inputs: Mapping[str, str], settings: Mapping[str, object]) -> str:
    """Return the SHA-256 over a scenario, the data that was run, and how it was run; 64 hexadecimal digits.

    Parameters
    ----------
    scenario
        With its start and its length as they were run.
    inputs
        Name to hash or version of the data.
    settings
        Reading, draws, seed, kernel and whatever else decides the numbers, as plain values.
    """
    stated = {"scenario": asdict(scenario), "inputs": dict(inputs), "settings": dict(settings)}
    return hashlib.sha256(json.dumps(stated, sort_keys=True, default=str).encode()).hexdigest()


def stamp_of_run(scenario: Scenario, inputs: Mapping[str, str], settings: RunSettings) -> str:
    """Return the stamp of a run: settings count that decide its numbers; its days are the scenario's."""
    names = ("reading", "draws", "seed", "kernel", "assume")
    return stamp_of(scenario, inputs, {name: getattr(settings, name) for name in names})
