"""What is worked out once: by a function, for a library and let go with it, for the next process, or up to so much."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import update_wrapper, wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import ReferenceType, WeakKeyDictionary, ref

Rest = ParamSpec("Rest")
Result = TypeVar("Result")
Key = TypeVar("Key")
Value = TypeVar("Value")
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
    # One answer asks some fifty times, and the methods of the dictionary take half of that.
    by_library: dict[ReferenceType[Library], dict[Hashable, Result]] = vars(results)["data"]

    @wraps(make)
    def cached(library: Library, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
        of_library = by_library.get(ref(library))
        if of_library is None:
            of_library = results.setdefault(library, {})
        key: Hashable = (args, tuple(sorted(kwargs.items()))) if kwargs else args
        try:
            return of_library[key]
        except KeyError:
            pass
        result = of_library[key] = make(library, *args, **kwargs)
        return result

    return cached


def once(work: Callable[[], Result]) -> Callable[[], Result]:
    """Let a function without arguments work out its result when it is first asked, and answer from memory after.

    As `functools.cache` does, which takes ten times as long to make: an answer has several, most of them never asked.

    >>> asked = once(lambda: print("worked out"))
    >>> asked(), asked()
    worked out
    (None, None)
    """
    results: list[Result] = []

    def answer() -> Result:
        if not results:
            results.append(work())
        return results[0]

    return answer


class BuiltOnce(Generic[Result]):
    """A function without arguments whose result is built when it is first asked for, or taken over from elsewhere.

    What an earlier process kept is taken over (`take`) where building it anew would cost more than reading it.

    >>> words = BuiltOnce(lambda: ["built"])
    >>> words.take(["kept"])
    >>> words()
    ['kept']
    """

    def __init__(self, build: Callable[[], Result]) -> None:
        self._build = build
        self._results: list[Result] = []
        update_wrapper(self, build)

    def __call__(self) -> Result:
        """Return the result, the same each time."""
        if not self._results:
            self._results.append(self._build())
        return self._results[0]

    def take(self, result: Result) -> None:
        """Take a result over, unless it is built already."""
        if not self._results:
            self._results.append(result)

    def cache_clear(self) -> None:
        """Forget the result, so that it is built anew."""
        self._results.clear()


class Memory(dict[Key, Value]):
    """Values by key, so many at most; once it is full, all of it is forgotten.

    Words of names come again, most of them in the same thousand names. A memory that keeps what came first slows down
    for good when it is full; one that forgets all is full of what is asked now some thousand names later.

    >>> memory = Memory[str, int](2)
    >>> for number, word in enumerate(("a", "b", "c")):
    ...     _ = memory.keep(word, number)
    >>> memory
    {'c': 2}
    """

    __slots__ = ("most",)

    def __init__(self, most: int) -> None:
        """Remember so much."""
        super().__init__()
        self.most = most

    def keep(self, key: Key, value: Value) -> Value:
        """Remember a value, and return it."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value

    def __reduce__(self) -> tuple[type[Memory[Key, Value]], tuple[int]]:
        """Leave out what is remembered, which is worked out again."""
        return Memory, (self.most,)
