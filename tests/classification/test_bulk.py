"""Many items at once give what each gives alone, in one process or two, and a wrong row leaves nothing half written."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.classification import batch
from sekisho.classification.batch import classify_items
from sekisho.classification.classifier import Classifier
from sekisho.errors import FactError
from sekisho.trade.items.parameter import read_stated

DAY = date(2026, 7, 1)
ROWS = (
    ("NdFeB magnets with 3% Dy", "", ""),
    ("NdFeB magnet N35 without Tb, Dy or Ho", "850511", ""),
    ("isostatic graphite", "", "density=1.85 g/cm3; purity=99.99 %; flexural_strength=45 MPa"),
    ("isostatic graphite", "", "density=1.5 g/cm3"),
    ("Li-ion cell, 260 Wh/kg", "", ""),
    ("酸化ジスプロシウム 4N", "", ""),
    ("wooden chair", "", ""),
    ("NdFeB magnets with 3% Dy", "", ""),
    ("  NdFeB magnets with 3% Dy ", "", ""),
)


def write(path: Path, rows: tuple[tuple[str, str, str], ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("item", "description", "hs_code", "parameters"))
        writer.writerows((f"A{number}", *row) for number, row in enumerate(rows))
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("processes", [1, 2])
def test_in_bulk_each_row_gets_what_it_gets_alone(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, processes: int
):
    monkeypatch.setattr(batch, "CHUNK", 2)
    source, target = write(tmp_path / "items.csv", ROWS), tmp_path / "out.csv"
    counted = classify_items(source, target, library, as_of=DAY, processes=processes)
    classifier = Classifier(library, as_of=DAY)
    rows = read(target)
    assert [row["item"] for row in rows] == [f"A{number}" for number in range(len(ROWS))]
    for row, (description, hs, parameters) in zip(rows, ROWS, strict=True):
        given = dict(part.strip().split("=", 1) for part in parameters.split(";") if part)
        answer = classifier.classify(description.strip(), hs=hs, stated=read_stated(given, classifier.items.parameters))
        assert row["state"] == str(answer.state)
        assert row["candidates"] == "; ".join(f"{one.code} {one.score:.2f}" for one in answer.candidates[: batch.SHOWN])
        assert row["questions"] == "; ".join(str(one.parameter) for one in answer.questions)
    assert counted.rows == len(ROWS) == sum(counted.states.values())
    assert counted.distinct == len(ROWS) - 2


def test_the_same_item_is_answered_alike_wherever_it_stands(tmp_path: Path, library: Library):
    source, target = write(tmp_path / "items.csv", ROWS), tmp_path / "out.csv"
    classify_items(source, target, library, as_of=DAY)
    alike = [row for row in read(target) if row["description"].strip() == ROWS[0][0]]
    assert len(alike) == 3
    assert len({(row["state"], row["suggested"], row["candidates"]) for row in alike}) == 1


@pytest.mark.parametrize("before", [None, "kept from an earlier run\n"])
def test_nothing_is_written_where_a_row_is_wrong_and_all_problems_are_told(
    tmp_path: Path, library: Library, before: str | None
):
    wrong = (
        *ROWS,
        ("graphite", "", "density=heavy"),
        ("graphite", "", "no_such_thing=1"),
        ("graphite", "", "density=1.85 g/cm3; density=1.5 g/cm3"),
    )
    source, target = write(tmp_path / "items.csv", wrong), tmp_path / "out.csv"
    if before is not None:
        target.write_text(before, encoding="utf-8")
    with pytest.raises(FactError) as caught:
        classify_items(source, target, library, as_of=DAY)
    places = "\n".join(problem.where for problem in caught.value.problems)
    assert all(f"items.csv:{number}" in places for number in (11, 12, 13))
    assert (target.read_text(encoding="utf-8") if target.exists() else None) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == (["items.csv", "out.csv"] if before else ["items.csv"])


def test_a_customs_code_that_cannot_be_read_ends_no_file(tmp_path: Path, library: Library):
    rows = (("graphite electrode", "85x5", ""), ("chair", "94.01.61", ""), ("chair", "940161000012", ""))
    source, target = write(tmp_path / "items.csv", rows), tmp_path / "out.csv"
    classify_items(source, target, library, as_of=DAY)
    assert [row["unread"] for row in read(target)] == ["hs_code: 85x5", "", ""]
    assert [row["state"] for row in read(target)] == ["unclassified", "unlikely_listed", "unlikely_listed"]
