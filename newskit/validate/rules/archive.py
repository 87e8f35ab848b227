"""What is wrong between the posts of an archive."""

from __future__ import annotations

import struct
import unicodedata
from array import array
from collections import Counter
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.site.find import find_site
from newskit.validate.archive.facts import Between, PostPlace
from newskit.validate.rule import Rule, archive_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.validate.archive.store import FactStore

# Findings about two posts that give one thing the same value.

_SAME_FACTS = """
SELECT value, post, line, col, start, stop FROM fact
WHERE kind = ?1 AND folded IS NULL AND value IN (
  SELECT value FROM fact WHERE kind = ?1 AND folded IS NULL
  GROUP BY value HAVING MIN(post) < MAX(post))
ORDER BY value, post
"""


# Folders of editions: versions, languages (BCP 47), years.
_LANGUAGE = lazy(
    r"(?:ar|cs|de|en|es|fa|fr|he|hi|hu|id|it|ja|ko|nl|pl|pt|ru|sv|tr|uk|vi|zh)(?:[-_]\w{2,4})?"
)
_EDITION = lazy(
    r"(?:version[-_])?v?\d+(?:[._-]\w+)*|latest|stable|next|edge|current|master|main|docs|dev|nightly"
    r"|version-stable|[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?"
)
_TRANSLATED = lazy(r"(?P<name>.+?)(?:\.[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)?(?P<ending>\.\w+)")
_VERSIONS = lazy(r"[\w-]*versioned[\w-]*|versions?|archives?|_?i18n|locales?|translations?")


def are_editions(one: str, other: str) -> bool:
    """Tell whether two paths differ in one folder only, which names an edition in both.

    A path below a folder of versions or translations (Docusaurus's ``versioned_docs/version-2/``,
    ``i18n/fr/``) is an edition of any other that ends alike.
    """
    first, second = one.replace("\\", "/").split("/"), other.replace("\\", "/").split("/")
    if first[-1] == second[-1] and any(map(_VERSIONS.fullmatch, (*first[:-1], *second[:-1]))):
        return True
    if first[:-1] == second[:-1] and first[-1] != second[-1]:
        # A translation that nobody has made yet: bridge.fr.md, bridge.de.md.
        names = [_TRANSLATED.fullmatch(path[-1]) for path in (first, second)]
        return all(names) and names[0]["name"] == names[1]["name"]  # type: ignore[index]
    if first[-1] != second[-1]:
        return False
    # Translated folders may have names of another language, too, and lie deeper or less deep.
    folders = zip(first[:-1], second[:-1], strict=False)
    if all(map(_LANGUAGE.fullmatch, next((pair for pair in folders if len({*pair}) > 1), ("",)))):
        return True
    if len(first) != len(second):
        return False
    differ = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differ) == 1 and all(_EDITION.fullmatch(name) for name in differ[0])


def are_apart(one: str, other: str) -> bool:
    """Tell whether two posts belong to two sites, or one to a site and the other to none.

    A repository that holds a site and, beside it, the texts it was made from keeps both on purpose.
    """
    first, second = (find_site(Path(path).absolute().parent) for path in (one, other))
    return (first and first.root) != (second and second.root)


def trees_of(one: str, other: str) -> tuple[str, str] | None:
    """Return the two folders below which two paths are alike; None where their names differ.

    ``docs/fine/api/a.md`` and ``docs/hammer/api/a.md`` lie alike in ``docs/fine`` and
    ``docs/hammer``.
    """
    first, second = one.replace("\\", "/").split("/"), other.replace("\\", "/").split("/")
    if first[-1] != second[-1]:
        return None
    while len(first) > 1 and len(second) > 1 and first[-1] == second[-1]:
        first.pop()
        second.pop()
    return "/".join(first), "/".join(second)


