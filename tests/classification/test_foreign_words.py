"""Goods in words of German, French, Italian, Spanish, Dutch, Polish and Korean."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.material_names import FOREIGN, Spellings, material_names, with_materials
from sekisho.files.package_csv import rows_of_file

SHORTEST = 2
"""Letters of a spelling by which it is looked up."""


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wolframtrioxid, gelb, 50-kg-Fass", "1C117.d.2"),
        ("Feinkorngraphit-Rohling, isostatisch", "1C108"),
        ("Tantaltiegel 99,95 % Ta, 500 ml", "2A225"),
        ("Lithium-Eisenphosphat Kathodenmaterial", "3C901.a.1"),
        ("Spaltrohrmotorpumpe, Hastelloy C276", "2B350.b"),
        ("SM-BLECH 1 X 50 MM", "1C902"),
        ("Faserwickelmaschine, 5 Achsen, CNC", "1B"),
        ("Segmentmagnete Nd-Fe-B, Tb-diffundiert, für Rotoren", "1C904.a.4"),
        ("fluorure de sodium, sac de 25 kg", "1C350.c"),
        ("four à induction sous vide 2000 °C", "2B226"),
        ("triméthylindium en bulleur", "3C004.b"),
        ("gyroscope à fibre optique, dérive 0,01 °/h", "7A102"),
        ("cianuro di sodio in scaglie", "1C450.c.22"),
        ("scambiatore di calore a piastre in tantalio", "2B350.f"),
        ("arseniuro de galio, oblea de 4 pulgadas", "3C001.e"),
        ("draga de succión con tolva", "8A901"),
        ("antimoontrioxide 99,995 %", "3C003.c"),
        ("gefriertrockner, dampfsterilisierbar, 24 kg Eis", "2B352.e"),
        ("Tlenek dysprozu 99,9 %", "1C905.b"),
        ("grafit płatkowy 95 % C", "1C108.c"),
        ("bezzałogowy statek powietrzny, lot poza zasięgiem wzroku", "9A"),
        ("진공 소결로 자석용", "2B902.w"),
        ("옥시염화인 99%", "1C450.c.5"),
        ("광섬유 자이로", "7A102"),
        ("인산철리튬 양극재", "3C901.a.1"),
    ],
)
def test_goods_in_other_languages_lead_to_what_they_may_be(text: str, code: str, classifier: Classifier) -> None:
    judged = classifier.judge(text)
    assert judged.state in {ItemState.UNCLASSIFIED, ItemState.CLASSIFIED}
    codes = [one.hit.document.code for one in judged.ranked if not one.is_none]
    assert any(each.startswith(code) for each in codes[:8]), codes[:8]


@pytest.mark.parametrize(
    "text",
    [
        "Gusseisen mit Kugelgraphit GJS-400",
        "구상흑연주철 맨홀뚜껑",
        "Portugal",
        "Hausrat aus Holz",
        "Wismutsubgallat",
        "Ventilator 230 V",
    ],
)
def test_other_goods_are_not_asked_about(text: str, classifier: Classifier) -> None:
    assert classifier.judge(text).state not in {ItemState.UNCLASSIFIED, ItemState.CLASSIFIED}


@pytest.mark.parametrize(
    "text", ["Legierung Nr. 7 Sonderguss", "colonna decorativa Foglietti", "alliage Bertrand spécial"]
)
def test_what_is_known_in_part_only_is_never_told_as_unlikely(text: str, classifier: Classifier) -> None:
    # Most words of such a text mean nothing here, so that nothing can be said of the goods.
    assert classifier.judge(text).state is ItemState.UNREAD


def test_every_meaning_is_a_word_that_is_understood(classifier: Classifier) -> None:
    meanings = [row["material"] for row in rows_of_file(FOREIGN) if row["material"]]
    assert [meaning for meaning in meanings if not classifier.index.lexicon.tag(meaning).tags] == []


def test_no_spelling_stands_for_two_things() -> None:
    spellings = [word for row in rows_of_file(FOREIGN) for word in row["written"].split("|")]
    assert len(spellings) == len(set(spellings))
    assert min(len(word.strip("*~")) for word in spellings) >= SHORTEST


def test_the_longest_spelling_at_a_place_counts_and_none_within_another() -> None:
    table = Spellings({"*pulver": "powder", "wolfram": "tungsten", "wolframcarbid": "tungsten carbide"})
    assert list(table.meanings_in("wolframcarbidpulver, wolframpulver")) == [
        "tungsten carbide",
        "powder",
        "tungsten",
        "powder",
    ]


def test_a_spelling_begins_a_word_unless_it_may_stand_inside_one() -> None:
    table = Spellings({"gal": "gallium", "*graphit": "graphite"})
    assert list(table.meanings_in("portugal")) == []
    assert list(table.meanings_in("feinkorngraphit")) == ["graphite"]


def test_what_the_text_says_in_english_is_not_added() -> None:
    assert with_materials("graphite powder") == "graphite powder"
    assert with_materials("triéthanolamine") == "triéthanolamine; triethanolamine"


def test_letters_that_no_accent_is_taken_off_are_read() -> None:
    found = material_names().written.meanings_in("bezzalogowiec")
    assert list(found) == ["uav"]
    assert with_materials("Bezzałogowiec").endswith("; uav")
