"""newskit: convert, validate, strip and export news archives.

The public API is what `__all__` lists; `newskit.api` documents it. Names are imported when they are
first asked for: a run of the command line needs few of them, and start-up is a feature.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from newskit.version import __version__

if TYPE_CHECKING:
    from newskit.api import (
        ConvertResult,
        StripResult,
        convert,
        convert_html,
        iter_posts,
        read_post,
        strip,
        to_record,
        validate,
    )
    from newskit.config.model import Config
    from newskit.convert.result import Conversion, Difference
    from newskit.errors import (
        ConfigError,
        NewskitError,
        ReadError,
        SchemaError,
        UsageError,
        WriteError,
    )
    from newskit.post import BodyFormat, FrontMatter, FrontMatterFormat, Post
    from newskit.problem import Edit, Fix, Location, Problem, Severity

__all__ = [
    "BodyFormat",
    "Config",
    "ConfigError",
    "Conversion",
    "ConvertResult",
    "Difference",
    "Edit",
    "Fix",
    "FrontMatter",
    "FrontMatterFormat",
    "Location",
    "NewskitError",
    "Post",
    "Problem",
    "ReadError",
    "SchemaError",
    "Severity",
    "StripResult",
    "UsageError",
    "WriteError",
    "__version__",
    "convert",
    "convert_html",
    "iter_posts",
    "read_post",
    "strip",
    "to_record",
    "validate",
]

_HOMES = {
    "newskit.api": (
        *("ConvertResult", "StripResult", "convert", "convert_html", "iter_posts"),
        *("read_post", "strip", "to_record", "validate"),
    ),
    "newskit.config.model": ("Config",),
    "newskit.convert.result": ("Conversion", "Difference"),
    "newskit.errors": (
        *("ConfigError", "NewskitError", "ReadError", "SchemaError", "UsageError", "WriteError"),
    ),
    "newskit.post": ("BodyFormat", "FrontMatter", "FrontMatterFormat", "Post"),
    "newskit.problem": ("Edit", "Fix", "Location", "Problem", "Severity"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


class _Package(ModuleType):
    """The package: `convert`, `strip` and `validate` are functions, and folders of stages too.

    Importing a folder sets its name here; the functions keep theirs.
    """

    def __getattr__(self, name: str) -> Any:
        home = _HOME_OF.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(home), name)
        super().__setattr__(name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        if name in _HOME_OF and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
