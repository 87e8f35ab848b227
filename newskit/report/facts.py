"""What a report tells of one post: small, picklable, made in the worker that read it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urlsplit

from newskit.lazy import lazy
from newskit.post import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import Post

__all__ = ["PostFacts", "facts_of"]

_ADDRESS: Final = lazy(
    r"(?:\]\(\s*<?|(?:href|src)\s*=\s*[\"']?|<)(https?://[^\s\"'<>)]+)", re.IGNORECASE
)
_IMAGE: Final = lazy(r"!\[[^\]]*\]\(|<img\b", re.IGNORECASE)
_SHOWN: Final = 160
_LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class PostFacts:
    """The facts of a post that a report adds up.

    Attributes:
        path: the post.
        month: ``YYYY-MM`` of its date; empty without one.
        folder: the folder it is in, at most four levels.
        kind: what it is to its site: a post, a page, a draft …
        categories: as its record has them.
        authors: as its record has them.
        tags: as its record has them.
        language: BCP 47, stated or detected; empty when neither.
        size: characters of its text.
        body_format: what its body is written in.
        hosts: how many of its links lead to each host; what is shown as code is none.
        images: its pictures.
        left_out: what conversion leaves out: how often each kind, and the first text of it.
        proved: whether its conversion is proved.
        removed: what stripping takes: rule, kind and the text, cut short.
    """

    path: str
    month: str = ""
    folder: str = ""
    kind: Kind = Kind.POST
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    size: int = 0
    body_format: str = ""
    hosts: Mapping[str, int] = field(default_factory=dict[str, int])
    images: int = 0
    left_out: Mapping[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    proved: bool = True
    removed: tuple[tuple[str, str, str], ...] = ()


def facts_of(post: Post, record: Mapping[str, Any], prose: str) -> PostFacts:
    """Return the facts of a post.

    Args:
        post: the post as it is.
        record: its record, with what conversion and stripping report of it.
        prose: its body with code blanked out.
    """
    own = _mapping(_mapping(record.get("metadata")).get("newskit"))
    differences = _rows(own.get("differences"))
    folders = post.relative.split("/")[:-1]
    hosts = Counter(host for match in _ADDRESS.finditer(prose) if (host := _host(match[1])))
    return PostFacts(
        path=post.path,
        month=str(record.get("date_published") or "")[:7],
        folder="/".join(folders[:_LEVELS]),
        kind=post.kind,
        categories=tuple(map(str, record.get("categories") or ())),
        authors=tuple(map(str, record.get("authors") or ())),
        tags=tuple(map(str, record.get("tags") or ())),
        language=str(record.get("language") or ""),
        size=len(post.text),
        body_format=post.body_format.value,
        hosts=dict(hosts),
        images=sum(1 for _ in _IMAGE.finditer(prose)),
        left_out=_left_out(differences),
        proved=not any(row.get("action") == "lost" for row in differences),
        removed=tuple(
            (str(row.get("rule")), str(row.get("kind")), str(row.get("text"))[:_SHOWN])
            for row in _rows(own.get("stripped"))
        ),
    )


def _left_out(differences: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for row in differences:
        action = row.get("action")
        if action in {"dropped", "lost"}:
            kind = f"{row.get('kind')}{', lost' if action == 'lost' else ''}"
            count, text = found.get(kind, (0, str(row.get("text"))[:_SHOWN]))
            found[kind] = (count + 1, text)
    return found


def _mapping(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _rows(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [_mapping(row) for row in cast("list[object]", value)]


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
