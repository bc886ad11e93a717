"""`sekisho check` and `sekisho readings`: one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from tests.support.calling import Call

from sekisho import Library
from sekisho.service.line.case_file import read_case
from sekisho.testing import read_cases

DYSPROSIUM = ("--control-codes", "1C905.a", "--departure", "CN", "--destination", "JP", "--as-of", "2026-09-30")
CIVIL = ("--end-use", "civil", "--end-user", "Mihon KK", "--end-user-kind", "civil")

UNDETERMINED = """\
◆ Not decided (licence at least): dysprosium metal (1C905.a), China to Japan
  Why     AW may be Alpha Works, which is on a list. You did not say whether
          it is.
  If      Alpha Works                                 ■ special approval only
          not Alpha Works                             ▲ licence
          not Alpha Works, if the words are read      ◆ licence at least
            broadly
          military use                                ■ prohibited
          the goods are not on the dual-use list      ◆ on a list, ask
  Next    Ask AW in writing whether it is Alpha Works, or a part of it. Then
          add --same yes (or no).
  Scope   30 Sep 2026, read to 3 Oct; only 2 measures of Nowhere. --why --full
"""


def test_the_answer_is_told_in_a_few_lines(call: Call):
    """A snapshot, read as prose."""
    assert call("check", *DYSPROSIUM, "--end-use", "civil", "--end-user", "AW").stdout == UNDETERMINED


def test_a_text_that_begins_as_a_point_of_a_list_is_no_option(call: Call):
    """People paste lists: a dash with a space behind it begins a point."""
    told = call("check", "- dysprosium metal to Japan")
    assert told.exit_code == 0
    assert "dysprosium metal" in told.stdout


def test_more_flags_tell_more_behind_the_same_answer(call: Call):
    asked = ("check", *DYSPROSIUM, "--end-use", "civil", "--end-user", "AW")
    brief, why = call(*asked).stdout, call(*asked, "--why").stdout
    assert why.startswith(brief)
    assert "What could change it\n  ■ special approval only: Announcement 1 of 2026" in why
    assert len(why.splitlines()) <= 40
    papers, read = call(*asked, "--papers").stdout, call(*asked, "--readings").stdout
    assert papers.startswith(brief)
    assert "Keep the papers for five years." in papers
    assert read.startswith(brief)
    assert "“whatever helps armed forces”" in read


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "Is AW the same as the listed Alpha Works?"),
        ("ja", "AWはリスト掲載のアルファ"),
        ("zh", "AW与名单所列阿尔法"),
    ],
)
def test_a_name_to_review_is_asked_for_with_the_flags_that_settle_it(call: Call, language: str, asked: str):
    said = call("check", *DYSPROSIUM, "--end-use", "civil", "--end-user", "AW", "--full", "--language", language).stdout
    question, _, rest = said[said.index(asked) :].partition("--same yes|no")
    assert question.strip()
    assert "--basis TEXT" in rest.splitlines()[0]
    assert rest.splitlines()[1].strip() == "--end-user NAME"


def test_a_settled_answer_names_the_measure_the_clause_and_what_it_rests_on(call: Call):
    assert call("check", *DYSPROSIUM, *CIVIL).stdout.startswith("▲ Licence required: dysprosium metal (1C905.a), China")
    said = call("check", *DYSPROSIUM, *CIVIL, "--full").stdout
    assert said.startswith("▲ Licence required under Law for Tests")
    assert "xx/2025-law#list-licence  Art. 3" in said
    assert "✓ it falls under “leaving the territory” (place of departure: China, destination: Japan)" in said
    assert "✓ the item is under 1C905" in said
    assert "Duties\n  - Keep the papers for five years. (Law for Tests)" in said


def test_a_ban_names_the_listed_party_in_the_script_in_which_it_was_written(call: Call):
    said = call("check", *DYSPROSIUM, "--end-use", "civil", "--end-user", "アルファ工業株式会社", "--full").stdout
    first = said.splitlines()[0]
    assert first.startswith("■ Prohibited unless specially approved")
    assert first.endswith("as of 30 September 2026")
    assert "by Announcement No. 1 of 2026" in " ".join(said.split())
    assert "✓ the end user is on xx/listed (アルファ工業株式会社)" in said


def test_free_is_said_of_the_measures_checked_and_what_is_not_covered_stands_below(call: Call):
    brief = call("check", *DYSPROSIUM[2:], *CIVIL, "--control-codes", "none").stdout
    assert brief.startswith("○ No licence required: ")
    free = call("check", *DYSPROSIUM[2:], *CIVIL, "--control-codes", "none", "--full").stdout
    assert "Undetermined" not in free
    assert free.startswith("○ No licence required under the measures checked")
    assert "Checked 2 measures of Nowhere" in free
    assert "Not covered: the law of every other place." in free
    assert "✗ the item is under" in free


@pytest.mark.parametrize("word", ["allowed", "legal", "may ship", "approved", "permitted"])
def test_no_answer_says_that_a_shipment_may_go(call: Call, word: str):
    for facts in ((), (*CIVIL,), ("--control-codes", "none", *CIVIL)):
        said = call("check", *DYSPROSIUM[2:], *facts, "--full").stdout.lower()
        assert word not in said.replace("specially approved", "")  # the name of a ban with that exception


def test_the_date_is_today_unless_said_and_is_always_shown(call: Call, monkeypatch: pytest.MonkeyPatch):
    from datetime import date

    monkeypatch.setattr("sekisho.cli.check_request.today", lambda: date(2025, 6, 1))
    assert "Scope   1 Jun 2025, read to 3 Oct 2026;" in call("check", "--control-codes", "none").stdout
    assert "  4 Mar 2026, read to" in call("check", "--control-codes", "none", "--date", "2026-03-04").stdout
    stated = call("check", "--control-codes", "none", "--date", "2026-03-04", "--as-of", "2026-03-05").stdout
    assert "  5 Mar 2026, read to" in stated


def test_the_words_and_sources_come_with_full(call: Call):
    said = call("check", *DYSPROSIUM, *CIVIL, "--full").stdout
    assert "zh          应当申请许可" in said
    assert "https://example.org/law, read 3 October 2026" in said
    assert "none of these applies:" in said or "the end use is not emergency relief" in said
    assert "Why the other clauses do not apply" in said


def test_json_is_the_determination_and_nothing_else_is_on_stdout(call: Call):
    done = call("check", *DYSPROSIUM, *CIVIL, "--format", "json")
    found = json.loads(done.stdout)
    assert found["outcome"] == "licence"
    assert found["decisive"] == ["xx/2025-law#list-licence"]
    assert done.stderr == ""


def test_yaml_keeps_norway_and_codes_that_look_like_numbers_as_text(call: Call):
    said = call("check", "--destination", "NO", "--control-codes", "3E001", "--format", "yaml", *DYSPROSIUM[-2:]).stdout
    assert yaml.safe_load(said)["facts"]["destination"] == "NO"
    assert "control_codes: '3E001'" in said


def test_csv_is_one_row_with_the_columns_of_a_bulk_run(call: Call):
    rows = list(csv.DictReader(io.StringIO(call("check", *DYSPROSIUM, *CIVIL, "--format", "csv").stdout)))
    assert len(rows) == 1
    assert rows[0]["outcome"] == "licence"
    assert rows[0]["broad_ceiling"] == "licence"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (("--control-codes", "none", *CIVIL), 0),
        (("--control-codes", "1C905", *CIVIL), 10),
        (("--control-codes", "1C905", "--end-use", "weapons", "--end-user", "Mihon KK"), 20),
        (("--control-codes", "1C905"), 30),
    ],
)
def test_the_exit_code_tells_the_headline_if_asked(call: Call, facts: tuple[str, ...], code: int):
    assert call("check", *DYSPROSIUM[2:], *facts, "--exit-code").exit_code == code
    assert call("check", *DYSPROSIUM[2:], *facts).exit_code == 0


def test_several_codes_are_separated_or_repeated_and_control_code_is_the_same_flag(call: Call):
    together = call("check", *DYSPROSIUM[2:], "--control-codes", "1C905.a;3C001", "--format", "json").stdout
    apart = call("check", *DYSPROSIUM[2:], "--control-code", "1C905.a", "--control-code", "3C001", "--format", "json")
    assert json.loads(together) == json.loads(apart.stdout)


def test_a_saved_case_gives_the_same_answer_again(call: Call, tmp_path: Path):
    asked = ("--reading", "narrow", "--term", "helps-forces=broad", "--assume", "listing_after_2026_10=lapsed")
    first = call("check", *DYSPROSIUM, *CIVIL, *asked, "--save", "case.yaml", "--format", "json")
    again = call("check", "--from", "case.yaml", "--format", "json")
    assert json.loads(first.stdout) == json.loads(again.stdout)
    assert first.stderr == "Saved the case in case.yaml.\n"
    saved = yaml.safe_load((tmp_path / "case.yaml").read_text(encoding="utf-8"))
    assert saved["readings"] == {"all": "narrow", "helps-forces": "broad"}
    assert saved["outcome"] == "licence"


def test_flags_override_the_file(call: Call):
    call("check", *DYSPROSIUM, *CIVIL, "--save", "case.yaml")
    found = json.loads(call("check", "--from", "case.yaml", "--end-use", "weapons", "--format", "json").stdout)
    assert (found["outcome"], found["as_of"]) == ("prohibited", "2026-09-30")


def test_a_saved_answer_is_a_case_too(call: Call, tmp_path: Path):
    first = call("check", *DYSPROSIUM, *CIVIL, "--format", "json").stdout
    (tmp_path / "answer.json").write_text(first, encoding="utf-8")
    again = call("check", "--from", "answer.json", "--format", "json").stdout
    assert json.loads(first) == json.loads(again)


def test_bare_facts_are_a_case(call: Call, tmp_path: Path):
    (tmp_path / "bare.yaml").write_text("destination: NO\ncontrol_codes: [3E001]\ndate: 2026-02-03\n", "utf-8")
    found = json.loads(call("check", "--from", "bare.yaml", "--format", "json").stdout)
    assert (found["facts"]["destination"], found["as_of"]) == ("NO", "2026-02-03")


CASES = """\
- id: A
  name: A licence
  as_of: 2026-09-30
  facts: {departure: CN, destination: JP, control_codes: [1C905], end_use: civil, end_user: Mihon}
  outcome: licence
