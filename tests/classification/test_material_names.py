"""A controlled material under another name: in another language, misspelt, run together, or by its CAS number."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.material_names import TABLE, material_names, with_materials
from sekisho.files.package_csv import rows_of_file

DATA = Path(__file__).parents[2].parent / "shared" / "data"
FREE = {ItemState.UNLIKELY_LISTED, ItemState.NOT_LISTED, ItemState.UNREAD}
"""States in which nothing is asked of an item."""
CONTROLLED = ("dysprosium", "terbium", "samarium", "gadolinium", "lutetium", "scandium", "yttrium", "germanium")


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 11, 27))


@pytest.mark.parametrize(
    "text",
    [
        *("Dysprosiumoxid 99,9 %", "Galliumarsenid Wafer", "DYSPROSIUMOXIDE", "Terbiumoxid", "Germaniumdioxid"),
        *("산화디스프로슘", "갈륨비소 웨이퍼", "оксид диспрозия", "óxido de disprósio 99%", "ossido di terbio"),
        *("CAS 1308-87-8", "1303-00-0 wafer", "CAS no 7440-27-9", "22398-80-7"),
        *(
            "dysprosum oxide",
            "disprosium oxide",
            "terbiun metal",
            "galium arsenide",
            "yttirum oxide",
            "Dysprosium 0xide",
        ),
        *("酸化ジスプロジウム", "酸化デスプロシウム", "サマリュウムコバルト", "ディスプロシウム"),
        *("NdFeB N45SH ring OD20", "N42SH D10x3 Ni plated", "magnet n38uh 10x5"),
    ],
)
def test_a_controlled_material_under_another_name_is_asked_about(text: str, classifier: Classifier):
    assert classifier.classify(text).state not in FREE, with_materials(text)


def test_no_slip_of_one_letter_hides_a_controlled_material(classifier: Classifier):
    """One letter left out, doubled or swapped with its neighbour, but the first."""
    for word in CONTROLLED:
        for at in range(1, len(word) - 1):
            slips = word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], _swapped(word, at)
            for slip in slips:
                if slip == "geranium":  # the flower; its oil is no metal
                    continue
                assert classifier.classify(f"{slip} oxide 99.9%").state not in FREE, slip


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def test_every_spelling_and_number_of_the_table_names_its_material():
    for row in rows_of_file(TABLE):
        for written in filter(None, (*row["written"].split("|"), *row["cas"].split("|"))):
            named = with_materials(f"2 kg {written}").partition("; ")[2] or written
            assert row["material"].split()[0] in named or named == written, (row["material"], written, named)


def test_a_cas_number_of_the_table_has_its_check_digit():
    for number in material_names().numbers:
        digits = number.replace("-", "")
        assert sum(at * int(digit) for at, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1]), number


@pytest.mark.parametrize("text", ["geranium oil", "allium seeds", "graphic card", "dysprosium oxide", "medium steel"])
def test_what_is_no_other_name_is_left_as_it_is(text: str):
    assert with_materials(text) == text


def test_no_innocent_description_is_taken_for_a_material():
    if not DATA.is_dir():
        pytest.skip("needs ../shared/data")
    with (DATA / "innocent_items.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["description"] for row in csv.DictReader(file)]
    changed = [text for text in texts if with_materials(text) != text]
    assert len(texts) > 5_000
    assert len(changed) <= 3, changed
