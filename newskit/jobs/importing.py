"""An import from start to finish: items of a source to posts, files and rows of the report."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import quote, urlsplit

from newskit.config.model import Config
from newskit.errors import ReadError
from newskit.frozen import dataclass, field, replace
from newskit.importers.article import Article, Asset, BodyKind, Comment, Item, Passed, SourceSite
from newskit.importers.opened import Opened
from newskit.importers.port import ImportedPost, Refused, find_importer
from newskit.importers.target import Names, TargetSite, asset_name, ending_of, post_text
from newskit.jobs.targets import ImportStatus, WriteOutcome, write_posts
from newskit.post import FrontMatterFormat, JsonValue, Post
from newskit.read.remote import Fetched, Fetcher, FetchError

# Files that imported posts show, fetched: pictures, sound, films and documents.
#
# The limits are those of a book's pictures (`newskit.read.remote`): only public addresses, a
# largest size, a time for each. What cannot be had keeps its address in the post, and is reported.

KINDS: Final = ("image/", "audio/", "video/", "application/pdf", "application/epub+zip")
_WORKERS: Final = 4
_SHOWN: Final = re.compile(
    r"<(?:img|source|video|audio|track|embed)\b[^>]*?\b(?:src|poster|data-src)\s*=\s*[\"'](https?://[^\"']+)",
    re.IGNORECASE,
)
_SET: Final = re.compile(r"\bsrcset\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_LINKED: Final = re.compile(
    r"\bhref\s*=\s*[\"'](https?://[^\"']+\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp3|m4a|ogg|mp4|webm|epub))[\"']",
    re.IGNORECASE,
)
_MARKDOWN: Final = re.compile(r"!\[[^\]]{0,999}\]\(<?(https?://[^\s)>]+)")


@dataclass(slots=True)
class AssetFetcher:
    """Fetches what posts show, each address once.

    Attributes:
        fetcher: how files are had.
        exists: tells whether a file of this name is in the output folder already.
    """

    fetcher: Fetcher
    exists: Callable[[str], bool]
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _reasons: dict[str, str] = field(default_factory=dict[str, str])

    def localised(
        self, article: Article
    ) -> tuple[Article, list[tuple[str, bytes]], dict[str, JsonValue]]:
        """Return an article whose addresses lead to its own site, new files, and what to report.

        Returns:
            The article, the files by their paths on the site, the rows ``assets`` and ``missing``.
        """
        host = _host(article.url)
        wanted = list(dict.fromkeys(_addresses(article, host)))
        files = list(self._fetched(wanted, host))
        body, image = article.body, article.image
        done: list[JsonValue] = []
        for address in sorted(wanted, key=len, reverse=True):
            name = self._names.get(address)
            if name is None:
                continue
            path = f"/{quote(name)}"
            body = _replaced(body, address, path)
            image = path if image == address else image
            done.append({"url": address, "path": path})
        missing: list[JsonValue] = [
            {"url": one, "reason": self._reasons[one]} for one in wanted if one in self._reasons
        ]
        row: dict[str, JsonValue] = {"assets": done, "missing": missing}
        changed = replace(article, body=body, image=image)
        return changed, files, {key: value for key, value in row.items() if value}

    def completed(self, asset: Asset) -> tuple[Asset, str]:
        """Return an attachment with its bytes, or why they could not be had."""
        if asset.data is not None or not asset.url.startswith(("http://", "https://")):
            return asset, ""
        for name, data in self._fetched([asset.url], _host(asset.url)):
            return replace(asset, name=name, data=data, served=True), ""
        return asset, self._reasons.get(asset.url, "")

    def _fetched(self, addresses: list[str], host: str) -> Iterator[tuple[str, bytes]]:
        new: list[str] = []
        for one in addresses:
            if one in self._names or one in self._reasons:
                continue
            name = asset_name(one, "", host)
            if self.exists(name):
                self._names[one] = name  # an earlier run has fetched it
            else:
                new.append(one)
        with ThreadPoolExecutor(_WORKERS) as pool:
            for address, found in zip(new, pool.map(self._try, new), strict=True):
                if isinstance(found, str):
                    self._reasons[address] = found
                    continue
                name = asset_name(address, found.media, host)
                self._names[address] = name
                yield name, found.data

    def _try(self, address: str) -> Fetched | str:
        try:
            return self.fetcher.get(address)
        except FetchError as error:
            return str(error)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _addresses(article: Article, host: str) -> Iterator[str]:
    """Yield the addresses of what an article shows, and of files of its own site that it links."""
    if article.image.startswith(("http://", "https://")):
        yield article.image
    if article.body_kind is BodyKind.MARKDOWN:
        yield from _MARKDOWN.findall(article.body)
    for address in _SHOWN.findall(article.body):
        yield unescape(address)
    for candidates in _SET.findall(article.body):
        for part in re.split(r",\s+", unescape(candidates)):
            address = part.strip().partition(" ")[0]
            if address.startswith(("http://", "https://")):
                yield address
    for address in _LINKED.findall(article.body):
        if host and _host(unescape(address)) == host:
            yield unescape(address)


def _replaced(body: str, address: str, path: str) -> str:
    """Replace an address where it stands whole, as HTML or Markdown write it."""
    for written in dict.fromkeys((address, escape(address), escape(address, quote=False))):
        body = re.sub(
            rf"(?<![^\s\"'(<=,]){re.escape(written)}(?![^\s\"')>,])", lambda _: path, body
        )
    return body


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What an import is asked for.

    Attributes:
        format: name of the importer.
        target: whose posts are written.
        kind: the format of front matter.
        convert: whether HTML bodies become Markdown.
        strip: whether trailing boilerplate goes.
        older: whether older versions of a post are written too.
        fetch: whether the pictures and other files of posts are fetched.
        overwrite: whether files with other contents are replaced.
    """

    format: str
    target: TargetSite = TargetSite.NEWSKIT
    kind: FrontMatterFormat = FrontMatterFormat.YAML
    convert: bool = False
    strip: bool = False
    older: bool = False
    fetch: bool = False
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome for one item of the source; every item has one.

    Attributes:
        label: where the item stands.
        what: ``post``, ``attachment``, ``passed`` or ``site``.
        status: what became of it; None for what is not a file.
        row: its row of the report.
        comments: rows of its readers' comments.
        problem: why it could not be read or written, in words; empty when it could.
    """

    label: str
    what: str
    status: ImportStatus | None
    row: dict[str, JsonValue]
    comments: tuple[dict[str, JsonValue], ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Run:
    request: ImportRequest
    config: Config
    names: Names
    fetcher: AssetFetcher | None = None


def run_import(
    source: Opened,
    folder: Path,
    request: ImportRequest,
    config: Config,
    fetcher: Fetcher | None = None,
) -> Iterator[Imported]:
    """Import a source below `folder`, item by item; each file is whole or not there.

    A run that was stopped is finished by running it again: what is there already is left alone.

    Args:
        source: the source, opened.
        folder: where posts are written.
        request: what is asked for.
        config: settings of reading, converting and stripping.
        fetcher: how files are fetched; None for the limits that `config` gives to books.

    Raises:
        UsageError: when there is no importer of this name.
        ReadError: when the source is not of this format.
    """
    names = Names(request.target)
    assets = _asset_fetcher(folder, names, config, fetcher) if request.fetch else None
    run = _Run(request, config, names, assets)
    ends: deque[_End] = deque()

    def files() -> Iterator[ImportedPost | Refused | WriteOutcome]:
        for one in _all(source, run):
            if isinstance(one, Imported):
                ends.append(functools.partial(_itself, one))
                yield WriteOutcome(one.label, ImportStatus.UNCHANGED)
            else:
                ends.append(one[1])
                yield one[0]

    for written in write_posts(files(), folder, overwrite=request.overwrite):
        yield ends.popleft()(written)


_End: TypeAlias = "Callable[[WriteOutcome], Imported]"
# What is to be written, and what to say of it then; or the outcome of an item that is no file.
_Made: TypeAlias = "Imported | tuple[ImportedPost | Refused, _End]"


def _itself(one: Imported, _written: WriteOutcome) -> Imported:
    return one


def _all(source: Opened, run: _Run) -> Iterator[_Made]:
    items = find_importer(run.request.format).read(source)
    found = 0
    while True:
        try:
            item = next(items, None)
        except ReadError as error:
            yield _fault(source.path, error)
            return
        if item is None:
            break
        found += 1
        yield from _one(item, run)
    if source.fault:
        yield _fault(
            source.path, ReadError(f"{source.path}: is not read to its end: {source.fault}")
        )
    elif not found:
        raise ReadError(
            f"{source.path}: holds nothing that {run.request.format} knows",
            hint="`newskit import auto` looks for the format",
        )


def _asset_fetcher(
    folder: Path, names: Names, config: Config, fetcher: Fetcher | None
) -> AssetFetcher:
    limits = config.epub
    used = fetcher or Fetcher(
        limits.fetch_timeout, limits.fetch_retries, limits.max_image_bytes, kinds=KINDS
    )
    return AssetFetcher(used, lambda name: (folder / names.asset(name)).is_file())


def _fault(path: str, error: ReadError) -> Imported:
    said = f"{error.message} ({error.hint})" if error.hint else error.message
    row: dict[str, JsonValue] = {"item": path, "what": "fault", "reason": error.message}
    return Imported(path, "passed", ImportStatus.REFUSED, row, problem=said)


def _one(item: Item, run: _Run) -> Iterator[_Made]:
    if isinstance(item, Article):
        yield from _with_files(item, run)
    elif isinstance(item, Asset):
        yield _asset(item, run)
    elif isinstance(item, SourceSite):
        said: dict[str, JsonValue] = {"item": item.label, "what": "site"}
        yield Imported(item.label, "site", None, {**said, "values": dict(item.details)})
    else:
        older = item.older() if item.older is not None and run.request.older else None
        yield from [_passed(item)] if older is None else _with_files(older, run)


def _with_files(article: Article, run: _Run) -> Iterator[_Made]:
    """Yield a post and the files that were fetched for it."""
    if run.fetcher is None:
        yield _post(article, run, {})
        return
    article, files, fetched = run.fetcher.localised(article)
    for name, data in files:
        yield _asset(Asset(article.label, name, "", data, served=True), run)
    yield _post(article, run, fetched)


def _passed(item: Passed) -> Imported:
    row: dict[str, JsonValue] = {
        "item": item.label,
        "what": "passed",
        "kind": item.kind,
        "reason": item.reason,
        "values": dict(item.details),
    }
    problem = f"{item.label}: {item.reason}" if item.fault else ""
    status = ImportStatus.REFUSED if item.fault else None
    return Imported(item.label, "passed", status, row, problem=problem)


def _asset(item: Asset, run: _Run) -> _Made:
    row: dict[str, JsonValue] = {"item": item.label, "what": "attachment", "url": item.url}
    row["values"] = dict(item.details)
    if run.fetcher is not None:
        item, reason = run.fetcher.completed(item)
        if reason:
            row["missing"] = [{"url": item.url, "reason": reason}]
    if item.data is None or not item.name:
        return Imported(item.label, "attachment", None, row)
    name = run.names.asset(item.name) if item.served else item.name

    def end(written: WriteOutcome) -> Imported:
        row.update({"path": name, "status": written.status.value})
        return Imported(item.label, "attachment", written.status, row, problem=_said(written))

    return ImportedPost(name, item.data, item.label), end


def _post(article: Article, run: _Run, fetched: Mapping[str, JsonValue]) -> _Made:
    row: dict[str, JsonValue] = {"item": article.label, "what": "post", "kind": article.kind}
    article = _fitting(article, run.config.read.max_front_matter_bytes // 2)
    file: ImportedPost | Refused
    try:
        name, data = _made(article, run, row)
    except ValueError as error:
        name, file = "", Refused(article.label, str(error))
    else:
        file = ImportedPost(name, data, article.label)
    row |= {"path": name, "status": ""}
    if article.left:
        row["left"] = dict(article.left)
    if article.identifier and run.request.target is not TargetSite.NEWSKIT:
        row["guid"] = article.identifier
    comments = tuple(_comment(one, name) for one in article.comments)
    label = article.label

    def end(written: WriteOutcome) -> Imported:
        row.update({"status": written.status.value, **fetched})
        return Imported(label, "post", written.status, row, comments, _said(written))

    return file, end


def _comment(comment: Comment, name: str) -> dict[str, JsonValue]:
    row = {"post": name, **dataclasses.asdict(comment)}
    return {key: value for key, value in row.items() if value or key not in {"email", "left"}}


def _fitting(article: Article, most: int) -> Article:
    """Let the report take the longest values of an article whose front matter no reader takes."""
    stated: dict[str, JsonValue] = {
        "title": article.title,
        "summary": article.summary,
        "tags": list(article.tags),
    }
    stated = {**{key: value for key, value in stated.items() if value}, **article.extra}
    sizes = {key: len(str(value).encode("utf-8", "replace")) for key, value in stated.items()}
    moved: dict[str, JsonValue] = {}
    for key in sorted(sizes, key=lambda key: -sizes[key]):
        if sum(sizes.values()) <= most:
            break
        moved[key] = stated[key]
        del sizes[key]
    if not moved:
        return article
    return dataclasses.replace(
        article,
        title="" if "title" in moved else article.title,
        summary="" if "summary" in moved else article.summary,
        tags=() if "tags" in moved else article.tags,
        extra={key: value for key, value in article.extra.items() if key not in moved},
        left={**article.left, **moved},
    )


def _made(article: Article, run: _Run, row: dict[str, JsonValue]) -> tuple[str, bytes]:
    request = run.request
    converts = request.convert and article.body_kind is BodyKind.HTML
    if not converts and not request.strip:
        name = run.names.name(article, ending_of(article, converted=False))
        return name, _encoded(post_text(article, request.target, request.kind))
    if request.target is TargetSite.PELICAN:
        working = dataclasses.replace(article, extra={})
        body, row_more = _worked(working, run, TargetSite.NEWSKIT, converts=converts)
        row |= row_more
        kind = BodyKind.MARKDOWN if converts else article.body_kind
        article = dataclasses.replace(article, body=body.body, body_kind=kind)
        text = post_text(article, request.target, request.kind)
    else:
        post, row_more = _worked(article, run, request.target, converts=converts)
        row |= row_more
        text = post.text
    return run.names.name(article, ending_of(article, converted=converts)), _encoded(text)


def _worked(
    article: Article, run: _Run, target: TargetSite, *, converts: bool
) -> tuple[Post, dict[str, JsonValue]]:
    """Strip and convert as the commands of these names do; their findings go into the row."""
    from newskit.jobs.stages import (
        convert_stage,
        difference_rows,
        load_rules,
        removal_rows,
        strip_stage,
    )
    from newskit.read.parse import parse_text

    request, config = run.request, run.config
    name = f"post{ending_of(article, converted=False)}"
    text = post_text(article, target, request.kind)
    post = parse_text(article.label, text, config.read, relative=name)
    row: dict[str, JsonValue] = {}
    if request.strip:
        outcome = strip_stage(post, config.strip, load_rules(config.strip), config.read)
        if outcome.stripped.removed:
            row["removed"] = list(removal_rows(post, outcome.stripped))
        post = outcome.post
    if converts:
        conversion = convert_stage(post, config.convert)
        row["proved"] = conversion.proved
        if conversion.differences:
            row["differences"] = list(difference_rows(post, conversion))
        text = post.text[: post.body_start] + conversion.markdown
        post = parse_text(article.label, text, config.read, relative="post.md")
    return post, row


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # a lone surrogate is not a character


def _said(written: WriteOutcome) -> str:
    return "" if written.problem is None else str(written.problem)
