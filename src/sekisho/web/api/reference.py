"""The reference of the REST interface: a page without script, made from its own description."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page


def reference(visit: RequestContext) -> Answer:
    """Tell every address: what it takes, what it answers, and how it is called."""
    described = visit.settings.described()
    found = list(operations(described))
    tags = list(dict.fromkeys(one["tag"] for one in found))
    return Page(
        template="api.html",
        title=visit.words("api_title"),
        context={"groups": [(tag, [one for one in found if one["tag"] == tag]) for tag in tags]},
        data=lambda: described,
    )


def operations(described: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Go through all operations of a description."""
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            body: Mapping[str, Any] = one.get("requestBody", {}).get("content", {})
            kind = next(iter(body), "")
            schema: Mapping[str, Any] = body[kind].get("schema", {}) if kind else {}
            yield {
                "method": method.upper(),
                "path": path,
                "id": one["operationId"],
                "tag": one.get("tags", [""])[0],
                "says": one.get("description", one.get("summary", "")),
                "parameters": [
                    {
                        "name": each["name"],
                        "in": each["in"],
                        "required": each.get("required", False),
                        "says": each.get("description", ""),
                        "kind": kind_of(each["schema"], described),
                    }
                    for each in one.get("parameters", [])
                ],
                "body": kind,
                "fields": list(_fields(schema, described)),
                "lists": _is_list(one["responses"], described),
                "answers": [
                    {"status": status, "says": each.get("description", ""), "kinds": list(each.get("content", {}))}
                    for status, each in one["responses"].items()
                ],
                "example": example(method, path, kind),
            }


def _is_list(responses: Mapping[str, Any], described: Mapping[str, Any]) -> bool:
    """Tell whether `data` of an answer is a list."""
    for each in responses.values():
        schema = each.get("content", {}).get("application/json", {}).get("schema", {})
        data = _resolved(schema, described).get("properties", {}).get("data", {}) if schema else {}
        if _resolved(data, described).get("type") == "array":
            return True
    return False


def _resolved(schema: Mapping[str, Any], described: Mapping[str, Any]) -> Mapping[str, Any]:
    place = schema.get("$ref", "")
    found: Mapping[str, Any] = described["components"]["schemas"][place.rpartition("/")[2]] if place else schema
    return found


