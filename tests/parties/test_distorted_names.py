"""A listed name that machines and strangers handed on: no way in which a name is changed lets it pass in silence."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.support.parties.distortions import ENCODINGS, ESCAPES, OTHERWISE, STRANGERS, Distort, distorted

from sekisho import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.escapes import restored, unescaped
from sekisho.parties.index import PartyIndex, parties_of

SHIP = "jp-ecl-a01"
"""Mitsubishi Shipbuilding."""
KNOWN_SILENT = {
    "懍濸棨",  # three Chinese characters that may be a name
    "lazarus ENT .",  # Ent is a legal form
    "•ÄŠCŒR",  # three of which half is ASCII
}
"""Cells that pass all the same."""


WAYS_CALLED = {"escapes": ESCAPES, "encodings": ENCODINGS, "strangers": STRANGERS, "otherwise": OTHERWISE}
WAYS = [*WAYS_CALLED.values()]


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def silent(entries: tuple[ListedParty, ...], ways: Mapping[str, Distort], lists: PartyIndex) -> list[str]:
    """Return the cells that say nothing; what cannot be read is to review for that reason."""
    cells = (one.cell for entry in entries for one in distorted(entry, ways))
    return [cell for cell in cells if lists.settle(cell).zone == "none"]


@pytest.mark.parametrize("ways", WAYS, ids=[*WAYS_CALLED])
def test_no_distorted_name_is_silent(ways: Mapping[str, Distort], library: Library, lists: PartyIndex):
    assert set(silent(library.entries[::67], ways, lists)) - KNOWN_SILENT == set()


@pytest.mark.slow
@pytest.mark.parametrize("ways", WAYS, ids=[*WAYS_CALLED])
def test_no_distorted_name_of_any_entry_is_silent(ways: Mapping[str, Distort], library: Library, lists: PartyIndex):
    """All names of all entries: about 30,000 cells in 40 seconds."""
    assert set(silent(library.entries, ways, lists)) - KNOWN_SILENT == set()


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        # What a program did to a name is undone, and leaves it as sure as it is.
        ("Mitsubishi%20Shipbuilding%20Co.%2C%20Ltd.", "match"),
        ("\\u4e09\\u83f1\\u9020\\u8239", "match"),
        ("=?UTF-8?B?5LiJ6I+x6YCg6Ii5?=", "match"),
        ("ä¸‰è\u008f±é€\xa0èˆ¹", "match"),
        ("\u202e.dtL ,.oC gnidliubpihS ihsibustiM\u202c", "match"),
        # What stands before a name tells who else is meant.
        ("im Auftrag der Mitsubishi Shipbuilding Co., Ltd.", "review"),
        ("Seto Works (agent of Mitsubishi Shipbuilding)", "review"),
        ("〒590-0921 堺市浜町7-3 三菱造船株式会社", "match"),
        ("Bestellt durch Mitsubishi Shipbuilding Co., Ltd.", "review"),
        ("東京・三菱造船", "review"),
        # Words cut short, in another order, and letters taken for others.
        ("MITSUBISHI SHIPBLDG. CO LTD", "review"),
        ("Shipbuilding, Mitsubishi Heavy Industries", "review"),
        ("Mitsubishi Shipbuildirig", "review"),
        # Another firm, or none.
        ("Museum of Mitsubishi Shipbuilding", "none"),
        ("新三菱造船", "none"),
        ("新三菱造船株式会社", "none"),
    ],
)
def test_what_is_undone_leaves_a_name_as_sure_as_it_is(cell: str, zone: str, lists: PartyIndex):
    zones = [hit.zone for hit in lists.settle(cell).hits if hit.entity == SHIP]
    assert (zones or ["none"])[0] == zone


@pytest.mark.parametrize("cell", ["\u008e\u0095\u0091¢", "Kitahama\ufffd\ufffdShipbuilding", "北浜\u0081\u0095造船"])
def test_a_garbled_cell_is_to_review_with_the_reason(cell: str, lists: PartyIndex):
    answer = lists.settle(cell)
    assert answer.zone == "review"
    assert answer.problem


@pytest.mark.parametrize(
    "cell",
    [
        "São Paulo Indústria e Comércio Ltda",
        "Müller & Söhne GmbH",
        "100% Cotton Co.",
        "三菱重工業",
        "ﾀﾙﾐ(株)",
        "A+B Ltd",
    ],
)
def test_what_nobody_changed_is_left_as_it_is(cell: str):
    assert unescaped(cell) == cell
    assert not [text for text in restored(cell) if text == cell]


def test_a_dot_between_words_of_katakana_hides_no_name(lists: PartyIndex):
    """IHIエアロスペース・エンジニアリング is one name, and stands whole in a cell with more."""
    for cell in ("IHIエアロスペース・エンジニアリング関連会社", "NECネットワーク・センサ関連会社"):
        assert lists.settle(cell).zone == "review", cell
