"""What is counted from results is what the run counted, and values are joined only where lines can be told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.hostile_rows import HEAD, MakeRun, card_of, hostile_rows

from sekisho import determine_book
from sekisho.determination.book.results.counts import tally_results
from sekisho.determination.book.results.with_book import Apart
from sekisho.errors import BookError
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.present.book_results.line_teller import LineTeller
from sekisho.present.book_results.run import ReportedRun, disputed_words


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_the_tally_of_results_is_the_count_of_the_run(library: Library, tmp_path: Path, kind: str):
    from sekisho.examples.orders import write_orders

    write_orders(library, lines=300, seed=5, out=tmp_path / "orders.csv")
    result = determine_book(tmp_path / "orders.csv", library, out=tmp_path / f"r.{kind}", as_of="2026-12-01")
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
    of_law = {each.fact for each in tally.waiting if library.facts[each.fact].of == "law"}
    assert of_law, "the day lies behind the end of a suspension, and lines wait for what became of it"
    assert {each.fact for each in run.to_ask} == {each.fact for each in tally.waiting} - of_law
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


def test_amounts_are_read_back_in_the_unit_in_which_the_run_read_them(library: Library, tmp_path: Path):
    """In a column of thousands a cell may state its own unit; the header alone says what the others are in."""
    cells = ("46.2", "252千円", "約80万円", "５，０４０", "NULL")
    rows = "".join(f'{number},ボルト,CN,JP,"{cell}"\n' for number, cell in enumerate(cells))
    book = tmp_path / "orders.csv"
    book.write_text(f"手配番号,品名,積出国,仕向国,金額(千円)\n{rows}", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "r.parquet", as_of="2026-09-30")
    tally = tally_results(result.out, card_of(result.out), library)
    assert result.unit == "thousand JPY"
    assert tally.total.value == pytest.approx(46.2 + 252 + 800 + 5040)
    assert tally.valued == 4
    assert sum(part.value or 0 for part in tally.by_triage.values()) == pytest.approx(tally.total.value)
    assert {place: part.lines for place, part in tally.by_triage.items()} == dict(result.by_triage)
    run = ReportedRun(
        results=result.out, card=result.card, tally=tally, library=library, words=Translator("ja", ("report",))
    )
    told = LineTeller(run)
    amounts = (46.2, 5040.0, 2_340_543.6, None)
    assert [told.amount(value) for value in amounts] == ["46,200円", "5,040,000円", "2,340,543,600円", ""]


def test_a_listed_party_is_named_in_the_language_of_the_reader(library: Library):
    entry = next(entry for entry in library.entries if entry.id == "jp-ecl-b18")
    assert [entry.name_in(language) for language in ("en", "ja", "zh")] == [
        *("NIPPI Corporation", "日本飛行機株式会社", "日本飞机株式会社")
    ]
    american = next(entry for entry in library.entries if entry.territory == "US")
    assert american.name_in("ja") == american.names[0]
