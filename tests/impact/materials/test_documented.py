"""The reference page names every figure, key and column of the economy data on materials."""

from __future__ import annotations

from pathlib import Path

from sekisho.impact.dependence.data import ALTERNATIVE_COLUMNS, BASKET_COLUMNS, SHARE_COLUMNS, Covers
from sekisho.impact.economy.sources import COLUMNS as SOURCE_COLUMNS
from sekisho.impact.materials.material import FIGURES, Rule
from sekisho.impact.materials.reader import EXPERIENCE, FIGURE, FILE, FORM, LICENCE, MATERIAL
from sekisho.impact.materials.use import ChainStage, Purpose
from sekisho.impact.materials.use_reader import COLUMNS

PAGE = (Path(__file__).parents[3] / "docs/reference/economy-data.md").read_text(encoding="utf-8")


def test_every_key_and_column_is_documented():
    shapes = (FIGURE, FILE, MATERIAL, FORM, LICENCE)
    names = {*EXPERIENCE, *COLUMNS, *SOURCE_COLUMNS, *(name for shape in shapes for name in shape.names)}
    names |= {*BASKET_COLUMNS, *SHARE_COLUMNS, *ALTERNATIVE_COLUMNS}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_every_word_of_a_closed_set_is_documented():
    words = {*Rule, *ChainStage, *Purpose, *Covers}
    assert {str(word) for word in words if str(word) not in PAGE} == set()


def test_every_figure_stands_with_its_unit():
    rows = {line.split("|")[1].strip(" `"): line for line in PAGE.splitlines() if line.startswith("| `")}
    assert {name for name, kind in FIGURES.items() if kind.unit not in rows.get(name, "")} == set()
