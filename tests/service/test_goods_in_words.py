"""Goods by their words: in every language the same answer, and a ban on goods without a control code is named first."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pytest

import sekisho_measures
from sekisho import Determination, Library, brief, determine
from sekisho.determination.core.outcome import Outcome
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.present.determination.brief import brief_data
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

DAY: Final = date(2026, 11, 27)
LANGUAGES: Final = ("en", "ja", "zh")
BARE: Final[Mapping[str, str]] = {"en": "{} to Japan", "ja": "{} 日本", "zh": "{} 日本"}
SENTENCE: Final[Mapping[str, str]] = {
    "en": "can we ship {} to Japan?",
    "ja": "{}を日本へ輸出できますか",
    "zh": "请问可以出口{}到日本吗？",
}
MATERIALS: Final = Path("src/sekisho/classification/material-names.csv")
"""Materials that the program knows in many languages; the three of the answer have their words in the lexicon."""
PARTS_ONLY: Final = frozenset({"trioxide", "phosphide", "arsenide", "hexafluoride"})
"""Rows of that table that are parts of names."""
COMPOUNDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "neodymium magnet": ("neodymium magnet", "ネオジム磁石", "钕铁硼磁体"),
    "samarium cobalt magnet": ("samarium cobalt magnet", "サマリウムコバルト磁石", "钐钴磁体"),
    "silicon carbide fibre": ("silicon carbide fibre", "炭化ケイ素繊維", "碳化硅纤维"),
    "five-axis machine tool": ("five-axis machine tool", "5軸工作機械", "五轴机床"),
    "lithium battery": ("lithium battery", "リチウム電池", "锂电池"),
    "tungsten trioxide": ("tungsten trioxide", "三酸化タングステン", "三氧化钨"),
}
"""Names that are not made of their parts in each language."""
OTHERS: Final = (
    ("helium", "ヘリウム", "氦气"),
    ("drone", "ドローン", "无人机"),
    ("silver", "銀", "白银"),
    ("ephedrine", "エフェドリン", "麻黄碱"),
    ("germanium wafer", "ゲルマニウムウエハ", "锗片"),
    ("gallium metal", "金属ガリウム", "金属镓"),
    ("permanent magnet", "永久磁石", "永磁体"),
    ("tungsten powder", "タングステン粉", "钨粉"),
    ("ammonium paratungstate", "パラタングステン酸アンモニウム", "仲钨酸铵"),
    ("cerium oxide", "酸化セリウム", "氧化铈"),
    ("carbon fibre", "炭素繊維", "碳纤维"),
    ("hydrogen fluoride", "フッ化水素", "氟化氢"),
    ("magnesium", "マグネシウム", "镁"),
    ("fluorspar", "蛍石", "萤石"),
    ("office chair", "事務用椅子", "办公椅"),
)
HELIUM: Final[Mapping[str, str]] = {"en": "helium to Japan", "ja": "ヘリウムガスを中国から日本へ", "zh": "氦气 日本"}
BAN: Final[Mapping[str, str]] = {"en": "Announcement 29 of 2026", "ja": "公告2026年第29号", "zh": "公告2026年第29号"}
STEPS: Final[Mapping[str, str]] = {"en": "Next", "ja": "対応", "zh": "下一步"}
REASONS: Final[Mapping[str, str]] = {"en": "Why", "ja": "理由", "zh": "理由"}


def words_of_lexicon() -> dict[str, dict[str, str]]:
    """The first word of each concept of the lexicon in each language."""
    file = Path(sekisho_measures.__file__).parent / "lists" / "item-words.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return {
            row["concept"]: {name: row[name].partition("|")[0] for name in LANGUAGES} for row in csv.DictReader(rows)
        }


def names_of_goods() -> Iterator[tuple[str, str, str]]:
    """Goods by their names in English, Japanese and Chinese."""
    lexicon = words_of_lexicon()
    with MATERIALS.open(encoding="utf-8", newline="") as rows:
        materials = [row["material"] for row in csv.DictReader(rows)]
    for name in (name for name in materials if name not in PARTS_ONLY):
        concept = lexicon.get(name.replace(" ", "_"))
        if name in COMPOUNDS:
            yield COMPOUNDS[name]
        elif concept is not None:
            yield concept["en"], concept["ja"], concept["zh"]
        else:
            element, compound = (lexicon[part] for part in name.split())
            yield name, f"{compound['ja']}{element['ja']}", f"{compound['zh']}{element['zh']}"
    yield from OTHERS


GOODS: Final = tuple(names_of_goods())
TELLING: Final = tuple(names for names in GOODS if names[0] in {"gallium", "tellurium", "helium", "silver"})
"""Goods of which an answer once differed by language."""


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=DAY)


def asked(words: str, workspace: Workspace) -> Determination:
    read = facts_in_words(words, workspace)
    return check(CheckRequest(facts=read.facts, notes=read.notes), workspace)


def told(answer: Determination) -> tuple[object, ...]:
    """What an answer says of goods: the verdict, where they go, the code that is presumed, and what is cited."""
    code = next((entry.value for entry in answer.presumed if entry.fact == "control_codes"), "")
    return answer.verdict, answer.facts.get(FactName("destination")), code, answer.decisive, bool(answer.triggered)


def differing(
    goods: Sequence[tuple[str, str, str]], form: Mapping[str, str], workspace: Workspace
) -> dict[str, object]:
    """Goods whose answers differ by the language in which they are named."""
    found: dict[str, object] = {}
    for names in goods:
        answers = [
            told(asked(form[tongue].format(name), workspace)) for tongue, name in zip(LANGUAGES, names, strict=True)
        ]
        if len(set(answers)) > 1:
            found[names[0]] = dict(zip(names, answers, strict=True))
    return found


@pytest.mark.parametrize("form", [BARE, SENTENCE], ids=["bare", "sentence"])
def test_goods_have_one_answer_whatever_language_names_them(form: Mapping[str, str], workspace: Workspace):
    assert not differing((*TELLING, *GOODS[::24]), form, workspace)


@pytest.mark.slow
@pytest.mark.parametrize("form", [BARE, SENTENCE], ids=["bare", "sentence"])
def test_all_goods_that_are_known_by_words_have_one_answer_in_three_languages(
    form: Mapping[str, str], workspace: Workspace
):
    assert len(GOODS) > 60
    assert not differing(GOODS, form, workspace)


def lines(words: str, tongue: str, workspace: Workspace) -> dict[str, str]:
    """The parts of a short answer by what heads them."""
    read = facts_in_words(words, workspace)
    answer = check(CheckRequest(facts=read.facts, notes=read.notes), workspace)
    parts = brief_data(answer, read.facts, workspace.library, teller_of(workspace.library, tongue))
    return {part["label"]: " ".join(part["lines"]) for part in parts}


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("words", HELIUM.values())
def test_a_ban_on_goods_that_words_name_is_the_reason_and_the_step(words: str, tongue: str, workspace: Workspace):
    parts = lines(words, tongue, workspace)
    assert BAN[tongue] in parts[REASONS[tongue]]
    assert "2804290010" in parts[STEPS[tongue]]
    assert "--special-item helium" in parts[STEPS[tongue]]


def test_the_first_row_says_that_it_is_those_goods_and_holds_when_it_is_put_back(library: Library):
    facts = {"origin": "CN", "destination": "JP", "description": "helium"}
    row = determine(facts, library, as_of=DAY).rows[0]
    assert (dict(row.cases[0].facts), row.floor) == ({"special_item": ("helium",)}, Outcome.PROHIBITED)
    assert determine({**facts, "special_item": "helium"}, library, as_of=DAY).floor is Outcome.PROHIBITED


def test_who_says_that_it_is_not_helium_reads_nothing_of_the_ban(library: Library):
    facts = {"origin": "CN", "destination": "JP", "description": "helium leak detector"}
    for stated in (facts, {**facts, "description": "helium", "special_item": "none"}):
        answer = determine(stated, library, as_of=DAY)
        assert "Announcement 29" not in str(brief(answer, stated, library))


def test_words_of_goods_make_no_answer_free(library: Library):
    civil = {"end_user": "Naniwa Seiki", "end_user_kind": "civil", "end_use": "civil", "knowledge_of_risk": "no"}
    facts = {"origin": "CN", "destination": "JP", "description": "helium gas", "control_codes": "none", **civil}
    answer = determine(facts, library, as_of=DAY)
    assert (answer.verdict.headline, answer.ceiling) == ("undetermined", Outcome.PROHIBITED)
    assert "Announcement 29 of 2026" in str(brief(answer, facts, library))


def test_goods_that_need_a_licence_are_asked_for_and_not_stopped(library: Library):
    facts = {"origin": "CN", "destination": "MX", "description": "ephedrine"}
    printed = str(brief(determine(facts, library, as_of=DAY), facts, library))
    assert "Drug precursors need a licence for this country" in printed
    assert "Ask the supplier whether it is a precursor" in printed
    assert "Do not ship" not in printed


@pytest.mark.parametrize(
    ("description", "step"),
    [
        ("office chair", "Ask the supplier for the control code and the buyer for the use."),
        ("thermal camera", "Ask the supplier for the control code and the buyer for the use."),
    ],
)
def test_goods_without_a_code_are_asked_for_their_code(description: str, step: str, library: Library):
    facts = {"origin": "CN", "destination": "JP", "description": description}
    assert step in str(brief(determine(facts, library, as_of=DAY), facts, library))
