"""What is wrong with the syntax of front matter."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.rule import Finder, Repair, Rule, matter_rule
from newskit.validate.subject import Subject
from newskit.validate.syntax.yaml_lines import is_foreign_comment

RULES = (
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


@matter_rule(
    "NK122",
    "reserved-character",
    Severity.ERROR,
    needs=(" &", " !", " #", "\t&", "\t!", "\t#"),
    repair=Repair.SAFE,
)
def reserved_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value without quotes that starts with a character YAML keeps for itself.

    `*` and `&` are aliases and anchors, `@` and the backtick are reserved, `%`, `!`, `|`, `>`, `[`,
    `{` and quotes have meanings of their own. The repair puts the value in quotes.

        twitter: @newsroom
        deck: **Breaking** news

    Behind `&`, `!` and `#` YAML often finds no error: it takes the first word for an anchor or a
    tag, or the whole value for a comment, and reads the rest.

        title: &Then there was light
        accent: #fff
    """
    if not subject.is_yaml:
        return
    from newskit.validate.syntax.swallowed import lost_starts

    for lost in lost_starts(subject):
        mark = subject.post.text[lost.span[0]]
        message = f"the value of `{lost.key}` starts with `{mark}`, so YAML reads {lost.becomes}"
        hint = "put the value in quotes"
        found = rule.at(
            subject, lost.span, message, hint=hint, pointer=f"/{lost.key}", fix=lost.fix
        )
        # A value may have been commented out on purpose.
        yield replace(found, severity=Severity.WARNING) if mark == "#" else found


@matter_rule("NK127", "wrong-indentation", Severity.ERROR, needs=(" - ",), repair=Repair.SAFE)
def wrong_indentation(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A key or list item that is indented unlike its neighbours.

    In YAML, entries of one mapping start in the same column. The repair moves the line to where its
    neighbours start.

        title: Open day
         date: 2024-05-01

    A list item that is indented deeper than the one above it is not an error in YAML: it becomes
    part of that item's text.

        tags:
          - news
           - city
    """
    from newskit.validate.syntax.swallowed import swallowed_items

    for found in swallowed_items(subject):
        message = "the list item is indented deeper than the one above, so it is read as part of it"
        yield rule.at(subject, found.span, message, pointer=found.pointer, fix=found.fix)


_TIGHT = lazy(r"[A-Za-z_][\w-]*:(?!//)\S")


@matter_rule("NK131", "missing-space-after-colon", Severity.ERROR, needs=("{",), repair=Repair.SAFE)
def missing_space(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A colon with no space after it.

    YAML reads `title:Open day` as text, not as an entry. The repair adds the space.

    In braces YAML finds no error: `{title:Hello}` is one key of that name without a value (YAML
    1.2, section 7.4). There the repair is unsafe.
    """
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or subject.source(place.value).strip():
            continue
        source = subject.source(key)
        if not _TIGHT.match(source):
            continue
        at = key[0] + source.index(":") + 1
        message = f"no space follows the colon, so `{source}` is a key without a value"
        fix = Fix("add a space", (Edit(at, at, " "),), safe=False)
        found = rule.at(subject, key, message, hint="add a space", pointer=pointer, fix=fix)
        yield replace(found, severity=Severity.WARNING)


@matter_rule(
    "NK140", "wrong-list-mark", Severity.ERROR, needs=(signs.ODD_ITEM,), repair=Repair.SAFE
)
def wrong_list_mark(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A list item that starts with something else than a hyphen and a space.

    Word processors turn hyphens into dashes and bullets, and keyboards write a non-breaking space
    behind one. YAML then reads the lines as one text.

        tags:
          – news
          • city
          -sport

    The repair writes hyphens, each with a space behind it.
    """
    from newskit.validate.syntax.swallowed import swallowed_marks

    for found in swallowed_marks(subject):
        what = "a hyphen and no plain space" if found.mark == "-" else f"`{found.mark}`"
        message = f"the list item starts with {what}, so YAML reads the lines as one text"
        yield rule.at(
            subject, found.span, message, hint="write `- `", pointer=found.pointer, fix=found.fix
        )


@matter_rule(
    "NK141",
    "foreign-comment",
    Severity.WARNING,
    needs=("<!--", "// ", "/*", "[//]:"),
    repair=Repair.SAFE,
)
def foreign_comment(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A comment of another language in YAML.

    `<!-- off: yes -->`, `// note: x` and `[//]: # (photo)` are not comments in YAML: with a colon
    they are keys of that name, without one the front matter cannot be read. YAML's comments start
    with `#`. The repair makes one of the line; it is unsafe where YAML reads the line as a key.

        <!-- published: no -->
    """
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or not is_foreign_comment(subject.source(key)):
            continue
        fix = Fix("make it a comment", (Edit(key[0], key[0], "# "),), safe=False)
        message = "YAML reads this comment as a key: its comments start with `#`"
        yield rule.at(subject, key, message, hint="write `#`", pointer=pointer, fix=fix)
