"""Substack exports: a zip file or folder with `posts.csv` and a page of HTML for each post."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Iterator
from typing import Final

from newskit.errors import ReadError
from newskit.importers.archives import SourceFile
from newskit.importers.article import Article, Item, Passed, PublishStatus, made
from newskit.importers.opened import Opened
from newskit.post import JsonValue

_TAKEN: Final = frozenset(
    ["post_id", "post_date", "is_published", "title", "subtitle", "type", "audience"]
)


class _Substack:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        names = head.decode("utf-8", "replace").splitlines()
        return any(one.rpartition("/")[2] == "posts.csv" for one in names)

    def read(self, source: Opened) -> Iterator[Item]:
        rows, root = _table(source)
        for part in source.parts():
            if part.data is None:
                yield Passed(part.label, "file", part.error, fault=True)
            elif part.name.startswith(f"{root}posts/") and part.name.endswith(".html"):
                identifier = part.name.rpartition("/")[2].removesuffix(".html")
                row = rows.pop(identifier, {})
                make = functools.partial(_article, part, identifier, row)
                yield made(make, part.label, "post", functools.partial(dict[str, "JsonValue"], row))
            elif part.name != f"{root}posts.csv":
                yield Passed(
                    part.label, "file", "is not a post: lists of readers and what they did"
                )
        for identifier, row in rows.items():
            label = f"{source.path}/{root}posts.csv#{identifier}"
            make = functools.partial(_article, None, identifier, row, label)
            yield made(make, label, "post", functools.partial(dict[str, "JsonValue"], row))


IMPORTER = _Substack()


def _table(source: Opened) -> tuple[dict[str, dict[str, str]], str]:
    for part in source.parts():
        if part.name.rpartition("/")[2] == "posts.csv" and part.data is not None:
            text = part.data.decode("utf-8-sig", "replace")
            csv.field_size_limit(source.limits.member_bytes)
            rows = csv.DictReader(io.StringIO(text, newline=""))
            root = part.name.removesuffix("posts.csv")
            return {str(row.get("post_id")): _plain(row) for row in rows}, root
    raise ReadError(f"{source.path}: has no posts.csv")


def _plain(row: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in row.items() if value}


def _article(
    part: SourceFile | None, identifier: str, row: dict[str, str], label: str = ""
) -> Article:
    number, _, slug = identifier.partition(".")
    extra: dict[str, JsonValue] = {}
    if row.get("audience", "everyone") not in {"everyone", ""}:
        extra["audience"] = row["audience"]
    if row.get("podcast_url"):
        extra["podcast_url"] = row["podcast_url"]
    kind = row.get("type") or "newsletter"
    left: dict[str, JsonValue] = {
        key: value
        for key, value in row.items()
        if key not in _TAKEN and key != "podcast_url" and value
    }
    if not row:
        left["posts.csv"] = "has no line for this post"
    published = row.get("is_published", "true").lower() in {"true", "1", "yes"}
    return Article(
        part.label if part else label,
        body=(part.data or b"").decode("utf-8", "replace") if part else "",
        kind="post" if kind in {"newsletter", "post"} else kind,
        status=PublishStatus.PUBLISHED if published else PublishStatus.DRAFT,
        identifier=number,
        title=row.get("title", ""),
        slug=slug,
        url=f"/p/{slug}" if slug else "",
        published=row.get("post_date", ""),
        summary=row.get("subtitle", ""),
        extra=extra,
        left=left,
    )
