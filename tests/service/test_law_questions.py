"""Questions of the law and its papers are refused with where to ask; those of goods or somebody are answered."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.errors import FactError
from sekisho.service.line.facts_in_words import check_names_shipment, facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    "words",
    [
        "Does Announcement 1 of 2026 also reach goods of German origin with 3 % Chinese gallium?",
        "Who at NOF may sign the end-user statement?",
        "What is the penalty for exporting gallium without a licence?",
        "How long is a licence valid?",
        "Does Announcement 61 still apply?",
        "Does the export control law also reach foreign subsidiaries?",
        "Is the October 2025 package still suspended?",
        "Does the ban apply to re-exports from Korea?",
        "Which documents are needed for a licence?",
        "公告2026年第1号は第三国からの再輸出にも及びますか。",
        "許可の有効期間はどのくらいですか",
        "違反した場合の罰則は何ですか",
        "誰が最終用途証明書に署名しますか",
        "公告61号现在还有效吗？",
        "许可证有效期多长？",
        "最终用户声明由谁签署？",
        "违反出口管制法罚款多少",
        "Wie lange gilt eine Ausfuhrgenehmigung?",
        "Gilt die Bekanntmachung 1 von 2026 auch für Waren aus Deutschland?",
        "Wer unterschreibt die Endverbleibserklärung?",
    ],
)
def test_a_question_of_law_is_refused_with_where_to_ask(words: str, workspace: Workspace):
    with pytest.raises(FactError, match="sekisho changed"):
        check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("Does the ban cover gallium for Toyota", "gallium"),
        ("Does Announcement 61 of 2025 cover dysprosium from Shanghai to Toyota", "dysprosium"),
        ("Is dysprosium oxide covered by Announcement 18?", "dysprosium oxide"),
        ("Do the rules apply to samarium cobalt magnets from Shanghai to Osaka for Denso?", "samarium cobalt magnets"),
        ("Does the ban cover gallium", "gallium"),
        ("Is gallium on the list?", "gallium"),
        ("Is a licence needed for gallium to Japan?", "gallium"),
        ("What licence do we need for gallium to Japan", "gallium"),
        ("ガリウムは規制対象ですか", "ガリウム"),
        ("镓是否列入清单", "镓"),
        ("Is a licence needed for office chairs?", "office chairs"),
        ("Does Announcement 1 of 2026 cover frobnicators", "frobnicators"),
    ],
)
def test_whether_a_rule_reaches_goods_is_a_question_of_a_shipment(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    check_names_shipment(words, read, workspace)
    assert read.facts["description"] == goods


@pytest.mark.parametrize(
    "words", ["Is IHI on the list?", "what of IHI Aerospace", "Can the Chinese supplier ship to Osaka"]
)
def test_whether_somebody_or_a_place_is_reached_is_answered(words: str, workspace: Workspace):
    check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize("words", ["???", "——", "！？"])
def test_words_without_a_letter_name_nothing(words: str, workspace: Workspace):
    with pytest.raises(FactError, match="names nothing"):
        check_names_shipment(words, facts_in_words(words, workspace), workspace)
