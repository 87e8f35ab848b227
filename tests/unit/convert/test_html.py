"""HTML fragments and pages to Markdown, with the choices of an archivist."""

from __future__ import annotations

import pytest

from newskit.config.convert import (
    ConvertConfig,
    Dialect,
    Engine,
    HeadingStyle,
    Images,
    LinkStyle,
    MarkdownifyConfig,
    Media,
    OnDifference,
    Profile,
    Semantics,
)
from newskit.convert.document import convert_body
from newskit.convert.html import convert_html
from newskit.convert.result import Action, DifferenceKind
from newskit.errors import ConfigError
from newskit.post import BodyFormat

IMAGE = '<p><img src="/i.png" alt="an image" width="416" emheight="2"></p>'


def convert(html: str, **choices: object) -> str:
    conversion = convert_html(html, ConvertConfig(**choices))  # type: ignore[arg-type]
    assert conversion.proved
    return conversion.markdown


def test_what_is_left_out_is_reported_with_its_place() -> None:
    source = '<p>a</p>\n<p style="x">b<!-- c --></p>\n<script>d</script>' + IMAGE
    found = convert_html(source).differences
    assert [(one.kind, one.line) for one in found] == [
        (DifferenceKind.ATTRIBUTE, 2),
        (DifferenceKind.COMMENT, 2),
        (DifferenceKind.SCRIPT, 3),
        (DifferenceKind.ATTRIBUTE, 3),
    ]
    assert found[3].text == 'width="416" emheight="2"'
    assert {one.action for one in found} == {Action.DROPPED}


def test_what_is_left_out_twice_is_reported_twice() -> None:
    source = '<p class="x">a</p>\n<p class="x">b</p>\n<p>c</p>\n<p class="x">d</p>'
    assert [one.line for one in convert_html(source).differences] == [1, 2, 4]


def test_a_part_of_a_large_body_that_cannot_be_wrapped_stays_html() -> None:
    odd = "<p>a<strong>&nbsp;b&nbsp;</strong>c</p>"
    even = "<p>" + "word " * 100 + "</p>\n"
    conversion = convert_html(even * 1100 + odd, ConvertConfig(wrap=40))
    assert conversion.proved
    assert conversion.markdown.endswith(f"\n\n{odd}\n")
    assert [one.action for one in conversion.differences] == [Action.KEPT_HTML]


def test_what_a_link_keeps_is_not_called_left_out() -> None:
    found = convert_html('<p><a href="/x" class="k" title="t">l</a> <b><a href="/y" id=z>m</a>')
    assert found.markdown == '[l](/x "t") [**m**](/y)\n'
    assert [one.text for one in found.differences] == ['class="k"', 'id="z"']


@pytest.mark.parametrize(
    ("source", "left_out"),
    [
        ("<p><b A>x</b> <i A>y</i> <del A>z</del></p>", 3),
        ("<p>x <code A>y</code><br A>z</p>", 2),
        ("<ul A><li A>x</li></ul><ol start=3 A><li value=3 A>y</li></ol>", 4),
        ("<blockquote A><p A>x</p></blockquote><hr A>", 3),
        ("<pre A><code class=language-js>x</code></pre>", 1),
        ("<table A><tr A><td rowspan=2 A>x</td><td>y</td></tr><tr><td>z</td></tr></table>", 3),
        ("<figure A><p A>x</p><figcaption A><u A>c</u></figcaption></figure>", 4),
        ("<h2 A><b A>x</b></h2><div A><p A>y</p></div>", 4),
        ("<ol type=a><li A><p A>x</p></ol>", 2),
        ("<iframe src=/x A></iframe><svg class=k><text A>7</text></svg>", 2),
    ],
)
@pytest.mark.parametrize("profile", list(Profile))
def test_no_attribute_is_lost_without_a_word(source: str, left_out: int, profile: Profile) -> None:
    found = convert_html(source.replace("A", 'class="k"'), ConvertConfig(profile=profile))
    assert [one.text for one in found.differences] == ['class="k"'] * left_out
    offsets = [one.offset for one in found.differences]
    assert offsets == sorted(set(offsets))


@pytest.mark.parametrize(
    "source",
    [
        "<figure A><p>x</p><figcaption A>c</figcaption></figure>",
        "<dl A><dt A>a</dt><dd A>b</dd></dl>",
        "<details A><summary A>s</summary>t</details>",
        "<h2><p A>a</p><p A>b</p></h2>",
        "<p>x<sup A>2</sup> <code A>c</code></p>",
    ],
)
@pytest.mark.parametrize("semantics", list(Semantics))
def test_an_attribute_is_reported_once(source: str, semantics: Semantics) -> None:
    html = source.replace("A", 'class="k"')
    found = convert_html(html, ConvertConfig(semantics=semantics)).differences
    assert [one.text for one in found] == ['class="k"'] * html.count("class")


