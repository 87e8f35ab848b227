"""Rule files: TOML that a person reviews and learning writes; and what is wrong with one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from newskit.config.strip import Evidence, Kind, On, RuleState, StripRule, Where
from newskit.errors import ConfigError
from newskit.frozen import dataclass, fields
from newskit.lazy import lazy
from newskit.linear import ExpressionError, compile_expression
from newskit.messages import hint_for
from newskit.parsing import load_toml
from newskit.strip.facts import Facts, clean_name, with_stop
from newskit.strip.view import View, view_of

# Rules as the text of a rule file.


_HEAD: Final = """\
# Rules of `newskit strip`. Each says what a block at the end of a post looks like when it goes.
# state: accepted rules are applied, proposed ones wait for a person, rejected ones stay away.
# Set reviewed = true when you have decided: learning again keeps such a rule as it is.
"""


def format_rules(rules: tuple[StripRule, ...]) -> str:
    """Return rules as TOML that `parse_rules` reads back."""
    return "\n".join([_HEAD, *(_format(rule) for rule in rules)])


def _format(rule: StripRule) -> str:
    lines = [
        "[[rules]]",
        f"id = {_quoted(rule.id)}",
        f"kind = {_quoted(rule.kind.value)}",
        f"state = {_quoted(rule.state.value)}",
        f"reviewed = {'true' if rule.reviewed else 'false'}",
        f"match = {_literal(rule.match)}",
    ]
    if rule.on is not On.TEXT:
        lines.append(f"on = {_quoted(rule.on.value)}")
    if rule.where is not Where.TAIL:
        lines.append(f"where = {_quoted(rule.where.value)}")
    if rule.lift:
        pairs = ", ".join(f"{_quoted(key)} = {_quoted(how)}" for key, how in rule.lift.items())
        lines.append(f"lift = {{ {pairs} }}")
    evidence = rule.evidence
    if evidence.of:
        lines.append(
            f"evidence = {{ posts = {evidence.posts}, of = {evidence.of}, "
            f"tail-share = {evidence.tail_share}{_ends(evidence)} }}"
        )
    if rule.sites:
        lines.append(f"sites = [{', '.join(_quoted(site) for site in rule.sites)}]")
    if rule.samples:
        lines.append(f"samples = [{', '.join(_quoted(sample) for sample in rule.samples)}]")
    if rule.examples:
        lines += ["examples = [", *(f"  {_quoted(one)}," for one in rule.examples), "]"]
    if rule.near:
        lines.append(f"near = {_quoted(rule.near)}")
    return "\n".join([*lines, ""])


def _ends(evidence: Evidence) -> str:
    """The first and last post of a rule, as a part of its evidence."""
    if not evidence.first:
        return ""
    return f", first = {_quoted(evidence.first)}, last = {_quoted(evidence.last)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _literal(text: str) -> str:
    """An expression without a second layer of backslashes where TOML allows it."""
    plain = "'" not in text and all(char.isprintable() for char in text)
    return f"'{text}'" if plain else _quoted(text)


_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a rule file.

    Attributes:
        where: the rule, as ``rule 3 (nav-home)``, or an empty string for the file.
        message: what is wrong.
        hint: what to do about it; may be empty.
    """

    where: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.where, self.message)))


def parse_rules(text: str, name: str) -> tuple[StripRule, ...]:
    """Read a rule file.

    Args:
        text: TOML with ``[[rules]]`` tables (or ``[[strip.rules]]``, as in the configuration).
        name: the file, for messages.

    Raises:
        ConfigError: when it is not TOML or a rule is wrong; the first mistake is reported.
    """
    rules, mistakes = _read(text)
    if mistakes:
        first = mistakes[0]
        raise ConfigError(f"{name}: {first}", hint=first.hint)
    return rules


def check_expressions(rules: Iterable[StripRule], name: str) -> None:
    """Check the expressions of rules that were read from elsewhere.

    Raises:
        ConfigError: when RE2 does not take one of them, or takes any text.
    """
    for number, rule in enumerate(rules, 1):
        wrong: list[tuple[str, str]] = []
        _groups(rule.match, wrong)
        for message, hint in wrong[:1]:
            which = f"rule {number}" + (f" ({rule.id})" if rule.id else "")
            raise ConfigError(f"{name}: {which}: {message}", hint=hint)


