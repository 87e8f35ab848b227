"""Plain text: what a reader sees, a line a block."""

from __future__ import annotations

import pytest

from newskit.records.text import markdown_text, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a\n  b</p><p>c</p>", "a b\n\nc"),
        ("<div>a <b>b</b>c<p>d</p>tail<br>z</div>", "a bc\n\nd\n\ntail\nz"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "a\n\nb"),
        ("<pre><code>x\n  y &lt;z\n</code></pre>after", "x\n  y <z\n\nafter"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "a\nb\n\n1\n2",
        ),
        ("a<script>x()</script>b<style>p{}</style><!-- c -->d", "abd"),
        ('<img alt="unseen"><a title="<p>">link</a>', "link"),
        ("<p>中文\n中文</p><p>中文 abc\ndef</p>", "中文中文\n\n中文 abc def"),
        ("&amp;&#x4e2d;", "&中"),
        ("a\x1eb\x00c", "a b c"),
        ("", ""),
        ("<pre>if a > b:\n  c  <i>d e</i>\n</pre>", "if a > b:\n  c  d e"),
        ("<p>a</p><pre>\n\n</pre><br><p>b</p>", "a\n\nb"),
        ("<P>a<BR>b</P><Section>c</Section><pRe>d\ne</pRe>", "a\nb\n\nc\n\nd\ne"),
        ("<p>unclosed <b>bold", "unclosed bold"),
    ],
)
def test_html(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_markdown() -> None:
    source = "# T\n\nhello *w* [l](u)\nnext\n\n- a\n- b\n\n```\nx  y\n z\n```\n<p>html</p>\n"
    assert markdown_text(source) == "T\n\nhello w l next\n\na\n\nb\n\nx  y\n z\n\nhtml"


def test_embedded_files_are_words_only_where_readers_see_them() -> None:
    data = f"data:image/png;base64,{'iVBORw0KGgo+/' * 1_000}=="
    assert plain_text(f'<p>a <img src="{data}" alt="x"> b</p>') == "a b"
    seen = plain_text(f'<p>a <img src="{data}"></p><pre>{data}\n{data}</pre><p>newskit0x</p>')
    assert seen == f"a\n\n{data}\n{data}\n\nnewskit0x"
    assert markdown_text(f"![x]({data})\n\n    {data}\n") == data


def test_a_large_block_of_code_does_not_take_quadratic_time() -> None:
    code = "\n".join(f"    x{number} = y[{number}]" for number in range(50_000))
    assert plain_text(f"<pre>{code}</pre>") == code


def test_nesting_beyond_the_limit_is_read_without_a_parser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newskit.records.text._MAX_DEPTH", 20)
    monkeypatch.setattr("selectolax.lexbor.LexborHTMLParser", None)
    assert plain_text("<div>" * 30 + "deep" + "</div>" * 30) == "deep"


def test_controls_side_by_side_are_words_of_their_own() -> None:
    assert plain_text("<p><button>Yes</button><button>No</button></p>") == "Yes No"
    assert plain_text("<p><button>Y</button>es</p>") == "Yes"


def test_what_stands_in_an_object_is_seen_where_it_shows_nothing_else() -> None:
    assert plain_text("<p>List<object> of words</object></p>") == "List of words"
    assert plain_text("<p>Film<object data='a.swf'>none</object></p>") == "Film"
    assert plain_text("<p>Film<object><param name='a'>none</object></p>") == "Film"
