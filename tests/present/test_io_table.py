"""What a reader sees first of an input-output table: that it cannot be used, if it cannot, and by which checks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.present.io_table import CHECKS, MARKS, table_text


@pytest.fixture(scope="module")
def whole(library: Library) -> InputOutputTable:
    return find_table(library, "stylised")


@pytest.fixture(scope="module")
def broken(whole: InputOutputTable) -> InputOutputTable:
    """The same table with twice the value added in every sector, so that no column adds up."""
    return replace(whole, value_added=2.0 * whole.value_added)


def _marks(lines: list[str]) -> list[str]:
    signs = "".join(map(re.escape, MARKS.values()))
    bare = (re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines)
    return [mark[1] for line in bare if (mark := re.match(rf"  ([{signs}]) ", line))]


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_check_that_fails_stands_above_all_figures_and_first_of_all_checks(broken: InputOutputTable, language: str):
    checks = checks_of(broken)
    failing = [check.name for check in checks if check.status == "fail"]
    assert failing == ["columns"]
    lines = table_text(broken, checks, language=language)
    first = next(number for number, line in enumerate(lines) if not line.strip())
    assert Translator(language).say(CHECKS["columns"]) in "".join(lines[1:first])
    marks = _marks(lines)
    assert marks == sorted(marks, key=["✗", "!", "✓", "-"].index)
    assert marks.count("✗") == 1
    assert len(marks) == len(CHECKS)


def test_the_sentence_names_every_check_that_fails(broken: InputOutputTable):
    both = replace(broken, final=3.0 * broken.final)
    told = "\n".join(table_text(both, checks_of(both)))
    assert "The table cannot be used: 2 checks fail (rows, columns)." in told
    assert told.index("cannot be used") < told.index("value added")


def test_a_table_that_holds_is_not_warned_of(whole: InputOutputTable):
    assert "cannot be used" not in "\n".join(table_text(whole, checks_of(whole)))


@pytest.mark.parametrize(
    ("language", "unit", "prices"),
    [("ja", "100万", "基本価格"), ("zh", "百万", "基本价格"), ("en", "million", "basic prices")],
)
def test_unit_and_prices_stand_in_the_language_of_the_reader(library: Library, language: str, unit: str, prices: str):
    table = find_table(library, "jpn-2018")
    told = "\n".join(table_text(table, checks_of(table), language=language))
    assert unit in told
    assert prices in told
    assert language == "en" or "million" not in told
