"""A bill of many rows is read as one of few: whichever way its texts are numbered, and in whatever blocks they lie."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tests.support.bills import WORKS, bill, faults, lines_of, read

from sekisho.files.tables import short_connection, write_query
from sekisho.numbering import numbered
from sekisho.trade.bom import distinct_values, list_files, sources
from sekisho.trade.bom.bill import Bill, Coded

ROWS = 130_000
"""More than DuckDB keeps in one group of rows."""
RATES = {"USD": 150.0, "EUR": 160.0}
UNTIDY = """
parent,part,description,quantity,unit,unit_value,currency,origin,supplier,control_codes
,pump, Pump ,,,1200,JPY,,,
pump,\u3000seal\u3000,Dichtung,2,個,10 to 14,JPY,日本,-,none
pump,shaft,n/a,1 to 2,piece,USD 3,,JP,TBD,none
pump,pump,,1,,,,,,
pump,,Ölfilter,1,piece,,,DE,Acme,
other,seal\u00a0,,3,piece,,,,Acme,
, other ,,,,k€ 2,,Nowhere,Acme,
shaft,steel,steel,many,kg,-4,JPY,Neverland,Acme,none
-,bolt,bolt,1,furlong,5,XXX,,Acme,
"""


def told(found: Bill) -> tuple[object, ...]:
    """What a bill says of each part by its number, and of each line, and what was remarked, whatever the order."""
    parts = found.parts
    texts: Mapping[str, Coded] = {
        **{str(name): coded for name, coded in parts.facts.items()},
        **{name: getattr(parts, name) for name in ("description", "unit", "origin", "supplier", "site", "sourcing")},
    }
    by_part = {
        number: (
            *(texts[name][place] for name in sorted(texts)),
            *(str(getattr(parts, name)[place]) for name in ("price_low", "price_high", "made", "lead_days", "revenue")),
        )
        for place, number in enumerate(parts.ids)
    }
    return parts.ids, by_part, lines_of(found), found.products.tolist(), sorted(map(str, found.remarks))


@pytest.mark.parametrize("text", [WORKS, UNTIDY])
def test_texts_numbered_as_many_say_what_they_say_as_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str):
    few = told(bill(tmp_path, text, rates=RATES))
    monkeypatch.setattr(distinct_values, "FEW", 0)
    assert told(bill(tmp_path, text, rates=RATES)) == few


def test_texts_that_share_a_key_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    few = told(bill(tmp_path, UNTIDY, rates=RATES))
    monkeypatch.setattr(distinct_values, "FEW", 0)
    monkeypatch.setattr(distinct_values, "_KEY", "coalesce(strlen({}), 0)::UBIGINT")
    assert told(bill(tmp_path, UNTIDY, rates=RATES)) == few


def test_a_text_that_is_loaded_says_what_one_that_is_written_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    loaded = told(bill(tmp_path, UNTIDY, rates=RATES))
    monkeypatch.setattr(sources, "LOADED", 0)
    assert told(bill(tmp_path, UNTIDY, rates=RATES)) == loaded


@pytest.mark.parametrize("cell", ["5", " 5", "5\u00a0", "\u30005", "\t5 ", "5.0", "５"])
def test_a_number_is_read_with_any_space_around_it(tmp_path: Path, cell: str):
    assert lines_of(bill(tmp_path, f"parent,part,quantity\na,b,{cell}\na,c,\u3000\n")) == {("a", "b"): 5, ("a", "c"): 0}


def test_no_row_of_a_bill_in_parquet_is_fetched_to_see_that_it_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "bom.parquet"
    write_query(short_connection(), "SELECT 'a' AS parent, 'b' AS part, 2 AS quantity", place)
    monkeypatch.delattr(list_files, "rows_of")
    assert lines_of(read(place)) == {("a", "b"): 2}


@pytest.mark.parametrize("different", [1, 3, 200, 1 << 40])
def test_keys_are_numbered_as_they_come(different: int):
    keys = np.random.default_rng(different).integers(0, different, 5_000, dtype=np.uint64)
    place: dict[int, int] = {}
    assert numbered(keys).tolist() == [place.setdefault(key, len(place)) for key in keys.tolist()]


def test_what_is_wrong_is_told_alike_of_many_texts_and_of_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    few = faults(tmp_path, UNTIDY)
    assert len(few) > 5
    monkeypatch.setattr(distinct_values, "FEW", 0)
    assert sorted(faults(tmp_path, UNTIDY)) == sorted(few)


def test_parts_are_numbered_as_they_come_parents_first_and_those_without_a_name_last(tmp_path: Path):
    found = bill(tmp_path, UNTIDY, rates=RATES)
    assert found.parts.ids == ("pump", "other", "shaft", "seal", "steel", "bolt", "bom.csv, row 6")


def test_a_row_that_names_no_part_is_the_part_that_bears_its_number(tmp_path: Path):
    found = bill(tmp_path, 'parent,part,description,quantity\na,,nut,1\nb,"bom.csv, row 2",,2\n')
    assert found.parts.ids == ("a", "b", "bom.csv, row 2")
    assert lines_of(found) == {("a", "bom.csv, row 2"): 1, ("b", "bom.csv, row 2"): 2}


def test_a_bill_of_many_rows_is_what_its_rows_say_one_by_one(tmp_path: Path):
    drawn = random.Random(1)
    pairs = list({(drawn.randrange(20_000), 20_000 + drawn.randrange(70_000)) for _ in range(ROWS)})
    drawn.shuffle(pairs)
    rows = [(f"a{above} ", f" p{below}", str(drawn.choice([1, 2.5, 40]))) for above, below in pairs]
    named = [(f"p{20_000 + number}", drawn.choice(["n/a", f"part {number % 5_000}"])) for number in range(70_000)]
    for name, header, content in (
        ("lines.csv", ("parent", "part", "quantity"), rows),
        ("parts.csv", ("part", "description"), [*named, *((f"a{number}", "") for number in range(20_000))]),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *content])
    found = read(tmp_path / "lines.csv", tmp_path / "parts.csv", threads=2)
    ids, lines = found.parts.ids, found.lines
    above, below = ([row[at].strip() for row in rows] for at in (0, 1))
    others = [*(name for name, _ in named), *(f"a{number}" for number in range(20_000))]
    assert ids == tuple(dict.fromkeys([*above, *below, *others]))
    assert [ids[place] for place in lines.parent.tolist()] == above
    assert [ids[place] for place in lines.part.tolist()] == below
    assert np.array_equal(lines.low, [float(quantity) for *_, quantity in rows])
    meant = {name: "" if text == "n/a" else text for name, text in named}
    description = found.parts.description
    assert all(description[place] == meant.get(name, "") for place, name in enumerate(ids))
