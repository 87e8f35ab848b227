"""What is written directly, and what is left to the writer of atoms: both write the same."""

from __future__ import annotations

import pytest

from newskit.config.convert import ConvertConfig, Profile
from newskit.convert.html import make_walk
from newskit.convert.pieces import write
from newskit.convert.tree import parse

HTML = [
    "a <b>b</b> c <i>d</i>!",
    "<b>a</b><i>b</i><b>c</b> <b>d</b>",
    "<b> a </b>b<i> c</i>",
    "a<b>.b.</b>c <b>(d)</b> e",
    "a<br><br> b <br>",
    "<br> <br>a<br>",
    "<b>a</b><br><b>b</b>",
    "“<em>a</em>” 中<em>（文）</em>字",
    "!<a href=/x>y</a> <b>a!</b><a href=/x>y</a>",
    '<a href="/x" class=c title=t> y </a>z<a>w</a>',
    "<a href=https://e.org>https://e.org</a>: https://e.org www.e.org :a:",
    "<a href=/x><b>y</b></a><b>z</b>",
    "<i> <a href=/x>y</a> </i>z",
    "<a href=/x><img src=/y alt=z width=1></a>",
    '<img src=/y alt="*"> <img src=/y alt=a>',
    "`<code>a</code><code>b `</code> <code> </code>",
    "<span class=x>a*</span>*<font>b</font>",
    "*<b>*</b>",
    "<b>*</b>",
    "<b></b>",
    "*<br>",
    "&nbsp;<b>a</b>&nbsp;",
    "a&nbsp;<br>&nbsp;b",
    "# a<br># b",
    "[a] <b>b</b> [c",
    "a <kbd>b</kbd> c",
    "<b>a\x0b</b>",
    "<code>\u200b</code>",
    "<span></span>" * 100 + "<sub>a</sub>",
    "<b><span class=x>a</span> b</b> <a href=/x><span>c</span></a> <code><span>d</span></code>",
    "a <b> </b> <i></i><a href=/x></a><code> </code>b <a name=c></a>d",
    "<code><x-y>a</x-y></code> <b><x-y>c</x-y></b>",
    "<a href=/x><span><img src=/y alt=z></span></a> <i><span><a href=/x>y</a> </span></i>",
]


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("html", HTML)
@pytest.mark.parametrize(
    "frame",
    ["{}", "<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</ul>", "<table><tr><th>{}<tr><td>b</table>"],
)
def test_both_write_the_same(frame: str, html: str, profile: Profile) -> None:
    events = parse(frame.replace("{}", html))
    walks = [make_walk(events, ConvertConfig(profile=profile), lean=lean) for lean in (True, False)]
    one, other = [write(walk.run(1, len(events) - 1), walk) for walk in walks]
    assert one == other
    assert walks[0].notes == walks[1].notes
