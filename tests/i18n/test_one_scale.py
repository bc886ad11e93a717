"""Amounts of one column stand on one scale, whatever their size, and are written with the sign of their currency."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.i18n.locale import LOCALES

LANGUAGES = ("en", "ja", "zh")
AMOUNTS = st.lists(st.floats(min_value=0, max_value=1e14), min_size=1, max_size=8)
NAMES = re.compile(r"(?:[\d,.]+)\s*([^\d\s<,.至～~]*)$")


@pytest.mark.parametrize("language", LANGUAGES)
@given(amounts=AMOUNTS)
def test_every_cell_of_a_column_has_the_scale_of_the_greatest(language: str, amounts: list[float]):
    most = max(amounts)
    units = set()
    for amount in filter(None, amounts):  # nothing has no size
        found = NAMES.search(LOCALES[language].scaled(amount, most))
        assert found is not None
        units.add(found[1])
    assert len(units) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
@given(amounts=AMOUNTS)
def test_what_a_cell_says_is_the_amount_to_a_hundredth_of_its_scale(language: str, amounts: list[float]):
    most = max(amounts)
    sizes = {"": 1.0, "m": 1e6, "bn": 1e9, "万": 1e4, "億": 1e8, "亿": 1e8, "兆": 1e12, "万亿": 1e12}
    for amount in amounts:
        text = LOCALES[language].scaled(amount, most)
        number, unit = re.fullmatch(r"<?([\d,.]+)\s*(\D*)", text).groups()  # type: ignore[union-attr] # it is one
        if not text.startswith("<"):
            error = max(0.005 * sizes[unit], 0.005 * amount, 0.5)
            assert float(number.replace(",", "")) * sizes[unit] == pytest.approx(amount, abs=error * 1.001)


def test_yen_has_one_sign_in_english_whatever_writes_it():
    english = LOCALES["en"]
    written = (
        english.currency("JPY", 75.0),
        english.price("JPY", 6.2e9),
        english.price_span("JPY", 1e6, 2e6),
        english.price_span("JPY", 1e9, 2e9),
        english.sum_of("JPY", 75.0, 2),
        english.scaled_price("JPY", 1.0, 2.0, 9.0),
        english.written("JPY", "151"),
    )
    assert [text for text in written if not text.startswith("¥") or "JPY" in text] == []
