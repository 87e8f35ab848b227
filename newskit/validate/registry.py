"""Every rule there is, by code. Adding one: a file under rules/, a line here.

A rule's module is imported when the rule is needed: most posts need few of them.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from newskit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.validate.rule import Rule

__all__ = [
    "OFF",
    "RULES",
    "all_rules",
    "by_code",
    "find_rules",
    "rule_of",
]

RULES: Mapping[str, str] = {
    "NK100": "container.unreadable",
    "NK101": "container.no_front_matter",
    "NK102": "container.empty_front_matter",
    "NK103": "container.unterminated",
    "NK104": "container.not_a_mapping",
    "NK105": "syntax.front_matter_syntax",
    "NK106": "syntax.duplicate_key",
    "NK107": "container.byte_order_mark",
    "NK108": "container.mixed_newlines",
    "NK109": "container.not_utf8",
    "NK110": "container.damaged_text",
    "NK111": "container.control_character",
    "NK112": "container.hostile",
    "NK113": "container.misplaced",
    "NK114": "container.empty_file",
    "NK115": "syntax.unknown_yaml_tag",
    "NK117": "container.nul",
    "NK118": "container.unread",
    "NK120": "syntax.unescaped_quote",
    "NK121": "syntax.colon_in_value",
    "NK122": "syntax.reserved_character",
    "NK123": "syntax.full_width_colon",
    "NK124": "syntax.tab_indentation",
    "NK125": "syntax.curly_quote",
    "NK126": "syntax.glued_lines",
    "NK127": "syntax.wrong_indentation",
    "NK128": "syntax.unclosed_quote",
    "NK129": "syntax.unclosed_bracket",
    "NK130": "syntax.merge_conflict",
    "NK131": "syntax.missing_space",
    "NK132": "syntax.stray_text",
    "NK133": "syntax.text_after_value",
    "NK134": "syntax.unquoted_toml",
    "NK135": "syntax.wrong_separator",
    "NK136": "syntax.json_comma",
    "NK137": "syntax.non_breaking_space",
    "NK138": "syntax.missing_colon",
    "NK139": "syntax.backslash_escape",
    "NK140": "syntax.wrong_list_mark",
    "NK201": "schema.missing_key",
    "NK202": "schema.wrong_type",
    "NK203": "schema.unknown_key",
    "NK204": "schema.not_allowed",
    "NK205": "schema.wrong_format",
    "NK206": "schema.pattern_mismatch",
    "NK207": "schema.wrong_length",
    "NK208": "schema.out_of_range",
    "NK209": "schema.item_count",
    "NK210": "schema.repeated_item",
    "NK211": "schema.no_alternative",
    "NK212": "schema.not_allowed_here",
    "NK301": "meaning.impossible_date",
    "NK302": "meaning.unreadable_date",
    "NK303": "meaning.date_without_zone",
    "NK304": "meaning.ambiguous_date",
    "NK305": "meaning.file_name_date",
    "NK306": "meaning.date_order",
    "NK307": "meaning.entity_in_value",
    "NK308": "meaning.mojibake_in_value",
    "NK309": "meaning.yaml_versions",
    "NK310": "meaning.misspelt_key",
    "NK311": "meaning.markup_in_title",
    "NK312": "meaning.invisible_character",
    "NK313": "meaning.untrimmed_value",
    "NK314": "meaning.comma_list",
    "NK315": "meaning.repeated_tag",
    "NK317": "meaning.key_case",
    "NK318": "meaning.placeholder_value",
    "NK319": "meaning.broken_url",
    "NK320": "meaning.list_as_text",
    "NK321": "meaning.encoded_value",
    "NK322": "meaning.replacement_character",
    "NK323": "meaning.slug_characters",
    "NK324": "meaning.comment_in_value",
    "NK351": "body.empty_body",
    "NK352": "body.html_body",
    "NK353": "body.unclosed_tag",
    "NK354": "body.stray_closing_tag",
    "NK355": "body.missing_alt",
    "NK356": "body.empty_link",
    "NK357": "body.mojibake_in_body",
    "NK358": "body.unclosed_fence",
    "NK359": "body.unclosed_template",
    "NK360": "body.undefined_reference",
    "NK361": "body.second_front_matter",
    "NK362": "body.lost_character",
    "NK363": "body.double_escape",
    "NK364": "body.broken_link",
    "NK365": "body.private_link",
    "NK366": "body.undefined_footnote",
    "NK367": "body.word_processor",
    "NK368": "body.embedded_data",
    "NK369": "body.conflict_in_body",
    "NK370": "body.tight_heading",
    "NK401": "archive.duplicate_permalink",
    "NK402": "archive.duplicate_slug",
    "NK403": "archive.duplicate_title",
    "NK404": "archive.duplicate_article",
    "NK405": "archive.near_duplicate",
    "NK406": "archive.broken_internal_link",
    "NK407": "archive.tag_spelling",
    "NK408": "archive.file_name_case",
    "NK501": "strip.conflict",
    "NK502": "strip.unplaced",
    "NK601": "convert.not_proved",
    "NK900": "tool.worker_died",
    "NK901": "tool.unused_ignore",
    "NK902": "tool.not_written",
    "NK903": "tool.encoding_changed",
    "NK904": "tool.repair_refused",
    "NK905": "tool.bare_ignore",
    "NK906": "tool.unknown_ignore",
    "NK907": "tool.internal_error",
}
"""Modules of the rules, below ``newskit.validate.rules``."""

OFF = frozenset(("NK403",))
"""Rules that do not apply unless they are selected."""


@cache
def rule_of(code: str) -> Rule:
    """Return the rule of a code."""
    rule: Rule = import_module(f"newskit.validate.rules.{RULES[code]}").RULE
    return rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in order of code."""
    return tuple(map(rule_of, RULES))


@cache
def by_code() -> Mapping[str, Rule]:
    """Return the rules by their codes."""
    return {rule.code: rule for rule in all_rules()}


def find_rules(name: str) -> tuple[Rule, ...]:
    """Return the rule of a code or a name, or those whose codes start with a name such as ``NK3``.

    Raises:
        UsageError: when there is none; the hint names the closest.
    """
    start = name.upper()
    found = tuple(rule_of(code) for code in RULES if start and code.startswith(start))
    found = found or tuple(rule for rule in all_rules() if rule.name == name.lower())
    if found:
        return found
    from newskit.suggest import did_you_mean

    known = [one for rule in all_rules() for one in (rule.code, rule.name)]
    guess = did_you_mean(name, known)
    hint = f"Did you mean {guess}?" if guess else "`newskit rule --all` lists the rules."
    raise UsageError(f"no rule is called {name!r}", hint=hint)
