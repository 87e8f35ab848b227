"""What an archive is like: settings for it, a schema inferred from it, figures for its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newskit.config.model import Config
from newskit.config.validate import Generator
from newskit.findings.finding import Baseline, Finding
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import findings_of
from newskit.jobs.export import record_of
from newskit.jobs.sources import lost_problem, open_source, weight
from newskit.jobs.validate import validate
from newskit.post import BodyFormat, FrontMatterFormat, Kind, Post
from newskit.problem import Problem
from newskit.read.files import iter_sources
from newskit.read.source import Source
from newskit.report.figures import Figures, PostFacts, facts_of
from newskit.site.choosing import Chooser
from newskit.site.find import find_site
from newskit.site.model import Site, read_mapping
from newskit.strip.match import Rules
from newskit.validate.archive.facts import Facts

# What an archive is, for its settings: its generator, its front matter, its known findings.

_MOST = 0.5


@dataclass(slots=True)
class Looked:
    """What was seen.

    Attributes:
        site: the generator's name and its configuration file; empty without a site.
        generator: its value for ``[validate] generator``; empty without one.
        timezone: the zone that the site gives times which state none; empty where it gives none.
        posts: how many files are worked on.
        passed: what is passed over, in words.
        codes: on how many posts each rule fires.
        findings: how many findings the baseline holds.
        known: the baseline.
    """

    site: str
    generator: str
    timezone: str = ""
    posts: int = 0
    passed: str = ""
    codes: Counter[str] = field(default_factory=Counter[str])
    findings: int = 0
    known: Baseline = field(default_factory=lambda: Baseline(Counter(), new=True))

    def in_words(self) -> str:
        """Say what was seen, in a sentence."""
        what = self.site or "an archive that belongs to no site"
        passed = f"; passed over: {self.passed}" if self.passed else ""
        return f"{what}: {self.posts:,} posts and pages{passed}"

    def ignored(self) -> dict[str, str]:
        """Return the rules that fire on most posts because of what the archive is, and why."""
        said = {"NK101": "most posts have no front matter"}
        if self.timezone:
            said["NK303"] = "the site gives times their zone"
        return {code: why for code, why in said.items() if self.codes[code] > _MOST * self.posts}

    def settings(self) -> str:
        """Return the text of a `newskit.toml`."""
        lines = [f"# {self.in_words()}.", "# `newskit site` shows what is taken for what.", ""]
        lines.append("[validate]")
        if self.generator:
            lines.append(f'generator = "{self.generator}"  # whose reading of a post counts')
        else:
            lines.append('# generator = "hugo"  # whose reading of a post counts, and its schema')
        if ignored := self.ignored():
            codes = ", ".join(f'"{code}"' for code in ignored)
            lines.append(f"ignore = [{codes}]  # {'; '.join(ignored.values())}")
        lines += [
            '# schema = "schema.json"  # a JSON Schema of your own: see `newskit schema infer`',
            "",
            "[read]",
            '# exclude = ["drafts/"]  # besides what the site makes newskit pass over',
        ]
        if self.timezone:
            zone = f'timezone = "{self.timezone}"  # what the site gives times that state none'
            lines += ["", "[export]", zone]
        return "\n".join(lines) + "\n"

    def baseline(self) -> str:
        """Return the text of the baseline."""
        return self.known.text(frozenset(self.codes))


def look_at(folder: str, config: Config) -> Looked:
    """Look at every post of a folder.

    Raises:
        ReadError: when the folder cannot be read.
    """
    site = find_site(Path(folder))
    name = f"{site.label} site ({site.config_file})" if site else ""
    generator = site.generator.value if site and site.generator.value != "other" else ""
    looked = Looked(name, generator, _timezone(site) if site else "")
    chooser = Chooser()

    def sources() -> Iterator[Source]:
        for source in iter_sources([folder], config.read, chooser=chooser):
            looked.posts += 1
            yield source

    for checked in validate(sources(), config):
        looked.known.unknown(checked.findings)
        looked.codes.update({one.problem.code for one in checked.findings})
    looked.passed = chooser.passed.summary()
    kept = looked.known.kept
    for entry in [one for one in kept if one.code in looked.ignored()]:
        del kept[entry]
    looked.findings = kept.total()
    return looked


def _timezone(site: Site) -> str:
    """Return the zone that a site's settings give times which state none.

    Hexo 7.3 (`timezone`) and Hugo 0.87 (`timeZone`) read such times in it. Jekyll does not: it
    takes them for UTC, and shows them in its `timezone`.
    """
    if site.generator not in {Generator.HEXO, Generator.HUGO}:
        return ""
    for key, value in read_mapping(site.root / site.config_file).items():
        if key.casefold() == "timezone" and isinstance(value, str):
            with suppress(ZoneInfoNotFoundError, ValueError, OSError):
                return ZoneInfo(value).key
    return ""


# A schema from an archive, and which of its posts the schema accuses.


def infer(
    sources: Iterable[Source],
    config: Config,
    *,
    required_at: float,
    on_problem: Callable[[Problem], None],
) -> dict[str, Any]:
    """Return the schema that most of the posts agree on; memory does not grow with their number."""
    from newskit.validate.schema.infer import KeyEvidence, count_values, infer_schema

    evidence = KeyEvidence()
    for post in _readable(sources, config, on_problem):
        count_values(evidence, (dict(post.front_matter.values),))
    return infer_schema(evidence, required_at=required_at)


def outliers(
    sources: Iterable[Source], config: Config, schema: dict[str, Any]
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield what `schema` says of each post it accuses."""
    from newskit.validate.schema.load import schema_from
    from newskit.validate.schema.problems import schema_problems
    from newskit.validate.subject import Subject

    judge = schema_from(schema, name="inferred schema")
    checks = replace(config.validate, archive=False)
    for post in _readable(sources, config, lambda _: None):
        problems = tuple(schema_problems(Subject(post, checks), judge))
        if problems:
            yield post.path, findings_of(post, problems)


