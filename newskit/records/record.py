"""A post as one record of JSON Lines: a fixed set of fields in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from newskit.config.export import ExportConfig, RecordBody, RecordShape
from newskit.frozen import NamedTuple, replace
from newskit.lazy import lazy
from newskit.post import BodyFormat, JsonValue, Post
from newskit.read.article import PostFields, language_in_path, read_article
from newskit.read.page.fill import fill, page_of, where_from
from newskit.read.parse import read_again
from newskit.read.record_post import load_record
from newskit.read.record_shapes import RECORD_FIELDS
from newskit.records.languages import SAMPLE, detect_language, with_digits
from newskit.records.published import Work, named_authors, provenance, published
from newskit.records.shown import ShownText, shown_text
from newskit.records.text import markdown_text, plain_text
from newskit.records.values import address_id, clean, clean_text, path_id, plain

_HEADING: Final = lazy(r"\s*#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\r?\n|\r|$)")
_HTML_HEADING: Final = lazy(r"\s*<h1\b[^>]*>(.*?)</h1\s*>", re.IGNORECASE | re.DOTALL)

_TAG: Final = lazy(r"<[^<>]*>")
_SAMPLE: Final = 2000
_BODIES: Final = frozenset({"content_markdown", "content_html"})
_BARE: Final = frozenset({RecordShape.NEWSKIT, RecordShape.HF})


def to_record(  # noqa: PLR0913 - each stage hands over its own result
    post: Post,
    config: ExportConfig,
    *,
    markdown: str | None = None,
    html: str | None = None,
    differences: Sequence[object] = (),
    stripped: Sequence[object] = (),
    source: bytes | None = None,
    front_matter: Mapping[str, JsonValue] | None = None,
    check: bool = True,
    templates: Sequence[str] = (),
) -> dict[str, JsonValue]:
    """Return the record of a post (``schemas/news-article.schema.json``).

    Args:
        post: its front matter gives the fields and goes into `metadata` as it was.
        config: keys, preset, defaults, body choice.
        markdown: the body in Markdown, for `content_markdown`.
        html: the body in HTML, for `content_html`.
        differences: what the conversion changed (flat dataclasses or mappings).
        stripped: what was removed (flat dataclasses or mappings).
        source: the bytes of the file, for a body of ``source``; made from the text when absent.
        front_matter: the front matter as it was, when facts have been added to the post's since.
        check: whether the record is `checked`; `make_line` does it too, on the way.
        templates: template code that `html` does not show, as it was written.
    """
    digits = with_digits(post)
    stated = _stated(post, digits.values, config)
    article, derived = stated.article, stated.derived
    shown = _shown(post, markdown, html, config) if needs_text(config) else None
    text = None if shown is None else _text(shown, derived)
    title = article.title or _heading(post, markdown, derived) or _named(stated.title, derived)
    language = article.language or _language(post, stated.language, title, text, config, derived)
    left = templates if shown is None or html is not None else shown.left
    facts = provenance(post, article, config, Work(derived, differences, stripped, source, left))
    if front_matter is None or front_matter is post.front_matter.values:
        front_matter = stated.values
        facts |= {"losses": digits.losses} if digits.losses else {}
    given = {"title": title, "language": language, "text": text, "content_markdown": markdown}
    if html is not None or config.body is RecordBody.HTML:
        given["content_html"] = html
    metadata = _metadata({**stated.by_page, **front_matter}, facts)
    record = _in_order(post, stated, {**given, "metadata": metadata})
    return checked(record) if check else record


def _in_order(post: Post, stated: _Stated, given: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return a record: fields as given, or else as the article states them."""
    article, path = stated.article, post.relative or post.path
    identifier = address_id(article.address) if article.address else path_id(path)
    fields: dict[str, JsonValue] = {"id": identifier, "url": stated.url, **given}
    return {
        name: fields[name] if name in fields else _of_article(article, name)
        for name in RECORD_FIELDS
        if name in fields or name not in _BODIES
    }


