"""Lines of one signature have one answer, and what was judged of one of them stands for the others."""

from __future__ import annotations

import random
from datetime import date

from tests.support.real_lines import TELLING_DAYS, Trader

from sekisho import Library, Reading, Readings
from sekisho.determination.core.compiled_clauses import clauses_on
from sekisho.determination.core.evaluation import Evaluation, evaluate
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.line_signature import MOST_LINES, MOST_TRACES, LineSignatures, signatures_on
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName
from sekisho.parties.index import parties_of

DAY = date(2026, 11, 13)
SHARE = FactName("prc_content_share")
LINES, NEIGHBOURS, SOME = 80, 10, 0.2


def afresh(evaluation: Evaluation, library: Library) -> Evaluation:
    """The same line with nothing known of any line before it."""
    return Evaluation(clauses_on(library, law_on(library, evaluation.context.day).day), evaluation.context)


def stated(line: dict[str, str]) -> dict[str, str]:
    """The line without the risk that nobody may deny who states a barred use."""
    barred = line.get("knowledge_of_barred_use") == "yes"
    return {name: value for name, value in line.items() if not (barred and name == "knowledge_of_risk")}


def facts_of(line: dict[str, str], library: Library) -> dict[FactName, object]:
    """Every fact of a line, typed, with what follows."""
    return dict(settle_input(line, library, as_of=DAY, readings=None, assume=None)[0])


def test_what_is_known_of_a_line_is_what_is_judged_of_it_afresh(library: Library, rng: random.Random) -> None:
    """Lines that differ in one fact from one before, on days of several laws and under all readings, each twice."""
    trader, again = Trader(library, rng), 0
    for number in range(LINES):
        if number % NEIGHBOURS == 0:
            day, readings, line = rng.choice(TELLING_DAYS), Readings(rng.choice(list(Reading))), trader.line(0.5)
        name = rng.choice([name for name in trader.facts if name in line or rng.random() < SOME])
        changed = {**line, name: trader.value(name)}
        facts, _, _ = settle_input(stated(changed), library, as_of=day, readings=None, assume=None)
        first, second = (evaluate(library, facts, day, readings) for _ in range(2))
        plain = afresh(second, library)
        broad = Readings(Reading.BROAD)
        assert list(second.values) == list(plain.values), (number, changed)
        assert (second.verdict, second.obligations) == (plain.verdict, plain.obligations)
        assert all(second.missing(clause) == plain.missing(clause) for clause in plain.verdict.open)
        for clause in (*plain.verdict.decisive, *plain.verdict.open):
            assert second.trace(clause) == plain.trace(clause), (number, clause)
        assert second.with_readings(broad).verdict == plain.with_readings(broad).verdict
        again += first.values is second.values
    assert again == LINES


def test_values_on_which_all_tests_agree_have_one_signature_and_others_have_not(library: Library) -> None:
    signatures, parties = signatures_on(library, law_on(library, DAY).day), parties_of(library)

    def signature(**more: str) -> object:
        line = {"movement": "export", "departure": "CN", "control_codes": "1C905.a", "destination": "JP", **more}
        return signatures.of(facts_of(line, library), DAY, parties)  # type: ignore[arg-type] # typed values

    assert signature(end_user="Tarumi Seiki") == signature(end_user="Kitahama Denki")
    assert signature(end_user="Tarumi Seiki") != signature(end_user="Mitsubishi Shipbuilding Co., Ltd.")
    assert signature(destination="DE") == signature(destination="FR")
    assert signature(destination="DE") != signature(destination="JP")
    assert signature(end_use="civil") != signature(end_use="military")


def test_a_trace_tells_a_number_as_the_line_has_it(library: Library) -> None:
    compiled = clauses_on(library, law_on(library, DAY).day)
    clause = next(name for name, root in compiled.roots.items() if root in compiled.on_fact[SHARE])
    for written in ("0.001", "0.0010", "0.001"):
        facts = facts_of({SHARE: written}, library)
        trace = evaluate(library, facts, DAY, Readings(Reading.BROAD)).trace(clause)  # type: ignore[arg-type] # typed values
        assert f"'{written}'" in repr(trace)


def test_memory_is_bounded(library: Library) -> None:
    signatures = LineSignatures(clauses_on(library, law_on(library, DAY).day))
    facts = facts_of({"destination": "JP"}, library)
    judged = evaluate(library, facts, DAY).judged()  # type: ignore[arg-type] # typed values
    for number in range(MOST_LINES + 1):
        signatures.keep((number,), Readings(), judged)
    assert signatures.judged((MOST_LINES,), Readings()) is judged
    assert signatures.judged((0,), Readings()) is None
    for number in range(MOST_TRACES + 1):
        signatures.keep_trace(number, "a trace")
    assert list(signatures.traces) == [MOST_TRACES]
