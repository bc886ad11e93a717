"""The cell of a party as the world writes it: no listed name in it passes in silence, whatever stands around it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from tests.support.parties.decorations import Decorated, decorated
from tests.support.parties.quality import parties
from tests.support.parties.tables import FOLDER, read_rows

from sekisho import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Identity, MatchPolicy
from sekisho.parties.answer import Identification
from sekisho.parties.cell.pieces import PieceReader
from sekisho.parties.cell.stretches import ReadParts
from sekisho.parties.cell.text import read_text
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.reason import Relation
from sekisho.parties.screening import batch

SHIP = "jp-ecl-a01"
"""Mitsubishi Shipbuilding, whose names have several words."""
SURE = (
    "entities",
    "wide",
    "number first",
    "messrs",
    "country in brackets",
    "works",
    "honorific",
    "consignee",
    "several",
)
"""Decorations that leave a name as sure as it is."""


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def found(cell: str, lists: PartyIndex) -> Identification:
    return lists.settle(cell)


def zone_of(cell: str, entry: str, lists: PartyIndex) -> str:
    return next((hit.zone for hit in found(cell, lists).hits if hit.entity == entry), "none")


def silent(cells: Iterable[Decorated], lists: PartyIndex) -> list[str]:
    """Cells in which the listed name is below review."""
    return [one.cell for one in cells if zone_of(one.cell, one.entry.id, lists) == "none"]


# ---------------------------------------------------------------- decorated names


def test_no_decorated_name_is_silent(library: Library, lists: PartyIndex):
    assert silent((one for entry in library.entries[::23] for one in decorated(entry, 7)), lists) == []


@pytest.mark.slow
def test_no_decorated_name_of_any_entry_is_silent(library: Library, lists: PartyIndex):
    """20 decorations of each entry: about 8,700 cells in half a minute."""
    assert silent((one for entry in library.entries for one in decorated(entry, 20)), lists) == []


def test_what_leaves_a_name_sure_leaves_it_a_match(library: Library, lists: PartyIndex):
    entry = next(one for one in library.entries if one.id == SHIP)
    zones = {one.kind: zone_of(one.cell, SHIP, lists) for one in decorated(entry, 45) if one.kind in SURE}
    assert set(zones) == set(SURE)
    assert set(zones.values()) == {"match"}


def test_bulk_says_of_decorated_names_what_one_line_says(
    library: Library, lists: PartyIndex, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(batch, "_WORTH", 20)
    cells = [one.cell for entry in library.entries[::40] for one in decorated(entry, 6)]
    index = replace(lists)
    index.look_up(cells, workers=2)
    for cell in cells:
        assert index.whom(cell) == found(cell, lists), cell


# ---------------------------------------------------------------- one piece after another


@pytest.mark.parametrize(
    ("cell", "zone", "relation"),
    [
        ("日本三菱造船", "match", "self"),
        ("日本国の三菱造船株式会社", "match", "self"),
        ("三菱造船（台湾）", "review", "self"),
        ("MITSUBISHI SHIPBUILDING CO., LTD. KOREA", "review", "self"),
        ("Mitsubishi Shipbuilding (China) Co., Ltd.", "review", "self"),
        ("MITSUBISHI SHIPBUILDING CO LTD 4-5 CHUO SAKAI 590", "match", "self"),
        ("MITSUBISHI SHIPBUILDING 4-5 CHUO SAKAI 590", "review", "self"),
        ("Mitsubishi Shipbuilding Co., Ltd., 12 Pudong Avenue, Shanghai", "review", "self"),
        ("三菱造船下関造船所", "match", "site"),
        ("三菱造船 江波工場 御中", "match", "site"),
        ("Shimonoseki Shipyard, Mitsubishi Shipbuilding", "match", "site"),
        ("三菱造船 特機カンパニー", "match", "unit"),
        ("三菱造船整備工場", "review", "site"),
        ("TO THE ORDER OF MITSUBISHI SHIPBUILDING", "review", "self"),
        ("Minami Freight C/O Mitsubishi Shipbuilding", "review", "self"),
        ("Mitsubishi Shipbuilding C/O Minami Freight", "review", "self"),
        ("三菱重工業 三菱造船", "match", "self"),
        ("株式会社南浜 / 三菱造船 御中", "match", "self"),
        ("南浜商事株式会社三菱造船", "review", "self"),
        ("Mitsubishi Shipbuilding Co., Ltd., Niederlassung Kassel", "match", "site"),
        ("Consignee: Mitsubishi Shipbuilding", "match", "self"),
        ("6612340987/661201001 三菱造船株式会社", "match", "self"),
        ("MitsubishiShipbuildingCo.,Ltd.", "match", "self"),
        ("Mitsu bishi Ship building", "match", "self"),
        ("Mitsubishi Shipbuilding Kanto Sales", "review", "self"),
        ("Museum of Mitsubishi Shipbuilding", "none", ""),
        ("新三菱造船", "none", ""),
    ],
)
def test_each_piece_says_how_sure_a_name_is_and_what_of_the_party_is_named(
    cell: str, zone: str, relation: Relation, lists: PartyIndex
):
    hits = [hit for hit in found(cell, lists).hits if hit.entity == SHIP and hit.zone != "none"]
    assert (hits[0].zone if hits else "none", hits[0].relation if hits else "") == (zone, relation)


@pytest.mark.parametrize(
    ("cell", "entry", "zone"),
    [
        ("SUBARU", "jp-ewl-a01", "match"),
        ("SUBARU Gunma Plant", "jp-ewl-a01", "match"),
        ("ОАО SUBARU", "jp-ewl-a01", "review"),
        ("Subaru Telescope", "jp-ewl-a01", "none"),
        ("Ordering party: SUBARU", "jp-ewl-a01", "review"),
        ("ご依頼主：防衛大", "jp-ecl-a19", "review"),
        ("すばる歯科医院", "jp-ewl-a01", "none"),
        ("日油 愛知事業所", "jp-ewl-a19", "match"),
        ("日油愛知事業所", "jp-ewl-a19", "review"),
        ("東金市役所", "jp-ewl-a15", "none"),
        ("文部科学省 宇宙航空研究開発機構", "jp-ecl-a20", "match"),
        ("国防部中山科学研究院", "tw-ecl-2507-03", "match"),
        ("JAXA Izumi Test Centre", "jp-ecl-a20", "match"),
        ("NIDS, Ministry of Defense", "jp-ecl-b01", "review"),
        ("SHI Yokosuka Works", "jp-ewl-a11", "review"),
        ("SHI KOREA", "jp-ewl-a11", "none"),
    ],
)
def test_a_name_of_one_word_is_told_by_pieces_alone(cell: str, entry: str, zone: str, lists: PartyIndex):
    assert zone_of(cell, entry, lists) == zone


def test_an_answer_tells_how_the_cell_was_read(lists: PartyIndex):
    read = found("0081734 三菱造船株式会社（日本） 御中", lists).read
    assert [(piece.kind, piece.text) for piece in read] == [
        ("number", "0081734"),
        ("country", "日本"),
        ("honorific", "御中"),
        ("name", "三菱造船株式会社"),
    ]


def test_no_threshold_puts_a_listed_name_that_stands_whole_below_review(library: Library):
    strict = PartyIndex(library.entries, identity=Identity(policy=MatchPolicy(match=1.0, review=1.0)))
    for cell in ("Mitsubishi Shipbuilding Kanto Sales", "TO THE ORDER OF MITSUBISHI SHIPBUILDING"):
        assert zone_of(cell, SHIP, strict) == "review", cell


# ---------------------------------------------------------------- cells that cannot be read


@pytest.mark.parametrize(
    "cell",
    [
        "1234567890123",
        "9999 0000 1111 2222",
        "삼성 Samsung Electronics",
        "Samsung ภาษา",
        "A" * 600,
        "One Ltd; Two Ltd; Three Ltd; Four Ltd; Five Ltd",
    ],
)
def test_a_cell_that_cannot_be_read_to_its_end_is_to_review_with_the_reason(cell: str, lists: PartyIndex):
    answer = found(cell, lists)
    assert answer.zone == "review"
    assert answer.problem
    assert not answer.hits


@pytest.mark.parametrize("before", ["", "納入先 ", "納入先\n"])
def test_a_line_before_a_name_says_nothing_of_the_address_behind_it(lists: PartyIndex, before: str):
    """An address in the line of a name without a legal form may be part of another name, whatever stands above."""
    assert zone_of(f"{before}三菱造船 横浜市西区みなとみらい3-3-1", SHIP, lists) == "review"


def test_an_address_in_a_line_of_its_own_leaves_a_name_sure(lists: PartyIndex):
    assert zone_of("三菱造船\n横浜市西区みなとみらい3-3-1", SHIP, lists) == "match"


@pytest.mark.parametrize("noise", ["A" * 600 + "\n", "One Ltd; Two Ltd; Three Ltd; Four Ltd; ", "ภาษา / "])
def test_a_listed_name_in_such_a_cell_is_found_all_the_same(noise: str, lists: PartyIndex):
    assert zone_of(f"{noise}Mitsubishi Shipbuilding Co., Ltd.", SHIP, lists) != "none"


def test_a_number_beside_a_name_finds_the_entry_that_holds_it_and_hides_none(library: Library, lists: PartyIndex):
    number = next(one for one in library.entries if one.id == "jp-ewl-a01").identifiers[0]
    hits = {hit.entity: hit.zone for hit in found(f"T{number} Mitsubishi Shipbuilding", lists).hits}
    assert hits["jp-ewl-a01"] == hits[SHIP] == "match"


# ---------------------------------------------------------------- short names and innocents


def test_fifty_of_sixty_names_written_short_are_found(lists: PartyIndex):
    rows = read_rows(FOLDER / "shortened.csv")
    right = Counter(
        row["how"] for row in rows if not _met(found(row["query"], lists)).isdisjoint(parties()[row["entity"]])
    )
    assert len(rows) == 60
    assert sum(right.values()) >= 52, right


def _met(answer: Identification) -> set[str]:
    return {hit.entity for hit in answer.hits if hit.zone != "none"}


def test_no_innocent_is_a_match_and_two_at_most_are_to_review(lists: PartyIndex):
    zones = {row["name"]: found(row["name"], lists).zone for row in read_rows(FOLDER / "innocents.csv")}
    assert len(zones) == 60
    assert [name for name, zone in zones.items() if zone == "match"] == []
    assert sum(zone == "review" for zone in zones.values()) <= 2


def test_the_head_of_a_group_is_the_beginning_of_many_names_and_means_none_of_them(library: Library, lists: PartyIndex):
    for group in library.groups:
        if not group.entries:
            assert not [
                hit
                for hit in found(group.names[0], lists).hits
                if {one.kind for one in hit.reasons} & {"cut", "shortened"}
            ], group.id


def test_a_name_that_only_sounds_like_a_listed_one_is_no_hit_if_it_is_short_or_the_foreign_name_is_known(
    lists: PartyIndex,
):
    for name in ("京セラ株式会社", "興和株式会社", "アスプ株式会社", "Intel Corporation"):
        assert found(name, lists).zone == "none", name


def test_kin_tell_the_firms_of_the_owner_that_a_name_names(library: Library, lists: PartyIndex):
    owned: ListedParty = next(one for one in library.entries if one.parent and "Hanwha Ocean" in one.parent)
    answer = identify(owned.parent, lists)
    assert answer.zone == "none"
    assert owned.id in {one.party for one in answer.kin}
    assert replace(answer, kin=()).is_clear


def test_a_name_that_stands_300_times_in_a_cell_is_found(library: Library):
    """Names are read at their first places only, or a long cell would take minutes."""
    assert zone_of("三菱造船株式会社 " * 300, SHIP, parties_of(library)) in {"match", "review"}


def test_what_stands_around_one_of_many_names_is_read_as_for_it_alone(rng: random.Random):
    """Parts of a cell are read once for all names in it, whosever owners and other names stand there."""
    around = (
        *("c/o Tarumi Trading Co., Ltd.", "attn: Mr Sato", "Contract No. A-12", "2-1 Umi-cho, Sakai", "Nagasaki Works"),
        *(
            "(株)",
            "御中",
            "研究所",
            "神奈川県鎌倉市",
            "Sakai, Osaka, Japan",
            "unknown words",
            "via",
            "Order no.",
            "Kitahama",
        ),
    )
    for _ in range(300):
        text = read_text(rng.choice((", ", " ", " - ", " (")).join(rng.choices(around, k=6)))
        count = len(text.tokens)
        keys = ["".join(token.key for token in text.tokens[at : at + 2]) for at in range(count)]
        shared = ReadParts(text)
        for _ in range(8):
            owners, own = (frozenset(rng.sample(keys, rng.choice((0, 0, 2, 5)))) for _ in range(2))
            low, high = sorted(rng.sample(range(count + 1), 2))
            together, alone = PieceReader(text, owners, own, read=shared), PieceReader(text, owners, own)
            assert together.before(low, high) == alone.before(low, high), (text.plain, low, high)
            assert together.behind(low, high) == alone.behind(low, high), (text.plain, low, high)
