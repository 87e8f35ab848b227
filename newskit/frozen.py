"""`dataclass` as the standard library has it, at a tenth of the cost.

The standard decorator imports `inspect` and compiles up to eight methods for each class, used or
not: three dozen classes took half the time of `newskit validate` on one post. Here the methods are
shared, and the one that is compiled, `__init__`, is where more than a few instances are made. Type
checkers see the standard decorator; `dataclasses.fields`, `replace` and `asdict` take such classes.

For classes without bases and without `InitVar`, `kw_only`, `order` and fields that a comparison or
`repr` leaves out. What a start of the command line does not need goes on using the standard
library.
"""

from __future__ import annotations

import collections
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast

from newskit.kept import Kept

__all__ = ["MISSING", "NamedTuple", "dataclass", "field", "fields", "replace", "setting"]

_MISSING: Any = object()
T = TypeVar("T")
_CODE = Kept("code")


class _Field:
    """A field: its default, or what makes one, and its metadata."""

    __slots__ = ("default", "default_factory", "init", "metadata", "name", "type")

    def __init__(
        self, default: Any, default_factory: Any, metadata: Any = None, *, init: bool = True
    ) -> None:
        self.name = self.type = ""
        self.default = default
        self.default_factory = default_factory
        self.metadata = metadata or {}
        self.init = init


class _StandardFields:
    """The fields as the standard library describes them, described when it asks."""

    def __get__(self, instance: object, owner: Any) -> Any:
        import dataclasses

        entries = [(one.name, one.type, _standard(one)) for one in owner.newskit_fields.values()]
        found: Any = dataclasses.make_dataclass(owner.__name__, entries)
        owner.__dataclass_fields__ = found.__dataclass_fields__
        return owner.__dataclass_fields__


def _standard(one: _Field) -> Any:
    import dataclasses

    said: dict[str, Any] = {"metadata": one.metadata, "init": one.init}
    if one.default is not _MISSING:
        said["default"] = one.default
    if one.default_factory is not _MISSING:
        said["default_factory"] = one.default_factory
    return dataclasses.field(**said)


def _dataclass(
    cls: Any = None, *, frozen: bool = False, slots: bool = False, eq: bool = True
) -> Any:
    """Give a class the methods its fields call for."""
    if cls is None:
        return partial(_dataclass, frozen=frozen, slots=slots, eq=eq)
    own: dict[str, Any] = {**cls.__dict__}
    known = _fields_of(own)
    added = _methods(tuple(known), frozen=frozen, eq=eq)
    if slots:
        # The default way to unpickle sets attributes.
        added["__reduce__"] = _reduced
    added = {name: method for name, method in added.items() if not _defines(own, name)}
    added |= {"newskit_fields": known, "newskit_made": 0}
    added["__dataclass_fields__"] = _StandardFields()
    if not slots:
        # A default is not an attribute of the class, so that an instance may lack a field for a
        # while (`newskit.post.leave_open`).
        for name in known.keys() & own.keys():
            delattr(cls, name)
        for name, value in added.items():
            setattr(cls, name, value)
        return cls
    kept = {name: value for name, value in own.items() if name not in known}
    kept.pop("__dict__", None)
    kept.pop("__weakref__", None)
    return type(cls)(cls.__name__, cls.__bases__, {**kept, **added, "__slots__": tuple(known)})


def _defines(own: dict[str, Any], name: str) -> bool:
    """Whether a class has a method of its own; one with `__eq__` has None for `__hash__`."""
    return name in own and not (name == "__hash__" and own[name] is None)


def _fields_of(own: dict[str, Any]) -> dict[str, _Field]:
    known: dict[str, _Field] = {}
    for name, kind in own.get("__annotations__", {}).items():
        given = own.get(name, _MISSING)
        one = given if isinstance(given, _Field) else _Field(given, _MISSING)
        one.name, one.type = name, kind
        known[name] = one
    return known


