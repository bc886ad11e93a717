"""A measure file or a data package that is wrong: file, line, code, and all problems at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.measure_packages import MEASURE, package, told
from tests.support.synthetic_package import clause, measure, write_package
from tests.support.told import check_style, problem_of
from tests.support.unpresumed import determine

from sekisho import LibraryError, MeasureError, SekishoError, load_measures
from sekisho.law.loading.data_package import installed_folders
from sekisho.proofs.lint import lint_folder
from sekisho.testing import read_cases


def line_of(text: str, words: str) -> str:
    """Where words stand in the file, as errors say it."""
    return f"xx/2026-1.yaml:{text[: text.index(words)].count(chr(10)) + 1}"


def test_the_measure_itself_is_right(tmp_path: Path):
    library = load_measures([package(tmp_path, MEASURE)])
    assert determine({"destination": "JP"}, library, as_of="2026-01-01").outcome == "prohibited"


@pytest.mark.parametrize(
    ("right", "wrong", "code", "words"),
    [
        ("repealed: open", "repealed: open\nrepealed: 2026-05-01", "M101", ["'repealed' stands twice"]),
        (
            "destination: JP}",
            "destination: JP, destination: KP}",
            "M101",
            ["'destination' stands twice", "all: [{destination: ...}, {destination: ...}]"],
        ),
        ("published: 2026-01-01", "published: 2026-02-30", "M104", ["'2026-02-30'", "YYYY-MM-DD"]),
        ("repealed: open", "repealed: never", "M104", ["'never'", "or open"]),
        ("{destination: JP}", "{end_usr: JP}", "M106", ["'end_usr'", "'end_user'"]),
        ("{destination: JP}", "{destination: Japan}", "M106", ["'Japan'"]),
        ("{destination: JP}", "{destination: unknown}", "M106", ["unknown"]),
        ("{destination: JP}", "{end_use: [civil, '']}", "M106", ["unknown"]),
        ("{destination: JP}", "{prc_content_share: {at_least: unknown}}", "M106", ["unknown"]),
        ("{destination: JP}", "{prc_content_share: {at_least: 1.5}}", "M106", ["1.5", "0 to 1"]),
        ("{destination: JP}", "{prc_content_share: {at_least: 0.1, above: 0.2}}", "M107", ["above", "at_least"]),
        ("{destination: JP}", "{destination: {at_least: 1}}", "M107", ["destination"]),
        ("{destination: JP}", "{control_codes: {under: cn/dual-use/9Z999}}", "M115", ["9Z999"]),
        ("{destination: JP}", "{control_codes: {under: cn/dual-use/10.0}}", "M115", ["10.0"]),
        ("effect: prohibit", "effect: forbid", "M105", ["'forbid'", "prohibit"]),
        ("level: prohibited", "level: licence", "M116", ["'licence'", "prohibited"]),
        ("kind: law", "kind: statute", "M105", ["'statute'", "regulation"]),
        ("confidence: high\nsources", "confidence: sure\nsources", "M105", ["'sure'", "high"]),
        ("effective: 2026-01-01", "effective: 2025-12-31", "M113", ["31 December 2025", "1 January 2026"]),
        ("id: xx/2026-1", "id: xx/2026-2", "M114", ["xx/2026-2"]),
        ('    article: "1"\n', "", "M102", ["'article' is missing"]),
        ("authority:", "autority:", "M102", ["'autority'", "'authority'"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_its_code_and_what_was_expected(
    tmp_path: Path, right: str, wrong: str, code: str, words: list[str]
):
    text = MEASURE.replace(right, wrong, 1)
    assert text != MEASURE
    fault = told(tmp_path, text)
    found = [problem for problem in fault.problems if problem.code == code and all(w in str(problem) for w in words)]
    assert found, f"nothing says {code} {words}:\n{fault}"
    assert any(problem.where.startswith("xx/2026-1.yaml:") for problem in found)


def test_the_line_of_a_fault_is_the_line_in_the_file(tmp_path: Path):
    text = MEASURE.replace("{destination: JP}", "\n      all:\n        - {destination: JP}\n        - {end_usr: JP}")
    assert problem_of(told(tmp_path, text), "end_usr").where == line_of(text, "- {end_usr")


def test_all_faults_of_all_files_are_told_in_one_pass(tmp_path: Path):
    text = MEASURE.replace("2026-01-01", "2026-13-01", 1).replace("{destination: JP}", "{end_usr: JP}")
    made = package(tmp_path, text.replace("kind: law", "kind: statute"))
    other = MEASURE.replace("xx/2026-1", "xx/2026-2").replace("effect: prohibit", "effect: forbid")
    (made / "xx" / "2026-2.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(MeasureError) as raised:
        load_measures([made])
    for words in (("2026-13-01", "M104"), ("end_usr", "M106"), ("statute", "M105"), ("forbid", "2026-2.yaml")):
        problem_of(raised.value, *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", ["empty"]),
        (b"id: [", ["not YAML"]),
        (b"- a list\n", ["not a mapping"]),
        (MEASURE.replace("One", "関所").encode("shift_jis"), ["UTF-8"]),
    ],
    ids=["empty", "not-yaml", "no-mapping", "not-utf8"],
)
def test_a_file_that_is_no_measure_is_told_with_its_name(tmp_path: Path, text: bytes, words: list[str]):
    problem = problem_of(told(tmp_path, text), *words)
    assert problem.where.startswith("xx/2026-1.yaml")


def test_norway_and_codes_survive_the_reader_of_measures(tmp_path: Path):
    """YAML would make `NO` false, `1E001` ten and `0123` eighty-three."""
    text = MEASURE.replace("{destination: JP}", "{destination: [NO, JP], control_codes: {under: cn/dual-use/1E001}}")
    library = load_measures([package(tmp_path, text)])
    line = {"destination": "NO", "control_codes": "1E001"}
    assert determine(line, library, as_of="2026-01-01").outcome == "prohibited"
    assert determine({**line, "destination": "SE"}, library, as_of="2026-01-01").outcome == "free"


# --- packages -----------------------------------------------------------------------------------


def test_two_packages_that_define_one_measure_are_told_apart(tmp_path: Path):
    one, other = package(tmp_path / "a", MEASURE), package(tmp_path / "b", MEASURE)
    with pytest.raises(LibraryError) as raised:
        load_measures([one, other])
    problem_of(raised.value, "xx/2026-1", "twice")


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("name: xx\n", "", ["name"]),
        ("horizon: 2026-12-31\n", "", ["horizon"]),
        ("2026-12-31", "2026-02-30", ["2026-02-30"]),
        ("name: xx\n", "name: xx\nname: yy\n", ["'name' stands twice"]),
    ],
)
def test_a_package_card_that_is_wrong_is_told(tmp_path: Path, right: str, wrong: str, words: list[str]):
    made = package(tmp_path, MEASURE)
    card = made / "package.yaml"
    card.write_text(card.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    with pytest.raises(SekishoError) as raised:
        load_measures([made])
    problem = problem_of(raised.value, *words)
    assert "package.yaml" in problem.where


def test_a_folder_without_a_package_is_told(tmp_path: Path):
    with pytest.raises(LibraryError) as raised:
        load_measures([tmp_path])
    assert "package.yaml" in problem_of(raised.value, str(tmp_path)).what


def test_rows_of_a_list_that_are_wrong_are_told_together(tmp_path: Path):
    made = package(tmp_path, MEASURE)
    table = made / "lists" / "xx-list.csv"
    text = table.read_text(encoding="utf-8").replace("2026-02-01", "2026-02-30").replace("e5,", "e4,")
    table.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError) as raised:
        load_measures([made])
    problem_of(raised.value, "xx-list.csv:3")
    problem_of(raised.value, "xx-list.csv:6", "'e4'")


def test_a_list_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read_all_the_same(tmp_path: Path):
    """A list that is passed over in silence would make listed parties free."""
    made = package(tmp_path, MEASURE.replace("{destination: JP}", "{end_user: {listed: xx/list}}"))
    for table in made.glob("lists/*.csv"):
        table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes())
    library = load_measures([made])
    assert determine({"end_user": "Alpha Works"}, library, as_of="2026-01-01").outcome == "prohibited"


# --- what measures say of each other ---------------------------------------------------------------


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the data package that is installed."""
    return Path(shutil.copytree(installed_folders()[0], tmp_path / "shipped"))


