"""What is worked out once a library, and let go with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from sekisho.law.loading.library import Library

Rest = ParamSpec("Rest")
Made = TypeVar("Made")


def cached_per_library(make: Callable[Concatenate[Library, Rest], Made]) -> Callable[Concatenate[Library, Rest], Made]:
    """Let a function answer from memory if it was asked the same of the same library before.

    What it returns is shared, so it must not be changed, and must not hold the library itself. Two libraries that were
    read from one folder at different times share nothing, for the files may have changed in between.
    """
    kept: WeakKeyDictionary[Library, dict[Hashable, Made]] = WeakKeyDictionary()

    @wraps(make)
    def found(library: Library, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Made:
        made = kept.setdefault(library, {})
        key = (args, tuple(sorted(kwargs.items())))
        if key not in made:
            made[key] = make(library, *args, **kwargs)
        return made[key]

    return found
