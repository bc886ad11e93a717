"""Frozen data classes with slots, as the standard library makes them, made in a third of the time.

A command makes two hundred of them before it answers. The standard library (Python 3.11) compiles up to eight functions
of each from text; here all but one are closures, and only `__init__` is compiled, once it is asked for: a question
makes instances of half of the classes. The classes are the same to those who
use them, hold them against each other, hash, copy or pickle them, and to `dataclasses.fields`, `replace` and `asdict`;
`tests/test_dataclass.py` holds them against those of the standard library, to which all that is unusual is left.

A data class may be made of fields that are worked out when they are first read, and are then like any other
(`LateFields`): an answer has thirty parts, and who asks for its outcome reads three. To compare, copy or pickle an
instance reads all of its fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - to checkers of types it is the same
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True, **more: bool
    ) -> Callable[[type], type]:
        """Make a data class; the options are those of `dataclasses.dataclass`."""

        def made(cls: type) -> type:
            if not (frozen and slots) or more or _is_unusual(cls):
                return dataclasses.dataclass(cls, frozen=frozen, slots=slots, kw_only=kw_only, eq=eq, **more)
            return _quickly(cls, kw_only=kw_only, eq=eq)

        return made


_OF_STANDARD = ("__setattr__", "__delattr__", "__getstate__", "__setstate__", "__init__")
"""Methods that no class handled here writes itself."""


def _is_unusual(cls: type) -> bool:
    """Tell whether a class needs more than is made here: it inherits from a data class, or has fields of a kind."""
    inherits = any("__dataclass_fields__" in vars(base) for base in cls.__mro__[1:])
    kinds = ("ClassVar", "InitVar", "KW_ONLY")
    of_a_kind = any(
        kind in str(annotation) for annotation in vars(cls).get("__annotations__", {}).values() for kind in kinds
    )
    return inherits or of_a_kind or any(name in vars(cls) for name in _OF_STANDARD)


def _quickly(cls: type, *, kw_only: bool, eq: bool) -> type:
    """Make a frozen data class with slots."""
    own = vars(cls)
    hashes = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    fields = dataclasses.fields(cls)
    methods: dict[str, Any] = _kept_as_they_are(cls, fields)
    if "__repr__" not in vars(cls):
        methods["__repr__"] = _repr(fields)
    if eq:
        if "__eq__" not in vars(cls):
            methods["__eq__"] = _eq(fields)
        if not hashes:
            methods["__hash__"] = _hash(fields)
    for name, method in methods.items():
        setattr(cls, name, _named(method, cls, name))
    cls.__init__ = _LateInit(cls, fields)  # type: ignore[misc] # what it returns is a method
    params = cls.__dataclass_params__  # type: ignore[attr-defined] # set by the standard library
    params.init = params.repr = params.frozen = True
    params.eq = eq
    return cls


def _named(method: Any, cls: type, name: str) -> Any:  # noqa: ANN401 - functions
    """Give a function the name of a method."""
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


class _LateInit:
    """Stands for the `__init__` of a class until somebody asks for it."""

    def __init__(self, cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> None:  # noqa: ANN401 - a class
        self.of, self.fields = cls, fields

    def __get__(self, instance: object, owner: object = None) -> Any:  # noqa: ANN401 - a method
        """Compile it and set it in place of this."""
        init = _named(_init(self.of, self.fields), self.of, "__init__")
        self.of.__init__ = init
        return init if instance is None else init.__get__(instance, owner)


def _init(cls: type, fields: tuple[dataclasses.Field[Any], ...]) -> Any:  # noqa: ANN401 - a function of the fields
    """Compile `__init__`: parameters in the order of the fields, those by name alone after them."""
    absent = object()
    names: dict[str, Any] = {"absent": absent}
    parameters: dict[bool, list[str]] = {False: [], True: []}
    body = []
    for field in fields:
        value = field.name
        if field.default_factory is not dataclasses.MISSING:
            names[f"make_{field.name}"] = field.default_factory
            default = "=absent"
            value = f"make_{field.name}() if {field.name} is absent else {field.name}"
            if not field.init:
                value = f"make_{field.name}()"
        elif field.default is not dataclasses.MISSING:
            names[f"default_{field.name}"] = field.default
            default = f"=default_{field.name}"
            value = field.name if field.init else f"default_{field.name}"
        else:
            default = ""
            if not field.init:
                continue
        if field.init:
            parameters[bool(field.kw_only)].append(f"{field.name}{default}")
        names[f"put_{field.name}"] = vars(cls)[field.name].__set__
        body.append(f" put_{field.name}(self, {value})")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    by_name = ["*", *parameters[True]] if parameters[True] else []
    text = f"def __init__({', '.join(['self', *parameters[False], *by_name])}):\n" + ("\n".join(body) or " pass")
    exec(text, names)  # noqa: S102 - names of fields, as the standard library does
    init = names["__init__"]
    init.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    return init


def _kept_as_they_are(cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> dict[str, Any]:  # noqa: ANN401 - a class
    """Refuse changes of an instance, and let it be pickled all the same, as the standard library does."""
    names = frozenset(field.name for field in fields)
    order = tuple(field.name for field in fields)

    def __setattr__(self: object, name: str, value: object) -> None:  # noqa: N807 - a method to be
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: object, name: str) -> None:  # noqa: N807 - the same
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    def __getstate__(self: object) -> list[object]:  # noqa: N807 - the same
        return [getattr(self, name) for name in order]

    return {
        "__setattr__": __setattr__,
        "__delattr__": __delattr__,
        "__getstate__": __getstate__,
        "__setstate__": _setting(len(order))(*(vars(cls)[name].__set__ for name in order)),
    }


@cache
def _setting(count: int) -> Any:  # noqa: ANN401 - a function
    """Compile what makes `__setstate__` of so many fields, each of which is set by a function of its own.

    A cache holds thousands of instances: to go through the names of the fields took a third of the time to load it.
    """
    puts, values = [f"put{at}" for at in range(count)], [f"value{at}" for at in range(count)]
    body = [f"[{', '.join(values)}] = state"]
    body += [f"{put}(self, {value})" for put, value in zip(puts, values, strict=True)]
    lines = "\n  ".join(["def __setstate__(self, state):", *body])
    text = f"def made({', '.join(puts)}):\n {lines}\n return __setstate__"
    names: dict[str, Any] = {}
    exec(text, names)  # noqa: S102 - numbered names alone
    return names["made"]


def _repr(fields: tuple[dataclasses.Field[Any], ...]) -> Any:  # noqa: ANN401 - a function
    shown = tuple(field.name for field in fields if field.repr)
    within: set[int] = set()  # objects that are being written: one that holds itself is written as three points

    def __repr__(self: object) -> str:  # noqa: N807 - a method to be
        if id(self) in within:
            return "..."
        within.add(id(self))
        try:
            values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        finally:
            within.discard(id(self))
        return f"{type(self).__qualname__}({values})"

    return __repr__


def _eq(fields: tuple[dataclasses.Field[Any], ...]) -> Any:  # noqa: ANN401 - a function
    values = _values(tuple(field.name for field in fields if field.compare))

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - a method to be
        if other.__class__ is self.__class__:
            return bool(values(self) == values(other))
        return NotImplemented

    return __eq__


def _hash(fields: tuple[dataclasses.Field[Any], ...]) -> Any:  # noqa: ANN401 - a function
    values = _values(tuple(field.name for field in fields if (field.compare if field.hash is None else field.hash)))

    def __hash__(self: object) -> int:  # noqa: N807 - a method to be
        return hash(values(self))

    return __hash__


def _values(names: tuple[str, ...]) -> Any:  # noqa: ANN401 - a function
    """Return what takes the values of some fields as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    value = attrgetter(*names)
    return lambda instance: (value(instance),)


