"""No word of a question is lost: what no reading took is told and screened, and nothing is free of goods among it."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.message import Message
from sekisho.present.determination.brief_parts.verdict import outcome_text
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


def _answer(read: WordsRead, workspace: Workspace) -> Determination:
    return check(CheckRequest(facts=read.facts, notes=read.notes), workspace)


def _told(read: WordsRead, name: str) -> str:
    return str(read.unread.get(name, ""))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Zinc ingots and, I almost forgot, a bottle of trimethylindium. From Nanjing to Hyogo.", "Zinc ingots"),
        ("10 sets of inertial measurement units, taken along by our intern, Beijing to Haneda", "intern"),
        ("ゲルマニウムレンズ φ25 10枚、用途は言えないと言われた。昆明→横浜。相手は「東都光研」", "東都光研"),
        ("ウチの話だと先方の造船所は漁船も直す。船用塗料、上海から長崎。看板屋の紹介です", "看板屋"),
        ("一台五轴的旧机床，铭牌没了，也不知道精度，沈阳卖到滨松一个小厂", "铭牌没了"),
        ("老客户要两样：塑料玩具车，还有5公斤氧化铽，青岛发福冈", "塑料玩具车"),
    ],
)
def test_a_noun_that_no_reading_took_is_told(words: str, told: str, workspace: Workspace):
    assert told in _told(facts_in_words(words, workspace), "words")


@pytest.mark.parametrize(
    "words",
    [
        "Hello team, pls check: cotton napkins, Ningbo to Kobe, buyer Naniwa Seiki Co., Ltd. any license needed? tks",
        "Kindly confirm for us whether we may ship gallium from Shanghai to Osaka, thanks and best regards",
        "いつもお世話になっております。酸化テルビウムを上海から大阪へ輸出する予定ですが、許可は必要でしょうか。",
        "您好，请问我司准备从上海出口氧化铽到大阪，需要办理出口许可证吗？谢谢",
    ],
)
def test_words_that_say_nothing_of_a_shipment_are_not_told(words: str, workspace: Workspace):
    assert "words" not in facts_in_words(words, workspace).unread


@pytest.mark.parametrize(
    "words",
    [
        "氧化镱 5公斤 上海到名古屋，收货的实验室挂在JAXA下面",
        "他的学生现在在JAXA实习，我们寄磷化铟晶片给他，北京到筑波",
        "gallium from Dalian to Kobe, paid by a firm that says it works with AIDC on and off",
        "酸化ガリウム 上海→横浜、荷受人は商社ですが実際はATLAに渡ると思います",
    ],
)
def test_a_short_name_of_a_barred_body_stops_wherever_it_stands(words: str, workspace: Workspace, library: Library):
    read = facts_in_words(words, workspace)
    answer = _answer(read, workspace)
    stops = str(outcome_text(answer, library))
    assert "Do not ship until" in stops or answer.verdict.floor >= Outcome.PROHIBITED_SAVE_SPECIAL or answer.alerts


def test_a_name_that_is_denied_does_not_stop(workspace: Workspace):
    read = facts_in_words("用户不是自卫队，是一家钢琴厂；货物：木螺丝；起运国中国；目的国日本", workspace)
    assert "on a list" not in _told(read, "end_user")
    assert "military" not in _told(read, "end_use")


def test_behind_but_nothing_is_denied(workspace: Workspace):
    words = "yttrium oxide, Ganzhou to Osaka, end user Naniwa Seiki, not for military use but JAXA may get a part"
    read = facts_in_words(words, workspace)
    assert "JAXA" in read.facts.get("end_user", "") or "Aerospace" in _told(read, "end_user")


def test_the_head_of_a_group_is_told(workspace: Workspace):
    read = facts_in_words("听同事讲收货方背后是三菱重工，名义上是一家商社，货是钨棒，厦门到神户", workspace)
    assert "三菱重工" in _told(read, "end_user")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        (
            "fyi two items: stainless mixing bowls, 200 sets, and terbium oxide 99.9% 15 kg. Qingdao to Nagoya",
            "terbium",
        ),
        ("Shipment: 2 kg scandium oxide hidden in a box with ceramic mugs, from Xiamen to Fukuoka", "scandium oxide"),
        (
            "Hand luggage: my colleague from Beijing goes to Sendai with an indium phosphide wafer for a lab",
            "indium phosphide",
        ),
        ("ガリウム、ゲルマニウム、アンチモンを上海から大阪へ", "ガリウム"),
        (
            "弊社在庫用に金属ジスプロシウム 30kg を包頭から大阪へ輸入検討中。販売先は未定（数社に打診中）。",
            "ジスプロシウム",
        ),
        ("老客户要两样：塑料玩具车，还有5公斤氧化铽，青岛发福冈，说是一起报关", "氧化铽"),
        ("一批不锈钢锅，其中夹了两块溅射靶（钪铝合金），广州去大阪", "钪铝合金"),
        ("N45SH 相当の焼結磁石(Dy 2.2wt%、亜鉛メッキ)を50×20×3で500個、寧波から名古屋へ", "Dy 2.2wt%、亜鉛メッキ)"),
        ("我们要给神户商社氟化氢铵两桶，他们做清洗剂，青岛出", "氟化氢铵"),
    ],
)
def test_goods_of_the_list_are_judged_wherever_they_stand(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    answer = _answer(read, workspace)
    assert goods in read.facts["description"]
    assert any(entry.fact == "control_codes" for entry in answer.presumed)
    assert all(row.ceiling is not Outcome.FREE for row in answer.rows if not row.law)


@pytest.mark.parametrize(
    "words",
    [
        "Dalian to Kobe for Naniwa Seiki Co., Ltd., the frobnicators that we spoke of",
    ],
)
def test_no_row_is_free_where_goods_may_be_lost(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    rows = _answer(read, workspace).rows
    assert "goods" in read.unread
    assert rows
    assert all(row.ceiling is not Outcome.FREE for row in rows)


def test_of_mixed_goods_those_of_the_list_are_judged_and_the_others_told(workspace: Workspace):
    read = facts_in_words(
        "The cargo is mixed: rubber boots, tarpaulins and one drum of antimony trioxide. Shenzhen -> Moji.", workspace
    )
    assert read.facts["description"] == "antimony trioxide"
    assert "rubber boots, tarpaulins" in str(read.unread["words"])
    assert {code[:5] for code, _ in _answer(read, workspace).near} == {"3C003"}


def test_a_whole_text_is_no_goods(workspace: Workspace):
    """What the text names is taken out of it, and what else it says is told: a group, forces."""
    read = facts_in_words(
        "Re: your mail. The germanium windows we spoke of - can they go from Kunming to our customer's site? They are "
        "Fujitsu's defence arm I believe.",
        workspace,
    )
    assert read.facts["description"] == "germanium windows"
    assert "Fujitsu" in _told(read, "end_user")
    assert "defence" in _told(read, "end_use")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        (
            "Need quick answer - plastic clothes hangers 40 cartons ex Ningbo for a hotel in Kyoto",
            "plastic clothes hangers",
        ),
        (
            "hi, pls check: 30 ctns cotton napkins + 9 ctns bamboo trays, Ningbo - Kobe, DDP, cnee Naniwa KK. tks",
            "bamboo",
        ),
        ("毛绒玩具、书包、铅笔盒，汕头到横滨，买方 株式会社わかば", "毛绒玩具"),
        ("中国の工場から木製の額縁を輸入、長崎市水道局に納めます", "木製の額縁"),
    ],
)
def test_everyday_goods_do_not_frighten(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert goods in read.facts["description"] + _told(read, "words")
    assert "goods" not in read.unread
    assert any(row.ceiling is Outcome.FREE for row in _answer(read, workspace).rows)


@pytest.mark.parametrize(
    "words",
    [
        "氧化镧 20吨 天津港到名古屋 用户做陶瓷釉料。",
        "InSb晶圆2片给朋友，他在筑波读博，从昆明寄",
        "有个学生来大连实习，氧化镧 20吨 天津到名古屋 客户是学生来大连实习",
        "うちの倉庫係が言うには、先週の箱に靴下も入っていた。深圳から大阪。",
        "A pump for a lab in Sendai. It leaves Shenyang. University says OK. Do you agree?",
        "我方卖给名古屋贸易行碳化钨废料10吨，对方转手卖给哪家不知道",
        "名古屋の商社にガラス玉を売る、先方は誰に売るか言わない、上海から",
    ],
)
def test_a_clause_is_nobody(words: str, workspace: Workspace):
    assert "end_user" not in facts_in_words(words, workspace).facts


def test_a_latin_name_is_taken_from_chinese_words(workspace: Workspace):
    read = facts_in_words("有个客户要木螺丝，大连到名古屋，只给了名字 Aoba Shoten", workspace)
    assert read.facts["end_user"] == "Aoba Shoten"


def test_a_short_name_of_forces_is_said_in_the_first_line(workspace: Workspace, library: Library):
    read = facts_in_words("海自横須賀むけ、ゴム靴 上海から", workspace)
    assert read.facts["end_user"] == "海自横須賀"
    said = outcome_text(_answer(read, workspace), library)
    assert isinstance(said, Message)
    assert said.id == "brief.stop_for_body"


def test_several_goods_of_a_line_without_words_are_judged_by_all_codes(workspace: Workspace):
    answer = check(
        CheckRequest(facts={"description": "gallium metal 4N, terbium oxide", "destination": "JP"}), workspace
    )
    (codes,) = (entry.value for entry in answer.presumed if entry.fact == "control_codes")
    assert codes.split(";") == ["3C001.a", "1C904.b"]


def test_a_figure_that_keeps_goods_off_the_list_is_not_left_out(workspace: Workspace):
    facts = {"description": "molybdenum powder 99.95%, particle size 100 µm", "destination": "JP"}
    assert not any(entry.fact == "control_codes" for entry in check(CheckRequest(facts=facts), workspace).presumed)
