"""Texts of the economy data and their translations: each is said by something, and each that is said is translated."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from sekisho import Library
from sekisho.i18n.translation_tables import TRANSLATIONS
from sekisho.impact.dependence.answer import dependence_data
from sekisho.impact.economy.input_proofs import ProofKind, input_proofs
from sekisho.impact.economy.tables.loading import load_table
from sekisho.impact.model import model_of
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.impact.uncertainty.draws import COLUMNS

TABLES = ("jpn-2018", "stylised")


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))


def _texts(library: Library) -> Iterator[str]:
    for name in scenario_names(library):
        scenario = find_scenario(library, name)
        yield from (scenario.title, scenario.because, *scenario.notes, *(cut.because for cut in scenario.cuts))
        yield from (choice.because for choice in scenario.choices)
        yield from (text for way in scenario.outcomes for text in (way.title, way.because))
        yield from (each.replace("_", " ") for fixed in scenario.fixed.items() for each in fixed)
    materials, data = dependence_data(library, importer="JP", seller="CN")
    yield from (str(each.id).replace("-", " ") for each in materials.items)
    yield from (each.group.replace("-", " ") for each in materials.items)
    yield from (form.name for each in materials.items for form in each.forms)
    yield from (text for share in data.shares for text in (share.basket.title, share.basket.measure))
    yield from (text for each in data.alternatives for text in (each.supplier, each.product, each.note))
    for table in (load_table(name, law=library) for name in TABLES):
        yield from (*table.assumptions, table.source, *(sector.name for sector in table.sectors))
    model = model_of(library, load_table(TABLES[0], law=library), supplier="CN", buyer="JP")
    yield from (name.rpartition(": ")[2].replace("_", " ") for name in model.weak if not name.startswith("phi of "))
    yield from (str(use.phi.reason) for use in model.pairs.uses)
    yield from _reasons_of_materials(library)
    yield from (name.replace("_", " ") for name in COLUMNS)
    yield from (str(row.says) for row in input_proofs(library) if row.kind is not ProofKind.NOTHING)
    for package in library.packages:
        for file in sorted((package.folder / "economy").glob("observations/*.csv")):
            yield from (row["variable"] for row in _rows(file))
        for file in sorted((package.folder / "economy").glob("schemes/*.csv")):
            yield from (row["name_en"] for row in _rows(file))
        mixes = package.folder / "economy" / "product-mix.csv"
        if mixes.is_file():
            yield from (row[column] for row in _rows(mixes) for column in ("title", "unit"))
        published = package.folder / "economy" / "published.csv"
        if published.is_file():
            stated = [row for row in _rows(published) if row["percent"]]
            yield from (row[column] for row in stated for column in ("scenario", "source"))
        gdp = package.folder / "economy" / "gdp.csv"
        if gdp.is_file():
            yield from (row["source"] for row in _rows(gdp))


def _reasons_of_materials(library: Library) -> Iterator[str]:
    """All reasons of figures in `materials.yaml`, read from the file: whatever figure is shown, its reason is."""

    def reasons(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (str(text).strip() for key, text in node.items() if key == "reason")
            for part in node.values():
                yield from reasons(part)
        if isinstance(node, list):
            for part in node:
                yield from reasons(part)

    for package in library.packages:
        file = package.folder / "economy" / "materials.yaml"
        if file.is_file():
            yield from reasons(yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def rows(library: Library) -> list[dict[str, str]]:
    files = [package.folder / TRANSLATIONS[1] for package in library.packages]
    return [row for file in files if file.is_file() for row in _rows(file)]


@pytest.fixture(scope="module")
def said(library: Library) -> set[str]:
    return {text for text in _texts(library) if any(map(str.isalpha, text))}


def test_every_text_of_the_economy_data_is_translated(rows: list[dict[str, str]], said: set[str]):
    whole = {row["en"] for row in rows if row["ja"] and row["zh"]}
    assert sorted(said - whole) == []


def test_nothing_is_translated_that_nothing_says(rows: list[dict[str, str]], said: set[str]):
    assert sorted({row["en"] for row in rows} - said) == []


def test_translations_stand_in_order_and_once(rows: list[dict[str, str]]):
    assert all(before["en"] < after["en"] for before, after in pairwise(rows))
