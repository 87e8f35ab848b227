"""Bodies as they are: what is HTML is converted, what is Markdown stays byte for byte."""

from __future__ import annotations

import pytest

from newskit.config.convert import ConvertConfig, Dialect, OnDifference, Profile, Semantics
from newskit.convert.document import convert_body
from newskit.convert.result import Action, DifferenceKind
from newskit.markup.templates import protect
from newskit.post import BodyFormat
from newskit.render.cmark import render_markdown


def convert(body: str, dialect: Dialect = Dialect.KRAMDOWN, **choices: object) -> str:
    config = ConvertConfig(dialect=dialect, **choices)  # type: ignore[arg-type]
    conversion = convert_body(body, config, BodyFormat.MIXED)
    assert conversion.proved
    return conversion.markdown


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Plain *Markdown* with <https://e.org> and a < b.\n",
        "```\n<p>code</p>\n```\n",
        "~~~html\n<p>code</p>\n\n<b>x</b>\n~~~\n",
        "para\n\n    <p>indented code</p>\n",
        "`<b>code</b>` and \\<b>text\\</b>\n",
        "{% highlight html %}\n<p>x</p>\n{% endhighlight %}\n",
        '{{< figure src="/a.png" >}}\n',
        "{{< raw >}}<p>x</p>{{< /raw >}}\n",
        "$$\n<p>x</p>\n$$\n",
        "text[^1]\n\n[^1]: note <https://e.org>\n",
        "<!--more-->\n",
        "<!-- a comment -->\n\ntext\n",
        "- a\n\n<!-- -->\n\n- b\n",
        '<div markdown="1">\n\n*x*\n\n</div>\n',
        '<iframe src="https://e.org/v" class="x"></iframe>\n',
        "<script>alert('<p>')</script>\n\ntext\n",
    ],
)
def test_what_is_not_convertible_html_is_untouched(body: str) -> None:
    assert convert(body) == body


def test_markdown_around_html_is_byte_for_byte() -> None:
    body = (
        "*  odd   Markdown*  \n\n<p>para</p>\n\n<https://e.org/a_b>\n\n[a](//e.org/)｜[b](//e.org/)"
    )
    assert convert(body) == (
        "*  odd   Markdown*  \n\npara\n\n<https://e.org/a_b>\n\n[a](//e.org/)｜[b](//e.org/)"
    )


def test_text_after_html_without_a_blank_line_gets_one() -> None:
    assert convert("<p>a</p>\nb\n") == "a\n\nb\n"


def test_kramdown_reads_to_the_closing_tag_commonmark_to_the_blank_line() -> None:
    body = "<div>\na\n\n*b*\n</div>\n"
    assert convert(body) == "a \\*b\\*\n"
    assert convert(body, Dialect.COMMONMARK) == body


def test_a_box_around_markdown_stays_in_commonmark() -> None:
    body = '<div class="note">\n\n**Markdown** inside\n\n</div>\n'
    assert convert(body, Dialect.COMMONMARK) == body


def test_html_without_blocks_has_paragraphs_by_blank_lines() -> None:
    body = "One <b>b</b>\nline.\n\nTwo *x*.\n"
    conversion = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.html")
    assert conversion.markdown == "One **b**<br>\nline.\n\nTwo \\*x\\*.\n"


OLD_POST = """\
First <b>b</b>
line.

Second [caption id="a"]<img src="a.jpg" alt="x" />[/caption]

<!--more-->

<blockquote>Quote.</blockquote>
Third *x*

<h3>Head</h3>
Fourth

<pre>
a

b
</pre>
<ul>
<li>one

<li>two
</ul>
Fifth
"""


