"""Amounts of a bill under a header that states their unit in brackets, in thousands and millions too."""

from pathlib import Path

import pytest
from tests.support.bills import bill


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("年間売上（円）", 1),
        ("年間売上[円]", 1),
        ("年間売上（千円）", 1_000),
        ("年間売上(千円)", 1_000),
        ("年間売上（単位：百万円）", 1_000_000),
        ("revenue (thousand JPY)", 1_000),
        ("Annual revenue [million JPY]", 1_000_000),
    ],
)
def test_the_unit_in_brackets_scales_an_amount(tmp_path: Path, header: str, scale: int):
    found = bill(tmp_path, f"parent,part,quantity,{header}\n,motor,,20\nmotor,magnet,2,\n")
    assert found.parts.revenue[found.place("motor")] == 20 * scale
    assert found.currency == "JPY"
