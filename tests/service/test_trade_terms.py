"""Words of trade say a way: Incoterms, transit, works on the way; and a question may begin as people begin it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        (
            "samples of NdFeB magnets FOB Ningbo to Kobe for Naniwa Seiki",
            {"description": "samples of NdFeB magnets", "destination": "JP", "end_user": "Naniwa Seiki"},
        ),
        (
            "terbium oxide CIF Yokohama, buyer Naniwa Seiki, end use motors for cars",
            {
                "description": "terbium oxide",
                "destination": "JP",
                "end_user": "Naniwa Seiki",
                "end_use": "motors for cars",
            },
        ),
        ("酸化テルビウム CIF横浜", {"description": "酸化テルビウム", "destination": "JP"}),
        (
            "Transit through Hong Kong: tungsten carbide powder from Ganzhou to Osaka",
            {"description": "tungsten carbide powder", "via": "HK", "destination": "JP"},
        ),
        (
            "中国原産のアンチモンをタイの工場で加工して日本へ送りたい",
            {"description": "アンチモン", "origin": "CN", "departure": "TH", "destination": "JP"},
        ),
        ("我们想把镓在越南加工后运到日本", {"description": "镓", "departure": "VN", "destination": "JP"}),
        ("antimony processed in Thailand and sent to Japan", {"departure": "TH", "destination": "JP"}),
        ("PO 4500123: yttrium oxide, ship to Osaka", {"description": "yttrium oxide", "destination": "JP"}),
        (
            "Is it ok to re-export magnets of Chinese origin from Germany to Mitsubishi Electric?",
            {"description": "magnets", "origin": "CN", "departure": "DE", "end_user": "Mitsubishi Electric"},
        ),
        ("Are we allowed to sell germanium to Mitsubishi Electric?", {"description": "germanium"}),
        (
            "ドイツから日本へ中国製のゲルマニウムレンズ、赤外線カメラ用、防衛装備庁向け",
            {"description": "ゲルマニウムレンズ", "end_use": "赤外線カメラ用", "end_user": "防衛装備庁"},
        ),
        (
            "我们在德国，想把含中国镝的磁铁转卖给日本三菱电机",
            {"description": "含中国镝的磁铁", "departure": "DE", "end_user": "三菱电机"},
        ),
        (
            "Export von Gallium aus China nach Japan, Endverbraucher Naniwa Seiki",
            {"description": "Gallium", "destination": "JP", "end_user": "Naniwa Seiki"},
        ),
        ("出口给日本防卫省的红外镜头", {"description": "红外镜头", "destination": "JP", "end_user": "防卫省"}),
        ("Can Mitsubishi Heavy Industries still import germanium?", {"end_user": "Mitsubishi Heavy Industries"}),
        ("can Kawasaki buy carbon fiber from China", {"description": "carbon fiber", "end_user": "Kawasaki"}),
        ("三菱電機は中国からガリウムを輸入できますか", {"description": "ガリウム", "end_user": "三菱電機"}),
        ("IHI 想从中国进口钛合金可以吗", {"description": "钛合金", "end_user": "IHI"}),
        (
            "輸出者：上海東邦貿易、輸入者：双日、品名：酸化ガリウム、数量：50kg",
            {"description": "酸化ガリウム", "exporter": "上海東邦貿易", "importer": "双日"},
        ),
        (
            "氧化镝从天津港海运到横滨港，买方为信越化学，最终用户未知",
            {"description": "氧化镝", "destination": "JP", "importer": "信越化学"},
        ),
        ("What licence do I need for terbium to Japan", {"description": "terbium", "destination": "JP"}),
        ("gallium, Shanghai - Tokyo", {"description": "gallium", "destination": "JP"}),
        (
            "graphite powder, China, Japan, battery anode, Panasonic Energy",
            {"description": "graphite powder, battery anode", "destination": "JP", "end_user": "Panasonic Energy"},
        ),
        ("Seltene Erden von Hamburg nach Japan, chinesischer Ursprung", {"origin": "CN", "departure": "DE"}),
    ],
)
def test_a_way_is_read_from_words_of_trade(words: str, facts: Mapping[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert {name: read.get(name) for name in facts} == facts


@pytest.mark.parametrize("words", ["CIF terms", "DAP fertiliser", "fob watch", "order of chairs"])
def test_such_words_in_the_name_of_goods_stay(words: str, workspace: Workspace):
    assert facts_in_words(f"{words} to Japan", workspace).facts["description"] == words
