"""Groups of options: a frozen dataclass in a command's signature becomes one option a field.

Typer reads a command's options from its signature, one parameter each. Commands that share twenty
of them would repeat every one three times: in the signature, in the call, and in what is called.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast, get_type_hints

__all__ = ["given", "grouped"]


def grouped(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of its groups, in the place of each group.

    Args:
        command: a function; a parameter whose type is a dataclass is a group. The fields of one
            have Typer's annotations and, unless they are required, defaults.

    Returns:
        A function that takes the options by name and hands the command its groups.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {
        name: hint for name, hint in hints.items() if dataclasses.is_dataclass(hint)
    }
    parameters: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            parameters += _options(groups[name])
        else:
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(parameter.replace(kind=kind, annotation=hints[name]))

    @wraps(command)
    def run(**options: Any) -> int:
        for name, group in groups.items():
            fields = [field.name for field in dataclasses.fields(group)]
            options[name] = group(**{field: options.pop(field) for field in fields})
        return command(**options)

    run.__annotations__ = {one.name: one.annotation for one in parameters}
    # A name of inspect's own that functions have no type for.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    return run


def given(group: Any) -> dict[str, Any]:
    """Return the options of a group that were given, lists as tuples.

    Args:
        group: a dataclass of options, all with defaults.
    """
    values = [(field, getattr(group, field.name)) for field in dataclasses.fields(group)]
    return {
        field.name: tuple(cast("list[str]", value)) if isinstance(value, list) else value
        for field, value in values
        if value not in (field.default, [])
    }


def _options(group: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for field in dataclasses.fields(group):
        required = field.default is dataclasses.MISSING
        yield inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if required else field.default,
            annotation=hints[field.name],
        )
