"""JSON in which a key stands twice says two things; most readers take the last, some the first, and none tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any


class KeyTwiceError(ValueError):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the key '{key}' stands twice")
        self.key = key


def load_json(text: str, **more: Callable[[str], Any]) -> Any:  # noqa: ANN401 - JSON is of any kind
    """Read JSON; more arguments are those of `json.loads`.

    Raises
    ------
    KeyTwiceError
        If an object has a key twice.
    json.JSONDecodeError
        If it is no JSON.

    Examples
    --------
    >>> load_json('{"a": 1}')
    {'a': 1}
    """
    return json.loads(text, object_pairs_hook=_once, **more)  # type: ignore[arg-type] # parse_float and the like


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise KeyTwiceError(key)
        found[key] = value
    return found