def test_what_a_heading_keeps_as_html_is_not_called_left_out() -> None:
    found = convert_html('<h2 id="t" class="k"><p id="a">a</p><p>b</p></h2>')
    assert found.markdown == '<h2 id="t"><p id="a">a</p><p>b</p></h2>\n'
    assert [one.text for one in found.differences] == ['class="k"']


def test_an_element_that_is_left_out_says_what_it_was() -> None:
    found = convert_html("<title>The bridge</title><p>a</p><template></template>")
    assert [(one.column, one.text) for one in found.differences] == [
        (1, "The bridge"),
        (34, "<template>"),
    ]


def test_attributes_can_be_kept() -> None:
    kept = '<img src="/i.png" alt="an image" width="416">\n'
    assert convert(IMAGE, keep_attributes=("width",)) == kept
    assert convert('<p class="x">a</p><p>b</p>', keep_attributes=("class",)) == (
        '<p class="x">a</p>\n\nb\n'
    )


def test_tags_can_be_kept() -> None:
    assert convert("<h1>a</h1><p><b>b</b></p>", keep=("h1", "b")) == "<h1>a</h1>\n\n<b>b</b>\n"


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>a <script>let q = 1;</script> b</li></ul>",
        "<dl><dt>a</dt><dd>b <script>let q = 1;</script></dd></dl>",
        "<ol type='a'><li><script>let q = 1;</script></li></ol>",
    ],
)
def test_what_is_to_stay_stays_in_blocks_that_stay_html(html: str) -> None:
    assert "<script>let q = 1;</script>" in convert(html, keep=("script",))


LAYOUT = (
    '<p><a href="#b">to</a></p><table role="presentation" width="100%"><tbody><tr><td>'
    '<table role="none"><tr><td class="x"><h2>Title</h2><p>Text</p></td></tr>'
    '<tr><td id="b">two <i>three</i></td></tr></table></td></tr></tbody></table>'
)


def test_layout_of_one_column_is_its_blocks_where_meanings_may_go() -> None:
    plain = convert(LAYOUT, semantics=Semantics.DROP)
    assert plain == '[to](#b)\n\n## Title\n\nText\n\n<a id="b"></a>two *three*\n'
    assert "<table" in convert(LAYOUT)


@pytest.mark.parametrize(
    "table",
    [
        '<table role="presentation"><tr><td>a</td><td>b</td></tr></table>',
        '<table role="presentation"><tr><th>a</th></tr><tr><td>b</td></tr></table>',
        "<table><tr><td>a</td></tr></table>",
    ],
)
def test_tables_of_more_than_layout_stay(table: str) -> None:
    assert "|" in convert(table, semantics=Semantics.DROP)


def test_a_drawing_that_is_to_stay_has_its_title() -> None:
    drawing = '<svg width="4"><title>Arrow</title><path d="M1 1"></path></svg>'
    assert convert(f"<p>a {drawing} b</p>", keep=("svg",)) == f"a {drawing} b\n"


def test_blocks_in_which_kramdown_is_told_to_read_markdown_stay() -> None:
    body = '{::options parse_block_html="true" /}\n\n<div>\n*a* <b>x</b>\n</div>\n\n<b>y</b>\n'
    config = ConvertConfig(profile=Profile.KRAMDOWN, dialect=Dialect.KRAMDOWN)
    markdown = convert_body(body, config, BodyFormat.MIXED).markdown
    assert markdown == body.replace("<b>y</b>", "**y**")


def test_elements_can_be_dropped() -> None:
    source = '<p>a</p><p style="display:none">b</p><img src="/t.gif" width="1">'
    conversion = convert_html(source, ConvertConfig(drop=("[style*=none]", 'img[width="1"]')))
    assert conversion.markdown == "a\n"
    assert [one.kind for one in conversion.differences] == [DifferenceKind.DROPPED] * 2


def test_wrong_selector_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="not a CSS selector"):
        convert_html("<p>a</p>", ConvertConfig(drop=("p[",)))


def test_images_as_links_or_not_at_all() -> None:
    assert convert(IMAGE, images=Images.LINK) == "[an image](/i.png)\n"
    assert convert(f"<p>a</p>{IMAGE}", images=Images.DROP) == "a\n"


def test_players_as_links() -> None:
    source = '<iframe src="https://e.org/v?a=1&amp;b=2"></iframe>'
    assert convert(source, media=Media.LINK) == "<https://e.org/v?a=1&b=2>\n"


