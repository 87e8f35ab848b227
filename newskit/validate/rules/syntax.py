"""What is wrong with the syntax of front matter."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Subject
from newskit.validate.syntax.yaml_lines import is_foreign_comment


@matter_rule(
    "NK122",
    "reserved-character",
    Severity.ERROR,
    needs=(" &", " !", " #", "\t&", "\t!", "\t#", "title: |", "title: >"),
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
        title: !
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
        # A value may have been commented out on purpose; behind an anchor, a date is still one.
        mild = mark == "#" or (mark == "&" and lost.key in subject.config.date_keys)
        yield replace(found, severity=Severity.WARNING) if mild else found


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
