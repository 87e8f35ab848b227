"""newskit: convert, validate, strip and export news archives.

The public API is what `__all__` lists; `newskit.api` documents it.

The functions `convert`, `strip` and `validate` share their names with the folders of their stages.
Importing a folder sets the name to the folder, so the folders (which hold nothing themselves) come
first and the functions after them.
"""

from __future__ import annotations

import newskit.convert
import newskit.strip
import newskit.validate  # noqa: F401 (see above)
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
from newskit.version import __version__

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
