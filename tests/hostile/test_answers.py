"""Answers as people hand them back: in any encoding, with days and words as they write them, and with bad rows."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.support.plain import DAY, csv_text, row

from sekisho import Library, determine_book
from sekisho.classification.answer_files import read_tables
from sekisho.trade.book.gaps import is_table_of_gaps, read_gaps

HEAD = "fact,description,answer,by,on,basis\n"
GOOD = "control_codes,酸化テルビウム,1C904.b,高橋,2026-11-01,仕様書\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_answers_are_read_in_any_encoding(encoding: str, library: Library, tmp_path: Path):
    (tmp_path / "answers.csv").write_bytes((HEAD + GOOD).encode(encoding))
    found, _ = read_tables([tmp_path / "answers.csv"], library)
    assert [(one.value, one.by, one.about) for one in found.facts] == [
        ("1C904.b", "高橋", (("description", "酸化テルビウム"),))
    ]
    gaps = "row,column,text,fact,reason,lines,read_as,run\n1,仕向地,和国,destination,国名不明,2,日本,\n"
    (tmp_path / "gaps.csv").write_bytes(gaps.encode(encoding))
    assert is_table_of_gaps(tmp_path / "gaps.csv")
    assert read_gaps(tmp_path / "gaps.csv") == {"仕向地": {"和国": "日本"}}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("control_codes,蝶番,ぐちゃ,me,2026-11-01,x", "answers.csv:3: answer: 'ぐちゃ' is not a control code"),
        ("end_use,蝶番,護衛艦搭載用,me,2026-11-01,x", "answers.csv:3: answer: end use looks military (護衛艦)"),
        ("end_use,蝶番,civil,,2026-11-01,x", "answers.csv:3: by: nobody answers."),
        ("end_use,蝶番,civil,me,未定,x", "answers.csv:3: on: '未定' is not a day."),
        ("end_use,,civil,me,2026-11-01,x", "answers.csv:3: the answer is about nothing."),
        ("nonsense,蝶番,civil,me,2026-11-01,x", "answers.csv:3: answer"),
    ],
)
def test_a_bad_row_answers_nothing_and_is_told_and_the_others_count(
    bad: str, said: str, library: Library, tmp_path: Path
):
    (tmp_path / "answers.csv").write_text(f"{HEAD}{GOOD}{bad}\n", encoding="utf-8")
    found, _ = read_tables([tmp_path / "answers.csv"], library)
    assert [one.value for one in found.facts] == ["1C904.b"]
    (problem,) = found.unread
    assert str(problem).startswith(said)
    assert problem.remedy


def test_days_and_words_of_answers_are_read_as_those_of_a_book(library: Library, tmp_path: Path):
    rows = "end_use,蝶番,民生用,me,2026/11/1,x\nend_use,軸,civil,me,令和8年11月1日,x\n"
    (tmp_path / "answers.csv").write_text(HEAD + rows, encoding="utf-8")
    found, _ = read_tables([tmp_path / "answers.csv"], library)
    assert [(one.value, one.on) for one in found.facts] == [("civil", "2026-11-01")] * 2
    assert found.unread == ()


def test_a_run_counts_the_answers_that_are_read_and_keeps_the_others_in_its_card(library: Library, tmp_path: Path):
    book = [row("L1", "東京精密加工株式會社", control_codes="", description="酸化テルビウム")]
    (tmp_path / "book.csv").write_text(csv_text(book), encoding="utf-8")
    (tmp_path / "answers.csv").write_text(f"{HEAD}{GOOD}end_use,軸,ぐちゃ ぐちゃ,me,2026-11-01,x\n", encoding="utf-8")
    answers, _ = read_tables([tmp_path / "answers.csv"], library)
    determine_book(tmp_path / "book.csv", library, out=tmp_path / "o.csv", as_of=DAY, answers=answers)
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        assert [line["floor"] for line in csv.DictReader(file)] == ["licence"]
    card = " ".join((tmp_path / "o.run.yaml").read_text("utf-8").split())
    assert "answers.csv:3: answer: end use is unknown: 'ぐちゃ ぐちゃ'" in card.replace("''", "'")
