"""Rules as the text of a rule file."""

from __future__ import annotations

import json
from typing import Final

from newskit.config.strip import On, StripRule, Where

__all__ = ["format_rules"]

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
            f"tail-share = {evidence.tail_share} }}"
        )
    if rule.samples:
        lines.append(f"samples = [{', '.join(_quoted(sample) for sample in rule.samples)}]")
    if rule.near:
        lines.append(f"near = {_quoted(rule.near)}")
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _literal(text: str) -> str:
    """An expression without a second layer of backslashes where TOML allows it."""
    plain = "'" not in text and all(char.isprintable() for char in text)
    return f"'{text}'" if plain else _quoted(text)
