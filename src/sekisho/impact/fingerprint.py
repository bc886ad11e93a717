"""The hash of everything that a result hangs on: same hash, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from sekisho.impact.scenario.scenario import Scenario


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
