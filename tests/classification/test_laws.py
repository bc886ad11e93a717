"""Laws of classification for every list: knowing more never takes back an answer, and form does not matter."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho import Library
from sekisho.classification.answer import Classification
from sekisho.classification.classifier import Classifier
from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.classification.quantities import both
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue, NumberInterval
from sekisho.trade.items.control_list import ControlList
from sekisho.trade.items.parameter import StatedParameters

DAY = date(2026, 7, 1)
FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = st.one_of(st.integers(0, 400), st.sampled_from(["0.01", "1.85", "99.9", "99.99", "1600", "50000"])).map(
    Decimal
)
BOUNDS = st.one_of(st.none(), NUMBERS)
SETTLED = {LimitStatus.MET, LimitStatus.NOT_MET}


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=DAY)


def values_of(items: ControlList, name: FactName) -> st.SearchStrategy[FactValue]:
    """Values of a parameter: numbers and bounds of numbers, yes and no, or one of its choices."""
    parameter = items.parameters[name]
    if parameter.fact.kind == "number":
        spans = st.builds(NumberInterval, BOUNDS, BOUNDS, low_open=st.booleans(), high_open=st.booleans())
        return st.one_of(
            NUMBERS, spans.filter(lambda span: span.low is None or span.high is None or span.low < span.high)
        )
    return st.sampled_from(sorted(parameter.says)) if parameter.says else st.booleans()


@st.composite
def cases(draw: st.DrawFn, items: ControlList) -> tuple[str, StatedParameters]:
    """A code with a limit, and values of some of what it measures and of what others measure."""
    code = draw(st.sampled_from(sorted(items.limits)))
    known = sorted(name for name in items.measured(code) if name in items.parameters)
    others = draw(st.lists(st.sampled_from(sorted(items.parameters)), max_size=3, unique=True))
    stated = StatedParameters()
    for name in {*known, *others}:
        if draw(st.booleans()):
            stated[name] = draw(values_of(items, name))
    return code, stated


@FAST
@given(st.data())
def test_learning_a_parameter_never_moves_a_settled_limit(classifier: Classifier, data: st.DataObject):
    items = classifier.items
    code, stated = data.draw(cases(items))
    before = status_of(items, code, stated)
    name = data.draw(st.sampled_from(sorted(set(items.parameters) - set(stated))))
    after = status_of(items, code, StatedParameters({**stated, name: data.draw(values_of(items, name))}))
    if before in SETTLED:
        assert after is before


@FAST
@given(st.data())
def test_narrower_bounds_never_move_a_settled_limit(classifier: Classifier, data: st.DataObject):
    items = classifier.items
    code, stated = data.draw(cases(items))
    spans = [name for name, value in stated.items() if isinstance(value, (NumberInterval, Decimal))]
    if not spans:
        return
    name = data.draw(st.sampled_from(sorted(spans)))
    wide = both(stated[name], data.draw(NUMBERS))
    before = status_of(items, code, StatedParameters({**stated, name: wide}))
    if before in SETTLED:
        assert status_of(items, code, stated) is before


@FAST
@given(st.data())
def test_the_order_of_parameters_does_not_matter(classifier: Classifier, data: st.DataObject):
    code, stated = data.draw(cases(classifier.items))
    turned = StatedParameters(dict(data.draw(st.permutations(list(stated.items())))))
    assert status_of(classifier.items, code, turned) is status_of(classifier.items, code, stated)


def told(answer: Classification) -> tuple[object, ...]:
    return (
        str(answer.state),
        [(one.code, str(one.status), round(one.score, 6)) for one in answer.candidates],
        sorted(answer.understood.items()),
    )


TEXTS = (
    "NdFeB magnets with 3% Dy",
    "NdFeB magnet N35 without Tb or Dy",
    "isostatic graphite 99.99 %, flexural strength 45 MPa, density 1.85 g/cm3",
    "UAV, endurance 90 min, BVLOS",
    "氧化镝 99.9%",
    "酸化ジスプロシウム 4N",
    "ﾈｵｼﾞﾑ磁石(Dy添加) ﾓｰﾀ用",
    "鐵釹硼磁鐵 不含鏑",
    "Phone case with NdFeB (Dy) magnet ring",
)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "　"})


@pytest.mark.parametrize("text", TEXTS)
def test_width_and_spacing_do_not_matter(classifier: Classifier, text: str):
    plain = told(classifier.classify(text))
    assert told(classifier.classify(text.translate(WIDE))) == plain
    assert told(classifier.classify(f"  {text.replace(' ', '  ')} ")) == plain


@pytest.mark.parametrize(
    "text", ["Dysprosium oxide", "sintered samarium cobalt magnets", "motor rotor with neodymium magnets"]
)
def test_case_of_words_does_not_matter(classifier: Classifier, text: str):
    assert told(classifier.classify(text.upper())) == told(classifier.classify(text.lower()))


CLAUSES = ("isostatic graphite", "purity 99.99 %", "flexural strength 45 MPa", "density 1.85 g/cm3", "made in China")


@pytest.mark.parametrize("turned", [CLAUSES[::-1], CLAUSES[2:] + CLAUSES[:2], CLAUSES[4:] + CLAUSES[:4]])
def test_the_order_of_clauses_does_not_matter_to_what_is_understood_and_settled(
    classifier: Classifier, turned: tuple[str, ...]
):
    one, other = classifier.classify("; ".join(CLAUSES)), classifier.classify("; ".join(turned))
    assert one.state is other.state
    assert sorted(one.understood.items()) == sorted(other.understood.items())
    assert one.candidates[0].code == other.candidates[0].code


ELEMENTS = {"Dy": "dysprosium", "Tb": "terbium", "Ho": "holmium"}
DENIALS = ("without {}", "{}-free", "no {} added", "free of {}", "不含{}", "{} n.d.")


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("symbol", list(ELEMENTS))
def test_an_element_that_is_denied_never_meets_a_limit(classifier: Classifier, symbol: str, denial: str):
    answer = classifier.classify(f"NdFeB magnet N42, {denial.format(symbol)}")
    name = FactName(f"{ELEMENTS[symbol]}_content")
    met = [
        one
        for one in answer.candidates
        if one.status is LimitStatus.MET and name in classifier.items.measured(one.code)
    ]
    assert answer.understood[name] == "0 %"
    assert met == []


def test_both_bounds_hold_both_values():
    assert both(Decimal(3), Decimal(5)) == NumberInterval(Decimal(3), Decimal(5))
    assert both(NumberInterval(Decimal(3), None, low_open=True), Decimal(3)) == NumberInterval(Decimal(3), None)
    assert both(Decimal(5), Decimal(5)) == Decimal(5)


SCRIPT = """
import json, sys
from datetime import date
import sekisho
from sekisho.classification.classifier import Classifier
found = Classifier(sekisho.load_measures(), as_of=date(2026, 7, 1))
print(json.dumps([found.classify(text).to_dict() for text in json.loads(sys.argv[1])]))
"""


def test_the_answer_is_the_same_in_every_process():
    """Sets of words have another order under another seed."""
    answers = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, json.dumps(TEXTS)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(set(answers)) == 1
