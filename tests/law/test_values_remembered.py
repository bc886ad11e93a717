"""Values that were read are remembered by fact and text; what is remembered changes no value and no error."""

from __future__ import annotations

import pytest

from sekisho import FactError, Library
from sekisho.law.model.fact_table import LONGEST_READ, MOST_READ
from sekisho.law.model.notation import parse_value
from sekisho.testing import read_cases


def test_every_value_of_the_golden_cases_is_what_it_is_when_it_is_read_for_the_first_time(library: Library):
    table = library.facts
    stated = {
        (name, text)
        for package in library.packages
        for case in read_cases(package.folder)
        for name, text in case.facts.items()
        if isinstance(text, str) and name in table
    }
    assert len({name for name, _ in stated}) > 20
    for name, text in stated:
        afresh = parse_value(table[name], text, table.schemes, where=name)
        assert table.parse(name, text) == table.parse(name, text) == afresh, (name, text)
        assert type(table.parse(name, text)) is type(afresh)


def test_a_text_that_is_read_in_one_fact_is_refused_in_another_as_often_as_it_is_asked(library: Library):
    table = library.facts
    assert table.parse("end_user", "Naniwa Seiki") == "Naniwa Seiki"
    for where in ("destination", "row 7"):
        with pytest.raises(FactError) as refused:
            table.parse("destination", "Naniwa Seiki", where=where)
        assert [problem.where for problem in refused.value.problems] == [where]
        with pytest.raises(FactError) as refused:
            table.parse("end_user", "NaN", where=where)
        assert [problem.where for problem in refused.value.problems] == [where]


def test_so_many_values_are_remembered_at_most_and_no_page_of_words(library: Library):
    table = library.facts
    page = "x" * (LONGEST_READ + 1)
    for number in range(MOST_READ + 10):
        assert table.parse("end_user", f"Firm {number}") == f"Firm {number}"
    assert table.parse("description", page) == page
    assert 0 < len(table._read) <= MOST_READ
    assert ("description", page) not in table._read
    assert ("end_user", f"Firm {MOST_READ + 9}") in table._read
