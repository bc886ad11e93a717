"""The page of a result: structure, wording, intervals, nothing from elsewhere, and hostile words stay words."""

from __future__ import annotations

import re
from itertools import pairwise

from tests.support import made_results as made_up
from tests.support.made_results import FORMULA, SCRIPT
from tests.support.result_pages import page_of, read_page
from tests.support.workbook_reader import Reader

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.page import page

NUMBER = r">?[<-]{0,2}\d[\d.,]*"
INTERVAL = re.compile(rf"\((?:{NUMBER}(?: bn| tn)? to {NUMBER}(?: bn| tn)?\)|in every run)")


def _figures(read: Reader) -> int:
    return len([tag for tag, _, _ in read.found if tag == "figure"])


def test_headings_go_down_one_step_at_a_time_and_there_is_one_first(read: Reader):
    steps = [int(tag[1]) for tag, _, _ in read.found if re.fullmatch("h[1-6]", tag)]
    assert steps.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(steps))


def test_the_page_follows_the_order_of_a_report():
    assert read_page("readings").texts("h2") == [
        *("Summary", "Before you use a number", "The loss", "What it depends on", "Who loses", "By month", "When"),
        *(
            "What explains the range",
            "Which trade is hit",
            "What else it means",
            "How it comes about",
            "What was assumed",
        ),
        "How this was made",
    ]


def test_every_table_has_a_caption_and_every_head_a_scope(read: Reader):
    assert read.tables
    assert all(len(table["captions"]) == 1 for table in read.tables)
    assert all(scope in {"row", "col"} for table in read.tables for scope in table["scopes"])
    assert all(read.texts("caption"))


def test_a_page_loads_nothing_and_runs_nothing(read: Reader):
    tags = {tag for tag, _, _ in read.found}
    assert tags.isdisjoint({"script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "use"})
    for name in ("src", "srcset", "action", "href", "xlink:href"):
        assert read.attributes(name) == []
    style = "".join(read.texts("style"))
    assert "url(" not in style
    assert "@import" not in style
    assert not [name for _, kept, _ in read.found for name in kept if name.startswith("on")]


def test_no_address_but_those_of_names_of_xml_stands_on_a_page(kind: str):
    addresses = set(re.findall(r"https?://[^\"'&<\s]+", page_of(kind))) - {"http://example.test"}
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_every_chart_stands_with_title_unit_source_and_table(read: Reader, found: ImpactResult | OutlookResult):
    figures = [text for tag, _, text in read.found if tag == "figure"]
    nothing = isinstance(found, ImpactResult) and not found.percent().p95
    assert bool(figures) is not nothing
    for parts in figures:
        said = " ".join("".join(parts).split())
        assert "Source: sekisho" in said
        assert "2026" in said
        assert "%" in said
    inside = [index for index, (tag, _, _) in enumerate(read.found) if tag == "figure"]
    for first, last in pairwise([*inside, len(read.found)]):
        tags = [tag for tag, _, _ in read.found[first:last]]
        assert tags.count("svg") == 2
        assert "table" in tags
        assert "figcaption" in tags


def test_a_drawing_says_what_it_shows_to_those_who_cannot_see_it(read: Reader):
    drawings = [kept for tag, kept, _ in read.found if tag == "svg"]
    assert all(kept["role"] == "img" and len(kept["aria-label"]) > 30 for kept in drawings)
    assert len(drawings) == 2 * _figures(read)


def test_each_sentence_of_the_summary_has_its_interval(found: ImpactResult | OutlookResult, read: Reader):
    said = [" ".join("".join(text).split()) for _, kept, text in read.found if kept.get("class") == "finding"]
    assert said
    if isinstance(found, ImpactResult) and not found.percent().p95:
        assert said == ["In no run does Japan lose anything in 6 months."]
        return
    assert "9 in 10 runs" in said[0] or "in every run" in said[0]
    for sentence in said[1:]:
        assert (
            INTERVAL.search(sentence) or not re.search(r"\d %", sentence) or "range" in sentence or "90 %" in sentence
        )


def test_every_amount_has_currency_and_year(read: Reader):
    heads = [head for head in read.texts("th") if "JPY" in head]
    assert all(re.search(r"GDP of \d{4}", head) for head in heads)
    for paragraph in read.texts("p"):
        assert "JPY" not in paragraph or re.search(r"GDP of \d{4}", paragraph) or "made" in paragraph


def test_hostile_words_stay_words():
    assert "<script" not in page_of("hostile") + page_of("hostile outlook")
    read = read_page("hostile")
    assert read.texts("h1") == [f"{SCRIPT} & {FORMULA}"]
    assert any(SCRIPT in cell for cell in read.texts("th"))


def test_the_same_result_gives_the_same_bytes():
    assert page(made_up.outlook()) == page_of("outlook")


def test_a_page_names_what_it_rests_on(read: Reader):
    card = read.texts("td")
    assert any("5f3a91c0" * 8 in cell for cell in card)
    assert any(cell.startswith("2624f50") for cell in card)
    assert "64, seed 1" in card


def test_an_outlook_tells_every_way_on_with_its_weight():
    read = read_page("outlook")
    assert {"If talks succeed", "If the ban stays"} < set(read.texts("h2"))
    assert {"60 %", "40 %", "100 %"} < set(read.texts("td"))
