"""Every rule there is, by code. Adding one: a file under rules/, a line here.

A rule without a check of its own is an entry in a file of its family, such as rules/schema.py.

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
    "NK100": "container.reader",
    "NK101": "container.no_front_matter",
    "NK102": "container.empty_front_matter",
    "NK103": "container.reader",
    "NK104": "container.reader",
    "NK105": "syntax.parser",
    "NK106": "syntax.parser",
    "NK107": "container.byte_order_mark",
    "NK108": "container.mixed_newlines",
    "NK109": "container.reader",
    "NK110": "container.reader",
    "NK111": "container.control_character",
    "NK112": "container.reader",
    "NK113": "container.misplaced",
    "NK114": "container.empty_file",
    "NK115": "syntax.parser",
    "NK116": "syntax.parser",
    "NK117": "container.reader",
    "NK118": "container.reader",
    "NK119": "container.reader",
    "NK120": "syntax.parser",
    "NK121": "syntax.parser",
    "NK122": "syntax.reserved_character",
    "NK123": "syntax.parser",
    "NK124": "syntax.parser",
    "NK125": "syntax.parser",
    "NK126": "syntax.parser",
    "NK127": "syntax.wrong_indentation",
    "NK128": "syntax.parser",
    "NK129": "syntax.parser",
    "NK130": "syntax.parser",
    "NK131": "syntax.missing_space",
    "NK132": "syntax.parser",
    "NK133": "syntax.parser",
    "NK134": "syntax.parser",
    "NK135": "syntax.parser",
    "NK136": "syntax.parser",
    "NK137": "syntax.parser",
    "NK138": "syntax.parser",
    "NK139": "syntax.parser",
    "NK140": "syntax.wrong_list_mark",
    "NK141": "syntax.foreign_comment",
    "NK142": "container.foreign_front_matter",
    "NK143": "container.reader",
    "NK201": "schema",
    "NK202": "schema",
    "NK203": "schema",
    "NK204": "schema",
    "NK205": "schema",
    "NK206": "schema",
    "NK207": "schema",
    "NK208": "schema",
    "NK209": "schema",
    "NK210": "schema",
    "NK211": "schema",
    "NK212": "schema",
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
    "NK325": "meaning.lost_digits",
    "NK326": "meaning.ruby_symbol",
    "NK327": "meaning.text_as_date",
    "NK328": "meaning.wiki_link",
    "NK329": "meaning.missing_description",
    "NK330": "meaning.moved_date",
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
    "NK371": "body.heading_sign",
    "NK401": "archive.duplicate_permalink",
    "NK402": "archive.duplicate_slug",
    "NK403": "archive.duplicate_title",
    "NK404": "archive.duplicate_article",
    "NK405": "archive.near_duplicate",
    "NK406": "archive.broken_internal_link",
    "NK407": "archive.tag_spelling",
    "NK408": "archive.file_name_case",
    "NK501": "stages",
    "NK502": "stages",
    "NK503": "stages",
    "NK601": "stages",
    "NK602": "stages",
    "NK900": "tool",
    "NK901": "tool",
    "NK902": "tool",
    "NK903": "tool",
    "NK904": "tool",
    "NK905": "tool",
    "NK906": "tool",
    "NK907": "tool",
}
"""Modules of the rules, below ``newskit.validate.rules``."""

OFF = frozenset(("NK329", "NK403"))
"""Rules that do not apply unless they are selected."""


@cache
def rule_of(code: str) -> Rule:
    """Return the rule of a code."""
    module = import_module(f"newskit.validate.rules.{RULES[code]}")
    rule: Rule = module.RULES[code] if hasattr(module, "RULES") else module.RULE
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
    from newskit.suggest import hint_for

    known = [one for rule in all_rules() for one in (rule.code, rule.name)]
    hint = hint_for(name, known, "`newskit rule --all` lists the rules.")
    raise UsageError(f"no rule is called {name!r}", hint=hint)