def _methods(names: tuple[str, ...], *, frozen: bool, eq: bool) -> dict[str, Any]:
    get: Any = attrgetter(*names)

    def values(one: Any) -> tuple[Any, ...]:
        return get(one) if len(names) > 1 else (get(one),)

    def equal(one: Any, other: Any) -> Any:
        return values(one) == values(other) if other.__class__ is one.__class__ else NotImplemented

    def shown(one: Any) -> str:
        text = ", ".join(f"{name}={getattr(one, name)!r}" for name in names)
        return f"{one.__class__.__qualname__}({text})"

    def hashed(one: Any) -> int:
        return hash(values(one))

    methods: dict[str, Any] = {
        "__init__": _first_init,
        "__repr__": shown,
        "__match_args__": names,
    }
    if eq:
        methods |= {"__eq__": equal, "__hash__": hashed if frozen else None}
    if frozen:
        methods["__setattr__"] = _refuse_to_set
        methods["__delattr__"] = _refuse_to_delete
    return methods


def _reduced(self: Any) -> tuple[Any, ...]:
    known: dict[str, _Field] = self.newskit_fields
    return self.__class__, tuple(getattr(self, name) for name, one in known.items() if one.init)


_FEW = 3
"""Instances of a class that are made before its `__init__` is worth compiling."""


def _first_init(self: Any, *given: Any, **named: Any) -> None:
    """Stand in for `__init__` while there are few instances."""
    cls = self.__class__
    values = _values_of(cls.newskit_fields, given, named) if cls.newskit_made < _FEW else None
    if values is None:
        cls.__init__ = _compiled_init(cls)
        cls.__init__(self, *given, **named)
        return
    cls.newskit_made += 1
    for name, value in values.items():
        object.__setattr__(self, name, value)
    if hasattr(cls, "__post_init__"):
        self.__post_init__()


def _values_of(
    known: dict[str, _Field], given: tuple[Any, ...], named: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the fields' values; None where the arguments are not what `__init__` takes."""
    names = [name for name, one in known.items() if one.init]
    values = dict(zip(names, given, strict=False))
    if len(given) > len(names) or not named.keys() <= set(names[len(given) :]):
        return None
    values |= named
    for name in names:
        if name in values:
            continue
        one = known[name]
        if one.default is not _MISSING:
            values[name] = one.default
        elif one.default_factory is not _MISSING:
            values[name] = one.default_factory()
        else:
            return None
    return values


def _compiled_init(cls: Any) -> Any:
    known: dict[str, _Field] = cls.newskit_fields
    space: dict[str, Any] = {"MISSING": _MISSING}
    frozen, slots = cls.__setattr__ is _refuse_to_set, "__slots__" in cls.__dict__
    set_ = "self.{0} = {0}"
    if frozen:
        set_ = "_set_{0}(self, {0})" if slots else "_values[{0!r}] = {0}"
    parameters: list[str] = []
    lines: list[str] = ["_values = self.__dict__"] if frozen and not slots else []
    for name, one in known.items():
        if not one.init:
            continue
        parameters.append(name)
        if frozen and slots:
            space[f"_set_{name}"] = getattr(cls, name).__set__
        if one.default is not _MISSING:
            space[f"default_{name}"] = one.default
            parameters[-1] += f"=default_{name}"
        elif one.default_factory is not _MISSING:
            space[f"make_{name}"] = one.default_factory
            parameters[-1] += "=MISSING"
            lines.append(f"if {name} is MISSING: {name} = make_{name}()")
        lines.append(set_.format(name))
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines)
    source = f"def __init__(self, {', '.join(parameters)}):\n    {body}\n"
    exec(_CODE.get(source, partial(compile, source, "<string>", "exec")), space)  # noqa: S102 (as dataclasses does)
    space["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return space["__init__"]


def _refuse_to_set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    del self, value
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    del self
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Any = _MISSING,
    metadata: Any = None,
    init: bool = True,
) -> Any:
    """Say more of a field than its default."""
    return _Field(default, default_factory, metadata, init=init)


def setting(default: T, help: str, **more: object) -> T:  # noqa: A002 - as its metadata has it
    """Return a field that documents itself.

    Args:
        default: its default, which cannot be changed.
        help: what it is for, for help texts, the reference and the schema of settings.
        more: what else is known of it: ``path=True`` where it names a file.
    """
    return cast("T", _Field(default, _MISSING, {"help": help, **more}))


