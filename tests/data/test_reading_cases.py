"""Files of golden cases that are wrong are told, and an expected answer that differs is never passed over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.testing import GoldenCase, check_package, differences

LAW = Path(__file__).parents[1] / "cli" / "law"
OPEN_LINE = GoldenCase(
    id="A", name="nothing is known", file="a.yaml", line=1, as_of="2026-09-30", facts={}, assume={}, expected={}
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A data package to which a test adds cases."""
    shutil.copytree(LAW, tmp_path / "law")
    (tmp_path / "law" / "xx" / "cases").mkdir(exist_ok=True)
    return tmp_path / "law"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id: A\nfacts: {}\n", "the file is not a list of cases"),
        ("- {id: A, facts: 3}\n", "a case needs an id, a name and facts"),
        ("- {id: A, as_of: 2026-09-30, facts: {}, colour: red}\n", "unknown key 'colour'"),
        ("- {id: A, facts: {destination: JP}, outcome: free}\n", "'as_of': '' is not a date"),
        ("- {id: A, as_of: 2026-09-30, facts: {destinatoin: JP}, outcome: free}\n", "unknown fact 'destinatoin'"),
        ("- {id: A, as_of: 2026-09-30, facts: {}, outcome: free, by_reading: {nar: free}}\n", "reading 'nar' does not"),
    ],
)
def test_a_wrong_file_of_cases_is_told_as_a_problem(package: Path, text: str, says: str):
    (package / "xx" / "cases" / "wrong.yaml").write_text(text, encoding="utf-8")
    found = [problem for problem in check_package(package) if "wrong.yaml" in problem]
    assert len(found) >= 1
    assert says in found[0]


@pytest.mark.parametrize("key", ["missing", "open"])
def test_an_empty_list_expects_that_there_is_nothing(library: Library, key: str):
    assert getattr(determine({}, library, as_of=OPEN_LINE.as_of), key)
    assert differences(replace(OPEN_LINE, expected={key: []}), library)
    assert not differences(replace(OPEN_LINE, expected={"decided_by": []}), library)
