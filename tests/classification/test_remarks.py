"""What a paper says of drawings, packing and samples changes nothing of what goods are."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.classifier import Classifier

FRAMES = (
    "{} as per drawing 123",
    "{} acc. to customer's drawing no. A-12",
    "{} (drg. no. 5)",
    "{} in wooden case",
    "{}, packed in plywood crates",
    "free sample {} no commercial value",
    "{} 図番A-12",
    "{} 木箱入り",
    "{} 免费样品",
    "{} 图号B-7",
)


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 12, 1))


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("goods", ["molybdenum powder 99.95 %", "dysprosium oxide", "酸化ガリウム", "desk lamp"])
def test_a_remark_changes_nothing(frame: str, goods: str, classifier: Classifier):
    plain, remarked = classifier.judge(goods), classifier.judge(frame.format(goods))
    assert remarked.state is plain.state
    assert [one.hit.document.code for one in remarked.ranked] == [one.hit.document.code for one in plain.ranked]


@pytest.mark.parametrize("goods", ["drawings of a turbine blade", "wooden crates", "process specification for wafers"])
def test_what_is_itself_a_drawing_or_a_case_stays(goods: str, classifier: Classifier):
    assert classifier.judge(f"{goods} in wooden cases").state is classifier.judge(goods).state