- id: B
  name: The same for weapons
  like: A
  facts: {end_use: weapons}
  outcome: prohibited
"""


@pytest.mark.parametrize(
    "text", ["- {id: B, like: A, facts: {end_use: civil}}\n", "{like: A, facts: {end_use: civil}}\n"]
)
def test_a_case_whose_parent_is_not_there_is_never_judged_without_it(call: Call, tmp_path: Path, text: str):
    (tmp_path / "child.yaml").write_text(text, encoding="utf-8")
    done = call("check", "--from", "child.yaml")
    assert done.exit_code == 1
    assert "'A', which is not there" in done.stderr


def test_a_case_in_json_may_begin_with_a_byte_order_mark(call: Call, tmp_path: Path):
    (tmp_path / "case.json").write_text('\ufeff{"facts": {"destination": "JP"}, "as_of": "2026-09-30"}', "utf-8")
    assert call("check", "--from", "case.json").exit_code == 0


def test_a_case_of_a_list_is_picked_by_id_and_takes_over_what_it_is_like(call: Call, tmp_path: Path):
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    found = json.loads(call("check", "--from", "cases.yaml", "--case", "B", "--format", "json").stdout)
    assert (found["outcome"], found["as_of"]) == ("prohibited", "2026-09-30")


@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.slow)])
def test_golden_cases_are_read_as_their_own_runner_reads_them(library: Library, step: int):
    """A file is read anew for each case, so all cases take many seconds; one of twelve is read each time."""
    for package in library.packages:
        for case in read_cases(package.folder)[::step]:
            again = read_case(package.folder / case.file, case.id)
            assert (again.as_of, again.facts, again.assume) == (case.as_of, case.facts, case.assume), case.id


def test_a_case_saved_with_another_library_is_said_to_be_so(call: Call, tmp_path: Path):
    call("check", *DYSPROSIUM, *CIVIL, "--save", "case.yaml")
    case = tmp_path / "case.yaml"
    kept = case.read_text(encoding="utf-8")
    case.write_text(kept.replace("outcome: licence", "outcome: free").replace("hash: ", "hash: 0"), encoding="utf-8")
    assert "The answer then was no licence." in call("check", "--from", "case.yaml").stderr


def test_questions_are_asked_until_the_answer_is_settled(call: Call):
    done = call("check", "--ask", *DYSPROSIUM, answers="Mihon KK\nciv\n1\n")
    assert done.stdout.startswith("▲ Licence required")
    assert done.stderr.index("Who will finally use it?") < done.stderr.index("What will it be used for?")
    assert "end_use: 'civ' is not a choice." in done.stderr
    assert "Who will finally use it?" not in done.stdout


def test_not_knowing_is_an_answer_and_the_same_question_is_not_put_twice(call: Call):
    done = call("check", "--ask", *DYSPROSIUM, answers="\nunknown\n")
    assert done.stderr.count("Who will finally use it?") == 1
    assert done.stdout.startswith("◆ Not decided")


def test_a_question_mark_explains_and_the_end_of_input_stops(call: Call):
    done = call("check", "--ask", *DYSPROSIUM, answers="\n?\n")
    assert "documented civil production or use" in done.stderr
    assert done.exit_code == 0
    assert done.stdout.startswith("◆ Not decided")


def test_without_facts_and_without_a_terminal_nothing_is_asked(call: Call):
    done = call("check", "--as-of", "2026-09-30")
    assert done.exit_code == 0
    assert "Answer what you know" not in done.stderr


def test_what_the_law_leaves_open_is_shown_value_by_value_where_answers_differ(call: Call):
    late = (*DYSPROSIUM[:-1], "2026-11-24", "--end-user", "Alpha Works", "--end-use", "civil")
    assert call("check", *late).stdout.startswith("◆ Depends on law that no source read tells")
    said = call("check", *late, "--full").stdout
    assert "if it was extended:  ■ Prohibited unless specially approved" in said
    assert "if it ended:         ▲ Licence required" in said
    assert "--assume listing_after_2026_10=extended|lapsed" in said
    assert "The date of law lies 52 days after 3 October 2026" in said
    assumed = call("check", *late, "--assume", "listing_after_2026_10=lapsed", "--full").stdout
    assert "assuming listing_after_2026_10 = ended" in " ".join(assumed.split())
    assert "leaves open" not in assumed


def test_a_suspension_that_ended_may_be_called_so(call: Call):
    late = (*DYSPROSIUM[:-1], "2026-11-24", "--end-user", "Alpha Works", "--end-use", "civil", "--format", "json")
    ended = call("check", *late, "--assume", "listing_after_2026_10=ended").stdout
    assert json.loads(ended) == json.loads(call("check", *late, "--assume", "listing_after_2026_10=lapsed").stdout)


def test_readings_are_set_out_by_term_and_say_which_words_decide(call: Call):
    asked = (*DYSPROSIUM, "--end-use", "civil", "--end-user", "Mihon", "--end-user-kind", "defence_contractor")
    said = call("readings", *asked).stdout
    assert "“whatever helps armed forces”" in said
    assert "▲ licence   ▲ licence   ■ prohibited" in said
    assert "1 of 1 disputed term changes this answer, each read alone:" in said
    assert "sekisho show xx/2025-law --term helps-forces" in said
    found = json.loads(call("readings", *asked, "--format", "json").stdout)
    assert found["turns_on"] == ["helps-forces"]
    assert found["all"]["broad"]["outcome"] == "prohibited"


def test_a_reading_that_is_not_the_default_is_said_in_the_head(call: Call):
    asked = (*DYSPROSIUM, "--end-use", "civil", "--end-user", "Mihon", "--end-user-kind", "defence_contractor")
    assert (
        "  Assumed One disputed word is read broadly." in call("check", *asked, "--term", "helps-forces=broad").stdout
    )
    said = call("check", *asked, "--term", "helps-forces=broad", "--full").stdout
    assert said.startswith("■ Prohibited by Law for Tests")
    assert "central reading, helps-forces read broad" in " ".join(said.split())


def test_a_day_on_which_no_measure_was_in_force_is_never_called_free(call: Call):
    """The time line says of such days that nothing is known; so does the head of an answer."""
    text = call("check", *DYSPROSIUM[:-1], "1999-05-03", *CIVIL).output
    assert text.startswith("◆ Not known here: ")
    assert "No licence required" not in text
