"""What is counted from results is what the run counted, and values are joined only where lines can be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.hostile_rows import HEAD, MakeRun, card_of, hostile_rows

from sekisho import determine_book
from sekisho.determination.book.outcome_counts import tally_results
from sekisho.determination.book.results_with_book import Apart
from sekisho.errors import BookError
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.present.book_results.run import ReportedRun, disputed_words


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_tally_of_results_is_the_count_of_the_run(library: Library, tmp_path: Path, kind: str):
    from sekisho.examples.orders import write_orders

    write_orders(library, lines=300, seed=5, out=tmp_path / "orders.csv")
    result = determine_book(tmp_path / "orders.csv", library, out=tmp_path / f"r.{kind}", as_of="2026-09-30")
    tally = tally_results(result.out, card_of(result.out), library)
    assert {word: part.lines for word, part in tally.by_headline().items()} == dict(result.by_headline)
    values = result.value_by_headline
    assert values is not None
    assert {word: part.value for word, part in tally.by_headline().items()} == pytest.approx(dict(values))
    told = [(each.fact, each.all.lines, each.alone.lines) for each in tally.waiting]
    assert sorted(told) == sorted(result.settle_first)
    run = ReportedRun(
        results=result.out, card=result.card, tally=tally, library=library, words=Translator("en", ("report",))
    )
    words = disputed_words(run)
    assert words
    assert all(term.disputed and 0 < amount.lines <= tally.turning().lines for term, amount in words)


def test_lines_that_turn_on_a_reading_are_counted(make_run: MakeRun):
    """A civil use is no help to armed forces on the narrow and central readings, and may be on the broad one."""
    line = ("CN", "JP", "1C905.a", "civil", "Mihon KK", "1000", "", "")
    run = make_run([(str(number), *line) for number in range(3)])
    turning = run.tally.turning()
    assert (turning.lines, turning.value) == (3, 3000.0)
    assert run.tally.by_headline("narrow")["licence required"].lines == 3
    assert run.tally.by_headline()["licence required"].lines == 3
    assert run.tally.by_headline("broad")["undetermined"].lines == 3


def test_lines_with_one_name_keep_their_values(make_run: MakeRun):
    run = make_run([("A", *row[1:]) for row in hostile_rows()])
    assert (run.tally.apart, run.tally.valued, run.tally.total.lines) == (None, 18, 18)


@pytest.mark.parametrize("fate", [Apart.GONE, Apart.CHANGED])
def test_a_book_that_is_not_the_same_is_left_out(make_run: MakeRun, fate: Apart):
    run = make_run()
    book = Path(run.text("book"))
    book.unlink() if fate is Apart.GONE else book.write_text(",".join(HEAD), encoding="utf-8")
    tally = tally_results(run.results, run.card, run.library)
    assert (tally.apart, tally.total.value, tally.total.lines) == (fate, None, 18)


def test_results_and_run_card_of_two_runs_are_told(make_run: MakeRun):
    run = make_run()
    with pytest.raises(BookError, match="two runs"):
        tally_results(run.results, {**run.card, "lines": 17}, run.library)


def test_a_file_that_is_no_result_is_told_with_its_lack(make_run: MakeRun, tmp_path: Path):
    run = make_run()
    with pytest.raises(BookError, match="no column 'floor'"):
        tally_results(tmp_path / "orders.csv", run.card, run.library)
