"""What a site's settings say of a post that the post itself does not: its address, its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple, cast

from newskit.lazy import lazy

__all__ = ["PublishedPost", "Publishing", "real_address", "real_name", "text"]

_ADDRESS: Final = lazy(r"(?:https?:)?//([^/\s:]+)(:\d+)?(?:/\S*)?\Z")
_NEW: Final = frozenset(
    (
        "your awesome title",
        "my new hugo site",
        "hexo",
        "a pelican blog",
        "my site",
        "my blog",
        "blog",
    )
)
"""Names that generators give to a new site."""

_NOT_REAL: Final = lazy(
    r"(?:localhost|127\.|0\.0\.0\.0|\[)|(?:[\w-]+\.)*example\.(?:com|org|net)\Z"
    r"|(?:www\.|blog\.)?(?:your|my)-?(?:site|domain|blog|website|project)(?:-?name)?\."
    r"|(?:your-?)?(?:user-?name|name)\.github\.io\Z|.*[<>{}$]|[^.]*\Z|\.",
    re.IGNORECASE,
)


class PublishedPost(NamedTuple):
    """What of a post decides its address.

    Attributes:
        path: of the file, relative to the site's root, with ``/`` separators.
        values: its front matter, the site's defaults included.
        title: its title; None without one.
        date: its date of publication, in the offset it states; None without one.
    """

    path: str
    values: Mapping[str, object]
    title: str | None
    date: datetime | None

    @property
    def folders(self) -> list[str]:
        """The folders it lies in, outermost first."""
        return self.path.split("/")[:-1]

    @property
    def stem(self) -> str:
        """The name of its file without the ending."""
        name = self.path.rpartition("/")[2]
        return name.rpartition(".")[0] or name

    def stated(self, key: str) -> str:
        """Return a text of its front matter; empty where it has none."""
        return text(self.values.get(key))


class Publishing:
    """How a site publishes. This one says nothing: its generator's settings are a program.

    Attributes:
        base_url: address of the site with the path it stands below, without a slash at its end;
            empty where the settings name none, or an example.
        domain_file: the file that names the address where the settings do not.
        name: of the site; empty where the settings have none, or the one they came with.
        static: folders below the site's root whose files lie at its address.
    """

    base_url: str = ""
    domain_file: str = ""
    name: str = ""
    static: tuple[str, ...] = ()

    def defaults(self, path: str) -> Mapping[str, object]:
        """Return the front matter that the settings give to a file that does not state it."""
        return {}

    def language(self, path: str) -> str:
        """Return the language of a file as the settings write it; empty where they say none."""
        return ""

    def title(self, path: str) -> str:
        """Return the title that a page without one gets of its file's name; empty for none."""
        return ""

    def address(self, post: PublishedPost) -> str | None:
        """Return the path of a post's page below `base_url`; None where it cannot be known."""
        return None


def real_address(url: object, below: object = "") -> str:
    """Return the address of a site, or an empty text for none or an example's.

    Args:
        url: with a scheme.
        below: the path that the site stands below.
    """
    given = text(url).rstrip("/")
    match = _ADDRESS.match(given)
    if match is None or _NOT_REAL.match(match[1]):
        return ""
    inner = text(below).strip("/")
    base = f"https:{given}" if given.startswith("//") else given
    return f"{base}/{inner}" if inner and not base.endswith(f"/{inner}") else base


def real_name(given: object) -> str:
    """Return the name of a site, or an empty text for none and for that of a new site."""
    name = " ".join(text(given).split())
    return "" if name.lower() in _NEW or "{{" in name else name


def text(value: object) -> str:
    """Return a text or number as text; empty for others. Of a list, its first item."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        value = items[0] if items else ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
