"""A client of the REST interface of `sekisho serve`, with nothing but the standard library.

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

    def determinations(self, body: dict[str, Any]) -> dict[str, Any]:
        """Determine one line: outcome, reasons, branches, readings. `undetermined` is an answer, not an error."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/determinations", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def letters_on_line(self, body: dict[str, Any]) -> dict[str, Any]:
        """Write drafts to the customer and the supplier of one line that ask for what is open; nothing is sent."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/determinations/letters", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def screenings(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Compare names with the lists of parties, word by word."""
        found: list[dict[str, Any]] = self.ask(
            "POST", "/api/screenings", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def classifications(self, body: dict[str, Any]) -> dict[str, Any]:
        """Suggest entries of the control list for an item, with limits and what would decide."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/classifications", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def measures(self, *, in_force_on: str | None = None, as_of: str | None = None) -> list[dict[str, Any]]:
        """List the measures, with their state on a day."""
        found: list[dict[str, Any]] = self.ask(
            "GET", "/api/measures", query={"in_force_on": in_force_on, "as_of": as_of}
        )
        return found

    def measure(
        self, jurisdiction: str, name: str, *, as_of: str | None = None, beside: str | None = None
    ) -> dict[str, Any]:
        """Tell one measure clause by clause: words, encoding as a sentence, terms, sources; or beside another."""
        found: dict[str, Any] = self.ask(
            "GET", "/api/measures/{}/{}", jurisdiction, name, query={"as_of": as_of, "beside": beside}
        )
        return found

    def comparison(self, jurisdiction: str, name: str, *, from_: str, to: str) -> dict[str, Any]:
        """Set a measure on two days side by side."""
        found: dict[str, Any] = self.ask(
            "GET", "/api/measures/{}/{}/compare", jurisdiction, name, query={"from": from_, "to": to}
        )
        return found

    def measure_timeline(
        self, jurisdiction: str, name: str, *, since: str | None = None, until: str | None = None
    ) -> dict[str, Any]:
        """Tell how a measure and its clauses stood over time, with the events around it."""
        found: dict[str, Any] = self.ask(
            "GET", "/api/measures/{}/{}/timeline", jurisdiction, name, query={"since": since, "until": until}
        )
        return found

    def term(self, name: str) -> dict[str, Any]:
        """Tell a term: its words, and how far it reaches under each reading."""
        found: dict[str, Any] = self.ask("GET", "/api/terms/{}", name)
        return found

    def home_law(self, place: str) -> dict[str, Any]:
        """Name the export law to look up where a shipment leaves from: rules with their addresses, no determination."""
        found: dict[str, Any] = self.ask("GET", "/api/home-law/{}", place)
        return found

    def party(self, party: str, *, as_of: str | None = None) -> dict[str, Any]:
        """Tell one party by its id or number: lists, dates, what put it there, owners, group, and like names."""
        found: dict[str, Any] = self.ask("GET", "/api/parties/{}", party, query={"as_of": as_of})
        return found

    def code(self, country: str, list_name: str, code: str, *, as_of: str | None = None) -> dict[str, Any]:
        """Tell a control code: its place, limits, customs codes, and the clauses that name it."""
        found: dict[str, Any] = self.ask("GET", "/api/codes/{}/{}/{}", country, list_name, code, query={"as_of": as_of})
        return found

    def code_timeline(
        self,
        country: str,
        list_name: str,
        code: str,
        *,
        since: str | None = None,
        until: str | None = None,
        destination: str | None = None,
    ) -> dict[str, Any]:
        """Tell what the export of a control code for civil use needed over time."""
        found: dict[str, Any] = self.ask(
            "GET",
            "/api/codes/{}/{}/{}/timeline",
            country,
            list_name,
            code,
            query={"since": since, "until": until, "destination": destination},
        )
        return found

    def changes(self, *, since: str, until: str | None = None, as_of: str | None = None) -> dict[str, Any]:
        """Tell every change of law in a span of days, what moves for a shipment, what is pending and what is open."""
        found: dict[str, Any] = self.ask("GET", "/api/changes", query={"since": since, "until": until, "as_of": as_of})
        return found

    def materials(self) -> list[dict[str, Any]]:
        """Rank materials by the share of Japan's imports that comes from China, as it was counted last."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/dependence")
        return found

    def material(self, name: str) -> dict[str, Any]:
        """Tell how far Japan depends on China for a material, a group or a heading, and who else sells."""
        found: dict[str, Any] = self.ask("GET", "/api/dependence/{}", name)
        return found

    def comparisons(self, body: dict[str, Any]) -> dict[str, Any]:
        """Set two answers side by side: a line, and the same with another day, place, user or reading."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/comparisons", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def facts(self) -> list[dict[str, Any]]:
        """List the facts that may be known of a line, with their choices and what leaving each out means."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/facts")
        return found

    def lists(self) -> list[dict[str, Any]]:
        """List the lists and tables of one's own that the server keeps, each with its versions and which is in use."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/lists")
        return found

    def coverage(self) -> dict[str, Any]:
        """Say which measures and lists are included, and up to which day sources were read."""
        found: dict[str, Any] = self.ask("GET", "/api/coverage")
        return found

    def decisions(self) -> list[dict[str, Any]]:
        """List what counts for each name and entry, the newest first, with its state."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/decisions")
        return found

    def decided(self, body: dict[str, Any]) -> dict[str, Any]:
        """Decide whether a name is listed; 409 if `replaces` names another decision than the one that counts."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/decisions", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def queued(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """List the names to be decided: of the names sent, or of the register by itself; the gravest state first."""
        found: list[dict[str, Any]] = self.ask(
            "POST", "/api/decisions/queue", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def seconded(self, decision_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Confirm a decision of somebody else, or refuse it so that it is open again; one's own is refused with 422."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/decisions/{}/second", decision_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def undone(self, decision_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Take a decision back: a new row that says so; nothing is deleted."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/decisions/{}/undo", decision_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def jobs(self, *, kind: str | None = None, state: str | None = None) -> list[dict[str, Any]]:
        """List the long jobs on the server, the newest first: order lists, costs, exposures and nowcasts."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/jobs", query={"kind": kind, "state": state})
        return found

    def job(self, job_id: str) -> dict[str, Any]:
        """Tell how far a job has come, what is wrong with what was sent, and once it is done the result."""
        found: dict[str, Any] = self.ask("GET", "/api/jobs/{}", job_id)
        return found

    def delete_job(self, job_id: str) -> None:
        """End the work on a job, and take it away with everything made of it."""
        self.ask("DELETE", "/api/jobs/{}", job_id)

    def job_results(self, job_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the results of a job as a file."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/jobs/{}/results", job_id, query={"format": format_})
        return found

    def cancel_job(self, job_id: str) -> dict[str, Any]:
        """End the work on a job; what was sent stays until it is deleted."""
        found: dict[str, Any] = self.ask("POST", "/api/jobs/{}/cancel", job_id)
        return found

    def run_again(self, job_id: str) -> dict[str, Any]:
        """Run the same request again: after a restart ended it, after a cancel, or under the law of now."""
        found: dict[str, Any] = self.ask("POST", "/api/jobs/{}/again", job_id)
        return found

    def send_book(
        self,
        book: bytes,
        *,
        name: str,
        as_of: str | None = None,
        reading: str | None = None,
        set: str | None = None,
        suppose: str | None = None,
        constants: str | None = None,
        answer: str | None = None,
        keep: str | None = None,
    ) -> dict[str, Any] | bytes:
        """Send an order list; every line is determined. Columns are found by name and by header in three languages."""
        found: dict[str, Any] | bytes = self.ask(
            "POST",
            "/api/books",
            query={
                "name": name,
                "as_of": as_of,
                "reading": reading,
                "set": set,
                "suppose": suppose,
                "constants": constants,
                "answer": answer,
                "keep": keep,
            },
            body=book,
            kind="application/octet-stream",
        )
        return found

    def books(self) -> list[dict[str, Any]]:
        """List the order lists on the server."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/books")
        return found

    def remembered_book(self) -> list[dict[str, Any]]:
        """List what is remembered of the columns of books: one with the same headers, or nearly, is read so."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/books/remembered")
        return found

    def forget_remembered_book(self, key: str) -> list[dict[str, Any]]:
        """Forget what is remembered of the columns of one book; the answer says what was forgotten."""
        found: list[dict[str, Any]] = self.ask("DELETE", "/api/books/remembered/{}", key)
        return found

    def cancel_book(self, run_id: str) -> dict[str, Any]:
        """End the work on an order list; the book stays until it is deleted."""
        found: dict[str, Any] = self.ask("POST", "/api/books/{}/cancel", run_id)
        return found

    def explain_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Judge one line of a book again with its reasons, and say whether the stored row is still right."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/explain", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def lines_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Go through the lines of a book: the worst first, or sorted and filtered; each with why it stands there."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/lines", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def beside_book(self, run_id: str, *, other: str) -> dict[str, Any]:
        """Say which lines of an order list stand elsewhere in another, and how many stand where in each."""
        found: dict[str, Any] = self.ask("GET", "/api/books/{}/beside", run_id, query={"other": other})
        return found

    def rescreen_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Judge a book again under the law of another day, or under the law as it is now."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/rescreen", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def changes_in_book(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the lines that another law changes: before, after, and the clauses that did it."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/books/{}/changes", run_id, query={"format": format_})
        return found

    def rank_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Find the questions that decide most open lines of a book, whatever is answered."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/questions", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def questions_of_book(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the questions that were ranked last, as the sheet that `sekisho settle` writes."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/books/{}/questions", run_id, query={"format": format_})
        return found

    def answer_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Answer what is asked of a book, its customers and its goods, or questions by their rank."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/answers", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def withdraw_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Take answers back, and determine the book again without them; `result.given` names each by its id."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/withdrawals", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def write_report_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Write the report of a book in the language asked for: the boss's page, and the workbook of every line."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/report", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def report_book(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the report that was written last; as HTML there is one from the beginning."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/books/{}/report", run_id, query={"format": format_})
        return found

    def write_letters_book(self, run_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Write drafts to the suppliers and customers of a book about its open lines; nothing is sent."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/books/{}/letters", run_id, body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def letters_book(self, run_id: str) -> dict[str, Any]:
        """Send the letters that were written last: each as .docx and .txt, a note to the officer, and an index."""
        found: dict[str, Any] = self.ask("GET", "/api/books/{}/letters", run_id)
        return found

    def book(self, run_id: str) -> dict[str, Any]:
        """Tell how far an order list has come, all that is wrong with it, and once it is done the result."""
        found: dict[str, Any] = self.ask("GET", "/api/books/{}", run_id)
        return found

    def delete_book(self, run_id: str) -> None:
        """End the work on an order list, and take it away with everything made of it."""
        self.ask("DELETE", "/api/books/{}", run_id)

    def results_book(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the results of an order list as a file."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/books/{}/results", run_id, query={"format": format_})
        return found

    def scenarios(self) -> list[dict[str, Any]]:
        """List what can be costed: measures, scenarios, presets of published estimates, outlooks."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/scenarios")
        return found

    def impacts(self) -> list[dict[str, Any]]:
        """List the costs on the server."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/impacts")
        return found

    def ask_impact(self, body: dict[str, Any]) -> dict[str, Any]:
        """Begin to find out what measures or scenarios cost together; `Location` says where to look."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/impacts", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def ask_beside_impact(
        self,
        book: bytes,
        *,
        names: str,
        name: str,
        as_of: str | None = None,
        start: str | None = None,
        months: str | None = None,
        draws: str | None = None,
        seed: str | None = None,
        reading: str | None = None,
        country: str | None = None,
        table: str | None = None,
    ) -> dict[str, Any]:
        """Begin to find out what something costs, and how it lies beside what a file has of observations."""
        found: dict[str, Any] = self.ask(
            "POST",
            "/api/impacts/files",
            query={
                "names": names,
                "name": name,
                "as_of": as_of,
                "start": start,
                "months": months,
                "draws": draws,
                "seed": seed,
                "reading": reading,
                "country": country,
                "table": table,
            },
            body=book,
            kind="application/octet-stream",
        )
        return found

    def impact(self, run_id: str) -> dict[str, Any]:
        """Tell how far a cost has come, all that is wrong with it, and once it is done the result."""
        found: dict[str, Any] = self.ask("GET", "/api/impacts/{}", run_id)
        return found

    def delete_impact(self, run_id: str) -> None:
        """End the work on a cost, and take it away with everything made of it."""
        self.ask("DELETE", "/api/impacts/{}", run_id)

    def results_impact(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the results of a cost as a file."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/impacts/{}/results", run_id, query={"format": format_})
        return found

    def nowcasts(self) -> list[dict[str, Any]]:
        """List the nowcasts on the server."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/nowcasts")
        return found

    def ask_nowcast(self, body: dict[str, Any]) -> dict[str, Any]:
        """Begin to compare a scenario with what was known of it on a day, `as_of`; `Location` says where to look."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/nowcasts", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def nowcast(self, run_id: str) -> dict[str, Any]:
        """Tell how far a nowcast has come, all that is wrong with it, and once it is done the result."""
        found: dict[str, Any] = self.ask("GET", "/api/nowcasts/{}", run_id)
        return found

    def delete_nowcast(self, run_id: str) -> None:
        """End the work on a nowcast, and take it away with everything made of it."""
        self.ask("DELETE", "/api/nowcasts/{}", run_id)

    def results_nowcast(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the results of a nowcast as a file."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/nowcasts/{}/results", run_id, query={"format": format_})
        return found

    def exposures(self) -> list[dict[str, Any]]:
        """List the exposures on the server."""
        found: list[dict[str, Any]] = self.ask("GET", "/api/exposures")
        return found

    def send_exposure(self, body: dict[str, Any]) -> dict[str, Any]:
        """Begin to find out which products of a bill are affected; `Location` says where to look."""
        found: dict[str, Any] = self.ask(
            "POST", "/api/exposures", body=json.dumps(body).encode(), kind="application/json"
        )
        return found

    def send_file_exposure(
        self,
        book: bytes,
        *,
        name: str,
        as_of: str | None = None,
        reading: str | None = None,
        made_in: str | None = None,
        currency: str | None = None,
        scenario: str | None = None,
        product: str | None = None,
        origin: str | None = None,
        suppose: str | None = None,
        end_use: str | None = None,
        end_user_kind: str | None = None,
        end_use_sector: str | None = None,
        knowledge_of_risk: str | None = None,
    ) -> dict[str, Any]:
        """Begin to find out which products of a bill in a file are affected; `Location` says where to look."""
        found: dict[str, Any] = self.ask(
            "POST",
            "/api/exposures/files",
            query={
                "name": name,
                "as_of": as_of,
                "reading": reading,
                "made_in": made_in,
                "currency": currency,
                "scenario": scenario,
                "product": product,
                "origin": origin,
                "suppose": suppose,
                "end_use": end_use,
                "end_user_kind": end_user_kind,
                "end_use_sector": end_use_sector,
                "knowledge_of_risk": knowledge_of_risk,
            },
            body=book,
            kind="application/octet-stream",
        )
        return found

    def exposure(self, run_id: str) -> dict[str, Any]:
        """Tell how far an exposure has come, all that is wrong with it, and once it is done the result."""
        found: dict[str, Any] = self.ask("GET", "/api/exposures/{}", run_id)
        return found

    def delete_exposure(self, run_id: str) -> None:
        """End the work on an exposure, and take it away with everything made of it."""
        self.ask("DELETE", "/api/exposures/{}", run_id)

    def results_exposure(self, run_id: str, *, format_: str | None = None) -> dict[str, Any] | bytes:
        """Send the results of an exposure as a file."""
        found: dict[str, Any] | bytes = self.ask("GET", "/api/exposures/{}/results", run_id, query={"format": format_})
        return found


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
