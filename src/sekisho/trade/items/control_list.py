"""The control list as data: entries with names, limits as conditions over parameters, customs codes and provenance.

The codes and names stand in `lists/<scheme>.csv`, the limits in `limits/<scheme>/*.yaml`, what they measure in
`limits/<scheme>/parameters.csv`. A limit is an ordinary condition (see `law.model.condition`) over parameters; a figure
that the transcription lost is a question that only the official text answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sekisho.errors import LibraryError, Problem
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.translation_tables import translations_of
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FALSE, TRUE, All, Any, Condition, FactName, Reaches, TermId, facts_of, terms_of
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import HOME_SCHEME, ControlEntry, Scheme, built_in_entries, control_entries, scheme_name
from sekisho.law.model.term import Reach, Term
from sekisho.message import message
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.figure import LimitFigure, Wording, read_figures, read_hints, read_wordings
from sekisho.trade.items.limits import CodeLimits, asked_by_text, read_limits, reopen
from sekisho.trade.items.parameter import Parameter, StatedParameters, is_cas, read_parameters
from sekisho.trade.official_lists.diff import limit_change

_CAS = re.compile(r"(?<![0-9-])[0-9]{2,7}-[0-9]{2}-[0-9](?![0-9-])")


@dataclass(frozen=True, kw_only=True, eq=False)
class ControlList:
    """A control list: its codes, their limits as conditions, and the parameters that the limits measure."""

    scheme: str
    items: Scheme
    limits: Mapping[str, Condition]
    cas: Mapping[str, tuple[str, ...]]
    parameters: Mapping[FactName, Parameter]
    figures: Mapping[str, tuple[LimitFigure, ...]] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    _effective: dict[str, Condition] = field(default_factory=dict, repr=False)
    _measured: dict[str, tuple[FactName, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Codes directly below each code."""
        found: dict[str, list[str]] = {}
        for item in self.items.values():
            found.setdefault(item.parent, []).append(item.code)
        return {code: tuple(below) for code, below in found.items()}

    def limit(self, code: str) -> Condition:
        """Return what an item must meet to fall under a code that names it; without limits it is always met.

        A heading without limits of its own is met where one of the codes below it is.
        """
        if code not in self._effective:
            own = self.limits.get(code)
            below = self.children.get(code, ()) if len(code) >= ENTRY else ()
            if own is None:
                parts = tuple(dict.fromkeys(self.limit(child) for child in below))
                own = TRUE if not parts or TRUE in parts else parts[0] if len(parts) == 1 else Any(parts)
            self._effective[code] = own
        return self._effective[code]

    @cached_property
    def terms(self) -> Mapping[TermId, Term]:
        """The limits of each code as a term, so that one limit may name another."""
        return {TermId(code): _term(self.items[code], self.limit(code)) for code in self.items}

    @cached_property
    def facts(self) -> Mapping[FactName, Fact]:
        """The parameters as facts."""
        return {name: known.fact for name, known in self.parameters.items()}

    @cached_property
    def ranks(self) -> Mapping[FactName, int]:
        """The place of each parameter in the table."""
        return {name: place for place, name in enumerate(self.parameters)}

    @cached_property
    def presumed(self) -> Mapping[FactName, bool]:
        """The exceptions that are taken as not applying where nobody says otherwise."""
        return {name: known.presumed for name, known in self.parameters.items() if known.presumed is not None}

    def with_presumed(self, stated: StatedParameters) -> StatedParameters:
        """Add what is presumed of an item; what is stated stands, and so does that something is unknown."""
        return StatedParameters({**self.presumed, **stated})

    @cached_property
    def limbs(self) -> Mapping[str, str]:
        """Codes that are only one of several limits of the code above, such as a size, and that code."""
        found: dict[str, str] = {}
        for owner, limit in self.limits.items():
            parts = limit.parts if isinstance(limit, All) else ()
            named = [part.term for part in parts if isinstance(part, Reaches) and part.term.startswith(f"{owner}.")]
            if len(named) > 1:
                found |= {
                    code: owner for code in self.items for limb in named if code == limb or code.startswith(f"{limb}.")
                }
        return found

    @cached_property
    def by_cas(self) -> Mapping[str, tuple[str, ...]]:
        """Codes by the CAS numbers that their text names."""
        found: dict[str, list[str]] = {}
        for code, item in self.items.items():
            for number in dict.fromkeys((*self.cas.get(code, ()), *_CAS.findall(f"{item.threshold} {item.note}"))):
                found.setdefault(number, []).append(code)
        return {number: tuple(codes) for number, codes in found.items()}

    def measured(self, code: str) -> tuple[FactName, ...]:
        """Name the parameters that the limits of a code measure, in the order of the table."""
        if code not in self._measured:
            self._measured[code] = self._measures(code)
        return self._measured[code]

    def _measures(self, code: str) -> tuple[FactName, ...]:
        seen: set[str] = set()
        names: set[FactName] = set()
        queue: list[Condition] = [self.limit(code)]
        while queue:
            condition = queue.pop()
            names |= facts_of(condition)
            for other in terms_of(condition) - seen:
                seen.add(other)
                queue.append(self.limit(other))
        return tuple(name for name in self.parameters if name in names)

    def above(self, code: str) -> Iterator[ControlEntry]:
        """Go from a code up to its field."""
        item = self.items.get(self.items[code].parent)
        while item is not None:
            yield item
            item = self.items.get(item.parent)