def test_paragraphs_between_the_blocks_of_an_old_post_part_at_blank_lines() -> None:
    conversion = convert_body(OLD_POST, ConvertConfig(), BodyFormat.HTML, path="post.html")
    assert conversion.proved
    assert conversion.markdown == (
        "First **b**<br>\nline.\n\n"
        'Second [caption id="a"]<img src="a.jpg" alt="x" />[/caption]\n\n'
        "<!--more-->\n\n> Quote.\n\nThird \\*x\\*\n\n### Head\n\nFourth\n\n~~~\na\n\nb\n~~~\n\n"
        "- one\n- two\n\nFifth\n"
    )


def test_blank_lines_part_the_paragraphs_of_a_quotation_in_an_old_post() -> None:
    quote = "<blockquote>One\nline.\n\nTwo <b>of</b> <span class=k>it</span>.\n\n</blockquote>"
    body = f"First.\n\nSecond.\n{quote}\nLast.\n"
    conversion = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.html")
    assert conversion.proved
    assert conversion.markdown == (
        "First.\n\nSecond.\n\n> One<br>\n> line.\n>\n> Two **of** it.\n\nLast.\n"
    )
    (left,) = conversion.differences
    assert (left.line, body[left.offset :].partition(">")[0]) == (7, "<span class=k")


@pytest.mark.parametrize(
    "body",
    [
        "<p>a</p>\nOne\n\ntwo\n",
        "One<br>\n\ntwo\n<ul><li>a</li></ul>\n",
        "<b>One\n\ntwo</b>\n<ul><li>a</li></ul>\n",
        "<!-- a\n\nb --> One\n<hr>\ntwo\n",
        "</div>\nOne\n\ntwo\n<div>\n",
    ],
)
def test_blank_lines_part_nothing_where_tags_do(body: str) -> None:
    once = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.html").markdown
    bare = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="a.html", in_post=False)
    assert once == bare.markdown


def test_a_blank_line_within_a_tag_is_none() -> None:
    body = '<img src="a.png" title="one\n\ntwo">'
    conversion = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.html")
    assert conversion.markdown == '![](a.png "one two")'


def test_braces_around_markup_are_text() -> None:
    body = '<p>See <code>{{<a href="/t">cite</a>}}</code> and {{< figure src="a" >}}.</p>'
    written = convert(body, Dialect.HTML)
    assert "[" not in written
    assert '<a href="/t">cite</a>' in written
    assert '{{< figure src="a" >}}' in written
    assert "&lt;a" not in render_markdown(written)


def test_blank_lines_part_no_paragraphs_of_a_bare_html_file() -> None:
    body = "One <b>b</b>.\n\nTwo.\n"
    conversion = convert_body(
        body, ConvertConfig(), BodyFormat.HTML, path="page.html", in_post=False
    )
    assert conversion.markdown == "One **b**. Two.\n"


def test_html_dialect_takes_everything_for_html() -> None:
    assert convert("a *b*\n\nc", Dialect.HTML) == "a \\*b\\* c"


def test_ending_of_the_path_decides() -> None:
    conversion = convert_body("a *b*<br>c", ConvertConfig(), BodyFormat.HTML, path="x.html")
    assert conversion.markdown == "a \\*b\\*<br>\nc"


def test_a_fragment_cut_out_of_a_page_and_piped_in_is_html() -> None:
    body = "\n    <ul>\n      <li>one</li>\n\n      <li>two</li>\n    </ul>\n  "
    conversion = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="-")
    assert conversion.markdown.strip() == "- one\n- two"
    in_a_post = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.md")
    assert in_a_post.markdown == body


def test_a_whole_page_is_html_whatever_its_name() -> None:
    page = "<!DOCTYPE html>\n<html><body>\n\n    <p>a *b*</p>\n\n</body></html>\n"
    conversion = convert_body(page, ConvertConfig(), BodyFormat.HTML, path="page.txt")
    assert conversion.markdown == "a \\*b\\*\n"


def test_html_that_stays_is_no_code_in_markdown() -> None:
    body = '    <ol start="4">\n\n    <li>a</li>\n\n    </ol>\n'
    conversion = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="post.html")
    assert conversion.markdown.startswith('<ol start="4">')
    assert "<pre>" not in render_markdown(conversion.markdown)


