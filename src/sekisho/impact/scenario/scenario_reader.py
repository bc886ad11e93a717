"""Scenario files: YAML to a scenario, with line numbers, and everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.impact.engine.variants import Ceilings, Inventory, Rationing
from sekisho.impact.materials.balance import Allocation
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import Rule
from sekisho.impact.scenario.horizon import LONGEST
from sekisho.impact.scenario.scenario import (
    ALL,
    AssumedCut,
    Cut,
    LegalCut,
    OutlookBranch,
    PolicyResponse,
    Propagation,
    Scenario,
)
from sekisho.impact.uncertainty.overrides import LEVELS, fault_of
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.library import Library
from sekisho.message import LawText

E = TypeVar("E", bound=StrEnum)
FOLDERS: Final = ("scenarios", "presets", "episodes")
_KEYS: Final = (
    *("title", "for", "because", "start", "months", "supplier", "buyer", "cuts", "answers", "fixed", "propagation"),
    *("rationing", "inventory", "ceilings", "outcomes", "published", "notes"),
)
_ASSUMED: Final = ("materials", "share", "from", "until", "fields", "because")
_SHARE: Final = ("low", "central", "high", "source", "confidence")
_LEGAL: Final = ("measures", "from", "until", "new_licences", "standing_licences", "because")
_ANSWERS: Final = ("public_release", "release_day", "allocation", "alternatives", "thrift")
_OUTCOME: Final = ("scenario", "title", "weight", "because")


def scenario_names(library: Library) -> tuple[str, ...]:
    """Name the scenarios and presets of the data packages, in order."""
    return tuple(sorted(_files(library)))


def find_scenario(library: Library, name: str) -> Scenario:
    """Read a scenario by its name, or from a file whose path is given.

    Raises
    ------
    ScenarioError
        If there is none of that name, or with everything that is wrong with its file.
    """
    files = _files(library)
    path = files.get(name) or (Path(name) if name.endswith((".yaml", ".yml")) else None)
    if path is None:
        hint = did_you_mean(name, files)
        remedy = f"{hint} Known: {', '.join(files)}; or name a YAML file.".strip()
        raise ScenarioError(Problem(where="scenario", what=f"no scenario '{name}'.", remedy=remedy))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ScenarioError(Problem(where=str(path), what="no such file.", remedy="Check the path.")) from None
    except UnicodeDecodeError:
        raise ScenarioError(Problem(where=str(path), what="is not UTF-8 text.", remedy="Save it as UTF-8.")) from None
    return read_scenario(text, name=path.name, id=path.stem)


def _files(library: Library) -> dict[str, Path]:
    folders = (package.folder / ECONOMY / kind for package in library.packages for kind in FOLDERS)
    return {file.stem: file for folder in folders for file in sorted(folder.glob("*.yaml"))}


def read_scenario(text: str, *, name: str, id: str) -> Scenario:  # noqa: A002 - the field's own name
    """Read a scenario.

    Parameters
    ----------
    name
        File name, for messages.

    Raises
    ------
    ScenarioError
        With everything that is wrong.
    """
    faults = ProblemCollector(name)
    root = compose(text, faults)
    reader = _Reader(faults)
    found = reader.scenario(root, id) if root is not None else None
    if faults.found or found is None:
        raise ScenarioError(Problem(where=one.where, what=one.what, remedy=one.remedy) for one in faults.found)
    return found


class _Reader:
    """Reads the parts of a scenario and keeps what is wrong with them."""

    def __init__(self, faults: ProblemCollector) -> None:
        self.faults = faults

    def scenario(self, root: Node, id: str) -> Scenario | None:  # noqa: A002
        if not self._keys(root, _KEYS, "scenario", needed=("title", "because", "start", "months")):
            return None
        for key in ("title", "because"):
            if not self._text(root, key):
                self.faults.add(root.line, "", f"'{key}' says nothing.", "Expected words; they head every result.")
        start = self._day(root, "start")
        months = self._number(root, "months", least=1, most=LONGEST, whole=True, default=12)
        named = self._list(root, "cuts"), self._list(root, "outcomes")
        cuts = tuple(cut for node in named[0] if (cut := self._cut(node, start)) is not None)
        outcomes = tuple(one for node in named[1] if (one := self._outcome(node)) is not None)
        if bool(named[0]) == bool(named[1]):
            what = "both cuts and outcomes." if named[0] else "neither cuts nor outcomes."
            self.faults.add(root.line, "", what, "A scenario has cuts; an outlook has outcomes, each a scenario.")
        total = sum(one.weight for one in outcomes)
        if outcomes and len(outcomes) == len(named[1]) and abs(total - 1.0) > 1e-9:  # noqa: PLR2004 - rounding
            self.faults.add(root.line, "", f"weights of outcomes add up to {total:g}.", "Expected 1.")
        return Scenario(
            id=id,
            title=LawText(self._text(root, "title")),
            because=LawText(self._text(root, "because")),
            start=start or date.min,
            months=int(months),
            supplier=self._text(root, "supplier") or "CN",
            buyer=self._text(root, "buyer") or "JP",
            cuts=cuts,
            answers=self._answers(root.get("answers")),
            fixed=self._fixed(root.get("fixed")),
            propagation=self._one_of(root, "propagation", Propagation, Propagation.FULL),
            outcomes=outcomes,
            published=self._published(root.get("published")),
            stands_for=self._text(root, "for"),
            notes=tuple(LawText(node.text or "") for node in self._list(root, "notes")),
            rationing=self._rationing(root),
            inventory=self._one_of(root, "inventory", Inventory, Inventory.PHYSICAL),
            ceilings=self._one_of(root, "ceilings", Ceilings, Ceilings.MINIMUM),
        )

    def _rationing(self, root: Node) -> Rationing:
        """Read who is served first; a list of sectors cannot be stated, so nobody is served by one."""
        found = self._one_of(root, "rationing", Rationing, Rationing.PROPORTIONAL)
        if found is Rationing.PRIORITY:
            node = root.get("rationing")
            remedy = "Expected proportional, intermediates_first or final_first."
            what = "rationing 'priority' needs a list of sectors, which a scenario cannot state."
            self.faults.add(node.line if node else root.line, "", what, remedy)
        return found

    def _cut(self, node: Node, start: date | None) -> Cut | None:
        by_law = node.get("measures") is not None
        keys, needed = (_LEGAL, ("measures",)) if by_law else (_ASSUMED, ("materials", "share"))
        if not self._keys(node, keys, "cut", needed=needed):
            return None
        since, until = self._day(node, "from"), self._day(node, "until")
        first = since or (None if by_law else start)
        if until is not None and first is not None and until < first:
            what = f"the cut ends on {until}, before it begins on {first}."
            self.faults.add(node.line, "", what, "Expected 'until' on or after 'from'; leave it out if it is open.")
        because = LawText(self._text(node, "because"))
        if by_law:
            return LegalCut(
                measures=self._texts(node, "measures"),
                since=since,
                until=until,
                new_licences=self._texts(node, "new_licences"),
                standing_licences=self._texts(node, "standing_licences"),
                because=because,
            )
        share = self._share(node.get("share"))
        fields = self._texts(node, "fields") or (ALL,)
        materials = self._texts(node, "materials")
        if share is None:
            return None
        return AssumedCut(materials=materials, share=share, since=since, until=until, fields=fields, because=because)

    def _share(self, node: Node | None) -> Figure | None:
        if node is None:
            return None
        source, confidence = "scenario", FigureConfidence.HIGH
        if node.keys is None:
            levels = [self._decimal(node, "share")] * 3
        else:
            if not self._keys(node, _SHARE, "share", needed=LEVELS):
                return None
            levels = [self._decimal(found, name) for name in LEVELS if (found := node.get(name)) is not None]
            source = self._text(node, "source") or source
            confidence = self._one_of(node, "confidence", FigureConfidence, FigureConfidence.LOW)
        if any(level is None for level in levels):
            return None
        low, central, high = (float(level) for level in levels if level is not None)
        if not 0.0 <= low <= central <= high <= 1.0:
            shown = f"{low:g}" if low == high else f"{low:g}, {central:g}, {high:g}"
            what = f"share {shown} of the flow cannot be cut."
            self.faults.add(node.line, "", what, "Expected 0 (nothing) to 1 (all), low to high.")
            return None
        return Figure(
            low=low,
            central=central,
            high=high,
            unit="share of the seller's flow",
            source=(source,),
            date="",
            confidence=confidence,
            reason="as the scenario states",
        )

    def _answers(self, node: Node | None) -> PolicyResponse:
        if node is None or not self._keys(node, _ANSWERS, "answers"):
            return PolicyResponse()
        rule = node.get("public_release")
        return PolicyResponse(
            public_release=self._one_of(node, "public_release", Rule, Rule.NONE) if rule is not None else None,
            release_day=int(self._number(node, "release_day", least=0, most=1_000, whole=True, default=0)),
            allocation=self._one_of(node, "allocation", Allocation, Allocation.ADDRESSED),
            alternatives=self._number(node, "alternatives", least=0, most=5, default=1),
            thrift=self._number(node, "thrift", least=0, most=5, default=1),
        )

    def _fixed(self, node: Node | None) -> dict[str, str]:
        fixed: dict[str, str] = {}
        for name, value in self._pairs(node, "fixed"):
            what, remedy = fault_of(name, value.text or "")
            if what:
                self.faults.add(value.line, "", what, remedy)
            else:
                fixed[name] = value.text or ""
        return fixed

    def _outcome(self, node: Node) -> OutlookBranch | None:
        if not self._keys(node, _OUTCOME, "outcome", needed=("scenario", "title", "weight", "because")):
            return None
        return OutlookBranch(
            scenario=self._text(node, "scenario"),
            title=LawText(self._text(node, "title")),
            weight=self._number(node, "weight", least=0, most=1, default=0),
            because=LawText(self._text(node, "because")),
        )

    def _published(self, node: Node | None) -> dict[int, float]:
        found: dict[int, float] = {}
        for months, value in self._pairs(node, "published"):
            number = self._decimal(value, "published", least=Decimal(-100))
            if not months.isdigit():
                self.faults.add(value.line, "", f"'{months}' is no number of months.", "Expected such as 12: 1.3.")
            elif number is not None:
                found[int(months)] = float(number)
        return found

    def _keys(self, node: Node, known: tuple[str, ...], what: str, *, needed: Iterable[str] = ()) -> bool:
        if node.keys is None:
            self.faults.add(node.line, "", f"{what}: expected keys and values.", f"Known keys: {', '.join(known)}.")
            return False
        names = [name for name, _, _ in node.keys]
        for name, line, _ in node.keys:
            if name not in known:
                remedy = f"{did_you_mean(name, known)} Known: {', '.join(known)}.".strip()
                self.faults.add(line, "", f"{what}: unknown key '{name}'.", remedy)
        lacking = [name for name in needed if name not in names]
        for name in lacking:
            self.faults.add(node.line, "", f"{what}: key '{name}' is missing.")
        return not lacking

    def _pairs(self, node: Node | None, what: str) -> tuple[tuple[str, Node], ...]:
        if node is not None and node.keys is None:
            self.faults.add(node.line, "", f"{what}: expected keys and values.", "Write a key a line.")
        return tuple(node.pairs()) if node is not None else ()

    def _text(self, node: Node, key: str) -> str:
        value = node.get(key)
        if value is not None and value.text is None:
            self.faults.add(value.line, "", f"'{key}' is not a single value.")
        return (value.text or "").strip() if value is not None else ""

    def _texts(self, node: Node, key: str) -> tuple[str, ...]:
        value = node.get(key)
        if value is None:
            return ()
        found = (value.text,) if value.text is not None else tuple(item.text for item in value.items or ())
        if not found or not all(found):
            self.faults.add(value.line, "", f"'{key}' is not a list of names.", "Expected one name or more.")
        return tuple(name for name in found if name)

    def _list(self, node: Node, key: str) -> tuple[Node, ...]:
        value = node.get(key)
        if value is None:
            return ()
        if value.items is None:
            self.faults.add(value.line, "", f"'{key}' is not a list.")
            return ()
        return value.items

    def _day(self, node: Node, key: str) -> date | None:
        value = node.get(key)
        if value is None or value.text == "open":
            return None
        try:
            return date.fromisoformat(value.text or "")
        except ValueError:
            remedy = "Expected a day of the calendar, YYYY-MM-DD."
            self.faults.add(value.line, "", f"{key} '{value.text}' is not a date.", remedy)
            return None

    def _decimal(self, node: Node, key: str, *, least: Decimal = Decimal(-1)) -> Decimal | None:
        try:
            found = Decimal(node.text or "")
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or found < least:
            shown = f"'{node.text}' is" if node.text is not None else "is"
            self.faults.add(node.line, "", f"{key} {shown} not a number that it can be.", "Expected such as 12 or 0.5.")
            return None
        return found

    def _number(self, node: Node, key: str, *, least: float, most: float, default: float, whole: bool = False) -> float:
        value = node.get(key)
        if value is None:
            return default
        found = self._decimal(value, key)
        if found is None:
            return default
        if not least <= found <= most or (whole and found != int(found)):
            kind = "a whole number" if whole else "a number"
            remedy = f"Expected {kind} from {least:g} to {most:g}."
            self.faults.add(value.line, "", f"{key} '{value.text}' is out of range.", remedy)
            return default
        return float(found)

    def _one_of(self, node: Node, key: str, kind: type[E], default: E) -> E:
        value = node.get(key)
        if value is None:
            return default
        try:
            return kind(value.text or "")
        except ValueError:
            self.faults.add(value.line, "", f"unknown {key} '{value.text}'.", f"Expected {', '.join(kind)}.")
            return default
