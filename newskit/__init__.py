"""newskit: convert, validate, strip and export news archives.

The public API is what `__all__` lists; `newskit.api` documents it. Names are imported when they are
first asked for: a run of the command line needs few of them, and start-up is a feature.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newskit.version import __version__

if TYPE_CHECKING:
    from newskit.api import (
        ConvertResult,
        StripResult,
        compare_posts,
        convert_html,
        convert_post,
        iter_posts,
        read_post,
        strip_post,
        to_record,
        validate_post,
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
    "compare_posts",
    "convert_html",
    "convert_post",
    "iter_posts",
    "read_post",
    "strip_post",
    "to_record",
    "validate_post",
]

_HOMES = {
    "newskit.api": (
        *("ConvertResult", "StripResult", "compare_posts", "convert_html", "convert_post"),
        "iter_posts",
        *("read_post", "strip_post", "to_record", "validate_post"),
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


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
