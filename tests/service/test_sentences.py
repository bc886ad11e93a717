"""A shipment told in several clauses, by labels, or in a language whose sentences are not the program's own."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library, classify
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

DAY = date(2026, 11, 30)


def read(words: str, library: Library) -> dict[str, str]:
    return facts_in_words(words, Workspace(library=library, today=DAY)).facts


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        (
            "We are a trader in Osaka. Our customer is Kawasaki Heavy Industries. We want to buy gallium from China.",
            {"description": "gallium", "destination": "JP", "end_user": "Kawasaki Heavy Industries"},
        ),
        (
            "Our company is in Hamburg. We bought dysprosium oxide from China and want to sell it to IHI in Japan.",
            {"description": "dysprosium oxide", "departure": "DE", "destination": "JP", "end_user": "IHI"},
        ),
        (
            "I have an order from Subaru for tungsten powder. The goods are in Shanghai.",
            {"description": "tungsten powder", "end_user": "Subaru"},
        ),
        (
            "Our customer in Tokyo, IHI, needs yttrium oxide; supplier is in Ganzhou.",
            {"description": "yttrium oxide", "destination": "JP", "end_user": "IHI"},
        ),
        (
            "Hello, we are a small firm from Osaka. We need 20 kg of terbium oxide from China for phosphors. May we?",
            {"description": "terbium oxide", "destination": "JP", "end_use": "unknown"},
        ),
        (
            "Wir sind ein Händler in Hamburg. Der Kunde ist IHI in Kobe. Können wir Gallium aus China liefern?",
            {"description": "Gallium", "destination": "JP", "end_user": "IHI"},
        ),
        (
            "我们公司在苏州，客户是日本川崎重工，要买碳化硅纤维，能出口吗",
            {"description": "碳化硅纤维", "destination": "JP", "end_user": "川崎重工"},
        ),
        (
            "我们是一家德国公司，从中国进口镓，打算卖到日本，可以吗？",
            {"description": "镓", "departure": "DE", "destination": "JP"},
        ),
        (
            "货物在新加坡，是中国产的锗，要卖给三菱电机",
            {"description": "锗", "departure": "SG", "end_user": "三菱电机"},
        ),
        (
            "当社は大阪の商社です。中国からガリウムを仕入れたいのですが、許可は必要ですか。",
            {"description": "ガリウム", "destination": "JP"},
        ),
        (
            "弊社はドイツの商社で、中国から買ったジスプロシウムを日本の川崎重工に販売したい。",
            {"description": "ジスプロシウム", "departure": "DE", "destination": "JP", "end_user": "川崎重工"},
        ),
        (
            "中国の仕入先から希土類磁石を購入し、防衛省に納入する予定です。",
            {"description": "希土類磁石", "end_user": "防衛省"},
        ),
        (
            "Item: infrared camera. From Wuhan to Yokohama. End user: Japan Coast Guard.",
            {"description": "infrared camera", "destination": "JP", "end_user": "Japan Coast Guard"},
        ),
        (
            "品名：酸化ガリウム、仕向地：日本、需要者：三菱電機",
            {"description": "酸化ガリウム", "destination": "JP", "end_user": "三菱電機"},
        ),
    ],
)
def test_clauses_and_labels_say_one_shipment(words: str, stated: dict[str, str], library: Library):
    facts = read(words, library)
    assert {name: value for name, value in facts.items() if name != "origin"} == stated
    assert facts["origin"] == "CN"


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        (
            "Peut-on exporter du dysprosium de Chine vers Mitsubishi Heavy Industries à Nagoya ?",
            {"description": "dysprosium", "destination": "JP", "end_user": "Mitsubishi Heavy Industries"},
        ),
        (
            "L'exportation de terres rares vers le Japon est-elle interdite ?",
            {"description": "terres rares", "destination": "JP"},
        ),
        (
            "¿Puedo enviar imanes de NdFeB de Shenzhen a Toyota en Nagoya?",
            {"description": "imanes de NdFeB", "destination": "JP", "end_user": "Toyota"},
        ),
        (
            "¿Se necesita licencia para exportar germanio a Japón?",
            {"description": "germanio", "destination": "JP"},
        ),
        ("Podemos exportar ítrio da China para o Japão?", {"description": "ítrio", "destination": "JP"}),
        (
            "Possiamo spedire gallio dalla Cina al Giappone per Kawasaki Heavy Industries?",
            {"description": "gallio", "destination": "JP", "end_user": "Kawasaki Heavy Industries"},
        ),
        ("Mogen wij germanium uit China naar Japan uitvoeren?", {"description": "germanium", "destination": "JP"}),
        (
            "중국산 갈륨을 도쿄의 카와사키중공업에 보낼 수 있나요?",
            {"description": "갈륨", "destination": "JP", "end_user": "카와사키중공업"},
        ),
        ("중국에서 일본으로 갈륨을 수출할 수 있습니까?", {"description": "갈륨", "destination": "JP"}),
    ],
)
def test_a_sentence_of_another_language_is_read(words: str, stated: dict[str, str], library: Library):
    facts = read(words, library)
    assert {name: value for name, value in facts.items() if name != "origin"} == stated
    assert facts["origin"] == "CN"


@pytest.mark.parametrize(
    "words",
    ["三菱重工業、川崎重工業、IHI", "de gallium", "steel, bolts and nuts", "We sell lamps. We are happy.", "gallium"],
)
def test_words_that_tell_no_shipment_stay_whole(words: str, library: Library):
    facts = read(words, library)
    assert words in facts.values()


@pytest.mark.parametrize("words", ["exports to Japan", "goods from China to Japan", "輸出 日本", "把货物运到日本"])
def test_words_for_any_goods_are_no_description(words: str, library: Library):
    assert read(words, library) == {"origin": "CN", "destination": "JP"}


def test_where_goods_were_made_is_read_beside_a_listed_name(library: Library):
    facts = read("Magnets made in Germany with Chinese dysprosium, to Subaru Corp, Utsunomiya", library)
    assert facts == {
        "description": "Magnets with Chinese dysprosium",
        "origin": "DE",
        "destination": "JP",
        "end_user": "Subaru Corp",
    }
    assert read("日本製鉄", library) == {"description": "日本製鉄", "origin": "CN"}


@pytest.mark.parametrize(
    ("english", "others"),
    [
        ("neodymium magnet", ("Neodym-Magnete", "aimants au néodyme", "magneti al neodimio", "네오디뮴 자석")),
        ("carbon fibre", ("Kohlenstofffasern", "fibre de carbone", "fibra de carbono", "탄소섬유")),
        ("thermal camera", ("Wärmebildkamera", "caméra thermique", "cámara térmica", "тепловизор")),
        ("uav", ("Drohne", "aeronave no tripulada", "무인기")),
        ("graphite electrode", ("Graphitelektroden", "électrodes en graphite", "흑연 전극")),
    ],
)
def test_goods_of_the_list_are_known_in_other_languages(english: str, others: tuple[str, ...], library: Library):
    first = next(item.code for item in classify(english, library, as_of=DAY).candidates if item.code != "none")
    for words in others:
        assert first in [item.code for item in classify(words, library, as_of=DAY).candidates], words