# --- fields that are worked out when they are read ------------------------------------------------------

Record = TypeVar("Record", bound="LateFields")
Work = Mapping[str, Callable[[], object]]


class LateWork:
    """Works out fields of records: each is the attribute of its own name, a property or one that is worked out once.

    One object in place of a function a field: an answer has twenty, few of which are ever read.

    Attributes
    ----------
    late
        Names of the fields that it works out.
    """

    late: frozenset[str] = frozenset()

    def get(self, name: str) -> Callable[[], object] | None:
        """Return what works a field out; None if it does not."""
        return partial(getattr, self, name) if name in self.late else None


class LateFields:
    """Base of a frozen data class with slots; a field that is not set is worked out, and set, when it is read."""

    __slots__ = ("_before", "_late", "_set")
    _late: Work | LateWork
    _before: LateFields | None
    _set: set[str]

    if not TYPE_CHECKING:  # to a checker of types a name that is no field stays a mistake

        def __getattr__(self, name: str) -> object:
            """Work out a field that is not set yet; what is not late is that of the record of which this is a copy."""
            fields = type(self).__dataclass_fields__
            late = getattr(self, "_late", None) if name in fields else None
            if late is None:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message)
            record = self
            while True:
                if late is None or name in record._set:  # another thread may have set it meanwhile
                    value = getattr(record, name)
                    break
                work = late.get(name)
                if work is not None:
                    value = work()
                    record._keep(name, value)
                    break
                if record._before is None:
                    value = fields[name].default
                    break
                record = record._before
                late = getattr(record, "_late", None)
            if record is not self:
                self._keep(name, value)
            return value

    def _keep(self, name: str, value: object) -> None:
        _put(self, name, value)
        self._set.add(name)