def _fields(of: Any) -> tuple[Any, ...]:
    """Return the fields of a class or of an instance, in order."""
    return tuple(of.newskit_fields.values())


def _replace(value: Any, **changes: Any) -> Any:
    """Return a copy with other values in some fields."""
    known: dict[str, _Field] | None = getattr(value, "newskit_fields", None)
    if known is None:
        import dataclasses

        return dataclasses.replace(value, **changes)
    same = {
        name: getattr(value, name)
        for name, one in known.items()
        if one.init and name not in changes
    }
    return value.__class__(**same, **changes)


# `NamedTuple` as `typing` has it: there a class takes 0.1 to 0.2 ms, as each annotation is parsed
# and the constructor compiled. Here it is compiled where it is called with names, or often.

_MANY = 50


_TUPLE_FIELD: Any = vars(collections)["_tuplegetter"]
"""A field's descriptor in C, where Python has one; `collections` has another for all others."""


class _NamedTupleMeta(type):
    def __new__(cls, name: str, bases: tuple[Any, ...], space: dict[str, Any]) -> Any:
        if not bases:
            return super().__new__(cls, name, bases, space)
        names = tuple(space.get("__annotations__", ()))
        defaults = {one: space[one] for one in names if one in space}
        own: dict[str, Any] = {
            "_fields": names,
            "_field_defaults": defaults,
            "__match_args__": names,
            "__slots__": (),
            **_NAMED,
            **space,
            **{one: _TUPLE_FIELD(place, one) for place, one in enumerate(names)},
        }
        made: Any = type.__new__(type, name, (tuple,), own)
        made.__new__ = staticmethod(_constructor(made, names, defaults))
        return made


def _constructor(made: Any, names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    """Return the constructor of a class while calls are few and give all fields by place."""
    calls = 0

    def construct(cls: Any, *given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls < _MANY and not named and len(given) == len(names):
            return tuple.__new__(cls, given)
        new = _compiled_new(names, defaults)
        made.__new__ = staticmethod(new)
        return new(cls, *given, **named)

    return construct


def _compiled_new(names: tuple[str, ...], defaults: dict[str, Any]) -> Any:
    listed = ", ".join(names)
    ends = "," if names else ""
    source = f"lambda _cls, {listed}{ends}: _new(_cls, ({listed}{ends}))"
    code = _CODE.get(source, partial(compile, source, "<string>", "eval"))
    new = eval(code, {"_new": tuple.__new__})  # noqa: S307 (as typing does)
    new.__name__ = "__new__"
    new.__defaults__ = tuple(defaults.values())
    return new


def _made_of(cls: Any, values: Any) -> Any:
    """Make an instance of a sequence or an iterable."""
    made = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
    return made


def _with_others(self: Any, /, **changes: Any) -> Any:
    """Return a copy with other values in some fields."""
    made = self._make(map(changes.pop, self._fields, self))
    if changes:
        raise ValueError(f"Got unexpected field names: {list(changes)!r}")
    return made


def _as_dict(self: Any) -> dict[str, Any]:
    """Return the values by field."""
    return dict(zip(self._fields, self, strict=True))


def _shown_tuple(self: Any) -> str:
    values = ", ".join(f"{name}={value!r}" for name, value in _as_dict(self).items())
    return f"{self.__class__.__name__}({values})"


def _plain(self: Any) -> tuple[Any, ...]:
    return tuple(self)


_NAMED: dict[str, Any] = {
    "_make": classmethod(_made_of),
    "_replace": _with_others,
    "_asdict": _as_dict,
    "__repr__": _shown_tuple,
    "__getnewargs__": _plain,
}


class _NamedTuple(metaclass=_NamedTupleMeta):
    """What such classes name as their base."""


if TYPE_CHECKING:
    from dataclasses import MISSING, dataclass, field, fields, replace
    from typing import NamedTuple
else:
    MISSING = _MISSING
    NamedTuple = _NamedTuple
    dataclass, field, fields, replace = _dataclass, _field, _fields, _replace
