"""The condition part of a measure file: nodes to condition trees, checked against the table of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.files.yaml_nodes import Node, ProblemCollector
from sekisho.law.model.condition import (
    TRUE,
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Listed,
    ListId,
    MeasureId,
    Not,
    Owned,
    Reaches,
    TermId,
    Tiers,
    Under,
)
from sekisho.law.model.fact import Among, Fact, Unknown
from sekisho.law.model.fact_table import FactTable, share_fact, unknown_fact
from sekisho.law.model.notation import normal_code
from sekisho.message import Text, joined, message

_LISTINGS: Final = ({"listed"}, {"listed", "or_owned"}, {"listed", "as"}, {"listed", "named"})
BOUNDS = {"at_least": ("low", False), "above": ("low", True), "at_most": ("high", False), "below": ("high", True)}


def read_condition(node: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    """Read one condition; what cannot be read is kept as a problem and stands as true."""
    if not node.keys:
        what = message("measure.no_condition", "a condition is a mapping such as {{destination: JP}}.")
        faults.add(node.line, "M107", what)
        return TRUE
    parts = tuple(_part(key, line, value, facts, faults) for key, line, value in node.keys)
    return parts[0] if len(parts) == 1 else All(parts)


def _part(key: str, line: int, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    match key:
        case "all" | "any":
            if value.items is None:
                what = message("measure.expects_conditions", "'{key}' expects a list of conditions.", key=key)
                faults.add(line, "M107", what)
                return TRUE
            parts = tuple(read_condition(item, facts, faults) for item in value.items)
            return All(parts) if key == "all" else Any(parts)
        case "not":
            return Not(read_condition(value, facts, faults))
        case "term":
            return Reaches(TermId(value.text or ""))
        case "in_force":
            return InForce(MeasureId(value.text or ""))
    if key not in facts:
        problem = unknown_fact(key, facts.facts)
        faults.add(line, "M106", problem.what, problem.remedy)
        return TRUE
    return _test(facts[key], line, value, facts, faults)


def _test(fact: Fact, line: int, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    if value.keys is None:
        return _is(fact, line, value, facts, faults)
    names = {name for name, _, _ in value.keys}
    if "under" in names and fact.kind == "codes" and names <= {"under", "without"}:
        return _under(fact, value, facts, faults)
    if "listed" in names and names in _LISTINGS and fact.kind == "party":
        return _listed(fact, value, facts, faults)
    if names <= set(BOUNDS) and fact.kind in {"number", "date"}:
        return _between(fact, value, facts, faults)
    faults.add(
        line,
        "M107",
        message(
            "measure.no_test",
            "fact '{fact}' of kind {kind} has no test {tests}.",
            fact=fact.name,
            kind=fact.kind,
            tests=joined(sorted(names), "comma"),
        ),
        message(
            "measure.tests",
            "Tests: 'under', 'without' (codes); 'listed', and 'or_owned', 'as' or 'named' (parties); "
            "'at_least', 'above', 'at_most', 'below' (numbers and dates).",
        ),
    )
    return TRUE


def _is(fact: Fact, line: int, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    if fact.kind not in {"yes_no", "choice", "territory"}:
        what = message(
            "measure.not_comparable",
            "fact '{fact}' of kind {kind} cannot be compared with a value.",
            fact=fact.name,
            kind=fact.kind,
        )
        faults.add(line, "M107", what)
        return TRUE
    items = value.items if value.items is not None else (value,)
    values = set()
    for item in items:
        try:
            typed = facts.parse(fact.name, item.text or "", where=str(fact.name))
        except FactError as fault:
            _tell_of(fact.name, fault.problems[0], item.line, faults)
            continue
        if isinstance(typed, Unknown | Among):
            what = message("measure.unknown_value", "{fact}: a list of values never has unknown.", fact=fact.name)
            faults.add(item.line, "M106", what)
            continue
        values.add(("yes" if typed else "no") if isinstance(typed, bool) else str(typed))
    return Is(fact.name, frozenset(values))


def _tell_of(subject: str, problem: Problem, line: int, faults: ProblemCollector) -> None:
    """Keep what is wrong with a value, said of the fact or the rule in which it stands."""
    faults.add(line, "M106", joined([subject, problem.what], "colon"), problem.remedy)


def _under(fact: Fact, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    entries, without = (
        frozenset(_entry(item, fact, facts, faults) for item in _items(value.get(key))) for key in ("under", "without")
    )
    return Under(fact.name, fact.scheme, entries, without)


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if node.items is not None else (node,)


def _entry(node: Node, fact: Fact, facts: FactTable, faults: ProblemCollector) -> str:
    """Return the entry without its scheme; the scheme itself is the empty entry."""
    code = normal_code(node.text or "", fact.scheme)
    known = facts.schemes.get(fact.scheme, frozenset())
    if code and known and code not in known:
        what = message(
            "measure.no_entry", "'{code}' is not an entry of {scheme}.", code=node.text or "", scheme=fact.scheme
        )
        faults.add(node.line, "M115", what)
    return code


_A_SHARE: Final = FactName("end_user_listed_share")
"""Stands for all facts that state such a share, to type a bound."""


def _listed(fact: Fact, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    listed, rule, term = value.get("listed"), value.get("or_owned"), value.get("as")
    on_list = Listed(fact.name, ListId(listed.text or "" if listed else ""))
    named = value.get("named")
    if named is not None and named.text != "yes":
        what = message("measure.named_not_yes", "'named' of '{fact}' is not yes.", fact=fact.name)
        remedy = message("measure.write_named", "Write named: yes, or leave it out.")
        faults.add(named.line, "M107", what, remedy)
    if named is not None:
        return replace(on_list, named=True)
    if term is not None:
        return Reaches(TermId(term.text or ""), of=on_list)
    if rule is None:
        return on_list
    if share_fact(fact.name) not in facts:
        what = message(
            "measure.no_owner_share",
            "fact '{fact}' has no rule on owners: no fact states its listed share.",
            fact=fact.name,
        )
        faults.add(rule.line, "M107", what)
        return TRUE
    of_fact = message("measure.or_owned_of", "'or_owned' of '{fact}'", fact=fact.name)
    owned = read_owned(rule, of_fact, facts, faults)
    if owned is None:
        return TRUE
    stated = Between(share_fact(fact.name), low=owned.at_least)
    told, left_open = (Listed(fact.name, on_list.list, replace(owned, told=told)) for told in (True, False))
    return Any((on_list, told, All((left_open, stated))))


def read_owned(rule: Node, subject: Text, facts: FactTable, faults: ProblemCollector) -> Owned | None:
    """Read `{at_least: 0.5, tiers: reset}`, with further lists under `also_by`.

    Parameters
    ----------
    subject
        What the rule belongs to, as problems name it.
    """
    names = {name for name, _ in rule.pairs()}
    tiers = rule.get("tiers")
    wrong = names - {"at_least", "tiers", "also_by"}
    if wrong or not {"at_least", "tiers"} <= names or tiers is None or tiers.text not in set(Tiers):
        faults.add(
            rule.line,
            "M107",
            message("measure.no_owner_rule", "{subject} is not a rule on owners.", subject=subject),
            message(
                "measure.expected_owner_rule",
                "Expected 'at_least', tiers ({tiers}) and, if other lists count too, 'also_by'.",
                tiers=joined(Tiers, "comma"),
            ),
        )
        return None
    bound = rule.get("at_least")
    try:
        least = facts.parse(_A_SHARE, bound.text or "" if bound else "")
    except FactError as fault:
        _tell_of(subject, fault.problems[0], rule.line, faults)
        return None
    if not isinstance(least, Decimal) or least == 0:
        what = message("measure.no_share_above_0", "{subject}: 'at_least' is not a share above 0.", subject=subject)
        faults.add(rule.line, "M106", what, message("measure.state_share", "State a share such as 0.5."))
        return None
    also = tuple(ListId(item.text or "") for item in _items(rule.get("also_by")))
    return Owned(at_least=least, tiers=Tiers(tiers.text), also=also)


def _between(fact: Fact, value: Node, facts: FactTable, faults: ProblemCollector) -> Condition:
    bounds: dict[str, Decimal | date] = {}
    opened: dict[str, bool] = {}
    for name, node in value.pairs():
        side, is_open = BOUNDS[name]
        if side in bounds:
            both = joined([f"'{other}'" for other in BOUNDS if BOUNDS[other][0] == side])
            what = message("measure.two_bounds", "{fact}: one side has {both}.", fact=fact.name, both=both)
            faults.add(node.line, "M107", what, message("measure.one_bound", "State one bound a side."))
            continue
        try:
            typed = facts.parse(fact.name, node.text or "")
        except FactError as fault:
            _tell_of(fact.name, fault.problems[0], node.line, faults)
            continue
        if isinstance(typed, Decimal | date):
            bounds[side], opened[side] = typed, is_open
        else:
            what = message("measure.unknown_bound", "{fact}: a bound is never unknown.", fact=fact.name)
            faults.add(node.line, "M106", what, message("measure.state_bound", "State a number or a date."))
    return Between(
        FactName(fact.name),
        low=bounds.get("low"),
        high=bounds.get("high"),
        low_open=opened.get("low", False),
        high_open=opened.get("high", False),
    )
