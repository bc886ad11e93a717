"""Every notebook of the documentation runs as plain Python, and shows what its words say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
LONGEST = 1200
"""Words that are read in ten minutes, code among them: 120 a minute."""


def _values(name: str) -> dict[str, Any]:
    return runpy.run_path(str(NOTEBOOKS / f"{name}.py"))


def test_a_shipment_is_settled_by_its_facts_and_its_day():
    seen = _values("shipment")
    assert seen["answer"].missing
    assert seen["settled"].outcome == "licence"
    assert seen["by_day"] == {"2026-01-05": "licence", "2026-01-06": "prohibited"}
    assert seen["by_reading"].keys() == {"narrow", "central", "broad"}


def test_a_book_stops_what_goes_to_a_listed_firm():
    seen = _values("book")
    run = seen["run"]
    assert run.lines == sum(run.by_headline.values()) == 5
    assert run.by_headline["prohibited"] >= 1
    assert {"results.csv", "orders.csv"} <= {file.name for file in seen["folder"].iterdir()}


def test_a_bill_names_the_metal_and_the_product_that_hangs_on_it():
    exposure = _values("bill")["exposure"]
    ids = exposure.bill.parts.ids
    assert ids[exposure.products[0].part] == "servo"
    assert "dysprosium" in {ids[row.part] for row in exposure.parts}


@pytest.mark.slow
def test_the_ban_costs_less_on_the_narrow_reading():
    seen = _values("ban")
    assert 0 < seen["cost"].loss.p5 <= seen["cost"].loss.p50 <= seen["cost"].loss.p95
    assert seen["narrow"].p50 < seen["broad"].p50
    assert seen["rows"]


@pytest.mark.parametrize("file", sorted(NOTEBOOKS.glob("*.py")), ids=lambda file: file.stem)
def test_a_notebook_is_read_in_ten_minutes_and_is_paired_as_jupytext_pairs(file: Path):
    text = file.read_text(encoding="utf-8")
    assert len(text.split()) <= LONGEST
    assert "formats: ipynb,py:percent" in text
    cells = re.split(r"^# %%", text, flags=re.MULTILINE)[1:]
    assert cells[0].startswith(" [markdown]\n# # ")
    listed = (NOTEBOOKS.parent / "README.md").read_text(encoding="utf-8")
    assert f"notebooks/{file.name}" in listed
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (NOTEBOOKS / link).exists(), link