def check_rules(text: str) -> tuple[Mistake, ...]:
    """Return all that is wrong with a rule file, in order."""
    return tuple(_read(text)[1])


def _read(text: str) -> tuple[tuple[StripRule, ...], list[Mistake]]:
    try:
        data: dict[str, Any] = load_toml(text)
    except ValueError as error:
        return (), [Mistake("", f"not TOML: {error}")]
    found: Any = data.get("rules", data.get("strip", {}).get("rules", []))
    mistakes: list[Mistake] = []
    if not isinstance(found, list) or not all(
        isinstance(each, dict) for each in cast("Any", found)
    ):
        return (), [Mistake("", "rules are written as [[rules]] tables")]
    tables = cast("list[dict[str, Any]]", found)
    mistakes += [
        Mistake("", f"unknown key {key!r}", "a rule starts with [[rules]]")
        for key in data
        if key not in {"rules", "strip"}
    ]
    rules: list[StripRule] = []
    seen: dict[str, int] = {}
    for number, table in enumerate(tables, 1):
        rule_id = str(table.get("id", ""))
        where = f"rule {number}" + (f" ({rule_id})" if rule_id else "")
        rule, wrong = _rule(table, number)
        mistakes += [Mistake(where, message, hint) for message, hint in wrong]
        if rule_id and rule_id in seen:
            message = f"rule {seen[rule_id]} has the same id"
            mistakes.append(Mistake(where, message, "ids tell rules apart in reports"))
        seen.setdefault(rule_id, number)
        if rule is not None:
            rules.append(rule)
    return tuple(rules), mistakes


def _rule(table: dict[str, Any], number: int) -> tuple[StripRule | None, list[tuple[str, str]]]:
    known = [field.name for field in fields(StripRule)]
    unknown = [key for key in table if key not in known]
    wrong = [(f"unknown key {key!r}", hint_for(key, known)) for key in unknown]
    match = table.get("match")
    if not isinstance(match, str) or not match:
        wrong.append(("no match", "match is the expression the whole block must have"))
        return None, wrong
    groups = _groups(match, wrong)
    lift = _lift(table.get("lift", {}), groups, wrong)
    rule = StripRule(
        id=str(table.get("id") or f"rule-{number}"),
        kind=_choice(Kind, table.get("kind"), "kind", Kind.NAV, wrong, needed=True),
        match=match,
        on=_choice(On, table.get("on"), "on", On.TEXT, wrong),
        where=_choice(Where, table.get("where"), "where", Where.TAIL, wrong),
        lift=lift,
        state=_choice(RuleState, table.get("state"), "state", RuleState.ACCEPTED, wrong),
        reviewed=table.get("reviewed", True) is True,
        evidence=_evidence(table.get("evidence", {}), wrong),
        samples=tuple(str(sample) for sample in table.get("samples", ())),
        examples=tuple(str(one) for one in table.get("examples", ())),
        near=str(table.get("near", "")),
        sites=tuple(str(site) for site in table.get("sites", ())),
    )
    return rule, wrong


def _choice(
    kind: type[_Choice],
    value: Any,
    name: str,
    default: _Choice,
    wrong: list[tuple[str, str]],
    *,
    needed: bool = False,
) -> _Choice:
    choices = [choice.value for choice in kind]
    if value is None and not needed:
        return default
    if value in choices:
        return kind(value)
    said = f"{name} is missing" if value is None else f"{name} {value!r} is not known"
    wrong.append((said, hint_for(str(value), choices, f"one of {', '.join(choices)}")))
    return default


def _groups(match: str, wrong: list[tuple[str, str]]) -> set[str]:
    """Names of the groups of an expression; what RE2 has against it goes to `wrong`."""
    try:
        compiled = compile_expression(match)
    except ExpressionError as error:
        reason = str(error)
        hint = "RE2 has no look-around and no back-references" if "(?" in reason else ""
        wrong.append((f"match is not an RE2 expression: {reason}", hint))
        return set()
    if compiled.fullmatch("") is not None:
        wrong.append(
            ("match takes an empty block", "say at least one character that must be there")
        )
    elif compiled.fullmatch("Lorem ipsum dolor sit amet 42") and compiled.fullmatch("之"):
        wrong.append(("match takes any text", "say what the block is known by"))
    return set(compiled.groupindex)


