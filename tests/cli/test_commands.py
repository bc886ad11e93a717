"""`changed`, `timeline`, `show --compare`: text for people, JSON and CSV for programs, errors that say what to do."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result
from tests.support.calling import LAW

from sekisho.cli import main


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words, catch_exceptions=False)


def told(*words: str) -> dict[str, object]:
    found = json.loads(call(*words, "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def test_changed_tells_days_pending_ahead_and_what_is_not_known():
    words = ("changed", "--since", "2026-11-01", "--as-of", "2026-11-24")
    found = told(*words)
    changes, ahead = found["changes"], found["ahead"]
    assert isinstance(changes, list)
    assert isinstance(ahead, list)
    days = [(row["date"], row["unknown"]) for row in changes]
    assert days == sorted(days, key=lambda each: each[0])
    assert {("2026-11-10", "uel7_after_2026_11_10"), ("2026-11-11", "ann70_after_2026_11_10")} <= set(days)
    assert ahead[0]["date"] == "2026-11-28"
    said = call(*words, "--full").stdout
    counted = {(row["date"], row["change"], row["measure"], row["list"]) for row in changes}
    assert said.startswith(f"{len(counted)} changes of law from 1 November 2026 to 24 November 2026\n")
    told_days = ["10 November 2026\n", "11 November 2026\n", "Ahead of 24 November 2026", "28 November 2026\n"]
    places = [said.index(f"\n{day}") for day in told_days]
    assert places == sorted(places)
    one_line = " ".join(said.split())
    assert all(f"--assume {row['unknown']}=" in one_line for row in changes if row["unknown"])
    assert "--assume ann70_after_2026_11_10=extended|ended|changed, with check, bulk or timeline" in one_line
    assert "sources read to 3 October 2026" in one_line


def test_changed_says_so_if_nothing_changes_and_names_what_is_pending_then():
    words = ("changed", "--since", "2025-10-15", "--until", "2025-10-20", "--as-of", "2025-10-20")
    found = told(*words)
    pending, ahead = found["pending"], found["ahead"]
    assert found["changes"] == found["moves"] == []
    assert isinstance(pending, list)
    assert isinstance(ahead, list)
    assert {(row["measure"][: len("cn/2025-55")], row["effective"]) for row in pending} == {
        (f"cn/2025-{number}", "2025-11-08") for number in (55, 56, 57, 58)
    }
    assert (ahead[0]["date"], ahead[0]["change"]) == ("2025-11-07", "suspended")
    # What was published later nobody knew on that day, though it lies ahead: the Japan ban of January 2026 is no news.
    assert "cn/2026-01-japan-dual-use" not in {row["measure"] for row in (*ahead, *pending)}
    said = " ".join(call(*words, "--full").stdout.split())
    assert said.startswith("No law here changes from 15 October 2025 to 20 October 2025. ")
    assert "(Announcement 57 of 2025): takes effect on 8 November 2025" in said
    assert "Ahead of 20 October 2025" in said
    assert "Announcement 1 of 2026" not in said


def test_changed_as_data_has_the_fields_of_its_contract():
    found = told("changed", "--since", "2026-02-01", "--until", "2026-02-28", "--as-of", "2026-11-24")
    assert set(found) == {
        *("since", "until", "as_of", "changes", "moves", "pending", "ahead", "unknown", "unknown_listings", "library"),
        "party_moves",
    }
    changes = found["changes"]
    assert isinstance(changes, list)
    assert {row["change"] for row in changes} == {"published", "takes_effect", "listed"}
    listed = next(row for row in changes if row["change"] == "listed" and row["list"] == "cn/watch-list/2026-12")
    assert listed["count"] == len(listed["names"]) == 20
    unknown = found["unknown"]
    assert isinstance(unknown, list)
    values = {one["name"]: one["values"] for one in unknown}
    assert values["ann70_after_2026_11_10"]["lapsed"] == "in_force"
    assert "us21_after_2026_11_10" in values


def test_changed_as_csv_has_a_row_a_change():
    text = call("changed", "--since", "2025-11-01", "--until", "2025-11-30", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    found = told("changed", "--since", "2025-11-01", "--until", "2025-11-30")["changes"]
    assert isinstance(found, list)
    assert [row["measure"] for row in rows] == [row["measure"] for row in found]
    assert {row["until"] for row in rows if row["change"] == "suspended" and not row["clause"]} == {
        "2026-11-10",
        "open",
    }


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("changed", "--since", "2026-02-30"), "since: '2026-02-30' is not a date."),
        (("changed", "--since", "x", "--until", "y"), "until: 'y' is not a date."),
        (("changed", "--since", "2026-02-01", "--until", "2026-01-01"), "ends before it begins, on 1 January 2026"),
        (("timeline", "1C905.b", "--since", "2026-02-01", "--until", "2026-01-01"), "ends before it begins"),
        (("timeline", "1C905.b", "--destination", "XX"), "destination: 'XX'"),
        (("timeline", "1C905.b", "--assume", "nonsense=1"), "'nonsense' is not a named unknown of the law"),
        (("timeline", "cn/2025-70-suspension", "--destination", "JP"), "a measure has no destination"),
        (("timeline", "cn/2025-70-suspensoin"), "Did you mean 'cn/2025-70-suspension'?"),
        (("timeline", "dysprosium"), "12 entries of the dual-use list are called 'dysprosium'"),
        (("show", "cn/2025-70-suspension", "--compare", "2026-01-01", "2026-01-01"), "both days are 1 January 2026"),
        (("show", "cn/2025-70-suspension", "--compare", "2026-01-02", "2026-01-01"), "--compare 2026-01-01 2026-01-02"),
        (("show", "cn/2025-70-suspension", "--compare", "a", "b"), "compare: 'b' is not a date."),
        (
            ("show", "cn/2025-70-suspension", "--compare", "2026-01-01", "2026-01-02", "--as-of", "2026-01-01"),
            "Leave out --term and --as-of, or --compare.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_what_to_do(words: tuple[str, ...], what: str):
    done = call(*words)
    assert done.exit_code == 1
    assert what in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_several_entries_are_listed_with_the_command_that_names_one():
    said = call("timeline", "dysprosium").stderr
    assert "`sekisho timeline 1C905`" in said
    assert "1C905.b  Dysprosium oxide and mixtures, 氧化镝及其混合物" in said


def test_the_time_line_of_dysprosium_oxide_since_2020():
    said = call("timeline", "dysprosium oxide", "--since", "2020-01-01", "--full").stdout
    assert said.startswith("1C905.b  Dysprosium oxide and mixtures")
    assert "  1 January 2020 to 3 April 2025  ○ No licence required\n" in said
    assert "  4 April 2025 on                 ▲ Licence required\n" in said
    found = told("timeline", "dysprosium oxide", "--since", "2020-01-01")
    tracks, events = found["tracks"], found["events"]
    assert isinstance(tracks, list)
    assert isinstance(events, list)
    assert [(span["first"], span["last"], span["outcome"]) for span in tracks[0]["spans"]] == [
        ("2020-01-01", "2025-04-03", "free"),
        ("2025-04-04", "open", "licence"),
    ]
    assert f"\n{len(events)} events around it: --events.\n" in said
    with_events = call("timeline", "dysprosium oxide", "--since", "2020-01-01", "--events").stdout
    assert "events around it: --events." not in with_events
    assert all(" ".join(event["text"].split()[:3]) in with_events for event in events)


def test_a_code_is_found_with_its_scheme_and_without_and_by_words_in_two_languages():
    found = [
        call("timeline", *words, "--since", "2025-01-01").stdout
        for words in (["1C905.b"], ["cn/dual-use/1C905.b"], ["dysprosium", "oxide"], ["氧化镝"])
    ]
    assert len(set(found)) == 1


def test_the_time_line_of_a_code_as_data_has_the_fields_of_its_contract():
    found = told("timeline", "1C909.b", "--since", "2025-01-01", "--destination", "JP", "--destination", "US")
    assert set(found) == {
        *("kind", "id", "scheme", "name_en", "name_zh", "since_measure", "since", "until", "assume", "line"),
        *("named_destinations", "tracks", "measure", "events", "library"),
    }
    tracks = found["tracks"]
    assert isinstance(tracks, list)
    assert [track["destination"] for track in tracks] == ["JP", "US"]
    last = tracks[0]["spans"][-1]
    assert (last["first"], last["last"], last["outcome"]) == ("2026-11-11", "open", "undetermined")
    assert last["unknown"] == ["ann70_after_2026_11_10"]
    assert {branch["value"]: branch["outcome"] for branch in last["branches"]}["lapsed"] == "licence"
    measure, events = found["measure"], found["events"]
    assert isinstance(measure, dict)
    assert isinstance(events, list)
    assert measure["id"] == "cn/2025-57-holmium-and-others"
    assert all(event["sources"] for event in events)


def test_days_without_law_have_no_outcome():
    found = told("timeline", "1C905.b", "--since", "2001-01-01", "--until", "2003-01-01")
    tracks = found["tracks"]
    assert isinstance(tracks, list)
    first = tracks[0]["spans"][0]
    assert (first["known"], first["outcome"], first["headline"]) == (False, "", "")
    said = call("timeline", "1C905.b", "--since", "2001-01-01", "--until", "2003-01-01", "--full").stdout
    assert "1 January 2001 to 30 November 2002  ◆ not known here" in said


def test_the_time_line_of_a_measure_names_what_pauses_it_and_how_to_set_what_is_open():
    said = call("timeline", "cn/2025-57-holmium-and-others", "--full").stdout
    assert "8 November 2025 to 10 November 2026  suspended through 10 November 2026 by cn/2025-70-suspension" in said
    assert "\n  11 November 2026 on                  ◆ not known\n" in said
    ways = "extended (suspended), ended (in force), changed (text open)"
    assert f"--assume ann70_after_2026_11_10=VALUE: {ways}" in " ".join(said.split())
    for value in ("lapsed", "ended"):
        assume = ("--assume", f"ann70_after_2026_11_10={value}")
        assumed = call("timeline", "cn/2025-57-holmium-and-others", *assume, "--full").stdout
        assert "\n  11 November 2026 on                  in force, assuming the suspension" in assumed
        assert "◆" not in assumed


def test_the_time_line_of_a_measure_tells_clauses_with_days_of_their_own():
    said = call("timeline", "cn/2024-46-us-dual-use", "--full").stdout
    assert "#materials, #graphite, #retransfer-materials" in said
    found = told("timeline", "cn/2024-46-us-dual-use#materials")
    stages = found["stages"]
    assert isinstance(stages, list)
    assert found["kind"] == "clause"
    assert [one["state"] for one in stages] == ["in_force", "suspended", "unknown"]


def test_time_lines_as_csv_have_a_row_a_span():
    code = call("timeline", "1C909.b", "--since", "2025-01-01", "--format", "csv").stdout
    assert [row["outcome"] for row in csv.DictReader(io.StringIO(code))] == ["free", "undetermined"]
    measure = call("timeline", "cn/2024-46-us-dual-use", "--format", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(measure)))) == 10


def test_show_compares_a_measure_or_one_clause():
    days = ("--compare", "2025-01-01", "2026-11-24")
    said = call("show", "cn/2024-46-us-dual-use", *days).stdout
    assert "Clauses: 3 another state; 4 same state, other reach." in said
    one = told("show", "cn/2024-46-us-dual-use#materials", *days)
    clauses = one["clauses"]
    assert isinstance(clauses, list)
    assert set(one) == {"id", "title", "first", "second", "clauses", "library"}
    assert [(clause["difference"], clause["second"]["until"]) for clause in clauses] == [("state", "2026-11-27")]
    rows = call("show", "cn/2024-46-us-dual-use", *days, "--format", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(rows)))) == 7


def test_an_open_state_is_asked_for_in_a_comparison():
    said = call("show", "cn/2024-46-us-dual-use", "--compare", "2025-01-01", "2026-11-28").stdout
    assert "\n◆ not known\n  What followed the suspension of clause 2" in said
    assert "\n  --assume ann72_after_2026_11_27=VALUE: extended (suspended), ended (in force)" in said


def test_no_text_calls_anything_legal_or_allowed():
    for words in (("changed", "--since", "2020-01-01"), ("timeline", "1C905.b", "--events")):
        said = call(*words).stdout.lower()
        assert " legal" not in said
        assert "allowed" not in said


def test_a_data_package_without_events_and_without_days_of_codes_serves_too():
    own = ("--measures", str(LAW))
    said = call("timeline", "Dysprosium oxide", *own, "--full").stdout
    assert "  1 February 2025 on  ▲ Licence required" in said
    assert "Export from China to any destination but China, Japan, civil use" in said
    assert "came in with" not in said
    changed = call("changed", "--since", "2025-01-01", "--as-of", "2026-11-24", *own, "--full").stdout
    assert "published             Law for Tests" in changed
    assert "◆ not known           Announcement 1 of 2026: What followed the listing after 31 October 2026?" in changed
    assert "--assume listing_after_2026_10=extended|ended" in changed
    assert "1 party on xx/listed: by Announcement 1 of 2026" in changed
