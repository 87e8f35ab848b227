"""Links, pictures and references of a body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate, islice

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.markup.definitions import LABEL, defined_labels
from newskit.post import Span
from newskit.problem import Problem, Severity
from newskit.validate.body import is_document, mask_templates, tag_attribute
from newskit.validate.rule import Rule, body_rule
from newskit.validate.subject import Subject

_MAX_SHOWN = 500

_PICTURE = lazy(r"!(?<!\\!)\[\s*\]\([^()\s]+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)?")


@body_rule("NK355", "missing-alt-text", Severity.INFO, needs=("<", "!["))
def missing_alt(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An image without alternative text.

    Screen readers then read the file name, and search engines know nothing about the image (WCAG
    2.2, success criterion 1.1.1). `alt=""` says that an image is decoration and is left alone.
    """
    yield from islice(_images(rule, subject), _MAX_SHOWN)


def _images(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for tag in subject.tags.bare:
        if tag.name == "img":
            if tag_attribute(tag, "role") == "presentation" or tag_attribute(tag, "aria-label"):
                continue
            yield rule.at(
                subject, subject.in_body(tag.start, tag.end), "the image has no `alt` text"
            )
    if "![" in subject.prose and not subject.is_html:
        for match in _PICTURE.finditer(subject.prose):
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, "the image has no alternative text", hint="`![text](…)`")


_LINK = lazy(r"\[(?<![!\\\]]\[)(?P<text>[^\[\]\n]*)\]\([ \t]*+(?P<target><>|[^()\s]*+)[ \t]*+\)")
_TEXT = lazy(r"\s*[^\s<`][^<`\n]*")
# Elsewhere the two signs are text: an operator, a type of a programming language.
_LOST_LINK = lazy(r"(?<=: )<>(?=[ \t]*[.,;)]?[ \t]*$)", re.MULTILINE)
# Links of other schemes are marks for plugins, which put a player or a picture there.
_WEB = lazy(r"<?https?://", re.IGNORECASE)
_BLANK = " \t\u00a0\u3000"


