"""What every export holds, whatever its format: articles, attachments, and what is neither.

An importer reads a source into these; `newskit.importers.target` makes posts of them. Everything an
item of the source says is in a field, in `extra` or in `left`, so that nothing is lost unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias, TypeVar

from newskit.errors import NewskitError
from newskit.post import JsonValue


class BodyKind(StrEnum):
    """What a body is written in."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


class PublishStatus(StrEnum):
    """Whether the public could read an article."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    PENDING = "pending"
    DRAFT = "draft"
    PRIVATE = "private"
    PROTECTED = "protected"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a reader, as the source has it.

    Attributes:
        identifier: its number or address in the source.
        parent: the comment it answers; empty for one on the article.
        author: the name that is shown.
        email: the author's address.
        url: the author's page.
        published: ISO 8601, with the offset where the source has it.
        approved: whether it was shown.
        kind: ``comment``, ``pingback``, ``trackback`` or the source's own word.
        body: HTML or text, as found.
        left: what else the source says of it, by its name there.
    """

    identifier: str
    parent: str = ""
    author: str = ""
    email: str = ""
    url: str = ""
    published: str = ""
    approved: bool = True
    kind: str = "comment"
    body: str = ""
    left: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])


@dataclass(frozen=True, slots=True)
class Article:
    """A post, page or other text of the source.

    Attributes:
        label: where it stands, such as ``site.xml:120`` or ``export.zip/posts/1.html``.
        body: its text, byte for byte as the source has it after its own escaping.
        body_kind: what the body is written in.
        kind: ``post``, ``page`` or the source's own type.
        status: whether the public could read it.
        identifier: the source's identifier (GUID, Atom id).
        title: as text, without markup.
        slug: the last part of its address, decoded.
        url: its canonical URL, as found; may be relative to the site.
        redirects: other paths that led to it.
        published: ISO 8601, with the offset where the source has it; empty where there is none.
        modified: the same, of the last change.
        authors: names as shown to readers.
        categories: each as its path from the top, such as ``("News", "Local")``.
        tags: names.
        summary: an excerpt that somebody wrote, not one that was cut from the body.
        image: URL of the featured picture.
        image_alt: its alternative text.
        language: BCP 47, where the source says it.
        extra: what else readers saw or editors wrote, by the key it gets in the front matter.
        left: what does not become part of the post, by its name in the source; it is reported.
        comments: readers' comments.
    """

    label: str
    body: str = ""
    body_kind: BodyKind = BodyKind.HTML
    kind: str = "post"
    status: PublishStatus = PublishStatus.PUBLISHED
    identifier: str = ""
    title: str = ""
    slug: str = ""
    url: str = ""
    redirects: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    summary: str = ""
    image: str = ""
    image_alt: str = ""
    language: str = ""
    extra: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    left: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or another file that belongs to the archive.

    Attributes:
        label: where it stands in the source.
        name: path below the output folder; empty where the source has the address alone.
        url: where it was published.
        data: its bytes; None where the source has the address alone.
        details: title, alternative text and what else the source says of it.
        served: whether `name` is its path on the site, which the generator's folder of static
            files keeps.
    """

    label: str
    name: str = ""
    url: str = ""
    data: bytes | None = None
    details: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    served: bool = False


@dataclass(frozen=True, slots=True)
class Passed:
    """An item of the source that becomes neither post nor file, and why.

    Attributes:
        label: where it stands.
        kind: what it is, in the source's words.
        reason: why it is passed over.
        details: what it says.
        fault: whether it could not be read, which ends the run with 1.
        older: makes the article of an older version of another item, where it is one; it is
            written on request.
    """

    label: str
    kind: str
    reason: str
    details: Mapping[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    fault: bool = False
    older: Callable[[], Article | None] | None = None


@dataclass(frozen=True, slots=True)
class SourceSite:
    """What a source says of the site and of its terms and authors; it is no item, but reported.

    Attributes:
        label: where it stands.
        details: what it says, by its name in the source.
    """

    label: str
    details: Mapping[str, JsonValue]


Item: TypeAlias = Article | Asset | Passed | SourceSite

_Made = TypeVar("_Made")


def made(
    make: Callable[[], _Made], label: str, kind: str, value: Callable[[], JsonValue]
) -> _Made | Passed:
    """Return what `make` makes of an item of the source; a row with the item where it cannot.

    An export is input: any value of it may be of a type that its format does not know, and one
    item never ends a run.
    """
    try:
        return make()
    except NewskitError:
        raise
    except Exception as error:  # noqa: BLE001 (whatever odd values lead to)
        reason = f"is not as the format has it: {type(error).__name__}: {error}"
        return Passed(label, kind, reason, {"value": value()}, fault=True)
