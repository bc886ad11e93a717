"""The page of a run: structure, wording, nothing from elsewhere, and no party where none was asked for."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from tests.support.hostile_rows import HOSTILE, SCRIPT, MakeRun, card_of, hostile_rows
from tests.support.workbook_reader import Reader

from sekisho import determine_book
from sekisho.classification.book_items import BookClassifier
from sekisho.determination.book.results.counts import tally_results
from sekisho.determination.book.results.lines import told_lines
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.present.book_results import findings
from sekisho.present.book_results.boss import QUESTIONS, boss_page
from sekisho.present.book_results.line_teller import customer_of, goods_of
from sekisho.present.book_results.page import page
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.outcome_labels import SHAPES


@pytest.fixture(params=LANGUAGES)
def shown(request: pytest.FixtureRequest, hostile: ReportedRun) -> Reader:
    return Reader.read(page(replace(hostile, words=Translator(request.param, ("report",)))))


def test_headings_go_down_one_step_at_a_time_and_there_is_one_first(shown: Reader):
    steps = [int(tag[1]) for tag, _, _ in shown.found if re.fullmatch("h[1-6]", tag)]
    assert steps.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(steps))
    assert max(steps) <= 3


def test_every_table_has_a_caption_and_every_head_a_scope(shown: Reader):
    assert len(shown.tables) >= 6
    assert all(len(table["captions"]) == 1 for table in shown.tables)
    assert all(scope in {"row", "col", "rowgroup"} for table in shown.tables for scope in table["scopes"])
    assert all(shown.texts("caption"))


def test_a_page_loads_nothing_and_runs_nothing(shown: Reader):
    tags = {tag for tag, _, _ in shown.found}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form", "video", "audio"})
    assert shown.attributes("src") == shown.attributes("srcset") == shown.attributes("action") == []
    assert all(address.startswith(("#", "https://", "http://")) for address in shown.attributes("href"))
    style = "".join(shown.texts("style"))
    assert "url(" not in style
    assert "@import" not in style
    fills = [fill for fill in shown.attributes("fill") if "url" in fill]
    assert set(fills) <= {"url(#hatch)"}
    assert not [name for _, kept, _ in shown.found for name in kept if name.startswith("on")]


def test_the_page_and_words_of_law_say_their_language(hostile: ReportedRun):
    for language in LANGUAGES:
        read = Reader.read(page(replace(hostile, words=Translator(language, ("report",)))))
        assert next(kept["lang"] for tag, kept, _ in read.found if tag == "html") == language
        chinese = [
            kept.get("lang") for tag, kept, text in read.found if tag == "blockquote" and "许可" in "".join(text)
        ]
        assert chinese
        assert set(chinese) == {"zh"}


def test_the_page_says_first_what_the_boss_decides_on_and_keeps_the_record_in_a_fold(hostile: ReportedRun):
    read = Reader.read(page(hostile))
    assert read.texts("h2") == [
        *("What cannot be shipped", "To ask this week", "Danger list"),
        *("What to keep in mind", "Outcomes", "What depends on readings"),
        *("Clauses that decide", "Ask first", "How this was made"),
    ]
    stop, total = hostile.tally.by_triage["stop"].lines, hostile.tally.total.lines
    assert read.texts("h1")[0].startswith(f"Do not ship {stop} of {total} lines (")
    [record] = [text for tag, _, text in read.found if tag == "details"]
    assert "Clauses that decide" in "".join(record)
    assert "Danger list" not in "".join(record)


def test_outcomes_have_four_words_and_four_shapes_never_colour_alone(shown: Reader):
    shapes = [text for tag, kept, text in shown.found if tag == "span" and kept.get("class") == "shape"]
    assert {"".join(text) for text in shapes} == set(SHAPES.values()) - {SHAPES["free_if_supposed"]}
    assert {"prohibited", "licence required", "undetermined", "free"} == set(shown.attributes("data-outcome"))


def test_the_bar_has_title_unit_source_description_and_table(hostile: ReportedRun):
    read = Reader.read(page(hostile))
    title, subtitle = read.texts("figcaption")[1].split("not decided", 1)
    assert re.fullmatch(r"\d+ of 18 lines \([\d.]+%\): ", title)
    assert "by lines and by value (USD)" in subtitle
    assert "as of 30 September 2026" in subtitle
    assert read.texts("title")[2].endswith("not decided")
    assert "prohibited" in read.texts("desc")[1]
    assert f"law data {hostile.library.version}, {hostile.library.hash[:7]}" in " ".join(read.texts("p"))
    assert "Lines and value by outcome, value in USD" in read.texts("caption")


def test_the_parts_of_a_bar_fill_it(hostile: ReportedRun):
    read = Reader.read(page(hostile))
    widths = [float(kept["width"].rstrip("%")) for _, kept, _ in read.found if "data-outcome" in kept]
    assert sum(widths) == pytest.approx(200, abs=0.02)


def test_a_page_names_parties_unless_it_is_asked_for_no_line(barred: ReportedRun):
    without = page(barred, lines=0)
    assert not [text for text in HOSTILE if len(text) > 5 and text in without]
    assert "alert(" not in without
    assert "Danger list" not in Reader.read(without).texts("h2")
    assert "示例有限公司" in Reader.read(page(barred)).texts("td")


def test_a_script_in_a_party_name_is_text(barred: ReportedRun):
    text = page(barred)
    read = Reader.read(text)
    assert "script" not in {tag for tag, _, _ in read.found}
    assert any(cell.startswith(SCRIPT[:20]) for cell in read.texts("td"))
    assert "\x07" not in text
    assert "<r><t>bold</t></r>" in read.texts("td")


def test_a_book_whose_name_is_markup_is_named_as_text(make_run: MakeRun):
    text = page(make_run(name="<b>&orders.csv"))
    assert "<b>" not in text
    assert "<b>&orders.csv" in Reader.read(text).texts("strong")


def test_the_danger_list_has_the_lines_of_the_queue_the_worst_first(hostile: ReportedRun):
    with told_lines(hostile.results, hostile.card, hostile.library, most=1_000) as lines:
        told = [(line.danger, line.line, line.triage) for line in lines]
    queue = hostile.tally.by_triage
    assert [danger for danger, _, _ in told] == list(range(1, len(told) + 1))
    assert len(told) == queue["stop"].lines + queue["look"].lines > 0
    read = Reader.read(page(hostile, lines=3))
    assert [text for text in read.texts("th") if text in {line for _, line, _ in told}][-3:] == [
        line for _, line, _ in told[:3]
    ]
    assert f"and {len(told) - 3} more" in read.texts("p")


def test_questions_count_the_lines_that_need_them_and_whom_they_are_about(tmp_path: Path, library: Library):
    users = ("三菱重工業株式会社 航空エンジン", "MHI Aero Engines", "陸上自衛隊", "Naniwa Seiki")
    goods = ("ガリウム", "治具一式 図面支給", "治具一式 図面支給", "部品 図面による", "oil")
    book, results = tmp_path / "orders.csv", tmp_path / "results.parquet"
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("departure", "destination", "description", "end_user", "exporter", "value_usd"))
        writer.writerows(("CN", "JP", *pair, "Baotou Trade", "100") for pair in product(goods, users))
    items = BookClassifier(library)
    determine_book(book, library, out=results, as_of="2026-09-30", suppose="ordinary", classifies=items)
    card = card_of(results)
    run = ReportedRun(
        results=results,
        card=card,
        tally=tally_results(results, card, library),
        library=library,
        words=Translator("en", ("report",)),
    )
    with told_lines(results, card, library, most=1_000) as lines:
        queued = [({point.partition(":")[0] for point in line.points.split(";")}, line) for line in lines]
    asked = boss_page(run).questions
    assert {"party", "text"} <= {row.question for row in asked}
    for row in asked:
        needing = [line for kinds, line in queued if kinds & set(QUESTIONS[row.question])]
        assert row.lines == len(needing) > 0
        if row.question == "text":
            assert dict(row.each) == Counter(goods_of(line.facts) for line in needing)
        elif row.question in {"party", "perhaps", "user"}:
            assert dict(row.each) == Counter(customer_of(line.facts) for line in needing)


def test_a_page_says_what_it_does_not_know(hostile: ReportedRun):
    text = " ".join(Reader.read(page(hostile)).texts("body")[0].split())
    assert "the law of every other place" in text
    assert "Not decided is neither yes nor no" in text
    assert not re.search(r"\b(allowed|may ship|is legal)\b", text)
    assert hostile.text("book_sha256") in text
    assert str(Path(hostile.text("book")).parent) not in text


def test_a_date_after_the_horizon_is_a_caveat(hostile: ReportedRun):
    assert findings.late(hostile) == ""
    assert "lies after" in findings.late(replace(hostile, card={**hostile.card, "as_of": "2026-12-31"}))


def test_the_summary_never_calls_open_lines_settled(hostile: ReportedRun):
    """Also when no fact is named that lines wait for."""
    assert "end use" in findings.findings(hostile)[1]
    nothing_named = replace(hostile, tally=replace(hostile.tally, waiting=()))
    assert re.fullmatch(r"For \d+ lines \(.+\), the answer is not decided\.", findings.findings(nothing_named)[1])


def test_a_library_that_has_changed_since_the_run_is_told(hostile: ReportedRun):
    card = {**hostile.card, "library": {"version": "1", "hash": "0" * 64, "horizon": "2026-01-01"}}
    assert findings.remarks(hostile)[1:] == []
    said = Reader.read(page(replace(hostile, card=card))).texts("p")
    assert any(text.startswith("The law data have changed since the run: 0000000, now") for text in said)


def test_an_empty_book_has_a_page(make_run: MakeRun):
    read = Reader.read(page(make_run([])))
    assert "The book has no lines" in read.texts("figcaption")[0]
    assert "No clause is met or open in any line." in read.texts("p")


def test_a_book_without_values_is_told_by_lines_alone(make_run: MakeRun):
    rows = [(*row[:6], "", *row[7:]) for row in hostile_rows()]
    read = Reader.read(page(make_run(rows)))
    assert "Lines by outcome" in read.texts("caption")
    assert "Value" not in read.texts("th")


def test_lines_that_could_not_be_read_are_counted_on_the_page(make_run: MakeRun):
    wrong = ("x", "CN", "Atlantis", "none", "civil", "Mihon KK", "1", "", "")
    run = make_run([*hostile_rows(), wrong])
    assert re.search(r"\d+ lines: \d+ judged, 2 judged with a gap, 0 not judged; 0 rows are not lines", page(run))


@pytest.mark.parametrize("language", LANGUAGES)
def test_parties_on_held_lists_are_told_by_list_and_named_where_lines_are_asked_for(
    alerted_run: ReportedRun, language: str
):
    run = replace(alerted_run, words=Translator(language, ("report",)))
    bare = Reader.read(page(run, lines=0))
    caption = Translator(language, ("report",))("table_alerts")
    assert caption in bare.texts("caption")
    assert bare.texts("td").count("own/ours") == 1
    assert "Isobe" not in page(run, lines=0)
    assert "Alpha" not in page(run, lines=0)
    with_lines = Reader.read(page(run))
    assert "Isobe Magnetics Works Co. Ltd." in with_lines.texts("th")
    assert "ISOBE MAGNETICS WORKS CO LTD" in with_lines.texts("td")
