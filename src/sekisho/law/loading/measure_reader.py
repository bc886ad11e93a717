"""YAML text to a measure, with line numbers, and all problems of a file at once."""

from __future__ import annotations

from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import did_you_mean
from sekisho.files.typed_yaml import (
    LANGUAGES,
    DefinedBy,
    EitherOf,
    ItemsOf,
    NamesOf,
    Scalar,
    Shape,
    TypedReader,
    Words,
    keys_of,
)
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.law.loading.condition_reader import read_condition, read_owned
from sekisho.law.loading.practice_reader import (
    ARGUMENTS,
    ELSEWHERE,
    GUIDANCE,
    LICENSING,
    PENALTY,
    read_arguments,
    read_guidance,
    read_licensing,
    read_penalty,
)
from sekisho.law.loading.trigger_reader import TRIGGER, read_trigger
from sekisho.law.model.condition import FALSE, TRUE, Condition, FactName, MeasureId, TermId
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.measure import (
    Clause,
    ClauseId,
    Confidence,
    Effect,
    LawSource,
    Measure,
    MeasureState,
    Relation,
    StatusInterval,
)
from sekisho.law.model.term import PartyReach, Reach, Term
from sekisho.law.model.value_share import CountedContent, Prices, ShareMethod, ValueShare
from sekisho.message import Text, day_text, joined, message

MEASURE_KINDS = frozenset(
    {
        *("law", "regulation", "list", "item-control", "destination-ban", "entity-listing", "suspension"),
        *("party-ban", "parallel-gate", "catalogue", "practice", "trade-ban", "trade-remedy"),
    }
)
RELATIONS_OF_PARTIES = frozenset({"self", "site", "unit"})
"""What of a listed party a name may name, beside what the party owns."""
RELATIONS = frozenset({"suspends", "amends", "absorbed_by", "supersedes", "implements"})
LEVELS = {
    Effect.PROHIBIT: ("prohibited", "prohibited_save_special"),
    Effect.REQUIRE_LICENCE: ("registration", "licence", "individual_licence", "case_by_case", "refused_in_principle"),
    Effect.EXCEPT: (),
    Effect.OBLIGE: (),
}
SOURCE: Final = Shape(
    "source", keys_of(("url", Scalar.ADDRESS), "language", ("read", Scalar.DAY), "note", needed="url language read")
)
RELATION: Final = Shape(
    "relation", keys_of("measure", "clause", ("from", Scalar.DAY), ("until", Scalar.OPEN_DAY), needed="measure")
)
STATUS: Final = Shape(
    "status",
    keys_of(
        *(("state", MeasureState), ("from", Scalar.DAY), ("until", Scalar.OPEN_DAY), "by", "named", "question"),
        *(("values", NamesOf(MeasureState)), "because"),
        needed="state from until",
    ),
)
CONDITION: Final = DefinedBy("condition")
CLAUSE: Final = Shape(
    "clause",
    keys_of(
        *("id", "article", ("words", LANGUAGES), ("effect", Effect), ("level", Words(sum(LEVELS.values(), ())))),
        *(("excepts", ItemsOf(Scalar.TEXT)), "duty", ("subject", CONDITION), ("from", Scalar.DAY)),
        *(("until", Scalar.OPEN_DAY), ("status", ItemsOf(STATUS)), ("when", CONDITION), ("within", CONDITION)),
        *(("confidence", Confidence), "source", "note"),
        needed="id article words effect when confidence",
    ),
)
PARTY: Final = Shape(
    "of_party",
    keys_of(
        *(("relations", ItemsOf(Words(tuple(sorted(RELATIONS_OF_PARTIES))))), ("or_owned", DefinedBy("owned"))),
        needed="relations",
    ),
)
REACH: Final = Shape("reading", keys_of(("when", CONDITION), ("of_party", PARTY), "because", ("argued_by", ARGUMENTS)))
TERM: Final = Shape(
    "term",
    keys_of(
        *(("words", LANGUAGES), "article", "source", ("when", CONDITION), ("narrow", REACH), ("central", REACH)),
        *(("broad", REACH), "note"),
        needed="words article",
    ),
)
METHOD: Final = Shape(
    "reading",
    keys_of(
        *(("counts", CountedContent), ("prices", Prices), "because", ("argued_by", ARGUMENTS)),
        needed="counts prices because",
    ),
)
SHARE: Final = Shape(
    "share",
    keys_of(
        *("fact", "article", ("words", LANGUAGES), "origin", ("content", CONDITION)),
        *(("narrow", METHOD), ("central", METHOD), ("broad", METHOD)),
        needed="fact article words origin content narrow central broad",
    ),
)
MEASURE: Final = Shape(
    "measure",
    keys_of(
        *("id", ("title", LANGUAGES), ("kind", Words(tuple(sorted(MEASURE_KINDS)))), "jurisdiction", "authority"),
        *("instrument", ("published", Scalar.DAY), ("effective", Scalar.DAY), ("repealed", Scalar.OPEN_DAY)),
        *(("basis", ItemsOf(Scalar.TEXT)), ("relations", NamesOf(ItemsOf(RELATION), tuple(sorted(RELATIONS))))),
        *(("confidence", Confidence), ("sources", ItemsOf(SOURCE)), "note", "not_executable"),
        *(("subject", CONDITION), ("status", ItemsOf(STATUS)), ("triggers", ItemsOf(TRIGGER))),
        *(("terms", NamesOf(TERM)), ("clauses", ItemsOf(CLAUSE)), ("shares", ItemsOf(SHARE))),
        *(
            ("licensing", LICENSING),
            ("penalties", ItemsOf(EitherOf((PENALTY, ELSEWHERE)))),
            ("guidance", ItemsOf(GUIDANCE)),
        ),
        needed="id title kind jurisdiction authority instrument published effective repealed confidence sources",
    ),
    anywhere=frozenset({"triggers"}),
)


