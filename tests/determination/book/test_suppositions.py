"""Suppositions: what is assumed where a line leaves a fact open is said, yields to the line, and makes nothing free."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import yaml
from click.testing import CliRunner
from tests.support.random_lines import DAY, WORDS, random_lines, rows_of, write_lines

from sekisho.cli import main
from sekisho.determination.book.bulk import BookResult, determine_book
from sekisho.determination.book.supposed.line import supposed_facts_of, supposed_row
from sekisho.determination.book.supposition import (
    AS_CLASSIFIED,
    AS_LEFT_OUT,
    Suppositions,
    ordinary,
    read_suppositions,
    suppositions_of_card,
)
from sekisho.determination.core.outcome import Outcome
from sekisho.determination.line.determination import determine
from sekisho.errors import BookError, FactError
from sekisho.law.model.library import Library
from sekisho.present.book import book_text

SUPPOSED: Final = ("supposed", "supposed_facts", "triage", "danger", "points")


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    """Lines that leave much open."""
    return random_lines(11, 90)


@pytest.fixture(scope="module")
def runs(
    lines: list[dict[str, str]], library: Library, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[BookResult, list[dict[str, str]]]]:
    """The same book without suppositions, and with those of an ordinary order."""
    folder = tmp_path_factory.mktemp("supposed")
    book = write_lines(lines, folder / "book.csv")
    found = {}
    for name, said in (("plain", ()), ("ordinary", "ordinary")):
        out = folder / f"{name}.parquet"
        result = determine_book(book, library, out=out, as_of=DAY, suppose=said)
        found[name] = result, rows_of(out)
    return found


Runs = dict[str, tuple[BookResult, list[dict[str, str]]]]


def test_without_suppositions_nothing_is_supposed_and_with_them_the_outcome_stays(runs: Runs):
    (plain, before), (supposed, after) = runs["plain"], runs["ordinary"]
    assert {row["supposed"] + row["supposed_facts"] for row in before} == {""}
    assert "suppose" not in plain.card
    for one, other in zip(before, after, strict=True):
        kept = {name: text for name, text in one.items() if name not in {"supposed", "supposed_facts", "headline"}}
        assert kept.items() <= other.items()
        if one["headline"] != other["headline"]:
            assert (one["headline"], other["headline"]) == ("undetermined", "free_if_supposed")
    assert sum(supposed.by_headline.values()) == len(after)
    for word, number in supposed.by_headline.items():
        assert number == sum(row["headline"] == word for row in after)


def test_the_sample_shows_what_suppositions_do(runs: Runs):
    rows = runs["ordinary"][1]
    assert {row["headline"] for row in rows} >= {"undetermined", "free_if_supposed", "prohibited"}
    assert {row["supposed"] for row in rows} >= {"free", "undetermined"}


def test_nothing_supposed_yields_free(runs: Runs):
    (_, before), (_, after) = runs["plain"], runs["ordinary"]
    free = {row["line"] for row in before if row["headline"].startswith("free")}
    assert {row["line"] for row in after if row["headline"] in {"free", "free_with_alert"}} == free
    for row in after:
        if row["headline"] == "free_if_supposed":
            assert (row["outcome"], row["supposed"]) == ("undetermined", "free")


def test_a_line_with_a_word_of_defence_or_a_party_that_points_is_never_free_if_supposed(
    runs: Runs, lines: list[dict[str, str]]
):
    pointing = 0
    for line, row in zip(lines, runs["ordinary"][1], strict=True):
        kinds = {one.partition(":")[0] for one in row["points"].split(";")}
        if kinds & {"party_listed", "party_perhaps", "party_watched", "military_body", "defence_words"}:
            pointing += 1
            assert row["headline"] != "free_if_supposed"
            assert not {"end_use", "end_user_kind", "knowledge_of_risk"} & set(row["supposed_facts"].split(";"))
        assert (WORDS in line["description"]) == ("defence_words" in kinds)
    assert pointing > 20


def test_one_line_with_the_supposed_facts_is_the_line_of_the_book(
    runs: Runs, lines: list[dict[str, str]], library: Library
):
    usual = ordinary(library)
    for line, row in zip(lines, runs["ordinary"][1], strict=True):
        stated = {name: text for name, text in line.items() if text and name not in {"line", "value"}}
        answer = determine(stated, library, as_of=DAY)
        found = supposed_row(stated, answer, library, usual, as_of=DAY, pointing=WORDS in line["description"])
        assert found == {name: row[name] for name in found}, line


def test_a_supposition_yields_to_the_line(lines: list[dict[str, str]], library: Library):
    usual = ordinary(library)
    for line in lines:
        stated = {name: text for name, text in line.items() if text and name not in {"line", "value"}}
        answer = determine(stated, library, as_of=DAY)
        found = supposed_facts_of(stated, answer, library, usual)
        assert all(stated.get(name, "unknown") == "unknown" for name in found)


def test_what_is_supposed_lies_between_floor_and_ceiling_and_less_supposed_is_never_lighter(
    lines: list[dict[str, str]], library: Library, tmp_path: Path, runs: Runs
):
    level = {one.level: int(one) for one in Outcome}
    for row in runs["ordinary"][1]:
        if row["supposed"] in level:
            assert level[row["floor"]] <= level[row["supposed"]] <= level[row["ceiling"]]
    whole = ordinary(library)
    book = write_lines(lines, tmp_path / "book.csv")
    for left in ("end_use", "end_user_kind", "knowledge_of_risk", "end_use_sector", "prior_undertaking"):
        facts = {fact: one for fact, one in whole.facts.items() if fact != left}
        less = Suppositions(name="less", dated="", facts=facts)
        out = tmp_path / f"{left}.parquet"
        determine_book(book, library, out=out, as_of=DAY, suppose=less)
        for before, after in zip(runs["ordinary"][1], rows_of(out), strict=True):
            # What is free with less is free with all; what is barred with all is no lighter with less.
            if after["supposed"] == "free":
                assert before["supposed"] == "free"
            if after["headline"] == "free_if_supposed":
                assert before["headline"] == "free_if_supposed"


def test_every_face_says_what_is_assumed(runs: Runs, library: Library, tmp_path: Path):
    result, rows = runs["ordinary"]
    needed = sum(bool(row["supposed_facts"]) for row in rows)
    told = " ".join(" ".join(book_text(result, library)).split())
    assert "Assumed" in told
    assert f"({needed} lines)" in told
    whole = " ".join(" ".join(book_text(result, library, full=True)).split())
    assert f"Assumed for {needed} lines: civil use; a civil end user; no known risk" in whole
    card = yaml.safe_load(result.run_card.read_text(encoding="utf-8"))
    kept = suppositions_of_card(card)
    assert kept is not None
    assert kept == ordinary(library)
    assert card["suppose"]["lines"] == needed
    for language, words in (("en", "civil use"), ("ja", "用途は民生"), ("zh", "民用用途")):
        page = tmp_path / f"page-{language}.html"
        done = CliRunner().invoke(main, ["report", str(result.out), "-o", str(page), "--language", language])
        assert done.exit_code == 0, done.output
        assert words in page.read_text(encoding="utf-8")


def test_explain_says_the_same_as_the_results(runs: Runs):
    result, rows = runs["ordinary"]
    chosen = [next(row for row in rows if row["headline"] == word) for word in ("free_if_supposed", "undetermined")]
    for row in chosen:
        said = CliRunner().invoke(main, ["explain", str(result.out), "--line", row["line"]])
        assert "The stored row says the same." in said.stdout, said.output


def test_the_set_of_an_ordinary_order_is_dated_and_in_three_languages(library: Library):
    usual = ordinary(library)
    assert usual.dated
    for one in usual.facts.values():
        assert set(one.words) == {"en", "ja", "zh"}
        assert all(one.words.values())
        assert one.value in {AS_LEFT_OUT, AS_CLASSIFIED} or library.facts.parse(one.fact, one.value) is not None
    assert {str(fact): one.value for fact, one in usual.facts.items() if one.of != "none"} == {
        "end_use": "civil",
        "end_user_kind": "civil",
        "knowledge_of_risk": "no",
        "end_use_sector": "general",
        "knowledge_of_barred_use": "no",
        "prior_undertaking": "no",
        "end_user_territory": AS_LEFT_OUT,
        "control_codes": AS_CLASSIFIED,
    }


def test_single_facts_and_sets_of_ones_own_are_supposed(library: Library, tmp_path: Path):
    found = read_suppositions(["ordinary", "end_use=民生用"], library)
    assert found is not None
    assert found.facts.keys() == ordinary(library).facts.keys()
    own = tmp_path / "own.yaml"
    own.write_text(
        "name: own\ndated: 2026-11-01\nfacts:\n  end_use:\n    value: stock\n    of: use\n", encoding="utf-8"
    )
    found = read_suppositions(str(own), library)
    assert found is not None
    assert [one.value for one in found.facts.values()] == ["stock"]
    with pytest.raises(BookError, match="no set 'ordinery'"):
        read_suppositions("ordinery", library)
    for never in ("destination=JP", "control_codes=none", "end_user=Example KK", "licence_held=general"):
        with pytest.raises(FactError, match="never supposed"):
            read_suppositions(never, library)
    with pytest.raises(FactError, match="state of the law"):
        read_suppositions("ann70_after_2026_11_10=lapsed", library)