class _Stated(NamedTuple):
    """What a post, its page and its site state.

    Attributes:
        values: the front matter, with what a whole page says besides.
        by_page: the latter alone.
        article: read from them and from the site's defaults, authors by their names.
        url: of the post.
        language: of the path or the site.
        title: that the site makes of the file's name.
        derived: record field → where its value was taken from; more is noted in it later.
    """

    values: Mapping[str, JsonValue]
    by_page: Mapping[str, JsonValue]
    article: PostFields
    url: str | None
    language: tuple[str, str] | None
    title: str
    derived: dict[str, str]


def _stated(post: Post, values: Mapping[str, JsonValue], config: ExportConfig) -> _Stated:
    relative = post.relative or post.path
    article = read_article(values, relative, config, post.generator)
    by_page: Mapping[str, JsonValue] = {}
    wheres: Mapping[str, str] = {}
    page = page_of(post)
    if page is not None:
        by_page = fill(article, page)
        values = {**by_page, **values}
        article = read_article(values, relative, config, post.generator)
        wheres = where_from(page, by_page)
    site = published(post, values, article, config)
    article = site.article
    derived = {**site.derived, **article.derived, **wheres}
    authors = named_authors(article.authors, post)
    if authors != article.authors:
        derived["authors"] = "data file"
        article = article._replace(authors=authors, byline=", ".join(authors))
    in_path = language_in_path(relative)
    language = ("path", in_path) if in_path else None
    if language is None and site.language:
        language = ("site", site.language)
    return _Stated(values, by_page, article, site.url, language, site.title, derived)


def _of_article(article: PostFields, name: str) -> JsonValue:
    value: JsonValue | tuple[str, ...] = getattr(article, name)
    return list(value) if isinstance(value, tuple) else value


def _metadata(
    front_matter: Mapping[str, JsonValue], facts: dict[str, JsonValue]
) -> dict[str, JsonValue]:
    """Return the front matter with `facts` as its `newskit`; a key of that name goes into them."""
    metadata = dict(front_matter)
    if "newskit" in metadata:
        facts["front_matter_newskit"] = metadata.pop("newskit")
    metadata["newskit"] = facts
    return metadata


def needs_text(config: ExportConfig) -> bool:
    """Tell whether the plain text is made: not where the record is to carry the bare file."""
    return config.body is not RecordBody.SOURCE or config.shape not in _BARE


def encode(record: dict[str, JsonValue]) -> bytes:
    """Return a record as one line of UTF-8 that ends with a newline."""
    import orjson

    return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


