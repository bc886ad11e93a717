"""A listed name is heard behind what papers write before a party, with a colon and without."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.comparison import NameComparison
from sekisho.parties.index import parties_of

WESTERN = (
    "ultimate user: {}",
    "ultimate user {}",
    "user {}",
    "user: {}",
    "actual user - {}",
    "Besteller: {}",
    "Kunde {}",
    "Auftraggeber: {}",
    "customer: {}",
    "customer {}",
    "final customer {}",
    "end customer: {}",
    "client: {}",
    "buyer {}",
    "purchaser: {}",
    "sold-to {}",
    "sold to party: {}",
    "bill to: {}",
    "ship-to: {}",
    "ship to {}",
    "deliver to {}",
    "delivery address: {}",
    "notify: {}",
    "notify party {}",
    "Endkunde: {}",
    "Endkunde {}",
    "on account of {}",
    "for account of {}",
    "for and on behalf of {}",
    "acc. {}",
    "a/c {}",
    "att: {}",
    "project owner: {}",
    "operator {}",
    "owner: {}",
    "importer: {}",
    "importer of record: {}",
    "installed at {}",
    "destined for {}",
    "intended for {}",
    "for use by {}",
    "used by {}",
    "for the use of {}",
    "ordered by {}",
    "order from {}",
    "contract with {}",
    "PO from {}",
)
EASTERN = (
    "再販先 {}",
    "納品先：{}",
    "納入先 {}",
    "出荷先：{}",
    "送り先 {}",
    "届け先：{}",
    "エンドカスタマー：{}",
    "顧客名：{}",
    "客先 {}",
    "得意先：{}",
    "注文主 {}",
    "発注者：{}",
    "発注元 {}",
    "設置場所：{}",
    "据付先 {}",
    "仕向先：{}",
    "最終顧客 {}",
    "最終客先：{}",
    "使用先 {}",
    "使用者：{}",
    "終端用戶：{}",
    "最终客户：{}",
    "最终客户 {}",
    "客户名称：{}",
    "买方：{}",
    "买家 {}",
    "采购方：{}",
    "采购商 {}",
    "订货单位：{}",
    "使用方 {}",
    "收货地：{}",
    "送货至 {}",
    "交付给 {}",
    "通知人：{}",
    "代理 {}",
    "委托方：{}",
    "甲方：{}",
    "乙方 {}",
    "项目业主：{}",
)


@pytest.fixture(scope="module")
def comparison(library: Library) -> NameComparison:
    found = parties_of(library).comparison
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("labels", "name"),
    [
        (WESTERN, "IHI Aerospace"),
        (WESTERN, "Japan Marine United"),
        (EASTERN, "三菱造船"),
        (EASTERN, "防衛装備庁"),
    ],
)
def test_a_listed_name_is_heard_behind_a_label(labels: tuple[str, ...], name: str, comparison: NameComparison):
    listed = {hit.entry.id for hit in comparison.screen(name).hits}
    assert listed
    silent = [
        label
        for label, found in zip(labels, comparison.screen_all([label.format(name) for label in labels]), strict=True)
        if not listed & {hit.entry.id for hit in found.hits}
    ]
    assert silent == []


@pytest.mark.parametrize("labels", [WESTERN, EASTERN])
def test_a_label_makes_no_other_name_a_listed_one(labels: tuple[str, ...], comparison: NameComparison):
    names = [label.format(name) for label in labels for name in ("Naniwa Bakery", "浪速製パン")]
    assert [found.query for found in comparison.screen_all(names) if found.hits] == []
