"""Some fifty questions that every face is asked: shipments, names, items, products, costs, and what the law says.

The first twelve are the situations in which an answer is told otherwise: a settled one, a listed party, a unit of a
firm, an unknown end user, a re-export, content, a customs code, nothing at all, suspended law, a watch list, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DAY: Final = "2026-11-27"
JAPAN: Final = {"movement": "export", "departure": "CN", "destination": "JP"}
CIVIL: Final = {"end_user_kind": "civil", "end_use": "civil"}
NANIWA: Final = {**JAPAN, "end_user": "Naniwa Seiki", **CIVIL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One line, and how it is asked about; without a day, that on which it leaves decides the law."""

    facts: Mapping[str, str | Mapping[str, str]]
    as_of: str = DAY
    reading: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)


SHIPMENTS: Final[Mapping[str, Shipment]] = {
    "a civil buyer": Shipment(facts={**NANIWA, "control_codes": "1C905.b"}),
    "a listed party": Shipment(facts={**JAPAN, "control_codes": "1C905.b", "end_user": "Mitsubishi Shipbuilding"}),
    "a unit of a firm": Shipment(
        facts={**JAPAN, "control_codes": "1C905.b", "end_user": "Kawasaki Heavy Industries", "end_use": "civil"}
    ),
    "an unknown end user": Shipment(facts={**JAPAN, "control_codes": "3C001.a"}),
    "a re-export": Shipment(
        facts={**NANIWA, "movement": "re_export", "departure": "DE", "origin": "CN", "control_codes": "1C117.c"}
    ),
    "Chinese content": Shipment(
        facts={
            **NANIWA,
            "departure": "MY",
            "origin": "MY",
            "control_codes": "1C902.a.4",
            "prc_content_share": "0.02",
            "exporter_is_prc_person": "no",
            "prc_technology": "no",
        }
    ),
    "a customs code": Shipment(facts={**NANIWA, "description": "helium gas", "hs_code": "2804290010"}),
    "an item that is not listed": Shipment(
        facts={**NANIWA, "description": "office chair", "control_codes": "none", "knowledge_of_risk": "no"}
    ),
    "suspended law": Shipment(facts={**NANIWA, "control_codes": "1C909.b", "knowledge_of_risk": "no"}),
    "a watch list": Shipment(facts={**JAPAN, **CIVIL, "control_codes": "1C905.b", "end_user": "Mitsubishi Materials"}),
    "a description that settles the code": Shipment(facts={**NANIWA, "description": "dysprosium oxide"}),
    "nothing": Shipment(facts={}),
    "a description that settles nothing": Shipment(facts={**NANIWA, "description": "graphite"}),
    "a description in Japanese": Shipment(facts={**NANIWA, "description": "酸化ジスプロシウム"}),
    "a description in Chinese, by a customs code": Shipment(
        facts={**NANIWA, "description": "氦气", "destination": "KR"}
    ),
    "a trigger that is denied": Shipment(facts={**NANIWA, "hs_code": "2804290010", "special_item": "none"}),
    "words in place of codes": Shipment(
        facts={**NANIWA, "departure": "China", "destination": "日本", "control_codes": "1C905.b", "origin": "中国"}
    ),
    "words that nobody reads": Shipment(
        facts={**NANIWA, "control_codes": "1C905.b", "end_use": "batteries for cars", "end_user_kind": "a big firm"}
    ),
    "a share in per cent": Shipment(facts={**NANIWA, "control_codes": "1C902.a.4", "prc_content_share": "2 %"}),
    "technical parameters": Shipment(facts={**NANIWA, "control_codes": "1C905.b", "parameters": {"purity": "99.9 %"}}),
    "several codes, one of them in doubt": Shipment(facts={**NANIWA, "control_codes": "1C905.b;?3C001.a"}),
    "a customs code as it is printed": Shipment(facts={**NANIWA, "hs_code": "2804.29.0010", "control_codes": "none"}),
    "words and their full-width letters": Shipment(facts={**NANIWA, "control_codes": "１Ｃ９０５．ｂ"}),
    "a list of one's own": Shipment(
        facts={**NANIWA, "destination": "KR", "control_codes": "none", "end_user": "Isobe Magnetics Works"}
    ),
    "a broad reading": Shipment(
        facts={**JAPAN, **CIVIL, "control_codes": "1C905.b", "end_user": "Mitsubishi Materials"}, reading="broad"
    ),
    "a narrow reading": Shipment(facts={**JAPAN, "control_codes": "3C001.a"}, reading="narrow"),
    "a term read broadly": Shipment(
        facts={**NANIWA, "control_codes": "1C905.b"}, terms={"enhances-military-strength": "broad"}
    ),
    "an assumption": Shipment(
        facts={**NANIWA, "control_codes": "1C909.b"}, assume={"ann70_after_2026_11_10": "lapsed"}
    ),
    "a share of a listed party": Shipment(facts={**NANIWA, "control_codes": "1C905.b", "end_user_listed_share": "0.6"}),
    "an unknown share": Shipment(
        facts={
            **NANIWA,
            "control_codes": "1C905.b",
            "importer": "Mitsubishi Shipbuilding",
            "importer_listed_share": "unknown",
        }
    ),
    "a name that alerts": Shipment(
        facts={**NANIWA, "destination": "US", "control_codes": "none", "end_user": "Lockheed Martin Corporation"}
    ),
    "before the ban": Shipment(facts={**NANIWA, "control_codes": "1C905.b"}, as_of="2025-06-01"),
    "the day on which it leaves": Shipment(
        facts={**NANIWA, "control_codes": "1C909.b", "date": "2025-12-01"}, as_of=""
    ),
    "one of the days of a month": Shipment(facts={**NANIWA, "control_codes": "1C909.b", "date": "2025-11"}, as_of=""),
    "a day in Japanese": Shipment(facts={**NANIWA, "control_codes": "1C905.b", "date": "令和8年3月28日"}, as_of=""),
    "no day at all": Shipment(facts={**NANIWA, "control_codes": "1C905.b", "date": "unknown"}, as_of=""),
}

