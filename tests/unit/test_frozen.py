"""Frozen classes behave as the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing

import pytest

from newskit.frozen import NamedTuple, dataclass, field, fields, replace
from newskit.post import EncodingFacts, Post
from newskit.problem import Location


@dataclass(frozen=True, slots=True)
class Light:
    """Made by newskit."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = field(default_factory=tuple, metadata={"help": "parts"})

    def double(self) -> int:
        return self.size * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """Made by the standard library."""

    name: str
    size: int = 3
    parts: tuple[str, ...] = dataclasses.field(default_factory=tuple, metadata={"help": "parts"})


@dataclass(slots=True)
class Open:
    """One that may change."""

    count: int = 0


def test_an_instance_is_what_its_arguments_say() -> None:
    light = Light("a", parts=("x",))
    assert (light.name, light.size, light.parts, light.double()) == ("a", 3, ("x",), 6)
    assert repr(light) == "Light(name='a', size=3, parts=('x',))"
    assert Light("b") == Light("b", 3, ())
    assert hash(Light("b")) == hash(Light("b", 3, ()))
    assert Light("b") != Light("c")
    assert Light("b") != Standard("b")


@pytest.mark.parametrize("kind", [Light, Standard])
def test_wrong_arguments_are_refused(kind: type[Light]) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        kind()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        kind("a", colour=1)  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["name", "colour"])
def test_a_frozen_instance_cannot_be_changed(name: str) -> None:
    light = Light("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(light, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(light, name)


def test_one_that_is_not_frozen_can_be_changed_and_has_no_hash() -> None:
    tally = Open()
    tally.count += 1
    assert tally == Open(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(tally)


def test_the_standard_library_takes_such_classes() -> None:
    light = Light("a")
    assert dataclasses.is_dataclass(light)
    assert [one.name for one in dataclasses.fields(light)] == ["name", "size", "parts"]
    assert [one.name for one in fields(Light)] == ["name", "size", "parts"]
    assert dataclasses.fields(Light)[2].metadata["help"] == fields(Light)[2].metadata["help"]
    assert dataclasses.replace(light, size=4) == replace(light, size=4) == Light("a", 4)
    assert dataclasses.asdict(light) == {"name": "a", "size": 3, "parts": ()}


def test_instances_can_be_copied_and_sent_to_other_processes() -> None:
    for value in (Location("a.md", 2, 3, 10, 12), EncodingFacts(bom=True), Post("a.md", "Text.")):
        assert pickle.loads(pickle.dumps(value)) == value
        assert copy.deepcopy(value) == value


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """One that is equal to itself only, with a field that follows from another."""

    name: str
    loud: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "loud", self.name.upper())


def test_a_field_may_follow_from_others() -> None:
    one = Alone("a")
    assert one.loud == "A"
    assert replace(one, name="b").loud == "B"
    assert pickle.loads(pickle.dumps(one)).loud == "A"
    with pytest.raises(TypeError):
        Alone("a", loud="B")  # type: ignore[call-arg]


def test_without_equality_each_is_itself() -> None:
    one = Alone("a")
    assert one != Alone("a")
    assert {one: 1}[one] == 1


def test_a_class_of_the_standard_library_is_replaced_too() -> None:
    assert replace(Standard("a"), size=4) == Standard("a", 4)


class Point(NamedTuple):
    """Made by newskit."""

    x: int
    y: int = 2
    names: tuple[str, ...] = ()

    @property
    def both(self) -> int:
        return self.x + self.y


class StandardPoint(typing.NamedTuple):
    """Made by the standard library."""

    x: int
    y: int = 2
    names: tuple[str, ...] = ()


@pytest.mark.parametrize("kind", [Point, StandardPoint])
def test_a_named_tuple_is_what_its_arguments_say(kind: type[Point]) -> None:
    assert kind(1, 3, ("a",)) == (1, 3, ("a",))
    assert kind(1) == kind(x=1, y=2) == kind(1, names=()) == (1, 2, ())
    assert kind._make([4, 5, ()]) == (4, 5, ())
    assert kind(1)._replace(y=7, names=("b",)) == (1, 7, ("b",))
    assert kind(1)._asdict() == {"x": 1, "y": 2, "names": ()}
    assert (kind._fields, kind._field_defaults) == (("x", "y", "names"), {"y": 2, "names": ()})
    assert repr(kind(1)) == f"{kind.__name__}(x=1, y=2, names=())"
    assert typing.get_type_hints(kind) == {"x": int, "y": int, "names": tuple[str, ...]}
    match kind(8, 9):
        case kind(x, y):
            assert (x, y) == (8, 9)


@pytest.mark.parametrize("kind", [Point, StandardPoint])
def test_a_named_tuple_refuses_wrong_arguments(kind: type[Point]) -> None:
    for wrong in ((), (1, 2, (), 4)):
        with pytest.raises(TypeError):
            kind(*wrong)
    with pytest.raises(TypeError):
        kind(1, size=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        kind._make([1])
    with pytest.raises((TypeError, ValueError), match="size"):  # TypeError since Python 3.13
        kind(1)._replace(size=3)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        kind(1).x = 2  # type: ignore[misc]


def test_a_named_tuple_can_be_copied_and_sent_to_other_processes() -> None:
    point = Point(1, names=("a",))
    assert point.both == 3
    for same in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert same == point
        assert type(same) is Point
