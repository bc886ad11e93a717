"""The twelve situations in which most people ask, as facts, and the golden cases of the installed law."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import sekisho_measures
from sekisho.determination.line.golden_cases import GoldenCase, read_cases

BUYER: Final = {"end_user": "Naniwa Seiki", "end_user_kind": "civil", "end_use": "civil"}
TO_JAPAN: Final = {"origin": "CN", "destination": "JP"}
SITUATIONS: Final[Mapping[str, Mapping[str, object]]] = {
    "civil buyer": {**TO_JAPAN, "control_codes": "1C905.b", **BUYER},
    "listed party": {**TO_JAPAN, "control_codes": "1C905.b", "end_user": "Mitsubishi Shipbuilding"},
    "in-house unit": {
        **TO_JAPAN,
        "control_codes": "1C905.b",
        "end_user": "Kawasaki Heavy Industries",
        "end_use": "civil",
    },
    "end user unknown": {**TO_JAPAN, "control_codes": "3C001.a"},
    "re-export": {"movement": "re_export", "departure": "DE", **TO_JAPAN, "control_codes": "1C117.c", **BUYER},
    "Chinese content": {
        "movement": "export",
        "departure": "MY",
        "origin": "MY",
        "destination": "JP",
        "control_codes": "1C902.a.4",
        "prc_content_share": "2%",
        "exporter_is_prc_person": "no",
        "prc_technology": "no",
        **BUYER,
    },
    "helium": {**TO_JAPAN, "description": "helium gas", "hs_code": "2804290010", **BUYER},
    "office chair": {
        **TO_JAPAN,
        "description": "office chair",
        "control_codes": "none",
        **BUYER,
        "knowledge_of_risk": "no",
    },
    "suspended law": {**TO_JAPAN, "control_codes": "1C909.b", **BUYER, "knowledge_of_risk": "no"},
    "watch list": {**TO_JAPAN, "control_codes": "1C905.b", **BUYER, "end_user": "Mitsubishi Materials"},
    "description only": {**TO_JAPAN, "description": "dysprosium oxide 99.9 %", **BUYER, "knowledge_of_risk": "no"},
    "nothing stated": {},
}


@cache
def golden_cases() -> tuple[GoldenCase, ...]:
    """All golden cases that are installed."""
    return tuple(read_cases(Path(sekisho_measures.__file__).parent))
