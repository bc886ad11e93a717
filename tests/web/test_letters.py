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
