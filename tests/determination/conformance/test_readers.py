"""One value, however a book holds it: empty cells, lists, numbers and days in types of their own, CSV and Parquet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from tests.support.conformance import read_results
from tests.support.small_laws import BARRED, FREE, law, outcomes_of, text
from tests.support.synthetic_law import FIRST, is_, library_of, under
from tests.support.unpresumed import determine

from sekisho import determine_book
from sekisho.law.model.condition import Between, Condition, FactName, Listed, ListId


def parquet(folder: Path, select: str) -> Path:
    """A Parquet book from an SQL query."""
    book = folder / "book.parquet"
    with duckdb.connect() as connection:
        connection.sql(select).write_parquet(str(book))
    return book


LISTED = Listed(FactName("importer"), ListId("xx/list"))
OPEN_IMPORTER = ("undetermined", "importer")


def test_a_territory_that_is_stated_to_be_unknown_does_not_follow_from_the_destination(tmp_path: Path):
    """The same whether the book says so in a column or the run in a flag, and the same as for one line."""
    library = law(is_("end_user_territory", "US"))
    line = {"end_user_kind": "civil", "departure": "CN", "destination": "US"}
    header, row = ",".join(line), ",".join(line.values())
    plain = text(tmp_path, f"{header}\n{row}\n")
    assert outcomes_of(plain, library) == [BARRED]
    unknown = ("undetermined", "end_user_territory")
    assert outcomes_of(plain, library, unknown=["end_user_territory"]) == [unknown]
    one = determine({**line, "end_user_territory": "unknown"}, library, as_of=FIRST)
    assert (one.outcome, ";".join(one.missing)) == unknown
    assert outcomes_of(text(tmp_path, f"{header},end_user_territory\n{row},unknown\n"), library) == [unknown]


def test_an_empty_cell_of_a_role_means_no_such_party_in_csv_and_in_parquet(tmp_path: Path):
    """An empty cell in a column that is present means the same as a missing column; so does an empty text."""
    library = law(LISTED)
    assert outcomes_of(text(tmp_path, 'importer,end_use\n,civil\n"",civil\nunknown,civil\n'), library) == [
        FREE,
        FREE,
        OPEN_IMPORTER,
    ]
    book = parquet(tmp_path, "SELECT * FROM (VALUES (NULL), (''), ('unknown')) AS t(importer)")
    assert outcomes_of(book, library) == [FREE, FREE, OPEN_IMPORTER]


def test_a_role_that_is_left_blank_is_no_party_whatever_stands_for_the_blank(tmp_path: Path):
    """A dash and `n/a` are blanks; only `unknown` says that there may be somebody."""
    library = law(LISTED)
    book = text(tmp_path, "importer,end_use\n" + "".join(f'"{word}",civil\n' for word in WORDS))
    in_bulk = dict(zip(WORDS, outcomes_of(book, library), strict=True))
    by_row = {word: determine({"importer": word}, library, as_of=FIRST) for word in WORDS}
    assert in_bulk == {word: (found.outcome, ";".join(found.missing)) for word, found in by_row.items()}
    assert in_bulk == {word: OPEN_IMPORTER if "nknown" in word.lower() else FREE for word in WORDS}


def test_a_role_that_is_left_unknown_on_purpose_is_unknown_and_not_absent(tmp_path: Path):
    """`--unknown importer` says that there may be one; a missing column says that there is none."""
    library = law(LISTED)
    book = text(tmp_path, "importer,end_use\nNobody Ltd.,civil\n")
    assert outcomes_of(book, library) == [FREE]
    assert outcomes_of(book, library, unknown=["importer"]) == [OPEN_IMPORTER]
    assert outcomes_of(text(tmp_path, "end_use\ncivil\n"), library) == [FREE]
    assert outcomes_of(text(tmp_path, "end_use\ncivil\n"), library, unknown=["importer"]) == [OPEN_IMPORTER]


def test_an_empty_list_of_codes_means_classified_as_not_listed_and_a_null_means_not_classified(tmp_path: Path):
    library = law(under([""]))
    book = parquet(
        tmp_path,
        "SELECT * FROM (VALUES (['1C905.a']), ([]::VARCHAR[]), (NULL), (['none']), (['?3A001'])) AS t(control_codes)",
    )
    open_codes = ("undetermined", "control_codes")
    assert outcomes_of(book, library) == [BARRED, FREE, open_codes, FREE, open_codes]
    assert determine({"control_codes": []}, library, as_of=FIRST).outcome == "free"
    assert determine({}, library, as_of=FIRST).outcome == "undetermined"


WORDS = ("unknown", "UNKNOWN", "Unknown", "n/a", "N/A", "-", " ", "", "\t", "\u3000", " Unknown\u3000", " - ")
"""Every way to write that a value is not known; a tab and the wide space are spaces too."""


@pytest.mark.parametrize(
    ("fact", "test"),
    [
        ("end_use", is_("end_use", "civil")),
        ("prior_undertaking", is_("prior_undertaking", "yes")),
        ("destination", is_("destination", "JP")),
        ("prc_content_share", Between(FactName("prc_content_share"), low=Decimal("0.5"))),
        ("end_user", Listed(FactName("end_user"), ListId("xx/list"))),
        ("control_codes", under([""])),
    ],
)
def test_the_words_for_unknown_are_unknown_in_every_kind_of_column(tmp_path: Path, fact: str, test: Condition):
    library = law(test)
    expected = ("undetermined", fact)
    for word in WORDS:
        assert determine({fact: word}, library, as_of=FIRST).missing == (fact,), repr(word)
    book = text(tmp_path, f"{fact},end_user_kind\n" + "".join(f'"{word}",civil\n' for word in WORDS))
    assert dict(zip(WORDS, outcomes_of(book, library), strict=True)) == dict.fromkeys(WORDS, expected)


def test_namibia_and_norway_are_territories_and_codes_keep_their_shape(tmp_path: Path):
    library = law(is_("destination", "NA", "NO"))
    lines = ["NA,none", "NO,none", "JP,none", "no,3A001", "na,1C905.A", "null,none"]
    book = text(tmp_path, "destination,control_codes\n" + "\n".join(lines[:5]) + "\n")
    assert outcomes_of(book, library) == [BARRED, BARRED, FREE, BARRED, BARRED]
    assert determine({"destination": "no"}, library, as_of=FIRST).outcome == "prohibited"


SHARE_VALUES = (
    *("0.001", "0.00100000000000000000001", "0.0009999999999999999999", "1e-3", "+0.001", ".001", "0", "1", "1.0"),
    *(
        " 0.001 ",
        "0.001\u3000",
        "\t0.001",
        "0.00_1",
        "0.0010000000000000001",
        "9.99999999999999999999999999999999999e-4",
    ),
)


def test_numbers_in_text_compare_with_a_threshold_exactly_in_bulk_as_by_row(tmp_path: Path):
    threshold = Decimal("0.001")
    tests = {
        "at least": Between(FactName("prc_content_share"), low=threshold),
        "above": Between(FactName("prc_content_share"), low=threshold, low_open=True),
        "at most": Between(FactName("prc_content_share"), high=threshold),
        "below": Between(FactName("prc_content_share"), high=threshold, high_open=True),
    }
    book = text(tmp_path, "prc_content_share,end_use\n" + "".join(f"{value},civil\n" for value in SHARE_VALUES))
    wrong = []
    for name, test in tests.items():
        library = law(test)
        mine = [determine({"prc_content_share": value}, library, as_of=FIRST).outcome for value in SHARE_VALUES]
        theirs = [outcome for outcome, _ in outcomes_of(book, library)]
        wrong += [
            f"{value} {name} {threshold}: {one} by row, {other} in bulk"
            for value, one, other in zip(SHARE_VALUES, mine, theirs, strict=True)
            if one != other
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", ["DOUBLE", "FLOAT", "DECIMAL(18, 6)", "VARCHAR"])
def test_a_threshold_is_met_by_its_own_value_whatever_type_holds_it(tmp_path: Path, kind: str):
    library = law(Between(FactName("prc_content_share"), low=Decimal("0.25")))
    values = ", ".join(f"({value}::{kind})" for value in ("0.25", "0.249999", "0.5", "NULL"))
    book = parquet(tmp_path, f"FROM (VALUES {values}) AS t(prc_content_share)")
    assert outcomes_of(book, library) == [BARRED, FREE, BARRED, ("undetermined", "prc_content_share")]


def test_whole_numbers_days_and_truth_values_are_read_from_their_types(tmp_path: Path):
    library = law(is_("prior_undertaking", "yes"))
    book = parquet(
        tmp_path,
        "SELECT * FROM (VALUES (true, DATE '2026-01-02'), (false, DATE '2026-01-02'), (NULL, DATE '2026-01-02')) "
        "AS t(prior_undertaking, date)",
    )
    expected = [BARRED, FREE, ("undetermined", "prior_undertaking")]
    assert outcomes_of(book, library, as_of=None) == expected
    book = parquet(
        tmp_path,
        "SELECT true AS prior_undertaking, TIMESTAMP '2026-01-02 10:00:00' AS date, 1::BIGINT AS prc_content_share",
    )
    assert outcomes_of(book, library, as_of=None) == [BARRED]


def test_a_book_without_lines_gives_results_without_lines(tmp_path: Path):
    library = law(is_("end_use", "civil"))
    for content, as_of in (("end_use,date\n", FIRST), ("end_use,date\n", None)):
        assert outcomes_of(text(tmp_path, content), library, as_of=as_of) == []
    book = parquet(tmp_path, "SELECT 'civil' AS end_use, '2026-01-01' AS date WHERE false")
    for day in (FIRST, None):
        assert outcomes_of(book, library, as_of=day) == []


def test_a_law_without_clauses_gives_free_for_every_line(tmp_path: Path):
    book = text(tmp_path, "end_use,date\ncivil,2026-01-01\n,2026-01-02\n")
    assert outcomes_of(book, library_of([]), as_of=FIRST) == [FREE, FREE]
    assert outcomes_of(book, library_of([]), as_of=None) == [FREE, FREE]


def test_results_as_csv_hold_the_same_values_as_results_as_parquet(tmp_path: Path):
    library = law(is_("end_use", "military"), LISTED)
    book = text(tmp_path, "end_use,importer\nmilitary,\n,unknown\ncivil,\n")
    names = ["line::BIGINT", "outcome::VARCHAR", "floor::VARCHAR", "decisive::VARCHAR", "missing::VARCHAR"]
    found = []
    for out in (tmp_path / "r.parquet", tmp_path / "r.csv"):
        determine_book(book, library, out=out, as_of=FIRST, unknown=["control_codes", "destination"])
        found.append([tuple("" if cell is None else cell for cell in row) for row in read_results(out, names)])
    assert found[0] == found[1]
    assert [row[1] for row in found[0]] == ["prohibited", "undetermined", "free"]


def test_lines_keep_the_names_that_the_book_gives_them(tmp_path: Path):
    library = law(is_("end_use", "military"))
    book = text(tmp_path, "line,end_use\nA-7,military\n0042,civil\n")
    out = tmp_path / "r.parquet"
    determine_book(book, library, out=out, as_of=FIRST, unknown=["control_codes", "destination"])
    assert read_results(out, ["line", "outcome::VARCHAR"]) == [("0042", "free"), ("A-7", "prohibited")]
