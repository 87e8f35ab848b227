"""Links from post to post of one book: what a post is called elsewhere, and what a link names.

A post is known by its URL, by its address on the site (also a former one), and by its file. A link
leads to a chapter where one of its readings names one post of the book and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from posixpath import normpath
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from newskit.epub.article import BookFacts, Change, PostLink, PreparedArticle
from newskit.epub.plan import BookPage
from newskit.frozen import NamedTuple

_DATED: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_DATED_NAME: Final = re.compile(r"\d{4}-\d\d?-\d\d?[-_][^/]+")
_SUFFIX: Final = re.compile(
    r"(?:(?:^|/)_?index)?\.(?:html?|xhtml|md|markdown|mkdn?|mdx|php|aspx?)\Z|/_?index\Z"
)
_DATED_END: Final = re.compile(r"/\d{4}/\d\d/\d\d/[^/]+\Z")
_FORMER: Final = ("permalink", "url", "aliases", "redirect_from", "redirects")


def link_names(facts: BookFacts, metadata: Mapping[str, object]) -> tuple[str, ...]:
    """Return all that a post may be called by a link."""
    names: list[str] = []
    if facts.url:
        parts = urlsplit(facts.url)
        names += [_tidy(f"//{parts.netloc}{parts.path}"), _tidy(parts.path or "/")]
    for key in _FORMER:
        given = metadata.get(key)
        found = cast("list[object]", given) if isinstance(given, list) else [given]
        names += [_tidy(one) for one in found if isinstance(one, str) and one.startswith("/")]
    if facts.path:
        names += _names_of_file(facts.path, facts)
    return tuple(dict.fromkeys(name for name in names if name not in {"", "/"}))


def _names_of_file(path: str, facts: BookFacts) -> list[str]:
    stem = _tidy(path.replace("\\", "/"))
    names = [f"file:{stem}"]
    last = stem.rpartition("/")[2]
    if _DATED_NAME.fullmatch(last):
        names.append(f"name:{last}")
    dated = _DATED.fullmatch(last)
    day = dated.groups()[:3] if dated else tuple(facts.published.day.split("-"))
    slug = dated[4] if dated else last
    if len(day) == 3:
        date = f"{day[0]}/{int(day[1]):02}/{int(day[2]):02}"
        names.append(f"/{date}/{slug}")
        # Jekyll: folders around `_posts` are categories, which stand first.
        above, posts, _ = stem.partition("_posts/")
        if posts and above:
            names.append(f"/{above}{date}/{slug}")
        if facts.categories:
            sections = "/".join(facts.categories).lower()
            names.append(f"/{sections}/{date}/{slug}")
    folders, content, below = stem.rpartition("content/")
    if content and (not folders or folders.endswith("/")):
        names.append(f"/{below}")
    names.append(f"/{slug}")
    return names


class Readings(NamedTuple):
    """What links of a post are read against.

    Attributes:
        path: of the post in its archive.
        base: URL of the post or of its site; may be empty.
    """

    path: str
    base: str

    def link(self, given: str, outside: str) -> PostLink | None:
        """Read a link; None where it cannot lead to a post."""
        try:
            parts = urlsplit(given)
            own = urlsplit(self.base)
        except ValueError:
            return None
        if parts.scheme not in {"", "http", "https"} or not (parts.path or parts.netloc):
            return None
        if parts.netloc and parts.netloc.lower() != own.netloc.lower():
            return None
        path = unquote(parts.path)
        if parts.netloc or path.startswith("/"):
            names = [_tidy(f"//{own.netloc}{path}"), _tidy(path)] if own.netloc else [_tidy(path)]
            # A site below a folder of its host names its posts without it.
            root = own.path.rstrip("/")
            if root and path.startswith(root + "/"):
                names.append(_tidy(path[len(root) :]))
            # A site's folders may stand before the date, and be cut off in the archive.
            dated = _DATED_END.search(_tidy(path))
            if dated:
                names.append(dated[0])
        else:
            names = self._relative(path, own.path if own.netloc else "")
        last = _tidy(path).rpartition("/")[2]
        # Wherever a generator of its own puts the file; the post's own name is a translation's.
        if _DATED_NAME.fullmatch(last) and last != _tidy(self.path).rpartition("/")[2]:
            names.append(f"name:{last}")
        wanted = tuple(dict.fromkeys(name for name in names if name not in {"", "/"}))
        return PostLink(wanted, parts.fragment, outside, given) if wanted else None

    def _relative(self, path: str, page: str) -> list[str]:
        folder = self.path.replace("\\", "/").rpartition("/")[0]
        names = [f"file:{_tidy(normpath(f'{folder}/{path}' if folder else path))}"]
        if page:
            names.append(_tidy(normpath(f"{page.rpartition('/')[0]}/{path}")))
        return names


def _tidy(path: str) -> str:
    """Write a path as all spellings of one address are: no ending, no last slash, lower case."""
    path = unquote(path).lower()
    return _SUFFIX.sub("", path.rstrip("/")).rstrip("/")


class Chapters:
    """The posts of a book by their names."""

    def __init__(self, pages: Iterable[BookPage]) -> None:
        self._pages: dict[str, BookPage | None] = {}
        for page in pages:
            for name in page.entry.article.names:
                # A name that two posts share names neither.
                self._pages[name] = None if name in self._pages else page

    def find(self, link: PostLink) -> str:
        """Return the address of the chapter that a link leads to; empty where there is none."""
        page = next((found for name in link.names if (found := self._pages.get(name))), None)
        if page is None:
            return ""
        if not link.fragment:
            return page.file
        places = page.entry.article.places
        for fragment in (link.fragment, unquote(link.fragment), unquote(link.fragment).lower()):
            if fragment in places:
                return f"{page.file}#{places[fragment]}"
        return page.file


def without_chapters(pages: Iterable[BookPage]) -> Iterator[PreparedArticle]:
    """Yield the articles of a book whose links lead nowhere, with a change for each such link."""
    pages = list(pages)
    chapters = Chapters(pages)
    for page in pages:
        article = page.entry.article
        changes = tuple(
            Change("relative-link", link.given, "text")
            for link in article.links
            if not link.outside and not chapters.find(link)
        )
        if changes:
            yield replace(article, changes=changes)
