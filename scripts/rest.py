"""What is made from the description of the REST interface: its reference page, and a client that needs nothing else.

Usage: python scripts/rest.py [--write]

Without --write, a file that is not what the description makes is an error.
"""

from __future__ import annotations

import argparse
import keyword
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference" / "rest.md"
CLIENT = ROOT / "examples" / "rest_client.py"
HEAD = '''"""A client of the REST interface of `sekisho serve`, with nothing but the standard library.

Made by scripts/rest.py from the description that the server gives of itself; one function an address. Copy it.

Usage: python rest_client.py [ADDRESS]
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

ADDRESS = "http://127.0.0.1:8000"


class RefusedError(Exception):
    """The server says what is wrong; `problems` holds each with what, where, expected and do."""

    def __init__(self, status: int, problems: list[dict[str, str]]) -> None:
        """Keep what the server says."""
        self.status = status
        self.problems = problems
        parts = ("where", "what", "expected", "remedy")
        super().__init__("; ".join(" ".join(problem[part] for part in parts) for problem in problems))


class Client:
    """Asks a server; every function returns `data` of its answer, unless it returns a file."""

    def __init__(self, address: str = ADDRESS, timeout: float = 600, token: str = "") -> None:
        """Take the address that `sekisho serve` printed, and a token if it has accounts."""
        self.address = address.rstrip("/")
        self.timeout = timeout
        self.token = token

    def ask(
        self,
        method: str,
        path: str,
        *parts: str,
        query: dict[str, str | None] | None = None,
        body: bytes | None = None,
        kind: str = "",
    ) -> Any:  # noqa: ANN401 - the function of the address says what it is
        """Send a request, and return what is in the envelope, or the bytes of a file."""
        given = {name: value for name, value in (query or {}).items() if value is not None}
        place = path.format(*(urllib.parse.quote(part, safe="") for part in parts))
        address = self.address + place + (f"?{urllib.parse.urlencode(given)}" if given else "")
        headers = {"content-type": kind} if body is not None else {}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(address, data=body, headers=headers, method=method)  # noqa: S310 - as given
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310 - the same
                content = answer.read()
                is_json = answer.headers.get_content_type() == "application/json"
        except urllib.error.HTTPError as fault:
            told = json.loads(fault.read() or b"{}")
            raise RefusedError(fault.code, told.get("problems", [])) from None
        return json.loads(content)["data"] if is_json else content

'''
TAIL = '''

def main() -> None:
    """Show what the client does."""
    client = Client(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
    line = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]}
    answer = client.determinations({"facts": line, "as_of": "2026-09-30"})
    print(answer["headline"], answer["floor"], answer["ceiling"], answer["missing"])
    for measure in client.measures(in_force_on="2026-09-30")[:3]:
        print(measure["id"], measure["state"])


if __name__ == "__main__":
    main()
'''


OF_BOOKS = {"questions": "questions_of_book", "answers": "answer_book", "changes": "changes_in_book"}
"""Functions of the client whose name would read oddly with the noun behind it."""


def described() -> dict[str, Any]:
    """Return the description of the interface."""
    from sekisho import load_measures
    from sekisho.web.app import create_app
    from sekisho.web.settings import ServerSettings

    settings = ServerSettings(
        library=load_measures(), today=lambda: date(2026, 1, 1), folder=Path(tempfile.gettempdir())
    )
    return create_app(settings).openapi()


def function_of(one: Mapping[str, Any]) -> str:
    """Write the function of an operation."""
    name = re.sub(r"_api_.*", "", one["id"])
    name = {"send": "send_book", "held_api": "coverage"}.get(name, name)
    if one["path"] == "/api/coverage":
        name = "coverage"
    for start, noun in (
        ("/api/books", "book"),
        ("/api/impacts", "impact"),
        ("/api/exposures", "exposure"),
        ("/api/nowcasts", "nowcast"),
    ):
        if one["path"].startswith(start):
            name = {"send_book": f"send_{noun}", "held": f"{noun}s", "state": noun, **OF_BOOKS}.get(
                name, f"{name}_{noun}"
            )
    places = [each for each in one["parameters"] if each["in"] == "path"]
    asked = sorted((each for each in one["parameters"] if each["in"] == "query"), key=lambda each: not each["required"])
    arguments = ["self", *(f"{each['name']}: str" for each in places)]
    if one["body"]:
        arguments.append("body: dict[str, Any]" if one["body"] == "application/json" else "book: bytes")
    if asked:
        arguments.append("*")
        arguments += [f"{safe(each['name'])}: str" + ("" if each["required"] else " | None = None") for each in asked]
    path = one["path"]
    for each in places:
        path = path.replace(f"{{{each['name']}}}", "{}")
    sent = [f'"{one["method"]}"', f'"{path}"', *(each["name"] for each in places)]
    if asked:
        sent.append("query={" + ", ".join(f'"{each["name"]}": {safe(each["name"])}' for each in asked) + "}")
    if one["body"]:
        sent.append("body=" + ("json.dumps(body).encode()" if one["body"] == "application/json" else "book"))
        sent.append(f'kind="{one["body"]}"')
    gives = gives_of(one)
    call = f"self.ask({', '.join(sent)})"
    return "\n".join(
        [
            f"    def {name}({', '.join(arguments)}) -> {gives}:",
            f'        """{one["says"].splitlines()[0]}"""',
            *([f"        {call}"] if gives == "None" else [f"        found: {gives} = {call}", "        return found"]),
        ]
    )


