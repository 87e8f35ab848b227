"""HTML, Markdown and templates of a body that do not do what they seem to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from newskit.config.model import MARKDOWN_ENDINGS
from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy, wordlist
from newskit.markup.code import fenced_blocks
from newskit.markup.elements import TABLE
from newskit.post import BodyFormat
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate.body import Tag, is_in_block, mask_code, mask_templates, tags, unclosed_raw
from newskit.validate.rule import Repair, Rule, body_rule
from newskit.validate.subject import Subject

# Which HTML elements of a body are opened and never closed, or closed and never opened.

_END = lazy(r"</html\s*>", re.IGNORECASE)
_HEADING = lazy(r"h[1-6]")
# An end tag with a remark that another file of the site opened it.
_ELSEWHERE = lazy(r"[ \t]*<!--(?:(?!-->).){0,200}?\w\.html?\b", re.DOTALL)
_MARKUP = lazy(r"</\w|<(?:p|br|hr|img|li|div|h[1-6]|td)\b", re.IGNORECASE)
_CHOICE = lazy(
    r"\{%-?\s*(?:if|unless|case|for|else|include|render|capture)\b"
    r"|\{\{-?\s*(?:if|with|range|else|template|partial)\b|<%"
)
MAX_SHOWN = 10
"""Most findings of one kind shown for a post: one lost tag can leave hundreds."""


def unbalanced(subject: Subject) -> tuple[list[Tag], list[Tag]]:
    """Return the opening tags without an end and the end tags without a start, in order."""
    if subject.is_no_post or subject.is_plain_text or is_bare_text(subject):
        # A piece of a page opens what another one closes.
        return [], []
    lost, strays = subject.tags.lost, subject.tags.strays
    if not lost and not strays:
        return [], []
    body = subject.post.body
    if "{" in body and _CHOICE.search(body):
        # Template code chooses which of the tags are there.
        return [], []
    strays = _up_to_the_end(body, strays)
    strays = tuple(tag for tag in strays if not _ELSEWHERE.match(body, tag.end))
    lost = tuple(tag for tag in lost if not _may_be_in_backticks(body, tag))
    strays = tuple(tag for tag in strays if not _may_be_in_backticks(body, tag))
    before, after = _in_elements_of_code(subject, {tag.start for tag in (*lost, *strays)})
    return (
        [tag for tag in lost if after.get(tag.start, 0) <= 0],
        [tag for tag in strays if before.get(tag.start, 0) <= 0],
    )


def crossed(opened: list[Tag], closing: list[Tag]) -> dict[int, Tag]:
    """Return the headings closed by the end of another (`<h2>…</h3>`), by where they are opened."""
    found = (tag for tag in (*opened, *closing) if _HEADING.fullmatch(tag.name))
    marks = sorted(found, key=lambda tag: tag.start)
    return {one.start: two for one, two in pairwise(marks) if not one.closing and two.closing}


def is_bare_text(subject: Subject) -> bool:
    """Whether a file named as HTML has no markup: its ``<label>`` is a placeholder."""
    return subject.is_html_file and _MARKUP.search(subject.post.body) is None


def _up_to_the_end(body: str, strays: tuple[Tag, ...]) -> tuple[Tag, ...]:
    """Leave one end tag behind the end of a page: what follows there is one fault, not many."""
    end = _END.search(body) if strays and "</" in body[: strays[-1].start] else None
    if end is None:
        return strays
    behind = next((n for n, tag in enumerate(strays) if tag.start >= end.end()), len(strays))
    return strays[: behind + 1]


def _may_be_in_backticks(body: str, tag: Tag) -> bool:
    """Whether backticks that mark no code, in a block of HTML, hide tags on the line of a tag."""
    if "`" not in body:
        return False
    line = body.rfind("\n", 0, tag.start) + 1, body.find("\n", tag.end)
    return _has_backticks(body, *line) and is_in_block(body, tag.start)


@lru_cache(maxsize=4)
def _has_backticks(body: str, start: int, end: int) -> bool:
    """Whether a line has more than one; asked for each tag of the line."""
    return body.count("`", start, end if end >= 0 else len(body)) > 1


def _in_elements_of_code(
    subject: Subject, places: set[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """For tags at some places how many more are opened before, and closed after them.

    Browsers read tags in `<pre>` and `<code>`, too, so a partner may stand there.
    """
    body = subject.post.body
    within = subject.is_python_markdown
    text = mask_code(body, indented=not subject.is_html, elements=False, within_html=within)
    total: Counter[str] = Counter()
    before: dict[int, int] = {}
    opening: dict[int, str] = {}
    for tag in tags(mask_templates(text)):
        if tag.void and not tag.closing:
            continue
        if tag.start in places:
            before[tag.start] = total[tag.name]
            if not tag.closing:
                opening[tag.start] = tag.name
        total[tag.name] += -1 if tag.closing else 1
    behind = {start: before[start] + 1 - total[name] for start, name in opening.items()}
    return before, behind


_FEW = 3
_INLINE = frozenset(
    wordlist(
        """
        a abbr b cite code del em font i iframe img ins kbd mark q s samp small span strike strong
        sub sup tt u
        """
    )
)
_NO_MARKDOWN = frozenset(
    (
        *("div", "section", "article", "figure", "figcaption", "picture", "source", "iframe"),
        *("video", "audio", "script", "style", "form", "input", "button", "label", "select"),
        *("option", "textarea", "svg", "path", "canvas", "object", "embed", "param", "center"),
        *("details", "summary", "font", "span", "colgroup", "col", "nav", "header", "footer"),
    )
)
_SPANS = lazy(r"\b(?:row|col)span\s*=", re.IGNORECASE)
_TEMPLATE = lazy(r"\{[{%]")


@body_rule("NK352", "html-body", Severity.INFO, needs=("<",))
def html_body(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A body in HTML inside a Markdown file.

    It renders, but nobody writes it by hand, and tools that expect Markdown lose parts of it.
    `newskit convert` writes it as Markdown.
    """
    post = subject.post
    if (
        post.body_format is not BodyFormat.HTML
        or subject.file_name.suffix.lower() not in MARKDOWN_ENDINGS
    ):
        return
    opening = subject.tags.opening
    if opening.total() < _FEW and _INLINE.issuperset(opening):
        # A tag or two in lines of text, or in code: Markdown has them, too.
        return
    if _TEMPLATE.search(post.body) or not _becomes_markdown(subject, frozenset(opening)):
        # Convert leaves it as it is.
        return
    start = post.body_start + len(post.body) - len(post.body.lstrip())
    hint = "`newskit convert` writes it as Markdown"
    yield rule.at(
        subject, (start, start), "the body's markup is HTML, in a Markdown file", hint=hint
    )


