"""Days of an order, of a paper, or of a wanted delivery never pass for the day of shipment, whose law counts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho import Library, determine_book
from sekisho.cli import main
from sekisho.law.model.condition import FactName
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.proposals import Proposal, propose

ORDER = (
    *("手配日", "受注日", "発注日", "注文日", "見積日", "契約日", "成約日", "注文書日付", "Order Date", "PO date"),
    *("Date of order", "Order entry date", "Booking Date", "Contract date", "Ordered Date", "PURCHASE_ORDER_DT"),
    *("订单日期", "下单日期", "采购日期", "合同日期", "报价日期", "Bestelldatum", "Auftragsdatum", "fecha de pedido"),
    *("date de commande", "data do pedido", "data ordine", "дата заказа", "주문일", "ngày đặt hàng"),
)
PAPER = (
    *("請求日", "伝票日付", "登録日", "Invoice Date", "Document Date", "Posting date", "发票日期", "单据日期"),
    *("Rechnungsdatum", "Belegdatum", "fecha de factura", "date de facture"),
)
WANTED = ("希望納期", "要求納期", "指定納期", "Requested delivery date", "Need by date", "要求交货日期", "要货日期")
SHIPMENT = (
    *("出荷日", "積出日", "船積日", "出荷予定日", "ETD", "Ship Date", "Requested ship date", "Order shipped date"),
    *("Export date", "出口日期", "发货日期", "Versanddatum", "fecha de embarque"),
    *("申告日", "申报日期", "Declaration date", "SB DATE", "BE date", "DATE_OF_ISSUE", "Date", "日付", "日期"),
)
DAYS = {"2026-06-20": 1, "2026-06-21": 1, "2026-06-22": 1}


def proposed(library: Library, *headers: str) -> Proposal:
    samples = dict.fromkeys(headers, DAYS)
    return propose(list(samples), samples, library.facts, Meanings(facts=library.facts, territory=str))


@pytest.mark.parametrize(
    ("headers", "kind"), [(ORDER, "order_day"), (PAPER, "paper_day"), (WANTED, "wanted_day"), (SHIPMENT, "")]
)
def test_each_header_says_which_day_it_is(library: Library, headers: tuple[str, ...], kind: str):
    for header in headers:
        (guess,) = proposed(library, header).guesses
        assert (guess.other_day, guess.sure) == (kind, not kind), header
        assert guess.fact == "date", header


@pytest.mark.parametrize("system", ["obic", "sap-en", "oracle", "yonyou"])
def test_a_profile_of_a_system_makes_no_day_of_order_a_day_of_shipment(system: str):
    folder = Path(read_header.__code__.co_filename).with_name("profiles")
    with (folder / f"{system}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["fact"] == "date"]
    other = [row["header"] for row in rows if set(row["role"].split()) & {"order_day", "paper_day", "wanted_day"}]
    named = [row["header"] for row in rows if read_header(row["header"]).kind.endswith("_day")]
    assert other
    assert set(named) <= set(other)


def test_beside_a_day_of_shipment_the_day_of_order_is_not_asked_about(library: Library):
    found = proposed(library, "受注日", "出荷日", "希望納期")
    assert found.sure == {"date": "出荷日"}
    assert found.unsure == ()
    assert {guess.reason for guess in found.guesses if not guess.fact} == {
        "the day of order, not of shipment",
        "the day on which delivery is wanted, not of shipment",
    }


BOOK = """\
line,手配日,希望納期,movement,departure,destination,end_user
A-1,2026-06-20,2026-08-28,export,CN,JP,三菱プレシジョン株式会社
A-2,2026年6月,2026-08-28,export,CN,JP,見本精密
"""


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_an_order_of_before_a_listing_is_judged_by_the_law_of_today(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The firm was listed on 29 June 2026, nine days after the order, which is still open."""
    monkeypatch.chdir(tmp_path)
    book = tmp_path / "orders.csv"
    book.write_text(BOOK, encoding="utf-8")
    told = call("bulk", "orders.csv", "-o", "r.csv", "--no-classify")
    said = " ".join(told.output.split())
    assert "Not days of shipment: '手配日'" in said
    assert "All lines are judged by the law of" in said
    whole = " ".join(call("bulk", "orders.csv", "-o", "w.csv", "--no-classify", "--full").output.split())
    assert "'手配日' may be date (the day of order, not of shipment" in whole
    assert "--map date='手配日'" in whole
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["triage"] == "stop"
    assert call("map", "orders.csv").exit_code == 0
    again = call(
        *("bulk", "orders.csv", "-o", "r.csv", "--mapping", "orders.csv.mapping.yaml", "--no-classify"),
        *("--format", "json"),
    )
    assert again.exit_code == 0, again.output
    other = json.loads(again.stdout)["reading"]["other_days"]
    assert other == {"手配日": "order_day", "希望納期": "wanted_day"}

    by_hand = determine_book(book, library, out=tmp_path / "h.csv", mapping={"date": "手配日"})
    assert by_hand.mapped[FactName("date")] == "手配日"
    assert by_hand.reading.other_days == {}
    with (tmp_path / "h.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["triage"] != "stop"
