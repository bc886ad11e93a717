"""Orders, invoices and customs declarations as XML documents: one row for each line of goods, under names of facts.

A document is known by its root, whatever its file is called: the order, invoice and despatch advice of UBL 2.1 (JP PINT
and Peppol among them), and the customs declaration of China's single window. What a document says once, such as buyer
and day, stands in each of its lines. Which elements are read is the table `DOCUMENTS`; all else is left out.

Who ships and who receives are not the end user, and a firm's seat is no route: of a delivery its country is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, Problem
from sekisho.files.row_staging import Desk, StagedTable, row_file, to_parquet
from sekisho.files.tables import stored_table
from sekisho.files.xml_tree import XmlFault, local_name, xml_root
from sekisho.message import message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone

XML: Final = frozenset({".xml"})
LARGEST: Final = 1 << 26
"""Bytes of the largest document: it is held in memory as a tree, some ten times as large. An order has some MB."""
_HARMONISED: Final = frozenset({"HS", "HSC"})
"""How a list of commodity classes calls the Harmonised System; other lists, such as UNSPSC, are no customs codes."""
_CURRENCY: Final = 3
"""Letters of the code of a currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """One kind of document: its roots, where its lines stand, and what of the document and of a line is which fact.

    Parameters
    ----------
    whole, line
        Fact to the places where it may stand, the first that is filled counts; elements by name, whatever their
        namespace. Texts that `+` joins make one value together.
    """

    roots: frozenset[str]
    lines: str
    whole: Mapping[str, tuple[str, ...]]
    line: Mapping[str, tuple[str, ...]]


_NAME: Final = ("Party/PartyLegalEntity/RegistrationName", "Party/PartyName/Name")


def _party(*roles: str) -> tuple[str, ...]:
    return tuple(f"{role}/{name}" for role in roles for name in _NAME)


def _ubl(roots: Iterable[str], lines: str, item: str, amount: str, quantity: str) -> DocumentKind:
    return DocumentKind(
        roots=frozenset(roots),
        lines=lines,
        whole={
            "document": ("ID",),
            "date": ("Delivery/ActualDeliveryDate", "Delivery/RequestedDeliveryPeriod/StartDate", "IssueDate"),
            "exporter": _party("AccountingSupplierParty", "SellerSupplierParty", "DespatchSupplierParty"),
            "importer": _party("AccountingCustomerParty", "BuyerCustomerParty", "DeliveryCustomerParty"),
            "destination": (
                "Delivery/DeliveryLocation/Address/Country/IdentificationCode",
                "Delivery/DeliveryAddress/Country/IdentificationCode",
                "Shipment/Delivery/DeliveryAddress/Country/IdentificationCode",
            ),
        },
        line={
            "line": (f"{item.removesuffix('Item')}ID", "ID"),
            "description": (f"{item}/Name+{item}/Description+{item}/ModelName+{item}/BrandName",),
            "hs_code": (f"{item}/CommodityClassification/ItemClassificationCode",),
            "origin": (f"{item}/OriginCountry/IdentificationCode",),
            "value": (amount,),
            "quantity": (quantity,),
        },
    )


DOCUMENTS: Final = (
    _ubl(["Invoice"], "InvoiceLine", "Item", "LineExtensionAmount", "InvoicedQuantity"),
    _ubl(["CreditNote"], "CreditNoteLine", "Item", "LineExtensionAmount", "CreditedQuantity"),
    _ubl(["Order"], "OrderLine", "LineItem/Item", "LineItem/LineExtensionAmount", "LineItem/Quantity"),
    _ubl(["DespatchAdvice"], "DespatchLine", "Item", "", "DeliveredQuantity"),
    DocumentKind(
        roots=frozenset({"DecMessage", "DecData"}),
        lines="DecLists/DecList",
        whole={
            "document": ("DecHead/EntryId", "DecHead/SeqNo", "DecHead/ContrNo"),
            "date": ("DecHead/IEDate", "DecHead/DDate"),
            "flag": ("DecHead/IEFlag",),
            "domestic": ("DecHead/TradeName",),
            "owner": ("DecHead/OwnerName",),
            "consignee": ("DecHead/OverseasConsigneeEname", "DecHead/OverseasConsigneeCname"),
            "consignor": ("DecHead/OverseasConsignorEname", "DecHead/OverseasConsignorCname"),
            "country": ("DecHead/TradeCountry",),
        },
        line={
            "line": ("GNo",),
            "description": ("GName+GModel",),
            "hs_code": ("CodeTS",),
            "origin": ("OriginCountry",),
            "destination": ("DestinationCountry",),
            "value": ("DeclTotal",),
            "currency": ("TradeCurr",),
            "quantity": ("GQty",),
        },
    ),
)
"""The documents that are read."""
COLUMNS: Final = (
    *("line", "date", "movement", "exporter", "importer", "departure", "destination", "origin"),
    *("description", "hs_code", "quantity", "value"),
)
"""Columns of a staged document; those that no line fills are left out."""


