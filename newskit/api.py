"""The public API, for programs; `newskit` re-exports all of it.

Posts are frozen and nothing is written: each function takes a post and gives back a result.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from newskit.config.convert import ConvertConfig, Dialect, Profile
from newskit.config.model import Config
from newskit.config.strip import StripConfig
from newskit.convert.result import Conversion, Difference
from newskit.errors import ReadError
from newskit.post import JsonValue, Post
from newskit.problem import Problem
from newskit.read.files import iter_sources, placed_source, read_source
from newskit.strip.match import Rules
from newskit.strip.result import Removal, Stripped

_DEFAULT = Config()


@dataclass(frozen=True, slots=True)
class ConvertResult:
    """The outcome of `convert_post`.

    Attributes:
        post: the post with its body in Markdown; front matter as it was, byte for byte.
        markdown: the new body.
        differences: what was left out, kept as HTML or is not the same, in order of place.
        proved: whether rendering the Markdown gives the source's document back.
    """

    post: Post
    markdown: str
    differences: tuple[Difference, ...]
    proved: bool


@dataclass(frozen=True, slots=True)
class StripResult:
    """The outcome of `strip_post`.

    Attributes:
        post: the post without its boilerplate, the facts in its front matter.
        removed: what was removed, in order of place.
        facts: what it said (``source``, ``source_url``, ``author`` …; ``tags`` is a list).
        conflicts: facts that contradict the front matter, which was left as it is.
    """

    post: Post
    removed: tuple[Removal, ...]
    facts: dict[str, JsonValue]
    conflicts: tuple[Problem, ...]


def read_post(path: str | PathLike[str], config: Config = _DEFAULT) -> Post:
    """Read one post; what is wrong with it is in `Post.problems`.

    Raises:
        ReadError: when the file cannot be read.
    """
    from newskit.read.parse import parse_bytes

    name = fspath(path)
    source = placed_source(name, Path(name).name)
    return parse_bytes(
        name,
        read_source(source, config.read),
        config.read,
        relative=source.relative,
        kind=source.kind,
        generator=source.generator,
    )


def iter_posts(
    paths: Iterable[str | PathLike[str]] | str | PathLike[str], config: Config = _DEFAULT
) -> Iterator[Post]:
    """Yield the posts in files, folders, globs and JSON Lines files, in a stable order.

    Raises:
        ReadError: when a path does not exist or a file cannot be read.
    """
    from newskit.jobs.sources import open_source

    named = [paths] if isinstance(paths, str | PathLike) else paths
    for source in iter_sources((fspath(path) for path in named), config.read):
        post = open_source(source, config.read)
        if isinstance(post, Problem):
            raise ReadError(f"{post.location.path}: {post.message}", hint=post.hint)
        yield post


def validate_post(
    post: Post, *, schema: str | None = None, config: Config = _DEFAULT
) -> tuple[Problem, ...]:
    """Return what is wrong with a post, in order of place.

    Args:
        post: the post.
        schema: a schema file or ``builtin:NAME``; None takes what the configuration says.
        config: rules and limits.

    Raises:
        SchemaError: when the schema is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    from newskit.validate.post import validate_post as run

    settings = config.validate
    if schema is not None:
        settings = dataclasses.replace(settings, schema=schema)
    return run(post, settings)


def convert_post(post: Post, config: Config = _DEFAULT) -> ConvertResult:
    """Convert the body of a post to Markdown, proved by rendering it.

    A post that changes gets a name that ends in ``.md``.
    """
    from newskit.jobs.stages import convert_stage
    from newskit.jobs.targets import markdown_name

    conversion = convert_stage(post, config.convert)
    text = post.text[: post.body_start] + conversion.markdown
    converted = _with_text(post, text, config)
    if converted is not post:
        # An HTML ending would have the new body read as HTML.
        converted = dataclasses.replace(
            converted, path=markdown_name(post.path), relative=markdown_name(post.relative)
        )
    return ConvertResult(converted, conversion.markdown, conversion.differences, conversion.proved)


def convert_html(
    html: str, *, profile: Profile | str = Profile.PORTABLE, config: ConvertConfig | None = None
) -> Conversion:
    """Convert an HTML fragment or page to Markdown, proved by rendering it.

    Args:
        html: the HTML, read as browsers read it (WHATWG HTML).
        profile: ``portable``, ``gfm``, ``commonmark`` or ``kramdown``.
        config: further settings; `profile` goes over the one in it.

    Raises:
        ValueError: when there is no such profile.
    """
    from newskit.convert.html import convert_html as run
    from newskit.jobs.stages import settle

    settings = dataclasses.replace(config or ConvertConfig(), profile=Profile(profile))
    conversion = run(html, settings)
    whole = dataclasses.replace(settings, dialect=Dialect.HTML)
    return settle(conversion, html, "", whole, "")


def strip_post(post: Post, config: Config = _DEFAULT) -> StripResult:
    """Remove trailing boilerplate; the facts in it move into the front matter.

    Raises:
        ConfigError: when a rule is wrong.
    """
    from newskit.jobs.stages import strip_stage

    outcome = strip_stage(post, config.strip, _rules(config), config.read)
    stripped: Stripped = outcome.stripped
    return StripResult(outcome.post, stripped.removed, dict(stripped.facts), stripped.conflicts)


def compare_posts(
    before: Post, after: Post, *, base_url: str = "", config: Config = _DEFAULT
) -> tuple[Problem, ...]:
    """Return what a post holds that another lacks, whoever made it, in order of place.

    Args:
        before: the post that was there.
        after: what was made of it.
        base_url: the address that addresses are relative to; empty to take them as they are.
        config: limits.

    Returns:
        Findings (NK602); `Problem.value` is the kind and the text of the value.
    """
    from newskit.jobs.compare import Comparison
    from newskit.jobs.compare import compare_posts as compare

    return compare(before, after, Comparison(config.read, base_url=base_url))


def to_record(post: Post, config: Config = _DEFAULT, *, strip: bool = True) -> dict[str, JsonValue]:
    """Return the record of a post: stripped, converted, in the shape of `news-article`.

    Args:
        post: the post.
        config: the settings; `config.export.body` says which body the record carries.
        strip: whether trailing boilerplate goes.
    """
    from newskit.jobs.export import record_of

    return record_of(post, config, _rules(config) if strip else None)


def _rules(config: Config) -> Rules:
    from newskit.jobs.stages import load_rules

    # The same configuration object is passed again and again: its rules are compiled once.
    held = _compiled.get("last")
    if held is None or held[0] is not config.strip:
        held = (config.strip, load_rules(config.strip))
        _compiled["last"] = held
    return held[1]


_compiled: dict[str, tuple[StripConfig, Rules]] = {}


def _with_text(post: Post, text: str, config: Config) -> Post:
    if text == post.text:
        return post
    from newskit.read.parse import read_again

    return read_again(post, text, config.read)
