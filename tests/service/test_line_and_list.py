"""The list of an order list's lines and the answer to each of them say the same: outcome, codes and what is assumed.

The list is read from the results of the run, the answer is the line judged again: page, `explain` and REST ask one use
case for it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from sekisho import Library, determine_book
from sekisho.determination.book.results.lines import told_lines
from sekisho.determination.book.run_files import open_run
from sekisho.determination.book.supposition import ordinary
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.present.book_results.desk import DeskRow, line_desk
from sekisho.present.determination.brief import brief
from sekisho.present.explained_line import explained_row, queued_at
from sekisho.present.outcome_labels import BRIEF_SHAPES
from sekisho.service.book import book_classifier
from sekisho.service.explain import ExplainRequest, JudgedLine, explain
from sekisho.service.run_lines import LinesRequest, lines_of_results
from sekisho.service.settle import GridAnswers, SettleRequest, apply_answers
from sekisho.service.workspace import Workspace

DAY: Final = date(2026, 9, 30)
HEADS: Final = {"en": ("Description", "End user"), "ja": ("品名", "需要者"), "zh": ("品名", "最终用户")}
GOODS: Final = {
    "en": (
        "office chair",
        "gallium metal",
        "magnetic assembly of a neodymium magnet and a steel yoke",
        "tungsten slug",
    ),
    "ja": ("事務用椅子", "ネオジム磁石 N35EH Dy 2.8%", "金属ガリウム", "合成ダイヤ砥粒 #200"),
    "zh": ("办公椅", "氧化镝", "氮化钆", "柔性石墨与纤维、金属丝复合密封制品"),
}
LINES: Final = (  # departure, origin, code, goods by their place, end user
    ("CN", "CN", "none", 0, "Naniwa Seiki"),
    ("CN", "CN", "1C902.a.4", 0, "三菱造船株式会社"),
    ("CN", "CN", "", 1, "三菱造船エンジニアリング"),
    ("", "", "", 1, "Tokai Reiki"),
    ("CN", "CN", "", 2, "Tokai Reiki"),
    ("VN", "CN", "", 3, ""),
)


def _book(place: Path, language: str) -> Path:
    """Write a book of one language: an ordinary line, a listed party, one that may be, open routes and open codes."""
    with place.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        goods_head, user_head = HEADS[language]
        table.writerow(["line", "departure", "destination", "origin", "control_codes", goods_head, user_head])
        for number, (departure, origin, code, goods, user) in enumerate(LINES):
            table.writerow([f"L{number}", departure, "JP", origin, code, GOODS[language][goods], user])
    return place


def _both(results: Path, workspace: Workspace, language: str) -> Iterator[tuple[DeskRow, JudgedLine]]:
    """Go through the lines of a run: each as the list shows it, and judged again."""
    lines = lines_of_results(LinesRequest(), workspace.library, results, results.with_name("lines.parquet"))
    for row in line_desk(lines, language).rows:
        yield row, explain(ExplainRequest(line=row.line), workspace, results)


def _answer_in_words(judged: JudgedLine, language: str) -> str:
    """Say the first lines of the answer, as page and terminal show them."""
    of = judged.of
    document = brief(judged.answer, of.facts, of.library, queued=queued_at(of, language))
    return " ".join(teller_of(of.library, language)(part.wordings[0]) for part in document.parts if part.wordings)


@pytest.mark.parametrize(
    "language", [pytest.param("en", marks=pytest.mark.slow), "ja", pytest.param("zh", marks=pytest.mark.slow)]
)
def test_a_line_and_its_list_say_the_same(tmp_path: Path, library: Library, language: str):
    cache = Path(os.environ["SEKISHO_TESTS_CACHE"])  # noqa: TID251 - each run would build every index anew
    results, workspace = tmp_path / "run.parquet", Workspace(library=library, today=DAY, cache=cache)
    book = _book(tmp_path / "book.csv", language)
    determine_book(
        book,
        out=results,
        as_of=DAY,
        suppose="ordinary",
        constants={"movement": "export"},
        classifies=book_classifier(workspace),
    )
    usual = ordinary(library).facts
    headlines, found = set(), 0
    for row, judged in _both(results, workspace, language):
        answer, stored = judged.answer, judged.of.stored
        headlines.add(row.headline)
        assert explained_row(judged)["differs"] == [], row.line
        assert (answer.verdict.headline, BRIEF_SHAPES[answer.verdict.headline]) == (row.headline, row.shape), row.line
        near = [code for code, _ in answer.near]
        if stored["item_state"] in {"classified", "unclassified"} and stored["item_codes"]:
            found += 1
            assert (", ".join(near), row.suggested) == (row.code, True), row.line
        elif row.suggested:
            assert near == [], f"{row.line}: the list says that the goods stand under no code"
        told = _answer_in_words(judged, language)
        for fact in filter(None, str(stored["supposed_facts"] or "").split(";")):
            assert usual[FactName(fact)].told(language) in told, row.line
        assert row.supposed in told, row.line
    assert (found > 1, {"prohibited", "free_if_supposed", "undetermined"} <= headlines) == (True, True)


def test_a_code_that_a_person_accepted_is_no_suggestion_any_more(tmp_path: Path, library: Library):
    cache = Path(os.environ["SEKISHO_TESTS_CACHE"])  # noqa: TID251 - each run would build every index anew
    results, new = tmp_path / "run.parquet", tmp_path / "new.parquet"
    workspace = Workspace(library=library, today=DAY, cache=cache)
    book, classifies = _book(tmp_path / "book.csv", "en"), book_classifier(workspace)
    determine_book(book, out=results, as_of=DAY, constants={"movement": "export"}, classifies=classifies)
    before = _suggested(results, library)
    assert before["L3"] == (True, "3C001.a")
    grid = GridAnswers(goods=({"item": "gallium metal", "answer": "3C001.a"},), by="A. Tester", on=DAY.isoformat())
    apply_answers(SettleRequest(), workspace, results, None, new, grid=grid, strict=True)
    after = _suggested(new, library)
    assert after["L3"] == (False, "3C001.a")
    assert {line: said for line, said in after.items() if line not in {"L2", "L3"}} == {
        line: said for line, said in before.items() if line not in {"L2", "L3"}
    }
    with told_lines(new, open_run(new).card, library) as lines:  # as the workbook and the boss's page are told
        assert {line.line: line.is_suggested for line in lines} == {line: said for line, (said, _) in after.items()}


def _suggested(results: Path, library: Library) -> dict[str, tuple[bool, str]]:
    """Return of each line, as the list shows it, whether its codes are a suggestion, and the codes."""
    lines = lines_of_results(LinesRequest(), library, results, results.with_name(f"{results.stem}.lines.parquet"))
    return {row.line: (row.suggested, row.code) for row in line_desk(lines, "en").rows}
