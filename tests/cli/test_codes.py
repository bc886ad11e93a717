"""`show` with a control code: one page for what the library knows of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from click.testing import CliRunner, Result
from tests.support.calling import Call

from sekisho import Library
from sekisho.cli import main
from sekisho.law.model.scheme import control_entries
from sekisho.present.law.control_code import code_text
from sekisho.trade.items.concordance import CAUTION


def show(*words: str) -> Result:
    return CliRunner().invoke(main, ["show", *words], catch_exceptions=False)


def plain(*words: str) -> dict[str, object]:
    found = json.loads(show(*words, "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def test_the_page_of_a_code_says_what_it_is_what_it_rests_on_and_what_to_compare():
    said = show("1C905.a", "--as-of", "2026-09-30").stdout
    assert said.startswith("cn/dual-use/1C905.a\n  金属镝")
    assert "under control by  cn/2025-18-medium-heavy-rare-earths, in force, as of 30 September 2026" in said
    for part in ("limits", "transcription", "Above", "Directly below", "Customs codes", "Compare with", "Clauses that"):
        assert part in said
    assert " ".join(CAUTION.split()) in " ".join(said.split())
    assert "broader: China reaches further; confidence medium" in said
    assert "may fall under 1C905.a.4" in said
    assert "a hint, never a ground of control" in said
    assert show("cn/dual-use/1C905.a", "--as-of", "2026-09-30").stdout == said


def test_a_code_whose_measure_is_suspended_says_so_before_anything_else():
    said = show("1C909", "--as-of", "2026-09-30").stdout
    warned = "On 30 September 2026 the measure that brought it under control is suspended through 10 November 2026."
    said = " ".join(said.split())
    assert warned in said
    assert said.index(warned) < said.index("under control by")
    assert "the measure that brought it" not in " ".join(show("1C905", "--as-of", "2026-09-30").stdout.split())


def test_a_state_that_nobody_knows_is_said_with_its_name():
    said = " ".join(show("1C909", "--as-of", "2026-11-24").stdout.split())
    assert (
        "is in a state not known: the suspension of Announcements 55 to 58, 61 and 62 after 10 November 2026." in said
    )
    assert "whether they are in force is not known" in said


def test_a_repealed_measure_is_said_with_the_one_that_took_it_over():
    said = " ".join(show("3C001.a", "--as-of", "2026-09-30").stdout.split())
    assert "is repealed from 1 December 2024; taken over by cn/2024-51-unified-list, in force." in said


def test_before_its_measure_a_code_is_said_to_come_later():
    said = show("1C905", "--as-of", "2025-04-01").stdout
    assert "On 1 April 2025 the measure that brought it under control is published later, on 4 April 2025." in said


def test_a_code_below_whose_measure_is_suspended_is_marked_in_its_parent():
    said = show("1C", "--as-of", "2026-09-30").stdout
    marked = [line for line in said.splitlines() if line.startswith("  1C9")]
    assert "(suspended through 10 November 2026)" in next(line for line in marked if line.startswith("  1C909"))
    assert "(" not in next(line for line in marked if line.startswith("  1C905"))


def test_areas_and_digits_have_pages_too():
    assert [one["code"] for one in plain("1")["below"]] == ["1A", "1B", "1C", "1D", "1E"]  # type: ignore[attr-defined]
    assert "  limits  " not in show("1C").stdout


def test_a_limit_that_was_lost_is_said_to_be_lost_and_one_that_is_not_stated_to_be_none(library: Library):
    """No limit of the list as it ships is lost any more; one of a list to come may be."""
    whole = control_entries(library)["1C108.a"]
    lost = code_text(replace(whole, threshold="density >= unknown g/cm3"), library, date(2026, 9, 30))
    assert "read it in the list itself" in " ".join(" ".join(lost).split())
    assert "read it in the list itself" not in show("1C108.a").stdout
    assert "limits            the source states none" in show("1C108.c").stdout
    assert plain("1C108.a")["figures_lost"] is False


def test_the_page_as_data_holds_every_customs_code_pair_and_clause():
    found = plain("1C905.a", "--as-of", "2026-09-30")
    assert (found["scheme"], found["code"], found["as_of"]) == ("cn/dual-use", "1C905.a", "2026-09-30")
    assert found["control"] == {
        "measure": "cn/2025-18-medium-heavy-rare-earths",
        "state": "in_force",
        "says": "in force",
        "absorbed_by": [],
    }
    codes, pairs, clauses = found["customs_codes"], found["compare_with"], found["clauses"]
    assert isinstance(codes, list)
    assert isinstance(pairs, dict)
    assert isinstance(clauses, list)
    assert {hint["direction"] for hint in codes} == {"may"}
    assert pairs["caution"] == CAUTION
    assert {(pair["other"], pair["relation"]) for pair in pairs["pairs"]} == {("1C003.b", "broader"), ("5", "broader")}
    assert "cn/2025-18-medium-heavy-rare-earths#list-licence" in {clause["clause"] for clause in clauses}


def test_a_code_is_one_record_of_csv():
    header, row, *rest = show("1C905.a", "--format", "csv").stdout.splitlines()
    assert rest == []
    assert dict(zip(header.split(","), row.split(",", 2), strict=False))["code"] == "1C905.a"


def test_an_unknown_code_is_an_error_that_names_the_nearest():
    answer = show("1C905.z")
    assert answer.exit_code == 1
    assert "the dual-use list has no code '1C905.z'." in answer.stderr
    assert "Nearest: 1C905, " in answer.stderr


def test_a_code_has_no_terms():
    assert "a code has no terms" in show("1C905", "--term", "1").stderr


def test_a_package_whose_list_says_less_has_pages_that_say_less(call: Call):
    said = call("show", "1C905.b", "--as-of", "2026-09-30").stdout
    assert "the table does not say which measure; state not known" in said
    assert "purity >= unknown" in said
    assert "No pair is on file" in said
    assert "xx/2025-law#list-licence" in said
