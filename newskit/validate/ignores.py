"""Ignore comments in front matter, read as text, so that they work in broken YAML too.

A comment ``# newskit: ignore[NK201]`` at the end of a line covers the entry of that line, on
a line of its own the next entry; ``# newskit: ignore-file[NK4]`` covers the file. In a body, the
same words in an HTML comment, ``<!-- newskit: ignore[NK353] -->``, cover their line or the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from newskit.config.validate import ValidateConfig
from newskit.errors import ConfigError
from newskit.lazy import lazy
from newskit.post import Post, Span
from newskit.problem import Problem
from newskit.validate.archive.facts import Ignore, selects
from newskit.validate.rule import Finder, Rule, all_rules, by_code
from newskit.validate.schema.load import matches

_COMMENT = lazy(
    r"(?P<mark>#|<!--)[ \t]*newskit:[ \t]*(?P<verb>ignore(?:-file)?)\b"
    r"(?:\[(?P<codes>[^\]\r\n]*)\])?",
    re.IGNORECASE,
)


def find_ignores(post: Post) -> tuple[Ignore, ...]:
    """Find the ignore comments of a post."""
    if "newskit:" not in post.text:
        return ()
    return tuple(_ignores(post))


def _ignores(post: Post) -> Iterator[Ignore]:
    body_start = post.body_start
    for match in _COMMENT.finditer(post.text):
        in_body = match.start() >= body_start
        if (match["mark"] == "<!--") != in_body:
            continue
        codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
        line = post.locate(match.start()).line
        first, last = _covered(post, match.start(), line, in_body=in_body)
        yield Ignore(match.span(), codes, first, last, match["verb"].lower() == "ignore-file")


def _covered(post: Post, start: int, line: int, *, in_body: bool) -> tuple[int, int]:
    before = post.text[post.line_starts[line - 1] : start]
    first = line if before.strip() else line + 1
    if in_body:
        return (line, line + 1) if not before.strip() else (line, line)
    return first, _end_of_entry(post, first)


def _end_of_entry(post: Post, line: int) -> int:
    """The last line of the entry that starts on a line: what is indented or a list item below."""
    starts = post.line_starts
    text = post.text
    last = line
    while last < len(starts):
        head = text[starts[last] : starts[last] + 2]
        if not head or head[0] not in " \t-" or head == "--" or starts[last] >= post.body_start:
            break
        last += 1
    return last


def apply_ignores(post: Post, problems: list[Problem], codes: frozenset[str]) -> list[Problem]:
    """Drop the findings that comments cover; report comments that cover nothing or everything.

    Args:
        post: the post.
        problems: its findings.
        codes: the codes that apply, for the comments' own findings (NK901, NK905, NK906).
    """
    ignores = find_ignores(post)
    if not ignores:
        return problems
    rules = by_code()
    used: set[tuple[Span, str]] = set()
    kept: list[Problem] = []
    for problem in problems:
        place = problem.location.line
        hits = [
            (one.span, code)
            for one in ignores
            if (code := one.covers(problem.code, problem.name, place))
        ]
        used.update(hits)
        if not hits:
            kept.append(problem)
    for one in ignores:
        kept += [found for found in _about(post, one, used, rules) if found.code in codes]
    return kept


def _about(
    post: Post, one: Ignore, used: set[tuple[Span, str]], rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    place = post.locate(*one.span)
    if not one.codes:
        message = "the comment names no code, so it ignores nothing"
        yield rules["NK905"].found(place, message, hint="name the code: `ignore[NK201]`")
    for code in one.codes:
        meant = [rule for rule in rules.values() if selects(code, rule.code, rule.name)]
        if not meant:
            yield rules["NK906"].found(place, f"no rule is called `{code}`")
        # What archive rules find is known only after the last post: they are not judged here.
        between = any(rule.finder is Finder.ARCHIVE for rule in meant)
        if meant and not between and (one.span, code) not in used:
            yield rules["NK901"].found(
                place, f"nothing is found here that `{code}` covers", hint="remove the comment"
            )


# Which rules apply: select, extend-select, ignore and per-file-ignores.


def covers(selector: str, rule: Rule) -> bool:
    """Tell whether a selector (a code, a prefix of one, a name, or ``ALL``) means a rule."""
    return selector == "ALL" or selects(selector, rule.code, rule.name)


def expand(selectors: Iterable[str]) -> frozenset[str]:
    """Return the codes that selectors mean.

    Raises:
        ConfigError: for a selector that means no rule.
    """
    codes: set[str] = set()
    for selector in selectors:
        found = {rule.code for rule in all_rules() if selector and covers(selector, rule)}
        if not found:
            from newskit.messages import hint_for

            names = [name for rule in all_rules() for name in (rule.code, rule.name)]
            hint = hint_for(selector, names, "`newskit rule --all` lists the rules.")
            raise ConfigError(f"no rule is called {selector!r}", hint=hint)
        codes |= found
    return frozenset(codes)


@lru_cache(maxsize=32)
def _base(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...]
) -> frozenset[str]:
    usual = {rule.code for rule in all_rules() if rule.default}
    chosen = expand(select) if select else usual
    return frozenset((chosen | expand(extend)) - expand(ignore))


def selected_codes(config: ValidateConfig, post: Post | None = None) -> frozenset[str]:
    """Return the codes of the rules that apply, to one post or in general.

    Raises:
        ConfigError: when the configuration names a rule that does not exist.
    """
    codes = _base(config.select, config.extend_select, config.ignore)
    for pattern, selectors in config.per_file_ignores.items():
        dropped = expand(selectors)
        if post is not None and (
            matches((pattern,), post.relative) or matches((pattern,), post.path)
        ):
            codes -= dropped
    return codes
