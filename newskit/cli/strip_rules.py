"""What `newskit strip` does with rules: learn them, check them, decide on them."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS
from newskit.cli.messages import print_note
from newskit.cli.settings import Walk
from newskit.config.model import Config
from newskit.config.strip import RuleState, StripRule
from newskit.errors import UsageError

__all__ = ["check", "learn", "review"]

_KEYS = {"a": RuleState.ACCEPTED, "r": RuleState.REJECTED}


def learn(walk: Walk, config: Config, output: Path | None, *, quiet: bool) -> int:
    """Learn the rules of the posts and write them; an existing file keeps a person's decisions."""
    from newskit.files import write_atomic
    from newskit.jobs.learning import learn_rules
    from newskit.jobs.rulefiles import read_rule_file
    from newskit.strip.rule_text import format_rules

    if "-" in walk.paths:
        raise UsageError("learning reads the posts twice", hint="name files or folders, not -")
    old = read_rule_file(output) if output is not None and output.exists() else ()
    rules = learn_rules(lambda: walk.sources(config), config, old)
    text = format_rules(rules)
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    else:
        write_atomic(output, text.encode("utf-8", "backslashreplace"))
    if not quiet:
        accepted = sum(rule.state is RuleState.ACCEPTED for rule in rules)
        proposed = sum(rule.state is RuleState.PROPOSED for rule in rules)
        print_note(f"{len(rules):,} rules: {accepted:,} accepted, {proposed:,} wait for a person")
    return EXIT_CLEAN


def check(path: Path) -> int:
    """Print what is wrong in a rule file."""
    from newskit.jobs.rulefiles import rule_text
    from newskit.strip.rulefile import check_rules

    mistakes = check_rules(rule_text(path))
    for mistake in mistakes:
        hint = f" ({mistake.hint})" if mistake.hint else ""
        line = f"{path}: {mistake}{hint}\n"
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    return EXIT_FINDINGS if mistakes else EXIT_CLEAN


def review(path: Path) -> int:
    """Ask about each proposed rule, and write the decisions back; they survive learning again."""
    from newskit.files import write_atomic
    from newskit.jobs.rulefiles import read_rule_file
    from newskit.strip.rule_text import format_rules

    rules = list(read_rule_file(path))
    waiting = [number for number, rule in enumerate(rules) if rule.state is RuleState.PROPOSED]
    decided = 0
    for count, number in enumerate(waiting, 1):
        answer = _ask(rules[number], f"{count}/{len(waiting)}")
        if answer == "q":
            break
        if answer in _KEYS:
            rules[number] = dataclasses.replace(rules[number], state=_KEYS[answer], reviewed=True)
            decided += 1
    if decided:
        write_atomic(path, format_rules(tuple(rules)).encode("utf-8", "backslashreplace"))
    print_note(f"{decided:,} decided, {len(waiting) - decided:,} still wait")
    return EXIT_CLEAN


def _ask(rule: StripRule, place: str) -> str:
    evidence = rule.evidence
    print_note(f"\n{place} {rule.id} ({rule.kind.value}, {rule.where.value})")
    print_note(f"  {rule.match}")
    if evidence.of:
        print_note(
            f"  ends {evidence.posts:,} of {evidence.of:,} posts; "
            f"{evidence.tail_share:.0%} of its places are at the end"
        )
    for sample in rule.samples:
        print_note(f"  in {sample}")
    if rule.near:
        print_note(f"  kept and like it: {rule.near}")
    while True:
        print_note("  [a]ccept, [r]eject, [s]kip, [q]uit?")
        line = sys.stdin.readline()
        answer = line.strip().lower()[:1] if line else "q"
        if answer in {"a", "r", "s", "q"}:
            return answer
