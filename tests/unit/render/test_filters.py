"""Filters show what Liquid, Jekyll and Nunjucks show; what they cannot know is not guessed."""

from __future__ import annotations

import time

import pytest

from newskit.render.templates.context import TemplateContext
from newskit.render.templates.expressions import evaluate

PAGE = TemplateContext(
    page={
        "date": "2024-03-05 17:04:09 +0200",
        "title": "Low tide",
        "tags": ["pier", "boats", "pier"],
        "crew": [{"name": "Ane", "from": "Bergen"}, {"name": "Kai", "from": "Kiel"}],
        "count": 7,
    },
    liquid=True,
)


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("page.date | date: '%B %-d, %Y'", "March 5, 2024"),
        ("page.date | date: '%e %^b %y, %I:%M %p'", " 5 MAR 24, 05:04 PM"),
        ("page.date | date: '%F %T %j %a %%'", "2024-03-05 17:04:09 065 Tue %"),
        ("page.date | date_to_string", "05 Mar 2024"),
        ("page.date | date_to_long_string", "05 March 2024"),
        ("page.date | date_to_xmlschema", "2024-03-05T17:04:09+02:00"),
        ("page.date | date_to_rfc822", "Tue, 05 Mar 2024 17:04:09 +0200"),
        ("page.title | upcase | append: '!'", "LOW TIDE!"),
        ("page.title | slugify", "low-tide"),
        ("page.title | truncate: 6", "Low..."),
        ("page.title | truncate: 6, ''", "Low ti"),
        ("page.title | truncatewords: 1, ' more'", "Low more"),
        ("page.title | slice: -4, 2", "ti"),
        ("page.title | size", "8"),
        ("page.missing | default: 'none' | capitalize", "None"),
        ("'<b>a &amp; b</b> & c' | strip_html | escape_once", "a &amp; b &amp; c"),
        ("'a b/c' | url_encode", "a+b%2Fc"),
        ("'a, b and c' | replace_last: 'and', '&' | remove_first: ','", "a b & c"),
        ("page.tags | uniq | join: ' + '", "pier + boats"),
        ("page.tags | sort | first", "boats"),
        ("page.crew | map: 'name' | array_to_sentence_string", "Ane and Kai"),
        ("page.crew | where: 'from', 'Kiel' | size", "1"),
        ("page.tags | array_to_sentence_string: 'or'", "pier, boats, or pier"),
        ("page.tags | jsonify", '["pier","boats","pier"]'),
        ("page.count | times: 3 | divided_by: 2", "10"),
        ("page.count | divided_by: 2.0", "3.5"),
        ("page.count | modulo: 4 | plus: 0.5", "3.5"),
        ("12345678 | plus: 1", "12345679"),
        ("'2.5' | round", "3"),
        ("'-2.1' | floor", "-3"),
        ("title | title", "Low Tide"),
        ("tags | length", "3"),
    ],
)
def test_what_a_filter_shows(expression: str, shown: str) -> None:
    assert evaluate(expression, PAGE, {}) == shown


@pytest.mark.parametrize(
    "expression",
    [
        "'now' | date: '%Y'",  # the time of the build
        "page.date | date: 'dd LLLL yyyy'",  # a pattern that is not Ruby's
        "page.date | date: '%Q'",
        "page.title | truncate(3)",  # Nunjucks counts otherwise
        "'Über Kiel' | slugify",  # generators differ
        "page.count | divided_by: 0",
        "page.tags | upcase",
        "page.title | readingTime",
        "page.date | date",
    ],
)
def test_what_cannot_be_known_is_not_guessed(expression: str) -> None:
    assert evaluate(expression, PAGE, {}) is None


def test_a_value_does_not_grow_without_end() -> None:
    grown = "'ab'" + " | append: page.title | replace: 'e', 'eeeeeeeeee'" * 12
    assert evaluate(grown, PAGE, {}) is None


@pytest.mark.parametrize(
    "expression", ["name | append: 'a" + " " * 20_000 + "b'", "a" * 20_000 + '"', "a | b " * 4000]
)
def test_an_expression_takes_linear_time(expression: str) -> None:
    start = time.process_time()
    evaluate(expression, PAGE, {})
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("'a' | append( 'b' )", "ab"),
        ("'a' | append: ')'", "a)"),
        ("'a' | append: 'b' ", "ab"),
        ("'a' || append: 'b'", "ab"),
        ("'a' | append: 'b", None),
        ("'it' | append: \"'s\"", "it's"),
    ],
)
def test_where_a_filter_ends(expression: str, shown: str | None) -> None:
    assert evaluate(expression, PAGE, {}) == shown
