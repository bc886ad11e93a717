"""The first words of a cost: at most 40, the mean first, no digit beyond the error."""

from __future__ import annotations

import numpy as np
import pytest

from sekisho.i18n.messages import Translator
from sekisho.impact.economy.exchange_rates import ExchangeRate
from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.results.bands import band
from sekisho.present.impact.headline import headline_of

RATE = ExchangeRate(date="2024", currency="JPY", per="USD", value=151.46, kind="average", source="s", url="u")
SCALES = (
    MoneyScale(currency="JPY", year=2024, billion=6_090.0),
    MoneyScale(currency="USD", year=2024, billion=6_090.0 / 151.46, rate=RATE),
)
ORDERED = np.quantile(np.exp(np.random.default_rng(1).normal(-4.7, 2.0, 100_000)), (np.arange(1024) + 0.5) / 1024)
SKEWED = np.random.default_rng(1).permutation(ORDERED)  # draws do not come in the order of their losses
NARROW = np.linspace(0.3, 0.5, 1024)


def test_a_skewed_loss_begins_with_its_mean_and_has_no_digit_beyond_its_error():
    said = headline_of(band(SKEWED), SCALES)
    assert said == (
        "Expected loss (mean): ¥400 billion (0.07 % of 2024 GDP; USD 3 billion at ¥151, mean of 2024). "
        "9 in 10 runs: nil to ¥1.5 trillion; 1 in 20: over that. Middle run: ¥55 billion."
    )


def test_a_narrow_loss_begins_with_its_mean_too():
    said = headline_of(band(NARROW), SCALES)
    assert said.startswith("Expected loss (mean): ¥2.4 trillion (0.40 % of 2024 GDP; USD 16 billion at ¥151")
    assert "9 in 10 runs: ¥1.9 trillion to ¥3.0 trillion" in said


def test_what_every_run_finds_has_no_range():
    said = headline_of(band(np.full(64, 0.1003)), SCALES)
    assert said.startswith(
        "Loss: ¥610 billion (0.10 % of 2024 GDP; USD 4.0 billion at ¥151, mean of 2024), the same in every"
    )


@pytest.mark.parametrize("numbers", [SKEWED, NARROW, np.full(64, 0.1)])
def test_forty_words_are_enough(numbers: np.ndarray):
    assert len(headline_of(band(numbers), SCALES).split()) <= 40


@pytest.mark.parametrize(
    ("language", "sums"), [("ja", ("4,000億円", "1.5兆円")), ("zh", ("4000亿日元", "1.5万亿日元"))]
)
def test_east_asia_counts_in_its_own_sizes(language: str, sums: tuple[str, str]):
    told = Translator(language).say(headline_of(band(SKEWED), SCALES))
    assert all(each in told for each in sums), told
    assert "billion" not in told