def gives_of(one: Mapping[str, Any]) -> str:
    """Return the type of what an operation gives: a record, records, a file, or nothing."""
    statuses = {each["status"] for each in one["answers"]}
    kinds = {kind for each in one["answers"] for kind in each["kinds"]}
    if "204" in statuses:
        return "None"
    gives = []
    if "application/json" in kinds:
        gives.append("list[dict[str, Any]]" if one["lists"] else "dict[str, Any]")
    if any(not kind.startswith("application/") or "parquet" in kind for kind in kinds):
        gives.append("bytes")
    return " | ".join(gives)


def safe(name: str) -> str:
    """Return a name that Python does not have already."""
    return f"{name}_" if keyword.iskeyword(name) or name == "format" else name


def client(operations: Iterable[Mapping[str, Any]]) -> str:
    """Write the client."""
    functions = "\n\n".join(function_of(one) for one in operations)
    return formatted(f"{HEAD}\n{functions}\n{TAIL}")


def formatted(text: str) -> str:
    """Lay Python out as everything here is."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(CLIENT), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout  # noqa: S603


def page(operations: list[Mapping[str, Any]]) -> str:
    """Write the reference page."""
    lines = [
        "# REST",
        "",
        "What `sekisho serve` answers as data, at `/api`; the pages themselves answer `.json`, `.csv` and `.xlsx` too",
        "([how](../how-to/serve.md)). This page is made from the description at `/api/openapi.json`.",
        "",
        "One envelope holds every answer: `data`; `coverage`, what the loaded law does not cover; `library`, with its",
        "version, hash and horizon; and `problems`, empty unless something is wrong. Unknown is `null`, and its name",
        "stands in `missing`. Undetermined is an answer, with status 200. The ETag of an answer begins with the hash",
        "of the library: whoever sends it back as If-None-Match gets 304 until the law that is loaded, the program, or",
        "a day that was not named changes.",
        "",
        "A mistake is `application/problem+json` (RFC 9457) with `problems`, all of them at once, each with `what`,",
        "`where`, `expected` and `remedy` (also as `do`, its former name, for one release), as on the command line.",
        "`examples/rest_client.py` is a client made from the same description, with the standard library alone.",
        "",
        "A server with accounts wants a token in each request, `Authorization: Bearer TOKEN`, and answers 401 without,",
        "403 beyond what its role may, and 429 with `Retry-After` past its rate",
        "([how](../how-to/serve-a-team.md)). The session of a browser reads, and changes nothing. A book is seen by",
        "whoever sent it and by whoever administers, and so is every other long job.",
        "",
        "Order lists, costs, exposures and nowcasts are long jobs: what sends one answers 202 at once, and `Location`",
        "says where to look. `/api/jobs` holds them all; `/api/books`, `/api/impacts`, `/api/exposures` and",
        "`/api/nowcasts` each their own.",
        "A job is `waiting`, `working`, `mapped` (a book whose columns a person looks at), `done`, `failed`,",
        "`cancelled` or `ended`: a restart of the server broke it off, and `POST /api/jobs/JOB/again` runs the same",
        "request again.",
        "",
        "A book that has its results can be judged again under another law (`rescreen`, if it was sent with",
        "`keep=true`), ranked for the questions that settle most (`questions`), and determined again with answers",
        "(`answers`). Each is work of the same job, one at a time: it is `working`, then `done`, and `problems` says",
        "what is wrong with what was asked last; the results stand then.",
        "",
    ]
    for tag in dict.fromkeys(one["tag"] for one in operations):
        lines += [f"## {tag}", ""]
        for one in (each for each in operations if each["tag"] == tag):
            lines += [f"### `{one['method']} {one['path']}`", "", one["says"].replace("\n", " "), ""]
            rows = [*one["parameters"], *one["fields"]]
            if rows:
                lines += ["| name | kind | meaning |", "|---|---|---|"]
                for each in rows:
                    needed = ", required" if each["required"] else ""
                    kind = str(each["kind"]).replace("|", "\\|")
                    lines.append(f"| `{each['name']}`{needed} | {kind} | {each['says']} |")
                lines.append("")
            lines += ["```text", one["example"], "```", ""]
    return "\n".join(lines)


def files() -> dict[Path, str]:
    """Return every file that is made, with what it should say."""
    from sekisho.web.api.reference import operations

    found = list(operations(described()))
    return {REFERENCE: page(found), CLIENT: client(found)}


def main() -> int:
    """Check or write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the files instead of checking them")
    options = parser.parse_args()
    wrong = 0
    for path, text in files().items():
        if options.write:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            wrong += 1
            print(f"{path.relative_to(ROOT)} is not what the description makes: python scripts/rest.py --write")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
