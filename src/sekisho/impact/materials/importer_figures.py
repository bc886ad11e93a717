"""What an importer other than that of the file of materials states of them; the rest stays, with less trust."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import cited
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import FIGURES, Material, Materials, unknown_material
from sekisho.impact.materials.product_mix import figure_faults
from sekisho.impact.materials.reader import PART, band_faults
from sekisho.message import joined, message

FILE: Final = "importer-figures.csv"
COLUMNS: Final = (
    *("importer", "seller", "material", "form", "figure", "low", "central", "high"),
    *("reason", "source", "date", "confidence"),
)
FORM_SHARE: Final = "share"
"""Name of the figure of a form."""
SLACK: Final = 1e-6
"""What central shares of forms may miss of 1. A guess at how such tables are rounded."""
NEEDED: Final = ("dependence", "public_stock_days", "alternative_share")
"""Figures that hang on who buys so much that they have to be stated, for each material or for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImporterFigure:
    """A figure of an importer: of a material, of all where that is empty, or of a form of one."""

    importer: str
    seller: str
    material: str
    form: str
    name: str
    figure: Figure


def read_importer_figures(file: Path, materials: Materials) -> tuple[ImporterFigure, ...]:
    """Read what importers state; nothing if a data package has no such file.

    Raises
    ------
    LibraryError
        With everything that is wrong: unknown materials, forms, figures, words and sources, bands out of order or
        bounds, a figure that stands twice, and an importer that leaves out what has to be stated.
    """
    problems: list[Problem] = []
    stated: dict[tuple[str, str, str, str, str], ImporterFigure] = {}
    for number, row in enumerate(rows_of_table(file, *COLUMNS), start=2):
        where = f"{file.name}:{number}"
        faults = [*_faults(row, where, materials)]
        key = (row["importer"], row["seller"], row["material"], row["form"], row["figure"])
        if key in stated:
            what = message("impact.key_times", "{key} stands {times} times.", key=joined(key, "comma"), times=2)
            faults.append(Problem(where=where, what=what, remedy=message("impact.join_rows", "Join the rows.")))
        problems += faults
        if not faults:
            stated[key] = _figure(row)
    figures = tuple(stated.values())
    problems += [] if problems else _left_out(figures, file.name, materials)
    if problems:
        raise LibraryError(problems)
    return figures


def materials_of_importer(materials: Materials, figures: Iterable[ImporterFigure], importer: str) -> Materials:
    """Return the materials as another importer buys them.

    What it states takes the place of what is on file; the rest is that of the file, at low confidence.
    """
    own = {
        (row.material, row.form, row.name): row.figure
        for row in figures
        if (row.importer, row.seller) == (importer, materials.seller)
    }
    return replace(
        materials,
        importer=importer,
        home=materials.judged_for,
        items=tuple(_moved(item, own) for item in materials.items),
    )


def _moved(material: Material, own: Mapping[tuple[str, str, str], Figure]) -> Material:
    forms = tuple(
        replace(form, share=own.get((material.id, form.name, FORM_SHARE), _less(form.share))) for form in material.forms
    )
    figures = {
        name: own.get((material.id, "", name)) or own.get(("", "", name)) or _less(figure)
        for name, figure in material.figures.items()
    }
    return replace(material, forms=forms, figures=figures)


def _less(figure: Figure) -> Figure:
    """Return a figure of somebody else, which says less."""
    return replace(figure, confidence=FigureConfidence.LOW)


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _figure(row: Mapping[str, str]) -> ImporterFigure:
    kind = PART if row["form"] else FIGURES[row["figure"]]
    return ImporterFigure(
        importer=row["importer"],
        seller=row["seller"],
        material=row["material"],
        form=row["form"],
        name=row["figure"],
        figure=Figure(
            low=_number(row["low"]),
            central=_number(row["central"]),
            high=_number(row["high"]),
            unit=kind.unit,
            source=cited(row["source"]),
            date=row["date"],
            confidence=FigureConfidence(row["confidence"]),
            reason=row["reason"],
            is_log=kind.is_log,
        ),
    )


def _faults(row: Mapping[str, str], where: str, materials: Materials) -> Iterator[Problem]:
    material = next((item for item in materials.items if item.id == row["material"]), None)
    if row["material"] and material is None:
        yield unknown_material(row["material"], materials.items, where=f"{where}: material")
    forms = [form.name for form in material.forms] if material is not None else []
    names = [FORM_SHARE] if row["form"] else [*FIGURES]
    if row["form"] and row["form"] not in forms:
        what = message(
            "impact.no_form", "{material} has no form '{form}'.", material=row["material"] or "''", form=row["form"]
        )
        yield Problem(where=where, what=what, remedy=did_you_mean(row["form"], forms))
    if row["figure"] not in names:
        what = message("impact.unknown_in_column", "unknown {column} '{code}'.", column="figure", code=row["figure"])
        remedy = message("error.expected_either", "Expected {choices}.", choices=joined(names, "comma"))
        yield Problem(where=where, what=what, remedy=did_you_mean(row["figure"], names) or remedy)
    else:
        kind = PART if row["form"] else FIGURES[row["figure"]]
        for fault in band_faults((_number(row["low"]), _number(row["central"]), _number(row["high"])), kind):
            yield Problem(
                where=where,
                what=message("impact.as_said", "{what}.", what=fault.rstrip(".")),
                remedy=message("impact.it_is_a", "It is a {unit}.", unit=kind.unit),
            )
    yield from figure_faults(row, where, materials.sources)


def _left_out(figures: Iterable[ImporterFigure], where: str, materials: Materials) -> Iterator[Problem]:
    """Say what an importer has to state and does not, and where the forms of a material do not add up."""
    stated: dict[tuple[str, str], set[tuple[str, str]]] = {}
    forms: dict[tuple[str, str], dict[str, float]] = {}
    for row in figures:
        stated.setdefault((row.importer, row.seller), set()).add((row.material, row.name))
        if row.form:
            forms.setdefault((row.importer, row.material), {})[row.form] = row.figure.central
    for (importer, _), names in stated.items():
        for name in NEEDED:
            missing = [material for material in materials.ids if not {(str(material), name), ("", name)} & names]
            if missing:
                what = message(
                    "impact.importer_without",
                    "{importer} has no {figure} of {materials}.",
                    importer=importer,
                    figure=name,
                    materials=joined(missing[:3], "comma"),
                )
                remedy = message("impact.importer_add_figure", "Add a row: no other importer's figure stands for it.")
                yield Problem(where=where, what=what, remedy=remedy)
    for (importer, name), shares in forms.items():
        every = {form.name for form in materials[name].forms}
        total = sum(shares.values())
        if set(shares) != every or abs(total - 1.0) > SLACK:
            what = message(
                "impact.importer_forms",
                "{importer}, {material}: central shares of its forms sum to {total}.",
                importer=importer,
                material=name,
                total=f"{total:g}",
            )
            remedy = message("impact.importer_all_forms", "State each form; their central shares sum to 1.")
            yield Problem(where=where, what=what, remedy=remedy)