def made_late(of: type[Record], late: Work | LateWork, /, **now: object) -> Record:
    """Make an instance of which some fields are worked out when they are read; the others are given, or the default.

    Raises
    ------
    TypeError
        If a name is no field, or a field is neither given nor late and has no default.
    """
    names = late.late if isinstance(late, LateWork) else tuple(late)
    if (of, names, *now) not in _CHECKED:
        _check_names(of, now, names)
    record = object.__new__(of)
    _fill(record, late, now, None)
    return record


def with_late(record: Record, late: Work, /, **now: object) -> Record:
    """Return a copy in which some fields have other values, given now or worked out when they are read.

    Like `dataclasses.replace`, save that it works nothing out: what is late in the record is late in the copy.
    """
    copy = object.__new__(type(record))
    _fill(copy, late, now, record)  # copying thirty fields takes longer than an answer that is read in part
    return copy


def _fill(record: LateFields, late: Work | LateWork, now: Mapping[str, object], before: LateFields | None) -> None:
    for name, value in now.items():
        _put(record, name, value)
    _put(record, "_late", late)
    _put(record, "_set", set(now))
    _put(record, "_before", before)


_put = object.__setattr__
_CHECKED: set[tuple[object, ...]] = set()
"""Names with which classes were made late: a class is in few ways."""


def _check_names(of: type[LateFields], now: Mapping[str, object], late: Collection[str]) -> None:
    """Refuse names that are no fields, and fields that have no value."""
    fields = _fields_of(of)
    if unknown := {*now, *late} - fields.keys():
        message = f"{of.__name__} has no field {sorted(unknown)}"
        raise TypeError(message)
    for name, field in fields.items():
        if name not in now and name not in late and field.default is dataclasses.MISSING:
            message = f"{name!r} is neither given nor late"
            raise TypeError(message)
    _CHECKED.add((of, late, *now))


def _fields_of(of: type[LateFields]) -> Mapping[str, dataclasses.Field[Any]]:
    fields: Mapping[str, dataclasses.Field[Any]] = of.__dataclass_fields__  # type: ignore[attr-defined] # of a data class
    return fields