def test_addresses_made_absolute() -> None:
    source = '<a href="//c.org/x">a</a> <a href="../y?p&amp;q">b</a> <a href="#z">c</a>'
    assert convert(source, base_url="https://e.org/n/") == (
        "[a](https://c.org/x) [b](https://e.org/y?p&q) [c](#z)\n"
    )


def test_a_control_character_alone_is_text() -> None:
    assert convert("<p>\x0b</p><div>\x1c<br>a</div>") == "\x0b\n\n\x1c<br>\na\n"


def test_link_references() -> None:
    source = '<p><a href="/a">x</a> <a href="/b" title="t">y</a> <a href="/a">z</a> [1]</p>'
    assert convert(source, link_style=LinkStyle.REFERENCE) == (
        '[x][1] [y][2] [z][1] \\[1\\]\n\n[1]: /a\n[2]: /b "t"\n'
    )


def test_setext_headings() -> None:
    assert convert("<h1>Title</h1><h2>Sub</h2><h3>x</h3>", heading_style=HeadingStyle.SETEXT) == (
        "Title\n=====\n\nSub\n---\n\n### x\n"
    )


def test_wrapping() -> None:
    words = "one two - three 4. four # five `a b c d e f` six"
    written = convert(f"<p>{words.replace('`', '')}</p>", wrap=10)
    assert max(len(line) for line in written.splitlines()) <= 16
    assert len(written.splitlines()) > 3


def test_installed_converters_are_used_by_name() -> None:
    source = '<iframe src="https://www.youtube-nocookie.com/embed/a_b-1?x=1"></iframe>'
    link = "https://www.youtube.com/watch?v=a_b-1"
    assert convert(source, profile=Profile.GFM, converters=("youtube",)) == f"<{link}>\n"
    with pytest.raises(ConfigError, match="not installed"):
        convert_html(source, ConvertConfig(converters=("nobody",)))


def test_markdownify_is_proved_too() -> None:
    config = ConvertConfig(engine=Engine.MARKDOWNIFY)
    conversion = convert_html("<h1>a</h1><p>x<b>“b”</b>y</p><p>c</p>", config)
    assert conversion.markdown == "a\n=\n\n<p>x<strong>“b”</strong>y</p>\n\nc\n"
    assert conversion.proved
    (found,) = conversion.differences
    assert (found.kind, found.action) == (DifferenceKind.STRUCTURE, Action.KEPT_HTML)
    assert found.column == 11


def test_markdownify_reports_when_told_to() -> None:
    config = ConvertConfig(engine=Engine.MARKDOWNIFY, on_difference=OnDifference.REPORT)
    conversion = convert_html("<p>x<b>“b”</b>y</p>", config)
    assert conversion.markdown == "x**“b”**y\n"
    assert not conversion.proved


def test_markdownify_loses_no_player_and_doubles_no_caption() -> None:
    config = ConvertConfig(engine=Engine.MARKDOWNIFY)
    player = '<iframe src="https://e.org/v"></iframe>'
    conversion = convert_html(f"<p>a</p>{player}<p>b</p>", config)
    assert conversion.markdown == f"a\n\n{player}\n\nb\n"
    assert conversion.proved
    table = convert_html("<table><caption>Cap</caption><tr><td>x</td></tr></table>", config)
    assert table.markdown.count("Cap") == 1
    assert table.proved


def test_options_of_markdownify() -> None:
    chosen = MarkdownifyConfig(options={"heading_style": "atx", "bullets": "+"})
    config = ConvertConfig(engine=Engine.MARKDOWNIFY, markdownify=chosen)
    assert convert_html("<h1>a</h1><ul><li>b</li></ul>", config).markdown == "# a\n\n+ b\n"
    wrong = MarkdownifyConfig(options={"colour": "red"})
    with pytest.raises(ConfigError, match="no option 'colour'"):
        convert_html("<p>a</p>", ConvertConfig(engine=Engine.MARKDOWNIFY, markdownify=wrong))


def test_too_deep_nesting_stays_html_and_is_reported() -> None:
    source = "<div id=k>" * 40 + "x\n\n*y*" + "</div>" * 40
    conversion = convert_html(source, ConvertConfig(max_depth=30))
    assert conversion.markdown.startswith("<div>\n<div id=k><div id=k>")
    assert [one.kind for one in conversion.differences] == [DifferenceKind.DEPTH]
    assert "\n\n*y*" not in conversion.markdown


def test_open_blocks_beyond_the_limit_are_not_given_to_the_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def parse(_: str) -> str:
        raise AssertionError("no parser should meet this")

    monkeypatch.setattr("newskit.convert.html.body_html", parse)
    source = "<div>" * 40
    conversion = convert_html(source, ConvertConfig(max_depth=30))
    assert source in conversion.markdown
    assert [one.kind for one in conversion.differences] == [DifferenceKind.DEPTH]


