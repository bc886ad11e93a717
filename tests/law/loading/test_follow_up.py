"""Penalties, licensing, guidance and arguments that are wrong: told with line, code, and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.measure_packages import MEASURE, package, told
from tests.support.told import check_style

from sekisho import load_measures
from sekisho.proofs.lint import lint_folder

FOLLOW_UP = """\
licensing:
  authority: An office
  statutory: {days: 45, unit: working_days, from: acceptance, confidence: high, source: "https://example.org"}
  documents:
    - {words: a contract, level: individual, confidence: high, source: "https://example.org"}
  levels:
    - {level: general, available: yes, words: Many exports., valid_years: 3, confidence: high, source: "https://example.org"}
  practice:
    - {words: Slow., days_low: 30, days_high: 45, unit: calendar_days, confidence: low, source: "https://example.org"}
penalties:
  - article: Art. 34
    for: [without_licence]
    words: Going without.
    fines:
      - {unit: times, low: 5, high: 10, currency: CNY, of: unlawful_transactions, of_at_least: 500000}
    consequences: [confiscation]
    confidence: high
    source: https://example.org
guidance:
  - {by: An office, date: unknown, words: Bolts are free., confidence: low, source: "https://example.org"}
"""
TERMS = """\
terms:
  helps:
    words: {en: helps}
    article: "1"
    narrow: {when: {end_use: weapons}, because: Plain., argued_by: nobody}
    central: {when: {end_use: [weapons, military]}, because: Plain., argued_by: nobody}
    broad:
      when: {end_use: [weapons, military]}
      because: One firm.
      argued_by: [{who: A firm, kind: law_firm, source: "https://example.org", read: 2026-01-01}]
"""
WHOLE = MEASURE.replace("clauses:", f"{TERMS}clauses:").replace("{destination: JP}", "{term: helps}") + FOLLOW_UP


def test_the_measure_itself_is_right_and_its_numbers_are_numbers(tmp_path: Path):
    made = package(tmp_path, WHOLE)
    assert lint_folder(made) == []
    measure = next(iter(load_measures([made]).measures.values()))
    assert measure.licensing is not None
    assert measure.licensing.clock is not None
    assert measure.licensing.clock.days == 45
    assert [(fine.low, fine.high) for one in measure.penalties for fine in one.fines] == [(5, 10)]  # type: ignore[union-attr]
    assert measure.guidance[0].day is None


@pytest.mark.parametrize(
    ("right", "wrong", "code", "words"),
    [
        ("for: [without_licence]", "for: [without_license]", "M105", ["'without_license'", "without_licence"]),
        ("low: 5, high: 10", "low: 10, high: 5", "M105", ["low 10", "high 5"]),
        ("low: 5,", "low: five,", "M105", ["'five'", "not a number"]),
        ("CNY, of: unlawful_transactions, of_at", "CNY, of_at", "M102", ["times of what", "'of'"]),
        ("unit: times", "unit: multiple", "M105", ["'multiple'", "times"]),
        ("consequences: [confiscation]", "consequences: [prison]", "M105", ["'prison'", "confiscation"]),
        ("    confidence: high\n    source: https://example.org\n", "", "M102", ["penalty", "'source' is missing"]),
        ("source: https://example.org\n", "source: a book\n", "M105", ["'a book'", "http"]),
        ("    words: Going without.\n", "", "M102", ["penalty", "'words' is missing"]),
        ("days: 45, unit: working_days,", "days: 45,", "M102", ["'unit' and 'from'"]),
        ("days: 45,", "days: soon,", "M105", ["'soon'"]),
        ("days: 45,", "days: 4.5,", "M105", ["4.5", "whole"]),
        ("  authority: An office\n", "", "M102", ["licensing", "'authority' is missing"]),
        ("level: general,", "level: bulk,", "M105", ["'bulk'", "general"]),
        ("available: yes", "available: maybe", "M105", ["'maybe'", "yes, no"]),
        ("date: unknown", "date: soon", "M104", ["'soon'"]),
        ("by: An office, date", "from: An office, date", "M102", ["guidance", "'by' is missing"]),
        ("kind: law_firm", "kind: lawyer", "M105", ["'lawyer'", "law_firm"]),
        ("argued_by: [{who: A firm", "argued_by: [{name: A firm", "M102", ["'who' is missing"]),
        ("argued_by: nobody", "argued_by: somebody", "M105", ["not a list", "nobody"]),
        ("because: Plain., argued_by: nobody", "argued_by: nobody, because: Plain.", "M103", ["reading narrow"]),
        ("penalties:", "fines:", "M102", ["'fines'"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_its_code_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, code: str, words: list[str]
):
    text = WHOLE.replace(right, wrong, 1)
    assert text != WHOLE
    fault = told(tmp_path, text)
    found = [one for one in fault.problems if one.code == code and all(word in str(one) for word in words)]
    assert found, f"nothing says {code} {words}:\n{fault}"
    line = int(found[0].where.rpartition(":")[2])
    first = text[: text.index(wrong)].count("\n") if wrong else 0
    assert line >= min(first, 12)


def test_the_sections_stand_in_one_order(tmp_path: Path):
    start = FOLLOW_UP.index("penalties:")
    text = WHOLE.replace(FOLLOW_UP, FOLLOW_UP[start:] + FOLLOW_UP[:start])
    assert "M103" in str(told(tmp_path, text))


def test_lint_is_red_for_a_reading_that_says_neither_who_argues_it_nor_nobody(tmp_path: Path):
    text = WHOLE.replace(", argued_by: nobody", "", 1)
    (problem,) = lint_folder(package(tmp_path, text))
    check_style(problem)
    line = WHOLE[: WHOLE.index("narrow:")].count("\n") + 1
    assert (problem.code, problem.where) == ("M127", f"xx/2026-1.yaml:{line}")
    assert "reading narrow" in problem.what
    assert "argued_by: nobody" in problem.remedy


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("  authority: An office\n", "  under: xx/2026-9\n  authority: An office\n", "xx/2026-9"),
        ("penalties:\n", "penalties:\n  - {under: xx/2026-9, articles: [Art. 1]}\n", "xx/2026-9"),
        ("penalties:\n", "penalties:\n  - {under: xx/2026-1, articles: [Art. 34, Art. 35]}\n", "Art. 35"),
    ],
)
def test_a_reference_to_licensing_or_penalties_that_are_not_there_is_told(
    tmp_path: Path, right: str, wrong: str, what: str
):
    (problem,) = lint_folder(package(tmp_path, WHOLE.replace(right, wrong, 1)))
    check_style(problem)
    assert problem.code == "M118"
    assert what in problem.what
    assert "Art. 34" not in problem.what
