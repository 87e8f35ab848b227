"""Every rule there is, in order of its code. Adding one: a file under rules/, a line here."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from newskit.errors import UsageError
from newskit.validate.rules.archive import (
    broken_internal_link,
    duplicate_article,
    duplicate_permalink,
    duplicate_slug,
    duplicate_title,
    file_name_case,
    near_duplicate,
    tag_spelling,
)
from newskit.validate.rules.body import (
    broken_link,
    double_escape,
    embedded_data,
    empty_body,
    empty_link,
    html_body,
    lost_character,
    missing_alt,
    mojibake_in_body,
    private_link,
    second_front_matter,
    stray_closing_tag,
    unclosed_fence,
    unclosed_tag,
    unclosed_template,
    undefined_footnote,
    undefined_reference,
    word_processor,
)
from newskit.validate.rules.container import (
    byte_order_mark,
    control_character,
    damaged_text,
    empty_file,
    empty_front_matter,
    hostile,
    misplaced,
    mixed_newlines,
    no_front_matter,
    not_a_mapping,
    not_utf8,
    nul,
    unreadable,
    unterminated,
)
from newskit.validate.rules.meaning import (
    ambiguous_date,
    broken_url,
    comma_list,
    date_order,
    date_without_zone,
    encoded_value,
    entity_in_value,
    file_name_date,
    impossible_date,
    invisible_character,
    key_case,
    list_as_text,
    markup_in_title,
    misspelt_key,
    mojibake_in_value,
    placeholder_value,
    repeated_tag,
    replacement_character,
    slug_characters,
    unreadable_date,
    untrimmed_value,
    yaml_versions,
)
from newskit.validate.rules.schema import (
    item_count,
    missing_key,
    no_alternative,
    not_allowed,
    not_allowed_here,
    out_of_range,
    pattern_mismatch,
    repeated_item,
    unknown_key,
    wrong_format,
    wrong_length,
    wrong_type,
)
from newskit.validate.rules.strip import conflict, unplaced
from newskit.validate.rules.syntax import (
    backslash_escape,
    colon_in_value,
    curly_quote,
    duplicate_key,
    front_matter_syntax,
    full_width_colon,
    glued_lines,
    json_comma,
    merge_conflict,
    missing_colon,
    missing_space,
    non_breaking_space,
    reserved_character,
    stray_text,
    tab_indentation,
    text_after_value,
    unclosed_bracket,
    unclosed_quote,
    unescaped_quote,
    unknown_yaml_tag,
    unquoted_toml,
    wrong_indentation,
    wrong_separator,
)
from newskit.validate.rules.tool import (
    bare_ignore,
    encoding_changed,
    not_written,
    repair_refused,
    unknown_ignore,
    unused_ignore,
    worker_died,
)
from newskit.validate.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.validate.rule import Rule

__all__ = ["RULES", "by_code", "find_rule"]

RULES: tuple[Rule, ...] = (
    unreadable.RULE,  # NK100
    no_front_matter.RULE,  # NK101
    empty_front_matter.RULE,  # NK102
    unterminated.RULE,  # NK103
    not_a_mapping.RULE,  # NK104
    front_matter_syntax.RULE,  # NK105
    duplicate_key.RULE,  # NK106
    byte_order_mark.RULE,  # NK107
    mixed_newlines.RULE,  # NK108
    not_utf8.RULE,  # NK109
    damaged_text.RULE,  # NK110
    control_character.RULE,  # NK111
    hostile.RULE,  # NK112
    misplaced.RULE,  # NK113
    empty_file.RULE,  # NK114
    unknown_yaml_tag.RULE,  # NK115
    nul.RULE,  # NK117
    unescaped_quote.RULE,  # NK120
    colon_in_value.RULE,  # NK121
    reserved_character.RULE,  # NK122
    full_width_colon.RULE,  # NK123
    tab_indentation.RULE,  # NK124
    curly_quote.RULE,  # NK125
    glued_lines.RULE,  # NK126
    wrong_indentation.RULE,  # NK127
    unclosed_quote.RULE,  # NK128
    unclosed_bracket.RULE,  # NK129
    merge_conflict.RULE,  # NK130
    missing_space.RULE,  # NK131
    stray_text.RULE,  # NK132
    text_after_value.RULE,  # NK133
    unquoted_toml.RULE,  # NK134
    wrong_separator.RULE,  # NK135
    json_comma.RULE,  # NK136
    non_breaking_space.RULE,  # NK137
    missing_colon.RULE,  # NK138
    backslash_escape.RULE,  # NK139
    missing_key.RULE,  # NK201
    wrong_type.RULE,  # NK202
    unknown_key.RULE,  # NK203
    not_allowed.RULE,  # NK204
    wrong_format.RULE,  # NK205
    pattern_mismatch.RULE,  # NK206
    wrong_length.RULE,  # NK207
    out_of_range.RULE,  # NK208
    item_count.RULE,  # NK209
    repeated_item.RULE,  # NK210
    no_alternative.RULE,  # NK211
    not_allowed_here.RULE,  # NK212
    impossible_date.RULE,  # NK301
    unreadable_date.RULE,  # NK302
    date_without_zone.RULE,  # NK303
    ambiguous_date.RULE,  # NK304
    file_name_date.RULE,  # NK305
    date_order.RULE,  # NK306
    entity_in_value.RULE,  # NK307
    mojibake_in_value.RULE,  # NK308
    yaml_versions.RULE,  # NK309
    misspelt_key.RULE,  # NK310
    markup_in_title.RULE,  # NK311
    invisible_character.RULE,  # NK312
    untrimmed_value.RULE,  # NK313
    comma_list.RULE,  # NK314
    repeated_tag.RULE,  # NK315
    key_case.RULE,  # NK317
    placeholder_value.RULE,  # NK318
    broken_url.RULE,  # NK319
    list_as_text.RULE,  # NK320
    encoded_value.RULE,  # NK321
    replacement_character.RULE,  # NK322
    slug_characters.RULE,  # NK323
    empty_body.RULE,  # NK351
    html_body.RULE,  # NK352
    unclosed_tag.RULE,  # NK353
    stray_closing_tag.RULE,  # NK354
    missing_alt.RULE,  # NK355
    empty_link.RULE,  # NK356
    mojibake_in_body.RULE,  # NK357
    unclosed_fence.RULE,  # NK358
    unclosed_template.RULE,  # NK359
    undefined_reference.RULE,  # NK360
    second_front_matter.RULE,  # NK361
    lost_character.RULE,  # NK362
    double_escape.RULE,  # NK363
    broken_link.RULE,  # NK364
    private_link.RULE,  # NK365
    undefined_footnote.RULE,  # NK366
    word_processor.RULE,  # NK367
    embedded_data.RULE,  # NK368
    duplicate_permalink.RULE,  # NK401
    duplicate_slug.RULE,  # NK402
    duplicate_title.RULE,  # NK403
    duplicate_article.RULE,  # NK404
    near_duplicate.RULE,  # NK405
    broken_internal_link.RULE,  # NK406
    tag_spelling.RULE,  # NK407
    file_name_case.RULE,  # NK408
    conflict.RULE,  # NK501
    unplaced.RULE,  # NK502
    worker_died.RULE,  # NK900
    unused_ignore.RULE,  # NK901
    not_written.RULE,  # NK902
    encoding_changed.RULE,  # NK903
    repair_refused.RULE,  # NK904
    bare_ignore.RULE,  # NK905
    unknown_ignore.RULE,  # NK906
)


@cache
def by_code() -> Mapping[str, Rule]:
    """Return the rules by their codes."""
    return MappingProxyType({rule.code: rule for rule in RULES})


def find_rule(name: str) -> Rule:
    """Return a rule by code or name.

    Raises:
        UsageError: when there is none; the hint names the closest.
    """
    for rule in RULES:
        if name.upper() == rule.code or name.lower() == rule.name:
            return rule
    known = [one for rule in RULES for one in (rule.code, rule.name)]
    guess = did_you_mean(name, known)
    hint = f"Did you mean {guess}?" if guess else "`newskit rule --all` lists the rules."
    raise UsageError(f"no rule is called {name!r}", hint=hint)