def stage_document(desk: Desk, file: Path, folder: Path) -> StagedTable:
    """Stage an XML document as Parquet in `folder`.

    Raises
    ------
    BookError
        If it is too large, no well-formed XML, declares a document type or entities, or is none of `DOCUMENTS`.
    """
    root = _root(file)
    kind = next((kind for kind in DOCUMENTS if local_name(root) in kind.roots), None)
    inner = next((node for node in root.iter() if local_name(node) in {"DecMessage", "DecData"}), None)
    if kind is None and inner is not None:
        root, kind = inner, DOCUMENTS[-1]  # packed into an envelope of the sender
    if kind is None:
        raise _fault(
            file,
            message(
                "file.no_order_document", "is not a document that is read: its root is '{root}'.", root=local_name(root)
            ),
            message(
                "file.expected_documents",
                "Expected an order, invoice or despatch advice of UBL 2.1, or a declaration of China's single window.",
            ),
        )
    rows = [_row(values) for values in _lines(root, kind)]
    if not rows:
        raise _fault(
            file,
            message("file.no_document_lines", "the document has no line of goods."),
            message("file.export_document_again", "Export it again with its lines."),
        )
    facts = [name for name in COLUMNS if any(row.get(name) for row in rows)]
    currencies = {row["value"].partition(" ")[0] for row in rows if row.get("value")}
    one_currency = len(currencies) == 1 and next(iter(currencies)).isalpha()
    names = [f"value_{next(iter(currencies))}" if name == "value" and one_currency else name for name in facts]
    with row_file(folder / "rows.csv", names) as writer:
        writer.write((number, [row.get(name, "") for name in facts]) for number, row in enumerate(rows, start=1))
    out = folder / "book.parquet"
    to_parquet(desk.connection, folder / "rows.csv", names, out)
    return StagedTable(sql=stored_table(out), names=tuple(names), bad=writer.bad, told={"document": local_name(root)})


def _fault(file: Path | str, what: str, remedy: str) -> BookError:
    return BookError(Problem(where=str(getattr(file, "name", file)), what=what, remedy=remedy))


def _root(file: Path) -> Element:
    """Read a document of a size that is read."""
    if file.stat().st_size > LARGEST:
        raise _fault(
            file,
            message("file.document_too_large", "is larger than {most} MiB.", most=LARGEST >> 20),
            message("file.split_document", "Split it into several documents of one folder."),
        )
    try:
        return xml_root(file)
    except XmlFault as fault:
        remedy = message("file.export_document_utf8", "Export it again, in UTF-8.")
        raise BookError(fault.problem(file.name, remedy)) from None


def _below(node: Element, path: str) -> Iterator[Element]:
    """Return the elements at the end of a path of names."""
    first, _, rest = path.partition("/")
    for child in node:
        if local_name(child) == first:
            yield from _below(child, rest) if rest else (child,)


def _lines(root: Element, kind: DocumentKind) -> Iterator[dict[str, str]]:
    whole = {fact: _value(root, fact, places) for fact, places in kind.whole.items()}
    for line in _below(root, kind.lines):
        own = {fact: _value(line, fact, places) for fact, places in kind.line.items()}
        yield {**whole, **{fact: value for fact, value in own.items() if value}}


def _value(node: Element, fact: str, places: Iterable[str]) -> str:
    """Return the text of the first place that is filled; of several elements there, or places together, all texts."""
    for place in filter(None, places):
        texts = [text for path in place.split("+") for found in _below(node, path) if (text := _text(found, fact))]
        if texts:
            return texts[0] if fact in {"hs_code", "line", "date"} else " ".join(dict.fromkeys(texts))
    return ""


def _text(node: Element, fact: str) -> str:
    """Return the text of an element, an amount with its currency; of a class of goods only a customs code."""
    text = " ".join((node.text or "").split())
    if fact == "hs_code" and (of := node.get("listID")) is not None and of.upper() not in _HARMONISED:
        return ""
    currency = node.get("currencyID", "")
    return f"{currency} {text}" if text and currency else text


def _row(values: Mapping[str, str]) -> dict[str, str]:
    """Write what a line says under names of facts; the two ends of a declaration by whether goods go out or come in."""
    row = dict(values)
    row["line"] = "-".join(filter(None, (values.get("document", ""), values.get("line", ""))))
    currency = values.get("currency", "")
    if values.get("value") and len(currency) == _CURRENCY and currency.isalpha():
        row["value"] = f"{currency} {values['value']}"
    match values.get("flag", ""):
        case "E":
            row |= {"movement": "export", "departure": "CN", "importer": values.get("consignee", "")}
            row["exporter"] = values.get("domestic", "") or values.get("owner", "")
            row["destination"] = values.get("destination", "") or values.get("country", "")
        case "I":
            row |= {"departure": values.get("country", ""), "exporter": values.get("consignor", "")}
            row |= {"importer": values.get("domestic", ""), "destination": "CN"}
        case _:
            pass
    return row
