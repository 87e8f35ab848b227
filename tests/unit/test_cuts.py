"""Boxes that hold nothing but a box: fewer tags, and the same words."""

from __future__ import annotations

import pytest

from newskit.markup.cuts import without_doubled_boxes


@pytest.mark.parametrize(
    ("html", "fewer"),
    [
        ("pa<span><span>per</span></span>boy", "pa<span      >per</span       >boy"),
        ("a<span> <font>b</font></span>c", "a<span>       b</span       >c"),
        ("<pre>a<div><div>b</div></div></pre>", "<pre>a<div     >b</div      ></pre>"),
        ("<div> <div>a</div> </div>", "<div>      a       </div>"),
        ("<span><div>a</div></span>", "      <div>a</div>       "),
        ("<div>" * 3 + "a" + "</div>" * 3, "<div          >a</div            >"),
        ("<div>a<div>b</div></div>", "<div>a<div>b</div></div>"),
        ("<div><!-- <div> -->a</div>", "<div><!-- <div> -->a</div>"),
    ],
)
def test_no_space_comes_between_words(html: str, fewer: str) -> None:
    assert without_doubled_boxes(html) == fewer
