"""Crystals, glasses and phosphors lead to the rare earths that they consist of and are doped with."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.classification.answer import NOT_LISTED, Classification
from sekisho.classification.classifier import classify
from sekisho.trade.items.crystals import crystal_in

DAY = "2026-11-27"


def codes(found: Classification) -> list[str]:
    return [candidate.code for candidate in found.candidates if candidate.code != NOT_LISTED]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("LuAG phosphor", ("1C906",)),
        ("LuAG:Ce phosphor", ("1C906",)),
        ("荧光粉 LuAG", ("1C906",)),
        ("LSO crystal", ("1C906",)),
        ("LYSO:Ce", ("1C906", "1C908")),
        ("lutetium aluminium garnet", ("1C906",)),
        ("YAG:Ce phosphor", ("1C908",)),
        ("GGG wafer", ("1C903",)),
        ("GAGG scintillator", ("1C903",)),
        ("Nd:GdVO4", ("1C903",)),
        ("TGG rod", ("1C904",)),
        ("Tb3Ga5O12", ("1C904",)),
        ("テルビウムガリウムガーネット", ("1C904",)),
        ("DyScO3 substrate", ("1C905", "1C907")),
        ("Er:YAG laser rod", ("1C910", "1C908")),
        ("Y2O3:Eu", ("1C912", "1C908")),
        ("Er,Yb:glass", ("1C910", "1C913")),
        ("Tm,Ho:YLF", ("1C911", "1C909")),
    ],
)
def test_a_crystal_leads_to_what_it_consists_of(text: str, entries: tuple[str, ...], library: Library):
    found = classify(text, library, as_of=DAY)
    leading = [code.partition(".")[0] for code in codes(found)]
    assert leading[0] in entries
    assert set(entries) <= set(leading)
    assert found.state == "unclassified"


@pytest.mark.parametrize(
    "text",
    [
        "Nd:YAG laser",
        "YAG laser welding machine",
        "LYSO PET detector module",
        "GSO camera",
        "TAG Heuer watch",
        "LSO String Quartet CD",
        "HoCu2",
        "Sm2Co17 magnet",
        "K-type connector YSO 4",
    ],
)
def test_a_device_an_alloy_and_other_letters_are_no_crystal(text: str):
    assert crystal_in(text).earths == ()


def test_a_dopant_alone_settles_what_it_settled(library: Library):
    assert classify("Eu:CaF2 crystal", library, as_of=DAY).codes == ("1C912.a.5",)
