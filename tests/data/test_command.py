"""`sekisho test FOLDER`: the golden cases of anybody's data package, and what lint says of one that names nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho.cli import main

PACKAGE = """\
name: lamps
version: 2026.1.5
licence: Apache-2.0
horizon: 2026-01-05
jurisdictions: [CN]
"""
MEASURE = """\
id: xx/2026-lamps
title: {en: Announcement on lamps}
kind: item-control
jurisdiction: CN
authority: Ministry of Lamps
instrument: Announcement 1 of 2026
published: 2026-01-01
effective: 2026-01-05
repealed: open
confidence: high
sources:
  - {url: "https://example.org/lamps", language: en, read: 2026-01-02}
clauses:
  - id: to-japan
    article: paragraph 1
    words: {en: Lamps may not be exported to Japan.}
    effect: prohibit
    level: prohibited
    when: {destination: JP}
    confidence: high
"""
CASES = """\
- id: L1
  name: A lamp to Japan is prohibited from the day of effect
  as_of: 2026-01-05
  facts: {destination: JP}
  outcome: prohibited
  decided_by: [xx/2026-lamps#to-japan]
- id: L2
  name: A lamp to Korea needs no licence
  like: L1
  facts: {destination: KR}
  outcome: free
  decided_by: []
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A data package of one measure with its cases."""
    folder = tmp_path / "lamps"
    (folder / "xx" / "cases").mkdir(parents=True)
    (folder / "package.yaml").write_text(PACKAGE, encoding="utf-8")
    (folder / "xx" / "2026-lamps.yaml").write_text(MEASURE, encoding="utf-8")
    (folder / "xx" / "cases" / "lamps.yaml").write_text(CASES, encoding="utf-8")
    return folder


def asked(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def rewritten(package: Path, old: str, new: str) -> None:
    file = package / "xx" / "cases" / "lamps.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_cases_of_a_package_are_run(package: Path):
    told = asked("test", package)
    assert told.output.strip() == f"{package}: 2 cases passed."
    assert told.exit_code == 0


def test_a_case_with_another_answer_fails_with_what_was_expected_and_what_came(package: Path):
    rewritten(package, "outcome: free", "outcome: prohibited")
    told = asked("test", package)
    assert told.exit_code == 1
    assert "xx/cases/lamps.yaml:7: L2: A lamp to Korea needs no licence" in told.output
    assert "outcome: expected prohibited, got free" in told.output
    assert f"{package}: 1 of 2 cases failed." in told.output


WRONG = {
    "an outcome": ("outcome: free", "outcome: permitted", "outcome 'permitted' does not exist."),
    "a clause": ("#to-japan]", "#to-japn]", "decided_by: clause 'xx/2026-lamps#to-japn' does not exist."),
    "a measure": ("[xx/2026-lamps#", "[xx/2026-lampz#", "clause 'xx/2026-lampz#to-japan' does not exist."),
    "a fact": ("{destination: KR}", "{destinatoin: KR}", "destinatoin"),
    "a value": ("{destination: KR}", "{destination: KR, end_use: party}", "party"),
    "a day": ("as_of: 2026-01-05", "as_of: 2026-13-05", "'as_of': '2026-13-05' is not a date."),
    "a floor": ("outcome: free", "outcome: free\n  floor: fre", "floor 'fre' does not exist."),
    "a missing fact": (
        "outcome: free",
        "outcome: free\n  missing: [end_usr]",
        "missing: fact 'end_usr' does not exist.",
    ),
    "a reading": ("outcome: free", "outcome: free\n  by_reading: {wide: free}", "reading 'wide' does not exist."),
    "an unknown": ("outcome: free", "outcome: free\n  branches: {ann70: {lapsed: free}}", "'ann70'"),
    "no outcome": ("  outcome: free\n  decided_by: []\n", "", "it expects no outcome, so it shows nothing."),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG.keys())
def test_lint_and_test_tell_what_a_case_names_that_is_not_there(package: Path, old: str, new: str, said: str):
    rewritten(package, old, new)
    for told in (asked("lint", package), asked("test", package)):
        assert told.exit_code == 1
        assert said in told.output
        assert "xx/cases/lamps.yaml:" in told.output
        assert "no problem found" not in told.output
        assert "passed" not in told.output


def test_a_package_without_cases_says_so(package: Path):
    shutil.rmtree(package / "xx" / "cases")
    told = asked("test", package)
    assert told.exit_code == 1
    assert "no cases, so nothing was tested" in told.output
    linted = asked("lint", package)
    assert linted.exit_code == 0
    assert "has no cases: nothing tests what its measures say." in linted.output


@pytest.mark.parametrize("place", ["cases", "xx/more/cases"])
def test_cases_are_found_wherever_a_folder_of_cases_stands(package: Path, place: str):
    folder = package / place
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text(CASES.replace("L1", "M1").replace("L2", "M2"), encoding="utf-8")
    assert "4 cases passed." in asked("test", package).output


def test_all_problems_of_all_cases_are_told_at_once(package: Path):
    rewritten(package, "{destination: JP}", "{destination: JP, end_use: party}")
    rewritten(package, "decided_by: []", "decided_by: [nothing#here]")
    said: Callable[[str], bool] = asked("test", package).output.__contains__
    assert said("party")
    assert said("nothing#here")
