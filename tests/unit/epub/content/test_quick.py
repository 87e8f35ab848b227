"""Which bodies take the quick way, and which must not."""

from __future__ import annotations

import pytest

from newskit.epub.content.body import quick_body
from newskit.epub.content.state import Notes
from newskit.epub.labels import labels_for


def _takes_it(html: str) -> bool:
    return quick_body(html, Notes("", labels_for("en"))) is not None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Plain &amp; simple<br />two <em>lines</em></p>\n<hr />\n",
        '<h2 id="a">A</h2>\n<ul>\n<li>b <a href="https://e.example/">c</a></li>\n</ul>\n',
        "<blockquote>\n<p>q</p>\n</blockquote>\n<pre><code>x &lt; y\n</code></pre>\n",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n</tbody>\n</table>\n",
    ],
)
def test_rendered_markdown_takes_the_quick_way(html: str) -> None:
    assert _takes_it(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b",  # not XML
        "a &nbsp; b",  # a name XML does not know
        "&#128;",  # HTML reads it as the euro sign
        "<p><div>a</div></p>",  # the paragraph ends before the div
        "<b><p>a</p></b>",
        "<a><em><a>b</a></em></a>",
        "<ul><ul><li>a</li></ul></ul>",
        "<table><tr><td>a</td></tr></table>",  # HTML adds a tbody
        "<table><tbody>a</tbody></table>",  # HTML moves the text out
        "<p/>a",  # HTML takes it for an open tag
        "<br></br>",  # HTML reads two breaks
        "<!-- a -->",
        "<![CDATA[a]]>",
        "<?php a ?>",
        "<pre>\na</pre>",  # HTML drops the line break
        '<p title="a\nb">c</p>',  # XML makes a space of it
        '<p CLASS="a">b</p>',
        "<P>a</P>",
        '<p xmlns="x">a</p>',
        "<script>a</script>",
        '<img src="a.png"/>',
        "<form><p>a</p></form>",
        "</div><div>",
        "<div>" * 300 + "</div>" * 300,
    ],
)
def test_what_the_two_languages_read_differently_does_not(html: str) -> None:
    assert not _takes_it(html)
