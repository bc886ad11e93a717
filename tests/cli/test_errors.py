"""Every mistake of a user is told in sentences, on stderr, with exit code 1, and without a stack trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.calling import LAW, Call

MISTAKES = [
    (("check", "--destination", "Japn"), "destination: 'Japn' is not a territory."),
    (("check", "--end-use", "civl"), "Did you mean 'civil'?"),
    (("check", "--control-codes", "1C999.a"), "the dual-use list has no code '1C999.a'."),
    (("check", "--control-codes", "1E+001"), "read the column as text."),
    (("check", "--as-of", "2026-02-30"), "as-of: '2026-02-30' is not a date."),
    (("check", "--date", "yesterday"), "date: 'yesterday' is not a date."),
    (("check", "--term", "helps-force=narrow"), "Did you mean 'helps-forces'?"),
    (("check", "--term", "helps-forces=wide"), "'wide' is not a reading."),
    (("check", "--term", "helps-forces"), "Expected --term NAME=VALUE."),
    (("check", "--assume", "end_use=civil"), "It is a fact of the line: give it with --end-use."),
    (("check", "--assume", "listing_after=lapsed"), "Did you mean 'listing_after_2026_10'?"),
    (("check", "--assume", "listing_after_2026_10=gone"), "Expected one of extended, lapsed, or unknown."),
    (("check", "--from", "missing.yaml"), "missing.yaml: no such file or directory."),
    (("check", "--from", "list.yaml"), "Choose one with --case: A, B."),
    (("check", "--from", "list.yaml", "--case", "C"), "list.yaml: no case 'C'."),
    (("check", "--from", "typo.yaml"), "typo.yaml:2: unknown key 'as_off'."),
    (("check", "--from", "broken.yaml"), "broken.yaml:3: M101 not YAML"),
    (("check", "--from", "twice.yaml"), "key 'origin' stands twice"),
    (("check", "--from", "text.yaml"), "text.yaml: no case."),
    (("check", "--from", "latin.yaml"), "latin.yaml: not UTF-8 text."),
    (("check", "--from", "fact.yaml"), "unknown fact 'destinaton'."),
    (("show", "xx/2025-lw"), "Did you mean 'xx/2025-law'?"),
    (("show", "xx/2025-law#list"), "no clause 'xx/2025-law#list'."),
    (("show", "xx/2025-law", "--term", "9"), "xx/2025-law: no term '9'."),
    (("facts", "end_usr"), "Did you mean 'end_user'?"),
    (("measures", "--in-force-on", "soon"), "in-force-on: 'soon' is not a date."),
    (("bulk", "missing.csv", "-o", "out.csv"), "missing.csv: no such file."),
    (("bulk", "book.doc", "-o", "out.csv"), "'.doc' is not a kind of book."),
    (("bulk", "book.pdf", "-o", "out.csv"), "cannot be read as PDF: it is damaged, or cut off."),
    (("bulk", "book.xlsx", "-o", "out.csv"), "cannot be read as a spreadsheet: it is damaged"),
    (("bulk", "book.csv", "-o", "out.xlsx"), "cannot write '.xlsx'."),
    (("bulk", "book.csv", "-o", "out.csv", "--map", "end_user"), "Expected --map FACT=COLUMN."),
    (("bulk", "book.csv", "-o", "out.csv", "--map", "end_user=custmer"), "no column 'custmer'."),
    (("explain", "missing.parquet", "--line", "1"), "missing.parquet: no such file."),
    (("explain", "book.csv", "--line", "1"), "book.run.yaml: no run card."),
    (("example", "orders", "-o", "orders.txt"), "cannot write '.txt'."),
    (("example", "orders", "-o", "nowhere/orders.csv"), "nowhere/orders.csv: no folder 'nowhere'."),
    (("template", "-o", "nowhere/orders.csv"), "nowhere/orders.csv: no folder 'nowhere'."),
    (("check", "--destination", "JP", "--from", "missing.yaml"), "Check the path"),
]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Files with one mistake each."""
    (tmp_path / "list.yaml").write_text("- {id: A, facts: {}}\n- {id: B, facts: {}}\n", encoding="utf-8")
    (tmp_path / "typo.yaml").write_text("facts: {destination: JP}\nas_off: 2026-01-01\n", encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("facts:\n  a: [1\nb: }\n", encoding="utf-8")
    (tmp_path / "twice.yaml").write_text("origin: CN\norigin: JP\n", encoding="utf-8")
    (tmp_path / "text.yaml").write_text("just words\n", encoding="utf-8")
    (tmp_path / "latin.yaml").write_bytes(b"end_user: Caf\xe9\n")
    (tmp_path / "fact.yaml").write_text("destinaton: JP\n", encoding="utf-8")
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    (tmp_path / "book.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "book.doc").write_bytes(b"Notes")
    (tmp_path / "book.csv").write_text("line,destination,control_codes\n1,JP,none\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("words", "says"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_is_told_in_a_sentence_and_exits_with_1(call: Call, words: tuple[str, ...], says: str):
    done = call(*words)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.exit_code == 1


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("words", [words for words, _ in MISTAKES], ids=" ".join)
def test_no_message_shouts_apologises_or_blames(call: Call, words: tuple[str, ...]):
    said = call(*words).stderr.lower()
    assert not [word for word in ("!", "please", "sorry", "invalid", "oops") if word in said]


def test_all_problems_of_a_line_are_told_at_once(call: Call):
    said = call("check", "--destination", "Japn", "--end-use", "civl", "--control-codes", "9Z").stderr
    assert said.count("is not a") == 3


def test_facts_date_reading_and_assumptions_are_checked_in_one_pass(call: Call):
    line = ("--destination", "Japn", "--control-codes", "9Z001", "--prc-content-share", "nan")
    done = call("check", *line, "--as-of", "2026-02-30", "--reading", "wide", "--assume", "nosuch=x")
    told = [text for text in done.stderr.splitlines() if not text.startswith(" ")]
    assert [text.partition(":")[0] for text in told] == [
        *("destination", "control_codes", "prc_content_share", "as-of", "reading", "assume")
    ]
    assert "Did you mean JP (Japan)? `sekisho facts destination` lists all." in done.stderr
    assert done.exit_code == 1


WRONG = """\
as_of: 2026-02-30
facts:
  destination: Germny
  destinaton: JP
readings: {all: wide}
assume: {nosuch: x}
colour: red
"""


def test_all_problems_of_a_case_file_are_told_with_their_lines(call: Call, tmp_path: Path):
    (tmp_path / "wrong.yaml").write_text(WRONG, encoding="utf-8")
    done = call("check", "--from", "wrong.yaml", "--end-use", "civl")
    told = [text for text in done.stderr.splitlines() if not text.startswith(" ")]
    places = [text.partition(" ")[0] for text in told]
    lines = (7, 4, 3, None, 1, 5, 6)
    assert places == ["end_use:" if line is None else f"wrong.yaml:{line}:" for line in lines]
    assert "Did you mean DE (Germany)?" in done.stderr


def test_a_problem_that_a_flag_brings_is_not_laid_to_the_file(call: Call, tmp_path: Path):
    (tmp_path / "case.yaml").write_text("facts: {end_use: civil}\nas_of: 2026-01-01\n", encoding="utf-8")
    said = call("check", "--from", "case.yaml", "--end-use", "civl", "--as-of", "soon").stderr
    assert said.startswith("end_use: 'civl' is not a choice.")
    assert "\nas-of: 'soon' is not a date." in said


def test_a_case_that_is_like_another_is_told_where_each_of_its_facts_stands(call: Call, tmp_path: Path):
    text = "- id: A\n  facts: {destination: Japn}\n- id: B\n  like: A\n  facts: {end_use: civl}\n"
    (tmp_path / "two.yaml").write_text(text, encoding="utf-8")
    said = call("check", "--from", "two.yaml", "--case", "B").stderr
    assert said.startswith("two.yaml:2: destination: 'Japn' is not a territory.")
    assert "\ntwo.yaml:5: end_use: 'civl' is not a choice." in said


def test_the_options_of_a_run_are_checked_in_one_pass(call: Call, tmp_path: Path):
    (tmp_path / "book.csv").write_text("line,destination\n1,JP\n", encoding="utf-8")
    options = ("--as-of", "soon", "--reading", "wide", "--assume", "nosuch=x")
    assert call("bulk", "book.csv", "-o", "out.csv", *options).stderr.count("is not a") == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("check", "--destinatoin", "JP"), "--destination"),
        (("chek",), "Did you mean 'check'?"),
        (("settle", "results.csv"), "--out"),
        (("check", "--format", "xml"), "json"),
    ],
)
def test_a_mistake_of_usage_exits_with_2_and_names_what_is_near(call: Call, words: tuple[str, ...], says: str):
    done = call(*words)
    assert done.exit_code == 2
    assert says in done.stderr


def test_the_installed_command_keeps_data_and_narration_apart(tmp_path: Path):
    done = subprocess.run(
        [
            *(Path(sys.executable).parent / "sekisho", "check", "--control-codes", "1C905", "--measures", LAW),
            *("--save", "case.yaml"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("◆ Not decided")
    assert "\x1b" not in done.stdout
    assert "case.yaml" not in done.stdout
    assert done.stderr == "Saved the case in case.yaml.\n"


def test_a_single_check_imports_neither_duckdb_nor_numpy():
    code = (
        "import sys; from sekisho.cli import main\n"
        f"main(['check', '--control-codes', '1C905', '--measures', {str(LAW)!r}], standalone_mode=False)\n"
        "sys.exit(bool({'duckdb', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
