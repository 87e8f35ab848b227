"""Bodies for the properties of convert: tags nested in any way, signs Markdown reads, scripts.

They are built from the numbers of a `Random`. In a test run hypothesis chooses each number and
makes the smallest example of a failure; a long search draws them from a seed, ten times as fast.
"""

from __future__ import annotations

import os
from random import Random

from hypothesis import strategies as st

from newskit.markup.elements import names

__all__ = ["BODIES", "EXAMPLES", "FRAGMENTS"]

EXAMPLES = int(os.environ.get("PROPERTY_EXAMPLES", "0"))
"""How many examples each property of convert is tried on; 0 for what a test run has time for."""

_INLINE = sorted(
    names("b i em strong del s code a sub sup u kbd span tt q mark abbr small cite font ins")
)
_BLOCKS = sorted(
    names(
        "p div h1 h2 h3 blockquote ul ol li pre table tr td th hr dl dt dd figure figcaption "
        "section center details summary tbody caption thead ruby rt iframe address video button"
    )
)
_ANY = _INLINE + _BLOCKS
_SIGNS = r"""* ** _ __ ` `` ~ ~~ [ ] ]( ![ ( ) # - + 1. 1) > | || --- === \ &lt; &amp; &amp;lt;
    &nbsp; $ $$ { {: {{ {% }} %} : http://e.org www.e.org “ ” （ ） ， 。 「 」 中 文 ー 한 ¥ • é
    שלום العربية &#x200f; &#8206; a B ! ^ [^1] [a]: é́ 🙂 &lt;script&gt; &quot; &copy; &#13; &#10;
    &emsp; &#8203; &shy; " ' -- ... << ~~~ ``` <br> <br/> <hr> <wbr> [x] [ ] :smile: a_b x@e.org
    <http://e.org/> <!--more--> <!--c--> {{<x>}} *a* **b** `c` [l](/u) ~~s~~ _e_ 2023. %20
    {#id}""".split()  # noqa: SIM905 - a table of words
_SPACED = (
    " ",
    "  ",
    "\n",
    "\t",
    "\u3000",
    "# ",
    "- ",
    "> ",
    "1. ",
    "    ",
    "\n\n",
    "\n- ",
    "word ",
)
_SPACED += ("\n1. ", "\n> ", "\n    ", "{: .x}\n", "[1]: /x\n", "{% if a %}", "two words")
_SPACED += ("| a | b |\n|---|---|\n| c | d |\n", '<img src="/a.png" alt="x">')
_SPACED += ("<input type=checkbox>", '<img src="/a b.png" alt="*x*" title="t">')
_ATTRIBUTES = {
    "a": (" href=/x", ' href="http://e.org/a_b(c)"', ' href="/x" title="t*"', ""),
    "ol": ("", " start=3", " type=a"),
    "td": ("", " colspan=2", " align=right", " rowspan=2"),
    "th": ("", " align=center"),
    "iframe": (' src="/v"',),
    "pre": ("", ' class="language-py"'),
    "p": ("", ' class=x style="text-align:center"'),
}


def _text(random: Random) -> str:
    words = [_SIGNS, _SIGNS, _SIGNS, _SPACED]
    return "".join([random.choice(random.choice(words)) for _ in range(random.randint(0, 5))])


def _element(random: Random, depth: int, tags: list[str]) -> str:
    """Return an element, now and then without its start or end tag, or text."""
    if depth <= 0 or random.random() < 0.3:
        return _text(random)
    tag = random.choice(tags)
    if tag == "hr":
        return "<hr>"
    inner = _content(random, depth, tag, tags)
    ends = random.random()
    start = f"<{tag}{random.choice(_ATTRIBUTES.get(tag, ('',)))}>" if ends > 0.02 else ""
    return f"{start}{inner}{f'</{tag}>' if ends < 0.96 else ''}"


def _content(random: Random, depth: int, tag: str, tags: list[str]) -> str:
    made = random.random() < 0.7
    if tag == "table" and made:
        return _rows(random, depth, tags)
    if tag in {"ul", "ol"} and made:
        items = [_element(random, depth - 1, tags) for _ in range(random.randint(1, 3))]
        inner = _element(random, depth - 1, ["ul", "ol", "p"]) if random.random() < 0.3 else ""
        return "".join([f"<li>{item}</li>" for item in items[:-1]]) + f"<li>{items[-1]}{inner}</li>"
    return "".join([_element(random, depth - 1, tags) for _ in range(random.randint(0, 3))])


def _rows(random: Random, depth: int, tags: list[str]) -> str:
    columns = random.randint(1, 3)
    written = ""
    for row in range(random.randint(1, 3)):
        name = "th" if row == 0 and random.random() < 0.7 else "td"
        written += "<tr>"
        for _ in range(columns):
            inside = _INLINE if random.random() < 0.8 else tags
            attribute = random.choice(_ATTRIBUTES[name])
            written += f"<{name}{attribute}>{_element(random, depth - 2, inside)}</{name}>"
        written += "</tr>"
    return written


def _fragment(random: Random) -> str:
    parts = [
        _element(random, random.randint(1, 4), _ANY if random.random() < 0.6 else _INLINE)
        for _ in range(random.randint(0, 4))
    ]
    return "".join(parts)


def _body(random: Random) -> str:
    parts: list[str] = []
    for _ in range(random.randint(0, 5)):
        kind = random.random()
        parts.append(_fragment(random) if kind < 0.7 else _text(random))
        parts.append(random.choice(["\n\n", "\n", "", ""]))
    return "".join(parts)


_RANDOMS = st.randoms(use_true_random=EXAMPLES > 0)
FRAGMENTS = _RANDOMS.map(_fragment)
BODIES = _RANDOMS.map(_body)