def lint_after(folder: Path, name: str, change: Callable[[str], str]) -> list[str]:
    """Problems of a package after one file was changed."""
    file = folder / "cn" / name
    text = file.read_text(encoding="utf-8")
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8")
    found = lint_folder(folder)
    for problem in found:
        check_style(problem)
    return [str(problem) for problem in found]


def test_the_data_package_that_ships_has_no_problem(shipped: Path):
    assert lint_folder(shipped) == []


def test_a_suspension_that_names_other_days_than_the_measure_it_suspends_is_a_contradiction(shipped: Path):
    """Announcement 70 of 2025 says until 2026-11-10; the measure says so too, or one of them is wrong."""
    found = lint_after(
        shipped,
        "2025-70-suspension.yaml",
        lambda text: text.replace(
            "{measure: cn/2025-57-holmium-and-others, from: 2025-11-07, until: 2026-11-10}",
            "{measure: cn/2025-57-holmium-and-others, from: 2025-11-07, until: 2026-11-09}",
        ),
    )
    assert len(found) == 2, found
    for file in ("cn/2025-70-suspension.yaml", "cn/2025-57-holmium-and-others.yaml"):
        assert [problem for problem in found if file in problem and "M120" in problem and "find out" in problem]


def test_a_measure_that_names_other_days_than_its_suspension_is_a_contradiction(shipped: Path):
    found = lint_after(
        shipped,
        "2025-57-holmium-and-others.yaml",
        lambda text: text.replace("from: 2025-11-07, until: 2026-11-10", "from: 2025-11-08, until: 2026-11-10"),
    )
    assert len([problem for problem in found if "M120" in problem]) == 2, found


