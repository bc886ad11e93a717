"""`report`: a page or a workbook of a run, and what keeps it from being written."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import duckdb
import pytest
from tests.support.calling import LAW, Call, signed_again
from tests.support.pdf_words import A4, words_in

from sekisho.files.formats import sha256_of
from sekisho.present.render import pdf

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and prints the most memory that it held, in KiB; a test's own process has other children, too."""
BOOK = """\
line,departure,destination,control_codes,end_use,end_user,value_usd
1,CN,JP,1C905.a,civil,Mihon KK,1000
2,CN,JP,1C905.a,weapons,Mihon KK,2000
3,CN,JP,1C905.a,,Mihon KK,3000
"""


@pytest.fixture
def results(call: Call, tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    assert call("bulk", "orders.csv", "-o", "results.parquet", "--as-of", "2026-09-30").exit_code == 0
    return tmp_path / "results.parquet"


@pytest.mark.parametrize("name", ["report.html", "report.xlsx"])
def test_a_report_is_written_and_nothing_beside_it(call: Call, results: Path, name: str):
    before = set(results.parent.iterdir())
    done = call("report", "results.parquet", "-o", name)
    counts = "3 lines: 3 judged, 0 judged with a gap, 0 not judged; 0 rows are not lines.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"{counts}Wrote {name}.\n")
    assert set(results.parent.iterdir()) - before == {results.parent / name}


@pytest.mark.skipif(not pdf.is_installed(), reason="needs WeasyPrint and Pango")
def test_a_report_on_paper_says_what_the_page_says(call: Call, results: Path):
    assert call("report", "results.parquet", "-o", "report.pdf", "--language", "ja").exit_code == 0
    text = words_in(results.with_name("report.pdf").read_bytes(), A4, A4[::-1])
    assert "3行のうち1行は出荷しないでください" in "".join(text.split())
    assert "orders.csv" in text
    assert "1 / 2" in text


def test_where_pdf_cannot_be_made_it_is_told_before_anything_is_read(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    done = call("report", "none.parquet", "-o", "report.pdf")
    assert done.exit_code == 1
    assert "pip install 'sekisho[books]'" in done.stderr
    assert "print it from a browser" in done.stderr


def test_parties_stand_on_the_page_unless_no_line_is_asked_for(call: Call, results: Path):
    place = results.with_name("report.html")
    call("report", "results.parquet", "-o", "report.html", "--lines", "0")
    assert "Mihon" not in place.read_text("utf-8")
    call("report", "results.parquet", "-o", "report.html", "--by", "Tanaka <1>")
    text = place.read_text("utf-8")
    assert "Mihon KK" in text
    assert "Tanaka &lt;1&gt;" in text


def test_a_page_in_japanese(call: Call, results: Path):
    call("report", "results.parquet", "-o", "report.html", "--language", "ja")
    text = results.with_name("report.html").read_text("utf-8")
    assert '<html lang="ja">' in text
    assert "許可不要" in text


@pytest.mark.usefixtures("results")
@pytest.mark.parametrize(
    ("out", "says"),
    [
        ("report.doc", "Expected .html, .pdf or .xlsx."),
        ("nowhere/report.html", "no folder 'nowhere'"),
    ],
)
def test_where_a_report_cannot_go_is_told(call: Call, out: str, says: str):
    done = call("report", "results.parquet", "-o", out)
    assert (done.exit_code, says in done.stderr) == (1, True)


def test_a_missing_book_is_said_in_the_report_and_on_the_terminal(call: Call, results: Path):
    results.with_name("orders.csv").unlink()
    done = call("report", "results.parquet", "-o", "report.html")
    assert done.exit_code == 0
    assert "the book is no longer where it was" in done.stderr
    assert "the book is no longer where it was" in results.with_name("report.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["report.html", "report.xlsx"])
def test_results_that_are_none_leave_no_report(call: Call, results: Path, name: str):
    results.write_text("line,outcome\n1,free\n", encoding="utf-8")
    assert "files of two runs: results" in call("report", "results.parquet", "-o", name).stderr
    signed_again(results)
    done = call("report", "results.parquet", "-o", name)
    assert done.exit_code == 1
    assert "results.parquet: cannot be read as Parquet" in done.stderr
    assert not [path.name for path in results.parent.iterdir() if "report" in path.name]


@pytest.mark.parametrize(("module", "name"), [("xlsxwriter", "report.xlsx"), ("jinja2", "report.html")])
def test_a_missing_library_is_told_with_what_to_install(
    call: Call, results: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
):
    for loaded in ("book_results.export", "book_results.page", "render.template"):
        monkeypatch.delitem(sys.modules, f"sekisho.present.{loaded}", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    done = call("report", "results.parquet", "-o", name)
    assert done.exit_code == 1
    assert "pip install 'sekisho[books]'" in done.stderr
    assert not results.with_name(name).exists()


@pytest.mark.slow
def test_two_million_lines_are_summed_up_in_twenty_seconds_without_being_loaded(results: Path):
    """Results are repeated, not judged again."""
    copies, folder = 700_000, results.parent
    card = results.with_suffix(".run.yaml")
    with duckdb.connect() as connection:
        for name, source in (("big.parquet", "read_csv('orders.csv', all_varchar = true)"), ("all.parquet", "'{0}'")):
            of = source.format("results.parquet")
            connection.execute(
                f"COPY (SELECT i * 10 + line::BIGINT AS line, * EXCLUDE (line, i) FROM {of}, range({copies}) t(i)) "
                f"TO '{name}' (FORMAT parquet)"
            )
    text = card.read_text("utf-8").replace("lines: 3\n", f"lines: {3 * copies}\n").replace("orders.csv", "big.parquet")
    text = re.sub("book_sha256: .*", f"book_sha256: {sha256_of(folder / 'big.parquet')}", text)
    (folder / "all.run.yaml").write_text(text, encoding="utf-8")
    signed_again(folder / "all.parquet")
    sekisho = Path(sys.executable).parent / "sekisho"
    command = [str(sekisho), "report", "all.parquet", "-o", "report.html", "--measures", str(LAW)]
    done = subprocess.run([sys.executable, "-c", PEAK, *command], check=True, timeout=20, cwd=folder, stdout=PIPE)
    assert "2,100,000" in (folder / "report.html").read_text("utf-8")
    assert int(done.stdout.split()[-1]) < 1024 * 1024


def test_the_book_is_not_overwritten(call: Call, results: Path):
    link = results.with_name("link.html")
    link.symlink_to(results.with_name("orders.csv"))
    done = call("report", "results.parquet", "-o", "link.html")
    assert "would overwrite orders.csv" in done.stderr
    assert results.with_name("orders.csv").read_text("utf-8") == BOOK