def cas_numbers(text: str) -> tuple[str, ...]:
    """Find the CAS numbers of a text, by their form and check digit.

    >>> cas_numbers("HF, CAS 7664-39-3, lot 2024-11-2")
    ('7664-39-3',)
    """
    return tuple(number for number in _CAS.findall(text) if is_cas(number))


def _term(item: ControlEntry, when: Condition) -> Term:
    reach = Reach(when=when)
    return Term(
        id=TermId(item.code),
        words={"en": f"{item.code} ({item.name})", "zh": item.names.get("zh", item.name)},
        article=item.code,
        source=item.source,
        disputed=False,
        narrow=reach,
        central=reach,
        broad=reach,
    )


@cached_per_library
def control_list(library: Library, scheme: str = "") -> ControlList:
    """Read a control list of a library; without a name it is the list to which the control codes of a line belong.

    Where no package has a folder of its limits, a question asks of each code whose text states some whether the item
    meets them.

    Raises
    ------
    LibraryError
        If no package of the library holds the list, or its limits are wrong, with all problems.
    """
    scheme = scheme or scheme_name(library)
    entries = control_entries(library, scheme)
    if not entries:
        raise LibraryError(
            Problem(
                what=message("item.no_package", "no package has the list {list}.", list=scheme),
                remedy=message("item.load_package", "Load a package that does."),
            )
        )
    folders = (package.folder / "limits" / scheme.replace("/", "-") for package in library.packages)
    folder = next((folder for folder in folders if folder.is_dir()), None)
    if folder is not None:
        return read_control_list(entries, folder, scheme=scheme, open_again=_written_otherwise(library, scheme))
    asked = asked_by_text(dict(_thresholds(entries, library)))
    return ControlList(scheme=scheme, items=entries, limits=asked.conditions, cas={}, parameters=asked.lost)


def _thresholds(entries: Scheme, library: Library) -> Iterator[tuple[str, dict[str, str]]]:
    """Go through the limits that a list states in words, each in the languages that it has been translated into."""
    translated = {language: translations_of(library, language) for language in LANGUAGES if language != "en"}
    for code, entry in entries.items():
        if entry.threshold:
            others = {language: texts.get(entry.threshold, "") for language, texts in translated.items()}
            yield code, {"en": entry.threshold, **{language: text for language, text in others.items() if text}}


def read_control_list(
    items: Scheme, folder: Path, *, scheme: str = HOME_SCHEME, open_again: Iterable[str] = ()
) -> ControlList:
    """Read the limits of a control list from their folder.

    Parameters
    ----------
    open_again
        Codes whose limit was encoded against another text than that of a user's list. It still makes an item listed;
        that an item fails it no longer settles anything.
    """
    parameters = read_parameters(folder / "parameters.csv")
    hints = read_hints(folder / "hints.csv")
    limits = read_limits(sorted(folder.glob("*.yaml")), parameters, items, hints)
    reopen(limits, open_again)
    problems = list(_loose_ends(limits, items))
    if problems:
        raise LibraryError(problems)
    return ControlList(
        scheme=scheme,
        items=items,
        limits=limits.conditions,
        cas=limits.cas,
        parameters={**parameters, **limits.lost},
        figures=read_figures(folder / "figures.csv"),
        wordings=read_wordings(folder / "texts.csv"),
    )


def _written_otherwise(library: Library, scheme: str) -> Iterator[str]:
    """Name the codes whose limits a user's list states with other figures than the built-in table."""
    built_in = built_in_entries(library, scheme)
    for each in library.user_lists:
        for code, row in each.rows.items() if each.scheme == scheme else ():
            if code in built_in and limit_change(built_in[code].threshold, row["text"], row["name_zh"]):
                yield code


def _loose_ends(limits: CodeLimits, items: Scheme) -> Iterable[Problem]:
    for code, condition in limits.conditions.items():
        for other in terms_of(condition):
            if other not in items:
                yield Problem(
                    where=limits.places[code],
                    what=message(
                        "item.names_no_code",
                        "{code} names '{other}', which is not a code of the list.",
                        code=code,
                        other=other,
                    ),
                )
            elif _leads_to(other, code, limits, {other}):
                yield Problem(
                    where=limits.places[code],
                    what=message("item.limits_circle", "the limits of {code} lead back to themselves.", code=code),
                )


def _leads_to(start: str, goal: str, limits: CodeLimits, seen: set[str]) -> bool:
    if start == goal:
        return True
    for other in terms_of(limits.conditions.get(start, FALSE)):
        if other not in seen:
            seen.add(other)
            if _leads_to(other, goal, limits, seen):
                return True
    return False
