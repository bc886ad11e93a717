"""The files of a run become the run together: whenever the writer dies, readers refuse or read one run, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.calling import LAW
from tests.support.killed import KilledError, killed_before
from tests.support.open_books import LEVEL_OPEN, random_rows, write_book

from sekisho import BookError, Library, determine_book, load_measures
from sekisho.cli import main
from sekisho.determination.book.run_files import FinishedRun, RunPlaces, commit, open_run, staged

MOST_EVENTS = 200
CARD = {"book": "orders.csv", "book_sha256": "0", "mapping": {}, "library": {"hash": "0"}, "lines": 1}
OLD = {"results": b"line\nold\n", "matches": b"name,run\nA,old\n", "rejects": b"row\n2\n", "kept": b"old"}
OLD["datapackage"] = b'{"sekisho": {"run": "old"}}'
NEW = {"results": b"line\nnew\n", "matches": b"name,run\nB,new\n", "gaps": b"line,run\n1,new\n"}
NEW["datapackage"] = b'{"sekisho": {"run": "new"}}'


def make(out: Path, files: dict[str, bytes], run: str) -> None:
    """Make a run of files whose content is at hand."""
    with staged(out) as made:
        for name, content in files.items():
            made.beside[name].write_bytes(content)
        commit(made, out, {**CARD, "run": run})


def content_of(out: Path) -> dict[str, bytes]:
    """What stands beside results, by what it is."""
    return {name: path.read_bytes() for name, path in RunPlaces(out).beside.items() if path.exists()}


def run_is_whole(out: Path) -> bool:
    """Whether a reader takes what is there; if it does, it is one run with everything that belongs to it."""
    try:
        run = open_run(out)
    except BookError:
        return False
    assert content_of(out) == (OLD if run.id == "old" else NEW)
    return True


def test_whenever_the_writer_dies_readers_refuse_or_read_one_run(tmp_path: Path):
    out = tmp_path / "r.csv"
    taken, events = [], 0
    for event in range(MOST_EVENTS):
        make(out, OLD, "old")
        try:
            with killed_before(event, tmp_path):
                make(out, NEW, "new")
        except KilledError:
            taken.append(run_is_whole(out))
            make(out, NEW, "new")
            assert run_is_whole(out), f"the next run works (event {event})"
            assert content_of(out) == NEW
            left = {path.name for path in tmp_path.iterdir()} - {path.name for path in RunPlaces(out).beside.values()}
            assert left == {"r.run.yaml"}, f"what was left behind is cleared (event {event})"
        else:
            events = event
            break
    assert events > 10, "the writer was killed in between"
    assert taken[0], "before anything is written the older run is whole"
    assert taken[-1], "after everything is written the new run is whole"
    assert not all(taken), "some kills fall between the moves; if none does, this test tests nothing"


@pytest.mark.parametrize("name", ["results", "matches", "rejects"])
def test_a_file_of_another_run_is_refused(tmp_path: Path, name: str):
    out, other = tmp_path / "a.csv", tmp_path / "b.csv"
    make(out, OLD, "old")
    make(other, {**OLD, name: b"name,run\nother,other\n"}, "other")
    shutil.copy(RunPlaces(other).beside[name], RunPlaces(out).beside[name])
    with pytest.raises(BookError, match=r"(?s)files of two runs: a\..*Run `sekisho bulk` again"):
        open_run(out)


@pytest.mark.parametrize("name", ["matches", "rejects"])
def test_a_file_that_is_missing_or_left_from_another_run_is_refused(tmp_path: Path, name: str):
    out = tmp_path / "a.csv"
    make(out, OLD, "old")
    place = RunPlaces(out).beside[name]
    content = place.read_bytes()
    place.unlink()
    with pytest.raises(BookError, match="is missing"):
        open_run(out)
    place.write_bytes(content)
    make(out, {"results": b"x"}, "new")
    place.write_bytes(content)
    with pytest.raises(BookError, match="is of another run"):
        open_run(out)


def test_people_may_write_into_the_table_of_names_and_delete_what_was_kept(tmp_path: Path):
    out = tmp_path / "a.csv"
    make(out, OLD, "old")
    RunPlaces(out).beside["matches"].write_text("name,same,by,run\nA,yes,me,old\n", encoding="utf-8")
    RunPlaces(out).beside["kept"].unlink()
    assert open_run(out).id == "old"


def test_results_of_an_earlier_version_are_refused_with_what_to_do(tmp_path: Path):
    (tmp_path / "a.csv").write_text("line\n", encoding="utf-8")
    card = "book: b.csv\nbook_sha256: '0'\nmapping: {}\nlibrary: {}\nlines: 0\n"
    (tmp_path / "a.run.yaml").write_text(card, encoding="utf-8")
    with pytest.raises(BookError, match=r"(?s)earlier version.*Run `sekisho bulk` again"):
        open_run(tmp_path / "a.csv")


# --- real runs ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def law() -> Library:
    """The made-up law of the tests."""
    return load_measures([LAW])


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book with parties on a list."""
    rows = [*random_rows(5, 8), ["M1", *LEVEL_OPEN]]
    return write_book(tmp_path_factory.mktemp("book") / "orders.csv", rows)


