"""What a whole page states as the front matter of its post, and as fields of its record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy

if TYPE_CHECKING:
    from newskit.post import JsonValue, Post
    from newskit.read.article import PostFields
    from newskit.read.page.facts import PageFacts

_WHOLE: Final = lazy(
    r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)

_FIELDS: Final = {
    "title": "title",
    "date": "date_published",
    "updated": "date_modified",
    "authors": "authors",
    "description": "summary",
    "canonical_url": "url",
    "lang": "language",
    "categories": "categories",
    "tags": "tags",
    "publisher": "publisher",
}
_LISTS: Final = frozenset(("authors", "categories", "tags"))
_DATES: Final = frozenset(("date", "updated"))


def is_whole_page(text: str) -> bool:
    """Tell whether a text is an HTML document with a head, not a fragment."""
    return _WHOLE.match(text) is not None


def page_of(post: Post) -> PageFacts | None:
    """Return the facts of a post whose body is a whole HTML page; None for any other."""
    if not is_whole_page(post.body):
        return None
    from newskit.read.page.facts import read_page

    return read_page(post.body.encode("utf-8", "replace").decode("utf-8"))


def fill(article: PostFields | None, page: PageFacts) -> dict[str, JsonValue]:
    """Return what a page states and its front matter does not, as front matter.

    Dates are written in ISO 8601, lists as lists.
    """
    from newskit.dates.read import read_date

    values: dict[str, JsonValue] = {}
    for key, fact in page.taken.items():
        field = _FIELDS.get(key)
        if (
            article is not None
            and field
            and getattr(article, field)
            and field not in article.derived
        ):
            continue
        if key in _LISTS:
            values[key] = [fact.value] if isinstance(fact.value, str) else list(fact.value)
        elif isinstance(fact.value, str):
            written = read_date(fact.value).value if key in _DATES else None
            values[key] = written or fact.value
    return values


def where_from(page: PageFacts, values: Mapping[str, JsonValue]) -> dict[str, str]:
    """Return for each record field that `values` take from a page where it stands there."""
    return {_FIELDS[key]: page.taken[key].where for key in values if key in _FIELDS}