def checked(record: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return a record with what JSON cannot carry over replaced, and reported in its metadata."""
    import orjson

    try:
        orjson.dumps(record)
    except orjson.JSONEncodeError:
        cleaned, losses = clean(record)
        record = cast("dict[str, JsonValue]", cleaned)
        metadata = cast("dict[str, dict[str, JsonValue]]", record["metadata"])
        facts = metadata["newskit"]
        before = cast("list[JsonValue]", facts.get("losses", []))
        facts["losses"] = [
            *before,
            *[cast("JsonValue", {"pointer": one.pointer, "kind": one.kind}) for one in losses],
        ]
    return record


def _shown(post: Post, markdown: str | None, html: str | None, config: ExportConfig) -> ShownText:
    # The C libraries take no lone surrogates, which is what damaged bytes are.
    if html is not None:
        return ShownText(plain_text(clean_text(html)), ())
    if markdown is None:
        if post.body_format is BodyFormat.HTML:
            return ShownText(plain_text(clean_text(post.body)), ())
        markdown = post.body
    return shown_text(post, clean_text(markdown), config)


def _text(shown: ShownText, derived: dict[str, str]) -> str:
    if shown.plain:
        derived["text"] = "CommonMark alone: too long, or too many marks"
    return shown.text


def _sample(post: Post) -> str:
    """Return the first words of a body, roughly without markup, to tell the language by."""
    text = post.text[post.body_start : post.body_start + _SAMPLE]
    return _TAG.sub(" ", text) if "<" in text else text


def _heading(post: Post, markdown: str | None, derived: dict[str, str]) -> str | None:
    """Return the level-1 heading that a body without a stated title starts with."""
    body = post.body if markdown is None else markdown
    match = _HEADING.match(body) or _HTML_HEADING.match(body)
    title = None if match is None else " ".join(markdown_text(clean_text(match[1])).split())
    if title:
        derived["title"] = "heading"
    return title or None


def _named(title: str, derived: dict[str, str]) -> str | None:
    """Return the title that a site makes of a file's name."""
    if title:
        derived["title"] = "file name"
    return title or None


def _language(
    post: Post,
    placed: tuple[str, str] | None,
    title: str | None,
    text: str | None,
    config: ExportConfig,
    derived: dict[str, str],
) -> str | None:
    """Take the language of the path or the site unless the text is plainly in another one.

    Args:
        post: the post, whose source stands in for a text that is not made.
        placed: where it lies: where that is stated, and the tag.
        title: of the post.
        text: that readers see.
        config: whether to detect.
        derived: takes where the language is from.
    """
    found = None
    if config.detect_language:
        sample = _sample(post) if text is None else text[:SAMPLE]
        found = detect_language(f"{title or ''}\n{sample}")
    if placed is not None:
        where, tag = placed
        if found is None or not found.sure or tag.split("-")[0] == found.code:
            derived["language"] = where
            return tag
    if found is None:
        return None
    derived["language"] = f"detected, {found.how}"
    return found.code


# Records whose post was changed: new fields where the post says something new, the rest kept.


_CONFIG: Final = ExportConfig(detect_language=False)


def update_record(
    line: bytes,
    post: Post,
    text: str,
    report: Sequence[Mapping[str, JsonValue]] = (),
) -> bytes:
    """Return the line of a record whose post now has the text `text`.

    Args:
        line: the record as it was read.
        post: the post that was read from it.
        text: the whole new text of the post; the line comes back as it is when nothing changed.
        report: differences of a conversion or removals, to be added to the provenance.
    """
    if text == post.text:
        return line if line.endswith(b"\n") else line + b"\n"
    record = load_record(line)
    changed = read_again(post, text)
    before, after = _record_of(post), _record_of(changed)
    for name, value in after.items():
        if name in record and name != "metadata" and value != before.get(name):
            record[name] = value
    if isinstance(record.get("content_html"), str) and record.get("content_markdown") is None:
        record["content_html"] = changed.body
    record["metadata"] = _changed_metadata(record, after, changed, report)
    return encode(record)


def _record_of(post: Post) -> dict[str, JsonValue]:
    return to_record(post, _CONFIG, markdown=post.body)


def _changed_metadata(
    record: dict[str, JsonValue],
    after: dict[str, JsonValue],
    changed: Post,
    report: Sequence[Mapping[str, JsonValue]],
) -> dict[str, JsonValue]:
    """Join the new front matter with the old provenance, and say what was done since."""
    old = record.get("metadata")
    facts = old.get("newskit") if isinstance(old, dict) else None
    metadata = cast("dict[str, JsonValue]", after["metadata"])
    if not isinstance(facts, dict):
        return metadata
    facts = dict(facts)
    for row in report:
        name = "differences" if "action" in row else "stripped"
        known = facts.get(name)
        facts[name] = [*(known if isinstance(known, list) else []), plain(row)]
    if "source" in facts:
        source = to_record(replace(changed, source_sha256=""), ExportConfig(body=RecordBody.SOURCE))
        fresh = cast("dict[str, dict[str, JsonValue]]", source["metadata"])["newskit"]
        facts["source"], facts["sha256"] = fresh["source"], fresh["sha256"]
    return {**metadata, "newskit": facts}
