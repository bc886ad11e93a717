"""Scenario files: YAML to a scenario, with line numbers, and everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.files.typed_yaml import EitherOf, ItemsOf, NamesOf, Scalar, Shape, TypedReader, keys_of
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.impact.engine.variants import Ceilings, Inventory, Rationing
from sekisho.impact.materials.balance import Allocation
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import Rule
from sekisho.impact.scenario.horizon import LONGEST
from sekisho.impact.scenario.scenario import (
    ALL,
    AssumedCut,
    CapacityLoss,
    ChoiceBasis,
    Cut,
    Employment,
    LegalCut,
    OutlookBranch,
    PolicyResponse,
    PresetChoice,
    Propagation,
    Scenario,
)
from sekisho.impact.uncertainty.overrides import LEVELS, fault_of
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, joined, message
from sekisho.regex import regex

FOLDERS: Final = ("scenarios", "presets", "episodes")
_CUT_DAYS: Final = (("from", Scalar.OPEN_DAY), ("until", Scalar.OPEN_DAY))
_NAMES: Final = EitherOf((Scalar.TEXT, ItemsOf(Scalar.TEXT)))
_SHARE: Final = Shape(
    "share",
    keys_of(
        *((level, Scalar.NUMBER) for level in LEVELS),
        *("source", ("confidence", FigureConfidence)),
        needed=" ".join(LEVELS),
    ),
)
_ASSUMED: Final = Shape(
    "cut",
    keys_of(
        *(("materials", _NAMES), ("share", EitherOf((Scalar.NUMBER, _SHARE))), *_CUT_DAYS, ("fields", _NAMES)),
        "because",
        needed="materials share",
    ),
)
_LEGAL: Final = Shape(
    "cut",
    keys_of(
        *(("measures", _NAMES), *_CUT_DAYS, ("new_licences", _NAMES), ("standing_licences", _NAMES), "because"),
        needed="measures",
    ),
)
_CAPACITY: Final = Shape(
    "capacity", keys_of("sector", ("share", Scalar.NUMBER), *_CUT_DAYS, "because", needed="sector share because")
)
_ANSWERS: Final = Shape(
    "answers",
    keys_of(
        *(("public_release", Rule), ("release_day", Scalar.WHOLE), ("allocation", Allocation)),
        *(("alternatives", Scalar.NUMBER), ("thrift", Scalar.NUMBER)),
    ),
)
_OUTCOME: Final = Shape(
    "outcome",
    keys_of("scenario", "title", ("weight", Scalar.NUMBER), "because", needed="scenario title weight because"),
)
_CHOICE: Final = Shape(
    "choice",
    keys_of("setting", ("rests_on", ChoiceBasis), "because", "instead", needed="setting rests_on because"),
)
_WORD: Final = regex(r"[a-z0-9]+")
_SMALL_WORDS: Final = frozenset({"a", "an", "the", "of", "on", "in", "by", "for", "to", "from", "and", "all"})
"""Words that name no scenario."""
STRUCTURAL: Final[Mapping[str, type[StrEnum] | None]] = {
    "cut": None,
    "propagation": Propagation,
    "ceilings": Ceilings,
}
"""Settings of a preset beside its uncertain inputs, each with the words that it may be set at; the cut is a share."""
SCENARIO: Final = Shape(
    "scenario",
    keys_of(
        *("title", "for", "because", ("start", Scalar.DAY), ("months", Scalar.WHOLE), "supplier", "buyer"),
        *(("cuts", ItemsOf(EitherOf((_ASSUMED, _LEGAL)))), ("answers", _ANSWERS), ("fixed", NamesOf(Scalar.TEXT))),
        *(("propagation", Propagation), ("rationing", Rationing), ("inventory", Inventory), ("ceilings", Ceilings)),
        *(("employment", Employment), ("capacity", ItemsOf(_CAPACITY))),
        *(
            ("outcomes", ItemsOf(_OUTCOME)),
            ("published", NamesOf(Scalar.TEXT)),
            "rate",
            ("notes", ItemsOf(Scalar.TEXT)),
        ),
        *("house", "own", "beside", ("choices", ItemsOf(_CHOICE))),
        needed="title because start months",
    ),
)


def scenario_names(library: Library) -> tuple[str, ...]:
    """Name the scenarios and presets of the data packages, in order."""
    return tuple(sorted(_files(library)))


def named_by_words(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that hold every word of a text, as an economist types it.

    >>> names = ("ban-widens", "japan-ban", "rare-earths-stop")
    >>> named_by_words("a stop of rare earths", names), named_by_words("Ban", names), named_by_words("of the", names)
    (('rare-earths-stop',), ('ban-widens', 'japan-ban'), ())
    """
    words = {word for word in _WORD.findall(text.casefold()) if word not in _SMALL_WORDS}
    return tuple(name for name in names if words and words <= set(name.split("-")))


