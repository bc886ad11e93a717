"""Material declarations in the XML of IPC-1752A and IPC-1752B: what an item is made of, down to substances.

No maintained library reads them, so the part that a bill needs is read here by the names of the elements: products and
their sub-products, homogeneous materials, and substances with their mass or their concentration.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BillError, Problem
from sekisho.message import message
from sekisho.trade.bom.values import CellError, QuantityUnit, read_number, read_unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone

_PER: Final = {"ppm": 1e-6, "masspercent": 1e-2, "%": 1e-2, "percent": 1e-2}
"""Units that are shares of the mass of the whole."""
Row = dict[str, str]


def read_declaration(file: Path) -> list[Row]:
    """Read a declaration as rows of a bill: an item, its sub-products, their materials, and the substances in these.

    Raises
    ------
    BillError
        If the file is no XML, holds no product, or a mass cannot be read; with all problems.
    """
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError:
        remedy = message("error.install_books", "Install it with `pip install 'sekisho[books]'`.")
        raise BillError(
            Problem(
                where=file.name,
                what=message("bill.needs_defusedxml", "material declarations need defusedxml."),
                remedy=remedy,
            )
        ) from None
    try:
        root = ElementTree.parse(file).getroot()
    except ElementTree.ParseError as fault:
        line, _ = fault.position
        remedy = message("bill.export_again", "Export the declaration again.")
        raise BillError(
            Problem(
                where=f"{file.name}:{line}",
                what=message("bill.no_xml", "the file is no well-formed XML."),
                remedy=remedy,
            )
        ) from None
    except DefusedXmlException:
        remedy = message("bill.without_entities", "Declarations need no entities; export it again without them.")
        raise BillError(
            Problem(
                where=file.name,
                what=message("bill.entities", "the file defines entities, which are not read."),
                remedy=remedy,
            )
        ) from None
    products = [element for element in root.iter() if _name(element) == "Product"]
    if not products:
        remedy = message("bill.expected_ipc", "Expected the XML of IPC-1752A or IPC-1752B, with a Product.")
        raise BillError(
            Problem(where=file.name, what=message("bill.no_product", "no product is declared."), remedy=remedy)
        )
    problems: list[Problem] = []
    rows: list[Row] = []
    waiting = [(product, "") for product in reversed(products)]
    while waiting:
        element, parent = waiting.pop()
        row = _item(element, parent, _supplier(root))
        if not row["part"]:
            remedy = message("bill.give_item_number", "Give it an itemNumber.")
            problems.append(
                Problem(
                    where=file.name,
                    what=message("bill.nameless_product", "a product has no number and no name."),
                    remedy=remedy,
                )
            )
            continue
        rows.append(row)
        for material in _inside(element, "HomogeneousMaterial"):
            rows += _material(material, row["part"], file.name, problems)
        waiting += [(below, row["part"]) for below in reversed(_inside(element, "SubProduct"))]
    if problems:
        raise BillError(problems)
    return rows


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if _name(child) in names]


def _supplier(root: Element) -> str:
    """Return who declares: the company that supplies."""
    for element in root.iter():
        if _name(element) in {"SupplyCompany", "SupplierCompany"}:
            return element.get("name", "")
    return ""


def _item(element: Element, parent: str, supplier: str) -> Row:
    """Return a product or sub-product as a row."""
    named = next(iter(_children(element, "ProductID")), element)
    number = element.get("numberOfInstances") or named.get("numberOfInstances") or "1"
    return {
        "parent": parent,
        "part": named.get("itemNumber") or named.get("itemName") or "",
        "quantity": number if parent else "",
        "description": named.get("itemName", ""),
        "supplier": supplier,
        "made": "no",
    }


def _inside(element: Element, name: str) -> list[Element]:
    """List the elements of a name inside another, in order, and not those inside its sub-products."""
    found, waiting = [], list(reversed(list(element)))
    while waiting:
        one = waiting.pop()
        if _name(one) == name:
            found.append(one)
        elif _name(one) != "SubProduct":
            waiting += reversed(list(one))
    return found


def _material(element: Element, item: str, where: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the substances of a homogeneous material, each with its mass in a unit of the item."""
    name = element.get("name") or element.get("materialGroupName") or "material"
    whole = _mass(element, None, f"{where}: {item}, {name}", problems)
    found = False
    for substance in (one for one in element.iter() if _name(one) == "Substance"):
        called = substance.get("name", "")
        place = f"{where}: {item}, {name}, {called}"
        mass = _mass(substance, whole, place, problems)
        if called and mass is not None:
            found = True
            yield _held(item, called, mass, _cas(substance), f"{name}, {called}")
    if not found and whole is not None:
        yield _held(item, name, whole, "", name)


def _held(item: str, name: str, mass: float, cas: str, reference: str) -> Row:
    return {
        "parent": item,
        "part": name,
        "quantity": repr(mass),
        "unit": "kg",
        "kind": "material",
        "reference": reference,
        "description": f"{name} (CAS {cas})" if cas else name,
    }


def _cas(substance: Element) -> str:
    if substance.get("CAS"):
        return substance.get("CAS", "")
    return next(
        (one.get("identity", "") for one in _children(substance, "SubstanceID") if one.get("authority") == "CAS"), ""
    )


def _mass(element: Element, whole: float | None, where: str, problems: list[Problem]) -> float | None:
    """Return a mass in kg: stated as an amount, or as a share of a whole; None if it is neither."""
    for stated in _children(element, "Amount", "Concentration"):
        text, unit = (
            stated.get("value", ""),
            stated.get("UOM", "") or ("" if _name(stated) == "Amount" else "massPercent"),
        )
        share = _PER.get(unit.replace(" ", "").lower())
        try:
            number = read_number(text)
            measure = QuantityUnit("", "mass", 1.0) if share is not None else read_unit(unit)
        except CellError as fault:
            problems.append(Problem(where=where, what=fault.what, remedy=fault.remedy))
            return None
        if measure.dimension != "mass":
            problems.append(
                Problem(
                    where=where,
                    what=message("bill.no_mass_unit", "'{unit}' is no unit of mass.", unit=unit),
                    remedy=message("bill.expected_mass", "Expected mg, g or kg."),
                )
            )
            return None
        if share is not None:
            return None if whole is None else whole * number * share
        return number * measure.factor
    return None
