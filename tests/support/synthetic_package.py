"""A small data package on disk: measures written as YAML, lists as CSV, so that readers are tested with the rest."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

Json = object

CODES = ("1", "1C", "1C905", "1C905.a", "1C905.a.4", "1C905.b", "1E001", "3A", "3A001", "3A001.a")
TERRITORIES = [one + other for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
ENTRY_COLUMNS = (
    *("entry", "list", "name", "name_zh", "name_ja", "aliases", "weak_aliases", "former_names", "territory"),
    *("corporate_number", "stock_code", "lei", "listed", "until", "open_from", "confidence", "source"),
    *("kind", "parent", "note"),
)
ENTRIES = (
    {"entry": "e1", "list": "xx/list/2026-1", "name": "Alpha Works", "weak_aliases": "ALPHA"},
    {"entry": "e2", "list": "xx/list/2026-1", "name": "Open Mills", "listed": "2026-02-01", "open_from": "2026-06-01"},
    {"entry": "e3", "list": "xx/list/2026-11", "name": "Former Forge", "until": "2026-03-31"},
    {
        "entry": "e4",
        "list": "xx/list/2026-11",
        "name": "Later Labs",
        "listed": "2026-05-01",
        "lei": "529900LATERLABS00X01",
    },
    {"entry": "e5", "list": "xx/list/2026-11", "name": "Brief Bros", "listed": "2026-04-10", "until": "2026-04-10"},
)
GROUP_COLUMNS = (
    *("group", "name", "name_zh", "name_ja", "aliases", "weak_aliases", "territory", "corporate_number", "stock_code"),
    *("entry", "note"),
)
GROUPS = (
    {"group": "half", "name": "Half House"},
    {"group": "less", "name": "Less House"},
    {"group": "open", "name": "Open House", "weak_aliases": "OH"},
)
HOLDING_COLUMNS = (
    *("holding", "owned", "owner", "share_low", "share_high", "from", "until", "source", "confidence", "note"),
)
HOLDINGS = (
    {"holding": "1", "owned": "half", "owner": "e1", "share_low": "0.5", "share_high": "0.5"},
    {"holding": "2", "owned": "less", "owner": "e1", "share_low": "0.4", "share_high": "0.4", "until": "2026-06-15"},
    {"holding": "3", "owned": "less", "owner": "outsiders", "share_low": "0.6", "share_high": "0.6"},
    {"holding": "4", "owned": "open", "owner": "e1"},
)


def measure(name: str, clauses: Iterable[Mapping[str, Json]], **more: Json) -> dict[str, Json]:
    """A measure with its keys in the order of the format."""
    text = {"en": name}
    start = {"id": f"xx/{name}", "title": text, "kind": "law", "jurisdiction": "XX", "authority": "An authority"}
    dates = {"instrument": name, "published": "2026-01-01", "effective": "2026-01-01", "repealed": "open"}
    sources = [{"url": "https://example.org", "language": "en", "read": "2026-01-01"}]
    rest: dict[str, Json] = {key: more[key] for key in ("subject", "status", "terms") if key in more}
    named = {key: value for key, value in more.items() if key in dates}
    return {**start, **dates, **named, "confidence": "high", "sources": sources, **rest, "clauses": list(clauses)}


def clause(name: str, when: Json, level: str = "prohibited", **more: Json) -> dict[str, Json]:
    """A clause that sets a level, with its keys in the order of the format."""
    effect = "prohibit" if level.startswith("prohibited") else "require_licence"
    first = {"id": name, "article": "1", "words": {"en": name}, "effect": effect, "level": level}
    return {**first, **more, "when": when, "confidence": "high"}


def exception(name: str, when: Json, *targets: str) -> dict[str, Json]:
    """An exception from some clauses."""
    first = {"id": name, "article": "2", "words": {"en": name}, "effect": "except", "excepts": list(targets)}
    return {**first, "when": when, "confidence": "high"}


def write_package(folder: Path, *measures: Mapping[str, Json]) -> Path:
    """Write a data package and return its folder; JSON is YAML too."""
    (folder / "xx").mkdir(parents=True)
    (folder / "lists").mkdir()
    said = "name: xx\nversion: '1'\nlicence: CC0-1.0\nhorizon: 2026-12-31\njurisdictions: [XX]\n"
    (folder / "package.yaml").write_text(said)
    for each in measures:
        file = folder / f"{each['id']}.yaml"
        file.write_text(json.dumps(each, indent=1, ensure_ascii=False), encoding="utf-8")
    _table(
        folder / "lists" / "cn-dual-use.csv", ("code", "name_en"), [{"code": code, "name_en": code} for code in CODES]
    )
    _table(
        folder / "lists" / "territories.csv",
        ("alpha2", "name_en"),
        [{"alpha2": code, "name_en": "Nowhere" if code == "XX" else code} for code in TERRITORIES],
    )
    _table(folder / "lists" / "xx-list.csv", ENTRY_COLUMNS, ENTRIES)
    _table(folder / "lists" / "groups.csv", GROUP_COLUMNS, GROUPS)
    _table(folder / "lists" / "holdings.csv", HOLDING_COLUMNS, HOLDINGS)
    return folder


def _table(file: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)
