"""A post as the rules see it: the post and views of it that several rules share."""

from __future__ import annotations

import re
import string
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from newskit.config.validate import Generator, ValidateConfig
from newskit.dates.generators import Date, parse_date
from newskit.frozen import NamedTuple
from newskit.lazy import computed, lazy
from newskit.post import BodyFormat, FrontMatterFormat, JsonValue, KeySpan, Post, Span
from newskit.validate.body import (
    Tag,
    blanked,
    is_jsx,
    mask_code,
    mask_templates,
    tag_attribute,
    tags,
)

if TYPE_CHECKING:
    from newskit.site.model import Site

# Which rules can find anything in a text, recognised by the marks that each of them needs.
#
# Looking for one mark takes a text from end to end, and there are a hundred of them. So the text is
# read once: what is left without letters, digits and white space is a fiftieth of it, and most
# marks are ruled out by the characters that occur in that. What remains is looked for as it is
# written.

_Marks: TypeAlias = "tuple[tuple[str, bytes], ...]"

FOREIGN = "\x80"
"""Stands for any character beyond ASCII."""

SIGN = "\0"
"""What starts the name of a sign: something that is found out otherwise than by text."""

# Of UTF-8, the lead bytes of U+0080 to U+00FF stay: mojibake and control characters have them.
_PLAIN = (string.ascii_letters + string.digits + " \t\r\n").encode() + bytes(
    byte for byte in range(0x80, 0x100) if byte not in {0xC2, 0xC3}
)


def without_words(text: str) -> bytes:
    """Return what is left of a text (in UTF-8) without letters, digits and white space."""
    return text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)


