"""Data classes that are made quickly are those of the standard library to whoever uses them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Iterator
from dataclasses import FrozenInstanceError, field
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from sekisho.dataclass import dataclass as quick

T = TypeVar("T")


def shapes(dataclass: Callable[..., Any]) -> Iterator[type]:
    """Make classes of every shape that the program has, by one decorator."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        """Fields by place, with defaults."""

        a: int
        b: str = "b"
        c: tuple[int, ...] = ()

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        """Fields by name, of which some are not shown or held against each other."""

        a: int
        b: dict[str, int] = field(default_factory=dict, compare=False)
        c: float = field(default=0.5, repr=False)
        d: str = field(default="d", hash=False)

    @dataclass(frozen=True, slots=True)
    class One:
        """A single field."""

        a: object

    @dataclass(frozen=True, slots=True)
    class Nothing:
        """No field."""

    @dataclass(frozen=True, slots=True, eq=False)
    class Itself:
        """Equal to itself alone."""

        a: int

    @dataclass(frozen=True, slots=True)
    class Own:
        """Methods of its own, and a field that is made from another."""

        a: int
        b: int = field(init=False, default=0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "b", self.a + 1)

        def __repr__(self) -> str:
            return f"own {self.a}"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self))

        def __hash__(self) -> int:
            return 7

    @dataclass(frozen=True, slots=True)
    class Below(Plain):
        """Inherits from a data class."""

        d: int = 4

    @dataclass(frozen=True, slots=True)
    class OfClass(Generic[T]):
        """Has what belongs to the class, and a type that is filled in."""

        a: T
        most: ClassVar[int] = 3

    yield from (Plain, Named, One, Nothing, Itself, Own, Below, OfClass)


GIVEN: list[tuple[tuple[object, ...], dict[str, object]]] = [
    ((), {}),
    ((1,), {}),
    ((2,), {}),
    ((1, "x", (1, 2)), {}),
    ((), {"a": 1}),
    ((), {"a": 1, "b": {"k": 2}, "c": 1.0, "d": "e"}),
    ((), {"a": float("nan")}),
    ((), {"a": [1]}),
    ((1, 2, 3, 4, 5), {}),
    ((), {"nobody": 1}),
]


def tried(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except Exception as fault:  # noqa: BLE001 - whatever it is, both raise it
        return type(fault)


PAIRS = list(zip(shapes(dataclasses.dataclass), shapes(quick), strict=True))


@pytest.mark.parametrize(("of_library", "made"), PAIRS, ids=[made.__name__ for _, made in PAIRS])
def test_a_class_that_is_made_quickly_does_what_that_of_the_library_does(of_library: type, made: type):
    assert repr(told_of(made)) == repr(told_of(of_library))


def told_of(cls: Any) -> list[object]:  # noqa: ANN401 - a class made while the test runs
    """Say all that can be seen of a class and of instances of it."""
    items = [tried(partial(cls, *args, **named)) for args, named in GIVEN]
    whole: list[Any] = [one for one in items if not isinstance(one, type)]
    with_a = [one for one in whole if hasattr(one, "a")]
    refused = {FrozenInstanceError, AttributeError, TypeError}
    return [
        [one if isinstance(one, type) else repr(one) for one in items],
        [[one == other for other in whole] for one in whole],
        [tried(partial(hash, one)) if cls.__hash__ is not object.__hash__ else 0 for one in whole],
        [tried(partial(setattr, one, "a", 1)) for one in with_a],
        [tried(partial(delattr, one, "a")) for one in with_a],
        [tried(partial(setattr, one, "zzz", 1)) in refused for one in whole],
        [tried(partial(dataclasses.replace, one, a=9)) for one in whole],
        [tried(partial(dataclasses.asdict, one)) for one in whole],
        [repr(copy.copy(one)) for one in whole],
        [one.__getstate__() for one in whole],
        [(each.name, each.default, each.kw_only, each.init) for each in dataclasses.fields(cls)],
        (cls.__slots__, cls.__match_args__, cls.__doc__, cls.__name__, cls.__qualname__),
        (cls.__hash__ is None, cls.__eq__ is object.__eq__, repr(cls.__dataclass_params__)),
    ]


@quick(frozen=True, slots=True, kw_only=True)
class Kept:
    """At the top of a module, so that it can be pickled."""

    a: int
    b: tuple[object, ...] = ()


def test_an_instance_is_pickled_and_holds_itself_in_few_words():
    held: list[object] = []
    one = Kept(a=1, b=(Kept(a=2), held))
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 - what was written here
    assert (again, hash(Kept(a=1))) == (one, hash((1, ())))
    held.append(one)
    assert repr(one) == "Kept(a=1, b=(Kept(a=2, b=()), [...]))"
