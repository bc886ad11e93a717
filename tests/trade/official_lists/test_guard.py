"""A file that is not the list it should be is refused with what was expected and what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.list_documents import Made, changed, numbered, rows, without, write_csv

from sekisho import Library
from sekisho.errors import ListError
from sekisho.trade.official_lists.acceptance import check, read_expected
from sekisho.trade.official_lists.diff import rows_in_use, table_of
from sekisho.trade.official_lists.official_list import HEADINGS, Kind
from sekisho.trade.official_lists.reader import read_official


def problems(
    library: Library, folder: Path, made: list[Made], *, kind: Kind = "cn-catalogue", accept_loss: bool = False
) -> list[str]:
    """What the guards say of rows written as CSV; nothing if they pass."""
    official = read_official(write_csv(folder / "list.csv", made), kind, known=())
    expected = read_expected(table_of(library).parent.parent, kind)
    try:
        check(official, rows_in_use(library), expected, where="list.csv", accept_loss=accept_loss)
    except ListError as told:
        return [str(problem) for problem in told.problems]
    return []


@pytest.mark.parametrize("kind", ["cn-catalogue", "cn-control-list"])
def test_a_whole_list_passes_with_and_without_the_suspended_codes(library: Library, tmp_path: Path, kind: Kind):
    assert problems(library, tmp_path, rows(), kind=kind) == []
    assert problems(library, tmp_path, numbered(rows(suspended=False)), kind=kind) == []


def test_one_dropped_row_is_refused(library: Library, tmp_path: Path):
    made = without(rows(), "2B352.d.1")
    [told] = problems(library, tmp_path, made)
    serial = next(row.serial for row in rows() if row.code == "2B352.d.1")
    assert f"serial {serial} is missing before this row" in told
    assert problems(library, tmp_path, made, accept_loss=True) == []


def test_half_a_list_is_refused_with_the_counts_expected_and_found(library: Library, tmp_path: Path):
    told = problems(library, tmp_path, rows()[:400], accept_loss=True)
    assert any("400 codes found, 700 to 1,100 expected" in each for each in told)
    assert any("no code of categories 0, 2, 3, 4, 5, 6, 7, 8, 9" in each for each in told)
    assert any("2B352.f.1" in each and "is not there" in each for each in told)


def test_a_list_without_one_category_is_refused(library: Library, tmp_path: Path):
    told = problems(library, tmp_path, [row for row in rows() if row.code[0] != "4"], accept_loss=True)
    assert [each.partition("\n")[0] for each in told] == ["list.csv: no code of category 4."]


def test_texts_at_the_wrong_codes_are_refused_even_with_accept_loss(library: Library, tmp_path: Path):
    made = rows()
    shifted = [
        replace(row, name=other.name, text=other.text) for row, other in zip(made, made[30:] + made[:30], strict=True)
    ]
    told = problems(library, tmp_path, shifted, accept_loss=True)
    assert any("1A202 is called" in each and "shares no words with '管状复合结构'" in each for each in told)


def test_an_anchor_that_is_gone_is_refused_even_with_accept_loss(library: Library, tmp_path: Path):
    [told] = problems(library, tmp_path, without(rows(), "1A202"), accept_loss=True)
    assert "1A202 (管状复合结构) is not there" in told


def test_headings_of_other_codes_are_not_looked_for(library: Library, tmp_path: Path):
    heads = {code for code, row in rows_in_use(library).items() if row["quality"] in HEADINGS}
    assert {"1C351.d", "2B350.e", "3A233"} <= heads
    assert problems(library, tmp_path, numbered(row for row in rows() if row.code not in heads)) == []


def test_codes_that_vanish_beyond_a_share_are_refused_by_name_unless_accepted(library: Library, tmp_path: Path):
    made = numbered(row for row in rows() if not row.code.startswith(("1C351.", "1C450.")) or row.code.endswith("1"))
    [told] = problems(library, tmp_path, made)
    assert "codes in use are not in the file" in told
    assert "1C351.a.10" in told
    assert "Expected at most 15 %" in told
    assert problems(library, tmp_path, made, accept_loss=True) == []


def test_a_code_that_cannot_be_read_is_refused_with_its_line(library: Library, tmp_path: Path):
    made = changed(rows(), "1B225", lambda row: replace(row, code="1B2Z5"))
    told = problems(library, tmp_path, made)
    assert any("'1B2Z5' is not a control code: '1B2Z5 电解槽" in each and ", line " in each for each in told), told
