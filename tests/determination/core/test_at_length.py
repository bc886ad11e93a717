"""Every property of random laws once more, over many more examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from hypothesis import given, settings
from tests.determination.core import test_kleene, test_missing_facts, test_random_laws

MANY = 3_000


def properties(*modules: ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    """Tests of some modules that hypothesis feeds."""
    for module in modules:
        for name, test in vars(module).items():
            if getattr(test, "is_hypothesis_test", False):
                yield name, test


PROPERTIES = dict(properties(test_kleene, test_missing_facts, test_random_laws))


@pytest.mark.slow
@pytest.mark.parametrize("name", PROPERTIES)
def test_property_over_many_examples(name: str):
    handle = PROPERTIES[name].hypothesis  # type: ignore[attr-defined]
    longer = settings(max_examples=MANY)(given(**handle._given_kwargs)(handle.inner_test))
    longer()
