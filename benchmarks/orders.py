# ruff: noqa: S608 - the SQL is made of this file's own words
"""Order books to measure with.

`example` is the book of `sekisho example orders`. `traded` has more of everything: a column for every fact of the
table of facts, 20,000 parties and 5,000 items under 500 codes, each with facts of its own, which meet in a line; the
end use of 60 % of its lines is unknown. Its draws are hashes of row and seed: the same book on every machine.

    python benchmarks/orders.py --lines 1000000 -o build/orders.parquet
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from sekisho import Library, load_measures
from sekisho.law.model.fact import Fact

KINDS = ("example", "traded")
COMMAND = ("-c", "from sekisho.cli import main; main()")
PARTIES, ITEMS, CODES, LISTED = 20_000, 5_000, 500, 200
SHORT = 5
PLACES = ("JP", "JP", "JP", "JP", "JP", "JP", "US", "DE", "KR", "TW", "CN", "VN", "TH", "IN", "NL", "FR")
ORIGINS = ("CN", "CN", "CN", "CN", "JP", "DE", "US")
DEPARTURES = ("CN", "CN", "CN", "CN", "CN", "CN", "HK", "JP", "KR", "VN")


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

    def one_of(self, word: str, choices: Iterable[str]) -> str:
        """One of several texts."""
        texts = list(choices)
        quoted = ", ".join(f"'{text}'" for text in texts)
        return f"([{quoted}])[1 + {self.below(word, len(texts))}]"

    def mostly(self, word: str, share: float, choices: Iterable[str]) -> str:
        """The first of several texts in a share of the rows, else one of the others."""
        first, *others = choices
        return f"CASE WHEN {self.share(word + '!')} < {share} THEN '{first}' ELSE {self.one_of(word, others)} END"

    def known(self, word: str, share: float, expression: str) -> str:
        """An expression, known in a share of the rows."""
        return f"CASE WHEN {self.share(word + '?')} < {share} THEN {expression} END"


def drawn(fact: Fact, draw: Draw) -> str:
    """Draw a fact by its kind."""
    name = fact.name
    match fact.kind:
        case "yes_no":
            return draw.known(name, 0.4, f"{draw.share(name)} < 0.05")
        case "choice" if name == "movement":
            return draw.mostly(name, 0.9, fact.choices)
        case "choice":
            return draw.known(name, 0.4, draw.mostly(name, 0.83, fact.choices))
        case "territory":
            return draw.one_of(name, {"origin": ORIGINS, "departure": DEPARTURES}.get(name, PLACES))
        case "codes":
            return draw.known(name, 0.9, f"(SELECT list(text ORDER BY i) FROM code)[1 + {draw.below(name, CODES)}]")
        case "number" if name == "value":
            return f"round(exp(8 + 4 * {draw.share(name)}))"
        case "number":
            return draw.known(name, 0.6, f"round({draw.share(name)} * {draw.share(name + '2')}, 4)")
        case "party":
            return draw.known(name, 0.3, f"'Maker ' || {draw.below(name, PARTIES)} || ' Co., Ltd.'")
        case "date":
            return f"DATE '2026-01-01' + {draw.below(name, 360)}"
        case "text" if name == "hs_code":
            return f"lpad(({draw.below(name, 900_000)} + 10000)::VARCHAR, 6, '0')"
        case _:
            return f"'{name} ' || {draw.below(name, ITEMS)}"


def selected(facts: Mapping[str, str]) -> str:
    """Write named expressions for SELECT."""
    return ", ".join(f"{expression} AS {name}" for name, expression in facts.items())


def make_book(path: Path, lines: int, seed: int, library: Library) -> None:
    """Write a book of the kind `traded`."""
    row = Draw("t.i", seed)
    facts = [fact for fact in library.facts.facts.values() if fact.of != "law" and fact.kind != "map"]
    owned = {
        "party": [
            fact for fact in facts if (fact.of == "party" and fact.kind != "party") or fact.name == "destination"
        ],
        "item": [fact for fact in facts if fact.of == "item"],
    }
    owner = {fact.name: of for of, group in owned.items() for fact in group}
    columns = {"line": "t.i + 1"}
    for fact in facts:
        of = owner.get(fact.name)
        columns[fact.name] = f"{of}.{fact.name}" if of else drawn(fact, row)
    columns["end_user"] = "party.end_user"
    codes = sorted(code for code in library.facts.schemes["cn/dual-use"] if len(code) >= SHORT)
    codes = random.Random(seed).sample(codes, CODES * 94 // 100)  # noqa: S311 - not for secrets
    codes += ["none"] * (CODES - len(codes))
    listed = [entry.names[0] for entry in library.entries][:LISTED]
    names = [*listed, *(f"Maker {number} Co., Ltd." for number in range(PARTIES - len(listed)))]
    partial = path.with_name(path.name + ".partial")
    with duckdb.connect() as connection:
        for table, column, texts in (("code", "text", codes), ("name", "name", names)):
            connection.execute(f"CREATE TABLE {table} (i INTEGER, {column} VARCHAR)")
            connection.execute(
                f"INSERT INTO {table} SELECT unnest(range(len($texts))), unnest($texts)", {"texts": texts}
            )
        for table, count, more in (("party", PARTIES, ", name AS end_user"), ("item", ITEMS, "")):
            draw = Draw("name.i", seed + count)
            connection.execute(
                f"CREATE TABLE {table} AS SELECT i, {selected({fact.name: drawn(fact, draw) for fact in owned[table]})}"
                f"{more} FROM name WHERE i < {count}"
            )
        connection.execute(
            f"COPY (SELECT {selected(columns)} FROM range({lines}) AS t(i) "
            f"JOIN party ON party.i = {row.below('party', PARTIES)} JOIN item ON item.i = {row.below('item', ITEMS)} "
            f"ORDER BY line) TO '{partial}' (FORMAT parquet)"
        )
    partial.replace(path)


def book(folder: Path, lines: int, *, kind: str, seed: int) -> Path:
    """Return the book of that size, kind and seed, made by a process of its own if it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"orders-{kind}-{lines}-{seed}.parquet"
    if not path.exists():
        options = ["--lines", str(lines), "--seed", str(seed), "-o", str(path)]
        made = [*COMMAND, "example", "orders"] if kind == "example" else [__file__]
        subprocess.run([sys.executable, *made, *options], check=True)  # noqa: S603 - this interpreter, these words
    return path


def main() -> None:
    """Write one book of the kind `traded`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", type=Path, required=True)
    given = parser.parse_args()
    make_book(given.out, given.lines, given.seed, load_measures())
    print(given.out)


if __name__ == "__main__":
    main()