def same_facts(rule: Rule, store: FactStore, kind: str, words: str) -> Iterator[Between]:
    """Yield a finding for every post but the first that has a value.

    Args:
        rule: the rule.
        store: every post's facts.
        kind: kind of the facts compared.
        words: the message; ``{value}`` and ``{other}`` are filled in.
    """
    value = ""
    first = PostPlace(0)
    for row in store.rows(_SAME_FACTS, kind):
        place = PostPlace(*(int(str(number)) for number in row[1:6]))
        if str(row[0]) != value:
            value = str(row[0])
            first = place
        elif store.applies(place.post, rule.code, rule.name, place.line):
            other = store.location(first)
            message = words.format(value=value.partition("\n")[0], other=other)
            yield Between(place, message, first)


@archive_rule("NK401", "duplicate-permalink", Severity.ERROR)
def duplicate_permalink(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """Two posts with the same address.

    One of the two overwrites the other when the site is built, without a word. Posts whose `lang`
    keys differ are not compared: a site in several languages has an address for each.

        permalink: /2024/open-day/
    """
    yield from same_facts(rule, store, "permalink", "the address {value} is taken by {other}")


@archive_rule("NK402", "duplicate-slug", Severity.WARNING)
def duplicate_slug(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """Two posts in one folder with the same slug.

    Hugo makes one address of both unless it holds the date.

        slug: open-day
    """
    yield from same_facts(rule, store, "slug", "{other} in the same folder has the slug too")


@archive_rule("NK403", "duplicate-title", Severity.INFO, default=False)
def duplicate_title(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """Two posts in one language with the same title.

    Readers and search engines cannot tell them apart. Off by default, because columns and release
    notes repeat their titles.
    """
    yield from same_facts(rule, store, "title", "{other} has the same title")


_SAME_ARTICLES = """
SELECT post.id, same.first, same.count,
  COALESCE(post.title != same.title, 0), LENGTH(signature) FROM (
  SELECT article, MIN(id) AS first, COUNT(*) AS count, title FROM post WHERE article IS NOT NULL
  GROUP BY article HAVING COUNT(*) > 1) AS same
JOIN post ON post.article = same.article AND post.id > same.first ORDER BY post.id
"""


# What more posts share is a form that was not filled in: it is named once.
_TEMPLATE = 5
# So are folders that hold as many the same files: a copy of the whole, kept on purpose or not.
_COPIED = 5


@archive_rule("NK404", "duplicate-article", Severity.WARNING)
def duplicate_article(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """Two posts with the same text.

    An article that was published, or imported, twice. Markup, case and white space do not count;
    bodies of less than 200 letters are left alone, and so are editions of one page, which differ in
    one folder of their path: a version, a language, a year. So are events on two days (in a folder
    `events`, or with such a layout), which are announced in the same words each time. Posts of
    different sites are not compared. The same text under another title, or of less than 400
    letters in files of other names, is an info. Of two folders that hold many the same files, the
    first is named with the number of the others.
    """
    reported: Counter[int] = Counter()
    named: set[tuple[str, str]] = set()
    trees = _trees(store)
    for row in store.rows(_SAME_ARTICLES):
        later, first, count, renamed, length = (int(str(number)) for number in row)
        if not store.applies(later, rule.code, rule.name, 1):
            continue
        path, other = store.path(later), store.path(first)
        if are_editions(path, other):
            continue
        reported[first] += 1
        tree = trees_of(path, other)
        copied = trees[tree] if tree else 0
        if tree in named or (count > _TEMPLATE and reported[first] > 1):
            continue
        message = f"the article is the same as in {other}"
        if tree and copied > _COPIED:
            named.add(tree)
            message += f", and so are {copied - 1} more of the two folders"
        elif count > _TEMPLATE:
            message += f", and in {count - 2} more"
        elif unicodedata.normalize("NFC", path) == unicodedata.normalize("NFC", other):
            message += ": the names differ only in how letters with accents are stored"
        # What is said again under another title, or in a few words elsewhere, is said on purpose.
        short = not length and store.applies(later, "NK405", "near-duplicate-article", 1)
        named_apart = path.rpartition("/")[2] != other.rpartition("/")[2]
        mild = not copied > _COPIED and (renamed or (short and named_apart))
        yield Between(PostPlace(later), message, PostPlace(first), mild=bool(mild))


def _trees(store: FactStore) -> Counter[tuple[str, str]]:
    """How many articles any two folders share, file by file."""
    found: Counter[tuple[str, str]] = Counter()
    for row in store.rows(_SAME_ARTICLES):
        tree = trees_of(store.path(int(str(row[0]))), store.path(int(str(row[1]))))
        if tree is not None:
            found[tree] += 1
    return found


# What very many posts share is a template, not an article. Of posts with one text, the first
# stands for all: the others share as much with any other.
_PREPARE = """
CREATE TABLE shared AS SELECT hash FROM band
  GROUP BY hash HAVING COUNT(*) <= 50 AND MIN(text) < MAX(text);
CREATE INDEX shared_hash ON shared (hash);
CREATE TABLE near AS SELECT hash, text, post FROM band
  WHERE hash IN (SELECT hash FROM shared);
CREATE INDEX near_hash ON near (hash, text, post);
"""
_NEAR_ARTICLES = """
SELECT one.post, MIN(other.post) AS first FROM near AS one JOIN near AS other
ON one.hash = other.hash AND other.text != one.text AND other.post < one.post
GROUP BY one.post, other.text ORDER BY one.post, first
"""


@archive_rule("NK405", "near-duplicate-article", Severity.INFO)
def near_duplicate(rule: Rule, store: FactStore, threshold: float) -> Iterator[Between]:
    """Two posts with nearly the same text.

    An article that was corrected and published again, or imported from two sources. Two texts are
    near-duplicates when they share `near-duplicates` (90 %) of their runs of four words, or of
    eight letters in Chinese, Japanese and Korean; the share is estimated by MinHash (Broder 1997).
    """
    store.database.executescript(_PREPARE)
    done = 0
    for row in store.rows(_NEAR_ARTICLES):
        later, first = int(str(row[0])), int(str(row[1]))
        if later == done or not store.applies(later, rule.code, rule.name, 1):
            continue
        share = _shared(store, later, first)
        paths = store.path(later), store.path(first)
        if share < threshold or are_editions(*paths) or are_apart(*paths):
            continue
        done = later
        # Equal texts are reported by another rule: these two differ.
        percent = f"{min(share, 0.99):.0%}"
        message = f"about {percent} of the article is the same as in {store.path(first)}"
        yield Between(PostPlace(later), message, PostPlace(first))


def _shared(store: FactStore, later: int, first: int) -> float:
    """The share of signature values that are equal."""
    query = "SELECT signature FROM post WHERE id IN (?, ?)"
    one, other = (row[0] for row in store.rows(query, later, first))
    if not isinstance(one, bytes) or not isinstance(other, bytes):
        return 0.0
    values = zip(struct.iter_unpack("<I", one), struct.iter_unpack("<I", other), strict=True)
    return sum(a == b for a, b in values) * 4 / len(one)


_LINKS = """
SELECT kind, value, post, line, col, start, stop FROM fact
WHERE kind IN ('post_url', 'ref', 'relative') AND folded IS NULL ORDER BY post, start
"""


@archive_rule("NK406", "broken-internal-link", Severity.WARNING)
def broken_internal_link(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """A link to a post of the archive that does not exist.

    `{% post_url name %}` and `{{< ref "name.md" >}}` stop the build; a relative link to a `.md`
    file that is not there leads to a missing page. The file is looked for on disk before it is
    reported. A folder that is not there, into which three posts link or more, is named once: it was
    moved, or a program fills it.
    """
    from newskit.validate.archive.targets import Targets, folder_of, missing_folder

    # Numbers of rows take little; the rows themselves are as many as the archive has faults.
    targets, dead, posts = Targets(store), array("Q"), Counter[str]()
    last: dict[str, int] = {}
    for number, (place, kind, value, path) in enumerate(_links(store)):
        if not store.applies(place.post, rule.code, rule.name, place.line):
            continue
        if not targets.has(kind, value, path):
            dead.append(number)
            folder = missing_folder(path, value) if kind == "relative" else ""
            posts[folder] += last.get(folder) != place.post
            last[folder] = place.post
    many = {folder for folder, number in posts.items() if folder and number >= _MANY}
    named: set[str] = set()
    ahead = iter(dead)
    wanted = next(ahead, None)
    for number, (place, kind, value, path) in enumerate(_links(store)):
        if number != wanted:
            continue
        wanted = next(ahead, None)
        message = f"there is no post {value}"
        folder = folder_of(path, value) if many and kind == "relative" else ""
        if folder in many:
            if folder in named:
                continue
            named.add(folder)
            message += f", nor its folder, into which {posts[folder] - 1} more posts link"
        yield Between(place, message)


def _links(store: FactStore) -> Iterator[tuple[PostPlace, str, str, str]]:
    """The links to posts, with their kind, what they lead to and the path of their post."""
    for kind, value, *numbers in store.rows(_LINKS):
        place = PostPlace(*(int(str(number)) for number in numbers))
        yield place, str(kind), str(value), store.path(place.post)


_MANY = 3


_TAGS = """
WITH spelling AS (
  SELECT kind, folded, value, COUNT(*) AS number, MIN(rowid) AS row FROM fact
  WHERE folded IS NOT NULL GROUP BY kind, folded, value)
SELECT kind, folded, number, value, row FROM (
  SELECT *, COUNT(*) OVER tag AS ways, MIN(row) OVER tag AS first FROM spelling
  WINDOW tag AS (PARTITION BY kind, folded))
WHERE ways > 1 ORDER BY first, row
"""
_PLACE = "SELECT post, line, col, start, stop FROM fact WHERE rowid = ?"


@archive_rule("NK407", "tag-spelling", Severity.INFO)
def tag_spelling(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """A tag that other posts write with other capitals.

    `Linux` and `linux` give two pages with one address on most sites, and each lists half of the
    posts. The finding stands at the first post with the rarer spelling.
    """
    for _tag, spellings in groupby(store.rows(_TAGS), key=itemgetter(0, 1)):
        found = [(int(str(row[2])), str(row[3]), int(str(row[4]))) for row in spellings]
        common, usual, _row = max(found)
        for count, value, row in found:
            if value == usual:
                continue
            for numbers in store.rows(_PLACE, row):
                place = PostPlace(*(int(str(number)) for number in numbers))
                if store.applies(place.post, rule.code, rule.name, place.line):
                    message = f"`{value}` ({count}×) is written `{usual}` elsewhere ({common}×)"
                    yield Between(place, message)


_PATHS = """
SELECT post.id, same.first FROM (
  SELECT folded, MIN(id) AS first FROM post GROUP BY folded HAVING COUNT(*) > 1) AS same
JOIN post ON post.folded = same.folded AND post.id > same.first ORDER BY post.id
"""


@archive_rule("NK408", "file-name-case", Severity.WARNING)
def file_name_case(rule: Rule, store: FactStore, _: float) -> Iterator[Between]:
    """Two files whose names differ in capitals only.

    On Windows and macOS one of the two overwrites the other when the archive is copied.
    """
    for row in store.rows(_PATHS):
        later, first = int(str(row[0])), int(str(row[1]))
        name = store.path(first)
        if name != store.path(later) and store.applies(later, rule.code, rule.name, 1):
            message = f"the file's name differs from {name} in capitals only"
            yield Between(PostPlace(later), message, PostPlace(first))
