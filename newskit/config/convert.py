"""The `[convert]` section: how bodies become Markdown."""

from __future__ import annotations

from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class ConvertConfig:
    """How bodies become Markdown."""

    profile: Profile = setting(
        Profile.PORTABLE, "Whose Markdown: portable, gfm, commonmark or kramdown."
    )
    dialect: Dialect = setting(
        Dialect.AUTO, "Whose rules tell HTML from Markdown: auto, kramdown, commonmark, html."
    )
    main: str = setting(
        "", "The article of a whole HTML page: auto, or a CSS selector; empty takes all."
    )
    engine: Engine = setting(Engine.NEWSKIT, "Who writes the Markdown: newskit or markdownify.")
    verify: bool = setting(True, "Render the result and compare it with the source.")
    on_difference: OnDifference = setting(
        OnDifference.KEEP_HTML, "A block that would render differently: keep-html, report or fail."
    )
    semantics: Semantics = setting(
        Semantics.KEEP, "Elements Markdown has no syntax for (sub, dl, figure): keep or drop."
    )
    keep_attributes: tuple[str, ...] = setting(
        (), "Attributes that must survive; their elements stay HTML.", form="attribute"
    )
    keep: tuple[str, ...] = setting((), "Tags that stay HTML.", form="tag")
    drop: tuple[str, ...] = setting((), "CSS selectors of elements to leave out.", form="selector")
    images: Images = setting(Images.KEEP, "Images: keep, link or drop.")
    media: Media = setting(Media.HTML, "iframe, video, audio and embed: html or link.")
    shortcodes: Shortcodes = setting(
        Shortcodes.KEEP, "WordPress's shortcodes: keep, or html, what they show."
    )
    link_style: LinkStyle = setting(LinkStyle.INLINE, "Links: inline or reference.")
    heading_style: HeadingStyle = setting(
        HeadingStyle.ATX, "Headings of level 1 and 2: atx or setext."
    )
    wrap: int = setting(0, "Break paragraphs at this many columns; 0 keeps them on one line.")
    base_url: str = setting(
        "", "Make links and image addresses absolute against this URL.", form="url"
    )
    max_depth: int = setting(2_000, "Elements nested deeper than this stay HTML.")
    converters: tuple[str, ...] = setting(
        (), "Names of installed newskit.converters entry points to use."
    )
    markdownify: MarkdownifyConfig = field(
        default_factory=MarkdownifyConfig,
        metadata={"help": "Options of the markdownify engine."},
    )
