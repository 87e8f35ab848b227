"""Links, images and inline elements that stay HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from newskit.config.convert import ConvertConfig, LinkStyle
from newskit.convert.escape import Context, destination, title
from newskit.convert.raw import start_tag
from newskit.convert.tree import Event, attributes

__all__ = ["Links"]

_AUTOLINK = re.compile(r"(?:https?|ftp)://[^\s<>|{}\\`\[\]*_~^\"'&$]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """Writes links and images; collects definitions for the reference style.

    Attributes:
        config: base URL and link style.
        alternative: the escaping of alternative texts.
        definitions: destination and title by label, in order of first use.
    """

    config: ConvertConfig
    alternative: Context
    definitions: dict[str, int] = field(default_factory=dict[str, int])

    def write(self, event: Event, inner: str, text: str) -> str:
        """Write a link.

        Args:
            event: the start of the `a` element.
            inner: the Markdown of its content.
            text: the plain text of its content.
        """
        found = attributes(event[2])
        url = self.resolve(found.get("href", ""))
        if url == text and "title" not in found and _AUTOLINK.fullmatch(url):
            return f"<{url}>"
        target = destination(url) + title(found.get("title", ""))
        if self.config.link_style is LinkStyle.REFERENCE and target:
            label = self.definitions.setdefault(target, len(self.definitions) + 1)
            return f"[{inner}][{label}]"
        return f"[{inner}]({target})"

    def wrap(self, event: Event, inner: str) -> str:
        """Write an inline element that has no Markdown."""
        return f"{start_tag(event)}{inner}</{event[1]}>"

    def resolve(self, url: str) -> str:
        """Make an address absolute against the base URL, when there is one."""
        if not self.config.base_url or not url or url[0] == "#" or _SCHEME.match(url):
            return url
        return urljoin(self.config.base_url, url)

    def write_definitions(self) -> str:
        """Write the link reference definitions, one a line."""
        return "\n".join([f"[{label}]: {target}" for target, label in self.definitions.items()])
