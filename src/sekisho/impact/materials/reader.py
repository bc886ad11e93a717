"""Reads the file of materials of a data package; everything that is wrong with it is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.typed_yaml import ItemsOf, NamesOf, Scalar, Shape, TypedReader, keys_of
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.impact.economy.sources import A_DATE, FigureSource, citation_faults
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import (
    FIGURES,
    Carriage,
    Experience,
    FigureKind,
    Material,
    MaterialForm,
    MaterialId,
    Materials,
    Rule,
    unknown_material,
)
from sekisho.message import joined, message

PART: Final = FigureKind("share of what the seller sends", "which arrives in this form", 1.0)
EXPERIENCE: Final[Mapping[str, FigureKind]] = {
    "delay_days": FigureKind("days", "without shipments"),
    "released_share": FigureKind("share of the former flow", "released in the end", 1.0),
    "ramp_days": FigureKind("days", "time constant of its growth"),
}
_WORDS: Final = ItemsOf(Scalar.TEXT)
FIGURE: Final = Shape(
    "figure",
    keys_of(
        ("band", ItemsOf(Scalar.NUMBER)),
        "date",
        ("source", _WORDS),
        ("confidence", FigureConfidence),
        "reason",
        needed="band date source confidence reason",
    ),
)
FORM: Final = Shape(
    "form",
    keys_of(
        *("name", ("hs", _WORDS), ("control_codes", _WORDS), ("carried", Carriage), ("share", FIGURE)),
        needed="name hs control_codes share",
    ),
)
GENERAL: Final = Shape("general", keys_of(*((name, FIGURE) for name in FIGURES)))
MATERIAL: Final = Shape(
    "material",
    keys_of(
        "id",
        "group",
        "nest",
        ("names", NamesOf(Scalar.TEXT)),
        "covers",
        ("forms", ItemsOf(FORM)),
        ("public_rule", Rule),
        *((name, FIGURE) for name in FIGURES),
        needed="id group names covers forms public_rule",
    ),
)
LICENCE: Final = Shape(
    "experience",
    keys_of(
        "id",
        "title",
        "start",
        ("materials", _WORDS),
        *((name, FIGURE) for name in EXPERIENCE),
        needed=" ".join(("id", "title", "start", "materials", *EXPERIENCE)),
    ),
)
FILE: Final = Shape(
    "file",
    keys_of(
        "frozen",
        "importer",
        "seller",
        ("general", GENERAL),
        ("materials", ItemsOf(MATERIAL)),
        ("experiences", ItemsOf(LICENCE)),
        needed="frozen importer seller general materials experiences",
    ),
)
HEADING: Final = re.compile(r"\d{4}(\d{2})?")
SLACK: Final = 1e-9
"""What a sum of shares that a card states may miss of 1: they are decimal fractions, and only binary rounding is."""


def read_materials(file: Path, sources: Mapping[str, FigureSource]) -> Materials:
    """Read the materials of a data package.

    Parameters
    ----------
    sources
        Sources of the package, by id.

    Raises
    ------
    LibraryError
        With everything that is wrong: keys that are unknown, missing or out of order; bands whose numbers fall or
        leave their bounds; figures without date, source or confidence, or with a source that the package does not have;
        forms that do not sum to 1; ids that stand twice; regimes of materials that are not there.
    """
    faults = ProblemCollector(file.name)
    root = compose(file.read_text(encoding="utf-8-sig"), faults)
    found = _Reader(faults, sources).file(root) if root is not None else None
    if faults.found or found is None:
        raise LibraryError(Problem(where=each.where, what=each.what, remedy=each.remedy) for each in faults.found)
    return found


@dataclass(frozen=True, slots=True)
class _Reader(TypedReader):
    """Turns nodes into materials and keeps what is wrong."""

    sources: Mapping[str, FigureSource]

    CODED = False

    def say(self, node: Node, what: str, remedy: str = "") -> None:
        self.tell(node.line, "", what, remedy)

    def date(self, node: Node, key: str, part: str) -> str:
        found = self.text(node, key)
        if node.get(key) is not None and not A_DATE.fullmatch(found):
            self.say(
                node,
                message(
                    "impact.in_what_no_date", "{what}: {key} '{value}' is not a date.", what=part, key=key, value=found
                ),
                message("impact.expected_some_day", "Expected YYYY, YYYY-MM or YYYY-MM-DD."),
            )
        return found

    def file(self, root: Node) -> Materials | None:
        self.keys(root, FILE)
        if root.keys is None:
            return None
        general = root.get("general")
        shared = self.figures(general, "general") if general is not None else {}
        items = tuple(self.material(node, shared) for node in self.nodes(root, "materials"))
        self.once((one.id for one in items), root, "material")
        experiences = tuple(self.experience(node) for node in self.nodes(root, "experiences"))
        self.once((one.id for one in experiences), root, "experience")
        for one in experiences:
            for name in one.materials:
                if name not in {item.id for item in items}:
                    self.faults.found.append(
                        unknown_material(name, items, where=f"{self.faults.file}: experience {one.id}")
                    )
        return Materials(
            importer=self.text(root, "importer"),
            seller=self.text(root, "seller"),
            frozen=self.date(root, "frozen", "file"),
            sources=self.sources,
            items=items,
            experiences=experiences,
        )

    def once(self, ids: Iterable[str], node: Node, part: str) -> None:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                self.say(node, message("impact.code_twice", "{what} '{code}' stands twice.", what=part, code=name))
            seen.add(name)

    def figures(self, node: Node, part: str) -> dict[str, Figure]:
        """Read the figures of a mapping that has other keys too."""
        if node.keys is None:
            self.say(node, message("impact.expected_mapping", "{what}: expected a mapping.", what=part))
            return {}
        if part == "general":
            self.keys(node, GENERAL)
        return {
            name: self.figure(value, FIGURES[name], f"{part}: {name}")
            for name, value in node.pairs()
            if name in FIGURES
        }

    def figure(self, node: Node, kind: FigureKind, part: str) -> Figure:
        """Read a figure; what is wrong with it is kept, and its numbers are then of no use."""
        self.keys(node, FIGURE, part)
        cited = self.strings(node, "source")
        if node.get("source") is not None:
            for problem in citation_faults(cited, self.sources, part):
                self.say(
                    node, message("impact.in_what", "{what}: {fault}", what=part, fault=problem.what), problem.remedy
                )
        if node.get("reason") is not None and not self.text(node, "reason"):
            self.say(node, message("impact.in_what_no_reason", "{what}: reason is empty.", what=part))
        low, central, high = self.band(node, kind, part)
        return Figure(
            low=low,
            central=central,
            high=high,
            unit=kind.unit,
            source=cited,
            date=self.date(node, "date", part),
            confidence=self.choice(node, "confidence", FigureConfidence, FigureConfidence.LOW),
            reason=self.text(node, "reason"),
            is_log=kind.is_log,
        )

    def band(self, node: Node, kind: FigureKind, part: str) -> tuple[float, float, float]:
        """Read low, central and high."""
        cells = self.strings(node, "band")
        try:
            low, central, high = map(float, cells)
        except ValueError:
            if node.get("band") is not None:
                self.say(
                    node,
                    message(
                        "impact.band_not_three",
                        "{what}: band '{cells}' is not three numbers.",
                        what=part,
                        cells=joined(cells, "comma"),
                    ),
                    message("impact.expected_band", "Expected low, central, high."),
                )
            return 0.0, 0.0, 0.0
        for problem in band_faults((low, central, high), kind):
            self.say(
                node,
                message("impact.in_what", "{what}: {fault}", what=part, fault=problem),
                message("impact.it_is_a", "It is a {unit}.", unit=kind.unit),
            )
        return low, central, high

    def form(self, node: Node, part: str) -> MaterialForm:
        self.keys(node, FORM, part)
        name, share = self.text(node, "name"), node.get("share")
        for code in self.strings(node, "hs"):
            if not HEADING.fullmatch(code):
                self.say(
                    node,
                    message("impact.not_heading", "{what}: '{code}' is not a heading.", what=part, code=code),
                    message("impact.expected_heading", "Expected four or six digits."),
                )
        return MaterialForm(
            name=name,
            hs=self.strings(node, "hs"),
            control_codes=self.strings(node, "control_codes"),
            share=self.figure(share if share is not None else node, PART, f"{part} {name}"),
            carried=self.choice(node, "carried", Carriage, Carriage.SEA) if node.get("carried") is not None else None,
        )

    def material(self, node: Node, shared: Mapping[str, Figure]) -> Material:
        name = self.text(node, "id")
        part = message("impact.the_material", "material '{name}'", name=name)
        self.keys(node, MATERIAL, part)
        own = self.figures(node, part)
        for key in FIGURES:
            if key not in own and key not in shared:
                self.say(
                    node,
                    message(
                        "impact.no_key_nor_general", "{what}: no {key}, and 'general' has none.", what=part, key=key
                    ),
                    message("impact.it_is_a", "It is a {unit}.", unit=FIGURES[key].unit),
                )
        forms = tuple(self.form(part, f"{part}: form") for part in self.nodes(node, "forms"))
        self.once((f"{name}: {form.name}" for form in forms), node, "form")
        total = sum(form.share.central for form in forms)
        if abs(total - 1) > SLACK:
            self.say(
                node,
                message(
                    "impact.forms_sum",
                    "{what}: central shares of its forms sum to {total}.",
                    what=part,
                    total=f"{total:g}",
                ),
                message("impact.must_sum_1", "They must sum to 1."),
            )
        names = node.get("names")
        return Material(
            id=MaterialId(name),
            group=self.text(node, "group"),
            nest=self.text(node, "nest") or name,
            names={key: value.text or "" for key, value in names.pairs()} if names is not None else {},
            covers=self.text(node, "covers"),
            forms=forms,
            public_rule=self.choice(node, "public_rule", Rule, Rule.NONE),
            figures={key: own.get(key) or shared[key] for key in FIGURES if key in own or key in shared},
            inherited=frozenset(shared) - frozenset(own),
        )

    def experience(self, node: Node) -> Experience:
        name = self.text(node, "id")
        part = message("impact.the_experience", "experience '{name}'", name=name)
        self.keys(node, LICENCE, part)
        found = {
            key: self.figure(value if (value := node.get(key)) is not None else node, kind, f"{part}: {key}")
            for key, kind in EXPERIENCE.items()
        }
        return Experience(
            id=name,
            title=self.text(node, "title"),
            start=self.date(node, "start", part),
            materials=tuple(map(MaterialId, self.strings(node, "materials"))),
            **found,
        )


def band_faults(numbers: tuple[float, float, float], kind: FigureKind) -> Iterable[str]:
    """Say what is wrong with low, central and high."""
    low, central, high = numbers
    if not all(map(isfinite, numbers)):
        yield "the numbers must be finite."
        return
    if not low <= central <= high:
        yield f"low {low:g}, central {central:g} and high {high:g} do not rise."
    if low < 0 or (kind.is_log and low <= 0):
        yield f"{low:g} must be {'above 0' if kind.is_log else '0 or more'}."
    if kind.most is not None and high > kind.most:
        yield f"{high:g} is above {kind.most:g}."
