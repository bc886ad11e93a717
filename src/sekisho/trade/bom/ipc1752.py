"""Material declarations in XML: IPC-1752A and IPC-1752B, and IEC 62474 as chemSHERPA packs it (.shai, .shci).

No maintained library reads them, so the part that a bill needs is read here by the names of the elements: products and
their sub-products, materials, and substances with their mass or their concentration. Of chemSHERPA no whole file is
public; its products are read as files in public hands have them, its composition by the names that both schemas share.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BillError, Problem
from sekisho.files.text_tables import bounded
from sekisho.files.xml_tree import XmlFault, local_name, xml_root
from sekisho.message import message
from sekisho.trade.bom.values import CellError, QuantityUnit, read_number, read_unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone

DECLARATIONS: Final = frozenset({".xml", ".shai", ".shci"})
"""Endings of declarations; those of chemSHERPA are XML in an archive."""
_PER: Final = {"ppm": 1e-6, "masspercent": 1e-2, "mass%": 1e-2, "%": 1e-2, "percent": 1e-2, "wt%": 1e-2}
"""Units that are shares of the mass of the whole."""
_BELOW: Final = frozenset({"SubProduct", "ProductPart"})
_MATERIALS: Final = frozenset({"HomogeneousMaterial", "Material"})
_SHARES: Final = frozenset({"Concentration", "MassPercent"})
_CAS: Final = re.compile(r"\d{2,7}-\d{2}-\d")
Row = dict[str, str]


def read_declaration(file: Path) -> list[Row]:
    """Read a declaration as rows of a bill: an item, its sub-products, their materials, and the substances in these.

    Raises
    ------
    BillError
        If the file is no XML, holds no product, or a mass cannot be read; with all problems.
    BookError
        If it is an archive that unpacks to far more than it is.
    """
    try:
        root = xml_root(_content(file))
    except XmlFault as fault:
        remedy = message("bill.export_again", "Export the declaration again.")
        raise BillError(fault.problem(file.name, remedy)) from None
    products = [element for element in root.iter() if local_name(element) == "Product"]
    if not products:
        remedy = message(
            "bill.expected_ipc", "Expected the XML of IPC-1752A, IPC-1752B or IEC 62474 (chemSHERPA), with a Product."
        )
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
        for material in _inside(element, _MATERIALS):
            rows += _material(material, row["part"], file.name, problems)
        waiting += [(below, row["part"]) for below in reversed(_inside(element, _BELOW))]
    if problems:
        raise BillError(problems)
    return rows


def _content(file: Path) -> bytes:
    """Return the XML of a declaration, out of its archive if it is in one."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    try:
        with zipfile.ZipFile(file) as parts:
            names = [name for name in parts.namelist() if name.lower().endswith(".xml")]
            if names:
                with parts.open(names[0]) as part:
                    return bounded(part, file).read()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        names = []
    raise BillError(
        Problem(
            where=file.name,
            what=message("bill.no_xml_inside", "the archive contains no XML that can be read."),
            remedy=message("bill.export_again", "Export the declaration again."),
        )
    )


def _children(element: Element, *names: str) -> list[Element]:
    return [child for child in element if local_name(child) in names]


def _supplier(root: Element) -> str:
    """Return who declares: the company that supplies."""
    for element in root.iter():
        if local_name(element) in {"SupplyCompany", "SupplierCompany"}:
            return element.get("name", "")
    return ""


def _item(element: Element, parent: str, supplier: str) -> Row:
    """Return a product or sub-product as a row."""
    named = next(iter(_children(element, "ProductID", "ProductPartID")), element)
    number = element.get("numberOfInstances") or named.get("numberOfInstances") or "1"
    name = named.get("itemName") or named.get("name") or named.get("nameLocal") or ""
    return {
        "parent": parent,
        "part": named.get("itemNumber") or named.get("identifier") or name,
        "quantity": number if parent else "",
        "description": name,
        "supplier": supplier,
        "made": "no",
    }


def _inside(element: Element, names: Collection[str]) -> list[Element]:
    """List the elements of some names inside another, in order, and not those inside its sub-products."""
    found, waiting = [], list(reversed(list(element)))
    while waiting:
        one = waiting.pop()
        if local_name(one) in names:
            found.append(one)
        elif local_name(one) not in _BELOW:
            waiting += reversed(list(one))
    return found


def _material(element: Element, item: str, where: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield the substances of a homogeneous material, each with its mass in a unit of the item."""
    name = element.get("name") or element.get("materialGroupName") or "material"
    whole = _mass(element, None, f"{where}: {item}, {name}", problems)
    found = False
    for substance in (one for one in element.iter() if local_name(one) == "Substance"):
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
    """Return the CAS number of a substance, in whichever attribute it stands."""
    holders = (substance, *_children(substance, "SubstanceID"))
    values = (value.strip() for holder in holders for value in holder.attrib.values())
    return next((value for value in values if _CAS.fullmatch(value)), "")


def _mass(element: Element, whole: float | None, where: str, problems: list[Problem]) -> float | None:
    """Return a mass in kg: stated as an amount, or as a share of a whole; None if it is neither."""
    for stated in _children(element, "Amount", "Mass", *_SHARES):
        text = stated.get("value") or stated.get("mass") or stated.get("massPercent") or ""
        unit = stated.get("UOM") or stated.get("unitOfMeasure") or ""
        unit = unit or ("massPercent" if local_name(stated) in _SHARES else "")
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
                    what=message("bill.no_mass_unit", "'{unit}' is not a unit of mass.", unit=unit),
                    remedy=message("bill.expected_mass", "Expected mg, g or kg."),
                )
            )
            return None
        if share is not None:
            return None if whole is None else whole * number * share
        return number * measure.factor
    return None
