"""Tables of who holds whom of the user's own: read in each layout, and asked wherever a party is."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.parties.party_files import TERRITORIES, call, write
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.cli.options import data_folder
from sekisho.errors import ListError
from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import ListId, Owned, Tiers
from sekisho.law.model.fact import UNKNOWN
from sekisho.parties.identification import identify
from sekisho.parties.index import parties_of
from sekisho.parties.ownership.table import OwnershipTable, read_ownership
from sekisho.service import ownership

OWN = (
    "子会社,親会社,持株比率,開始日,出典\n"
    "例示ジェット部品株式会社,IHI Aerospace,100%,2020-04-01,有価証券報告書\n"
    "例示精機株式会社,例示ジェット部品株式会社,連結子会社,,有価証券報告書\n"
    "例示商事株式会社,IHI Aerospace,40%,,有価証券報告書\n"
    "例示商事株式会社,outsiders,60%,,有価証券報告書\n"
)
DAY = date(2026, 9, 30)
RULE = Owned(at_least=Decimal("0.5"), tiers=Tiers.MULTIPLIED)


def read(file: Path) -> OwnershipTable:
    """Read a table; nothing may be wrong with it."""
    table = read_ownership(file, TERRITORIES)
    assert table.problems == ()
    return table


def rows(table: OwnershipTable) -> list[tuple[str, str, str, str]]:
    """Show the holdings of a table: both parties and the bounds of the share."""
    return [(row.owned, row.owner, f"{row.low:f}", f"{row.high:f}") for row in table.holdings]


def test_words_of_shares_are_bounds_and_consolidation_proves_control_alone(tmp_path: Path):
    text = (
        "owned,owner,share,kind,from,until,source\n"
        "A Ltd,P Inc,wholly owned,,,,report\n"
        "B Ltd,P Inc,majority-owned,,,,report\n"
        "C Ltd,P Inc,consolidated,,,,report\n"
        "D Ltd,P Inc,51-60,,2024-01-01,2025-12-31,report\n"
        "E Ltd,P Inc,,,,,report\n"
        "F Ltd,P Inc,33.4,,,,report\n"
    )
    table = read(write(tmp_path / "group.csv", text))
    assert (table.layout, rows(table)) == (
        "own-holdings",
        [
            ("A Ltd", "P Inc", "1", "1"),
            ("B Ltd", "P Inc", "0.5", "1"),
            ("C Ltd", "P Inc", "0", "1"),
            ("D Ltd", "P Inc", "0.51", "0.6"),
            ("E Ltd", "P Inc", "0", "1"),
            ("F Ltd", "P Inc", "0.334", "0.334"),
        ],
    )
    assert [row.note for row in table.holdings] == ["", "", "control", "", "", ""]
    assert [row.is_sourced for row in table.holdings] == [True, True, False, True, False, True]
    assert (table.holdings[3].start, table.holdings[3].until) == (date(2024, 1, 1), date(2025, 12, 31))


def test_an_indirect_share_is_not_counted_on_top_of_the_direct_ones(tmp_path: Path):
    text = "owned,owner,share,kind\nA,B,30%,direct\nA,C,30%,ultimate\nD,C,80%,ultimate\n"
    table = read(write(tmp_path / "group.csv", text))
    assert rows(table) == [("A", "B", "0.3", "0.3"), ("A", "C", "0", "1"), ("D", "C", "0.8", "0.8")]


def test_ownership_of_followthemoney_and_level_2_of_gleif_are_read(tmp_path: Path):
    records = [
        {"id": "a", "schema": "Company", "properties": {"name": ["A Ltd"], "leiCode": ["5493001KJTIIGC8Y1R12"]}},
        {"id": "p", "schema": "Company", "caption": "P Inc", "properties": {}},
        {
            "id": "o",
            "schema": "Ownership",
            "properties": {"owner": ["p"], "asset": ["a"], "percentage": ["60"], "startDate": ["2024-01-01"]},
        },
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    table = read(write(tmp_path / "entities.ftm.json", lines))
    assert (table.layout, rows(table)) == ("followthemoney", [("5493001KJTIIGC8Y1R12", "P Inc", "0.6", "0.6")])
    assert read(write(tmp_path / "array.json", json.dumps(records))).holdings == table.holdings

    head = [f"Relationship.{column}" for column in ("StartNode.NodeID", "EndNode.NodeID", "RelationshipType")]
    head += ["Relationship.RelationshipStatus", "Relationship.Period.1.startDate", "Relationship.Period.1.periodType"]
    head += [f"Relationship.Quantifiers.1.Quantifier{part}" for part in ("Amount", "Units")]
    lei = ("5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394", "213800QILIUD4ROSUO03")
    body = [
        [
            lei[0],
            lei[1],
            "IS_DIRECTLY_CONSOLIDATED_BY",
            "ACTIVE",
            "2019-01-01T00:00:00Z",
            "RELATIONSHIP_PERIOD",
            "",
            "",
        ],
        [lei[2], lei[1], "IS_ULTIMATELY_CONSOLIDATED_BY", "ACTIVE", "", "", "80", "PERCENTAGE"],
        [lei[2], lei[0], "IS_FUND-MANAGED_BY", "ACTIVE", "", "", "", ""],
        [lei[2], lei[0], "IS_DIRECTLY_CONSOLIDATED_BY", "INACTIVE", "", "", "", ""],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (head, *body))
    table = read(write(tmp_path / "rr.csv", text))
    assert (table.layout, rows(table)) == (
        "gleif-level-2",
        [(lei[0], lei[1], "0", "1"), (lei[2], lei[1], "0.8", "0.8")],
    )
    assert [(row.note, row.start) for row in table.holdings] == [
        ("direct; control", date(2019, 1, 1)),
        ("ultimate", None),
    ]
    assert table.remarks == (
        "1 row of kind IS_FUND-MANAGED_BY left out.",
        "1 row of kind INACTIVE left out.",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("owned,owner,share\nA,B,120%\n", "shares that are none from 0 to 100 %: row 2"),
        ("owned,owner,from,until\nA,B,2025-01-01,2024-01-01\n", "days that are none, or run backwards: row 2"),
        ("owned,owner\nA,\n", "rows without both parties: row 2"),
        ("owned,owner,share\nA,B,60%\nA,C,60%\n", "direct shares of 1 party add up to more than the whole (A)."),
    ],
)
def test_rows_that_cannot_be_are_told(tmp_path: Path, text: str, says: str):
    table = read_ownership(write(tmp_path / "group.csv", text), TERRITORIES)
    assert [problem.what for problem in table.problems] == [says if says.endswith(".") else f"{says}."]


def test_of_a_large_table_only_what_lies_below_lists_is_taken_and_said(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ownership, "LARGE", 2)
    text = "owned,owner,share\nA Ltd,IHI Aerospace,60%\nB Ltd,A Ltd,60%\nC Ltd,D Ltd,60%\nA Ltd,D Ltd,40%\n"
    request = ownership.OwnershipRequest(name="big")
    new = ownership.read_holdings(request, write(tmp_path / "big.csv", text), library, tmp_path)
    assert [(row[0], row[1]) for row in rows(new.table)] == [
        ("A Ltd", "IHI Aerospace"),
        ("B Ltd", "A Ltd"),
        ("A Ltd", "D Ltd"),
    ]
    assert new.table.remarks == (
        "1 holding below no party on a list left out. Add the table again when a list changes.",
    )
    assert len(new.table.parties) == 4


def test_a_table_of_another_kind_is_refused_with_what_is_expected(tmp_path: Path):
    with pytest.raises(ListError, match="it begins 'name, country'") as fault:
        read_ownership(write(tmp_path / "list.csv", "name,country\nA,JP\n"), TERRITORIES)
    assert "子会社" in fault.value.problems[0].remedy


def test_a_table_in_use_tells_shares_wherever_a_party_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    file = str(write(tmp_path / "group.csv", OWN))
    shown = call("data", "add", "ownership", file)
    assert "例示ジェット部品株式会社: 100 %, by IHI Aerospace Co., Ltd." in shown.stdout
    assert "例示精機株式会社: controlled, share not known, by 例示ジェット部品株式会社" in shown.stdout
    assert "例示商事株式会社: 60 %, by holders on no list" in shown.stdout
    assert "Nothing was written" in shown.stderr
    assert "In use: ownership/group" in call("data", "add", "ownership", file, "--replace").stderr
    assert "4 holdings" in call("data", "list").stdout

    library = load_measures(overlay=data_folder() / "lists")
    assert [used.name for used in library.own_lists] == ["ownership/group"]
    parties, lists = parties_of(library), (ListId("cn/control-list"),)

    def told(name: str) -> object:
        return parties.owners.tell(parties.persons(name), lists, RULE, DAY)

    assert told("例示ジェット部品(株)") is True
    assert told("例示精機株式会社") is UNKNOWN  # consolidated: control is proved, the share is open
    assert told("例示商事株式会社") is False  # 40 %, and the rest is held by outsiders
    assert told("例示ジェット部品有限会社") is UNKNOWN  # another legal form: another firm
    assert [(kin.kind, kin.name, kin.share) for kin in identify("例示ジェット部品", parties, on=DAY).kin] == [
        ("affiliate", "IHI Aerospace Co., Ltd.", "1 to 1")
    ]

    line = {"movement": "export", "departure": "CN", "destination": "JP", "origin": "CN", "control_codes": "3C001.a"}
    civil = {"end_user_kind": "civil", "end_use": "civil", "knowledge_of_risk": "no"}
    judged = determine({**line, **civil, "end_user": "例示ジェット部品株式会社"}, library, as_of=DAY)
    assert any(
        caution.startswith("100 % of the end user is owned by IHI Aerospace Co., Ltd.") for caution in judged.cautions
    )
    call("data", "use", "ownership/group", "none")
    assert load_measures(overlay=data_folder() / "lists").own_parties == ()
