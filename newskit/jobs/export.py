"""The main job: each post is read, stripped, converted and made a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import cast

from newskit.config.export import RecordBody
from newskit.config.model import Config
from newskit.frozen import dataclass
from newskit.jobs.sources import lost_problem, open_source, original_bytes, reading_problems, weight
from newskit.post import BodyFormat, JsonValue, Post
from newskit.problem import Problem
from newskit.read.parse import with_header
from newskit.read.source import Source
from newskit.records.lines import RecordChoice, RecordLine, make_line
from newskit.records.record import needs_text, to_record
from newskit.run import work
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost
from newskit.strip.match import Rules

_ALL = RecordChoice()


@dataclass(frozen=True, slots=True)
class Exported:
    """The outcome for one post.

    Attributes:
        path: the post, as the user named it.
        record: its line; None when the post was left out or could not be exported.
        problems: what is wrong; a post that could not be exported has at least one.
        bare: whether it states nothing, so that its record has neither title nor date.
    """

    path: str
    record: RecordLine | None = None
    problems: tuple[Problem, ...] = ()
    bare: bool = False


@dataclass(slots=True)
class _Worker:
    """What a process needs to make records; made once in each."""

    config: Config
    rules: Rules | None
    with_html: bool
    choice: RecordChoice = _ALL


_workers: dict[str, _Worker] = {}


def export_records(
    sources: Iterable[Source],
    config: Config,
    *,
    strip: bool = True,
    jobs: int = 1,
    choice: RecordChoice = _ALL,
    isolate: bool = False,
) -> Iterator[Exported]:
    """Yield the record of each post as a line of JSON, in order; memory stays flat.

    Args:
        sources: the posts.
        config: the settings; `config.export.body` says which body a record carries.
        strip: whether trailing boilerplate goes (its facts are kept).
        jobs: processes.
        choice: which posts are exported, and which fields of them.
        isolate: work on no post in this process, so that none can end it.
    """
    setup = partial(install, config, strip=strip, with_html=False, choice=choice)
    for outcome in ordered_map(
        _export_one, sources, jobs, setup=setup, weigh=weight, isolate=isolate
    ):
        if isinstance(outcome, Lost):
            yield Exported(
                outcome.item.label, problems=(lost_problem(outcome.item, outcome.reason),)
            )
        else:
            yield outcome


def install(config: Config, *, strip: bool, with_html: bool, choice: RecordChoice = _ALL) -> None:
    """Prepare this process for `record_for`."""
    rules = None
    if strip and (with_html or config.export.body is not RecordBody.SOURCE):
        from newskit.jobs.stages import load_rules

        rules = load_rules(config.strip)
    _workers["current"] = _Worker(config, rules, with_html, choice)


def record_for(
    source: Source, *, check: bool = True
) -> tuple[dict[str, JsonValue] | None, tuple[Problem, ...]]:
    """Return the record of a source with the settings of `install`, or what is wrong with it."""
    worker = _workers["current"]
    if worker.config.export.body is RecordBody.SOURCE and not worker.with_html:
        return _source_record(source, worker.config)
    post = open_source(source, worker.config.read)
    if isinstance(post, Problem):
        return None, (post,)
    post = with_header(post, worker.config.export.preset)
    metadata = _metadata_in(source)
    facts = metadata.pop("newskit", None) if metadata is not None else None
    record = record_of(
        post,
        worker.config,
        worker.rules,
        with_html=worker.with_html,
        front_matter=metadata,
        check=check,
    )
    if isinstance(facts, dict):
        _carry_on(record, facts)
    return record, reading_problems(post)


def _metadata_in(source: Source) -> dict[str, JsonValue] | None:
    """Return the metadata of a record: the front matter as it was, and where it all comes from."""
    if not source.is_record or source.data is None:
        return None
    from newskit.read.record_post import load_record

    metadata = load_record(source.data).get("metadata")
    return metadata if isinstance(metadata, dict) else None


def _carry_on(record: dict[str, JsonValue], before: Mapping[str, JsonValue]) -> None:
    """Keep what earlier runs said they did: a record made from a record has both histories."""
    metadata = cast("dict[str, JsonValue]", record["metadata"])
    facts = cast("dict[str, JsonValue]", metadata["newskit"])
    for name in ("differences", "stripped"):
        done, now = before.get(name), facts.get(name)
        if isinstance(done, list) and isinstance(now, list):
            facts[name] = [*done, *now]
    if "input_format" in before:
        facts["input_format"] = before["input_format"]


def _source_record(
    source: Source, config: Config
) -> tuple[dict[str, JsonValue] | None, tuple[Problem, ...]]:
    """Return a record with the file as it is; its body is not looked at unless for its text."""
    body_format = None if needs_text(config.export) else BodyFormat.PLAIN
    post = open_source(source, config.read, body_format)
    if isinstance(post, Problem):
        return None, (post,)
    data = original_bytes(source, post, config.read)
    post = with_header(post, config.export.preset)
    return to_record(post, config.export, source=data, check=False), reading_problems(post)


def _is_bare(record: Mapping[str, JsonValue]) -> bool:
    """Tell whether a record was made of a post without front matter."""
    metadata = cast("Mapping[str, Mapping[str, Mapping[str, JsonValue]]]", record["metadata"])
    return metadata["newskit"]["input_format"]["front_matter"] == "none"


def _export_one(source: Source) -> Exported:
    record, problems = record_for(source, check=False)
    if record is None:
        return Exported(source.label, problems=problems)
    worker = _workers["current"]
    with work.timed("write"):
        line = make_line(record, worker.config.export, worker.choice)
    bare = record.get("title") is None and record.get("date_published") is None
    return Exported(source.label, line, problems, bare and _is_bare(record))


def record_of(
    post: Post,
    config: Config,
    rules: Rules | None,
    *,
    with_html: bool = False,
    front_matter: Mapping[str, JsonValue] | None = None,
    check: bool = True,
) -> dict[str, JsonValue]:
    """Return the record of a post: stripped when there are rules, converted unless settings forbid.

    Args:
        post: the post.
        config: the settings.
        rules: of stripping; None leaves the body whole.
        with_html: whether the record carries the body as HTML, rendered from its Markdown.
        front_matter: as it was, where that is not the post's own.
        check: whether the record is `checked`; `make_line` does it too.
    """
    body, post = config.export.body, with_header(post, config.export.preset)
    if body is RecordBody.SOURCE and not with_html:
        return to_record(post, config.export)
    from newskit.jobs.stages import convert_stage, difference_rows, removal_rows, strip_stage

    front = post.front_matter.values if front_matter is None else front_matter
    stripped = strip_stage(post, config.strip, rules, config.read) if rules else None
    clean = stripped.post if stripped else post
    conversion = convert_stage(clean, config.convert)
    is_shown = with_html or body in {RecordBody.HTML, RecordBody.TEXT}
    html, left = _shown(clean, conversion.markdown, config) if is_shown else (None, ())
    with work.timed("record"):
        return to_record(
            clean,
            config.export,
            markdown=conversion.markdown if body is RecordBody.MARKDOWN else None,
            html=html,
            # Stripping cuts at the end alone: places in the body are those of the file.
            differences=difference_rows(post, conversion),
            stripped=removal_rows(post, stripped.stripped) if stripped else (),
            front_matter=front,
            check=check,
            templates=left,
        )


def _shown(post: Post, markdown: str, config: Config) -> tuple[str, tuple[str, ...]]:
    from newskit.records.shown import shown_body

    with work.timed("render"):
        return shown_body(post, markdown, config.export)
