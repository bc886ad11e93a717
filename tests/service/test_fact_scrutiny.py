"""What a fact holds is looked at once more: a use, goods and a name hold nothing else, and figures settle a code."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Determination, Outcome
from sekisho.errors import FactError
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import check_names_shipment, facts_in_words
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


def _answer(read: WordsRead, workspace: Workspace) -> Determination:
    return check(CheckRequest(facts=read.facts, notes=read.notes), workspace)


def _code(words: str, workspace: Workspace) -> str:
    answer = _answer(facts_in_words(words, workspace), workspace)
    return next((str(fact.value) for fact in answer.presumed if fact.fact == "control_codes"), "")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("Buyer in Nagoya asks our price for 40 kg bismuth ingot 99.99%. Shipment from Changsha.", "bismuth ingot"),
        ("Offer received for 30 pcs gallium arsenide wafers, Suzhou to Sendai", "gallium arsenide wafers"),
    ],
)
def test_goods_that_stand_where_a_use_stands_are_the_goods(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert goods in read.facts["description"]
    assert goods not in read.typed.get("end_use", "")
    assert _answer(read, workspace).floor >= Outcome.LICENCE


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("Gallium from Shanghai to Osaka, used in solar cells. Is that fine without any paper?", "solar cells"),
        ("ガリウムを上海から大阪へ、用途は太陽電池。これで大丈夫でしょうか", "太陽電池"),
        ("镓，从上海到大阪，用于太阳能电池。这样没问题吧？", "太阳能电池"),
    ],
)
def test_a_use_is_one_sentence(words: str, use: str, workspace: Workspace):
    assert facts_in_words(words, workspace).typed["end_use"] == use


@pytest.mark.parametrize(
    "words",
    [
        "陶瓷茶壶，宁波到神户，民用级的东西应该可以吧",
        "Cotton towels, Ningbo to Kobe, civil grade of course",
        "綿タオル 寧波→神戸 規制あるの?",
    ],
)
def test_a_grade_and_a_question_are_no_use(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts.get("end_use", "unknown") == "unknown"
    assert _answer(read, workspace).floor is Outcome.FREE


@pytest.mark.parametrize(
    "words",
    [
        "Plastic trays, Suzhou to Sendai, used for gallium arsenide wafers",
        "塑料盒，苏州到仙台，用于砷化镓晶片",
        "プラスチックの箱を蘇州から仙台へ、用途はガリウム砒素ウエハー用",
    ],
)
def test_goods_of_the_list_within_a_use_leave_no_row_free(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    rows = _answer(read, workspace).rows
    assert "goods" in read.unread
    assert rows
    assert all(row.ceiling is not Outcome.FREE for row in rows)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Porcelain cups, Jingdezhen to Nagoya. Is this controlled?", "Porcelain cups"),
        ("磁器の茶碗、景徳鎮から名古屋へ。これも規制の対象でしょうか？", "磁器の茶碗"),
        ("瓷杯，景德镇到名古屋。这个也受管制吗？", "瓷杯"),
    ],
)
def test_a_question_of_the_law_names_no_goods(words: str, left: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["description"] == left


def test_a_question_that_names_the_goods_is_read(workspace: Workspace):
    read = facts_in_words("We run a small shop. Do we need a licence to ship gallium to Osaka?", workspace)
    assert "gallium" in read.facts["description"]


@pytest.mark.parametrize(
    "words",
    [
        "Two lines from Tianjin to Kobe:\n1) Steel brackets 20mm 400 pcs\n2) Bismuth ingot 99.99%, 30 kg",
        "天津から神戸へ:\n①鋼製ブラケット 20mm 400個\n②ビスマス地金 99.99% 30kg",
        "天津到神户：\n①钢支架 20mm 400个\n②铋锭 99.99% 30公斤",
    ],
)
def test_of_numbered_goods_those_of_the_list_are_judged(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "several_goods" in read.unread
    assert _code(words, workspace) == "6C001.a"


@pytest.mark.parametrize(
    "words",
    [
        "gallium, germanium and bath towels from Shanghai to Tokyo",
        "ガリウム、ゲルマニウム、バスタオルを上海から東京へ",
    ],
)
def test_an_element_before_everyday_goods_is_goods_of_its_own(words: str, workspace: Workspace):
    alone = _answer(facts_in_words(words.replace(", germanium and bath towels", ""), workspace), workspace)
    together = _answer(facts_in_words(words, workspace), workspace)
    assert together.floor >= min(alone.floor, Outcome.LICENCE) > Outcome.FREE


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("印刷機の軸受につかう金属ビスマス 99.99%、長沙から福岡へ", "6C001.a"),
        ("三甲基铟 5N 铁桶装 1公斤，南京到德岛", "3C004.b"),
        ("膨張黒鉛シート（厚さ0.3mm、幅500mm）、青島から大阪へ", "1C108.c"),
        ("等方性黒鉛ブロック かさ密度1.82 曲げ強さ40MPa 灰分20ppm 純度99.99%、天津から東京へ", "1C108.b"),
    ],
)
def test_what_does_not_bear_on_an_entry_keeps_nothing_off_it(words: str, code: str, workspace: Workspace):
    assert _code(words, workspace) == code


@pytest.mark.parametrize(
    "words",
    [
        "Antimony trioxide 99.5%, Changsha to Nagoya",
        "三酸化アンチモン 99.5%、長沙から名古屋へ",
        "三氧化二锑 99.5%，长沙到名古屋",
    ],
)
def test_goods_outside_the_limits_point_at_the_entry_that_measures_them(words: str, workspace: Workspace):
    answer = _answer(facts_in_words(words, workspace), workspace)
    assert [code for code, _ in answer.near] == ["3C003.c"]


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("Galliumarsenid 99,99 % von Suzhou nach Osaka", "99.99 %"),
        ("Wolframpulver 1,5 mm von Ganzhou nach Kobe", "1.5 mm"),
    ],
)
def test_a_decimal_comma_parts_nothing(words: str, figure: str, workspace: Workspace):
    assert figure in facts_in_words(words, workspace).facts["description"]


def test_two_names_of_one_party_are_one_name(workspace: Workspace):
    read = facts_in_words("铋锭 99.99%，长沙到吴市，最终用户日本海洋联合株式会社（Japan Marine United）", workspace)
    assert read.facts["end_user"] == "日本海洋联合株式会社"
    assert _answer(read, workspace).floor >= Outcome.PROHIBITED_SAVE_SPECIAL


def test_goods_of_a_town_that_pass_another_place_leave_its_country(workspace: Workspace):
    facts = facts_in_words("铋锭 99.99%，广西产，经香港转船到神户", workspace).facts
    assert (facts["departure"], facts["via"]) == ("CN", "HK")


@pytest.mark.parametrize(
    "words",
    [
        "客户有一批货，瓷杯，景德镇到名古屋",
        "磁器の茶碗、景徳鎮から名古屋へ。ホテル用ギフトに詰めます",
    ],
)
def test_words_for_a_thing_are_nobody(words: str, workspace: Workspace):
    assert "end_user" not in facts_in_words(words, workspace).facts


@pytest.mark.parametrize(
    "words",
    [
        "ガリウムを上海から大阪へ。三菱重工航空エンジンには納めません。",
        "ガリウムを上海から大阪へ。三菱重工航空エンジン様には行きません。",
    ],
)
def test_where_goods_do_not_go_is_no_user(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "end_user" not in read.facts
    assert read.facts["end_use"] == "unknown"


def test_two_letters_of_a_firm_are_no_country(workspace: Workspace):
    assert facts_in_words("gallium from Shanghai to M&T", workspace).facts.get("destination") in {None, "unknown"}


@pytest.mark.parametrize(
    ("words", "end", "old"),
    [
        ("Terbium oxide from Ganzhou to Kobe, sorry, not Kobe but Busan", "KR", "Kobe"),
        ("Terbium oxide from Ganzhou to Busan - correction: Kobe", "JP", "Busan"),
        ("酸化テルビウムを赣州から釜山へ、訂正、神戸へ輸出します", "JP", "釜山"),
        ("酸化テルビウムを赣州から神戸ではなく釜山へ", "KR", "神戸"),
        ("氧化铽，从赣州到神户，写错了，是釜山", "KR", "神户"),
        ("氧化铽，从赣州不是到釜山，而是到神户", "JP", "釜山"),
        ("目的地不是日本，而是新加坡：从天津出口氧化钇", "SG", "日本"),
        ("不是出口日本，是出口新加坡的氧化钇", "SG", "日本"),
        ("仕向地は日本ではありません。シンガポールです。中国から酸化イットリウム", "SG", "日本"),
        ("yttrium oxide from China, destination is not Japan, it is Singapore", "SG", "Japan"),
    ],
)
def test_a_place_that_is_taken_back_is_not_where_goods_go(words: str, end: str, old: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == end
    assert old in str(read.unread["taken_back"])


@pytest.mark.parametrize(
    "words",
    [
        "从天津出口氧化钇到新加坡，不去日本",
        "yttrium oxide from China to Singapore, not to Japan",
        "酸化イットリウムを中国からシンガポールへ、日本へは送りません",
    ],
)
def test_where_goods_do_not_go_is_no_destination(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == "SG"
    assert not read.unread


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("Not gallium but germanium from Shanghai to Busan", "germanium"),
        ("ガリウムではなくゲルマニウムを上海から釜山へ", "ゲルマニウム"),
        ("不是镓，是锗，从上海到釜山", "锗"),
        ("gallium, no sorry, germanium from Shanghai to Busan", "germanium"),
        ("germanium instead of gallium from Shanghai to Busan", "germanium"),
        ("ガリウムの代わりにゲルマニウムを上海から釜山へ", "ゲルマニウム"),
        ("出口锗而不是镓到釜山", "锗"),
        ("用锗代替镓出口釜山", "锗"),
    ],
)
def test_goods_that_are_taken_back_are_not_judged(words: str, goods: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["description"] == goods


@pytest.mark.parametrize(
    "words",
    [
        "Gallium from Shanghai to Osaka for IHI Aerospace, no wait, for Naniwa Seiki",
        "镓，从上海给IHI宇航？不对，是给浪速精机",
    ],
)
def test_a_barred_party_that_is_taken_back_still_stops(words: str, workspace: Workspace):
    """Whoever writes may have taken back the wrong one: the listed name is told, and its part asked for."""
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] in {"Naniwa Seiki", "浪速精机"}
    assert getattr(read.unread["end_user"], "id", "") == "words.barred_left_out"


@pytest.mark.parametrize(
    "words",
    [
        "Gallium from Shanghai to Osaka, sorry for the short mail",
        "ガリウムを上海から大阪へ。失礼ですが、許可は必要ですか",
        "镓，从上海到大阪，不，我不知道用途",
    ],
)
def test_a_word_of_courtesy_takes_nothing_back(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "taken_back" not in read.unread
    assert read.facts["destination"] == "JP"


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("酸化テルビウムを上海から日本カーボン向けに輸出", "日本カーボン"),
        ("金属ガリウム、上海→日本精工、軸受研究用", "日本精工"),
        ("氧化铽，从上海发给日本化药", "日本化药"),
        ("酸化テルビウムを上海から日本市場向け", None),
        ("氧化铽从上海出口到日本客户", None),
        ("从上海出口到日本氧化铽100公斤", None),
    ],
)
def test_a_firm_whose_name_begins_with_its_country_is_whole(words: str, user: str | None, workspace: Workspace):
    facts = facts_in_words(words, workspace).facts
    assert (facts.get("end_user"), facts["destination"]) == (user, "JP")


@pytest.mark.parametrize(
    "words",
    [
        "We got an inquiry about 20 InP wafers from a lab in Tsukuba; can our Beijing partner ship directly?",
        "Dysprosium oxide was asked for from Nagoya by a motor maker, our Ganzhou plant has it",
    ],
)
def test_goods_do_not_leave_from_where_they_are_asked_for(words: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get("departure", "unknown") in {"unknown", "CN"}


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("gallium from Hamburg to Osaka", "DE"),
        ("ガリウム（包頭産）をハンブルクから大阪へ", "DE"),
        ("镓，包头产，从汉堡到大阪", "DE"),
    ],
)
def test_goods_that_a_town_made_leave_from_where_they_are(words: str, end: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["departure"] == end


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("Isotropic graphite blocks, density 1.85, purity 99.99 %, Tianjin to Nagoya", "density 1.85"),
        ("等方性黒鉛ブロック、かさ密度1.85、曲げ強さ50MPa、天津から名古屋", "曲げ強さ50MPa"),
        ("石墨块，密度1.85，抗折强度50MPa，天津到名古屋", "密度1.85"),
    ],
)
def test_a_figure_between_commas_stays_with_the_goods(words: str, figure: str, workspace: Workspace):
    assert figure in facts_in_words(words, workspace).facts["description"]


def test_a_chemical_of_one_word_is_goods_where_an_element_is_not(workspace: Workspace):
    read = facts_in_words("Cotton shirts from Shanghai to Osaka, a colleague packs trimethylindium in", workspace)
    assert "trimethylindium" in str(read.unread["goods"])


@pytest.mark.parametrize(
    "words",
    [
        "Valves from Dalian to Kure. The salesman says they go into a destroyer.",
        "大連から呉へバルブ。護衛艦に載ると営業が言っていました。",
        "阀门，大连到吴市，客户说装在驱逐舰上",
    ],
)
def test_hearsay_of_arms_is_knowledge(words: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get("knowledge_of_barred_use") == "yes"


def test_one_word_of_a_use_leaves_it_open(workspace: Workspace):
    read = facts_in_words("Gallium from Shanghai to Osaka, used in lamps. Please confirm soon", workspace)
    assert (read.facts["end_use"], read.typed["end_use"]) == ("unknown", "lamps")


@pytest.mark.parametrize(
    "words",
    [
        "Hello, could you tell me what hours the help desk works and who stands in for Mr Mori while he travels?",
        "規程の改定案について、提出先のフォルダを教えてください。",
        "请告诉我内部培训的教室在哪里",
    ],
)
def test_a_question_of_the_office_is_no_shipment(words: str, workspace: Workspace):
    with pytest.raises(FactError):
        check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize(
    "words",
    [
        "Could you tell me how gallium gets from Shanghai to Osaka?",
        "ガリウムを大阪へ送る手順を教えてください。",
        "请告诉我镓怎么从上海发大阪",
    ],
)
def test_a_question_with_goods_and_a_way_is_a_shipment(words: str, workspace: Workspace):
    check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("Gallium from Shanghai to Osaka: 1) civil use only 2) end user Naniwa Seiki 3) no military use", "Gallium"),
        ("金属ガリウムを上海から大阪へ。①民生用 ②需要者は浪速精機", "金属ガリウム"),
        ("金属镓，上海到大阪：1）民用 2）用户浪速精机", "金属镓"),
        ("Gallium metal and these from Shanghai to Osaka:\n1) cotton gloves\n2) rubber boots", "Gallium metal"),
    ],
)
def test_points_of_a_form_are_no_goods_and_hide_none(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert goods in read.facts["description"]
    assert _answer(read, workspace).floor >= Outcome.LICENCE


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("Gallium 5N, Kunming to Sendai", "Gallium 5N"),
        ("镓 5N 20公斤 昆明到仙台", "镓 5N"),
        ("three samples of terbium metal rods from Ganzhou to Sendai", "terbium metal"),
    ],
)
def test_a_purity_and_a_shape_keep_no_element_off_the_list(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert goods in read.facts["description"]
    assert _answer(read, workspace).floor >= Outcome.LICENCE


def test_a_share_of_an_element_is_a_figure_of_the_goods(workspace: Workspace):
    words = "Isostatic graphite cylinders, 1.9 g/cm3, 99.97 % C, flexural strength 55 MPa, 4 pcs, Chengdu to Sendai"
    assert "99.97 % C" in facts_in_words(words, workspace).facts["description"]


@pytest.mark.parametrize(
    "words",
    [
        "冰箱压缩机（内置永磁电机，转子含镝磁钢）300台，珠海到神户，不单独发磁钢",
        "Magnets in the rotor contain terbium but are not shipped separately. Fridge compressors, Zhuhai to Kobe",
    ],
)
def test_a_part_that_does_not_go_by_itself_is_not_the_goods(words: str, workspace: Workspace):
    described = facts_in_words(words, workspace).facts["description"]
    assert "压缩机" in described or "compressors" in described


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Garnets of grade T800, 20 kg, Ningbo–Kobe, brand equal to T800", ""),
        ("Ceroxid von Baotou nach Kobe für Poliermittel (CMP)", ""),
        ("来福陶瓷公司的茶杯，宁波到神户，坏了寄回来换", ""),
        ("茶碗を寧波から神戸へ、FedExで神戸の店に届けます", ""),
        ("기념품을 상하이에서 고베로, 고베 완구 업체에게 보냅니다", ""),
        ("上海の会社から茶碗を仕入れて、当社（神戸・雑貨）が売っています", ""),
    ],
)
def test_a_grade_a_thing_and_a_verb_are_nobody(words: str, who: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get("end_user", "") == who


@pytest.mark.parametrize(
    ("words", "town"),
    [
        ("高雄倉庫から仙台へガリウム", "TW"),
        ("从釜山保税仓库发镓到仙台", "KR"),
    ],
)
def test_a_store_is_where_its_town_is(words: str, town: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["departure"] == town


def test_goods_leave_the_store_that_has_them_and_the_mainland_made_them(workspace: Workspace):
    facts = facts_in_words("我們高雄倉庫有大陸產的鎵金屬 7N 30公斤，想轉賣給日本熊本的晶片廠", workspace).facts
    assert (facts["origin"], facts["departure"], facts["destination"]) == ("CN", "TW", "JP")


@pytest.mark.parametrize(
    "words",
    ["40 kg gallium in Rotterdam, a Japanese lamp maker asks our price", "日本客户问镓能不能发，数量不多"],
)
def test_a_buyer_of_japan_says_where_goods_go(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == "JP"
    assert getattr(read.unread["destination"], "id", "") == "words.japan_taken"


@pytest.mark.parametrize(
    "words",
    [
        "Bearings, Dalian to Sasebo base",
        "軸受を大連から佐世保基地へ",
        "轴承从大连发往佐世保基地",
        "Bearings for the grey ships, Dalian to Maizuru",
    ],
)
def test_a_base_and_its_ships_are_military(words: str, workspace: Workspace):
    assert _answer(facts_in_words(words, workspace), workspace).ceiling is Outcome.PROHIBITED


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("镓 5公斤，上海到神户，抱歉又改 port 了，是仁川", "仁川"),
        ("gallium 5 kg, Shanghai → Kobe, 不好意思 destination 改成 Incheon 了", "Incheon"),
        ("ガリウム5kg、上海から神戸へ。すみません destination を仁川に変更", "仁川"),
    ],
)
def test_a_correction_in_two_languages_is_one(words: str, place: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.typed["destination"] == place
    assert "is taken back" in read.unread["taken_back"]


def test_who_is_meant_in_the_place_of_another_keeps_the_part(workspace: Workspace):
    read = facts_in_words("更正：之前写的收货人不是川崎重工，是川崎玻璃，大阪。镓5公斤，上海发货", workspace)
    assert read.facts["importer"] == "川崎玻璃"