def test_old_wordpress_body() -> None:
    body = (
        'A <b>bold</b> word and <a href="/x" target="_blank">a link</a>.\n\n'
        "<i>More</i><br />\ntext\n"
    )
    assert convert(body) == "A **bold** word and [a link](/x).\n\n*More*<br />\ntext\n"
    assert convert(body, profile=Profile.GFM).endswith("*More*\\\ntext\n")


def test_inline_html_beside_cjk_punctuation_stays() -> None:
    assert convert("说<b>“挖矿”</b>面临\n") == "说<b>“挖矿”</b>面临\n"


def test_template_code_stays_in_place() -> None:
    body = '<p>See <a href="{{ site.url }}/x">{{ page.title }}</a> {% include a.html %}</p>\n'
    assert convert(body) == "See [{{ page.title }}]({{ site.url }}/x) {% include a.html %}\n"


@pytest.mark.parametrize(
    "body",
    [
        "{% if a %}<p>x <b>y</b></p>{% endif %}\n",
        '{% for p in posts %} <li><a href="/x">{{ p }}</a></li>{% endfor %}\n',
        "{% include x.html %}<div>\n\n<p>x <b>y</b></p>\n\n</div>\n",
        "text\n{{ note }}<p>x <b>y</b></p>\n",
        "* {% if a %}<p>x <b>y</b></p>{% endif %}\n",
    ],
)
def test_a_block_behind_liquid_stays_for_its_tag_begins_the_line_once_liquid_has_run(
    body: str,
) -> None:
    """In Jekyll `{% if a %}<p>x **y**</p>{% endif %}` shows the asterisks."""
    assert convert(f"{body}\n<p>z <b>z</b></p>\n\nt <b>t</b>\n") == f"{body}\nz **z**\n\nt **t**\n"


def test_a_block_behind_liquid_is_told() -> None:
    body = "Text\n\n{% if a %}<p>x <b>y</b></p>{% endif %}\n"
    (found,) = convert_body(body, ConvertConfig(), BodyFormat.MIXED).differences
    assert (found.kind, found.line, found.action) == ("unsupported", 3, "kept-html")


def test_what_stands_behind_a_shortcode_is_in_a_paragraph() -> None:
    body = "{{< box >}}<h2>a <b>b</b></h2>\n"
    assert convert(body, Dialect.COMMONMARK) == "{{< box >}}<h2>a **b**</h2>\n"


def test_html_with_loops_stays() -> None:
    body = "<ul>{% for p in posts %}<li>{{ p }}</li>{% endfor %}</ul>\n"
    conversion = convert_body(body, ConvertConfig(dialect=Dialect.KRAMDOWN), BodyFormat.HTML)
    assert conversion.markdown == body
    assert [found.kind for found in conversion.differences] == [DifferenceKind.UNSUPPORTED]


def test_crlf_stays_crlf() -> None:
    assert convert("a\r\n\r\n<p>b</p>\r\n\r\nc\r\n") == "a\r\n\r\nb\r\n\r\nc\r\n"


def test_cr_stays_cr() -> None:
    assert convert("a\r\r<p>b</p><p>c</p>\r") == "a\r\rb\r\rc\r"
    conversion = convert_body("<p>a</p><p>b</p>", ConvertConfig(), BodyFormat.HTML, line_end="\r")
    assert conversion.markdown == "a\r\rb"


def test_mixed_line_ends_stay_and_new_lines_take_the_commonest() -> None:
    body = "one\r\ntwo <b>b</b>\nthree\n\n<p>p</p><p>q</p>\n\nlast \r\n"
    assert convert(body) == "one\r\ntwo **b**\nthree\n\np\n\nq\n\nlast \r\n"


def test_a_space_before_a_crlf_is_no_hard_break() -> None:
    assert convert("a <b>x</b> \r\nb\r\n") == "a **x** \r\nb\r\n"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"])
