"""Answers to what is asked of a whole book, as a form or a program gives them: read, listed, and taken back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.support.open_books import outcomes

from sekisho import BookError, FactError, Library, determine_book
from sekisho.service.settle import (
    GridAnswers,
    SettleRequest,
    answers_of,
    apply_answers,
    grid_faults,
    withdraw_answers,
)
from sekisho.service.workspace import Workspace

ORDERS = (
    ("order no", "supplier", "buyer", "country of dispatch", "goods", "使途"),
    ("1", "Ningbo Example Trading", "東海見本株式会社", "CN", "office chair", ""),
    ("2", "Ningbo Example Trading", "東海見本㈱", "中国", "cotton gloves", ""),
    ("3", "Ningbo Example Trading", "尾張見本工業", "", "corrugated cardboard box", ""),
    ("4", "Ningbo Example Trading", "尾張見本工業", "CN", "cotton gloves", "護衛艦搭載機器"),
)
GIVEN = GridAnswers(
    book={"departure": "中国", "users": "はい", "use": "いいえ", "risk": "no", "undertaking": "无"},
    customers=(
        {"customer": "東海見本㈱", "kind": "民生", "country": "日本"},
        {"customer": "尾張見本工業", "kind": "civil"},
    ),
    goods=tuple({"item": item, "answer": "none"} for item in ("office chair", "cotton gloves")),
    by="A. Tester",
    on="2026-11-27",
    basis="a call",
)


@pytest.fixture(scope="module")
def results(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a purchase book whose goods are not classified."""
    folder = tmp_path_factory.mktemp("grids")
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ORDERS)
    same = {"movement": "export", "destination": "JP", "origin": "CN"}
    out = folder / "results.csv"
    determine_book(folder / "orders.csv", library, out=out, as_of="2026-11-27", constants=same, threads=1)
    return out


def test_answers_settle_what_was_promised_are_listed_and_are_taken_back(
    library: Library, results: Path, tmp_path: Path
):
    workspace, new = Workspace(library=library), tmp_path / "new.csv"
    assert grid_faults(GIVEN, library) == []
    settled = apply_answers(SettleRequest(), workspace, results, None, new, grid=GIVEN, strict=True)
    assert settled.settled == settled.promised
    # Both spellings of one customer are answered in one row; the line that speaks of a frigate stays open.
    decided = {line for line, row in outcomes(new).items() if row[0] != "undetermined"}
    assert decided == {"1", "2"}
    acts = answers_of(new)
    assert {(act.by, act.on, act.basis) for act in acts} == {("A. Tester", "2026-11-27", "a call")}
    assert sum(act.answers for act in acts) == settled.given
    (kind,) = [act for act in acts if act.fact == "end_user_kind" and set(act.subjects) >= {"東海見本㈱"}]
    assert set(kind.subjects) == {"東海見本㈱", "東海見本株式会社"}
    (codes,) = [act for act in acts if act.fact == "control_codes"]
    assert (codes.value, set(codes.subjects)) == ("none", {"office chair", "cotton gloves"})

    withdrawn = withdraw_answers(workspace, new, [codes.id], tmp_path / "less.csv")
    assert withdrawn.answers == 2
    assert [act.id for act in answers_of(tmp_path / "less.csv")] == [act.id for act in acts if act.id != codes.id]
    withdraw_answers(workspace, tmp_path / "less.csv", [act.id for act in acts if act.id != codes.id], new)
    assert answers_of(new) == ()
    assert outcomes(new) == outcomes(results)
    with pytest.raises(FactError, match="no answer 'x' was given"):
        withdraw_answers(workspace, new, ["x"], tmp_path / "less.csv")


def _one(customer: str, by: str, basis: str = "", **cells: str) -> GridAnswers:
    return GridAnswers(customers=({"customer": customer, **cells},), by=by, on="2026-11-28", basis=basis)


