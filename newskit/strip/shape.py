"""Where a walk has got to, and what a block is by its shape and place, when no rule says."""

from __future__ import annotations

import re
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.frozen import dataclass, field, replace
from newskit.lazy import lazy
from newskit.post import Span
from newskit.strip.blocks import Block, Scan
from newskit.strip.facts import forwarded, host_of
from newskit.strip.fits import cue_kind, is_article
from newskit.strip.match import Hit, Matcher, links_only, width
from newskit.strip.pattern import RULE_LINE
from newskit.strip.result import Action, Step
from newskit.strip.roles import Role
from newskit.strip.view import LONGEST, View, view_of

# Where a walk has got to.

TITLED: Final = ":title_labels:"
"""In the names of rules that know the title of an original."""
_MOST_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class Cut:
    """A span of the body that goes, and the rule that removes it."""

    span: Span
    hit: Hit


@dataclass(slots=True)
class Walk:
    """Where the walk has got to.

    Attributes:
        hosts: the archive's own hosts.
        cuts: spans that go, from the end upwards.
        steps: what was done with each block, from the end upwards.
        waiting: blocks that go only if what stands above them does.
        unsure: whether the walk has come to the upper end of a part of a body.
    """

    body: str
    scan: Scan
    matcher: Matcher
    hosts: frozenset[str] = frozenset()
    cuts: list[Cut] = field(default_factory=list[Cut])
    steps: list[Step] = field(default_factory=list[Step])
    waiting: list[tuple[Block, Hit | None, str]] = field(
        default_factory=list[tuple[Block, Hit | None, str]]
    )
    unsure: bool = False

    def source(self, block: Block) -> str:
        """The source of a block."""
        return self.body[block.start : block.end]

    def view(self, block: Block) -> View:
        """The view of a block; nothing of one that is far too long to be boilerplate."""
        if block.end - block.start > LONGEST:
            return View("")
        return view_of(self.source(block), self.scan.definitions)

    def line_hits(self, block: Block) -> list[tuple[Span, Hit]]:
        """What each line of a block is, when it has several and rules know them all."""
        found: list[tuple[Span, Hit]] = []
        if not 1 < len(block.lines) <= _MOST_LINES or block.role is Role.CODE:
            return found
        for start, end in block.lines:
            source = self.body[start:end]
            hit = self.matcher.block(view_of(source, self.scan.definitions), source, self.body)
            if hit is None or hit.where is Where.HEAD:
                return []
            found.append(((start, end), hit))
        return _original(found)

    def known(self, block: Block) -> Hit | None:
        """What a block is as a whole; a title and what stands in a line below it are two things."""
        hit = self.matcher.block(self.view(block), self.source(block), self.body)
        titled = hit is not None and TITLED in hit.rule
        return None if titled and len(block.lines) > 1 else hit

    def note(self, span: Span, action: Action, reason: str, hit: Hit | None = None) -> None:
        """Record a step."""
        rule, kind = (hit.rule, hit.kind) if hit else ("", None)
        self.steps.append(Step(*span, action, reason, rule, kind))

    def remove(self, block: Block, hit: Hit, reason: str) -> None:
        """Let `block` go; each of its lines by its own rule where they have one each."""
        lines = self.line_hits(block)
        for span, line_hit in reversed(lines):
            self.cuts.append(Cut(span, line_hit))
            self.note(span, Action.REMOVED, reason, line_hit)
        if lines:
            return
        self.cuts.append(Cut((block.start, block.end), hit))
        self.note((block.start, block.end), Action.REMOVED, reason, hit)


def _original(lines: list[tuple[Span, Hit]]) -> list[tuple[Span, Hit]]:
    """Lines of a block; the title of an original goes by itself where its address stands beside."""
    if not any(name == "source_url" for _, hit in lines for name, _ in hit.facts):
        return lines
    return [
        (span, replace(hit, where=Where.TAIL) if TITLED in hit.rule else hit) for span, hit in lines
    ]


ADDRESS: Final = "address"
"""The rule of a line that is nothing but an address."""
LEAD_IN: Final = lazy(r"[:：]\s*$")
"""How a text ends that announces what stands below it."""
_LEAD_IN_WIDTH: Final = 160
_AROUND_SOURCE: Final = frozenset({Kind.SOURCE, Kind.CREDIT, Kind.LEGAL, Kind.NAV})
# What a lead-in may announce: ways to reach or share, never what a text is about.
_LED_KINDS: Final = frozenset({Kind.SUBSCRIBE, Kind.SHARE})


# Forms in which GitHub, GitLab, Gitea and Bitbucket let a reader edit a text.
_EDIT_PAGE: Final = lazy(
    r"https?://[^/?#]+/[^/?#]+/[^?#]+?/(?:-/)?_?edit/[^?#]+\.(?:md|markdown|mdx|html?|rst|adoc|txt|qmd|rmd)$"
    r"|https?://(?:www\.)?github\.com/[^/?#]+/[^/?#]+/edit/[^?#]+\.(?:md|markdown|mdx|html?|rst|adoc|txt|qmd|rmd)$"
    r"|https?://bitbucket\.org/[^?#]+\?(?:[^#]*&)?mode=edit",
    re.IGNORECASE,
)
_EDIT_WIDTH: Final = 240
# Pages that list the posts of a tag or category.
_TAG_PAGE: Final = lazy(
    r"(?:^|/)(?:tags?|categor(?:y|ies)|labels?|topics?|keywords?|etiquetas?|schlagwort|rubri[ck]s?)/",
    re.IGNORECASE,
)
_PATH: Final = lazy(r"(?![a-z][a-z0-9+.-]*:|//|#|www\.)\S", re.IGNORECASE)
_SITE_CODE: Final = lazy(
    r"\s*\{\{[-\s]*(?:site\.|<\s*(?:rel)?ref|['\"]/)|\s*\{%[-\s]*(?:post_url|link)\b"
)


