"""Settings of validation: the ``[validate]`` section of the configuration."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass, field, setting


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class Generator(StrEnum):
    """The site generator whose reading of a post counts."""

    AUTO = "auto"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    HEXO = "hexo"
    ELEVENTY = "eleventy"
    PELICAN = "pelican"
    ZOLA = "zola"
    NIKOLA = "nikola"
    ASTRO = "astro"
    DOCUSAURUS = "docusaurus"
    VITEPRESS = "vitepress"
    MKDOCS = "mkdocs"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SchemaChoice:
    """Which schema judges the files that match the patterns; of several, the last match wins."""

    files: tuple[str, ...] = setting(
        (), "patterns of the files the schema is for, as in .gitignore"
    )
    schema: str = setting("", "a schema file, builtin:NAME, or none for no schema", path=True)


@dataclass(frozen=True, slots=True)
class ValidateConfig:
    """What validation looks for, and what it leaves alone."""

    select: tuple[str, ...] = setting(
        (), "codes, code prefixes or names of the only rules to apply"
    )
    extend_select: tuple[str, ...] = setting((), "rules to apply besides the selected ones")
    ignore: tuple[str, ...] = setting((), "codes, code prefixes or names of rules to leave out")
    per_file_ignores: dict[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]],
        metadata={"help": "rules to leave out for the files that match a pattern"},
    )
    schema: str | None = setting(
        None, "one schema for every post: a file, builtin:NAME, or none", path=True
    )
    schemas: tuple[SchemaChoice, ...] = setting((), "schemas by file pattern; the last match wins")
    check_formats: bool = setting(True, "treat a schema's format as an assertion")
    generator: Generator = setting(Generator.AUTO, "site generator: auto, jekyll, hugo or other")
    fail_on: FailOn = setting(
        FailOn.ERROR, "least severity for exit code 1: error, warning, info or never"
    )
    body: bool = setting(True, "check bodies too")
    archive: bool = setting(True, "check posts against each other (duplicates, links)")
    near_duplicates: float = setting(
        0.9, "share of common text from which two articles are duplicates; 1 is off", most=1.0
    )
    date_keys: tuple[str, ...] = setting(
        ("date", "lastmod", "updated", "modified", "publishdate", "pubdate", "expirydate"),
        "front matter keys that hold dates",
    )
    known_keys: tuple[str, ...] = setting((), "keys of your own that are not misspellings")
    timezone: str | None = setting(
        None, "UTC offset such as +08:00 that a repair may add to dates without zone"
    )
    cache: bool = setting(True, "remember results of unchanged files between runs")