def determined(book: Path, law: Library, out: Path, day: str) -> FinishedRun:
    """Determine the book as of a day, and open the run."""
    determine_book(book, law, out=out, as_of=day, keep=True, threads=1)
    return open_run(out)


def test_an_equal_run_has_an_equal_id_and_equal_results_and_another_has_another(
    book: Path, law: Library, tmp_path: Path
):
    one = determined(book, law, tmp_path / "a.csv", "2026-02-01")
    same = determined(book, law, tmp_path / "b.csv", "2026-02-01")
    other = determined(book, law, tmp_path / "c.csv", "2025-12-01")
    assert one.id == same.id != other.id
    assert one.results.read_bytes() == same.results.read_bytes()
    assert one.card["digests"]["results"] == same.card["digests"]["results"]  # type: ignore[index]


READERS = (
    ("report", "{}", "-o", "{folder}/report.html", "--measures", str(LAW)),
    ("settle", "{}", "-o", "{folder}/sheet.csv", "--measures", str(LAW)),
    ("explain", "{}", "--line", "M1", "--measures", str(LAW)),
    ("rescreen", "{}", "--law-to", "2026-09-30", "--library-to", str(LAW), "--format", "csv"),
)
WRITTEN = {"report": "report.html", "settle": "sheet.csv"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["r.csv", "r.parquet"])
def test_whenever_bulk_dies_every_command_refuses_or_says_what_one_run_says(
    book: Path, law: Library, tmp_path: Path, name: str
):
    """Slow: the book is determined and read by four commands for each of some forty file events."""
    out, runs = tmp_path / name, tmp_path / "runs"
    runs.mkdir()
    right: dict[str, list[str]] = {}
    for run, day in (("old", "2025-12-01"), ("new", "2026-09-30")):
        determined(book, law, out, day)
        right[run] = said(out, tmp_path)
        shutil.copytree(tmp_path, runs / run, ignore=shutil.ignore_patterns("runs"))
    assert right["old"] != right["new"]
    for event in range(MOST_EVENTS):
        shutil.copytree(runs / "old", tmp_path, dirs_exist_ok=True)
        try:
            with killed_before(event, tmp_path):
                determined(book, law, out, "2026-09-30")
        except KilledError:
            told = said(out, tmp_path)
            fits = [run for run in right if all(a in (b, "refused") for a, b in zip(told, right[run], strict=True))]
            assert fits, f"event {event}: readers take the files of two runs"
            assert determined(book, law, out, "2026-09-30").card["as_of"] == "2026-09-30"
        else:
            break
    assert event > 10


def said(out: Path, folder: Path) -> list[str]:
    """What every reader says of results, or that it refuses."""
    found = []
    for command, *args in READERS:
        done = CliRunner().invoke(main, [command, *(each.format(out, folder=folder) for each in args)])
        if done.exit_code:
            assert "two runs" in done.output or "another run" in done.output, done.output
            found.append("refused")
        elif command in WRITTEN:
            found.append((folder / WRITTEN[command]).read_text(encoding="utf-8"))
        else:
            found.append(done.stdout)
    return found