def _becomes_markdown(subject: Subject, names: frozenset[str]) -> bool:
    """Whether some element of the body has a form in Markdown."""
    left = names - _NO_MARKDOWN
    if "table" in names and _SPANS.search(subject.post.body):
        left -= TABLE
    return bool(left)


@body_rule("NK353", "unclosed-tag", Severity.WARNING, needs=("<",))
def unclosed_tag(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An HTML element that is opened and never closed.

    The browser closes it somewhere else: a bold word makes the rest of the page bold, a `<div>`
    swallows the footer. In a page that a generator built it is an info: the theme has the fault.
    Elements whose end tag may be left out (p, li, td …) are not meant.
    """
    passed_over = subject.is_no_post or is_bare_text(subject)
    swallowing = None if passed_over else unclosed_raw(subject.post.body)
    if swallowing is not None:
        name = subject.post.body[slice(*swallowing)]
        message = f"`{name}` is opened here and never closed: nothing behind it is shown"
        yield rule.at(subject, subject.in_body(*swallowing), message)
    opened, closing = unbalanced(subject)
    others = crossed(opened, closing)
    for tag in opened[:MAX_SHOWN]:
        span = subject.in_body(tag.start, tag.end)
        other = others.get(tag.start)
        message = f"`<{tag.name}>` is opened here and never closed"
        if other is not None:
            message = f"`<{tag.name}>` is opened here and closed by `</{other.name}>`"
        yield _as_page(subject, rule.at(subject, span, message))


_BUILT = lazy(r"<meta\b[^<>]*\bname=[\"']?generator\b", re.IGNORECASE)


def _as_page(subject: Subject, found: Problem) -> Problem:
    """Make a note of a fault in a page that a generator built: its theme has it, on every page."""
    built = subject.is_html_file and _BUILT.search(subject.post.text, 0, _HEAD) is not None
    return replace(found, severity=Severity.INFO) if built else found


_HEAD = 8000
_NEAR = 400
# A tag whose last value has a quote at its start and none at its end.
_TORN = r"<NAME\b[^<>]*=[\"'][^\"'<>]*>[^<>]*\Z"


@body_rule("NK354", "stray-closing-tag", Severity.WARNING, needs=("</",))
def stray_closing_tag(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An HTML end tag with nothing to close.

    Browsers drop it, or close an element of the page around the post. Often the opening tag was
    lost in an import. In a page that a generator built it is an info.
    """
    opened, closing = unbalanced(subject)
    # Of a heading closed by the end of another, the finding is at its opening tag.
    others = {tag.start for tag in crossed(opened, closing).values()}
    strays = [tag for tag in closing if tag.start not in others]
    for tag in strays[:MAX_SHOWN]:
        span = subject.in_body(tag.start, tag.end)
        message = f"`</{tag.name}>` closes nothing"
        before = subject.prose[max(0, tag.start - _NEAR) : tag.start]
        torn = re.search(_TORN.replace("NAME", tag.name), before, re.IGNORECASE)
        if torn:
            message += f", because a quote in the `<{tag.name}>` in front of it is never closed"
        yield _as_page(subject, rule.at(subject, span, message))


@body_rule("NK358", "unclosed-code-fence", Severity.WARNING, needs=("```", "~~~"))
def unclosed_fence(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A code block that is opened and never closed.

    Everything behind the fence is shown as code, to the end of the post. Hexo pairs fences before
    Markdown is read, whatever their indentation. A program that says in a comment what it does, and
    opens the block there (scripts of Excalidraw in Obsidian), is code to its end.
    """
    body = subject.post.body
    if subject.is_html_file or subject.is_plain_text or ("```" not in body and "~~~" not in body):
        return
    for opening, closing in fenced_blocks(body, within_html=subject.is_python_markdown):
        markup = body[opening.end("fence") : opening.end("fence") + 1] == "<"
        if closing is None and (
            _opens_in_item(body, opening)
            or _is_indented(body, opening)
            or body.startswith("*/", opening.end() + 1)
            or _is_closed_by_kramdown(body, opening)
        ):
            continue
        hexo = subject.generator is Generator.HEXO and _is_closed_by_hexo(body, opening)
        if closing is None and not opening["indent"].strip() and not markup and not hexo:
            span = subject.in_body(*opening.span("fence"))
            yield rule.at(subject, span, "the code block that starts here is never closed")


_ITEM_FENCE = lazy(r"^[ \t>]*\d{1,9}[.)][ \t]+(?P<fence>`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
_NEAR_LIST = 5_000
_OUTER_LINE = lazy(r"^(?! {4}| {0,3}\t)[ ]*\S[^\n]*", re.MULTILINE)
_ITEM_LINE = lazy(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_FENCE_LINE = lazy(r"^(?:[ \t>*-]|\+[ \t])*(?:`{3}|~{3})", re.MULTILINE)


def _opens_in_item(body: str, last: re.Match[str]) -> bool:
    """Whether the last fence closes one that opens behind the number of a list's item."""
    before = body[: last.start()]
    items = [*_ITEM_FENCE.finditer(before)]
    if not items or items[-1]["fence"] != last["fence"] or last["info"].strip():
        return False
    return _FENCE_LINE.search(before, items[-1].end()) is None


def _is_indented(body: str, last: re.Match[str]) -> bool:
    """Whether a fence is a line of an indented block of code, and in no item of a list."""
    if len(last["indent"].expandtabs(4)) < 4 or not last["indent"].isspace():
        return False
    outer = [*_OUTER_LINE.finditer(body, max(0, last.start() - _NEAR_LIST), last.start())]
    return not outer or _ITEM_LINE.match(outer[-1][0]) is None


def _is_closed_by_kramdown(body: str, last: re.Match[str]) -> bool:
    """Whether the last fence closes one within HTML that kramdown reads Markdown in."""
    if "markdown=" not in body[: last.start()]:
        return False
    *_, (_, closing) = fenced_blocks(body, within_html=True)
    return closing is not None


def _is_closed_by_hexo(body: str, opening: re.Match[str]) -> bool:
    """Whether a fence closes by Hexo's own rule (8.1.2, `backtick_code_block`)."""
    fence = re.escape(opening["fence"])
    closing = rf"^(?:[^\S\r\n]*>){{0,3}}[^\S\r\n]*{fence}[^\S\r\n]?$"
    return re.compile(closing, re.MULTILINE).search(body, opening.end()) is not None


_TAG = lazy(
    r"\{%-?\s*(?P<end>end)?(?P<name>highlight|raw|comment|capture|if|unless|for|case|tablerow)\b"
    r"(?P<rest>[^%\n]*(?:%(?!\})[^%\n]*)*)(?P<close>%\})?"
)
_SHORTCODE = lazy(r"\{\{(?P<mark>[<%])(?!/\*)")
_OPENING = lazy(r"\{\{|\{%")
_OPAQUE_TAG = lazy(r"\{%-?\s*(?P<name>raw|comment)\s*-?%\}")
# What stands in these is text: no tag inside them counts.
_OPAQUE = frozenset(("raw", "comment", "highlight"))


@body_rule("NK359", "unclosed-template-tag", Severity.ERROR, needs=("{%", "{{"))
def unclosed_template(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A template block or tag that is opened and never closed, in a post for Jekyll or Hugo.

    Both stop the build. In Jekyll `{% highlight %}` wants `{% endhighlight %}`, `{%` wants `%}` and
    `{{` wants `}}`, in code blocks too, but not between `{% raw %}` and `{% endraw %}`. In Hugo
    `{{<` wants `>}}` and `{{%` wants `%}}`.
    """
    if subject.generator is Generator.HUGO:
        yield from _shortcodes(rule, subject)
    if subject.generator is not Generator.JEKYLL:
        return
    if subject.post.front_matter.values.get("render_with_liquid") is False:
        return
    yield from _outputs(rule, subject)
    if "{%" in subject.post.body:
        yield from _blocks(rule, subject)


def _shortcodes(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Hugo's shortcodes whose end is missing, before the next one starts."""
    openings = list(_SHORTCODE.finditer(subject.post.body))
    ends = [*(match.start() for match in openings), len(subject.post.body)][1:]
    shown = 0
    for match, end in zip(openings, ends, strict=True):
        closing = ">}}" if match["mark"] == "<" else "%}}"
        if subject.post.body.find(closing, match.end(), end) >= 0 or shown >= MAX_SHOWN:
            continue
        shown += 1
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"`{match[0]}` is never closed by `{closing}`")


def _outputs(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Liquid's `{{` and `{%` whose end is missing: it reads them up to the first brace."""
    body = subject.post.body
    position = shown = 0
    while shown < MAX_SHOWN and (match := _OPENING.search(body, position)):
        position = _behind_opaque(body, match.start())
        if position >= 0:
            continue
        mark, end = ("}", "}}") if match[0] == "{{" else ("%}", "%}")
        closing = body.find(mark, match.end())
        if closing < 0 or body[closing : closing + 2] != end:
            shown += 1
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, f"`{match[0]}` is never closed by `{end}`")
        if closing < 0:
            return
        position = closing + 1


def _behind_opaque(body: str, start: int) -> int:
    """The end of a raw block or comment that starts here; -1 where none does.

    One that nothing closes is read as a block, and reaches to the end.
    """
    opaque = _OPAQUE_TAG.match(body, start)
    if opaque is None:
        return -1
    end = re.compile(rf"\{{%-?\s*end{opaque['name']}\s*-?%\}}").search(body, opaque.end())
    return end.end() if end else len(body)


def _blocks(rule: Rule, subject: Subject) -> Iterator[Problem]:
    body = subject.post.body
    opened: list[re.Match[str]] = []
    counts: Counter[str] = Counter()
    endless: set[str] = set()
    position = 0
    while match := _TAG.search(body, position):
        position = match.end()
        if match["end"]:
            if counts[match["name"]]:
                _close(opened, counts, match["name"])
            continue
        opened.append(match)
        name = match["name"]
        counts[name] += 1
        if name in _OPAQUE and name not in endless:
            end = re.compile(rf"\{{%-?\s*end{name}\b").search(body, position)
            if end is None:
                endless.add(name)
            else:
                position = end.start()
    for match in opened[:MAX_SHOWN]:
        name = match["name"]
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"`{{% {name} %}}` is never closed by `{{% end{name} %}}`")


def _close(opened: list[re.Match[str]], counts: Counter[str], name: str) -> None:
    """Take the last block of a name, and those opened in it, off the open ones."""
    while True:
        last = opened.pop()["name"]
        counts[last] -= 1
        if last == name:
            return


_MARK = lazy(
    r"</?o:p\b|class=[\"']?Mso[A-Z]\w+|[\"';\s]mso-[a-z-]+:|<!--\[if (?:gte )?mso", re.IGNORECASE
)


@body_rule(
    "NK367",
    "word-processor-markup",
    Severity.INFO,
    needs=("mso", "Mso", "MSO", "o:p"),
    besides=("<", "=", "-:"),
)
def word_processor(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Markup that a word processor left in the body.

    `<o:p>`, `class="MsoNormal"` and `mso-` styles say nothing to a browser and make the text hard
    to read and to convert.
    """
    body = subject.prose
    if not any(mark in body for mark in ("mso", "Mso", "MSO", "o:p")):
        return
    match = _MARK.search(body)
    if match:
        message = "a word processor left its markup in the body"
        yield rule.at(subject, subject.in_body(*match.span()), message)


_TIGHT = lazy(r"^[ ]{0,3}(?P<marks>#{2,6})(?=[^\W_]|[*`“\"'(])", re.MULTILINE)
# A literal start keeps these searches quick.
_TIGHT_END = lazy(r"##(?=[^\W_]|[*`“\"'(])")
_SIGN_END = lazy(r"#(?<=[A-Z]#)[ \t]*$", re.MULTILINE)


@body_rule("NK370", "tight-heading", Severity.WARNING, needs=("##",), repair=Repair.UNSAFE)
def tight_heading(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A heading without a space behind its `##`.

    CommonMark wants the space (section 4.2), so Hugo, Zola, Docusaurus and GitHub show the marks as
    text, and so does kramdown as Jekyll runs it (`input: GFM`, its default since 3.0).
    Python-Markdown (Pelican, MkDocs, Nikola) does without: their posts are left alone, and those of
    Jekyll sites whose configuration chooses other Markdown, and of Hexo's with kramed. A single
    `#` may be a hashtag and is left alone, too.

        ##What happened
    """
    if subject.is_python_markdown or subject.is_html_file or not _TIGHT_END.search(subject.prose):
        return
    first = _TIGHT.search(subject.prose)
    if first is None or _does_without(subject):
        return
    for match in _TIGHT.finditer(subject.prose, first.start()):
        span = subject.in_body(*match.span("marks"))
        fix = Fix("add a space", (Edit(span[1], span[1], " "),), safe=False)
        message = f"no space follows `{match['marks']}`, so this is not a heading"
        yield rule.at(subject, span, message, hint="add a space", fix=fix)


def _does_without(subject: Subject) -> bool:
    """Whether the post's site has chosen Markdown that does without the space."""
    if subject.generator not in {Generator.JEKYLL, Generator.HEXO}:
        return False
    from newskit.site.find import find_site

    site = find_site(Path(subject.post.path).absolute().parent)
    return site is not None and site.has_tight_headings


_SIGNED = lazy(r"^[ ]{0,3}#{1,6}[ \t][^\r\n]*[A-Z](?P<sign>#)[ \t]*$", re.MULTILINE)
_TAKE_OFF = frozenset((Generator.PELICAN, Generator.MKDOCS, Generator.NIKOLA, Generator.OTHER))


@body_rule("NK371", "heading-loses-sign", Severity.INFO, needs=("#",), repair=Repair.SAFE)
def heading_sign(rule: Rule, subject: Subject) -> Iterator[Problem]:
    r"""A heading that loses the `#` at its end.

    `## Learning C#` is "Learning C#" by CommonMark, where signs that close a heading need a space
    in front. Python-Markdown (Pelican, MkDocs) and tools that tidy Markdown take the sign off. The
    repair writes `C\#`, which every one of them shows as it was meant.
    """
    if subject.is_html or subject.generator not in _TAKE_OFF or not _SIGN_END.search(subject.prose):
        return
    for match in _SIGNED.finditer(subject.prose):
        start, end = subject.in_body(*match.span("sign"))
        message = "the `#` at the end of the heading is taken for its end by Python-Markdown"
        fix = Fix(r"write `\#`", (Edit(start, end, r"\#"),))
        yield rule.at(subject, (start, end), message, hint=r"write `\#`", fix=fix)
