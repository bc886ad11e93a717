"""A header that may mean the goods or their origin, where no other column does; and a party with its address."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.matching.proposals import propose

GOODS = {"Gadolinium metal 99.9%": 2, "Kupferdraht": 1, "LED desk lamps": 1, "六角ボルト": 1}
CODES = {"AX-1200": 1, "AX-1300": 2, "KTR": 1, "B7721": 1}
LANDS = {"China": 3, "Deutschland": 1, "Japan": 2}
FIRMS = {"Naniwa Seiki Co., Ltd., 3-2 Kita, Osaka": 1, "Alpha Works GmbH, Hamburg": 2}


def sure(library: Library, samples: dict[str, dict[str, int]]) -> dict[str, str]:
    """Return fact to column, of columns that are used without asking."""
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    return propose(list(samples), samples, library.facts, meanings).sure


@pytest.mark.parametrize("header", ["Commodity", "Artikel"])
def test_goods_in_words_under_the_only_header_of_goods_are_read(header: str, library: Library):
    assert sure(library, {header: GOODS}) == {"description": header}
    assert "description" not in sure(library, {header: CODES})
    assert "description" not in sure(library, {header: LANDS})


def test_another_column_of_goods_takes_them(library: Library):
    assert sure(library, {"Commodity": GOODS, "Description of goods": GOODS})["description"] == "Description of goods"


def test_a_header_that_says_two_things_is_left_to_a_person(library: Library):
    assert sure(library, {"Description of Payment": GOODS}) == {}
    assert sure(library, {"Commodity zorro": GOODS}) == {}


def test_countries_under_the_only_header_of_origin_are_where_goods_were_made(library: Library):
    assert sure(library, {"Ursprung": LANDS}) == {"origin": "Ursprung"}
    assert sure(library, {"Ursprung": CODES}) == {}


@pytest.mark.parametrize(
    "header", ["Consignee Name & Address", "Name and address of consignee", "收货人名称及地址", "荷受人住所氏名"]
)
def test_a_name_with_its_address_is_a_party(header: str, library: Library):
    assert sure(library, {header: FIRMS}) == {"importer": header}


def test_an_address_alone_is_no_party(library: Library):
    assert "importer" not in sure(library, {"Consignee Address": {"3-2 Kita, Osaka": 1, "4-1 Minami, Kobe": 2}})


TOWNS = {"Shanghai": 2, "Ningbo": 1, "Rotterdam": 1}


@pytest.mark.parametrize("places", [LANDS, TOWNS, {"CN": 4}])
def test_from_and_to_with_places_are_the_ends_of_a_way(places: dict[str, int], library: Library):
    assert sure(library, {"From": places, "To": {"Osaka": 2, "JP": 2}}) == {"departure": "From", "destination": "To"}


@pytest.mark.parametrize(
    "samples",
    [
        {"From": TOWNS},
        {"To": TOWNS},
        {"From": TOWNS, "To": FIRMS},
        {"From": FIRMS, "To": TOWNS},
        {"From": {"2026-10-01": 3, "2026-10-02": 1}, "To": {"2026-10-05": 4}},
        {"From": TOWNS, "To": TOWNS, "Country": LANDS},
    ],
)
def test_one_of_them_alone_or_with_something_else_in_it_is_left_to_a_person(
    samples: dict[str, dict[str, int]], library: Library
):
    assert sure(library, samples).keys().isdisjoint({"departure", "destination"})
