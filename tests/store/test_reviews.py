"""Decisions are taken in once, corrected by new records, and written out as the table that they came from."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support.stored_samples import ANSWER, DECISION, ITEM

from sekisho.errors import StoreError
from sekisho.files.text_tables import read_table
from sekisho.store.audit import check_store, entries
from sekisho.store.location import Store
from sekisho.store.review_records import FORMS, Kind, Taken, take, write_out
from sekisho.store.schema_revision import reading
from sekisho.store.writer import Author

ROWS: dict[Kind, dict[str, str]] = {"decisions": DECISION, "answers": ANSWER, "items": ITEM}


@pytest.mark.parametrize("kind", ROWS)
def test_a_table_goes_in_and_comes_out_the_same(store: Store, by: Author, kind: Kind, tmp_path: Path):
    first = FORMS[kind].subject[0]
    rows = [ROWS[kind] | {first: name} for name in ("甲", "b, c", '"d"\ne', " =1+1")]
    assert take(store, by, kind, [("t:2", row) for row in rows]) == Taken(new=4, corrected=0, before=0, waiting=0)
    assert write_out(store, kind, tmp_path / "out.csv") == 4
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == rows
    back = read_table(tmp_path / "out.csv", (), remedy="")
    assert take(store, by, kind, back) == Taken(new=0, corrected=0, before=4, waiting=0)
    assert check_store(store).faults == ()


def test_a_correction_is_a_new_record_that_names_the_old(store: Store, by: Author, tmp_path: Path):
    take(store, by, "decisions", [("t:2", DECISION)])
    corrected = DECISION | {"same": "yes", "on": "2026-11-23"}
    assert take(store, by, "decisions", [("t:2", corrected)]).corrected == 1
    table = FORMS["decisions"].table
    with reading(store) as connection:
        kept = connection.execute(select(table.c.id, table.c.said, table.c.corrects).order_by(table.c.id)).all()
    assert [tuple(row) for row in kept] == [(2, "no", None), (3, "yes", 2)]
    assert entries(store)[-1].what == "decision 2 corrected"
    write_out(store, "decisions", tmp_path / "out.csv")
    assert [row["same"] for _, row in read_table(tmp_path / "out.csv", (), remedy="")] == ["yes"]


def test_a_table_that_grew_is_taken_in_from_where_it_grew_and_a_return_is_a_correction(store: Store, by: Author):
    """Rows of one subject in a table follow each other, as answers.csv only grows."""
    civil, military = ANSWER, ANSWER | {"answer": "military", "on": "2026-11-21"}

    def taken(*rows: dict[str, str]) -> tuple[int, int, int]:
        found = take(store, by, "answers", [("t:2", row) for row in rows])
        return found.new, found.corrected, found.before

    assert taken(civil, military) == (1, 1, 0)
    assert taken(civil, military) == (0, 0, 2)
    assert taken(civil, military, civil | {"on": "2026-11-22"}) == (0, 1, 2)
    assert taken(military) == (0, 1, 0)


def test_what_waits_is_passed_over_and_what_is_wrong_is_told_all_at_once(store: Store, by: Author):
    waiting = DECISION | {"same": ""}
    assert take(store, by, "decisions", [("t:2", waiting)]) == Taken(new=0, corrected=0, before=0, waiting=1)
    with pytest.raises(StoreError) as told:
        take(store, by, "answers", [("t:2", ANSWER), ("t:3", ANSWER | {"by": "", "on": ""}), ("t:4", {"answer": "x"})])
    assert [(problem.where, problem.what) for problem in told.value.problems] == [
        ("t:3: by", "is empty."),
        ("t:3: on", "is empty."),
        ("t:4: by", "is empty."),
        ("t:4: on", "is empty."),
        ("t:4", "does not say what it is about."),
    ]
    assert len(entries(store)) == 1, "nothing of a table with a fault is kept"


def test_nothing_is_written_out_where_nothing_is_kept(store: Store, tmp_path: Path):
    with pytest.raises(StoreError, match="no answer is saved"):
        write_out(store, "answers", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()
