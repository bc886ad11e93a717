"""A name that begins with that of a head or of a listed firm may be that of a company of its group: a reason to ask."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library, determine
from sekisho.law.model.holdings import Group, PartyId
from sekisho.message import Message
from sekisho.parties.group_names import GroupNames
from sekisho.parties.identification import identify
from sekisho.parties.index import parties_of
from sekisho.present.names.group import listed_relatives, not_found_text, place_step

DAY = date(2026, 12, 2)
COMPANIES = {
    "mhi": (
        *("三菱重工サーマルシステムズ", "㈱三菱重工サーマルシステムズ", "三菱重工冷熱株式会社", "三菱重工コンプレッサ"),
        *(
            "三菱重工業エンジニアリング株式会社",
            "三菱重工交通・建設エンジニアリング株式会社",
            "三菱重工业(上海)有限公司",
        ),
        *("三菱重工海尔(青岛)空调机有限公司", "三菱重工金羚空调器有限公司", "미쓰비시중공업 서멀시스템즈"),
        *("Mitsubishi Heavy Industries Thermal Systems, Ltd.", "MITSUBISHI HEAVY INDUSTRIES AMERICA, INC."),
        *("Mitsubishi Heavy Industries Asia Pacific Pte. Ltd.", "MHI Health Systems", "MHI RJ Aviation Group"),
    ),
    "nec": (
        *("NEC Platforms, Ltd.", "NECプラットフォームズ株式会社", "NECソリューションイノベータ株式会社"),
        *("NECフィールディング", "NECファシリティーズ株式会社", "NEC Laboratories America, Inc.", "NEC Europe Ltd."),
        *("日电（中国）有限公司", "日本电气软件(济南)有限公司"),
    ),
    "melco": (
        *("三菱電機モビリティ", "三菱電機ビルソリューションズ株式会社", "三菱電機住環境システムズ株式会社"),
        *("三菱電機照明株式会社", "Mitsubishi Electric Mobility Corporation", "Mitsubishi Electric Automation, Inc."),
        *("三菱电机自动化(中国)有限公司", "三菱電機台灣股份有限公司", "上海三菱电机·上菱空调机电器有限公司"),
    ),
    "khi": (
        *("川崎重工業モーターサイクル", "川崎重工業ロボットサービス株式会社", "川重冷熱工業株式会社"),
        *(
            "川重テクノロジー株式会社",
            "Kawasaki Heavy Industries (U.S.A.), Inc.",
            "KHI Design & Technical Service Inc.",
        ),
    ),
    "ihi": (
        *("IHI運搬機械株式会社", "IHIプラント", "株式会社ＩＨＩインフラシステム", "石川島播磨重工業エンジニアリング"),
        *("IHI Rotating Machinery Engineering Co., Ltd.", "IHI Charging Systems International GmbH"),
    ),
    "hitachi": (
        *("株式会社日立産業制御ソリューションズ", "日立Astemo株式会社", "日立グローバルライフソリューションズ株式会社"),
        *("Hitachi Energy Ltd", "日立电梯(中国)有限公司"),
    ),
    "fujitsu": ("富士通フロンテック株式会社", "富士通ゼネラル", "富士通(中国)信息系统有限公司"),
    "toshiba": (
        *("東芝エネルギーシステムズ株式会社", "東芝デバイス&ストレージ株式会社", "東芝電子零組件台灣股份有限公司"),
        *("Toshiba Electronic Devices & Storage Corporation", "东芝(中国)有限公司"),
    ),
    "komatsu": ("コマツカスタマーサポート株式会社", "小松(中国)投资有限公司", "Komatsu America Corp."),
    "tdk": ("TDKラムダ株式会社", "TDK-Lambda Corporation", "東電化(上海)国際貿易有限公司"),
    "oki": ("沖電気カスタマアドテック", "OKI Data Corporation"),
    "jp-ewl-a03": ("ENEOSマテリアル株式会社",),
    "jfe": ("JFEスチール株式会社", "JFE Engineering Corporation"),
    "itochu": ("伊藤忠エネクス株式会社", "伊藤忠テクノソリューションズ"),
    "sei": ("住友電工デバイス・イノベーション株式会社", "住友電気工業ハーネス"),
    "daikin": ("ダイキンエアテクノ株式会社", "Daikin Applied Americas Inc."),
    "toray": ("東レ・ファインケミカル株式会社", "東レエンジニアリング", "Toray Advanced Composites"),
    "jsw": ("日本製鋼所M&E株式会社",),
    "mitsui-co": ("三井物産スチール株式会社",),
    "shinmaywa": ("新明和岩国航空整備株式会社",),
    "imabari": ("今治造船エンジニアリング",),
    "tokyo-keiki": ("東京計器アビエーション株式会社",),
}
OTHERS = (
    *("三菱鉛筆株式会社", "三菱電線工業株式会社", "三菱ケミカル株式会社", "三菱マヒンドラ農機", "三菱UFJ銀行"),
    *("川崎市場", "川崎汽船株式会社", "川崎信用金庫", "川崎フロンターレ", "Kawasaki City"),
    *("日本電気硝子株式会社", "Nippon Electric Glass Co., Ltd.", "日本電気協会", "日本電産株式会社", "日電工業"),
    *("小松菜販売", "小松市役所", "小松空港", "小松原建設", "小松電機産業株式会社", "小松印刷", "Komatsu Airport"),
    *("小松マテーレ株式会社", "Komatsu Wall Industry Co., Ltd.", "日立市役所", "日立信用組合", "日立 太郎"),
    *("日立造船株式会社", "Hitachi Zosen Corporation", "日立造船マリンサービス株式会社", "Hitachi City Hall"),
    *("富士通商株式会社", "Fuji Tsusho", "富士通運", "東芝居株式会社", "東レジスタ", "伊藤忠彦", "日鋼材"),
    *("沖縄電力", "Oki Islands", "Nechako Ltd", "NECKLACE Co.", "IHIRO Co., Ltd.", "JFEK Ltd", "Toray of Hope"),
    *("今治市役所", "今治タオル株式会社", "Imabari Towel", "Subaru Telescope", "スバル興業株式会社", "JSW Steel Ltd"),
    *(
        "Mitsui Fudosan",
        "三井物産館",
        "住友林業",
        "住友電装",
        "大金重工股份有限公司",
        "Melco Resorts Ltd",
        "MMC Ventures",
    ),
    *("豊和銀行", "日東紡績", "日東工器", "川崎重工業の下請け", "川崎重工業 の 工場 の 近く に ある 食堂"),
)


@pytest.mark.parametrize(("head", "name"), [(head, name) for head, names in COMPANIES.items() for name in names])
def test_a_company_that_bears_the_name_of_a_head_is_told_with_it_and_settled_by_nothing(
    head: str, name: str, library: Library
):
    found = identify(name, parties_of(library), on=DAY)
    assert [(body.party, body.bears_name, body.is_place) for body in found.known] == [(head, True, False)]
    assert not [hit for hit in found.hits if hit.zone != "none"]
    assert found.zone == "none" or found.problem


@pytest.mark.parametrize("name", OTHERS)
def test_a_name_that_only_looks_so_is_told_with_none(name: str, library: Library):
    assert not [body for body in identify(name, parties_of(library), on=DAY).known if body.bears_name]


def test_further_words_behind_every_name_of_every_head_are_told(library: Library):
    index = parties_of(library)
    asked = [
        (group.id, f"{name.split(',')[0]} {words}")
        for group in index.groups
        for name in group.names
        if not name.endswith("株式会社")
        for words in (("Robotics Europe Ltd.",) if name.isascii() else ("ロボティクス株式会社",))
    ]
    silent = [
        name
        for head, name in asked
        if not (found := identify(name, index, on=DAY)).hits and head not in {body.party for body in found.known}
    ]
    assert len(asked) > 40
    # Mitsui is the house of several groups, and ENEOS the name of a listed company of its own.
    assert {name for name in silent if not name.startswith(("Mitsui & Co", "ENEOS"))} == set()


def test_a_listed_head_is_told_among_the_companies_of_its_group(library: Library):
    found = identify("TDKラムダ株式会社", parties_of(library), on=DAY)
    assert [one.entry.id for one in listed_relatives(found, library, DAY)] == ["jp-ewl-a12"]
    before = identify("TDKラムダ株式会社", parties_of(library), on=date(2026, 2, 23))
    assert listed_relatives(before, library, date(2026, 2, 23)) == ()


def test_it_is_said_that_the_name_alone_decides_nothing(library: Library):
    found = identify("三菱重工サーマルシステムズ", parties_of(library), on=DAY)
    assert "its name begins with that of Mitsubishi Heavy Industries, Ltd." in not_found_text(found)
    assert "The name alone does not decide that" in str(place_step(found))


def test_a_line_tells_it_and_has_the_outcome_of_any_firm(library: Library):
    facts = {"control_codes": "none", "departure": "CN", "destination": "JP", "end_use": "civil"}
    own, other = (
        determine({**facts, "end_user": user}, library, as_of=DAY) for user in ("NECプラットフォームズ", "浪速精機")
    )
    assert [note.id for note in own.notes if isinstance(note, Message) and "group" in note.id] == ["note.group_name"]
    assert (own.outcome, own.floor, own.ceiling) == (other.outcome, other.floor, other.ceiling)


def _group(head: str, *names: str, weak: tuple[str, ...] = ()) -> Group:
    return Group(id=PartyId(head), names=names, weak_names=weak, territory="JP", identifiers=(), entries=(), note="")


def test_a_house_of_two_groups_tells_neither_of_them():
    one, other = _group("one", "Mitsui & Co., Ltd."), _group("other", "三井造船株式会社")
    assert GroupNames((), (one,)).head_of("Mitsui Fudosan Co., Ltd.") == "one"
    assert not GroupNames((), (one, other)).head_of("Mitsui Fudosan Co., Ltd.")
    assert GroupNames((), (one, other)).head_of("三井造船エンジニアリング") == "other"


@pytest.mark.parametrize(
    ("house", "firm"), [("三菱", "jp-ecl-a01"), ("川崎", "jp-ecl-a06"), ("カワサキ", "jp-ecl-a06")]
)
def test_a_house_alone_may_be_short_for_its_listed_firms_in_every_script(house: str, firm: str, library: Library):
    found = identify(house, parties_of(library), on=DAY)
    assert (found.zone, firm in {kin.party for kin in found.kin if kin.kind == "fuller"}) == ("none", True)


@pytest.mark.parametrize("name", ["川崎市場", "浪速", "日本", "東京", "精密"])
def test_what_is_no_house_is_short_for_nobody(name: str, library: Library):
    assert not [kin for kin in identify(name, parties_of(library), on=DAY).kin if kin.kind == "fuller"]
