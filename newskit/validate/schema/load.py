"""Schemas from files, JSON or YAML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath

from newskit.config.validate import Generator, ValidateConfig
from newskit.errors import SchemaError
from newskit.files import read_text
from newskit.frozen import dataclass
from newskit.messages import hint_for
from newskit.patterns import Patterns
from newskit.post import JsonValue, Kind
from newskit.validate.schema.gate import Gate, compile_gate
from newskit.validate.schema.source import line_column, parse_source
from newskit.validate.subject import Subject

# Where the built-in schemas are: inside an installed package, or beside it in a checkout.


_SUFFIX = ".schema.json"


@cache
def schema_folder() -> Path:
    """Return the folder of the built-in schemas.

    A wheel carries it as ``newskit/schemas``; a checkout and an editable install have it at the
    repository's root.

    Raises:
        SchemaError: when neither is there.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "schemas", package.parent / "schemas"):
        if folder.is_dir():
            return folder
    raise SchemaError("newskit's schemas are missing", hint="Install newskit again.")


@cache
def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in schemas, sorted."""
    return tuple(
        sorted(path.name.removesuffix(_SUFFIX) for path in schema_folder().glob(f"*{_SUFFIX}"))
    )


def builtin_path(name: str) -> Path:
    """Return the file of a built-in schema.

    Raises:
        SchemaError: when there is no schema of that name.
    """
    path = schema_folder() / f"{name}{_SUFFIX}"
    if "/" in name or "\\" in name or not path.is_file():
        names = builtin_names()
        raise SchemaError(
            f"there is no built-in schema {name!r}",
            hint=hint_for(name, names, f"There are: {', '.join(names)}."),
        )
    return path


BUILTIN = "builtin:"
_MAX_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema and how to judge by it.

    Attributes:
        name: ``builtin:NAME`` or the file as the user named it.
        document: the schema itself.
        gate: a quick check, or None where only jsonschema can tell.
        check_formats: whether ``format`` asserts.
        fold_keys: whether top-level keys are read without case.
        text: the schema's source.
        base: the folder whose schemas it may refer to; None for a schema without a file.
    """

    name: str
    document: JsonValue
    gate: Gate | None
    check_formats: bool
    fold_keys: bool
    text: str
    base: Path | None = None


def load_schema(name: str, *, check_formats: bool = True) -> Schema:
    """Load a schema by ``builtin:NAME`` or file name; an unchanged file is read once.

    Raises:
        SchemaError: when it is missing, unreadable, too large, or no valid schema.
    """
    if name.startswith(BUILTIN):
        return _load(name, 0, check_formats)
    if "://" in name:
        raise SchemaError(
            f"schema {name} is not fetched: schemas are files",
            hint="save it as a file, and give the file's name",
        )
    try:
        found = Path(name).stat()
    except OSError as error:
        raise _unreadable(name, error) from None
    if found.st_size > _MAX_BYTES:
        raise SchemaError(f"schema {name} is larger than {_MAX_BYTES:,} bytes")
    return _load(name, found.st_mtime_ns, check_formats)


def _unreadable(name: str, error: OSError | UnicodeDecodeError) -> SchemaError:
    if isinstance(error, UnicodeDecodeError):
        return SchemaError(f"schema {name} is not UTF-8 (byte {error.start})")
    if isinstance(error, FileNotFoundError):
        hint = "Built-in schemas are named builtin:NAME; `newskit schema list` has them."
        return SchemaError(f"schema {name}: no such file", hint=hint)
    return SchemaError(f"schema {name} cannot be read: {error.strerror or error}")


