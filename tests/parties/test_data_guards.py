"""A broken file of a party list is refused, with everything that is wrong at once and where it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.parties.party_files import TERRITORIES, opensanctions, screening, screening_json, suppliers, write

from sekisho.errors import ListError
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.lists.diff import check_list
from sekisho.parties.lists.party_list import PartyList
from sekisho.parties.lists.reader import read_party_list


def read(folder: Path, text: str, *ignore: str, name: str = "list.csv", strict: bool = True) -> PartyList:
    """Read a text as a list named 'mine'."""
    return read_party_list(write(folder / name, text), "mine", TERRITORIES, ignore=ignore, strict=strict)


def refusal(
    found: PartyList,
    before: tuple[ListedParty, ...] = (),
    *,
    expect: tuple[str, ...] = (),
    rows_min: int | None = None,
    accept_loss: bool = False,
) -> list[str]:
    """What is wrong with a list; nothing, if it is taken."""
    try:
        check_list(found, before, where="list.csv", expect=expect, rows_min=rows_min, accept_loss=accept_loss)
    except ListError as fault:
        return [str(problem) for problem in fault.problems]
    return []


def test_a_good_list_is_taken(tmp_path: Path):
    assert refusal(read(tmp_path, suppliers(3))) == []


def test_columns_that_are_not_known_are_told_all_at_once_and_can_be_passed_over(tmp_path: Path):
    text = "name,colour,name of pet\nAlpha,red,Rex\n"
    with pytest.raises(ListError) as fault:
        read(tmp_path, text)
    assert [problem.what for problem in fault.value.problems] == [
        "column 'colour' is not known.",
        "column 'name of pet' is not known.",
    ]
    assert all(problem.where == "list.csv, row 1" for problem in fault.value.problems)
    assert "--ignore 'colour'" in fault.value.problems[0].remedy
    assert refusal(read(tmp_path, text, "colour", "Name of Pet")) == []


def test_a_published_list_with_a_column_more_or_less_is_refused(tmp_path: Path):
    text = opensanctions([{"id": "NK-1", "schema": "Company", "name": "Orion"}])
    more = "\n".join(f"{line},new" for line in text.splitlines())
    less = "\n".join(line.split(",", 1)[1] for line in text.splitlines())
    with pytest.raises(ListError, match="column 'new' is not known"):
        read(tmp_path, more)
    with pytest.raises(ListError, match="column 'id' of the layout opensanctions-simple is missing"):
        read(tmp_path, less)


def test_a_column_that_is_not_known_hides_no_fault_of_the_rows(tmp_path: Path):
    with pytest.raises(ListError) as told:
        read(tmp_path, "name,掲載日,colour\nAlpha,2026-13-01,red\n,soon,red\n,,red\n")
    assert [problem.what for problem in told.value.problems] == [
        "column 'colour' is not known.",
        "cells that are no day: row 2 '2026-13-01' (掲載日).",
        "rows without a name: row 3, row 4.",
    ]


def test_rows_without_a_name_are_told_with_their_numbers(tmp_path: Path):
    [told] = refusal(read(tmp_path, "name,country\nAlpha,JP\n,JP\n  ,IR\n"))
    assert told.startswith("list.csv: rows without a name: row 3, row 4.\n")


def test_ids_that_occur_twice_are_told(tmp_path: Path):
    [told] = refusal(read(tmp_path, "id,name\nS1,Alpha\nS2,Beta\nS1,Gamma\n"))
    assert told.startswith("list.csv: ids that occur before: row 4 'S1'.")


def test_ids_that_occur_twice_in_followthemoney_are_told(tmp_path: Path):
    line = '{"id": "p1", "schema": "Company", "properties": {"name": ["Orion"]}}\n'
    [told] = refusal(read(tmp_path, line * 2, name="entities.ftm.json"))
    assert "ids that occur before: row 2 'p1'" in told


def test_lines_that_are_no_entity_are_told(tmp_path: Path):
    text = '{"id": "p1", "schema": "Company", "properties": {"name": ["Orion"]}}\n{"id": "p2", "sch\n'
    [told] = refusal(read(tmp_path, text, name="entities.ftm.json"))
    assert "lines that are no entity of FollowTheMoney: row 2" in told


def test_cells_that_are_no_day_are_told(tmp_path: Path):
    [told] = refusal(read(tmp_path, "name,listed\nAlpha,2026-02-30\nBeta,soon\nGamma,2026-02-01\n"))
    assert "cells that are no day: row 2 '2026-02-30' (listed), row 3 'soon' (listed)." in told


def test_rows_with_more_cells_than_the_header_are_told(tmp_path: Path):
    [told] = refusal(read(tmp_path, "name,country\nAlpha, Inc.,JP\nBeta,JP\n"), rows_min=1)
    assert "rows with more cells than the header: row 2." in told


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("ソフトウエア工業", "latin-1"),
        ("株式会社アルファ", "cp932"),
        ("Société Générale", "cp1252"),
        ("北方公司", "latin-1"),
    ],
)
def test_letters_broken_by_a_wrong_encoding_are_told(tmp_path: Path, name: str, read_as: str):
    """The text was saved in UTF-8, read as something else, and saved again."""
    broken = name.encode().decode(read_as, errors="replace")
    [told] = refusal(read(tmp_path, f"name\nAlpha\n{broken}\n"))
    assert "names with broken letters: row 3" in told


def test_one_broken_name_in_a_hundred_is_remarked_for_published_lists_have_a_few(tmp_path: Path):
    whole = suppliers(99)
    found = read(tmp_path, f"{whole}S100,Soci\ufffdt\ufffd,FR\n")
    assert refusal(found) == []
    assert found.remarks == ("Names with broken letters: row 101 'Soci\ufffdt\ufffd'.",)
    [told] = refusal(read(tmp_path, f"{suppliers(98)}S100,Soci\ufffdt\ufffd,FR\n"))
    assert "names with broken letters: row 100" in told


@pytest.mark.parametrize("name", ["São Paulo Ações", "Ångström AB", "Škoda Děčín", "Łódź", "ÇAĞ Ãı", "アルファ・縺"])
def test_letters_with_marks_are_not_broken(tmp_path: Path, name: str):
    assert refusal(read(tmp_path, f"name\n{name}\n")) == []


def test_territories_that_are_mostly_unknown_are_refused_and_a_few_are_remarked(tmp_path: Path):
    few = read(tmp_path, "name,country\nAlpha,JP\nBeta,Iran\nGamma,Narnia\n")
    assert refusal(few) == []
    assert few.remarks == ("Territories that are not known: row 4 'Narnia' (country).",)
    [told] = refusal(read(tmp_path, "name,country\nAlpha,12 Main Street\nBeta,PO Box 3\nGamma,JP\n"))
    assert "territories that are not known: row 2 '12 Main Street' (country), row 3 'PO Box 3' (country)." in told


def test_a_code_that_fails_its_check_is_remarked_and_kept_as_other(tmp_path: Path):
    found = read(tmp_path, "name,corporate number\nAlpha,7000012050003\n")
    assert refusal(found) == []
    assert found.remarks == (
        "Codes that fail the check of their scheme, left as they stand: row 2 '7000012050003' (corporate number).",
    )
    assert [each.kind for each in found.entries[0].typed_identifiers] == ["other"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_published_list_with_too_few_parties_is_refused_unless_the_least_is_named(tmp_path: Path, form: str):
    row: dict[str, object] = {"source": "EL", "type": "Entity", "name": "Orion"}
    if form == "csv":
        text = screening([{"_id": "a", **{key: str(value) for key, value in row.items()}}])
    else:
        text = screening_json([{"id": "a", **row}])
    found = read(tmp_path, text, name=f"list.{form}")
    [told] = refusal(found)
    assert told.startswith("list.csv: parties found: 1; expected of the layout us-csl")
    assert refusal(found, rows_min=1) == []


CELL = st.text(st.sampled_from('aZ9,;|"\n\t・（）株社イ伊é\x00\u2028'), max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.lists(CELL, max_size=6), max_size=6).map(
            lambda rows: "\n".join(["id,name,別名,国名,lei,until", *(",".join(row) for row in rows)]).encode()
        ),
        st.recursive(
            st.one_of(CELL, st.integers(), st.none()), lambda inner: st.dictionaries(CELL, inner, max_size=3)
        ).map(lambda value: json.dumps({"schema": "Company", "id": "x", "properties": value}).encode()),
        st.recursive(st.one_of(CELL, st.integers(), st.none()), lambda inner: st.lists(inner, max_size=3)).map(
            lambda value: json.dumps({"results": [{"id": "x", "name": value, "addresses": value}]}).encode()
        ),
    )
)
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes):
    """Nothing but an error of this project is ever raised."""
    file = tmp_path_factory.mktemp("any") / "list.csv"
    file.write_bytes(raw)
    try:
        found = read_party_list(file, "mine", TERRITORIES)
    except ListError:
        return
    assert len({each.id for each in found.entries}) == len(found.entries) or found.problems


def test_shrinkage_over_a_tenth_is_refused_with_names_and_only_accept_loss_takes_it(tmp_path: Path):
    before = read(tmp_path, suppliers(20)).entries
    assert refusal(read(tmp_path, suppliers(18, first=3)), before) == []
    short = read(tmp_path, suppliers(17, first=4))
    [told] = refusal(short, before)
    assert "3 of 20 parties in use are not in the file (15 %): Supplier 1 Ltd; Supplier 2 Ltd; Supplier 3 Ltd." in told
    assert "--accept-loss" in told
    assert refusal(short, before, accept_loss=True) == []


def test_a_list_that_keeps_its_length_with_other_parties_has_lost_those_it_had(tmp_path: Path):
    before = read(tmp_path, suppliers(20)).entries
    [told] = refusal(read(tmp_path, suppliers(20, first=100)), before)
    assert "20 of 20 parties in use are not in the file (100 %)" in told


def test_accept_loss_waives_nothing_but_loss(tmp_path: Path):
    before = read(tmp_path, suppliers(20)).entries
    broken = read(tmp_path, "id,name\nS1,Alpha\nS1,Beta\nS2,\n")
    told = refusal(broken, before, accept_loss=True, expect=("Supplier 9 Ltd",), rows_min=5)
    assert [line.split("\n")[0] for line in told] == [
        "list.csv: ids that occur before: row 3 'S1'.",
        "list.csv: rows without a name: row 4.",
        "list.csv: parties found: 2; expected of the layout own-list: at least 5.",
        "list.csv: 'Supplier 9 Ltd', which --expect names, is not on the list.",
    ]


def test_a_name_that_is_expected_is_found_whatever_its_case_and_punctuation(tmp_path: Path):
    found = read(tmp_path, suppliers(3))
    assert refusal(found, expect=("SUPPLIER 2, LTD.",)) == []
    [told] = refusal(found, expect=("Supplier 4 Ltd",))
    assert "'Supplier 4 Ltd', which --expect names, is not on the list." in told


def test_a_party_that_has_long_been_on_a_published_list_may_not_go_from_one_version_to_the_next(tmp_path: Path):
    rows = [{"_id": f"a{at}", "source": "EL", "type": "Entity", "name": f"Orion {at}"} for at in range(30)]
    anchor = {"_id": "h", "source": "EL", "type": "Entity", "name": "HUAWEI TECHNOLOGIES CO., LTD."}
    before = read(tmp_path, screening([*rows, anchor])).entries
    after = read(tmp_path, screening(rows))
    [told] = refusal(after, before, rows_min=1)
    assert "'Huawei Technologies Co., Ltd.' is on the version in use and not in the file." in told
    assert refusal(after, rows_min=1) == []


@pytest.mark.parametrize(
    ("row", "said", "parties"),
    [
        ("S9,,JP,", "Rows without a name: row 4. These rows were set aside.", 2),
        ("S1,Gamma,JP,", "Ids of several rows: row 4 'S1'. Each row is a separate party.", 3),
        ("S9,Gamma,JP,soon", "Cells that are no day: row 4 'soon' (until). The day is unknown", 3),
        ("S9,Gamma,JP,,more", "Rows with more cells than the header: row 4. What stands beyond", 3),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_the_others_are_parties(
    row: str, said: str, parties: int, tmp_path: Path
):
    found = read(tmp_path, f"id,name,country,until\nS1,Alpha,JP,\nS2,Beta,JP,\n{row}\n", strict=False)
    assert refusal(found) == []
    assert [remark for remark in found.remarks if remark.startswith(said)]
    assert len(found.entries) == parties == len({entry.id for entry in found.entries})
    assert all(entry.until is None for entry in found.entries)
    assert refusal(read(tmp_path, f"id,name,country,until\nS1,Alpha,JP,\nS2,Beta,JP,\n{row}\n"))


def test_a_file_most_of_whose_rows_cannot_be_read_is_refused(tmp_path: Path):
    [told] = refusal(read(tmp_path, "name,country\nAlpha,JP\n,JP\n  ,IR\n", strict=False))
    assert "rows without a name: row 3, row 4." in told


def test_a_party_that_would_be_lost_is_refused(tmp_path: Path):
    line = '{"id": "p1", "schema": "Company", "properties": {"name": ["Orion"]}}\n'
    [told] = refusal(read(tmp_path, line * 2, name="entities.ftm.json", strict=False))
    assert "ids that occur before: row 2 'p1'" in told
