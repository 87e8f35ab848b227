"""Which rules apply: by code, prefix or name, in general and to one post."""

from __future__ import annotations

import pytest

from newskit.config.validate import ValidateConfig
from newskit.errors import ConfigError
from newskit.frozen import replace
from newskit.read.parse import parse_text
from newskit.validate.rule import all_rules, by_code, expand, selected_codes

POST = replace(parse_text("archive/old/a.md", "body\n"), relative="old/a.md")


def test_a_selector_is_a_code_a_prefix_or_a_name() -> None:
    assert expand(["NK105"]) == {"NK105"}
    assert expand(["NK10"]) == {code for code in by_code() if code.startswith("NK10")}
    assert expand(["front-matter-syntax"]) == {"NK105"}
    assert expand(["ALL"]) == set(by_code())
    assert expand([]) == set()


@pytest.mark.parametrize("selector", ["", "105", "NK9999", "front-matter"])
def test_what_names_no_rule_is_an_error(selector: str) -> None:
    with pytest.raises(ConfigError, match="no rule is called"):
        expand([selector])


def test_a_misspelt_name_is_guessed() -> None:
    with pytest.raises(ConfigError) as caught:
        expand(["front-matter-sintax"])
    assert "front-matter-syntax" in caught.value.hint
    with pytest.raises(ConfigError) as caught:
        expand(["%"])
    assert "newskit rule --all" in caught.value.hint


def test_select_replaces_extend_adds_and_ignore_wins() -> None:
    assert selected_codes(ValidateConfig()) == {rule.code for rule in all_rules() if rule.default}
    chosen = ValidateConfig(select=("NK105",), extend_select=("NK106", "NK107"), ignore=("NK106",))
    assert selected_codes(chosen) == {"NK105", "NK107"}


@pytest.mark.parametrize("pattern", ["old/*.md", "archive/old/*", "a.md"])
def test_rules_are_ignored_in_a_file_by_its_place_or_its_named_path(pattern: str) -> None:
    config = ValidateConfig(select=("NK105", "NK106"), per_file_ignores={pattern: ("NK106",)})
    assert selected_codes(config, POST) == {"NK105"}
    assert selected_codes(config) == {"NK105", "NK106"}


def test_a_pattern_for_other_files_ignores_nothing_here() -> None:
    config = ValidateConfig(select=("NK105", "NK106"), per_file_ignores={"new/*": ("NK106",)})
    assert selected_codes(config, POST) == {"NK105", "NK106"}
