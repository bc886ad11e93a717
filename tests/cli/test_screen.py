"""`sekisho screen`: names of the command line or of a file, told as text or data, decided in a table and used again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from tests.support.calling import Call

NEAR = "Mitsubishi Shipbuildin Co., Ltd."
DAY = ("--as-of", "2026-11-24")


def test_a_name_is_told_with_its_zone_its_announcement_and_its_reasons(call: Call):
    told = call("screen", "三菱造船", *DAY, "--full").output
    assert told.startswith("■ Listed: 1 match  三菱造船")
    assert "Announcement No. 11 of 2026, listed 24 February 2026, in force on 24 November 2026" in told
    assert "equal after folding" in told
    scores = "Score 1: listed; from 0.8, or if a part or the sound is the same: possible match."
    assert f"{scores} Other lists were not checked." in " ".join(told.split())


def test_a_name_that_is_near_is_asked_about_and_a_strange_one_is_on_no_list(call: Call):
    near, strange = (call("screen", name, *DAY).output for name in (NEAR, "Quite Another Bakery Ltd."))
    assert near.startswith(f"◆ Possible match, you decide: {NEAR}\n")
    assert "Ask for the full legal name" in near
    whole = call("screen", NEAR, *DAY, "--full").output
    assert whole.startswith(f"◆ May be listed: 1 to review  {NEAR}\n  No name is equal to a listed one")
    assert strange.startswith("— Not found on the ")


def test_one_name_is_one_object_and_several_are_a_list_in_their_order(call: Call):
    one = json.loads(call("screen", NEAR, *DAY, "--format", "json").output)
    assert (one["query"], one["zone"], one["as_of"]) == (NEAR, "review", "2026-11-24")
    assert one["policy"] == {"algorithm": "parts/2", "match": 1.0, "review": 0.8, "short_name": 4}
    assert {"entity", "list", "name", "score", "zone", "reasons", "measure", "listed", "state"} <= one["hits"][0].keys()
    several = json.loads(call("screen", "三菱造船", NEAR, "不明", *DAY, "--format", "json").output)
    assert [each["zone"] for each in several] == ["match", "review", "review"]
    assert several[2]["problem"].startswith("Names nobody")


def test_a_territory_and_an_identifier_count_for_every_name_of_the_line(call: Call):
    assert "—" in call("screen", "SHI Bakery", *DAY).output
    assert "◆" in call("screen", "SHI", "--territory", "jp", *DAY).output
    assert "■" in call("screen", "Quite Another Bakery", "--identifier", "8020001076641", *DAY).output


def test_an_identifier_counts_however_it_is_written_and_one_of_no_scheme_is_told(call: Call, tmp_path: Path):
    assert "■" in call("screen", "Quite Another Bakery", "--identifier", "法人番号 8020-0010-76641", *DAY).output
    names = "name,法人番号\nQuite Another Bakery,8020-0010-76641\n"
    (tmp_path / "names.csv").write_text(names, encoding="utf-8")
    assert "listed                1" in call("screen", "--file", "names.csv", *DAY).output
    told = call("screen", "Quite Another Bakery", "--identifier", "8020001076642", *DAY)
    assert "— Not found" in told.output
    assert "identifier: '8020001076642' is not a corporate number" in told.stderr


def test_a_table_of_names_tells_the_listed_companies_of_a_group_as_one_name_does(call: Call, tmp_path: Path):
    (tmp_path / "names.csv").write_text("name\n三菱重工業株式会社\nQuite Another Bakery\n", encoding="utf-8")
    many = call("screen", "--file", "names.csv", "--workers", "1", *DAY, "--format", "csv").output
    head, bakery = list(csv.DictReader(many.splitlines()))
    one = json.loads(call("screen", "三菱重工業株式会社", *DAY, "--format", "json").output)
    group = [kin["party"] for kin in one["kin"] if kin["kind"] == "group"]
    assert len(group) > 1
    assert (head["query"], head["group"].split("; "), bakery["group"]) == ("三菱重工業株式会社", group, "")


def test_a_file_is_counted_decided_and_used_again(call: Call, tmp_path: Path):
    source, out = tmp_path / "names.csv", tmp_path / "matches.csv"
    source.write_text(f'name\n三菱造船\n"{NEAR}"\n"{NEAR}"\nQuite Another Bakery\n', encoding="utf-8")
    told = call("screen", "--file", "names.csv", "-o", "matches.csv", "--workers", "1", *DAY)
    assert "Screened 4 names, 3 of them distinct" in told.output
    assert (
        "Wrote matches.csv: 2 rows, 1 of them to decide. Fill same (yes or no), by and on" in told.output + told.stderr
    )
    with out.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["name"] for row in rows] == ["三菱造船", NEAR]
    with out.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"same": "no", "by": "A", "on": "2026-10-01", "basis": "address"} for row in rows)
    again = call("screen", "--file", "names.csv", "--matches", "matches.csv", *DAY, "--format", "json")
    assert [each["zone"] for each in json.loads(again.stdout)] == ["none"] * 4
    lost = call("screen", "--file", "names.csv", "-o", "matches.csv", *DAY)
    assert lost.exit_code == 1
    assert "matches.csv: contains 2 decisions that would be lost." in lost.stderr
    assert out.read_text(encoding="utf-8").count("2026-10-01") == 2


def test_rows_of_a_file_as_csv_have_one_for_a_name_without_a_hit(call: Call, tmp_path: Path):
    (tmp_path / "names.csv").write_text("name\n三菱造船\nQuite Another Bakery\n", encoding="utf-8")
    told = call("screen", "--file", "names.csv", *DAY, "--format", "csv").stdout
    rows = list(csv.DictReader(told.splitlines()))
    assert [(row["query"], row["zone"]) for row in rows] == [("三菱造船", "match"), ("Quite Another Bakery", "none")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Give names, or --file NAMES.csv."),
        (("A", "--file", "names.csv"), "Give names, or --file NAMES.csv."),
        (("A", "-o", "matches.csv"), "-o goes with --file."),
        (("A", "--list", "cn/controllist"), "no list or file 'cn/controllist'"),
        (("--file", "nowhere.csv"), "no such file"),
        (("A", "--territory", "Japn"), "territory: 'Japn' is not a territory."),
        (("--file", "nowhere.csv", "-o", "matches.xlsx"), "matches.xlsx: cannot write '.xlsx'."),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_to_do(call: Call, words: tuple[str, ...], told: str):
    result = call("screen", *words)
    assert result.exit_code != 0
    assert told in result.output + result.stderr


def test_the_sign_of_a_hit_tells_what_its_list_does(call: Call):
    for name, sign, effect in (
        ("三菱造船", "■ Listed", "■ No dual-use item may be exported to it"),
        ("TDK Corporation", "▲ Listed", "▲ Each export of a dual-use item to it"),
        ("DZYNE Technologies", "■ Listed", "■ It is on the unreliable entity list."),
    ):
        told = call("screen", name, *DAY, "--full").output
        assert told.startswith(sign), name
        short = call("screen", name, *DAY).output
        assert short.startswith(sign), name
        assert effect[2:] in " ".join(short.split()), name
        assert effect in " ".join(told.split()), name


def test_only_the_list_named_is_compared(call: Call):
    assert (
        "— Not found on the 1 list compared"
        in call("screen", "三菱造船", "--list", "cn/unreliable-entities", *DAY).output
    )
    assert "■" in call("screen", "三菱造船", "--list", "cn/control-list", "--printed", *DAY).output


def test_a_table_to_review_never_takes_the_place_of_the_names(call: Call, tmp_path: Path):
    names = tmp_path / "names.csv"
    names.write_text("name\n三菱造船\n", encoding="utf-8")
    told = call("screen", "--file", "names.csv", "-o", "names.csv", *DAY)
    assert told.exit_code == 1
    assert "the table would overwrite the names." in told.stderr
    assert names.read_text(encoding="utf-8") == "name\n三菱造船\n"


def test_fields_that_name_nobody_are_counted_by_themselves(call: Call, tmp_path: Path):
    (tmp_path / "names.csv").write_text("name\n三菱造船\n不明\nn/a\n", encoding="utf-8")
    lines = call("screen", "--file", "names.csv", *DAY).output.splitlines()
    counts = {line.split("  ")[1].strip()[2:]: line.split()[-2] for line in lines if line.endswith("%")}
    assert counts == {"listed": "1", "to review": "0", "no listing": "0", "no one named": "2"}


def test_a_short_name_that_others_share_is_to_review_as_in_a_determination(call: Call):
    told = " ".join(call("screen", "SHI", *DAY).output.split())
    assert "◆ Possible match, you decide: SHI" in told
    assert "a name that others share: SHI" in told


def test_a_decision_on_an_entry_of_ones_own_list_holds(call: Call, tmp_path: Path):
    (tmp_path / "own.csv").write_text("name,territory\nAlpha Marine Systems Co. Ltd.,JP\n", encoding="utf-8")
    (tmp_path / "names.csv").write_text("name\nAlfa Marine Systems\n", encoding="utf-8")
    asked = ("screen", "--file", "names.csv", "--list", "own.csv", *DAY)
    assert call(*asked, "-o", "matches.csv").exit_code == 0
    with (tmp_path / "matches.csv").open(encoding="utf-8", newline="") as text:
        (row,) = csv.DictReader(text)
    with (tmp_path / "decided.csv").open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(row))
        writer.writeheader()
        writer.writerow(row | {"same": "yes", "by": "A", "on": "2026-10-01"})
    told = call(*asked, "--matches", "decided.csv")
    assert "open again" not in told.output + told.stderr
    assert "listed                1" in told.output


def test_a_field_that_cannot_be_one_name_is_told_by_its_beginning_and_nothing_is_compared(call: Call):
    told = call("screen", "A" * 600, *DAY).output
    assert told.startswith("◆ Unknown: " + "A" * 59 + "…\n  Why     Cannot be screened: it has 600 characters;")
    whole = call("screen", "A" * 600, *DAY, "--full").output
    assert whole.startswith("◆ Unknown  " + "A" * 60 + " ...\n  Cannot be screened: it has 600 characters;")
    assert "Compared with" not in told


def test_a_file_names_whom_it_lists_and_counts_the_rest(call: Call, tmp_path: Path):
    names = tmp_path / "names.csv"
    listed = ["Mitsubishi Shipbuilding Co., Ltd."] * 2 + [f"Mitsubishi Shipbuilding {n}" for n in range(20)]
    names.write_text("\n".join(["name", "Naniwa Seiki", *listed, ""]), encoding="utf-8")
    shown = call("screen", "--file", str(names), *DAY).stdout.splitlines()
    rows = [line for line in shown if ": Mitsubishi Heavy" in line]
    assert len(rows) == 8
    assert "■" in rows[0]
    assert any(line.strip() == "13 more." for line in shown)
    assert not any("Naniwa" in line for line in shown)


@pytest.mark.parametrize(
    ("language", "head"),
    [("en", "Mitsubishi Heavy Industries, Ltd."), ("ja", "三菱重工業株式会社"), ("zh", "三菱重工业株式会社")],
)
def test_the_head_of_a_group_is_named_in_the_language_of_the_reader(call: Call, language: str, head: str):
    told = " ".join(
        call("screen", "三菱造船株式会社", "--as-of", "2026-11-27", "--full", "--language", language).stdout.split()
    )
    name = {"en": "Mitsubishi Heavy Industries Shipbuilding Co. (jp-ecl-a01)"}.get(language, "（jp-ecl-a01）")
    sentence = told[told.index(name) :]
    assert head in sentence
    if language != "en":
        assert "Mitsubishi" not in sentence[: sentence.index(head)]


def test_who_was_listed_after_the_day_is_not_told_as_listed_on_it(call: Call):
    before = call("screen", "三菱造船", "--as-of", "2026-02-23").stdout.splitlines()[0]
    assert "Not listed on 23 Feb 2026, listed since 24 Feb 2026" in before
    assert call("screen", "三菱造船", "--as-of", "2026-02-24").stdout.splitlines()[0].startswith("■ Listed")