def _fields(schema: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    known = _resolved(schema, described)
    for name, each in known.get("properties", {}).items():
        yield {
            "name": name,
            "required": name in known.get("required", []),
            "says": each.get("description", ""),
            "kind": kind_of(each, described),
        }


def kind_of(schema: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    """Say in a few words what a value is.

    >>> kind_of({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, {})
    'date or null'
    """
    if "$ref" in schema:
        return kind_of(_resolved(schema, described), described)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind_of(one, described) for one in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    match schema.get("type"):
        case "array":
            return f"list of {kind_of(schema.get('items', {}), described)}"
        case "object":
            inner = schema.get("additionalProperties")
            return f"object of {kind_of(inner, described)}" if isinstance(inner, dict) else "object"
        case "string" if "format" in schema:
            return str(schema["format"])
        case str() as name:
            return "text" if name == "string" else name
        case _:
            return "any"


EXAMPLES: Mapping[str, object] = {
    "/api/determinations": {
        "facts": {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]},
        "as_of": "2026-09-30",
    },
    "/api/determinations/letters": {
        "facts": {"origin": "CN", "destination": "JP", "control_codes": ["3C001.a"]},
        "as_of": "2026-09-30",
        "language": "ja",
    },
    "/api/comparisons": {
        "facts": {"origin": "CN", "destination": "JP", "control_codes": ["3C001.a"]},
        "as_of": "2026-09-30",
        "other": {"as_of": "2023-07-31"},
    },
    "/api/screenings": {"names": ["Mitsubshi Shipbuilding"], "as_of": "2026-09-30"},
    "/api/decisions": {
        "name": "Mitsubshi Shipbuilding",
        "entry": "jp-ecl-a01",
        "answer": "not_same",
        "basis": "corporate number 1234567890123 of the register is another firm's",
        "by": "A. Clerk",
    },
    "/api/decisions/queue": {"names": ["Mitsubshi Shipbuilding"], "zone": "review"},
    "/api/decisions/ID/second": {"agrees": True, "basis": "the register was checked", "by": "B. Head"},
    "/api/decisions/ID/undo": {"basis": "the number was misread", "by": "A. Clerk"},
    "/api/classifications": {"description": "NdFeB magnet, 3 % dysprosium", "as_of": "2026-09-30"},
    "/api/books/RUN/explain": {"line": "2"},
    "/api/books/RUN/lines": {"triage": "stop", "order": "amount", "descending": True, "most": 20},
    "/api/books/RUN/rescreen": {"law_to": "2026-09-30"},
    "/api/books/RUN/questions": {"top": 10, "by": "lines"},
    "/api/books/RUN/report": {"lines": 100, "by": "A. Clerk"},
    "/api/books/RUN/letters": {"language": "ja", "every_line": True},
    "/api/books/RUN/answers": {
        "book": {"use": "no", "risk": "no"},
        "customers": [{"customer": "Naniwa Seiki", "kind": "civil", "country": "JP"}],
        "answers": [{"rank": 1, "answer": "civil", "basis": "statement"}],
        "by": "A. Clerk",
    },
    "/api/books/RUN/withdrawals": {"acts": ["0123456789abcdef"]},
    "/api/impacts": {"names": ["japan-ban"], "months": 12, "draws": 64},
    "/api/nowcasts": {"names": ["japan-ban"], "as_of": "2026-03-31", "months": 6, "draws": 64},
    "/api/exposures": {
        "bill": [
            {"part": "servo", "unit_value": 250, "currency": "USD", "revenue": 2_000_000},
            {"parent": "servo", "part": "magnet", "quantity": 8, "origin": "CN", "control_codes": "1C905.a.4"},
        ],
        "as_of": "2026-09-30",
    },
}
"""Bodies that the reference shows, and that its tests send."""
PLACES: Mapping[str, str] = {
    "{jurisdiction}/{name}": "cn/2026-01-japan-dual-use",
    "/terms/{name}": "/terms/military-user",
    "{country}/{list_name}/{code}": "cn/dual-use/1C905.a",
    "{run_id}": "RUN",
    "{job_id}": "JOB",
    "{decision_id}": "ID",
}


def example(method: str, path: str, kind: str) -> str:
    """Write a call of an address as it is typed at a prompt."""
    for place, filled in PLACES.items():
        path = path.replace(place, filled)
    query = {
        "/api/measures": "?in_force_on=2026-09-30",
        "/api/changes": "?since=2026-09-01&as_of=2026-09-30",
        "/api/measures/cn/2026-01-japan-dual-use/compare": "?from=2026-01-05&to=2026-01-06",
        "/api/codes/cn/dual-use/1C905.a/timeline": "?destination=JP",
        "/api/jobs": "?kind=book&state=done",
        "/api/jobs/JOB/results": "?format=csv",
        "/api/books/RUN/results": "?format=csv",
        "/api/books/RUN/changes": "?format=csv",
        "/api/books/RUN/report": "?format=html" if method == "get" else "",
        "/api/books/RUN/questions": "?format=xlsx" if method == "get" else "",
        "/api/impacts/RUN/results": "?format=csv",
        "/api/nowcasts/RUN/results": "?format=csv",
        "/api/exposures/RUN/results": "?format=csv",
    }.get(path, "")
    verb = "" if method == "get" else f" -X {method.upper()}"
    if kind == "application/json":
        body = json.dumps(EXAMPLES[path], ensure_ascii=False)
        return f"curl{verb} $SEKISHO{path} -H 'content-type: application/json' -d '{body}'"
    if path == "/api/exposures/files":
        return f"curl{verb} '$SEKISHO{path}?name=bom.csv' --data-binary @bom.csv"
    if path == "/api/impacts/files":
        return f"curl{verb} '$SEKISHO{path}?names=japan-ban&name=imports.csv' --data-binary @imports.csv"
    if kind:
        return f"curl{verb} '$SEKISHO{path}?name=orders.csv&answer=csv' --data-binary @orders.csv"
    return f"curl{verb} '$SEKISHO{path}{query}'" if query else f"curl{verb} $SEKISHO{path}"
