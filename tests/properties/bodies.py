"""Bodies for the properties of convert: tags nested in any way, signs Markdown reads, scripts."""

from __future__ import annotations

import os

from hypothesis import strategies as st

from newskit.convert.elements import names

EXAMPLES = int(os.environ.get("NEWSKIT_EXAMPLES", "0"))
"""How many examples each property of convert is tried on; 0 for what a test run has time for."""

INLINE = names("b i em strong del s code a sub sup u kbd span tt q mark abbr small cite font ins")
BLOCKS = names(
    "p div h1 h2 h3 blockquote ul ol li pre table tr td th hr dl dt dd figure figcaption section "
    "center details summary tbody caption thead ruby rt iframe address video button"
)
SIGNS = r"""* ** _ __ ` `` ~ ~~ [ ] ]( ![ ( ) # - + 1. 1) > | || --- === \ &lt; &amp; &amp;lt;
    &nbsp; $ $$ { {: {{ {% }} %} : http://e.org www.e.org “ ” （ ） ， 。 「 」 中 文 ー 한 ¥ • é
    שלום العربية &#x200f; &#8206; a B ! ^ [^1] [a]: é́ 🙂 &lt;script&gt; &quot; &copy; &#13; &#10;
    &emsp; &#8203; &shy; " ' -- ... << ~~~ ``` <br> <br/> <hr> <wbr> [x] [ ] :smile: a_b x@e.org
    <http://e.org/> <!--more--> <!--c--> {{<x>}} *a* **b** `c` [l](/u) ~~s~~ _e_ 2023. %20 {#id}"""
SPACED = (" ", "  ", "\n", "\t", "\u3000", "# ", "- ", "> ", "1. ", "    ", "\n\n", "\n- ", "word ")
SPACED += ("\n1. ", "\n> ", "\n    ", "{: .x}\n", "[1]: /x\n", "{% if a %}", "two words")
SPACED += ("| a | b |\n|---|---|\n| c | d |\n", '<img src="/a.png" alt="x">')
SPACED += ("<input type=checkbox>", '<img src="/a b.png" alt="*x*" title="t">')
ATTRIBUTES = {
    "a": (" href=/x", ' href="http://e.org/a_b(c)"', ' href="/x" title="t*"', ""),
    "ol": ("", " start=3", " type=a"),
    "td": ("", " colspan=2", " align=right", " rowspan=2"),
    "th": ("", " align=center"),
    "iframe": (' src="/v"',),
    "pre": ("", ' class="language-py"'),
    "p": ("", ' class=x style="text-align:center"'),
}

TRICKY = st.sampled_from((*SIGNS.split(), *SPACED))
TEXT = st.lists(TRICKY, max_size=6).map("".join)


def element(tag: str, parts: list[str], choice: int, ends: int) -> str:
    """Write an element, in one of a hundred cases without its start or end tag."""
    choices = ATTRIBUTES.get(tag, ("",))
    start = f"<{tag}{choices[choice % len(choices)]}>" if ends != 1 else ""
    return f"{start}{''.join(parts)}{f'</{tag}>' if ends != 2 else ''}"


def nested(tags: frozenset[str]) -> st.SearchStrategy[str]:
    """Return elements of these tags inside each other."""
    return st.recursive(
        TEXT,
        lambda inner: st.builds(
            element,
            st.sampled_from(sorted(tags)),
            st.lists(inner, max_size=4),
            st.integers(0, 3),
            st.integers(1, 100),
        ),
        max_leaves=8,
    )


def rows(cells: list[list[str]], heads: int) -> str:
    """Write a table."""
    written = [
        "".join([f"<t{'h' if row < heads else 'd'}>{cell}" for cell in line])
        for row, line in enumerate(cells)
    ]
    return f"<table><tr>{'<tr>'.join(written)}</table>"


def items(contents: list[list[str]], tag: str) -> str:
    """Write a list."""
    written = [f"<li>{''.join(one)}</li>" for one in contents]
    return f"<{tag}>{''.join(written)}</{tag}>"


PHRASE = nested(INLINE)
TABLE = st.builds(
    rows, st.lists(st.lists(PHRASE, min_size=1, max_size=3), max_size=3), st.integers(0, 1)
)
LISTS = st.recursive(
    PHRASE,
    lambda inner: st.builds(
        items, st.lists(st.lists(inner, max_size=2), max_size=3), st.sampled_from(["ul", "ol"])
    ),
    max_leaves=6,
)
FRAGMENTS = st.lists(st.one_of(nested(INLINE | BLOCKS), TABLE, LISTS), max_size=4).map("".join)
BODIES = st.lists(st.one_of(FRAGMENTS, TEXT, st.sampled_from(["\n\n", "\n"])), max_size=6).map(
    "".join
)