@pytest.fixture(scope="module")
def once(library: Library, results: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, with the kind and the country of one customer answered."""
    new = tmp_path_factory.mktemp("once") / "new.csv"
    grid = _one("尾張見本工業", "A. Tester", "a call", kind="civil", country="日本")
    apply_answers(SettleRequest(), Workspace(library=library), results, None, new, grid=grid, strict=True)
    return new


@pytest.mark.parametrize("country", ["JP", "Japan", "日本", "japan"])
def test_what_a_grid_showed_and_nobody_changed_is_no_answer_of_whoever_saves_it(
    library: Library, once: Path, tmp_path: Path, country: str
):
    workspace, new = Workspace(library=library), tmp_path / "new.csv"
    grid = _one("尾張見本工業", "B. Other", "another ground", kind="民間", country=country, end_use="civil")
    settled = apply_answers(SettleRequest(), workspace, once, None, new, grid=grid, strict=True)
    by = {str(act.fact): (act.by, act.basis) for act in answers_of(new)}
    assert by["end_user_kind"] == by["end_user_territory"] == ("A. Tester", "a call")
    assert by["end_use"] == ("B. Other", "another ground")
    assert settled.back == ()
    same = _one("尾張見本工業", "B. Other", kind="civil", country=country)
    with pytest.raises(BookError, match="no answer"):
        apply_answers(SettleRequest(), workspace, once, None, new, grid=same, strict=True)


def test_a_cell_that_says_unknown_takes_its_answer_back_and_the_answer_can_be_given_again(
    library: Library, once: Path, tmp_path: Path
):
    workspace, new, again = Workspace(library=library), tmp_path / "new.csv", tmp_path / "again.csv"
    grid = _one("尾張見本工業", "B. Other", kind="不明", country="日本")
    settled = apply_answers(SettleRequest(), workspace, once, None, new, grid=grid, strict=True)
    assert [act.fact for act in answers_of(new)] == ["end_user_territory"]
    assert {answer.fact for answer in settled.back} == {"end_user_kind"}
    withdraw_answers(workspace, new, [], again, again=settled.back)
    assert set(answers_of(again)) == set(answers_of(once))
    assert outcomes(again) == outcomes(once)
    # Nothing is answered of the other customer, and what is unknown already stays so without an answer.
    nothing = _one("東海見本㈱", "B. Other", kind="unknown")
    with pytest.raises(BookError, match="no answer"):
        apply_answers(SettleRequest(), workspace, once, None, new, grid=nothing, strict=True)


def test_a_corrected_answer_takes_the_place_of_the_one_before(library: Library, once: Path, tmp_path: Path):
    workspace, new = Workspace(library=library), tmp_path / "new.csv"
    grid = _one("尾張見本工業", "B. Other", kind="military")
    settled = apply_answers(SettleRequest(), workspace, once, None, new, grid=grid, strict=True)
    kinds = [(act.value, act.by) for act in answers_of(new) if act.fact == "end_user_kind"]
    assert kinds == [("military", "B. Other")]
    assert {answer.value for answer in settled.back} == {"civil"}


def test_what_an_answer_about_all_lines_says_is_not_taken_back_for_one_customer(
    library: Library, results: Path, tmp_path: Path
):
    workspace, wide, new = Workspace(library=library), tmp_path / "wide.csv", tmp_path / "new.csv"
    every = GridAnswers(book={"use": "no"}, by="A. Tester", on="2026-11-27")
    apply_answers(SettleRequest(), workspace, results, None, wide, grid=every, strict=True)
    grid = _one("東海見本㈱", "B. Other", end_use="unknown")
    with pytest.raises(FactError, match="does not answer about this customer alone"):
        apply_answers(SettleRequest(), workspace, wide, None, new, grid=grid, strict=True)


def test_what_is_no_answer_is_told_at_its_field_and_so_is_who_is_missing(library: Library):
    wrong = GridAnswers(
        book={"departure": "Atlantis", "use": "maybe so", "weather": "fine"},
        customers=({"customer": "x", "kind": "civlian"}, {"customer": "x", "entry": "e", "same": "perhaps so"}),
        goods=({"item": "y", "answer": "9Z999"},),
    )
    faults = {fault.where: str(fault.text) for fault in grid_faults(wrong, library)}
    assert set(faults) == {
        *("book.departure", "book.use", "book.weather"),
        *("customers.0.kind", "customers.1.same", "goods.0.answer", "by"),
    }
    assert "Expected a country" in faults["book.departure"]
    assert "Expected one of: civil" in faults["customers.0.kind"]
    assert "Name who answered" in faults["by"]
