"""Links, images and inline elements that stay HTML."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from newskit.config.convert import ConvertConfig, LinkStyle, Profile
from newskit.convert.atoms import collapse_space
from newskit.convert.escape import Context, destination, escape_text, title
from newskit.convert.raw import start_tag
from newskit.convert.tree import Event, attributes, real_name, unescape
from newskit.frozen import dataclass, field
from newskit.lazy import lazy

_WRITTEN = lazy(r' (?:href|title)="[^"]*"')
_EDGE = lazy("^\u00a0+|\u00a0+$")
_IMAGE = frozenset({"src", "alt", "title"})
_MEANT = lazy(r' (src|alt|title)="([^"]*)"')
# markdown-it shows an escaped character as the character, and mistune escapes an apostrophe.
_AUTOLINK = lazy(r"(?:https?|ftp)://(?:[^\s<>|{}\\`\[\]*^\"'&$%]|&(?!#?\w+;))+")


@dataclass(slots=True)
class Links:
    """Writes links and images; collects definitions for the reference style.

    Attributes:
        config: the link style.
        alternative: the escaping of alternative texts.
        first_label: the first number to use as a label.
        known: the labels of the whole body, by destination and title.
        definitions: those of them that were used, in order of first use.
    """

    config: ConvertConfig
    alternative: Context
    first_label: int = 1
    known: dict[str, int] = field(default_factory=dict[str, int])
    definitions: dict[str, int] = field(default_factory=dict[str, int])

    def write(self, event: Event, inner: str, text: str) -> str:
        """Write a link."""
        raw = event[2]
        titled: str | None = None
        if raw.count('="') == 1 and raw.startswith(' href="'):
            url = unescape(raw[7:-1])
        else:
            found = attributes(raw)
            url = found.get("href", "")
            titled = title(found["title"]) if "title" in found else None
        if url == text and titled is None and _AUTOLINK.fullmatch(url):
            return f"<{url}>"
        if "\u00a0" in inner:
            # Linters strip a space from the edge of a link's text, this one too.
            inner = _EDGE.sub(lambda match: "&nbsp;" * len(match[0]), inner)
        target = destination(url)
        if titled:
            target = (target or "<>") + titled
        if self.config.link_style is LinkStyle.REFERENCE and target:
            label = self.known.setdefault(target, len(self.known) + self.first_label)
            self.definitions[target] = label
            return f"[{inner}][{label}]"
        return f"[{inner}]({target})"

    def wrap(self, event: Event, inner: str) -> str:
        """Write an inline element that has no Markdown."""
        return f"{start_tag(event)}{inner}</{real_name(event)}>"

    def write_definitions(self) -> str:
        """Write the link reference definitions, one a line."""
        return write_definitions(self.definitions)


def write_definitions(definitions: Mapping[str, int]) -> str:
    """Write link reference definitions, one a line."""
    return "\n".join([f"[{label}]: {target}" for target, label in definitions.items()])


def write_image(links: Links, raw: str, found: dict[str, str], *, cell: bool = False) -> str:
    """Write an image from the attributes of its tag.

    Hugo shows the backslashes of an alternative text: where it needs some, and Hugo must show it
    too, the tag stays.
    """
    alt = collapse_space(found.get("alt", ""), escaped=False).strip(" ")
    shown = escape_text(alt, links.alternative.within(cell=cell), alone=False)
    if shown != alt and "\\" in shown and links.config.profile is Profile.PORTABLE:
        kept = "".join([f' {name}="{value}"' for name, value in _MEANT.findall(raw)])
        return start_tag(("", "img", kept, ""))
    titled = title(found.get("title", ""))
    source = destination(found.get("src", ""))
    target = (source or "<>" if titled else source) + titled
    return f"![{shown}]({target})"


def image_left_out(found: Mapping[str, str], keep: Collection[str] = ()) -> str:
    """Return the attributes of an image that its Markdown does not say."""
    return " ".join(
        [
            f'{name}="{value}"'
            for name, value in found.items()
            if name not in _IMAGE and name not in keep
        ]
    )


def link_left_out(raw: str) -> str:
    """Return the attributes of a link that its Markdown does not say, as they are written."""
    if raw.count('="') == 1 and raw.startswith(' href="'):
        return ""
    return _WRITTEN.sub("", raw) if raw else ""
