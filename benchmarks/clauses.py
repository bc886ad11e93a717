# ruff: noqa: S608, S311 - a folder of scripts: the SQL is their own, and the draws keep no secret
"""Made-up clauses in three tongues: a data package of sekisho, plain SQL, and a decision table.

Their shape is that of real measures (a set of destinations, an entry of a control list, a span of content, an end
use, a listed end user, dates of effect); what they say is drawn by lot. A third are prohibitions. The lines state
each fact or leave it unknown, in shares like those of a real book.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
from orders import Draw, selected

TERRITORIES = (
    *("AE", "AM", "AR", "AT", "AU", "BE", "BR", "BY", "CA", "CH", "CN", "CZ", "DE", "DK", "EG", "ES", "FI", "FR"),
    *("GB", "GE", "GR", "HK", "HU", "ID", "IE", "IL", "IN", "IQ", "IR", "IT", "JP", "KG", "KP", "KR", "KZ", "LB"),
    *("LY", "MM", "MX", "MY", "NG", "NL", "NO", "NZ", "PH", "PK", "PL", "PT", "RO", "RU", "SA", "SD", "SE", "SG"),
    *("SY", "TH", "TR", "TW", "UA", "US", "UZ", "VE", "VN", "ZA"),
)
CODES = tuple(f"{c}{g}{n:03d}" for c in "0123456789" for g in "ABCDE" for n in (1, 2, 3, 5, 101, 225, 901, 994))
END_USES = ("civil", "research", "stock", "military", "weapons", "wmd")
KINDS = ("civil", "government", "police", "military", "defence_contractor")
LEVEL_NUMBER = {"licence": 2, "individual_licence": 3, "refused_in_principle": 5, "prohibited": 7}
LISTS, NAMES_A_LIST, PARTIES = 4, 50, 20_000
FIRST_DAYS = ("2018-01-01", "2022-02-26", "2023-06-01")
LAST_DAYS = ("2023-12-31", "2024-12-31")


@dataclass(frozen=True, slots=True)
class Test:
    """A test of one fact: `in`, `under`, `not_under`, `between` (from, to or nothing), `is` or `listed`."""

    fact: str
    kind: str
    value: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadeClause:
    """A clause whose tests must all hold, from a day, until the end of another."""

    id: str
    level: str
    start: str
    until: str
    tests: tuple[Test, ...]


def made_clauses(count: int, seed: int) -> tuple[MadeClause, ...]:
    """Draw clauses; six kinds take turns, so that every fact is tested."""
    draw = random.Random(seed)
    return tuple(_clause(number, draw, prohibits=number < count // 3) for number in range(count))


def _clause(number: int, draw: random.Random, *, prohibits: bool) -> MadeClause:
    places = 3 if prohibits else draw.choice((4, 12, 30))
    tests = [Test("destination", "in", tuple(sorted(draw.sample(TERRITORIES, places))))]
    match number % 6:
        case 0:
            tests.append(Test("control_codes", "under", (draw.choice(("0", "3A", "6A", "9")),)))
        case 1:
            low = draw.randrange(1, 450)
            tests.append(Test("prc_content_share", "between", (f"{low / 1000:.3f}", f"{(low + 80) / 1000:.3f}")))
            tests.append(Test("end_user_kind", "in", tuple(sorted(draw.sample(KINDS, 3)))))
        case 2:
            tests.append(Test("end_use", "in", tuple(sorted(draw.sample(END_USES[1:], 2)))))
        case 3:
            tests.append(Test("end_user", "listed", (str(draw.randrange(LISTS)),)))
        case 4:
            tests.append(Test("prc_content_share", "between", (draw.choice(("0.100", "0.250")), "")))
            tests.append(Test("control_codes", "under", (draw.choice("345"),)))
        case _:
            tests.append(Test("control_codes", "not_under", ("0",)))
            tests.append(Test("movement", "in", draw.choice((("export",), ("intangible", "re_export")))))
            tests.append(Test("knowledge_of_risk", "is", ("yes",)))
    return MadeClause(
        id=f"made-{number:03d}",
        level="prohibited" if prohibits else draw.choice(("licence", "individual_licence", "refused_in_principle")),
        start=draw.choice(FIRST_DAYS),
        until=draw.choice(LAST_DAYS) if draw.random() < 0.3 else "",  # noqa: PLR2004 - a share
        tests=tuple(tests),
    )


def list_names(number: int) -> tuple[str, ...]:
    """Return the names on one of the lists."""
    return tuple(party_name(number * NAMES_A_LIST + place) for place in range(NAMES_A_LIST))


def party_name(number: int) -> str:
    """Return the name of a party; the first parties are the listed ones."""
    return f"Maker {number} Works"


# --- sekisho ------------------------------------------------------------------------------------


def write_package(folder: Path, clauses: Iterable[MadeClause]) -> None:
    """Write a data package: one measure with the clauses, the lists of parties, the territories."""
    (folder / "xx").mkdir(parents=True)
    (folder / "lists").mkdir()
    (folder / "package.yaml").write_text(
        "name: made\nversion: 2026.1.1\nlicence: Apache-2.0\nlanguages: [en]\nhorizon: 2026-10-03\n"
        "jurisdictions: [XX]\n",
        encoding="utf-8",
    )
    head = (
        "id: xx/2018-made\ntitle: {en: Made-up clauses}\nkind: regulation\njurisdiction: XX\nauthority: nobody\n"
        "instrument: none\npublished: 2018-01-01\neffective: 2018-01-01\nrepealed: open\nconfidence: high\n"
        "sources:\n  - {url: https://example.org/, language: en, read: 2026-10-03}\nclauses:\n"
    )
    body = "".join(_as_yaml(clause) for clause in clauses)
    (folder / "xx" / "2018-made.yaml").write_text(head + body, encoding="utf-8")
    columns = (
        "entry,list,name,name_zh,name_ja,aliases,weak_aliases,former_names,territory,kind,corporate_number,stock_code,"
        "lei,parent,listed,until,open_from,identity_confidence,confidence,source,note\n"
    )
    rows = [
        f"e{number}-{place},xx/list/{number},{name}," + "," * 10 + ",2018-01-01,,,high,high,,\n"
        for number in range(LISTS)
        for place, name in enumerate(list_names(number))
    ]
    (folder / "lists" / "xx-parties.csv").write_text(columns + "".join(rows), encoding="utf-8")
    table = "alpha2,alpha3,name_en,name_zh,name_ja,note\n" + "".join(f"{one},,{one},,,\n" for one in TERRITORIES)
    (folder / "lists" / "territories.csv").write_text(table, encoding="utf-8")


def _as_yaml(clause: MadeClause) -> str:
    effect = "prohibit" if clause.level == "prohibited" else "require_licence"
    until = f"    until: {clause.until}\n" if clause.until else ""
    tests = ", ".join(_test_as_yaml(test) for test in clause.tests)
    return (
        f"  - id: {clause.id}\n    article: '1'\n    words: {{en: Made up.}}\n    effect: {effect}\n"
        f"    level: {clause.level}\n    from: {clause.start}\n{until}    when: {{all: [{tests}]}}\n"
        "    confidence: high\n"
    )


def _test_as_yaml(test: Test) -> str:
    values = ", ".join(test.value)
    match test.kind:
        case "under":
            return f"{{{test.fact}: {{under: cn/dual-use/{values}}}}}"
        case "not_under":
            return f"{{not: {{{test.fact}: {{under: cn/dual-use/{values}}}}}}}"
        case "between":
            below = f", below: {test.value[1]}" if test.value[1] else ""
            return f"{{{test.fact}: {{at_least: {test.value[0]}{below}}}}}"
        case "listed":
            return f"{{{test.fact}: {{listed: xx/list/{values}}}}}"
        case _:
            return f"{{{test.fact}: [{values}]}}"


# --- plain SQL ----------------------------------------------------------------------------------


def as_sql(clause: MadeClause) -> str:
    """Write a clause as one Boolean expression; SQL's NULL is Kleene's unknown."""
    parts = [f"date >= DATE '{clause.start}'", *([f"date <= DATE '{clause.until}'"] if clause.until else [])]
    return "(" + " AND ".join([*parts, *map(_test_as_sql, clause.tests)]) + ")"


def _test_as_sql(test: Test) -> str:
    match test.kind:
        case "under":
            return f"control_codes LIKE '{test.value[0]}%'"
        case "not_under":
            return f"NOT control_codes LIKE '{test.value[0]}%'"
        case "between":
            below = f" AND {test.fact} < {test.value[1]}" if test.value[1] else ""
            return f"({test.fact} >= {test.value[0]}{below})"
        case "is":
            return test.fact
        case "listed":
            return f"end_user IN ({_quoted(list_names(int(test.value[0])))})"
        case _:
            return f"{test.fact} IN ({_quoted(test.value)})"


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def sql_of(clauses: Iterable[MadeClause], source: str, *, explained: bool) -> str:
    """Return the query that gives floor and ceiling of each line, and if asked why.

    The explanation names every clause that is met, and with a question mark every one that is unknown: less than
    decisive, open and missing say.
    """
    clauses = list(clauses)
    levels = sorted({clause.level for clause in clauses}, key=lambda level: -LEVEL_NUMBER[level])
    any_of = {level: " OR ".join(as_sql(clause) for clause in clauses if clause.level == level) for level in levels}
    sets = ", ".join(f"({expression}) AS {level}" for level, expression in any_of.items())
    floor = " ".join(f"WHEN {level} THEN {LEVEL_NUMBER[level]}" for level in levels)
    ceiling = " ".join(f"WHEN {level} IS NOT FALSE THEN {LEVEL_NUMBER[level]}" for level in levels)
    why = ""
    if explained:
        said = ", ".join(
            f"CASE WHEN {as_sql(clause)} THEN '{clause.id}' WHEN {as_sql(clause)} IS NULL THEN '{clause.id}?' END"
            for clause in clauses
        )
        why = f", concat_ws(';', {said}) AS why"
    return (
        f"SELECT line, CASE {floor} ELSE 0 END AS floor, CASE {ceiling} ELSE 0 END AS ceiling"
        f"{', why' if explained else ''} FROM (SELECT line, {sets}{why} FROM {source})"
    )


# --- a decision table ---------------------------------------------------------------------------

NULLABLE = frozenset({"control_codes", "prc_content_share", "end_user_kind", "end_use", "knowledge_of_risk"})


def as_table(clauses: Iterable[MadeClause]) -> dict[str, object]:
    """Return a decision table of zen-engine: a row a clause, all rows that are not refuted are collected."""
    rows = [
        {
            "_id": clause.id,
            "c": " and ".join(_not_refuted(test) for test in _with_dates(clause)),
            "clause": f"'{clause.id}'",
            "level": str(LEVEL_NUMBER[clause.level]),
            "sure": " and ".join(sorted({f"{test.fact} != null" for test in clause.tests if test.fact in NULLABLE}))
            or "true",
        }
        for clause in clauses
    ]
    outputs = [{"id": name, "field": name, "name": name, "type": "expression"} for name in ("clause", "level", "sure")]
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "c", "name": "c", "type": "expression"}],
        "outputs": outputs,
        "rules": rows,
    }
    place = {"position": {"x": 0, "y": 0}}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", **place},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": table, **place},
            {"id": "out", "type": "outputNode", "name": "out", **place},
        ],
        "edges": [
            {"id": "e1", "type": "edge", "sourceId": "in", "targetId": "table"},
            {"id": "e2", "type": "edge", "sourceId": "table", "targetId": "out"},
        ],
    }


def _with_dates(clause: MadeClause) -> Iterable[Test]:
    yield Test("day", "between", (clause.start.replace("-", ""), clause.until.replace("-", "")))
    yield from clause.tests


def _not_refuted(test: Test) -> str:
    match test.kind:
        case "under":
            said = f"startsWith(control_codes, '{test.value[0]}')"
        case "not_under":
            said = f"not startsWith(control_codes, '{test.value[0]}')"
        case "between":
            sign = "<=" if test.fact == "day" else "<"
            below = f" and {test.fact} {sign} {test.value[1]}" if test.value[1] else ""
            said = f"{test.fact} >= {test.value[0]}{below}"
        case "is":
            said = f"{test.fact} == true"
        case "listed":
            said = f"end_user in [{_quoted(list_names(int(test.value[0])))}]"
        case _:
            said = f"{test.fact} in [{_quoted(test.value)}]"
    return f"({test.fact} == null or ({said}))" if test.fact in NULLABLE else f"({said})"


# --- lines --------------------------------------------------------------------------------------


def write_lines(path: Path, lines: int, seed: int) -> None:
    """Write a book in which every fact of every line is drawn by itself, so that few lines are alike."""
    draw = Draw("t.i", seed)
    columns = {
        "line": "t.i + 1",
        "date": f"DATE '2019-01-01' + {draw.below('day', 2556)}",
        "movement": draw.one_of("movement", ["export"] * 8 + ["re_export", "intangible"]),
        "destination": draw.one_of("destination", TERRITORIES),
        "control_codes": draw.known("code", 0.96, draw.one_of("code", (*CODES, *["none"] * (len(CODES) // 7)))),
        "prc_content_share": draw.known("content", 0.7, f"round(0.6 * {draw.share('content')}, 4)"),
        "end_user": f"'Maker ' || {draw.below('party', PARTIES)} || ' Works'",
        "end_user_kind": draw.known("kind", 0.65, draw.mostly("kind", 0.9, KINDS)),
        "end_use": draw.known("use", 0.4, draw.mostly("use", 0.83, END_USES)),
        "knowledge_of_risk": draw.known("risk", 0.3, f"{draw.share('risk')} < 0.02"),
    }
    partial = path.with_name(path.name + ".partial")
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {selected(columns)} FROM range({lines}) AS t(i)) TO '{partial}' (FORMAT parquet)"
        )
    partial.replace(path)