def _lift(value: Any, groups: set[str], wrong: list[tuple[str, str]]) -> dict[str, str]:
    if not isinstance(value, dict):
        wrong.append(("lift is not a table", 'write lift = { source = "text(source)" }'))
        return {}
    lift = {str(key): str(how) for key, how in cast("dict[str, Any]", value).items()}
    for key, how in lift.items():
        parsed = LIFT.fullmatch(how)
        if parsed is None:
            hint = "group, text(group), url(group) or date(group)"
            wrong.append((f"lift of {key!r} is not understood: {how!r}", hint))
        elif parsed["group"] not in groups:
            known = ", ".join(sorted(groups)) or "none"
            wrong.append((f"lift of {key!r}: no group {parsed['group']!r}", f"groups: {known}"))
    return lift


def _evidence(value: Any, wrong: list[tuple[str, str]]) -> Evidence:
    if not isinstance(value, dict):
        wrong.append(("evidence is not a table", "leave it out, or as learning wrote it"))
        return Evidence()
    table = cast("dict[str, Any]", value)
    share = table.get("tail-share", table.get("tail_share", 0.0))
    numbers: tuple[Any, ...] = (table.get("posts", 0), table.get("of", 0), share)
    if not all(isinstance(number, int | float) for number in numbers):
        wrong.append(("evidence holds something that is not a number", ""))
        return Evidence()
    ends = str(table.get("first", "")), str(table.get("last", ""))
    return Evidence(int(numbers[0]), int(numbers[1]), float(numbers[2]), *ends)


# What a rule's named groups become: front matter values.


# "name", "text(name)", "url(name)" or "date(name)".
LIFT: Final = lazy(r"(?:(?P<function>text|url|date)\()?(?P<group>[A-Za-z_]\w*)(?(function)\))")
_DATE: Final = lazy(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def lift_rule(rule: StripRule, match: Any, view: View | None, shift: int) -> Facts:
    """Return the values a matched rule lifts; `view` is None when it matched on the source.

    A group that `lift` does not mention is lifted under its own name. `shift` is where the matched
    text starts in the view.
    """
    names: dict[str, str] = {name: name for name in match.re.groupindex}
    wanted = {key: how for key, how in rule.lift.items() if LIFT.fullmatch(how)}
    mentioned = {_group(how) for how in wanted.values()}
    wanted = {**{name: name for name in names if name not in mentioned}, **wanted}
    found: list[tuple[str, str]] = []
    for key, how in wanted.items():
        parsed = LIFT.fullmatch(how)
        if (
            parsed is None
            or parsed["group"] not in names
            or match.span(match.re.groupindex[parsed["group"]])[0] < 0
        ):
            continue
        value = _value(parsed["function"] or "", match, parsed["group"], view, shift, key)
        if value:
            found.append((key, value))
    return tuple(found)


def _group(how: str) -> str:
    parsed = LIFT.fullmatch(how)
    return parsed["group"] if parsed else ""


def _value(function: str, match: Any, group: str, view: View | None, shift: int, key: str) -> str:
    index = match.re.groupindex[group]
    start, end = match.span(index)
    if view is None:
        piece = view_of(match.group(index), {})
        raw, links = match.group(index), piece.links
        flat = piece.prose
    else:
        end = with_stop(view.text, end + shift, start + shift) - shift
        raw = view.text[start + shift : end + shift]
        links = tuple(
            link for link in view.links if link.start < end + shift and start + shift < link.end
        )
        flat = _flat(view, start + shift, end + shift)
    if function == "url" or (not function and key.endswith("_url")):
        return links[0].url if links else raw.strip()
    if function == "date":
        parsed = _DATE.search(raw)
        return f"{parsed[1]}-{int(parsed[2]):02}-{int(parsed[3]):02}" if parsed else raw.strip()
    if function == "text" or view is not None:
        return clean_name(flat)
    return str(raw).strip()


def _flat(view: View, start: int, end: int) -> str:
    """The span with each link as its text; a span inside a link's text is taken from the link."""
    pieces: list[str] = []
    position = start
    for link in view.links:
        if link.end <= start or link.start >= end:
            continue
        if link.start < start or end < link.end:
            return view.text[start:end].translate(_BRACKETS)
        pieces += (view.text[position : link.start], link.text)
        position = link.end
    return "".join((*pieces, view.text[position:end]))


_BRACKETS: Final = str.maketrans("⁅⁆", "[]")
