"""With materials off the engine follows BoARIO 0.7.2, whose paths on made-up tables are kept as figures.

They were made by scripts/boario_reference.py in an environment of its own; nothing here imports it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.support.made_tables import DAYS, capacity_shock, draws, economy

from sekisho.impact.engine import Switches, run_engine

REFERENCE = Path(__file__).parent / "boario_reference.csv"
TABLES = {"1x6": (1, 6, 3), "2x4": (2, 4, 5)}
AS_BOARIO: dict[str, Any] = {"inventory": "psi", "smoothing_days": 0}


@pytest.mark.parametrize("table", TABLES)
def test_the_path_is_that_of_boario_to_twelve_digits(table: str):
    found = economy(*TABLES[table])
    shock = (capacity_shock(found, 0.4), np.ones(1))
    paths = run_engine(
        found,
        draws(found, capacity_loss=shock),
        days=DAYS,
        switches=Switches(compatible=True, **AS_BOARIO),
        periods=np.arange(DAYS),
    )
    ratio = 1.0 - paths.output_loss[0] / found.output
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == table]
    assert len(rows) == 44
    lowest = 1.0
    for row in rows:
        expected = np.array([float(row[f"ratio_{place}"]) for place in range(len(found.output))])
        np.testing.assert_allclose(ratio[int(row["day"])], expected, rtol=0, atol=1e-12)
        lowest = min(lowest, float(expected.min()))
    assert lowest < 0.7, "the shock must be felt for the comparison to say something"
