"""Elements that a text says are not in the goods stand beside these, wherever the text says it."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Determination
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


def _answer(words: str, workspace: Workspace) -> Determination:
    read = facts_in_words(words, workspace)
    return check(CheckRequest(facts=read.facts, notes=read.notes), workspace)


@pytest.mark.parametrize(
    "words",
    [
        "NdFeB magnets N35, Xiamen to Kobe. The mill states no terbium and no dysprosium inside",
        "NdFeB magnets N35, Xiamen to Kobe, Tb and Dy not detected",
        "钕铁硼磁铁N35，厦门到神户，检测Tb、Dy均未检出",
        "ネオジム磁石N35、厦門から神戸、Tb・Dyは不検出",
        "NdFeB-Magnete N35 von Xiamen nach Kobe, Tb und Dy nicht nachweisbar",
        "네오디뮴 자석 N35 샤먼에서 고베로, Tb, Dy 불검출",
    ],
)
def test_what_is_not_in_the_goods_is_said_of_these(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    described = read.facts["description"]
    assert "Tb" in described or "terbium" in described
    assert any(word in described for word in ("without", "不含", "含まない")), described
    near = [code for code, _ in _answer(words, workspace).near]
    assert not {"1C904.a.4", "1C905.a.4"} & set(near)
    assert "end_use" not in read.facts


@pytest.mark.parametrize(
    "words",
    [
        "NdFeB magnets with 2% Dy, no Tb, Xiamen to Kobe",
        "NdFeB magnets with 2% Dy, Xiamen to Kobe, no dysprosium licence yet",
        "钕铁硼磁铁，含镝2%，铽未检出，厦门到神户",
        "NdFeB magnets with 2% Dy, Xiamen to Kobe, not sure if no dysprosium inside",
    ],
)
def test_an_element_that_is_in_the_goods_stays_there(words: str, workspace: Workspace):
    codes = [str(fact.value) for fact in _answer(words, workspace).presumed if fact.fact == "control_codes"]
    assert codes == ["1C905.a.4"]
