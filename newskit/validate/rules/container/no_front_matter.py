"""A post without front matter.

The text starts with something else than a fence (`---`, `+++`, `;;;` or `{`). Jekyll copies such a
file as it is, without layout; Hugo publishes it without title and date.

A site's pages are left alone, and so are posts of generators that take the title from the heading
or the date from the file's name (Docusaurus, Eleventy, MkDocs, Nikola, VitePress); without a site,
files such as README.md and the folders of layouts and includes. Keys without a
fence are a warning outside of Jekyll's and Hugo's folders, because Pelican reads them so.

A draft, and a post that a plug-in of the site itself reads (Pelican's `readers_init`), may well do
without: the finding is an info there.

Where a fence stands further down, the finding is misplaced-front-matter (NK113).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, Kind
from newskit.problem import Severity
from newskit.validate.body import is_document
from newskit.validate.repair.neighbours import cousins_of, neighbours_of
from newskit.validate.rule import Finder, Rule
from newskit.validate.rules.container.misplaced import late_fence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_NEAR_FENCE = lazy(r"\s*(-{1,2}|-{4,}|[\u2013\u2014]+-*|\+{1,2}|={3,}|\*{3,}|`{3,})[ \t]*[\r\n]")
_INDENTED_FENCE = lazy(r"\s*[ \t]+(---|\+\+\+)[ \t]*[\r\n]")
_GLUED = lazy(r"\s*(---|\+\+\+)[ \t]*[^\s-]")
_KEYS = lazy(
    r"\s*[A-Za-z][\w-]{1,30}:(?!//)[ \t]*\S[^\r\n]*(?:\r\n?|\n)(?:[A-Za-z][\w-]{1,30}:|[ \t]*-)"
)


_BARE = frozenset(
    (
        Generator.DOCUSAURUS,
        Generator.ELEVENTY,
        Generator.MKDOCS,
        Generator.NIKOLA,
        Generator.VITEPRESS,
    )
)
# Translations that other pages include, data, code.
_PIECES = frozenset(("_i18n", "_data", "_plugins", "_sass"))
_POSTS = frozenset(("_posts", "_drafts"))
_CLOSED = lazy(
    r"\s*(?:(?:[A-Za-z][\w-]{0,30}:|[ \t]*[-#]|[ \t]+[^\s#-])[^\r\n]*(?:\r\n?+|\n)"
    r"|[ \t]*(?:\r\n?+|\n)){1,200}?"
    r"-{3,}[ \t]*(?:[\r\n]|\Z)"
)


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    post = subject.post
    if post.kind in {Kind.PAGE, Kind.INDEX} or subject.generator in _BARE:
        return
    if post.front_matter.format is not FrontMatterFormat.NONE or not post.text.strip():
        return
    if not _is_markdown(subject) and (is_document(post.text) or not _is_a_post(subject)):
        # A whole page says in its head what front matter says; other HTML and text lies about.
        return
    pieces = not _PIECES.isdisjoint(subject.parts)
    if subject.is_no_post or pieces or late_fence(subject) is not None:
        return
    head = post.text[:400]
    near = _NEAR_FENCE.match(head)
    if indented := _INDENTED_FENCE.match(head):
        message = "no front matter: the fence is indented"
        hint = "a fence starts in the first column"
        yield rule.at(subject, indented.span(1), message, hint=hint)
    elif near:
        hint = "a fence is exactly three hyphens (YAML) or three plus signs (TOML)"
        message = f"no front matter: `{near[1]}` is not a fence"
        yield rule.at(subject, near.span(1), message, hint=hint)
    elif glued := _GLUED.match(head):
        message = "no front matter: the fence shares its line with other text"
        hint = "put the fence on a line of its own"
        yield rule.at(subject, glued.span(1), message, hint=hint)
    elif _KEYS.match(head):
        message = "no front matter: its keys start without an opening fence"
        hexo = "source" in subject.file_name.parts[:-2]
        if (hexo or subject.generator is Generator.OTHER) and _CLOSED.match(post.text):
            message = "the keys have no opening fence: Hexo and Wyam read them, others do not"
            found = rule.at(
                subject, (0, 0), message, hint="put `---` on a line above the first key"
            )
            yield replace(found, severity=Severity.INFO)
            return
        found = rule.at(subject, (0, 0), message, hint="put `---` on a line above the first key")
        # Pelican, Wyam and Hexo read such keys; what is built with none is known by its folder.
        other = hexo or subject.generator is Generator.OTHER
        yield replace(found, severity=Severity.WARNING) if other else found
    else:
        found = rule.at(subject, (0, 0), "the post has no front matter", hint="start with `---`")
        # Jekyll itself passes over what lies in _posts/ without a date in its name.
        passed = subject.generator is Generator.JEKYLL and subject.dated_name is None
        guessed = passed or (not subject.post.generator and _POSTS.isdisjoint(subject.parts))
        bare = (guessed or subject.generator is Generator.OTHER) and _are_bare(subject)
        mild = bare or _is_a_draft(subject) or subject.has_own_reader
        yield replace(found, severity=Severity.INFO) if mild else found


def _is_a_draft(subject: Subject) -> bool:
    return subject.post.kind is Kind.DRAFT or "_drafts" in subject.parts


def _are_bare(subject: Subject) -> bool:
    """Whether no text beside the post has front matter: its archive does without."""
    beside = neighbours_of(subject.post.path)
    if beside.files <= 1:
        beside = cousins_of(subject.post.path)
    return beside.posts == 0 and beside.files > 1


def _is_markdown(subject: Subject) -> bool:
    return not subject.is_html_file and subject.file_name.suffix.lower() != ".txt"


def _is_a_post(subject: Subject) -> bool:
    """Whether the site's generator, or its folder, makes the file a post."""
    known = bool(subject.post.generator) and subject.post.kind is Kind.POST
    return known or not _POSTS.isdisjoint(subject.parts)


RULE = Rule("NK101", "no-front-matter", Severity.ERROR, Finder.FRONT_MATTER, __doc__, _check)
