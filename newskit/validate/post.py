"""One post through validation: what the reader found, its schema, its rules, its ignores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newskit.config.validate import ValidateConfig
from newskit.frozen import dataclass, replace
from newskit.post import FrontMatterFormat, Post
from newskit.problem import Problem
from newskit.validate.archive.facts import Facts
from newskit.validate.repair.neighbours import Lookups
from newskit.validate.rule import Finder, apply_ignores, family_of, rule_of, selected_codes
from newskit.validate.schema.load import choose_schema
from newskit.validate.schema.problems import schema_problems
from newskit.validate.signs import CONTROL, body_signs, has_control, matter_signs
from newskit.validate.subject import Subject, without_words

_DEFAULT = ValidateConfig()
_SYNTAX = "NK105"
# A rule that names what is wrong with a date says more than a schema's format.
_DATE_CODES = frozenset(("NK301", "NK302", "NK304"))


def validate_post(post: Post, config: ValidateConfig = _DEFAULT) -> tuple[Problem, ...]:
    """Return what is wrong with one post, in order of place.

    Raises:
        SchemaError: when the schema for the post is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    return _problems(Subject(post, config), selected_codes(config, post))


@dataclass(frozen=True, slots=True)
class Examined:
    """A post's findings, and what the archive-wide rules need to know of it.

    Attributes:
        problems: in order of place.
        facts: for the archive-wide rules, where one of them applies.
        rests_on_others: whether the posts beside it were asked: with them, the findings may change.
    """

    problems: tuple[Problem, ...]
    facts: Facts | None = None
    rests_on_others: bool = False


def examine_post(post: Post, config: ValidateConfig = _DEFAULT) -> Examined:
    """Return what is wrong with one post, and its facts for the archive-wide rules.

    Raises:
        SchemaError: when the schema for the post is missing or wrong.
        ConfigError: when the configuration names a rule that does not exist.
    """
    codes = selected_codes(config, post)
    subject = Subject(post, config)
    lookups = Lookups.count
    problems = _problems(subject, codes)
    rests_on_others = Lookups.count > lookups
    if not config.archive:
        return Examined(problems, rests_on_others=rests_on_others)
    from newskit.validate.archive.collect import facts_of

    return Examined(problems, facts_of(subject, codes), rests_on_others)


def _problems(subject: Subject, codes: frozenset[str]) -> tuple[Problem, ...]:
    found = [problem for problem in _findings(subject, codes) if problem.code in codes]
    if subject.post.front_matter.format is FrontMatterFormat.META:
        found = [_without_quotes(subject.post, problem) for problem in found]
    found = apply_ignores(subject.post, found, codes)
    if not found:
        return ()
    from newskit.validate.evidence import weighed

    return tuple(sorted(weighed(subject, list(_once(found))), key=_order))


def _findings(subject: Subject, codes: frozenset[str]) -> Iterator[Problem]:
    post = subject.post
    if post.problems:
        yield from _from_reader(subject)
    head, body = post.text[: post.body_start].lower(), post.body
    rest, body_rest = without_words(head), subject.body_rest
    signs = matter_signs(subject, head)
    if has_control(head, rest) or has_control(body, body_rest):
        signs |= {CONTROL}
    for code in family_of(Finder.FRONT_MATTER).candidates(head, rest, signs):
        if code in codes:
            yield from _check(code, subject)
    schema = choose_schema(subject)
    if schema is not None:
        yield from schema_problems(subject, schema)
    if subject.config.body:
        for code in family_of(Finder.BODY).candidates(body, body_rest, body_signs(body, body_rest)):
            if code in codes:
                yield from _check(code, subject)


def _without_quotes(post: Post, problem: Problem) -> Problem:
    """Return a finding without its repair where that would write YAML among `Key: value` lines."""
    fix = problem.fix
    if fix is None or all(edit.start >= post.body_start for edit in fix.edits):
        return problem
    return replace(problem, fix=None)


def _check(code: str, subject: Subject) -> Iterator[Problem]:
    rule = rule_of(code)
    if rule.check is not None:
        yield from rule.check(rule, subject)


def _from_reader(subject: Subject) -> Iterator[Problem]:
    """The reader's findings; a parser's error with its cause and repair in place of its words."""
    broken = [problem for problem in subject.post.problems if _needs_diagnosis(problem)]
    for problem in subject.post.problems:
        if problem.code == "NK106" and not broken:
            from newskit.validate.syntax.search import with_repair

            yield with_repair(subject, problem)
        elif problem not in broken and not _is_told_elsewhere(subject, problem):
            yield problem
    if broken:
        from newskit.validate.syntax.diagnose import diagnose

        yield from diagnose(subject, tuple(broken))


def _needs_diagnosis(problem: Problem) -> bool:
    return problem.code in {_SYNTAX, "NK103", "NK104"}


def _is_told_elsewhere(subject: Subject, problem: Problem) -> bool:
    """Whether a rule says the same, with a repair."""
    at = problem.location.offset
    if problem.code == "NK115":
        from newskit.validate.syntax.swallowed import is_text_with_mark

        return is_text_with_mark(subject, at)
    return problem.code == "NK111" and subject.post.text[at : at + 1] != "\0"


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Drop findings that say the same of the same place, the less telling one first."""
    seen: set[tuple[str, int, str]] = set()
    problems = list(problems)
    dated = {problem.pointer for problem in problems if problem.code in _DATE_CODES}
    for problem in problems:
        if problem.code == "NK205" and problem.pointer in dated:
            continue
        key = (problem.code, problem.location.offset, problem.message)
        if key not in seen:
            seen.add(key)
            yield problem


def _order(problem: Problem) -> tuple[int, str]:
    return problem.location.offset, problem.code