def test_a_measure_that_decides_nothing_says_why(shipped: Path):
    def silent(text: str) -> str:
        return re.sub(r"^not_executable: .*\n", "", text, flags=re.MULTILINE)

    assert [problem for problem in lint_after(shipped, "2025-70-suspension.yaml", silent) if "M125" in problem]


def test_a_measure_that_decides_gives_no_reason_for_deciding_nothing(shipped: Path):
    found = lint_after(
        shipped,
        "2026-29-helium.yaml",
        lambda text: text.replace("clauses:", "not_executable: It is said so.\nclauses:"),
    )
    assert [problem for problem in found if "M125" in problem and "2026-29-helium.yaml" in problem]


def test_a_clause_of_low_confidence_never_decides_by_itself(shipped: Path):
    """On one day that its unknown state leaves out, the clause would decide: that day is enough."""
    later = "from: 2026-08-06\n        until: open\n        named: ann34"
    found = lint_after(
        shipped,
        "2026-34-us-drones.yaml",
        lambda text: text.replace("from: 2026-08-05\n        until: open\n        named: ann34", later),
    )
    assert [problem for problem in found if "M126" in problem and "2026-34-us-drones#unlisted" in problem]


def test_a_clause_of_low_confidence_that_only_obliges_needs_no_unknown(shipped: Path):
    text = (shipped / "cn" / "2010-rare-earths-to-japan.yaml").read_text(encoding="utf-8")
    assert "effect: oblige" in text
    assert "confidence: low" in text
    assert lint_folder(shipped) == []


def test_a_relation_that_nobody_knows_is_told(tmp_path: Path):
    related = MEASURE.replace(
        "confidence: high\nsources", "relations: {implement: [{measure: xx/2026-1}]}\nconfidence: high\nsources"
    )
    problem_of(told(tmp_path, related), "unknown relation 'implement'", "'implements'")


@pytest.mark.parametrize(
    ("when", "code", "words"),
    [
        ({"term": "no-such-term"}, "M118", "no-such-term"),
        ({"in_force": "xx/2026-9"}, "M118", "xx/2026-9"),
        ({"end_user": {"listed": "xx/other-list"}}, "M123", "xx/other-list"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path, when: object, code: str, words: str):
    made = write_package(tmp_path / "package", measure("2026-1", [clause("c", when)]))
    found = [str(problem) for problem in lint_folder(made)]
    assert [problem for problem in found if code in problem and words in problem and "xx/2026-1.yaml" in problem]


@pytest.mark.parametrize("when", [{"term": "no-such-term"}, {"in_force": "xx/2026-9"}])
def test_a_library_with_a_reference_that_leads_nowhere_never_ends_in_a_stack_trace(tmp_path: Path, when: object):
    made = write_package(tmp_path / "package", measure("2026-1", [clause("c", when)]))
    with pytest.raises(SekishoError):
        determine({}, load_measures([made]), as_of="2026-02-01")


def test_an_unknown_state_needs_a_name_and_spans_do_not_overlap(tmp_path: Path):
    unnamed = MEASURE.replace("clauses:", "status: [{state: unknown, from: 2026-02-01, until: open}]\nclauses:")
    problem_of(told(tmp_path / "a", unnamed), "'named'", "xx/2026-1.yaml:12")
    twice = "status:\n" + "".join(
        f"  - {{state: suspended, from: 2026-0{month}-01, until: 2026-0{month + 1}-01}}\n" for month in (2, 3)
    )
    made = package(tmp_path / "b", MEASURE.replace("clauses:", f"{twice}clauses:"))
    assert [problem.code for problem in lint_folder(made)] == ["M119"]


def test_a_named_unknown_of_the_law_never_takes_the_name_of_a_fact(tmp_path: Path):
    """Else the fact itself would be gone, and every test of it with it."""
    status = "status: [{state: unknown, from: 2026-02-01, until: open, named: destination, values: {JP: in_force}}]\n"
    made = package(tmp_path, MEASURE.replace("clauses:", f"{status}clauses:"))
    with pytest.raises(SekishoError) as raised:
        load_measures([made])
    assert "destination" in str(raised.value)


def test_case_files_that_are_wrong_are_told(tmp_path: Path):
    made = package(tmp_path, MEASURE)
    (made / "xx" / "cases").mkdir()
    (made / "xx" / "cases" / "a.yaml").write_text(
        "- {id: A, name: One thing, as_of: 2026-01-01, facts: {destination: JP}, outcom: free}\n"
        "- {id: A, name: One thing, as_of: 2026-01-01, facts: {destination: JP}, outcome: free}\n"
        "- {id: B, name: One thing, like: Z, facts: {}, outcome: free}\n"
        "- {name: One thing}\n",
        encoding="utf-8",
    )
    with pytest.raises(MeasureError) as raised:
        read_cases(made)
    for words in (("'outcom'", "a.yaml:1"), ("twice", "a.yaml:2"), ("'Z'", "a.yaml:3"), ("needs an id", "a.yaml:4")):
        problem_of(raised.value, *words)