@pytest.mark.parametrize("body", ["<p>a</p>", "text{0}{0}<p>a</p>", "<p>a</p>{0}{0}text"])
def test_the_end_of_a_body_stays(body: str, end: str) -> None:
    source = body.format(end or "\n") + end
    written = convert(source)
    assert written == source.replace("<p>", "").replace("</p>", "")


def test_blank_lines_at_the_start_stay() -> None:
    assert convert("\n  \n\n<p>a</p>\n") == "\n  \n\na\n"
    assert convert("\r\n\r\n<p>a</p>\r\n") == "\r\n\r\na\r\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a\n\n<p></p>\n\nb\n", "a\n\nb\n"),
        ("a\n\n\n<p></p>\n\n<p></p>\n\n\nb\n", "a\n\nb\n"),
        ("a\n<p></p>\nb\n", "a\n\nb\n"),
        ("a\n<p></p>\n\nb\n", "a\n\nb\n"),
        ("<p></p>\n\nb\n", "b\n"),
        ("a\n\n<p></p>\n", "a\n"),
        ("a\n\n<p></p>", "a"),
        ("- a\n\n<p></p>\n\n- b\n", "- a\n\n<!-- -->\n\n- b\n"),
    ],
)
def test_html_that_shows_nothing_leaves_one_blank_line(body: str, expected: str) -> None:
    assert convert(body) == expected


def test_html_in_a_list_item_is_converted_where_it_is_all_of_the_item() -> None:
    body = (
        '  * <p dir="ltr">\n      One *x* <b>b</b>\n    </p>\n    \n'
        "      * <p>\n          Inside\n        </p>\n\n"
        "1. <h3>T</h3>\n2. <p>a</p><p>b</p>\n3. <p>c</p>\n   more\n"
    )
    assert convert(body) == (
        "  * One \\*x\\* **b**\n    \n      * Inside\n\n"
        "1. ### T\n2. <p>a</p><p>b</p>\n3. <p>c</p>\n   more\n"
    )
    config = ConvertConfig(dialect=Dialect.KRAMDOWN)
    (found,) = convert_body(body, config, BodyFormat.MIXED).differences
    assert (found.line, found.column, found.text) == (1, 5, 'dir="ltr"')


def test_html_in_code_of_a_list_item_stays() -> None:
    body = "- a\n\n      * <p>code</p>\n\n<p>b</p>\n"
    assert convert(body) == "- a\n\n      * <p>code</p>\n\nb\n"


def test_lists_do_not_run_together() -> None:
    assert convert("<ul><li>a</li></ul>\n\n- b\n") == "- a\n\n<!-- -->\n\n- b\n"
    assert convert("- b\n\n<ul><li>a</li></ul>\n") == "- b\n\n<!-- -->\n\n- a\n"


def test_brackets_are_escaped_where_references_are_defined() -> None:
    assert convert("<p>[a]</p>\n\n[a]: /x\n") == "\\[a\\]\n\n[a]: /x\n"


def test_places_of_differences_are_those_of_the_body() -> None:
    body = 'text\n\n{{ x }} y\n\n<p>a</p>\n <p class="q">b</p>\n'
    config = ConvertConfig(dialect=Dialect.KRAMDOWN)
    (found,) = convert_body(body, config, BodyFormat.MIXED).differences
    assert (found.kind, found.action) == (DifferenceKind.ATTRIBUTE, Action.DROPPED)
    assert (found.line, found.column, found.offset) == (6, 2, body.index('<p class="q">'))
    assert found.text == 'class="q"'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_places_count_every_line_end(end: str) -> None:
    body = f'one{end}{end}{{{{ x{end} }}}} y{end}{end} <p class="q">b</p>{end}'
    config = ConvertConfig(dialect=Dialect.KRAMDOWN)
    (found,) = convert_body(body, config, BodyFormat.MIXED).differences
    assert (found.line, found.column, found.offset) == (6, 2, body.index("<p class"))


