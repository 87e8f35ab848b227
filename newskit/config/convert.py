"""The `[convert]` section: how bodies become Markdown."""

from __future__ import annotations

from enum import StrEnum

from newskit.errors import UsageError
from newskit.frozen import dataclass, field, setting


class Profile(StrEnum):
    """Whose Markdown is written."""

    PORTABLE = "portable"
    GFM = "gfm"
    COMMONMARK = "commonmark"
    KRAMDOWN = "kramdown"


class Dialect(StrEnum):
    """Whose rules say what is HTML and what is Markdown in a body."""

    AUTO = "auto"
    KRAMDOWN = "kramdown"
    COMMONMARK = "commonmark"
    HTML = "html"


class OnDifference(StrEnum):
    """What happens to a block whose Markdown would render to another document."""

    KEEP_HTML = "keep-html"
    REPORT = "report"
    FAIL = "fail"


class Images(StrEnum):
    """What becomes of images."""

    KEEP = "keep"
    LINK = "link"
    DROP = "drop"


class Media(StrEnum):
    """What becomes of iframe, video, audio, embed and object."""

    HTML = "html"
    LINK = "link"


class Shortcodes(StrEnum):
    """What becomes of WordPress's shortcodes in HTML."""

    KEEP = "keep"
    HTML = "html"


class LinkStyle(StrEnum):
    """Where link destinations are written."""

    INLINE = "inline"
    REFERENCE = "reference"


class HeadingStyle(StrEnum):
    """How headings of level 1 and 2 are written."""

    ATX = "atx"
    SETEXT = "setext"


class Semantics(StrEnum):
    """What happens to elements that mean something and have no Markdown (sub, dl, figure …)."""

    KEEP = "keep"
    DROP = "drop"


class Engine(StrEnum):
    """Who writes the Markdown."""

    NEWSKIT = "newskit"
    MARKDOWNIFY = "markdownify"


@dataclass(frozen=True, slots=True)
class MarkdownifyConfig:
    """The `[convert.markdownify]` section: markdownify's own options, by its own names."""

    converter: str = setting(
        "", "Entry point of an installed MarkdownConverter; or module:Class, with --allow-code."
    )
    parser: str = setting("html.parser", "BeautifulSoup's parser: html.parser, lxml or html5lib.")
    options: dict[str, str] = field(
        default_factory=dict[str, str],
        metadata={"help": "markdownify options by name; true and false are written as words."},
    )


def _columns(text: str) -> int:
    if text != "none" and not text.isdecimal():
        raise UsageError(f"--wrap takes none or a number of columns, not {text!r}")
    return 0 if text == "none" else int(text)


@dataclass(frozen=True, slots=True)
class ConvertConfig:
    """How bodies become Markdown."""

    profile: Profile = setting(Profile.PORTABLE, "Whose Markdown is written.")
    dialect: Dialect = setting(Dialect.AUTO, "Whose rules tell HTML from Markdown in a body.")
    main: str = setting(
        "",
        "Take the article out of a whole page; what is left out is reported.",
        metavar="auto|SELECTOR",
    )
    engine: Engine = setting(Engine.NEWSKIT, "What writes the Markdown.")
    verify: bool = setting(True, "Render the result and compare it with the source.")
    on_difference: OnDifference = setting(
        OnDifference.KEEP_HTML, "What happens to a block that would render differently."
    )
    semantics: Semantics = setting(
        Semantics.KEEP, "Elements Markdown has no syntax for (sub, dl, figure …)."
    )
    keep_attributes: tuple[str, ...] = setting(
        (),
        "Attributes that must survive; their elements stay HTML.",
        form="attribute",
        metavar="NAME",
    )
    keep: tuple[str, ...] = setting((), "Tags that stay HTML.", form="tag", metavar="TAG")
    drop: tuple[str, ...] = setting(
        (), "CSS selector of elements to leave out.", form="selector", metavar="SELECTOR"
    )
    images: Images = setting(Images.KEEP, "What becomes of images.")
    media: Media = setting(Media.HTML, "What becomes of iframes and players.")
    shortcodes: Shortcodes = setting(Shortcodes.KEEP, "What becomes of WordPress's shortcodes.")
    link_style: LinkStyle = setting(LinkStyle.INLINE, "Where addresses are written.")
    heading_style: HeadingStyle = setting(HeadingStyle.ATX, "How headings are written.")
    wrap: int = setting(
        0, "Break paragraphs at N columns; 0: at none.", metavar="none|N", read=_columns
    )
    base_url: str = setting(
        "", "Make addresses absolute against this URL.", form="url", metavar="URL"
    )
    max_depth: int = setting(2_000, "Elements nested deeper than this stay HTML.")
    converters: tuple[str, ...] = setting(
        (), "Names of installed newskit.converters entry points to use."
    )
    markdownify: MarkdownifyConfig = field(
        default_factory=MarkdownifyConfig, metadata={"help": "Options of the markdownify engine."}
    )
