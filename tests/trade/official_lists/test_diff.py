"""What an official list changes is told before anything is replaced."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.list_documents import Made, changed, numbered, rows, without, write_csv

from sekisho import Library
from sekisho.trade.official_lists.diff import CodeChange, changes, executable_codes, rows_in_use, table_of
from sekisho.trade.official_lists.reader import read_official

RANGE = "反无人驾驶航空器电子干扰设备，干扰距离大于{}km"


def found(
    library: Library, folder: Path, made: list[Made], executable: frozenset[str] = frozenset()
) -> list[CodeChange]:
    """What rows written as CSV change against the built-in list."""
    official = read_official(write_csv(folder / "list.csv", made), "cn-catalogue", known=())
    return changes(rows_in_use(library), official, executable)


def kinds(changed_: list[CodeChange], code: str) -> list[str]:
    """Kinds of change at a code."""
    return [change.kind for change in changed_ if change.code == code]


def test_the_same_figures_in_other_words_are_no_change(library: Library, tmp_path: Path):
    made = changed(rows(), "0A903.a", lambda row: replace(row, text=RANGE.format("５")))
    assert kinds(found(library, tmp_path, made), "0A903.a") == []


def test_another_figure_is_a_change_and_flags_the_executable_limit(library: Library, tmp_path: Path):
    made = changed(rows(), "0A903.a", lambda row: replace(row, text=RANGE.format(8)))
    told = found(library, tmp_path, made, executable=frozenset({"0A903.a", "1A202"}))
    assert kinds(told, "0A903.a") == ["limits_changed", "check"]
    [check] = [change for change in told if change.kind == "check" and change.code == "0A903.a"]
    assert check.after == "The built-in executable limit of 0A903.a was written against another text: check."


def test_a_figure_that_was_unknown_is_filled(library: Library, tmp_path: Path):
    made = changed(rows(), "2B209.a", lambda row: replace(row, text="旋压成形机：滚轮数大于等于3"))
    told = found(library, tmp_path, made, executable=frozenset({"2B209.a"}))
    assert kinds(told, "2B209.a") == ["limits_filled", "check"]


def test_a_new_code_a_lost_code_a_new_name_and_another_customs_code_are_told(library: Library, tmp_path: Path):
    made = changed(rows(), "1C902.b", lambda row: replace(row, hs=("2846901940",)))
    made = changed(made, "1A225", lambda row: replace(row, name="铂催化剂新名"))
    new = replace(made[0], code="1C902.d", name="钐的新制品", text="钐的新制品")
    told = found(library, tmp_path, numbered([*without(made, "1A226"), new]))
    assert kinds(told, "1C902.d") == ["added"]
    assert kinds(told, "1A226") == ["removed"]
    assert kinds(told, "1A225") == ["renamed"]
    assert kinds(told, "1C902.b") == ["hs_changed"]
    assert [change.kind for change in told] == sorted(
        (change.kind for change in told),
        key=["added", "removed", "renamed", "limits_filled", "limits_changed", "hs_changed", "check"].index,
    )


@pytest.mark.parametrize("file", ["lists/cn-dual-use.limits.yaml", "limits/cn-dual-use/2.yaml"])
def test_codes_with_executable_limits_are_found_in_the_files_of_limits(tmp_path: Path, file: str):
    place = tmp_path / file
    place.parent.mkdir(parents=True)
    place.write_text("scheme: cn/dual-use\nentries:\n  2B201:\n    when: unknown\n", encoding="utf-8")
    assert executable_codes(tmp_path / "lists" / "cn-dual-use.csv") == frozenset({"2B201"})


def test_every_code_with_an_executable_limit_is_a_code_of_the_list(library: Library):
    assert executable_codes(table_of(library)) <= set(rows_in_use(library))