def test_fail_leaves_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "1. one\n<div>a</div>\n2. two\n"
    for choice in OnDifference:
        config = ConvertConfig(dialect=Dialect.KRAMDOWN, on_difference=choice)
        conversion = convert_body(body, config, BodyFormat.MIXED)
        if choice is OnDifference.FAIL and not conversion.proved:
            assert conversion.markdown == body


def test_semantics_can_be_dropped() -> None:
    assert convert("<p>H<sub>2</sub>O</p>\n", semantics=Semantics.DROP) == "H2O\n"


def test_reference_labels_do_not_clash() -> None:
    from newskit.config.convert import LinkStyle

    body = "[x][1]\n\n[1]: /one\n\n<p><a href='/two'>y</a></p>\n"
    written = convert(body, link_style=LinkStyle.REFERENCE)
    assert "[y][2]" in written
    assert "[2]: /two" in written


def test_choices_are_part_of_the_proof() -> None:
    body = 'text\n\n<p>a</p><p class="ad">buy</p><p><a href="//e.org/x">x</a></p>\n\nmore\n'
    written = convert(body, drop=(".ad",), base_url="https://e.org/")
    assert written == "text\n\na\n\n[x](https://e.org/x)\n\nmore\n"


def test_html_that_leaks_stays_and_the_rest_is_converted() -> None:
    config = ConvertConfig(dialect=Dialect.KRAMDOWN)
    body = "<ul><li>a <b>x<b></li></ul>\n\ntext\n\n<p>ok</p>\n"
    conversion = convert_body(body, config, BodyFormat.MIXED)
    assert conversion.markdown == "<ul><li>a <b>x<b></li></ul>\n\ntext\n\nok\n"
    assert conversion.proved
    assert [found.action for found in conversion.differences] == [Action.KEPT_HTML]


def test_inline_tags_alone_on_their_lines_are_paragraphs_to_kramdown() -> None:
    body = '<img src="/a.png" alt="a">\n\n<img src="/b.png" alt="b">\n\n<p>x</p>\n'
    assert convert(body) == "![a](/a.png)\n\n![b](/b.png)\n\nx\n"


def test_the_end_tag_alone_on_its_line_closes_the_link_of_its_paragraph() -> None:
    body = 'Intro.\n\n<a class="btn" href="/u">\n    Discover\n</a>\n\nEnd.\n'
    assert convert(body) == "Intro.\n\n[Discover](/u)\n\nEnd.\n"
    # White space that parts two words stays.
    assert convert('a<a href="/x">\n b\n</a>c\n') == "a[\n b\n](/x)c\n"


def test_what_kramdown_reads_no_markdown_in_stays_html() -> None:
    body = 'A picture <center>by <a href="/u">Ana</a></center> and <b>more</b>\n'
    assert convert(body) == 'A picture <center>by <a href="/u">Ana</a></center> and **more**\n'


def test_kramdown_reads_markdown_after_a_comment_on_its_line() -> None:
    body = "<!-- more -->A **bold** [link](/x).\n\n<p>x</p>\n"
    assert convert(body) == "<!-- more -->A **bold** [link](/x).\n\nx\n"


