"""Listed names as real books write them: each decoration is a way to dress a name, with invented numbers and places.

A decoration takes a name and its entry, and returns the cell, or nothing where it does not fit the script.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from sekisho.law.loading.data_package import installed_folders
from sekisho.law.model.listed_party import ListedParty

Dress = Callable[[str, ListedParty], str]
COUNTRY: Final[Mapping[str, tuple[str, str, str]]] = {
    row["alpha2"]: (row["name_en"], row["name_ja"], row["name_zh"])
    for row in csv.DictReader(
        (installed_folders()[0] / "lists" / "territories.csv").read_text(encoding="utf-8").splitlines()
    )
}
"""Names of territories, in English, Japanese and Chinese."""


class Decorated(NamedTuple):
    """A cell made of a listed name."""

    kind: str
    name: str
    cell: str
    entry: ListedParty


def country(entry: ListedParty, at: int) -> str:
    """Return the entry's territory in a language."""
    return COUNTRY.get(entry.territory, ("Japan", "日本", "日本"))[at]


LATIN: Final[Mapping[str, Dress]] = {
    "entities": lambda name, _: name.replace(" ", "&nbsp;").replace(",", "&#44;") + "&#10;7-3 Hama-cho",
    "wide": lambda name, _: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else "\u3000" for one in name),
    "number first": lambda name, _: f"0081734 {name.upper()}",
    "tax numbers first": lambda name, _: f"6612340987/661201001 {name}",
    "code in brackets": lambda name, _: f"(K-207) {name}",
    "number behind": lambda name, _: f"{name} 55012",
    "to the order of": lambda name, _: f"TO THE ORDER OF {name.upper()}",
    "care of": lambda name, _: f"Hokuto Forwarding Ltd. c/o {name}",
    "attention": lambda name, _: f"{name}, ATTN: Ms. Oda",
    "consignee": lambda name, _: f"CONSIGNEE: {name}",
    "notify": lambda name, _: f"Notify party: {name}",
    "messrs": lambda name, _: f"M/S {name.upper()}",
    "country behind": lambda name, entry: f"{name.upper()} {country(entry, 0).upper()}",
    "country in brackets": lambda name, entry: f"{name} ({country(entry, 0)})",
    "country in front": lambda name, entry: f"{country(entry, 0)}'s {name}",
    "address in line": lambda name, _: f"{name} 7-3 Hama Street",
    "address behind a break": lambda name, _: f"{name}\n12 Ocean Road, 4th Floor",
    "address behind a comma": lambda name, _: f"{name}, 7-3, Hama-cho, 590-0921",
    "works": lambda name, _: f"{name} Izumi Works",
    "head office": lambda name, _: f"{name}, Head Office",
    "branch": lambda name, _: f"{name} (Shanghai Branch)",
    "several": lambda name, _: f"Minami Bakery Co., Ltd. / {name}",
    "double space": lambda name, _: f" {name.replace(' ', '  ')} ",
}
OTHER: Final[Mapping[str, Dress]] = {
    "country in front": lambda name, entry: f"{country(entry, 1)}{name}",
    "country with の": lambda name, entry: f"{country(entry, 1)}の{name}",
    "country in brackets": lambda name, entry: f"{name}（{country(entry, 2)}）",
    "number first": lambda name, _: f"0081734　{name}",
    "code in brackets": lambda name, _: f"【A-551】{name}",
    "honorific": lambda name, _: f"{name} 御中",
    "honorific glued": lambda name, _: f"{name}様",
    "consignee": lambda name, _: f"收货人：{name}",
    "end user": lambda name, _: f"最终用户:{name}",
    "consignee in Japanese": lambda name, _: f"荷受人　{name}",
    "delivered to": lambda name, _: f"納入先：{name}",
    "via": lambda name, _: f"{name}経由",
    "address in line": lambda name, _: f"{name} 大阪府堺市浜町7-3",
    "address behind a break": lambda name, _: f"{name}\n〒590-0921 堺市浜町7-3",
    "works": lambda name, _: f"{name}和泉工場",
    "works apart": lambda name, _: f"{name} 和泉工場",
    "branch": lambda name, _: f"{name}上海分公司",
    "in-house company": lambda name, _: f"{name} 特機カンパニー",
    "space centre": lambda name, _: f"{name}和泉試験センター",
    "several": lambda name, _: f"南浜製パン株式会社、{name}",
    "quoted": lambda name, _: f"「{name}」",
    "number behind": lambda name, _: f"{name}（客户编号：55012）",
}


def decorated(entry: ListedParty, count: int) -> Iterator[Decorated]:
    """Dress the names of an entry, so many times: each way in turn, on each name in turn."""
    latin = [name for name in entry.names if name.isascii()]
    other = [name for name in entry.names if not name.isascii()]
    ways = [(kind, dress, latin) for kind, dress in LATIN.items() if latin]
    ways += [(kind, dress, other) for kind, dress in OTHER.items() if other]
    start = sum(map(ord, entry.id)) % max(len(ways), 1)
    for at in range(count):
        kind, dress, names = ways[(start + at) % len(ways)]
        name = names[at % len(names)]
        yield Decorated(kind, name, dress(name, entry), entry)
