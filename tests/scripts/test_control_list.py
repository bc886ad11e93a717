"""The comparison of the control list with a record file: what agrees is passed over, what differs is told."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from sekisho.law.loading.library import load_measures
from sekisho.trade.items.control_list import control_list

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "control_list.py"
ITEMS = control_list(load_measures())


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("control_list_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def record(serial: int, code: str, text: str, direction: str = "出口") -> dict[str, object]:
    return {"目录类型": direction, "序号": serial, "管制编码": code, "目录原文摘要": text, "参考HS编码": []}


def written(folder: Path, *records: dict[str, object]) -> Path:
    file = folder / "records.json"
    file.write_text(json.dumps({"records": records}, ensure_ascii=False), encoding="utf-8")
    return file


NAME = ITEMS.items["2B232"].names["zh"]
GUN = record(436, "2B231", "真空泵 能够把弹丸加速至每秒 1.5 km/s 或更快的高速炮系统（推进")
GUN_END = record(437, "2B232", "高速炮系统 台 剂、气体、线圈炮、电磁炮、电热炮或其他先进的系统）。")


def test_an_entry_that_agrees_is_passed_over_and_its_start_may_stand_one_record_early(
    script: ModuleType, tmp_path: Path
):
    found = script.compare(script.read_records(written(tmp_path, GUN, GUN_END)), ITEMS)
    assert [one for one in found if one.code == "2B232"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{NAME} 每秒 2.5 km/s", ("figure", "not printed")),
        ("每秒 1.5 km/s 的泵", ("name", "每秒 1.5 km/s 的泵")),
        (f"{NAME} 每秒 1.5 km/s （CAS 107-44-8）", ("cas", "107-44-8")),
        (f"{NAME} 9999999999 每秒 1.5 km/s", ("customs", "9999999999")),
    ],
)
def test_each_kind_of_difference_is_told(script: ModuleType, tmp_path: Path, text: str, told: tuple[str, str]):
    records = script.read_records(written(tmp_path, record(437, "2B232", text)))
    assert [(one.kind, one.printed) for one in script.compare(records, ITEMS) if one.serial == 437] == [told]


def test_a_code_that_the_list_lacks_is_told_and_imports_are_no_part(script: ModuleType, tmp_path: Path):
    file = written(tmp_path, record(900, "2B999", "新物项"), record(1, "2B998", "进口", direction="进口"))
    found = [(one.code, one.kind) for one in script.compare(script.read_records(file), ITEMS) if one.serial]
    assert found == [("2B999", "code")]


def test_a_piece_of_a_record_joins_the_one_before_it_and_powers_get_their_sign_back(script: ModuleType, tmp_path: Path):
    file = written(tmp_path, record(41, "1B230", "工作压力为 20～"), record(60, "MPa", "（200～600 个大气压）"))
    (joined,) = script.read_records(file)
    assert joined.own == "工作压力为 20～ （200～600 个大气压）"
    assert list(script.figures("大于等于 3×109 个；1.27×107 m")) == [
        (Decimal("3E+9"), ""),
        (Decimal("1.27E+7"), "m"),
    ]


def test_what_is_settled_names_codes_of_the_list_with_a_reason(script: ModuleType):
    with script.SETTLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["code"] for row in rows} <= ITEMS.items.keys()
    assert {row["kind"] for row in rows} <= {
        "name",
        "figure",
        "limb",
        "exception",
        "unit",
        "joined",
        "cas",
        "customs",
        "code",
    }
    assert all(row["printed"] and row["settled"] for row in rows)
