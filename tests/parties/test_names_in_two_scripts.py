"""Listed names in two scripts, with first letters for words, and as the beginning of the name of a unit."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.tokenisation import in_latin, take_apart


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("日本Marine United", "jp-ecl-a17"),
        ("ジャパンMarine United", "jp-ecl-a17"),
        ("菱重Special Vehicles", "jp-ecl-b15"),
        ("菱重 Marine Machinery", "jp-ecl-a03"),
        ("JSW YPK Shoji", "jp-ecl-b06"),
        ("岐阜川重エンジニアリング", "jp-ecl-a07"),
        ("MNF Tokai", "jp-ewl-b05"),
    ],
)
def test_a_name_in_two_scripts_or_another_order_is_asked_about(cell: str, entry: str, lists: PartyIndex):
    whom = lists.settle(cell)
    assert whom.zone == "review"
    assert entry in {hit.entity for hit in whom.hits}


@pytest.mark.parametrize("cell", ["三井EアンドS", "三井イーアンドS", "三井Eアンドエス", "三井 E アンド S", "三井E&S"])
def test_letters_with_an_and_in_katakana_are_these_letters(cell: str, lists: PartyIndex):
    assert {hit.entity for hit in lists.settle(cell).hits if hit.zone == "match"} == {"jp-ewl-b01"}


@pytest.mark.parametrize("cell", ["プランAアンドB", "三菱アンドエス商会", "サンドイッチ"])
def test_letters_with_an_and_accuse_nobody(cell: str, lists: PartyIndex):
    assert lists.settle(cell).zone == "none"


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("J. Marine United", "jp-ecl-a17"),
        ("J-MARINE UNITED CORP", "jp-ecl-a17"),
        ("S. Heavy Industries Ltd", "jp-ewl-a11"),
        ("GA Aeronautical Systems", "us-ecl-2503-13"),
        ("G.A. Aeronautical Systems", "us-ecl-2503-13"),
    ],
)
def test_first_letters_stand_for_words_and_are_no_match(cell: str, entry: str, lists: PartyIndex):
    whom = lists.settle(cell)
    assert whom.zone == "review"
    assert entry in {hit.entity for hit in whom.hits}


@pytest.mark.parametrize(
    "cell",
    [
        "K. Marine United",  # another letter
        "J. Marine Supply",  # another word
        "M. Precision Co Ltd",  # one word alone
        "F. Network Solutions",  # words that many firms bear
        "U. Logistics Holdings",  # one word and a word for groups
    ],
)
def test_other_first_letters_and_everyday_words_are_nobodys(cell: str, lists: PartyIndex):
    assert lists.settle(cell).zone == "none"


@pytest.mark.parametrize(
    ("cell", "entry"),
    [
        ("Rheinmetall Landsysteme GmbH", "eu-ecl-2607-04"),
        ("Rheinmetall Air Defence AG", "eu-ecl-2607-04"),
        ("Hensoldt Sensors", "eu-ecl-2604-03"),
    ],
)
def test_a_long_word_is_heard_before_words_of_the_trade(cell: str, entry: str, lists: PartyIndex):
    whom = lists.settle(cell)
    assert whom.zone == "review"
    assert entry in {hit.entity for hit in whom.hits}


@pytest.mark.parametrize(
    "cell",
    ["Rheinmetall Strasse Apotheke", "Rheinland Landsysteme", "Hensel Sensors", "Cubic Sensors", "Subaru Telescope"],
)
def test_streets_other_words_and_short_ones_are_nobodys(cell: str, lists: PartyIndex):
    assert lists.settle(cell).zone == "none"


def test_a_long_word_in_a_text_is_a_brand(lists: PartyIndex):
    assert lists.named_in("spare part for Rheinmetall radar") == ()


def test_the_e_behind_heavy_belongs_to_the_word_that_it_begins():
    """重エ業 is a slip for 重工業; in 川重エンジニアリング the エ is that of engineering."""
    assert [part.text for part in take_apart("川重エンジニアリング").parts][-1] == "エンジニアリング"
    assert take_apart("三菱重エ業").strict == take_apart("三菱重工業").strict


def test_only_a_name_in_two_scripts_is_written_in_one():
    assert in_latin("日本Marine United") == "japan marine united"
    assert in_latin("北浜Marine United") == in_latin("日本海洋連合") == in_latin("Japan Marine United") == ""
