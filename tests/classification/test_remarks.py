"""Remarks about goods: what a text says of being controlled, and what stands in brackets, make nothing unlikely."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=library.horizon)


@pytest.mark.parametrize(
    "text",
    [
        "cotton shirt (controlled item)",
        "cotton shirt, export-controlled goods",
        "綿シャツ（リスト規制品）",
        "綿シャツ、該当品",
        "棉衬衫（两用物项）",
        "棉衬衫，受管制",
    ],
)
def test_what_says_of_itself_that_it_is_controlled_is_not_unlikely(text: str, classifier: Classifier):
    assert classifier.judge(text).state is not ItemState.UNLIKELY_LISTED


@pytest.mark.parametrize(
    "text",
    [
        "cotton shirt",
        "cotton shirt (not a controlled item)",
        "cotton shirt, non-dual-use",
        "綿シャツ（リスト規制に該当しない）",
        "綿シャツ、リスト規制非該当",
        "棉衬衫（不属于两用物项）",
    ],
)
def test_what_denies_it_stays_unlikely(text: str, classifier: Classifier):
    assert classifier.judge(text).state is ItemState.UNLIKELY_LISTED


@pytest.mark.parametrize(
    ("goods", "remark"),
    [
        ("旅客機の慣性航法装置", "（当社保有、リスト品）"),
        (
            "CNC EDM machine tools",
            " (wireless-type EDM machine tools of our customer by 2-axis or multi-axis contours)",
        ),
        ("inertial navigation system", " [property of the airline, sent for overhaul, crate with returnable frame]"),
    ],
)
def test_a_remark_in_brackets_makes_goods_no_less_like_the_list(goods: str, remark: str, classifier: Classifier):
    assert classifier.judge(goods).state is ItemState.UNCLASSIFIED
    assert classifier.judge(f"{goods}{remark}").state is ItemState.UNCLASSIFIED


@pytest.mark.parametrize(
    "whole",
    [
        "CNC EDM machine tools (wireless-type EDM machines of our customer, not new, by 2-axis or multi-axis contours)",
        "inertial navigation system [property of the airline, not new, sent for overhaul, crate with returnable frame]",
    ],
)
def test_a_remark_that_says_what_goods_are_not_frees_nothing(whole: str, classifier: Classifier):
    assert classifier.judge(whole).state is ItemState.UNCLASSIFIED
