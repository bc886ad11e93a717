"""Trade statistics run through the same law as an order book, and reconcile to the dollar."""

from __future__ import annotations

import csv
import random
import re
from calendar import month_abbr
from decimal import Decimal
from pathlib import Path

import pytest

from sekisho import BookError, Library, Outcome, load_measures
from sekisho.impact.shock.line_verdicts import flow_verdicts, hit_by, hit_by_clause
from sekisho.impact.shock.trade_flows import TradeFlow, read_flows
from sekisho.trade.items.code import read_alpha3
from sekisho.trade.items.tariff import Hints, read_hints

CATCH_ALL = "cn/2020-export-control-law#catch-all"
EARLIER = "cn/2002-earlier-control-rules#licence"
OPEN = (CATCH_ALL, EARLIER)
MONTHLY = Path(__file__).parents[4] / "shared" / "data" / "trade_flows" / "china_exports_monthly.csv"
GIVEN = pytest.mark.skipif(not MONTHLY.is_file(), reason="the published trade table is not at hand")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_measures()


@pytest.fixture(scope="module")
def hints(library: Library) -> Hints:
    return read_hints(library.packages[0].folder)


def flow(month: str, importer: str, hs6: str, value: int) -> TradeFlow:
    return TradeFlow(month=month, exporter="CN", importer=importer, hs6=hs6, value=Decimal(value))


def possible(library: Library, hints: Hints, one: TradeFlow) -> Decimal:
    hits = flow_verdicts([one], library, hints)
    return hit_by(hits, "hs6", without=OPEN)[one.hs6,].licence_possible


def test_graphite_may_need_a_licence_from_the_month_of_announcement_39(library: Library, hints: Hints):
    assert possible(library, hints, flow("2023-11", "JP", "250410", 100)) == 0
    assert possible(library, hints, flow("2023-12", "JP", "250410", 100)) == 100


def test_before_the_unified_list_what_the_earlier_rules_covered_is_an_open_question(library: Library, hints: Hints):
    hits = flow_verdicts([flow("2017-01", "JP", "250410", 4)], library, hints)
    assert hit_by(hits, "hs6")["250410",].licence_possible == 4
    assert set(hit_by_clause(hits)) == {EARLIER}


def test_a_month_in_which_the_law_changes_is_possible_and_not_certain(library: Library, hints: Hints):
    """Announcement 33 took effect on 15 September 2024, in the middle of a month."""
    assert possible(library, hints, flow("2024-08", "JP", "811010", 7)) == 0
    assert possible(library, hints, flow("2024-09", "JP", "811010", 7)) == 7


def test_a_code_that_no_entry_names_is_not_possible_by_the_list(library: Library, hints: Hints):
    assert possible(library, hints, flow("2024-06", "DE", "010121", 5)) == 0


def test_the_ban_of_january_2026_may_reach_trade_with_japan_and_no_other(library: Library, hints: Hints):
    def hit(month: str, importer: str) -> set[str]:
        found = flow_verdicts([flow(month, importer, "280530", 9)], library, hints)
        return {name for name in hit_by_clause(found) if name.startswith("cn/2026-01")}

    assert "cn/2026-01-japan-dual-use#military-strength" in hit("2026-01", "JP")
    assert not hit("2025-12", "JP")
    assert not hit("2026-01", "DE")


def test_nothing_is_certain_by_customs_code_alone(library: Library, hints: Hints):
    hits = flow_verdicts([flow("2024-06", "JP", "250410", 3)], library, hints)
    assert hit_by(hits, "month")["2024-06",].licence_certain == 0


def test_every_bad_row_is_reported_in_one_pass(tmp_path: Path):
    table = tmp_path / "flows.csv"
    table.write_text("month,exporter,importer,hs6,value_usd\n2024-13,CHN,JPN,250410,1\n2024-01,CHN,XXX,10121,nan\n")
    with pytest.raises(BookError) as fault:
        read_flows(table, {"CHN": "CN", "JPN": "JP"})
    assert len(fault.value.problems) == 4
    assert all(problem.remedy for problem in fault.value.problems)


def test_a_month_is_written_in_one_way_only(tmp_path: Path):
    table = tmp_path / "flows.csv"
    table.write_text("month,exporter,importer,hs6,value_usd\n2026-2,CHN,JPN,250410,1\n")
    with pytest.raises(BookError, match="'2026-2' is not a month"):
        read_flows(table, {"CHN": "CN", "JPN": "JP"})


def test_a_supposition_may_take_the_place_of_what_a_flow_implies(library: Library, hints: Hints):
    one = flow("2026-02", "JP", "280530", 9)
    banned = flow_verdicts([one], library, hints, suppose={"control_codes": "1C902", "end_use": "military"})[0]
    assert banned.value_at(Outcome.PROHIBITED) == (one.value, one.value)
    assert banned.value_at(Outcome.PROHIBITED, without=banned.certain) == (one.value, one.value), (
        "what is certain is possible"
    )


