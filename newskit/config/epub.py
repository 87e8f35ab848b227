"""`[export.epub]`: how posts become books."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass, field


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

    title: str = field(default="", metadata={"help": "Title of the book or series."})
    creator: str = field(default="", metadata={"help": "Creator of the book."})
    language: str = field(
        default="",
        metadata={
            "help": "BCP 47 language of the book; default: that of most posts.",
            "form": "language",
        },
    )
    publisher: str = field(default="", metadata={"help": "Publisher of the book."})
    identifier: str = field(
        default="", metadata={"help": "Unique identifier; a volume's key is added when split."}
    )
    rights: str = field(default="", metadata={"help": "Rights statement."})
    description: str = field(default="", metadata={"help": "Description of the book."})
    base_url: str = field(
        default="", metadata={"help": "URL of the site, for links relative to it.", "form": "url"}
    )
    group_by: GroupBy = field(
        default=GroupBy.CATEGORY, metadata={"help": "What sections are made from."}
    )
    split: str = field(
        default="month",
        metadata={"help": "Volumes: month, day, year, category, count:N, size:M or none."},
    )
    max_articles: int = field(
        default=500, metadata={"help": "Posts in a volume before it is divided; 0: no limit."}
    )
    max_bytes: int = field(
        default=10_000_000,
        metadata={"help": "Bytes of pages in a volume before it is divided; 0: no limit."},
    )
    pack: bool = field(default=False, metadata={"help": "Write the .epub beside each folder."})
    vertical: bool = field(
        default=False, metadata={"help": "Vertical writing for CJK and Mongolian posts."}
    )
    css: str = field(
        default="", metadata={"help": "Style sheet added after the built-in one.", "path": True}
    )
    cover: str = field(
        default="", metadata={"help": "Cover image: JPEG, PNG, GIF, WebP or SVG.", "path": True}
    )
    images: str = field(
        default="",
        metadata={"help": "Folder with the posts' images and the fetched ones.", "path": True},
    )
    local_images: bool = field(
        default=True, metadata={"help": "Take images that lie in the site of the posts."}
    )
    fetch_images: bool = field(
        default=False, metadata={"help": "Download remote images into the images folder."}
    )
    fetch_timeout: float = field(
        default=20.0, metadata={"help": "Seconds to wait for an image server."}
    )
    fetch_retries: int = field(default=2, metadata={"help": "New tries after a failed download."})
    max_image_bytes: int = field(
        default=5_000_000, metadata={"help": "Largest image that is put into a book."}
    )
