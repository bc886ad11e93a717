"""What is worked out once a library, and let go with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Rest = ParamSpec("Rest")
Result = TypeVar("Result")
Library = TypeVar("Library")
"""A `law.model.library.Library`, of which nothing is asked but that it compares by identity."""


def cached_per_library(
    make: Callable[Concatenate[Library, Rest], Result],
) -> Callable[Concatenate[Library, Rest], Result]:
    """Let a function answer from memory if it was asked the same of the same library before.

    What it returns is shared, so it must not be changed, and must not hold the library itself. Two libraries that were
    read from one folder at different times share nothing, for the files may have changed in between.
    """
    results: WeakKeyDictionary[Library, dict[Hashable, Result]] = WeakKeyDictionary()

    @wraps(make)
    def cached(library: Library, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
        of_library = results.setdefault(library, {})
        key = (args, tuple(sorted(kwargs.items())))
        if key not in of_library:
            of_library[key] = make(library, *args, **kwargs)
        return of_library[key]

    return cached