class Family:
    """Rules that look at the same text, with the marks that each of them needs.

    Args:
        rules: by code, what the text holds one of if the rule can find anything; nothing for a
            rule that always has to look.
        besides: by code, what it holds one of as well.
    """

    def __init__(
        self,
        rules: Mapping[str, tuple[str, ...]],
        besides: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._rules = [
            (code, tuple(map(_mark, marks)), tuple(map(_mark, (besides or {}).get(code, ()))))
            for code, marks in rules.items()
        ]
        self._possible = lru_cache(maxsize=4096)(self._find_possible)

    def candidates(self, text: str, rest: bytes, signs: frozenset[str]) -> Iterator[str]:
        """Yield the codes of the rules that can find anything, in order."""
        for code, marks, besides in self._possible(frozenset(rest), signs):
            if besides and not any(left in rest for _, left in besides):
                continue
            if not marks:
                yield code
                continue
            for mark, left in marks:
                if left in rest and mark in text:
                    yield code
                    break

    def _find_possible(
        self, characters: frozenset[int], signs: frozenset[str]
    ) -> tuple[tuple[str, _Marks, _Marks], ...]:
        """The rules whose signs are there, without marks, and those whose marks may be."""
        found: list[tuple[str, _Marks, _Marks]] = []
        for code, marks, besides in self._rules:
            if besides and not any(characters.issuperset(left) for _, left in besides):
                continue
            if not marks or any(mark in signs for mark, _ in marks):
                found.append((code, (), besides))
                continue
            may_be = tuple(
                (mark, left)
                for mark, left in marks
                if mark != FOREIGN and mark[0] != SIGN and characters.issuperset(left)
            )
            if may_be:
                found.append((code, may_be, besides))
        return tuple(found)


def _mark(text: str) -> tuple[str, bytes]:
    return text, without_words(text)


# What rules need to know of the HTML tags of a body, gathered in one pass.
#
# A long body has millions of tags: kept as they are, they would take more than the body itself.

# Elements that need both tags (HTML Living Standard, section 13.1.2.4, lists those that do not).
_PAIRED = frozenset(
    (
        *("a", "abbr", "article", "aside", "audio", "b", "big", "blockquote", "button", "center"),
        *("cite", "del", "details", "div", "dl", "em", "figcaption", "figure", "font", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "i", "iframe", "ins", "label"),
        *("main", "nav", "noscript", "object", "ol", "q", "s", "section", "select", "small"),
        *("span", "strike", "strong", "sub", "summary", "sup", "table", "u", "ul", "video"),
    )
)


class TagFacts(NamedTuple):
    """What is known of the HTML tags of a body; offsets are those of the body.

    Attributes:
        opening: how many opening tags there are of each name.
        bare: images without an alternative text, and links that may have no target.
        lost: opening tags without an end.
        strays: end tags without a start.
    """

    opening: Counter[str]
    bare: tuple[Tag, ...]
    lost: tuple[Tag, ...]
    strays: tuple[Tag, ...]


def tag_facts(text: str) -> TagFacts:
    """Return what is known of the tags of a text."""
    opening: Counter[str] = Counter()
    slashed: Counter[str] = Counter()
    opened: dict[str, list[Tag]] = defaultdict(list)
    bare: list[Tag] = []
    strays: list[Tag] = []
    for tag in tags(text):
        name = tag.name
        if not tag.closing:
            opening[name] += 1
            if (name == "a" and _may_lack_target(tag)) or (name == "img" and _lacks_text(tag)):
                bare.append(tag)
        if name not in _PAIRED:
            continue
        if tag.void and not tag.closing:
            # HTML knows no `<div/>`: browsers open an element, which an end tag may close.
            slashed[name] += 1
            continue
        # Names by themselves: wrong nesting is not a lost tag.
        if not tag.closing:
            opened[name].append(tag)
        elif opened[name]:
            opened[name].pop()
        elif slashed[name]:
            slashed[name] -= 1
        elif not opened["noscript"]:  # what is in it, browsers take for text
            strays.append(tag)
    lost = sorted((tag for left in opened.values() for tag in left), key=lambda tag: tag.start)
    return TagFacts(opening, tuple(bare), tuple(lost), tuple(strays))


def _may_lack_target(tag: Tag) -> bool:
    """Tell whether the target of a link is missing or empty; a quick look rules most out."""
    attributes = tag.attributes
    if '""' in attributes or "''" in attributes:
        return True
    small = attributes.lower()
    return small.count("href") != small.count("href=")


def _lacks_text(tag: Tag) -> bool:
    return tag_attribute(tag, "alt") is None


_BLOCK_LINE = lazy(
    r"^[ ]{0,3}</?(?:address|article|aside|blockquote|br|center|div|dl|figure|footer|form|h[1-6]"
    r"|header|hr|main|nav|ol|p|section|table|ul)\b",
    re.MULTILINE | re.IGNORECASE,
)
_NO_POSTS = frozenset(
    (
        *("readme", "license", "licence", "changelog", "contributing", "security"),
        *("claude", "agents", "gemini"),
    )
)
_NO_POST_FOLDERS = frozenset(
    ("_layouts", "_includes", "_site", "layouts", "themes", "node_modules", ".github")
)
_EVENTS = frozenset(
    (
        *("event", "events", "meetup", "meetups", "workshop", "workshops", "agenda", "calendar"),
        *("termin", "termine", "veranstaltung", "veranstaltungen", "kalender", "evenement"),
        *("evenements", "événement", "événements", "evento", "eventos", "eventi", "wydarzenia"),
        *("события", "мероприятия", "活动", "イベント", "行事", "etkinlik", "etkinlikler"),
    )
)
"""Folders and layouts of events, in small letters."""
_PYTHON_MARKDOWN = frozenset((Generator.PELICAN, Generator.MKDOCS, Generator.NIKOLA))
# The title of a link, or of a definition, is text: `[1]: /form "<form> of React"`.
_TITLED = lazy(r"\](?::[ \t]+|\()[^\s\[\]<>\"]{1,2000}+[ \t]+\"[^\"\n<]*+<[^\"\n]*+\"")
_MDX_COMMENT = lazy(r"\{/\*.*?\*/\}", re.DOTALL)
_COMPONENT = lazy(r"<(?=/?[A-Z])")
"""What begins a tag of a component in MDX, whatever HTML element is named alike."""
_OPENS_LINE = lazy(r"^<[A-Za-z]", re.MULTILINE)
_DATED_NAME = lazy(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)\Z", re.DOTALL)


class Entry(NamedTuple):
    """One value of the front matter.

    Attributes:
        pointer: its JSON Pointer (RFC 6901).
        key: the last name of the pointer, or the list's key for an item of a list.
        value: the value as read.
        span: where the value stands; None when the reader gives no position.
        depth: 1 for a top-level key.
    """

    pointer: str
    key: str
    value: JsonValue
    span: Span | None
    depth: int


class Subject:
    """A post and what rules ask of it, each computed once and only when asked.

    Args:
        post: the post as read.
        config: what to look for.
    """

    def __init__(self, post: Post, config: ValidateConfig) -> None:
        self.post = post
        self.config = config

    @computed
    def is_yaml(self) -> bool:
        """Whether the front matter is YAML that could be parsed."""
        matter = self.post.front_matter
        return matter.format is FrontMatterFormat.YAML and matter.valid

    @computed
    def entries(self) -> tuple[Entry, ...]:
        """Every value of the front matter, parents before children."""
        spans = self.post.front_matter.spans
        found: list[Entry] = []
        stack: list[tuple[str, str, JsonValue, int]] = [
            (f"/{_escape(key)}", key, value, 1)
            for key, value in reversed(list(self.post.front_matter.values.items()))
        ]
        while stack:
            pointer, key, value, depth = stack.pop()
            place = spans.get(pointer)
            found.append(Entry(pointer, key, value, place.value if place else None, depth))
            if isinstance(value, Mapping):
                stack += [
                    (f"{pointer}/{_escape(name)}", name, child, depth + 1)
                    for name, child in reversed(value.items())
                ]
            elif isinstance(value, list):
                stack += [
                    (f"{pointer}/{index}", key, value[index], depth + 1)
                    for index in range(len(value) - 1, -1, -1)
                ]
        return tuple(found)

    @computed
    def keys(self) -> Mapping[str, str]:
        """Top-level keys by their lower-cased form (Hugo reads keys without case)."""
        return {key.lower(): key for key in self.post.front_matter.values}

    @computed
    def dates(self) -> tuple[tuple[Entry, Date | None], ...]:
        """The top-level entries that hold dates, by the configured names, and what they read as."""
        found: list[tuple[Entry, Date | None]] = []
        for name in self.config.date_keys:
            entry = self.top(name)
            if entry is not None and isinstance(entry.value, (str, int, float)):
                found.append((entry, parse_date(str(entry.value))))
        return tuple(found)

    @computed
    def file_name(self) -> PurePosixPath:
        """The path with forward slashes."""
        return PurePosixPath(self.post.path.replace("\\", "/"))

    @computed
    def parts(self) -> frozenset[str]:
        """The folders of the path, and the file's name."""
        folder, _, name = self.post.path.replace("\\", "/").rpartition("/")
        if name in {"", "."}:
            return frozenset(self.file_name.parts)
        return _folders(folder) | {name}

    @computed
    def generator(self) -> Generator:
        """The configured generator, or the one that path and front matter speak of."""
        if self.config.generator is not Generator.AUTO:
            return self.config.generator
        if self.post.generator:
            return Generator(self.post.generator)
        parts = self.parts
        if "_posts" in parts or "_drafts" in parts:
            return Generator.JEKYLL
        if self.post.front_matter.format in {FrontMatterFormat.TOML, FrontMatterFormat.JSON}:
            return Generator.HUGO
        # Astro keeps its collections in src/content.
        is_astro = "src" in parts and "src/content/" in self.file_name.as_posix()
        return Generator.HUGO if "content" in parts and not is_astro else Generator.OTHER

    @computed
    def is_no_post(self) -> bool:
        """Whether the file stands beside posts, or in a folder of a site that holds none.

        Of a site's files, only what is worked on comes here.
        """
        if self.post.generator:
            return False
        name = self.file_name
        folders = name.parts[:-1]
        if name.stem.lower() in _NO_POSTS or not _NO_POST_FOLDERS.isdisjoint(folders):
            return True
        # A program's templates; posts may lie in a folder of that name, too, and say what they are.
        bare = self.post.front_matter.format is FrontMatterFormat.NONE
        return "templates" in folders and self.is_html_file and bare

    @computed
    def is_plain_text(self) -> bool:
        """Whether the file is named as text, is no post of a site and has no markup of its own."""
        bare = self.post.front_matter.format is FrontMatterFormat.NONE
        named = bare and not self.post.generator and self.file_name.suffix.lower() == ".txt"
        return named and _OPENS_LINE.search(self.post.body) is None

    @computed
    def is_between_rules(self) -> bool:
        """Whether what looks like front matter is a heading between two rules, below the top."""
        matter = self.post.front_matter
        between = self.post.text[slice(*matter.content)].strip()
        return matter.opening[0] > 0 and not matter.values and between.startswith("##")

    @computed
    def dated_name(self) -> tuple[int, int, int, str] | None:
        """Year, month, day and the rest of a file name such as ``2024-05-01-slug.md``."""
        match = _DATED_NAME.match(self.file_name.stem)
        if match is None:
            return None
        return int(match[1]), int(match[2]), int(match[3]), match[4]

    @computed
    def body_rest(self) -> bytes:
        """The body without letters, digits and white space: what marks are looked for in."""
        return without_words(self.post.body)

    @computed
    def prose(self) -> str:
        """The body with code, comments and mathematics blanked out, of the same length."""
        body = self.post.body
        # What a body is written in takes longer to tell than whether anything is indented.
        if self.holds_jsx and "{/*" in body:
            # Behind the last end each start would be looked for an end in vain.
            last = body.rfind("*/}") + 3
            body = _MDX_COMMENT.sub(lambda match: blanked(match[0]), body[:last]) + body[last:]
        indented = ("    " in body or "\t" in body) and not (self.is_html or is_jsx(body))
        return mask_code(body, indented=indented, within_html=self.is_python_markdown)

    @computed
    def is_python_markdown(self) -> bool:
        """Whether the site's generator reads Markdown with Python-Markdown."""
        return self.generator in _PYTHON_MARKDOWN

    @computed
    def is_event(self) -> bool:
        """Whether folder, layout or type say that the post is about an event."""
        layout = self.top("layout", "type")
        names = {part.lower().lstrip("_") for part in self.parts}
        if layout is not None:
            names.add(str(layout.value).lower())
        return not _EVENTS.isdisjoint(names)

    @computed
    def has_own_reader(self) -> bool:
        """Whether a plug-in of the site's own reads the post, so that its needs are not known."""
        site = self._site
        return site is not None and site.has_own_reader

    def is_text_key(self, name: str) -> bool:
        """Whether the site's settings say that a key holds text, whatever it is called."""
        site = self._site
        return site is not None and name in site.text_keys

    @computed
    def _site(self) -> Site | None:
        if not self.post.generator:
            return None
        from newskit.site.find import find_site

        return find_site(Path(self.post.path).absolute().parent)

    @property
    def holds_jsx(self) -> bool:
        """Whether JSX stands in the body, as the file's name (MDX) or the body itself tells."""
        return self.post.path.endswith(".mdx") or is_jsx(self.post.body)

    @property
    def is_html_file(self) -> bool:
        """Whether the file's name says that it is HTML."""
        return self.file_name.suffix.lower() in {".html", ".htm", ".xhtml"}

    @computed
    def is_html(self) -> bool:
        """Whether the body is HTML throughout: by what it holds, or by the file's name."""
        if self.is_html_file:
            return True
        html = self.post.body_format is BodyFormat.HTML
        return html and _BLOCK_LINE.search(self.post.body) is not None

    @computed
    def tags(self) -> TagFacts:
        """What is known of the HTML tags of the body outside of code."""
        text = mask_templates(self.prose) if "<" in self.prose else ""
        text = _TITLED.sub(lambda match: blanked(match[0]), text)
        return tag_facts(_COMPONENT.sub(" ", text) if self.holds_jsx else text)

    def in_body(self, start: int, end: int) -> Span:
        """The span in the post of a span in its body."""
        return self.post.body_start + start, self.post.body_start + end

    def source(self, span: Span | None) -> str:
        """The text of a span, as written."""
        return self.post.text[span[0] : span[1]] if span else ""

    def key_span(self, pointer: str) -> Span:
        """Where the key of a pointer stands; its value, or the opening fence, without one."""
        place = self._nearest(pointer)
        return self.post.front_matter.opening if place is None else place.key or place.value

    def value_span(self, pointer: str) -> Span:
        """Where the value of a pointer stands; the opening fence when that is not known."""
        place = self._nearest(pointer)
        if place is None:
            return self.post.front_matter.opening
        if pointer not in self.post.front_matter.spans:
            return self._item_span(pointer, place.value)
        return place.value

    def _item_span(self, pointer: str, whole: Span) -> Span:
        """Where an item of a list without positions (TOML) stands; the list where it hides."""
        parent, _, index = pointer.rpartition("/")
        items = next((one.value for one in self.entries if one.pointer == parent), None)
        if not isinstance(items, list) or not index.isdigit() or int(index) >= len(items):
            return whole
        start = end = whole[0]
        for item in items[: int(index) + 1]:
            text = rf"([\"']){re.escape(item)}\1" if isinstance(item, str) else r"(?!)"
            found = re.compile(text).search(self.post.text, end, whole[1])
            if found is None:
                return whole
            start, end = found.span()
        return start, end

    def _nearest(self, pointer: str) -> KeySpan | None:
        """The place of a pointer, or of the nearest parent that has one (TOML's list items)."""
        spans = self.post.front_matter.spans
        while pointer and pointer not in spans:
            pointer = pointer.rpartition("/")[0]
        return spans.get(pointer) if pointer else None

    def top(self, *names: str) -> Entry | None:
        """The first top-level entry whose key is one of `names`, compared without case."""
        for name in names:
            key = self.keys.get(name)
            if key is not None:
                pointer = f"/{_escape(key)}"
                place = self.post.front_matter.spans.get(pointer)
                value = self.post.front_matter.values[key]
                return Entry(pointer, key, value, place.value if place else None, 1)
        return None


@lru_cache(maxsize=256)
def _folders(folder: str) -> frozenset[str]:
    return frozenset(PurePosixPath(folder).parts)


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1") if "/" in name or "~" in name else name


def items(value: JsonValue) -> Sequence[JsonValue]:
    """The items of a list, or the value alone."""
    return value if isinstance(value, list) else (value,)
