from __future__ import annotations

import pytest

from newskit.config.strip import Evidence, Kind, On, RuleState, StripRule, Where
from newskit.errors import ConfigError
from newskit.strip.rulefile import check_rules, format_rules, parse_rules

RULE = StripRule(
    id="nav-home",
    kind=Kind.NAV,
    match=r"(?i)back\s*to '(?P<site>.+)' \"x\"",
    on=On.SOURCE,
    where=Where.RUN,
    lift={"site": "text(site)"},
    state=RuleState.PROPOSED,
    reviewed=False,
    evidence=Evidence(12, 340, 0.95, "a.md", '"ü".md'),
    samples=("a.md", "ü.md"),
    near="Back to work\tagain",
)


def test_rules_read_back_as_they_were_written() -> None:
    plain = StripRule(id="b", kind=Kind.TAGS, match="Tags: .+")
    assert parse_rules(format_rules((RULE, plain)), "rules.toml") == (RULE, plain)


def test_rules_may_stand_as_in_the_configuration() -> None:
    (rule,) = parse_rules('[[strip.rules]]\nkind = "nav"\nmatch = "Home"\n', "newskit.toml")
    assert (rule.id, rule.state, rule.reviewed) == ("rule-1", RuleState.ACCEPTED, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rules]\n", "not TOML"),
        ("rules = 3\n", "[[rules]] tables"),
        ("[[rules]]\nkind = 'nav'\n", "no match"),
        ("[[rules]]\nmatch = 'x'\n", "kind is missing"),
        ("[[rules]]\nkind = 'nve'\nmatch = 'x'\n", "'nve' is not known"),
        ("[[rules]]\nkind = 'nav'\nmatch = 'x'\nmatches = 'y'\n", "unknown key 'matches'"),
        ("[[rules]]\nkind = 'nav'\nmatch = '(x'\n", "not an RE2 expression"),
        ("[[rules]]\nkind = 'nav'\nmatch = '(?=x)x'\n", "not an RE2 expression"),
        ("[[rules]]\nkind = 'nav'\nmatch = '.*'\n", "empty block"),
        ("[[rules]]\nkind = 'nav'\nmatch = '.+'\n", "any text"),
        ("[[rules]]\nkind = 'nav'\nmatch = 'x'\nlift = { a = 'text(b)' }\n", "no group 'b'"),
        ("[[rules]]\nkind = 'nav'\nmatch = 'x'\nlift = { a = 'shout(b)' }\n", "not understood"),
        ("[[rules]]\nkind = 'nav'\nmatch = 'x'\nwhere = 'top'\n", "where 'top'"),
        ("[[rules]]\nkind = 'nav'\nmatch = 'x'\nevidence = { posts = 'many' }\n", "not a number"),
        ("[[rules]]\nid='a'\nkind='nav'\nmatch='x'\n" * 2, "rule 1 has the same id"),
        ("[[rulez]]\n", "unknown key 'rulez'"),
    ],
)
def test_mistakes_are_told(text: str, told: str) -> None:
    mistakes = check_rules(text)
    assert any(told in str(mistake) for mistake in mistakes), mistakes
    with pytest.raises(ConfigError, match=r"rules\.toml"):
        parse_rules(text, "rules.toml")


def test_all_mistakes_are_told_at_once_with_hints() -> None:
    first_rule = "[[rules]]\nkind = 'source'\nmatch = '(x'\n"
    text = first_rule + "[[rules]]\nid = 'b'\nkind = 'navi'\nmatch = 'y'\n"
    first, second = check_rules(text)
    assert str(first).startswith("rule 1: match")
    assert str(second).startswith("rule 2 (b): kind 'navi'")
    assert second.hint == "did you mean `nav`?"


def test_a_good_file_has_no_mistakes() -> None:
    assert check_rules(format_rules((RULE,))) == ()


@pytest.mark.parametrize(
    ("match", "hint"),
    [("(?=x)x", "RE2 has no look-around and no back-references"), ("(x", "")],
)
def test_what_re2_has_not_is_named(match: str, hint: str) -> None:
    mistakes = check_rules(f"[[rules]]\nkind = 'nav'\nmatch = '{match}'\n")
    assert [mistake.hint for mistake in mistakes] == [hint]
