# ruff: noqa: S608 - a folder of scripts: they print, and the SQL is their own
"""Order books to measure with.

`traded`: 20,000 parties and 5,000 items under 500 codes, each with facts of its own; a line joins an item and a
party, so facts come together as they do in a real book. `mixed`: every fact of every line is drawn by itself, which
no real book does: nearly every line differs from every other in what the law can tell apart. In both, the end use
of 60 % of the lines is unknown. Draws are hashes of row and seed: the same book on every machine.

    python benchmarks/orders.py --lines 1000000 --kind traded -o build/orders.parquet
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import duckdb

from sekisho.law.library import Library, load_measures

PARTIES, ITEMS, CODES, LISTED = 20_000, 5_000, 500, 200
SHORT = 5
FOREIGN = "['US', 'DE', 'KR', 'TW', 'CN', 'VN', 'TH', 'IN', 'NL', 'FR']"
VIA = "['HK', 'JP', 'KR', 'VN']"
SECTORS = (
    "['general', 'general', 'general', 'shipbuilding', 'aerospace', 'semiconductors', 'advanced_chips', "
    "'defence_supply_chain']"
)
MOVEMENTS = "['export', 'export', 'export', 'export', 'export', 're_export', 'in_country_transfer', 'intangible']"
SELDOM = "['research', 'stock', 'military', 'repair_return', 'weapons', 'emergency_relief', 'wmd']"


class Draw:
    """SQL for draws that depend on a row, a word and the seed alone."""

    def __init__(self, row: str, seed: int) -> None:
        """Draw for the rows that `row` numbers."""
        self.row, self.seed = row, seed

    def below(self, word: str, limit: int) -> str:
        """A whole number from 0 to below the limit."""
        return f"(hash({self.row}, '{word}', {self.seed}) % {limit})::INTEGER"

    def share(self, word: str) -> str:
        """A number from 0 to below 1."""
        return f"({self.below(word, 1_000_000)} / 1000000.0)"

    def one_of(self, word: str, choices: str) -> str:
        """One of a list."""
        return f"({choices})[1 + {self.below(word, choices.count(',') + 1)}]"

    def seldom(self, word: str, known: float, expression: str) -> str:
        """An expression, known in a share of the rows."""
        return f"CASE WHEN {self.share(word + '?')} < {known} THEN {expression} END"


def party_facts(draw: Draw) -> dict[str, str]:
    """Facts that belong to a party."""
    kind = draw.share("kind")
    return {
        "territory": f"CASE WHEN {draw.share('jp')} < 0.7 THEN 'JP' ELSE {draw.one_of('foreign', FOREIGN)} END",
        "kind": draw.seldom(
            "kind",
            0.65,
            f"CASE WHEN {kind} < 0.9 THEN 'civil' WHEN {kind} < 0.95 THEN 'defence_contractor' "
            f"WHEN {kind} < 0.98 THEN 'government' WHEN {kind} < 0.99 THEN 'military' ELSE 'police' END",
        ),
        "sector": draw.seldom("sector", 0.6, draw.one_of("sector", SECTORS)),
    }


def item_facts(draw: Draw) -> dict[str, str]:
    """Facts that belong to an item."""
    share = f"round({draw.share('share')} * {draw.share('share2')}, 4)"
    return {
        "code": draw.below("code", CODES),
        "classified": f"{draw.share('classified')} < 0.9",
        "hs_code": f"lpad(({draw.below('hs', 900_000)} + 10000)::VARCHAR, 6, '0')",
        "origin": f"CASE WHEN {draw.share('cn')} < 0.8 THEN 'CN' ELSE {draw.one_of('made', FOREIGN)} END",
        "prc_content_share": draw.seldom("share", 0.6, share),
        "prc_technology": draw.seldom("technology", 0.5, f"{draw.share('technology')} < 0.1"),
    }


def line_facts(draw: Draw) -> dict[str, str]:
    """Facts that belong to a line."""
    use = f"CASE WHEN {draw.share('use')} < 0.83 THEN 'civil' ELSE {draw.one_of('seldom', SELDOM)} END"
    return {
        "movement": draw.one_of("movement", MOVEMENTS),
        "departure": f"CASE WHEN {draw.share('cn')} < 0.8 THEN 'CN' ELSE {draw.one_of('departure', VIA)} END",
        "from_bonded_zone": f"{draw.share('from')} < 0.05",
        "to_bonded_zone": f"{draw.share('to')} < 0.03",
        "exporter_is_prc_person": draw.seldom("prc", 0.5, f"{draw.share('prc')} < 0.8"),
        "end_use": draw.seldom("use", 0.4, use),
        "knowledge_of_risk": draw.seldom("risk", 0.3, f"{draw.share('risk')} < 0.02"),
        "prior_undertaking": draw.seldom("undertaking", 0.3, f"{draw.share('undertaking')} < 0.05"),
        "licence_held": draw.seldom("licence", 0.2, draw.one_of("licence", "['none', 'general', 'individual']")),
        "substantial_help": draw.seldom(
            "help", 0.05, draw.one_of("help", "['line_engineering', 'paid_role', 'finance_or_logistics', 'none']")
        ),
        "date": f"DATE '2026-01-01' + {draw.below('date', 360)}",
        "value_jpy": f"round(exp(8 + 4 * {draw.share('value')}))",
    }


def _selected(facts: dict[str, str]) -> str:
    return ", ".join(f"{expression} AS {name}" for name, expression in facts.items())


def make_book(path: Path, lines: int, *, kind: str, seed: int, library: Library) -> None:
    """Write a book with a column for every fact of the table of facts but `parameters`."""
    draw, party_draw, item_draw = Draw("t.i", seed), Draw("r.i", seed + 1), Draw("r.i", seed + 2)
    party, item = party_facts(party_draw), item_facts(item_draw)
    joins = [f"JOIN party ON party.i = {draw.below('party', PARTIES)}"]
    if kind == "traded":
        joins.append(f"JOIN item ON item.i = {draw.below('item', ITEMS)}")
        of_party, of_item = {name: f"party.{name}" for name in party}, {name: f"item.{name}" for name in item}
        citizen, description = of_party["territory"], "item.i"
    else:
        of_party, of_item = party_facts(draw), item_facts(draw)
        citizen, description = Draw("t.i", seed + 3).one_of("citizen", FOREIGN), draw.below("item", ITEMS)
    joins.append(f"JOIN code ON code.i = {of_item.pop('code')}")
    classified = of_item.pop("classified")
    columns = {
        "line": "t.i + 1",
        **line_facts(draw),
        "control_codes": f"CASE WHEN {classified} THEN code.text END",
        "description": f"'Part ' || {description}",
        **of_item,
        "exporter": f"'Shipper ' || {draw.below('exporter', 200)}",
        "importer": draw.seldom("importer", 0.3, _maker(draw.below("importer", PARTIES))),
        "intermediate_consignee": draw.seldom("between", 0.1, _maker(draw.below("between", PARTIES))),
        "end_user": "party.name",
        "destination": of_party["territory"],
        "end_user_territory": citizen,
        "end_user_kind": of_party["kind"],
        "end_use_sector": of_party["sector"],
    }
    codes = sorted(code for code in library.facts.schemes["cn/dual-use"] if len(code) >= SHORT)
    codes = random.Random(seed).sample(codes, CODES * 94 // 100)  # noqa: S311 - not for secrets
    codes += ["none"] * (CODES - len(codes))
    listed = [entry.names[0] for entry in library.entries][:LISTED]
    partial = path.with_name(path.name + ".partial")
    with duckdb.connect() as connection:
        for table, texts in (("code", codes), ("listed", listed)):
            connection.execute(f"CREATE TABLE {table} (i INTEGER, text VARCHAR)")
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", list(enumerate(texts)))
        connection.execute(
            f"CREATE TABLE party AS SELECT r.i, coalesce(listed.text, {_maker('r.i')}) AS name, {_selected(party)} "
            f"FROM range({PARTIES}) AS r(i) LEFT JOIN listed ON listed.i = r.i"
        )
        connection.execute(f"CREATE TABLE item AS SELECT r.i, {_selected(item)} FROM range({ITEMS}) AS r(i)")
        connection.execute(
            f"COPY (SELECT {_selected(columns)} FROM range({lines}) AS t(i) {' '.join(joins)} ORDER BY line) "
            f"TO '{partial}' (FORMAT parquet)"
        )
    partial.replace(path)


def _maker(number: str) -> str:
    return f"'Maker ' || {number} || ' Co., Ltd.'"


def book(folder: Path, lines: int, *, kind: str, seed: int) -> Path:
    """Return the book of that size, kind and seed, made if it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"orders-{kind}-{lines}-{seed}.parquet"
    if not path.exists():
        make_book(path, lines, kind=kind, seed=seed, library=load_measures())
    return path


def main() -> None:
    """Write one book."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=("traded", "mixed"), default="traded")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", type=Path, required=True)
    given = parser.parse_args()
    make_book(given.out, given.lines, kind=given.kind, seed=given.seed, library=load_measures())
    print(given.out)


if __name__ == "__main__":
    main()
