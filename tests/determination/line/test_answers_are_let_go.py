"""An answer that nobody holds is let go at once: none waits for the collector of cycles, which stops a server."""

from __future__ import annotations

import gc
from datetime import date

import pytest

from sekisho import determine
from sekisho.law.model.library import Library

DAY = date(2026, 9, 30)
LINES = {
    "codes": {"control_codes": "3C001.a", "departure": "CN", "destination": "JP"},
    "presumed": {"control_codes": "1C905.b", "destination": "JP"},
    "listed": {"control_codes": "none", "departure": "CN", "destination": "JP", "end_user": "三菱造船株式会社"},
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_no_circle_is_left_of_an_answer(line: dict[str, str], library: Library):
    determine(line, library, as_of=DAY).to_dict()
    gc.collect()
    gc.disable()
    gc.freeze()  # whatever the tests hold: the collector is asked for what comes now
    try:
        answer = determine(line, library, as_of=DAY)
        assert answer.rows or answer.outcome
        assert answer.cautions is answer.cautions
        assert answer.ledger()
        del answer
        assert gc.collect() == 0
    finally:
        gc.enable()
