"""Orders, invoices and declarations as XML: a row for each line, what is said once in each of them, nothing unsafe."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.determination.book.opener import look_at
from sekisho.errors import BookError
from sekisho.law.model.condition import FactName
from sekisho.trade.book.recipe import Recipe

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
  xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <b:ID>PO-7</b:ID><b:IssueDate>2026-11-20</b:IssueDate>
 <a:{seller}><a:Party><a:PartyName><b:Name>Baotou Metals Co., Ltd.</b:Name></a:PartyName></a:Party></a:{seller}>
 <a:{buyer}><a:Party><a:PartyLegalEntity><b:RegistrationName>大阪精機株式会社</b:RegistrationName></a:PartyLegalEntity>
 </a:Party></a:{buyer}>
 <a:Delivery><a:DeliveryLocation><a:Address><a:Country><b:IdentificationCode>JP</b:IdentificationCode></a:Country>
 </a:Address></a:DeliveryLocation></a:Delivery>
 {lines}
</{root}>"""
ITEM = """<a:Item><b:Description>N52, 20 x 10 mm</b:Description><b:Name>Sintered NdFeB magnet</b:Name>
 <a:OriginCountry><b:IdentificationCode>CN</b:IdentificationCode></a:OriginCountry>
 <a:CommodityClassification><b:ItemClassificationCode listID="TST">31151700</b:ItemClassificationCode>
 </a:CommodityClassification><a:CommodityClassification>
 <b:ItemClassificationCode listID="HS">850511</b:ItemClassificationCode></a:CommodityClassification></a:Item>"""
INVOICE = UBL.format(
    root="Invoice",
    seller="AccountingSupplierParty",
    buyer="AccountingCustomerParty",
    lines="".join(
        f'<a:InvoiceLine><b:ID>{n}</b:ID><b:InvoicedQuantity unitCode="C62">{n}0</b:InvoicedQuantity>'
        f'<b:LineExtensionAmount currencyID="JPY">{n}000</b:LineExtensionAmount>{ITEM}</a:InvoiceLine>'
        for n in (1, 2)
    ),
)
ORDER = UBL.format(
    root="Order",
    seller="SellerSupplierParty",
    buyer="BuyerCustomerParty",
    lines='<a:OrderLine><a:LineItem><b:ID>1</b:ID><b:Quantity>5</b:Quantity><b:LineExtensionAmount currencyID="USD">90'
    f"</b:LineExtensionAmount>{ITEM}</a:LineItem></a:OrderLine>",
)
DECLARATION = """<?xml version="1.0" encoding="UTF-8"?>
<DecMessage Version="3.1" xmlns="http://www.chinaport.gov.cn/dec"><DecHead><IEFlag>{flag}</IEFlag><IEDate>20261120</IEDate>
<ContrNo>HT-9</ContrNo><TradeName>包头磁材有限公司</TradeName><OwnerName>包头磁材有限公司</OwnerName>
<TradeCountry>JPN</TradeCountry><OverseasConsigneeEname>Osaka Seiki K.K.</OverseasConsigneeEname>
<OverseasConsignorEname>Tokyo Denki K.K.</OverseasConsignorEname></DecHead>
<DecLists><DecList><GNo>1</GNo><CodeTS>8505111000</CodeTS><GName><![CDATA[钕铁硼磁体]]></GName><GModel>4|3|烧结|N45SH</GModel>
<GQty>100</GQty><DeclTotal>12000</DeclTotal><TradeCurr>USD</TradeCurr><OriginCountry>CHN</OriginCountry>
<DestinationCountry>JPN</DestinationCountry></DecList></DecLists></DecMessage>"""


def lines_of(path: Path, library: Library) -> list[dict[str, str]]:
    """Read a book, and return the texts of its lines by fact."""
    with look_at(path, library, recipe=Recipe(), mapping={}) as (_, cleaned):
        book = cleaned.book
        facts = {**book.columns.facts, FactName("value"): book.columns.value, FactName("line"): book.columns.line}
        names = {fact: column for fact, column in facts.items() if column}
        wanted = ", ".join(f'"{column}"' for column in names.values())
        rows = book.connection.execute(f"SELECT {wanted} FROM {book.sql} ORDER BY sekisho_row").fetchall()
    return [dict(zip(map(str, names), map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize(("text", "count", "line"), [(INVOICE, 2, "PO-7-1"), (ORDER, 1, "PO-7-1")])
def test_an_order_or_invoice_is_a_row_for_each_line(text: str, count: int, line: str, library: Library, tmp_path: Path):
    path = tmp_path / "document.xml"
    path.write_text(text, encoding="utf-8")
    lines = lines_of(path, library)
    assert len(lines) == count
    first = lines[0]
    assert first["line"] == line
    assert first["date"] == "2026-11-20"
    assert (first["exporter"], first["importer"]) == ("Baotou Metals Co., Ltd.", "大阪精機株式会社")
    assert (first["origin"], first["destination"], first["hs_code"]) == ("CN", "JP", "850511")
    assert first["description"] == "Sintered NdFeB magnet N52, 20 x 10 mm"
    assert "end_user" not in first, "who receives is not the end user"


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        ("E", ("CN", "JP", "包头磁材有限公司", "Osaka Seiki K.K.")),
        ("I", ("JP", "CN", "Tokyo Denki K.K.", "包头磁材有限公司")),
    ],
)
def test_a_declaration_says_which_way_goods_go(flag: str, expected: tuple[str, ...], library: Library, tmp_path: Path):
    path = tmp_path / "declaration.xml"
    path.write_text(DECLARATION.format(flag=flag), encoding="utf-8")
    (line,) = lines_of(path, library)
    assert tuple(line[fact] for fact in ("departure", "destination", "exporter", "importer")) == expected
    assert line.get("movement", "") == ("export" if flag == "E" else "")
    assert (line["hs_code"], line["origin"], line["line"]) == ("8505111000", "CN", "HT-9-1")
    assert line["description"] == "钕铁硼磁体 4|3|烧结|N45SH"


def test_a_document_is_read_packed_and_by_what_it_holds(library: Library, tmp_path: Path):
    packed, archive = tmp_path / "order.xml.gz", tmp_path / "order.zip"
    packed.write_bytes(gzip.compress(ORDER.encode()))
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("any name.xml", DECLARATION.format(flag="E"))
    assert lines_of(packed, library)[0]["line"] == "PO-7-1"
    assert lines_of(archive, library)[0]["line"] == "HT-9-1"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><Order>&x;</Order>', "entities"),
        ('<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><Order>&y;</Order>', "entities"),
        ("<!DOCTYPE Order><Order/>", "document type"),
        ("<Order><OrderLine></Order>", "well-formed"),
        ("", "well-formed"),
        ("<html><body/></html>", "'html'"),
        ("<Order/>", "no line of goods"),
    ],
)
def test_a_document_that_is_not_read_says_why(text: str, what: str, library: Library, tmp_path: Path):
    path = tmp_path / "document.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BookError) as fault:
        lines_of(path, library)
    assert what in str(fault.value)