def test_what_only_the_last_day_of_a_month_bars_is_not_certain_in_it(library: Library, hints: Hints):
    """The ban took effect on 6 January 2026; before, the same line needed a licence."""
    certain = {"control_codes": "3C001.a", "end_use": "military", "end_user_kind": "military"}
    january, february = (
        flow_verdicts([flow(month, "JP", "811292", 9)], library, hints, suppose=certain)[0]
        for month in ("2026-01", "2026-02")
    )
    assert january.value_at(Outcome.PROHIBITED_SAVE_SPECIAL) == (Decimal(0), Decimal(9))
    assert january.value_at(Outcome.LICENCE)[0] == 9
    assert february.value_at(Outcome.PROHIBITED_SAVE_SPECIAL) == (Decimal(9), Decimal(9))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"month,exporter,importer,hs6,value_usd\n2024-01,CHN\n", "flows.csv:2: the row has more or fewer cells"),
        (b"month,exporter,importer,hs6,value_usd\n2024-01,CHN,JPN,250410,1,2\n", "flows.csv:2: the row has more"),
        (b"month,exporter,importer,hs6,value_usd\n", "flows.csv: no rows."),
        (b"month,hs6\n", "no column exporter, importer, value_usd."),
        (b"month\xe9\n", "is not UTF-8 text."),
        (None, "no such file."),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_what_to_do(tmp_path: Path, content: bytes | None, says: str):
    table = tmp_path / "flows.csv"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(BookError, match=re.escape(says)) as fault:
        read_flows(table, {"CHN": "CN", "JPN": "JP"})
    assert fault.value.problems[0].remedy


KEYS = (("year",), ("month",), ("importer",), ("hs6",), ("month", "importer", "hs6"))


def test_every_cut_adds_up_to_the_flows_and_what_is_certain_is_possible(library: Library, hints: Hints):
    draw = random.Random(17)
    flows = [
        flow(
            f"{draw.randint(2023, 2026)}-{draw.randint(1, 9):02}",
            draw.choice(["JP", "US", "DE", "TW"]),
            draw.choice(["250410", "280530", "811010", "810194", "010121"]),
            draw.randint(1, 10**9),
        )
        for _ in range(200)
    ]
    hits = flow_verdicts(flows, library, hints)
    for keys in KEYS:
        found = hit_by(hits, *keys, without=OPEN).values()
        assert sum(hit.total for hit in found) == sum(one.value for one in flows)
        assert all(hit.licence_certain <= hit.licence_possible <= hit.total for hit in found)
        assert all(hit.ban_certain <= hit.ban_possible <= hit.licence_possible for hit in found)
    assert sum(hit.licence_possible for hit in hit_by(hits, "year", without=OPEN).values()) > 0


@GIVEN
def test_totals_of_the_published_table_reconcile_to_the_dollar(library: Library, hints: Hints):
    flows = read_flows(MONTHLY, read_alpha3(library.packages[0].folder))
    hits = flow_verdicts(flows, library, hints)
    with MONTHLY.open(encoding="utf-8") as file:
        total = sum(Decimal(row["value_usd"]) for row in csv.DictReader(file))
    for keys in KEYS:
        assert sum(hit.total for hit in hit_by(hits, *keys).values()) == total
    graphite = [hit for (code, month), hit in hit_by(hits, "hs6", "month", without=OPEN).items() if code == "250410"]
    assert any(hit.licence_possible == hit.total > 0 for hit in graphite)
    assert any(hit.licence_possible == 0 < hit.total for hit in graphite)
    by_clause = hit_by_clause(hits)
    assert by_clause["cn/2023-39-graphite#list-licence"][1] > 0  # type: ignore[index]


BOOKS = Path(__file__).parents[4] / "shared" / "data" / "customs_books"
DECLARED = (
    ("Vietnam import short.xlsx", "VNM", "TOTALVALUE"),
    ("Colombia Import S.xlsx", "COL", "TOTALVALUE"),
    ("India Import S.xlsx", "IND", "TOTAL_VALUE_USD"),
)
"""Customs books of other countries, with what they bought from China: tiles, which no entry names."""
MONTHS = tuple(month_abbr)


@pytest.mark.skipif(not BOOKS.is_dir(), reason="customs books not present")
@pytest.mark.parametrize("declared", DECLARED, ids=lambda book: book[0])
def test_a_customs_book_added_up_by_month_and_heading_is_read_and_hit_as_trade(
    library: Library, hints: Hints, tmp_path: Path, declared: tuple[str, str, str]
):
    name, importer, column = declared
    calamine = pytest.importorskip("python_calamine")
    head, *rows = calamine.CalamineWorkbook.from_path(str(BOOKS / name)).get_sheet_by_index(0).to_python()
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        line = dict(zip(head, row, strict=True))
        if line["ORIGIN_COUNTRY"] == "CHINA":
            month, year = line["MONTHYEAR"].split()
            key = (f"{year}-{MONTHS.index(month):02}", str(line["HS_CODE"])[:6])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(line[column]))
    table = tmp_path / "flows.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("month", "exporter", "importer", "hs6", "value_usd"))
        writer.writerows((month, "CHN", importer, hs6, str(value)) for (month, hs6), value in sums.items())
    flows = read_flows(table, read_alpha3(library.packages[0].folder))
    hits = flow_verdicts(flows, library, hints)
    assert len(flows) >= 10
    assert hit_by(hits, "exporter")["CN",].total == sum(sums.values())
    assert {hit.floor for hit in hits} == {Outcome.FREE}
    assert not [clause for clause in hit_by_clause(hits) if clause.endswith("#list-licence")]
