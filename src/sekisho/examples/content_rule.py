"""Control codes for made-up bills: a few goods that a measure counts as content, and one that holds them."""

from __future__ import annotations

from sekisho.determination.core.evaluation import EvaluationContext, judge
from sekisho.exposure.value_shares import rule_of
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries
from sekisho.law.model.term import Readings
from sekisho.parties.index import parties_of
from sekisho.trade.transaction import facts_of_line

MOST = 4


def content_codes(library: Library) -> tuple[tuple[str, ...], str]:
    """Return codes of goods that count as content under a measure, and a code that does not, from the same entry.

    Raises
    ------
    LibraryError
        If no measure says how a share by value is worked out.
    """
    measure, rule = rule_of(library)
    law = law_on(library, max(measure.effective, library.horizon))
    inside: list[str] = []
    outside: list[str] = []
    for code in sorted(control_entries(library)):
        facts = facts_of_line({"control_codes": str(Codes(frozenset({code})))}, library.facts)
        case = EvaluationContext(
            facts=facts, day=law.day, terms=law.terms, readings=Readings(), parties=parties_of(library)
        )
        (inside if judge(rule.content, case) is True else outside).append(code)
    heads = list(dict.fromkeys(code.partition(".")[0] for code in inside))
    metals = tuple(next(code for code in inside if code.startswith(head)) for head in heads[:MOST])
    beside = (code for code in reversed(outside) if code.partition(".")[0] in heads and code.count(".") > 1)
    return metals, next(beside, "none")
