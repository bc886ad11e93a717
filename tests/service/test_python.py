"""What Python shows and tells: names that may be used, answers in a line, wrong names at once."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.support.calling import LAW

import sekisho
from sekisho import FactError, Library, Line, determine, load_measures

FACTS = {"departure": "CN", "destination": "JP", "control_codes": "1C905.a", "description": "<b>rod</b>"}
LONGEST = 300


@pytest.fixture(scope="module")
def small() -> Library:
    """The made-up law of the tests."""
    return load_measures([LAW])


def test_dir_names_what_may_be_used_and_nothing_else():
    assert set(sekisho.__all__) <= set(dir(sekisho))
    assert "classify" in dir(sekisho)
    assert "Lazy" not in dir(sekisho)


def test_an_answer_and_a_library_are_one_line_and_a_table_in_a_notebook(small: Library):
    answer = determine(FACTS, small, as_of="2026-09-30")
    assert repr(answer).startswith("<Determination as of 2026-09-30: undetermined, free to prohibited, waits for ")
    assert repr(small).startswith("<Library ")
    assert len(repr(answer)) < LONGEST > len(repr(small))
    assert "Not decided" in answer._repr_html_()
    assert "<b>rod" not in answer._repr_html_()
    assert "xx/2025-law" in small._repr_html_()


def test_a_line_tells_wrong_names_at_once_and_leaves_those_of_data_packages_to_the_library():
    with pytest.raises(FactError) as fault:
        Line(foo=1, end_usr="X", destination="JP")
    assert [problem.what for problem in fault.value.problems] == ["unknown fact 'foo'.", "unknown fact 'end_usr'."]
    assert Line(xx_end_user="X", ann70_after_2026_11_10="lapsed", control_code="none").given


@pytest.mark.slow
def test_python_runs_the_command_line():
    done = subprocess.run([sys.executable, "-m", "sekisho", "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: sekisho ")