@pytest.mark.parametrize("dialect", [Dialect.KRAMDOWN, Dialect.HTML])
def test_a_body_that_nests_too_deep_stays_and_no_parser_meets_it(
    dialect: Dialect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(_: str) -> str:
        raise AssertionError("no parser should meet this")

    for module in ("html", "body.whole", "body.writer", "body.inline_tags"):
        monkeypatch.setattr(f"newskit.convert.{module}.body_html", parse)
    body = "<p>One</p>\n" + "<div>open\n\n" * 40
    config = ConvertConfig(dialect=dialect, max_depth=30)
    found = convert_body(body, config, BodyFormat.HTML)
    assert (found.markdown, found.proved) == (body, False)
    assert [(one.kind, one.action) for one in found.differences] == [
        (DifferenceKind.DEPTH, Action.KEPT_HTML)
    ]
    assert found.differences[0].line == 62


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("dialect", [Dialect.KRAMDOWN, Dialect.HTML])
def test_the_bytes_of_a_picture_come_out_and_places_behind_it_are_right(
    kind: str, dialect: Dialect
) -> None:
    picture = f"data:image/{kind};base64," + "iVBORw0KGgo/+A" * 300 + "=="
    other = f"data:image/{kind};base64," + "iVBORw0KGgo/+B" * 300
    body = (
        f'<p><img src="{picture}" alt="One"> <img alt="Two" src="{other}"></p>\n'
        '<p id="x">Three <i dir="rtl">four</i></p>\n'
    )
    found = convert_body(body, ConvertConfig(dialect=dialect), BodyFormat.HTML)
    assert found.proved
    assert f"![One]({picture}) ![Two]({other})" in found.markdown
    assert [one.offset for one in found.differences] == [body.index('<p id="x">')]
    assert [(one.line, one.column) for one in found.differences] == [(2, 1)]


def test_other_pictures_are_other_pictures() -> None:
    start, end = "data:image/png;base64,", "iVBORw0KGgo/+A" * 300
    protected = protect(f"![a]({start}{end}) ![b]({start}{end[:-1]}B)")
    assert len(protected.pieces) == 2
    assert protected.restore(protected.text).endswith(f"{end[:-1]}B)")


@pytest.mark.parametrize(
    "tail",
    [
        '<p class="note>The bridge > opens on Sunday at noon.\n\n> More of it.\n',
        "<a href='https://a.example/x>The bridge opens.</a> More of it.\n",
        "<img src=a.png alt=The bridge opens. More of it.\n",
        "<p If the price < the limit, the bridge opens.\n",
    ],
)
@pytest.mark.parametrize(
    "head", ["<p>One <b>two</b>.</p>\n\n", "One **two**.\n\n<p>Th<i>r</i>ee.</p>\n\n"]
)
def test_what_stands_behind_a_tag_that_nothing_ends_is_kept(head: str, tail: str) -> None:
    # A parser leaves out the tag, with all that its last value takes in.
    done = convert_body(head + tail, ConvertConfig(), BodyFormat.MIXED, path="a.md")
    assert done.markdown.endswith(tail)
    assert "**two**" in done.markdown
    said = [one.text for one in done.differences]
    assert ("a tag that nothing ends" in said) is tail.startswith("<p")  # the others are words
    again = convert_body(done.markdown, ConvertConfig(), BodyFormat.MIXED, path="a.md")
    assert again.markdown == done.markdown


@pytest.mark.parametrize(
    "body",
    [
        "<p>One <b>two</b>.</p>\n\n```\nstd::vector<int x\n```\n",
        '<p>One <b>two</b>.</p>\n\nWords, `<a href="x` and more.\n',
        '<p title="a > b">One <b>two</b>.</p>\n\n1 <x and so on\n',
    ],
)
def test_a_sign_that_begins_no_tag_keeps_nothing(body: str) -> None:
    done = convert_body(body, ConvertConfig(), BodyFormat.MIXED, path="a.md")
    assert done.markdown.startswith("One **two**.")
    assert not any("nothing ends" in one.text for one in done.differences)


@pytest.mark.parametrize(
    "body",
    [
        '<T "> is the type of a list.\n\nThe *second* paragraph.\n',
        "<Vec <T> > holds them.\n",
        "<t < u\n\nNext.\n",
        "Words.\n\n<key/value> pairs.\n",
        "Words.\n\n<div\n\nThe bridge opens > soon.\n",
    ],
)
def test_what_no_renderer_reads_as_a_tag_is_text(body: str) -> None:
    assert convert_body(body, ConvertConfig(), BodyFormat.MARKDOWN, path="a.md").markdown == body


def test_a_paragraph_that_nothing_ends_ends_where_the_next_block_begins() -> None:
    body = "<p>One\n\n<blockquote>\n\nTwo</blockquote>\n# Three\n"
    done = convert_body(body, ConvertConfig(), BodyFormat.MIXED, path="a.md")
    assert done.markdown == "One\n\n> Two\n\n# Three\n"


def test_a_link_in_numbered_code_stays() -> None:
    body = (
        "<p>See:</p>\n<table class=highlighttable><tr><td class=linenos>7</td>"
        '<td class=code><pre>open(<a href="/docs/path">path</a>)</pre></td></tr></table>\n'
    )
    done = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="a.html")
    assert done.markdown == (
        'See:\n\n<pre><code>open(<a href="/docs/path">path</a>)</code></pre>\n'
    )


