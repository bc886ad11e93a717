"""A designation of a part that is the formula of a gas, too, is no gas where a part is spoken of."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.classification.classifier import classify
from sekisho.trade.items.designations import without_designations

DAY = "2026-11-27"


@pytest.mark.parametrize("text", ["JST PH3 connector", "post PH3", "B3B-PH3 post", "コネクタ PH3", "接线端子 PH3"])
def test_a_connector_is_asked_nothing_of_gases(text: str, library: Library):
    found = classify(text, library, as_of=DAY)
    assert "2B351.a" not in [candidate.code for candidate in found.candidates]
    assert found.state in {"unread", "unlikely_listed"}


@pytest.mark.parametrize(
    "text", ["PH3", "PH3 gas", "PH3 10 ppm in N2, connector CGA 632", "PH3 detector, M12 connector"]
)
def test_phosphine_stays_phosphine(text: str, library: Library):
    assert without_designations(text) == text
    assert classify(text, library, as_of=DAY).state == "unclassified"


@pytest.mark.parametrize(
    "text",
    [
        "motors with permanent magnets",
        "Motoren mit Permanentmagneten",
        "moteurs à aimants permanents",
        "motore a magneti permanenti",
        "motores de imanes permanentes",
        "영구자석 모터",
    ],
)
def test_motors_with_magnets_are_told_alike_in_every_language(text: str, library: Library):
    assert classify(text, library, as_of=DAY).state == "not_listed"


@pytest.mark.parametrize("text", ["Permanentmagnete für Motoren", "aimants permanents pour moteur"])
def test_magnets_for_motors_are_magnets(text: str, library: Library):
    assert classify(text, library, as_of=DAY).state == "unclassified"
