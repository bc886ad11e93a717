"""The built-in lists of parties hold every listing event that was gathered, and say what they change of it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from sekisho import Library
from sekisho.i18n.territory_codes import read_territories
from sekisho.law.dates.calendar import Stage, clause_stage_on
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.folding import fold
from sekisho.parties.identifier import _CHECKS
from sekisho.parties.lists import headers as list_header

FACTS = next(
    (file for folder in Path(__file__).parents if (file := folder / "shared" / "facts" / "entities.yaml").is_file()),
    None,
)

DELIBERATE = {
    "kind": {
        "company_division": "called division, as are the other units that are no legal persons",
        "company": "Boeing Defense, Raytheon's former businesses and the Czech branch are units of firms, not firms",
    },
    "parent": {
        "": "units of Boeing, RTX and Lockheed Martin, the Czech branch, and the branches that a notice names itself",
        "IHI Aerospace Co., Ltd. (IHI group)": "the group stands in groups.yaml",
        "Ministry of Defense (Japan)": "as the ministry is called in the table of military bodies",
        "KEMET Corporation (Yageo group)": "the owner of the parent is no parent",
        "Higaki Sangyo (Imabari group)": "the owner of the parent is no parent",
    },
    "aliases": {
        "Space & Mission Systems business of BAE Systems": "a description; the name stands in its place",
    },
}
"""Where the tables differ from what was gathered on purpose, by field and gathered value, with the reason."""

AWAY = "the gathered facts are not here"


def gathered() -> list[dict[str, object]]:
    """The listing events that were gathered; skips where they are absent."""
    if FACTS is None:
        pytest.skip(AWAY)
    found: list[dict[str, object]] = yaml.load(FACTS.read_text(encoding="utf-8"), yaml.CSafeLoader)["entities"]
    return found


def texts(value: object) -> list[str]:
    """A field that is a list, or empty."""
    return [str(each) for each in value] if isinstance(value, list) else []


def former(value: object) -> set[str]:
    """Former names; one in brackets after another is one of its own, and a remark after a comma is none."""
    found = set()
    for text in texts(value):
        outer, _, inner = re.sub(r", until .*", "", text).rstrip(")").partition(" (")
        found |= {outer, inner} - {""}
    return found


def differences(event: dict[str, object], entry: ListedParty) -> list[tuple[str, str]]:
    """The fields in which an entry lacks or contradicts what was gathered, with the gathered value."""
    plain = [
        ("printed", tuple(filter(None, (event["name_en"], event["name_zh"]))), entry.printed),
        ("territory", event["country"], entry.territory),
        ("kind", event["kind"], entry.kind),
        ("parent", event["parent"], entry.parent),
        ("listed", event["date_effective"], str(entry.listed)),
        ("confidence", event["confidence"], entry.confidence),
        ("source", event["source_url"], entry.source),
    ]
    found = [(field, str(wanted)) for field, wanted, held in plain if wanted != held]
    known = {fold(name) for name in (*entry.names, *entry.weak_names)}
    names = [*texts(event["aliases"]), *filter(None, [str(event["name_ja"])])]
    found += [("aliases", name) for name in names if fold(name) not in known]
    found += [("former_names", name) for name in former(event["former_names"]) - set(entry.former_names)]
    codes = [str(event[each]) for each in ("corporate_number", "stock_code", "lei") if event[each]]
    return found + [("identifiers", code) for code in codes if code not in entry.identifiers]


def test_all_274_listing_events_are_there_with_what_was_gathered_of_them(library: Library):
    events = gathered()
    held = {entry.id: entry for entry in library.entries}
    assert len(events) == 274
    later = ("cn/countermeasures/", "cn/unreliable-entities/2025-06")
    assert {str(event["id"]) for event in events} == {
        key for key, entry in held.items() if entry.list.startswith("cn/") and not entry.list.startswith(later)
    }
    found = [(event["id"], *each) for event in events for each in differences(event, held[str(event["id"])])]
    assert [each for each in found if each[2] not in DELIBERATE.get(each[1], {})] == []
    used = {(field, value) for _, field, value in found}
    assert used == {(field, value) for field, values in DELIBERATE.items() for value in values}


def test_what_paused_or_stopped_stays_listed_and_its_state_is_that_of_the_measure(library: Library):
    """Pauses and stops stand in the status of the measures; a last day is that of a removal, and none was published."""
    held = {entry.id: entry for entry in library.entries}
    for event in gathered():
        entry = held[str(event["id"])]
        assert (entry.until, entry.open_from) == (None, None)


@pytest.mark.parametrize(
    ("day", "in_force", "unknown"),
    [
        ("2025-04-30", 5 + 10 + 7 + 4 + 10 + 11 + 6, 0),
        ("2025-06-01", 5 + 10 + 7 + 4 + 10, 0),
        ("2026-11-09", 5 + 10 + 7 + 4 + 3 + 23, 0),
        ("2026-11-10", 5 + 10 + 7 + 4 + 3 + 23, 11),
    ],
)
def test_the_unreliable_entity_list_bars_as_many_parties_on_a_day_as_its_notices(
    library: Library, day: str, in_force: int, unknown: int
):
    entries = [entry for entry in library.entries if entry.list.startswith("cn/unreliable-entities/")]
    assert len(entries) == 82
    measure = library["cn/2020-unreliable-entity-list"]
    on = date.fromisoformat(day)
    stages = {
        clause.id.partition("#trade-")[2]: clause_stage_on(clause, measure, on)[0]
        for clause in measure.clauses
        if "#trade-" in clause.id
    }
    found = Counter(stages.get(entry.list.rpartition("/")[2]) for entry in entries)
    assert (found[Stage.IN_FORCE], found[Stage.UNKNOWN]) == (in_force, unknown)


def test_the_state_that_a_table_of_barred_parties_tells_is_that_of_its_measure_on_the_horizon(library: Library):
    folder = library.packages[0].folder / "lists"
    told = {Stage.IN_FORCE: {"in_force"}, Stage.SUSPENDED: {"paused", "stopped"}, Stage.REPEALED: {"cancelled"}}
    for table, name, prefix in (
        ("cn-unreliable-entities.csv", "cn/2020-unreliable-entity-list", "#trade-"),
        ("cn-countermeasures.csv", "cn/2021-countermeasures", "#dealings-"),
    ):
        measure = library[name]
        clauses = {clause.id.partition(prefix)[2]: clause for clause in measure.clauses if prefix in clause.id}
        with (folder / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                clause = clauses.get(row["list"].rpartition("/")[2])
                if clause is None:
                    assert row["state"] in {"none_stated", "stopped"}, row["entry"]
                    continue
                stage, span = clause_stage_on(clause, measure, library.horizon)
                assert row["state"] in told[stage], row["entry"]
                assert row["notice"], row["entry"]
                if stage is Stage.SUSPENDED and span is not None:
                    assert (row["state"] == "stopped") is (span.until is None), row["entry"]


def test_a_party_on_both_lists_has_the_same_kind_parent_and_weak_names_on_both(library: Library):
    control = {entry.printed[-1]: entry for entry in library.entries if entry.list.startswith("cn/control-list/")}
    shared = [
        (entry, control[entry.printed[-1]])
        for entry in library.entries
        if entry.list.startswith("cn/unreliable-entities/") and entry.printed[-1] in control
    ]
    assert len(shared) > 40
    for entry, other in shared:
        assert (entry.kind, entry.parent, entry.weak_names) == (other.kind, other.parent, other.weak_names)
        assert {fold(name) for name in other.names} <= {fold(name) for name in entry.names}


def test_names_as_printed_and_former_names_are_among_the_names(library: Library):
    for entry in library.entries:
        assert entry.printed
        assert set(entry.printed) | set(entry.former_names) <= set(entry.names)
        assert all(_CHECKS[each.kind](each.value) for each in entry.typed_identifiers)


TERRITORIES = [
    ("IR", ["Iran", "イラン", "伊朗", "IR", "irn", "Islamic Republic of Iran", "イラン\nIslamic Republic of Iran"]),
    ("KP", ["北朝鮮", "朝鲜", "DPRK", "Democratic People's Republic of Korea"]),
    ("KR", ["韓国", "Republic of Korea", "大韓民国", "South Korea (韓国)"]),
    ("CN", ["中国", "People's Republic of China", "中華人民共和国"]),
    ("TW", ["台湾", "臺灣", "Taiwan, China", "Republic of China"]),
    ("RU", ["ロシア連邦", "Russian Federation", "俄罗斯"]),
    ("BE", ["Kingdom of Belgium", "ベルギー王国"]),
    ("CI", ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast"]),
    ("DO", ["Dominican Republic", "ドミニカ共和国"]),
    ("", ["Korea", "Narnia", "中国 イラン", "", "Virgin Islands"]),
]


@pytest.mark.parametrize(("code", "names"), TERRITORIES, ids=[code or "none" for code, _ in TERRITORIES])
def test_territories_are_known_by_name_in_three_languages_and_what_names_two_names_none(
    library: Library, code: str, names: list[str]
):
    territories = read_territories(package.folder for package in library.packages)
    assert {name: territories.code(name) for name in names} == dict.fromkeys(names, code)


def test_no_header_stands_for_two_columns():
    columns: dict[str, set[str]] = {}
    for column, header in list_header._headers():
        columns.setdefault(list_header.folded(header), set()).add(column)
    assert {header: found for header, found in columns.items() if len(found) > 1} == {}