def test_the_address_of_a_line_of_numbered_code_is_reported() -> None:
    body = (
        '<table class="highlighttable"><tr><td class="linenos"><pre>7</pre></td><td class="code">'
        '<pre><span id="l7"><a href="#l7"></a>open(path)</span></pre></td></tr></table>\n'
    )
    done = convert_body(body, ConvertConfig(), BodyFormat.HTML, path="a.html")
    assert done.markdown == "~~~\nopen(path)\n~~~\n"
    assert 'href="#l7"' in [one.text for one in done.differences]


@pytest.mark.parametrize(
    "before", ["<!-- saved -->\n", "<?xml version='1.0'?>\n<!-- a -->", "<!X>"]
)
def test_a_page_behind_a_comment_is_a_page(before: str) -> None:
    body = f"{before}<html><body>\n\n    <p>One</p>\n\n*two*</body></html>\n"
    done = convert_body(body, ConvertConfig(), BodyFormat.MIXED, path="a.md")
    assert done.markdown == "One\n\n\\*two\\*\n"


@pytest.mark.parametrize("dialect", [Dialect.KRAMDOWN, Dialect.COMMONMARK])
def test_styles_are_marks_in_every_paragraph_of_markdown(dialect: Dialect) -> None:
    bold, plain = '<span style="font-weight:bold">', '<span style="color:red">'
    body = f"{bold}Kopf</span>\n\nEin {bold}Wort</span> und {plain}noch</span> eins.\n\n"
    body += f"- {bold}x</span>\n"
    found = convert_body(body, ConvertConfig(dialect=dialect), BodyFormat.MIXED)
    assert found.markdown == "**Kopf**\n\nEin **Wort** und noch eins.\n\n- **x**\n"
    assert found.proved
    assert {one.action for one in found.differences} == {Action.DROPPED}


def test_brackets_in_highlighted_code_are_no_shortcode() -> None:
    code = "<pre><code><span>'[id='</span> + n + <span>']'</span></code></pre>\n"
    html = ConvertConfig(dialect=Dialect.HTML)
    assert "'[id=' + n + ']'" in convert_body(f"<p>a</p>\n{code}", html, BodyFormat.HTML).markdown
    box = '<p>[box titel="ein <b>Wort</b>"]innen[/box]</p>\n'
    assert convert_body(box, html, BodyFormat.HTML).markdown == box[3:-5] + "\n"


@pytest.mark.parametrize("quote", ['"', "&ldquo;"])
def test_a_shortcode_around_a_picture_stays_in_markdown_too(quote: str) -> None:
    framed = f'[caption width={quote}9{quote}]<img src="k.jpg" alt="K"> Kai[/caption]'
    html = ConvertConfig(dialect=Dialect.HTML)
    once = convert_body(f"<p>Am {framed}</p>\n<p>{framed}</p>\n", html, BodyFormat.HTML).markdown
    assert once.count(framed) == 2
    for dialect in (Dialect.KRAMDOWN, Dialect.COMMONMARK):
        again = convert_body(once, ConvertConfig(dialect=dialect), BodyFormat.MIXED).markdown
        assert again == once