READ_OTHERWISE: Final = ("a description that settles the code", "a watch list", "the day on which it leaves")
"""Shipments of which the disputed words are read otherwise, one at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names to be compared with the lists of parties."""

    names: tuple[str, ...]
    territory: str = ""
    identifier: str = ""


NAMES: Final[Mapping[str, Names]] = {
    "a listed party": Names(names=("Mitsubishi Shipbuilding",)),
    "a listed party in its own script": Names(names=("三菱重工マリタイムシステムズ",)),
    "a short name with a seat": Names(names=("SHI",), territory="JP"),
    "one of one's own list": Names(names=("Isobe Magnetics Works",), territory="日本"),
    "nobody, and no name": Names(names=("Nobody Trading", "tbd")),
    "an identifier": Names(names=("Hokuto GmbH",), identifier="7010401012345"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item to be compared with the control list."""

    description: str = ""
    hs: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


ITEMS: Final[Mapping[str, Item]] = {
    "an item with its code": Item(description="dysprosium oxide"),
    "a share in words": Item(description="NdFeB magnet, 3 % dysprosium"),
    "an item in Chinese with a parameter": Item(description="等静压石墨", parameters={"density": "1.85 g/cm3"}),
    "a customs code alone": Item(hs="2846901940"),
    "an item that is not listed": Item(description="office chair"),
}

MEASURE: Final = "cn/2026-01-japan-dual-use"
SUSPENDED: Final = "cn/2025-57-holmium-and-others"
TERM: Final = "enhances-military-strength"
CODE: Final = "cn/dual-use/1C905.a"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLaw:
    """A question about the law itself: the words of the command, the address of REST, and that of the page."""

    command: tuple[str, ...]
    rest: str
    page: str = ""


LAW: Final[Mapping[str, OfLaw]] = {
    "the measures": OfLaw(
        command=("measures", "--as-of", DAY), rest=f"measures?as_of={DAY}", page=f"measures.json?as_of={DAY}"
    ),
    "a measure": OfLaw(
        command=("show", MEASURE, "--as-of", DAY),
        rest=f"measures/{MEASURE}?as_of={DAY}",
        page=f"measures/{MEASURE}.json?as_of={DAY}",
    ),
    "a term": OfLaw(
        command=("show", MEASURE, "--term", TERM), rest=f"terms/{TERM}", page=f"terms/{TERM}.json?as_of={DAY}"
    ),
    "a code": OfLaw(
        command=("show", CODE, "--as-of", DAY), rest=f"codes/{CODE}?as_of={DAY}", page=f"codes/{CODE}.json?as_of={DAY}"
    ),
    "a party": OfLaw(
        command=("show", "jp-ecl-a17", "--as-of", DAY),
        rest=f"parties/jp-ecl-a17?as_of={DAY}",
        page=f"parties/jp-ecl-a17.json?as_of={DAY}",
    ),
    "two days of a measure": OfLaw(
        command=("show", SUSPENDED, "--compare", "2025-11-08", "2026-11-11"),
        rest=f"measures/{SUSPENDED}/compare?from=2025-11-08&to=2026-11-11",
        page=f"measures/{SUSPENDED}/compare.json?from=2025-11-08&to=2026-11-11",
    ),
    "a measure beside another": OfLaw(
        command=("show", MEASURE, "--beside", "cn/2024-46-us-dual-use", "--as-of", DAY),
        rest=f"measures/{MEASURE}?beside=cn/2024-46-us-dual-use&as_of={DAY}",
        page=f"compare.json?a={MEASURE}&b=cn/2024-46-us-dual-use&as_of={DAY}",
    ),
    "two measures": OfLaw(
        command=("compare", MEASURE, "cn/2024-46-us-dual-use", "--as-of", DAY),
        rest=f"measures/{MEASURE}?beside=cn/2024-46-us-dual-use&as_of={DAY}",
    ),
    "what changed": OfLaw(
        command=("changed", "--since", "2026-01-01", "--as-of", DAY),
        rest=f"changes?since=2026-01-01&as_of={DAY}",
        page=f"changes.json?from=2026-01-01&as_of={DAY}",
    ),
    "dependence by material": OfLaw(command=("dependence",), rest="dependence", page="dependence.json"),
    "dependence on a material": OfLaw(
        command=("dependence", "gallium"), rest="dependence/gallium", page="dependence/gallium.json"
    ),
    "a measure over time": OfLaw(command=("timeline", SUSPENDED), rest=f"measures/{SUSPENDED}/timeline"),
    "a code over time": OfLaw(
        command=("timeline", CODE, "--since", "2026-06-01", "--destination", "JP"),
        rest=f"codes/{CODE}/timeline?since=2026-06-01&destination=JP",
    ),
    "the facts": OfLaw(command=("facts",), rest="facts"),
    "the law of the place of departure": OfLaw(
        command=("show", "home-law/DE"), rest="home-law/DE", page="home-law/DE.json"
    ),
    "what is covered": OfLaw(command=("coverage",), rest="coverage", page=f"coverage.json?as_of={DAY}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Measures or scenarios to be costed, with few draws."""

    names: tuple[str, ...]
    months: int = 1
    reading: str = "central"
    seed: int = 1
    draws: int = 16
    why: str = ""


COSTS: Final[Mapping[str, Cost]] = {
    "a scenario": Cost(names=("rare-earths-stop",)),
    "a scenario, and what an input does to it": Cost(names=("rare-earths-stop",), why="phi"),
    "a measure, read broadly": Cost(names=(MEASURE,), reading="broad"),
    "two scenarios together": Cost(names=("rare-earths-stop", "critical-minerals-stop"), seed=7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What is asked of a bill of materials."""

    facts: Mapping[str, str] = field(default_factory=dict)
    reading: str = "central"
    made_in: str = "JP"


BILLS: Final[Mapping[str, Bill]] = {
    "a bill": Bill(),
    "a bill of civil goods": Bill(facts={"end_use": "civil", "end_user_kind": "civil", "knowledge_of_risk": "no"}),
    "a bill read broadly, made elsewhere": Bill(reading="broad", made_in="TH"),
}
