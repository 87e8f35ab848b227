"""Fifty ways to break a post, each with the line that is wrong and the code that names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """A kind of break.

    Attributes:
        name: what it is.
        code: the rule that names it.
        line: the 1-based line of the file that is wrong; 0 where the whole file is.
        make: front matter lines and body to the bytes of the broken post.
        bomb: whether a YAML tool may hang or crash on it.
    """

    name: str
    code: str
    line: int
    make: Callable[[list[str], str], bytes]
    bomb: bool = False


def post(lines: list[str], body: str) -> bytes:
    """A post of front matter lines and a body."""
    return "\n".join(["---", *lines, "---", body]).encode()


def instead(index: int, line: str) -> Callable[[list[str], str], bytes]:
    """Another line in the place of one."""
    return lambda lines, body: post([*lines[:index], line, *lines[index + 1 :]], body)


def more(line: str) -> Callable[[list[str], str], bytes]:
    """A further line at the end."""
    return lambda lines, body: post([*lines, line], body)


def behind(text: str) -> Callable[[list[str], str], bytes]:
    """Text in front of the body."""
    return lambda lines, body: post(lines, text + body)


def in_russian(lines: list[str]) -> bytes:
    """A post in windows-1251."""
    lines = [lines[0], "title: Новости города", *lines[2:]]
    return post(lines, "Текст этой новости о городе и людях.\n").decode().encode("cp1251")


ACCENTS = "naïve café déjà vu à la carte ".encode() * 2
BOMB = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
]
# The posts' front matter: layout, title, date, categories, tags on the lines 2 to 6.
END = 7
BODY = 8
BREAKS = (
    Break("no front matter", "NK101", 1, lambda _, body: body.encode()),
    Break("empty front matter", "NK102", 1, lambda _, body: post([], body)),
    Break("unterminated", "NK103", 1, lambda f, b: "\n".join(["---", *f, "", b]).encode()),
    Break("a list, no mapping", "NK104", 2, lambda f, b: post([f"- {line}" for line in f], b)),
    Break("byte order mark", "NK107", 1, lambda f, b: b"\xef\xbb\xbf" + post(f, b)),
    Break("mixed newlines", "NK108", 0, lambda f, b: post(f, b + "\r\nend\n")),
    Break("windows-1251", "NK109", 1, lambda f, _: in_russian(f)),
    Break("a lone byte", "NK110", 0, lambda f, b: post(f, b) + ACCENTS + b"\x92\n"),
    Break("control character", "NK111", 3, instead(1, "title: Open\x08 day")),
    Break("alias bomb", "NK112", 0, lambda f, b: post([*f, *BOMB], b), bomb=True),
    Break("deep nesting", "NK112", 0, more("a: " + "[" * 30_000), bomb=True),
    Break("blank lines first", "NK113", 3, lambda f, b: b"\n\n" + post(f, b)),
    Break("empty file", "NK114", 1, lambda _, __: b"\n"),
    Break("duplicate key", "NK106", END, more("title: Again")),
    Break("unknown tag", "NK115", END, more("x: !ruby/object:Date {}")),
    Break("inner quotes", "NK120", 3, instead(1, 'title: "整治虚拟货币"挖矿"活动"')),
    Break("apostrophe", "NK120", 3, instead(1, "title: 'The city's new house'")),
    Break("colon in value", "NK121", 3, instead(1, "title: Berlin: a city opens")),
    Break("leading asterisk", "NK122", 3, instead(1, "title: **Breaking** news")),
    Break("leading at", "NK122", END, more("twitter: @newsroom")),
    Break("leading backtick", "NK122", 3, instead(1, "title: `code` explained")),
    Break("leading bracket", "NK122", 3, instead(1, "title: [ANN] Release 4.1")),
    Break("full-width colon", "NK123", 3, instead(1, "title：整治虚拟货币")),
    Break("tab", "NK124", 7, lambda f, b: post([*f[:4], "tags:\n\t- a"], b)),
    Break("curly quotes", "NK125", 3, instead(1, "title: “Berlin: open”")),
    Break("glued lines", "NK126", 3, instead(1, 'title: "Open day"author: A')),
    Break("wrong indentation", "NK127", 4, lambda f, b: post([*f[:2], f" {f[2]}", *f[3:]], b)),
    Break("unclosed quote", "NK128", 3, instead(1, 'title: "Open day')),
    Break("unclosed bracket", "NK129", 6, instead(4, "tags: [a, b")),
    Break("merge conflict", "NK130", END, more("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x")),
    Break("no space behind colon", "NK131", 3, instead(1, "title:Open day")),
    Break("stray text", "NK132", 4, instead(1, "title: We open at nine\nand close at ten.")),
    Break("text behind a quote", "NK133", 3, instead(1, 'title: "Open day" in Berlin')),
    Break("missing title", "NK201", 1, lambda f, b: post([f[0], *f[2:]], b)),
    Break("title is a number", "NK202", 3, instead(1, "title: 2048")),
    Break("empty title", "NK207", 3, instead(1, 'title: ""')),
    Break("tags: no", "NK202", 6, instead(4, "tags: no")),
    Break("30 February", "NK301", 4, instead(2, "date: 2024-02-30 10:00:00 +0800")),
    Break("date is a zone", "NK302", 4, instead(2, "date: +0800")),
    Break("ambiguous date", "NK304", 4, instead(2, "date: 01/02/2024")),
    Break("file name and date", "NK305", 4, instead(2, "date: 2014-01-01 10:00:00 +0800")),
    Break("entity in title", "NK307", 3, instead(1, "title: HIV.gov&#8217;s 6 Ways")),
    Break("mojibake in title", "NK308", 3, instead(1, "title: Editorâ€™s Note")),
    Break("misspelt key", "NK310", END, more("catagory: news")),
    Break("tags as one text", "NK314", 6, instead(4, "tags: open day, news")),
    Break("lost end tag", "NK353", BODY, behind("<p>One <strong>two</p>\n\n")),
    Break("link to nothing", "NK356", BODY, behind("See [this page]() now.\n\n")),
    Break("unclosed code block", "NK358", BODY, behind("```python\n")),
    Break("misspelt address", "NK364", BODY, behind("See [this](htp://example.org/a).\n\n")),
    Break("duplicate permalink", "NK401", END, more("permalink: /the-same/")),
)
