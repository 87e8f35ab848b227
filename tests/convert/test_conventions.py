"""Conventions of platforms and editors: what each comes to, proved, and stable."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newskit.config.convert import ConvertConfig, Dialect, Profile, Semantics
from newskit.convert.body.segments import Segment
from newskit.convert.document import _without, convert_body
from newskit.convert.html import convert_html
from newskit.convert.result import Action, DifferenceKind
from newskit.post import BodyFormat

CONVENTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("conventions.jsonl").read_text("utf-8").splitlines()
]


def config_for(profile: Profile) -> ConvertConfig:
    kramdown = profile in {Profile.PORTABLE, Profile.KRAMDOWN}
    dialect = Dialect.KRAMDOWN if kramdown else Dialect.COMMONMARK
    return ConvertConfig(profile=profile, dialect=dialect)


@pytest.mark.parametrize("one", CONVENTIONS, ids=lambda one: one["id"])
def test_says_what_the_convention_means(one: dict[str, Any]) -> None:
    markdown = convert_html(one["html"], config_for(Profile(one["profile"]))).markdown
    assert [text for text in one["holds"] if text not in markdown] == []
    assert [text for text in one["lacks"] if text in markdown] == []


@pytest.mark.parametrize("one", CONVENTIONS, ids=lambda one: one["id"])
def test_is_proved_and_stable_in_every_profile(one: dict[str, Any]) -> None:
    for profile in Profile:
        config = config_for(profile)
        for semantics in Semantics:
            assert convert_html(one["html"], replace(config, semantics=semantics)).proved
        once = convert_html(one["html"], config).markdown
        assert convert_body(once, config, BodyFormat.MIXED).markdown == once, profile


def body(text: str, path: str = "content/a.md", **known: Any) -> str:
    config = ConvertConfig(profile=Profile.GFM)
    kind = BodyFormat.HTML if path.endswith(".html") else BodyFormat.MIXED
    return convert_body(text, config, kind, path=path, **known).markdown


@pytest.mark.parametrize(
    "text",
    [
        '[video width="640" mp4="https://e.org/a_b_c.mp4"][/video]',
        '[sourcecode language="py"]a *b* <c>[/sourcecode]',
        '[caption id="a" width="3"]<img src="a_b_.png" /> *Text*[/caption]',
        '[gallery ids="1,2_3_"]',
        '[my-plugin id="5_6_"]',
    ],
)
def test_shortcodes_stay_as_they_are(text: str) -> None:
    assert text in body(f"Before.\n\n{text}\n\nAfter <b>it</b>.\n", "a.html")


def test_what_is_no_shortcode_is_text() -> None:
    assert body("A [sic] and [see *that*] here.\n\n<b>B</b>\n", "a.html").startswith(
        "A [sic] and [see \\*that\\*] here."
    )


@pytest.mark.parametrize(
    "text",
    [
        "<Tabs items={['a']}>\n<b>x</b>\n</Tabs>",
        '<img src={logo} alt="x" />',
        '<my-card :title="t" v-if="ok">\n<b>x</b>\n</my-card>',
        "<p style={{color: 'red'}}>text <b>x</b></p>",
        '<lite-vimeo videoid="1"></lite-vimeo>',
        "{::comment}\n<b>x</b>\n{:/comment}",
        "A {::nomarkdown}<u>x</u>{:/nomarkdown} z",
        '{::options parse_block_html="true" /}',
    ],
)
def test_what_a_compiler_reads_is_copied(text: str) -> None:
    assert f"{text}\n\nEnd **y**.\n" in body(f"Start.\n\n{text}\n\nEnd <b>y</b>.\n")


def test_a_picture_in_markdown_that_a_link_leads_to_keeps_its_name() -> None:
    text = "See [a](#hull), [b](#mast).\n\n{}\n\nA {} and {}.\n"
    hull, mast, sail = (f'<img src="a.jpg" id="{name}">' for name in ("hull", "mast", "sail"))
    written = body(text.format(hull, mast, sail))
    assert written == text.format('<a id="hull"></a>![](a.jpg)', mast, "![](a.jpg)")


def test_a_link_around_a_figure_goes_round_all_that_it_shows() -> None:
    html = '<a href="/k"><figure><img src="k.jpg"><figcaption>One<br>two</figcaption></figure></a>'
    lines = (
        "<figure>",
        "[![](k.jpg)](/k)",
        '<figcaption><a href="/k">One<br>two</a></figcaption>',
        "</figure>",
    )
    assert (
        body(f"<div><li>{html}</li></div>", "a.html")
        .replace("  ", "")
        .startswith("- " + "\n\n".join(lines))
    )


@pytest.mark.parametrize(
    ("inside", "kramdown", "gfm"),
    [
        ("<span>a | b</span>", "<span>a | b</span>", "a | b"),
        ("<b>a | b</b>", "<b>a | b</b>", "**a | b**"),
        ('<a href="/u">a | b</a>', '<a href="/u">a | b</a>', "[a | b](/u)"),
        ("<span>a<br>b | c</span>", "<span>a<br>b | c</span>", "a<br>b | c"),
        ("<i>a <span class='p'>|</span> b</i>", "*a <span class='p'>|</span> b*", "*a | b*"),
        (r"<b>a \| b</b>", r"**a \| b**", r"**a \| b**"),
        ("<code>a | b</code>", "`a | b`", "`a | b`"),
        ("<b>x <code>a | b</code> y</b>", "**x `a | b` y**", "**x `a | b` y**"),
        ("<b>x <i>y `a | b`</i> z</b>", "**x *y `a | b`* z**", "**x *y `a | b`* z**"),
        ("a <b>b</b> | c", "a **b** | c", "a **b** | c"),
    ],
)
def test_bars_do_not_come_out_of_elements_into_kramdown(
    inside: str, kramdown: str, gfm: str
) -> None:
    """A line that holds one is a line of a table there, but within an element it is text."""
    body = f"Run {inside} now, **all** of you.\n"
    for profile, expected in ((Profile.KRAMDOWN, kramdown), (Profile.GFM, gfm)):
        result = convert_body(body, config_for(profile), BodyFormat.MIXED)
        assert result.markdown == f"Run {expected} now, **all** of you.\n"


def test_markdown_0_keeps_its_element_around_what_is_none() -> None:
    body = 'That <span class="m" markdown="0">$\\{0\\}$ and *a*</span> is <b>all</b>.\n'
    assert convert_body(body, config_for(Profile.KRAMDOWN), BodyFormat.MIXED).markdown == body


PROGRAM = 'if ($a < $b && $c->d("<form action=>")) {\n\n<?= "<p>$x</p>" ?>\n}'


@pytest.mark.parametrize("dialect", [Dialect.HTML, Dialect.KRAMDOWN, Dialect.COMMONMARK])
@pytest.mark.parametrize(
    "code",
    [
        f'<pre lang="php">\n<?php\n{PROGRAM}\n</pre>',
        f'<pre lang="php"><?php\n{PROGRAM}</pre>',
        f'<code lang="php">\n<?php\n{PROGRAM}\n</code>',
        f"<pre>\n<!DOCTYPE html>\n<title>x</title>\n{PROGRAM}\n</pre>",
    ],
)
def test_a_program_in_code_stays_as_it_is(code: str, dialect: Dialect) -> None:
    body = f"<p>One <b>two</b></p>\n\n{code}\n\n<p>three <i>four</i></p>\n"
    config = ConvertConfig(dialect=dialect)
    result = convert_body(body, config, BodyFormat.MIXED)
    assert code in result.markdown
    kinds = {one.kind for one in result.differences if "not escaped" in one.text}
    assert kinds == {DifferenceKind.UNESCAPED}
    if dialect is not Dialect.HTML:
        assert "One **two**" in result.markdown
        assert "three *four*" in result.markdown
    again = convert_body(result.markdown, config, BodyFormat.MIXED)
    assert again.markdown == result.markdown


@pytest.mark.parametrize(
    "code",
    ["Write `<pre>` and `<?php` there.", "```html\n<pre><?php\n```", "`<code><!doctype html>`"],
)
def test_a_program_in_backticks_keeps_nothing_behind_it_as_html(code: str) -> None:
    body = f"One *two*\n\n{code}\n\n<p>three <i>four</i></p>\n"
    result = convert_body(body, ConvertConfig(), BodyFormat.MIXED)
    assert result.markdown == f"One *two*\n\n{code}\n\nthree *four*\n"
    assert not result.differences


def test_many_programs_in_code_take_linear_time() -> None:
    def seconds(times: int) -> float:
        spans = [(place, place + 9) for place in range(0, times * 10, 10)]
        segments = [Segment("text", place, place + 10) for place, _ in spans]
        start = time.process_time()
        assert len(list(_without("<pre><?>\n\n" * times, segments, spans))) == times
        return time.process_time() - start

    seconds(100)
    few, many = seconds(500), seconds(4_000)
    assert many < 24 * max(few, 0.005)


def test_a_program_outside_of_code_is_no_reason_to_stay() -> None:
    result = convert_body(
        "<?xml version='1.0'?>\n<p>One <b>two</b></p>", ConvertConfig(), BodyFormat.HTML
    )
    assert "One **two**" in result.markdown


def test_the_words_of_a_footnotes_mark_are_reported() -> None:
    html = (
        '<p>Eggs <a href="#n2"><sup>Note 2</sup></a><a id="b2"></a> are new.</p>'
        '<ul><li id="n2"><a href="#b2">[2]</a> Since May.</li></ul>'
    )
    result = convert_html(html)
    assert "Eggs [^2]" in result.markdown
    assert "Note 2" in [one.text for one in result.differences]
    assert all(one.action is not Action.LOST for one in result.differences)


@pytest.mark.parametrize("mark", ["<ul><li>", "<ol><li>", "<ul><li><ul><li>", "<li>"])
def test_dollars_of_code_that_begins_an_item_are_no_formula(mark: str) -> None:
    html = f'<p id="t"><a href="#t">T</a></p>{mark}<pre>find $A -mtime +$B ;</pre>'
    result = convert_html(html)
    assert "~~~" in result.markdown
    assert "<pre" not in result.markdown
    assert [one.kind for one in result.differences] == []


def test_code_fenced_within_an_element_stays_line_by_line() -> None:
    text = (
        "<section>One <b>b</b>\n\n```css\n.sun {\n\n  a: b;\n}\n```\n\n<i>Two</i>\n\n</section>\n"
    )
    assert body(text, "_posts/2020-01-02-a.md") == text.replace("<i>Two</i>", "*Two*")


@pytest.mark.parametrize(
    "sign",
    [
        "**Two** and more.",
        "- two\n- three",
        "1. two",
        "## Two",
        "> two",
        "| a | b |\n| --- | --- |\n| c | d |",
        "See [two](https://two.example/a_b) here.",
        "![two](/two.png)",
    ],
)
@pytest.mark.parametrize("path", ["a.md", "_posts/2020-01-02-a.md", "README.md"])
def test_markdown_within_an_element_stays_as_it_is(sign: str, path: str) -> None:
    text = f'One <b>b</b>\n\n<div align="center">\n\n{sign}\n\n</div>\n'
    assert body(text, path) == text.replace("<b>b</b>", "**b**")


def test_an_element_of_html_alone_is_converted_whole() -> None:
    shown = "<p>One</p>\n\n<pre>- two\n\n- three</pre>\n\n<!--\n\n- four -->\n<p>Five</p>"
    written = body(f"<div>\n{shown}\n</div>\n", "_posts/2020-01-02-a.md")
    assert written == "One\n\n```\n- two\n\n- three\n```\n\nFive\n"


def test_html_and_markdown_of_one_element_are_told_apart() -> None:
    inner = "<div>\n\n- two\n\n<p>Three <i>x</i></p>\n\n</div>"
    text = f"<div>\n\n{inner}\n\n</div>\n\n<div>\n<b>y</b>\n</div>\n"
    written = body(text, "_posts/2020-01-02-a.md")
    kept = inner.replace("<p>Three <i>x</i></p>", "Three *x*")
    assert written == f"<div>\n\n{kept}\n\n</div>\n\n**y**\n"


@pytest.mark.parametrize(("div", "pre"), [("div", "pre"), ("DIV", "PRE")])
@pytest.mark.parametrize("sign", ["```css\n.sun\n```", "- sun\n- moon", "**sun**"])
def test_markdown_shown_in_preformatted_text_is_none(div: str, pre: str, sign: str) -> None:
    text = f"<{div}>\n<{pre}>One\n\n{sign}\n</{pre}>\n\n<b>x</b>\n</{div}>\n"
    marks = "````" if "`" in sign else "```"
    written = f"{marks}\nOne\n\n{sign}\n{marks}\n\n**x**\n"
    assert body(text, "_posts/2020-01-02-a.md") == written


def test_containers_of_colons_end_where_they_end() -> None:
    text = ":::: tip\n<p>a <b>b</b></p>\n::::\n\nEnd\n"
    assert body(text) == ":::: tip\n\na **b**\n\n::::\n\nEnd\n"


def test_single_line_ends_of_a_post_without_paragraphs_are_breaks() -> None:
    text = "One,\ntwo\n\nThree <b>x</b>,\nfour\n"
    assert body(text, "a.html") == "One,\\\ntwo\n\nThree **x**,\\\nfour\n"


def test_lines_broken_at_a_column_are_no_breaks() -> None:
    line = "This text was broken by an editor at its column, as many were at that"
    more = "timeandthen the line goes on for long enough to be one that was broken"
    text = f"{line}\n{more}\nagainandagain.\n\n<b>x</b>\n"
    assert "\\\n" not in body(text, "a.html")


def test_a_language_the_post_states_is_not_said_again() -> None:
    text = '<p lang="fr-CA">Bonjour</p>\n<p lang="de">Tag</p>\n'
    assert body(text, "a.html", language="fr") == 'Bonjour\n\n<div lang="de">\n\nTag\n\n</div>\n'


def test_spans_in_another_language_than_the_post_states_say_it() -> None:
    text = '<body lang="EN-US"><p><span lang="PL">Port stoi</span></p></body>'
    assert '<span lang="PL">' in body(text, "a.html", language="en")
    assert "lang" not in body(text, "a.html", language="pl")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("\n\na\nb\n\n", "a\\\nb"),
        ("a\n<b>\nc</b>\nd", "a\\\n**c**\\\nd"),
        ("<b>a\n</b><!-- x -->\n<i>b</i>", "**a**\\\n*b*"),
        ("<b>\na</b>", "**a**"),
        ("<b>a\n</b>", "**a**"),
        ("<br>\na<p>\nb</p>", "a\n\nb"),
    ],
)
def test_lines_that_style_shows_end_in_breaks(inside: str, expected: str) -> None:
    assert body(f'<div style="white-space: pre-line">{inside}</div>', "a.html") == expected


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [
        ('<div style="white-space: pre">', "\n", "a\nb</div>"),
        ('<div style="white-space: pre">a\nb', "\n<!---->", "</div>"),
        ('<p style="white-space: pre;', "font:", '">a\nb</p>'),
        ("", "<p>\n\n```\nx\n\n", ""),
    ],
)
def test_what_repeats_takes_linear_time(start: str, piece: str, end: str) -> None:
    text = start + piece * (60_000 // len(piece)) + end
    begin = time.process_time()
    body(text, "_posts/2020-01-02-a.md")
    assert time.process_time() - begin < 5
