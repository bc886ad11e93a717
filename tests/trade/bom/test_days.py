"""Stock and lead times of a bill with their unit, and ways of sourcing in figures."""

from pathlib import Path

import pytest
from tests.support.bills import bill


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("30日", 30),
        ("20日分", 20),
        ("約2か月", 60),
        ("30 days", 30),
        ("4 weeks", 28),
        ("３週間", 21),
        ("2个月", 60),
        ("30", 30),
    ],
)
def test_days_are_read_with_their_unit(tmp_path: Path, cell: str, days: int):
    found = bill(tmp_path, f"parent,part,quantity,stock_days,lead_days\na,b,1,{cell},{cell}\n")
    place = found.place("b")
    assert (found.parts.stock_days[place], found.parts.lead_days[place]) == (days, days)


@pytest.mark.parametrize(("cell", "way"), [("1社購買", "single"), ("2社購買", "dual"), ("複数購買", "multiple")])
def test_ways_of_sourcing_in_figures(tmp_path: Path, cell: str, way: str):
    found = bill(tmp_path, f"parent,part,quantity,sourcing\na,b,1,{cell}\n")
    assert found.parts.sourcing[found.place("b")] == way
