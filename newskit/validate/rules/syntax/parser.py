"""Rules that the parsers of front matter find; the repairs are in validate/syntax/.

A rule's manual page is its text here; its first line is the summary.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULES"]

RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "NK105",
            "front-matter-syntax",
            Severity.ERROR,
            Finder.READER,
            """Front matter that is not valid YAML, TOML or JSON, for a reason of no other rule.

The message is the parser's own. Where newskit recognises the cause, a finding from NK120 to
NK149 stands in its place and says what to change.
""",
        ),
        Rule(
            "NK106",
            "duplicate-key",
            Severity.ERROR,
            Finder.READER,
            """A key that stands twice in one mapping.

Jekyll and PyYAML keep the last one without a word; Hugo, Hexo, Eleventy, Astro and Nikola stop
there, and TOML forbids it. In a post for Jekyll a key with the same value twice is a warning. The
related place is the first of the two.

    title: Annual report
    date: 2024-05-01
    title: Draft
""",
            repair=Repair.UNSAFE,
        ),
        Rule(
            "NK115",
            "unknown-yaml-tag",
            Severity.WARNING,
            Finder.READER,
            """A YAML tag that safe readers do not know, such as `!ruby/object:Date`.

Safe loaders refuse the whole front matter because of it.
""",
        ),
        Rule(
            "NK116",
            "unreadable-value",
            Severity.WARNING,
            Finder.READER,
            """A value that is not what it claims to be, or a number beyond what readers hold.

Safe YAML loaders refuse a whole front matter for one `!!binary` that is not base64 or one `!!int`
that is not a number, and Python for an integer of some thousands of digits. newskit reads such a
value as the text it is.

    cover: !!binary "???"
""",
        ),
        Rule(
            "NK120",
            "unescaped-quote",
            Severity.ERROR,
            Finder.SYNTAX,
            r"""A quote inside a quoted value that is not escaped.

The value ends at the inner quote, and what follows is a syntax error. The repair escapes the
inner quotes (`\"`) or, in single quotes, doubles them.

    title: "The "new" house"

becomes

    title: "The \"new\" house"
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK121",
            "colon-in-value",
            Severity.ERROR,
            Finder.SYNTAX,
            """A colon followed by a space inside a value without quotes.

YAML takes it for another key. The repair puts the value in quotes.

    title: Berlin: a city opens

becomes

    title: "Berlin: a city opens"
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK123",
            "full-width-colon",
            Severity.ERROR,
            Finder.SYNTAX,
            """A full-width colon (U+FF1A) between key and value.

Chinese and Japanese keyboards write it; YAML does not know it, so the line is not an entry. The
repair writes a colon and a space.

    title：整治虚拟货币
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK124",
            "tab-indentation",
            Severity.ERROR,
            Finder.SYNTAX,
            """A tab where YAML wants spaces.

YAML forbids tabs in indentation (YAML 1.2.2, section 6.1). The repair writes spaces in their
place.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK125",
            "curly-quote-delimiter",
            Severity.ERROR,
            Finder.SYNTAX,
            """A value between curly or mixed quotes.

Word processors write “…” for "…". YAML does not take them for quotes: a colon inside breaks the
entry, and otherwise the quotes become part of the value. The repair writes straight quotes.

    title: “Berlin: a city opens”
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK126",
            "glued-lines",
            Severity.ERROR,
            Finder.SYNTAX,
            """Two entries on one line.

The line ending between them was lost, often where files were joined or by a mass replacement.

    title: "Open day"date: 2024-05-01

The repair puts the second entry on a line of its own.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK128",
            "unclosed-quote",
            Severity.ERROR,
            Finder.SYNTAX,
            """A quoted value whose closing quote is missing, or is another kind of quote.

The value swallows the lines below it until the next quote. The repair adds the closing quote at
the end of the line.

    title: "Open day
    date: 2024-05-01
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK129",
            "unclosed-bracket",
            Severity.ERROR,
            Finder.SYNTAX,
            """A list or mapping in brackets that is not closed, or closed by another bracket.

    tags: [news, berlin

The repair adds the missing bracket, or puts a value that is not a list in quotes.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK130",
            "merge-conflict",
            Severity.ERROR,
            Finder.SYNTAX,
            """Conflict markers of a version control system.

A merge was committed before its conflict was resolved: `<<<<<<<`, `=======`, `>>>>>>>`. Which
side is right only a person can tell, so there is no repair.
""",
        ),
        Rule(
            "NK132",
            "stray-text",
            Severity.ERROR,
            Finder.SYNTAX,
            """A line in the front matter that is neither an entry nor part of one.

Often the rest of a value that went on to the next line without indentation, a heading of the
body, or a key without its colon. The repair indents the rest of a value.

    summary: We open at nine
    and close at ten.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK133",
            "text-after-value",
            Severity.ERROR,
            Finder.SYNTAX,
            """Text behind the closing quote or bracket of a value.

    title: "Open day" in Berlin

The value ends at the quote; nothing but a comment may follow. The repair puts the whole value
in quotes.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK134",
            "unquoted-toml-value",
            Severity.ERROR,
            Finder.SYNTAX,
            """A TOML value that is text without quotes, or in quotes that TOML does not know.

    title = Open day

TOML wants quotes around every text. The repair adds them.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK135",
            "wrong-separator",
            Severity.ERROR,
            Finder.SYNTAX,
            """A key separated from its value as in another format.

`key: value` inside `+++` (TOML wants `key = value`), or `key = value` inside `---` (YAML wants
`key: value`). The repair writes what the format wants.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK136",
            "json-comma",
            Severity.ERROR,
            Finder.SYNTAX,
            """A comma that is missing or too many in JSON, or in a list of TOML.

    { "title": "Open day", }

The repair removes or adds the comma.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK137",
            "non-breaking-space",
            Severity.ERROR,
            Finder.SYNTAX,
            """A non-breaking or ideographic space where YAML wants a plain one.

It looks like a space and is not one: the line is indented by nothing, or its colon is followed by
text. The repair writes a space.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK138",
            "missing-colon",
            Severity.ERROR,
            Finder.SYNTAX,
            """A key without a colon behind it.

    title Open day

The repair adds a colon where the word in front is a key that posts usually have.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK139",
            "unknown-escape",
            Severity.ERROR,
            Finder.SYNTAX,
            r"""A backslash in double quotes that starts no escape YAML or TOML knows.

    title: "C:\new and \d+"

The repair doubles the backslash.
""",
            repair=Repair.SAFE,
        ),
    )
}
