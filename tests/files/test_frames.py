"""Frames of any library go in as a book, and results come out as frames."""

from importlib.util import find_spec

import duckdb
import pytest

import sekisho
from sekisho import BookError, InstallationError, Library
from sekisho.classification.answer import Classification
from sekisho.determination.book.bulk import BookResult
from sekisho.files.frames.arrow import ArrowFrame
from sekisho.functions import NameScreening

DAY = "2026-11-28"
ROWS = {
    "line": ["a", "b"],
    "departure": ["CN", "CN"],
    "destination": ["JP", "JP"],
    "control_codes": ["3C001.a", "none"],
}
SQL = """
    SELECT unnest(['a', 'b']) AS line, 'CN' AS departure, 'JP' AS destination,
        unnest(['3C001.a', 'none']) AS control_codes
"""


def relation_of(sql: str) -> ArrowFrame:
    """Make a relation of DuckDB."""
    made = duckdb.sql(sql)
    assert isinstance(made, ArrowFrame)
    return made


def frame_in(kind: str) -> ArrowFrame:
    """Make the same book in a library."""
    if kind == "duckdb":
        return relation_of(SQL)
    module = pytest.importorskip(kind, reason="needs the library itself")
    made = module.table(ROWS) if kind == "pyarrow" else module.DataFrame(ROWS)
    assert isinstance(made, ArrowFrame)
    return made


@pytest.mark.parametrize("kind", ["duckdb", "pandas", "polars", "pyarrow"])
def test_a_frame_of_any_kind_is_a_book(library: Library, kind: str):
    found = sekisho.determine_book(frame_in(kind), library, as_of=DAY)
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT line, outcome, missing FROM '{found.out}' ORDER BY line").fetchall()
    for (line, outcome, missing), codes in zip(rows, ROWS["control_codes"], strict=True):
        answer = sekisho.determine(
            {"departure": "CN", "destination": "JP", "control_codes": codes}, library, as_of=DAY, presume=False
        )
        assert (line in ROWS["line"], outcome, missing) == (True, answer.outcome, [*map(str, answer.missing)])


@pytest.mark.parametrize(("kind", "call"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")])
def test_results_come_out_as_frames_with_lists_or_say_what_to_install(library: Library, kind: str, call: str):
    found = sekisho.determine_book(relation_of(SQL), library, as_of=DAY)
    if find_spec(kind) is None:
        with pytest.raises(InstallationError, match=f"pip install {kind}"):
            getattr(found, call)()
        return
    frame = getattr(found, call)()
    assert str(frame["line"][0]) in ROWS["line"]
    assert "end_user" in list(frame["missing"][0].as_py() if kind == "pyarrow" else frame["missing"][0])


def test_a_column_of_an_unknown_type_is_a_clear_problem(library: Library):
    strange = relation_of(f"SELECT *, {{'a': 1}} AS deep, 'x'::BLOB AS raw FROM ({SQL})")
    with pytest.raises(BookError) as fault:
        sekisho.determine_book(strange, library, as_of=DAY)
    assert ["'deep'" in str(one.where) for one in fault.value.problems] == [True, False]
    assert "BLOB" in str(fault.value)
    assert "a list of texts" in str(fault.value)


def test_a_file_without_a_place_for_results_is_refused(library: Library):
    with pytest.raises(BookError, match="Name a file with `out`"):
        sekisho.determine_book("book.csv", library)


def test_every_answer_is_told_in_one_line(library: Library):
    answers: list[NameScreening | Classification | BookResult] = [
        sekisho.screen("Mitsubishi Shipbuilding", law=library, as_of=DAY),
        sekisho.classify("dysprosium oxide", library, as_of=DAY),
        sekisho.determine_book(relation_of(SQL), library, as_of=DAY),
    ]
    for answer in answers:
        assert len(repr(answer)) < 300
        assert answer._repr_html_().startswith('<div lang="en" class="sekisho">')
    assert len(repr(sekisho.determine({}, library, as_of=DAY).verdict)) < 300
    assert all(len(repr(one)) < 300 for one in sekisho.readings({"destination": "JP"}, library, as_of=DAY))


@pytest.mark.parametrize("kind", ["duckdb", "pandas", "polars", "pyarrow"])
def test_names_of_a_frame_are_screened_row_by_row(library: Library, kind: str):
    names = ("Mitsubishi Shipbuilding", "Plain Trading")
    rows = {"party": [*names, None]}
    if kind == "duckdb":
        frame = relation_of(f"SELECT unnest({[*names, '']}) AS party")
    else:
        module = pytest.importorskip(kind, reason="needs the library itself")
        frame = module.table(rows) if kind == "pyarrow" else module.DataFrame(rows)
    in_frame = sekisho.screen(frame, column="party", law=library, as_of=DAY)
    assert in_frame.to_rows() == sekisho.screen(*names, law=library, as_of=DAY).to_rows()
    with pytest.raises(BookError, match="Its columns are: party"):
        sekisho.screen(frame, law=library, as_of=DAY)


@pytest.mark.parametrize(("kind", "call"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")])
def test_names_and_bills_come_out_as_frames_with_numbers_or_say_what_to_install(library: Library, kind: str, call: str):
    names = sekisho.screen("Mitsubishi Shipbuilding", "Nobody Ever", law=library, as_of=DAY)
    magnet = {"parent": "motor", "part": "magnet", "control_codes": "1C902.a", "origin": "CN", "quantity": 2}
    bill = sekisho.assess_exposure([magnet], library, as_of=DAY)
    for found, count in ((names, len(names.to_rows())), (bill, 1)):
        if find_spec(kind) is None:
            with pytest.raises(InstallationError, match=f"pip install {kind}"):
                getattr(found, call)()
            continue
        frame = getattr(found, call)()
        assert frame.shape[0] == count
    assert {row["query"] for row in names.to_rows()} == {"Mitsubishi Shipbuilding", "Nobody Ever"}
    assert [row["product"] for row in bill.to_rows()] == ["motor"]
    assert bill.to_dict()["products"]


def test_the_column_that_cannot_be_read_is_named():
    pandas = pytest.importorskip("pandas", reason="needs the library itself")
    with pytest.raises(BookError, match="column 'odd'"):
        sekisho.determine_book(pandas.DataFrame({"control_codes": ["3C001.a"], "odd": [1 + 2j]}))
    with pytest.raises(BookError, match=r"^frame: the frame cannot be read"):
        sekisho.determine_book(pandas.DataFrame())