@body_rule(
    "NK356",
    "empty-link",
    Severity.WARNING,
    needs=(
        "<a",
        "<A",
        ": <>",
        "]()",
        "]( ",
        "](\t",
        "](<>)",
        "[](",
        " ](",
        "\t](",
        "\xa0](",
        "\u3000](",
    ),
)
def empty_link(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A link with no target, or with nothing to click on.

    `[text]()`, `<a href="">` and `Link: <>` lead nowhere; `[](address)` cannot be seen. Usually the
    address was lost when the post was exported. `<a href=""></a>` shows nothing, and in a whole
    page `<a href="">` loads it again: an info there. So is the mark by which a page links to one of
    its headings, `## Name[](address#name)`: it comes with a copied page, and is named once a post.
    """
    for tag in subject.tags.bare:
        if tag.name == "a" and tag_attribute(tag, "href") == "":
            span = subject.in_body(tag.start, tag.end)
            text = _TEXT.match(subject.prose, tag.end)
            if text is None and (tag_attribute(tag, "name") or tag_attribute(tag, "id")):
                continue  # a place to link to
            named = f" `{text[0].strip()[:40]}`" if text else ""
            found = rule.at(subject, span, f"the link{named} has no target")
            hidden = subject.prose.startswith("</", tag.end)
            mild = hidden or is_document(subject.post.text)
            yield replace(found, severity=Severity.INFO) if mild else found
    prose = subject.prose
    # In HTML, the brackets and parentheses of indexed calls are text.
    if "](" in prose and not subject.is_html:
        for match in _LINK.finditer(prose):
            span = subject.in_body(*match.span())
            if match["target"] in {"", "<>"} and match["text"].strip(_BLANK):
                yield rule.at(subject, span, f"the link `{match['text'][:40]}` has no target")
        yield from _links_without_text(rule, subject)
    lost = ": <>" in prose and not subject.is_html
    for match in _LOST_LINK.finditer(prose) if lost else ():
        yield rule.at(subject, subject.in_body(*match.span()), "`<>` is a link to nothing")


def _links_without_text(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Links to other sites with nothing to click on; of the marks of headings, the first."""
    marks: list[tuple[Span, str]] = []
    for match in _LINK.finditer(subject.prose):
        text, target = match["text"], match["target"]
        if text.strip(_BLANK) or not _WEB.match(target):
            continue
        # In code that was blanked out stands the text of the link.
        span = subject.in_body(*match.span())
        if subject.post.text[span[0] + 1 : span[0] + 1 + len(text)].strip(_BLANK):
            continue
        at = match.start()
        near = max(0, at - _LONGEST_HEADING)
        line = max(near, subject.prose.rfind("\n", near, at) + 1)
        if "#" in target and (line == at or _HEADING_MARKS.match(subject.prose, line)):
            marks.append((span, target))
        else:
            yield rule.at(subject, span, f"the link to {target[:60]} has no text")
    if marks:
        span, target = marks[0]
        message = f"the link to {target[:60]} has no text"
        if len(marks) > 1:
            message += f"; {len(marks) - 1} more marks of headings have none either"
        yield replace(rule.at(subject, span, message), severity=Severity.INFO)


_HEADING_MARKS = lazy(r"^[ ]{0,3}#{1,6}[ \t]", re.MULTILINE)
_LONGEST_HEADING = 300


_REFERENCE = lazy(
    r"\[(?<![\]\\!\w]\[)(?P<text>[^\[\]\n]{2,200})\][ ]?\[(?P<name>[^\[\]\n^]{1,100})\](?![\[(:])"
)
_NAME = lazy(r"[^\W_].*[^\W_*]\Z|[^\W_]\Z", re.DOTALL)


_INCLUDES = lazy(
    r"\{%-?\s*(?:include|render|import|partial)|\{\{[<%#]\s*[\w-]*include|-{2}8<-{2}|^\s*include::"
    r"|<%=?\s*(?:partial|render|include)",
    re.MULTILINE,
)
_INCLUDE_SIGNS = ("{%", "{{", "8<", "include::", "<%")


@body_rule("NK360", "undefined-reference", Severity.WARNING, needs=("][", "] ["))
def undefined_reference(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A link by name whose address is nowhere in the post.

    `[text][name]` needs a line `[name]: address`; without it, the brackets are shown as they are.
    Posts that include another file, which may define it, and MkDocs, whose plug-ins do, are left
    alone, and so are brackets in formulas between dollars.
    """
    prose = subject.prose
    if ("][" not in prose and "] [" not in prose) or subject.generator is Generator.MKDOCS:
        return
    body = subject.post.body
    includes = any(map(body.__contains__, _INCLUDE_SIGNS)) and _INCLUDES.search(body)
    if subject.is_html or includes:
        return
    known = {" ".join(label.casefold().split()) for label in defined_labels(body)}
    if not known:
        # Without a single definition, brackets are more likely to be text.
        return
    dollars = _Dollars(prose)
    for match in _REFERENCE.finditer(prose):
        # A name may be written as code, which is blanked out here.
        written = subject.post.body[slice(*match.span("name"))]
        name = " ".join(written.casefold().split())
        if not name or name in known or not any(letter.isalpha() for letter in match["text"]):
            continue
        if "] [" in match[0] or not _NAME.match(name):
            # With a space between them they are two (CommonMark 0.31, section 6.3).
            continue
        if dollars.around(*match.span()):
            continue
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"no line defines the link `{written}`")


class _Dollars:
    """Where dollars and line ends stand, and of each whether a dollar is open behind it."""

    def __init__(self, prose: str) -> None:
        marks = list(_DOLLAR_OR_END.finditer(prose)) if "$" in prose else []
        self._starts = [mark.start() for mark in marks]
        self._closes = [mark[0] == "$" for mark in marks]
        self._opened = list(accumulate(self._closes, lambda opened, mark: mark and not opened))

    def around(self, start: int, end: int) -> bool:
        """Whether one opens before and closes behind on the line: `$[L:F] = [L:E][E:F]$`."""
        before, behind = bisect_left(self._starts, start), bisect_left(self._starts, end)
        opened = before > 0 and self._opened[before - 1]
        return opened and behind < len(self._closes) and self._closes[behind]


_DOLLAR_OR_END = lazy(r"[$\n]")


_BROKEN = lazy(
    r"(?:\]\(|(?:href|src)\s*=\s*[\"']|"
    rf"^{LABEL})<?"
    r"(?P<target>(?:https?:/(?!/)|https?：/*|https?//|https?;//|htt?ps?//|htps?://|htttps?://|ttps?://"
    r"|hhttps?://|https?:/*https?:(?=//)|www\.[^\s/]+\.[a-z]{2,}/?)[^\s)\"'<>]*)",
    re.IGNORECASE | re.MULTILINE,
)

# One of these stands in every misspelt address but `http:/example.com`: anywhere, where `http` does
# not go on as in an address, behind no h, or behind no slashes.
_SLIPS = ("hhttp", "://http", ":http")
_HTP_SLIPS = ("htp://", "htps://", "htpp")
_HTTP_SLIPS = ("http//", "https//", "http;//", "https;//", "http：", "https：")
_BARE_SLIPS = ("htttp", "(ttp", '"ttp', "'ttp", "(<ttp", ": ttp")
_WWW_SLIPS = ("(www.", '"www.', "'www.", "(<www.", ": www.")
# Not a title in quotes, and no bracket inside: the whole of it was meant as an address.
_SPACED = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+[ \t]+(?![\"'(])[^()<>\"'\n]*[^\s()<>\"'])[ \t]*\)"
)
_APART = lazy(
    r"\[(?<![\]!\\]\[)(?P<text>[^\[\]\n^]{0,200}?[^\W\d][^\[\]\n]{0,200})\][ ]+\(https?://[^\s()]+\)"
)
_OPEN = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+)[ \t]*(?=\r?\n[ \t]*(?:\r?\n|[^\s\"'(),)])|\r?\n?\Z)"
)

# Words behind the address, and no bracket that closes it up to the end of the paragraph.
_RUN_ON = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+)(?=[ \t]+[^()\n\"'\s])"
    r"(?=(?:[^()\n]|\n(?![ \t]*\r?\n)){0,2000}(?:\n[ \t]*\r?\n|\r?\n?\Z))"
)
_SWAPPED = lazy(r"(?<![\]\w])\([^()\[\]\n]{1,200}\)\[(?:https?://|www\.)[^\]\s]+\](?![(\[:])")
_PICTURE_APART = lazy(
    r"!\[[^\[\]\n]{0,200}\][ ]+\([^\s()]{1,400}\.(?:png|jpe?g|gif|svg|webp|avif)\)", re.IGNORECASE
)

# Browsers leave line endings in an address out.
_BROKEN_LINE = lazy(r"\]\(https?://[^\s()<>\"']+\r?\n[^\s()<>\"']+\)")

# An address that is not followed by what may follow it in a link: looked at more closely.
_GAP = lazy(r"\]\(https?://[^\s()<>\"']+(?=\s|\Z)")
_HOLDS_SPACE = "the address holds a space, so many renderers show the link as text"
_SIZED = "CommonMark knows no size behind an address, so this is not an image"
_SIZE = lazy(r"\S+[ \t]+=(?:\d+x\d*|x\d+)\Z")
_NEVER_CLOSED = "the address is not followed by `)`, so this is not a link"


@body_rule(
    "NK364",
    "broken-link",
    Severity.WARNING,
    needs=("](", "] (", "=", "]:", ")["),
    besides=("](", "=", "]:", ")["),
)
def broken_link(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A link whose address is misspelt.

    `http//example.com`, `htp://…`, `http:/example.com`, `http://http://…`: the browser opens
    something else, or nothing. So does what is no link: brackets that are parted, swapped or never
    closed, and a space in the address where the generator's Markdown takes none (kramdown and
    Python-Markdown do; the latter takes a line ending too).
    """
    prose = subject.prose
    yield from _torn(rule, subject)
    if not _may_slip(prose):
        return
    for match in _BROKEN.finditer(prose):
        target = match["target"]
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        span = subject.in_body(*match.span("target"))
        if target[:4].lower() == "www.":
            message = f"the address {shown} lacks `https://`, so it leads to a page of this site"
        else:
            message = f"the address {shown} is misspelt"
        yield rule.at(subject, span, message)


def _may_slip(prose: str) -> bool:
    """Tell whether an address may be misspelt."""
    if prose.count(":/") != prose.count("://"):
        return True
    marks: tuple[str, ...] = _SLIPS
    if "htp" in prose:
        marks += _HTP_SLIPS
    schemes = prose.count("http")
    if prose.count("ttp") != schemes:
        marks += _BARE_SLIPS
    if schemes != prose.count("http://") + prose.count("https://"):
        marks += _HTTP_SLIPS
    if prose.count("www.") != prose.count("//www."):
        marks += _WWW_SLIPS
    return any(map(prose.__contains__, marks))


def _torn(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Links that are text, because a space or a line ending tears them apart."""
    if subject.is_html:
        return
    if "](http" in subject.prose and _GAP.search(subject.prose):
        prose = mask_templates(subject.prose)
        unknown = subject.generator is Generator.OTHER
        for gap in _GAP.finditer(prose):
            if prose[gap.start() - 1 : gap.start()] == "\\":
                continue  # the bracket is text
            found, message, hint = _gap(prose, gap.start(), spaced=_takes_spaces(subject))
            broken = subject.is_python_markdown and _BROKEN_LINE.match(prose, gap.start())
            if found is not None and not broken and not (_is_sized(found) and unknown):
                if _is_sized(found):
                    message, hint = _SIZED, "write the size in HTML: <img width=…>"
                span = subject.in_body(*found.span("target"))
                yield rule.at(subject, span, message, hint=hint)
    if "] (http" in subject.prose:
        for match in _APART.finditer(subject.prose):
            text = subject.post.body[slice(*match.span("text"))][:40]
            message = f"a space separates `[{text}]` from its address, so this is not a link"
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, message, hint="remove the space")
    for mark, pattern, message, hint in _NO_LINKS:
        if mark in subject.prose:
            for match in pattern.finditer(subject.prose):
                span = subject.in_body(*match.span())
                yield rule.at(subject, span, message, hint=hint)


_NO_LINKS = (
    (
        "] (",
        _PICTURE_APART,
        "a space separates the text of the image from its address, so this is not an image",
        "remove the space",
    ),
    (
        ")[",
        _SWAPPED,
        "the brackets of text and address are swapped, so this is not a link",
        "write [text](address)",
    ),
)


def _gap(prose: str, at: int, *, spaced: bool) -> tuple[re.Match[str] | None, str, str]:
    """What is wrong with an address that is not followed by what may follow it."""
    found = _SPACED.match(prose, at)
    if found is not None:
        return (None if spaced else found), _HOLDS_SPACE, "write %20"
    return _OPEN.match(prose, at) or _RUN_ON.match(prose, at), _NEVER_CLOSED, "add `)`"


def _is_sized(found: re.Match[str]) -> bool:
    """Tell whether an address is followed by a size, as markdown-it-imsize and Wiki.js read it."""
    return _SIZE.fullmatch(found["target"]) is not None


def _takes_spaces(subject: Subject) -> bool:
    """Whether the generator's Markdown reads a link whose address holds a space."""
    return subject.is_python_markdown or subject.generator is Generator.JEKYLL


_PRIVATE = lazy(
    r"(?:\]\(|(?:href|src)\s*=\s*[\"'])<?"
    r"(?P<target>(?:file:/|https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?=[:/\s)\"'>])|[A-Za-z]:\\)"
    r"[^\s)\"'<>]*)",
    re.IGNORECASE,
)
# Jekyll and Hexo, Hugo, Zola, Astro, Eleventy, Pelican and Nikola, Docusaurus, VitePress.
_PREVIEWS = frozenset((4000, 1313, 1111, 4321, 8000))
_OWN = ("://localhost", "://127.0.0.1", "://0.0.0.0", "file:/", ":\\")
_PORT = lazy(r"https?://[^/:]+:(\d{1,5})", re.IGNORECASE)
_ROOT = lazy(r"https?://[^/]+/?", re.IGNORECASE)
_LOCAL = lazy(r"localhost|127\.0\.0\.1|0\.0\.0\.0")


def _speaks_of(body: str, target: str) -> bool:
    """Whether the same server is named elsewhere than in links: the post starts it."""
    server = target.split("/")[2]
    return any(
        not body[: match.start()].endswith(("](http://", "](<http://", '"http://'))
        for match in re.finditer(re.escape(server), body)
    )


def _is_picture(prose: str, match: re.Match[str]) -> bool:
    if match[0][0] == "]":
        return prose[max(0, match.start() - 300) : match.start()].rpartition("[")[0].endswith("!")
    return match[0][0] in "sS"


_OF_XML = lazy(r"<[A-Za-z]+:[^<>]*\Z")


@body_rule(
    "NK365",
    "private-link",
    Severity.WARNING,
    needs=("://l", "://L", "://127.0.0.1", "://0.0.0.0", "e:/", "E:/", ":\\"),
    besides=("](", "="),
)
def private_link(rule: Rule, subject: Subject) -> Iterator[Problem]:
    r"""A link to somebody's own machine.

    `file:///…`, `http://localhost:4000/…`, `C:\…`: it works for the author and nobody else. A post
    may send its readers to a server of their own, so of such servers only the preview of a site
    generator is named, by its port, and a link to nothing but its root is left alone.
    """
    low = subject.prose.lower()
    if not any(map(low.__contains__, _OWN)):
        return
    for match in _PRIVATE.finditer(subject.prose):
        target = match["target"]
        before = subject.prose[max(0, match.start() - 200) : match.start()]
        if _OF_XML.search(before):
            continue
        text = before.rpartition("[")[2]
        port = _PORT.search(target)
        if not _is_picture(subject.prose, match) and _ROOT.fullmatch(target):
            # Whoever follows the post has a server there, too.
            continue
        if _LOCAL.search(text) or (port and int(port[1]) not in _PREVIEWS):
            # The text of the link says where it leads: the post is about that machine.
            continue
        if _PORT.search(target) and _speaks_of(subject.post.body, target):
            continue
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        span = subject.in_body(*match.span("target"))
        yield rule.at(subject, span, f"the address {shown} is on somebody's own machine")


_NOTE_USE = lazy(r"(?<!\\)\[\^(?P<name>[^\[\]\s]+)\](?!:)")
_LABEL = lazy(r"\d{1,3}|[^\W\d_][\w-]*(?<!-)")
_RANGE = lazy(r"(?:\w-\w)+\w*")
_QUANTIFIERS = ("+", "*", "?", "{", "]", "(", "\\", "$", "|")
_WORD = 3
_NOTE_IN_LINE = lazy(r"\[\^(?P<name>[^\[\]\s]+)\]:")
_FOOTNOTE = lazy(
    r"footnote|Fu(?:ß|ss)note|notes? de bas|notas? (?:al|de) (?:pie|rodap)|сноск|脚注|脚註|註腳"
    r"|각주|حاشية|przypis|voetnoot|fotnot",
    re.IGNORECASE,
)
_BEFORE = 300
_NOTE_ITEM = lazy(r"^[ >]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[\^(?P<name>[^\[\]\s]+)\]:", re.MULTILINE)


@body_rule("NK366", "undefined-footnote", Severity.WARNING, needs=("[^",))
def undefined_footnote(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A footnote mark without a footnote.

    `[^1]` needs a line `[^1]: text`; without it, the mark is shown as it is. HTML has no such
    marks, and a class of a regular expression, such as `[^a-z]`, is not one.
    """
    prose = subject.prose
    if "[^" not in prose or subject.is_html:
        return
    body = subject.post.body
    known = {label[1:] for label in defined_labels(body) if label[0] == "^"}
    known |= {match["name"] for match in _NOTE_ITEM.finditer(body)}
    in_lines = [match for match in _NOTE_IN_LINE.finditer(body) if match["name"] not in known]
    shown = {match["name"] for match in in_lines if _is_example(match, prose)}
    for match in _NOTE_USE.finditer(prose):
        if match["name"] in known or match["name"] in shown:
            continue
        if _is_mark(match, prose, known):
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, f"no line defines the footnote `{match['name']}`")


def _is_example(match: re.Match[str], prose: str) -> bool:
    """Whether a definition within a line shows how to write one: in code, or in words about it."""
    if not prose.startswith(match[0], match.start()):
        return True
    begin = max(prose.rfind("\n", 0, match.start()) + 1, match.start() - _BEFORE)
    before = prose[begin : match.start()]
    if before[-1:].isalnum():
        return False  # a mark in front of a colon
    return not match["name"].isdigit() or _FOOTNOTE.search(before) is not None


def _is_mark(match: re.Match[str], prose: str, known: set[str]) -> bool:
    """Whether a mark is meant: a number or a word, as the definitions of the post have them."""
    label = match["name"]
    if not _LABEL.fullmatch(label) or _RANGE.fullmatch(label):
        return False
    if prose[match.end() : match.end() + 1] in _QUANTIFIERS:
        return False
    if label.isdigit():
        return True
    begin = prose.rfind("\n", 0, match.start()) + 1
    line = prose[begin:].partition("\n")[0]
    if f"[{label}]" in line:
        return False  # a class of a pattern, and its opposite
    if label.lower() == "ref" and line.strip() == match[0]:
        return False  # where rehype-citation puts the bibliography
    # Words are marks where the post has footnotes, or where the mark follows a word.
    return bool(known) or (len(label) >= _WORD and prose[match.start() - 1].isalnum())
