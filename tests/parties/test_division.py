"""A unit is told from its legal person, and a firm whose name sounds like a unit stays whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import sekisho_measures
from sekisho.parties.names.branches import division_of, split_division

UNITS = (
    ("三菱造船株式会社 下関造船所", "三菱造船株式会社", "下関造船所", "造船所"),
    ("三菱造船株式会社下関造船所", "三菱造船株式会社", "下関造船所", "造船所"),
    ("三菱造船㈱（下関造船所）", "三菱造船(株)", "下関造船所", "造船所"),
    (
        "Mitsubishi Shipbuilding Co., Ltd., Shimonoseki Shipyard",
        "Mitsubishi Shipbuilding Co., Ltd.",
        "Shimonoseki Shipyard",
        "shipyard",
    ),
    (
        "Shimonoseki Shipyard, Mitsubishi Shipbuilding Co., Ltd.",
        "Mitsubishi Shipbuilding Co., Ltd.",
        "Shimonoseki Shipyard",
        "shipyard",
    ),
    ("川崎重工業株式会社 航空宇宙システムカンパニー", "川崎重工業株式会社", "航空宇宙システムカンパニー", "カンパニー"),
    ("川崎重工業 航空宇宙システムカンパニー", "川崎重工業", "航空宇宙システムカンパニー", "カンパニー"),
    (
        "Kawasaki Heavy Industries, Ltd. Aerospace Systems Company",
        "Kawasaki Heavy Industries, Ltd.",
        "Aerospace Systems Company",
        "company",
    ),
    (
        "三井物産エアロスペース株式会社 メンテナンスセンター",
        "三井物産エアロスペース株式会社",
        "メンテナンスセンター",
        "センター",
    ),
    (
        "Mitsui Bussan Aerospace Co., Ltd. Maintenance Center",
        "Mitsui Bussan Aerospace Co., Ltd.",
        "Maintenance Center",
        "center",
    ),
    ("株式会社日立製作所 日立事業所", "株式会社日立製作所", "日立事業所", "事業所"),
    ("Mitsubishi Electric Corporation Kamakura Works", "Mitsubishi Electric Corporation", "Kamakura Works", "works"),
    ("Example Trading Co., Ltd. (Shanghai Branch)", "Example Trading Co., Ltd.", "Shanghai Branch", "branch"),
    ("Example (China) branch", "Example", "(China) branch", "branch"),
    ("Shanghai Branch of Example Trading Co., Ltd.", "Example Trading Co., Ltd.", "Shanghai Branch", "branch"),
    ("Mitsubishi Heavy Industries, Nagasaki Shipyard", "Mitsubishi Heavy Industries", "Nagasaki Shipyard", "shipyard"),
    ("Example Steel Ltd, Plant No. 2", "Example Steel Ltd", "Plant No. 2", "plant"),
    ("示例(中国)有限公司上海分公司", "示例(中国)有限公司", "上海分公司", "分公司"),
    ("示例股份有限公司北京办事处", "示例股份有限公司", "北京办事处", "办事处"),
    ("SpaceKnow捷克分公司", "SpaceKnow", "捷克分公司", "分公司"),
    ("HENSOLDT AG Ulm Plant", "HENSOLDT AG", "Ulm Plant", "plant"),
)

PERSONS = (
    "Honda R&D Center Co., Ltd.",
    "The Japan Steel Works, Ltd.",
    "株式会社日本製鋼所",
    "株式会社日立製作所",
    "日鋼特機株式会社",
    "Mitsubishi Electric Engineering Company, Limited",
    "Mitsubishi Corporation Life Sciences Limited",
    "Sumitomo Corporation Power & Mobility Co., Ltd.",
    "Advanced Technology Center, Inc.",
    "National Security Technology Center, LLC",
    "Data Center, Networks and Cloud Co., Ltd.",
    "Kawasaki Heavy Industries Aerospace Systems Company",
    "Smith, Jones Law Office",
    "Example Motors Ltd.",
    "示例有限公司子公司",
    "上海分公司",
    "東京工場",
    "防衛装備庁 陸上装備研究所",
    "Ground Systems Research Center",
    "Limited",
    "",
)


@pytest.mark.parametrize(("name", "person", "unit", "marker"), UNITS, ids=[row[0] for row in UNITS])
def test_a_unit_belongs_to_its_legal_person(name: str, person: str, unit: str, marker: str):
    found = division_of(name)
    assert found is not None
    assert (found.person, found.unit, found.marker) == (person, unit, marker)
    assert split_division(name) == (person, unit)


@pytest.mark.parametrize("name", PERSONS)
def test_a_name_that_may_be_the_firms_own_stays_whole(name: str):
    assert split_division(name) == (name, None)


def test_of_all_listed_names_those_of_units_are_split_and_no_other():
    """The tables mark each entry as company, division and so on; only entries of divisions are split."""
    lists = Path(sekisho_measures.__file__).parent / "lists"
    split: dict[str, str] = {}
    for table in ("cn-control-list", "cn-watch-list", "jp-military-users", "groups"):
        with (lists / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name in (row["name"], row["name_zh"], row["name_ja"], *row["aliases"].split("|")):
                    if split_division(name)[1] is not None:
                        split[name] = row.get("kind", "group")
    assert set(split.values()) == {"division"}, split
    assert len(split) >= 4
