"""How reasons are told: what carries the value of a clause, each term once, and no more lines than help."""

from __future__ import annotations

import re

import pytest

from sekisho import Library, determine
from sekisho.determination.line.determination import reasons
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import NamingContext
from sekisho.law.model.condition import FactName, Under
from sekisho.present.determination.text import determination
from sekisho.present.render.terminal import bare, cells

OPEN = {"departure": "CN", "destination": "JP", "movement": "export", "end_user": "Example KK", "importer": "none"}
NO_USER = {"departure": "CN", "destination": "JP", "control_codes": "1C905.a"}
CIVIL = {"end_use": "civil", "end_user_kind": "civil", "knowledge_of_risk": "no"}


def told(facts: dict[str, str], library: Library, *, full: bool = False, width: int = 100) -> list[str]:
    """Tell the answer of a line, without colour."""
    answer = determine(facts, library, as_of="2026-09-30")
    found = determination(answer, facts, reasons(answer, facts, library), library, full=full, width=width)
    return [bare(line) for line in found]


def test_a_typical_undetermined_line_fits_two_screens(library: Library):
    """Screens of forty lines; what does not move the answer, as practice and law that sleeps, takes a line or two."""
    assert len(told({**OPEN, "end_user_kind": "civil"}, library)) <= 80
    assert len(told({**NO_USER, **CIVIL}, library)) <= 80
    assert not any("newsonjapan" in line for line in told({**NO_USER, **CIVIL}, library))
    assert any("newsonjapan" in line for line in told({**NO_USER, **CIVIL}, library, full=True))


@pytest.mark.parametrize("width", [80, 110])
@pytest.mark.parametrize("facts", [OPEN, NO_USER, {**OPEN, **CIVIL, "control_codes": "none"}], ids=str)
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_the_screen(library: Library, facts: dict[str, str], width: int, *, full: bool):
    wide = [line for line in told(facts, library, full=full, width=width) if cells(line) > width]
    assert not [line for line in wide if "http" not in line]


def test_a_term_is_set_out_once_and_then_named(library: Library):
    text = "\n".join(told(OPEN, library))
    assert len(re.findall(r"“all dual-use items” \(central reading\), if", text)) == 1
    again = set(re.findall(r"“([^”]+)”(?: \([a-z ]+\))?, as above", text))
    assert again
    for name in again:
        called = rf"“{re.escape(name)}”(?: \([a-z ]+\))?"
        (at,) = [one.start() for one in re.finditer(rf"{called}, if", text)]
        later = [one.start() for one in re.finditer(rf"{called}, as above", text)]
        assert later
        assert at < min(later), name


def test_of_an_open_clause_one_line_says_what_is_met(library: Library):
    """Of each clause that is set out; the decisive ones are set out part by part."""
    text = "\n".join(told(OPEN, library))
    clauses = [clause for clause in re.split(r"\n  (?=cn/)", text)[1:] if re.match(r"cn/\S+  ", clause)]
    assert len(clauses) > 1
    for clause in clauses:
        lines = clause.split("\n\n")[0].splitlines()
        assert sum(line.strip().startswith("✓") for line in lines) == 1, clause
        assert not any(line.strip().startswith("✗") for line in lines), clause


def test_open_clauses_beyond_the_first_two_of_a_level_are_named_with_what_they_wait_for(library: Library):
    answer = determine(NO_USER, library, as_of="2026-09-30")
    lines = told(NO_USER, library)
    text = " ".join(line.strip() for line in lines)
    for name in answer.open:
        assert name in text
    assert re.search(r"(cn/\S+ \([^?✓]*?\), )+cn/\S+ \([^?✓]*?\) wait for [a-z_]+", text)
    set_out = [name for name in answer.open if any(re.match(rf"  {name}  ", line) for line in lines)]
    assert 0 < len(set_out) <= 2 * len({library.clauses[name][1].level for name in answer.open})


def test_in_full_each_term_has_one_entry(library: Library):
    lines = told(OPEN, library, full=True)
    terms = lines[lines.index("Terms") :]
    names = [line.split()[0] for line in terms if re.match(r"  \S+  (defined|disputed)", line)]
    assert len(names) == len(set(names)) > 3


def test_what_is_not_covered_takes_three_lines_at_most(library: Library):
    for width in (60, 80, 100):
        lines = told(OPEN, library, width=width)
        start = next(place for place, line in enumerate(lines) if line.startswith("  Not covered:"))
        assert len(lines) - start <= 3
        assert "`sekisho coverage`" in " ".join(line.strip() for line in lines[start:])


def test_open_clauses_that_are_less_sure_are_counted_and_decisive_ones_named(library: Library):
    lines = told(NO_USER, library)
    assert any(re.match(r"  - \d+ open clauses are encoded with less than high confidence", line) for line in lines)
    full = "\n".join(told(NO_USER, library, full=True))
    assert "is encoded with medium confidence" in full


def test_a_long_list_of_codes_is_cut():
    codes = frozenset(f"1C{number}" for number in range(901, 911))
    assert prose(Under(FactName("control_codes"), "cn/dual-use", codes), NamingContext(codes=3)) == (
        "the item is under 1C901, 1C902, 1C903 and 7 more"
    )
    few = prose(Under(FactName("control_codes"), "cn/dual-use", frozenset(sorted(codes)[:5])), NamingContext(codes=3))
    assert few == "the item is under 1C901, 1C902, 1C903, 1C904 or 1C905"
