"""The bodies of Ghost where an export has no HTML: Lexical and Mobiledoc to HTML.

Mobiledoc is specified at https://github.com/bustle/mobiledoc-kit (format 0.3.1); Lexical's nodes
are JSON objects with a type and children. A card that is not known stays as a comment with its
JSON, so that nothing is lost.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final, cast

from newskit.markup.elements import HEADINGS
from newskit.parsing import load_json

__all__ = ["lexical_html", "mobiledoc_html"]

Node = dict[str, Any]
_DEEPEST: Final = 200
# Bits of a text node's format (Lexical: bold, italic, strikethrough, underline, code, sub, super).
_MARKS: Final = (
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
)


def lexical_html(source: str) -> str:
    """Return the HTML of a Lexical document; the source itself where it is not JSON."""
    try:
        root = load_json(source)["root"]
    except (ValueError, KeyError, TypeError):
        return escape(source)
    return "\n".join(_lexical(child, 0) for child in _children(root))


def _children(node: Any) -> list[Node]:
    found = node.get("children") if isinstance(node, dict) else None
    return [one for one in cast("list[Any]", found or []) if isinstance(one, dict)]


def _lexical(node: Node, depth: int) -> str:
    kind = str(node.get("type", ""))
    if depth > _DEEPEST:
        return _unknown(kind, node)
    if kind in {"text", "extended-text"}:
        return _marked(escape(str(node.get("text", "")), quote=False), int(node.get("format") or 0))
    if kind == "linebreak":
        return "<br>"
    inner = "".join(_lexical(child, depth + 1) for child in _children(node))
    if kind in {"link", "autolink"}:
        return f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    if kind in {"heading", "extended-heading"}:
        tag = str(node.get("tag") or "h2")
        tag = tag if tag in HEADINGS else "h2"
        return f"<{tag}>{inner}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        start = node.get("start")
        first = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start != 1 else ""
        return f"<{tag}{first}>{inner}</{tag}>"
    plain = {
        "paragraph": "p",
        "listitem": "li",
        "quote": "blockquote",
        "extended-quote": "blockquote",
        "aside": "blockquote",
        "tk": "span",
    }
    if kind in plain:
        return f"<{plain[kind]}>{inner}</{plain[kind]}>"
    return _card(kind, node) or inner or _unknown(kind, node)


def _marked(text: str, marks: int) -> str:
    for bit, tag in reversed(_MARKS):
        if marks & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def mobiledoc_html(source: str) -> str:
    """Return the HTML of a Mobiledoc document; the source itself where it is not JSON."""
    try:
        document = load_json(source)
        sections = list(document["sections"])
    except (ValueError, KeyError, TypeError):
        return escape(source)
    return "\n".join(_section(one, document) for one in sections)


def _section(section: list[Any], document: Node) -> str:
    kind = section[0] if section else None
    if kind == 1:
        return f"<{section[1]}>{_markers(section[2], document)}</{section[1]}>"
    if kind == 2:
        return f'<img src="{escape(str(section[1]))}">'
    if kind == 3:
        items = "".join(f"<li>{_markers(one, document)}</li>" for one in section[2])
        return f"<{section[1]}>{items}</{section[1]}>"
    if kind == 10:
        name, payload = document["cards"][section[1]][:2]
        return _card(str(name), cast("Node", payload)) or _unknown(str(name), payload)
    return _unknown(str(kind), section)


def _markers(markers: list[Any], document: Node) -> str:
    out: list[str] = []
    open_tags: list[str] = []
    markups = document.get("markups") or []
    for kind, opened, closed, value in markers:
        for index in opened:
            tag, *rest = markups[index]
            pairs = rest[0] if rest else []
            attributes = "".join(
                f' {name}="{escape(str(text))}"'
                for name, text in zip(pairs[::2], pairs[1::2], strict=False)
            )
            open_tags.append(tag)
            out.append(f"<{tag}{attributes}>")
        if kind == 1:  # an atom, such as a soft return
            out.append("<br>")
        else:
            out.append(escape(str(value), quote=False))
        out += [f"</{open_tags.pop()}>" for _ in range(closed) if open_tags]
    return "".join(out)


def _card(kind: str, values: Any) -> str:
    make = _CARDS.get(kind)
    return make(values) if make is not None and isinstance(values, dict) else ""


def _figure(inner: str, values: Node) -> str:
    caption = str(values.get("caption") or "")
    return f"<figure>{inner}<figcaption>{caption}</figcaption></figure>" if caption else inner


def _value(values: Node, *names: str) -> str:
    return next((str(values[name]) for name in names if values.get(name)), "")


def _image(values: Node) -> str:
    alt, title = _value(values, "alt", "altText"), _value(values, "title")
    shown = f' title="{escape(title)}"' if title else ""
    picture = f'<img src="{escape(_value(values, "src"))}" alt="{escape(alt)}"{shown}>'
    if href := _value(values, "href"):
        picture = f'<a href="{escape(href)}">{picture}</a>'
    return _figure(picture, values)


def _gallery(values: Node) -> str:
    images = cast("list[Node]", values.get("images") or [])
    return _figure("".join(_image({**one, "caption": ""}) for one in images), values)


def _code(values: Node) -> str:
    language = _value(values, "language")
    name = f' class="language-{escape(language)}"' if language else ""
    return _figure(f"<pre><code{name}>{escape(_value(values, 'code'))}</code></pre>", values)


def _bookmark(values: Node) -> str:
    data = cast("Node", values.get("metadata") or values)
    url = escape(_value(values, "url") or _value(data, "url"))
    title = escape(_value(data, "title") or url, quote=False)
    said = escape(_value(data, "description"), quote=False)
    return _figure(
        f'<p><a href="{url}">{title}</a></p>' + (f"<p>{said}</p>" if said else ""), values
    )


def _button(values: Node) -> str:
    text = escape(_value(values, "buttonText"), quote=False)
    return f'<p><a href="{escape(_value(values, "buttonUrl"))}">{text}</a></p>'


def _media(tag: str) -> Callable[[Node], str]:
    def make(values: Node) -> str:
        name = escape(_value(values, "title", "fileName", "fileTitle"), quote=False)
        source = escape(_value(values, "src"))
        if tag == "a":
            return f'<p><a href="{source}">{name or source}</a></p>'
        said = f"<p>{name}</p>" if name and tag == "audio" else ""
        return _figure(f'<{tag} src="{source}" controls></{tag}>{said}', values)

    return make


def _callout(values: Node) -> str:
    emoji = escape(_value(values, "calloutEmoji"), quote=False)
    text = f"{emoji} {_value(values, 'calloutText')}".strip()
    return f"<blockquote><p>{text}</p></blockquote>"


def _toggle(values: Node) -> str:
    return (
        f"<details><summary>{_value(values, 'heading')}</summary>"
        f"{_value(values, 'content')}</details>"
    )


def _embed(values: Node) -> str:
    url = escape(_value(values, "url"))
    return _figure(_value(values, "html") or f'<p><a href="{url}">{url}</a></p>', values)


_CARDS: Final[Mapping[str, Callable[[Node], str]]] = {
    "image": _image,
    "gallery": _gallery,
    "code": _code,
    "codeblock": _code,
    "markdown": lambda values: _value(values, "markdown"),
    "card-markdown": lambda values: _value(values, "markdown"),
    "html": lambda values: _value(values, "html"),
    "email": lambda values: _value(values, "html"),
    "hr": lambda _: "<hr>",
    "horizontalrule": lambda _: "<hr>",
    "bookmark": _bookmark,
    "button": _button,
    "video": _media("video"),
    "audio": _media("audio"),
    "file": _media("a"),
    "callout": _callout,
    "toggle": _toggle,
    "embed": _embed,
    "soft-return": lambda _: "<br>",
}


def _unknown(kind: str, node: Any) -> str:
    """Keep what is not known, where no reader sees it and every tool finds it."""
    text = json.dumps(node, ensure_ascii=False).replace("--", "-\\u002d")
    return f"<!-- ghost:{escape(kind)} {text} -->"
