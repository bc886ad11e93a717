"""`sekisho timeline` of goods by words that no entry bears: the code that they settle, or those that they may be."""

from __future__ import annotations

import pytest
from tests.support.calling import Call


@pytest.mark.parametrize("words", ["酸化ジスプロシウム", "ジスプロシウム酸化物"])
def test_goods_that_settle_a_code_are_told_by_it(words: str, call: Call):
    assert "1C905.b" in call("timeline", words).stdout.splitlines()[0]


def test_goods_that_may_be_several_are_asked_for_by_code(call: Call):
    told = call("timeline", "Terbiumoxid").output
    assert "may fall under several entries" in told
    assert "sekisho timeline 1C904.b" in told


def test_goods_that_are_misspelt_are_named_by_what_they_may_be(call: Call):
    told = call("timeline", "dysprosim", "oxide")
    assert told.exit_code != 0
    assert "1C905.b  Dysprosium oxide and mixtures" in told.output


def test_words_that_are_no_goods_name_nothing(call: Call):
    assert "no measure, control code or name of an entry is 'zzz'" in call("timeline", "zzz").output
