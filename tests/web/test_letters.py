"""Text that is no text is refused with its field on every address, and never ends in a fault of the server."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

HALF = "\\ud800"
BODIES = {
    "/api/screenings": f'{{"names": ["{HALF}"]}}',
    "/api/classifications": f'{{"description": "rod {HALF}"}}',
    "/api/determinations": f'{{"facts": {{"end_user": "{HALF}"}}}}',
    "/api/determinations?key": f'{{"facts": {{"{HALF}": "x"}}}}',
    "/api/determinations?kind": f'{{"facts": {{"end_use": "{HALF}"}}}}',
    "/api/determinations?nul": '{"facts": {"end_user": "a\\u0000b"}}',
    "/api/exposures": f'{{"name": "{HALF}", "bill": "{HALF}"}}',
    "/api/impacts": f'{{"scenario": "{HALF}"}}',
}


@pytest.mark.parametrize("address", BODIES)
def test_half_a_letter_is_refused_with_its_field(client: TestClient, address: str):
    told = client.post(address, content=BODIES[address], headers={"content-type": "application/json"})
    assert told.status_code in {400, 404, 415, 422}, told.text
    assert told.json()["problems"][0]["where"]
    assert "U+" in told.text or "unicode" in told.text or told.status_code != 422


def test_a_size_is_classified_over_rest(client: TestClient):
    told = client.post("/api/classifications", json={"description": "ROD 12 X 1000 MM"})
    assert told.status_code == 200


@pytest.mark.parametrize(
    ("address", "body", "place", "faulty"),
    [
        ("/api/screenings", '{"names": ["Mitsui", "Osaka\\u0007 Works"]}', "names.1", "U+0007"),
        ("/api/screenings", '{"names": ["Osaka\\u0000"]}', "names.0", "U+0000"),
        ("/api/screenings", '{"names": ["Osaka"], "identifiers": ["1\\u001f"]}', "identifiers.0", "U+001F"),
        ("/api/exposures", f'{{"bill": [{{"part": "servo"}}, {{"part": "a{HALF}"}}]}}', "bill.1.part", "U+D800"),
        ("/api/exposures", f'{{"bill": [{{"part": "servo", "{HALF}": 1}}]}}', "bill.0.<U+D800>", "U+D800"),
        ("/api/exposures", '{"bill": {"part": "a", "parts": [{"part": "b\\u0001"}]}}', "bill.parts.0.part", "U+0001"),
        ("/api/exposures", f'{{"bill": [], "facts": {{"end_user": "{HALF}"}}}}', "facts.end_user", "U+D800"),
    ],
)
def test_text_that_is_no_text_is_refused_with_field_and_place(
    client: TestClient, address: str, body: str, place: str, faulty: str
):
    told = client.post(address, content=body, headers={"content-type": "application/json"})
    assert told.status_code == 422, told.text
    (problem,) = told.json()["problems"]
    assert problem["where"] == place
    assert f"contains characters that are not letters: {faulty}." in problem["what"]
    assert problem["do"] or problem["expected"]


def test_tabs_and_breaks_of_lines_are_text(client: TestClient):
    assert client.post("/api/screenings", json={"names": ["Osaka\tWorks\n"]}).status_code == 200