def may_be(names: Sequence[str], library: Library) -> Text:
    """Say which scenarios a word may mean, each with its title."""
    titled = [
        message("impact.scenario_titled", "{name} ({title})", name=name, title=find_scenario(library, name).title)
        for name in names
    ]
    return message("impact.which_scenario", "Which one? {scenarios}.", scenarios=joined(titled, "semicolon"))


def find_scenario(library: Library, name: str) -> Scenario:
    """Read a scenario by its name, or from a file whose path is given.

    Raises
    ------
    ScenarioError
        If there is none of that name, or with everything that is wrong with its file.
    """
    files = _files(library)
    meant = named_by_words(name, files)
    by_words = files[meant[0]] if len(meant) == 1 else None
    path = files.get(name) or (Path(name) if name.endswith((".yaml", ".yml")) else by_words)
    if path is None:
        hint = may_be(meant, library) if meant else did_you_mean(name, files)
        names = joined(files, "comma")
        known = message("impact.known_or_file", "Known: {known}; or name a YAML file.", known=names)
        remedy = joined((hint, known), "sentence")
        raise ScenarioError(
            Problem(
                where="scenario", what=message("impact.no_scenario", "no scenario '{name}'.", name=name), remedy=remedy
            )
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ScenarioError(
            Problem(
                where=str(path),
                what=message("impact.no_file", "no such file."),
                remedy=message("impact.check_path", "Check the path."),
            )
        ) from None
    except UnicodeDecodeError:
        raise ScenarioError(
            Problem(
                where=str(path),
                what=message("file.not_utf8", "is not UTF-8 text."),
                remedy=message("impact.save_as_utf8", "Save it as UTF-8."),
            )
        ) from None
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


def _fault_of_choice(setting: str, instead: str) -> tuple[str, str]:
    """Say what is wrong with a setting of a preset and its other choice; empty if nothing is."""
    if setting not in STRUCTURAL:
        return fault_of(setting, instead or "central")
    words = STRUCTURAL[setting]
    if not instead:
        return "", ""
    if words is not None:
        if instead in tuple(words):
            return "", ""
        what = message("impact.no_other_choice", "{setting} cannot be '{value}'.", setting=setting, value=instead)
        return what, message("error.expected_either", "Expected {choices}.", choices=joined(words, "or"))
    try:
        is_share = 0.0 <= float(instead) <= 1.0
    except ValueError:
        is_share = False
    if is_share:
        return "", ""
    what = message("impact.no_other_choice", "{setting} cannot be '{value}'.", setting=setting, value=instead)
    return what, message("impact.expected_cut_share", "Expected 0 (nothing) to 1 (all), low to high.")


class _Reader(TypedReader):
    """Reads the parts of a scenario and keeps what is wrong with them."""

    CODED = False
    ORDERED = False

    def scenario(self, root: Node, id: str) -> Scenario | None:  # noqa: A002
        if not self.keys(root, SCENARIO):
            return None
        for key in ("title", "because"):
            if not self.text(root, key):
                self.tell(
                    root.line,
                    "",
                    message("impact.says_nothing", "'{key}' says nothing.", key=key),
                    message("impact.expected_words", "Expected words; they head every result."),
                )
        start = self.day(root, "start")
        months = self.between(root, "months", 1, LONGEST, whole=True, default=12)
        named = self.nodes(root, "cuts"), self.nodes(root, "outcomes")
        cuts = tuple(cut for node in named[0] if (cut := self._cut(node, start)) is not None)
        outcomes = tuple(one for node in named[1] if (one := self._outcome(node)) is not None)
        capacity = tuple(self._capacity(node, start) for node in self.nodes(root, "capacity"))
        if bool(named[0] or capacity) == bool(named[1]):
            what = (
                message("impact.both_cuts_outcomes", "both cuts and outcomes.")
                if named[0]
                else message("impact.neither_cuts_outcomes", "neither cuts nor outcomes.")
            )
            self.tell(
                root.line,
                "",
                what,
                message("impact.scenario_or_outlook", "A scenario has cuts; an outlook has outcomes, each a scenario."),
            )
        total = sum(one.weight for one in outcomes)
        if outcomes and len(outcomes) == len(named[1]) and abs(total - 1.0) > 1e-9:  # noqa: PLR2004 - rounding
            self.tell(
                root.line,
                "",
                message("impact.weights_sum", "weights of outcomes add up to {total}.", total=f"{total:g}"),
                message("impact.expected_1", "Expected 1."),
            )
        return Scenario(
            id=id,
            title=LawText(self.text(root, "title")),
            because=LawText(self.text(root, "because")),
            start=start or date.min,
            months=int(months),
            supplier=self.text(root, "supplier") or "CN",
            buyer=self.text(root, "buyer") or "JP",
            cuts=cuts,
            capacity=capacity,
            answers=self._answers(root.get("answers")),
            fixed=self._fixed(root.get("fixed")),
            propagation=self.choice(root, "propagation", Propagation, Propagation.FULL),
            outcomes=outcomes,
            published=self._published(root.get("published")),
            stands_for=self.text(root, "for"),
            rate=self.text(root, "rate"),
            notes=tuple(LawText(node.text or "") for node in self.nodes(root, "notes")),
            house=self.text(root, "house"),
            own=self.text(root, "own"),
            beside=self.text(root, "beside"),
            choices=tuple(choice for node in self.nodes(root, "choices") if (choice := self._choice(node)) is not None),
            rationing=self._rationing(root),
            inventory=self.choice(root, "inventory", Inventory, Inventory.PHYSICAL),
            ceilings=self.choice(root, "ceilings", Ceilings, Ceilings.MINIMUM),
            employment=self.choice(root, "employment", Employment, Employment.HOARDING),
        )

    def _rationing(self, root: Node) -> Rationing:
        """Read who is served first; a list of sectors cannot be stated, so nobody is served by one."""
        node = root.get("rationing")
        remedy = message(
            "impact.expected_rationing", "Expected 'customary', 'intermediates_first', 'final_first' or 'by_orders'."
        )
        stated = (node.text or "").strip() if node is not None else str(Rationing.CUSTOMARY)
        if stated not in set(Rationing):
            what = (
                message("impact.rationing_renamed", "rationing 'proportional' is called 'customary' now.")
                if stated == "proportional"
                else message("file.unknown_value", "unknown {what} '{value}'.", what="rationing", value=stated)
            )
            self.tell(node.line if node else root.line, "M105", what, remedy)
            return Rationing.CUSTOMARY
        rationing = Rationing(stated)
        if rationing is Rationing.PRIORITY:
            what = message(
                "impact.priority_needs_list",
                "rationing 'priority' needs a list of sectors, which a scenario cannot state.",
            )
            self.tell(node.line if node else root.line, "", what, remedy)
        return rationing

    def _cut(self, node: Node, start: date | None) -> Cut | None:
        by_law = node.get("measures") is not None
        if not self.keys(node, _LEGAL if by_law else _ASSUMED):
            return None
        since, until = self.day(node, "from", allow_open=True), self.day(node, "until", allow_open=True)
        first = since or (None if by_law else start)
        if until is not None and first is not None and until < first:
            what = message(
                "impact.cut_ends_early",
                "the cut ends on {until}, before it begins on {first}.",
                until=until,
                first=first,
            )
            self.tell(
                node.line,
                "",
                what,
                message("impact.expected_until", "Expected 'until' on or after 'from'; leave it out if it is open."),
            )
        because = LawText(self.text(node, "because"))
        if by_law:
            return LegalCut(
                measures=self.one_or_more(node, "measures"),
                since=since,
                until=until,
                new_licences=self.one_or_more(node, "new_licences"),
                standing_licences=self.one_or_more(node, "standing_licences"),
                because=because,
            )
        share = self._share(node.get("share"))
        fields = self.one_or_more(node, "fields") or (ALL,)
        materials = self.one_or_more(node, "materials")
        if share is None:
            return None
        return AssumedCut(materials=materials, share=share, since=since, until=until, fields=fields, because=because)

    def _capacity(self, node: Node, start: date | None) -> CapacityLoss:
        self.keys(node, _CAPACITY)
        since, until = self.day(node, "from", allow_open=True), self.day(node, "until", allow_open=True)
        first = since or start
        if until is not None and first is not None and until < first:
            self.tell(
                node.line,
                "",
                message(
                    "impact.standstill_ends_early",
                    "the standstill ends on {until}, before it begins on {first}.",
                    until=until,
                    first=first,
                ),
                message("impact.expected_until", "Expected 'until' on or after 'from'; leave it out if it is open."),
            )
        return CapacityLoss(
            sector=self.text(node, "sector"),
            share=self.between(node, "share", 0, 1, default=0),
            since=since,
            until=until,
            because=LawText(self.text(node, "because")),
        )

    def _share(self, node: Node | None) -> Figure | None:
        if node is None:
            return None
        source, confidence = "scenario", FigureConfidence.HIGH
        if node.keys is None:
            levels = [self.decimal(node, "share", least=-1)] * 3
        else:
            if not self.keys(node, _SHARE):
                return None
            levels = [self.decimal(found, name, least=-1) for name in LEVELS if (found := node.get(name)) is not None]
            source = self.text(node, "source") or source
            confidence = self.choice(node, "confidence", FigureConfidence, FigureConfidence.LOW)
        if any(level is None for level in levels):
            return None
        low, central, high = (float(level) for level in levels if level is not None)
        if not 0.0 <= low <= central <= high <= 1.0:
            shown = f"{low:g}" if low == high else f"{low:g}, {central:g}, {high:g}"
            what = message("impact.share_no_cut", "share {shown} of the flow cannot be cut.", shown=shown)
            self.tell(
                node.line,
                "",
                what,
                message("impact.expected_cut_share", "Expected 0 (nothing) to 1 (all), low to high."),
            )
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
        if node is None or not self.keys(node, _ANSWERS):
            return PolicyResponse()
        rule = node.get("public_release")
        return PolicyResponse(
            public_release=self.choice(node, "public_release", Rule, Rule.NONE) if rule is not None else None,
            release_day=int(self.between(node, "release_day", 0, 1_000, whole=True, default=0)),
            allocation=self.choice(node, "allocation", Allocation, Allocation.ADDRESSED),
            alternatives=self.between(node, "alternatives", 0, 5, default=1),
            thrift=self.between(node, "thrift", 0, 5, default=1),
        )

    def _fixed(self, node: Node | None) -> dict[str, str]:
        fixed: dict[str, str] = {}
        for name, value in self.pairs(node, "fixed"):
            what, remedy = fault_of(name, value.text or "")
            if what:
                self.tell(value.line, "", what, remedy)
            else:
                fixed[name] = value.text or ""
        return fixed

    def _outcome(self, node: Node) -> OutlookBranch | None:
        if not self.keys(node, _OUTCOME):
            return None
        return OutlookBranch(
            scenario=self.text(node, "scenario"),
            title=LawText(self.text(node, "title")),
            weight=self.between(node, "weight", 0, 1, default=0),
            because=LawText(self.text(node, "because")),
        )

    def _choice(self, node: Node) -> PresetChoice | None:
        if not self.keys(node, _CHOICE):
            return None
        setting, instead = self.text(node, "setting"), self.text(node, "instead")
        what, remedy = _fault_of_choice(setting, instead)
        if what:
            self.tell(node.line, "", what, remedy)
            return None
        return PresetChoice(
            setting=setting,
            rests_on=self.choice(node, "rests_on", ChoiceBasis, ChoiceBasis.FREE),
            because=LawText(self.text(node, "because")),
            instead=instead,
        )

    def _published(self, node: Node | None) -> dict[int, float]:
        found: dict[int, float] = {}
        for months, value in self.pairs(node, "published"):
            number = self.decimal(value, "published", least=-100)
            if not months.isdigit() or not 1 <= int(months) <= LONGEST:
                self.tell(
                    value.line,
                    "",
                    message("impact.no_months", "'{months}' cannot be run as a number of months.", months=months),
                    message(
                        "impact.expected_months_like", "Expected 1 to {longest}, such as 12: 1.3.", longest=LONGEST
                    ),
                )
            elif number is not None:
                found[int(months)] = float(number)
        return found