@lru_cache(maxsize=64)
def _load(name: str, changed: int, check_formats: bool) -> Schema:  # noqa: FBT001 (a cache's key)
    del changed
    path = builtin_path(name.removeprefix(BUILTIN)) if name.startswith(BUILTIN) else Path(name)
    try:
        text = read_text(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(name, error) from None
    if name.startswith(BUILTIN):
        document: JsonValue = json.loads(text)
    else:
        document = _parse(name, text)
    return schema_from(
        document, name=name, text=text, check_formats=check_formats, base=path.parent
    )


def schema_from(
    document: JsonValue,
    *,
    name: str = "schema",
    text: str = "",
    check_formats: bool = True,
    base: Path | None = None,
) -> Schema:
    """Make a schema of a value, checked against its dialect.

    Raises:
        SchemaError: when it is not a valid schema, or refers to something that is not inside it.
    """
    gate = compile_gate(document, check_formats=check_formats)
    if gate is None:
        # Imports jsonschema, which a schema with a gate does without.
        from newskit.validate.schema.check import check_schema

        check_schema(document, name, text, base)
    fold = isinstance(document, Mapping) and document.get("x-newskit-keys") == "case-insensitive"
    return Schema(name, document, gate, check_formats, fold, text, base)


def _parse(name: str, text: str) -> JsonValue:
    if text.strip() in {"true", "false"}:
        return text.strip() == "true"
    parsed = parse_source(text)
    if not parsed.valid and parsed.notes:
        note = parsed.notes[0]
        line, column = line_column(text, note.start)
        raise SchemaError(f"{name}:{line}:{column}: {note.message}", hint=note.hint)
    return dict(parsed.values)


# Which schema judges a post: the command line's, the configuration's last match, or a built-in.


NO_SCHEMA = "none"
_SCHEMAS = {
    Generator.HEXO: "builtin:hexo-post",
    Generator.ELEVENTY: "builtin:eleventy-post",
    Generator.PELICAN: "builtin:pelican-article",
    Generator.ZOLA: "builtin:zola-page",
    Generator.DOCUSAURUS: "builtin:docusaurus-blog",
}


def choose_schema(subject: Subject) -> Schema | None:
    """Return the schema for a post, or None when it shall have none.

    Raises:
        SchemaError: when the schema chosen is missing or wrong.
    """
    name = _name(subject, subject.config)
    if name is None or name == NO_SCHEMA:
        return None
    return load_schema(name, check_formats=subject.config.check_formats)


def _name(subject: Subject, config: ValidateConfig) -> str | None:
    named = _named(subject, config)
    if named is not None:
        return named
    if subject.generator is Generator.JEKYLL:
        return "builtin:jekyll-post" if _is_post(subject) else "builtin:post"
    if subject.generator is Generator.HUGO:
        section = subject.file_name.stem.startswith("_index")
        return "builtin:hugo-section" if section else "builtin:hugo-post"
    if subject.generator is Generator.MKDOCS:
        return "builtin:mkdocs-blog" if subject.post.kind is Kind.POST else "builtin:mkdocs-page"
    if subject.generator is Generator.ZOLA and subject.file_name.stem.startswith("_index"):
        # Zola's sections have keys of their own.
        return None
    return _SCHEMAS.get(subject.generator, "builtin:post")


def _named(subject: Subject, config: ValidateConfig) -> str | None:
    """The schema that the command line or the configuration names for a post."""
    if config.schema:
        return config.schema
    post = subject.post
    for choice in reversed(config.schemas):
        if matches_pattern(choice.files, post.relative) or matches_pattern(choice.files, post.path):
            return choice.schema
    return None


def is_chosen_by_hand(subject: Subject) -> bool:
    """Tell whether the post's schema was named, and not chosen by newskit."""
    return _named(subject, subject.config) is not None


def _is_post(subject: Subject) -> bool:
    return "_posts" in subject.parts or subject.dated_name is not None


def matches_pattern(patterns: tuple[str, ...], path: str) -> bool:
    """Tell whether a path matches one of the patterns (as in .gitignore)."""
    name = PurePosixPath(path.replace("\\", "/")).as_posix().lstrip("/")
    return bool(patterns) and _spec(patterns).match_file(name)


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> Patterns:
    return Patterns(patterns)
