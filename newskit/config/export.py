"""Settings of the JSON Lines export: the ``[export]`` section of the configuration."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass, field, setting


class RecordBody(StrEnum):
    """Which body a record carries besides its plain text."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    SOURCE = "source"


class RecordShape(StrEnum):
    """The shape of the records."""

    NEWSKIT = "newskit"
    HF = "hf"
    DOLMA = "dolma"
    NINJS = "ninjs"
    SCHEMAORG = "schemaorg"
    JSONFEED = "jsonfeed"


class FieldPreset(StrEnum):
    """The site generator whose front matter keys are looked for."""

    ANY = "any"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    ZOLA = "zola"
    HEXO = "hexo"
    PELICAN = "pelican"
    ELEVENTY = "eleventy"
    DOCUSAURUS = "docusaurus"


class Order(StrEnum):
    """The order of records: as found, by date (undated last), by path."""

    FOUND = "found"
    DATE = "date"
    PATH = "path"


class Compression(StrEnum):
    """How output is compressed; ``auto`` goes by the ending of the file's name."""

    AUTO = "auto"
    NONE = "none"
    GZ = "gz"
    ZST = "zst"

    @property
    def suffix(self) -> str:
        """The ending of a file compressed so, with its dot."""
        return f".{self.value}" if self in {Compression.GZ, Compression.ZST} else ""


def _keys(of: str) -> tuple[str, ...]:
    """A field of `FieldMap`: the front matter keys that hold `of`, first match first."""
    found: tuple[str, ...] = setting((), f"Front matter keys of {of}; dots reach into mappings.")
    return found


@dataclass(frozen=True, slots=True)
class FieldMap:
    """An archive's own keys: they are looked for before those of the preset."""

    url: tuple[str, ...] = _keys("the canonical URL or permalink")
    title: tuple[str, ...] = _keys("the title")
    authors: tuple[str, ...] = _keys("the author or authors")
    date_published: tuple[str, ...] = _keys("the date of publication")
    date_modified: tuple[str, ...] = _keys("the date of the last change")
    language: tuple[str, ...] = _keys("the language")
    summary: tuple[str, ...] = _keys("the summary")
    categories: tuple[str, ...] = _keys("the categories")
    tags: tuple[str, ...] = _keys("the tags")
    source: tuple[str, ...] = _keys("the source the post was taken from")
    source_url: tuple[str, ...] = _keys("the URL the post was taken from")
    publisher: tuple[str, ...] = _keys("the publisher")
    license: tuple[str, ...] = _keys("the licence")


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """What the records of an archive look like."""

    shape: RecordShape = setting(
        RecordShape.NEWSKIT, "Shape: newskit, hf, dolma, ninjs, schemaorg or jsonfeed."
    )
    body: RecordBody = setting(
        RecordBody.MARKDOWN, "Body: markdown, html (Markdown too), text, or source (exact bytes)."
    )
    preset: FieldPreset = setting(
        FieldPreset.ANY, "Keys to look for: any, jekyll, hugo, zola, hexo, pelican, eleventy …"
    )
    fields: FieldMap = field(
        default_factory=FieldMap, metadata={"help": "Keys of your own by record field."}
    )
    templates: dict[str, str] = field(
        default_factory=dict[str, str],
        metadata={
            "help": "What template tags of your own show: head of the tag to Markdown with {slots}."
        },
    )
    base_url: str = setting("", "URL of the site, to make permalinks absolute.", form="url")
    timezone: str = setting("", "Offset (+08:00) or zone (Asia/Shanghai) of times that state none.")
    detect_language: bool = setting(True, "Detect the language of posts that state none.")
    publisher: str = setting("", "Publisher of posts that state none.")
    license: str = setting("", "Licence of posts that state none.")
    dataset: str = setting("newskit", "Name of the collection, for hf, dolma and jsonfeed.")


# `[export.epub]`: how posts become books.


class GroupBy(StrEnum):
    """What the sections of a book are made from."""

    CATEGORY = "category"
    DAY = "day"
    MONTH = "month"
    SOURCE = "source"
    TAG = "tag"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EpubConfig:
    """How posts become books; sizes in bytes, times in seconds."""

    title: str = setting("", "Title of the book or series.")
    creator: str = setting("", "Creator of the book.")
    language: str = setting(
        "",
        "Language of the book (BCP 47); default: that of most posts.",
        form="language",
        metavar="TAG",
    )
    publisher: str = setting("", "Publisher of the book.")
    identifier: str = setting(
        "", "Unique identifier; a volume's key is added when split.", metavar="ID"
    )
    rights: str = setting("", "Rights statement.")
    description: str = setting("", "Description of the book.")
    base_url: str = setting("", "Site that relative links belong to.", form="url", metavar="URL")
    group_by: GroupBy = setting(GroupBy.CATEGORY, "What the sections are made from.")
    split: str = setting(
        "month",
        "Volumes: month, day, year, category, count:N, size:N[K|M|G] or none.",
        metavar="HOW",
    )
    max_articles: int = setting(500, "Posts in a volume before it is divided; 0: no limit.")
    max_bytes: int = setting(
        10_000_000, "Bytes of pages in a volume before it is divided; 0: no limit."
    )
    pack: bool = setting(False, "Write the .epub file beside each folder.")
    vertical: bool = setting(False, "Vertical writing for CJK and Mongolian.")
    css: str = setting("", "Style sheet added after the built-in one.", path=True, metavar="FILE")
    cover: str = setting("", "Cover image: JPEG, PNG, GIF, WebP or SVG.", path=True, metavar="FILE")
    images: str = setting(
        "", "Folder of the posts' images and the fetched ones.", path=True, metavar="DIR"
    )
    local_images: bool = setting(True, "Take images that lie in the posts' site.")
    fetch_images: bool = setting(False, "Download remote images into the images folder.")
    fetch_timeout: float = setting(20.0, "Seconds to wait for an image server.")
    fetch_retries: int = setting(2, "New tries after a failed download.")
    max_image_bytes: int = setting(5_000_000, "Largest image that is put into a book.")