def term_read(term: str, reading: str) -> Text:
    """Name a term and the way it is read, as problems do."""
    return message("measure.term_read", "term '{term}', reading {reading}", term=term, reading=reading)


def read_measure(text: str, *, name: str, facts: FactTable) -> tuple[Measure | None, list]:  # type: ignore[type-arg]
    """Read one measure file.

    Parameters
    ----------
    name
        File name relative to its data package, for messages and for the check of the id.

    Returns
    -------
    tuple
        The measure, or None if it cannot be built, and the list of all problems found.
    """
    faults = ProblemCollector(name)
    root = compose(text, faults)
    if root is None or root.keys is None:
        if root is not None:
            faults.add(root.line, "M101", message("file.no_mapping", "the file is not a mapping."))
        return None, faults.found
    return _Reader(faults, facts).measure(root), faults.found


@dataclass(frozen=True, slots=True)
class _Reader(TypedReader):
    facts: FactTable

    def measure(self, root: Node) -> Measure | None:
        self.keys(root, MEASURE)
        before = len(self.faults.found)
        published, effective = self.day(root, "published"), self.day(root, "effective")
        identity = MeasureId(self.text(root, "id"))
        if identity and f"{identity}.yaml" != self.faults.file:
            what = message("measure.id_not_file", "id '{id}' does not match the file name.", id=identity)
            self.tell(root.line, "M114", what)
        if self.text(root, "kind") not in MEASURE_KINDS:
            self.value(root, "kind", MEASURE_KINDS)
        subject, status = root.get("subject"), root.get("status")
        measure = Measure(
            id=identity,
            title=self.mapping(root, "title"),
            kind=self.text(root, "kind"),
            jurisdiction=self.text(root, "jurisdiction"),
            authority=self.text(root, "authority"),
            instrument=self.text(root, "instrument"),
            published=published or date.min,
            effective=effective or date.min,
            repealed=self.day(root, "repealed", allow_open=True),
            basis=tuple(MeasureId(item) for item in self.strings(root, "basis")),
            relations=self.relations(root.get("relations")),
            confidence=self.choice(root, "confidence", Confidence, Confidence.LOW),
            sources=self.each(root, "sources", self.source),
            subject=self.condition(subject) if subject else TRUE,
            status=self.spans(status),
            triggers=self.each(root, "triggers", lambda node: read_trigger(node, self, identity, self.facts)),
            terms=self.terms(root.get("terms")),
            clauses=self.each(root, "clauses", lambda node: self.clause(node, identity)),
            shares=self.each(root, "shares", self.share),
            licensing=read_licensing(root.get("licensing"), self),
            penalties=self.each(root, "penalties", lambda node: read_penalty(node, self)),
            guidance=self.each(root, "guidance", lambda node: read_guidance(node, self)),
            note=self.text(root, "note"),
            not_executable=self.text(root, "not_executable"),
            file=self.faults.file,
        )
        if published and effective and published > effective:
            what = message(
                "measure.effective_early",
                "effective {effective} lies before published {published}.",
                effective=day_text(effective),
                published=day_text(published),
            )
            self.tell(root.line, "M113", what)
        if not measure.sources and len(self.faults.found) == before:
            what = message("measure.no_source", "no source.")
            self.tell(root.line, "M111", what, message("measure.cite_one", "Every measure cites at least one."))
        return measure

    def clause(self, node: Node, measure: MeasureId) -> Clause:
        self.keys(node, CLAUSE)
        effect = self.choice(node, "effect", Effect, Effect.OBLIGE)
        level = self.text(node, "level")
        if self.text(node, "effect") in {*Effect}:  # else told already, and what follows from a guess would mislead
            self.fits(node, effect, level)
        when, within, subject = node.get("when"), node.get("within"), node.get("subject")
        return Clause(
            id=ClauseId(f"{measure}#{self.text(node, 'id')}"),
            article=self.text(node, "article"),
            words=self.mapping(node, "words"),
            effect=effect,
            level=level,
            excepts=tuple(
                ClauseId(target if "#" in target else f"{measure}#{target}") for target in self.strings(node, "excepts")
            ),
            duty=self.text(node, "duty"),
            subject=self.condition(subject) if subject else None,
            start=self.day(node, "from"),
            until=self.day(node, "until", allow_open=True),
            status=self.spans(node.get("status")),
            when=self.condition(when) if when else TRUE,
            within=self.condition(within) if within else TRUE,
            confidence=self.choice(node, "confidence", Confidence, Confidence.LOW),
            source=self.text(node, "source"),
            note=self.text(node, "note"),
            line=node.line,
        )

    def fits(self, node: Node, effect: Effect, level: str) -> None:
        """Tell of a clause whose other keys do not fit its effect."""
        if level not in (LEVELS[effect] or ("",)):
            expected = joined(LEVELS[effect], "comma") or message("measure.no_level", "no level")
            what = message(
                "measure.level_of_effect", "level '{level}' does not fit effect {effect}.", level=level, effect=effect
            )
            self.tell(
                node.line, "M116", what, message("error.expected_either", "Expected {choices}.", choices=expected)
            )
        if effect is Effect.OBLIGE and not self.text(node, "duty"):
            self.tell(node.line, "M102", message("measure.no_duty", "a clause that obliges needs the key 'duty'."))
        if effect is Effect.EXCEPT and not self.strings(node, "excepts"):
            what = message("measure.no_excepts", "an exception names the clauses it qualifies under 'excepts'.")
            self.tell(node.line, "M102", what)

    def terms(self, node: Node | None) -> tuple[Term, ...]:
        return tuple(self.term(name, value) for name, value in node.pairs()) if node is not None else ()

    def term(self, name: str, node: Node) -> Term:
        self.keys(node, TERM, message("measure.term", "term '{term}'", term=name))
        defined = node.get("when")
        if defined is not None:
            only = Reach(when=self.condition(defined))
            narrow = central = broad = only
        else:
            narrow, central, broad = (self.reach(node, name, key) for key in ("narrow", "central", "broad"))
        return Term(
            id=TermId(name),
            words=self.mapping(node, "words"),
            article=self.text(node, "article"),
            source=self.text(node, "source"),
            disputed=defined is None,
            narrow=narrow,
            central=central,
            broad=broad,
            note=self.text(node, "note"),
        )

    def reach(self, node: Node, term: str, key: str) -> Reach:
        given = node.get(key)
        when = given.get("when") if given is not None else None
        party = given.get("of_party") if given is not None else None
        if given is None or (when is None) is (party is None):
            what = message(
                "measure.term_without_when",
                "term '{term}' has neither 'when' nor a reading '{key}' with 'when'.",
                term=term,
                key=key,
            )
            self.tell(node.line, "M102", what)
            return Reach(when=TRUE)
        because = self.text(given, "because")
        if not because:
            what = message(
                "measure.no_because", "term '{term}', reading {reading}: no 'because'.", term=term, reading=key
            )
            self.tell(given.line, "M102", what, message("measure.give_reasons", "Give the reasons."))
        self.keys(given, REACH, term_read(term, key))
        return Reach(
            when=self.condition(when) if when is not None else FALSE,
            because=because,
            argued_by=read_arguments(given.get("argued_by"), self),
            line=given.line,
            party=self.party_reach(party, term, key) if party is not None else None,
        )

    def party_reach(self, node: Node, term: str, key: str) -> PartyReach:
        of_party = message("measure.of_party", "term '{term}', reading {reading}, 'of_party'", term=term, reading=key)
        self.keys(node, PARTY, of_party)
        wrong = sorted(set(self.strings(node, "relations")) - RELATIONS_OF_PARTIES)
        if wrong:
            what = message(
                "measure.no_relation_of_party",
                "term '{term}', reading {reading}: no relation '{relation}'.",
                term=term,
                reading=key,
                relation=wrong[0],
            )
            relations = joined(sorted(RELATIONS_OF_PARTIES), "comma")
            self.tell(
                node.line, "M105", what, message("error.expected_either", "Expected {choices}.", choices=relations)
            )
        rule = node.get("or_owned")
        of_term = message(
            "measure.or_owned_of_term", "'or_owned' of term '{term}', reading {reading},", term=term, reading=key
        )
        return PartyReach(
            relations=frozenset(self.strings(node, "relations")),
            owned=read_owned(rule, of_term, self.facts, self.faults) if rule is not None else None,
        )

    def share(self, node: Node) -> ValueShare:
        self.keys(node, SHARE)
        fact, content = self.text(node, "fact"), node.get("content")
        if fact not in self.facts or self.facts[fact].unit != "share 0-1":
            known = [name for name, one in self.facts.facts.items() if one.unit == "share 0-1"]
            what = message("measure.no_share_fact", "'{fact}' is not a fact that is a share.", fact=fact)
            self.tell(node.line, "M106", what, did_you_mean(fact, known))
        narrow, central, broad = (self.method(node, fact, key) for key in ("narrow", "central", "broad"))
        return ValueShare(
            fact=FactName(fact),
            article=self.text(node, "article"),
            words=self.mapping(node, "words"),
            origin=self.text(node, "origin"),
            content=self.condition(content) if content else TRUE,
            narrow=narrow,
            central=central,
            broad=broad,
        )

    def method(self, node: Node, fact: str, key: str) -> ShareMethod:
        given = node.get(key)
        if given is None:
            return ShareMethod(counts=CountedContent.IN_ALL_INPUTS, prices=Prices.LOTS)
        what = message("measure.share_read", "share '{fact}', reading {reading}", fact=fact, reading=key)
        self.keys(given, METHOD, what)
        return ShareMethod(
            counts=self.choice(given, "counts", CountedContent, CountedContent.IN_ALL_INPUTS),
            prices=self.choice(given, "prices", Prices, Prices.LOTS),
            because=self.text(given, "because"),
            argued_by=read_arguments(given.get("argued_by"), self),
            line=given.line,
        )

    def spans(self, node: Node | None) -> tuple[StatusInterval, ...]:
        return tuple(self.span(item) for item in (node.items or () if node is not None else ()))

    def span(self, node: Node) -> StatusInterval:
        self.keys(node, STATUS)
        state = self.choice(node, "state", MeasureState, MeasureState.UNKNOWN)
        start, until = self.day(node, "from"), self.day(node, "until", allow_open=True)
        named = self.text(node, "named")
        values = node.get("values")
        if state is MeasureState.UNKNOWN and not (named and values is not None):
            self.tell(node.line, "M102", message("measure.unnamed", "an unknown state needs 'named' and 'values'."))
        if start and until and until < start:
            what = message(
                "measure.span_backwards",
                "the span ends on {until}, before it begins on {start}.",
                until=day_text(until),
                start=day_text(start),
            )
            self.tell(node.line, "M113", what)
        return StatusInterval(
            state=state,
            start=start or date.min,
            until=until,
            by=self.text(node, "by"),
            because=self.text(node, "because"),
            named=FactName(named),
            question=self.text(node, "question"),
            values=tuple(
                (name, self.one_of(value, MeasureState, MeasureState.UNKNOWN))
                for name, value in (values.pairs() if values else ())
            ),
        )

    def source(self, node: Node) -> LawSource:
        self.keys(node, SOURCE)
        return LawSource(
            url=self.text(node, "url"),
            language=self.text(node, "language"),
            read=self.day(node, "read") or date.min,
            note=self.text(node, "note"),
        )

    def relations(self, node: Node | None) -> tuple[Relation, ...]:
        found = []
        for kind, targets in node.pairs() if node is not None else ():
            if kind not in RELATIONS:
                what = message("measure.unknown_relation", "unknown relation '{kind}'.", kind=kind)
                self.tell(targets.line, "M105", what, did_you_mean(kind, RELATIONS))
            for target in targets.items or ():
                self.keys(target, RELATION)
                found.append(
                    Relation(
                        kind=kind,
                        measure=MeasureId(self.text(target, "measure")),
                        clause=self.text(target, "clause"),
                        start=self.day(target, "from"),
                        until=self.day(target, "until", allow_open=True),
                    )
                )
        return tuple(found)

    def condition(self, node: Node) -> Condition:
        return read_condition(node, self.facts, self.faults)
