"""How reasons are told: what carries the value of a clause, each term once, and no more lines than help."""

from __future__ import annotations

import re

import pytest

from sekisho import Library, determine
from sekisho.determination.line.determination import reasons
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import NamingContext, speech_of
from sekisho.law.model.condition import FactName, Under
from sekisho.present.determination.clause_views import why_of
from sekisho.present.determination.reasons import lines
from sekisho.present.determination.text import determination
from sekisho.present.render.terminal import bare, cells

OPEN = {"departure": "CN", "destination": "JP", "movement": "export", "end_user": "Example KK", "importer": "none"}
NO_USER = {"departure": "CN", "destination": "JP", "control_codes": "1C905.a"}
CIVIL = {"end_use": "civil", "end_user_kind": "civil", "knowledge_of_risk": "no"}


def told(facts: dict[str, str], library: Library, *, width: int = 100) -> list[str]:
    """Tell the answer of a line in full, without colour."""
    answer = determine(facts, library, as_of="2026-09-30")
    found = determination(answer, facts, reasons(answer, facts, library), library, width=width)
    return [bare(line) for line in found]


@pytest.mark.parametrize("width", [80, 110])
@pytest.mark.parametrize("facts", [OPEN, NO_USER, {**OPEN, **CIVIL, "control_codes": "none"}], ids=str)
def test_no_line_is_wider_than_the_screen(library: Library, facts: dict[str, str], width: int):
    wide = [line for line in told(facts, library, width=width) if cells(line) > width]
    assert not [line for line in wide if "http" not in line]


def shown(facts: dict[str, str], library: Library) -> dict[str, list[str]]:
    """Tell what an answer page shows of each clause before it is opened, from above."""
    answer = determine(facts, library, as_of="2026-09-30")
    found = why_of(answer, {**facts}, library, "en")
    views = {str(one.clause.id): one for one in found.decisive}
    views |= {str(one.clause.id): one for level in found.open for one in level.set_out}
    speech = speech_of(library, language="en")
    return {
        name: [bare(line) for line in lines(one.points, speech, width=200, indent="")] for name, one in views.items()
    }


def test_a_term_is_set_out_once_and_then_named(library: Library):
    text = "\n".join(line for told in shown(OPEN, library).values() for line in told)
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
    answer = determine(OPEN, library, as_of="2026-09-30")
    told = [points for name, points in shown(OPEN, library).items() if name in answer.open]
    assert len(told) > 1
    for points in told:
        assert sum(line.startswith("✓") for line in points) <= 1, points
        assert not any(line.startswith("✗") for line in points), points
    assert any(line.startswith("✓") for points in told for line in points)


def test_in_full_each_term_has_one_entry(library: Library):
    lines = told(OPEN, library)
    terms = lines[lines.index("Terms") :]
    names = [line.split()[0] for line in terms if re.match(r"  \S+  (defined|disputed)", line)]
    assert len(names) == len(set(names)) > 3


def test_what_is_not_covered_takes_three_lines_at_most(library: Library):
    for width in (60, 80, 100):
        lines = told(OPEN, library, width=width)
        start = next(place for place, line in enumerate(lines) if line.startswith("  Not covered:"))
        assert len(lines) - start <= 3
        assert "`sekisho coverage`" in " ".join(line.strip() for line in lines[start:])


def test_clauses_that_are_less_sure_are_named(library: Library):
    assert "is encoded with medium confidence" in "\n".join(told(NO_USER, library))


def test_a_long_list_of_codes_is_cut():
    codes = frozenset(f"1C{number}" for number in range(901, 911))
    assert prose(Under(FactName("control_codes"), "cn/dual-use", codes), NamingContext(codes=3)) == (
        "the item is under 1C901, 1C902, 1C903 and 7 more"
    )
    few = prose(Under(FactName("control_codes"), "cn/dual-use", frozenset(sorted(codes)[:5])), NamingContext(codes=3))
    assert few == "the item is under 1C901, 1C902, 1C903, 1C904 or 1C905"
