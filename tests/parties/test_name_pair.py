"""Two names side by side: what is equal, what differs, and what one side alone says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import Library
from sekisho.law.model.listed_party import Identifier, ListedParty
from sekisho.parties.index import parties_of
from sekisho.parties.name_pair import FieldPair, field_pairs, marked, nearest_name
from sekisho.parties.reason import CellPiece

NAMES = ("Tarumi Heavy Industries, Ltd.", "樽見重工業株式会社", "樽见重工业株式会社")
LETTERS = st.text(alphabet="abAB ＡＢ.,-株式会社㈱三菱電機电机カナ", max_size=14)


@pytest.fixture(scope="module")
def entry(library: Library) -> ListedParty:
    """A made-up party of Japan with everything that a list may print."""
    any_entry = parties_of(library).by_id["jp-ecl-a17"]
    return replace(
        any_entry,
        names=NAMES,
        weak_names=(),
        former_names=(),
        territory="JP",
        address="兵庫県神戸市垂水区1-2",
        parent="",
        identifiers=("7000012050002",),
        typed_identifiers=(Identifier(kind="corporate_number", value="7000012050002"),),
    )


def told(name: str, entry: ListedParty, **more: object) -> dict[str, FieldPair]:
    return {pair.field: pair for pair in field_pairs(name, entry, **more)}  # type: ignore[arg-type]


def test_a_legal_form_is_compared_by_what_it_is_in_whatever_script(entry: ListedParty):
    """㈱ is 株式会社; 有限会社 is another kind of company; a name without one says nothing of it."""
    forms = {name: told(name, entry)["form"] for name in ("樽見重工業㈱", "樽見重工業有限会社", "樽見重工業")}
    assert [(pair.asked, pair.listed, pair.state) for pair in forms.values()] == [
        ("㈱", "株式会社", "same"),
        ("有限会社", "株式会社", "differs"),
        ("", "株式会社", "one_side"),
    ]
    assert told("Tarumi Heavy Industries Limited", entry)["form"].listed == "Ltd.", "the form of the name in its script"


@pytest.mark.parametrize(
    ("stated", "field", "state"),
    [
        ({"territory": "JP"}, "seat", "same"),
        ({"territory": "CN"}, "seat", "differs"),
        ({}, "seat", "one_side"),
        ({"identifiers": ("法人番号 7000012050002",)}, "number", "same"),
        ({"identifiers": ("8020001076641",)}, "number", "differs"),
        ({"identifiers": ("no. 12",)}, "number", "one_side"),
        (
            {"read": (CellPiece(kind="address", text="神戸市垂水区"), CellPiece(kind="name", text=NAMES[1]))},
            "address",
            "same",
        ),
        (
            {"read": (CellPiece(kind="address", text="名古屋市"), CellPiece(kind="name", text=NAMES[1]))},
            "address",
            "differs",
        ),
        ({}, "address", "one_side"),
    ],
)
def test_each_field_says_whether_the_two_sides_agree(
    entry: ListedParty, stated: dict[str, object], field: str, state: str
):
    read = stated.get("read", ())
    name = f"{NAMES[1]} {read[0].text}" if isinstance(read, tuple) and read else NAMES[1]
    assert told(name, entry, **stated)[field].state == state


def test_the_name_in_the_script_of_the_one_asked_stands_beside_it(entry: ListedParty):
    assert nearest_name("TARUMI HVY IND", entry) == NAMES[0]
    assert nearest_name("樽見重工", entry) == NAMES[1]
    script = told("Tarumi", replace(entry, names=NAMES[1:]))["script"]
    assert (script.asked, script.listed, script.state) == ("latin", "han", "differs")


def test_chinese_standard_width_case_and_form_are_no_difference_and_a_letter_is():
    equal = (
        ("樽見重工業株式会社", "樽见重工业株式会社"),
        ("ＴＡＲＵＭＩ Co., Ltd.", "tarumi"),
        ("日新電機㈱", "日新電機株式会社"),
    )
    assert not any(part.differs for pair in equal for side in marked(*pair) for part in side)
    left, right = marked("三菱造舟", "三菱造船")
    assert [part.text for part in (*left, *right) if part.differs] == ["舟", "船"]
    left, right = marked("Fuji", "三菱造船")
    assert [(part.text, part.differs) for part in (*left, *right)] == [("Fuji", True), ("三菱造船", True)]


@given(LETTERS, LETTERS)
def test_no_letter_is_lost_and_equal_names_are_marked_nowhere(left: str, right: str):
    for name, side in zip((left, right), marked(left, right), strict=True):
        assert "".join(part.text for part in side) == name
    assert not any(part.differs for side in marked(left, left) for part in side)
