"""The products on which the classification is judged, as read from the three files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sekisho.files.yaml_nodes import ProblemCollector, compose

FOLDER = Path(__file__).parents[1] / "classification"
GOLDEN = FOLDER / "products.yaml"
MORE = FOLDER / "more_products.yaml"
PLAIN = FOLDER / "plain_products.yaml"
NOT_LISTED = "not_listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product as its exporter describes it, with its right answer and the reason for it."""

    no: str
    description: str
    language: str
    hs: str
    expect: tuple[str, ...]
    """Codes each of which is a right answer; none where the product is not listed."""
    verdict: str
    parameters: Mapping[str, str]
    decides: tuple[str, ...]
    """Parameters that decide and that the description leaves out."""
    why: str
    confidence: str
    source: str
    """Where an authority said so; blank where the text of the list is the source."""
    set: str
    """`dev` or `held`; blank in the golden set."""


def read_rows(file: Path) -> list[dict[str, object]]:
    """Read the products of a file as they stand there, every scalar as text."""
    faults = ProblemCollector(file.name)
    root = compose(file.read_text(encoding="utf-8"), faults)
    assert root is not None, faults.found
    assert not faults.found, faults.found
    rows = root.plain()
    assert isinstance(rows, list), f"{file.name} is not a list of products."
    return rows


def read_products(file: Path, *, set_: str = "") -> tuple[Product, ...]:
    """Read the products of a file, all of them or those of one set."""
    return tuple(product for row in read_rows(file) if (product := _product(row)).set == set_ or not set_)


def _product(row: Mapping[str, object]) -> Product:
    parameters = row.get("parameters")
    assert isinstance(parameters, dict), f"{row}: parameters is not a mapping."
    return Product(
        no=str(row.get("no", "")),
        description=str(row.get("description", "")),
        language=str(row.get("language", "")),
        hs=str(row.get("hs", "")),
        expect=() if row.get("expect") == NOT_LISTED else _texts(row.get("expect", "")),
        verdict=str(row.get("verdict", "")),
        parameters={str(name): str(value) for name, value in parameters.items()},
        decides=_texts(row.get("decides", [])),
        why=str(row.get("why", "")),
        confidence=str(row.get("confidence", "")),
        source=str(row.get("source", "")),
        set=str(row.get("set", "")),
    )


def _texts(given: object) -> tuple[str, ...]:
    return tuple(str(each) for each in given) if isinstance(given, list) else (str(given),)
