"""Whence goods leave, in words: a place abroad that no reading took undoes what goes without saying, and is told."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


def _presumed(read: WordsRead, workspace: Workspace) -> set[str]:
    answer = check(CheckRequest(facts=read.facts, notes=read.notes), workspace)
    return {str(group.fact) for group in answer.presumed}


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("gallium, stored in Hanau, for a customer in Osaka", "Hanau"),
        ("wir liefern Gallium ab Lager Hanau nach Osaka", "Hanau"),
        ("Ga 4N, 50 kg, lagernd in Hanau, Kunde in Osaka", "Hanau"),
        ("We have on stock in Hanau 50 kg Gallium 4N, customer in Nagoya asks for it", "Hanau"),
        ("Bought from a producer in China, we have on stock in Rotterdam 50 kg gallium; to Nagoya", "Rotterdam"),
        ("germanium lenses from our Singapore hub (made in China) to Nikon Kumagaya", "Singapore"),
        ("Magnets made by us in Hanau, Germany, with Chinese dysprosium, for a customer in Nagoya", "Hanau"),
        (
            "wir fertigen in Deutschland NdFeB-Magnete; das Dy-Metall kommt aus China. Lieferung nach Nagoya.",
            "Deutschland",
        ),
    ],
)
def test_a_place_abroad_that_is_not_read_leaves_open_whence_goods_leave(words: str, place: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts.get("departure") == "unknown", read.facts
    assert place in str(read.unread["departure"])
    assert "departure" not in _presumed(read, workspace)


@pytest.mark.parametrize(
    "words",
    [
        "gallium to Osaka",
        "magnets made in Ningbo, for a customer in Osaka",
        "Can a Chinese supplier send tungsten to Japan?",
        "germanium from Shenzhen to Osaka for Naniwa Seiki, our Berlin office handles the papers",
        "gallium from Shanghai to Osaka, stored in our Ningbo warehouse",
        "Käufer in Nagoya sucht Gallium aus China",
        "We will send gallium to Japan from our Bonded warehouse",
    ],
)
def test_what_is_no_place_abroad_or_beside_a_start_that_is_read_opens_nothing(words: str, workspace: Workspace):
    assert "is named, and its part is not read" not in str(facts_in_words(words, workspace).unread.get("departure", ""))


@pytest.mark.parametrize("initials", ["SZ", "SH", "BJ"])
def test_initials_of_cities_of_china_are_no_countries_of_which_they_are_codes(initials: str, workspace: Workspace):
    read = facts_in_words(f"{initials} > Osaka: 10 kg germanium dioxide", workspace)
    assert read.facts.get("origin") == "CN"
    assert "departure" not in read.facts
    assert "departure" in _presumed(read, workspace)
    there = facts_in_words(f"gallium from Rotterdam to {initials}", workspace)
    assert there.facts["destination"] == "CN"
    assert f"“{initials}” is taken for China." in str(there.unread["destination"])


def test_goods_made_abroad_were_not_made_in_china_because_a_part_comes_from_there(workspace: Workspace):
    words = "wir fertigen in Deutschland NdFeB-Magnete; das Dy-Metall kommt aus China. Lieferung nach Nagoya."
    assert "origin" not in facts_in_words(words, workspace).facts


@pytest.mark.parametrize(
    ("words", "stated"),
    [
        ("Chinese-origin tungsten rods from Hamburg to Osaka", ("CN", "DE", "JP")),
        ("A Korean company sells Chinese gallium to Sony in Japan", ("CN", "KR", "JP")),
        ("Export von chinesischem Dysprosiumoxid aus Deutschland nach Japan", ("CN", "DE", "JP")),
        ("Wiederausfuhr von chinesischem Wolframpulver aus Deutschland nach Japan", ("CN", "DE", "JP")),
        ("中国产的镓，目前在新加坡仓库，要发往日本", ("CN", "SG", "JP")),
        ("Chinese-origin tungsten rods in a Hamburg warehouse, to Osaka", ("CN", "DE", "JP")),
    ],
)
def test_goods_of_china_that_lie_abroad_leave_from_there(
    words: str, stated: tuple[str, str, str], workspace: Workspace
):
    facts = facts_in_words(words, workspace).facts
    assert (facts["origin"], facts["departure"], facts["destination"]) == stated