def _readable(
    sources: Iterable[Source], config: Config, on_problem: Callable[[Problem], None]
) -> Iterator[Post]:
    for source in sources:
        post = open_source(source, config.read)
        if isinstance(post, Problem):
            on_problem(post)
        elif post.front_matter.format is not FrontMatterFormat.NONE and post.front_matter.valid:
            yield post


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a worker sends back of one post."""

    path: str
    facts: PostFacts | None
    problems: tuple[Problem, ...]
    compared: Facts | None = None


def gather(
    sources: Iterable[Source], config: Config, tally: Figures, *, jobs: int = 1
) -> Iterator[str]:
    """Add the posts to `tally`, and yield the path of each as it is done."""
    from newskit.jobs.stages import load_rules
    from newskit.run.parallel import ordered_map
    from newskit.run.work import Lost
    from newskit.validate.archive.collect import Archive

    look = partial(_look, config=config, rules=load_rules(config.strip))
    with Archive(config.validate.near_duplicates) as archive:
        for outcome in ordered_map(look, sources, jobs, weigh=weight):
            if isinstance(outcome, Lost):
                problem = lost_problem(outcome.item, outcome.reason)
                seen = _Seen(outcome.item.label, None, (problem,))
            else:
                seen = outcome
            year = seen.facts.month[:4] if seen.facts else ""
            draft = seen.facts is not None and seen.facts.kind is Kind.DRAFT
            if seen.facts is not None:
                tally.add_post(seen.facts)
            tally.add_findings(seen.path, seen.problems, year, draft=draft)
            if seen.compared is not None and config.validate.archive:
                archive.add(seen.compared)
            yield seen.path
        if config.validate.archive:
            for found in archive.found():
                tally.add_findings(found.problem.location.path, (found.problem,))


def _look(source: Source, config: Config, rules: Rules) -> _Seen:
    from newskit.validate.body import mask_code
    from newskit.validate.post import examine_post

    post = open_source(source, config.read)
    if isinstance(post, Problem):
        return _Seen(source.label, None, (post,))
    examined = examine_post(post, config.validate)
    prose = mask_code(post.body, indented=post.body_format is not BodyFormat.HTML)
    facts = facts_of(post, record_of(post, config, rules), prose)
    return _Seen(source.label, facts, tuple(examined.problems), examined.facts)