@pytest.mark.parametrize("tag", ["b", "sup", "blockquote", "ul", "table", "dl", "a", "p", "font"])
def test_deep_nesting_does_not_crash(tag: str) -> None:
    conversion = convert_html(f"<{tag}>" * 3000 + "x" + f"</{tag}>" * 3000)
    assert "x" in conversion.markdown


@pytest.mark.parametrize(
    "html", ["", " ", "\x00", "<", "<>", "</", "<!", "<!--", "&", "<p", "<a b='"]
)
def test_scraps_do_not_crash(html: str) -> None:
    assert convert_html(html).proved


def test_lone_surrogates_become_question_marks() -> None:
    assert convert("<p>a\ud800b</p>") == "a?b\n"


@pytest.mark.parametrize("space", ["\u3000", "\u2028", "\x0b", "\u0085", "\u00a0"])
def test_only_html_white_space_ends_a_name_in_a_tag(space: str) -> None:
    assert convert(f"<a{space}href='x'>t</a>") == "t\n"
    assert convert(f"<p>a <font{space}color=x>b</font> <b {space}>c</b></p>") == "a b **c**\n"


def test_plaintext_in_a_list_ends_with_the_document() -> None:
    assert convert("<h><ol><plaintext>") == ""
    assert convert("<ul><li><plaintext>a</plaintext></li><b>") == (
        "- ~~~\n  a</plaintext></li><b>\n  ~~~\n"
    )


def test_a_url_as_the_text_of_a_link_is_escaped_only_where_a_reader_would_link_it_again() -> None:
    source = '<p><a href="/v">https://e.org/videos</a> www.e.org</p>'
    assert convert(source) == "[https\\://e.org/videos](/v) www\\.e.org\n"
    assert convert(source, profile=Profile.GFM) == "[https://e.org/videos](/v) www\\.e.org\n"
    assert convert(source, profile=Profile.KRAMDOWN) == "[https://e.org/videos](/v) www.e.org\n"


def test_what_stays_with_its_attributes_is_not_said_to_lose_them() -> None:
    html = '<p>a <x-y src="/v">b</x-y> <u>c<a href="#n" id="r"><sup>1</sup></a></u></p>'
    html += '<hr><ol><li id="n">d <a href="#r">↩</a></li></ol>'
    found = convert_html(html)
    assert '<x-y src="/v">' in found.markdown
    assert [one.text for one in found.differences] == []


def test_an_element_that_centres_is_reported_as_the_attribute_is() -> None:
    found = convert_html('<center><b>a</b></center>\n<p align="center">b</p>').differences
    assert [(one.text, one.line) for one in found] == [("<center>", 1), ('align="center"', 2)]


def test_bare_boxes_that_only_hold_each_other_are_one() -> None:
    plain = "<div>" * 3_000 + "tief" + "</div>" * 3_000
    mixed = "<p>oben</p>" + "<section> <SPAN>\n" * 1_500 + "unten" + "</SPAN></section> " * 1_500
    assert convert_html(plain).markdown == "tief\n"
    assert convert_html(mixed).markdown == "oben\n\nunten\n"
    html = ConvertConfig(dialect=Dialect.HTML)
    assert convert_body(f"{plain}\n", html, BodyFormat.HTML).markdown == "tief\n"


def test_boxes_beyond_the_limit_that_say_or_hold_more_stay() -> None:
    config = ConvertConfig(max_depth=30)
    for start in ('<div id="k">', "<div>Wort "):
        conversion = convert_html(start * 40 + "Ende" + "</div>" * 40, config)
        assert conversion.markdown.count(start) == 40
        assert not conversion.proved


def test_line_numbers_that_say_where_code_is_from_are_reported() -> None:
    gutter = "<pre><i class=lineno>{}</i>foo\n<i class=lineno>{}</i>bar</pre>"
    counted = "<pre><b>{}</b> foo\n<b>{}</b> bar</pre>"
    beside = "<table class=hljs-ln>" + "<tr><td class=hljs-ln-n>{}<td>foo" * 2 + "</table>"
    for html in (gutter, counted, beside):
        from_there = convert_html(html.format(118, 119))
        assert [one.text for one in from_there.differences] == ["line numbers 118-119"]
        assert "118" not in from_there.markdown
        assert convert_html(html.format(1, 2)).differences == ()


def test_a_form_that_is_kept_can_still_be_sent() -> None:
    html = '<form action="/s" method="post"><label for="k">K</label><input id="k" name="q"></form>'
    assert convert_html(html, ConvertConfig(keep=("form",))).markdown == f"{html}\n"
