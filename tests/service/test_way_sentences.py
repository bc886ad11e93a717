"""Ways said in steps, behind what goods are for, without a mark, or of goods as the topic of a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sekisho import Library, classify
from sekisho.errors import FactError
from sekisho.service.line.facts_in_words import check_names_shipment, facts_in_words
from sekisho.service.line.goods_or_party import entries_named
from sekisho.service.line.words_left_out import parties_left_out
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        # Behind what goods are for stands the way: the start was taken for the end.
        ("sensor for car, China to Germany", {"description": "sensor", "origin": "CN", "destination": "DE"}),
        ("lens for camera, Dalian to Yokohama", {"destination": "JP", "origin": "CN"}),
        ("steel for bridges, Rotterdam to Yokohama", {"description": "steel", "departure": "NL", "destination": "JP"}),
        (
            "yttrium oxide target for semiconductor, Suzhou - Kumamoto, TSMC JASM",
            {"description": "yttrium oxide target", "destination": "JP", "end_user": "TSMC JASM"},
        ),
        (
            "bearings for Mitsubishi Heavy Industries, Shanghai to Kobe",
            {"description": "bearings", "end_user": "Mitsubishi Heavy Industries", "destination": "JP"},
        ),
        # In two steps.
        (
            "tungsten carbide powder, Xiamen to Rotterdam then Nagoya",
            {"description": "tungsten carbide powder", "departure": "CN", "via": "NL", "destination": "JP"},
        ),
        ("wafers from Suzhou to Singapore and then on to Kumamoto", {"via": "SG", "destination": "JP"}),
        ("Gallium aus Shanghai nach Rotterdam, dann nach Osaka", {"description": "Gallium", "via": "NL"}),
        ("从厦门到鹿特丹再到名古屋的碳化钨粉", {"description": "碳化钨粉", "via": "NL", "destination": "JP"}),
        ("这批镓从上海出口到釜山，然后到神户", {"description": "镓", "via": "KR", "destination": "JP"}),
        ("从宁波经香港运到大阪的氧化镝", {"description": "氧化镝", "via": "HK", "destination": "JP"}),
        # A code and two places, without a mark.
        ("hs 8505.11.10 Ningbo Tokyo", {"hs_code": "8505.11.10", "origin": "CN", "destination": "JP"}),
        ("3C001.a Hamburg Osaka", {"control_codes": "3C001.a", "departure": "DE", "destination": "JP"}),
        # Goods as the topic of a question.
        ("レアアースは日本に輸出できますか", {"description": "レアアース", "destination": "JP"}),
        ("川崎重工向けのタングステン棒は出荷できますか", {"description": "タングステン棒", "end_user": "川崎重工"}),
        ("ネオジム磁石、上海→名古屋、需要者デンソー", {"description": "ネオジム磁石", "end_user": "デンソー"}),
        ("はさみを日本へ", {"description": "はさみ", "destination": "JP"}),
        # When a licence is needed.
        (
            "Seit wann braucht man fuer Dysprosium eine Genehmigung nach Japan?",
            {"description": "Dysprosium", "destination": "JP"},
        ),
        (
            "Brauchen wir für Terbiumoxid eine Ausfuhrgenehmigung nach Japan?",
            {"description": "Terbiumoxid", "destination": "JP"},
        ),
        ("When do we need a licence for dysprosium to Japan?", {"description": "dysprosium", "destination": "JP"}),
        ("Wir wollen Terbiumoxid aus China ueber Hamburg nach Osaka liefern", {"via": "DE", "destination": "JP"}),
        # From what goods are made says nothing of their way; a store or a supplier does.
        (
            "NdFeB magnets, made in Vietnam from Chinese alloy, to Toyota",
            {"description": "NdFeB magnets from Chinese alloy", "origin": "VN", "destination": "JP"},
        ),
        ("magnets from Chinese stock to Osaka", {"description": "magnets", "origin": "CN", "destination": "JP"}),
        # Somebody that nobody knows, before the name of a country, is no address.
        ("gallium to Kuroda Seiko, Japan", {"destination": "JP", "end_user": "Kuroda Seiko"}),
        ("gallium to Kuroda Seiko, Osaka, Japan", {"destination": "JP", "end_user": "Kuroda Seiko"}),
        ("magnets for Fuchu missile works, Japan", {"destination": "JP", "end_use": "Fuchu missile works"}),
        ("gallium to the Yokosuka dockyard, Japan", {"destination": "JP", "end_use": "Yokosuka dockyard"}),
        ("gallium to 1-2-3 Marunouchi, Chiyoda-ku, Tokyo, Japan", {"destination": "JP", "end_user": None}),
        ("gallium to Sagamihara, Kanagawa", {"destination": "JP", "end_user": None}),
        # Where goods lie, in other words and orders.
        (
            "Chinese graphite electrodes stored in Rotterdam, sold to Tokai Carbon",
            {"description": "graphite electrodes", "origin": "CN", "departure": "NL", "end_user": "Tokai Carbon"},
        ),
        (
            "in our Rotterdam warehouse we have Chinese tungsten, going to Osaka",
            {"description": "tungsten", "origin": "CN", "departure": "NL", "destination": "JP"},
        ),
        (
            "Lager Hamburg: Wolframpulver chinesischer Herkunft, Kunde Sumitomo Electric",
            {"description": "Wolframpulver", "origin": "CN", "departure": "DE", "end_user": "Sumitomo Electric"},
        ),
        ("ドイツの倉庫にある中国産タングステンを日本へ", {"origin": "CN", "departure": "DE", "destination": "JP"}),
        ("存放在德国仓库的中国产钨粉卖到日本", {"description": "钨粉", "departure": "DE", "destination": "JP"}),
        # Others.
        (
            "Tungsten of Chinese origin, customer Naniwa Seiki, Osaka",
            {"description": "Tungsten", "end_user": "Naniwa Seiki", "destination": "JP"},
        ),
        (
            "customer in Nagoya wants 5 kg of dysprosium metal from our Ganzhou plant",
            {"description": "dysprosium metal", "destination": "JP"},
        ),
        (
            "ich liefere 20 kg Germanium an Hamamatsu Photonics, Herkunft China",
            {"description": "Germanium", "end_user": "Hamamatsu Photonics"},
        ),
        ("中国の工場から日本の親会社に技術データを送る", {"description": "技術データ", "end_use": None}),
        ("故障品のGaNウエハを日本から中国へ返送", {"departure": "JP", "destination": "CN", "end_use": None}),
        ("IRカメラを上海から防衛装備庁の下請けへ", {"end_user": "防衛装備庁の下請け"}),
    ],
)
def test_a_way_is_read(words: str, facts: Mapping[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert {name: read.get(name) for name in facts} == dict(facts)


@pytest.mark.parametrize(
    ("words", "military"),
    [
        ("gallium via a firm that builds missiles to Japan", "missiles"),
        ("We buy magnets from a Chinese maker through a Japanese trading house, who uses them in missiles", "missiles"),
    ],
)
def test_words_of_a_military_use_that_are_read_as_nothing_are_told(words: str, military: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["end_use"] == "unknown"
    assert military in str(read.unread["end_use"])


def test_no_military_words_are_told_where_they_are_read_or_there_are_none(workspace: Workspace):
    for words in ("gallium to Japan for radar", "gallium to the Japanese navy", "magnets to Kuroda Seiko, Japan"):
        assert "point to a military use" not in " ".join(map(str, facts_in_words(words, workspace).unread.values()))


def test_a_listed_party_that_the_words_name_and_nothing_reads_is_told(workspace: Workspace):
    text = parties_left_out("to be paid by IHI Aerospace Co., Ltd. of Tokyo", ["gallium"], "gallium", workspace.library)
    assert "IHI" in str(text)
    assert (
        parties_left_out("gallium to IHI Aerospace", ["gallium", "IHI Aerospace"], "gallium", workspace.library) is None
    )
    assert parties_left_out("gallium to Naniwa Seiki", ["gallium"], "gallium", workspace.library) is None


def test_goods_of_a_foreign_material_leave_nowhere(workspace: Workspace):
    read = facts_in_words("NdFeB magnets, made in Vietnam from Chinese alloy, to Toyota", workspace).facts
    assert "departure" not in read


@pytest.mark.parametrize("words", ["8505.11 to Japan", "1c905.B to Germany", "3C001.a in Japan"])
def test_a_mark_behind_a_code_is_no_country(words: str, workspace: Workspace):
    assert "departure" not in facts_in_words(words, workspace).facts


@pytest.mark.parametrize(
    "words", ["What changed in November 2026?", "日本的损失有多少", "how long does a licence take"]
)
def test_a_question_without_goods_is_refused_with_where_to_ask(words: str, workspace: Workspace):
    with pytest.raises(FactError, match="sekisho changed"):
        check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize(
    "words",
    ["what licence do we need for gallium to Japan", "which gallium is listed", "what of IHI Aerospace", "chair"],
)
def test_a_question_of_goods_or_somebody_is_answered(words: str, workspace: Workspace):
    check_names_shipment(words, facts_in_words(words, workspace), workspace)


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        # A way of three places.
        ("镓 中国→韩国→日本 松下", {"via": "KR", "destination": "JP", "end_user": "松下"}),
        ("ガリウム 中国→韓国→日本、海上自衛隊向け", {"via": "KR", "destination": "JP", "end_user": "海上自衛隊"}),
        ("ガリウム 中国からベトナムへ、その後日本へ", {"via": "VN", "destination": "JP", "end_user": None}),
        ("ガリウムを台湾へ送り、そこから日本へ再輸出", {"via": "TW", "destination": "JP", "end_user": None}),
        # Letters of a name are no mark and no country.
        ("gallium, Takara Tomy", {"destination": None}),
        ("gallium TOTO Ltd", {"destination": None, "end_user": "TOTO Ltd"}),
        # Labels on one line, a way and a payer among them.
        (
            "品名:ガリウム 仕向地:大阪 荷受人:日本精鉱 エンドユーザー:海上自衛隊",
            {"description": "ガリウム", "destination": "JP", "end_user": "海上自衛隊", "importer": "日本精鉱"},
        ),
        (
            "Item: gallium Destination: Osaka End user: JMSDF",
            {"description": "gallium", "destination": "JP", "end_user": "JMSDF"},
        ),
        (
            "Consignee: JMSDF Kure / Desc: permanent magnets / Destination: Kure",
            {"description": "permanent magnets", "importer": "JMSDF Kure", "destination": "JP"},
        ),
        ("gallium; Via: Hamburg; Destination: Osaka; End user: IHI", {"via": "DE", "end_user": "IHI"}),
        ("镓，付款方：住友商事，最终用户：防卫省", {"description": "镓", "end_user": "防卫省"}),
        # Ways without a mark.
        ("镓 深圳到大阪", {"description": "镓", "origin": "CN", "destination": "JP"}),
        ("ガリウム 上海発 神戸着", {"description": "ガリウム", "origin": "CN", "destination": "JP"}),
        ("ガリウム 厦門発・門司着", {"description": "ガリウム", "destination": "JP"}),
        ("镓，去日本", {"description": "镓", "destination": "JP"}),
        ("镓，给海上自卫队", {"description": "镓", "end_user": "海上自卫队"}),
        ("黒鉛って日本に送れますか", {"description": "黒鉛", "destination": "JP"}),
        (
            "イットリウム酸化物1トン、中国原産、ドイツから大阪へ",
            {"description": "イットリウム酸化物", "origin": "CN", "departure": "DE", "destination": "JP"},
        ),
        ("gallium, warehouse Rotterdam, buyer JMSDF", {"departure": "NL", "end_user": "JMSDF", "destination": None}),
        # Two terms say both ends of a way, in either order.
        ("FOB寧波 CIF大阪 アンチモン", {"description": "アンチモン", "destination": "JP", "departure": None}),
        ("tungsten powder, FOB Ningbo, CIF Osaka", {"description": "tungsten powder", "destination": "JP"}),
        ("アンチモン 上海FOB 大阪CIF", {"description": "アンチモン", "destination": "JP"}),
        ("gallium FOB Hong Kong CIF Ho Chi Minh City", {"departure": "HK", "destination": "VN"}),
        # Labels stand before a sign of equality too, or a space alone.
        ("goods=gallium; dest=Japan; enduser=IHI", {"description": "gallium", "destination": "JP", "end_user": "IHI"}),
        ("货物 镓 目的地 日本 最终用户 三菱重工", {"description": "镓", "destination": "JP", "end_user": "三菱重工"}),
        (
            "description=tungsten powder; hs_code=810110; destination=JP; end_user=Subaru Corp",
            {"hs_code": "810110", "destination": "JP", "end_user": "Subaru Corp"},
        ),
        # Whoever asks is no use; a German sentence ends in its verb.
        ("can you ship gallium to us in Nagoya", {"destination": "JP", "end_use": None}),
        (
            "Wir möchten Antimontrioxid aus China an Kawasaki in Kobe liefern.",
            {"destination": "JP", "end_user": "Kawasaki", "end_use": None},
        ),
        # A place of Japan for which nothing else is said is where the goods go.
        ("镓 日本客户", {"destination": "JP"}),
        # How much there is, and courtesy, say nothing of the goods.
        ("ガリウム500kg 大阪向け", {"description": "ガリウム"}),
        ("Gallium 25 kg to Osaka", {"description": "Gallium"}),
        ("镓200公斤出口到日本", {"description": "镓"}),
        ("お世話になっております。ガリウムを大阪に送りたいのですが、よろしくお願いします", {"description": "ガリウム"}),
        ("您好，镓出口到大阪需要许可吗，谢谢", {"description": "镓", "destination": "JP"}),
    ],
)
def test_what_a_clerk_types_is_read(words: str, facts: Mapping[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert {name: read.get(name) for name in facts} == dict(facts)


@pytest.mark.parametrize(
    "words",
    [
        "镓卖给新加坡公司，再转日本",
        "镓，卖到马来西亚，再卖给日本三菱重工",
        "镓运到韩国，由韩国公司转售日本IHI",
        "ガリウム 韓国の商社に販売、最終仕向地は日本",
        "gallium, buyer in Singapore, end user in Japan",
        "US Navy base Yokosuka wants 500 batteries",
    ],
)
def test_goods_that_may_end_in_japan_are_not_judged_as_if_they_stayed_elsewhere(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] in {"JP", "unknown"}
    if read.facts["destination"] == "unknown":
        assert "State where the goods end up" in str(read.unread["destination"])


@pytest.mark.parametrize(
    ("words", "destination"),
    [
        ("Osaka Titanium Technologies sponge to Germany", "DE"),
        ("gallium to Germany, end user Tokyo Electron Europe", "DE"),
        ("Kobe Steel wire from Hamburg to France", "FR"),
        ("gallium from China to Germany", "DE"),
    ],
)
def test_a_japanese_name_within_that_of_a_firm_is_no_place(words: str, destination: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["destination"] == destination


@pytest.mark.parametrize(
    "words",
    [
        "Gallium to Osaka, not for military use",
        "Gallium to Osaka, not for JMSDF",
        "镓出口到日本，不用于军事",
        "ガリウム 大阪向け、防衛省ではありません",
    ],
)
def test_what_is_denied_is_no_use_and_nobody(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts["destination"] == "JP"
    assert read.facts["end_use"] == "unknown"
    assert "end_user" not in read.facts
    assert "says what it is not" in str(read.unread["end_use"])


@pytest.mark.parametrize("text", ["gallium 25 kg", "ガリウム 500kg", "镓 200公斤", "5 pcs of gallium"])
def test_how_much_there_is_says_nothing_of_what_goods_are(text: str, library: Library):
    found = classify(text, library=library).state
    assert found == classify("gallium", library=library).state == "classified"


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("gallium for NEC, shipped from Ningbo to Osaka", "NEC"),
        ("steel for Mitsubishi Heavy Industries, delivery in Nagoya", "Mitsubishi Heavy Industries"),
        ("三菱重工 長崎造船所", "三菱重工 長崎造船所"),
    ],
)
def test_a_listed_name_is_the_user_beside_words_that_belong_to_no_name(words: str, user: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get("end_user") == user


@pytest.mark.parametrize(
    "words",
    [
        "gallium for Lockheed Martin, Texas, shipped from Ningbo",
        "炭素繊維 T800 JAXA様 ロケット部材 上海→名古屋",
        "gallium to Osaka for radar, JMSDF",
        "ガリウムを大阪へ 海上自衛隊 レーダー用",
    ],
)
def test_a_listed_name_among_other_words_is_heard(words: str, workspace: Workspace):
    user = facts_in_words(words, workspace).facts["end_user"]
    assert entries_named(user, workspace.library)


@pytest.mark.parametrize(
    "words", ["gallium to Kuroda Seiko, Osaka", "lamp for a school, Osaka", "gallium to a maker, Kobe"]
)
def test_words_without_a_listed_name_name_none(words: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts.get("end_user", "") in {"", "Kuroda Seiko"}


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("ガリウムを大阪へ送ります。よろしくお願いします。最終需要者は防衛省です", "防衛省"),
        ("gallium to Osaka, pls check, end user JMSDF", "JMSDF"),
        ("please advise: gallium to Osaka for IHI Aerospace", "IHI Aerospace"),
        ("镓出口到大阪，谢谢。最终用户是防卫省", "防卫省"),
        ("gallium to Osaka, not for JMSDF but for IHI Aerospace", "IHI Aerospace"),
        ("镓出口到日本，不用于军事，最终用户防卫省", "防卫省"),
    ],
)
def test_what_stands_behind_courtesy_or_a_denial_is_read(words: str, user: str, workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert read.get("end_user") == user
    assert read["destination"] == "JP"


def test_a_way_behind_a_denial_is_read(workspace: Workspace):
    assert facts_in_words("gallium not for military use to Osaka", workspace).facts["destination"] == "JP"
