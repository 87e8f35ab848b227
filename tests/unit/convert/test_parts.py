"""The small parts of the writer."""

from __future__ import annotations

import pytest

from newskit import convert_html
from newskit.config.convert import Profile
from newskit.convert.block_tags import fenced
from newskit.convert.blocks import Block, block_html, block_source, wrap
from newskit.convert.emphasis import join_items
from newskit.convert.escape import (
    PROFILES,
    code_span,
    context,
    destination,
    escape_line_starts,
    escape_text,
    is_formula,
    title,
)
from newskit.convert.notes import Note, place_notes
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import element_end, parse, serialize

PORTABLE, GFM = PROFILES[Profile.PORTABLE], PROFILES[Profile.GFM]


@pytest.mark.parametrize(
    ("text", "portable", "gfm"),
    [
        ("plain text, 中文。", "plain text, 中文。", "plain text, 中文。"),
        ("a|b", "a\\|b", "a|b"),
        ("snake_case", "snake_case", "snake_case"),
        ("a_1_b", "a\\_1\\_b", "a_1_b"),
        ("5 * 3", "5 * 3", "5 * 3"),
        ("~5", "~5", "~5"),
        ("5~6 7~8", "5&#126;6 7&#126;8", "5\\~6 7\\~8"),
        ("$5", "$5", "$5"),
        ("{: x}", "\\{: x}", "\\{: x}"),
        ("AT&T &amp;", "AT&T &amp;amp;", "AT&T &amp;amp;"),
        ("https://e.org", "https\\://e.org", "https\\://e.org"),
    ],
)
def test_as_few_escapes_as_are_safe(text: str, portable: str, gfm: str) -> None:
    assert escape_text(text, context(PORTABLE)) == portable
    assert escape_text(text, context(GFM)) == gfm


def test_line_starts() -> None:
    assert escape_line_starts("# a\n- b\n2. c\nd", GFM) == "\\# a\n\\- b\n2\\. c\nd"
    assert escape_line_starts("#a", GFM) == "\\#a"
    assert escape_line_starts("#a", PORTABLE) == "\\#a"


def test_a_formula_that_is_all_of_its_paragraph() -> None:
    assert is_formula("$$a$$")
    assert not any(map(is_formula, ("$$a$$ b", "$$a$$ $$b$$", "$$$$", "$a$", "$$a")))


def test_emphasis_by_delimiters_or_tags() -> None:
    assert join_items([("a", 0), ("b", 1)], "", "", "") == "a**b**"
    assert join_items([("a", 0), ("“b”", 1), ("c", 0)], "", "", "") == ("a<strong>“b”</strong>c")
    assert join_items([("a", 1), ("b", 2)], "", "", "") == "**a**_b_"
    assert join_items([("a", 3)], "", "", "") == "***a***"
    assert join_items([("a", 4)], "", "", "~~") == "~~a~~"
    assert join_items([("a", 4)], "", "", "") == "<del>a</del>"


def test_code_spans() -> None:
    assert code_span("a`b", context(GFM)) == "``a`b``"
    assert code_span("`", context(GFM)) == "`` ` ``"
    assert code_span("a|b", context(GFM).within(cell=True)) == "`a\\|b`"
    assert code_span("a|b", context(PORTABLE).within(cell=True)) == "<code>a&#124;b</code>"


def test_fences_are_longer_than_what_they_hold() -> None:
    assert fenced("~~~~", "", "~~~") == "~~~~~\n~~~~\n~~~~~"


def test_destinations_and_titles() -> None:
    assert destination("/a b(c") == "/a%20b%28c"
    assert destination("/wiki/A_(b)") == "/wiki/A_(b)"
    assert destination("/新闻") == "/新闻"
    assert title('say "x"\ny') == ' "say &#34;x&#34; y"'
    assert title("") == ""


def test_serialised_events_are_what_was_parsed() -> None:
    source = (
        '<p a="1" b"="">x &lt; y<!-- c --><br></p><script>a<b</script><iframe src="/"></iframe>'
    )
    events = parse(source)
    assert serialize(events) == f"<body>{source}</body>"
    assert events[element_end(events, 1)][1] == "/p"


def test_notes_are_placed_in_order() -> None:
    source = '<p>a</p>\r\n<P Class="x">b</P>\r<p class="x">c</p>'
    note = Note(DifferenceKind.ATTRIBUTE, Action.DROPPED, "p", 'class="x"')
    found = place_notes([note], source)
    assert (found[0].line, found[0].column) == (3, 1)


def test_wrapping_never_begins_a_block() -> None:
    assert wrap("aaa bbb - ccc 1. ddd", 7) == "aaa bbb -\nccc 1.\nddd"
    assert wrap('aaa `b c d` [e f](/g "h")', 5) == 'aaa\n`b c d`\n[e\nf](/g "h")'
    assert wrap("中文 字字", 5) == "中文\n字字"


def test_items_outside_of_a_list_stay_html_with_those_joined_to_them() -> None:
    events = parse("<li>One</li><li>Two</li><li>Three</li>")
    items = [place for place, event in enumerate(events) if event[1] == "li"]
    block = Block("ul", "- One\n- Two\n- Three", items[2], before=items[:2])
    html = "<li>One</li>\n<li>Two</li>\n<li>Three</li>"
    assert block_html(block, events, frozenset(), frozenset()) == html
    assert block_source(block, events) == html.replace("\n", "")


def test_items_outside_of_a_list_are_one_block_with_all_their_elements() -> None:
    made = convert_html("<li>One</li><li>Two</li><p>x</p><li>Three</li>")
    assert (made.markdown, made.proved) == ("- One\n- Two\n\nx\n\n- Three\n", True)
