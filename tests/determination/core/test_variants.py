"""Variants of a line that are judged at once are what each of them is alone."""

from collections.abc import Iterator
from datetime import date
from random import Random

import pytest

from sekisho.determination.core.evaluation import Evaluation, evaluate
from sekisho.determination.core.inputs import line_facts
from sekisho.determination.core.variants import Variant, variants_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings

DAY = date(2026, 9, 30)
LINES = (
    {"control_codes": "3C001.a", "departure": "CN", "destination": "JP", "movement": "export", "origin": "CN"},
    {"control_codes": "1C909.b", "departure": "CN", "destination": "DE", "end_use": "civil", "end_user_kind": "civil"},
    {"control_codes": "none", "departure": "CN", "destination": "US", "end_user_kind": "military"},
    {"destination": "JP"},
)
VALUES = {
    "destination": ("JP", "DE", "US", "KP", "unknown"),
    "departure": ("CN", "JP", "unknown"),
    "control_codes": ("3C001.a", "1C905.b", "none", "unknown"),
    "end_use": ("civil", "military", "unknown"),
    "end_user_kind": ("civil", "military", "government", "unknown"),
    "end_user": ("none", "Naniwa Seiki", "Mitsubishi Heavy Industries", "Skydio, Inc.", "unknown"),
    "knowledge_of_risk": ("yes", "no", "unknown"),
    "movement": ("export", "re_export", "intangible", "unknown"),
    "special_use": ("none", "unknown"),
}


def _asked(library: Library, heard: Evaluation, number: int) -> Iterator[Variant]:
    draw = Random(number)
    terms = heard.compiled.disputed
    for _ in range(60):
        names = draw.sample(sorted(VALUES), draw.choice((0, 1, 1, 2, 4)))
        facts = {FactName(name): library.facts.parse(name, draw.choice(VALUES[name])) for name in names}
        read = Readings(draw.choice(list(Reading)))
        yield facts, draw.choice((read, Readings(), Readings().with_term(draw.choice(terms), read.default)))


@pytest.mark.parametrize("number", range(len(LINES)))
def test_variants_judged_at_once_are_what_each_is_alone(library: Library, number: int):
    heard = evaluate(library, line_facts(LINES[number], library), DAY)
    asked = list(_asked(library, heard, number))
    judged = variants_of(heard, asked, library)
    alone = [evaluate(library, {**heard.context.facts, **facts}, DAY, readings) for facts, readings in asked]
    assert len({each.verdict for each in alone}) > 5  # else nothing is told apart
    for at, line in enumerate(alone):
        assert judged.verdict(at) == line.verdict
        assert judged.ends(at) == (line.verdict.floor, line.verdict.ceiling)
        assert judged.obligations(at) == line.obligations
        one = judged.evaluation(at)
        assert one.context.facts == line.context.facts
        assert list(one.values) == list(line.values)
        assert [one.missing(name) for name in line.verdict.open] == [line.missing(name) for name in line.verdict.open]
        others = judged.others(at)
        assert [bool(others >> place & 1) for place in range(len(asked))] == [
            line.verdict != other.verdict for other in alone
        ]
        others = judged.others(at, duties=True)
        assert [bool(others >> place & 1) for place in range(len(asked))] == [
            (line.verdict, line.obligations) != (other.verdict, other.obligations) for other in alone
        ]


def test_a_variant_that_says_the_same_is_the_line(library: Library):
    heard = evaluate(library, line_facts(LINES[0], library), DAY)
    judged = variants_of(heard, [({}, Readings()), ({FactName("end_use"): UNKNOWN}, Readings())], library)
    assert judged.verdict(0) is heard.verdict
    assert judged.verdict(1) == heard.verdict
    assert judged.others(0, duties=True) == 0
