"""`sekisho impact` writes what it tells: pages, workbooks, charts and data, or says at once why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook
from tests.support.pdf_words import words_in
from tests.support.workbook_reader import Reader

from sekisho.cli import main
from sekisho.present.impact.formats import CHARTS, ENDINGS
from sekisho.present.render.pdf import is_installed

ASK = ("impact", "rare-earths-stop", "--months", "1", "--draws", "32", "--kernel", "numpy")


def _ask(*words: str) -> Result:
    return CliRunner().invoke(main, [*ASK, *words], catch_exceptions=False)


def test_one_run_writes_every_kind_and_all_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    files = [f"cost{ending}" for ending in ENDINGS if ending != ".pdf" or is_installed()]
    done = _ask(*(word for file in files for word in ("-o", file)), "--chart", "sectors")
    assert done.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)
    data = json.loads(Path("cost.json").read_text(encoding="utf-8"))
    head, *rows = CalamineWorkbook.from_path("cost.xlsx").get_sheet_by_name("Readings").to_python()
    assert rows[0][head.index("middle run")] == pytest.approx(data["gdp_loss_percent"]["p50"], abs=1e-9)
    read = Reader.read(Path("cost.html").read_text(encoding="utf-8"))
    first = " ".join("".join(next(text for _, kept, text in read.found if kept.get("class") == "finding")).split())
    assert first.replace("\u00a0", " ") in " ".join(done.stdout.split())
    assert "loses most" in Path("cost.svg").read_text(encoding="utf-8")
    if is_installed():
        assert first.replace("\u00a0", " ")[:60] in words_in(Path("cost.pdf").read_bytes()).replace("\u00a0", " ")
    assert Path("cost.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_written_is_told_before_anything_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    done = _ask("-o", "cost.doc", "-o", "nowhere/cost.html")
    assert done.exit_code == 1
    assert "cannot write '.doc'" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_chart_that_there_is_not_is_told_with_those_that_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    done = _ask("-o", "cost.svg", "--chart", "trade")
    assert done.exit_code == 1
    assert "It has: path, sectors, spread, flows." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_ending_and_every_chart():
    told = CliRunner().invoke(main, ["impact", "--help"]).stdout
    assert [name for name in (*ENDINGS, *CHARTS) if name not in told] == []
