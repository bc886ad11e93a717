"""How goods move, in a sentence of a shipment: by e-mail or cloud, in transit, handed over inside China, as work."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        (
            "We e-mailed drawings of a graphitisation furnace from Changsha to an engineer of Nippi, Yokohama",
            {"departure": "CN", "destination": "JP", "description": "drawings of a graphitisation furnace"},
        ),
        (
            "Our engineer in Shenzhen shares the CAD drawings of a gyroscope on SharePoint with colleagues in Nagoya",
            {"departure": "CN", "destination": "JP", "description": "CAD drawings of a gyroscope"},
        ),
        (
            "technical data of NdFeB sintering by e-mail from Ningbo to Proterial in Japan",
            {"departure": "CN", "description": "technical data of NdFeB sintering", "end_user": "Proterial"},
        ),
        (
            "Can we upload the software for the coating furnace to a server in Osaka?",
            {"destination": "JP", "description": "software for the coating furnace"},
        ),
        (
            "図面をメールで送りたい。深センの子会社から日本飛行機へ、ドローン用モーターの設計図。",
            {"departure": "CN", "end_user": "日本飛行機", "description": "ドローン用モーターの設計図"},
        ),
        (
            "上海の子会社から名古屋の本社へ磁石製造の技術データをメールで送付したい",
            {"departure": "CN", "destination": "JP", "description": "磁石製造の技術データ"},
        ),
        (
            "send drawings of a gas turbine by WeChat to a customer in Osaka",
            {"destination": "JP", "description": "drawings of a gas turbine"},
        ),
        ("LINEでモーターの設計図を日本へ送る", {"destination": "JP", "description": "モーターの設計図"}),
        (
            "クラウド経由でソフトウェアを東京のJAXAへ提供",
            {"destination": "JP", "description": "ソフトウェア"},
        ),
        (
            "把热压炉的技术资料上传到东京的云盘，日本制钢所员工下载",
            {"destination": "JP", "end_user": "日本制钢所", "description": "热压炉的技术资料"},
        ),
        ("将半导体设备的软件通过云平台提供给东京电子", {"end_user": "东京电子", "description": "半导体设备的软件"}),
        (
            "Technische Zeichnungen eines Ofens per E-Mail von Shanghai nach Osaka senden",
            {"departure": "CN", "destination": "JP", "description": "Technische Zeichnungen eines Ofens"},
        ),
    ],
)
def test_what_is_no_thing_and_goes_by_a_net_is_sent_intangibly(
    words: str, stated: dict[str, str], workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert read.facts["movement"] == "intangible"
    assert read.facts.items() >= stated.items()
    assert "via" not in read.unread


@pytest.mark.parametrize(
    "words",
    [
        "Email me whether gallium can go from Shanghai to Osaka",
        "gallium from Shanghai to Osaka, answer by e-mail please",
        "data loggers from Shanghai to Osaka, ordered by e-mail",
        "transit time is 12 days for gallium from Shanghai to Osaka",
        "Gallium from Shanghai via Hong Kong to Osaka",
        "ガリウムを上海から大阪へ、回答はメールでお願いします",
        "镓从上海经香港到大阪，请邮件回复",
        "drone for training, Shenzhen to Osaka",
        "训练用无人机，深圳到大阪",
        "gallium stored in China to Toyota in Osaka",
        "files of steel from Shanghai to Osaka",
    ],
)
def test_goods_asked_of_by_letter_or_sent_by_a_way_say_nothing_of_the_movement(words: str, workspace: Workspace):
    assert "movement" not in facts_in_words(words, workspace).facts


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        (
            "Transit: antimony ingots from Haiphong to Yokohama via Shanghai, origin Vietnam, end user Nihon Seiko",
            {"departure": "VN", "destination": "JP", "origin": "VN", "end_user": "Nihon Seiko"},
        ),
        ("In transit through Shanghai: germanium from Kazakhstan to Osaka", {"departure": "KZ", "destination": "JP"}),
        ("germanium in transit via Shanghai from Kazakhstan to Osaka", {"departure": "KZ", "destination": "JP"}),
        (
            "ベトナムから中国を通過して日本へアンチモン",
            {"departure": "VN", "destination": "JP", "description": "アンチモン"},
        ),
        ("过境：哈萨克斯坦的铼粉经上海港到横滨，原产哈萨克斯坦", {"destination": "JP", "origin": "KZ"}),
        ("蒙古的萤石过境天津运往日本", {"destination": "JP", "description": "蒙古的萤石"}),
    ],
)
def test_what_only_passes_through_china_is_in_transit(words: str, stated: dict[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert (read["movement"], read["via"]) == ("transit", "CN")
    assert read.items() >= stated.items()
    assert read.get("origin") != "CN"


@pytest.mark.parametrize(
    "words",
    [
        "Transit: gallium from Shanghai to Osaka",
        "gallium from Shanghai in transit via Hong Kong to Osaka",
        "过境货物：镓，上海到大阪",
    ],
)
def test_goods_that_leave_china_are_not_in_transit_there_and_it_is_told(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "movement" not in read.facts
    assert "leaves open" in str(read.unread["movement"])
    assert read.facts["origin"] == "CN"


@pytest.mark.parametrize(
    ("words", "goods", "movement"),
    [
        (
            "PRC subsidiary of a Japanese group hands over sintered NdFeB magnets inside China to the branch of Denso.",
            "sintered NdFeB magnets",
            "in_country_transfer",
        ),
        (
            "Transfer of gallium inside China from our Suzhou plant to the Shanghai subsidiary of TDK",
            "gallium",
            "in_country_transfer",
        ),
        ("中国国内で上海の日系企業にガリウムを引き渡す", "ガリウム", "in_country_transfer"),
    ],
)
def test_what_changes_hands_inside_china_stays_there(words: str, goods: str, movement: str, workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert (read["movement"], read["departure"], read["destination"]) == (movement, "CN", "CN")
    assert read["description"] == goods


@pytest.mark.parametrize("who", ["a foreign visitor", "a Japanese engineer"])
def test_what_is_handed_to_a_foreign_person_there_counts_as_an_export(who: str, workspace: Workspace):
    read = facts_in_words(f"We hand over gallium inside China to {who}", workspace).facts
    assert (read["movement"], read["departure"], read["description"]) == ("deemed_export", "CN", "gallium")


@pytest.mark.parametrize(
    "words",
    [
        "Send an engineer from Shenyang to Osaka for on-site training on rare-earth separation",
        "We provide technical assistance on dysprosium separation from Baotou to a plant in Osaka",
        "日本の工場で中国人技術者が磁石製造の技術指導を行う",
        "派工程师到大阪做现场技术服务，稀土分离",
        "Training of Japanese engineers in Beijing on dysprosium metal making",
    ],
)
def test_work_and_advice_are_services(words: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["movement"] == "service"


@settings(max_examples=25, deadline=None)
@given(
    means=st.sampled_from([" by e-mail", " via SharePoint", " over the cloud", " electronically"]),
    what=st.sampled_from(["drawings of a furnace", "software for an etcher", "technical data of NdFeB sintering"]),
    user=st.sampled_from(["Proterial", "Denso", "Mitsubishi Heavy Industries", "JAXA"]),
    place=st.sampled_from(["Osaka", "Tokyo", "Hamburg"]),
)
def test_how_it_is_sent_changes_nothing_else(means: str, what: str, user: str, place: str, workspace: Workspace):
    plain = facts_in_words(f"{what} from Shanghai to {place}, end user {user}", workspace).facts
    sent = facts_in_words(f"{what}{means} from Shanghai to {place}, end user {user}", workspace).facts
    assert sent == {**plain, "movement": "intangible", "departure": "CN"}
