"""Which schema judges a post: the command line's, the configuration's last match, or a built-in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath

from newskit.config.validate import Generator, ValidateConfig
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.validate.schema.load import Schema, load_schema
from newskit.validate.subject import Subject

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
        if matches(choice.files, post.relative) or matches(choice.files, post.path):
            return choice.schema
    return None


def is_chosen_by_hand(subject: Subject) -> bool:
    """Tell whether the post's schema was named, and not chosen by newskit."""
    return _named(subject, subject.config) is not None


def _is_post(subject: Subject) -> bool:
    return "_posts" in subject.parts or subject.dated_name is not None


def matches(patterns: tuple[str, ...], path: str) -> bool:
    """Tell whether a path matches one of the patterns (as in .gitignore)."""
    name = PurePosixPath(path.replace("\\", "/")).as_posix().lstrip("/")
    return bool(patterns) and _spec(patterns).match_file(name)


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> Patterns:
    return Patterns(patterns)
