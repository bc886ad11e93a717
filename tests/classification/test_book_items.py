"""Items inside a run: each distinct item once, what it means for the queue, and what is supposed of its codes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho import Library
from sekisho.classification import book_items
from sekisho.classification.book_items import BookClassifier
from sekisho.classification.lookalikes import FINISHED, read_look_alikes
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.items import ItemFinding, codes_supposed
from sekisho.determination.book.supposed.line import supposed_row
from sekisho.determination.book.supposition import ordinary
from sekisho.determination.line.determination import determine
from sekisho.files.package_csv import rows_of_file

DAY = date(2026, 11, 27)
DATA = Path(__file__).parents[2].parent / "shared" / "data"
ITEMS = {
    "gallium": ("gallium metal 4N", "", ""),
    "magnet": ("ネオジム磁石 φ10x3", "850511", ""),
    "tiles": ("CERAMIC TILES", "69072100", ""),
    "bolts": ("六角ボルト M12x40", "731815", ""),
    "number": ("ZX-4417-B", "", ""),
    "drawing": ("治具一式 図面支給", "", ""),
    "stated": ("CERAMIC TILES", "69072100", "3C001.a"),
    "empty": ("", "", ""),
    "navy": ("gallium metal 4N for a frigate of the Navy", "", ""),
}
STATES = {
    "gallium": "classified",
    "magnet": "unclassified",
    "tiles": "unlikely_listed",
    "bolts": "unlikely_listed",
    "number": "unread",
    "drawing": "unread",
    "stated": "stated",
    "empty": "unread",
    "navy": "classified",
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("items") / "book.csv"
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = ("line", "description", "hs_code", "control_codes", "end_user")
        writer.writerow((*names, "movement", "departure", "origin", "destination"))
        for name, item in ITEMS.items():
            writer.writerow((name, *item, "Naniwa Seiki", "export", "CN", "CN", "JP"))
    return place


def run(book: Path, library: Library, out: Path, **more: Any) -> dict[str, dict[str, str]]:  # noqa: ANN401 - keywords
    determine_book(book, library, out=out, as_of=DAY, **more)
    with out.open(encoding="utf-8", newline="") as file:
        return {row["line"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def rows(book: Path, library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    out = tmp_path_factory.mktemp("items") / "out.csv"
    return run(book, library, out, suppose="ordinary", classifies=BookClassifier(library))


def test_every_line_says_the_state_of_its_item(rows: dict[str, dict[str, str]]):
    assert {line: row["item_state"] for line, row in rows.items()} == STATES
    assert rows["gallium"]["item_codes"] == "3C001.a"
    assert rows["stated"]["item_codes"] == "3C001.a"
    assert rows["tiles"]["item_codes"] == ""
    assert "1C909.a.4" in rows["magnet"]["item_codes"].split(";")


def test_what_an_item_may_be_points(rows: dict[str, dict[str, str]]):
    assert rows["gallium"]["points"] == "code_suggested:3C001.a"
    assert rows["magnet"]["points"].startswith("code_lead:")
    assert rows["drawing"]["points"] == "item_unread:description"
    assert rows["stated"]["points"] == "code_stated:3C001.a"
    quiet = ("tiles", "bolts", "number", "empty")
    assert [(rows[line]["triage"], rows[line]["points"]) for line in quiet] == [("nothing_points", "")] * len(quiet)
    assert [rows[line]["triage"] for line in ("gallium", "magnet", "drawing", "stated")] == ["look"] * 4


def test_a_lead_that_no_measure_reaches_hides_no_other(tmp_path: Path, library: Library):
    """The nearest code of a magnet, of holmium, is suspended on this day; its neighbours of dysprosium are not."""
    book = tmp_path / "book.csv"
    head, *more = "line,movement,departure,origin,destination,description,end_user", "magnet", "chair"
    goods = {"magnet": "permanent magnet material with rare earths", "chair": "office chair"}
    lines = [f"{name},export,CN,CN,JP,{goods[name]},Naniwa Seiki" for name in more]
    book.write_text("\n".join((head, *lines)), encoding="utf-8")
    out = tmp_path / "out.csv"
    paused = date(2026, 9, 30)
    determine_book(book, library, out=out, as_of=paused, suppose="ordinary", classifies=BookClassifier(library))
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["line"]: row for row in csv.DictReader(file)}
    assert rows["magnet"]["item_codes"].split(";")[0] == "1C909.a.4"
    assert (rows["magnet"]["triage"], rows["chair"]["triage"]) == ("look", "nothing_points")
    assert "code_lead:1C905.a.4" in rows["magnet"]["points"].split(";")


def test_a_word_for_a_military_use_beside_a_suggested_code_stops(rows: dict[str, dict[str, str]]):
    assert rows["navy"]["triage"] == "stop"
    assert {point.partition(":")[0] for point in rows["navy"]["points"].split(";")} >= {
        "defence_words",
        "code_suggested",
    }


def test_what_is_certain_goes_before_what_is_suggested_and_that_before_what_may_be(rows: dict[str, dict[str, str]]):
    order = sorted((row for row in rows.values() if row["danger"]), key=lambda row: int(row["danger"]))
    assert [row["line"] for row in order] == ["navy", "stated", "gallium", "magnet", "drawing"]


def test_goods_are_supposed_as_classified_and_nothing_supposed_is_free(rows: dict[str, dict[str, str]]):
    assert {line: row["supposed"] for line, row in rows.items()} == {
        **dict.fromkeys(("gallium", "stated"), "licence"),
        **dict.fromkeys(("tiles", "bolts"), "free"),
        **dict.fromkeys(("magnet", "number", "drawing", "empty", "navy"), "undetermined"),
    }
    assert {row["outcome"] for row in rows.values()} == {"undetermined"}
    assert "control_codes" in rows["tiles"]["supposed_facts"].split(";")
    assert rows["tiles"]["headline"] == "free_if_supposed"


def test_a_line_alone_comes_out_as_in_its_book(rows: dict[str, dict[str, str]], library: Library):
    for line, row in rows.items():
        description, hs, codes = ITEMS[line]
        facts = {
            "movement": "export",
            "departure": "CN",
            "origin": "CN",
            "destination": "JP",
            "end_user": "Naniwa Seiki",
        }
        facts |= {"description": description, "hs_code": hs, "control_codes": codes}
        facts = {name: text for name, text in facts.items() if text}
        alone = supposed_row(
            facts,
            determine(facts, library, as_of=DAY),
            library,
            ordinary(library),
            as_of=DAY,
            pointing="defence_words" in row["points"],
            codes=codes_supposed(row["item_state"], row["item_codes"]),
        )
        assert (line, alone["supposed"], alone["headline"]) == (line, row["supposed"], row["headline"])


def test_without_suppositions_classification_moves_no_outcome(book: Path, library: Library, tmp_path: Path):
    """Classification points at lines: their place in the queue and its reasons move, and nothing else does."""
    plain = run(book, library, tmp_path / "plain.csv")
    told = run(book, library, tmp_path / "told.csv", classifies=BookClassifier(library))
    assert list(plain) == list(told)
    moved = {name for line, row in plain.items() for name, text in row.items() if text != told[line][name]}
    assert moved == {"triage", "danger", "points", "why", "ask", "item_state", "item_codes"}
    assert {row["item_state"] for row in plain.values()} == {"", "stated"}


def test_an_item_is_classified_once_and_never_again(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tmp_path.chmod(0o700)
    asked: list[str] = []
    judge = book_items.finding_of

    def counted(description: str, hs: str, classifier: object) -> ItemFinding:
        asked.append(description)
        return judge(description, hs, classifier)  # type: ignore[arg-type] # it is one

    monkeypatch.setattr(book_items, "finding_of", counted)
    pairs = [("gallium", ""), ("chair", "9401"), ("gallium", "")]
    first = BookClassifier(library, cache=tmp_path)(pairs)
    assert asked == ["gallium", "chair"]
    assert BookClassifier(library, cache=tmp_path)(pairs) == first
    assert asked == ["gallium", "chair"]
    assert BookClassifier(library, cache=tmp_path)([("germanium metal", "")])[0].state == "classified"
    assert asked == ["gallium", "chair", "germanium metal"]


@pytest.mark.slow
def test_the_open_purchase_book_is_sorted_as_its_truth_says(library: Library, tmp_path: Path):
    """A whole workbook of 200 lines, classified and screened: several seconds."""
    book, truth = DATA / "osaka_like_book.xlsx", DATA / "osaka_like_truth.csv"
    if not book.is_file() or not truth.is_file():
        pytest.skip("the open purchase book is not here")
    constants = {"movement": "export", "destination": "JP"}
    more: dict[str, Any] = {"constants": constants, "suppose": "ordinary", "classifies": BookClassifier(library)}
    rows = run(book, library, tmp_path / "out.csv", **more)
    with truth.open(encoding="utf-8", newline="") as file:
        expected = {row["order"]: row["expect"] for row in csv.DictReader(file)}
    pairs = [(expected[line], row["triage"]) for line, row in rows.items()]
    assert len(pairs) == len(expected)
    assert all(triage == "stop" for expect, triage in pairs if expect == "stop")
    assert all(triage != "nothing_points" for expect, triage in pairs if "look" in expect)
    quiet = [triage for expect, triage in pairs if expect == "nothing_points"]
    assert "stop" not in quiet
    assert quiet.count("look") <= len(quiet) / 4
    assert {row["headline"] for row in rows.values()}.isdisjoint({"free"})


@pytest.mark.parametrize("words", ["servo motor 400 W", "ブラシレスモーター", "扬声器"])
def test_finished_goods_with_listed_material_inside_are_known_by_their_kind(words: str, library: Library):
    (found,) = BookClassifier(library)([(words, "")])
    assert found.state == "unlikely_listed"
    assert found.finished
    assert set(found.inside) & {"1C904.a.4", "1C905.a.4"}, "a magnet with terbium or dysprosium may be inside"


@pytest.mark.parametrize("words", ["motor shaft, 8 mm", "pulley for motor", "モーター軸 φ8", "电机端盖"])
def test_a_plain_part_of_finished_goods_has_no_listed_material_inside(words: str, library: Library):
    (found,) = BookClassifier(library)([(words, "")])
    assert (found.finished, found.inside) == ("", ())
    (whole,) = BookClassifier(library)([("motor with shaft", "")])
    assert whole.finished, "what has a part is not that part"


def test_plain_goods_and_a_stator_have_nothing_inside(library: Library):
    for found in BookClassifier(library)([("hexagon bolt M12x40", ""), ("motor stator", "")]):
        assert (found.finished, found.inside) == ("", ())


def test_each_kind_of_finished_goods_is_a_look_alike_with_codes(library: Library):
    kinds = {one["look_alike"] for one in rows_of_file(FINISHED)}
    package = next(one for one in library.packages if (one.folder / "lists" / "look-alikes.csv").is_file())
    codes = {one.id: one.near for one in read_look_alikes(package.folder / "lists" / "look-alikes.csv")}
    assert kinds <= codes.keys()
    assert all(codes[kind] for kind in kinds)