def is_own(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address leads to the archive itself: a path, code for one, or one of its hosts."""
    if _SITE_CODE.match(url) or (_PATH.match(url) and not url.startswith("{")):
        return True
    return host_of(url) in hosts


def by_shape(state: Walk, block: Block, view: View) -> Hit | None:
    """What a block is by where it stands: a heading or lead-in of what goes, a lone address."""
    tags = _tag_links(state, block, view)
    if tags is not None:
        return tags
    if _leads_on(state, block, view):
        return Hit("arrows", Kind.NAV, Where.TAIL)
    if _edits(block, view):
        return Hit("edit", Kind.SHARE, Where.TAIL)
    if _leads_to_nothing(state, block, view):
        return Hit("", state.cuts[-1].hit.kind, Where.TAIL)
    if len(view.links) == 1 and not view.links[0].text and view.text.startswith("<"):
        link = view.links[0]
        if not link.image and link.end == len(view.text) and _may_be_source(state, block, link.url):
            return Hit(ADDRESS, Kind.SOURCE, Where.RUN, (("source_url", forwarded(link.url)),))
    if (
        (state.cuts or state.waiting)
        and LEAD_IN.search(view.text)
        and width(view.text) <= _LEAD_IN_WIDTH
    ):
        below = [held for _, held, _ in state.waiting] or [cut.hit for cut in state.cuts[-1:]]
        kind = cue_kind(view)
        if (
            kind is not None
            and kind in _LED_KINDS
            and all(held is not None and held.kind is kind for held in below)
        ):
            return Hit("", kind, Where.HEAD)
    return None


# Arrows that point back at the beginning of a row of links, and on at its end.
_BACK: Final = ("<<", *"«‹←⇐⟵⬅◀◄⏪👈")
_ON: Final = (">>", *"»›→⇒⟶➡▶►⏩👉")
_BESIDE_ARROW: Final = " \t|()[]*_.:-\ufe0e\ufe0f"
_MOST_STEPS: Final = 4


def _leads_on(state: Walk, block: Block, view: View) -> bool:
    """Whether a row of links between arrows leads to the archive's own pages before and after."""
    links = view.links
    if block.role is Role.HEADING or not 0 < len(links) <= _MOST_STEPS or not links_only(view):
        return False
    if any(link.image or not link.text or not is_own(link.url, state.hosts) for link in links):
        return False
    first = view.text[: links[0].start] + links[0].text
    last = links[-1].text + view.text[links[-1].end :]
    back = first.lstrip(_BESIDE_ARROW).startswith(_BACK)
    on = last.rstrip(_BESIDE_ARROW).endswith(_ON)
    # One link with an arrow that points on is a call of the text, "[Get started →](/start)"; what
    # stands in guillemets is quoted.
    return back and on == (len(links) > 1) and view.text.count("«") < 2


def _edits(block: Block, view: View) -> bool:
    """Whether a short line leads to the form that edits a page where its source is kept."""
    if block.role is Role.HEADING or not view.links or width(view.text) > _EDIT_WIDTH:
        return False
    return all(not link.image and _EDIT_PAGE.match(link.url) for link in view.links)


def _may_be_source(state: Walk, block: Block, url: str) -> bool:
    """Whether a lone address may be where the post comes from.

    Below it stand lines that say who made the post or the navigation of a saved page, and none
    that says where it comes from; the address is an article's. Above a plea it is what the text
    is about: its code, a page to visit.
    """
    if "://" not in url or block.role is not Role.TEXT or not is_article(url):
        return False
    below = [held for _, held, _ in state.waiting if held] + [cut.hit for cut in state.cuts]
    if any(name == "source_url" for hit in below for name, _ in hit.facts):
        return False
    return not below or any(hit.kind in _AROUND_SOURCE for hit in below)


def _leads_to_nothing(state: Walk, block: Block, view: View) -> bool:
    """Whether `block` is a heading, and all it introduces goes: no rule or link of its own."""
    if block.role is not Role.HEADING or not state.cuts or state.waiting or view.links:
        return False
    between = state.body[block.end : state.cuts[-1].span[0]]
    return all(not _rules_off(line) for line in between.splitlines())


def _rules_off(line: str) -> bool:
    return bool(line.strip()) and bool(RULE_LINE.match(line.strip()))


def is_introduced(state: Walk, block: Block, above: Block | None) -> bool:
    """Whether a lone address is what the text above it leads to."""
    view = state.view(block)
    lone = len(view.links) == 1 and not view.prose
    return (
        lone
        and above is not None
        and (above.role is Role.HEADING or bool(LEAD_IN.search(state.view(above).text)))
    )


def may_wait(view: View) -> bool:
    """Whether `view` is only links or images, which go with what stands above them."""
    images = all(link.image for link in view.links)
    return bool(view.links) and ((images and not view.prose) or links_only(view))


def _tag_links(state: Walk, block: Block, view: View) -> Hit | None:
    """A line of nothing but links to the archive's own tag pages; their texts are the tags."""
    if block.role is not Role.TEXT or not links_only(view):
        return None
    if not all(
        link.text
        and not link.image
        and is_own(link.url, state.hosts)
        and _TAG_PAGE.search(link.url)
        for link in view.links
    ):
        return None
    facts = tuple(("tags", link.text.strip(" #")) for link in view.links)
    return Hit("tag-pages", Kind.TAGS, Where.TAIL, facts)
