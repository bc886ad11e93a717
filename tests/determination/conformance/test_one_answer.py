"""One answer on who a name is: every face tells the same zone and the same entries, and every outcome rests on them.

The names are listed ones as books write them, listed ones shortened, innocents, cells that name nobody, and names that
a person decided; the register holds one that is the same party, one that is not, and one that is escalated.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.support.parties.decorations import decorated
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.cli import main
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.run_files import open_run
from sekisho.files.formulas import table_rows
from sekisho.files.tables import stored_table
from sekisho.law.model.match_policy import DecisionAnswer, register_data
from sekisho.parties.index import decide_anew
from sekisho.parties.register_file import RegisterFile
from sekisho.parties.review_decisions import read_decisions
from sekisho.web.app import create_app
from sekisho.web.register import ServerRegister
from sekisho.web.settings import ServerSettings

DAY = date(2026, 9, 30)
FACTS = {"movement": "export", "departure": "CN", "destination": "JP", "end_user_kind": "civil", "end_use": "civil"}
LINE = {**FACTS, "control_codes": "3C001.a"}
FOLDER = Path(__file__).parents[2] / "parties"
NOBODIES = ("N/A", "不明", "tbd", "-", "株式会社", "Co., Ltd.", "未定", "TO ORDER", "various", "客户")
DECIDED: tuple[tuple[str, str, DecisionAnswer], ...] = (
    ("Hokuto Ocean Works GmbH", "jp-ecl-a01", "same"),
    ("Mitsubshi Shipbuilding", "jp-ecl-a01", "not_same"),
    ("Mitsubishi Shipbuildin Co., Ltd.", "jp-ecl-a01", "escalated"),
)
UNSTATED: Mapping[str, object] = {"zone": "review"}
Answer = tuple[str, frozenset[str]]
"""Zone, and the entries at review or match."""


def names_of(library: Library) -> list[str]:
    """300 names, each once: 75 decorated, 75 shortened, 75 innocents, 40 that name nobody, 35 decided."""
    cells = (one.cell for entry in library.entries for one in decorated(entry, 1))
    dressed = [cell for cell in cells if cell == " ".join(cell.split())]
    short = [*_column("shortened.csv", "query"), *(entry.names[0][:18].strip() for entry in library.entries)]
    innocent = [*_column("innocents.csv", "name"), *_column("unrelated.csv", "name")]
    nobody = [f"{one}{more}" for more in ("", ".", " -", " /") for one in NOBODIES]
    decided = [name for name, _, _ in DECIDED]
    decided += [form for name in decided for form in (name.upper(), f"{name} Sakai Works", f"(K-207) {name}")]
    decided += ["Nippi, Incorporated", "NIPPI INCORPORATED", "SHI", "三菱造船", *short[-40:]]
    found: dict[str, None] = {}
    for names, number in ((dressed[:: len(dressed) // 75], 75), (short, 75), (innocent, 75), (nobody, 40)):
        found.update(
            dict.fromkeys([name for name in dict.fromkeys(map(str.strip, names)) if name not in found][:number])
        )
    found.update(dict.fromkeys([name for name in dict.fromkeys(decided) if name not in found][: 300 - len(found)]))
    return list(found)


def _column(file: str, column: str) -> Iterator[str]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as text:
        yield from (row[column] for row in csv.DictReader(text))


@pytest.fixture(scope="module")
def register(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("register") / "register.csv"
    entries = {entry.id: entry for entry in library.entries}
    for name, entry, answer in DECIDED:
        RegisterFile(place).decide(name, entries[entry], answer, by="A", on=DAY, basis="company register")
    return place


@pytest.fixture(scope="module")
def decided(library: Library, register: Path) -> Iterator[Library]:
    """The library of the session with the register: what was worked out of its law is not worked out again."""
    kept = read_decisions(register, library.entries).kept
    assert len(kept) == len(DECIDED)
    before = library.identity.decisions
    decide_anew(library, kept)
    yield library
    decide_anew(library, before)


@pytest.fixture(scope="module")
def names(library: Library) -> list[str]:
    found = names_of(library)
    assert len(found) == 300
    return [*found[:265:2], *found[265:]]  # every second, and all that people decided


@pytest.fixture(scope="module")
def checked(decided: Library, names: list[str]) -> dict[str, tuple[Answer, str, str]]:
    """The answer of Python to each name: whom it means, the floor and the ceiling."""
    found = {}
    for name in names:
        answer = determine({**LINE, "end_user": name}, decided, as_of=DAY).to_dict()
        # A cell that says that nothing is known is no party of a line; on a list of names it is to review.
        told = answer["parties"].get("end_user", UNSTATED)
        found[name] = (of_json(told), answer["floor"], answer["ceiling"])
    return found


def of_json(told: Mapping[str, object]) -> Answer:
    """Read the zone and the entries of a screening or of a party of a determination."""
    hits = told.get("hits", ())
    assert isinstance(hits, Iterable)
    return str(told.get("zone", "")), frozenset(hit["entity"] for hit in hits if hit["zone"] != "none")


def of_table(place: Path, names: Iterable[str]) -> dict[str, Answer]:
    """Read the zone and the entries of each name of a matches.csv."""
    zones: dict[str, set[str]] = {}
    entries: dict[str, set[str]] = {}
    with place.open(encoding="utf-8", newline="") as text:
        for row in table_rows(text):
            zones.setdefault(row["name"], set()).add(row["zone"])
            if row["entry"] and row["zone"] != "none":
                entries.setdefault(row["name"], set()).add(row["entry"])
    worst = {name: next(zone for zone in ("match", "review", "none") if zone in told) for name, told in zones.items()}
    return {name: (worst.get(name, "none"), frozenset(entries.get(name, ()))) for name in names}


def differences(ours: Mapping[str, object], theirs: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    return {name: (ours[name], theirs.get(name)) for name in ours if ours[name] != theirs.get(name)}


def whom(checked: Mapping[str, tuple[Answer, str, str]]) -> dict[str, Answer]:
    return {name: told[0] for name, told in checked.items()}


def test_the_names_and_the_register_reach_every_zone(checked: dict[str, tuple[Answer, str, str]]):
    zones = [zone for zone, _ in whom(checked).values()]
    assert min(zones.count(zone) for zone in ("match", "review", "none")) > 30
    told = {name: checked[name][0] for name, _, _ in DECIDED}
    assert [zone for zone, _ in told.values()] == ["match", "none", "review"]
    assert checked["Nippi, Incorporated"][0][0] == "none"


def test_screening_names_and_a_file_gives_the_same(
    names: list[str], register: Path, checked: dict[str, tuple[Answer, str, str]], tmp_path: Path
):
    shared = ["--matches", str(register), "--as-of", DAY.isoformat(), "--format", "json"]
    told = CliRunner().invoke(main, ["screen", *shared, "--", *names], catch_exceptions=False)
    assert differences(whom(checked), {one["query"]: of_json(one) for one in json.loads(told.stdout)}) == {}
    source, out = tmp_path / "names.csv", tmp_path / "matches.csv"
    with source.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([["name"], *([name] for name in names)])
    filed = CliRunner().invoke(main, ["screen", "--file", str(source), "-o", str(out), *shared], catch_exceptions=False)
    assert differences(whom(checked), {one["query"]: of_json(one) for one in json.loads(filed.stdout)}) == {}
    assert differences(whom(checked), of_table(out, names)) == {}


def test_a_book_gives_the_same_and_the_same_outcomes(
    names: list[str], decided: Library, checked: dict[str, tuple[Answer, str, str]], tmp_path: Path
):
    import duckdb

    book, out = tmp_path / "book.csv", tmp_path / "results.parquet"
    with book.open("w", encoding="utf-8", newline="") as text:
        rows = csv.DictWriter(text, ["line", *LINE, "end_user"])
        rows.writeheader()
        rows.writerows({"line": number, **LINE, "end_user": name} for number, name in enumerate(names))
    determine_book(book, decided, out=out, as_of=DAY)
    card = open_run(out).card["register"]
    told = register_data(tuple(reversed(decided.identity.decisions)))["register"]
    assert isinstance(card, dict)
    assert isinstance(told, dict)
    assert (card["digest"], card["rows"]) == (told["digest"], str(len(DECIDED)))
    # Of cells that name nobody, a book takes words such as "tbd" for an unknown party, of which there is no row.
    parties = {name: told for name, told in whom(checked).items() if told[1] or told[0] == "none"}
    assert len(parties) > 130
    assert differences(parties, of_table(tmp_path / "results.matches.csv", names)) == {}
    with duckdb.connect() as connection:
        ends = connection.execute(
            f"SELECT floor, ceiling, end_user_zone, end_user_entry FROM {stored_table(out)} ORDER BY CAST(line AS INT)"
        ).fetchall()
    found = {name: tuple(row[:2]) for name, row in zip(names, ends, strict=True)}
    assert differences({name: (floor, ceiling) for name, (_, floor, ceiling) in checked.items()}, found) == {}
    zones = {name: (row[2], bool(row[3])) for name, row in zip(names, ends, strict=True) if name in parties}
    assert differences({name: (told[0], told[0] != "none") for name, told in parties.items()}, zones) == {}


def test_rest_gives_the_same_for_names_and_for_lines(
    names: list[str],
    library: Library,
    register: Path,
    checked: dict[str, tuple[Answer, str, str]],
    tmp_path: Path,
):
    settings = ServerSettings(
        library=replace(library), today=lambda: DAY, folder=tmp_path, register=ServerRegister.at(register)
    )
    app = create_app(settings)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        told = [
            one
            for part in (names[:150], names[150:])
            for one in client.post("/api/screenings", json={"names": part}).json()["data"]
        ]
        assert differences(whom(checked), {one["query"]: of_json(one) for one in told}) == {}
        some = [*names[::10], *(name for name, _, _ in DECIDED)]
        lines = [
            client.post("/api/determinations", json={"facts": {**LINE, "end_user": name}, "as_of": DAY.isoformat()})
            for name in some
        ]
    app.state.jobs.close()
    found = [line.json()["data"] for line in lines]
    answers = [(of_json(one["parties"].get("end_user", UNSTATED)), one["floor"], one["ceiling"]) for one in found]
    assert differences({name: checked[name] for name in some}, dict(zip(some, answers, strict=True))) == {}


# --- suppliers of a bill, re-screening, watching: every fourth name ------------------------------------------------

Checked = dict[str, tuple[Answer, str, str]]


@pytest.fixture(scope="module")
def sample(names: list[str], checked: Checked) -> list[str]:
    """Every fourth name, and those that people decided; cells that name nobody at all are no party of a bill."""
    some = [*names[::4], *(name for name, _, _ in DECIDED)]
    return [name for name in dict.fromkeys(some) if checked[name][0] != ("review", frozenset())]


def test_suppliers_of_a_bill_are_the_parties_that_a_line_names(
    sample: list[str], decided: Library, checked: Checked, tmp_path: Path
):
    from sekisho.functions import assess_exposure
    from sekisho.present.exposure.data import exposure_data

    bill = tmp_path / "bom.csv"
    with bill.open("w", encoding="utf-8", newline="") as text:
        rows = csv.writer(text)
        rows.writerow(["parent", "part", "quantity", "unit_value", "currency", "origin", "supplier", "control_codes"])
        rows.writerow(["", "servo", "", "100", "USD", "", "", ""])
        rows.writerows(["servo", f"part{at}", "1", "1", "USD", "CN", name, "none"] for at, name in enumerate(sample))
    told = exposure_data(assess_exposure(bill, decided, as_of=DAY, facts={"end_use": "civil"}, remedies=False))[
        "suppliers"
    ]
    assert isinstance(told, list)
    found = {one["supplier"]: of_json(one) for one in told}
    wanted = {name: checked[name][0] for name in sample if checked[name][0][0] != "none"}
    assert min([zone for zone, _ in wanted.values()].count(zone) for zone in ("match", "review")) > 10
    assert differences(wanted, found) == {}
    assert set(found) == set(wanted)


def book_of(names: Iterable[str], place: Path) -> Path:
    with place.open("w", encoding="utf-8", newline="") as text:
        rows = csv.DictWriter(text, ["line", *LINE, "end_user"])
        rows.writeheader()
        rows.writerows({"line": number, **LINE, "end_user": name} for number, name in enumerate(names))
    return place


def test_a_run_without_decisions_is_judged_again_as_a_line_with_them(
    sample: list[str], library: Library, decided: Library, checked: Checked, tmp_path: Path
):
    """The other side has the register: the lines that move, and to where, are those of single lines."""
    from sekisho.determination.book.opener import MEMORY_LIMIT
    from sekisho.determination.book.snapshot import kept_of, opened
    from sekisho.determination.rescreen.change_export import write_changes
    from sekisho.determination.rescreen.comparison import compare
    from sekisho.determination.rescreen.law_side import law_side, stored_side
    from sekisho.law.model.match_policy import Identity

    bare = replace(library, identity=replace(library.identity, decisions=()))
    assert isinstance(decided.identity, Identity)
    out, changes = tmp_path / "results.csv", tmp_path / "changes.csv"
    determine_book(book_of(sample, tmp_path / "book.csv"), bare, out=out, as_of=DAY, keep=True)
    with opened(kept_of(out), memory_limit=MEMORY_LIMIT) as kept:
        found = compare(kept, stored_side(kept), law_side(kept, decided, DAY))
        write_changes(found, changes)
    with out.open(encoding="utf-8", newline="") as text:
        ends = {row["line"]: (row["floor"], row["ceiling"]) for row in csv.DictReader(text)}
    with changes.open(encoding="utf-8", newline="") as text:
        moved = {row["line"]: (row["floor_after"], row["ceiling_after"]) for row in csv.DictReader(text)}
    assert moved
    then = {name: {**ends, **moved}[str(line)] for line, name in enumerate(sample)}
    assert differences({name: checked[name][1:] for name in sample}, then) == {}


def test_a_watch_over_a_book_finds_the_parties_that_a_line_names(
    sample: list[str], register: Path, checked: Checked, tmp_path: Path
):
    state = tmp_path / "state"
    words = ["watch", str(book_of(sample, tmp_path / "book.csv")), "--state", str(state), "--as-of", DAY.isoformat()]
    done = CliRunner().invoke(main, [*words, "--matches", str(register)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    (table,) = state.glob("runs/*/results.matches.csv")
    assert differences({name: checked[name][0] for name in sample}, of_table(table, sample)) == {}
